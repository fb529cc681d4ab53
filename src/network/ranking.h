/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ENTENTE_NETWORK_RANKING_H
#define ENTENTE_NETWORK_RANKING_H

/* Ranking with certainty without solving everything: each thing has a bound that its worth
 * cannot exceed, and is solved in the order of the bounds until the next one is below the worth
 * of the last that is wanted. */

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/compiler.h"

typedef struct Ranked {
    size_t index;  /* of the thing */
    bool is_exact; /* its worth is solved, else a bound */
    double worth;
} Ranked;

/* Exact ones first, by worth, most first; then the others by bound; ties by index. */
void ranking_sort(Ranked *things, size_t count);

/* The worth of one thing, exactly; false where it cannot be had. */
typedef bool (*RankedSolve)(void *context, size_t index, double *worth);

/* Told which things are solved next, so that they can be solved together: as many as are solved in
 * any case, and then a few at a time, of which some may turn out not to be needed. */
typedef bool (*RankedAhead)(void *context, const Ranked *things, size_t count);

/* Solves, in their order, as many of the sorted things as it takes for the `top` best to be
 * certain; all of them for 0. Adds to `solve_count`. */
MUST_CHECK bool ranking_certify(Arena *arena, const Ranked *things, size_t count, size_t top,
                                RankedSolve solve, RankedAhead ahead, void *context,
                                size_t *solve_count);

#endif
