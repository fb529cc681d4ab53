/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "base/array.h"
#include "network/network.h"
#include "network/places.h"

/* What can be had where, from production alone: an item is there where an activity makes it from
 * things that are there, or a lane brings it from where it is. Lanes that are shut are tried only
 * when those that are open lead no further, so that an alternative opens few of them. */

typedef struct Search {
    Arena *arena;
    const Network *network;
    Places places;
    size_t period;
    size_t lost;    /* site, or NETWORK_NONE */
    bool *is_there; /* each place */
    size_t *way;    /* by which it first came: a lane, or lane_count + an activity */
} Search;

static bool inputs_are_there(const Search *search, size_t activity) {
    const NetworkActivity *made = &search->network->activities[activity];
    for (size_t i = 0; i < made->input_count; i++) {
        if (made->inputs[i].quantity > 0 &&
            !search->is_there[search->places.input[search->places.input_start[activity] + i]]) {
            return false;
        }
    }
    return true;
}

static bool can_make(const Search *search, size_t activity) {
    const NetworkActivity *made = &search->network->activities[activity];
    return made->site != search->lost &&
           (made->resource == NETWORK_NONE ||
            search->network->resources[made->resource].capacity[search->period] > 0) &&
           inputs_are_there(search, activity);
}

static bool is_open(const Search *search, size_t lane) {
    const NetworkLane *sent = &search->network->lanes[lane];
    return sent->open[search->period] > 0 && sent->limit > 0;
}

static bool reach(Search *search, size_t place, size_t way) {
    if (search->is_there[place]) {
        return false;
    }
    search->is_there[place] = true;
    search->way[place] = way;
    return true;
}

static bool make_once(Search *search) {
    bool has_more = false;
    for (size_t i = 0; i < search->network->activity_count; i++) {
        if (!search->is_there[search->places.activity_output[i]] && can_make(search, i)) {
            has_more |=
                reach(search, search->places.activity_output[i], search->network->lane_count + i);
        }
    }
    return has_more;
}

static bool send_once(Search *search, bool also_shut) {
    bool has_more = false;
    for (size_t i = 0; i < search->network->lane_count; i++) {
        const NetworkLane *sent = &search->network->lanes[i];
        if (sent->from_site != search->lost && sent->limit > 0 &&
            search->is_there[search->places.lane_from[i]] && (also_shut || is_open(search, i))) {
            has_more |= reach(search, search->places.lane_to[i], i);
        }
    }
    return has_more;
}

static void spread(Search *search) {
    bool has_more = true;
    while (has_more) {
        has_more = make_once(search);
        has_more |= send_once(search, false);
    }
}

static void begin(Search *search, size_t lost) {
    search->lost = lost;
    memset(search->is_there, 0, search->places.count * sizeof(bool));
    spread(search);
}

static void spread_over_shut(Search *search) {
    while (send_once(search, true)) {
        spread(search);
    }
}

/* The shut lanes on the way to a place, each once, nearest first. */
static void gather_shut(const Search *search, size_t place, bool *is_seen, Array *lanes) {
    Array queue = array_new(search->arena, sizeof(size_t));
    size_t *first = array_add(&queue);
    *first = place;
    for (size_t next = 0; next < queue.count; next++) {
        const size_t at = ARRAY_ITEMS(size_t, &queue)[next];
        if (is_seen[at]) {
            continue;
        }
        is_seen[at] = true;
        const size_t way = search->way[at];
        if (way < search->network->lane_count) {
            if (!is_open(search, way)) {
                size_t *lane = array_add(lanes);
                *lane = way;
            }
            size_t *from = array_add(&queue);
            *from = search->places.lane_from[way];
            continue;
        }
        const size_t activity = way - search->network->lane_count;
        for (size_t i = 0; i < search->network->activities[activity].input_count; i++) {
            const size_t part = search->places.input[search->places.input_start[activity] + i];
            if (search->network->activities[activity].inputs[i].quantity > 0) {
                size_t *input = array_add(&queue);
                *input = part;
            }
        }
    }
}

static void add_point(Search *search, size_t demand, Array *points) {
    const size_t place = search->places.demand[demand];
    FailurePoint *point = array_add(points);
    *point = (FailurePoint){.site = search->lost, .demand = demand};
    if (search->is_there[place]) {
        Array lanes = array_new(search->arena, sizeof(size_t));
        gather_shut(search, place, ARENA_MANY(search->arena, bool, search->places.count), &lanes);
        point->has_alternative = true;
        point->lanes = ARRAY_ITEMS(size_t, &lanes);
        point->lane_count = lanes.count;
    }
}

/* Does the site make or ship anything? */
static bool *find_suppliers(Arena *arena, const Network *network) {
    bool *supplies = ARENA_MANY(arena, bool, network->site_count);
    for (size_t i = 0; i < network->activity_count; i++) {
        supplies[network->activities[i].site] = true;
    }
    for (size_t i = 0; i < network->lane_count; i++) {
        supplies[network->lanes[i].from_site] = true;
    }
    return supplies;
}

size_t network_failure_points(Arena *arena, const Network *network, size_t period,
                              FailurePoint **points) {
    Search search = {
        .arena = arena, .network = network, .places = places_new(arena, network), .period = period};
    search.is_there = ARENA_MANY(arena, bool, search.places.count);
    search.way = ARENA_MANY(arena, size_t, search.places.count);
    Array found = array_new(arena, sizeof(FailurePoint));
    bool *is_served = ARENA_MANY(arena, bool, network->demand_count);
    bool *is_cut = ARENA_MANY(arena, bool, network->demand_count);
    begin(&search, NETWORK_NONE);
    for (size_t i = 0; i < network->demand_count; i++) {
        is_served[i] = search.is_there[search.places.demand[i]];
    }
    const bool *supplies = find_suppliers(arena, network);
    for (size_t site = 0; site < network->site_count; site++) {
        if (!supplies[site]) {
            continue;
        }
        begin(&search, site);
        for (size_t i = 0; i < network->demand_count; i++) {
            is_cut[i] = is_served[i] && !search.is_there[search.places.demand[i]];
        }
        spread_over_shut(&search);
        for (size_t i = 0; i < network->demand_count; i++) {
            if (is_cut[i]) {
                add_point(&search, i, &found);
            }
        }
    }
    *points = ARRAY_ITEMS(FailurePoint, &found);
    return found.count;
}
