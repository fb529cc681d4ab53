/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ENTENTE_SERVICE_PAGE_H
#define ENTENTE_SERVICE_PAGE_H

/* The report as a page, private to service_report_html: each part writes its section of
 * the body. Whatever may be looked up is looked up by position in the report's workspace. */

#include <stdbool.h>
#include <stddef.h>

#include "base/text.h"
#include "service/service.h"
#include "service/svg.h"

typedef struct Page {
    Arena *arena;
    TextBuilder *out;
    const Report *report;
    const Report *other; /* or NULL */
} Page;

/* ---- the parts, in the order of the page ---- */

void page_style(TextBuilder *out);
/* The reforms that a page's figures stand under; nothing without any. */
void page_reforms(TextBuilder *out, const LawSet *set);
void page_head(const Page *page);
void page_finding(const Page *page);
void page_changes(const Page *page);
void page_reformed(const Page *page);
void page_lines(const Page *page);
void page_plot_time(const Page *page);
void page_plot_barriers(const Page *page);
void page_barriers(const Page *page);
void page_sources(const Page *page);
void page_questions(const Page *page);
void page_lanes(const Page *page);
void page_method(const Page *page);

/* ---- names and figures ---- */

Text page_item(const Page *page, size_t item);
Text page_programme(const Page *page, size_t programme);
/* The country's name in the workspace, else its code. */
Text page_country(const Page *page, Text code);

/* Grouped, with as many decimals as suit amounts of about `scale`. A dash for not-a-number, a
 * word for infinity. */
Text page_amount(const Page *page, double value, double scale);
/* A gain, price or ceiling, with as many decimals as suit the largest gain of the report. */
Text page_gain(const Page *page, double value);
/* Days of demand, with a decimal where they are few. */
Text page_days(const Page *page, double days);
/* "2026-11-28 to 2027-11-27", "from 2026-11-28", "until 2027-11-27", "no end". */
Text page_range(const Page *page, DateRange range);
/* A share of one as "98.9 %". */
Text page_percent(const Page *page, double share);
Text page_count(const Page *page, size_t count);
Text page_date(const Page *page, Date date);
/* The day of a report, and whether its law is reformed. */
Text page_when(const Page *page, const Report *report);
/* "28 Nov". */
Text page_day(const Page *page, Date date);
/* "1 barrier", "2 barriers". */
Text page_plural(const Page *page, size_t count, const char *one, const char *many);

/* The last day of the plan. */
Date report_end(const Report *report);
/* Whether something is owed in any week. */
bool report_line_is_short(const ReportLine *line);
/* Units of a line's need as days of its average demand. */
double report_line_days(const Report *report, const ReportLine *line, double units);
/* The line of a programme and an item, or NULL. */
const ReportLine *report_line_find(const Report *report, size_t programme, size_t item);
/* The same barrier in another report, or NULL. */
const ReportBarrier *report_barrier_find(const Report *report, const ReportBarrier *barrier);
/* The barrier of the largest gain above zero, or NULL. */
const ReportBarrier *report_barrier_best(const Report *report);

/* How an outcome looks: never by colour alone. */
typedef struct OutcomeLook {
    const char *class_name;
    const char *sign;
    const char *label;
    SvgWeave weave;
} OutcomeLook;

OutcomeLook page_outcome(Outcome outcome);
/* The outcome as a small badge. */
void page_add_outcome(const Page *page, Outcome outcome);
/* A word of warning where the law behind something is not verified; else nothing. */
void page_add_status(const Page *page, LawStatus status);

/* How a kind of barrier looks in plots. */
typedef struct KindLook {
    const char *class_name;
    SvgWeave weave;
} KindLook;

KindLook page_kind(BarrierKind kind);

/* A small woven rectangle for a legend. */
void page_add_swatch(const Page *page, const char *class_name, SvgWeave weave, double width);

/* A table that scrolls sideways in a narrow window, with its caption. */
void page_table_begin(const Page *page, const char *class_name, Text caption);
void page_table_end(const Page *page);

#endif
