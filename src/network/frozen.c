/* SPDX-License-Identifier: Apache-2.0 */
#include "network/frozen.h"

#include <math.h>
#include <string.h>

#include "network/reach.h"

/* Positions in one array, those of thing i at start[i] .. start[i + 1]. */
typedef struct Lists {
    size_t *start;
    size_t *at;
} Lists;

struct Frozen {
    const Network *network;
    const Places *places;
    const Plan *plan;
    size_t periods;
    Lists lanes;  /* of each place: those that leave it */
    Lists uses;   /* of each place: inputs of activities, counted through */
    size_t *user; /* of each input: its activity */
    double *need; /* ... and how much of it one unit takes */
    Lists demands;
    size_t *order; /* [period * places + n]: so that what arrives at once comes first */
    size_t *depth; /* while an order is found: how much must come before */
    /* What the loss leaves. */
    double *lane_bound; /* [lane * periods + period] */
    double *capacity;   /* of the resource */
    double *quota;      /* share of the plan's use that is left */
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

/* ---- lists ---- */

static Lists lists_new(Arena *arena, const size_t *owners, size_t owner_count, size_t count) {
    Lists lists = {ARENA_MANY(arena, size_t, owner_count + 1), ARENA_MANY(arena, size_t, count)};
    for (size_t i = 0; i < count; i++) {
        lists.start[owners[i] + 1]++;
    }
    for (size_t i = 0; i < owner_count; i++) {
        lists.start[i + 1] += lists.start[i];
    }
    size_t *next = ARENA_MANY(arena, size_t, owner_count);
    for (size_t i = 0; i < count; i++) {
        lists.at[lists.start[owners[i]] + next[owners[i]]++] = i;
    }
    return lists;
}

static size_t input_total(const Network *network) {
    size_t total = 0;
    for (size_t i = 0; i < network->activity_count; i++) {
        total += network->activities[i].input_count;
    }
    return total;
}

static void list_uses(Arena *arena, Frozen *frozen) {
    const Network *network = frozen->network;
    const size_t total = input_total(network);
    frozen->uses = lists_new(arena, frozen->places->input, frozen->places->count, total);
    frozen->user = ARENA_MANY(arena, size_t, total);
    frozen->need = ARENA_MANY(arena, double, total);
    for (size_t i = 0; i < network->activity_count; i++) {
        for (size_t j = 0; j < network->activities[i].input_count; j++) {
            frozen->user[frozen->places->input_start[i] + j] = i;
            frozen->need[frozen->places->input_start[i] + j] =
                network->activities[i].inputs[j].quantity;
        }
    }
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
            frozen->depth[frozen->places->activity_output[i]] +=
                frozen->network->activities[i].input_count;
        }
    }
}

static void release(Frozen *frozen, size_t place, size_t *order, size_t *count) {
    if (--frozen->depth[place] == 0) {
        order[(*count)++] = place;
    }
}

static void release_behind(Frozen *frozen, size_t place, size_t period, size_t *order,
                           size_t *count) {
    for (size_t i = frozen->lanes.start[place]; i < frozen->lanes.start[place + 1]; i++) {
        const size_t lane = frozen->lanes.at[i];
        if (arrives_at_once(frozen, lane, period)) {
            release(frozen, frozen->places->lane_to[lane], order, count);
        }
    }
    for (size_t i = frozen->uses.start[place]; i < frozen->uses.start[place + 1]; i++) {
        const size_t activity = frozen->user[frozen->uses.at[i]];
        if (is_made_at_once(frozen, activity, period)) {
            release(frozen, frozen->places->activity_output[activity], order, count);
        }
    }
}

/* Places in a circle of flows that take no time come last, in any order: what reaches them
 * too late in the walk stays in stock, which is still a plan. */
static void find_order(Frozen *frozen, size_t period) {
    const size_t places = frozen->places->count;
    size_t *order = frozen->order + period * places;
    size_t count = 0;
    count_depths(frozen, period);
    for (size_t p = 0; p < places; p++) {
        if (frozen->depth[p] == 0) {
            order[count++] = p;
        }
    }
    for (size_t n = 0; n < count; n++) {
        release_behind(frozen, order[n], period, order, &count);
    }
    for (size_t p = 0; p < places && count < places; p++) {
        if (frozen->depth[p] > 0) {
            order[count++] = p;
        }
    }
}

Frozen *frozen_new(Arena *arena, const Network *network, const Places *places, const Plan *plan) {
    const size_t periods = network->period_count;
    Frozen *frozen = ARENA_NEW(arena, Frozen);
    *frozen = (Frozen){.network = network, .places = places, .plan = plan, .periods = periods};
    frozen->lanes = lists_new(arena, places->lane_from, places->count, network->lane_count);
    list_uses(arena, frozen);
    frozen->demands = lists_new(arena, places->demand, places->count, network->demand_count);
    frozen->order = ARENA_MANY(arena, size_t, periods * places->count);
    frozen->depth = ARENA_MANY(arena, size_t, places->count);
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
    for (size_t t = 0; t < periods; t++) {
        find_order(frozen, t);
    }
    return frozen;
}

/* ---- what the loss leaves ---- */

static void reset(Frozen *frozen) {
    const Network *network = frozen->network;
    for (size_t i = 0; i < network->lane_count; i++) {
        for (size_t t = 0; t < frozen->periods; t++) {
            const double open = network->lanes[i].open[t];
            frozen->lane_bound[i * frozen->periods + t] =
                open == 0 ? 0 : network->lanes[i].limit * open;
        }
    }
    for (size_t i = 0; i < network->resource_count; i++) {
        memcpy(frozen->capacity + i * frozen->periods, network->resources[i].capacity,
               frozen->periods * sizeof(double));
    }
    for (size_t i = 0; i < network->quota_count; i++) {
        frozen->quota[i] = network->quotas[i].limit;
    }
    for (size_t i = 0; i < network->activity_count * frozen->periods; i++) {
        frozen->activity_share[i] = 1;
    }
    for (size_t i = 0; i < network->demand_count * frozen->periods; i++) {
        frozen->delivery_share[i] = 1;
    }
    memcpy(frozen->stock, frozen->places->stock, frozen->places->count * sizeof(double));
    memset(frozen->arrives, 0, frozen->periods * frozen->places->count * sizeof(double));
    frozen->objective = 0;
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
static void share_quotas(Frozen *frozen) {
    const Network *network = frozen->network;
    for (size_t q = 0; q < network->quota_count; q++) {
        double used = 0;
        for (size_t i = 0; i < network->lane_count; i++) {
            for (size_t t = 0; network->lanes[i].quota == q && t < frozen->periods; t++) {
                used += frozen->plan->sent[i * frozen->periods + t] * network->lanes[i].quota_value;
            }
        }
        frozen->quota[q] = used > frozen->quota[q] ? frozen->quota[q] / used : 1;
    }
}

/* ---- the walk ---- */

static double leaving(const Frozen *frozen, size_t place, size_t period) {
    const Plan *plan = frozen->plan;
    double total = 0;
    for (size_t i = frozen->lanes.start[place]; i < frozen->lanes.start[place + 1]; i++) {
        total += plan->sent[frozen->lanes.at[i] * frozen->periods + period];
    }
    for (size_t i = frozen->demands.start[place]; i < frozen->demands.start[place + 1]; i++) {
        total += plan->delivered[frozen->demands.at[i] * frozen->periods + period];
    }
    for (size_t i = frozen->uses.start[place]; i < frozen->uses.start[place + 1]; i++) {
        const size_t use = frozen->uses.at[i];
        total += frozen->need[use] * plan->made[frozen->user[use] * frozen->periods + period];
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

static void make(Frozen *frozen, size_t activity, size_t period) {
    const NetworkActivity *made = &frozen->network->activities[activity];
    const size_t *inputs = frozen->places->input + frozen->places->input_start[activity];
    const size_t at = activity * frozen->periods + period;
    double share = frozen->activity_share[at];
    for (size_t j = 0; j < made->input_count; j++) {
        share = fmin(share, frozen->factor[inputs[j]]);
    }
    if (made->resource != NETWORK_NONE && frozen->use[made->resource] > 0) {
        share *= fmin(1, frozen->capacity[made->resource * frozen->periods + period] /
                             frozen->use[made->resource]);
    }
    const double level = frozen->plan->made[at] * share;
    for (size_t j = 0; j < made->input_count; j++) {
        frozen->stock[inputs[j]] -= made->inputs[j].quantity * level;
    }
    frozen->objective += made->cost * level;
    arrive(frozen, frozen->places->activity_output[activity], period, period + made->delay_periods,
           level);
}

static void send(Frozen *frozen, size_t lane, size_t period, double factor) {
    const NetworkLane *sent = &frozen->network->lanes[lane];
    const size_t at = lane * frozen->periods + period;
    const double quota = sent->quota == NETWORK_NONE ? 1 : frozen->quota[sent->quota];
    const double amount = fmin(frozen->plan->sent[at] * factor * quota, frozen->lane_bound[at]);
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
    const double wanted = leaving(frozen, place, period);
    const double factor = wanted > 0 ? fmin(1, fmax(frozen->stock[place], 0) / wanted) : 1;
    frozen->factor[place] = factor;
    for (size_t i = frozen->lanes.start[place]; i < frozen->lanes.start[place + 1]; i++) {
        send(frozen, frozen->lanes.at[i], period, factor);
    }
    for (size_t i = frozen->demands.start[place]; i < frozen->demands.start[place + 1]; i++) {
        deliver(frozen, frozen->demands.at[i], period, factor);
    }
    for (size_t i = frozen->uses.start[place]; i < frozen->uses.start[place + 1]; i++) {
        const size_t activity = frozen->user[frozen->uses.at[i]];
        if (--frozen->waiting[activity] == 0) {
            make(frozen, activity, period);
        }
    }
}

static void begin_period(Frozen *frozen, size_t period) {
    const Network *network = frozen->network;
    for (size_t p = 0; p < frozen->places->count; p++) {
        frozen->stock[p] += frozen->arrives[period * frozen->places->count + p];
    }
    memset(frozen->use, 0, network->resource_count * sizeof(double));
    for (size_t i = 0; i < network->activity_count; i++) {
        const NetworkActivity *made = &network->activities[i];
        frozen->waiting[i] = made->input_count;
        if (made->resource != NETWORK_NONE) {
            frozen->use[made->resource] +=
                made->use * frozen->plan->made[i * frozen->periods + period];
        }
    }
    for (size_t i = 0; i < network->activity_count; i++) {
        if (network->activities[i].input_count == 0) {
            make(frozen, i, period);
        }
    }
}

static void end_period(Frozen *frozen) {
    const Network *network = frozen->network;
    for (size_t p = 0; network->holding_cost > 0 && p < frozen->places->count; p++) {
        frozen->objective += network->holding_cost * frozen->stock[p] /
                             reach_item_scale(network, frozen->places->item[p]);
    }
}

double frozen_loss(Frozen *frozen, const NetworkBarrier *loss) {
    reset(frozen);
    for (size_t i = 0; i < loss->change_count; i++) {
        take_away(frozen, &loss->changes[i]);
    }
    share_quotas(frozen);
    for (size_t t = 0; t < frozen->periods; t++) {
        begin_period(frozen, t);
        for (size_t n = 0; n < frozen->places->count; n++) {
            leave(frozen, frozen->order[t * frozen->places->count + n], t);
        }
        end_period(frozen);
    }
    return frozen->objective + frozen->plan->lateness - frozen->plan->objective;
}
