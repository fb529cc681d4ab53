/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ENTENTE_BENCH_SCREENING_PEERS_H
#define ENTENTE_BENCH_SCREENING_PEERS_H

/* Other ways to screen names, over the same names and queries as ours: Jaro-Winkler similarity
 * of every name, as string libraries offer it, and PostgreSQL's pg_trgm with its index. */

#include <stdbool.h>

#include "base/arena.h"
#include "base/text.h"

typedef struct PeerName {
    Text name;
    size_t party;
} PeerName;

typedef struct PeerQuery {
    Text name;
    size_t party; /* whom it should find; PEER_NOBODY where it should raise no alert */
} PeerQuery;

#define PEER_NOBODY ((size_t)-1)

typedef struct PeerScore {
    double best;  /* of anybody */
    double found; /* of whom it should find */
} PeerScore;

/* Prints queries a second and the share found at 1, 2 and 5 % alerts. */
void peer_report(const char *engine, const PeerQuery *queries, const PeerScore *scores,
                 size_t count, double seconds);

/* Compares with every name. */
void peer_jaro_winkler(Arena *arena, const PeerName *names, size_t name_count,
                       const PeerQuery *queries, size_t count);

/* Beside the server of ENTENTE_POSTGRES (`tools/postgres COMMAND`); false, and a line says so,
 * where there is none. */
bool peer_postgres(Arena *arena, const PeerName *names, size_t name_count, const PeerQuery *queries,
                   size_t count);

#endif
