/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ENTENTE_SERVICE_LEVER_ROWS_H
#define ENTENTE_SERVICE_LEVER_ROWS_H

/* Private to service/: the lines of a lever's change. */

#include "base/array.h"
#include "service/levers.h"
#include "service/patch.h"

/* Rows are PatchRow: their table is one of the workspace, `workspace`, its settings, or `reform`,
 * law. They begin to hold when the lever is ready. */

/* The first day on which the lever works; DATE_MIN where it does at once. */
Date lever_ready(const LeverBase *base, const Lever *lever);

/* Adds the lever's rows. Problems name lever.csv and the row. */
void lever_read_rows(const LeverBase *base, const Lever *lever, Array *rows, ProblemList *problems);

#endif
