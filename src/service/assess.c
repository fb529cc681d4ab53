/* SPDX-License-Identifier: Apache-2.0 */
#include "service/json_parts.h"
#include "service/service.h"

static Text deadline(Arena *arena, const AssessmentReport *report) {
    return date_format(arena, date_add_days(report->as_of, report->catalogue->close_days));
}

/* ---- text ---- */

static void add_score(TextBuilder *out, const AssessmentReport *report) {
    const Catalogue *catalogue = report->catalogue;
    const Assessment *assessment = &report->assessment;
    if (catalogue->rule == SCORE_ALL) {
        return;
    }
    text_add_format(out, "  score        %d", assessment->score);
    if (assessment->score_best != assessment->score) {
        text_add_format(out, " to %d", assessment->score_best);
    }
    text_add_format(out, " of %d", catalogue->maximum);
    if (assessment->unknown > 0) {
        text_add_format(out, "; not answered: %zu", assessment->unknown);
    }
    text_add_character(out, '\n');
    int lost = 0;
    for (size_t i = 0; i < assessment->gap_count; i++) {
        lost += assessment->gaps[i].points;
    }
    if (catalogue->rule == SCORE_SUBTRACT) {
        text_add_format(out,
                        "  arithmetic   %d - %d for %zu requirements not met or not answered\n",
                        catalogue->maximum, lost, assessment->gap_count);
    }
}

static void add_standing(Arena *arena, TextBuilder *out, const AssessmentReport *report) {
    const Assessment *assessment = &report->assessment;
    text_add_format(out, "  standing     %.*s", TEXT_ARGS(standing_word(assessment->standing)));
    if (assessment->standing == STANDING_CONDITIONAL) {
        text_add_format(out, ": every gap may be on a plan of action, to be closed by %.*s",
                        TEXT_ARGS(deadline(arena, report)));
    }
    text_add_character(out, '\n');
    if (!assessment->can_be_completed) {
        text_add_format(out, "  NO ASSESSMENT can be completed without %.*s\n",
                        TEXT_ARGS(report->catalogue->requirements[report->catalogue->basis].id));
    }
    for (size_t i = 0; i < assessment->reason_count; i++) {
        text_add_format(out, "%s%.*s", i == 0 ? "  against it   " : "; ",
                        TEXT_ARGS(assessment->reasons[i]));
    }
    if (assessment->reason_count > 0) {
        text_add_character(out, '\n');
    }
}

static void add_gap(TextBuilder *out, const AssessmentReport *report, const Gap *gap) {
    const Requirement *requirement = &report->catalogue->requirements[gap->requirement];
    text_add_format(out, "    %-9.*s %2d  %-9.*s%-10s %.*s", TEXT_ARGS(requirement->id),
                    gap->points, TEXT_ARGS(answer_word(gap->status)),
                    gap->may_be_planned ? "plan" : "close now", TEXT_ARGS(requirement->title));
    if (!text_equals(requirement->status, TEXT("verified"))) {
        text_add_format(out, " [%.*s]", TEXT_ARGS(requirement->status));
    }
    text_add_character(out, '\n');
}

Text service_assess_text(Arena *arena, const AssessmentReport *report) {
    const Assessment *assessment = &report->assessment;
    TextBuilder out = text_builder_new(arena);
    text_add_format(&out, "%.*s: %.*s, as of %.*s\n", TEXT_ARGS(report->subject),
                    TEXT_ARGS(report->catalogue->title),
                    TEXT_ARGS(date_format(arena, report->as_of)));
    add_score(&out, report);
    add_standing(arena, &out, report);
    text_add_format(&out,
                    "  answers      %zu met, %zu not applicable, %zu not met or partial, %zu not "
                    "given\n  source       %.*s\n",
                    assessment->met, assessment->not_applicable,
                    assessment->gap_count - assessment->unknown, assessment->unknown,
                    TEXT_ARGS(report->catalogue->source));
    if (assessment->gap_count > 0) {
        text_add(&out, TEXT("\n  Gaps, by the points they cost\n"));
    }
    for (size_t i = 0; i < assessment->gap_count; i++) {
        add_gap(&out, report, &assessment->gaps[i]);
    }
    text_add_format(&out, "\n%.*s\n", TEXT_ARGS(service_disclaimer()));
    return text_built(&out);
}

/* ---- JSON ---- */

static void add_gap_json(Arena *arena, JsonWriter *json, const AssessmentReport *report,
                         const Gap *gap) {
    const Requirement *requirement = &report->catalogue->requirements[gap->requirement];
    json_begin_object(json, "");
    json_add_text(json, "requirement", requirement->id);
    json_add_text(json, "name", requirement->name);
    json_add_text(json, "title", requirement->title);
    json_add_text(json, "status", answer_word(gap->status));
    json_add_integer(json, "points", gap->points);
    json_add_boolean(json, "may_be_planned", gap->may_be_planned);
    if (gap->may_be_planned && report->catalogue->close_days > 0) {
        json_add_text(json, "close_by", deadline(arena, report));
    }
    json_add_text(json, "plan_reason", requirement->plan_reason);
    json_add_text(json, "checked", requirement->status);
    json_add_text(json, "source", requirement->source);
    json_end(json);
}

Text service_assess_json(Arena *arena, const AssessmentReport *report) {
    const Assessment *assessment = &report->assessment;
    JsonWriter *json = json_writer_new();
    json_add_text(json, "subject", report->subject);
    json_add_text(json, "catalogue", report->catalogue->title);
    json_add_text(json, "source", report->catalogue->source);
    json_add_date(json, "as_of", report->as_of);
    json_add_integer(json, "score", assessment->score);
    json_add_integer(json, "score_best", assessment->score_best);
    json_add_integer(json, "maximum", report->catalogue->maximum);
    json_add_text(json, "standing", standing_word(assessment->standing));
    json_add_boolean(json, "can_be_completed", assessment->can_be_completed);
    json_begin_array(json, "reasons");
    for (size_t i = 0; i < assessment->reason_count; i++) {
        json_add_text(json, "", assessment->reasons[i]);
    }
    json_end(json);
    json_begin_array(json, "gaps");
    for (size_t i = 0; i < assessment->gap_count; i++) {
        add_gap_json(arena, json, report, &assessment->gaps[i]);
    }
    json_end(json);
    json_add_integer(json, "met", (int64_t)assessment->met);
    json_add_integer(json, "not_applicable", (int64_t)assessment->not_applicable);
    json_add_integer(json, "unknown", (int64_t)assessment->unknown);
    json_add_text(json, "notice", service_disclaimer());
    const Text text = json_finish(arena, json, true);
    json_writer_free(json);
    return text;
}
