/* SPDX-License-Identifier: Apache-2.0 */
#include <math.h>

#include "service/barrier_build.h"

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

static void add_exposure(BarrierBuild *build, size_t lane, const LaneRuling *ruled, size_t instant,
                         ReportBarrier *shown) {
    Arena *scratch CLEANUP(arena_close) = arena_new();
    if (build->exposure != NULL) {
        exposure_add_ruled(scratch, build->exposure, build->plan->rulings, lane, ruled, instant,
                           &shown->exposure);
    }
}

static bool add_law_lane(BarrierBuild *build, size_t lane, const bool *switched_off, Array *changes,
                         ReportBarrier *shown, Error *error) {
    const LaneRulings *rulings = build->plan->rulings;
    const size_t own = build->plan->links[lane].lane;
    LaneRuling *ruled = ARENA_MANY(build->arena, LaneRuling, rulings->stretch_count);
    if (!lane_rule_without(build->arena, rulings, own, switched_off, ruled, error)) {
        return false;
    }
    double *wider = ARENA_MANY(build->arena, double, rulings->week_count);
    lane_open_weeks(rulings, own, ruled, LAW_NONE, wider);
    shown->lane_count += add_openings(build, lane, wider, changes);
    add_exposure(build, own, ruled, LAW_NONE, shown);
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
            !add_law_lane(build, i, switched_off, &changes, &shown, error)) {
            return false;
        }
    }
    barrier_add(build, &shown, &changes);
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
        .title = text_format(build->arena, "Time taken by %.*s", TEXT_ARGS(info.title)),
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
            add_exposure(build, link->lane, lane_ruling(rulings, link->lane, 0), route, &shown);
        }
    }
    barrier_add(build, &shown, &changes);
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

bool barriers_find(Arena *arena, const GatedPlan *plan, const ExposureModel *exposure,
                   const ServiceProgress *progress, BarrierSet *found, Error *error) {
    BarrierBuild build = {
        .arena = arena,
        .plan = plan,
        .exposure = exposure,
        .shown = array_new(arena, sizeof(ReportBarrier)),
        .barriers = array_new(arena, sizeof(NetworkBarrier)),
    };
    if (!add_laws(&build, progress, error)) {
        return false;
    }
    add_clocks(&build);
    barriers_add_supply(&build);
    *found = (BarrierSet){ARRAY_ITEMS(ReportBarrier, &build.shown),
                          ARRAY_ITEMS(NetworkBarrier, &build.barriers), build.shown.count};
    return true;
}
