/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ENTENTE_NETWORK_APART_H
#define ENTENTE_NETWORK_APART_H

/* Components solved at the same time, each in a process of its own. A component's solution is a
 * function of the component alone, so that it is the same wherever it was found. */

#include "base/forks.h"
#include "network/ranking.h"
#include "network/state.h"

/* Whether other processes are worth their cost for so large a programme. */
bool apart_is_worth(const NetworkSolver *solver);

/* Solves all components from nothing, where that is worth the processes; is_done says so. */
MUST_CHECK bool apart_solve_base(NetworkSolver *solver, bool *is_done, Error *error);

/* A solution as bytes, and back; false where they are not one of this programme. */
void apart_pack(const LinearProgramme *programme, const Solution *solution, TextBuilder *out);
MUST_CHECK bool apart_unpack(const LinearProgramme *programme, Text packed, Solution *solution);

/* How the things of a ranking are solved, each from the base by a list of edits. */
typedef struct ApartRanked {
    Arena *arena;
    NetworkSolver *solver;
    const EditList *lists; /* of each thing */
    /* Adds the thing's value to `out`: `value_bytes` of it. It may run in another process. */
    bool (*solve)(const void *context, size_t index, TextBuilder *out, Error *error);
    const void *context;
    void *values; /* of each thing */
    size_t value_bytes;
} ApartRanked;

/* Puts the values of some things, found at the same time, into `values`; nothing where that is not
 * worth the processes. */
MUST_CHECK bool apart_solve_ranked(const ApartRanked *work, const Ranked *things, size_t count,
                                   Error *error);

#endif
