/* SPDX-License-Identifier: Apache-2.0 */
#include <math.h>

#include "service/lever_parts.h"

/* Stands for no limit where a lever brings something that has none: so many ordinary weeks. */
static const double UNLIMITED_WEEKS = 1e4;

/* ---- names of a network's parts, the same whatever levers are pulled ---- */

static Text lane_name(Arena *arena, const Pulled *pulled, size_t lane) {
    const Workspace *workspace = pulled->workspace;
    const LaneLink *link = &pulled->plan.links[lane];
    const Lane *row = &workspace->lanes[link->lane];
    const Text held = link->authorisation == SERVICE_NONE
                          ? TEXT("")
                          : workspace->authorisations[link->authorisation].id;
    return text_format(
        arena, "%.*s>%.*s:%.*s:%d:%.*s:%.*s", TEXT_ARGS(workspace->parties[row->from_site].id),
        TEXT_ARGS(workspace->parties[row->to_site].id), TEXT_ARGS(workspace->items[row->item].id),
        row->transit_days, TEXT_ARGS(row->end_use), TEXT_ARGS(held));
}

/* An activity by its id; stock that arrives by its place in time. */
static Text resource_name(Arena *arena, const Pulled *pulled, size_t resource) {
    const size_t activity = pulled->plan.resource_activity[resource];
    if (activity != SERVICE_NONE) {
        return pulled->workspace->activities[activity].id;
    }
    const NetworkActivity *arrival = &pulled->plan.network.activities[resource];
    TextBuilder name = text_builder_new(arena);
    text_add_format(&name, "arrival %.*s %.*s",
                    TEXT_ARGS(pulled->workspace->parties[arrival->site].id),
                    TEXT_ARGS(pulled->workspace->items[arrival->item].id));
    const double *capacity = pulled->plan.network.resources[resource].capacity;
    for (size_t week = 0; week < pulled->plan.network.period_count; week++) {
        if (capacity[week] > 0) {
            text_add_format(&name, " %zu %.*s", week,
                            TEXT_ARGS(decimal_format_double(arena, capacity[week], 6)));
        }
    }
    return text_built(&name);
}

static Text stock_name(Arena *arena, const Pulled *pulled, size_t stock) {
    const NetworkStock *row = &pulled->plan.network.stocks[stock];
    return text_format(arena, "%.*s %.*s", TEXT_ARGS(pulled->workspace->parties[row->site].id),
                       TEXT_ARGS(pulled->workspace->items[row->item].id));
}

/* A quota by the licence whose it is. */
static Text quota_name(const Pulled *pulled, size_t quota) {
    for (size_t i = 0; i < pulled->plan.network.lane_count; i++) {
        const size_t held = pulled->plan.links[i].authorisation;
        if (pulled->plan.network.lanes[i].quota == quota && held != SERVICE_NONE) {
            return pulled->workspace->authorisations[held].id;
        }
    }
    return TEXT("");
}

/* ---- the base in the shape of everything ---- */

typedef Text (*NameOf)(Arena *arena, const Pulled *pulled, size_t index);

static Map *name_parts(Arena *arena, const Pulled *pulled, size_t count, NameOf name_of) {
    Map *names = map_new(arena);
    for (size_t i = 0; i < count; i++) {
        (void)map_add(names, name_of(arena, pulled, i), i);
    }
    return names;
}

static Text quota_name_in(Arena *arena, const Pulled *pulled, size_t quota) {
    (void)arena;
    return quota_name(pulled, quota);
}

static void shut_lanes(LeverModel *model) {
    const Network *shape = &model->all->plan.network;
    NetworkLane *lanes = ARENA_MANY(model->arena, NetworkLane, shape->lane_count);
    double *shut = ARENA_MANY(model->arena, double, shape->period_count);
    for (size_t i = 0; i < shape->lane_count; i++) {
        lanes[i] = shape->lanes[i];
        lanes[i].open = shut;
    }
    const Network *none = &model->none->plan.network;
    for (size_t i = 0; i < none->lane_count; i++) {
        size_t at = 0;
        if (map_find(model->lanes, lane_name(model->arena, model->none, i), &at)) {
            lanes[at].open = none->lanes[i].open;
        }
    }
    model->network.lanes = lanes;
}

static void empty_resources(LeverModel *model) {
    const Network *shape = &model->all->plan.network;
    NetworkResource *resources = ARENA_MANY(model->arena, NetworkResource, shape->resource_count);
    double *nothing = ARENA_MANY(model->arena, double, shape->period_count);
    for (size_t i = 0; i < shape->resource_count; i++) {
        resources[i].capacity = nothing;
    }
    const Network *none = &model->none->plan.network;
    for (size_t i = 0; i < none->resource_count; i++) {
        size_t at = 0;
        if (map_find(model->resources, resource_name(model->arena, model->none, i), &at)) {
            resources[at].capacity = none->resources[i].capacity;
        }
    }
    model->network.resources = resources;
}

static void empty_stocks(LeverModel *model) {
    const Network *shape = &model->all->plan.network;
    const Network *none = &model->none->plan.network;
    NetworkStock *stocks = ARENA_MANY(model->arena, NetworkStock, shape->stock_count);
    NetworkQuota *quotas = ARENA_MANY(model->arena, NetworkQuota, shape->quota_count);
    for (size_t i = 0; i < shape->stock_count; i++) {
        stocks[i] = shape->stocks[i];
        stocks[i].quantity = 0;
    }
    size_t at = 0;
    for (size_t i = 0; i < none->stock_count; i++) {
        if (map_find(model->stocks, stock_name(model->arena, model->none, i), &at)) {
            stocks[at].quantity = none->stocks[i].quantity;
        }
    }
    for (size_t i = 0; i < none->quota_count; i++) {
        if (map_find(model->quotas, quota_name(model->none, i), &at)) {
            quotas[at].limit = none->quotas[i].limit;
        }
    }
    model->network.stocks = stocks;
    model->network.quotas = quotas;
}

void lever_shape(LeverModel *model) {
    const Network *shape = &model->all->plan.network;
    model->network = *shape;
    model->lanes = name_parts(model->arena, model->all, shape->lane_count, lane_name);
    model->resources = name_parts(model->arena, model->all, shape->resource_count, resource_name);
    model->stocks = name_parts(model->arena, model->all, shape->stock_count, stock_name);
    model->quotas = name_parts(model->arena, model->all, shape->quota_count, quota_name_in);
    shut_lanes(model);
    empty_resources(model);
    empty_stocks(model);
}

/* ---- finding them again ---- */

bool lever_shape_lane(Arena *arena, const LeverModel *model, const Pulled *pulled, size_t lane,
                      size_t *at) {
    return map_find(model->lanes, lane_name(arena, pulled, lane), at);
}

bool lever_shape_resource(Arena *arena, const LeverModel *model, const Pulled *pulled,
                          size_t resource, size_t *at) {
    return map_find(model->resources, resource_name(arena, pulled, resource), at);
}

/* ---- what a set changes ---- */

static void add_change(Array *changes, NetworkChange change) {
    *(NetworkChange *)array_add(changes) = change;
}

static void add_lanes(Arena *arena, const LeverModel *model, const Pulled *pulled,
                      const Network *network, Array *changes) {
    for (size_t i = 0; i < network->lane_count; i++) {
        size_t at = 0;
        if (!lever_shape_lane(arena, model, pulled, i, &at)) {
            continue;
        }
        for (size_t week = 0; week < network->period_count; week++) {
            const double open = network->lanes[i].open[week];
            if (fabs(open - model->network.lanes[at].open[week]) > 0) {
                add_change(changes,
                           (NetworkChange){
                               .kind = CHANGE_LANE, .index = at, .period = week, .amount = open});
            }
        }
    }
}

/* More of a resource; what has no limit counts as more than can be used. */
static double more_of(const LeverModel *model, size_t resource, double now, double before) {
    if (isfinite(now)) {
        return now - before;
    }
    const size_t item = model->all->plan.network.activities[resource].item;
    return UNLIMITED_WEEKS * model->all->plan.item_weekly[item];
}

static void add_resources(Arena *arena, const LeverModel *model, const Pulled *pulled,
                          const Network *network, Array *changes) {
    for (size_t i = 0; i < network->resource_count; i++) {
        size_t at = 0;
        if (!lever_shape_resource(arena, model, pulled, i, &at)) {
            continue;
        }
        for (size_t week = 0; week < network->period_count; week++) {
            const double now = network->resources[i].capacity[week];
            const double before = model->network.resources[at].capacity[week];
            if (isfinite(before) && (now < before || now > before)) {
                add_change(changes, (NetworkChange){.kind = CHANGE_RESOURCE,
                                                    .index = at,
                                                    .period = week,
                                                    .amount = more_of(model, at, now, before)});
            }
        }
    }
}

static void add_stocks(Arena *arena, const LeverModel *model, const Pulled *pulled,
                       Array *changes) {
    const Network *network = &pulled->plan.network;
    size_t at = 0;
    for (size_t i = 0; i < network->stock_count; i++) {
        if (!map_find(model->stocks, stock_name(arena, pulled, i), &at)) {
            continue;
        }
        const NetworkStock *before = &model->network.stocks[at];
        const double more = network->stocks[i].quantity - before->quantity;
        if (fabs(more) > 0) {
            add_change(changes, (NetworkChange){.kind = CHANGE_STOCK,
                                                .index = before->site,
                                                .item = before->item,
                                                .amount = more});
        }
    }
    for (size_t i = 0; i < network->quota_count; i++) {
        if (!map_find(model->quotas, quota_name(pulled, i), &at)) {
            continue;
        }
        const double more = network->quotas[i].limit - model->network.quotas[at].limit;
        if (fabs(more) > 0) {
            add_change(changes, (NetworkChange){.kind = CHANGE_QUOTA, .index = at, .amount = more});
        }
    }
}

void lever_changes(Arena *arena, const LeverModel *model, const Pulled *pulled,
                   const Network *network, Array *changes) {
    add_lanes(arena, model, pulled, network, changes);
    add_resources(arena, model, pulled, network, changes);
    add_stocks(arena, model, pulled, changes);
}
