/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ENTENTE_NETWORK_STATE_H
#define ENTENTE_NETWORK_STATE_H

/* What a NetworkSolver holds. The bounds in its programme are the base's whenever no
 * function of this folder is at work. */

#include <stdbool.h>

#include "base/arena.h"
#include "network/component.h"
#include "network/edit.h"
#include "network/network.h"
#include "network/programme.h"

struct NetworkSolver {
    Arena *arena;
    Programme programme;
    double *bounds; /* bounds_of_places */
    Solution *base; /* for each component */
    bool is_solved;
};

/* Solves the base unless that is done. */
MUST_CHECK bool state_solve_base(NetworkSolver *solver, Error *error);

/* Solves one component with its edits made part of the way, from the base's basis. */
MUST_CHECK bool state_solve_edited(NetworkSolver *solver, EditRange range, double part,
                                   Solution *solution, Error *error);

/* No removal of these edits can gain more, in the component's units. */
double state_ceiling(const NetworkSolver *solver, EditRange range);

/* Edits that only relax what does not bind: the base's solution stays optimal. */
bool state_keeps_base(const NetworkSolver *solver, const EditList *list, EditRange range);

#endif
