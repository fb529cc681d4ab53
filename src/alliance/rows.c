/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "alliance/loading.h"

void *loading_rows(const Loading *loading, size_t table) {
    void *rows = NULL;
    memcpy(&rows, (const char *)loading->workspace + schema_table(table)->rows_at, sizeof rows);
    return rows;
}

size_t loading_row_count(const Loading *loading, size_t table) {
    size_t count = 0;
    memcpy(&count, (const char *)loading->workspace + schema_table(table)->count_at, sizeof count);
    return count;
}

void loading_set_rows(Loading *loading, size_t table, const void *rows, size_t count) {
    const TableSpec *spec = schema_table(table);
    memcpy((char *)loading->workspace + spec->rows_at, &rows, sizeof rows);
    memcpy((char *)loading->workspace + spec->count_at, &count, sizeof count);
}

static RowMark *mark_of(const TableSpec *table, void *row) {
    return (RowMark *)(void *)((char *)row + table->mark_at);
}

/* What cannot be read must not look like the first row, or like a date. */
static void clear_row(const TableSpec *table, void *row) {
    const size_t none = ALLIANCE_NONE;
    for (size_t i = 0; i < table->own_count; i++) {
        if (table->columns[i].type == COLUMN_REFERENCE) {
            memcpy(schema_place(table, i, row), &none, sizeof none);
        }
    }
    if (table->shown.is_dated) {
        mark_of(table, row)->holds = (DateRange){DATE_MIN, DATE_MAX};
    }
}

static void check_dates(Loading *loading, Place place, void *row) {
    const TableSpec *table = schema_table(place.table);
    const RowMark *mark = mark_of(table, row);
    if (mark->holds.until < mark->holds.from) {
        Text until = date_format(loading->arena, mark->holds.until);
        Text from = date_format(loading->arena, mark->holds.from);
        loading_complain(loading, place, "until `%.*s` is before from `%.*s`", TEXT_ARGS(until),
                         TEXT_ARGS(from));
    }
}

static void fill_row(Loading *loading, size_t table, size_t index, char *row) {
    const TableSpec *spec = schema_table(table);
    size_t line = loading->sheets[table].csv.rows[index].line;
    clear_row(spec, row);
    for (size_t column = 0; column < spec->shown.column_count; column++) {
        loading_read_cell(loading, (Place){table, index, column}, row);
    }
    memcpy(row + spec->line_at, &line, sizeof line);
    if (spec->shown.is_dated) {
        check_dates(loading, (Place){table, index, spec->own_count + 1}, row);
    }
}

static void fill_table(Loading *loading, size_t table) {
    Sheet *sheet = &loading->sheets[table];
    size_t size = schema_table(table)->row_size;
    size_t count = sheet->csv.row_count;
    size_t problems_before = problem_count(loading->problems);
    char *rows = arena_allocate_many(loading->arena, count, size);
    for (size_t i = 0; i < count; i++) {
        fill_row(loading, table, i, rows + i * size);
    }
    loading_set_rows(loading, table, rows, count);
    sheet->is_clean = sheet->is_sound && problem_count(loading->problems) == problems_before;
}

void loading_fill_rows(Loading *loading) {
    for (size_t table = 0; table < TABLE_COUNT; table++) {
        fill_table(loading, table);
    }
}
