/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ENTENTE_SERVICE_LEVER_ROWS_H
#define ENTENTE_SERVICE_LEVER_ROWS_H

/* Private to service/: the lines of a lever's change. */

#include "base/array.h"
#include "service/levers.h"

enum { LEVER_CELLS_MAX = 64 };

/* A row that a lever adds: its table, and cells by name. */
typedef struct LeverRow {
    Text table; /* of the workspace; or `workspace`, its settings, or `reform`, law */
    Text names[LEVER_CELLS_MAX];
    Text values[LEVER_CELLS_MAX];
    size_t count;
    Date from; /* when the lever is ready */
    size_t line;
} LeverRow;

/* The first day on which the lever works; DATE_MIN where it does at once. */
Date lever_ready(const LeverBase *base, const Lever *lever);

/* Adds the lever's rows. Problems name lever.csv and the row. */
void lever_read_rows(const LeverBase *base, const Lever *lever, Array *rows, ProblemList *problems);

#endif
