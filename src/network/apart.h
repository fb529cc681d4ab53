/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ENTENTE_NETWORK_APART_H
#define ENTENTE_NETWORK_APART_H

/* Components solved at the same time, each in a process of its own. A component's solution is a
 * function of the component alone, so that it is the same wherever it was found. */

#include "base/forks.h"
#include "network/state.h"

/* Whether other processes are worth their cost for so large a programme. */
bool apart_is_worth(const NetworkSolver *solver);

/* Solves all components from nothing, where that is worth the processes; is_done says so. */
MUST_CHECK bool apart_solve_base(NetworkSolver *solver, bool *is_done, Error *error);

/* A solution as bytes, and back; false where they are not one of this programme. */
void apart_pack(const LinearProgramme *programme, const Solution *solution, TextBuilder *out);
MUST_CHECK bool apart_unpack(const LinearProgramme *programme, Text packed, Solution *solution);

#endif
