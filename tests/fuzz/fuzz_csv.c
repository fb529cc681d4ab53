/* SPDX-License-Identifier: Apache-2.0 */
/* Any bytes are read as CSV; what was read is written and must be read back alike. */
#include "fuzz.h"

#include "base/csv.h"

static void require_good_fields(const CsvTable *table) {
    REQUIRE(table->column_count <= CSV_COLUMNS_MAX);
    for (size_t i = 0; i < table->column_count; i++) {
        REQUIRE(text_is_utf8(table->columns[i]));
    }
    size_t line = 0;
    for (size_t i = 0; i < table->row_count; i++) {
        REQUIRE(table->rows[i].line > line);
        line = table->rows[i].line;
        for (size_t j = 0; j < table->column_count; j++) {
            REQUIRE(text_is_utf8(table->rows[i].fields[j]));
            REQUIRE(table->rows[i].fields[j].length <= CSV_FIELD_BYTES_MAX);
        }
    }
}

static void write_row(TextBuilder *builder, const Text *fields, size_t count) {
    for (size_t i = 0; i < count; i++) {
        if (i > 0) {
            text_add_character(builder, ',');
        }
        if (count == 1 && text_is_empty(fields[i])) {
            text_add(builder, TEXT("\"\""));
        }
        csv_add_field(builder, fields[i]);
    }
    text_add_character(builder, '\n');
}

static Text written(Arena *arena, const CsvTable *table) {
    TextBuilder builder = text_builder_new(arena);
    write_row(&builder, table->columns, table->column_count);
    for (size_t i = 0; i < table->row_count; i++) {
        write_row(&builder, table->rows[i].fields, table->column_count);
    }
    return text_built(&builder);
}

static void require_read_back(Arena *arena, const CsvTable *table) {
    CsvTable again;
    ProblemList problems = problem_list_new(arena);
    /* A header may name a column twice; every row must be good. */
    bool is_good = csv_parse(arena, TEXT("again"), written(arena, table), &again, &problems);
    REQUIRE(is_good || problem_count(&problems) > 0);
    REQUIRE(again.column_count == table->column_count);
    REQUIRE(again.row_count == table->row_count);
    for (size_t i = 0; i < table->column_count; i++) {
        REQUIRE(text_equals(again.columns[i], table->columns[i]));
    }
    for (size_t i = 0; i < table->row_count * table->column_count; i++) {
        size_t row = i / table->column_count;
        size_t column = i % table->column_count;
        REQUIRE(text_equals(again.rows[row].fields[column], table->rows[row].fields[column]));
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    Arena *arena = arena_new();
    CsvTable table;
    ProblemList problems = problem_list_new(arena);
    Text content = {(const char *)data, size};
    bool is_good = csv_parse(arena, TEXT("input"), content, &table, &problems);
    REQUIRE(is_good == (problem_count(&problems) == 0));
    REQUIRE(text_is_utf8(problem_format(arena, &problems, 0)));
    require_good_fields(&table);
    if (table.column_count > 0) {
        require_read_back(arena, &table);
    }
    arena_free(arena);
    return 0;
}
