/* SPDX-License-Identifier: Apache-2.0 */
#include "stores.h"

#include <libpq-fe.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>

static void tamper_server(Text address, const char *sql) {
    PGconn *connection = PQconnectdb(address.bytes);
    PGresult *result = PQexec(connection, sql);
    const ExecStatusType status = PQresultStatus(result);
    if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK) {
        print_error("`%s`: %s\n", sql, PQerrorMessage(connection));
        _fail(__FILE__, __LINE__);
    }
    PQclear(result);
    PQfinish(connection);
}

static void tamper_file(Text address, const char *sql) {
    sqlite3 *connection = NULL;
    assert_int_equal(sqlite3_open(address.bytes, &connection), SQLITE_OK);
    if (sqlite3_exec(connection, sql, NULL, NULL, NULL) != SQLITE_OK) {
        print_error("`%s`: %s\n", sql, sqlite3_errmsg(connection));
        _fail(__FILE__, __LINE__);
    }
    assert_int_equal(sqlite3_close(connection), SQLITE_OK);
}

void tamper(const StoreFixture *fixture, const char *sql) {
    if (store_is_server(fixture->address)) {
        tamper_server(fixture->address, sql);
    } else {
        tamper_file(fixture->address, sql);
    }
}

static int set_up(void **state, Text address, Text folder) {
    Error error = {0};
    StoreFixture *fixture = calloc(1, sizeof *fixture);
    fixture->arena = arena_new();
    fixture->address = text_copy(fixture->arena, address);
    fixture->folder = text_copy(fixture->arena, folder);
    *state = fixture;
    if (!store_create(fixture->address, &fixture->store, &error)) {
        print_error("%s\n", error.message);
        return 1;
    }
    return 0;
}

int set_up_sqlite(void **state) {
    char folder[] = "/tmp/entente-store-XXXXXX";
    CLEANUP(arena_close) Arena *arena = arena_new();
    return mkdtemp(folder) == NULL
               ? 1
               : set_up(state, text_format(arena, "%s/test.db", folder), text_from(folder));
}

int set_up_postgres(void **state) {
    const char *server = getenv("ENTENTE_POSTGRES");
    if (server == NULL) {
        print_error("ENTENTE_POSTGRES is not set; run this through tools/postgres\n");
        return 1;
    }
    tamper_server(text_from(server), "SET client_min_messages = error;"
                                     "DROP SCHEMA public CASCADE; CREATE SCHEMA public");
    return set_up(state, text_from(server), TEXT(""));
}

static void remove_folder(const StoreFixture *fixture) {
    static const char *const endings[] = {"", "-wal", "-shm"};
    for (size_t i = 0; i < sizeof endings / sizeof endings[0]; i++) {
        (void)remove(
            text_format(fixture->arena, "%.*s%s", TEXT_ARGS(fixture->address), endings[i]).bytes);
    }
    (void)rmdir(fixture->folder.bytes);
}

int tear_down_store(void **state) {
    StoreFixture *fixture = *state;
    store_close(fixture->store);
    if (!text_is_empty(fixture->folder)) {
        remove_folder(fixture);
    }
    arena_free(fixture->arena);
    free(fixture);
    return 0;
}

void reopen(StoreFixture *fixture) {
    Error error = {0};
    store_close(fixture->store);
    fixture->store = NULL;
    if (!store_open(fixture->address, &fixture->store, &error)) {
        print_error("%s\n", error.message);
        _fail(__FILE__, __LINE__);
    }
}
