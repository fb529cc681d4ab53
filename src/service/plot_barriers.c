/* SPDX-License-Identifier: Apache-2.0 */
#include <math.h>

#include "service/html.h"
#include "service/page.h"
#include "service/svg.h"

/* Horizontal bars, the largest exact gain on top, each with a tick at its ceiling. */

enum { BARS_MAX = 15 };

static const double width = 1080;
static const double row_height = 40;
static const double top = 26;
static const double name_width = 350;
static const double bars_left = 370;
static const double bars_width = 356;
static const double citation_left = 806;
static const double bar_height = 16;

typedef struct BarPlot {
    const Page *page;
    size_t count;
    double scale; /* the gain at the right border */
    double step;
} BarPlot;

static double clipped(double value) {
    return isfinite(value) && value > 0 ? value : 0;
}

/* Far ceilings do not squeeze the bars: those beyond the border are written beside it. */
static double scale_of(const Report *report, size_t count) {
    double gain = 0;
    double ceiling = 0;
    for (size_t i = 0; i < count; i++) {
        gain = fmax(gain, clipped(report->barriers[i].gain));
        ceiling = fmax(ceiling, clipped(report->barriers[i].ceiling));
    }
    double scale = gain > 0 ? fmin(fmax(ceiling, gain), gain * 1.4) : ceiling;
    return scale > 0 ? scale : 1;
}

static double round_down(double value) {
    double power = pow(10, floor(log10(value)));
    double lead = value / power;
    return power * (lead >= 5 ? 5 : lead >= 2 ? 2 : 1);
}

static double x_of(const BarPlot *plot, double gain) {
    return bars_left + bars_width * fmin(clipped(gain) / plot->scale, 1);
}

static double bottom_of(const BarPlot *plot) {
    return top + row_height * (double)plot->count;
}

static void add_scale(const BarPlot *plot) {
    TextBuilder *out = plot->page->out;
    size_t count = (size_t)floor(plot->scale / plot->step);
    for (size_t i = 0; i <= count; i++) {
        double gain = plot->step * (double)i;
        double x = x_of(plot, gain);
        svg_line(out, gain > 0 ? "grid" : "axis", (SvgPoint){x, top},
                 (SvgPoint){x, bottom_of(plot)});
        svg_text(out, "tick middle", (SvgPoint){x, top - 8},
                 page_amount(plot->page, gain, plot->step * 100));
    }
}

static void add_ceiling(const BarPlot *plot, const ReportBarrier *barrier, double middle) {
    TextBuilder *out = plot->page->out;
    double x = x_of(plot, barrier->ceiling);
    if (barrier->ceiling > plot->scale) {
        const SvgPoint arrow[] = {{x + 2, middle - 5}, {x + 8, middle}, {x + 2, middle + 5}};
        svg_path(out, "ceiling", arrow, 3);
    } else if (barrier->ceiling > 0) {
        svg_line(out, "ceiling", (SvgPoint){x, middle - 11}, (SvgPoint){x, middle + 11});
    }
}

static void add_bar(const BarPlot *plot, const ReportBarrier *barrier, double middle) {
    const Page *page = plot->page;
    KindLook look = page_kind(barrier->kind);
    SvgBox box = {bars_left, middle - bar_height / 2, x_of(plot, barrier->gain) - bars_left,
                  bar_height};
    svg_woven(page->out, look.class_name, look.weave, box);
    add_ceiling(plot, barrier, middle);
    Text label = isnan(barrier->gain) ? text_format(page->arena, "at most %.*s",
                                                    TEXT_ARGS(page_gain(page, barrier->ceiling)))
                                      : page_gain(page, barrier->gain);
    double end = bars_left + fmax(box.width, 0);
    double ceiling = x_of(plot, barrier->ceiling);
    bool is_close = ceiling - end < svg_text_width(label, 12) + 12;
    svg_text(page->out, "bar-label",
             (SvgPoint){is_close ? fmax(end, ceiling) + 10 : end + 6, middle + 4}, label);
}

static bool has_end(DateRange dates) {
    return dates.from != DATE_MIN || dates.until != DATE_MAX;
}

static void add_row(const BarPlot *plot, size_t position) {
    const Page *page = plot->page;
    const ReportBarrier *barrier = &page->report->barriers[position];
    double middle = top + row_height * ((double)position + 0.5);
    Text title = text_format(page->arena, "%.*s. %.*s", TEXT_ARGS(barrier->title),
                             TEXT_ARGS(barrier->removal));
    svg_group_begin(page->out, "bar-row", title);
    svg_text_fitted(page->out, "bar-name end", (SvgPoint){name_width + 8, middle - 1}, 13,
                    name_width, barrier->title);
    svg_text(page->out, "bar-note end", (SvgPoint){name_width + 8, middle + 13},
             service_barrier_word(barrier->kind));
    add_bar(plot, barrier, middle);
    svg_text_fitted(page->out, "bar-note", (SvgPoint){citation_left, middle - 1}, 11.5,
                    width - citation_left, barrier->citation);
    if (barrier->has_dates && has_end(barrier->dates)) {
        svg_text(page->out, "bar-note date", (SvgPoint){citation_left, middle + 13},
                 page_range(page, barrier->dates));
    }
    svg_group_end(page->out);
}

/* ---- legend ---- */

static void add_key(const Page *page, BarrierKind kind, const char *meaning) {
    KindLook look = page_kind(kind);
    html_add(page->out, "<li>");
    page_add_swatch(page, look.class_name, look.weave, 18);
    HTML_WRITE(page->out, "<b>{}</b> {}</li>\n", service_barrier_word(kind), text_from(meaning));
}

static void add_legend(const Page *page) {
    static const char *const meanings[] = {
        [BARRIER_LAW] = "a provision",
        [BARRIER_CLOCK] = "days a licence takes",
        [BARRIER_QUANTITY] = "what a licence allows",
        [BARRIER_CAPACITY] = "as much again",
        [BARRIER_STOCK] = "four more weeks held",
    };
    html_add(page->out, "<ul class=\"legend\">\n");
    for (size_t i = 0; i < sizeof(meanings) / sizeof(meanings[0]); i++) {
        add_key(page, (BarrierKind)i, meanings[i]);
    }
    html_add(page->out, "<li><svg class=\"swatch\" viewBox=\"0 0 18 14\" width=\"18\" "
                        "height=\"14\" aria-hidden=\"true\" focusable=\"false\">"
                        "<line class=\"ceiling\" x1=\"9\" y1=\"0\" x2=\"9\" y2=\"14\"/></svg>"
                        "ceiling: no removal gains more</li>\n</ul>\n");
}

/* ---- the section, which the table of barriers ends ---- */

static Text description(const Page *page, size_t count) {
    TextBuilder words = text_builder_new(page->arena);
    for (size_t i = 0; i < count; i++) {
        const ReportBarrier *barrier = &page->report->barriers[i];
        Text kind = service_barrier_word(barrier->kind);
        text_add_format(&words, "%.*s (%.*s): gain %.*s, ceiling %.*s. ", TEXT_ARGS(barrier->title),
                        TEXT_ARGS(kind), TEXT_ARGS(page_gain(page, barrier->gain)),
                        TEXT_ARGS(page_gain(page, barrier->ceiling)));
    }
    return text_built(&words);
}

static void add_plot(const Page *page) {
    const Report *report = page->report;
    BarPlot plot = {.page = page,
                    .count = report->barrier_count < BARS_MAX ? report->barrier_count : BARS_MAX};
    plot.scale = scale_of(report, plot.count);
    plot.step = round_down(plot.scale / 3);
    SvgHead head = {.name = TEXT("barrier-plot"),
                    .class_name = TEXT("wide-plot"),
                    .width = width,
                    .height = bottom_of(&plot) + 8,
                    .title = TEXT("Barriers by exact gain"),
                    .description = description(page, plot.count)};
    html_add(page->out, "<div class=\"scroll\" tabindex=\"0\" role=\"region\""
                        " aria-label=\"Plot of the barriers\">\n");
    svg_begin(page->out, &head);
    add_scale(&plot);
    for (size_t i = 0; i < plot.count; i++) {
        add_row(&plot, i);
    }
    svg_end(page->out);
    html_add(page->out, "</div>\n");
}

void page_plot_barriers(const Page *page) {
    html_add(page->out, "<section id=\"barriers\"><h2>What each barrier is worth</h2>\n");
    if (page->report->barrier_count == 0) {
        html_add(page->out, "<p>No barrier stands in the way of any need.</p>\n");
        return;
    }
    HTML_WRITE(page->out,
               "<p>The exact gain from removing one barrier alone, as of {}, in weeks of one "
               "item\xE2\x80\x99s ordinary need, of all programmes together, got a week sooner. "
               "Gains do not add up.</p>\n",
               page_date(page, page->report->as_of));
    add_legend(page);
    add_plot(page);
}
