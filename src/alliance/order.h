/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ENTENTE_ALLIANCE_ORDER_H
#define ENTENTE_ALLIANCE_ORDER_H

/* Putting things after what they rest on, and finding where that goes in circles. */

#include "base/arena.h"
#include "base/array.h"

/* `from` rests on `to`. */
typedef struct Edge {
    size_t from;
    size_t to;
    size_t row; /* the caller's, for messages */
} Edge;

typedef struct Cycle {
    const size_t *nodes; /* in the order of the edges; the first is not repeated */
    size_t node_count;
    size_t row; /* of the edge that closes it */
} Cycle;

/* Cycles found in one run; each is closed by another edge. */
enum { ORDER_CYCLES_MAX = 20 };

/* All nodes, each after those it rests on where there is no cycle; nodes and edges keep the
 * order they have where they are free to. Adds up to ORDER_CYCLES_MAX to `cycles`, an Array
 * of Cycle. O(nodes + edges), without recursion. */
const size_t *order_nodes(Arena *arena, size_t node_count, const Edge *edges, size_t edge_count,
                          Array *cycles);

#endif
