/* SPDX-License-Identifier: Apache-2.0 */
#include <math.h>

#include "service/html.h"
#include "service/page.h"

/* ---- what the report is of ---- */

static void add_term(const Page *page, const char *term, Text value, Text note) {
    HTML_WRITE(page->out, "<div><dt>{}</dt><dd>{}", text_from(term), value);
    if (!text_is_empty(note)) {
        HTML_WRITE(page->out, " <small>{}</small>", note);
    }
    html_add(page->out, "</dd></div>\n");
}

static void add_dates(const Page *page) {
    const Report *report = page->report;
    const Report *other = page->other;
    add_term(page, "As of", page_date(page, report->as_of),
             other == NULL
                 ? TEXT("")
                 : text_format(page->arena, "beside %.*s", TEXT_ARGS(page_when(page, other))));
    add_term(page, "Lists known at", page_date(page, report->known_at), TEXT(""));
    add_term(
        page, "Horizon", page_plural(page, report->week_count, "week", "weeks"),
        text_format(page->arena, "until %.*s", TEXT_ARGS(page_date(page, report_end(report)))));
}

static Text licence_note(const Page *page) {
    int days = page->report->applied_days_before;
    return days > 0 ? text_format(page->arena, "applied for %d days before", days)
                    : TEXT("applied for on the as-of date");
}

static void add_assumptions(const Page *page) {
    const Report *report = page->report;
    Text quantile = report->quantile == 50
                        ? TEXT("median")
                        : text_format(page->arena, "%u %% quantile", report->quantile);
    add_term(page, "Days of licences", quantile, licence_note(page));
    add_term(page, "Unverified law", report->accept_unverified ? TEXT("accepted") : TEXT("refused"),
             report->relies_on_unverified ? TEXT("the report relies on some")
                                          : TEXT("none relied on"));
}

static void add_pack(const Page *page, const PackInfo *pack) {
    HTML_WRITE(page->out,
               "<li><b>{}</b> {} <span class=\"vintage\">vintage {}, digest <code>{}</code></span>"
               "</li>\n",
               pack->name, pack->title, page_date(page, pack->vintage),
               text_slice(pack->digest, 0, 12));
}

static void add_packs(const Page *page) {
    size_t count = law_pack_count(page->report->set);
    HTML_WRITE(page->out, "<details class=\"packs\" open><summary>{}</summary><ul>\n",
               page_plural(page, count, "rule pack", "rule packs"));
    for (size_t i = 0; i < count; i++) {
        PackInfo pack = law_pack(page->report->set, i);
        add_pack(page, &pack);
    }
    html_add(page->out, "</ul></details>\n");
}

static void add_notes(const Page *page) {
    const Workspace *workspace = page->report->workspace;
    for (size_t i = 0; i < workspace->setting_count; i++) {
        if (text_equals(workspace->settings[i].key, TEXT("note"))) {
            HTML_WRITE(page->out, "<p class=\"caution\">{}</p>\n", workspace->settings[i].value);
        }
    }
}

void page_head(const Page *page) {
    Text title = workspace_setting(page->report->workspace, TEXT("title"));
    html_add(page->out, "<header>\n<p class=\"kicker\">Supply under dated law</p>\n");
    HTML_WRITE(page->out, "<h1>{}</h1>\n<dl class=\"terms\">\n",
               text_is_empty(title) ? TEXT("What the alliance is short of") : title);
    add_dates(page);
    add_assumptions(page);
    html_add(page->out, "</dl>\n");
    add_packs(page);
    add_notes(page);
    html_add(page->out, "</header>\n");
}

/* ---- the finding ---- */

/* The first to run short; of several the one that is owed the most days. */
static const ReportLine *first_short(const Report *report) {
    const ReportLine *first = NULL;
    for (size_t i = 0; i < report->line_count; i++) {
        const ReportLine *line = &report->lines[i];
        bool is_sooner =
            first == NULL || line->begins < first->begins ||
            (line->begins == first->begins && line->shortfall_days > first->shortfall_days);
        if (report_line_is_short(line) && is_sooner) {
            first = line;
        }
    }
    return first;
}

static const ReportLine *deepest_short(const Report *report) {
    const ReportLine *deepest = NULL;
    for (size_t i = 0; i < report->line_count; i++) {
        const ReportLine *line = &report->lines[i];
        if (line->shortfall_days > (deepest == NULL ? 0 : deepest->shortfall_days)) {
            deepest = line;
        }
    }
    return deepest;
}

static size_t short_count(const Report *report) {
    size_t count = 0;
    for (size_t i = 0; i < report->line_count; i++) {
        count += report_line_is_short(&report->lines[i]) ? 1 : 0;
    }
    return count;
}

static void add_first_short(const Page *page, const Report *report, const ReportLine *line) {
    Text unit = page->report->workspace->items[line->item].unit;
    HTML_WRITE(page->out, "<strong>{}</strong> for <strong>{}</strong> runs short first, from {}: ",
               page_item(page, line->item), page_programme(page, line->programme),
               page_date(page, line->begins));
    if (line->shortfall > 0) {
        HTML_WRITE(page->out,
                   "of {} {} needed by {}, <strong>{} {}</strong> cannot lawfully be had in time "
                   "({} days of need). ",
                   page_amount(page, line->demand, line->demand), unit,
                   page_date(page, report_end(report)),
                   page_amount(page, line->shortfall, line->demand), unit,
                   page_days(page, line->shortfall_days));
    } else {
        HTML_WRITE(page->out, "at most {} {} are owed at a time, and all is made good by {}. ",
                   page_amount(page, line->peak_owed, line->demand), unit,
                   page_date(page, report_end(report)));
    }
}

static void add_best_barrier(const Page *page, const Report *report) {
    const ReportBarrier *best = report_barrier_best(report);
    if (best == NULL) {
        html_add(page->out, "No barrier removed alone would make that better.");
        return;
    }
    HTML_WRITE(page->out, "The barrier worth most is <strong>{}</strong>", best->title);
    if (!text_is_empty(best->citation)) {
        HTML_WRITE(page->out, " ({})", best->citation);
    }
    HTML_WRITE(page->out, ": removed alone it gains <strong>{}</strong>",
               page_gain(page, best->gain));
    if (report->objective > 0) {
        HTML_WRITE(page->out, ", {} of all that is lost",
                   page_percent(page, fmin(best->gain / report->objective, 1)));
    }
    html_add(page->out, ".");
}

static void add_sentence(const Page *page, const Report *report) {
    const ReportLine *first = first_short(report);
    html_add(page->out, "<p class=\"finding\">");
    if (page->other != NULL) {
        HTML_WRITE(page->out, "<span class=\"when\">As of {}</span> ", page_when(page, report));
    }
    if (first != NULL) {
        add_first_short(page, report, first);
        add_best_barrier(page, report);
    } else if (report->line_count == 0) {
        html_add(page->out, "No programme of the workspace needs anything in these weeks.");
    } else {
        HTML_WRITE(page->out,
                   "Nothing is short: every programme gets, lawfully and in time, all it needs "
                   "until {}.",
                   page_date(page, report_end(report)));
    }
    html_add(page->out, "</p>\n");
}

/* ---- the figures beside it ---- */

static void add_tile(const Page *page, const char *label, Text figure, Text note) {
    HTML_WRITE(page->out, "<div><dt>{}</dt><dd><b>{}</b> <small>{}</small></dd></div>\n",
               text_from(label), figure, note);
}

static Text line_name(const Page *page, const ReportLine *line) {
    if (line == NULL) {
        return TEXT("nothing is short");
    }
    return text_format(page->arena, "%.*s, %.*s", TEXT_ARGS(page_item(page, line->item)),
                       TEXT_ARGS(page_programme(page, line->programme)));
}

static void add_tiles(const Page *page) {
    const Report *report = page->report;
    const ReportLine *first = first_short(report);
    const ReportLine *deepest = deepest_short(report);
    const ReportBarrier *best = report_barrier_best(report);
    if (page->other != NULL) {
        HTML_WRITE(page->out, "<p class=\"when\">In figures, as of {}</p>\n",
                   page_date(page, report->as_of));
    }
    html_add(page->out, "<dl class=\"tiles\">\n");
    add_tile(page, "Needs that run short", page_count(page, short_count(report)),
             text_format(page->arena, "of %.*s",
                         TEXT_ARGS(page_plural(page, report->line_count, "need", "needs"))));
    add_tile(page, "First runs short",
             first == NULL ? TEXT("\xE2\x80\x93") : page_date(page, first->begins),
             line_name(page, first));
    add_tile(page, "Deepest shortfall",
             deepest == NULL ? TEXT("\xE2\x80\x93")
                             : text_format(page->arena, "%.*s days",
                                           TEXT_ARGS(page_days(page, deepest->shortfall_days))),
             deepest == NULL ? TEXT("nothing is owed at the end") : line_name(page, deepest));
    add_tile(page, "Best single gain",
             best == NULL ? TEXT("\xE2\x80\x93") : page_gain(page, best->gain),
             best == NULL ? TEXT("no barrier gains anything alone") : best->title);
    html_add(page->out, "</dl>\n");
}

void page_finding(const Page *page) {
    html_add(page->out, "<section id=\"finding\" class=\"first\"><h2>Finding</h2>\n");
    add_sentence(page, page->report);
    if (page->other != NULL) {
        add_sentence(page, page->other);
    }
    if (page->report->relies_on_unverified) {
        html_add(page->out, "<p class=\"caution\"><span class=\"warning\">law not verified</span> "
                            "Some of this rests on law that was not checked against its source; "
                            "it is marked where it stands.</p>\n");
    }
    add_tiles(page);
    html_add(page->out, "</section>\n");
}
