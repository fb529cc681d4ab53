/* SPDX-License-Identifier: Apache-2.0 */
#include <limits.h>
#include <math.h>
#include <stdlib.h>

#include "network/network.h"

/* A part of the network being checked, for the message. */
typedef struct Part {
    const char *kind;
    size_t position;
    Error *error;
} Part;

static bool check_index(const Part *part, const char *field, size_t index, size_t count) {
    if (index >= count) {
        return error_set(part->error, ERROR_INVALID, "%s %zu: `%s` is %zu, but there are only %zu",
                         part->kind, part->position, field, index, count);
    }
    return true;
}

static bool check_optional_index(const Part *part, const char *field, size_t index, size_t count) {
    return index == NETWORK_NONE || check_index(part, field, index, count);
}

static bool check_amount(const Part *part, const char *field, double amount) {
    if (!(amount >= 0) || isinf(amount)) {
        return error_set(part->error, ERROR_INVALID,
                         "%s %zu: `%s` must be a finite number of 0 or more", part->kind,
                         part->position, field);
    }
    return true;
}

static bool check_limit(const Part *part, const char *field, double limit) {
    return (limit > 0 && isinf(limit)) || check_amount(part, field, limit);
}

static bool check_periods(const Part *part, const char *field, const double *amounts,
                          size_t period_count, double largest) {
    if (amounts == NULL) {
        return error_set(part->error, ERROR_INVALID, "%s %zu: `%s` is not given", part->kind,
                         part->position, field);
    }
    for (size_t t = 0; t < period_count; t++) {
        if (!(amounts[t] >= 0 && amounts[t] <= largest)) {
            return error_set(part->error, ERROR_INVALID,
                             "%s %zu: `%s` of period %zu is out of its range", part->kind,
                             part->position, field, t);
        }
    }
    return true;
}

static bool check_whole(const Network *network, Error *error) {
    Part whole = {"network", 0, error};
    if (network->period_count == 0) {
        return error_set(error, ERROR_INVALID, "network 0: `period_count` must be at least 1");
    }
    if (!check_amount(&whole, "holding_cost", network->holding_cost)) {
        return false;
    }
    for (size_t i = 0; network->item_scale != NULL && i < network->item_count; i++) {
        double scale = network->item_scale[i];
        if (!(scale > 0) || isinf(scale)) {
            return error_set(error, ERROR_INVALID,
                             "item %zu: `item_scale` must be a finite number over 0", i);
        }
    }
    return true;
}

static bool check_resources(const Network *network, Error *error) {
    for (size_t i = 0; i < network->resource_count; i++) {
        Part part = {"resource", i, error};
        if (!check_periods(&part, "capacity", network->resources[i].capacity, network->period_count,
                           INFINITY)) {
            return false;
        }
    }
    return true;
}

static bool check_inputs(const Network *network, const Part *part,
                         const NetworkActivity *activity) {
    for (size_t i = 0; i < activity->input_count; i++) {
        if (!check_index(part, "input item", activity->inputs[i].item, network->item_count) ||
            !check_amount(part, "input quantity", activity->inputs[i].quantity)) {
            return false;
        }
    }
    return true;
}

static bool check_activities(const Network *network, Error *error) {
    for (size_t i = 0; i < network->activity_count; i++) {
        Part part = {"activity", i, error};
        const NetworkActivity *activity = &network->activities[i];
        if (!check_index(&part, "site", activity->site, network->site_count) ||
            !check_index(&part, "item", activity->item, network->item_count) ||
            !check_optional_index(&part, "resource", activity->resource, network->resource_count) ||
            !check_amount(&part, "use", activity->use) ||
            !check_amount(&part, "cost", activity->cost) ||
            !check_inputs(network, &part, activity)) {
            return false;
        }
    }
    return true;
}

static bool check_lanes(const Network *network, Error *error) {
    for (size_t i = 0; i < network->lane_count; i++) {
        Part part = {"lane", i, error};
        const NetworkLane *lane = &network->lanes[i];
        if (!check_index(&part, "from_site", lane->from_site, network->site_count) ||
            !check_index(&part, "to_site", lane->to_site, network->site_count) ||
            !check_index(&part, "item", lane->item, network->item_count) ||
            !check_optional_index(&part, "quota", lane->quota, network->quota_count) ||
            !check_limit(&part, "limit", lane->limit) || !check_amount(&part, "cost", lane->cost) ||
            !check_amount(&part, "quota_value", lane->quota_value) ||
            !check_periods(&part, "open", lane->open, network->period_count, 1)) {
            return false;
        }
    }
    return true;
}

static bool check_stock(const Network *network, size_t i, Error *error) {
    Part part = {"stock", i, error};
    const NetworkStock *stock = &network->stocks[i];
    return check_index(&part, "site", stock->site, network->site_count) &&
           check_index(&part, "item", stock->item, network->item_count) &&
           check_amount(&part, "quantity", stock->quantity);
}

static int compare_stocks(const void *a, const void *b) {
    const NetworkStock *left = a;
    const NetworkStock *right = b;
    int by_site = (left->site > right->site) - (left->site < right->site);
    return by_site != 0 ? by_site : (left->item > right->item) - (left->item < right->item);
}

static bool check_stocks(const Network *network, Error *error) {
    Arena *arena CLEANUP(arena_close) = arena_new();
    NetworkStock *sorted = ARENA_MANY(arena, NetworkStock, network->stock_count);
    for (size_t i = 0; i < network->stock_count; i++) {
        if (!check_stock(network, i, error)) {
            return false;
        }
        sorted[i] = network->stocks[i];
    }
    qsort(sorted, network->stock_count, sizeof(NetworkStock), compare_stocks);
    for (size_t i = 1; i < network->stock_count; i++) {
        if (compare_stocks(&sorted[i - 1], &sorted[i]) == 0) {
            return error_set(error, ERROR_INVALID, "two stocks of item %zu at site %zu",
                             sorted[i].item, sorted[i].site);
        }
    }
    return true;
}

static bool check_demands(const Network *network, Error *error) {
    for (size_t i = 0; i < network->demand_count; i++) {
        Part part = {"demand", i, error};
        const NetworkDemand *demand = &network->demands[i];
        if (!check_index(&part, "site", demand->site, network->site_count) ||
            !check_index(&part, "item", demand->item, network->item_count) ||
            !check_amount(&part, "weight", demand->weight) ||
            !check_periods(&part, "quantity", demand->quantity, network->period_count, 1e300)) {
            return false;
        }
    }
    return true;
}

static bool check_quotas(const Network *network, Error *error) {
    for (size_t i = 0; i < network->quota_count; i++) {
        Part part = {"quota", i, error};
        if (!check_limit(&part, "limit", network->quotas[i].limit)) {
            return false;
        }
    }
    return true;
}

/* The solver counts entries in an int; an activity has three and its inputs, a lane three. */
static bool check_size(const Network *network, Error *error) {
    double entries = 3.0 * (double)network->activity_count + 3.0 * (double)network->lane_count +
                     8.0 * (double)network->demand_count + 2.0 * (double)network->stock_count;
    for (size_t i = 0; i < network->activity_count; i++) {
        entries += 3.0 * (double)network->activities[i].input_count;
    }
    if (entries * 3.0 * (double)network->period_count > INT_MAX) {
        return error_set(error, ERROR_LIMIT, "the network is too large: %zu lanes, %zu periods",
                         network->lane_count, network->period_count);
    }
    return true;
}

bool network_check(const Network *network, Error *error) {
    return check_whole(network, error) && check_resources(network, error) &&
           check_activities(network, error) && check_lanes(network, error) &&
           check_stocks(network, error) && check_demands(network, error) &&
           check_quotas(network, error) && check_size(network, error);
}
