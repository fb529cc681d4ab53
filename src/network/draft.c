/* SPDX-License-Identifier: Apache-2.0 */
#include "network/draft.h"

static size_t add_number(Array *array, double number) {
    double *place = array_add(array);
    *place = number;
    return array->count - 1;
}

static void add_position(Array *array, size_t position) {
    int *place = array_add(array);
    *place = (int)position;
}

Draft draft_new(Arena *arena) {
    return (Draft){.row_lower = array_new(arena, sizeof(double)),
                   .row_upper = array_new(arena, sizeof(double)),
                   .start = array_new(arena, sizeof(int)),
                   .row = array_new(arena, sizeof(int)),
                   .value = array_new(arena, sizeof(double)),
                   .cost = array_new(arena, sizeof(double)),
                   .column_upper = array_new(arena, sizeof(double))};
}

size_t draft_add_row(Draft *draft, double lower, double upper) {
    (void)add_number(&draft->row_lower, lower);
    return add_number(&draft->row_upper, upper);
}

size_t draft_add_column(Draft *draft, double cost, double upper) {
    add_position(&draft->start, draft->row.count);
    (void)add_number(&draft->cost, cost);
    return add_number(&draft->column_upper, upper);
}

void draft_add_entry(Draft *draft, size_t row, double value) {
    const int *rows = ARRAY_ITEMS(int, &draft->row);
    int first = ARRAY_ITEMS(int, &draft->start)[draft->start.count - 1];
    for (size_t i = (size_t)first; i < draft->row.count; i++) {
        if (rows[i] == (int)row) {
            ARRAY_ITEMS(double, &draft->value)[i] += value;
            return;
        }
    }
    add_position(&draft->row, row);
    (void)add_number(&draft->value, value);
}

LinearProgramme draft_finish(Draft *draft) {
    add_position(&draft->start, draft->row.count);
    return (LinearProgramme){.row_count = draft->row_upper.count,
                             .column_count = draft->cost.count,
                             .start = ARRAY_ITEMS(int, &draft->start),
                             .row = ARRAY_ITEMS(int, &draft->row),
                             .value = ARRAY_ITEMS(double, &draft->value),
                             .cost = ARRAY_ITEMS(double, &draft->cost),
                             .column_upper = ARRAY_ITEMS(double, &draft->column_upper),
                             .row_lower = ARRAY_ITEMS(double, &draft->row_lower),
                             .row_upper = ARRAY_ITEMS(double, &draft->row_upper)};
}
