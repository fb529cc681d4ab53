/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ENTENTE_STORE_STORE_H
#define ENTENTE_STORE_STORE_H

/* What is kept: a workspace's tables and files, texts by their digest, and the audit chain
 * (docs/store.md, docs/audit.md), in a SQLite file or a PostgreSQL database, behind one
 * interface. A Store is one connection and belongs to one thread at a time; any number of
 * them, also in other processes, may be open on one database. What a call gives lives in the
 * arena that was passed in. No clock is read here: times are passed in. */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/compiler.h"
#include "base/error.h"
#include "base/text.h"

typedef struct Store Store;

enum { STORE_DIGEST_LENGTH = 64 };

/* ---- opening ---- */

/* Whether the address is one of a database: it begins with postgresql:// or postgres://, or
 * is a file (not a folder) that is a SQLite database. */
bool store_is_address(Text address);

/* Whether it names a PostgreSQL server. */
bool store_is_server(Text address);

/* The address as messages and records may show it: without password and parameters. */
Text store_shown(Arena *arena, Text address);

/* Opens a database that Entente made, and brings its tables up to this program's. */
MUST_CHECK bool store_open(Text address, Store **store, Error *error);

/* As store_open; where there is none yet, it is made: a SQLite file, or the tables in a
 * database of a PostgreSQL server. */
MUST_CHECK bool store_create(Text address, Store **store, Error *error);

/* What was not committed is undone. store_close(NULL) does nothing. */
void store_close(Store *store);
void store_close_handle(Store **store); /* for CLEANUP */

/* ---- transactions ---- */

/* Everything until store_commit is done whole or not at all. Each function below that writes
 * joins the transaction at hand; without one it makes one of its own. When store_commit has
 * answered true, what was done is on the disk. Another writer waits at store_begin (SQLite, up
 * to ten seconds) or where it needs the same rows. */
MUST_CHECK bool store_begin(Store *store, Error *error);
MUST_CHECK bool store_commit(Store *store, Error *error);
/* As store_begin, and no other begun so overlaps it: for what is read, changed and written. */
MUST_CHECK bool store_begin_alone(Store *store, Error *error);
void store_rollback(Store *store);

/* ---- the workspace ---- */

/* A file of the workspace's folder: a table such as party.csv, or any other. */
typedef struct StoreFile {
    Text name;
    Text content;
} StoreFile;

/* Puts these files in the place of those there are. A CSV file by the name of one of the
 * database's tables becomes rows of it; every other file is kept as it is. A table that is no
 * CSV is refused. */
MUST_CHECK bool store_save_files(Store *store, const StoreFile *files, size_t count, Error *error);

/* The files as they were saved, byte for byte, in the order of their names; a table whose
 * rows were changed in the database is written anew. */
MUST_CHECK bool store_load_files(Arena *arena, Store *store, const StoreFile **files, size_t *count,
                                 Error *error);

/* ---- texts by their digest ---- */

/* Keeps a text once and gives its SHA-256 (64 small hexadecimal digits). */
MUST_CHECK bool store_keep(Arena *arena, Store *store, Text content, Text *digest, Error *error);

/* ERROR_MISSING where nothing of that digest is kept; ERROR_INVALID where it has been changed. */
MUST_CHECK bool store_find_kept(Arena *arena, Store *store, Text digest, Text *content,
                                Error *error);

/* The packs that the workspace is decided under, by name and digest of what is kept. */
typedef struct StorePack {
    Text name;
    Text digest;
} StorePack;

MUST_CHECK bool store_save_law(Store *store, const StorePack *packs, size_t count, Error *error);
MUST_CHECK bool store_load_law(Arena *arena, Store *store, const StorePack **packs, size_t *count,
                               Error *error);

/* ---- the audit chain ---- */

/* What is recorded. Nothing may be empty but `law` and `result`. */
typedef struct AuditEntry {
    int64_t at_ms; /* since 1970-01-01T00:00:00Z */
    Text who;
    Text kind;   /* "decision", "import" ... */
    Text inputs; /* JSON; the chain holds its canonical form (RFC 8785) */
    Text law;    /* the digest of a kept text that says under which packs; or empty */
    Text result; /* the SHA-256 of what came of it; or empty */
} AuditEntry;

typedef struct AuditRow {
    int64_t number; /* from 1, without a gap */
    Text time;      /* 2026-11-24T22:05:01.250Z */
    Text who;
    Text kind;
    Text inputs;
    Text law;
    Text result;
    Text previous; /* the hash of the row before; 64 zeros of the first */
    Text hash;     /* SHA-256 of audit_row_json */
} AuditRow;

/* A place in the chain that may be noted elsewhere: a chain that has this row has everything
 * before it unchanged. number 0: the empty chain. */
typedef struct AuditHead {
    int64_t number;
    Text hash;
} AuditHead;

/* Adds rows at the end, one after the other, and gives the number of the first. One
 * transaction for many rows is much faster than one each. O(rows). */
MUST_CHECK bool store_audit_append(Store *store, const AuditEntry *entries, size_t count,
                                   int64_t *first, Error *error);

/* Rows after the number, in order, at most `limit`. */
MUST_CHECK bool store_audit_read(Arena *arena, Store *store, int64_t after, size_t limit,
                                 const AuditRow **rows, size_t *count, Error *error);

/* Which rows of some kinds, none of them `decision`: after a number, or the last ones. */
typedef struct AuditQuery {
    const Text *kinds;
    size_t kind_count;
    int64_t after;
    size_t limit;
    bool is_newest; /* the last `limit` of them; in order nonetheless */
} AuditQuery;

enum { STORE_AUDIT_KINDS_MAX = 8 };

/* O(limit * log rows). */
MUST_CHECK bool store_audit_read_kinds(Arena *arena, Store *store, const AuditQuery *query,
                                       const AuditRow **rows, size_t *count, Error *error);

/* ERROR_MISSING where there is no such row. */
MUST_CHECK bool store_audit_find(Arena *arena, Store *store, int64_t number, AuditRow *row,
                                 Error *error);

MUST_CHECK bool store_audit_head(Arena *arena, Store *store, AuditHead *head, Error *error);

/* The canonical JSON whose SHA-256 is the row's hash: every member but the hash itself. */
Text audit_row_json(Arena *arena, const AuditRow *row);

typedef struct AuditVerdict {
    bool is_whole;
    int64_t row_count; /* that were found good, from the first */
    int64_t number;    /* of the first break; 0: of no row */
    Text reason;       /* in words; empty where the chain is whole */
    AuditHead head;    /* the last good row */
} AuditVerdict;

/* Walks the chain from its first row to its recorded head, and the kept texts that it names.
 * Where `noted` is given (number above 0), the chain must have that very row. False is a
 * failure to read; a broken chain is a verdict. O(rows). */
MUST_CHECK bool store_audit_verify(Arena *arena, Store *store, AuditHead noted,
                                   AuditVerdict *verdict, Error *error);

#endif
