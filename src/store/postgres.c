/* SPDX-License-Identifier: Apache-2.0 */
#include <libpq-fe.h>
#include <stdlib.h>
#include <string.h>

#include "base/map.h"
#include "store/engine.h"

/* The engine for a server that speaks PostgreSQL's protocol. */

enum { OID_INT8 = 20, OID_BYTEA = 17, VALUES_MAX = 300, NAME_BYTES = 32, FORMAT_BINARY = 1 };

struct Connection {
    Arena *arena;
    PGconn *handle;
    Map *prepared; /* statements by their text; the number is their name */
    Text shown;
};

/* libpq's messages have several lines; the first says what is wrong. */
static bool refuse_with(const Connection *connection, const char *message, Error *error) {
    Text rest = text_from(message);
    Text line = {0};
    (void)text_split(&rest, '\n', &line);
    line = text_trim(line);
    for (const char *const *prefix = (const char *const[]){"ERROR:", "FATAL:", NULL};
         *prefix != NULL; prefix++) {
        if (text_starts_with(line, text_from(*prefix))) {
            line = text_trim(text_slice(line, strlen(*prefix), line.length));
        }
    }
    return error_set(error, ERROR_FAILED, "`%.*s`: %.*s", TEXT_ARGS(connection->shown),
                     TEXT_ARGS(line));
}

static void clear_result(PGresult **result) {
    PQclear(*result);
}

static bool is_done(const PGresult *result) {
    const ExecStatusType status = PQresultStatus(result);
    return status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK;
}

static bool run_script(Connection *connection, const char *sql, Error *error) {
    CLEANUP(clear_result) PGresult *result = PQexec(connection->handle, sql);
    return is_done(result) || refuse_with(connection, PQerrorMessage(connection->handle), error);
}

/* ---- statements ---- */

static void format_name(char *name, size_t place) {
    const Text written = {name, NAME_BYTES};
    size_t at = written.length - 1;
    name[at] = '\0';
    do {
        name[--at] = (char)('0' + place % 10);
        place /= 10;
    } while (place > 0);
    name[--at] = 's';
    (void)memmove(name, name + at, written.length - at);
}

static bool prepare(Connection *connection, Text sql, char *name, Error *error) {
    size_t place = 0;
    if (map_find(connection->prepared, sql, &place)) {
        format_name(name, place);
        return true;
    }
    place = map_count(connection->prepared);
    format_name(name, place);
    const Text kept = text_copy(connection->arena, sql);
    CLEANUP(clear_result)
    PGresult *result = PQprepare(connection->handle, name, kept.bytes, 0, NULL);
    if (!is_done(result)) {
        return refuse_with(connection, PQerrorMessage(connection->handle), error);
    }
    return map_add(connection->prepared, kept, place);
}

/* A statement's values as libpq takes them. */
typedef struct Parameters {
    const char *values[VALUES_MAX];
    int lengths[VALUES_MAX];
    int formats[VALUES_MAX];
} Parameters;

static void set_parameter(Arena *arena, Parameters *parameters, size_t at, const Value *value) {
    Text text = value->text;
    if (value->kind == VALUE_INTEGER) {
        text = text_format(arena, "%lld", (long long)value->integer);
    } else if (value->kind == VALUE_TEXT) {
        text = text_copy(arena, text); /* must end in a zero byte */
    }
    parameters->values[at] = value->kind == VALUE_NULL ? NULL
                             : text.bytes == NULL      ? ""
                                                       : text.bytes;
    parameters->lengths[at] = (int)text.length;
    parameters->formats[at] = value->kind == VALUE_BYTES ? FORMAT_BINARY : 0;
}

static int64_t read_integer(const char *bytes, size_t length) {
    uint64_t value = 0;
    for (size_t i = 0; i < length; i++) {
        value = value << 8 | (unsigned char)bytes[i];
    }
    int64_t integer = 0;
    memcpy(&integer, &value, sizeof integer);
    return integer;
}

static Value read_field(Arena *arena, const PGresult *result, int row, int column) {
    if (PQgetisnull(result, row, column)) {
        return (Value){.kind = VALUE_NULL};
    }
    const Text bytes = {PQgetvalue(result, row, column), (size_t)PQgetlength(result, row, column)};
    const Oid type = PQftype(result, column);
    if (type == OID_INT8) {
        return value_integer(read_integer(bytes.bytes, bytes.length));
    }
    return (Value){.kind = type == OID_BYTEA ? VALUE_BYTES : VALUE_TEXT,
                   .text = text_copy(arena, bytes)};
}

static Rows collect(Arena *arena, const PGresult *result) {
    const int width = PQnfields(result);
    const int count = PQntuples(result);
    Value *values = ARENA_MANY(arena, Value, (size_t)width * (size_t)count);
    for (int row = 0; row < count; row++) {
        for (int column = 0; column < width; column++) {
            values[(size_t)row * (size_t)width + (size_t)column] =
                read_field(arena, result, row, column);
        }
    }
    return (Rows){values, (size_t)width, (size_t)count};
}

static bool run_query(Arena *arena, Connection *connection, Text sql, const Value *values,
                      size_t count, Rows *rows, Error *error) {
    char name[NAME_BYTES];
    Parameters *parameters = ARENA_NEW(arena, Parameters);
    if (count > VALUES_MAX) {
        return error_set(error, ERROR_LIMIT, "more than %d values in one row", VALUES_MAX);
    }
    if (!prepare(connection, sql, name, error)) {
        return false;
    }
    for (size_t i = 0; i < count; i++) {
        set_parameter(arena, parameters, i, &values[i]);
    }
    CLEANUP(clear_result)
    PGresult *result = PQexecPrepared(connection->handle, name, (int)count, parameters->values,
                                      parameters->lengths, parameters->formats, FORMAT_BINARY);
    if (!is_done(result)) {
        return refuse_with(connection, PQerrorMessage(connection->handle), error);
    }
    *rows = collect(arena, result);
    return true;
}

/* ---- opening ---- */

static void close_connection(Connection *connection) {
    PQfinish(connection->handle);
}

static void keep_quiet(void *context, const PGresult *result) {
    (void)context;
    (void)result;
}

/* Texts are UTF-8 on both sides, and a commit is on the server's disk when it answers. */
static bool prepare_session(Connection *connection, Error *error) {
    const char *encoding = PQparameterStatus(connection->handle, "server_encoding");
    if (encoding == NULL || strcmp(encoding, "UTF8") != 0) {
        return error_set(error, ERROR_INVALID,
                         "the database `%.*s` does not keep UTF-8; make it with `createdb -E UTF8 "
                         "-T template0`",
                         TEXT_ARGS(connection->shown));
    }
    return PQsetClientEncoding(connection->handle, "UTF8") == 0
               ? run_script(connection, "SET synchronous_commit = on", error)
               : refuse_with(connection, PQerrorMessage(connection->handle), error);
}

static bool open_connection(Arena *arena, Text address, bool creates, Connection **connection,
                            Error *error) {
    (void)creates; /* a server's databases are made by its administrator */
    Connection *opened = ARENA_NEW(arena, Connection);
    *opened = (Connection){.arena = arena,
                           .handle = PQconnectdb(text_terminated(arena, address)),
                           .prepared = map_new(arena),
                           .shown = store_shown(arena, address)};
    if (PQstatus(opened->handle) != CONNECTION_OK) {
        (void)refuse_with(opened, PQerrorMessage(opened->handle), error);
        close_connection(opened);
        return false;
    }
    (void)PQsetNoticeReceiver(opened->handle, keep_quiet, NULL);
    if (!prepare_session(opened, error)) {
        close_connection(opened);
        return false;
    }
    *connection = opened;
    return true;
}

const Engine ENGINE_POSTGRES = {
    .open = open_connection,
    .close = close_connection,
    .query = run_query,
    .script = run_script,
    .begin = "BEGIN",
    .begin_read = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY",
    .alone = "SELECT pg_advisory_xact_lock(7310302560386347621)",
    .find_tables = "SELECT \"table_name\"::text FROM \"information_schema\".\"tables\""
                   " WHERE \"table_schema\" = current_schema()",
    .find_columns = "SELECT \"column_name\"::text FROM \"information_schema\".\"columns\""
                    " WHERE \"table_schema\" = current_schema() AND \"table_name\" = $1",
    .read_head = "SELECT \"number\", \"hash\" FROM \"audit_head\" WHERE \"one\" = 1 FOR UPDATE",
};
