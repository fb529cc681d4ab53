/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ENTENTE_NETWORK_DRAFT_H
#define ENTENTE_NETWORK_DRAFT_H

/* A linear programme being written: first all its rows, then its columns one after the
 * other, each followed by its entries. */

#include <stddef.h>

#include "base/arena.h"
#include "base/array.h"
#include "network/solver.h"

typedef struct Draft {
    Array row_lower; /* of double */
    Array row_upper;
    Array start; /* of int */
    Array row;
    Array value; /* of double */
    Array cost;
    Array column_upper;
} Draft;

Draft draft_new(Arena *arena);

/* Each gives the position of what was added. */
size_t draft_add_row(Draft *draft, double lower, double upper);
size_t draft_add_column(Draft *draft, double cost, double upper);

/* Adds to the last column's entry in a row, so that two uses of one row make one entry. */
void draft_add_entry(Draft *draft, size_t row, double value);

/* The programme; it shares the draft's memory, which must not be written to afterwards. */
LinearProgramme draft_finish(Draft *draft);

#endif
