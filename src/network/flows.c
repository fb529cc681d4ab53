/* SPDX-License-Identifier: Apache-2.0 */
#include "network/flows.h"

#include <string.h>

/* ---- what belongs to each component ---- */

static Groups own(Arena *arena, const Flows *flows, const size_t *components, size_t count) {
    return groups_new(arena, components, flows->programme->component_count, count);
}

static bool is_kept(const Flows *flows, const size_t *columns, size_t index) {
    return columns[index * flows->periods] != NETWORK_NONE;
}

static void own_columns(Arena *arena, Flows *flows) {
    const Programme *programme = flows->programme;
    const Network *network = flows->network;
    size_t *of_lane = ARENA_MANY(arena, size_t, network->lane_count);
    size_t *of_activity = ARENA_MANY(arena, size_t, network->activity_count);
    size_t *of_demand = ARENA_MANY(arena, size_t, network->demand_count);
    for (size_t i = 0; i < network->lane_count; i++) {
        of_lane[i] = is_kept(flows, programme->lane_column, i)
                         ? programme_lane_component(programme, i)
                         : NETWORK_NONE;
    }
    for (size_t i = 0; i < network->activity_count; i++) {
        of_activity[i] = is_kept(flows, programme->activity_column, i)
                             ? programme_activity_component(programme, i)
                             : NETWORK_NONE;
    }
    for (size_t i = 0; i < network->demand_count; i++) {
        of_demand[i] = programme_demand_component(programme, i);
    }
    flows->own_lanes = own(arena, flows, of_lane, network->lane_count);
    flows->own_activities = own(arena, flows, of_activity, network->activity_count);
    flows->own_demands = own(arena, flows, of_demand, network->demand_count);
}

static void own_rows(Arena *arena, Flows *flows) {
    const Programme *programme = flows->programme;
    const Network *network = flows->network;
    flows->own_resources =
        own(arena, flows, programme->resource_component, network->resource_count);
    flows->own_quotas = own(arena, flows, programme->quota_component, network->quota_count);
}

/* ---- what leaves each place ---- */

static void list_lanes(Arena *arena, Flows *flows) {
    const size_t count = flows->network->lane_count;
    size_t *from = ARENA_MANY(arena, size_t, count);
    for (size_t i = 0; i < count; i++) {
        from[i] = is_kept(flows, flows->programme->lane_column, i) ? flows->places->lane_from[i]
                                                                   : NETWORK_NONE;
    }
    flows->lanes = groups_new(arena, from, flows->places->count, count);
}

static size_t input_total(const Network *network) {
    size_t total = 0;
    for (size_t i = 0; i < network->activity_count; i++) {
        total += network->activities[i].input_count;
    }
    return total;
}

static void list_inputs(Flows *flows, size_t activity, size_t *taken_from) {
    const NetworkActivity *made = &flows->network->activities[activity];
    const bool is_made = is_kept(flows, flows->programme->activity_column, activity);
    for (size_t j = 0; j < made->input_count; j++) {
        const size_t at = flows->places->input_start[activity] + j;
        const bool is_taken = is_made && made->inputs[j].quantity > 0;
        flows->user[at] = activity;
        flows->need[at] = made->inputs[j].quantity;
        flows->need_count[activity] += is_taken ? 1 : 0;
        taken_from[at] = is_taken ? flows->places->input[at] : NETWORK_NONE;
    }
}

static void list_uses(Arena *arena, Flows *flows) {
    const Network *network = flows->network;
    const size_t total = input_total(network);
    size_t *taken_from = ARENA_MANY(arena, size_t, total);
    flows->user = ARENA_MANY(arena, size_t, total);
    flows->need = ARENA_MANY(arena, double, total);
    flows->need_count = ARENA_MANY(arena, size_t, network->activity_count);
    flows->limited_by = ARENA_MANY(arena, size_t, network->activity_count);
    for (size_t i = 0; i < network->activity_count; i++) {
        const NetworkActivity *made = &network->activities[i];
        const bool is_limited =
            made->resource != NETWORK_NONE && made->use > 0 &&
            flows->programme->resource_component[made->resource] != NETWORK_NONE;
        flows->limited_by[i] = is_limited ? made->resource : NETWORK_NONE;
        list_inputs(flows, i, taken_from);
    }
    flows->uses = groups_new(arena, taken_from, flows->places->count, total);
}

/* ---- the order of places within a period ---- */

static bool arrives_at_once(const Flows *flows, size_t lane, size_t period) {
    return flows->network->lanes[lane].transit_periods == 0 &&
           flows->plan->sent[lane * flows->periods + period] > 0;
}

static bool is_made_at_once(const Flows *flows, size_t activity, size_t period) {
    return flows->network->activities[activity].delay_periods == 0 &&
           flows->plan->made[activity * flows->periods + period] > 0;
}

static void count_depths(Flows *flows, size_t period) {
    memset(flows->depth, 0, flows->places->count * sizeof(size_t));
    for (size_t i = 0; i < flows->network->lane_count; i++) {
        if (arrives_at_once(flows, i, period)) {
            flows->depth[flows->places->lane_to[i]]++;
        }
    }
    for (size_t i = 0; i < flows->network->activity_count; i++) {
        if (is_made_at_once(flows, i, period)) {
            flows->depth[flows->places->activity_output[i]] += flows->need_count[i];
        }
    }
}

/* The places of a component in their order; `order` is its part. */
typedef struct Queue {
    size_t *order;
    size_t count;
} Queue;

static void release(Flows *flows, size_t place, Queue *queue) {
    if (--flows->depth[place] == 0) {
        queue->order[queue->count++] = place;
    }
}

static void release_behind(Flows *flows, size_t place, size_t period, Queue *queue) {
    const Group lanes = groups_of(&flows->lanes, place);
    const Group uses = groups_of(&flows->uses, place);
    for (size_t i = 0; i < lanes.count; i++) {
        if (arrives_at_once(flows, lanes.at[i], period)) {
            release(flows, flows->places->lane_to[lanes.at[i]], queue);
        }
    }
    for (size_t i = 0; i < uses.count; i++) {
        const size_t activity = flows->user[uses.at[i]];
        if (is_made_at_once(flows, activity, period)) {
            release(flows, flows->places->activity_output[activity], queue);
        }
    }
}

size_t *flows_order(const Flows *flows, size_t component, size_t period) {
    return flows->order + period * flows->places->count +
           flows->programme->component_places.start[component];
}

/* Places in a circle of flows that take no time come last, in any order: what reaches them
 * too late in the walk stays in stock, which is still a plan. */
static void find_order(Flows *flows, size_t component, size_t period) {
    const Group places = groups_of(&flows->programme->component_places, component);
    Queue queue = {flows_order(flows, component, period), 0};
    for (size_t i = 0; i < places.count; i++) {
        if (flows->depth[places.at[i]] == 0) {
            queue.order[queue.count++] = places.at[i];
        }
    }
    for (size_t n = 0; n < queue.count; n++) {
        release_behind(flows, queue.order[n], period, &queue);
    }
    for (size_t i = 0; i < places.count && queue.count < places.count; i++) {
        if (flows->depth[places.at[i]] > 0) {
            queue.order[queue.count++] = places.at[i];
        }
    }
}

static void find_orders(Arena *arena, Flows *flows) {
    flows->order = ARENA_MANY(arena, size_t, flows->periods * flows->places->count);
    flows->depth = ARENA_MANY(arena, size_t, flows->places->count);
    for (size_t t = 0; t < flows->periods; t++) {
        count_depths(flows, t);
        for (size_t c = 0; c < flows->programme->component_count; c++) {
            find_order(flows, c, t);
        }
    }
}

Flows flows_new(Arena *arena, const Programme *programme, const Plan *plan) {
    Flows flows = {.programme = programme,
                   .network = programme->network,
                   .places = &programme->places,
                   .plan = plan,
                   .periods = programme->network->period_count};
    own_columns(arena, &flows);
    own_rows(arena, &flows);
    list_lanes(arena, &flows);
    list_uses(arena, &flows);
    flows.demands =
        groups_new(arena, flows.places->demand, flows.places->count, flows.network->demand_count);
    find_orders(arena, &flows);
    return flows;
}
