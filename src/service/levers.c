/* SPDX-License-Identifier: Apache-2.0 */
#include "service/levers.h"

#include "base/csv.h"
#include "base/map.h"

enum { CELLS_MAX = 64 };

/* A row that a lever adds: its table, and cells by name. */
typedef struct AddedRow {
    Text table;
    Text names[CELLS_MAX];
    Text values[CELLS_MAX];
    size_t count;
    Date from; /* when the lever is ready */
    size_t line;
} AddedRow;

bool levers_open(Arena *arena, const Workspace *workspace, Date as_of, LeverBase *base,
                 ProblemList *problems) {
    *base = (LeverBase){.workspace = workspace, .as_of = as_of};
    return workspace_read_files(arena, workspace->folder, &base->files, &base->file_count,
                                problems);
}

/* ---- reading a change ---- */

/* Takes a word off the line; a value in double quotes may have blanks. */
static bool take_word(Text *rest, Text *word) {
    *rest = text_trim(*rest);
    bool is_quoted = false;
    size_t length = 0;
    while (length < rest->length && (is_quoted || rest->bytes[length] != ' ')) {
        is_quoted ^= rest->bytes[length] == '"';
        length++;
    }
    *word = text_slice(*rest, 0, length);
    *rest = text_slice(*rest, length, rest->length);
    return length > 0 && !is_quoted;
}

static Text unquoted(Text value) {
    const bool has_quotes =
        value.length >= 2 && value.bytes[0] == '"' && value.bytes[value.length - 1] == '"';
    return has_quotes ? text_slice(value, 1, value.length - 1) : value;
}

static bool add_cell(AddedRow *row, Text word) {
    Text value = word;
    Text name = {0};
    (void)text_split(&value, '=', &name);
    if (value.bytes == NULL || text_is_empty(name) || row->count == CELLS_MAX) {
        return false;
    }
    row->names[row->count] = name;
    row->values[row->count++] = unquoted(value);
    return true;
}

static bool parse_row(Text line, AddedRow *row) {
    Text word = {0};
    if (!take_word(&line, &row->table)) {
        return false;
    }
    while (!text_is_empty(text_trim(line))) {
        if (!take_word(&line, &word) || !add_cell(row, word)) {
            return false;
        }
    }
    return row->count > 0;
}

static void read_changes(const LeverBase *base, const Lever *lever, Array *rows,
                         ProblemList *problems) {
    Text rest = lever->change;
    Text line = {0};
    while (text_split(&rest, '\n', &line)) {
        if (text_is_empty(text_trim(line))) {
            continue;
        }
        AddedRow *row = array_add(rows);
        row->line = lever->mark.line;
        row->from =
            lever->ready_days > 0 ? date_add_days(base->as_of, lever->ready_days) : DATE_MIN;
        size_t table = 0;
        if (!parse_row(text_trim(line), row)) {
            problem_add(problems, TEXT("lever.csv"), lever->mark.line, 0,
                        "lever `%.*s`: cannot read `%.*s`; write TABLE COLUMN=VALUE ...",
                        TEXT_ARGS(lever->id), TEXT_ARGS(line));
        } else if (!text_equals(row->table, TEXT("workspace")) &&
                   !workspace_find_table(row->table, &table)) {
            problem_add(problems, TEXT("lever.csv"), lever->mark.line, 0,
                        "lever `%.*s`: there is no table `%.*s`", TEXT_ARGS(lever->id),
                        TEXT_ARGS(row->table));
        }
    }
}

/* ---- writing a table again ---- */

static bool is_setting_replaced(const Array *rows, Text key) {
    for (size_t i = 0; i < rows->count; i++) {
        const AddedRow *added = array_at(rows, i);
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
        const AddedRow *row = array_at(rows, i);
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

static Text cell_of(Arena *arena, const AddedRow *row, Text column) {
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
        const AddedRow *row = array_at(rows, i);
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
        const AddedRow *row = array_at(rows, i);
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
        const AddedRow *row = array_at(rows, i);
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

static bool patch_files(Arena *arena, const LeverBase *base, const Array *rows, Array *files,
                        ProblemList *problems) {
    for (size_t i = 0; i < base->file_count; i++) {
        WorkspaceFile *file = array_add(files);
        *file = base->files[i];
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

const Workspace *levers_apply(Arena *arena, const LeverBase *base, const bool *pulled,
                              ProblemList *problems) {
    Array rows = array_new(arena, sizeof(AddedRow));
    for (size_t i = 0; i < base->workspace->lever_count; i++) {
        if (pulled[i]) {
            read_changes(base, &base->workspace->levers[i], &rows, problems);
        }
    }
    Array files = array_new(arena, sizeof(WorkspaceFile));
    if (problem_count(problems) > 0 || !patch_files(arena, base, &rows, &files, problems)) {
        return NULL;
    }
    return workspace_parse(arena, base->workspace->folder, ARRAY_ITEMS(WorkspaceFile, &files),
                           files.count, problems);
}

bool levers_refuse(const ProblemList *problems, Error *error) {
    Arena *arena = arena_new();
    Text text = problem_format(arena, problems, 1);
    Text line = {0};
    (void)text_split(&text, '\n', &line);
    (void)error_set(error, ERROR_INVALID, "%.*s", TEXT_ARGS(line));
    arena_free(arena);
    return false;
}
