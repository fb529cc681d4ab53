/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>

#include "alliance/loading.h"
#include "base/digest.h"
#include "base/file.h"

static const Text suffix = {".csv", 4};

Text loading_path(const Loading *loading, Text name) {
    return text_is_empty(loading->folder) ? name : file_path(loading->arena, loading->folder, name);
}

Text sheet_field(const Sheet *sheet, size_t row, size_t column) {
    size_t position = sheet->positions[column];
    return position == ALLIANCE_NONE ? TEXT("") : sheet->csv.rows[row].fields[position];
}

static Text file_of(const Loading *loading, const TableSpec *table) {
    return text_format(loading->arena, "%.*s.csv", TEXT_ARGS(table->shown.name));
}

static Map *column_names(const Loading *loading, const TableSpec *table) {
    Map *names = map_new(loading->arena);
    for (size_t i = 0; i < table->shown.column_count; i++) {
        (void)map_add(names, text_from(schema_column(table, i)->name), i);
    }
    return names;
}

/* False where the file has a column that the schema does not know. */
static bool find_positions(Loading *loading, const TableSpec *table, Sheet *sheet) {
    bool is_known = true;
    Map *names = column_names(loading, table);
    for (size_t i = 0; i < sheet->csv.column_count; i++) {
        size_t column = 0;
        Text name = sheet->csv.columns[i];
        if (map_find(names, name, &column)) {
            sheet->positions[column] = i;
        } else if (!text_is_empty(name)) {
            Text guess = loading_guess(loading, names, name);
            Text shown = loading_shown(loading, name);
            loading_complain_header(loading, sheet, i, "there is no column `%.*s`%.*s",
                                    TEXT_ARGS(shown), TEXT_ARGS(guess));
            is_known = false;
        }
    }
    return is_known;
}

static bool check_required_columns(Loading *loading, const TableSpec *table, const Sheet *sheet) {
    bool is_whole = true;
    for (size_t i = 0; i < table->shown.column_count; i++) {
        const ColumnSpec *column = schema_column(table, i);
        if ((column->flags & SCHEMA_REQUIRED) != 0 && sheet->positions[i] == ALLIANCE_NONE) {
            loading_complain_header(loading, sheet, 0, "the column `%s` is missing", column->name);
            is_whole = false;
        }
    }
    return is_whole;
}

static bool find_columns(Loading *loading, size_t table, Sheet *sheet) {
    const TableSpec *spec = schema_table(table);
    if (sheet->csv.column_count == 0) {
        return false; /* csv_parse has said why */
    }
    bool is_known = find_positions(loading, spec, sheet);
    return check_required_columns(loading, spec, sheet) && is_known;
}

/* Names the rows by their ids. What is no id at all is for cell.c to say. */
static void name_rows(Loading *loading, size_t table, Sheet *sheet) {
    for (size_t i = 0; i < sheet->csv.row_count; i++) {
        size_t first = 0;
        Text id = sheet_field(sheet, i, 0);
        if (text_is_empty(id) || map_add(sheet->ids, id, i)) {
            continue;
        }
        if (map_find(sheet->ids, id, &first)) {
            Text shown = loading_shown(loading, id);
            loading_complain(loading, (Place){table, i, 0},
                             "the id `%.*s` is given twice; it is first on line %zu",
                             TEXT_ARGS(shown), sheet->csv.rows[first].line);
        }
    }
}

/* Lines, so that a file of nothing but line ends costs no more than one of rows. */
static bool is_within_lines(Text content) {
    size_t count = 0;
    for (size_t i = 0; i < content.length; i++) {
        count += content.bytes[i] == '\n' ? 1 : 0;
    }
    return count <= LOADING_LINES_MAX;
}

static void read_sheet(Loading *loading, size_t table, Text content) {
    Sheet *sheet = &loading->sheets[table];
    if (content.length > LOADING_FILE_BYTES_MAX || !is_within_lines(content)) {
        loading_complain_file(loading, sheet->file, "the file has more than %d bytes or %d lines",
                              LOADING_FILE_BYTES_MAX, LOADING_LINES_MAX);
        return;
    }
    sheet->content = content;
    bool is_read = csv_parse(loading->arena, sheet->file, content, &sheet->csv, loading->problems);
    bool is_placed = find_columns(loading, table, sheet);
    sheet->is_sound = is_read && is_placed;
    if (sheet->ids != NULL) {
        name_rows(loading, table, sheet);
    }
}

static void prepare_sheets(Loading *loading) {
    for (size_t table = 0; table < TABLE_COUNT; table++) {
        const TableSpec *spec = schema_table(table);
        Sheet *sheet = &loading->sheets[table];
        sheet->file = loading_path(loading, file_of(loading, spec));
        sheet->is_sound = true; /* a table that is not there has no rows */
        sheet->ids = spec->shown.has_ids ? map_new(loading->arena) : NULL;
        for (size_t i = 0; i < SCHEMA_COLUMNS_MAX; i++) {
            sheet->positions[i] = ALLIANCE_NONE;
        }
    }
}

static Map *file_names(const Loading *loading) {
    Map *names = map_new(loading->arena);
    for (size_t table = 0; table < TABLE_COUNT; table++) {
        (void)map_add(names, file_of(loading, schema_table(table)), table);
    }
    return names;
}

static void take_file(Loading *loading, const Map *names, const WorkspaceFile *file) {
    size_t table = 0;
    Text path = loading_path(loading, file->name);
    if (!map_find(names, file->name, &table)) {
        Text guess = loading_guess(loading, names, file->name);
        loading_complain_file(loading, path, "no table has this name%.*s", TEXT_ARGS(guess));
        return;
    }
    if (loading->sheets[table].is_given) {
        loading_complain_file(loading, path, "the table is given twice");
        return;
    }
    loading->sheets[table].is_given = true;
    loading->sheets[table].is_sound = false;
    if (file->content.bytes != NULL) {
        read_sheet(loading, table, file->content);
    }
}

static int compare_files(const void *left, const void *right) {
    const WorkspaceFile *a = left;
    const WorkspaceFile *b = right;
    int order = text_compare(a->name, b->name);
    return order != 0 ? order : text_compare(a->content, b->content);
}

static bool is_table(Text name) {
    size_t at = 0;
    return text_ends_with(name, suffix) && !text_find(name, TEXT("/"), &at);
}

/* The tables by name: what messages and the digest follow must not depend on the caller. */
static const WorkspaceFile *sort_tables(Arena *arena, const WorkspaceFile *files, size_t file_count,
                                        bool are_tables, size_t *count) {
    WorkspaceFile *chosen = ARENA_MANY(arena, WorkspaceFile, file_count);
    *count = 0;
    for (size_t i = 0; i < file_count; i++) {
        if (is_table(files[i].name) == are_tables) {
            chosen[(*count)++] = files[i];
        }
    }
    if (*count > 1) {
        qsort(chosen, *count, sizeof(WorkspaceFile), compare_files);
    }
    return chosen;
}

static void check_required_tables(Loading *loading) {
    for (size_t table = 0; table < TABLE_COUNT; table++) {
        Sheet *sheet = &loading->sheets[table];
        if (schema_table(table)->shown.is_required && !sheet->is_given) {
            loading_complain_file(loading, sheet->file,
                                  "the file is missing; a workspace must have it");
            sheet->is_sound = false;
        }
    }
}

void loading_read_sheets(Loading *loading, const WorkspaceFile *files, size_t file_count) {
    Workspace *workspace = loading->workspace;
    workspace->files = sort_tables(loading->arena, files, file_count, true, &workspace->file_count);
    workspace->others =
        sort_tables(loading->arena, files, file_count, false, &workspace->other_count);
    const WorkspaceFile *tables = workspace->files;
    const size_t table_count = workspace->file_count;
    Map *names = file_names(loading);
    Digest *digest = digest_new();
    prepare_sheets(loading);
    for (size_t i = 0; i < table_count; i++) {
        digest_add(digest, tables[i].name);
        digest_add(digest, tables[i].content.bytes == NULL ? TEXT("") : tables[i].content);
        take_file(loading, names, &tables[i]);
    }
    workspace->digest = digest_finish(loading->arena, digest);
    check_required_tables(loading);
}
