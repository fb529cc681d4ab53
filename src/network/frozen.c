/* SPDX-License-Identifier: Apache-2.0 */
#include "network/frozen.h"

#include <math.h>
#include <string.h>

#include "network/reach.h"

/* Components share no flow, so that a loss is walked only through those that it touches. What has
 * no column in the programme moves in no plan, and is in no group. */
struct Frozen {
    const Programme *programme;
    const Network *network;
    const Places *places;
    const Plan *plan;
    size_t periods;
    /* Of each component. */
    Groups own_lanes;
    Groups own_activities;
    Groups own_demands;
    Groups own_resources;
    Groups own_quotas;
    double *planned; /* what the plan's flows cost, without its lateness */
    bool *is_touched;
    size_t *touched; /* the components that a loss touches */
    size_t touched_count;
    /* Of each place. */
    Groups lanes; /* those that leave it */
    Groups uses;  /* inputs of activities, counted through */
    Groups demands;
    size_t *user;       /* of each input: its activity */
    double *need;       /* ... and how much of it one unit takes */
    size_t *need_count; /* of each activity: inputs of which it takes something */
    size_t *limited_by; /* of each activity: the resource of which it takes something */
    size_t *order; /* [period * places + n], n as in component_places: so that what arrives at once
                      comes first */
    size_t *depth; /* while an order is found: how much must come before */
    double *used;  /* of each quota, by the plan */
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

/* ---- what belongs to each component ---- */

static Groups own(Arena *arena, const Frozen *frozen, const size_t *components, size_t count) {
    return groups_new(arena, components, frozen->programme->component_count, count);
}

static bool is_kept(const Frozen *frozen, const size_t *columns, size_t index) {
    return columns[index * frozen->periods] != NETWORK_NONE;
}

static void own_columns(Arena *arena, Frozen *frozen) {
    const Programme *programme = frozen->programme;
    const Network *network = frozen->network;
    size_t *of_lane = ARENA_MANY(arena, size_t, network->lane_count);
    size_t *of_activity = ARENA_MANY(arena, size_t, network->activity_count);
    size_t *of_demand = ARENA_MANY(arena, size_t, network->demand_count);
    for (size_t i = 0; i < network->lane_count; i++) {
        of_lane[i] = is_kept(frozen, programme->lane_column, i)
                         ? programme_lane_component(programme, i)
                         : NETWORK_NONE;
    }
    for (size_t i = 0; i < network->activity_count; i++) {
        of_activity[i] = is_kept(frozen, programme->activity_column, i)
                             ? programme_activity_component(programme, i)
                             : NETWORK_NONE;
    }
    for (size_t i = 0; i < network->demand_count; i++) {
        of_demand[i] = programme_demand_component(programme, i);
    }
    frozen->own_lanes = own(arena, frozen, of_lane, network->lane_count);
    frozen->own_activities = own(arena, frozen, of_activity, network->activity_count);
    frozen->own_demands = own(arena, frozen, of_demand, network->demand_count);
}

static void own_rows(Arena *arena, Frozen *frozen) {
    const Programme *programme = frozen->programme;
    const Network *network = frozen->network;
    frozen->own_resources =
        own(arena, frozen, programme->resource_component, network->resource_count);
    frozen->own_quotas = own(arena, frozen, programme->quota_component, network->quota_count);
}

/* ---- what leaves each place ---- */

static void list_lanes(Arena *arena, Frozen *frozen) {
    const size_t count = frozen->network->lane_count;
    size_t *from = ARENA_MANY(arena, size_t, count);
    for (size_t i = 0; i < count; i++) {
        from[i] = is_kept(frozen, frozen->programme->lane_column, i) ? frozen->places->lane_from[i]
                                                                     : NETWORK_NONE;
    }
    frozen->lanes = groups_new(arena, from, frozen->places->count, count);
}

static size_t input_total(const Network *network) {
    size_t total = 0;
    for (size_t i = 0; i < network->activity_count; i++) {
        total += network->activities[i].input_count;
    }
    return total;
}

static void list_inputs(Frozen *frozen, size_t activity, size_t *taken_from) {
    const NetworkActivity *made = &frozen->network->activities[activity];
    const bool is_made = is_kept(frozen, frozen->programme->activity_column, activity);
    for (size_t j = 0; j < made->input_count; j++) {
        const size_t at = frozen->places->input_start[activity] + j;
        const bool is_taken = is_made && made->inputs[j].quantity > 0;
        frozen->user[at] = activity;
        frozen->need[at] = made->inputs[j].quantity;
        frozen->need_count[activity] += is_taken ? 1 : 0;
        taken_from[at] = is_taken ? frozen->places->input[at] : NETWORK_NONE;
    }
}

static void list_uses(Arena *arena, Frozen *frozen) {
    const Network *network = frozen->network;
    const size_t total = input_total(network);
    size_t *taken_from = ARENA_MANY(arena, size_t, total);
    frozen->user = ARENA_MANY(arena, size_t, total);
    frozen->need = ARENA_MANY(arena, double, total);
    frozen->need_count = ARENA_MANY(arena, size_t, network->activity_count);
    frozen->limited_by = ARENA_MANY(arena, size_t, network->activity_count);
    for (size_t i = 0; i < network->activity_count; i++) {
        const NetworkActivity *made = &network->activities[i];
        const bool is_limited =
            made->resource != NETWORK_NONE && made->use > 0 &&
            frozen->programme->resource_component[made->resource] != NETWORK_NONE;
        frozen->limited_by[i] = is_limited ? made->resource : NETWORK_NONE;
        list_inputs(frozen, i, taken_from);
    }
    frozen->uses = groups_new(arena, taken_from, frozen->places->count, total);
}

/* ---- the order of places within a period ---- */

static bool arrives_at_once(const Frozen *frozen, size_t lane, size_t period) {
    return frozen->network->lanes[lane].transit_periods == 0 &&
           frozen->plan->sent[lane * frozen->periods + period] > 0;
}

static bool is_made_at_once(const Frozen *frozen, size_t activity, size_t period) {
    return frozen->network->activities[activity].delay_periods == 0 &&
           frozen->plan->made[activity * frozen->periods + period] > 0;
}

static void count_depths(Frozen *frozen, size_t period) {
    memset(frozen->depth, 0, frozen->places->count * sizeof(size_t));
    for (size_t i = 0; i < frozen->network->lane_count; i++) {
        if (arrives_at_once(frozen, i, period)) {
            frozen->depth[frozen->places->lane_to[i]]++;
        }
    }
    for (size_t i = 0; i < frozen->network->activity_count; i++) {
        if (is_made_at_once(frozen, i, period)) {
            frozen->depth[frozen->places->activity_output[i]] += frozen->need_count[i];
        }
    }
}

/* The places of a component in their order; `order` is its part. */
typedef struct Queue {
    size_t *order;
    size_t count;
} Queue;

static void release(Frozen *frozen, size_t place, Queue *queue) {
    if (--frozen->depth[place] == 0) {
        queue->order[queue->count++] = place;
    }
}

static void release_behind(Frozen *frozen, size_t place, size_t period, Queue *queue) {
    const Group lanes = groups_of(&frozen->lanes, place);
    const Group uses = groups_of(&frozen->uses, place);
    for (size_t i = 0; i < lanes.count; i++) {
        if (arrives_at_once(frozen, lanes.at[i], period)) {
            release(frozen, frozen->places->lane_to[lanes.at[i]], queue);
        }
    }
    for (size_t i = 0; i < uses.count; i++) {
        const size_t activity = frozen->user[uses.at[i]];
        if (is_made_at_once(frozen, activity, period)) {
            release(frozen, frozen->places->activity_output[activity], queue);
        }
    }
}

static size_t *order_of(const Frozen *frozen, size_t component, size_t period) {
    return frozen->order + period * frozen->places->count +
           frozen->programme->component_places.start[component];
}

/* Places in a circle of flows that take no time come last, in any order: what reaches them
 * too late in the walk stays in stock, which is still a plan. */
static void find_order(Frozen *frozen, size_t component, size_t period) {
    const Group places = groups_of(&frozen->programme->component_places, component);
    Queue queue = {order_of(frozen, component, period), 0};
    for (size_t i = 0; i < places.count; i++) {
        if (frozen->depth[places.at[i]] == 0) {
            queue.order[queue.count++] = places.at[i];
        }
    }
    for (size_t n = 0; n < queue.count; n++) {
        release_behind(frozen, queue.order[n], period, &queue);
    }
    for (size_t i = 0; i < places.count && queue.count < places.count; i++) {
        if (frozen->depth[places.at[i]] > 0) {
            queue.order[queue.count++] = places.at[i];
        }
    }
}

static void find_orders(Arena *arena, Frozen *frozen) {
    frozen->order = ARENA_MANY(arena, size_t, frozen->periods * frozen->places->count);
    frozen->depth = ARENA_MANY(arena, size_t, frozen->places->count);
    for (size_t t = 0; t < frozen->periods; t++) {
        count_depths(frozen, t);
        for (size_t c = 0; c < frozen->programme->component_count; c++) {
            find_order(frozen, c, t);
        }
    }
}

/* ---- the plan as it stands ---- */

static double total_of(const Frozen *frozen, const double *amounts, size_t index) {
    double total = 0;
    for (size_t t = 0; t < frozen->periods; t++) {
        total += amounts[index * frozen->periods + t];
    }
    return total;
}

static double cost_of_stock(const Frozen *frozen, size_t place, double amount) {
    return frozen->network->holding_cost * amount /
           reach_item_scale(frozen->network, frozen->places->item[place]);
}

static double planned_cost(const Frozen *frozen, size_t component) {
    const Network *network = frozen->network;
    const Plan *plan = frozen->plan;
    const Group places = groups_of(&frozen->programme->component_places, component);
    const Group lanes = groups_of(&frozen->own_lanes, component);
    const Group activities = groups_of(&frozen->own_activities, component);
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
    const Network *network = frozen->network;
    frozen->planned = ARENA_MANY(arena, double, frozen->programme->component_count);
    frozen->used = ARENA_MANY(arena, double, network->quota_count);
    for (size_t c = 0; c < frozen->programme->component_count; c++) {
        frozen->planned[c] = planned_cost(frozen, c);
    }
    for (size_t i = 0; i < network->lane_count; i++) {
        if (network->lanes[i].quota != NETWORK_NONE) {
            frozen->used[network->lanes[i].quota] +=
                total_of(frozen, frozen->plan->sent, i) * network->lanes[i].quota_value;
        }
    }
}

Frozen *frozen_new(Arena *arena, const Programme *programme, const Plan *plan) {
    const Network *network = programme->network;
    const Places *places = &programme->places;
    const size_t periods = network->period_count;
    Frozen *frozen = ARENA_NEW(arena, Frozen);
    *frozen = (Frozen){.programme = programme,
                       .network = network,
                       .places = places,
                       .plan = plan,
                       .periods = periods};
    own_columns(arena, frozen);
    own_rows(arena, frozen);
    list_lanes(arena, frozen);
    list_uses(arena, frozen);
    frozen->demands = groups_new(arena, places->demand, places->count, network->demand_count);
    find_orders(arena, frozen);
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
    for (size_t t = 0; t < frozen->periods; t++) {
        values[index * frozen->periods + t] = value;
    }
}

static void reset_columns(Frozen *frozen, size_t component) {
    const Group lanes = groups_of(&frozen->own_lanes, component);
    const Group activities = groups_of(&frozen->own_activities, component);
    const Group demands = groups_of(&frozen->own_demands, component);
    for (size_t i = 0; i < lanes.count; i++) {
        const NetworkLane *lane = &frozen->network->lanes[lanes.at[i]];
        double *bound = frozen->lane_bound + lanes.at[i] * frozen->periods;
        for (size_t t = 0; t < frozen->periods; t++) {
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
    const Group places = groups_of(&frozen->programme->component_places, component);
    const Group resources = groups_of(&frozen->own_resources, component);
    const Group quotas = groups_of(&frozen->own_quotas, component);
    for (size_t i = 0; i < places.count; i++) {
        frozen->stock[places.at[i]] = frozen->places->stock[places.at[i]];
        for (size_t t = 0; t < frozen->periods; t++) {
            frozen->arrives[t * frozen->places->count + places.at[i]] = 0;
        }
    }
    for (size_t i = 0; i < resources.count; i++) {
        memcpy(frozen->capacity + resources.at[i] * frozen->periods,
               frozen->network->resources[resources.at[i]].capacity,
               frozen->periods * sizeof(double));
    }
    for (size_t i = 0; i < quotas.count; i++) {
        frozen->quota[quotas.at[i]] = frozen->network->quotas[quotas.at[i]].limit;
    }
}

static size_t component_of(const Frozen *frozen, const NetworkChange *change) {
    const Programme *programme = frozen->programme;
    size_t place = NETWORK_NONE;
    switch (change->kind) {
    case CHANGE_LANE:
        return programme_lane_component(programme, change->index);
    case CHANGE_RESOURCE:
        return programme->resource_component[change->index];
    case CHANGE_STOCK:
        return places_find(frozen->places, change->index, change->item, &place)
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
    const size_t at = change->index * frozen->periods + change->period;
    size_t place = NETWORK_NONE;
    switch (change->kind) {
    case CHANGE_LANE:
        frozen->lane_bound[at] =
            change->amount == 0 ? 0 : frozen->network->lanes[change->index].limit * change->amount;
        break;
    case CHANGE_RESOURCE:
        frozen->capacity[at] = fmax(frozen->capacity[at] + change->amount, 0);
        break;
    case CHANGE_STOCK:
        if (places_find(frozen->places, change->index, change->item, &place)) {
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
    const Group quotas = groups_of(&frozen->own_quotas, component);
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
    const Plan *plan = frozen->plan;
    const Group lanes = groups_of(&frozen->lanes, place);
    const Group demands = groups_of(&frozen->demands, place);
    const Group uses = groups_of(&frozen->uses, place);
    double total = 0;
    for (size_t i = 0; i < lanes.count; i++) {
        total += plan->sent[lanes.at[i] * frozen->periods + period];
    }
    for (size_t i = 0; i < demands.count; i++) {
        total += plan->delivered[demands.at[i] * frozen->periods + period];
    }
    for (size_t i = 0; i < uses.count; i++) {
        total += frozen->need[uses.at[i]] *
                 plan->made[frozen->user[uses.at[i]] * frozen->periods + period];
    }
    return total;
}

static void arrive(Frozen *frozen, size_t place, size_t period, size_t at, double amount) {
    if (at == period) {
        frozen->stock[place] += amount;
    } else if (at < frozen->periods) {
        frozen->arrives[at * frozen->places->count + place] += amount;
    }
}

static double share_of_capacity(const Frozen *frozen, size_t activity, size_t period) {
    const size_t resource = frozen->limited_by[activity];
    if (resource == NETWORK_NONE || frozen->use[resource] <= 0) {
        return 1;
    }
    return fmin(1, frozen->capacity[resource * frozen->periods + period] / frozen->use[resource]);
}

static void make(Frozen *frozen, size_t activity, size_t period) {
    const NetworkActivity *made = &frozen->network->activities[activity];
    const size_t *inputs = frozen->places->input + frozen->places->input_start[activity];
    const size_t at = activity * frozen->periods + period;
    double share = frozen->activity_share[at];
    for (size_t j = 0; j < made->input_count; j++) {
        if (made->inputs[j].quantity > 0) {
            share = fmin(share, frozen->factor[inputs[j]]);
        }
    }
    const double level =
        frozen->plan->made[at] * share * share_of_capacity(frozen, activity, period);
    for (size_t j = 0; j < made->input_count; j++) {
        frozen->stock[inputs[j]] -= made->inputs[j].quantity * level;
    }
    frozen->objective += made->cost * level;
    arrive(frozen, frozen->places->activity_output[activity], period, period + made->delay_periods,
           level);
}

static double share_of_quota(const Frozen *frozen, const NetworkLane *lane) {
    const bool is_limited = lane->quota != NETWORK_NONE && lane->quota_value > 0 &&
                            frozen->programme->quota_component[lane->quota] != NETWORK_NONE;
    return is_limited ? frozen->quota[lane->quota] : 1;
}

static void send(Frozen *frozen, size_t lane, size_t period, double factor) {
    const NetworkLane *sent = &frozen->network->lanes[lane];
    const size_t at = lane * frozen->periods + period;
    const double amount = fmin(frozen->plan->sent[at] * factor * share_of_quota(frozen, sent),
                               frozen->lane_bound[at]);
    frozen->stock[frozen->places->lane_from[lane]] -= amount;
    frozen->objective += sent->cost * amount;
    arrive(frozen, frozen->places->lane_to[lane], period, period + sent->transit_periods, amount);
}

/* What is not delivered is owed to the end, and counted as long again. */
static void deliver(Frozen *frozen, size_t demand, size_t period, double factor) {
    const size_t at = demand * frozen->periods + period;
    const double planned = frozen->plan->delivered[at];
    const double amount = planned * factor * frozen->delivery_share[at];
    frozen->stock[frozen->places->demand[demand]] -= amount;
    frozen->objective += frozen->network->demands[demand].weight * (planned - amount) *
                         (double)(frozen->periods - period + frozen->periods);
}

static void leave(Frozen *frozen, size_t place, size_t period) {
    const Group lanes = groups_of(&frozen->lanes, place);
    const Group demands = groups_of(&frozen->demands, place);
    const Group uses = groups_of(&frozen->uses, place);
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
        const size_t activity = frozen->user[uses.at[i]];
        if (--frozen->waiting[activity] == 0) {
            make(frozen, activity, period);
        }
    }
}

/* Of the resources of a component; all of a resource's users are there. */
static void use_resources(Frozen *frozen, size_t component, size_t period) {
    const Group resources = groups_of(&frozen->own_resources, component);
    const Group activities = groups_of(&frozen->own_activities, component);
    for (size_t i = 0; i < resources.count; i++) {
        frozen->use[resources.at[i]] = 0;
    }
    for (size_t i = 0; i < activities.count; i++) {
        const size_t activity = activities.at[i];
        if (frozen->limited_by[activity] != NETWORK_NONE) {
            frozen->use[frozen->limited_by[activity]] +=
                frozen->network->activities[activity].use *
                frozen->plan->made[activity * frozen->periods + period];
        }
    }
}

static void begin_period(Frozen *frozen, size_t component, size_t period) {
    const Group places = groups_of(&frozen->programme->component_places, component);
    const Group activities = groups_of(&frozen->own_activities, component);
    for (size_t i = 0; i < places.count; i++) {
        frozen->stock[places.at[i]] +=
            frozen->arrives[period * frozen->places->count + places.at[i]];
    }
    use_resources(frozen, component, period);
    for (size_t i = 0; i < activities.count; i++) {
        frozen->waiting[activities.at[i]] = frozen->need_count[activities.at[i]];
        if (frozen->need_count[activities.at[i]] == 0) {
            make(frozen, activities.at[i], period);
        }
    }
}

/* What the plan costs more in a component. */
static double walk(Frozen *frozen, size_t component) {
    const Group places = groups_of(&frozen->programme->component_places, component);
    frozen->objective = 0;
    for (size_t t = 0; t < frozen->periods; t++) {
        const size_t *order = order_of(frozen, component, t);
        begin_period(frozen, component, t);
        for (size_t n = 0; n < places.count; n++) {
            leave(frozen, order[n], t);
        }
        for (size_t n = 0; n < places.count && frozen->network->holding_cost > 0; n++) {
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
