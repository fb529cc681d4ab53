/* SPDX-License-Identifier: Apache-2.0 */
#include <math.h>

#include "service/html.h"
#include "service/page.h"

/* More rows than this nobody reads on a page; all of them are in the JSON. */
enum { BARRIER_ROWS_MAX = 30, EFFECTS_MAX = 3 };

/* Prices differ where more than rounding parts them. */
static bool differ(double a, double b) {
    return !isnan(b) && fabs(a - b) > 1e-6 * fmax(1, fmax(fabs(a), fabs(b)));
}

static void add_effect(const Page *page, const Report *report, const BarrierEffect *effect) {
    const ReportLine *line = &report->lines[effect->line];
    double units = effect->shortfall_avoided;
    Text unit = report->workspace->items[line->item].unit;
    html_add(page->out, "<li>");
    if (fabs(units) > 1e-9 * fmax(1, line->demand)) {
        HTML_WRITE(page->out, units > 0 ? "{} {}" : "<b>adds</b> {} {} of shortfall",
                   page_amount(page, fabs(units), line->demand), unit);
    } else {
        HTML_WRITE(page->out, "{} {}-weeks of lateness",
                   page_amount(page, effect->lateness_avoided, line->demand), unit);
    }
    HTML_WRITE(page->out, " {}, {}</li>", page_item(page, line->item),
               page_programme(page, line->programme));
}

static void add_effects(const Page *page, const Report *report, const ReportBarrier *barrier) {
    size_t count = barrier->effect_count < EFFECTS_MAX ? barrier->effect_count : EFFECTS_MAX;
    html_add(page->out, "<td class=\"words\">");
    if (count > 0) {
        html_add(page->out, "<ul class=\"plain\">");
        for (size_t i = 0; i < count; i++) {
            add_effect(page, report, &barrier->effects[i]);
        }
        if (barrier->effect_count > count) {
            HTML_WRITE(page->out, "<li>and {} more</li>",
                       page_count(page, barrier->effect_count - count));
        }
        html_add(page->out, "</ul>");
    }
    html_add(page->out, "</td>");
}

static void add_name(const Page *page, const ReportBarrier *barrier, size_t rank) {
    HTML_WRITE(page->out,
               "<td class=\"figure rank\">{}</td><th scope=\"row\">{}<small class=\"removal\">{}"
               "</small><code>{}</code></th>",
               page_count(page, rank), barrier->title, barrier->removal, barrier->name);
    KindLook look = page_kind(barrier->kind);
    html_add(page->out, "<td class=\"kind\">");
    page_add_swatch(page, look.class_name, look.weave, 12);
    HTML_WRITE(page->out, " {}</td>", service_barrier_word(barrier->kind));
}

static void add_gain(const Page *page, const ReportBarrier *barrier) {
    if (barrier == NULL) {
        html_add(page->out, "<td class=\"figure quiet\">no barrier</td>");
    } else if (isnan(barrier->gain)) {
        html_add(page->out, "<td class=\"figure quiet\">not needed</td>");
    } else {
        HTML_WRITE(page->out, "<td class=\"figure gain\">{}</td>", page_gain(page, barrier->gain));
    }
}

static void add_values(const Page *page, const ReportBarrier *barrier) {
    add_gain(page, barrier);
    if (page->other != NULL) {
        add_gain(page, report_barrier_find(page->other, barrier));
    }
    HTML_WRITE(page->out, "<td class=\"figure\">{}</td><td class=\"figure\">{}",
               page_gain(page, barrier->ceiling), page_gain(page, barrier->price));
    if (differ(barrier->price, barrier->price_back)) {
        HTML_WRITE(page->out, "<small>back {}</small>", page_gain(page, barrier->price_back));
    }
    HTML_WRITE(page->out, "</td><td class=\"figure\">{}</td>",
               barrier->lane_count == 0 ? TEXT("\xE2\x80\x93")
                                        : page_count(page, barrier->lane_count));
}

/* An open end says nothing. */
static void add_dates(const Page *page, DateRange dates) {
    if (dates.from != DATE_MIN) {
        HTML_WRITE(page->out, "from {}", page_date(page, dates.from));
    }
    html_add(page->out, dates.from != DATE_MIN && dates.until != DATE_MAX ? "<br>" : "");
    if (dates.until != DATE_MAX) {
        HTML_WRITE(page->out, "until {}", page_date(page, dates.until));
    }
}

static void add_source(const Page *page, const ReportBarrier *barrier) {
    html_add(page->out, "<td class=\"date\">");
    if (barrier->has_dates) {
        add_dates(page, barrier->dates);
    }
    HTML_WRITE(page->out, "</td><td class=\"words\">{}", barrier->citation);
    page_add_status(page, barrier->status);
    html_add(page->out, "</td>");
}

static void add_row(const Page *page, size_t position) {
    const ReportBarrier *barrier = &page->report->barriers[position];
    bool is_border = position > 0 && position == page->report->certified_count;
    html_add(page->out, is_border ? "<tr class=\"border\">" : "<tr>");
    add_name(page, barrier, position + 1);
    add_values(page, barrier);
    add_source(page, barrier);
    add_effects(page, page->report, barrier);
    html_add(page->out, "</tr>\n");
}

static void add_heads(const Page *page) {
    html_add(page->out, "<thead><tr><th scope=\"col\" class=\"figure\">#</th>"
                        "<th scope=\"col\">Barrier, and its removal</th>"
                        "<th scope=\"col\">Kind</th>");
    if (page->other == NULL) {
        html_add(page->out, "<th scope=\"col\" class=\"figure\">Exact gain</th>");
    } else {
        HTML_WRITE(page->out,
                   "<th scope=\"col\" class=\"figure\">Exact gain {}</th>"
                   "<th scope=\"col\" class=\"figure\">Exact gain {}</th>",
                   page_when(page, page->report), page_when(page, page->other));
    }
    html_add(page->out, "<th scope=\"col\" class=\"figure\">Ceiling</th>"
                        "<th scope=\"col\" class=\"figure\">Price</th>"
                        "<th scope=\"col\" class=\"figure\">Lanes</th>"
                        "<th scope=\"col\" class=\"date\">In force</th>"
                        "<th scope=\"col\">Citation or source</th>"
                        "<th scope=\"col\">What it frees</th></tr></thead><tbody>\n");
}

static Text barrier_caption(const Page *page, size_t shown) {
    const Report *report = page->report;
    Text certain = text_format(page->arena, "Barriers by exact gain; the first %.*s are certain",
                               TEXT_ARGS(page_count(page, report->certified_count)));
    if (shown == report->barrier_count) {
        return certain;
    }
    return text_format(page->arena, "%.*s; %.*s more are in the JSON form", TEXT_ARGS(certain),
                       TEXT_ARGS(page_count(page, report->barrier_count - shown)));
}

/* The section is begun by the plot of the same barriers. */
void page_barriers(const Page *page) {
    const Report *report = page->report;
    size_t shown =
        report->barrier_count < BARRIER_ROWS_MAX ? report->barrier_count : BARRIER_ROWS_MAX;
    if (shown > 0) {
        page_table_begin(page, "barriers", barrier_caption(page, shown));
        add_heads(page);
        for (size_t i = 0; i < shown; i++) {
            add_row(page, i);
        }
        html_add(page->out, "</tbody>");
        page_table_end(page);
    }
    html_add(page->out, "</section>\n");
}
