/* SPDX-License-Identifier: Apache-2.0 */
#include "service/patch.h"

#include "base/csv.h"
#include "base/map.h"

static bool is_setting_replaced(const Array *rows, Text key) {
    for (size_t i = 0; i < rows->count; i++) {
        const PatchRow *added = array_at(rows, i);
        if (text_equals(added->table, TEXT("workspace")) && added->count > 0 &&
            text_equals(added->values[0], key)) {
            return true;
        }
    }
    return false;
}

/* The columns of a table and those that rows add to it. */
static Array columns_of(Arena *arena, const CsvTable *table, Text name, const Array *rows) {
    Array columns = array_new(arena, sizeof(Text));
    Map *known = map_new(arena);
    for (size_t i = 0; i < table->column_count; i++) {
        (void)map_add(known, table->columns[i], i);
        *(Text *)array_add(&columns) = table->columns[i];
    }
    for (size_t i = 0; i < rows->count; i++) {
        const PatchRow *row = array_at(rows, i);
        for (size_t j = 0; text_equals(row->table, name) && j < row->count; j++) {
            if (map_add(known, row->names[j], columns.count)) {
                *(Text *)array_add(&columns) = row->names[j];
            }
        }
        if (text_equals(row->table, name) && row->from != DATE_MIN &&
            map_add(known, TEXT("from"), columns.count)) {
            *(Text *)array_add(&columns) = TEXT("from");
        }
    }
    return columns;
}

static void add_fields(TextBuilder *out, const Text *fields, size_t count, size_t width) {
    for (size_t i = 0; i < width; i++) {
        if (i > 0) {
            text_add_character(out, ',');
        }
        csv_add_field(out, i < count ? fields[i] : (Text){0});
    }
    text_add_character(out, '\n');
}

static Text cell_of(Arena *arena, const PatchRow *row, Text column) {
    for (size_t i = 0; i < row->count; i++) {
        if (text_equals(row->names[i], column)) {
            return row->values[i];
        }
    }
    const bool is_from = text_equals(column, TEXT("from")) && row->from != DATE_MIN;
    return is_from ? date_format(arena, row->from) : (Text){0};
}

static Text patched_table(Arena *arena, const CsvTable *table, Text name, const Array *rows) {
    const Array columns = columns_of(arena, table, name, rows);
    const Text *names = ARRAY_ITEMS(Text, &columns);
    const bool is_settings = text_equals(name, TEXT("workspace"));
    TextBuilder out = text_builder_new(arena);
    add_fields(&out, names, columns.count, columns.count);
    for (size_t i = 0; i < table->row_count; i++) {
        if (!is_settings || !is_setting_replaced(rows, table->rows[i].fields[0])) {
            add_fields(&out, table->rows[i].fields, table->column_count, columns.count);
        }
    }
    for (size_t i = 0; i < rows->count; i++) {
        const PatchRow *row = array_at(rows, i);
        if (!text_equals(row->table, name)) {
            continue;
        }
        Text *cells = ARENA_MANY(arena, Text, columns.count);
        for (size_t j = 0; j < columns.count; j++) {
            cells[j] = cell_of(arena, row, names[j]);
        }
        add_fields(&out, cells, columns.count, columns.count);
    }
    return text_built(&out);
}

static bool is_touched(const Array *rows, Text name) {
    for (size_t i = 0; i < rows->count; i++) {
        const PatchRow *row = array_at(rows, i);
        if (text_equals(row->table, name)) {
            return true;
        }
    }
    return false;
}

static Text table_name(Text file) {
    return text_slice(file, 0, file.length - TEXT(".csv").length);
}

/* Tables that the levers add to and the folder lacks. */
static void add_missing_files(Arena *arena, const Array *rows, Array *files) {
    for (size_t i = 0; i < rows->count; i++) {
        const PatchRow *row = array_at(rows, i);
        const Text name = text_format(arena, "%.*s.csv", TEXT_ARGS(row->table));
        bool is_there = false;
        for (size_t j = 0; j < files->count; j++) {
            is_there |= text_equals(ARRAY_ITEMS(WorkspaceFile, files)[j].name, name);
        }
        if (!is_there) {
            WorkspaceFile *file = array_add(files);
            file->name = name;
            file->content = patched_table(arena, &(CsvTable){0}, row->table, rows);
        }
    }
}

bool patch_files(Arena *arena, const WorkspaceFile *given, size_t count, const Array *rows,
                 Array *files, ProblemList *problems) {
    for (size_t i = 0; i < count; i++) {
        WorkspaceFile *file = array_add(files);
        *file = given[i];
        if (!text_ends_with(file->name, TEXT(".csv"))) {
            continue;
        }
        const Text name = table_name(file->name);
        if (!is_touched(rows, name)) {
            continue;
        }
        CsvTable table;
        if (!csv_parse(arena, file->name, file->content, &table, problems)) {
            return false;
        }
        file->content = patched_table(arena, &table, name, rows);
    }
    add_missing_files(arena, rows, files);
    return true;
}
