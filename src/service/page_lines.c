/* SPDX-License-Identifier: Apache-2.0 */
#include "base/array.h"
#include "service/html.h"
#include "service/page.h"
#include "service/svg.h"

/* One need, at the first date and at the second; either may be missing. */
typedef struct Need {
    size_t programme;
    size_t item;
    const ReportLine *line;
    const ReportLine *other;
} Need;

static Need *add_need(Array *needs, size_t programme, size_t item) {
    Need *need = (Need *)array_add(needs);
    need->programme = programme;
    need->item = item;
    return need;
}

static bool is_before(const ReportLine *a, const ReportLine *b) {
    return a->programme != b->programme ? a->programme < b->programme : a->item < b->item;
}

/* The needs of both dates, merged; both are by programme, then item. */
static Array all_needs(const Page *page) {
    Array needs = array_new(page->arena, sizeof(Need));
    const Report *report = page->report;
    const Report *other = page->other;
    size_t other_count = other == NULL ? 0 : other->line_count;
    size_t a = 0;
    size_t b = 0;
    while (a < report->line_count || b < other_count) {
        bool from_other = a == report->line_count ||
                          (b < other_count && is_before(&other->lines[b], &report->lines[a]));
        const ReportLine *line = from_other ? &other->lines[b] : &report->lines[a];
        Need *need = add_need(&needs, line->programme, line->item);
        bool in_both = !from_other && b < other_count && !is_before(line, &other->lines[b]);
        need->line = from_other ? NULL : line;
        need->other = from_other || in_both ? &other->lines[b] : NULL;
        a += from_other ? 0 : 1;
        b += from_other || in_both ? 1 : 0;
    }
    return needs;
}

/* How much of the need is met, as a bar; the figures stand beside it. */
static void add_bar(const Page *page, const ReportLine *line) {
    double width = 64;
    double met = line->demand > 0 ? line->supply / line->demand * width : width;
    html_add(page->out, "<svg class=\"bar\" viewBox=\"0 0 64 8\" width=\"64\" height=\"8\""
                        " aria-hidden=\"true\" focusable=\"false\">");
    svg_rectangle(page->out, "bar-missing", (SvgBox){0.5, 0.5, width - 1, 7});
    svg_rectangle(page->out, "bar-met", (SvgBox){0, 0, met, 8});
    html_add(page->out, "</svg>");
}

/* What is owed at the end, in units and in days; a bare nought where it is nothing. */
static void add_shortfall(const Page *page, const ReportLine *line) {
    if (line->shortfall > 0) {
        HTML_WRITE(page->out,
                   "<td class=\"figure short\">{}</td><td class=\"figure short\">{}</td>",
                   page_amount(page, line->shortfall, line->demand),
                   page_amount(page, line->shortfall_days, 10));
    } else {
        html_add(page->out, "<td class=\"figure quiet\">0</td><td class=\"figure quiet\">0</td>");
    }
}

static void add_figures(const Page *page, const ReportLine *line) {
    HTML_WRITE(page->out, "<td class=\"figure edge\">{}</td><td class=\"figure\">{}</td>",
               page_amount(page, line->demand, line->demand),
               page_amount(page, line->supply, line->demand));
    add_shortfall(page, line);
    if (report_line_is_short(line)) {
        HTML_WRITE(page->out,
                   line->shortfall > 0
                       ? "<td class=\"date begins\">{}</td>"
                       : "<td class=\"date begins\">{} <small>made good</small></td>",
                   page_date(page, line->begins));
    } else {
        html_add(page->out, "<td class=\"date begins quiet\">\xE2\x80\x93</td>");
    }
}

static void add_half(const Page *page, const ReportLine *line) {
    if (line == NULL) {
        html_add(page->out, "<td class=\"edge quiet\" colspan=\"5\">not needed then</td>");
    } else {
        add_figures(page, line);
    }
}

static void add_need_row(const Page *page, const Need *need) {
    HTML_WRITE(page->out, "<tr><th scope=\"row\">{}</th><td class=\"unit\">{}</td>",
               page_item(page, need->item), page->report->workspace->items[need->item].unit);
    if (page->other == NULL) {
        html_add(page->out, "<td>");
        add_bar(page, need->line);
        html_add(page->out, "</td>");
    }
    add_half(page, need->line);
    if (page->other != NULL) {
        add_half(page, need->other);
    }
    html_add(page->out, "</tr>\n");
}

static void add_column_heads(const Page *page) {
    html_add(page->out, "<th scope=\"col\" class=\"figure edge\">Demand</th>"
                        "<th scope=\"col\" class=\"figure\">Lawful supply</th>"
                        "<th scope=\"col\" class=\"figure\">Shortfall</th>"
                        "<th scope=\"col\" class=\"figure\">in days</th>"
                        "<th scope=\"col\" class=\"date begins\">Begins</th>");
}

static void add_heads(const Page *page) {
    if (page->other == NULL) {
        html_add(page->out, "<thead><tr><th scope=\"col\">Item</th><th scope=\"col\">Unit</th>"
                            "<th scope=\"col\">Met</th>");
        add_column_heads(page);
    } else {
        HTML_WRITE(page->out,
                   "<thead><tr><th scope=\"col\" rowspan=\"2\">Item</th>"
                   "<th scope=\"col\" rowspan=\"2\">Unit</th>"
                   "<th scope=\"colgroup\" colspan=\"5\" class=\"edge\">As of {}</th>"
                   "<th scope=\"colgroup\" colspan=\"5\" class=\"edge\">As of {}</th></tr>\n<tr>",
                   page_when(page, page->report), page_when(page, page->other));
        add_column_heads(page);
        add_column_heads(page);
    }
    html_add(page->out, "</tr></thead>\n");
}

static void add_bodies(const Page *page, const Array *needs) {
    const Need *all = ARRAY_ITEMS(const Need, needs);
    for (size_t i = 0; i < needs->count; i++) {
        if (i == 0 || all[i].programme != all[i - 1].programme) {
            html_add(page->out, i == 0 ? "<tbody>\n" : "</tbody>\n<tbody>\n");
            HTML_WRITE(page->out,
                       "<tr class=\"group\"><th scope=\"rowgroup\" colspan=\"{}\">{}</th></tr>\n",
                       page->other == NULL ? TEXT("8") : TEXT("12"),
                       page_programme(page, all[i].programme));
        }
        add_need_row(page, &all[i]);
    }
    html_add(page->out, "</tbody>\n");
}

void page_lines(const Page *page) {
    Array needs = all_needs(page);
    html_add(page->out,
             "<section id=\"needs\"><h2>What each programme needs and lawfully gets</h2>\n");
    if (needs.count == 0) {
        html_add(page->out, "<p>No programme needs anything in these weeks.</p></section>\n");
        return;
    }
    html_add(page->out,
             "<p>Shortfall is what is still owed at the end of the horizon: demand less lawful "
             "supply. Its days are days of that need\xE2\x80\x99s average demand.</p>\n");
    page_table_begin(page, page->other == NULL ? "needs" : "needs beside",
                     TEXT("Demand, lawful supply and shortfall"));
    add_heads(page);
    add_bodies(page, &needs);
    page_table_end(page);
    html_add(page->out, "</section>\n");
}
