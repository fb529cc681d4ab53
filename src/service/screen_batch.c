/* SPDX-License-Identifier: Apache-2.0 */
/* Many names of a table: a line of CSV for each hit, and one for a name without any. */
#include "base/csv.h"
#include "service/screen.h"
#include "service/service.h"

enum { NO_COLUMN = CSV_COLUMNS_MAX };

typedef struct BatchColumns {
    size_t name;
    size_t id;
    size_t country;
    size_t kind;
} BatchColumns;

static size_t column_of(const CsvTable *table, const char *name) {
    size_t column = NO_COLUMN;
    return csv_find_column(table, text_from(name), &column) ? column : NO_COLUMN;
}

static Text field_of(const CsvRow *row, size_t column) {
    return column == NO_COLUMN ? TEXT("") : text_trim(row->fields[column]);
}

static void add_fields(TextBuilder *out, const Text *fields, size_t count) {
    for (size_t i = 0; i < count; i++) {
        if (i > 0) {
            text_add_character(out, ',');
        }
        csv_add_field(out, fields[i]);
    }
    text_add_character(out, '\n');
}

static Text matched_name(const PartyHit *hit) {
    return hit->name_count > 0 ? hit->party->names[hit->names[0].name].text : TEXT("");
}

static void add_hits(Arena *arena, const CsvRow *row, const BatchColumns *columns,
                     const ScreeningResult *result, TextBuilder *out) {
    const Text line = text_format(arena, "%zu", row->line);
    const Text id = field_of(row, columns->id);
    const Text name = field_of(row, columns->name);
    if (result->hit_count == 0) {
        const Text fields[] = {line,     id,       name,     TEXT("none"), TEXT(""), TEXT(""),
                               TEXT(""), TEXT(""), TEXT(""), TEXT(""),     TEXT("")};
        add_fields(out, fields, sizeof fields / sizeof fields[0]);
    }
    for (size_t i = 0; i < result->hit_count; i++) {
        const PartyHit *hit = &result->hits[i];
        const Text fields[] = {line,
                               id,
                               name,
                               screen_score(arena, hit->score),
                               hit->party->list,
                               hit->party->id,
                               hit->party->names[0].text,
                               matched_name(hit),
                               hit->party->programme,
                               screen_evidence(hit->country),
                               hit->is_by_identifier ? TEXT("identifier") : TEXT("name")};
        add_fields(out, fields, sizeof fields / sizeof fields[0]);
    }
}

static bool read_row(const CsvTable *table, const CsvRow *row, const BatchColumns *columns,
                     int threshold, ScreeningQuery *query, Error *error) {
    const Text kind = field_of(row, columns->kind);
    *query = (ScreeningQuery){.name = field_of(row, columns->name),
                              .country = field_of(row, columns->country),
                              .threshold = threshold};
    if (!text_is_empty(kind) && !listed_kind_parse(kind, &query->kind)) {
        return error_set(error, ERROR_INVALID,
                         "`%.*s`, line %zu: `%.*s` is no kind; write organisation, person, vessel "
                         "or aircraft",
                         TEXT_ARGS(table->file), row->line, TEXT_ARGS(kind));
    }
    return true;
}

static bool read_table(Arena *arena, Text file, Text content, CsvTable *table,
                       BatchColumns *columns, Error *error) {
    ProblemList problems = problem_list_new(arena);
    if (!csv_parse(arena, file, content, table, &problems)) {
        const Problem *first = array_at(&problems.problems, 0);
        return error_set(error, ERROR_INVALID, "`%.*s`, line %zu: %.*s", TEXT_ARGS(file),
                         first->line, TEXT_ARGS(first->message));
    }
    *columns = (BatchColumns){.name = column_of(table, "name"),
                              .id = column_of(table, "id"),
                              .country = column_of(table, "country"),
                              .kind = column_of(table, "kind")};
    return columns->name != NO_COLUMN ||
           error_set(error, ERROR_INVALID, "`%.*s` has no column `name`", TEXT_ARGS(file));
}

bool service_screen_batch(Arena *arena, ScreeningSearch *search, Text file, Text content,
                          int threshold, ServiceProgress progress, Text *csv, Error *error) {
    CsvTable table;
    BatchColumns columns = {0};
    TextBuilder out = text_builder_new(arena);
    if (!read_table(arena, file, content, &table, &columns, error)) {
        return false;
    }
    text_add(&out, TEXT("line,id,name,score,list,listed_id,listed_name,matched_name,programme,"
                        "country_given,by\n"));
    for (size_t i = 0; i < table.row_count; i++) {
        Arena *scratch = arena_new();
        ScreeningQuery query;
        ScreeningResult result;
        if (!read_row(&table, &table.rows[i], &columns, threshold, &query, error)) {
            arena_free(scratch);
            return false;
        }
        screening_find(scratch, search, &query, &result);
        add_hits(scratch, &table.rows[i], &columns, &result, &out);
        arena_free(scratch);
        if (progress.report != NULL) {
            progress.report(progress.context, TEXT("screening"), i + 1, table.row_count);
        }
    }
    *csv = text_built(&out);
    return true;
}
