/* SPDX-License-Identifier: Apache-2.0 */
#include "server/ledger.h"

#include <pthread.h>
#include <time.h>

enum {
    ROWS_AT_ONCE_MAX = 4096,
    GATHER_NS = 400000 /* where many ask, so long for more of them to share a transaction */
};

struct Ledger {
    Arena *arena;
    Store *writing; /* the thread's own */
    Store *reading;
    pthread_mutex_t read_lock; /* of `reading` */
    pthread_t thread;
    pthread_mutex_t lock; /* of all that follows */
    pthread_cond_t has_work;
    LedgerWork *first;
    LedgerWork *last;
    bool is_ending;
    LedgerCounts counts;
};

/* ---- writing ---- */

static void gather(Ledger *ledger) {
    const struct timespec pause = {.tv_nsec = GATHER_NS};
    (void)pthread_mutex_unlock(&ledger->lock);
    (void)nanosleep(&pause, NULL);
    (void)pthread_mutex_lock(&ledger->lock);
}

/* Everything that waits, up to so many rows; NULL at the end. */
static LedgerWork *take_work(Ledger *ledger, bool gathers, size_t *rows) {
    (void)pthread_mutex_lock(&ledger->lock);
    while (ledger->first == NULL && !ledger->is_ending) {
        (void)pthread_cond_wait(&ledger->has_work, &ledger->lock);
    }
    if (gathers && !ledger->is_ending) {
        gather(ledger);
    }
    LedgerWork *taken = ledger->first;
    LedgerWork *end = NULL;
    *rows = 0;
    for (LedgerWork *work = taken;
         work != NULL && (end == NULL || *rows + work->count <= ROWS_AT_ONCE_MAX);
         work = work->next) {
        *rows += work->count;
        end = work;
    }
    if (end != NULL) {
        ledger->first = end->next;
        ledger->last = ledger->first == NULL ? NULL : ledger->last;
        end->next = NULL;
    }
    (void)pthread_mutex_unlock(&ledger->lock);
    return taken;
}

static bool append_all(Ledger *ledger, const AuditEntry *entries, size_t count, int64_t *first,
                       Error *error) {
    if (!store_begin(ledger->writing, error)) {
        return false;
    }
    if (!store_audit_append(ledger->writing, entries, count, first, error)) {
        store_rollback(ledger->writing);
        return false;
    }
    return store_commit(ledger->writing, error);
}

static bool write_together(Ledger *ledger, LedgerWork *works, size_t rows) {
    Arena *arena CLEANUP(arena_close) = arena_new();
    AuditEntry *entries = ARENA_MANY(arena, AuditEntry, rows);
    Error error = {0};
    int64_t first = 0;
    size_t at = 0;
    for (const LedgerWork *work = works; work != NULL; work = work->next) {
        for (size_t i = 0; i < work->count; i++) {
            entries[at++] = work->entries[i];
        }
    }
    if (!append_all(ledger, entries, rows, &first, &error)) {
        return false;
    }
    for (LedgerWork *work = works; work != NULL; work = work->next) {
        work->is_kept = true;
        work->first = first;
        first += (int64_t)work->count;
    }
    return true;
}

/* One of them may be what the chain refuses: each by itself, so that the others are kept. */
static void write_singly(Ledger *ledger, LedgerWork *works) {
    for (LedgerWork *work = works; work != NULL; work = work->next) {
        work->is_kept = append_all(ledger, work->entries, work->count, &work->first, &work->error);
    }
}

static void count_work(Ledger *ledger, const LedgerWork *works) {
    (void)pthread_mutex_lock(&ledger->lock);
    ledger->counts.commits++;
    for (const LedgerWork *work = works; work != NULL; work = work->next) {
        ledger->counts.rows += work->is_kept ? work->count : 0;
        ledger->counts.failures += work->is_kept ? 0 : 1;
        ledger->counts.waiting--;
    }
    (void)pthread_mutex_unlock(&ledger->lock);
}

static void *write_on(void *context) {
    Ledger *ledger = context;
    size_t rows = 0;
    bool gathers = false; /* who asks alone is not kept waiting */
    for (LedgerWork *works = take_work(ledger, false, &rows); works != NULL;
         works = take_work(ledger, gathers, &rows)) {
        gathers = works->next != NULL;
        if (!write_together(ledger, works, rows)) {
            write_singly(ledger, works);
        }
        count_work(ledger, works);
        while (works != NULL) {
            LedgerWork *next = works->next; /* `done` may free the work */
            works->done(works);
            works = next;
        }
    }
    return NULL;
}

/* ---- the whole ---- */

bool ledger_open(Text address, Ledger **result, Error *error) {
    Arena *arena = arena_new();
    Ledger *ledger = ARENA_NEW(arena, Ledger);
    ledger->arena = arena;
    if (!store_create(address, &ledger->writing, error) ||
        !store_open(address, &ledger->reading, error)) {
        store_close(ledger->writing);
        arena_free(arena);
        return false;
    }
    (void)pthread_mutex_init(&ledger->lock, NULL);
    (void)pthread_mutex_init(&ledger->read_lock, NULL);
    (void)pthread_cond_init(&ledger->has_work, NULL);
    if (pthread_create(&ledger->thread, NULL, write_on, ledger) != 0) {
        arena_exhausted();
    }
    *result = ledger;
    return true;
}

bool ledger_submit(Ledger *ledger, LedgerWork *work) {
    work->next = NULL;
    (void)pthread_mutex_lock(&ledger->lock);
    const bool is_taken = !ledger->is_ending;
    if (is_taken) {
        if (ledger->last == NULL) {
            ledger->first = work;
            (void)pthread_cond_signal(&ledger->has_work);
        } else {
            ledger->last->next = work;
        }
        ledger->last = work;
        ledger->counts.waiting++;
    }
    (void)pthread_mutex_unlock(&ledger->lock);
    return is_taken;
}

void ledger_end(Ledger *ledger) {
    if (ledger == NULL) {
        return;
    }
    (void)pthread_mutex_lock(&ledger->lock);
    ledger->is_ending = true;
    (void)pthread_cond_broadcast(&ledger->has_work);
    (void)pthread_mutex_unlock(&ledger->lock);
    (void)pthread_join(ledger->thread, NULL);
}

void ledger_free(Ledger *ledger) {
    if (ledger == NULL) {
        return;
    }
    store_close(ledger->writing);
    store_close(ledger->reading);
    (void)pthread_cond_destroy(&ledger->has_work);
    (void)pthread_mutex_destroy(&ledger->read_lock);
    (void)pthread_mutex_destroy(&ledger->lock);
    arena_free(ledger->arena);
}

Store *ledger_borrow(Ledger *ledger) {
    (void)pthread_mutex_lock(&ledger->read_lock);
    return ledger->reading;
}

void ledger_return(Ledger *ledger) {
    (void)pthread_mutex_unlock(&ledger->read_lock);
}

bool ledger_keep_law(void *context, Arena *arena, const LawSet *set, Text *law, Error *error) {
    Ledger *ledger = context;
    const bool is_kept = service_keep_law(arena, ledger_borrow(ledger), set, law, error);
    ledger_return(ledger);
    return is_kept;
}

LedgerCounts ledger_counts(Ledger *ledger) {
    (void)pthread_mutex_lock(&ledger->lock);
    const LedgerCounts counts = ledger->counts;
    (void)pthread_mutex_unlock(&ledger->lock);
    return counts;
}
