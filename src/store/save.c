/* SPDX-License-Identifier: Apache-2.0 */
#include "base/csv.h"
#include "base/digest.h"
#include "base/json_canonical.h"
#include "store/sheet.h"

/* Files into the database. */

enum { OWN_COLUMNS = 2 /* position and other */, ROWS_AT_ONCE = 16 };

typedef struct Saving {
    Store *store;
    Arena *arena;
    StoreTables tables;
    const StoreFile *files;
    size_t count;
} Saving;

static Text table_of(Text file) {
    return text_ends_with(file, TEXT(".csv")) ? text_slice(file, 0, file.length - 4) : TEXT("");
}

/* ---- rows ---- */

/* Columns of the file that the table has, and the statement that adds a row of them. */
typedef struct Insertion {
    Text one;
    Text many;           /* of ROWS_AT_ONCE rows: a server answers once for all of them */
    const size_t *known; /* positions in the file */
    size_t known_count;
    const size_t *unknown;
    size_t unknown_count;
} Insertion;

static Text insertion_sql(Arena *arena, Text table, const CsvTable *csv, const size_t *known,
                          size_t count, size_t row_count) {
    TextBuilder sql = text_builder_new(arena);
    text_add(&sql, TEXT("INSERT INTO "));
    store_add_name(&sql, table);
    text_add(&sql, TEXT(" (\"position\", \"other\""));
    for (size_t i = 0; i < count; i++) {
        text_add(&sql, TEXT(", "));
        store_add_name(&sql, csv->columns[known[i]]);
    }
    text_add(&sql, TEXT(") VALUES "));
    for (size_t i = 0; i < row_count * (count + OWN_COLUMNS); i++) {
        const char *before = i == 0 ? "(" : i % (count + OWN_COLUMNS) == 0 ? "), (" : ", ";
        text_add_format(&sql, "%s$%zu", before, i + 1);
    }
    text_add_character(&sql, ')');
    return text_built(&sql);
}

static Insertion plan_insertion(Arena *arena, const StoreTable *table, const CsvTable *csv) {
    size_t *known = ARENA_MANY(arena, size_t, csv->column_count);
    size_t *unknown = ARENA_MANY(arena, size_t, csv->column_count);
    size_t known_count = 0;
    size_t unknown_count = 0;
    for (size_t i = 0; i < csv->column_count; i++) {
        size_t ignored = 0;
        if (map_find(table->columns, csv->columns[i], &ignored)) {
            known[known_count++] = i;
        } else {
            unknown[unknown_count++] = i;
        }
    }
    return (Insertion){.one = insertion_sql(arena, table->name, csv, known, known_count, 1),
                       .many =
                           insertion_sql(arena, table->name, csv, known, known_count, ROWS_AT_ONCE),
                       .known = known,
                       .known_count = known_count,
                       .unknown = unknown,
                       .unknown_count = unknown_count};
}

/* The cells that have no column, as a JSON object; empty where all have one. */
static Text other_cells(Arena *arena, const Insertion *insertion, const CsvTable *csv,
                        const CsvRow *row) {
    TextBuilder json = text_builder_new(arena);
    for (size_t i = 0; i < insertion->unknown_count; i++) {
        const size_t column = insertion->unknown[i];
        text_add_character(&json, i == 0 ? '{' : ',');
        json_add_canonical_text(&json, csv->columns[column]);
        text_add_character(&json, ':');
        json_add_canonical_text(&json, row->fields[column]);
    }
    if (insertion->unknown_count > 0) {
        text_add_character(&json, '}');
    }
    return text_built(&json);
}

static void set_values(Arena *arena, const Insertion *insertion, const CsvTable *csv, size_t row,
                       Value *values) {
    values[0] = value_integer((int64_t)row + 1);
    values[1] = value_text(other_cells(arena, insertion, csv, &csv->rows[row]));
    for (size_t i = 0; i < insertion->known_count; i++) {
        values[i + OWN_COLUMNS] = value_text(csv->rows[row].fields[insertion->known[i]]);
    }
}

static bool insert_some(Store *store, const Insertion *insertion, const CsvTable *csv, size_t first,
                        size_t count, Error *error) {
    CLEANUP(arena_close) Arena *arena = arena_new();
    const size_t width = insertion->known_count + OWN_COLUMNS;
    Value *values = ARENA_MANY(arena, Value, width * count);
    for (size_t i = 0; i < count; i++) {
        set_values(arena, insertion, csv, first + i, &values[i * width]);
    }
    return store_execute(store, count == 1 ? insertion->one : insertion->many, values,
                         width * count, error);
}

static bool insert_rows(Store *store, const Insertion *insertion, const CsvTable *csv,
                        Error *error) {
    size_t done = 0;
    while (done < csv->row_count) {
        const size_t count = csv->row_count - done >= ROWS_AT_ONCE ? ROWS_AT_ONCE : 1;
        if (!insert_some(store, insertion, csv, done, count, error)) {
            return false;
        }
        done += count;
    }
    return true;
}

/* ---- files ---- */

static bool insert_file(Store *store, Text name, Text columns, Text digest, const Text *content,
                        Error *error) {
    const Value values[] = {value_text(name), value_text(columns), value_text(digest),
                            content == NULL ? (Value){.kind = VALUE_NULL} : value_bytes(*content)};
    return store_execute(store,
                         TEXT("INSERT INTO \"file\" (\"name\", \"columns\", \"digest\", "
                              "\"content\") VALUES ($1, $2, $3, $4)"),
                         values, 4, error);
}

/* What Entente would write, and the file itself only where that differs. */
static bool save_table(Store *store, const StoreTable *table, const StoreFile *file, Error *error) {
    CLEANUP(arena_close) Arena *arena = arena_new();
    CsvTable csv = {0};
    if (!csv_read(arena, file->name, file->content, &csv, error)) {
        return false;
    }
    TextBuilder written = text_builder_new(arena);
    sheet_add_line(&written, csv.columns, csv.column_count);
    const Text columns = text_copy(arena, text_trim(text_built(&written)));
    for (size_t i = 0; i < csv.row_count; i++) {
        sheet_add_line(&written, csv.rows[i].fields, csv.column_count);
    }
    const Text whole = text_built(&written);
    const Insertion insertion = plan_insertion(arena, table, &csv);
    return insert_file(store, file->name, columns, digest_bytes(arena, whole),
                       text_equals(whole, file->content) ? NULL : &file->content, error) &&
           insert_rows(store, &insertion, &csv, error);
}

static bool save_file(Saving *saving, const StoreFile *file, Error *error) {
    size_t table = 0;
    if (map_find(saving->tables.names, table_of(file->name), &table)) {
        return save_table(saving->store, &saving->tables.items[table], file, error);
    }
    return insert_file(saving->store, file->name, TEXT(""), TEXT(""), &file->content, error);
}

static bool clear_table(Store *store, Text name, Error *error) {
    CLEANUP(arena_close) Arena *arena = arena_new();
    TextBuilder sql = text_builder_new(arena);
    text_add(&sql, TEXT("DELETE FROM "));
    store_add_name(&sql, name);
    return store_execute(store, text_built(&sql), NULL, 0, error);
}

static bool clear_all(const Saving *saving, Error *error) {
    for (size_t i = 0; i < saving->tables.count; i++) {
        if (!clear_table(saving->store, saving->tables.items[i].name, error)) {
            return false;
        }
    }
    return clear_table(saving->store, TEXT("file"), error);
}

static bool save_all(Store *store, void *context, Error *error) {
    Saving *saving = context;
    if (!store_tables_read(saving->arena, store, &saving->tables, error) ||
        !clear_all(saving, error)) {
        return false;
    }
    for (size_t i = 0; i < saving->count; i++) {
        if (!save_file(saving, &saving->files[i], error)) {
            return false;
        }
    }
    return true;
}

bool store_save_files(Store *store, const StoreFile *files, size_t count, Error *error) {
    CLEANUP(arena_close) Arena *arena = arena_new();
    Saving saving = {.store = store, .arena = arena, .files = files, .count = count};
    return store_within(store, save_all, &saving, error);
}
