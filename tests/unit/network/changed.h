/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ENTENTE_TEST_CHANGED_H
#define ENTENTE_TEST_CHANGED_H

/* The network with barriers removed, as a network of its own. */

#include "base/arena.h"
#include "network/network.h"

/* `part` of the way from the network (0) to the barriers' removal (1); below 0 they are
 * tightened. */
Network changed_network(Arena *arena, const Network *network, const NetworkBarrier *barriers,
                        size_t barrier_count, double part);

#endif
