/* SPDX-License-Identifier: Apache-2.0 */
#include "service/residual.h"

#include <math.h>

#include "service/weeks.h"

enum { DAYS_A_WEEK = 7 };

/* Parts of an item's ordinary weekly need: less is rounding, and more than so many weeks of it
 * in one order is no limit. */
static const double SMALL_PART = 1e-6;
static const double UNLIMITED_WEEKS = 1e5;

/* An order weighs more than all the small costs on its way; what is made, sent or taken from
 * stock costs something, so that nothing is without need. */
static const double ORDER_WEIGHT = 10;
static const double STEP_COST = 1e-6;

/* ---- the plan ---- */

/* The plan's weeks, or as many as reach to a day. */
static bool count_weeks(const Workspace *workspace, const ReportOptions *options, Date until,
                        size_t *weeks, Error *error) {
    const int64_t least = ((int64_t)until - options->as_of) / DAYS_A_WEEK + 1;
    if (!report_weeks(workspace, options, weeks, error)) {
        return false;
    }
    if (least > PLAN_WEEKS_MAX) {
        return error_set(error, ERROR_INVALID, "a horizon is from 1 to %d weeks", PLAN_WEEKS_MAX);
    }
    *weeks = (int64_t)*weeks < least ? (size_t)least : *weeks;
    return true;
}

bool base_plan_make(Arena *arena, const Workspace *workspace, const LawSet *set,
                    const ReportOptions *options, Date until, BasePlan *base, Error *error) {
    base->options = *options;
    if (!count_weeks(workspace, options, until, &base->week_count, error) ||
        !lanes_rule(arena, workspace, set, options, base->week_count, &base->rulings, error)) {
        return false;
    }
    plan_build(arena, workspace, &base->rulings, &base->gated);
    CLEANUP(network_solver_close)
    NetworkSolver *solver = network_solver_new(&base->gated.network, error);
    if (solver == NULL || !network_solve(solver, arena, &base->plan, error)) {
        return false;
    }
    /* The places live as long as the solver: keep them. */
    size_t *sites = ARENA_MANY(arena, size_t, base->plan.place_count);
    size_t *items = ARENA_MANY(arena, size_t, base->plan.place_count);
    for (size_t i = 0; i < base->plan.place_count; i++) {
        sites[i] = base->plan.place_site[i];
        items[i] = base->plan.place_item[i];
    }
    base->plan.place_site = sites;
    base->plan.place_item = items;
    return true;
}

/* ---- what it leaves ---- */

static double above(double value, double tolerance) {
    return value > tolerance ? value : 0;
}

/* The part of a week that is over on the last day. */
static double part_of_week(const BasePlan *base, size_t week, Date until) {
    const Date from = date_add_days(base->rulings.as_of, (int64_t)week * DAYS_A_WEEK);
    const int64_t days = (int64_t)until - from + 1;
    return days >= DAYS_A_WEEK ? 1 : (double)days / DAYS_A_WEEK;
}

static void keep_activities(Arena *arena, Residual *residual, Date until) {
    const BasePlan *base = residual->base;
    const Network *network = &base->gated.network;
    for (size_t i = 0; i < network->activity_count; i++) {
        NetworkActivity *activity = &residual->activities[i];
        *activity = network->activities[i];
        const double scale = network->item_scale[activity->item];
        activity->cost += STEP_COST / scale;
        activity->resource = i;
        activity->use = 1;
        residual->capacity[i] = ARENA_MANY(arena, double, residual->week_count);
        for (size_t week = 0; week < residual->week_count; week++) {
            const double all = network->resources[network->activities[i].resource].capacity[week];
            const double left = all - base->plan.made[i * network->period_count + week];
            residual->capacity[i][week] =
                above(left * part_of_week(base, week, until), SMALL_PART * scale);
        }
    }
    residual->activity_count = network->activity_count;
}

/* What no later week takes: the least that is held from now on. More of it comes free as
 * weeks pass, never less. */
static bool free_stock(const BasePlan *base, size_t place, size_t weeks, double *freed) {
    const size_t all = base->gated.network.period_count;
    const double *held = base->plan.held + place * all;
    const double tolerance =
        SMALL_PART * base->gated.network.item_scale[base->plan.place_item[place]];
    double least = INFINITY;
    for (size_t week = all; week-- > 0;) {
        const double after = least;
        least = fmin(least, held[week]);
        if (week + 1 < weeks) {
            freed[week + 1] = above(after - least, tolerance);
        }
    }
    freed[0] = above(least, tolerance);
    for (size_t week = 0; week < weeks; week++) {
        if (freed[week] > 0) {
            return true;
        }
    }
    return false;
}

static void keep_stocks(Arena *arena, Residual *residual) {
    const BasePlan *base = residual->base;
    for (size_t i = 0; i < base->plan.place_count; i++) {
        double *freed = ARENA_MANY(arena, double, residual->week_count);
        if (!free_stock(base, i, residual->week_count, freed)) {
            continue;
        }
        const size_t item = base->plan.place_item[i];
        const size_t index = residual->activity_count++;
        residual->activities[index] =
            (NetworkActivity){.site = base->plan.place_site[i],
                              .item = item,
                              .resource = index,
                              .use = 1,
                              .cost = STEP_COST / base->gated.network.item_scale[item]};
        residual->capacity[index] = freed;
    }
}

/* How far each week of a lane is open to the order, before what the plan sends. */
static const double *open_to_order(Arena *arena, const Residual *residual, size_t index,
                                   const OrderRulings *ruled) {
    const BasePlan *base = residual->base;
    const NetworkLane *lane = &base->gated.network.lanes[index];
    if (lane->item != residual->item || ruled->rulings == NULL) {
        return lane->open;
    }
    const LaneLink link = base->gated.links[index];
    const size_t other = ruled->lane_of[link.lane];
    double *open = ARENA_MANY(arena, double, ruled->rulings->week_count);
    size_t route = LAW_NONE;
    if (link.authorisation == SERVICE_NONE) {
        lane_open_weeks(ruled->rulings, other, lane_ruling(ruled->rulings, other, 0), LAW_NONE,
                        open);
        return open;
    }
    const Authorisation *held = &base->gated.workspace->authorisations[link.authorisation];
    if (law_provision_find(ruled->rulings->set, held->route, &route)) {
        lane_open_under(ruled->rulings, other, route, held->mark.holds, open);
    }
    return open;
}

static void keep_lanes(Arena *arena, Residual *residual, Date until, const OrderRulings *ruled) {
    const BasePlan *base = residual->base;
    const Network *network = &base->gated.network;
    for (size_t i = 0; i < network->lane_count; i++) {
        NetworkLane *lane = &residual->lanes[i];
        *lane = network->lanes[i];
        lane->cost += STEP_COST / network->item_scale[lane->item];
        const double *open = open_to_order(arena, residual, i, ruled);
        residual->open[i] = ARENA_MANY(arena, double, residual->week_count);
        for (size_t week = 0; week < residual->week_count; week++) {
            const double sent = base->plan.sent[i * network->period_count + week];
            const double used = isfinite(lane->limit) && lane->limit > 0 ? sent / lane->limit : 0;
            residual->open[i][week] =
                above(open[week] * part_of_week(base, week, until) - used, SMALL_PART);
        }
        lane->open = residual->open[i];
        if (lane->quota != NETWORK_NONE) {
            for (size_t week = 0; week < network->period_count; week++) {
                const double taken =
                    lane->quota_value * base->plan.sent[i * network->period_count + week];
                residual->quotas[lane->quota].limit =
                    fmax(0, residual->quotas[lane->quota].limit - taken);
            }
        }
    }
}

void residual_make(Arena *arena, const BasePlan *base, size_t item, Date until,
                   const OrderRulings *ruled, Residual *residual) {
    const Network *network = &base->gated.network;
    const size_t most = network->activity_count + base->plan.place_count + 1;
    *residual = (Residual){
        .base = base,
        .item = item,
        .week_count = (size_t)(((int64_t)until - base->rulings.as_of) / DAYS_A_WEEK) + 1,
        .activities = ARENA_MANY(arena, NetworkActivity, most),
        .capacity = ARENA_MANY(arena, double *, most),
        .lanes = ARENA_MANY(arena, NetworkLane, network->lane_count),
        .open = ARENA_MANY(arena, double *, network->lane_count),
        .quotas = ARENA_MANY(arena, NetworkQuota, network->quota_count),
    };
    for (size_t i = 0; i < network->quota_count; i++) {
        residual->quotas[i] = network->quotas[i];
    }
    keep_activities(arena, residual, until);
    keep_stocks(arena, residual);
    keep_lanes(arena, residual, until, ruled);
}

/* ---- orders ---- */

/* Resources in which only the supplier's own making and stock of the item count. */
static const NetworkResource *resources_for(Arena *arena, const Residual *residual,
                                            const Order *order) {
    const size_t supplier = order->supplier;
    double *endless = ARENA_MANY(arena, double, residual->week_count);
    for (size_t week = 0; week < residual->week_count; week++) {
        endless[week] = INFINITY;
    }
    NetworkResource *resources = ARENA_MANY(arena, NetworkResource, residual->activity_count + 1);
    const double *nothing = ARENA_MANY(arena, double, residual->week_count);
    for (size_t i = 0; i < residual->activity_count; i++) {
        const NetworkActivity *activity = &residual->activities[i];
        const bool is_anothers = supplier != SERVICE_NONE && activity->item == residual->item &&
                                 activity->site != supplier;
        const bool is_endless = order->loose == LOOSE_MAKING && activity->item == residual->item &&
                                i < residual->base->gated.network.activity_count;
        resources[i].capacity = is_anothers  ? nothing
                                : is_endless ? endless
                                             : residual->capacity[i];
    }
    resources[residual->activity_count].capacity = endless;
    return resources;
}

static const NetworkLane *lanes_for(Arena *arena, const Residual *residual, const Order *order) {
    const size_t count = residual->base->gated.network.lane_count;
    if (order->loose != LOOSE_LANES) {
        return residual->lanes;
    }
    NetworkLane *lanes = ARENA_MANY(arena, NetworkLane, count);
    for (size_t i = 0; i < count; i++) {
        lanes[i] = residual->lanes[i];
        if (lanes[i].item == residual->item) {
            lanes[i].limit = INFINITY;
            lanes[i].open = residual->base->gated.network.lanes[i].open;
            lanes[i].quota = NETWORK_NONE;
        }
    }
    return lanes;
}

static Network network_for(Arena *arena, const Residual *residual, const Order *order,
                           NetworkDemand *demand) {
    const Network *base = &residual->base->gated.network;
    demand->site = order->site;
    demand->item = residual->item;
    demand->weight = ORDER_WEIGHT / base->item_scale[residual->item];
    const bool has_input = order->loose == LOOSE_INPUT;
    residual->activities[residual->activity_count] =
        (NetworkActivity){.site = has_input ? order->supplier : order->site,
                          .item = has_input ? order->input : residual->item,
                          .resource = residual->activity_count,
                          .use = 1,
                          .cost = STEP_COST / base->item_scale[residual->item]};
    return (Network){.period_count = residual->week_count,
                     .site_count = base->site_count,
                     .item_count = base->item_count,
                     .item_scale = base->item_scale,
                     .resources = resources_for(arena, residual, order),
                     .resource_count = residual->activity_count + has_input,
                     .activities = residual->activities,
                     .activity_count = residual->activity_count + has_input,
                     .lanes = lanes_for(arena, residual, order),
                     .lane_count = base->lane_count,
                     .demands = demand,
                     .demand_count = 1,
                     .quotas = residual->quotas,
                     .quota_count = base->quota_count};
}

static void take(Residual *residual, const Plan *plan) {
    const size_t weeks = residual->week_count;
    for (size_t i = 0; i < residual->activity_count; i++) {
        for (size_t week = 0; week < weeks; week++) {
            residual->capacity[i][week] =
                fmax(0, residual->capacity[i][week] - plan->made[i * weeks + week]);
        }
    }
    for (size_t i = 0; i < residual->base->gated.network.lane_count; i++) {
        const NetworkLane *lane = &residual->lanes[i];
        for (size_t week = 0; week < weeks; week++) {
            const double sent = plan->sent[i * weeks + week];
            if (isfinite(lane->limit) && lane->limit > 0) {
                residual->open[i][week] = fmax(0, residual->open[i][week] - sent / lane->limit);
            }
            if (lane->quota != NETWORK_NONE) {
                residual->quotas[lane->quota].limit =
                    fmax(0, residual->quotas[lane->quota].limit - lane->quota_value * sent);
            }
        }
    }
}

static bool solve_order(Arena *arena, const Residual *residual, const Order *order, size_t week,
                        Plan *plan, double *wanted, Error *error) {
    const double most = UNLIMITED_WEEKS * residual->base->gated.network.item_scale[residual->item];
    double *quantity = ARENA_MANY(arena, double, residual->week_count);
    *wanted = isfinite(order->quantity) ? order->quantity : most;
    quantity[week] = *wanted;
    NetworkDemand demand = {.quantity = quantity};
    const Network network = network_for(arena, residual, order, &demand);
    CLEANUP(network_solver_close) NetworkSolver *solver = network_solver_new(&network, error);
    return solver != NULL && network_solve(solver, arena, plan, error);
}

bool residual_order(Arena *arena, Residual *residual, const Order *order, bool is_placed,
                    double *delivered, Error *error) {
    Plan plan;
    double wanted = 0;
    const size_t last = residual->week_count - 1;
    const double scale = residual->base->gated.network.item_scale[residual->item];
    if (!solve_order(arena, residual, order, last, &plan, &wanted, error)) {
        return false;
    }
    const double got = above(wanted - plan.owed[last], SMALL_PART * scale);
    *delivered = !isfinite(order->quantity) && got >= wanted * (1 - SMALL_PART) ? INFINITY : got;
    if (is_placed) {
        take(residual, &plan);
    }
    return true;
}

bool residual_first_week(Arena *arena, const Residual *residual, const Order *order,
                         size_t *first_week, Error *error) {
    Plan plan;
    double wanted = 0;
    const double tolerance = SMALL_PART * residual->base->gated.network.item_scale[residual->item];
    if (!solve_order(arena, residual, order, 0, &plan, &wanted, error)) {
        return false;
    }
    *first_week = SERVICE_NONE;
    for (size_t week = residual->week_count; week-- > 0;) {
        if (plan.delivered[week] > tolerance) {
            *first_week = week;
        }
    }
    return true;
}
