/* SPDX-License-Identifier: Apache-2.0 */
#include <sqlite3.h>

#include "base/file.h"
#include "base/map.h"
#include "store/engine.h"

/* The engine for one file. Writers of several processes take turns; readers see what was
 * committed and wait for nobody (write-ahead log). A commit is on the disk when it answers. */

enum { BUSY_TIMEOUT_MS = 10000, STATEMENTS_MAX = 1000 };

struct Connection {
    Arena *arena;
    sqlite3 *handle;
    Map *prepared; /* of statements, by their text */
    sqlite3_stmt *statements[STATEMENTS_MAX];
    Text shown;
};

static bool refuse(const Connection *connection, Error *error) {
    const int code = sqlite3_errcode(connection->handle);
    if (code == SQLITE_BUSY) {
        return error_set(error, ERROR_FAILED,
                         "`%.*s` is held by another program that writes; try again",
                         TEXT_ARGS(connection->shown));
    }
    if (code == SQLITE_NOTADB) {
        return error_set(error, ERROR_INVALID,
                         "`%.*s` is neither a workspace's folder nor a database",
                         TEXT_ARGS(connection->shown));
    }
    return error_set(error, code == SQLITE_CORRUPT ? ERROR_INVALID : ERROR_FAILED, "`%.*s`: %s",
                     TEXT_ARGS(connection->shown), sqlite3_errmsg(connection->handle));
}

static bool run_script(Connection *connection, const char *sql, Error *error) {
    return sqlite3_exec(connection->handle, sql, NULL, NULL, NULL) == SQLITE_OK ||
           refuse(connection, error);
}

/* ---- statements ---- */

static bool prepare(Connection *connection, Text sql, sqlite3_stmt **statement, Error *error) {
    size_t place = 0;
    if (map_find(connection->prepared, sql, &place)) {
        *statement = connection->statements[place];
        return true;
    }
    place = map_count(connection->prepared);
    if (place == STATEMENTS_MAX) {
        return error_set(error, ERROR_LIMIT, "more than %d different statements in one session",
                         STATEMENTS_MAX);
    }
    if (sqlite3_prepare_v3(connection->handle, sql.bytes, (int)sql.length,
                           SQLITE_PREPARE_PERSISTENT, statement, NULL) != SQLITE_OK) {
        return refuse(connection, error);
    }
    connection->statements[place] = *statement;
    return map_add(connection->prepared, text_copy(connection->arena, sql), place);
}

/* The values stay where they are until the statement is reset. */
static bool bind_value(sqlite3_stmt *statement, int at, const Value *value) {
    switch (value->kind) {
    case VALUE_NULL:
        return sqlite3_bind_null(statement, at) == SQLITE_OK;
    case VALUE_INTEGER:
        return sqlite3_bind_int64(statement, at, value->integer) == SQLITE_OK;
    case VALUE_TEXT:
        return sqlite3_bind_text64(statement, at,
                                   value->text.bytes == NULL ? "" : value->text.bytes,
                                   value->text.length, SQLITE_STATIC, SQLITE_UTF8) == SQLITE_OK;
    case VALUE_BYTES:
        break;
    }
    return sqlite3_bind_blob64(statement, at, value->text.bytes == NULL ? "" : value->text.bytes,
                               value->text.length, SQLITE_STATIC) == SQLITE_OK;
}

/* SQLite keeps what it was given: what is asked for decides, not what the column was called. */
static Value read_column(Arena *arena, sqlite3_stmt *statement, int at) {
    const int type = sqlite3_column_type(statement, at);
    if (type == SQLITE_NULL) {
        return (Value){.kind = VALUE_NULL};
    }
    if (type == SQLITE_INTEGER) {
        return value_integer(sqlite3_column_int64(statement, at));
    }
    const bool is_bytes = type == SQLITE_BLOB;
    const char *bytes = is_bytes ? sqlite3_column_blob(statement, at)
                                 : (const char *)sqlite3_column_text(statement, at);
    const Text text = {bytes, (size_t)sqlite3_column_bytes(statement, at)};
    return (Value){.kind = is_bytes ? VALUE_BYTES : VALUE_TEXT, .text = text_copy(arena, text)};
}

static bool collect(Arena *arena, Connection *connection, sqlite3_stmt *statement, Rows *rows,
                    Error *error) {
    Array values = array_new(arena, sizeof(Value));
    const int width = sqlite3_column_count(statement);
    size_t count = 0;
    int code = sqlite3_step(statement);
    for (; code == SQLITE_ROW; code = sqlite3_step(statement)) {
        for (int i = 0; i < width; i++) {
            Value *value = array_add(&values);
            *value = read_column(arena, statement, i);
        }
        count++;
    }
    if (code != SQLITE_DONE) {
        return refuse(connection, error);
    }
    *rows = (Rows){ARRAY_ITEMS(Value, &values), (size_t)width, count};
    return true;
}

static bool run_query(Arena *arena, Connection *connection, Text sql, const Value *values,
                      size_t count, Rows *rows, Error *error) {
    sqlite3_stmt *statement = NULL;
    if (!prepare(connection, sql, &statement, error)) {
        return false;
    }
    bool is_done = true;
    for (size_t i = 0; is_done && i < count; i++) {
        is_done = bind_value(statement, (int)i + 1, &values[i]) || refuse(connection, error);
    }
    is_done = is_done && collect(arena, connection, statement, rows, error);
    (void)sqlite3_reset(statement);
    (void)sqlite3_clear_bindings(statement);
    return is_done;
}

/* ---- opening ---- */

static void close_connection(Connection *connection) {
    for (size_t i = 0; i < map_count(connection->prepared); i++) {
        (void)sqlite3_finalize(connection->statements[i]);
    }
    (void)sqlite3_close(connection->handle);
}

/* The file remembers that it has a write-ahead log, so that is for its maker to say. */
static bool set_pragmas(Connection *connection, bool creates, Error *error) {
    return (!creates || run_script(connection, "PRAGMA journal_mode = WAL", error)) &&
           run_script(connection,
                      "PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON;"
                      "PRAGMA trusted_schema = OFF; SELECT 1 FROM \"sqlite_master\"",
                      error);
}

static bool open_connection(Arena *arena, Text address, bool creates, Connection **connection,
                            Error *error) {
    Connection *opened = ARENA_NEW(arena, Connection);
    *opened = (Connection){.arena = arena, .prepared = map_new(arena), .shown = address};
    if (!creates && !file_exists(address)) {
        return error_set(
            error, ERROR_MISSING,
            "there is no database `%.*s`; `entente init` or `entente import` makes one",
            TEXT_ARGS(address));
    }
    const int flags =
        SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | (creates ? SQLITE_OPEN_CREATE : 0);
    const bool is_open =
        sqlite3_open_v2(text_terminated(arena, address), &opened->handle, flags, NULL) == SQLITE_OK;
    if (is_open) {
        (void)sqlite3_extended_result_codes(opened->handle, 0);
        (void)sqlite3_busy_timeout(opened->handle, BUSY_TIMEOUT_MS);
    }
    if (is_open ? !set_pragmas(opened, creates, error) : !refuse(opened, error)) {
        close_connection(opened);
        return false;
    }
    *connection = opened;
    return true;
}

const Engine ENGINE_SQLITE = {
    .open = open_connection,
    .close = close_connection,
    .query = run_query,
    .script = run_script,
    .begin = "BEGIN IMMEDIATE",
    .begin_read = "BEGIN",
    .alone = "",
    .find_tables = "SELECT \"name\" FROM \"sqlite_master\" WHERE \"type\" = 'table'",
    .find_columns = "SELECT \"name\" FROM pragma_table_info($1)",
    .read_head = "SELECT \"number\", \"hash\" FROM \"audit_head\" WHERE \"one\" = 1",
};
