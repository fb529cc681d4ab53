/* SPDX-License-Identifier: Apache-2.0 */
#include <math.h>

#include "service/html.h"
#include "service/plot_time.h"

/* Small multiples: a panel an item, a line a programme, days of demand still owed at the end of
 * each week. All panels have the same axes, so that they compare. */

enum { PANEL_LABELS_MAX = 6, LOOK_COUNT = 6 };

static const double panel_width = 350;
static const double panel_height = 196;
static const double label_size = 10.5;
static const double label_gap = 11;

/* A label at a line's end, kept apart from the others. */
typedef struct EndLabel {
    double y;
    double days;
    size_t programme;
} EndLabel;

/* ---- lines ---- */

static Text class_of(const TimePlot *plot, const char *part, size_t programme, bool is_other) {
    return text_format(plot->page->arena, "%s programme-%d%s", part, (int)(programme % LOOK_COUNT),
                       is_other ? " other" : "");
}

/* So that programmes that share a colour differ in shape. */
static size_t shape_of(size_t programme) {
    return programme + programme / LOOK_COUNT;
}

static SvgPoint point_of(const TimePlot *plot, const Report *report, const ReportLine *line,
                         size_t weeks_done, int64_t shift) {
    Date date = date_add_days(report->as_of, shift + (int64_t)weeks_done * 7);
    double owed = weeks_done == 0 ? 0 : line->owed_weekly[weeks_done - 1];
    return (SvgPoint){time_plot_x(plot, date),
                      time_plot_y(plot, report_line_days(report, line, owed))};
}

/* Marks along the line, at other weeks for each line of a panel: lines that lie on each other
 * are still seen to be two. */
static void add_line_markers(const TimePlot *plot, const Report *report, const ReportLine *line,
                             size_t place, size_t places) {
    size_t every = report->week_count / 3 > 2 ? report->week_count / 3 : 2;
    size_t first = 1 + place * every / (places > 0 ? places : 1);
    const char *class_name =
        text_terminated(plot->page->arena, class_of(plot, "marker", line->programme, false));
    for (size_t week = first; week < report->week_count; week += every) {
        svg_marker(plot->page->out, class_name, shape_of(line->programme),
                   point_of(plot, report, line, week, 0));
    }
    svg_marker(plot->page->out, class_name, shape_of(line->programme),
               point_of(plot, report, line, report->week_count, 0));
}

static Text line_title(const TimePlot *plot, const Report *report, const ReportLine *line) {
    const Page *page = plot->page;
    Text days = page_days(page, line->shortfall_days);
    return text_format(page->arena, "%.*s, as of %.*s: %.*s days owed on %.*s",
                       TEXT_ARGS(page_programme(page, line->programme)),
                       TEXT_ARGS(page_when(page, report)), TEXT_ARGS(days),
                       TEXT_ARGS(page_date(page, report_end(report))));
}

static void add_path(const TimePlot *plot, const Report *report, const ReportLine *line,
                     int64_t shift, bool is_other) {
    Arena *arena = plot->page->arena;
    size_t count = report->week_count + 1;
    SvgPoint *points = ARENA_MANY(arena, SvgPoint, count);
    for (size_t week = 0; week < count; week++) {
        points[week] = point_of(plot, report, line, week, shift);
    }
    svg_path(plot->page->out,
             text_terminated(arena, class_of(plot, "line", line->programme, is_other)), points,
             count);
}

static size_t lines_of(const Report *report, size_t item) {
    size_t count = 0;
    for (size_t i = 0; i < report->line_count; i++) {
        count += report->lines[i].item == item ? 1 : 0;
    }
    return count;
}

static void add_other_lines(const TimePlot *plot, size_t item) {
    const Report *other = plot->page->other;
    for (size_t i = 0; other != NULL && i < other->line_count; i++) {
        const ReportLine *line = &other->lines[i];
        if (line->item == item) {
            svg_group_begin(plot->page->out, "other", line_title(plot, other, line));
            add_path(plot, other, line, plot->shift, true);
            svg_group_end(plot->page->out);
        }
    }
}

static void add_lines(const TimePlot *plot, size_t item) {
    const Report *report = plot->page->report;
    size_t places = lines_of(report, item);
    size_t place = 0;
    for (size_t i = 0; i < report->line_count; i++) {
        const ReportLine *line = &report->lines[i];
        if (line->item == item) {
            svg_group_begin(plot->page->out, "first", line_title(plot, report, line));
            add_path(plot, report, line, 0, false);
            add_line_markers(plot, report, line, place, places);
            svg_group_end(plot->page->out);
            place++;
        }
    }
}

/* ---- labels at the ends ---- */

/* Keeps at most PANEL_LABELS_MAX, from the top of the panel down. */
static size_t insert_label(EndLabel *labels, size_t count, EndLabel label) {
    size_t at = count;
    while (at > 0 && labels[at - 1].y > label.y) {
        at--;
    }
    if (at == PANEL_LABELS_MAX) {
        return count;
    }
    size_t kept = count < PANEL_LABELS_MAX ? count + 1 : count;
    for (size_t i = kept - 1; i > at; i--) {
        labels[i] = labels[i - 1];
    }
    labels[at] = label;
    return kept;
}

static size_t gather_labels(const TimePlot *plot, size_t item, EndLabel *labels) {
    const Report *report = plot->page->report;
    size_t count = 0;
    for (size_t i = 0; i < report->line_count; i++) {
        const ReportLine *line = &report->lines[i];
        double days = report_line_days(report, line, line->owed_weekly[report->week_count - 1]);
        if (line->item == item && days >= 0.05) {
            count = insert_label(labels, count,
                                 (EndLabel){time_plot_y(plot, days), days, line->programme});
        }
    }
    return count;
}

/* Upwards from the bottom, each at least a line above the one below it. */
static void part_labels(EndLabel *labels, size_t count, double lowest) {
    for (size_t i = count; i > 0; i--) {
        labels[i - 1].y = fmin(labels[i - 1].y, lowest);
        lowest = labels[i - 1].y - label_gap;
    }
}

static void add_end_labels(const TimePlot *plot, size_t item) {
    EndLabel labels[PANEL_LABELS_MAX];
    size_t count = gather_labels(plot, item, labels);
    part_labels(labels, count, time_plot_y(plot, 0));
    double x = plot->field.left + plot->field.width + 8;
    for (size_t i = 0; i < count; i++) {
        Text class_name = class_of(plot, "end-label", labels[i].programme, false);
        svg_text(plot->page->out, text_terminated(plot->page->arena, class_name),
                 (SvgPoint){x, labels[i].y + label_size / 3},
                 page_days(plot->page, labels[i].days));
    }
}

/* ---- panels ---- */

static Text panel_description(const TimePlot *plot, size_t item) {
    TextBuilder words = text_builder_new(plot->page->arena);
    const Report *reports[] = {plot->page->report, plot->page->other};
    for (size_t side = 0; side < 2; side++) {
        const Report *report = reports[side];
        for (size_t i = 0; report != NULL && i < report->line_count; i++) {
            if (report->lines[i].item == item) {
                text_add(&words, line_title(plot, report, &report->lines[i]));
                text_add(&words, TEXT(". "));
            }
        }
    }
    return text_built(&words);
}

static void add_panel(const TimePlot *plot, size_t item) {
    const Page *page = plot->page;
    Text name = page_item(page, item);
    SvgHead head = {
        .name = text_format(page->arena, "time-%zu", item),
        .class_name = TEXT("panel-plot"),
        .width = panel_width,
        .height = panel_height,
        .title = text_format(page->arena, "%.*s: days of demand owed over time", TEXT_ARGS(name)),
        .description = panel_description(plot, item)};
    HTML_WRITE(page->out, "<figure class=\"panel\"><figcaption>{}</figcaption>\n", name);
    svg_begin(page->out, &head);
    time_plot_add_axes(plot);
    time_plot_add_marks(plot, item);
    add_other_lines(plot, item);
    add_lines(plot, item);
    add_end_labels(plot, item);
    svg_end(page->out);
    html_add(page->out, "</figure>\n");
}

static bool is_short_in(const Report *report, size_t item) {
    for (size_t i = 0; report != NULL && i < report->line_count; i++) {
        if (report->lines[i].item == item && report_line_is_short(&report->lines[i])) {
            return true;
        }
    }
    return false;
}

static bool is_short(const Page *page, size_t item) {
    return is_short_in(page->report, item) || is_short_in(page->other, item);
}

static bool is_needed(const Page *page, size_t item) {
    return lines_of(page->report, item) > 0 ||
           (page->other != NULL && lines_of(page->other, item) > 0);
}

/* ---- legend ---- */

static bool has_programme(const Report *report, size_t programme) {
    for (size_t i = 0; report != NULL && i < report->line_count; i++) {
        if (report->lines[i].programme == programme) {
            return true;
        }
    }
    return false;
}

static void begin_key(const Page *page) {
    html_add(page->out, "<li><svg class=\"key\" viewBox=\"0 0 30 12\" width=\"30\" height=\"12\""
                        " aria-hidden=\"true\" focusable=\"false\">");
}

static void add_key(const TimePlot *plot, size_t programme) {
    const Page *page = plot->page;
    begin_key(page);
    svg_line(page->out, text_terminated(page->arena, class_of(plot, "line", programme, false)),
             (SvgPoint){1, 6}, (SvgPoint){29, 6});
    svg_marker(page->out, text_terminated(page->arena, class_of(plot, "marker", programme, false)),
               shape_of(programme), (SvgPoint){15, 6});
    HTML_WRITE(page->out, "</svg>{}</li>\n", page_programme(page, programme));
}

static void add_other_key(const TimePlot *plot) {
    const Page *page = plot->page;
    begin_key(page);
    svg_line(page->out, "line other-key", (SvgPoint){1, 6}, (SvgPoint){29, 6});
    HTML_WRITE(page->out, "</svg>dashed: as of {}", page_when(page, page->other));
    if (plot->shift != 0) {
        html_add(page->out, ", moved to begin on the same day");
    }
    html_add(page->out, "</li>\n");
}

static void add_legend(const TimePlot *plot) {
    const Page *page = plot->page;
    html_add(page->out, "<ul class=\"legend\">\n");
    for (size_t i = 0; i < page->report->workspace->programme_count; i++) {
        if (has_programme(page->report, i) || has_programme(page->other, i)) {
            add_key(plot, i);
        }
    }
    if (page->other != NULL) {
        add_other_key(plot);
    }
    if (page->report->change_count > 0) {
        begin_key(page);
        svg_line(page->out, "law-line", (SvgPoint){15, 0}, (SvgPoint){15, 12});
        html_add(page->out, "</svg>law changes</li>\n");
    }
    html_add(page->out, "</ul>\n");
}

/* ---- the section ---- */

static size_t add_panels(const TimePlot *plot) {
    size_t count = 0;
    for (size_t i = 0; i < plot->page->report->workspace->item_count; i++) {
        if (is_short(plot->page, i)) {
            html_add(plot->page->out, count == 0 ? "<div class=\"panels\">\n" : "");
            add_panel(plot, i);
            count++;
        }
    }
    html_add(plot->page->out, count > 0 ? "</div>\n" : "");
    return count;
}

static void add_items_not_short(const Page *page) {
    size_t count = 0;
    for (size_t i = 0; i < page->report->workspace->item_count; i++) {
        if (is_needed(page, i) && !is_short(page, i)) {
            html_add(page->out, count == 0 ? "<p>Never short: " : "; ");
            html_add_escaped(page->out, page_item(page, i));
            count++;
        }
    }
    html_add(page->out, count > 0 ? ".</p>\n" : "");
}

void page_plot_time(const Page *page) {
    TimePlot plot = time_plot_new(page);
    html_add(page->out, "<section id=\"time\"><h2>Shortfall over time</h2>\n"
                        "<p>Days of average demand still owed at the end of each week; every "
                        "panel has the same scale.</p>\n");
    bool has_panels = plot.days_top > 0;
    if (has_panels) {
        add_legend(&plot);
    }
    if (!has_panels || add_panels(&plot) == 0) {
        html_add(page->out, "<p>No shortfall to draw.</p>\n");
    }
    add_items_not_short(page);
    html_add(page->out, "</section>\n");
}
