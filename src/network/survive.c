/* SPDX-License-Identifier: Apache-2.0 */
#include <math.h>
#include <string.h>

#include "network/draft.h"
#include "network/network.h"
#include "network/places.h"
#include "network/reach.h"

/* The linear programmes of Simchi-Levi et al. (Interfaces 45(5), 2015), "time to survive", with
 * recipes, several sites for an item and gated lanes. For t periods at even rates:
 *
 *     max  t
 *     use       sum quantity x(a) + sum s(l) leaving + t served(d)
 *                                      <= stock(p) + sum x(a) made + sum s(l) arriving
 *     capacity  sum use x(a)           <= t capacity(r)
 *     lane      s(l)                   <= t limit(l) open(l)
 *     quota     sum value s(l)         <= limit(q)
 *
 * The service to keep up, served(d), is what a programme without stocks and t = 1 can serve at
 * most, by weight. A loss that leaves that programme at t = 1 is survived for good. */

static const double FOR_GOOD = 1e-6;

typedef struct Survival {
    const Network *network;
    Places places;
    size_t period;
    double *rate;     /* of each demand, a period */
    double *served;   /* of it, to be kept up */
    double *open;     /* of each lane: most a period */
    double *capacity; /* of each resource */
    bool *can_make;   /* each activity */
    bool *can_serve;  /* each demand */
} Survival;

/* How one programme differs from the others. */
typedef struct Question {
    bool has_stock;
    bool asks_service; /* t is 1: how much can be served? */
} Question;

static double place_scale(const Survival *survival, size_t place) {
    return reach_item_scale(survival->network, survival->places.item[place]);
}

/* ---- what a loss leaves ---- */

static void reset(Survival *survival) {
    const Network *network = survival->network;
    for (size_t i = 0; i < network->lane_count; i++) {
        const double open = network->lanes[i].open[survival->period];
        survival->open[i] = open == 0 ? 0 : network->lanes[i].limit * open;
    }
    for (size_t i = 0; i < network->resource_count; i++) {
        survival->capacity[i] = network->resources[i].capacity[survival->period];
    }
    memset(survival->can_make, 1, network->activity_count * sizeof(bool));
    memset(survival->can_serve, 1, network->demand_count * sizeof(bool));
}

static void lose(Survival *survival, const NetworkChange *change) {
    if (change->kind != CHANGE_STOCK && change->kind != CHANGE_QUOTA &&
        change->period != survival->period) {
        return;
    }
    switch (change->kind) {
    case CHANGE_LANE:
        survival->open[change->index] =
            change->amount == 0 ? 0
                                : survival->network->lanes[change->index].limit * change->amount;
        break;
    case CHANGE_RESOURCE:
        survival->capacity[change->index] =
            fmax(survival->capacity[change->index] + change->amount, 0);
        break;
    case CHANGE_ACTIVITY:
        survival->can_make[change->index] = change->amount > 0;
        break;
    case CHANGE_DELIVERY:
        survival->can_serve[change->index] = change->amount > 0;
        break;
    case CHANGE_STOCK:
    case CHANGE_QUOTA:
        break;
    }
}

/* ---- the programme ---- */

typedef struct Writing {
    const Survival *survival;
    Draft draft;
    const double *stock;  /* of each place */
    size_t *resource_row; /* or NETWORK_NONE */
    size_t *lane_row;
    size_t *quota_row;
    size_t time_column;
    size_t service_column; /* of the first demand */
} Writing;

static void write_rows(Arena *arena, Writing *writing, bool has_stock) {
    const Survival *survival = writing->survival;
    const Network *network = survival->network;
    for (size_t p = 0; p < survival->places.count; p++) {
        const double stock = has_stock ? writing->stock[p] / place_scale(survival, p) : 0;
        (void)draft_add_row(&writing->draft, -INFINITY, stock);
    }
    writing->resource_row = ARENA_MANY(arena, size_t, network->resource_count);
    for (size_t i = 0; i < network->resource_count; i++) {
        writing->resource_row[i] = isfinite(survival->capacity[i])
                                       ? draft_add_row(&writing->draft, -INFINITY, 0)
                                       : NETWORK_NONE;
    }
    writing->lane_row = ARENA_MANY(arena, size_t, network->lane_count);
    for (size_t i = 0; i < network->lane_count; i++) {
        const bool binds = survival->open[i] > 0 && isfinite(survival->open[i]);
        writing->lane_row[i] = binds ? draft_add_row(&writing->draft, -INFINITY, 0) : NETWORK_NONE;
    }
    writing->quota_row = ARENA_MANY(arena, size_t, network->quota_count);
    for (size_t i = 0; i < network->quota_count; i++) {
        writing->quota_row[i] = draft_add_row(&writing->draft, -INFINITY, network->quotas[i].limit);
    }
}

static void write_activities(Writing *writing) {
    const Survival *survival = writing->survival;
    const Network *network = survival->network;
    for (size_t i = 0; i < network->activity_count; i++) {
        const NetworkActivity *made = &network->activities[i];
        const size_t output = survival->places.activity_output[i];
        const double scale = place_scale(survival, output);
        (void)draft_add_column(&writing->draft, 0, survival->can_make[i] ? INFINITY : 0);
        draft_add_entry(&writing->draft, output, -1);
        for (size_t j = 0; j < made->input_count; j++) {
            const size_t input = survival->places.input[survival->places.input_start[i] + j];
            if (made->inputs[j].quantity > 0) {
                draft_add_entry(&writing->draft, input,
                                made->inputs[j].quantity * scale / place_scale(survival, input));
            }
        }
        if (made->resource != NETWORK_NONE &&
            writing->resource_row[made->resource] != NETWORK_NONE && made->use > 0) {
            const double capacity = survival->capacity[made->resource];
            draft_add_entry(&writing->draft, writing->resource_row[made->resource],
                            made->use * scale / (capacity > 0 ? capacity : 1));
        }
    }
}

static void write_lanes(Writing *writing) {
    const Survival *survival = writing->survival;
    const Network *network = survival->network;
    for (size_t i = 0; i < network->lane_count; i++) {
        const NetworkLane *sent = &network->lanes[i];
        const double scale = place_scale(survival, survival->places.lane_to[i]);
        (void)draft_add_column(&writing->draft, 0, survival->open[i] > 0 ? INFINITY : 0);
        draft_add_entry(&writing->draft, survival->places.lane_from[i], 1);
        draft_add_entry(&writing->draft, survival->places.lane_to[i], -1);
        if (writing->lane_row[i] != NETWORK_NONE) {
            draft_add_entry(&writing->draft, writing->lane_row[i], scale / survival->open[i]);
        }
        if (sent->quota != NETWORK_NONE && sent->quota_value > 0) {
            draft_add_entry(&writing->draft, writing->quota_row[sent->quota],
                            sent->quota_value * scale);
        }
    }
}

/* The length of time: what it allows, and what must be served in it. */
static void write_time(Writing *writing, Question question) {
    const Survival *survival = writing->survival;
    const Network *network = survival->network;
    writing->time_column = draft_add_column(&writing->draft, question.asks_service ? 0 : -1,
                                            question.has_stock ? INFINITY : 1);
    for (size_t i = 0; i < network->resource_count; i++) {
        if (writing->resource_row[i] != NETWORK_NONE) {
            draft_add_entry(&writing->draft, writing->resource_row[i],
                            survival->capacity[i] > 0 ? -1 : 0);
        }
    }
    for (size_t i = 0; i < network->lane_count; i++) {
        if (writing->lane_row[i] != NETWORK_NONE) {
            draft_add_entry(&writing->draft, writing->lane_row[i], -1);
        }
    }
    for (size_t i = 0; !question.asks_service && i < network->demand_count; i++) {
        const size_t place = survival->places.demand[i];
        if (survival->served[i] > 0) {
            draft_add_entry(&writing->draft, place,
                            survival->served[i] / place_scale(survival, place));
        }
    }
}

/* A delivery that cannot be made leaves no time at all. */
static void write_services(Writing *writing, Question question) {
    const Survival *survival = writing->survival;
    const Network *network = survival->network;
    for (size_t i = 0; question.asks_service && i < network->demand_count; i++) {
        const size_t place = survival->places.demand[i];
        const double scale = place_scale(survival, place);
        const size_t column =
            draft_add_column(&writing->draft, -network->demands[i].weight * scale,
                             survival->can_serve[i] ? survival->rate[i] / scale : 0);
        writing->service_column = i == 0 ? column : writing->service_column;
        draft_add_entry(&writing->draft, place, 1);
    }
    for (size_t i = 0; !question.asks_service && i < network->demand_count; i++) {
        if (!survival->can_serve[i] && survival->served[i] > 0) {
            const size_t row = draft_add_row(&writing->draft, -INFINITY, 0);
            draft_add_entry(&writing->draft, row, 1);
            return;
        }
    }
}

static bool solve(Arena *arena, const Survival *survival, Question question, SolverResult *result,
                  Writing *writing, Error *error) {
    *writing =
        (Writing){.survival = survival, .draft = draft_new(arena), .stock = survival->places.stock};
    write_rows(arena, writing, question.has_stock);
    write_activities(writing);
    write_lanes(writing);
    write_time(writing, question);
    write_services(writing, question);
    const LinearProgramme programme = draft_finish(&writing->draft);
    *result = (SolverResult){
        .value = ARENA_MANY(arena, double, programme.column_count),
        .dual = ARENA_MANY(arena, double, programme.row_count),
        .basis = ARENA_MANY(arena, unsigned char, programme.column_count + programme.row_count)};
    return solver_run(&programme, NULL, result, error);
}

static bool longest(const Survival *survival, bool has_stock, double *periods, Error *error) {
    Arena *scratch CLEANUP(arena_close) = arena_new();
    SolverResult result;
    Writing writing;
    if (!solve(scratch, survival, (Question){has_stock, false}, &result, &writing, error)) {
        return false;
    }
    *periods = result.value[writing.time_column];
    return true;
}

/* ---- the questions ---- */

static bool find_service(Survival *survival, double *kept, Error *error) {
    Arena *scratch CLEANUP(arena_close) = arena_new();
    SolverResult result;
    Writing writing;
    reset(survival);
    if (!solve(scratch, survival, (Question){false, true}, &result, &writing, error)) {
        return false;
    }
    for (size_t i = 0; i < survival->network->demand_count; i++) {
        const double scale = place_scale(survival, survival->places.demand[i]);
        const double served = fmax(result.value[writing.service_column + i], 0) * scale;
        const double part = survival->rate[i] > 0 ? fmin(served / survival->rate[i], 1) : 1;
        survival->served[i] = part > FOR_GOOD ? part * survival->rate[i] : 0;
        if (kept != NULL) {
            kept[i] = part > FOR_GOOD ? part : 0;
        }
    }
    return true;
}

static bool survive_one(Survival *survival, const NetworkBarrier *loss, double *periods,
                        Error *error) {
    double at_rates = 0;
    reset(survival);
    for (size_t i = 0; i < loss->change_count; i++) {
        lose(survival, &loss->changes[i]);
    }
    if (!longest(survival, false, &at_rates, error)) {
        return false;
    }
    if (at_rates >= 1 - FOR_GOOD) {
        *periods = INFINITY;
        return true;
    }
    return longest(survival, true, periods, error);
}

static Survival survival_new(Arena *arena, const Network *network, size_t period) {
    Survival survival = {.network = network,
                         .places = places_new(arena, network),
                         .period = period,
                         .rate = ARENA_MANY(arena, double, network->demand_count),
                         .served = ARENA_MANY(arena, double, network->demand_count),
                         .open = ARENA_MANY(arena, double, network->lane_count),
                         .capacity = ARENA_MANY(arena, double, network->resource_count),
                         .can_make = ARENA_MANY(arena, bool, network->activity_count),
                         .can_serve = ARENA_MANY(arena, bool, network->demand_count)};
    for (size_t i = 0; i < network->demand_count; i++) {
        for (size_t t = 0; t < network->period_count; t++) {
            survival.rate[i] += network->demands[i].quantity[t] / (double)network->period_count;
        }
    }
    return survival;
}

bool network_survive(Arena *arena, const Network *network, size_t period,
                     const NetworkBarrier *losses, size_t loss_count, double *survived,
                     double *kept, Error *error) {
    if (!network_check(network, error)) {
        return false;
    }
    Survival survival = survival_new(arena, network, period);
    if (!find_service(&survival, kept, error)) {
        return false;
    }
    for (size_t i = 0; i < loss_count; i++) {
        if (!survive_one(&survival, &losses[i], &survived[i], error)) {
            return false;
        }
    }
    return true;
}
