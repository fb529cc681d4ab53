/* SPDX-License-Identifier: Apache-2.0 */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "store/store.h"

/* Adds to a chain until it is stopped, or so many times:
 *
 *     audit_writer ADDRESS NAME ACKNOWLEDGED TIMES
 *
 * Each time is one transaction: a few rows, and for each a kept text that it names as its
 * result. What is committed is acknowledged by a line NUMBER in the file ACKNOWLEDGED,
 * written whole by one call. */

enum { ROWS_MAX = 7 };

typedef struct Writer {
    Store *store;
    Text name;
    int acknowledged;
} Writer;

static bool append(Arena *arena, const Writer *writer, long time, size_t count, int64_t *first,
                   Error *error) {
    AuditEntry entries[ROWS_MAX];
    for (size_t i = 0; i < count; i++) {
        entries[i] =
            (AuditEntry){.at_ms = time,
                         .who = writer->name,
                         .kind = TEXT("test"),
                         .inputs = text_format(arena, "{\"time\":%ld,\"part\":%zu}", time, i)};
        const Text effect = text_format(arena, "%.*s %ld %zu", TEXT_ARGS(writer->name), time, i);
        if (!store_keep(arena, writer->store, effect, &entries[i].result, error)) {
            return false;
        }
    }
    return store_audit_append(writer->store, entries, count, first, error);
}

static bool write_once(const Writer *writer, long time, Error *error) {
    CLEANUP(arena_close) Arena *arena = arena_new();
    const size_t count = 1 + (size_t)time % ROWS_MAX;
    int64_t first = 0;
    if (!store_begin(writer->store, error)) {
        return false;
    }
    if (!append(arena, writer, time, count, &first, error)) {
        store_rollback(writer->store);
        return false;
    }
    if (!store_commit(writer->store, error)) {
        return false;
    }
    const Text line = text_format(arena, "%lld\n", (long long)first + (long long)count - 1);
    return write(writer->acknowledged, line.bytes, line.length) == (ssize_t)line.length ||
           error_set(error, ERROR_FAILED, "the acknowledgement could not be written");
}

int main(int count, char **words) {
    Error error = {0};
    if (count != 5) {
        return 2;
    }
    Writer writer = {.name = text_from(words[2]),
                     .acknowledged = open(words[3], O_WRONLY | O_CREAT | O_APPEND, 0600)};
    const long times = strtol(words[4], NULL, 10);
    bool is_good = store_open(text_from(words[1]), &writer.store, &error);
    for (long time = 0; is_good && time < times; time++) {
        is_good = write_once(&writer, time, &error);
    }
    if (!is_good) {
        (void)fprintf(stderr, "%s\n", error.message);
    }
    store_close(writer.store);
    (void)close(writer.acknowledged);
    return is_good ? 0 : 1;
}
