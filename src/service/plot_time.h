/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ENTENTE_SERVICE_PLOT_TIME_H
#define ENTENTE_SERVICE_PLOT_TIME_H

/* The ground that the panels of shortfall over time share: their axes, and the days on which
 * law changes. Private to plot_time*.c. */

#include "service/page.h"
#include "service/svg.h"

typedef struct TimePlot {
    const Page *page;
    SvgBox field; /* in every panel, where the lines are drawn */
    Date from;
    Date until;      /* the first day after the last week */
    int64_t shift;   /* days by which the other report is moved to lie over the first */
    double days_top; /* of the upright axis; 0 where nothing is ever owed */
    double days_step;
} TimePlot;

/* Axes that hold both reports: by date where they overlap, else from their first days. */
TimePlot time_plot_new(const Page *page);

double time_plot_x(const TimePlot *plot, Date date);
double time_plot_y(const TimePlot *plot, double days);

void time_plot_add_axes(const TimePlot *plot);
/* Upright lines where law changes for an item. */
void time_plot_add_marks(const TimePlot *plot, size_t item);

#endif
