/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ENTENTE_NETWORK_PLAN_H
#define ENTENTE_NETWORK_PLAN_H

/* From the components' solutions to a plan in the network's own order and units. */

#include "base/arena.h"
#include "network/component.h"
#include "network/network.h"
#include "network/programme.h"

/* `solutions` has one for each component. */
void plan_fill(Arena *arena, const Programme *programme, const Solution *const *solutions,
               Plan *plan);

#endif
