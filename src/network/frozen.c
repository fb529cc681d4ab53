/* SPDX-License-Identifier: Apache-2.0 */
#include "network/frozen.h"

#include <math.h>
#include <string.h>

#include "network/flows.h"
#include "network/reach.h"

/* Components share no flow, so that a loss is walked only through those that it touches. */
struct Frozen {
    Flows flows;
    double *planned; /* of each component: what its flows cost, without its lateness */
    bool *is_touched;
    size_t *touched; /* the components that a loss touches */
    size_t touched_count;
    double *used; /* of each quota, by the plan */
    /* What the loss leaves. */
    double *lane_bound; /* [lane * periods + period] */
    double *capacity;   /* of the resource */
    double *quota;      /* the limit; then the share of the plan's use that is left */
    double *activity_share;
    double *delivery_share;
    /* As the plan is walked through. */
    double *stock;   /* at each place */
    double *arrives; /* [period * places + place] */
    double *factor;  /* of what leaves each place in this period */
    size_t *waiting; /* inputs of each activity not yet known in this period */
    double *use;     /* of each resource in this period, by the plan */
    double objective;
};

/* ---- the plan as it stands ---- */

static double total_of(const Frozen *frozen, const double *amounts, size_t index) {
    double total = 0;
    for (size_t t = 0; t < frozen->flows.periods; t++) {
        total += amounts[index * frozen->flows.periods + t];
    }
    return total;
}

static double cost_of_stock(const Frozen *frozen, size_t place, double amount) {
    return frozen->flows.network->holding_cost * amount /
           reach_item_scale(frozen->flows.network, frozen->flows.places->item[place]);
}

static double planned_cost(const Frozen *frozen, size_t component) {
    const Network *network = frozen->flows.network;
    const Plan *plan = frozen->flows.plan;
    const Group places = groups_of(&frozen->flows.programme->component_places, component);
    const Group lanes = groups_of(&frozen->flows.own_lanes, component);
    const Group activities = groups_of(&frozen->flows.own_activities, component);
    double cost = 0;
    for (size_t i = 0; i < activities.count; i++) {
        cost += network->activities[activities.at[i]].cost *
                total_of(frozen, plan->made, activities.at[i]);
    }
    for (size_t i = 0; i < lanes.count; i++) {
        cost += network->lanes[lanes.at[i]].cost * total_of(frozen, plan->sent, lanes.at[i]);
    }
    for (size_t i = 0; i < places.count; i++) {
        cost += cost_of_stock(frozen, places.at[i], total_of(frozen, plan->held, places.at[i]));
    }
    return cost;
}

static void add_up_plan(Arena *arena, Frozen *frozen) {
    const Network *network = frozen->flows.network;
    frozen->planned = ARENA_MANY(arena, double, frozen->flows.programme->component_count);
    frozen->used = ARENA_MANY(arena, double, network->quota_count);
    for (size_t c = 0; c < frozen->flows.programme->component_count; c++) {
        frozen->planned[c] = planned_cost(frozen, c);
    }
    for (size_t i = 0; i < network->lane_count; i++) {
        if (network->lanes[i].quota != NETWORK_NONE) {
            frozen->used[network->lanes[i].quota] +=
                total_of(frozen, frozen->flows.plan->sent, i) * network->lanes[i].quota_value;
        }
    }
}

Frozen *frozen_new(Arena *arena, const Programme *programme, const Plan *plan) {
    const Network *network = programme->network;
    const Places *places = &programme->places;
    const size_t periods = network->period_count;
    Frozen *frozen = ARENA_NEW(arena, Frozen);
    frozen->flows = flows_new(arena, programme, plan);
    add_up_plan(arena, frozen);
    frozen->is_touched = ARENA_MANY(arena, bool, programme->component_count);
    frozen->touched = ARENA_MANY(arena, size_t, programme->component_count);
    frozen->lane_bound = ARENA_MANY(arena, double, network->lane_count *periods);
    frozen->capacity = ARENA_MANY(arena, double, network->resource_count *periods);
    frozen->quota = ARENA_MANY(arena, double, network->quota_count);
    frozen->activity_share = ARENA_MANY(arena, double, network->activity_count *periods);
    frozen->delivery_share = ARENA_MANY(arena, double, network->demand_count *periods);
    frozen->stock = ARENA_MANY(arena, double, places->count);
    frozen->arrives = ARENA_MANY(arena, double, periods * places->count);
    frozen->factor = ARENA_MANY(arena, double, places->count);
    frozen->waiting = ARENA_MANY(arena, size_t, network->activity_count);
    frozen->use = ARENA_MANY(arena, double, network->resource_count);
    return frozen;
}

/* ---- what the loss leaves ---- */

static void fill(const Frozen *frozen, double *values, size_t index, double value) {
    for (size_t t = 0; t < frozen->flows.periods; t++) {
        values[index * frozen->flows.periods + t] = value;
    }
}

static void reset_columns(Frozen *frozen, size_t component) {
    const Group lanes = groups_of(&frozen->flows.own_lanes, component);
    const Group activities = groups_of(&frozen->flows.own_activities, component);
    const Group demands = groups_of(&frozen->flows.own_demands, component);
    for (size_t i = 0; i < lanes.count; i++) {
        const NetworkLane *lane = &frozen->flows.network->lanes[lanes.at[i]];
        double *bound = frozen->lane_bound + lanes.at[i] * frozen->flows.periods;
        for (size_t t = 0; t < frozen->flows.periods; t++) {
            bound[t] = lane->open[t] == 0 ? 0 : lane->limit * lane->open[t];
        }
    }
    for (size_t i = 0; i < activities.count; i++) {
        fill(frozen, frozen->activity_share, activities.at[i], 1);
    }
    for (size_t i = 0; i < demands.count; i++) {
        fill(frozen, frozen->delivery_share, demands.at[i], 1);
    }
}

static void reset_rows(Frozen *frozen, size_t component) {
    const Group places = groups_of(&frozen->flows.programme->component_places, component);
    const Group resources = groups_of(&frozen->flows.own_resources, component);
    const Group quotas = groups_of(&frozen->flows.own_quotas, component);
    for (size_t i = 0; i < places.count; i++) {
        frozen->stock[places.at[i]] = frozen->flows.places->stock[places.at[i]];
        for (size_t t = 0; t < frozen->flows.periods; t++) {
            frozen->arrives[t * frozen->flows.places->count + places.at[i]] = 0;
        }
    }
    for (size_t i = 0; i < resources.count; i++) {
        memcpy(frozen->capacity + resources.at[i] * frozen->flows.periods,
               frozen->flows.network->resources[resources.at[i]].capacity,
               frozen->flows.periods * sizeof(double));
    }
    for (size_t i = 0; i < quotas.count; i++) {
        frozen->quota[quotas.at[i]] = frozen->flows.network->quotas[quotas.at[i]].limit;
    }
}

static size_t component_of(const Frozen *frozen, const NetworkChange *change) {
    const Programme *programme = frozen->flows.programme;
    size_t place = NETWORK_NONE;
    switch (change->kind) {
    case CHANGE_LANE:
        return programme_lane_component(programme, change->index);
    case CHANGE_RESOURCE:
        return programme->resource_component[change->index];
    case CHANGE_STOCK:
        return places_find(frozen->flows.places, change->index, change->item, &place)
                   ? programme->place_component[place]
                   : NETWORK_NONE;
    case CHANGE_QUOTA:
        return programme->quota_component[change->index];
    case CHANGE_ACTIVITY:
        return programme_activity_component(programme, change->index);
    case CHANGE_DELIVERY:
        return programme_demand_component(programme, change->index);
    }
    return NETWORK_NONE;
}

static void take_away(Frozen *frozen, const NetworkChange *change) {
    const size_t at = change->index * frozen->flows.periods + change->period;
    size_t place = NETWORK_NONE;
    switch (change->kind) {
    case CHANGE_LANE:
        frozen->lane_bound[at] =
            change->amount == 0
                ? 0
                : frozen->flows.network->lanes[change->index].limit * change->amount;
        break;
    case CHANGE_RESOURCE:
        frozen->capacity[at] = fmax(frozen->capacity[at] + change->amount, 0);
        break;
    case CHANGE_STOCK:
        if (places_find(frozen->flows.places, change->index, change->item, &place)) {
            frozen->stock[place] = fmax(frozen->stock[place] + change->amount, 0);
        }
        break;
    case CHANGE_QUOTA:
        frozen->quota[change->index] = fmax(frozen->quota[change->index] + change->amount, 0);
        break;
    case CHANGE_ACTIVITY:
        frozen->activity_share[at] = change->amount > 0 ? 1 : 0;
        break;
    case CHANGE_DELIVERY:
        frozen->delivery_share[at] = change->amount > 0 ? 1 : 0;
        break;
    }
}

/* The share of the plan's use that a quota still allows. */
static void share_quotas(Frozen *frozen, size_t component) {
    const Group quotas = groups_of(&frozen->flows.own_quotas, component);
    for (size_t i = 0; i < quotas.count; i++) {
        double *quota = &frozen->quota[quotas.at[i]];
        const double used = frozen->used[quotas.at[i]];
        *quota = used > *quota ? *quota / used : 1;
    }
}

static void touch(Frozen *frozen, const NetworkBarrier *loss) {
    frozen->touched_count = 0;
    for (size_t i = 0; i < loss->change_count; i++) {
        const size_t component = component_of(frozen, &loss->changes[i]);
        if (component != NETWORK_NONE && !frozen->is_touched[component]) {
            frozen->is_touched[component] = true;
            frozen->touched[frozen->touched_count++] = component;
            reset_columns(frozen, component);
            reset_rows(frozen, component);
        }
    }
}

/* ---- the walk ---- */

static double leaving(const Frozen *frozen, size_t place, size_t period) {
    const Plan *plan = frozen->flows.plan;
    const Group lanes = groups_of(&frozen->flows.lanes, place);
    const Group demands = groups_of(&frozen->flows.demands, place);
    const Group uses = groups_of(&frozen->flows.uses, place);
    double total = 0;
    for (size_t i = 0; i < lanes.count; i++) {
        total += plan->sent[lanes.at[i] * frozen->flows.periods + period];
    }
    for (size_t i = 0; i < demands.count; i++) {
        total += plan->delivered[demands.at[i] * frozen->flows.periods + period];
    }
    for (size_t i = 0; i < uses.count; i++) {
        total += frozen->flows.need[uses.at[i]] *
                 plan->made[frozen->flows.user[uses.at[i]] * frozen->flows.periods + period];
    }
    return total;
}

static void arrive(Frozen *frozen, size_t place, size_t period, size_t at, double amount) {
    if (at == period) {
        frozen->stock[place] += amount;
    } else if (at < frozen->flows.periods) {
        frozen->arrives[at * frozen->flows.places->count + place] += amount;
    }
}

static double share_of_capacity(const Frozen *frozen, size_t activity, size_t period) {
    const size_t resource = frozen->flows.limited_by[activity];
    if (resource == NETWORK_NONE || frozen->use[resource] <= 0) {
        return 1;
    }
    return fmin(1, frozen->capacity[resource * frozen->flows.periods + period] /
                       frozen->use[resource]);
}

static void make(Frozen *frozen, size_t activity, size_t period) {
    const NetworkActivity *made = &frozen->flows.network->activities[activity];
    const size_t *inputs =
        frozen->flows.places->input + frozen->flows.places->input_start[activity];
    const size_t at = activity * frozen->flows.periods + period;
    double share = frozen->activity_share[at];
    for (size_t j = 0; j < made->input_count; j++) {
        if (made->inputs[j].quantity > 0) {
            share = fmin(share, frozen->factor[inputs[j]]);
        }
    }
    const double level =
        frozen->flows.plan->made[at] * share * share_of_capacity(frozen, activity, period);
    for (size_t j = 0; j < made->input_count; j++) {
        frozen->stock[inputs[j]] -= made->inputs[j].quantity * level;
    }
    frozen->objective += made->cost * level;
    arrive(frozen, frozen->flows.places->activity_output[activity], period,
           period + made->delay_periods, level);
}

static double share_of_quota(const Frozen *frozen, const NetworkLane *lane) {
    const bool is_limited = lane->quota != NETWORK_NONE && lane->quota_value > 0 &&
                            frozen->flows.programme->quota_component[lane->quota] != NETWORK_NONE;
    return is_limited ? frozen->quota[lane->quota] : 1;
}

static void send(Frozen *frozen, size_t lane, size_t period, double factor) {
    const NetworkLane *sent = &frozen->flows.network->lanes[lane];
    const size_t at = lane * frozen->flows.periods + period;
    const double amount = fmin(frozen->flows.plan->sent[at] * factor * share_of_quota(frozen, sent),
                               frozen->lane_bound[at]);
    frozen->stock[frozen->flows.places->lane_from[lane]] -= amount;
    frozen->objective += sent->cost * amount;
    arrive(frozen, frozen->flows.places->lane_to[lane], period, period + sent->transit_periods,
           amount);
}

/* What is not delivered is owed to the end, and counted as long again. */
static void deliver(Frozen *frozen, size_t demand, size_t period, double factor) {
    const size_t at = demand * frozen->flows.periods + period;
    const double planned = frozen->flows.plan->delivered[at];
    const double amount = planned * factor * frozen->delivery_share[at];
    frozen->stock[frozen->flows.places->demand[demand]] -= amount;
    frozen->objective += frozen->flows.network->demands[demand].weight * (planned - amount) *
                         (double)(frozen->flows.periods - period + frozen->flows.periods);
}

static void leave(Frozen *frozen, size_t place, size_t period) {
    const Group lanes = groups_of(&frozen->flows.lanes, place);
    const Group demands = groups_of(&frozen->flows.demands, place);
    const Group uses = groups_of(&frozen->flows.uses, place);
    const double wanted = leaving(frozen, place, period);
    const double factor = wanted > 0 ? fmin(1, fmax(frozen->stock[place], 0) / wanted) : 1;
    frozen->factor[place] = factor;
    for (size_t i = 0; i < lanes.count; i++) {
        send(frozen, lanes.at[i], period, factor);
    }
    for (size_t i = 0; i < demands.count; i++) {
        deliver(frozen, demands.at[i], period, factor);
    }
    for (size_t i = 0; i < uses.count; i++) {
        const size_t activity = frozen->flows.user[uses.at[i]];
        if (--frozen->waiting[activity] == 0) {
            make(frozen, activity, period);
        }
    }
}

/* Of the resources of a component; all of a resource's users are there. */
static void use_resources(Frozen *frozen, size_t component, size_t period) {
    const Group resources = groups_of(&frozen->flows.own_resources, component);
    const Group activities = groups_of(&frozen->flows.own_activities, component);
    for (size_t i = 0; i < resources.count; i++) {
        frozen->use[resources.at[i]] = 0;
    }
    for (size_t i = 0; i < activities.count; i++) {
        const size_t activity = activities.at[i];
        if (frozen->flows.limited_by[activity] != NETWORK_NONE) {
            frozen->use[frozen->flows.limited_by[activity]] +=
                frozen->flows.network->activities[activity].use *
                frozen->flows.plan->made[activity * frozen->flows.periods + period];
        }
    }
}

static void begin_period(Frozen *frozen, size_t component, size_t period) {
    const Group places = groups_of(&frozen->flows.programme->component_places, component);
    const Group activities = groups_of(&frozen->flows.own_activities, component);
    for (size_t i = 0; i < places.count; i++) {
        frozen->stock[places.at[i]] +=
            frozen->arrives[period * frozen->flows.places->count + places.at[i]];
    }
    use_resources(frozen, component, period);
    for (size_t i = 0; i < activities.count; i++) {
        frozen->waiting[activities.at[i]] = frozen->flows.need_count[activities.at[i]];
        if (frozen->flows.need_count[activities.at[i]] == 0) {
            make(frozen, activities.at[i], period);
        }
    }
}

/* What the plan costs more in a component. */
static double walk(Frozen *frozen, size_t component) {
    const Group places = groups_of(&frozen->flows.programme->component_places, component);
    frozen->objective = 0;
    for (size_t t = 0; t < frozen->flows.periods; t++) {
        const size_t *order = flows_order(&frozen->flows, component, t);
        begin_period(frozen, component, t);
        for (size_t n = 0; n < places.count; n++) {
            leave(frozen, order[n], t);
        }
        for (size_t n = 0; n < places.count && frozen->flows.network->holding_cost > 0; n++) {
            frozen->objective += cost_of_stock(frozen, order[n], frozen->stock[order[n]]);
        }
    }
    return frozen->objective - frozen->planned[component];
}

double frozen_loss(Frozen *frozen, const NetworkBarrier *loss) {
    double lost = 0;
    touch(frozen, loss);
    for (size_t i = 0; i < loss->change_count; i++) {
        take_away(frozen, &loss->changes[i]);
    }
    for (size_t i = 0; i < frozen->touched_count; i++) {
        share_quotas(frozen, frozen->touched[i]);
        lost += walk(frozen, frozen->touched[i]);
        frozen->is_touched[frozen->touched[i]] = false;
    }
    return lost;
}
