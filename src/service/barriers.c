/* SPDX-License-Identifier: Apache-2.0 */
#include "service/barriers.h"

#include <math.h>

#include "base/map.h"

/* A stock barrier is so many weeks of need more at each place. */
enum { STOCK_WEEKS = 4, DAYS_A_YEAR = 365, DAYS_A_WEEK = 7 };

typedef struct BarrierBuild {
    Arena *arena;
    const GatedPlan *plan;
    Array shown;    /* of ReportBarrier */
    Array barriers; /* of NetworkBarrier */
} BarrierBuild;

static void add_barrier(BarrierBuild *build, const ReportBarrier *shown, const Array *changes) {
    if (changes->count == 0) {
        return;
    }
    ReportBarrier *to = array_add(&build->shown);
    *to = *shown;
    NetworkBarrier *barrier = array_add(&build->barriers);
    barrier->changes = ARRAY_ITEMS(NetworkChange, changes);
    barrier->change_count = changes->count;
}

/* Adds the weeks in which `wider` opens a lane further than the plan has it. */
static bool add_openings(const BarrierBuild *build, size_t lane, const double *wider,
                         Array *changes) {
    const double *open = build->plan->network.lanes[lane].open;
    bool is_wider = false;
    for (size_t week = 0; week < build->plan->network.period_count; week++) {
        if (wider[week] > open[week]) {
            NetworkChange *change = array_add(changes);
            *change = (NetworkChange){
                .kind = CHANGE_LANE, .index = lane, .period = week, .amount = wider[week]};
            is_wider = true;
        }
    }
    return is_wider;
}

/* ---- law: one provision lifted ---- */

static bool is_blocked_by(const LaneRulings *rulings, size_t lane, size_t provision) {
    for (size_t i = 0; i < rulings->stretch_count; i++) {
        const LaneRuling *ruling = lane_ruling(rulings, lane, i);
        if (positions_have(ruling->blockers, ruling->blocker_count, provision)) {
            return true;
        }
    }
    return false;
}

/* Flags of the provisions that block some lane on some stretch. */
static bool *find_blocking(Arena *arena, const LaneRulings *rulings) {
    bool *blocks = ARENA_MANY(arena, bool, law_provision_count(rulings->set));
    for (size_t lane = 0; lane < rulings->workspace->lane_count; lane++) {
        for (size_t i = 0; i < rulings->stretch_count; i++) {
            const LaneRuling *ruling = lane_ruling(rulings, lane, i);
            for (size_t j = 0; j < ruling->blocker_count; j++) {
                blocks[ruling->blockers[j]] = true;
            }
        }
    }
    return blocks;
}

/* The stretch of force that overlaps the plan; all of them as one where there are several. */
static void set_law_dates(const BarrierBuild *build, size_t provision, ReportBarrier *shown) {
    const LaneRulings *rulings = build->plan->rulings;
    const Date last = rulings->stretches[rulings->stretch_count - 1].until;
    const ProvisionInfo info = law_provision(rulings->set, provision);
    shown->status = info.status;
    for (size_t i = 0; i < info.interval_count; i++) {
        const ProvisionInterval interval = law_provision_interval(rulings->set, provision, i);
        if (interval.range.from > last || interval.range.until < rulings->as_of) {
            continue;
        }
        if (!shown->has_dates) {
            shown->dates = interval.range;
        }
        shown->has_dates = true;
        shown->dates.until = interval.range.until;
        shown->status = interval.status > shown->status ? interval.status : shown->status;
    }
}

static ReportBarrier law_barrier(const BarrierBuild *build, size_t provision) {
    const ProvisionInfo info = law_provision(build->plan->rulings->set, provision);
    ReportBarrier shown = {
        .kind = BARRIER_LAW,
        .name = info.name,
        .title = info.title,
        .removal = TEXT("the provision is not in force"),
        .citation = info.citation,
        .status = info.status,
        .gain = NAN,
    };
    set_law_dates(build, provision, &shown);
    return shown;
}

static bool add_law_lane(BarrierBuild *build, size_t lane, const bool *switched_off, Array *changes,
                         size_t *lane_count, Error *error) {
    const LaneRulings *rulings = build->plan->rulings;
    const size_t own = build->plan->links[lane].lane;
    LaneRuling *ruled = ARENA_MANY(build->arena, LaneRuling, rulings->stretch_count);
    if (!lane_rule_without(build->arena, rulings, own, switched_off, ruled, error)) {
        return false;
    }
    double *wider = ARENA_MANY(build->arena, double, rulings->week_count);
    lane_open_weeks(rulings, own, ruled, LAW_NONE, wider);
    *lane_count += add_openings(build, lane, wider, changes);
    return true;
}

static bool add_law(BarrierBuild *build, size_t provision, Error *error) {
    const LaneRulings *rulings = build->plan->rulings;
    bool *switched_off = ARENA_MANY(build->arena, bool, law_provision_count(rulings->set));
    switched_off[provision] = true;
    Array changes = array_new(build->arena, sizeof(NetworkChange));
    ReportBarrier shown = law_barrier(build, provision);
    for (size_t i = 0; i < build->plan->network.lane_count; i++) {
        const LaneLink *link = &build->plan->links[i];
        if (link->authorisation == SERVICE_NONE && is_blocked_by(rulings, link->lane, provision) &&
            !add_law_lane(build, i, switched_off, &changes, &shown.lane_count, error)) {
            return false;
        }
    }
    add_barrier(build, &shown, &changes);
    return true;
}

static bool add_laws(BarrierBuild *build, const ServiceProgress *progress, Error *error) {
    const LaneRulings *rulings = build->plan->rulings;
    const size_t count = law_provision_count(rulings->set);
    const bool *blocks = find_blocking(build->arena, rulings);
    for (size_t i = 0; i < count; i++) {
        if (blocks[i] && !add_law(build, i, error)) {
            return false;
        }
        if (progress->report != NULL) {
            progress->report(progress->context, TEXT("lifting provisions"), i + 1, count);
        }
    }
    return true;
}

/* ---- clocks: one route made instant ---- */

static bool waits_for(const LaneRulings *rulings, size_t lane, size_t route) {
    for (size_t i = 0; i < rulings->stretch_count; i++) {
        if (lane_ruling(rulings, lane, i)->clock == route) {
            return true;
        }
    }
    return false;
}

static void add_clock(BarrierBuild *build, size_t route) {
    const LaneRulings *rulings = build->plan->rulings;
    const ProvisionInfo info = law_provision(rulings->set, route);
    ReportBarrier shown = {
        .kind = BARRIER_CLOCK,
        .name = info.name,
        .title = text_format(build->arena, "time taken by %.*s", TEXT_ARGS(info.title)),
        .removal = TEXT("licences come at once"),
        .citation = info.citation,
        .status = info.status,
        .gain = NAN,
    };
    Array changes = array_new(build->arena, sizeof(NetworkChange));
    for (size_t i = 0; i < build->plan->network.lane_count; i++) {
        const LaneLink *link = &build->plan->links[i];
        if (link->authorisation == SERVICE_NONE && waits_for(rulings, link->lane, route)) {
            double *wider = ARENA_MANY(build->arena, double, rulings->week_count);
            lane_open_weeks(rulings, link->lane, lane_ruling(rulings, link->lane, 0), route, wider);
            shown.lane_count += add_openings(build, i, wider, &changes);
        }
    }
    add_barrier(build, &shown, &changes);
}

static void add_clocks(BarrierBuild *build) {
    const LaneRulings *rulings = build->plan->rulings;
    const size_t count = law_provision_count(rulings->set);
    bool *is_clock = ARENA_MANY(build->arena, bool, count);
    for (size_t i = 0; i < rulings->workspace->lane_count * rulings->stretch_count; i++) {
        if (rulings->rulings[i].clock != LAW_NONE) {
            is_clock[rulings->rulings[i].clock] = true;
        }
    }
    for (size_t i = 0; i < count; i++) {
        if (is_clock[i]) {
            add_clock(build, i);
        }
    }
}

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
        add_barrier(build,
                    &(ReportBarrier){.kind = BARRIER_QUANTITY,
                                     .name = held->id,
                                     .title = text_format(build->arena, "quantity of licence %.*s",
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
    add_barrier(
        build,
        &(ReportBarrier){
            .kind = BARRIER_CAPACITY,
            .name = text_format(build->arena, "activity:%.*s", TEXT_ARGS(activity->id)),
            .title = text_format(build->arena, "capacity for %.*s at %.*s", TEXT_ARGS(item->name),
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
    add_barrier(build,
                &(ReportBarrier){
                    .kind = BARRIER_CAPACITY,
                    .name = group->name,
                    .title = text_format(build->arena, "what lanes carry of %.*s from %.*s to %.*s",
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
        add_activity(build, i);
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
    add_barrier(
        build,
        &(ReportBarrier){
            .kind = BARRIER_STOCK,
            .name = text_format(build->arena, "stock:%.*s", TEXT_ARGS(what->id)),
            .title = text_format(build->arena, "stocks of %.*s", TEXT_ARGS(what->name)),
            .removal = text_format(
                build->arena, "%d more weeks of need in stock, %.*s %.*s", STOCK_WEEKS,
                TEXT_ARGS(decimal_format_grouped(build->arena, total, 0)), TEXT_ARGS(what->unit)),
            .gain = NAN},
        &changes);
}

bool barriers_find(Arena *arena, const GatedPlan *plan, const ServiceProgress *progress,
                   BarrierSet *found, Error *error) {
    BarrierBuild build = {
        .arena = arena,
        .plan = plan,
        .shown = array_new(arena, sizeof(ReportBarrier)),
        .barriers = array_new(arena, sizeof(NetworkBarrier)),
    };
    if (!add_laws(&build, progress, error)) {
        return false;
    }
    add_clocks(&build);
    add_quantities(&build);
    add_capacities(&build);
    for (size_t item = 0; item < plan->workspace->item_count; item++) {
        add_stock(&build, item);
    }
    *found = (BarrierSet){ARRAY_ITEMS(ReportBarrier, &build.shown),
                          ARRAY_ITEMS(NetworkBarrier, &build.barriers), build.shown.count};
    return true;
}
