/* SPDX-License-Identifier: Apache-2.0 */
#include "base/array.h"
#include "base/csv.h"
#include "base/digest.h"
#include "base/json.h"
#include "service/table_keep.h"

static const Text ASSESSMENT_FILE = {"assessment.csv", 14};
static const Text ANSWER_FILE = {"answer.csv", 10};

enum { CELLS_MAX = 8 };

/* What is put into a table, by the names of its columns. */
typedef struct Cell {
    Text column;
    Text text;
} Cell;

typedef struct Row {
    Cell cells[CELLS_MAX];
    size_t count;
} Row;

/* A table whose rows of one key give way to others. */
typedef struct Merge {
    Arena *arena;
    Text file;
    Text key_column;
    Text key;
    Array columns; /* of Text */
    TextBuilder out;
    Error *error;
} Merge;

static bool has_column(const Array *columns, Text name) {
    for (size_t i = 0; i < columns->count; i++) {
        if (text_equals(ARRAY_ITEMS(Text, columns)[i], name)) {
            return true;
        }
    }
    return false;
}

static void add_columns(Merge *merge, const Array *rows) {
    for (size_t i = 0; i < rows->count; i++) {
        const Row *row = array_at(rows, i);
        for (size_t c = 0; c < row->count; c++) {
            if (!has_column(&merge->columns, row->cells[c].column)) {
                *(Text *)array_add(&merge->columns) = row->cells[c].column;
            }
        }
    }
}

static void end_cell(Merge *merge, size_t column) {
    text_add(&merge->out, column + 1 < merge->columns.count ? TEXT(",") : TEXT("\n"));
}

static Text cell_of(const Row *row, Text column) {
    for (size_t i = 0; i < row->count; i++) {
        if (text_equals(row->cells[i].column, column)) {
            return row->cells[i].text;
        }
    }
    return (Text){0};
}

static void write_rows(Merge *merge, const Array *rows) {
    for (size_t i = 0; i < rows->count; i++) {
        for (size_t c = 0; c < merge->columns.count; c++) {
            csv_add_field(&merge->out,
                          cell_of(array_at(rows, i), ARRAY_ITEMS(Text, &merge->columns)[c]));
            end_cell(merge, c);
        }
    }
}

/* The rows of other keys, as they were. */
static void write_others(Merge *merge, const CsvTable *table) {
    size_t key = 0;
    const bool has_key = csv_find_column(table, merge->key_column, &key);
    for (size_t i = 0; i < table->row_count; i++) {
        if (has_key && text_equals(table->rows[i].fields[key], merge->key)) {
            continue;
        }
        for (size_t c = 0; c < merge->columns.count; c++) {
            csv_add_field(&merge->out,
                          c < table->column_count ? table->rows[i].fields[c] : (Text){0});
            end_cell(merge, c);
        }
    }
}

/* The table with the rows in the place of those of the key. */
static bool merge_rows(Merge *merge, Text before, const Array *rows, StoreFile *file) {
    CsvTable table = {0};
    if (!text_is_empty(before) &&
        !csv_read(merge->arena, merge->file, before, &table, merge->error)) {
        return false;
    }
    merge->columns = array_new(merge->arena, sizeof(Text));
    merge->out = text_builder_new(merge->arena);
    for (size_t i = 0; i < table.column_count; i++) {
        *(Text *)array_add(&merge->columns) = table.columns[i];
    }
    add_columns(merge, rows);
    for (size_t c = 0; c < merge->columns.count; c++) {
        csv_add_field(&merge->out, ARRAY_ITEMS(Text, &merge->columns)[c]);
        end_cell(merge, c);
    }
    write_others(merge, &table);
    write_rows(merge, rows);
    *file = (StoreFile){merge->file, text_built(&merge->out)};
    return true;
}

/* ---- the rows ---- */

static void add_cell(Row *row, const char *column, Text text) {
    row->cells[row->count++] = (Cell){text_from(column), text};
}

static Text date_or_empty(Arena *arena, Date date) {
    return date == DATE_MIN ? (Text){0} : date_format(arena, date);
}

static void assessment_row(Arena *arena, const AssessmentGiven *given, Text who, Array *rows) {
    Row *row = array_add(rows);
    *row = (Row){0};
    add_cell(row, "id", given->id);
    add_cell(row, "party", given->party);
    add_cell(row, "sought", given->sought);
    add_cell(row, "assessed", date_format(arena, given->assessed));
    add_cell(row, "closed", date_or_empty(arena, given->closed));
    add_cell(row, "affirmed", date_or_empty(arena, given->affirmed));
    add_cell(row, "source", text_format(arena, "entered by %.*s", TEXT_ARGS(who)));
}

static Text field_of(const CsvTable *table, size_t row, const char *column) {
    size_t at = 0;
    return csv_find_column(table, text_from(column), &at) ? table->rows[row].fields[at] : (Text){0};
}

/* What shows it, with its day. */
static Text source_of(Arena *arena, Text evidence, Text day) {
    return text_is_empty(evidence) || text_is_empty(day)
               ? (text_is_empty(evidence) ? day : evidence)
               : text_format(arena, "%.*s (%.*s)", TEXT_ARGS(evidence), TEXT_ARGS(day));
}

static void answer_row(Arena *arena, const CsvTable *table, size_t index, Text id, Array *rows) {
    static const char *const SAME[] = {"requirement", "objective", "status", "reason",
                                       "effort_days"};
    Row *row = array_add(rows);
    *row = (Row){0};
    add_cell(row, "assessment", id);
    for (size_t i = 0; i < sizeof SAME / sizeof SAME[0]; i++) {
        add_cell(row, SAME[i], field_of(table, index, SAME[i]));
    }
    add_cell(row, "source",
             source_of(arena, field_of(table, index, "evidence"),
                       field_of(table, index, "evidence_date")));
}

static bool answer_rows(Arena *arena, const AssessmentGiven *given, Array *rows, Error *error) {
    CsvTable table = {0};
    if (!csv_read(arena, TEXT("answers"), given->answers, &table, error)) {
        return false;
    }
    for (size_t i = 0; i < table.row_count; i++) {
        answer_row(arena, &table, i, given->id, rows);
    }
    return rows->count > 0 || error_set(error, ERROR_INVALID, "there is no answer to keep");
}

static Text inputs_of(Arena *arena, const AssessmentGiven *given) {
    JsonWriter *json = json_writer_new();
    json_add_text(json, "assessment", given->id);
    json_add_text(json, "party", given->party);
    json_add_text(json, "sought", given->sought);
    json_add_date(json, "assessed", given->assessed);
    json_add_text(json, "answers", digest_bytes(arena, given->answers));
    const Text text = json_finish(arena, json, false);
    json_writer_free(json);
    return text;
}

typedef struct Keeping {
    AssessmentGiven given;
    Text who;
} Keeping;

static bool make_assessment(Arena *arena, const Workspace *workspace, const TablesBefore *before,
                            void *context, TablesMade *made, Error *error) {
    const Keeping *keeping = context;
    const AssessmentGiven *given = &keeping->given;
    Array assessments = array_new(arena, sizeof(Row));
    Array answers = array_new(arena, sizeof(Row));
    StoreFile *tables = ARENA_MANY(arena, StoreFile, 2);
    Merge first = {.arena = arena,
                   .file = ASSESSMENT_FILE,
                   .key_column = TEXT("id"),
                   .key = given->id,
                   .error = error};
    Merge then = {.arena = arena,
                  .file = ANSWER_FILE,
                  .key_column = TEXT("assessment"),
                  .key = given->id,
                  .error = error};
    if (text_is_empty(workspace_setting(workspace, TEXT("scheme")))) {
        return error_set(error, ERROR_INVALID,
                         "the workspace names no scheme that assessments stand against; see "
                         "docs/assurance.md");
    }
    assessment_row(arena, given, keeping->who, &assessments);
    if (!answer_rows(arena, given, &answers, error) ||
        !merge_rows(&first, tables_before(before, ASSESSMENT_FILE), &assessments, &tables[0]) ||
        !merge_rows(&then, tables_before(before, ANSWER_FILE), &answers, &tables[1])) {
        return false;
    }
    *made = (TablesMade){.tables = tables,
                         .table_count = 2,
                         .kind = TEXT("assessment"),
                         .inputs = inputs_of(arena, given),
                         .output = tables[0].content};
    return true;
}

bool service_keep_assessment(Arena *arena, const ListingKeeping *keeping,
                             const AssessmentGiven *given, int64_t *number, Error *error) {
    Keeping context = {*given, keeping->moment.who};
    return tables_change(arena, keeping, make_assessment, &context, number, error);
}
