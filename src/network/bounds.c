/* SPDX-License-Identifier: Apache-2.0 */
#include "network/bounds.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "network/groups.h"
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

/* ---- from which places a demand is reached, and what it needs there ---- */

/* A set of things, found one after the other. */
typedef struct Found {
    size_t *at;
    size_t count;
    bool *is_in;
} Found;

typedef struct Upstream {
    const Programme *programme;
    Array edges;     /* from what is made to what it takes */
    Groups edges_of; /* of each item */
    Groups arriving; /* lanes, of each place */
    Groups making;   /* activities, of each place */
    Found places;    /* from which the demand is reached */
    Found items;     /* that the demand takes, through all recipes */
    size_t *number;  /* of each of those items among them */
    double *need;    /* ... and how much it takes */
} Upstream;

static Found found_new(Arena *arena, size_t count) {
    return (Found){ARENA_MANY(arena, size_t, count), 0, ARENA_MANY(arena, bool, count)};
}

static void find(Found *found, size_t thing) {
    if (!found->is_in[thing]) {
        found->is_in[thing] = true;
        found->at[found->count++] = thing;
    }
}

static void forget(Found *found) {
    for (size_t i = 0; i < found->count; i++) {
        found->is_in[found->at[i]] = false;
    }
    found->count = 0;
}

static Groups edges_by_item(Arena *arena, const Array *edges, size_t item_count) {
    size_t *from = ARENA_MANY(arena, size_t, edges->count);
    for (size_t i = 0; i < edges->count; i++) {
        from[i] = ARRAY_ITEMS(Edge, edges)[i].from;
    }
    return groups_new(arena, from, item_count, edges->count);
}

static Upstream upstream_new(Arena *arena, const Programme *programme) {
    const Network *network = programme->network;
    const Places *places = &programme->places;
    Array edges = recipe_edges(arena, network, false);
    return (Upstream){
        .programme = programme,
        .edges = edges,
        .edges_of = edges_by_item(arena, &edges, network->item_count),
        .arriving = groups_new(arena, places->lane_to, places->count, network->lane_count),
        .making =
            groups_new(arena, places->activity_output, places->count, network->activity_count),
        .places = found_new(arena, places->count),
        .items = found_new(arena, network->item_count),
        .number = ARENA_MANY(arena, size_t, network->item_count),
        .need = ARENA_MANY(arena, double, network->item_count),
    };
}

static void find_before(Upstream *upstream, size_t place) {
    const Places *places = &upstream->programme->places;
    const Group lanes = groups_of(&upstream->arriving, place);
    const Group activities = groups_of(&upstream->making, place);
    for (size_t i = 0; i < lanes.count; i++) {
        find(&upstream->places, places->lane_from[lanes.at[i]]);
    }
    for (size_t i = 0; i < activities.count; i++) {
        const size_t activity = activities.at[i];
        const size_t inputs = upstream->programme->network->activities[activity].input_count;
        for (size_t k = 0; k < inputs; k++) {
            find(&upstream->places, places->input[places->input_start[activity] + k]);
        }
    }
}

static void find_places(Upstream *upstream, size_t place) {
    forget(&upstream->places);
    find(&upstream->places, place);
    for (size_t i = 0; i < upstream->places.count; i++) {
        find_before(upstream, upstream->places.at[i]);
    }
}

static void find_items(Upstream *upstream, size_t item) {
    forget(&upstream->items);
    find(&upstream->items, item);
    for (size_t i = 0; i < upstream->items.count; i++) {
        const Group edges = groups_of(&upstream->edges_of, upstream->items.at[i]);
        upstream->number[upstream->items.at[i]] = i;
        for (size_t k = 0; k < edges.count; k++) {
            find(&upstream->items, ARRAY_ITEMS(Edge, &upstream->edges)[edges.at[k]].to);
        }
    }
}

/* Of the items that were found, and of no others, what `amount` of the first takes. */
static void find_needs(Upstream *upstream, double amount) {
    Arena *scratch CLEANUP(arena_close) = arena_new();
    const size_t count = upstream->items.count;
    Array edges = array_new(scratch, sizeof(Edge));
    double *source = ARENA_MANY(scratch, double, count);
    source[0] = amount;
    for (size_t i = 0; i < count; i++) {
        const Group own = groups_of(&upstream->edges_of, upstream->items.at[i]);
        for (size_t k = 0; k < own.count; k++) {
            const Edge *edge = &ARRAY_ITEMS(Edge, &upstream->edges)[own.at[k]];
            *(Edge *)array_add(&edges) = (Edge){i, upstream->number[edge->to], edge->factor};
        }
    }
    const double *needs = spread(scratch, &edges, source, count);
    for (size_t i = 0; i < count; i++) {
        upstream->need[upstream->items.at[i]] = needs[i];
    }
}

static void add_demand(Upstream *upstream, size_t demand, double *bounds) {
    const Network *network = upstream->programme->network;
    const Places *places = &upstream->programme->places;
    double amount = 0;
    for (size_t t = 0; t < network->period_count; t++) {
        amount += network->demands[demand].quantity[t];
    }
    find_places(upstream, places->demand[demand]);
    find_items(upstream, network->demands[demand].item);
    find_needs(upstream, amount);
    for (size_t i = 0; i < upstream->places.count; i++) {
        const size_t place = upstream->places.at[i];
        const size_t item = places->item[place];
        bounds[place] += upstream->items.is_in[item] ? upstream->need[item] : 0;
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
    Upstream upstream = upstream_new(scratch, programme);
    for (size_t i = 0; i < network->demand_count; i++) {
        add_demand(&upstream, i, bounds);
    }
    if (network->holding_cost > 0) {
        add_waste(scratch, programme, bounds);
    }
    for (size_t p = 0; p < programme->places.count; p++) {
        bounds[p] /= reach_item_scale(network, programme->places.item[p]);
    }
    return bounds;
}
