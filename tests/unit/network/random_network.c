/* SPDX-License-Identifier: Apache-2.0 */
#include "random_network.h"

#include <math.h>

/* splitmix64. */
static uint64_t next_random(Random *random) {
    random->state += 0x9E3779B97F4A7C15u;
    uint64_t mixed = random->state;
    mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9u;
    mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EBu;
    return mixed ^ (mixed >> 31);
}

uint64_t random_below(Random *random, uint64_t limit) {
    return next_random(random) % limit;
}

static size_t pick(Random *random, size_t limit) {
    return (size_t)random_below(random, limit);
}

static double *random_periods(Arena *arena, Random *random, size_t periods, const double *choices,
                              size_t choice_count) {
    double *values = ARENA_MANY(arena, double, periods);
    double value = choices[pick(random, choice_count)];
    for (size_t t = 0; t < periods; t++) {
        value = pick(random, 3) == 0 ? choices[pick(random, choice_count)] : value;
        values[t] = value;
    }
    return values;
}

static void make_resources(Arena *arena, Random *random, Network *network) {
    static const double CAPACITIES[] = {0, 2, 3, 5, 8, INFINITY};
    NetworkResource *resources = ARENA_MANY(arena, NetworkResource, network->site_count);
    for (size_t i = 0; i < network->site_count; i++) {
        resources[i].capacity = random_periods(arena, random, network->period_count, CAPACITIES, 6);
    }
    network->resources = resources;
    network->resource_count = network->site_count;
}

static const NetworkInput *random_inputs(Arena *arena, Random *random, size_t item, size_t *count) {
    static const double QUANTITIES[] = {0.5, 1, 2, 0};
    *count = item == 0 ? 0 : pick(random, 3);
    NetworkInput *inputs = ARENA_MANY(arena, NetworkInput, *count);
    for (size_t i = 0; i < *count; i++) {
        inputs[i] = (NetworkInput){pick(random, item), QUANTITIES[pick(random, 4)]};
    }
    return inputs;
}

static void make_activities(Arena *arena, Random *random, Network *network, size_t count) {
    static const double COSTS[] = {0, 0, 0.01, 0.5};
    NetworkActivity *activities = ARENA_MANY(arena, NetworkActivity, count);
    for (size_t i = 0; i < count; i++) {
        size_t site = pick(random, network->site_count);
        size_t item = pick(random, network->item_count);
        activities[i] = (NetworkActivity){.site = site,
                                          .item = item,
                                          .delay_periods = pick(random, 3),
                                          .resource = pick(random, 6) == 0 ? NETWORK_NONE : site,
                                          .use = (double)pick(random, 3),
                                          .cost = COSTS[pick(random, 4)]};
        activities[i].inputs = random_inputs(arena, random, item, &activities[i].input_count);
    }
    network->activities = activities;
    network->activity_count = count;
}

static void make_lanes(Arena *arena, Random *random, Network *network, size_t count) {
    static const double OPEN[] = {0, 0, 1, 1, 0.5};
    static const double LIMITS[] = {1, 2, 4, 6, INFINITY};
    static const double COSTS[] = {0, 0.001, 0.02};
    NetworkLane *lanes = ARENA_MANY(arena, NetworkLane, count);
    for (size_t i = 0; i < count; i++) {
        lanes[i] = (NetworkLane){
            .from_site = pick(random, network->site_count),
            .to_site = pick(random, network->site_count),
            .item = pick(random, network->item_count),
            .transit_periods = pick(random, 3),
            .limit = LIMITS[pick(random, 5)],
            .open = random_periods(arena, random, network->period_count, OPEN, 5),
            .cost = COSTS[pick(random, 3)],
            .quota = pick(random, 3) == 0 ? pick(random, network->quota_count) : NETWORK_NONE,
            .quota_value = (double)pick(random, 3)};
    }
    network->lanes = lanes;
    network->lane_count = count;
}

static void make_stocks(Arena *arena, Random *random, Network *network) {
    size_t pairs = network->site_count * network->item_count;
    NetworkStock *stocks = ARENA_MANY(arena, NetworkStock, pairs);
    for (size_t i = 0; i < pairs; i++) {
        if (pick(random, 2) == 0) {
            stocks[network->stock_count++] = (NetworkStock){
                i / network->item_count, i % network->item_count, (double)pick(random, 6)};
        }
    }
    network->stocks = stocks;
}

static void make_demands(Arena *arena, Random *random, Network *network, size_t count) {
    static const double DUE[] = {0, 1, 2, 3};
    NetworkDemand *demands = ARENA_MANY(arena, NetworkDemand, count);
    for (size_t i = 0; i < count; i++) {
        demands[i] = (NetworkDemand){
            .site = pick(random, network->site_count),
            .item = network->item_count - 1 - pick(random, 2),
            .quantity = random_periods(arena, random, network->period_count, DUE, 4),
            .weight = (double)pick(random, 4)};
    }
    network->demands = demands;
    network->demand_count = count;
}

static void make_quotas(Arena *arena, Random *random, Network *network) {
    static const double LIMITS[] = {0, 3, 5, INFINITY};
    NetworkQuota *quotas = ARENA_MANY(arena, NetworkQuota, 2);
    for (size_t i = 0; i < 2; i++) {
        quotas[i].limit = LIMITS[pick(random, 4)];
    }
    network->quotas = quotas;
    network->quota_count = 2;
}

static const double *random_scale(Arena *arena, Random *random, size_t item_count) {
    static const double SCALES[] = {1, 0.25, 4};
    double *scale = ARENA_MANY(arena, double, item_count);
    for (size_t i = 0; i < item_count; i++) {
        scale[i] = SCALES[pick(random, 3)];
    }
    return scale;
}

Network random_network(Arena *arena, Random *random, RandomSize size) {
    static const double HOLDING[] = {0, 1e-4, 0.01};
    Network network = {.period_count = size.periods,
                       .site_count = size.sites,
                       .item_count = size.items,
                       .holding_cost = HOLDING[pick(random, 3)]};
    if (pick(random, 2) == 0) {
        network.item_scale = random_scale(arena, random, size.items);
    }
    make_resources(arena, random, &network);
    make_quotas(arena, random, &network);
    make_activities(arena, random, &network, size.activities);
    make_lanes(arena, random, &network, size.lanes);
    make_stocks(arena, random, &network);
    make_demands(arena, random, &network, size.demands);
    return network;
}

static NetworkChange random_change(Random *random, const Network *network) {
    size_t period = pick(random, network->period_count);
    double amount = (double)pick(random, 5);
    switch (pick(random, 4)) {
    case 0:
        return (NetworkChange){.kind = CHANGE_RESOURCE,
                               .index = pick(random, network->resource_count),
                               .period = period,
                               .amount = amount};
    case 1:
        return (NetworkChange){.kind = CHANGE_STOCK,
                               .index = pick(random, network->site_count),
                               .item = pick(random, network->item_count),
                               .amount = amount};
    case 2:
        return (NetworkChange){
            .kind = CHANGE_QUOTA, .index = pick(random, network->quota_count), .amount = amount};
    default:
        return (NetworkChange){.kind = CHANGE_LANE,
                               .index = pick(random, network->lane_count),
                               .period = period,
                               .amount = 1 + (double)pick(random, 2)};
    }
}

NetworkBarrier *random_barriers(Arena *arena, Random *random, const Network *network,
                                size_t count) {
    NetworkBarrier *barriers = ARENA_MANY(arena, NetworkBarrier, count);
    for (size_t i = 0; i < count; i++) {
        size_t change_count = 1 + pick(random, 3);
        NetworkChange *changes = ARENA_MANY(arena, NetworkChange, change_count);
        for (size_t k = 0; k < change_count; k++) {
            changes[k] = random_change(random, network);
        }
        barriers[i] = (NetworkBarrier){changes, change_count};
    }
    return barriers;
}
