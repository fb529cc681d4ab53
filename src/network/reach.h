/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ENTENTE_NETWORK_REACH_H
#define ENTENTE_NETWORK_REACH_H

/* What can matter. A unit at a place is useful in the periods from which it can still
 * reach a demand, or an activity that is worth running only to be rid of stock (holding
 * costs something). A column that leads nowhere useful and whose cost is not below what
 * emptying its inputs spares is zero in some optimum: it is left out. docs/network.md
 * has the proof. */

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "network/network.h"
#include "network/places.h"

/* For each place: a unit is useful in the periods before this one (0: never). */
size_t *reach_useful_periods(Arena *arena, const Network *network, const Places *places);

/* Is the column of a lane (activity) in a period kept? */
bool reach_keeps_lane(const Network *network, const Places *places, const size_t *useful,
                      size_t lane, size_t period);
bool reach_keeps_activity(const Network *network, const Places *places, const size_t *useful,
                          size_t activity, size_t period);

/* The size of an ordinary amount of an item: item_scale, or 1. */
double reach_item_scale(const Network *network, size_t item);

#endif
