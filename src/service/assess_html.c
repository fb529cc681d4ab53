/* SPDX-License-Identifier: Apache-2.0 */
#include "base/array.h"
#include "base/map.h"
#include "service/assess_parts.h"
#include "service/html.h"
#include "service/page.h"

/* A section while it is written: sources are told once, below it, and named by their numbers. */
typedef struct Section {
    Arena *arena;
    TextBuilder *out;
    const AssessmentReport *report;
    Map *numbers;
    Array sources; /* of Text */
} Section;

/* The number of a source, as a mark. */
static Text note_of(Section *section, Text source) {
    size_t number = section->sources.count;
    if (map_add(section->numbers, source, number)) {
        *(Text *)array_add(&section->sources) = source;
    } else {
        (void)map_find(section->numbers, source, &number);
    }
    return text_format(section->arena, "[%zu]", number + 1);
}

/* `not_met` as `not met`. */
static Text spaced(Arena *arena, Text word) {
    TextBuilder out = text_builder_new(arena);
    for (size_t i = 0; i < word.length; i++) {
        text_add_character(&out, word.bytes[i] == '_' ? ' ' : word.bytes[i]);
    }
    return text_built(&out);
}

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
static void add_successors(Section *section, const Gap *gap) {
    const AssessmentReport *report = section->report;
    const size_t *links = NULL;
    const size_t count = assess_successors(section->arena, report, gap->requirement, &links);
    for (size_t i = 0; i < count; i++) {
        const CrosswalkLink *link = &report->crosswalk->links[links[i]];
        const CrosswalkOrigin *origin = &report->crosswalk->origins[link->origin];
        HTML_WRITE(section->out, "<div>in {}: {} {} <small>{} {}</small></div>", link->to,
                   spaced(section->arena, link->relation), link->to_id,
                   note_of(section, origin->source), spaced(section->arena, origin->checked));
    }
}

static void add_requirement(Section *section, const Requirement *requirement) {
    const bool is_verified = assess_is_verified(requirement->status);
    HTML_WRITE(section->out, "<tr><th scope=\"row\">{}</th><td>{} <small>{}{}{}</small></td>",
               requirement->id, requirement->title, note_of(section, requirement->source),
               is_verified ? TEXT("") : TEXT("; not verified: "),
               is_verified ? TEXT("") : spaced(section->arena, requirement->status));
}

static void add_gap(Section *section, const Gap *gap) {
    const Requirement *requirement = &section->report->catalogue->requirements[gap->requirement];
    add_requirement(section, requirement);
    HTML_WRITE(section->out,
               "<td class=\"number\">{}</td><td class=\"number\">{}</td><td>{}</td>"
               "<td>{} <small>{}</small></td><td>",
               number(section->arena, gap->points),
               gap->effort_days == EFFORT_UNKNOWN ? TEXT("?")
                                                  : number(section->arena, gap->effort_days),
               spaced(section->arena, answer_word(gap->status)), assess_gap_words(gap),
               requirement->plan_reason);
    add_evidence(section->arena, section->out, section->report, gap);
    add_successors(section, gap);
    html_add(section->out, "</td></tr>\n");
}

static void add_gaps(Section *section) {
    const Assessment *assessment = &section->report->assessment;
    html_add(section->out,
             "<div class=\"scroll\"><table><caption>Gaps, by points for each day of "
             "work</caption><thead><tr><th>Requirement</th><th></th><th>Points</th>"
             "<th>Days</th><th>Answer</th><th>May be</th><th>Evidence at hand</th></tr>"
             "</thead><tbody>\n");
    for (size_t i = 0; i < assessment->gap_count; i++) {
        add_gap(section, &assessment->gaps[i]);
    }
    html_add(section->out, "</tbody></table></div>\n<p>Sources</p><ul>\n");
    for (size_t i = 0; i < section->sources.count; i++) {
        const Text source = ARRAY_ITEMS(Text, &section->sources)[i];
        HTML_WRITE(section->out, "<li><small>{} {}</small></li>\n", note_of(section, source),
                   source);
    }
    html_add(section->out, "</ul>\n");
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
    Section section = {arena, out, report, map_new(arena), array_new(arena, sizeof(Text))};
    HTML_WRITE(out, "<section><h2>{}</h2>\n", report->catalogue->title);
    add_terms(arena, out, report);
    if (report->assessment.gap_count > 0) {
        add_gaps(&section);
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
