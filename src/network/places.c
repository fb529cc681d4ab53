/* SPDX-License-Identifier: Apache-2.0 */
#include "network/places.h"

#include <stdlib.h>

#include "base/array.h"

typedef struct Pair {
    size_t site;
    size_t item;
} Pair;

static int order(size_t a, size_t b) {
    return (a > b) - (a < b);
}

static int compare_pairs(const void *a, const void *b) {
    const Pair *left = a;
    const Pair *right = b;
    int by_site = order(left->site, right->site);
    return by_site != 0 ? by_site : order(left->item, right->item);
}

static void add_pair(Array *pairs, size_t site, size_t item) {
    Pair *pair = array_add(pairs);
    *pair = (Pair){site, item};
}

static void add_activity_pairs(Array *pairs, const NetworkActivity *activity) {
    add_pair(pairs, activity->site, activity->item);
    for (size_t i = 0; i < activity->input_count; i++) {
        add_pair(pairs, activity->site, activity->inputs[i].item);
    }
}

static void gather_pairs(Array *pairs, const Network *network) {
    for (size_t i = 0; i < network->stock_count; i++) {
        add_pair(pairs, network->stocks[i].site, network->stocks[i].item);
    }
    for (size_t i = 0; i < network->demand_count; i++) {
        add_pair(pairs, network->demands[i].site, network->demands[i].item);
    }
    for (size_t i = 0; i < network->lane_count; i++) {
        add_pair(pairs, network->lanes[i].from_site, network->lanes[i].item);
        add_pair(pairs, network->lanes[i].to_site, network->lanes[i].item);
    }
    for (size_t i = 0; i < network->activity_count; i++) {
        add_activity_pairs(pairs, &network->activities[i]);
    }
}

static void keep_distinct(Arena *arena, const Array *pairs, Places *places) {
    const Pair *items = ARRAY_ITEMS(Pair, pairs);
    places->site = ARENA_MANY(arena, size_t, pairs->count);
    places->item = ARENA_MANY(arena, size_t, pairs->count);
    for (size_t i = 0; i < pairs->count; i++) {
        if (i == 0 || compare_pairs(&items[i - 1], &items[i]) != 0) {
            places->site[places->count] = items[i].site;
            places->item[places->count] = items[i].item;
            places->count++;
        }
    }
}

bool places_find(const Places *places, size_t site, size_t item, size_t *place) {
    size_t low = 0;
    size_t high = places->count;
    Pair wanted = {site, item};
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        Pair here = {places->site[middle], places->item[middle]};
        if (compare_pairs(&here, &wanted) < 0) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    if (low == places->count || places->site[low] != site || places->item[low] != item) {
        return false;
    }
    *place = low;
    return true;
}

/* For a pair that was gathered, so that it is there. */
static size_t known_place(const Places *places, size_t site, size_t item) {
    size_t place = NETWORK_NONE;
    (void)places_find(places, site, item, &place);
    return place;
}

static void locate_lanes(Arena *arena, const Network *network, Places *places) {
    places->lane_from = ARENA_MANY(arena, size_t, network->lane_count);
    places->lane_to = ARENA_MANY(arena, size_t, network->lane_count);
    for (size_t i = 0; i < network->lane_count; i++) {
        const NetworkLane *lane = &network->lanes[i];
        places->lane_from[i] = known_place(places, lane->from_site, lane->item);
        places->lane_to[i] = known_place(places, lane->to_site, lane->item);
    }
}

static size_t count_inputs(const Network *network) {
    size_t count = 0;
    for (size_t i = 0; i < network->activity_count; i++) {
        count += network->activities[i].input_count;
    }
    return count;
}

static void locate_activities(Arena *arena, const Network *network, Places *places) {
    places->activity_output = ARENA_MANY(arena, size_t, network->activity_count);
    places->input_start = ARENA_MANY(arena, size_t, network->activity_count);
    places->input = ARENA_MANY(arena, size_t, count_inputs(network));
    size_t next = 0;
    for (size_t i = 0; i < network->activity_count; i++) {
        const NetworkActivity *activity = &network->activities[i];
        places->activity_output[i] = known_place(places, activity->site, activity->item);
        places->input_start[i] = next;
        for (size_t k = 0; k < activity->input_count; k++) {
            places->input[next++] = known_place(places, activity->site, activity->inputs[k].item);
        }
    }
}

static void locate_demands_and_stocks(Arena *arena, const Network *network, Places *places) {
    places->demand = ARENA_MANY(arena, size_t, network->demand_count);
    places->stock = ARENA_MANY(arena, double, places->count);
    for (size_t i = 0; i < network->demand_count; i++) {
        const NetworkDemand *demand = &network->demands[i];
        places->demand[i] = known_place(places, demand->site, demand->item);
    }
    for (size_t i = 0; i < network->stock_count; i++) {
        const NetworkStock *stock = &network->stocks[i];
        places->stock[known_place(places, stock->site, stock->item)] = stock->quantity;
    }
}

Places places_new(Arena *arena, const Network *network) {
    Array pairs = array_new(arena, sizeof(Pair));
    gather_pairs(&pairs, network);
    if (pairs.count > 0) {
        qsort(pairs.items, pairs.count, sizeof(Pair), compare_pairs);
    }
    Places places = {0};
    keep_distinct(arena, &pairs, &places);
    locate_lanes(arena, network, &places);
    locate_activities(arena, network, &places);
    locate_demands_and_stocks(arena, network, &places);
    return places;
}
