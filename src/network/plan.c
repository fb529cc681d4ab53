/* SPDX-License-Identifier: Apache-2.0 */
#include "network/plan.h"

#include "network/reach.h"

typedef struct Filler {
    Arena *arena;
    const Programme *programme;
    const Solution *const *solutions;
    size_t periods;
} Filler;

static double place_scale(const Filler *filler, size_t place) {
    return reach_item_scale(filler->programme->network, filler->programme->places.item[place]);
}

static double objective_scale(const Filler *filler, size_t component) {
    return filler->programme->components[component].objective_scale;
}

/* Copies a row of periods, each times `factor`. A zero stays without a sign. */
static void copy_periods(const Filler *filler, double *to, const double *from, double factor) {
    for (size_t t = 0; t < filler->periods; t++) {
        to[t] = from[t] == 0 ? 0 : from[t] * factor;
    }
}

/* The values of columns of which some were left out. */
static const double *fill_columns(const Filler *filler, const size_t *columns, const size_t *places,
                                  size_t count) {
    double *values = ARENA_MANY(filler->arena, double, count * filler->periods);
    for (size_t i = 0; i < count; i++) {
        size_t component = filler->programme->place_component[places[i]];
        for (size_t t = 0; t < filler->periods; t++) {
            size_t at = i * filler->periods + t;
            if (columns[at] != NETWORK_NONE) {
                values[at] = filler->solutions[component]->value[columns[at]] *
                             place_scale(filler, places[i]);
            }
        }
    }
    return values;
}

/* The price of one more unit where nothing moves any more: it is kept to the end. */
static double cost_of_keeping(const Filler *filler, size_t place, size_t period) {
    const Network *network = filler->programme->network;
    const double left = (double)(filler->periods - period);
    return network->holding_cost == 0 ? 0
                                      : -network->holding_cost * left / place_scale(filler, place);
}

/* What stands where nothing moves stays. */
static void fill_idle_place(const Filler *filler, size_t place, double *held, double *price) {
    for (size_t t = 0; t < filler->periods; t++) {
        held[t] = filler->programme->places.stock[place];
        price[t] = cost_of_keeping(filler, place, t);
    }
}

/* After the last move the stock stays, and one more unit only costs. */
static void fill_place(const Filler *filler, size_t place, double *held, double *price) {
    const Programme *programme = filler->programme;
    const Solution *solution = filler->solutions[programme->place_component[place]];
    const double *values = solution->value + programme->place_column[place];
    const double *duals = solution->dual + programme->place_row[place];
    const double scale = place_scale(filler, place);
    const double price_scale = -objective_scale(filler, programme->place_component[place]) / scale;
    const size_t last = programme->moved[place] - 1;
    for (size_t t = 0; t <= last; t++) {
        held[t] = values[t] == 0 ? 0 : values[t] * scale;
        price[t] = duals[t] == 0 ? 0 : duals[t] * price_scale;
    }
    for (size_t t = last + 1; t < filler->periods; t++) {
        held[t] = held[last];
        price[t] = cost_of_keeping(filler, place, t);
    }
}

static void fill_places(const Filler *filler, Plan *plan) {
    const Programme *programme = filler->programme;
    size_t count = programme->places.count;
    double *held = ARENA_MANY(filler->arena, double, count * filler->periods);
    double *prices = ARENA_MANY(filler->arena, double, count * filler->periods);
    for (size_t p = 0; p < count; p++) {
        size_t component = programme->place_component[p];
        size_t at = p * filler->periods;
        if (component == NETWORK_NONE) {
            fill_idle_place(filler, p, held + at, prices + at);
            continue;
        }
        fill_place(filler, p, held + at, prices + at);
    }
    plan->place_count = count;
    plan->place_site = programme->places.site;
    plan->place_item = programme->places.item;
    plan->held = held;
    plan->balance_price = prices;
}

static void fill_demands(const Filler *filler, Plan *plan) {
    const Programme *programme = filler->programme;
    size_t count = programme->network->demand_count;
    double *delivered = ARENA_MANY(filler->arena, double, count * filler->periods);
    double *owed = ARENA_MANY(filler->arena, double, count * filler->periods);
    double *prices = ARENA_MANY(filler->arena, double, count * filler->periods);
    for (size_t i = 0; i < count; i++) {
        size_t component = programme_demand_component(programme, i);
        const Solution *solution = filler->solutions[component];
        double scale = place_scale(filler, programme->places.demand[i]);
        size_t at = i * filler->periods;
        copy_periods(filler, delivered + at, solution->value + programme->delivered_column[i],
                     scale);
        copy_periods(filler, owed + at, solution->value + programme->owed_column[i], scale);
        copy_periods(filler, prices + at, solution->dual + programme->demand_row[i],
                     objective_scale(filler, component) / scale);
    }
    plan->delivered = delivered;
    plan->owed = owed;
    plan->demand_price = prices;
}

static void fill_shared(const Filler *filler, Plan *plan) {
    const Programme *programme = filler->programme;
    const Network *network = programme->network;
    double *capacity = ARENA_MANY(filler->arena, double, network->resource_count * filler->periods);
    double *quota = ARENA_MANY(filler->arena, double, network->quota_count);
    for (size_t i = 0; i < network->resource_count; i++) {
        size_t component = programme->resource_component[i];
        if (component != NETWORK_NONE) {
            copy_periods(filler, capacity + i * filler->periods,
                         filler->solutions[component]->dual + programme->resource_row[i],
                         -objective_scale(filler, component) / programme->resource_scale[i]);
        }
    }
    for (size_t i = 0; i < network->quota_count; i++) {
        size_t component = programme->quota_component[i];
        if (component != NETWORK_NONE) {
            double dual = filler->solutions[component]->dual[programme->quota_row[i]];
            quota[i] = dual == 0
                           ? 0
                           : -dual * objective_scale(filler, component) / programme->quota_scale[i];
        }
    }
    plan->capacity_price = capacity;
    plan->quota_price = quota;
}

static void fill_totals(const Filler *filler, Plan *plan) {
    const Programme *programme = filler->programme;
    const Network *network = programme->network;
    for (size_t c = 0; c < programme->component_count; c++) {
        plan->objective += filler->solutions[c]->objective * objective_scale(filler, c);
        plan->dual_objective += filler->solutions[c]->dual_objective * objective_scale(filler, c);
        plan->iterations += filler->solutions[c]->iterations;
    }
    for (size_t p = 0; p < programme->places.count; p++) {
        if (programme->place_component[p] == NETWORK_NONE) {
            double cost = programme_idle_cost(programme, programme->places.item[p],
                                              programme->places.stock[p]);
            plan->objective += cost;
            plan->dual_objective += cost;
        }
    }
    for (size_t i = 0; i < network->demand_count; i++) {
        const double *owed = plan->owed + i * filler->periods;
        double total = (double)filler->periods * owed[filler->periods - 1];
        for (size_t t = 0; t < filler->periods; t++) {
            total += owed[t];
        }
        plan->lateness += network->demands[i].weight * total;
    }
}

void plan_fill(Arena *arena, const Programme *programme, const Solution *const *solutions,
               Plan *plan) {
    const Network *network = programme->network;
    Filler filler = {arena, programme, solutions, network->period_count};
    *plan = (Plan){0};
    plan->made = fill_columns(&filler, programme->activity_column,
                              programme->places.activity_output, network->activity_count);
    plan->sent = fill_columns(&filler, programme->lane_column, programme->places.lane_to,
                              network->lane_count);
    fill_places(&filler, plan);
    fill_demands(&filler, plan);
    fill_shared(&filler, plan);
    fill_totals(&filler, plan);
}
