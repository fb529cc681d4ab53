/* SPDX-License-Identifier: Apache-2.0 */
#include "server/principal_table.h"

#include "base/csv.h"
#include "base/file.h"

enum { FILE_BYTES_MAX = 4 << 20 };

struct PrincipalTable {
    const Principal *rows;
    size_t count;
};

static void read_parties(Arena *arena, Text field, Principal *principal) {
    Array parties = array_new(arena, sizeof(Text));
    Text rest = field;
    Text piece = {0};
    while (text_split(&rest, ' ', &piece)) {
        if (!text_is_empty(piece)) {
            *(Text *)array_add(&parties) = piece;
        }
    }
    principal->is_held = parties.count > 0;
    principal->parties = ARRAY_ITEMS(Text, &parties);
    principal->party_count = parties.count;
}

static bool read_rows(Arena *arena, const CsvTable *csv, PrincipalTable *table, Error *error) {
    size_t name = 0;
    size_t role = 0;
    size_t parties = 0;
    if (!csv_find_column(csv, TEXT("name"), &name) || !csv_find_column(csv, TEXT("role"), &role) ||
        !csv_find_column(csv, TEXT("parties"), &parties)) {
        return error_set(error, ERROR_INVALID, "%.*s:1: the columns are name, role, parties",
                         TEXT_ARGS(csv->file));
    }
    Principal *rows = ARENA_MANY(arena, Principal, csv->row_count);
    for (size_t i = 0; i < csv->row_count; i++) {
        rows[i].name = csv->rows[i].fields[name];
        if (!role_parse(csv->rows[i].fields[role], &rows[i].role)) {
            return error_set(error, ERROR_INVALID,
                             "%.*s:%zu: `%.*s` is no role; there are reader, analyst, officer and "
                             "administrator",
                             TEXT_ARGS(csv->file), csv->rows[i].line,
                             TEXT_ARGS(text_slice(csv->rows[i].fields[role], 0, 64)));
        }
        read_parties(arena, csv->rows[i].fields[parties], &rows[i]);
    }
    table->rows = rows;
    table->count = csv->row_count;
    return true;
}

bool principal_table_read(Arena *arena, Text path, const PrincipalTable **result, Error *error) {
    PrincipalTable *table = ARENA_NEW(arena, PrincipalTable);
    ProblemList problems = problem_list_new(arena);
    CsvTable csv;
    Text content = {0};
    *result = table;
    if (text_is_empty(path)) {
        return true;
    }
    if (!file_read(arena, path, FILE_BYTES_MAX, &content, error)) {
        return false;
    }
    if (!csv_parse(arena, path, content, &csv, &problems)) {
        Text rest = problem_format(arena, &problems, 1);
        Text line = {0};
        (void)text_split(&rest, '\n', &line);
        return error_set(error, ERROR_INVALID, "%.*s", TEXT_ARGS(line));
    }
    return read_rows(arena, &csv, table, error);
}

bool principal_table_find(const PrincipalTable *table, Principal *principal) {
    for (size_t i = 0; i < table->count; i++) {
        const Principal *row = &table->rows[i];
        if (!text_equals(row->name, principal->name)) {
            continue;
        }
        principal->role = row->role;
        if (!principal->is_held) {
            principal->is_held = row->is_held;
            principal->parties = row->parties;
            principal->party_count = row->party_count;
        }
        return true;
    }
    return false;
}
