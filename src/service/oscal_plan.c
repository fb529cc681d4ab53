/* SPDX-License-Identifier: Apache-2.0 */
#include "service/oscal_write.h"

static const Requirement *requirement_of(const AssessmentReport *report, const Gap *gap) {
    return &report->catalogue->requirements[gap->requirement];
}

static Text uuid_of(Arena *arena, const AssessmentReport *report, const char *what,
                    const Gap *gap) {
    return oscal_uuid(
        arena, report,
        text_format(arena, "%s %.*s", what, TEXT_ARGS(requirement_of(report, gap)->name)));
}

static Date close_by(const AssessmentReport *report) {
    return date_add_days(report->assessed, report->catalogue->close_days);
}

static void add_risk(Arena *arena, JsonWriter *json, const AssessmentReport *report,
                     const Gap *gap) {
    const Requirement *requirement = requirement_of(report, gap);
    json_begin_object(json, "");
    json_add_text(json, "uuid", uuid_of(arena, report, "risk", gap));
    json_add_text(json, "title", oscal_string(arena, requirement->title));
    json_add_text(json, "description",
                  text_format(arena, "%.*s is %.*s.", TEXT_ARGS(requirement->id),
                              TEXT_ARGS(answer_word(gap->status))));
    json_add_text(json, "statement",
                  text_format(arena, "It costs %d of the score. %.*s", gap->points,
                              TEXT_ARGS(requirement->source)));
    json_add_text(json, "status", TEXT("open"));
    if (gap->may_be_planned && report->catalogue->close_days > 0) {
        json_add_text(json, "deadline", oscal_moment(arena, close_by(report)));
    }
    json_end(json);
}

static void add_link(Arena *arena, JsonWriter *json, const char *relation, Text uuid) {
    json_begin_object(json, "");
    json_add_text(json, "href", text_format(arena, "#%.*s", TEXT_ARGS(uuid)));
    json_add_text(json, "rel", text_from(relation));
    json_end(json);
}

/* The schemas of release 1.2.0 have no member in `related-findings` and `related-risks`, so that
 * nothing that stands there fits them; links fit every release. */
static void add_links(Arena *arena, JsonWriter *json, const AssessmentReport *report,
                      const Gap *gap) {
    json_begin_array(json, "links");
    if (gap->status != ANSWER_UNKNOWN) {
        add_link(arena, json, "related-finding", uuid_of(arena, report, "finding", gap));
    }
    add_link(arena, json, "related-risk", uuid_of(arena, report, "risk", gap));
    json_end(json);
}

static void add_item(Arena *arena, JsonWriter *json, const AssessmentReport *report,
                     const Gap *gap) {
    const Requirement *requirement = requirement_of(report, gap);
    json_begin_object(json, "");
    json_add_text(json, "uuid", uuid_of(arena, report, "item", gap));
    json_add_text(json, "title",
                  oscal_string(arena, text_format(arena, "%.*s %.*s", TEXT_ARGS(requirement->id),
                                                  TEXT_ARGS(requirement->title))));
    json_add_text(json, "description",
                  gap->may_be_planned ? TEXT("A plan of action may carry it.")
                                      : text_format(arena, "No plan of action may carry it: %.*s",
                                                    TEXT_ARGS(requirement->plan_reason)));
    json_begin_array(json, "props");
    oscal_add_prop(arena, json, "points", text_format(arena, "%d", gap->points));
    oscal_add_prop(arena, json, "may-be-planned", gap->may_be_planned ? TEXT("yes") : TEXT("no"));
    if (gap->effort_days != EFFORT_UNKNOWN) {
        oscal_add_prop(arena, json, "effort-days", text_format(arena, "%d", gap->effort_days));
    }
    json_end(json);
    add_links(arena, json, report, gap);
    json_end(json);
}

static bool has_finding(const Assessment *assessment) {
    return assessment->unknown < assessment->gap_count;
}

static void add_findings(Arena *arena, JsonWriter *json, const AssessmentReport *report) {
    if (!has_finding(&report->assessment)) {
        return;
    }
    json_begin_array(json, "findings");
    for (size_t i = 0; i < report->assessment.gap_count; i++) {
        if (report->assessment.gaps[i].status != ANSWER_UNKNOWN) {
            oscal_add_finding(arena, json, report, report->assessment.gaps[i].requirement);
        }
    }
    json_end(json);
}

bool service_oscal_plan(Arena *arena, const AssessmentReport *report, Text *text, Error *error) {
    const Assessment *assessment = &report->assessment;
    if (assessment->gap_count == 0) {
        return error_set(error, ERROR_INVALID,
                         "every requirement is met, so there is no plan of action to write");
    }
    JsonWriter *json = json_writer_new();
    json_begin_object(json, "plan-of-action-and-milestones");
    json_add_text(json, "uuid", oscal_uuid(arena, report, TEXT("plan of action")));
    oscal_add_metadata(arena, json, report, "plan of action");
    json_begin_object(json, "system-id");
    json_add_text(json, "id", oscal_string(arena, report->subject));
    json_end(json);
    json_begin_array(json, "risks");
    for (size_t i = 0; i < assessment->gap_count; i++) {
        add_risk(arena, json, report, &assessment->gaps[i]);
    }
    json_end(json);
    add_findings(arena, json, report);
    json_begin_array(json, "poam-items");
    for (size_t i = 0; i < assessment->gap_count; i++) {
        add_item(arena, json, report, &assessment->gaps[i]);
    }
    json_end(json);
    json_end(json);
    return oscal_finish(arena, json, report, text, error);
}
