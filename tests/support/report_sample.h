/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ENTENTE_TESTS_REPORT_SAMPLE_H
#define ENTENTE_TESTS_REPORT_SAMPLE_H

/* A finished report made by hand, with nothing behind it: twelve items, four programmes,
 * twenty barriers, two days on which law changes. The figures are invented. */

#include "service/service.h"

/* Mended by tests before it is written: nothing in it is shared between two samples. */
typedef struct ReportSample {
    Workspace workspace;
    Report report;
    Item *items;
    Programme *programmes;
    ReportLine *lines;
    ReportBarrier *barriers;
    ReportSource *sources;
    ReportChange *changes;
    ReportQuestion *questions;
} ReportSample;

ReportSample *report_sample_new(Arena *arena, const char *as_of, size_t week_count);

#endif
