/* SPDX-License-Identifier: Apache-2.0 */
#include "changed.h"

#include <math.h>
#include <stdbool.h>
#include <string.h>

/* Everything that may change, as it was and as it will be. */
typedef struct Parts {
    double *capacity;
    double *open;
    bool *is_opened;
    double *stock; /* [site * items + item] */
    double *limit;
} Parts;

static Parts parts_new(Arena *arena, const Network *network) {
    size_t T = network->period_count;
    Parts parts = {ARENA_MANY(arena, double, network->resource_count *T),
                   ARENA_MANY(arena, double, network->lane_count *T),
                   ARENA_MANY(arena, bool, network->lane_count *T),
                   ARENA_MANY(arena, double, network->site_count * network->item_count),
                   ARENA_MANY(arena, double, network->quota_count)};
    for (size_t i = 0; i < network->resource_count; i++) {
        memcpy(parts.capacity + i * T, network->resources[i].capacity, T * sizeof(double));
    }
    for (size_t i = 0; i < network->lane_count; i++) {
        memcpy(parts.open + i * T, network->lanes[i].open, T * sizeof(double));
    }
    for (size_t i = 0; i < network->stock_count; i++) {
        const NetworkStock *stock = &network->stocks[i];
        parts.stock[stock->site * network->item_count + stock->item] = stock->quantity;
    }
    for (size_t i = 0; i < network->quota_count; i++) {
        parts.limit[i] = network->quotas[i].limit;
    }
    return parts;
}

static void make_change(const Network *network, Parts *parts, const NetworkChange *change) {
    size_t at = change->index * network->period_count + change->period;
    switch (change->kind) {
    case CHANGE_LANE:
        parts->open[at] =
            parts->is_opened[at] ? fmax(parts->open[at], change->amount) : change->amount;
        parts->is_opened[at] = true;
        break;
    case CHANGE_RESOURCE:
        parts->capacity[at] += change->amount;
        break;
    case CHANGE_STOCK:
        parts->stock[change->index * network->item_count + change->item] += change->amount;
        break;
    case CHANGE_QUOTA:
        parts->limit[change->index] += change->amount;
        break;
    case CHANGE_ACTIVITY:
    case CHANGE_DELIVERY:
        break; /* a network of its own has no such bounds */
    }
}

static void move(double *values, const double *from, const double *to, size_t count, double part) {
    for (size_t i = 0; i < count; i++) {
        double target = fmax(to[i], 0);
        values[i] = isinf(from[i]) ? from[i] : from[i] + part * (target - from[i]);
        values[i] = fmax(values[i], 0);
    }
}

static void rebuild_lanes(Arena *arena, Network *network, const Parts *parts) {
    NetworkLane *lanes = ARENA_MANY(arena, NetworkLane, network->lane_count);
    NetworkResource *resources = ARENA_MANY(arena, NetworkResource, network->resource_count);
    NetworkQuota *quotas = ARENA_MANY(arena, NetworkQuota, network->quota_count);
    for (size_t i = 0; i < network->lane_count; i++) {
        lanes[i] = network->lanes[i];
        lanes[i].open = parts->open + i * network->period_count;
    }
    for (size_t i = 0; i < network->resource_count; i++) {
        resources[i].capacity = parts->capacity + i * network->period_count;
    }
    for (size_t i = 0; i < network->quota_count; i++) {
        quotas[i].limit = parts->limit[i];
    }
    network->lanes = lanes;
    network->resources = resources;
    network->quotas = quotas;
}

/* Keeps the stocks that were there, even where nothing is left. */
static void rebuild_stocks(Arena *arena, Network *network, const Parts *base, const Parts *parts) {
    size_t items = network->item_count;
    size_t pairs = network->site_count * items;
    NetworkStock *stocks = ARENA_MANY(arena, NetworkStock, network->stock_count + pairs);
    for (size_t i = 0; i < network->stock_count; i++) {
        stocks[i] = network->stocks[i];
        size_t pair = stocks[i].site * items + stocks[i].item;
        stocks[i].quantity = parts->stock[pair];
        base->stock[pair] = -1;
    }
    for (size_t i = 0; i < pairs; i++) {
        if (base->stock[i] >= 0 && parts->stock[i] > 0) {
            stocks[network->stock_count++] = (NetworkStock){i / items, i % items, parts->stock[i]};
        }
    }
    network->stocks = stocks;
}

Network changed_network(Arena *arena, const Network *network, const NetworkBarrier *barriers,
                        size_t barrier_count, double part) {
    size_t T = network->period_count;
    Parts base = parts_new(arena, network);
    Parts target = parts_new(arena, network);
    for (size_t i = 0; i < barrier_count; i++) {
        for (size_t k = 0; k < barriers[i].change_count; k++) {
            make_change(network, &target, &barriers[i].changes[k]);
        }
    }
    move(target.capacity, base.capacity, target.capacity, network->resource_count * T, part);
    move(target.open, base.open, target.open, network->lane_count * T, part);
    move(target.stock, base.stock, target.stock, network->site_count * network->item_count, part);
    move(target.limit, base.limit, target.limit, network->quota_count, part);
    Network changed = *network;
    rebuild_lanes(arena, &changed, &target);
    rebuild_stocks(arena, &changed, &base, &target);
    return changed;
}
