/* SPDX-License-Identifier: Apache-2.0 */
#include "network/reach.h"

double reach_item_scale(const Network *network, size_t item) {
    return network->item_scale == NULL ? 1 : network->item_scale[item];
}

/* What one unit costs to hold for one period. */
static double unit_holding(const Network *network, size_t item) {
    return network->holding_cost / reach_item_scale(network, item);
}

static double periods_left(const Network *network, size_t period) {
    return (double)(network->period_count - period);
}

/* Is it worth running only to empty its inputs? */
static bool activity_spares(const Network *network, size_t activity, size_t period) {
    const NetworkActivity *made = &network->activities[activity];
    double spared = 0;
    for (size_t i = 0; i < made->input_count; i++) {
        spared += made->inputs[i].quantity * unit_holding(network, made->inputs[i].item);
    }
    return spared * periods_left(network, period) > made->cost;
}

static bool lane_spares(const Network *network, size_t lane, size_t period) {
    const NetworkLane *sent = &network->lanes[lane];
    return unit_holding(network, sent->item) * periods_left(network, period) > sent->cost;
}

bool reach_keeps_lane(const Network *network, const Places *places, const size_t *useful,
                      size_t lane, size_t period) {
    size_t until = useful[places->lane_to[lane]];
    size_t transit = network->lanes[lane].transit_periods;
    return (until > transit && period < until - transit) || lane_spares(network, lane, period);
}

bool reach_keeps_activity(const Network *network, const Places *places, const size_t *useful,
                          size_t activity, size_t period) {
    size_t until = useful[places->activity_output[activity]];
    size_t delay = network->activities[activity].delay_periods;
    return (until > delay && period < until - delay) || activity_spares(network, activity, period);
}

static bool raise(size_t *useful, size_t until) {
    if (*useful >= until) {
        return false;
    }
    *useful = until;
    return true;
}

static bool raise_inputs(const Network *network, const Places *places, size_t *useful,
                         size_t activity, size_t until) {
    bool changed = false;
    for (size_t i = 0; i < network->activities[activity].input_count; i++) {
        if (network->activities[activity].inputs[i].quantity > 0) {
            changed |= raise(&useful[places->input[places->input_start[activity] + i]], until);
        }
    }
    return changed;
}

/* One of several inputs is useful for getting rid of the others. */
static void seed_disposal(const Network *network, const Places *places, size_t *useful,
                          size_t activity) {
    size_t until = 0;
    while (until < network->period_count && activity_spares(network, activity, until)) {
        until++;
    }
    if (network->activities[activity].input_count > 1) {
        (void)raise_inputs(network, places, useful, activity, until);
    }
}

static bool spread_once(const Network *network, const Places *places, size_t *useful) {
    bool changed = false;
    for (size_t i = 0; i < network->lane_count; i++) {
        size_t until = useful[places->lane_to[i]];
        size_t transit = network->lanes[i].transit_periods;
        if (until > transit) {
            changed |= raise(&useful[places->lane_from[i]], until - transit);
        }
    }
    for (size_t i = 0; i < network->activity_count; i++) {
        size_t until = useful[places->activity_output[i]];
        size_t delay = network->activities[i].delay_periods;
        if (until > delay) {
            changed |= raise_inputs(network, places, useful, i, until - delay);
        }
    }
    return changed;
}

size_t *reach_useful_periods(Arena *arena, const Network *network, const Places *places) {
    size_t *useful = ARENA_MANY(arena, size_t, places->count);
    for (size_t i = 0; i < network->demand_count; i++) {
        useful[places->demand[i]] = network->period_count;
    }
    for (size_t i = 0; i < network->activity_count; i++) {
        seed_disposal(network, places, useful, i);
    }
    while (spread_once(network, places, useful)) {
    }
    return useful;
}
