/* SPDX-License-Identifier: Apache-2.0 */
#include <math.h>

#include "base/map.h"
#include "service/barrier_build.h"

/* A stock barrier is so many weeks of need more at each place. */
enum { STOCK_WEEKS = 4 };

/* ---- quantities: a licence in hand allows as much again ---- */

static void add_quantities(BarrierBuild *build) {
    const Network *network = &build->plan->network;
    for (size_t quota = 0; quota < network->quota_count; quota++) {
        size_t lanes = 0;
        size_t authorisation = SERVICE_NONE;
        for (size_t i = 0; i < network->lane_count; i++) {
            if (network->lanes[i].quota == quota) {
                authorisation = build->plan->links[i].authorisation;
                lanes++;
            }
        }
        if (authorisation == SERVICE_NONE) {
            continue;
        }
        const Authorisation *held = &build->plan->workspace->authorisations[authorisation];
        Array changes = array_new(build->arena, sizeof(NetworkChange));
        NetworkChange *change = array_add(&changes);
        *change = (NetworkChange){
            .kind = CHANGE_QUOTA, .index = quota, .amount = network->quotas[quota].limit};
        barrier_add(build,
                    &(ReportBarrier){.kind = BARRIER_QUANTITY,
                                     .name = held->id,
                                     .title = text_format(build->arena, "Quantity of licence %.*s",
                                                          TEXT_ARGS(held->id)),
                                     .removal = TEXT("the licence allows as much again"),
                                     .citation = held->mark.source,
                                     .lane_count = lanes,
                                     .has_dates = true,
                                     .dates = held->mark.holds,
                                     .gain = NAN},
                    &changes);
    }
}

/* ---- capacities: as much again ---- */

static Text yearly_text(Arena *arena, double amount, Text unit) {
    return text_format(arena, "%.*s %.*s a year more",
                       TEXT_ARGS(decimal_format_grouped(arena, amount, 0)), TEXT_ARGS(unit));
}

static void add_activity(BarrierBuild *build, size_t resource) {
    const Workspace *workspace = build->plan->workspace;
    const Network *network = &build->plan->network;
    const Activity *activity = &workspace->activities[build->plan->resource_activity[resource]];
    Array changes = array_new(build->arena, sizeof(NetworkChange));
    for (size_t week = 0; week < network->period_count; week++) {
        const double capacity = network->resources[resource].capacity[week];
        if (isfinite(capacity) && capacity > 0) {
            NetworkChange *change = array_add(&changes);
            *change = (NetworkChange){
                .kind = CHANGE_RESOURCE, .index = resource, .period = week, .amount = capacity};
        }
    }
    const Item *item = &workspace->items[activity->item];
    const double year =
        activity->capacity.is_given ? decimal_to_double(activity->capacity.value) : 0;
    barrier_add(
        build,
        &(ReportBarrier){
            .kind = BARRIER_CAPACITY,
            .name = text_format(build->arena, "activity:%.*s", TEXT_ARGS(activity->id)),
            .title = text_format(build->arena, "Capacity for %.*s at %.*s", TEXT_ARGS(item->name),
                                 TEXT_ARGS(workspace->parties[activity->site].name)),
            .removal = yearly_text(build->arena, year, item->unit),
            .citation = activity->mark.source,
            .has_dates = true,
            .dates = activity->mark.holds,
            .gain = NAN},
        &changes);
}

/* Lanes of one item out of one country into one country, together. */
typedef struct LaneGroup {
    Text name;
    size_t first_lane; /* of the workspace */
    size_t lane_count;
    double year;
    Array changes;
} LaneGroup;

static Text group_name(const BarrierBuild *build, const Lane *lane) {
    const Workspace *workspace = build->plan->workspace;
    return text_format(build->arena, "lanes:%.*s>%.*s:%.*s",
                       TEXT_ARGS(workspace->parties[lane->from_site].country),
                       TEXT_ARGS(workspace->parties[lane->to_site].country),
                       TEXT_ARGS(workspace->items[lane->item].id));
}

static LaneGroup *group_of(BarrierBuild *build, Map *names, Array *groups, size_t lane) {
    const Text name = group_name(build, &build->plan->workspace->lanes[lane]);
    size_t index = groups->count;
    if (map_add(names, name, index)) {
        LaneGroup *group = array_add(groups);
        group->name = name;
        group->first_lane = lane;
        group->changes = array_new(build->arena, sizeof(NetworkChange));
        return group;
    }
    (void)map_find(names, name, &index);
    return array_at(groups, index);
}

static void widen_lane(const BarrierBuild *build, LaneGroup *group, size_t lane) {
    const double *open = build->plan->network.lanes[lane].open;
    for (size_t week = 0; week < build->plan->network.period_count; week++) {
        if (open[week] > 0) {
            NetworkChange *change = array_add(&group->changes);
            *change = (NetworkChange){
                .kind = CHANGE_LANE, .index = lane, .period = week, .amount = 2 * open[week]};
        }
    }
    group->lane_count++;
}

static void add_lane_group(BarrierBuild *build, const LaneGroup *group) {
    const Workspace *workspace = build->plan->workspace;
    const Lane *lane = &workspace->lanes[group->first_lane];
    const Item *item = &workspace->items[lane->item];
    const Text from = workspace->parties[lane->from_site].country;
    const Text to = workspace->parties[lane->to_site].country;
    barrier_add(build,
                &(ReportBarrier){
                    .kind = BARRIER_CAPACITY,
                    .name = group->name,
                    .title = text_format(build->arena, "What lanes carry of %.*s from %.*s to %.*s",
                                         TEXT_ARGS(item->name), TEXT_ARGS(from), TEXT_ARGS(to)),
                    .removal = yearly_text(build->arena, group->year, item->unit),
                    .citation = lane->mark.source,
                    .lane_count = group->lane_count,
                    .gain = NAN},
                &group->changes);
}

static void add_capacities(BarrierBuild *build) {
    const GatedPlan *plan = build->plan;
    for (size_t i = 0; i < plan->network.resource_count; i++) {
        if (plan->resource_activity[i] != SERVICE_NONE) {
            add_activity(build, i);
        }
    }
    Map *names = map_new(build->arena);
    Array groups = array_new(build->arena, sizeof(LaneGroup));
    for (size_t i = 0; i < plan->network.lane_count; i++) {
        const Lane *lane = &plan->workspace->lanes[plan->links[i].lane];
        if (lane->capacity.is_given && plan->links[i].authorisation == SERVICE_NONE) {
            LaneGroup *group = group_of(build, names, &groups, plan->links[i].lane);
            group->year += decimal_to_double(lane->capacity.value);
            widen_lane(build, group, i);
        }
    }
    for (size_t i = 0; i < groups.count; i++) {
        add_lane_group(build, array_at(&groups, i));
    }
}

/* ---- stocks: four more weeks of need, item by item ---- */

static void add_stock(BarrierBuild *build, size_t item) {
    const Workspace *workspace = build->plan->workspace;
    Array changes = array_new(build->arena, sizeof(NetworkChange));
    double total = 0;
    for (size_t i = 0; i < workspace->demand_count; i++) {
        const double amount = STOCK_WEEKS * build->plan->demand_weekly[i];
        if (workspace->demands[i].item == item && amount > 0) {
            NetworkChange *change = array_add(&changes);
            *change = (NetworkChange){.kind = CHANGE_STOCK,
                                      .index = workspace->demands[i].site,
                                      .item = item,
                                      .amount = amount};
            total += amount;
        }
    }
    const Item *what = &workspace->items[item];
    barrier_add(
        build,
        &(ReportBarrier){
            .kind = BARRIER_STOCK,
            .name = text_format(build->arena, "stock:%.*s", TEXT_ARGS(what->id)),
            .title = text_format(build->arena, "Stocks of %.*s", TEXT_ARGS(what->name)),
            .removal = text_format(
                build->arena, "%d more weeks of need in stock, %.*s %.*s", STOCK_WEEKS,
                TEXT_ARGS(decimal_format_grouped(build->arena, total, 0)), TEXT_ARGS(what->unit)),
            .gain = NAN},
        &changes);
}

void barriers_add_supply(BarrierBuild *build) {
    add_quantities(build);
    add_capacities(build);
    for (size_t item = 0; item < build->plan->workspace->item_count; item++) {
        add_stock(build, item);
    }
}
