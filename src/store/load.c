/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>

#include "base/csv.h"
#include "base/digest.h"
#include "base/json_read.h"
#include "store/sheet.h"

/* Files out of the database. */

enum { PAGE_ROWS = 5000 };

void sheet_add_line(TextBuilder *csv, const Text *fields, size_t count) {
    for (size_t i = 0; i < count; i++) {
        if (i > 0) {
            text_add_character(csv, ',');
        }
        csv_add_field(csv, fields[i]);
    }
    if (count == 1 && text_is_empty(fields[0])) {
        text_add(csv, TEXT("\"\""));
    }
    text_add_character(csv, '\n');
}

/* A table while it is written: its columns, and where each is in what is read. */
typedef struct Sheet {
    const StoreTable *table;
    Array columns; /* of Text, in the order of the file */
    Array places;  /* of size_t: the value of a row; 0: among the other cells */
    Text sql;
} Sheet;

static bool has_cells(Store *store, Text table, Text column, bool *has, Error *error) {
    CLEANUP(arena_close) Arena *arena = arena_new();
    TextBuilder sql = text_builder_new(arena);
    Rows rows = {0};
    text_add(&sql, TEXT("SELECT 1 FROM "));
    store_add_name(&sql, table);
    text_add(&sql, TEXT(" WHERE "));
    store_add_name(&sql, column);
    text_add(&sql, TEXT(" <> '' LIMIT 1"));
    if (!store_query(arena, store, text_built(&sql), NULL, 0, &rows, error)) {
        return false;
    }
    *has = rows.count > 0;
    return true;
}

/* The columns of the file as it was saved. */
static bool add_saved_columns(Arena *arena, Sheet *sheet, Text columns, Error *error) {
    CsvTable header = {0};
    ProblemList problems = problem_list_new(arena);
    if (text_is_empty(columns)) {
        return true;
    }
    if (!csv_parse(arena, sheet->table->name, columns, &header, &problems)) {
        return error_set(error, ERROR_INVALID, "the columns kept of `%.*s` are no header of a CSV",
                         TEXT_ARGS(sheet->table->name));
    }
    for (size_t i = 0; i < header.column_count; i++) {
        *(Text *)array_add(&sheet->columns) = header.columns[i];
    }
    return true;
}

static bool has_column(const Sheet *sheet, Text name) {
    for (size_t i = 0; i < sheet->columns.count; i++) {
        if (text_equals(ARRAY_ITEMS(Text, &sheet->columns)[i], name)) {
            return true;
        }
    }
    return false;
}

/* Columns that the file did not have, and in which the database has something since. */
static bool add_filled_columns(Store *store, Sheet *sheet, Error *error) {
    for (size_t i = 0; i < map_count(sheet->table->columns); i++) {
        const Text name = map_key(sheet->table->columns, i);
        bool has = false;
        if (has_column(sheet, name)) {
            continue;
        }
        if (!has_cells(store, sheet->table->name, name, &has, error)) {
            return false;
        }
        if (has) {
            *(Text *)array_add(&sheet->columns) = name;
        }
    }
    return true;
}

static void plan_query(Arena *arena, Sheet *sheet) {
    TextBuilder sql = text_builder_new(arena);
    size_t next = 2;
    text_add(&sql, TEXT("SELECT \"position\", \"other\""));
    for (size_t i = 0; i < sheet->columns.count; i++) {
        size_t ignored = 0;
        const Text name = ARRAY_ITEMS(Text, &sheet->columns)[i];
        const bool is_known = map_find(sheet->table->columns, name, &ignored);
        *(size_t *)array_add(&sheet->places) = is_known ? next++ : 0;
        if (is_known) {
            text_add(&sql, TEXT(", "));
            store_add_name(&sql, name);
        }
    }
    text_add(&sql, TEXT(" FROM "));
    store_add_name(&sql, sheet->table->name);
    text_add_format(&sql, " WHERE \"position\" > $1 ORDER BY \"position\" LIMIT %d", PAGE_ROWS);
    sheet->sql = text_built(&sql);
}

static bool open_sheet(Arena *arena, Store *store, const StoreTable *table, Text columns,
                       Sheet *sheet, Error *error) {
    *sheet = (Sheet){.table = table,
                     .columns = array_new(arena, sizeof(Text)),
                     .places = array_new(arena, sizeof(size_t))};
    if (!add_saved_columns(arena, sheet, columns, error) ||
        !add_filled_columns(store, sheet, error)) {
        return false;
    }
    plan_query(arena, sheet);
    return true;
}

/* ---- rows ---- */

static bool parse_other(Arena *arena, Text other, JsonValue *cells) {
    Error ignored = {0};
    size_t at = 0;
    *cells = (JsonValue){.kind = JSON_KIND_OBJECT};
    return text_is_empty(other) || json_parse(arena, other, cells, &at, &ignored);
}

static bool write_row(Arena *arena, const Sheet *sheet, const Rows *rows, size_t row,
                      TextBuilder *csv, Error *error) {
    JsonValue cells;
    Text *fields = ARENA_MANY(arena, Text, sheet->columns.count);
    if (!parse_other(arena, rows_at(rows, row, 1)->text, &cells)) {
        return error_set(error, ERROR_INVALID, "the other cells of row %lld of `%.*s` are no JSON",
                         (long long)rows_at(rows, row, 0)->integer, TEXT_ARGS(sheet->table->name));
    }
    for (size_t i = 0; i < sheet->columns.count; i++) {
        const size_t place = ARRAY_ITEMS(size_t, &sheet->places)[i];
        const JsonValue *cell =
            place > 0 ? NULL : json_find(&cells, ARRAY_ITEMS(Text, &sheet->columns)[i]);
        fields[i] = place > 0      ? rows_at(rows, row, place)->text
                    : cell != NULL ? cell->text
                                   : TEXT("");
    }
    sheet_add_line(csv, fields, sheet->columns.count);
    return true;
}

static bool write_page(Store *store, const Sheet *sheet, int64_t *after, size_t *count,
                       TextBuilder *csv, Error *error) {
    CLEANUP(arena_close) Arena *arena = arena_new();
    const Value values[] = {value_integer(*after)};
    Rows rows = {0};
    if (!store_query(arena, store, sheet->sql, values, 1, &rows, error)) {
        return false;
    }
    for (size_t i = 0; i < rows.count; i++) {
        if (!write_row(arena, sheet, &rows, i, csv, error)) {
            return false;
        }
        *after = rows_at(&rows, i, 0)->integer;
    }
    *count = rows.count;
    return true;
}

static bool write_sheet(Arena *arena, Store *store, const Sheet *sheet, Text *content,
                        Error *error) {
    TextBuilder csv = text_builder_new(arena);
    int64_t after = INT64_MIN;
    size_t count = PAGE_ROWS;
    sheet_add_line(&csv, ARRAY_ITEMS(Text, &sheet->columns), sheet->columns.count);
    while (count == PAGE_ROWS) {
        if (!write_page(store, sheet, &after, &count, &csv, error)) {
            return false;
        }
    }
    *content = text_built(&csv);
    return true;
}

/* ---- files ---- */

typedef struct SavedFile {
    Text columns;
    Text digest;
    const Text *content; /* or NULL */
} SavedFile;

/* Whether a table has any row. */
static bool has_rows(Store *store, Text table, bool *has, Error *error) {
    CLEANUP(arena_close) Arena *arena = arena_new();
    TextBuilder sql = text_builder_new(arena);
    Rows rows = {0};
    text_add(&sql, TEXT("SELECT 1 FROM "));
    store_add_name(&sql, table);
    text_add(&sql, TEXT(" LIMIT 1"));
    if (!store_query(arena, store, text_built(&sql), NULL, 0, &rows, error)) {
        return false;
    }
    *has = rows.count > 0;
    return true;
}

/* What was saved where nothing was changed since, else what the rows are now. */
static bool load_table(Arena *arena, Store *store, const StoreTable *table, const SavedFile *saved,
                       Array *files, Error *error) {
    Sheet sheet;
    Text content = {0};
    bool has = saved != NULL;
    if (!has && !has_rows(store, table->name, &has, error)) {
        return false;
    }
    if (!has) {
        return true;
    }
    if (!open_sheet(arena, store, table, saved == NULL ? TEXT("") : saved->columns, &sheet,
                    error) ||
        !write_sheet(arena, store, &sheet, &content, error)) {
        return false;
    }
    const bool is_kept = saved != NULL && saved->content != NULL &&
                         text_equals(digest_bytes(arena, content), saved->digest);
    StoreFile *file = array_add(files);
    *file = (StoreFile){text_format(arena, "%.*s.csv", TEXT_ARGS(table->name)),
                        is_kept ? *saved->content : content};
    return true;
}

static SavedFile saved_file(const Rows *rows, size_t row) {
    const Value *content = rows_at(rows, row, 3);
    return (SavedFile){.columns = rows_at(rows, row, 1)->text,
                       .digest = rows_at(rows, row, 2)->text,
                       .content = content->kind == VALUE_NULL ? NULL : &content->text};
}

static bool read_saved(Arena *arena, Store *store, Rows *rows, Map **names, Error *error) {
    *names = map_new(arena);
    if (!store_query(arena, store,
                     TEXT("SELECT \"name\", \"columns\", \"digest\", \"content\" FROM \"file\""),
                     NULL, 0, rows, error)) {
        return false;
    }
    for (size_t i = 0; i < rows->count; i++) {
        (void)map_add(*names, rows_at(rows, i, 0)->text, i);
    }
    return true;
}

static void load_other_files(const Rows *rows, Array *files) {
    for (size_t i = 0; i < rows->count; i++) {
        const SavedFile saved = saved_file(rows, i);
        if (text_is_empty(saved.columns) && saved.content != NULL) {
            StoreFile *file = array_add(files);
            *file = (StoreFile){rows_at(rows, i, 0)->text, *saved.content};
        }
    }
}

static int compare_files(const void *a, const void *b) {
    return text_compare(((const StoreFile *)a)->name, ((const StoreFile *)b)->name);
}

static bool load_all(Arena *arena, Store *store, Array *files, Error *error) {
    StoreTables tables = {0};
    Rows rows = {0};
    Map *names = NULL;
    if (!store_tables_read(arena, store, &tables, error) ||
        !read_saved(arena, store, &rows, &names, error)) {
        return false;
    }
    for (size_t i = 0; i < tables.count; i++) {
        size_t row = 0;
        const Text name = text_format(arena, "%.*s.csv", TEXT_ARGS(tables.items[i].name));
        /* One that was no table when it was saved is among the other files. */
        const bool is_saved =
            map_find(names, name, &row) && !text_is_empty(saved_file(&rows, row).columns);
        const SavedFile saved = is_saved ? saved_file(&rows, row) : (SavedFile){0};
        if (!load_table(arena, store, &tables.items[i], is_saved ? &saved : NULL, files, error)) {
            return false;
        }
    }
    load_other_files(&rows, files);
    return true;
}

typedef struct Loading {
    Arena *arena;
    Array files;
} Loading;

static bool load_within(Store *store, void *context, Error *error) {
    Loading *loading = context;
    return load_all(loading->arena, store, &loading->files, error);
}

bool store_load_files(Arena *arena, Store *store, const StoreFile **files, size_t *count,
                      Error *error) {
    Loading loading = {arena, array_new(arena, sizeof(StoreFile))};
    if (!store_reading(store, load_within, &loading, error)) {
        return false;
    }
    if (loading.files.count > 1) {
        qsort(loading.files.items, loading.files.count, sizeof(StoreFile), compare_files);
    }
    *files = ARRAY_ITEMS(StoreFile, &loading.files);
    *count = loading.files.count;
    return true;
}
