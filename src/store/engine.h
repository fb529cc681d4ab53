/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ENTENTE_STORE_ENGINE_H
#define ENTENTE_STORE_ENGINE_H

/* Private to store/: what a database engine must do. The statements are the same for all of
 * them; values stand in them as $1, $2 ... in the order in which they first appear. */

#include "store/store.h"

typedef enum ValueKind { VALUE_NULL, VALUE_INTEGER, VALUE_TEXT, VALUE_BYTES } ValueKind;

typedef struct Value {
    ValueKind kind;
    int64_t integer;
    Text text;
} Value;

/* What a statement gave: `count` rows of `width` values. */
typedef struct Rows {
    const Value *values;
    size_t width;
    size_t count;
} Rows;

typedef struct Connection Connection; /* of one engine */

typedef struct Engine {
    /* Opens the database; with `creates`, one that need not be there. */
    bool (*open)(Arena *arena, Text address, bool creates, Connection **connection, Error *error);
    void (*close)(Connection *connection);
    /* Runs one statement, prepared once for each text. */
    bool (*query)(Arena *arena, Connection *connection, Text sql, const Value *values, size_t count,
                  Rows *rows, Error *error);
    /* Runs several statements without values. */
    bool (*script)(Connection *connection, const char *sql, Error *error);
    const char *begin;        /* a transaction that writes */
    const char *begin_read;   /* one that reads, of one moment */
    const char *alone;        /* in it: nobody else changes the database's tables meanwhile */
    const char *find_tables;  /* the names of all tables */
    const char *find_columns; /* of the table $1, in any order */
    const char *read_head;    /* number and hash, held until the transaction ends */
} Engine;

extern const Engine ENGINE_SQLITE;
extern const Engine ENGINE_POSTGRES;

struct Store {
    Arena *arena;
    const Engine *engine;
    Connection *connection;
    Text shown; /* the address without a password */
    bool is_in_transaction;
};

Value value_integer(int64_t integer);
Value value_text(Text text);
Value value_bytes(Text bytes);
const Value *rows_at(const Rows *rows, size_t row, size_t column);

/* Runs a statement, and drops what it gives in `store_execute`. */
MUST_CHECK bool store_query(Arena *arena, Store *store, Text sql, const Value *values, size_t count,
                            Rows *rows, Error *error);
MUST_CHECK bool store_execute(Store *store, Text sql, const Value *values, size_t count,
                              Error *error);

/* Runs `work` in the transaction at hand, or in one of its own that is whole or not at all. */
MUST_CHECK bool store_within(Store *store, bool (*work)(Store *store, void *context, Error *error),
                             void *context, Error *error);

/* Runs `work`, which only reads: all of it sees the database as it was at one moment. */
MUST_CHECK bool store_reading(Store *store, bool (*work)(Store *store, void *context, Error *error),
                              void *context, Error *error);

/* Brings the tables up to this program's; `creates` where there may be none yet. */
MUST_CHECK bool store_migrate(Store *store, bool creates, Error *error);

#endif
