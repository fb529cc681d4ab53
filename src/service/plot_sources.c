/* SPDX-License-Identifier: Apache-2.0 */
#include <math.h>

#include "service/html.h"
#include "service/page.h"
#include "service/svg.h"

/* Stacked bars: an item a row, a country a piece as wide as its share of capacity, each piece
 * divided by what the law says of the lanes out of it. */

static const double width = 1080;
static const double row_height = 46;
static const double top = 8;
static const double name_width = 190;
static const double bar_left = 206;
static const double bar_width = 866;
static const double bar_height = 16;
static const double label_size = 11;

static double share_of(const ReportSource *source) {
    return isfinite(source->share) && source->share > 0 ? fmin(source->share, 1) : 0;
}

static size_t lanes_of(const ReportSource *source) {
    size_t count = 0;
    for (size_t i = 0; i <= OUTCOME_UNDETERMINED; i++) {
        count += source->lanes[i];
    }
    return count;
}

/* "12 free, 3 prohibited", or that there are none. */
static Text lane_words(const Page *page, const ReportSource *source) {
    TextBuilder words = text_builder_new(page->arena);
    for (size_t i = 0; i <= OUTCOME_UNDETERMINED; i++) {
        if (source->lanes[i] > 0) {
            text_add_format(&words, "%s%zu %s", words.length == 0 ? "" : ", ", source->lanes[i],
                            page_outcome((Outcome)i).label);
        }
    }
    return words.length == 0 ? TEXT("no lanes") : text_built(&words);
}

static Text source_words(const Page *page, const ReportSource *source) {
    return text_format(
        page->arena, "%.*s, %.*s of capacity: %.*s", TEXT_ARGS(page_country(page, source->country)),
        TEXT_ARGS(page_percent(page, share_of(source))), TEXT_ARGS(lane_words(page, source)));
}

/* ---- the plot ---- */

static const char *outcome_class(const Page *page, OutcomeLook look) {
    return text_terminated(page->arena, text_format(page->arena, "outcome-%s", look.class_name));
}

static void add_pieces(const Page *page, const ReportSource *source, SvgBox box) {
    size_t lanes = lanes_of(source);
    if (lanes == 0) {
        svg_rectangle(page->out, "no-lane", box);
        return;
    }
    double left = box.left;
    for (size_t i = 0; i <= OUTCOME_UNDETERMINED; i++) {
        double piece = box.width * (double)source->lanes[i] / (double)lanes;
        OutcomeLook look = page_outcome((Outcome)i);
        svg_woven(page->out, outcome_class(page, look), look.weave,
                  (SvgBox){left, box.top, piece, box.height});
        left += piece;
    }
}

/* Written where the piece is wide enough to carry it. */
static void add_source_label(const Page *page, const ReportSource *source, SvgBox box) {
    Text whole = text_format(page->arena, "%.*s %.*s", TEXT_ARGS(source->country),
                             TEXT_ARGS(page_percent(page, share_of(source))));
    SvgPoint at = {box.left, box.top - 5};
    if (svg_text_width(whole, label_size) + 8 <= box.width) {
        svg_text(page->out, "source-label", at, whole);
    } else if (svg_text_width(source->country, label_size) + 6 <= box.width) {
        svg_text(page->out, "source-label", at, source->country);
    }
}

static void add_source(const Page *page, const ReportSource *source, double left, double y) {
    SvgBox box = {left, y + 20, bar_width * share_of(source), bar_height};
    svg_group_begin(page->out, "source", source_words(page, source));
    add_pieces(page, source, box);
    svg_line(page->out, "source-border", (SvgPoint){box.left + box.width, box.top},
             (SvgPoint){box.left + box.width, box.top + bar_height});
    add_source_label(page, source, box);
    svg_group_end(page->out);
}

/* One item's row: its sources stand together. Gives the first source of the next. */
static size_t add_row(const Page *page, size_t first, double y) {
    const Report *report = page->report;
    size_t item = report->sources[first].item;
    svg_text_fitted(page->out, "bar-name end", (SvgPoint){name_width + 6, y + 33}, 13, name_width,
                    page_item(page, item));
    svg_rectangle(page->out, "source-ground", (SvgBox){bar_left, y + 20, bar_width, bar_height});
    double left = bar_left;
    size_t i = first;
    while (i < report->source_count && report->sources[i].item == item) {
        add_source(page, &report->sources[i], left, y);
        left += bar_width * share_of(&report->sources[i]);
        i++;
    }
    return i;
}

static size_t item_count(const Report *report) {
    size_t count = 0;
    for (size_t i = 0; i < report->source_count; i++) {
        count += i == 0 || report->sources[i].item != report->sources[i - 1].item ? 1 : 0;
    }
    return count;
}

static Text description(const Page *page) {
    TextBuilder words = text_builder_new(page->arena);
    const Report *report = page->report;
    for (size_t i = 0; i < report->source_count; i++) {
        if (i == 0 || report->sources[i].item != report->sources[i - 1].item) {
            text_add(&words, page_item(page, report->sources[i].item));
            text_add(&words, TEXT(": "));
        }
        text_add(&words, source_words(page, &report->sources[i]));
        text_add(&words, TEXT(". "));
    }
    return text_built(&words);
}

static void add_plot(const Page *page) {
    SvgHead head = {.name = TEXT("source-plot"),
                    .class_name = TEXT("wide-plot"),
                    .width = width,
                    .height = top + row_height * (double)item_count(page->report) + 8,
                    .title = TEXT("Shares of capacity by country, and the lanes out of each"),
                    .description = description(page)};
    html_add(page->out, "<div class=\"scroll\" tabindex=\"0\" role=\"region\""
                        " aria-label=\"Plot of shares by country\">\n");
    svg_begin(page->out, &head);
    double y = top;
    for (size_t i = 0; i < page->report->source_count;) {
        i = add_row(page, i, y);
        y += row_height;
    }
    svg_end(page->out);
    html_add(page->out, "</div>\n");
}

static void add_key(const Page *page, const char *class_name, SvgWeave weave, const char *label) {
    html_add(page->out, "<li>");
    page_add_swatch(page, class_name, weave, 18);
    HTML_WRITE(page->out, "{}</li>\n", text_from(label));
}

static void add_legend(const Page *page) {
    html_add(page->out, "<ul class=\"legend\">\n");
    for (size_t i = 0; i <= OUTCOME_UNDETERMINED; i++) {
        OutcomeLook look = page_outcome((Outcome)i);
        add_key(page, outcome_class(page, look), look.weave, look.label);
    }
    add_key(page, "no-lane", WEAVE_NONE, "no lanes");
    html_add(page->out, "</ul>\n");
}

/* ---- the table behind it ---- */

static void add_table_row(const Page *page, const ReportSource *source, bool is_same_item) {
    Text unit = page->report->workspace->items[source->item].unit;
    HTML_WRITE(page->out,
               is_same_item ? "<tr><th scope=\"row\" class=\"again\">{}</th>"
                            : "<tr class=\"day\"><th scope=\"row\">{}</th>",
               page_item(page, source->item));
    HTML_WRITE(page->out,
               "<td>{}</td><td class=\"figure\">{}</td><td class=\"figure\">{}</td>"
               "<td class=\"figure\">{}</td><td class=\"unit\">{}</td><td class=\"words\">{}</td>"
               "</tr>\n",
               page_country(page, source->country), page_percent(page, share_of(source)),
               page_amount(page, source->capacity, source->capacity),
               page_amount(page, source->used, source->capacity), unit, lane_words(page, source));
}

static void add_table(const Page *page) {
    const Report *report = page->report;
    html_add(page->out, "<details><summary>The same as a table</summary>\n");
    page_table_begin(page, "sources", TEXT("Where each item is made"));
    html_add(page->out,
             "<thead><tr><th scope=\"col\">Item</th><th scope=\"col\">Country</th>"
             "<th scope=\"col\" class=\"figure\">Share</th>"
             "<th scope=\"col\" class=\"figure\">Capacity a year</th>"
             "<th scope=\"col\" class=\"figure\">Made in the plan</th><th scope=\"col\">Unit</th>"
             "<th scope=\"col\">Lanes out of it</th></tr></thead><tbody>\n");
    for (size_t i = 0; i < report->source_count; i++) {
        add_table_row(page, &report->sources[i],
                      i > 0 && report->sources[i].item == report->sources[i - 1].item);
    }
    html_add(page->out, "</tbody>");
    page_table_end(page);
    html_add(page->out, "</details>\n");
}

void page_sources(const Page *page) {
    html_add(page->out, "<section id=\"sources\"><h2>Where each item is made</h2>\n");
    if (page->report->source_count == 0) {
        html_add(page->out, "<p>The workspace names no producer.</p></section>\n");
        return;
    }
    HTML_WRITE(page->out,
               "<p>Shares of all capacity in the workspace, by country; each piece is divided by "
               "what the law says, on {}, of the lanes out of that country.</p>\n",
               page_date(page, page->report->as_of));
    add_legend(page);
    add_plot(page);
    add_table(page);
    html_add(page->out, "</section>\n");
}
