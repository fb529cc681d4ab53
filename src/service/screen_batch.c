/* SPDX-License-Identifier: Apache-2.0 */
/* Many names of a table: a line of CSV for each hit, and one for a name without any. */
#include "base/csv.h"
#include "base/map.h"
#include "service/screen.h"
#include "service/service.h"

enum { NO_COLUMN = CSV_COLUMNS_MAX };

typedef struct BatchColumns {
    size_t name;
    size_t id;
    size_t country;
    size_t born;
    size_t city;
    size_t kind;
} BatchColumns;

/* A party of the table. */
typedef struct BatchRow {
    size_t line;
    Text id;
    ScreeningQuery query;
} BatchRow;

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

static void add_hit(Arena *arena, const BatchRow *row, Text change, const PartyHit *hit,
                    TextBuilder *out) {
    if (!text_is_empty(change)) {
        csv_add_field(out, change);
        text_add_character(out, ',');
    }
    const Text fields[] = {text_format(arena, "%zu", row->line),
                           row->id,
                           row->query.name,
                           screen_score(arena, hit->score),
                           hit->party->list,
                           hit->party->id,
                           hit->party->names[0].text,
                           matched_name(hit),
                           hit->party->programme,
                           screen_evidence(hit->country),
                           hit->is_by_identifier ? TEXT("identifier") : TEXT("name"),
                           screen_evidence(hit->born),
                           screen_evidence(hit->city)};
    add_fields(out, fields, sizeof fields / sizeof fields[0]);
}

static void add_hits(Arena *arena, const BatchRow *row, const ScreeningResult *result,
                     TextBuilder *out) {
    if (result->hit_count == 0) {
        const Text line = text_format(arena, "%zu", row->line);
        const Text fields[] = {line,     row->id,  row->query.name, TEXT("none"), TEXT(""),
                               TEXT(""), TEXT(""), TEXT(""),        TEXT(""),     TEXT(""),
                               TEXT(""), TEXT(""), TEXT("")};
        add_fields(out, fields, sizeof fields / sizeof fields[0]);
    }
    for (size_t i = 0; i < result->hit_count; i++) {
        add_hit(arena, row, TEXT(""), &result->hits[i], out);
    }
}

static bool read_row(const CsvTable *table, const CsvRow *row, const BatchColumns *columns,
                     ScreeningThresholds thresholds, BatchRow *read, Error *error) {
    const Text kind = field_of(row, columns->kind);
    *read = (BatchRow){.line = row->line,
                       .id = field_of(row, columns->id),
                       .query = {.name = field_of(row, columns->name),
                                 .country = field_of(row, columns->country),
                                 .born = field_of(row, columns->born),
                                 .city = field_of(row, columns->city),
                                 .threshold = thresholds.otherwise,
                                 .thresholds = thresholds.items,
                                 .threshold_count = thresholds.count}};
    if (!text_is_empty(kind) && !listed_kind_parse(kind, &read->query.kind)) {
        return error_set(error, ERROR_INVALID,
                         "`%.*s`, line %zu: `%.*s` is no kind; write organisation, person, vessel "
                         "or aircraft",
                         TEXT_ARGS(table->file), row->line, TEXT_ARGS(kind));
    }
    if (!text_is_empty(read->query.born) && !screening_birth_is_valid(read->query.born)) {
        return error_set(error, ERROR_INVALID,
                         "`%.*s`, line %zu: `%.*s` is no date of birth; write YYYY, YYYY-MM or "
                         "YYYY-MM-DD",
                         TEXT_ARGS(table->file), row->line, TEXT_ARGS(read->query.born));
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
                              .born = column_of(table, "born"),
                              .city = column_of(table, "city"),
                              .kind = column_of(table, "kind")};
    return columns->name != NO_COLUMN ||
           error_set(error, ERROR_INVALID, "`%.*s` has no column `name`", TEXT_ARGS(file));
}

static bool read_rows(Arena *arena, Text file, Text content, ScreeningThresholds thresholds,
                      BatchRow **rows, size_t *count, Error *error) {
    CsvTable table;
    BatchColumns columns = {0};
    if (!read_table(arena, file, content, &table, &columns, error)) {
        return false;
    }
    *rows = ARENA_MANY(arena, BatchRow, table.row_count);
    *count = table.row_count;
    for (size_t i = 0; i < table.row_count; i++) {
        if (!read_row(&table, &table.rows[i], &columns, thresholds, &(*rows)[i], error)) {
            return false;
        }
    }
    return true;
}

static const char HEADER[] = "line,id,name,score,list,listed_id,listed_name,matched_name,"
                             "programme,country_given,by,born_given,city_given\n";

static Text screen_rows(Arena *arena, ScreeningSearch *search, const BatchRow *rows, size_t count,
                        ServiceProgress progress) {
    TextBuilder out = text_builder_new(arena);
    text_add(&out, text_from(HEADER));
    for (size_t i = 0; i < count; i++) {
        Arena *scratch = arena_new();
        ScreeningResult result;
        screening_find(scratch, search, &rows[i].query, &result);
        add_hits(scratch, &rows[i], &result, &out);
        arena_free(scratch);
        if (progress.report != NULL) {
            progress.report(progress.context, TEXT("screening"), i + 1, count);
        }
    }
    return text_built(&out);
}

bool service_screen_batch(Arena *arena, ScreeningSearch *search, Text file, Text content,
                          ScreeningThresholds thresholds, ServiceProgress progress, Text *csv,
                          Error *error) {
    BatchRow *rows = NULL;
    size_t count = 0;
    if (!read_rows(arena, file, content, thresholds, &rows, &count, error)) {
        return false;
    }
    *csv = screen_rows(arena, search, rows, count, progress);
    return true;
}

/* ---- what changed ---- */

static Text row_key(Arena *arena, const BatchRow *row) {
    return text_format(arena, "%.*s\n%.*s\n%.*s\n%d\n%.*s\n%.*s", TEXT_ARGS(row->id),
                       TEXT_ARGS(row->query.name), TEXT_ARGS(row->query.country),
                       (int)row->query.kind, TEXT_ARGS(row->query.born),
                       TEXT_ARGS(row->query.city));
}

bool service_screen_changed(Arena *arena, ScreeningSearch *search, const ScreenTable *before,
                            const ScreenTable *after, ScreeningThresholds thresholds,
                            ServiceProgress progress, Text *csv, Error *error) {
    BatchRow *old_rows = NULL;
    BatchRow *rows = NULL;
    size_t old_count = 0;
    size_t count = 0;
    size_t kept = 0;
    size_t ignored = 0;
    if (!read_rows(arena, before->file, before->content, thresholds, &old_rows, &old_count,
                   error) ||
        !read_rows(arena, after->file, after->content, thresholds, &rows, &count, error)) {
        return false;
    }
    Map *known = map_new(arena);
    for (size_t i = 0; i < old_count; i++) {
        (void)map_add(known, row_key(arena, &old_rows[i]), i);
    }
    for (size_t i = 0; i < count; i++) {
        if (!map_find(known, row_key(arena, &rows[i]), &ignored)) {
            rows[kept++] = rows[i];
        }
    }
    *csv = screen_rows(arena, search, rows, kept, progress);
    return true;
}

/* The change that the list made to a party, by its key; none where it made none. */
static const ListChange *change_of(Arena *arena, const Map *map, const ListChanges *changes,
                                   const ListedParty *party) {
    size_t at = 0;
    return map_find(map, listed_party_key(arena, party), &at) ? &changes->items[at] : NULL;
}

static bool has_hit(Arena *arena, const ScreeningResult *result, Text key) {
    for (size_t i = 0; i < result->hit_count; i++) {
        if (text_equals(listed_party_key(arena, result->hits[i].party), key)) {
            return true;
        }
    }
    return false;
}

typedef struct ReleaseDelta {
    ScreeningSearch *before;
    ScreeningSearch *after;
    ListChanges changes;
    Map *by_key; /* to places in changes */
} ReleaseDelta;

/* Hits of parties that were added or changed, then those that are hits no more. */
static void add_changed_hits(Arena *arena, const ReleaseDelta *delta, const BatchRow *row,
                             TextBuilder *out) {
    ScreeningResult before;
    ScreeningResult after;
    screening_find(arena, delta->before, &row->query, &before);
    screening_find(arena, delta->after, &row->query, &after);
    for (size_t i = 0; i < after.hit_count; i++) {
        const ListChange *change =
            change_of(arena, delta->by_key, &delta->changes, after.hits[i].party);
        if (change != NULL) {
            add_hit(arena, row, list_change_word(change->kind), &after.hits[i], out);
        }
    }
    for (size_t i = 0; i < before.hit_count; i++) {
        const ListedParty *party = before.hits[i].party;
        const ListChange *change = change_of(arena, delta->by_key, &delta->changes, party);
        if (change != NULL && !has_hit(arena, &after, listed_party_key(arena, party))) {
            add_hit(arena, row,
                    change->kind == LIST_CHANGE_REMOVED ? TEXT("removed") : TEXT("no longer a hit"),
                    &before.hits[i], out);
        }
    }
}

static ReleaseDelta delta_of(Arena *arena, const ScreenReleases *releases) {
    ReleaseDelta delta = {.by_key = map_new(arena)};
    screening_list_changes(arena, releases->before, releases->before_count, releases->after,
                           releases->after_count, &delta.changes);
    for (size_t i = 0; i < delta.changes.count; i++) {
        const ListChange *change = &delta.changes.items[i];
        (void)map_add(
            delta.by_key,
            listed_party_key(arena, change->after != NULL ? change->after : change->before), i);
    }
    return delta;
}

bool service_screen_releases(Arena *arena, const ScreenReleases *releases, const ScreenTable *own,
                             ScreeningThresholds thresholds, ServiceProgress progress, Text *csv,
                             Error *error) {
    BatchRow *rows = NULL;
    size_t count = 0;
    TextBuilder out = text_builder_new(arena);
    if (!read_rows(arena, own->file, own->content, thresholds, &rows, &count, error)) {
        return false;
    }
    ScreeningIndex *before = screening_index_new(releases->before, releases->before_count);
    ScreeningIndex *after = screening_index_new(releases->after, releases->after_count);
    ReleaseDelta delta = delta_of(arena, releases);
    delta.before = screening_search_new(before);
    delta.after = screening_search_new(after);
    text_add_format(&out, "change,%s", HEADER);
    for (size_t i = 0; i < count; i++) {
        Arena *scratch = arena_new();
        add_changed_hits(scratch, &delta, &rows[i], &out);
        arena_free(scratch);
        if (progress.report != NULL) {
            progress.report(progress.context, TEXT("screening"), i + 1, count);
        }
    }
    screening_search_free(delta.before);
    screening_search_free(delta.after);
    screening_index_free(before);
    screening_index_free(after);
    *csv = text_built(&out);
    return true;
}
