/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ENTENTE_SERVER_LEDGER_H
#define ENTENTE_SERVER_LEDGER_H

/* Private to server/: what is decided goes on record before it is told. One thread writes to the
 * audit chain, all that waits in one transaction (group commit); an answer is sent only once its
 * rows are on the disk. Any thread may call this. */

#include "base/error.h"
#include "service/service.h"
#include "store/store.h"

typedef struct Ledger Ledger;

/* Rows of one answer. All of it is the caller's and must last until `done`. */
typedef struct LedgerWork LedgerWork;
struct LedgerWork {
    const AuditEntry *entries;
    size_t count;
    void (*done)(LedgerWork *work); /* on the ledger's thread */
    void *context;
    bool is_kept; /* else nothing of it was recorded, and `error` says why */
    int64_t first;
    Error error;
    LedgerWork *next; /* the ledger's own */
};

/* Opens the database, or makes it. */
MUST_CHECK bool ledger_open(Text address, Ledger **ledger, Error *error);

/* False where the ledger has ended. */
bool ledger_submit(Ledger *ledger, LedgerWork *work);

/* Writes what waits and ends the thread; then nothing is taken any more. */
void ledger_end(Ledger *ledger);
/* After ledger_end, once nobody calls any more. */
void ledger_free(Ledger *ledger);

/* Keeps the texts of a law's packs; a StateKeeper. */
bool ledger_keep_law(void *ledger, Arena *arena, const LawSet *set, Text *law, Error *error);

/* A connection for reading, one caller at a time: give it back by ledger_return. */
Store *ledger_borrow(Ledger *ledger);
void ledger_return(Ledger *ledger);

typedef struct LedgerCounts {
    uint64_t rows;
    uint64_t commits;
    uint64_t failures;
    uint64_t waiting;
} LedgerCounts;

LedgerCounts ledger_counts(Ledger *ledger);

#endif
