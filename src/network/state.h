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

/* Solutions of the latest questions: whoever prices a barrier soon asks for its plan. So many
 * at most, and so many bytes. */
enum { STATE_REMEMBERED = 512, STATE_REMEMBERED_BYTES = 512 << 20 };

typedef struct Remembered {
    Arena *arena; /* of the edits and the solution; NULL: nothing */
    const Edit *edits;
    size_t count;
    size_t bytes;
    Solution solution;
} Remembered;

struct NetworkSolver {
    Arena *arena;
    Programme programme;
    double *bounds; /* bounds_of_places */
    Solution *base; /* for each component */
    double **scale; /* of each component's columns, to start from its base; NULL: none yet */
    bool is_solved;
    Remembered remembered[STATE_REMEMBERED]; /* a ring */
    size_t next_remembered;
    size_t oldest_remembered;
    size_t remembered_bytes;
};

/* Solves the base unless that is done. */
MUST_CHECK bool state_solve_base(NetworkSolver *solver, Error *error);

/* Finds, unless that is done, the scales to start from the base in the components of a list. Who
 * has it solved in other processes does so first, or each of them finds the scales for itself. */
MUST_CHECK bool state_find_scales(NetworkSolver *solver, const EditList *list, Error *error);

/* Solves one component with its edits made part of the way, from the base's basis. What was
 * made wholly is remembered for a while. */
MUST_CHECK bool state_solve_edited(NetworkSolver *solver, EditRange range, double part,
                                   Solution *solution, Error *error);

/* A solution that was found with these edits made wholly; false where it is forgotten. */
bool state_recall(const NetworkSolver *solver, EditRange range, Solution *solution);
void state_remember(NetworkSolver *solver, EditRange range, const Solution *solution);

/* No removal of these edits can gain more, in the component's units. */
double state_ceiling(const NetworkSolver *solver, EditRange range);

/* Edits that only relax what does not bind: the base's solution stays optimal. */
bool state_keeps_base(const NetworkSolver *solver, const EditList *list, EditRange range);

#endif
