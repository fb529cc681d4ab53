/* SPDX-License-Identifier: Apache-2.0 */
#include "service/assess_parts.h"
#include "service/html.h"
#include "service/page.h"

void assess_html_begin(TextBuilder *out, Text title) {
    HTML_WRITE(out,
               "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">"
               "<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">"
               "<meta name=\"color-scheme\" content=\"light dark\"><title>{}</title>\n<style>\n",
               title);
    page_style(out);
    HTML_WRITE(out, "</style>\n</head><body><main>\n<h1>{}</h1>\n", title);
}

void assess_html_end(TextBuilder *out) {
    HTML_WRITE(out, "<footer><p>{}</p></footer>\n</main></body></html>\n", service_disclaimer());
}

static Text number(Arena *arena, int value) {
    return text_format(arena, "%d", value);
}

static Text score_words(Arena *arena, const AssessmentReport *report) {
    const Assessment *assessment = &report->assessment;
    if (report->catalogue->rule == SCORE_ALL) {
        return TEXT("all or nothing");
    }
    return assessment->score == assessment->score_best
               ? text_format(arena, "%d of %d", assessment->score, report->catalogue->maximum)
               : text_format(arena, "%d to %d of %d", assessment->score, assessment->score_best,
                             report->catalogue->maximum);
}

static void add_reasons(TextBuilder *out, const Assessment *assessment) {
    for (size_t i = 0; i < assessment->reason_count; i++) {
        HTML_WRITE(out, i == 0 ? "<p>Against more: {}" : "; {}", assessment->reasons[i]);
    }
    html_add(out, assessment->reason_count > 0 ? ".</p>\n" : "");
}

static void add_terms(Arena *arena, TextBuilder *out, const AssessmentReport *report) {
    HTML_WRITE(out,
               "<dl class=\"terms\"><div><dt>Assessed</dt><dd>{}</dd></div><div><dt>Score</dt>"
               "<dd>{}</dd></div><div><dt>Standing</dt><dd>{}</dd></div>",
               date_format(arena, report->assessed), score_words(arena, report),
               standing_word(report->standing));
    if (report->standing == STANDING_CONDITIONAL) {
        HTML_WRITE(out, "<div><dt>Plan of action closed by</dt><dd>{}</dd></div>",
                   date_format(arena, assess_close_by(report)));
    }
    html_add(out, "</dl>\n");
    HTML_WRITE(out, "<p>{}</p>\n", assess_arithmetic(arena, report));
    if (!text_is_empty(report->against)) {
        HTML_WRITE(out, "<p><strong>{}</strong></p>\n", report->against);
    }
    add_reasons(out, &report->assessment);
    if (!report->assessment.can_be_completed) {
        HTML_WRITE(out, "<p><strong>No assessment can be completed without {}.</strong></p>\n",
                   report->catalogue->requirements[report->catalogue->basis].id);
    }
}

static void add_evidence(Arena *arena, TextBuilder *out, const AssessmentReport *report,
                         const Gap *gap) {
    const ReusableEvidence *list = NULL;
    const size_t count = assess_reusable(arena, report, gap->requirement, &list);
    for (size_t i = 0; i < count; i++) {
        HTML_WRITE(out, "<div>{}: {} {} <small>{}</small></div>", reuse_word(list[i].way.strength),
                   list[i].evidence->framework, list[i].evidence->id,
                   assess_way_words(arena, report->crosswalk, &list[i].way));
    }
}

/* What becomes of a requirement in the next revision of its framework, by whose mapping. */
static void add_successors(Arena *arena, TextBuilder *out, const AssessmentReport *report,
                           const Gap *gap) {
    const size_t *links = NULL;
    const size_t count = assess_successors(arena, report, gap->requirement, &links);
    for (size_t i = 0; i < count; i++) {
        const CrosswalkLink *link = &report->crosswalk->links[links[i]];
        const CrosswalkOrigin *origin = &report->crosswalk->origins[link->origin];
        HTML_WRITE(out, "<div>in {}: {} {} <small>{} [{}]</small></div>", link->to, link->relation,
                   link->to_id, origin->source, origin->checked);
    }
}

static void add_requirement(TextBuilder *out, const Requirement *requirement) {
    HTML_WRITE(out, "<tr><th scope=\"row\">{}</th><td>{} <small>{}{}{}</small></td>",
               requirement->id, requirement->title, requirement->source,
               assess_is_verified(requirement->status) ? TEXT("") : TEXT("; not verified: "),
               assess_is_verified(requirement->status) ? TEXT("") : requirement->status);
}

static void add_gap(Arena *arena, TextBuilder *out, const AssessmentReport *report,
                    const Gap *gap) {
    const Requirement *requirement = &report->catalogue->requirements[gap->requirement];
    add_requirement(out, requirement);
    HTML_WRITE(out,
               "<td class=\"number\">{}</td><td class=\"number\">{}</td><td>{}</td>"
               "<td>{} <small>{}</small></td><td>",
               number(arena, gap->points),
               gap->effort_days == EFFORT_UNKNOWN ? TEXT("?") : number(arena, gap->effort_days),
               answer_word(gap->status),
               gap->may_be_planned ? TEXT("plan of action") : TEXT("close now"),
               requirement->plan_reason);
    add_evidence(arena, out, report, gap);
    add_successors(arena, out, report, gap);
    html_add(out, "</td></tr>\n");
}

static void add_recognition(Arena *arena, TextBuilder *out, const AssessmentReport *report) {
    const Text *frameworks = NULL;
    const size_t count =
        report->crosswalk == NULL ? 0 : assess_frameworks(arena, report, &frameworks);
    html_add(out, count > 0 ? "<p>Reuse of evidence is not recognition:</p><ul>\n" : "");
    for (size_t i = 0; i < count; i++) {
        const Recognition *row =
            crosswalk_recognition(report->crosswalk, frameworks[i], report->catalogue->scheme);
        HTML_WRITE(out, "<li><b>{}</b>: {} <small>{}</small></li>\n", frameworks[i],
                   assess_recognition_words(arena, row), row == NULL ? TEXT("") : row->source);
    }
    html_add(out, count > 0 ? "</ul>\n" : "");
}

void assess_add_html(Arena *arena, TextBuilder *out, const AssessmentReport *report) {
    HTML_WRITE(out, "<section><h2>{}</h2>\n", report->catalogue->title);
    add_terms(arena, out, report);
    if (report->assessment.gap_count > 0) {
        html_add(out, "<div class=\"scroll\"><table><caption>Gaps, by points for each day of "
                      "work</caption><thead><tr><th>Requirement</th><th></th><th>Points</th>"
                      "<th>Days</th><th>Answer</th><th>May be</th><th>Evidence at hand</th></tr>"
                      "</thead><tbody>\n");
        for (size_t i = 0; i < report->assessment.gap_count; i++) {
            add_gap(arena, out, report, &report->assessment.gaps[i]);
        }
        html_add(out, "</tbody></table></div>\n");
    }
    add_recognition(arena, out, report);
    HTML_WRITE(out, "<p><small>{}</small></p></section>\n", report->catalogue->source);
}

Text service_assess_html(Arena *arena, const AssessmentReport *report) {
    TextBuilder out = text_builder_new(arena);
    assess_html_begin(&out, text_format(arena, "%.*s, as of %.*s", TEXT_ARGS(report->subject),
                                        TEXT_ARGS(date_format(arena, report->as_of))));
    assess_add_html(arena, &out, report);
    assess_html_end(&out);
    return text_built(&out);
}
