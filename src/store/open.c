/* SPDX-License-Identifier: Apache-2.0 */
#include "base/file.h"
#include "store/engine.h"
#include "store/migrations.h"

/* ---- addresses ---- */

bool store_is_server(Text address) {
    return text_starts_with(address, TEXT("postgresql://")) ||
           text_starts_with(address, TEXT("postgres://"));
}

bool store_is_address(Text address) {
    return store_is_server(address) || (file_exists(address) && !file_is_folder(address));
}

/* What stands between a colon behind the user's name and the @ is a password; so is what a
 * parameter by this name says. */
Text store_shown(Arena *arena, Text address) {
    size_t start = 0;
    size_t end = 0;
    size_t query = 0;
    if (!store_is_server(address) || !text_find(address, TEXT("://"), &start)) {
        return address;
    }
    TextBuilder shown = text_builder_new(arena);
    Text rest = text_slice(address, start + 3, address.length);
    if (text_find(rest, TEXT("?"), &query)) {
        rest = text_slice(rest, 0, query); /* parameters may hold a password too */
    }
    text_add(&shown, text_slice(address, 0, start + 3));
    if (text_find(rest, TEXT("@"), &end)) {
        Text user = text_slice(rest, 0, end);
        Text name = {0};
        (void)text_split(&user, ':', &name);
        text_add(&shown, name);
        rest = text_slice(rest, end, rest.length);
    }
    text_add(&shown, rest);
    return text_built(&shown);
}

/* ---- values ---- */

Value value_integer(int64_t integer) {
    return (Value){.kind = VALUE_INTEGER, .integer = integer};
}

Value value_text(Text text) {
    return (Value){.kind = VALUE_TEXT, .text = text};
}

Value value_bytes(Text bytes) {
    return (Value){.kind = VALUE_BYTES, .text = bytes};
}

const Value *rows_at(const Rows *rows, size_t row, size_t column) {
    return &rows->values[row * rows->width + column];
}

bool store_query(Arena *arena, Store *store, Text sql, const Value *values, size_t count,
                 Rows *rows, Error *error) {
    return store->engine->query(arena, store->connection, sql, values, count, rows, error);
}

bool store_execute(Store *store, Text sql, const Value *values, size_t count, Error *error) {
    CLEANUP(arena_close) Arena *arena = arena_new();
    Rows rows = {0};
    return store_query(arena, store, sql, values, count, &rows, error);
}

/* ---- transactions ---- */

static bool begin(Store *store, const char *statement, Error *error) {
    if (!store->engine->script(store->connection, statement, error)) {
        return false;
    }
    store->is_in_transaction = true;
    return true;
}

bool store_begin(Store *store, Error *error) {
    return begin(store, store->engine->begin, error);
}

static bool be_alone(Store *store, Error *error) {
    return store->engine->alone[0] == '\0' ||
           store->engine->script(store->connection, store->engine->alone, error);
}

bool store_begin_alone(Store *store, Error *error) {
    if (!store_begin(store, error)) {
        return false;
    }
    if (!be_alone(store, error)) {
        store_rollback(store);
        return false;
    }
    return true;
}

bool store_commit(Store *store, Error *error) {
    if (!store->engine->script(store->connection, "COMMIT", error)) {
        store_rollback(store);
        return false;
    }
    store->is_in_transaction = false;
    return true;
}

void store_rollback(Store *store) {
    Error ignored = {0};
    if (store->is_in_transaction) {
        (void)store->engine->script(store->connection, "ROLLBACK", &ignored);
        store->is_in_transaction = false;
    }
}

/* Whole, or undone. */
static bool run_begun(Store *store, bool (*work)(Store *store, void *context, Error *error),
                      void *context, Error *error) {
    if (!work(store, context, error)) {
        store_rollback(store);
        return false;
    }
    return store_commit(store, error);
}

bool store_within(Store *store, bool (*work)(Store *store, void *context, Error *error),
                  void *context, Error *error) {
    if (store->is_in_transaction) {
        return work(store, context, error);
    }
    return begin(store, store->engine->begin, error) && run_begun(store, work, context, error);
}

bool store_reading(Store *store, bool (*work)(Store *store, void *context, Error *error),
                   void *context, Error *error) {
    if (store->is_in_transaction) {
        return work(store, context, error);
    }
    return begin(store, store->engine->begin_read, error) && run_begun(store, work, context, error);
}

/* ---- migrations ---- */

static bool has_tables(Store *store, bool *has, Error *error) {
    CLEANUP(arena_close) Arena *arena = arena_new();
    Rows rows = {0};
    *has = false;
    if (!store_query(arena, store, text_from(store->engine->find_tables), NULL, 0, &rows, error)) {
        return false;
    }
    for (size_t i = 0; i < rows.count; i++) {
        *has = *has || text_equals(rows_at(&rows, i, 0)->text, TEXT("migration"));
    }
    return true;
}

static bool check_migration(const Store *store, const Rows *rows, size_t at, Error *error) {
    const int64_t number = rows_at(rows, at, 0)->integer;
    if (at < STORE_MIGRATION_COUNT && number == STORE_MIGRATIONS[at].number &&
        text_equals(rows_at(rows, at, 1)->text, text_from(STORE_MIGRATIONS[at].name))) {
        return true;
    }
    return error_set(error, ERROR_INVALID,
                     "`%.*s` was written by another version of Entente (its migration %lld is "
                     "`%.*s`); use that one, or a later one",
                     TEXT_ARGS(store->shown), (long long)number,
                     TEXT_ARGS(rows_at(rows, at, 1)->text));
}

/* How many migrations the database has; they must be the first of ours. */
static bool count_migrations(Store *store, size_t *count, Error *error) {
    CLEANUP(arena_close) Arena *arena = arena_new();
    Rows rows = {0};
    if (!store_query(arena, store,
                     TEXT("SELECT \"number\", \"name\" FROM \"migration\" ORDER BY \"number\""),
                     NULL, 0, &rows, error)) {
        return false;
    }
    for (size_t i = 0; i < rows.count; i++) {
        if (!check_migration(store, &rows, i, error)) {
            return false;
        }
    }
    *count = rows.count;
    return true;
}

static bool apply_migration(Store *store, const Migration *migration, Error *error) {
    const Value values[] = {value_integer(migration->number),
                            value_text(text_from(migration->name))};
    return store->engine->script(store->connection, migration->sql, error) &&
           store_execute(store,
                         TEXT("INSERT INTO \"migration\" (\"number\", \"name\") VALUES ($1, $2)"),
                         values, 2, error);
}

static bool migrate(Store *store, void *context, Error *error) {
    size_t count = 0;
    (void)context;
    if (!be_alone(store, error)) {
        return false;
    }
    if (!store->engine->script(
            store->connection,
            "CREATE TABLE IF NOT EXISTS \"migration\" (\"number\" BIGINT PRIMARY "
            "KEY, \"name\" TEXT NOT NULL)",
            error) ||
        !count_migrations(store, &count, error)) {
        return false;
    }
    for (; count < STORE_MIGRATION_COUNT; count++) {
        if (!apply_migration(store, &STORE_MIGRATIONS[count], error)) {
            return false;
        }
    }
    return true;
}

bool store_migrate(Store *store, bool creates, Error *error) {
    bool has = false;
    size_t count = 0;
    if (!has_tables(store, &has, error)) {
        return false;
    }
    if (!has && !creates) {
        return error_set(error, ERROR_MISSING,
                         "`%.*s` holds no workspace; `entente import` puts one there",
                         TEXT_ARGS(store->shown));
    }
    if (has && !count_migrations(store, &count, error)) {
        return false;
    }
    return (has && count == STORE_MIGRATION_COUNT) || store_within(store, migrate, NULL, error);
}

/* ---- opening ---- */

static bool open_store(Text address, bool creates, Store **store, Error *error) {
    Arena *arena = arena_new();
    Store *opened = ARENA_NEW(arena, Store);
    *opened = (Store){.arena = arena,
                      .engine = store_is_server(address) ? &ENGINE_POSTGRES : &ENGINE_SQLITE,
                      .shown = store_shown(arena, text_copy(arena, address))};
    if (!opened->engine->open(arena, text_copy(arena, address), creates, &opened->connection,
                              error)) {
        arena_free(arena);
        return false;
    }
    if (!store_migrate(opened, creates, error)) {
        store_close(opened);
        return false;
    }
    *store = opened;
    return true;
}

bool store_open(Text address, Store **store, Error *error) {
    return open_store(address, false, store, error);
}

bool store_create(Text address, Store **store, Error *error) {
    return open_store(address, true, store, error);
}

void store_close(Store *store) {
    if (store != NULL) {
        store_rollback(store);
        store->engine->close(store->connection);
        arena_free(store->arena);
    }
}

void store_close_handle(Store **store) {
    store_close(*store);
}
