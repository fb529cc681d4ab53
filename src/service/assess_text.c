/* SPDX-License-Identifier: Apache-2.0 */
#include "service/assess_parts.h"

static void add_score(Arena *arena, TextBuilder *out, const AssessmentReport *report) {
    const Assessment *assessment = &report->assessment;
    if (report->catalogue->rule == SCORE_ALL) {
        return;
    }
    text_add_format(out, "  score        %d", assessment->score);
    if (assessment->score_best != assessment->score) {
        text_add_format(out, " to %d", assessment->score_best);
    }
    text_add_format(out, " of %d", report->catalogue->maximum);
    if (assessment->unknown > 0) {
        text_add_format(out, "; not answered: %zu", assessment->unknown);
    }
    text_add_format(out, "\n  arithmetic   %.*s\n", TEXT_ARGS(assess_arithmetic(arena, report)));
}

static void add_reasons(TextBuilder *out, const AssessmentReport *report) {
    const Assessment *assessment = &report->assessment;
    if (!assessment->can_be_completed) {
        text_add_format(out, "  NO ASSESSMENT can be completed without %.*s\n",
                        TEXT_ARGS(report->catalogue->requirements[report->catalogue->basis].id));
    }
    if (!text_is_empty(report->against)) {
        text_add_format(out, "  first        %.*s\n", TEXT_ARGS(report->against));
    }
    for (size_t i = 0; i < assessment->reason_count; i++) {
        text_add_format(out, "%s%.*s", i == 0 ? "  against it   " : "; ",
                        TEXT_ARGS(assessment->reasons[i]));
    }
    if (assessment->reason_count > 0) {
        text_add_character(out, '\n');
    }
}

static void add_standing(Arena *arena, TextBuilder *out, const AssessmentReport *report) {
    text_add_format(out, "  standing     %.*s", TEXT_ARGS(standing_word(report->standing)));
    if (report->standing == STANDING_CONDITIONAL) {
        text_add_format(out, ": every gap may be on a plan of action, to be closed by %.*s",
                        TEXT_ARGS(date_format(arena, assess_close_by(report))));
    }
    text_add_character(out, '\n');
    add_reasons(out, report);
}

static void add_effort(TextBuilder *out, const Gap *gap) {
    if (gap->effort_days == EFFORT_UNKNOWN) {
        text_add(out, TEXT("   ?"));
    } else {
        text_add_format(out, "%4d", gap->effort_days);
    }
}

static const CrosswalkOrigin *origin_of(const AssessmentReport *report, size_t link) {
    return &report->crosswalk->origins[report->crosswalk->links[link].origin];
}

static void add_successors(Arena *arena, TextBuilder *out, const AssessmentReport *report,
                           const Gap *gap) {
    const size_t *links = NULL;
    const size_t count = assess_successors(arena, report, gap->requirement, &links);
    for (size_t i = 0; i < count; i++) {
        const CrosswalkLink *link = &report->crosswalk->links[links[i]];
        if (i == 0) {
            text_add_format(out, "        %.*s: ", TEXT_ARGS(link->to));
        }
        text_add_format(out, "%s%.*s%s%.*s", i == 0 ? "" : ", ", TEXT_ARGS(link->relation),
                        text_is_empty(link->to_id) ? "" : " ", TEXT_ARGS(link->to_id));
    }
    if (count > 0) {
        text_add_format(out, " [%.*s]\n", TEXT_ARGS(origin_of(report, links[0])->checked));
    }
}

static void add_reusable(Arena *arena, TextBuilder *out, const AssessmentReport *report,
                         const Gap *gap) {
    const ReusableEvidence *list = NULL;
    const size_t count = assess_reusable(arena, report, gap->requirement, &list);
    for (size_t i = 0; i < count; i++) {
        text_add_format(out, "        %.*s: %.*s %.*s, %.*s\n",
                        TEXT_ARGS(reuse_word(list[i].way.strength)),
                        TEXT_ARGS(list[i].evidence->framework), TEXT_ARGS(list[i].evidence->id),
                        TEXT_ARGS(assess_way_words(arena, report->crosswalk, &list[i].way)));
    }
}

Text assess_gap_words(const Gap *gap) {
    return gap->status == ANSWER_UNKNOWN ? TEXT("answer it")
           : gap->may_be_planned         ? TEXT("plan of action")
                                         : TEXT("close first");
}

static void add_gap(Arena *arena, TextBuilder *out, const AssessmentReport *report,
                    const Gap *gap) {
    const Requirement *requirement = &report->catalogue->requirements[gap->requirement];
    text_add_format(out, "    %-9.*s %2d ", TEXT_ARGS(requirement->id), gap->points);
    add_effort(out, gap);
    text_add_format(out, "  %-9.*s%-14.*s %.*s", TEXT_ARGS(answer_word(gap->status)),
                    TEXT_ARGS(assess_gap_words(gap)), TEXT_ARGS(requirement->title));
    if (!assess_is_verified(requirement->status)) {
        text_add_format(out, " [%.*s]", TEXT_ARGS(requirement->status));
    }
    text_add_character(out, '\n');
    add_reusable(arena, out, report, gap);
    add_successors(arena, out, report, gap);
}

static bool is_first_source(const AssessmentReport *report, size_t gap) {
    const Requirement *requirements = report->catalogue->requirements;
    const Gap *gaps = report->assessment.gaps;
    for (size_t i = 0; i < gap; i++) {
        if (text_equals(requirements[gaps[i].requirement].source,
                        requirements[gaps[gap].requirement].source)) {
            return false;
        }
    }
    return true;
}

static bool is_successor_of_a_gap(Arena *arena, const AssessmentReport *report,
                                  const CrosswalkOrigin *origin) {
    for (size_t i = 0; i < report->assessment.gap_count; i++) {
        const size_t *links = NULL;
        const size_t count =
            assess_successors(arena, report, report->assessment.gaps[i].requirement, &links);
        for (size_t j = 0; j < count; j++) {
            if (origin_of(report, links[j]) == origin) {
                return true;
            }
        }
    }
    return false;
}

static void add_revision_sources(Arena *arena, TextBuilder *out, const AssessmentReport *report) {
    for (size_t i = 0; report->crosswalk != NULL && i < report->crosswalk->origin_count; i++) {
        const CrosswalkOrigin *origin = &report->crosswalk->origins[i];
        if (is_successor_of_a_gap(arena, report, origin)) {
            text_add_format(out, "    %.*s: %.*s [%.*s]\n",
                            TEXT_ARGS(report->catalogue->next_framework), TEXT_ARGS(origin->source),
                            TEXT_ARGS(origin->checked));
        }
    }
}

/* Most requirements have the same source, so that each is told once. */
static void add_sources(Arena *arena, TextBuilder *out, const AssessmentReport *report) {
    text_add(out, TEXT("\n  Sources of their points and of what a plan may carry\n"));
    for (size_t i = 0; i < report->assessment.gap_count; i++) {
        const Requirement *requirement =
            &report->catalogue->requirements[report->assessment.gaps[i].requirement];
        if (is_first_source(report, i)) {
            text_add_format(out, "    %.*s\n", TEXT_ARGS(requirement->source));
        }
    }
    add_revision_sources(arena, out, report);
}

static void add_gaps(Arena *arena, TextBuilder *out, const AssessmentReport *report) {
    const Assessment *assessment = &report->assessment;
    if (assessment->gap_count == 0) {
        return;
    }
    text_add(out, TEXT("\n  Gaps, by points for each day of work: requirement, points, days, "
                       "answer, what may be done\n"));
    for (size_t i = 0; i < assessment->gap_count; i++) {
        add_gap(arena, out, report, &assessment->gaps[i]);
    }
    add_sources(arena, out, report);
}

static void add_recognition(Arena *arena, TextBuilder *out, const AssessmentReport *report) {
    const Text *frameworks = NULL;
    const size_t count =
        report->crosswalk == NULL ? 0 : assess_frameworks(arena, report, &frameworks);
    for (size_t i = 0; i < count; i++) {
        const Recognition *recognition =
            crosswalk_recognition(report->crosswalk, frameworks[i], report->catalogue->scheme);
        text_add_format(out, "%s    %.*s: %.*s\n",
                        i == 0 ? "\n  Recognition, which reuse of evidence is not\n" : "",
                        TEXT_ARGS(frameworks[i]),
                        TEXT_ARGS(assess_recognition_words(arena, recognition)));
        if (recognition != NULL) {
            text_add_format(out, "      %.*s\n", TEXT_ARGS(recognition->source));
        }
    }
}

void assess_add_text(Arena *arena, TextBuilder *out, const AssessmentReport *report) {
    const Assessment *assessment = &report->assessment;
    add_score(arena, out, report);
    add_standing(arena, out, report);
    text_add_format(out,
                    "  answers      %zu met, %zu not applicable, %zu not met or partial, %zu not "
                    "given\n  source       %.*s\n",
                    assessment->met, assessment->not_applicable,
                    assessment->gap_count - assessment->unknown, assessment->unknown,
                    TEXT_ARGS(report->catalogue->source));
    add_gaps(arena, out, report);
    add_recognition(arena, out, report);
}

Text service_assess_text(Arena *arena, const AssessmentReport *report) {
    TextBuilder out = text_builder_new(arena);
    text_add_format(&out, "%.*s: %.*s, as of %.*s\n", TEXT_ARGS(report->subject),
                    TEXT_ARGS(report->catalogue->title),
                    TEXT_ARGS(date_format(arena, report->as_of)));
    assess_add_text(arena, &out, report);
    text_add_format(&out, "\n%.*s\n", TEXT_ARGS(service_disclaimer()));
    return text_built(&out);
}
