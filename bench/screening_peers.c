/* SPDX-License-Identifier: Apache-2.0 */
#include "screening_peers.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <libpq-fe.h>

enum { LETTERS_MAX = 256, PARAMETER_BYTES = 32 };

static double seconds_of(clockid_t clock) {
    struct timespec now;
    (void)clock_gettime(clock, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

/* ---- reporting ---- */

static int compare_down(const void *a, const void *b) {
    const double first = *(const double *)a;
    const double second = *(const double *)b;
    return first < second ? 1 : first > second ? -1 : 0;
}

static double found_above(const PeerQuery *queries, const PeerScore *scores, size_t count,
                          double threshold) {
    size_t asked = 0;
    size_t found = 0;
    for (size_t i = 0; i < count; i++) {
        if (queries[i].party != PEER_NOBODY) {
            asked++;
            found += scores[i].found > threshold ? 1 : 0;
        }
    }
    return (double)found / (double)(asked > 0 ? asked : 1);
}

void peer_report(const char *engine, const PeerQuery *queries, const PeerScore *scores,
                 size_t count, double seconds) {
    static const size_t alerts[] = {1, 2, 5};
    double *benign = calloc(count + 1, sizeof(double));
    size_t benign_count = 0;
    for (size_t i = 0; i < count && benign != NULL; i++) {
        if (queries[i].party == PEER_NOBODY) {
            benign[benign_count++] = scores[i].best;
        }
    }
    if (benign == NULL || benign_count == 0) {
        free(benign);
        return;
    }
    qsort(benign, benign_count, sizeof(double), compare_down);
    printf("%s: %.0f queries/s;", engine, (double)count / seconds);
    for (size_t i = 0; i < sizeof alerts / sizeof alerts[0]; i++) {
        const double threshold = benign[benign_count * alerts[i] / 100];
        printf(" found %.3f at %zu %% alerts%s", found_above(queries, scores, count, threshold),
               alerts[i], i + 1 < sizeof alerts / sizeof alerts[0] ? "," : "\n");
    }
    free(benign);
}

/* ---- Jaro-Winkler ---- */

/* Words in order of their letters, small, so that the order they were written in does not
 * count. */
static Text sorted_words(Arena *arena, Text name) {
    Text words[LETTERS_MAX];
    size_t count = 0;
    Text rest = text_lowercase(arena, name);
    while (count < LETTERS_MAX && text_split(&rest, ' ', &words[count])) {
        count++;
    }
    qsort(words, count, sizeof(Text), text_compare_items);
    TextBuilder out = text_builder_new(arena);
    for (size_t i = 0; i < count; i++) {
        text_add(&out, i > 0 ? TEXT(" ") : TEXT(""));
        text_add(&out, words[i]);
    }
    return text_slice(text_built(&out), 0, LETTERS_MAX);
}

static double jaro(Text a, Text b) {
    bool used_a[LETTERS_MAX] = {false};
    bool used_b[LETTERS_MAX] = {false};
    const size_t longer = a.length > b.length ? a.length : b.length;
    const size_t window = longer / 2 > 0 ? longer / 2 - 1 : 0;
    size_t common = 0;
    for (size_t i = 0; i < a.length; i++) {
        const size_t end = i + window + 1 < b.length ? i + window + 1 : b.length;
        for (size_t j = i > window ? i - window : 0; j < end; j++) {
            if (!used_b[j] && a.bytes[i] == b.bytes[j]) {
                used_a[i] = true;
                used_b[j] = true;
                common++;
                break;
            }
        }
    }
    size_t swapped = 0;
    for (size_t i = 0, j = 0; i < a.length; i++) {
        if (used_a[i]) {
            while (!used_b[j]) {
                j++;
            }
            swapped += a.bytes[i] != b.bytes[j] ? 1 : 0;
            j++;
        }
    }
    const double matches = (double)common;
    return common == 0 ? 0
                       : (matches / (double)a.length + matches / (double)b.length +
                          (matches - (double)swapped / 2) / matches) /
                             3;
}

static double jaro_winkler(Text a, Text b) {
    enum { PREFIX_MOST = 4 };
    const double plain = jaro(a, b);
    size_t prefix = 0;
    while (prefix < PREFIX_MOST && prefix < a.length && prefix < b.length &&
           a.bytes[prefix] == b.bytes[prefix]) {
        prefix++;
    }
    return plain + (double)prefix * 0.1 * (1 - plain);
}

void peer_jaro_winkler(Arena *arena, const PeerName *names, size_t name_count,
                       const PeerQuery *queries, size_t count) {
    Text *sorted = ARENA_MANY(arena, Text, name_count);
    PeerScore *scores = ARENA_MANY(arena, PeerScore, count);
    for (size_t i = 0; i < name_count; i++) {
        sorted[i] = sorted_words(arena, names[i].name);
    }
    const double start = seconds_of(CLOCK_PROCESS_CPUTIME_ID);
    for (size_t i = 0; i < count; i++) {
        const Text query = sorted_words(arena, queries[i].name);
        for (size_t j = 0; j < name_count; j++) {
            const double score = jaro_winkler(query, sorted[j]);
            scores[i].best = score > scores[i].best ? score : scores[i].best;
            if (names[j].party == queries[i].party && score > scores[i].found) {
                scores[i].found = score;
            }
        }
    }
    peer_report("Jaro-Winkler of sorted words, every name", queries, scores, count,
                seconds_of(CLOCK_PROCESS_CPUTIME_ID) - start);
}

/* ---- PostgreSQL ---- */

static bool run(PGconn *connection, const char *sql) {
    PGresult *result = PQexec(connection, sql);
    const ExecStatusType status = PQresultStatus(result);
    PQclear(result);
    if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK && status != PGRES_COPY_IN) {
        printf("PostgreSQL: %s", PQerrorMessage(connection));
        return false;
    }
    return true;
}

static bool copy_names(Arena *arena, PGconn *connection, const PeerName *names, size_t count) {
    if (!run(connection, "COPY names FROM STDIN WITH (FORMAT csv)")) {
        return false;
    }
    for (size_t i = 0; i < count; i++) {
        TextBuilder line = text_builder_new(arena);
        text_add_format(&line, "%zu,\"", names[i].party);
        for (size_t j = 0; j < names[i].name.length; j++) {
            const char byte = names[i].name.bytes[j];
            text_add_character(&line, byte == '"' ? ' ' : byte);
        }
        text_add(&line, TEXT("\"\n"));
        const Text text = text_built(&line);
        if (PQputCopyData(connection, text.bytes, (int)text.length) != 1) {
            return false;
        }
    }
    if (PQputCopyEnd(connection, NULL) != 1) {
        return false;
    }
    PQclear(PQgetResult(connection));
    return true;
}

static bool ask(Arena *arena, PGconn *connection, const PeerQuery *query, PeerScore *score) {
    char party[PARAMETER_BYTES];
    (void)snprintf(party, sizeof party, "%lld",
                   query->party == PEER_NOBODY ? -1LL : (long long)query->party);
    const char *const values[] = {text_terminated(arena, query->name), party};
    PGresult *result =
        PQexecParams(connection,
                     "SELECT coalesce(max(similarity(name, $1)), 0),"
                     " coalesce(max(similarity(name, $1)) FILTER (WHERE party = $2::bigint), 0)"
                     " FROM names WHERE name % $1",
                     2, NULL, values, NULL, NULL, 0);
    const bool is_good = PQresultStatus(result) == PGRES_TUPLES_OK;
    if (is_good) {
        score->best = strtod(PQgetvalue(result, 0, 0), NULL);
        score->found = strtod(PQgetvalue(result, 0, 1), NULL);
    } else {
        printf("PostgreSQL: %s", PQerrorMessage(connection));
    }
    PQclear(result);
    return is_good;
}

static bool measure_postgres(Arena *arena, PGconn *connection, const PeerName *names,
                             size_t name_count, const PeerQuery *queries, size_t count) {
    PeerScore *scores = ARENA_MANY(arena, PeerScore, count);
    bool is_good = run(connection, "CREATE EXTENSION IF NOT EXISTS pg_trgm") &&
                   run(connection, "CREATE TEMP TABLE names (party bigint, name text)") &&
                   copy_names(arena, connection, names, name_count) &&
                   run(connection, "CREATE INDEX ON names USING gin (name gin_trgm_ops)") &&
                   run(connection, "ANALYZE names");
    const double start = seconds_of(CLOCK_MONOTONIC);
    for (size_t i = 0; is_good && i < count; i++) {
        is_good = ask(arena, connection, &queries[i], &scores[i]);
    }
    if (is_good) {
        peer_report("PostgreSQL pg_trgm, GIN index", queries, scores, count,
                    seconds_of(CLOCK_MONOTONIC) - start);
    }
    return is_good;
}

bool peer_postgres(Arena *arena, const PeerName *names, size_t name_count, const PeerQuery *queries,
                   size_t count) {
    const char *address = getenv("ENTENTE_POSTGRES");
    if (address == NULL) {
        puts("PostgreSQL: not measured; run `tools/postgres bench-screening --peers ...`");
        return true;
    }
    PGconn *connection = PQconnectdb(address);
    bool is_good = PQstatus(connection) == CONNECTION_OK;
    if (is_good) {
        is_good = measure_postgres(arena, connection, names, name_count, queries, count);
    } else {
        printf("PostgreSQL: %s", PQerrorMessage(connection));
    }
    PQfinish(connection);
    return is_good;
}
