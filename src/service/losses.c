/* SPDX-License-Identifier: Apache-2.0 */
#include "service/losses.h"

#include <math.h>

#include "base/map.h"

static double *all_left(Arena *arena, size_t count) {
    double *shares = ARENA_MANY(arena, double, count);
    for (size_t i = 0; i < count; i++) {
        shares[i] = 1;
    }
    return shares;
}

Shares shares_new(Arena *arena, const GatedPlan *gated) {
    const size_t weeks = gated->network.period_count;
    return (Shares){all_left(arena, gated->workspace->lane_count * weeks),
                    all_left(arena, gated->workspace->activity_count * weeks),
                    all_left(arena, gated->workspace->demand_count * weeks)};
}

/* ---- one row ---- */

static bool belongs_to(const Workspace *workspace, size_t party, size_t to, bool with_all_under) {
    return with_all_under ? workspace_party_is_of(workspace, party, to) : party == to;
}

static bool loses_site(const Workspace *workspace, const ScenarioLoss *loss, size_t site) {
    return (loss->kind == LOSS_PARTY || loss->kind == LOSS_SITE) &&
           belongs_to(workspace, site, loss->index, loss->kind == LOSS_PARTY);
}

static bool loses_lane(const Workspace *workspace, const ScenarioLoss *loss, size_t lane) {
    const Lane *sent = &workspace->lanes[lane];
    return (loss->kind == LOSS_LANE && loss->index == lane) ||
           (loss->kind == LOSS_ITEM && loss->index == sent->item) ||
           loses_site(workspace, loss, sent->from_site) ||
           loses_site(workspace, loss, sent->to_site);
}

static bool loses_activity(const Workspace *workspace, const ScenarioLoss *loss, size_t activity) {
    const Activity *made = &workspace->activities[activity];
    return (loss->kind == LOSS_ACTIVITY && loss->index == activity) ||
           (loss->kind == LOSS_ITEM && loss->index == made->item) ||
           loses_site(workspace, loss, made->site);
}

/* The days of a loss: from its start for its duration, while its row holds. */
static DateRange days_of(const ScenarioLoss *loss, Date as_of) {
    DateRange days = loss->mark.holds;
    const Date start = loss->start == DATE_MIN ? as_of : loss->start;
    days.from = days.from > start ? days.from : start;
    if (loss->duration_days > 0) {
        const Date last = date_add_days(start, loss->duration_days - 1);
        days.until = days.until < last ? days.until : last;
    }
    return days;
}

static void take(double *shares, const double *part, double fraction, size_t weeks) {
    for (size_t week = 0; week < weeks; week++) {
        const double left = 1 - part[week] * fraction;
        shares[week] *= left > 0 ? left : 0;
    }
}

void shares_lose(const GatedPlan *gated, const ScenarioLoss *loss, Shares *shares) {
    const Workspace *workspace = gated->workspace;
    const size_t weeks = gated->network.period_count;
    const double fraction = decimal_to_double(loss->fraction);
    Arena *scratch = arena_new();
    double *part = ARENA_MANY(scratch, double, weeks);
    plan_weeks_held(gated->rulings, days_of(loss, gated->rulings->as_of), part);
    for (size_t i = 0; i < workspace->lane_count; i++) {
        if (loses_lane(workspace, loss, i)) {
            take(shares->lane + i * weeks, part, fraction, weeks);
        }
    }
    for (size_t i = 0; i < workspace->activity_count; i++) {
        if (loses_activity(workspace, loss, i)) {
            take(shares->activity + i * weeks, part, fraction, weeks);
        }
    }
    for (size_t i = 0; i < workspace->demand_count; i++) {
        if (loses_site(workspace, loss, workspace->demands[i].site)) {
            take(shares->demand + i * weeks, part, fraction, weeks);
        }
    }
    arena_free(scratch);
}

void shares_lose_supplier(const GatedPlan *gated, size_t party, size_t weeks, Shares *shares) {
    const Workspace *workspace = gated->workspace;
    const size_t all = gated->network.period_count;
    for (size_t i = 0; i < workspace->lane_count; i++) {
        for (size_t week = 0; workspace->lanes[i].from_site == party && week < weeks; week++) {
            shares->lane[i * all + week] = 0;
        }
    }
    for (size_t i = 0; i < workspace->activity_count; i++) {
        for (size_t week = 0; workspace->activities[i].site == party && week < weeks; week++) {
            shares->activity[i * all + week] = 0;
        }
    }
}

/* ---- as changes ---- */

static void add_change(Array *changes, NetworkChange change) {
    NetworkChange *added = array_add(changes);
    *added = change;
}

/* True where the lane has no limit and was lost in part. */
static bool add_lane(const GatedPlan *gated, const double *left, size_t lane, Array *changes) {
    const NetworkLane *sent = &gated->network.lanes[lane];
    bool is_boundless = false;
    for (size_t week = 0; week < gated->network.period_count; week++) {
        if (left[week] < 1 && sent->open[week] > 0) {
            add_change(changes,
                       (NetworkChange){CHANGE_LANE, lane, 0, week, sent->open[week] * left[week]});
            is_boundless = is_boundless || (left[week] > 0 && isinf(sent->limit));
        }
    }
    return is_boundless;
}

static bool add_activity(const GatedPlan *gated, const double *left, size_t activity,
                         Array *changes) {
    const size_t resource = gated->network.activities[activity].resource;
    const double *capacity = gated->network.resources[resource].capacity;
    bool is_boundless = false;
    for (size_t week = 0; week < gated->network.period_count; week++) {
        if (left[week] >= 1) {
            continue;
        }
        if (isfinite(capacity[week])) {
            add_change(changes, (NetworkChange){CHANGE_RESOURCE, resource, 0, week,
                                                capacity[week] * (left[week] - 1)});
        } else if (left[week] > 0) {
            is_boundless = true;
        }
        if (left[week] <= 0) {
            add_change(changes, (NetworkChange){CHANGE_ACTIVITY, activity, 0, week, 0});
        }
    }
    return is_boundless;
}

NetworkBarrier shares_loss(Arena *arena, const GatedPlan *gated, const Shares *shares,
                           size_t *boundless) {
    const size_t weeks = gated->network.period_count;
    Array changes = array_new(arena, sizeof(NetworkChange));
    *boundless = 0;
    for (size_t i = 0; i < gated->network.lane_count; i++) {
        const double *left = shares->lane + gated->links[i].lane * weeks;
        *boundless += add_lane(gated, left, i, &changes) ? 1 : 0;
    }
    for (size_t i = 0; i < gated->workspace->activity_count; i++) {
        *boundless += add_activity(gated, shares->activity + i * weeks, i, &changes) ? 1 : 0;
    }
    for (size_t i = 0; i < gated->network.demand_count; i++) {
        for (size_t week = 0; week < weeks; week++) {
            if (shares->demand[i * weeks + week] <= 0) {
                add_change(&changes, (NetworkChange){CHANGE_DELIVERY, i, 0, week, 0});
            }
        }
    }
    return (NetworkBarrier){ARRAY_ITEMS(NetworkChange, &changes), changes.count};
}

/* ---- scenarios by id ---- */

size_t scenarios_find(Arena *arena, const Workspace *workspace, ScenarioHead **scenarios) {
    Map *ids = map_new(arena);
    Array found = array_new(arena, sizeof(ScenarioHead));
    for (size_t i = 0; i < workspace->loss_count; i++) {
        const ScenarioLoss *loss = &workspace->losses[i];
        size_t at = found.count;
        if (map_add(ids, loss->id, at)) {
            ScenarioHead *head = array_add(&found);
            *head = (ScenarioHead){.id = loss->id, .name = loss->name};
        } else {
            (void)map_find(ids, loss->id, &at);
        }
        if (loss->probability.is_given) {
            ARRAY_ITEMS(ScenarioHead, &found)[at].probability = loss->probability;
        }
    }
    *scenarios = ARRAY_ITEMS(ScenarioHead, &found);
    return found.count;
}

static bool refuse(Arena *arena, const Workspace *workspace, Text id, Error *error) {
    Map *ids = map_new(arena);
    Text nearest = {0};
    for (size_t i = 0; i < workspace->loss_count; i++) {
        (void)map_add(ids, workspace->losses[i].id, i);
    }
    if (map_nearest(ids, id, &nearest)) {
        return error_set(error, ERROR_MISSING,
                         "scenario.csv has no scenario `%.*s`; did you mean `%.*s`?", TEXT_ARGS(id),
                         TEXT_ARGS(nearest));
    }
    return error_set(error, ERROR_MISSING, "scenario.csv has no scenario `%.*s`", TEXT_ARGS(id));
}

bool scenarios_lose(Arena *arena, const GatedPlan *gated, Text ids, Shares *shares, Error *error) {
    const Workspace *workspace = gated->workspace;
    Text id = {0};
    while (text_split(&ids, '+', &id)) {
        bool is_known = false;
        for (size_t i = 0; i < workspace->loss_count; i++) {
            if (text_equals(workspace->losses[i].id, text_trim(id))) {
                shares_lose(gated, &workspace->losses[i], shares);
                is_known = true;
            }
        }
        if (!is_known) {
            return refuse(arena, workspace, text_trim(id), error);
        }
    }
    return true;
}
