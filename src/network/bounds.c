/* SPDX-License-Identifier: Apache-2.0 */
#include "network/bounds.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "network/reach.h"

/* `to` grows by `factor` for each unit of `from`. */
typedef struct Edge {
    size_t from;
    size_t to;
    double factor;
} Edge;

static int order(size_t a, size_t b) {
    return (a > b) - (a < b);
}

/* The largest factor of two items first. */
static int compare_edges(const void *a, const void *b) {
    const Edge *left = a;
    const Edge *right = b;
    int by_from = order(left->from, right->from);
    int by_to = by_from != 0 ? by_from : order(left->to, right->to);
    return by_to != 0 ? by_to : (left->factor < right->factor) - (left->factor > right->factor);
}

/* Keeps the largest factor between two items. */
static void keep_largest(Array *edges) {
    Edge *items = ARRAY_ITEMS(Edge, edges);
    size_t kept = 0;
    if (edges->count > 0) {
        qsort(items, edges->count, sizeof(Edge), compare_edges);
    }
    for (size_t i = 0; i < edges->count; i++) {
        if (kept == 0 || items[kept - 1].from != items[i].from ||
            items[kept - 1].to != items[i].to) {
            items[kept++] = items[i];
        }
    }
    edges->count = kept;
}

/* From what is made to what it takes; or, turned about, from what is used up to the most
 * that can be made of it. */
static Array recipe_edges(Arena *arena, const Network *network, bool is_forward) {
    Array edges = array_new(arena, sizeof(Edge));
    for (size_t i = 0; i < network->activity_count; i++) {
        const NetworkActivity *made = &network->activities[i];
        for (size_t k = 0; k < made->input_count; k++) {
            const NetworkInput *input = &made->inputs[k];
            if (input->quantity > 0) {
                Edge *edge = array_add(&edges);
                *edge = is_forward ? (Edge){input->item, made->item, 1 / input->quantity}
                                   : (Edge){made->item, input->item, input->quantity};
            }
        }
    }
    keep_largest(&edges);
    return edges;
}

/* totals = source + totals along every edge, once; true where something changed. What
 * still changes although `is_last` goes in a circle and has no end. */
static bool spread_once(const Array *edges, const double *source, double *totals, double *next,
                        size_t count, bool is_last) {
    memcpy(next, source, count * sizeof(double));
    const Edge *items = ARRAY_ITEMS(Edge, edges);
    for (size_t i = 0; i < edges->count; i++) {
        if (totals[items[i].from] > 0) {
            next[items[i].to] += totals[items[i].from] * items[i].factor;
        }
    }
    bool changed = false;
    for (size_t i = 0; i < count; i++) {
        if (next[i] > totals[i]) {
            changed = true;
            totals[i] = is_last ? INFINITY : next[i];
        }
    }
    return changed;
}

/* Without circles, as many rounds as there are items are enough; with them, as many
 * again carry the infinity on. */
static double *spread(Arena *arena, const Array *edges, const double *source, size_t count) {
    double *totals = ARENA_MANY(arena, double, count);
    double *next = ARENA_MANY(arena, double, count);
    for (size_t round = 0; round <= 2 * count + 2; round++) {
        if (!spread_once(edges, source, totals, next, count, round > count)) {
            break;
        }
    }
    return totals;
}

static bool mark(bool *reached, size_t place, bool from) {
    if (!from || reached[place]) {
        return false;
    }
    reached[place] = true;
    return true;
}

static bool reach_once(const Programme *programme, bool *reached) {
    const Network *network = programme->network;
    const Places *places = &programme->places;
    bool changed = false;
    for (size_t i = 0; i < network->lane_count; i++) {
        changed |= mark(reached, places->lane_from[i], reached[places->lane_to[i]]);
    }
    for (size_t i = 0; i < network->activity_count; i++) {
        for (size_t k = 0; k < network->activities[i].input_count; k++) {
            changed |= mark(reached, places->input[places->input_start[i] + k],
                            reached[places->activity_output[i]]);
        }
    }
    return changed;
}

static void add_demand(Arena *arena, const Programme *programme, const Array *edges, size_t demand,
                       double *bounds) {
    const Network *network = programme->network;
    double *source = ARENA_MANY(arena, double, network->item_count);
    bool *reached = ARENA_MANY(arena, bool, programme->places.count);
    for (size_t t = 0; t < network->period_count; t++) {
        source[network->demands[demand].item] += network->demands[demand].quantity[t];
    }
    const double *needs = spread(arena, edges, source, network->item_count);
    reached[programme->places.demand[demand]] = true;
    while (reach_once(programme, reached)) {
    }
    for (size_t p = 0; p < programme->places.count; p++) {
        bounds[p] += reached[p] ? needs[programme->places.item[p]] : 0;
    }
}

double *bounds_of_waste(Arena *arena, const Network *network, const double *stock) {
    Arena *scratch CLEANUP(arena_close) = arena_new();
    Array forward = recipe_edges(scratch, network, true);
    Array backward = recipe_edges(scratch, network, false);
    const double *waste = spread(scratch, &forward, stock, network->item_count);
    return spread(arena, &backward, waste, network->item_count);
}

static void add_waste(Arena *arena, const Programme *programme, double *bounds) {
    const Network *network = programme->network;
    double *stock = ARENA_MANY(arena, double, network->item_count);
    for (size_t i = 0; i < network->stock_count; i++) {
        stock[network->stocks[i].item] += network->stocks[i].quantity;
    }
    const double *taken = bounds_of_waste(arena, network, stock);
    for (size_t p = 0; p < programme->places.count; p++) {
        bounds[p] += taken[programme->places.item[p]];
    }
}

double *bounds_of_places(Arena *arena, const Programme *programme) {
    const Network *network = programme->network;
    Arena *scratch CLEANUP(arena_close) = arena_new();
    double *bounds = ARENA_MANY(arena, double, programme->places.count);
    Array edges = recipe_edges(scratch, network, false);
    for (size_t i = 0; i < network->demand_count; i++) {
        Arena *one CLEANUP(arena_close) = arena_new();
        add_demand(one, programme, &edges, i, bounds);
    }
    if (network->holding_cost > 0) {
        add_waste(scratch, programme, bounds);
    }
    for (size_t p = 0; p < programme->places.count; p++) {
        bounds[p] /= reach_item_scale(network, programme->places.item[p]);
    }
    return bounds;
}
