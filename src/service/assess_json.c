/* SPDX-License-Identifier: Apache-2.0 */
#include "service/assess_parts.h"

static void add_links(JsonWriter *json, const char *name, const AssessmentReport *report,
                      const size_t *links, size_t count) {
    json_begin_array(json, name);
    for (size_t i = 0; links != NULL && i < count; i++) {
        const CrosswalkLink *link = &report->crosswalk->links[links[i]];
        const CrosswalkOrigin *origin = &report->crosswalk->origins[link->origin];
        json_begin_object(json, "");
        json_add_text(json, "from", link->from);
        json_add_text(json, "from_id", link->from_id);
        json_add_text(json, "to", link->to);
        json_add_text(json, "to_id", link->to_id);
        json_add_text(json, "relation", link->relation);
        json_add_text(json, "kind", origin->kind);
        json_add_text(json, "source", origin->source);
        json_add_text(json, "checked", origin->checked);
        json_add_text(json, "note", link->note);
        json_end(json);
    }
    json_end(json);
}

static void add_reuse(Arena *arena, JsonWriter *json, const AssessmentReport *report,
                      size_t requirement) {
    const ReusableEvidence *list = NULL;
    const size_t count = assess_reusable(arena, report, requirement, &list);
    json_begin_array(json, "evidence");
    for (size_t i = 0; i < count; i++) {
        json_begin_object(json, "");
        json_add_text(json, "framework", list[i].evidence->framework);
        json_add_text(json, "id", list[i].evidence->id);
        json_add_text(json, "from", list[i].evidence->source);
        json_add_text(json, "strength", reuse_word(list[i].way.strength));
        add_links(json, "mapping", report, list[i].way.links, list[i].way.link_count);
        json_end(json);
    }
    json_end(json);
}

static void add_gap(Arena *arena, JsonWriter *json, const AssessmentReport *report,
                    const Gap *gap) {
    const Requirement *requirement = &report->catalogue->requirements[gap->requirement];
    const size_t *links = NULL;
    json_begin_object(json, "");
    json_add_text(json, "requirement", requirement->id);
    json_add_text(json, "name", requirement->name);
    json_add_text(json, "title", requirement->title);
    json_add_text(json, "status", answer_word(gap->status));
    json_add_integer(json, "points", gap->points);
    if (gap->effort_days == EFFORT_UNKNOWN) {
        json_add_null(json, "effort_days");
    } else {
        json_add_integer(json, "effort_days", gap->effort_days);
    }
    json_add_boolean(json, "may_be_planned", gap->may_be_planned);
    if (gap->may_be_planned && report->catalogue->close_days > 0) {
        json_add_date(json, "close_by", assess_close_by(report));
    }
    json_add_text(json, "plan_reason", requirement->plan_reason);
    json_add_text(json, "checked", requirement->status);
    json_add_text(json, "source", requirement->source);
    add_reuse(arena, json, report, gap->requirement);
    add_links(json, "next_revision", report, links,
              assess_successors(arena, report, gap->requirement, &links));
    json_end(json);
}

static void add_recognition(Arena *arena, JsonWriter *json, const AssessmentReport *report) {
    const Text *frameworks = NULL;
    const size_t count =
        report->crosswalk == NULL ? 0 : assess_frameworks(arena, report, &frameworks);
    json_begin_array(json, "recognition");
    for (size_t i = 0; i < count; i++) {
        const Recognition *row =
            crosswalk_recognition(report->crosswalk, frameworks[i], report->catalogue->scheme);
        json_begin_object(json, "");
        json_add_text(json, "framework", frameworks[i]);
        json_add_text(json, "says", assess_recognition_words(arena, row));
        if (row != NULL) {
            json_add_text(json, "recognised", row->recognised);
            json_add_text(json, "basis", row->basis);
            json_add_text(json, "as_of", row->as_of);
            json_add_text(json, "checked", row->checked);
            json_add_text(json, "source", row->source);
        }
        json_end(json);
    }
    json_end(json);
}

/* What was answered, by requirement; the rest is unknown. */
static void add_answers(Arena *arena, JsonWriter *json, const AssessmentReport *report) {
    json_begin_object(json, "answers");
    for (size_t i = 0; i < report->catalogue->requirement_count; i++) {
        const AnswerStatus status = report->answers.statuses[i];
        if (status != ANSWER_UNKNOWN) {
            const Text id = report->catalogue->requirements[i].id;
            json_add_text(json, text_terminated(arena, id), answer_word(status));
        }
    }
    json_end(json);
}

void assess_add_json(Arena *arena, JsonWriter *json, const AssessmentReport *report) {
    const Assessment *assessment = &report->assessment;
    json_add_text(json, "subject", report->subject);
    json_add_text(json, "catalogue", report->catalogue->title);
    json_add_text(json, "source", report->catalogue->source);
    json_add_date(json, "as_of", report->as_of);
    json_add_date(json, "assessed", report->assessed);
    json_add_integer(json, "score", assessment->score);
    json_add_integer(json, "score_best", assessment->score_best);
    json_add_integer(json, "maximum", report->catalogue->maximum);
    json_add_text(json, "arithmetic", assess_arithmetic(arena, report));
    json_add_text(json, "standing", standing_word(report->standing));
    json_add_text(json, "against", report->against);
    json_add_boolean(json, "can_be_completed", assessment->can_be_completed);
    json_begin_array(json, "reasons");
    for (size_t i = 0; i < assessment->reason_count; i++) {
        json_add_text(json, "", assessment->reasons[i]);
    }
    json_end(json);
    json_begin_array(json, "gaps");
    for (size_t i = 0; i < assessment->gap_count; i++) {
        add_gap(arena, json, report, &assessment->gaps[i]);
    }
    json_end(json);
    json_add_integer(json, "met", (int64_t)assessment->met);
    json_add_integer(json, "not_applicable", (int64_t)assessment->not_applicable);
    json_add_integer(json, "unknown", (int64_t)assessment->unknown);
    add_answers(arena, json, report);
    add_recognition(arena, json, report);
}

Text service_assess_json(Arena *arena, const AssessmentReport *report) {
    JsonWriter *json = json_writer_new();
    assess_add_json(arena, json, report);
    json_add_text(json, "notice", service_disclaimer());
    const Text text = json_finish(arena, json, true);
    json_writer_free(json);
    return text;
}
