/* SPDX-License-Identifier: Apache-2.0 */
#include <math.h>
#include <stdlib.h>

#include "base/array.h"
#include "network/network.h"
#include "network/places.h"
#include "network/reach.h"

/* Walks a plan's prices upstream. Where one unit more at a place in a period would save
 * something (its price is above 0), each way by which it might come either costs as much as it
 * saves, and the walk goes on at its other end; or it saves more than it costs, and what holds it
 * back is a binding limit whose price that difference is. */

/* Prices below this part of the demand's own are rounding. */
static const double NEGLIGIBLE = 1e-6;

typedef struct Place {
    size_t place;
    size_t period;
} Place;

typedef struct Walk {
    Arena *arena;
    const Network *network;
    const Plan *plan;
    Places places;
    size_t periods;
    double least; /* a price that counts, for an ordinary amount */
    bool *is_seen;
    Array queue;        /* of Place */
    Array found;        /* of NetworkBinding */
    size_t *lane_found; /* position in found + 1 */
    size_t *resource_found;
    size_t *quota_found;
    size_t *activity_found;
    size_t *place_found;
} Walk;

static double scale_of(const Walk *walk, size_t item) {
    return reach_item_scale(walk->network, item);
}

/* The price of an ordinary amount. */
static double price_at(const Walk *walk, size_t place, size_t period) {
    return walk->plan->balance_price[place * walk->periods + period] *
           scale_of(walk, walk->places.item[place]);
}

static void visit(Walk *walk, size_t place, size_t period) {
    if (period >= walk->periods || walk->is_seen[place * walk->periods + period] ||
        price_at(walk, place, period) <= walk->least) {
        return;
    }
    walk->is_seen[place * walk->periods + period] = true;
    Place *next = array_add(&walk->queue);
    *next = (Place){place, period};
}

static void bind(Walk *walk, size_t *position, NetworkBinding binding) {
    if (*position == 0) {
        NetworkBinding *added = array_add(&walk->found);
        *added = binding;
        *position = walk->found.count;
        return;
    }
    NetworkBinding *known = array_at(&walk->found, *position - 1);
    known->weight += binding.weight;
    known->first_period =
        known->first_period < binding.first_period ? known->first_period : binding.first_period;
    known->last_period =
        known->last_period > binding.last_period ? known->last_period : binding.last_period;
}

static void come_by_lane(Walk *walk, size_t lane, Place to) {
    const NetworkLane *sent = &walk->network->lanes[lane];
    if (to.period < sent->transit_periods) {
        return;
    }
    const size_t period = to.period - sent->transit_periods;
    const size_t from = walk->places.lane_from[lane];
    const double scale = scale_of(walk, sent->item);
    double quota = 0;
    if (sent->quota != NETWORK_NONE) {
        quota = walk->plan->quota_price[sent->quota] * sent->quota_value * scale;
    }
    const double there = price_at(walk, from, period);
    const double spared = price_at(walk, to.place, to.period) - there - sent->cost * scale - quota;
    if (quota > walk->least) {
        bind(walk, &walk->quota_found[sent->quota],
             (NetworkBinding){BINDING_QUOTA, sent->quota, 0, quota, period, period});
    }
    if (spared > walk->least) {
        bind(walk, &walk->lane_found[lane],
             (NetworkBinding){BINDING_LANE, lane, sent->item, spared, period, period});
    }
    if (spared <= walk->least || walk->plan->sent[lane * walk->periods + period] > 0) {
        visit(walk, from, period);
    }
}

static void come_by_activity(Walk *walk, size_t activity, Place to) {
    const NetworkActivity *made = &walk->network->activities[activity];
    if (to.period < made->delay_periods) {
        return;
    }
    const size_t period = to.period - made->delay_periods;
    const double scale = scale_of(walk, made->item);
    double capacity = 0;
    if (made->resource != NETWORK_NONE) {
        capacity =
            walk->plan->capacity_price[made->resource * walk->periods + period] * made->use * scale;
    }
    double spared = price_at(walk, to.place, to.period) - made->cost * scale - capacity;
    for (size_t i = 0; i < made->input_count; i++) {
        const size_t input = walk->places.input[walk->places.input_start[activity] + i];
        spared -= walk->plan->balance_price[input * walk->periods + period] *
                  made->inputs[i].quantity * scale;
        if (made->inputs[i].quantity > 0) {
            visit(walk, input, period);
        }
    }
    if (capacity > walk->least) {
        bind(walk, &walk->resource_found[made->resource],
             (NetworkBinding){BINDING_RESOURCE, made->resource, made->item, capacity, period,
                              period});
    }
    if (spared > walk->least) {
        bind(walk, &walk->activity_found[activity],
             (NetworkBinding){BINDING_ACTIVITY, activity, made->item, spared, period, period});
    }
}

/* Ways into each place: lanes and activities by the place they lead to. */
typedef struct Ways {
    size_t *start;
    size_t *way; /* a lane, or lane_count + an activity */
} Ways;

static size_t way_end(const Walk *walk, size_t way) {
    const size_t lanes = walk->network->lane_count;
    return way < lanes ? walk->places.lane_to[way] : walk->places.activity_output[way - lanes];
}

static Ways find_ways(const Walk *walk) {
    const size_t count = walk->network->lane_count + walk->network->activity_count;
    Ways ways = {ARENA_MANY(walk->arena, size_t, walk->places.count + 2),
                 ARENA_MANY(walk->arena, size_t, count)};
    for (size_t i = 0; i < count; i++) {
        ways.start[way_end(walk, i) + 2]++;
    }
    for (size_t i = 2; i < walk->places.count + 2; i++) {
        ways.start[i] += ways.start[i - 1];
    }
    for (size_t i = 0; i < count; i++) {
        ways.way[ways.start[way_end(walk, i) + 1]++] = i;
    }
    return ways;
}

static void come_to(Walk *walk, const Ways *ways, Place to) {
    const size_t lanes = walk->network->lane_count;
    for (size_t i = ways->start[to.place]; i < ways->start[to.place + 1]; i++) {
        if (ways->way[i] < lanes) {
            come_by_lane(walk, ways->way[i], to);
        } else {
            come_by_activity(walk, ways->way[i] - lanes, to);
        }
    }
    if (ways->start[to.place] == ways->start[to.place + 1]) {
        bind(walk, &walk->place_found[to.place],
             (NetworkBinding){BINDING_PLACE, walk->places.site[to.place],
                              walk->places.item[to.place], price_at(walk, to.place, to.period),
                              to.period, to.period});
    }
    if (to.period > 0) {
        visit(walk, to.place, to.period - 1);
    }
}

static int compare_bindings(const void *a, const void *b) {
    const NetworkBinding *left = a;
    const NetworkBinding *right = b;
    if (left->weight < right->weight || left->weight > right->weight) {
        return left->weight > right->weight ? -1 : 1;
    }
    if (left->kind != right->kind) {
        return left->kind < right->kind ? -1 : 1;
    }
    return (left->index > right->index) - (left->index < right->index);
}

static void begin(Walk *walk, size_t demand) {
    const NetworkDemand *wanted = &walk->network->demands[demand];
    const double ordinary = wanted->weight * scale_of(walk, wanted->item);
    walk->least = NEGLIGIBLE * ordinary;
    for (size_t t = 0; t < walk->periods; t++) {
        const double owed = walk->plan->owed[demand * walk->periods + t];
        if (owed > NEGLIGIBLE * scale_of(walk, wanted->item)) {
            visit(walk, walk->places.demand[demand], t);
        }
    }
}

size_t network_explain(Arena *arena, const Network *network, const Plan *plan, size_t demand,
                       NetworkBinding **bindings) {
    Walk walk = {.arena = arena,
                 .network = network,
                 .plan = plan,
                 .places = places_new(arena, network),
                 .periods = network->period_count,
                 .queue = array_new(arena, sizeof(Place)),
                 .found = array_new(arena, sizeof(NetworkBinding)),
                 .lane_found = ARENA_MANY(arena, size_t, network->lane_count),
                 .resource_found = ARENA_MANY(arena, size_t, network->resource_count),
                 .quota_found = ARENA_MANY(arena, size_t, network->quota_count),
                 .activity_found = ARENA_MANY(arena, size_t, network->activity_count)};
    walk.place_found = ARENA_MANY(arena, size_t, walk.places.count);
    walk.is_seen = ARENA_MANY(arena, bool, walk.places.count *walk.periods);
    const Ways ways = find_ways(&walk);
    begin(&walk, demand);
    for (size_t next = 0; next < walk.queue.count; next++) {
        const Place place = ARRAY_ITEMS(Place, &walk.queue)[next];
        come_to(&walk, &ways, place);
    }
    *bindings = ARRAY_ITEMS(NetworkBinding, &walk.found);
    if (walk.found.count > 1) {
        qsort(*bindings, walk.found.count, sizeof(NetworkBinding), compare_bindings);
    }
    return walk.found.count;
}
