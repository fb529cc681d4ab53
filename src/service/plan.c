/* SPDX-License-Identifier: Apache-2.0 */
#include "service/plan.h"

#include <math.h>

enum { DAYS_A_WEEK = 7, DAYS_A_YEAR = 365 };

/* Small costs that choose between plans equally late, for an item's ordinary weekly
 * amount: kept a week, and moved or made. */
static const double HOLDING_COST = 1e-5;
static const double MOVING_COST = 1e-4;

static size_t weeks_up(int days) {
    return ((size_t)days + DAYS_A_WEEK - 1) / DAYS_A_WEEK;
}

static double weekly(Amount yearly) {
    return yearly.is_given ? decimal_to_double(yearly.value) * DAYS_A_WEEK / DAYS_A_YEAR : INFINITY;
}

static Date week_start(const LaneRulings *rulings, size_t week) {
    return date_add_days(rulings->as_of, (int64_t)week * DAYS_A_WEEK);
}

void plan_weeks_held(const LaneRulings *rulings, DateRange holds, double *part) {
    for (size_t week = 0; week < rulings->week_count; week++) {
        const Date first = week_start(rulings, week);
        const Date last = date_add_days(first, DAYS_A_WEEK - 1);
        const Date from = first > holds.from ? first : holds.from;
        const Date until = last < holds.until ? last : holds.until;
        part[week] = from > until ? 0 : (double)(until - from + 1) / DAYS_A_WEEK;
    }
}

/* ---- demand and the scale of items ---- */

static NetworkDemand *build_demands(Arena *arena, GatedPlan *plan) {
    const Workspace *workspace = plan->workspace;
    const size_t weeks = plan->rulings->week_count;
    NetworkDemand *demands = ARENA_MANY(arena, NetworkDemand, workspace->demand_count);
    double *averages = ARENA_MANY(arena, double, workspace->demand_count);
    for (size_t i = 0; i < workspace->demand_count; i++) {
        const Demand *demand = &workspace->demands[i];
        double *quantity = ARENA_MANY(arena, double, weeks);
        double total = 0;
        for (size_t week = 0; week < weeks; week++) {
            const Date first = week_start(plan->rulings, week);
            quantity[week] = workspace_demand_between(workspace, i, plan->rulings->as_of, first,
                                                      date_add_days(first, DAYS_A_WEEK - 1));
            total += quantity[week];
        }
        averages[i] = total / (double)weeks;
        demands[i] =
            (NetworkDemand){.site = demand->site, .item = demand->item, .quantity = quantity};
    }
    plan->network.demands = demands;
    plan->network.demand_count = workspace->demand_count;
    plan->demand_weekly = averages;
    return demands;
}

/* From products to parts, against the bill of material. */
static void spread_need(const Workspace *workspace, double *need) {
    for (size_t i = workspace->item_count; i-- > 0;) {
        const size_t item = workspace->items_bottom_up[i];
        size_t first = 0;
        const size_t count = workspace_item_components(workspace, item, &first);
        for (size_t j = first; j < first + count; j++) {
            const Component *part = &workspace->components[j];
            need[part->component] += need[item] * decimal_to_double(part->quantity);
        }
    }
}

static void build_scale(Arena *arena, GatedPlan *plan) {
    const Workspace *workspace = plan->workspace;
    double *need = ARENA_MANY(arena, double, workspace->item_count);
    for (size_t i = 0; i < workspace->demand_count; i++) {
        need[workspace->demands[i].item] += plan->demand_weekly[i];
    }
    spread_need(workspace, need);
    for (size_t i = 0; i < workspace->item_count; i++) {
        need[i] = need[i] > 0 ? need[i] : 1;
    }
    plan->item_weekly = need;
    plan->network.item_scale = need;
}

/* A week of all that is needed of an item, a week late, weighs 1 at priority 1. */
static void weigh_demands(GatedPlan *plan, NetworkDemand *demands) {
    for (size_t i = 0; i < plan->workspace->demand_count; i++) {
        const Demand *demand = &plan->workspace->demands[i];
        demands[i].weight = decimal_to_double(demand->priority) / plan->item_weekly[demand->item];
    }
}

/* ---- stocks ---- */

static bool add_to_same_place(NetworkStock *stocks, size_t count, const Stock *row) {
    for (size_t i = 0; i < count; i++) {
        if (stocks[i].site == row->site && stocks[i].item == row->item) {
            stocks[i].quantity += decimal_to_double(row->quantity);
            return true;
        }
    }
    return false;
}

static void build_stocks(Arena *arena, GatedPlan *plan) {
    const Workspace *workspace = plan->workspace;
    NetworkStock *stocks = ARENA_MANY(arena, NetworkStock, workspace->stock_count);
    size_t count = 0;
    for (size_t i = 0; i < workspace->stock_count; i++) {
        const Stock *row = &workspace->stocks[i];
        if (date_range_has(row->mark.holds, plan->rulings->as_of) &&
            !add_to_same_place(stocks, count, row)) {
            stocks[count++] =
                (NetworkStock){row->site, row->item, decimal_to_double(row->quantity)};
        }
    }
    plan->network.stocks = stocks;
    plan->network.stock_count = count;
}

/* ---- activities ---- */

/* An item's costs, added up; afterwards their mean, or 0 where none is given. */
typedef struct MeanCosts {
    double *total;
    double *rows;
} MeanCosts;

static MeanCosts mean_costs_new(Arena *arena, size_t item_count) {
    return (MeanCosts){ARENA_MANY(arena, double, item_count),
                       ARENA_MANY(arena, double, item_count)};
}

static void mean_costs_add(MeanCosts *costs, size_t item, Decimal cost) {
    costs->total[item] += decimal_to_double(cost);
    costs->rows[item] += 1;
}

static const double *mean_costs_done(MeanCosts *costs, size_t item_count) {
    for (size_t i = 0; i < item_count; i++) {
        costs->total[i] = costs->rows[i] > 0 ? costs->total[i] / costs->rows[i] : 0;
    }
    return costs->total;
}

static const double *mean_lane_costs(Arena *arena, const Workspace *workspace) {
    MeanCosts costs = mean_costs_new(arena, workspace->item_count);
    for (size_t i = 0; i < workspace->lane_count; i++) {
        mean_costs_add(&costs, workspace->lanes[i].item, workspace->lanes[i].cost_usd);
    }
    return mean_costs_done(&costs, workspace->item_count);
}

static const double *mean_activity_costs(Arena *arena, const Workspace *workspace) {
    MeanCosts costs = mean_costs_new(arena, workspace->item_count);
    for (size_t i = 0; i < workspace->activity_count; i++) {
        mean_costs_add(&costs, workspace->activities[i].item, workspace->activities[i].cost_usd);
    }
    return mean_costs_done(&costs, workspace->item_count);
}

static const NetworkInput *inputs_of(Arena *arena, const Workspace *workspace, size_t item,
                                     size_t *count) {
    size_t first = 0;
    *count = workspace_item_components(workspace, item, &first);
    NetworkInput *inputs = ARENA_MANY(arena, NetworkInput, *count);
    for (size_t i = 0; i < *count; i++) {
        const Component *part = &workspace->components[first + i];
        inputs[i] = (NetworkInput){part->component, decimal_to_double(part->quantity)};
    }
    return inputs;
}

static const double *capacity_of(Arena *arena, const GatedPlan *plan, const Activity *activity) {
    const size_t weeks = plan->rulings->week_count;
    double *capacity = ARENA_MANY(arena, double, weeks);
    plan_weeks_held(plan->rulings, activity->mark.holds, capacity);
    const double full = weekly(activity->capacity);
    for (size_t week = 0; week < weeks; week++) {
        capacity[week] = capacity[week] > 0 ? capacity[week] * full : 0;
    }
    return capacity;
}

/* Stock that comes to be there during the plan: made from nothing, in that week. */
static size_t build_arrivals(Arena *arena, GatedPlan *plan, NetworkActivity *activities,
                             NetworkResource *resources, size_t *owners) {
    const Workspace *workspace = plan->workspace;
    const LaneRulings *rulings = plan->rulings;
    size_t count = workspace->activity_count;
    for (size_t i = 0; i < workspace->stock_count; i++) {
        const Stock *row = &workspace->stocks[i];
        const int64_t days = (int64_t)row->mark.holds.from - rulings->as_of;
        const int64_t last = ((int64_t)rulings->week_count - 1) * DAYS_A_WEEK;
        if (days <= 0 || days > last) {
            continue;
        }
        double *capacity = ARENA_MANY(arena, double, rulings->week_count);
        capacity[weeks_up((int)days)] = decimal_to_double(row->quantity);
        activities[count] =
            (NetworkActivity){.site = row->site, .item = row->item, .resource = count, .use = 1};
        resources[count].capacity = capacity;
        owners[count++] = SERVICE_NONE;
    }
    return count;
}

/* One resource for each activity: what it can make. */
static void build_activities(Arena *arena, GatedPlan *plan) {
    const Workspace *workspace = plan->workspace;
    const size_t most = workspace->activity_count + workspace->stock_count;
    NetworkActivity *activities = ARENA_MANY(arena, NetworkActivity, most);
    NetworkResource *resources = ARENA_MANY(arena, NetworkResource, most);
    size_t *owners = ARENA_MANY(arena, size_t, most);
    const double *means = mean_activity_costs(arena, workspace);
    for (size_t i = 0; i < workspace->activity_count; i++) {
        const Activity *from = &workspace->activities[i];
        NetworkActivity *to = &activities[i];
        *to = (NetworkActivity){.site = from->site,
                                .item = from->item,
                                .delay_periods = weeks_up(from->lead_days),
                                .resource = i,
                                .use = 1};
        to->inputs = inputs_of(arena, workspace, from->item, &to->input_count);
        if (means[from->item] > 0) {
            to->cost = MOVING_COST * decimal_to_double(from->cost_usd) / means[from->item] /
                       plan->item_weekly[from->item];
        }
        resources[i].capacity = capacity_of(arena, plan, from);
        owners[i] = i;
    }
    const size_t count = build_arrivals(arena, plan, activities, resources, owners);
    plan->network.activities = activities;
    plan->network.activity_count = count;
    plan->network.resources = resources;
    plan->network.resource_count = count;
    plan->resource_activity = owners;
}

/* ---- lanes, and licences in hand ---- */

typedef struct LaneBuild {
    Arena *arena;
    bool is_whole; /* lanes that never open too */
    GatedPlan *plan;
    const double *means;
    Array lanes; /* of NetworkLane */
    Array links; /* of LaneLink */
    Array quotas;
    const size_t *quota_of; /* of each authorisation, or NETWORK_NONE */
    const size_t *route_of; /* provision of each authorisation, or LAW_NONE */
} LaneBuild;

/* Nearer first, or cheaper where costs are given. */
static double lane_cost(const LaneBuild *build, const Lane *lane) {
    const double mean = build->means[lane->item];
    const double relative = mean > 0 ? decimal_to_double(lane->cost_usd) / mean
                                     : 1 + (double)weeks_up(lane->transit_days);
    return MOVING_COST * relative / build->plan->item_weekly[lane->item];
}

static void add_lane(LaneBuild *build, size_t lane, size_t authorisation, const double *open) {
    const Lane *from = &build->plan->workspace->lanes[lane];
    NetworkLane *to = array_add(&build->lanes);
    *to = (NetworkLane){.from_site = from->from_site,
                        .to_site = from->to_site,
                        .item = from->item,
                        .transit_periods = weeks_up(from->transit_days),
                        .limit = weekly(from->capacity),
                        .open = open,
                        .cost = lane_cost(build, from),
                        .quota = NETWORK_NONE,
                        .quota_value = 1};
    if (authorisation != SERVICE_NONE) {
        to->quota = build->quota_of[authorisation];
    }
    LaneLink *link = array_add(&build->links);
    *link = (LaneLink){lane, authorisation};
}

static bool licence_serves(const LaneBuild *build, size_t authorisation, const Lane *lane) {
    const Workspace *workspace = build->plan->workspace;
    const Authorisation *held = &workspace->authorisations[authorisation];
    return build->route_of[authorisation] != LAW_NONE &&
           (held->item == ALLIANCE_NONE || held->item == lane->item) &&
           workspace_party_is_of(workspace, lane->from_site, held->exporter) &&
           workspace_party_is_of(workspace, lane->to_site, held->consignee);
}

static bool is_ever_open(const double *open, size_t weeks) {
    for (size_t week = 0; week < weeks; week++) {
        if (open[week] > 0) {
            return true;
        }
    }
    return false;
}

static void add_licensed_lanes(LaneBuild *build, size_t lane) {
    const LaneRulings *rulings = build->plan->rulings;
    const Workspace *workspace = build->plan->workspace;
    for (size_t i = 0; i < workspace->authorisation_count; i++) {
        if (!licence_serves(build, i, &workspace->lanes[lane])) {
            continue;
        }
        double *open = ARENA_MANY(build->arena, double, rulings->week_count);
        lane_open_under(rulings, lane, build->route_of[i], workspace->authorisations[i].mark.holds,
                        open);
        if (build->is_whole || is_ever_open(open, rulings->week_count)) {
            add_lane(build, lane, i, open);
        }
    }
}

/* A licence's limit in units: its quantity, or what its value buys, whichever is less. */
static double licence_limit(const Workspace *workspace, const Authorisation *held) {
    double limit = held->quantity.is_given ? decimal_to_double(held->quantity.value) : INFINITY;
    if (held->value_usd.is_given && held->item != ALLIANCE_NONE) {
        const Amount unit = workspace->items[held->item].value_usd;
        const double price = unit.is_given ? decimal_to_double(unit.value) : 0;
        if (price > 0) {
            limit = fmin(limit, decimal_to_double(held->value_usd.value) / price);
        }
    }
    return limit;
}

static void build_quotas(LaneBuild *build) {
    const Workspace *workspace = build->plan->workspace;
    size_t *quota_of = ARENA_MANY(build->arena, size_t, workspace->authorisation_count);
    size_t *route_of = ARENA_MANY(build->arena, size_t, workspace->authorisation_count);
    for (size_t i = 0; i < workspace->authorisation_count; i++) {
        const Authorisation *held = &workspace->authorisations[i];
        const double limit = licence_limit(workspace, held);
        quota_of[i] = NETWORK_NONE;
        if (isfinite(limit)) {
            quota_of[i] = build->quotas.count;
            NetworkQuota *quota = array_add(&build->quotas);
            quota->limit = limit;
        }
        if (!law_provision_find(build->plan->rulings->set, held->route, &route_of[i])) {
            route_of[i] = LAW_NONE;
        }
    }
    build->quota_of = quota_of;
    build->route_of = route_of;
}

static void build_lanes(Arena *arena, GatedPlan *plan, bool is_whole) {
    const Workspace *workspace = plan->workspace;
    const LaneRulings *rulings = plan->rulings;
    LaneBuild build = {
        .arena = arena,
        .is_whole = is_whole,
        .plan = plan,
        .means = mean_lane_costs(arena, workspace),
        .lanes = array_new(arena, sizeof(NetworkLane)),
        .links = array_new(arena, sizeof(LaneLink)),
        .quotas = array_new(arena, sizeof(NetworkQuota)),
    };
    build_quotas(&build);
    for (size_t i = 0; i < workspace->lane_count; i++) {
        double *open = ARENA_MANY(arena, double, rulings->week_count);
        lane_open_weeks(rulings, i, lane_ruling(rulings, i, 0), LAW_NONE, open);
        add_lane(&build, i, SERVICE_NONE, open);
        add_licensed_lanes(&build, i);
    }
    plan->network.lanes = ARRAY_ITEMS(NetworkLane, &build.lanes);
    plan->network.lane_count = build.lanes.count;
    plan->network.quotas = ARRAY_ITEMS(NetworkQuota, &build.quotas);
    plan->network.quota_count = build.quotas.count;
    plan->links = ARRAY_ITEMS(LaneLink, &build.links);
}

static void build_plan(Arena *arena, const Workspace *workspace, const LaneRulings *rulings,
                       bool is_whole, GatedPlan *plan) {
    *plan = (GatedPlan){.workspace = workspace, .rulings = rulings};
    plan->network.period_count = rulings->week_count;
    plan->network.site_count = workspace->party_count;
    plan->network.item_count = workspace->item_count;
    plan->network.holding_cost = HOLDING_COST;
    NetworkDemand *demands = build_demands(arena, plan);
    build_scale(arena, plan);
    weigh_demands(plan, demands);
    build_stocks(arena, plan);
    build_activities(arena, plan);
    build_lanes(arena, plan, is_whole);
}

void plan_build(Arena *arena, const Workspace *workspace, const LaneRulings *rulings,
                GatedPlan *plan) {
    build_plan(arena, workspace, rulings, false, plan);
}

void plan_build_whole(Arena *arena, const Workspace *workspace, const LaneRulings *rulings,
                      GatedPlan *plan) {
    build_plan(arena, workspace, rulings, true, plan);
}
