/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "base/digest.h"
#include "base/map.h"
#include "store/engine.h"

/* Walking the chain. */

enum { PAGE_ROWS = 1000, KEPT_PAGE_ROWS = 20 };

typedef struct Walk {
    Arena *arena;
    AuditHead noted;
    AuditVerdict *verdict;
    char hash[STORE_DIGEST_LENGTH]; /* of the last good row */
    Map *laws;                      /* that are kept */
} Walk;

/* Fills the verdict and gives false: the walk ends here. */
static bool break_at(Walk *walk, int64_t number, const char *format, ...) PRINTF_LIKE(3, 4);

static bool break_at(Walk *walk, int64_t number, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    walk->verdict->is_whole = false;
    walk->verdict->number = number;
    walk->verdict->reason = text_format_arguments(walk->arena, format, arguments);
    va_end(arguments);
    return false;
}

static Text last_hash(const Walk *walk) {
    return (Text){walk->hash, STORE_DIGEST_LENGTH};
}

static bool check_row(Walk *walk, Arena *arena, const AuditRow *row) {
    const int64_t wanted = walk->verdict->row_count + 1;
    if (row->number != wanted) {
        return break_at(walk, wanted, "row %lld is missing; row %lld stands in its place",
                        (long long)wanted, (long long)row->number);
    }
    if (!text_equals(row->previous, last_hash(walk))) {
        return break_at(walk, wanted, "row %lld does not follow the row before it",
                        (long long)wanted);
    }
    if (!text_equals(digest_bytes(arena, audit_row_json(arena, row)), row->hash)) {
        return break_at(walk, wanted, "row %lld was changed: its hash is not that of its content",
                        (long long)wanted);
    }
    if (row->number == walk->noted.number && !text_equals(row->hash, walk->noted.hash)) {
        return break_at(walk, wanted, "row %lld is not the one that was noted", (long long)wanted);
    }
    return true;
}

/* Names the laws that rows were decided under, each once. */
static void note_law(Walk *walk, const AuditRow *row) {
    size_t ignored = 0;
    if (!text_is_empty(row->law) && !map_find(walk->laws, row->law, &ignored)) {
        (void)map_add(walk->laws, text_copy(walk->arena, row->law), (size_t)row->number);
    }
}

static bool walk_page(Walk *walk, Store *store, bool *goes_on, Error *error) {
    CLEANUP(arena_close) Arena *arena = arena_new();
    const AuditRow *rows = NULL;
    size_t count = 0;
    const int64_t after = walk->verdict->row_count == 0 ? INT64_MIN : walk->verdict->row_count;
    if (!store_audit_read(arena, store, after, PAGE_ROWS, &rows, &count, error)) {
        return false;
    }
    *goes_on = count == PAGE_ROWS;
    for (size_t i = 0; i < count; i++) {
        if (!check_row(walk, arena, &rows[i])) {
            *goes_on = false;
            return true;
        }
        note_law(walk, &rows[i]);
        memcpy(walk->hash, rows[i].hash.bytes, STORE_DIGEST_LENGTH);
        walk->verdict->row_count++;
    }
    return true;
}

/* The recorded head says how many rows there are: a tail that was cut off shows there. */
static bool check_head(Walk *walk, Store *store, Error *error) {
    AuditHead head = {0};
    const int64_t count = walk->verdict->row_count;
    if (!store_audit_head(walk->arena, store, &head, error)) {
        return false;
    }
    if (head.number > count) {
        (void)break_at(walk, count + 1, "row %lld is missing: the chain's head is row %lld",
                       (long long)count + 1, (long long)head.number);
    } else if (head.number < count) {
        (void)break_at(walk, head.number + 1,
                       "row %lld was added behind the chain's head, which is row %lld",
                       (long long)head.number + 1, (long long)head.number);
    } else if (!text_equals(head.hash, last_hash(walk))) {
        (void)break_at(walk, count, "the chain's head is not the hash of row %lld",
                       (long long)count);
    } else if (walk->noted.number > count) {
        (void)break_at(walk, count + 1, "row %lld is missing: row %lld was noted",
                       (long long)count + 1, (long long)walk->noted.number);
    }
    return true;
}

static bool check_kept_page(Walk *walk, Store *store, Text *after, Map *found, bool *goes_on,
                            Error *error) {
    CLEANUP(arena_close) Arena *arena = arena_new();
    const Value values[] = {value_text(*after), value_integer(KEPT_PAGE_ROWS)};
    Rows rows = {0};
    if (!store_query(arena, store,
                     TEXT("SELECT \"digest\", \"content\" FROM \"kept\" WHERE \"digest\" > $1"
                          " ORDER BY \"digest\" LIMIT $2"),
                     values, 2, &rows, error)) {
        return false;
    }
    *goes_on = rows.count == KEPT_PAGE_ROWS;
    for (size_t i = 0; i < rows.count; i++) {
        const Text digest = text_copy(walk->arena, rows_at(&rows, i, 0)->text);
        if (!text_equals(digest_bytes(arena, rows_at(&rows, i, 1)->text), digest)) {
            *goes_on = false;
            (void)break_at(walk, 0, "the kept text `%.*s` was changed", TEXT_ARGS(digest));
            return true;
        }
        (void)map_add(found, digest, 0);
        *after = digest;
    }
    return true;
}

/* Every kept text is what its digest says, and what rows were decided under is kept. */
static bool check_kept(Walk *walk, Store *store, Error *error) {
    Text after = TEXT("");
    Map *found = map_new(walk->arena);
    bool goes_on = true;
    while (goes_on) {
        if (!check_kept_page(walk, store, &after, found, &goes_on, error)) {
            return false;
        }
    }
    for (size_t i = 0; walk->verdict->is_whole && i < map_count(walk->laws); i++) {
        const Text law = map_key(walk->laws, i);
        size_t row = 0;
        if (!map_find(found, law, &row) && map_find(walk->laws, law, &row)) {
            (void)break_at(walk, (int64_t)row, "the law of row %zu, `%.*s`, is not kept", row,
                           TEXT_ARGS(law));
        }
    }
    return true;
}

static bool walk_all(Store *store, void *context, Error *error) {
    Walk *walk = context;
    bool goes_on = true;
    while (goes_on) {
        if (!walk_page(walk, store, &goes_on, error)) {
            return false;
        }
    }
    walk->verdict->head =
        (AuditHead){walk->verdict->row_count, text_copy(walk->arena, last_hash(walk))};
    if (walk->verdict->is_whole && !check_head(walk, store, error)) {
        return false;
    }
    return !walk->verdict->is_whole || check_kept(walk, store, error);
}

bool store_audit_verify(Arena *arena, Store *store, AuditHead noted, AuditVerdict *verdict,
                        Error *error) {
    AuditVerdict found = {.is_whole = true};
    Walk walk = {.arena = arena, .noted = noted, .verdict = &found, .laws = map_new(arena)};
    memset(walk.hash, '0', sizeof walk.hash);
    if (!store_reading(store, walk_all, &walk, error)) {
        return false;
    }
    *verdict = found;
    return true;
}
