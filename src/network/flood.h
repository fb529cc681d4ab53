/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ENTENTE_NETWORK_FLOOD_H
#define ENTENTE_NETWORK_FLOOD_H

/* Cascades that have grown (docs/stress.md), FLOOD_LANES at once: every state of a firm is an array
 * of that many doubles, one for each cascade, so that a link is read once for all of them and the
 * inner loops are straight vector code. Each lane adds up by itself and is free again when its own
 * cascade has ended, so that what the others do never shows. A Flood belongs to one process. */

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/compiler.h"
#include "base/error.h"
#include "network/firms.h"
#include "network/network.h"
#include "network/trickle.h"

enum { FLOOD_LANES = 16 };

typedef struct Flood Flood;

/* All that is given must outlive it. */
Flood *flood_new(Arena *arena, const FirmNetwork *network, const FirmArcs *arcs, double tolerance);

bool flood_is_full(const Flood *flood);
bool flood_is_empty(const Flood *flood);

/* Goes on with a cascade, in a lane that must be free; `risk` is set in the step in which it ends.
 */
void flood_take(Flood *flood, size_t stopped, const FirmLosses *supplies, const FirmLosses *orders,
                FirmRisk *risk);

/* One step of all. ERROR_FAILED where one goes on for too long. */
MUST_CHECK bool flood_step(Flood *flood, Error *error);

#endif
