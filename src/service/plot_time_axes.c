/* SPDX-License-Identifier: Apache-2.0 */
#include <math.h>

#include "service/plot_time.h"

enum { MARKS_MAX = 3, WEEK_MARKS_MAX = 60 };

static const SvgBox panel_field = {34, 34, 266, 136};

/* ---- axes ---- */

double time_plot_x(const TimePlot *plot, Date date) {
    return plot->field.left +
           plot->field.width * ((double)date - plot->from) / ((double)plot->until - plot->from);
}

double time_plot_y(const TimePlot *plot, double days) {
    return plot->field.top + plot->field.height * (1 - days / plot->days_top);
}

static double highest_days(const Report *report) {
    double highest = 0;
    for (size_t i = 0; report != NULL && i < report->line_count; i++) {
        const ReportLine *line = &report->lines[i];
        highest = fmax(highest, report_line_days(report, line, line->peak_owed));
        for (size_t week = 0; week < report->week_count; week++) {
            highest = fmax(highest, report_line_days(report, line, line->owed_weekly[week]));
        }
    }
    return highest;
}

/* The round step of which at most four reach the highest value. */
static double round_step(double highest) {
    static const double steps[] = {1, 2, 5, 10, 20, 30, 50, 60, 100, 200, 300, 500};
    for (size_t i = 0; i < sizeof(steps) / sizeof(steps[0]); i++) {
        if (highest <= steps[i] * 4) {
            return steps[i];
        }
    }
    return pow(10, ceil(log10(highest / 4)));
}

static Date end_of(const Report *report) {
    return date_add_days(report_end(report), 1);
}

TimePlot time_plot_new(const Page *page) {
    const Report *report = page->report;
    const Report *other = page->other;
    TimePlot plot = {
        .page = page, .field = panel_field, .from = report->as_of, .until = end_of(report)};
    if (other != NULL && other->as_of < plot.until && end_of(other) > plot.from) {
        plot.from = other->as_of < plot.from ? other->as_of : plot.from;
        plot.until = end_of(other) > plot.until ? end_of(other) : plot.until;
    } else if (other != NULL) {
        plot.shift = (int64_t)report->as_of - other->as_of;
        Date until = date_add_days(end_of(other), plot.shift);
        plot.until = until > plot.until ? until : plot.until;
    }
    double highest = fmax(highest_days(report), highest_days(other));
    plot.days_step = round_step(highest);
    plot.days_top = plot.days_step * ceil(highest / plot.days_step);
    return plot;
}

static void add_day_axis(const TimePlot *plot) {
    TextBuilder *out = plot->page->out;
    size_t count = (size_t)lround(plot->days_top / plot->days_step);
    for (size_t i = 0; i <= count; i++) {
        double days = plot->days_step * (double)i;
        double y = time_plot_y(plot, days);
        svg_line(out, days > 0 ? "grid" : "axis", (SvgPoint){plot->field.left, y},
                 (SvgPoint){plot->field.left + plot->field.width, y});
        svg_text(out, "tick end", (SvgPoint){plot->field.left - 6, y + 3.5},
                 page_amount(plot->page, days, 100));
    }
}

static void add_date_tick(const TimePlot *plot, Date date, Text label) {
    TextBuilder *out = plot->page->out;
    double x = time_plot_x(plot, date);
    double bottom = plot->field.top + plot->field.height;
    svg_line(out, "axis", (SvgPoint){x, bottom}, (SvgPoint){x, bottom + 4});
    svg_text(out, "tick middle", (SvgPoint){x, bottom + 16}, label);
}

/* Dates a few weeks apart, from the first day. */
static void add_week_ticks(const TimePlot *plot, int weeks) {
    int step = 7 * ((weeks + 3) / 4);
    for (Date date = plot->from; date <= plot->until; date = date_add_days(date, step)) {
        add_date_tick(plot, date, page_day(plot->page, date));
    }
}

static Text month_label(const TimePlot *plot, Date month, bool with_year) {
    Text day = page_day(plot->page, month);
    Text name = text_slice(day, day.length - 3, day.length);
    return with_year
               ? text_format(plot->page->arena, "%.*s\xC2\xA0%d", TEXT_ARGS(name), date_year(month))
               : name;
}

/* First days of months, so many months apart that about five fit. */
static void add_month_ticks(const TimePlot *plot, int weeks) {
    int step = 1 + weeks / 22;
    Text first = page_date(plot->page, plot->from);
    int64_t month = 1;
    if (!text_parse_integer(text_slice(first, 5, 7), &month)) {
        return;
    }
    int year = date_year(plot->from);
    int last_year = 0;
    for (int ahead = 1;; ahead += step) {
        Date date = date_from_parts(year, (int)month + ahead, 1);
        if (date > plot->until) {
            return;
        }
        add_date_tick(plot, date, month_label(plot, date, date_year(date) != last_year));
        last_year = date_year(date);
    }
}

static void add_week_marks(const TimePlot *plot) {
    double bottom = plot->field.top + plot->field.height;
    for (Date date = plot->from; date <= plot->until; date = date_add_days(date, 7)) {
        double x = time_plot_x(plot, date);
        svg_line(plot->page->out, "grid", (SvgPoint){x, bottom}, (SvgPoint){x, bottom + 2.5});
    }
}

static void add_date_axis(const TimePlot *plot) {
    int weeks = (int)((plot->until - plot->from) / 7);
    if (weeks <= WEEK_MARKS_MAX) {
        add_week_marks(plot);
    }
    if (weeks < 10) {
        add_week_ticks(plot, weeks);
    } else {
        add_month_ticks(plot, weeks);
    }
}

void time_plot_add_axes(const TimePlot *plot) {
    add_day_axis(plot);
    add_date_axis(plot);
}

/* ---- changes of law ---- */

/* Whether a change alters the outcome of an item's lanes on a day. */
static bool alters(const ReportChange *change, size_t item, Date date) {
    return change->item == item && change->date == date && change->before != change->after;
}

static bool is_first_of_its_day(const Report *report, size_t change, size_t item) {
    Date date = report->changes[change].date;
    for (size_t i = 0; i < change; i++) {
        if (alters(&report->changes[i], item, date)) {
            return false;
        }
    }
    return alters(&report->changes[change], item, date);
}

/* "28 Nov: prohibited" where all that changes that day comes to one outcome. */
static Text mark_label(const TimePlot *plot, const Report *report, size_t change, size_t item) {
    Date date = report->changes[change].date;
    Outcome after = report->changes[change].after;
    bool is_one = true;
    for (size_t i = 0; i < report->change_count; i++) {
        const ReportChange *same = &report->changes[i];
        is_one = is_one && !(alters(same, item, date) && same->after != after);
    }
    return text_format(plot->page->arena, "%.*s: %s", TEXT_ARGS(page_day(plot->page, date)),
                       is_one ? page_outcome(after).label : "law changes");
}

static Text mark_title(const TimePlot *plot, const Report *report, Date date, size_t item) {
    TextBuilder title = text_builder_new(plot->page->arena);
    text_add(&title, page_date(plot->page, date));
    for (size_t i = 0; i < report->change_count; i++) {
        const ReportChange *change = &report->changes[i];
        if (alters(change, item, date)) {
            text_add_format(&title, "; from %.*s to %.*s%s%.*s: %s becomes %s",
                            TEXT_ARGS(change->from_country), TEXT_ARGS(change->to_countries),
                            text_is_empty(change->end_use) ? "" : ", ", TEXT_ARGS(change->end_use),
                            page_outcome(change->before).label, page_outcome(change->after).label);
        }
    }
    return text_built(&title);
}

static void add_mark(const TimePlot *plot, const Report *report, size_t change, size_t item,
                     size_t row) {
    TextBuilder *out = plot->page->out;
    Date date = report->changes[change].date;
    double x = time_plot_x(plot, date);
    bool is_right = x > plot->field.left + plot->field.width * 0.6;
    double y = plot->field.top - 6 - (double)row * 11;
    svg_group_begin(out, "law-mark", mark_title(plot, report, date, item));
    svg_line(out, "law-line", (SvgPoint){x, y + 3},
             (SvgPoint){x, plot->field.top + plot->field.height});
    svg_text(out, is_right ? "mark-label end" : "mark-label",
             (SvgPoint){is_right ? x + 3 : x - 3, y}, mark_label(plot, report, change, item));
    svg_group_end(out);
}

/* The first few days of change have a label; all of them stand in the table. */
void time_plot_add_marks(const TimePlot *plot, size_t item) {
    const Report *report = plot->page->report;
    size_t row = 0;
    for (size_t i = 0; i < report->change_count && row < MARKS_MAX; i++) {
        Date date = report->changes[i].date;
        if (date >= plot->from && date < plot->until && is_first_of_its_day(report, i, item)) {
            add_mark(plot, report, i, item, row);
            row++;
        }
    }
}
