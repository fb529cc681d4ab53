/* SPDX-License-Identifier: Apache-2.0 */
#include <assert.h>

#include "base/date.h"
#include "base/digest.h"
#include "base/json_canonical.h"
#include "store/engine.h"

/* Adding to the chain and reading it. */

enum {
    ROW_WIDTH = 9,
    MS_A_DAY = 86400000,
    MS_AN_HOUR = 3600000,
    MS_A_MINUTE = 60000,
    MS_A_SECOND = 1000
};

#define AUDIT_COLUMNS                                                                              \
    "\"number\", \"time\", \"who\", \"kind\", \"inputs\", \"law\", \"result\", \"previous\", "     \
    "\"hash\""

/* ---- a row as text ---- */

static void add_member(TextBuilder *json, Text name, Text value) {
    text_add(json, TEXT(",\""));
    text_add(json, name);
    text_add(json, TEXT("\":"));
    json_add_canonical_text(json, value);
}

/* The members stand in the order of their names. */
Text audit_row_json(Arena *arena, const AuditRow *row) {
    TextBuilder json = text_builder_new(arena);
    text_add(&json, TEXT("{\"inputs\":"));
    text_add(&json, row->inputs);
    add_member(&json, TEXT("kind"), row->kind);
    add_member(&json, TEXT("law"), row->law);
    text_add(&json, TEXT(",\"number\":"));
    text_add_integer(&json, row->number);
    add_member(&json, TEXT("previous"), row->previous);
    add_member(&json, TEXT("result"), row->result);
    add_member(&json, TEXT("time"), row->time);
    add_member(&json, TEXT("who"), row->who);
    text_add_character(&json, '}');
    return text_built(&json);
}

/* A mark, and a number with the zeros before it; `count` is up to 3. */
static void add_digits(TextBuilder *out, char mark, int value, int count) {
    static const int PLACES[] = {1, 10, 100};
    text_add_character(out, mark);
    for (int i = count - 1; i >= 0; i--) {
        text_add_character(out, (char)('0' + value / PLACES[i] % 10));
    }
}

/* YYYY-MM-DDTHH:MM:SS.mmmZ */
static bool format_time(Arena *arena, int64_t at_ms, Text *time, Error *error) {
    const int64_t last_day = date_from_parts(9999, 12, 31);
    if (at_ms < 0 || at_ms / MS_A_DAY > last_day) {
        return error_set(error, ERROR_INVALID, "the time %lld lies outside the years 1970 to 9999",
                         (long long)at_ms);
    }
    const int rest = (int)(at_ms % MS_A_DAY);
    TextBuilder out = text_builder_new(arena);
    text_add(&out, date_format(arena, (Date)(at_ms / MS_A_DAY)));
    add_digits(&out, 'T', rest / MS_AN_HOUR, 2);
    add_digits(&out, ':', rest % MS_AN_HOUR / MS_A_MINUTE, 2);
    add_digits(&out, ':', rest % MS_A_MINUTE / MS_A_SECOND, 2);
    add_digits(&out, '.', rest % MS_A_SECOND, 3);
    text_add_character(&out, 'Z');
    *time = text_built(&out);
    return true;
}

static bool check_entry(const AuditEntry *entry, Error *error) {
    const Text digests[] = {entry->law, entry->result};
    if (text_is_empty(entry->who) || text_is_empty(entry->kind)) {
        return error_set(error, ERROR_INVALID, "a row of the audit chain says who and what kind");
    }
    for (size_t i = 0; i < sizeof digests / sizeof digests[0]; i++) {
        if (!text_is_empty(digests[i]) && digests[i].length != STORE_DIGEST_LENGTH) {
            return error_set(error, ERROR_INVALID, "`%.*s` is no digest", TEXT_ARGS(digests[i]));
        }
    }
    if (!text_is_utf8(entry->who) || !text_is_utf8(entry->kind)) {
        return error_set(error, ERROR_INVALID, "a row of the audit chain is UTF-8");
    }
    return true;
}

static bool chain_row(Arena *arena, const AuditEntry *entry, const AuditHead *head, AuditRow *row,
                      Error *error) {
    *row = (AuditRow){.number = head->number + 1,
                      .who = entry->who,
                      .kind = entry->kind,
                      .law = entry->law,
                      .result = entry->result,
                      .previous = head->hash};
    if (!check_entry(entry, error) || !format_time(arena, entry->at_ms, &row->time, error) ||
        !json_canonical(arena, entry->inputs, &row->inputs, error)) {
        return false;
    }
    row->hash = digest_bytes(arena, audit_row_json(arena, row));
    return true;
}

/* ---- appending ---- */

/* So many rows in one statement: a server answers once for all of them, and a file's statement is
 * made ready once. */
static const size_t ROWS_AT_ONCE[] = {32, 8, 1};
enum { SIZE_COUNT = sizeof ROWS_AT_ONCE / sizeof ROWS_AT_ONCE[0] };

typedef struct Appending {
    const AuditEntry *entries;
    size_t count;
    int64_t first;
} Appending;

static bool read_head(Arena *arena, Store *store, const char *sql, AuditHead *head, Error *error) {
    Rows rows = {0};
    if (!store_query(arena, store, text_from(sql), NULL, 0, &rows, error)) {
        return false;
    }
    if (rows.count != 1) {
        return error_set(error, ERROR_INVALID, "the head of the audit chain in `%.*s` is missing",
                         TEXT_ARGS(store->shown));
    }
    *head = (AuditHead){rows_at(&rows, 0, 0)->integer, rows_at(&rows, 0, 1)->text};
    return true;
}

static Text insertion_sql(Arena *arena, size_t count) {
    TextBuilder sql = text_builder_new(arena);
    text_add(&sql, TEXT("INSERT INTO \"audit\" (" AUDIT_COLUMNS ") VALUES "));
    for (size_t i = 0; i < count * ROW_WIDTH; i++) {
        const char *before = i == 0 ? "(" : i % ROW_WIDTH == 0 ? "), (" : ", ";
        text_add(&sql, text_from(before));
        text_add_character(&sql, '$');
        text_add_integer(&sql, (int64_t)i + 1);
    }
    text_add_character(&sql, ')');
    return text_built(&sql);
}

static void set_values(const AuditRow *row, Value *values) {
    const Value set[ROW_WIDTH] = {
        value_integer(row->number), value_text(row->time),     value_text(row->who),
        value_text(row->kind),      value_text(row->inputs),   value_text(row->law),
        value_text(row->result),    value_text(row->previous), value_text(row->hash)};
    for (size_t i = 0; i < ROW_WIDTH; i++) {
        values[i] = set[i];
    }
}

/* Chains and inserts `count` rows with one statement. */
static bool append_some(Arena *arena, Store *store, const AuditEntry *entries, size_t count,
                        Text sql, AuditHead *head, Error *error) {
    Value *values = ARENA_MANY(arena, Value, count * ROW_WIDTH);
    for (size_t i = 0; i < count; i++) {
        AuditRow row;
        if (!chain_row(arena, &entries[i], head, &row, error)) {
            return false;
        }
        set_values(&row, &values[i * ROW_WIDTH]);
        *head = (AuditHead){row.number, row.hash};
    }
    return store_execute(store, sql, values, count * ROW_WIDTH, error);
}

static bool write_head(Store *store, const AuditHead *head, Error *error) {
    const Value values[] = {value_integer(head->number), value_text(head->hash)};
    return store_execute(
        store, TEXT("UPDATE \"audit_head\" SET \"number\" = $1, \"hash\" = $2 WHERE \"one\" = 1"),
        values, 2, error);
}

static bool append_all(Store *store, void *context, Error *error) {
    CLEANUP(arena_close) Arena *arena = arena_new();
    Appending *appending = context;
    AuditHead head = {0};
    size_t done = 0;
    if (!read_head(arena, store, store->engine->read_head, &head, error)) {
        return false;
    }
    appending->first = head.number + 1;
    for (size_t size = 0; size < SIZE_COUNT; size++) {
        const size_t some = ROWS_AT_ONCE[size];
        const Text sql = appending->count - done < some ? (Text){0} : insertion_sql(arena, some);
        for (; appending->count - done >= some; done += some) {
            if (!append_some(arena, store, &appending->entries[done], some, sql, &head, error)) {
                return false;
            }
        }
    }
    return write_head(store, &head, error);
}

bool store_audit_append(Store *store, const AuditEntry *entries, size_t count, int64_t *first,
                        Error *error) {
    Appending appending = {.entries = entries, .count = count};
    if (!store_within(store, append_all, &appending, error)) {
        return false;
    }
    *first = appending.first;
    return true;
}

/* ---- reading ---- */

static const AuditRow *rows_of(Arena *arena, const Rows *found, bool is_backward) {
    AuditRow *list = ARENA_MANY(arena, AuditRow, found->count);
    for (size_t i = 0; i < found->count; i++) {
        const Value *row = rows_at(found, is_backward ? found->count - 1 - i : i, 0);
        list[i] = (AuditRow){row[0].integer, row[1].text, row[2].text, row[3].text, row[4].text,
                             row[5].text,    row[6].text, row[7].text, row[8].text};
    }
    return list;
}

bool store_audit_read(Arena *arena, Store *store, int64_t after, size_t limit,
                      const AuditRow **rows, size_t *count, Error *error) {
    const Value values[] = {value_integer(after), value_integer((int64_t)limit)};
    Rows found = {0};
    if (!store_query(arena, store,
                     TEXT("SELECT " AUDIT_COLUMNS " FROM \"audit\" WHERE \"number\" > $1"
                          " ORDER BY \"number\" LIMIT $2"),
                     values, 2, &found, error)) {
        return false;
    }
    *rows = rows_of(arena, &found, false);
    *count = found.count;
    return true;
}

static Text kinds_sql(Arena *arena, const AuditQuery *query) {
    TextBuilder sql = text_builder_new(arena);
    text_add(&sql, TEXT("SELECT " AUDIT_COLUMNS " FROM \"audit\" WHERE \"kind\" <> 'decision'"
                        " AND \"kind\" IN ("));
    for (size_t i = 0; i < query->kind_count; i++) {
        text_add_format(&sql, "%s$%zu", i == 0 ? "" : ", ", i + 1);
    }
    text_add_format(&sql, ") AND \"number\" > $%zu ORDER BY \"number\"%s LIMIT $%zu",
                    query->kind_count + 1, query->is_newest ? " DESC" : "", query->kind_count + 2);
    return text_built(&sql);
}

bool store_audit_read_kinds(Arena *arena, Store *store, const AuditQuery *query,
                            const AuditRow **rows, size_t *count, Error *error) {
    Value values[STORE_AUDIT_KINDS_MAX + 2];
    Rows found = {0};
    assert(query->kind_count > 0 && query->kind_count <= STORE_AUDIT_KINDS_MAX);
    for (size_t i = 0; i < query->kind_count; i++) {
        values[i] = value_text(query->kinds[i]);
    }
    values[query->kind_count] = value_integer(query->after);
    values[query->kind_count + 1] = value_integer((int64_t)query->limit);
    if (!store_query(arena, store, kinds_sql(arena, query), values, query->kind_count + 2, &found,
                     error)) {
        return false;
    }
    *rows = rows_of(arena, &found, query->is_newest);
    *count = found.count;
    return true;
}

bool store_audit_find(Arena *arena, Store *store, int64_t number, AuditRow *row, Error *error) {
    const AuditRow *rows = NULL;
    size_t count = 0;
    if (!store_audit_read(arena, store, number - 1, 1, &rows, &count, error)) {
        return false;
    }
    if (count == 0 || rows[0].number != number) {
        return error_set(error, ERROR_MISSING, "the audit chain of `%.*s` has no row %lld",
                         TEXT_ARGS(store->shown), (long long)number);
    }
    *row = rows[0];
    return true;
}

bool store_audit_head(Arena *arena, Store *store, AuditHead *head, Error *error) {
    return read_head(arena, store,
                     "SELECT \"number\", \"hash\" FROM \"audit_head\" WHERE \"one\" = 1", head,
                     error);
}
