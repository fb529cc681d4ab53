/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ENTENTE_LAW_CELLS_H
#define ENTENTE_LAW_CELLS_H

/* What may stand in the cells of a table's columns, private to law/. */

#include "law/draft.h"

enum { SHAPE_BYTES_MAX = 64, SHAPED_BYTES_MAX = 63 };

/* What is wrong with a shape, or NULL. A shape is how a code is written: `9` is a digit, `A` a
 * capital letter, `a` a small one, `i` and `I` a roman number, `+` after one of the first three
 * "or several of them"; what stands in square brackets may be left out; all else is itself. */
const char *cell_shape_fault(Text shape);

/* cell_shape_fits: no word of more than SHAPED_BYTES_MAX bytes is written as any shape. */

/* The words and codes that a rule of a column allows. */
typedef struct CellGauge {
    const Reader *reader;
    const CellRule *rule;
    bool *is_named; /* of each symbol: a word or cell that the rule names */
    bool *is_above; /* likewise: lies above one; NULL where that does not do */
    size_t symbol_count;
} CellGauge;

/* As the tables stand; in the arena. O(symbols and cells allowed). */
CellGauge cell_gauge_new(Arena *arena, const Reader *reader, const CellRule *rule);
bool cell_gauge_fits(const CellGauge *gauge, Text word);
/* "is not at or below ...; did you mean ...?": what is wrong with a cell that does not fit. */
Text cell_gauge_fault(Arena *arena, const CellGauge *gauge, Text word);

#endif
