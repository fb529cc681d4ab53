/* SPDX-License-Identifier: Apache-2.0 */
#include "service/assess_parts.h"

void service_assess(Arena *arena, AssessmentReport *report, Text holds) {
    const Text first = report->catalogue->first;
    assurance_score(arena, report->catalogue, &report->answers, &report->assessment);
    report->standing = report->assessment.standing;
    report->against = (Text){0};
    if (text_is_empty(first) || report->standing == STANDING_NONE ||
        text_equals(text_lowercase(arena, first), text_lowercase(arena, text_trim(holds)))) {
        return;
    }
    const bool is_known = !text_is_empty(holds);
    report->standing = is_known ? STANDING_NONE : STANDING_OPEN;
    report->against = is_known
                          ? text_format(arena, "%.*s has to be held first, which `%.*s` is not",
                                        TEXT_ARGS(first), TEXT_ARGS(text_slice(holds, 0, 64)))
                          : text_format(arena,
                                        "%.*s has to be held first, and whether it is was not said "
                                        "(`--holds`)",
                                        TEXT_ARGS(first));
}

size_t assess_successors(Arena *arena, const AssessmentReport *report, size_t requirement,
                         const size_t **links) {
    const Catalogue *catalogue = report->catalogue;
    *links = NULL;
    return report->crosswalk == NULL || text_is_empty(catalogue->next_framework)
               ? 0
               : crosswalk_successors(arena, report->crosswalk, catalogue->framework,
                                      catalogue->requirements[requirement].id,
                                      catalogue->next_framework, links);
}

Date assess_close_by(const AssessmentReport *report) {
    const int days = report->catalogue->close_days;
    return days > 0 ? date_add_days(report->assessed, days) : DATE_MAX;
}

/* How much each of a few gaps costs, in the order of the gaps. */
static void add_points(TextBuilder *out, const AssessmentReport *report) {
    enum { SHOWN = 12 };
    const Assessment *assessment = &report->assessment;
    for (size_t i = 0; i < assessment->gap_count && i < SHOWN; i++) {
        const Gap *gap = &assessment->gaps[i];
        text_add_format(out, " - %d (%.*s)", gap->points,
                        TEXT_ARGS(report->catalogue->requirements[gap->requirement].id));
    }
    int rest = 0;
    for (size_t i = SHOWN; i < assessment->gap_count; i++) {
        rest += assessment->gaps[i].points;
    }
    if (assessment->gap_count > SHOWN) {
        text_add_format(out, " - %d (%zu more)", rest, assessment->gap_count - SHOWN);
    }
}

static int points_lost(const Assessment *assessment) {
    int lost = 0;
    for (size_t i = 0; i < assessment->gap_count; i++) {
        lost += assessment->gaps[i].points;
    }
    return lost;
}

Text assess_arithmetic(Arena *arena, const AssessmentReport *report) {
    TextBuilder out = text_builder_new(arena);
    const Assessment *assessment = &report->assessment;
    if (report->catalogue->rule == SCORE_SUBTRACT) {
        text_add_format(&out, "%d - %d for %zu requirements not met or not answered",
                        report->catalogue->maximum, points_lost(assessment), assessment->gap_count);
        if (assessment->gap_count > 0) {
            text_add_format(&out, ": %d", report->catalogue->maximum);
            add_points(&out, report);
            text_add_format(&out, " = %d", assessment->score);
        }
    } else if (report->catalogue->rule == SCORE_COUNT) {
        text_add_format(&out, "%zu met and %zu not applicable of %zu", assessment->met,
                        assessment->not_applicable, report->catalogue->requirement_count);
    }
    return text_built(&out);
}
