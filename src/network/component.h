/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ENTENTE_NETWORK_COMPONENT_H
#define ENTENTE_NETWORK_COMPONENT_H

/* Solving one component, and what its duals say. All in the component's own units,
 * objective included. */

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "network/programme.h"

typedef struct Solution {
    double *value;        /* within its bounds */
    double *dual;         /* never below 0 for a unit that comes too late to be of use */
    double *reduced;      /* cost - dual A, for each column */
    unsigned char *basis; /* to start from */
    double objective;
    double dual_objective;
    size_t iterations;
} Solution;

Solution solution_new(Arena *arena, const LinearProgramme *programme);

/* Solves the component as its bounds stand, from a basis or, where that is NULL, from
 * nothing. Fails where primal and dual objective do not meet. */
MUST_CHECK bool component_solve(const Programme *programme, size_t component,
                                const SolverStart *start, Solution *solution, Error *error);

/* What the duals alone prove the optimum to be at least, under the bounds as they stand.
 * Reduced costs within the solver's tolerance count as 0. */
double component_dual_objective(const LinearProgramme *programme, const Solution *solution);

/* Reduced costs below the solver's tolerance are none. */
double component_negative_part(double reduced);

#endif
