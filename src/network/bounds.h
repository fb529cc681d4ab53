/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ENTENTE_NETWORK_BOUNDS_H
#define ENTENTE_NETWORK_BOUNDS_H

/* How much of an item can sensibly arrive at a place in one period: what all demands
 * that can be reached from there need of it, through every recipe, and, where holding
 * costs something, what could be made away with. Some optimum sends no more over any
 * lane, so a lane without a limit may be given this one when its opening is priced. */

#include "base/arena.h"
#include "network/programme.h"

/* For each place, in its item's scale; INFINITY where recipes go in a circle. */
double *bounds_of_places(Arena *arena, const Programme *programme);

/* How much of each item stock (of each item, in its unit) adds to that: what it can be turned
 * into to be rid of it, and what must be joined to it for that. In the item's unit. */
double *bounds_of_waste(Arena *arena, const Network *network, const double *stock);

#endif
