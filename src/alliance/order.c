/* SPDX-License-Identifier: Apache-2.0 */
#include "alliance/order.h"

#include <stdbool.h>

typedef enum Visit { VISIT_NONE, VISIT_OPEN, VISIT_DONE } Visit;

/* A walk in depth. The edges of a node are sorted[first[node]..first[node + 1]]. */
typedef struct Walk {
    Arena *arena;
    const Edge *sorted;
    const size_t *first;
    size_t *next;  /* of each node: its next edge to follow */
    Visit *visits; /* of each node */
    size_t *path;  /* nodes that are open, the root first */
    size_t depth;
    size_t *order;
    size_t ordered;
    Array *cycles;
} Walk;

/* Counting sort by `from`, stable. */
static const size_t *sort_edges(Arena *arena, size_t node_count, const Edge *edges,
                                size_t edge_count, Edge *sorted) {
    size_t *first = ARENA_MANY(arena, size_t, node_count + 2);
    for (size_t i = 0; i < edge_count; i++) {
        first[edges[i].from + 2]++;
    }
    for (size_t node = 0; node < node_count; node++) {
        first[node + 2] += first[node + 1];
    }
    for (size_t i = 0; i < edge_count; i++) {
        sorted[first[edges[i].from + 1]++] = edges[i];
    }
    return first;
}

static void open_node(Walk *walk, size_t node) {
    walk->visits[node] = VISIT_OPEN;
    walk->path[walk->depth++] = node;
}

static void close_node(Walk *walk) {
    size_t node = walk->path[--walk->depth];
    walk->visits[node] = VISIT_DONE;
    walk->order[walk->ordered++] = node;
}

/* The path from `edge->to` to its end is a cycle that the edge closes. */
static void keep_cycle(Walk *walk, const Edge *edge) {
    size_t start = walk->depth - 1;
    if (walk->cycles->count >= ORDER_CYCLES_MAX) {
        return;
    }
    while (walk->path[start] != edge->to) {
        start--;
    }
    size_t count = walk->depth - start;
    size_t *nodes = ARENA_MANY(walk->arena, size_t, count);
    for (size_t i = 0; i < count; i++) {
        nodes[i] = walk->path[start + i];
    }
    Cycle *cycle = array_add(walk->cycles);
    *cycle = (Cycle){.nodes = nodes, .node_count = count, .row = edge->row};
}

static void follow(Walk *walk, const Edge *edge) {
    Visit visit = walk->visits[edge->to];
    if (visit == VISIT_NONE) {
        open_node(walk, edge->to);
    } else if (visit == VISIT_OPEN) {
        keep_cycle(walk, edge);
    }
}

static void walk_from(Walk *walk, size_t root) {
    open_node(walk, root);
    while (walk->depth > 0) {
        size_t node = walk->path[walk->depth - 1];
        if (walk->next[node] == walk->first[node + 1]) {
            close_node(walk);
        } else {
            follow(walk, &walk->sorted[walk->next[node]++]);
        }
    }
}

const size_t *order_nodes(Arena *arena, size_t node_count, const Edge *edges, size_t edge_count,
                          Array *cycles) {
    Edge *sorted = ARENA_MANY(arena, Edge, edge_count);
    const size_t *first = sort_edges(arena, node_count, edges, edge_count, sorted);
    Walk walk = {.arena = arena,
                 .sorted = sorted,
                 .first = first,
                 .next = ARENA_MANY(arena, size_t, node_count),
                 .visits = ARENA_MANY(arena, Visit, node_count),
                 .path = ARENA_MANY(arena, size_t, node_count),
                 .order = ARENA_MANY(arena, size_t, node_count),
                 .cycles = cycles};
    for (size_t node = 0; node < node_count; node++) {
        walk.next[node] = first[node];
    }
    for (size_t node = 0; node < node_count; node++) {
        if (walk.visits[node] == VISIT_NONE) {
            walk_from(&walk, node);
        }
    }
    return walk.order;
}
