/* SPDX-License-Identifier: Apache-2.0 */
#include "service/lever_model.h"

#include <math.h>

#include "base/map.h"
#include "service/reformed.h"

/* Stands for no limit where a lever brings something that has none: so many ordinary weeks. */
static const double UNLIMITED_WEEKS = 1e4;

/* A workspace with some levers pulled, decided and laid out as a network. */
typedef struct Pulled {
    const Workspace *workspace;
    const LawSet *law;
    LaneRulings rulings;
    GatedPlan plan;
} Pulled;

/* Law with the reforms of some levers in force. */
typedef struct ReformedLaw {
    ChoiceSet levers;
    const LawSet *set;
} ReformedLaw;

struct LeverModel {
    Arena *arena;
    const LeverBase *base;
    const LawSet *set;
    ChoiceSet law_levers; /* that change law */
    Array laws;           /* of ReformedLaw */
    ReportOptions options;
    size_t week_count;
    const size_t *levers;
    size_t lever_count;
    Pulled *all;     /* every lever: the shape of the network */
    Pulled *none;    /* no lever */
    Network network; /* the shape of `all` with the amounts of `none` */
    Map *lanes;      /* positions in that shape, by name */
    Map *resources;
    Map *stocks;
    Map *quotas;
    NetworkSolver *solver;
    double objective;
};

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

/* ---- pulling ---- */

static bool *flags_of(Arena *arena, const LeverModel *model, ChoiceSet set) {
    bool *flags = ARENA_MANY(arena, bool, model->base->workspace->lever_count);
    for (size_t i = 0; i < model->lever_count; i++) {
        flags[model->levers[i]] = (set >> i & 1) != 0;
    }
    return flags;
}

/* Law is read once for each set of its levers. NULL with problems. */
static const LawSet *law_of(LeverModel *model, ChoiceSet set, ProblemList *problems) {
    const ChoiceSet levers = set & model->law_levers;
    for (size_t i = 0; i < model->laws.count; i++) {
        const ReformedLaw *known = array_at(&model->laws, i);
        if (known->levers == levers) {
            return known->set;
        }
    }
    const LawSet *law = levers_law(model->arena, model->base, flags_of(model->arena, model, levers),
                                   model->set, problems);
    if (law != NULL) {
        *(ReformedLaw *)array_add(&model->laws) = (ReformedLaw){levers, law};
    }
    return law;
}

static bool pull(Arena *arena, LeverModel *model, ChoiceSet set, Pulled *pulled, Error *error) {
    const bool *flags = flags_of(arena, model, set);
    ProblemList problems = problem_list_new(arena);
    pulled->law = law_of(model, set, &problems);
    if (pulled->law == NULL) {
        return levers_refuse(&problems, error);
    }
    pulled->workspace = levers_apply(arena, model->base, flags, &problems);
    if (pulled->workspace == NULL) {
        return levers_refuse(&problems, error);
    }
    ReportOptions options = model->options;
    options.progress = (ServiceProgress){0};
    if (!lanes_rule(arena, pulled->workspace, pulled->law, &options, model->week_count,
                    &pulled->rulings, error)) {
        return false;
    }
    plan_build_whole(arena, pulled->workspace, &pulled->rulings, &pulled->plan);
    return true;
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

static void shape_base(LeverModel *model) {
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

/* ---- what a set changes ---- */

static void add_change(Array *changes, NetworkChange change) {
    *(NetworkChange *)array_add(changes) = change;
}

static void add_lanes(Arena *arena, const LeverModel *model, const Pulled *pulled, Array *changes) {
    const Network *network = &pulled->plan.network;
    for (size_t i = 0; i < network->lane_count; i++) {
        size_t at = 0;
        if (!map_find(model->lanes, lane_name(arena, pulled, i), &at)) {
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
                          Array *changes) {
    const Network *network = &pulled->plan.network;
    for (size_t i = 0; i < network->resource_count; i++) {
        size_t at = 0;
        if (!map_find(model->resources, resource_name(arena, pulled, i), &at)) {
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

static bool solve_set(LeverModel *model, Arena *arena, const Pulled *pulled, double *objective,
                      Error *error) {
    Array changes = array_new(arena, sizeof(NetworkChange));
    add_lanes(arena, model, pulled, &changes);
    add_resources(arena, model, pulled, &changes);
    add_stocks(arena, model, pulled, &changes);
    const NetworkBarrier barrier = {ARRAY_ITEMS(NetworkChange, &changes), changes.count};
    Plan plan;
    if (!network_solve_without(model->solver, arena, &barrier, 1, &plan, error)) {
        return false;
    }
    *objective = plan.objective;
    return true;
}

/* ---- what it moves ---- */

static const LaneRuling *last_ruling(const LaneRulings *rulings, size_t lane) {
    return lane_ruling(rulings, lane, rulings->stretch_count - 1);
}

static int days_of(const LaneRuling *ruling) {
    return ruling->outcome == OUTCOME_LICENCE_REQUIRED ? ruling->days : 0;
}

static ReportChange change_of(const LeverModel *model, size_t lane, const LaneRuling *before,
                              const LaneRuling *after) {
    const Workspace *workspace = model->none->workspace;
    const int64_t days = (int64_t)model->week_count * 7 - 1;
    return (ReportChange){.date = date_add_days(model->options.as_of, days),
                          .item = workspace->lanes[lane].item,
                          .from_country =
                              workspace->parties[workspace->lanes[lane].from_site].country,
                          .end_use = workspace_lane_end_use(workspace, lane),
                          .before = before->outcome,
                          .after = after->outcome,
                          .days_before = days_of(before),
                          .days_after = days_of(after)};
}

static void list_changes(Arena *arena, const LeverModel *model, const Pulled *pulled,
                         LeverMoves *moves) {
    const Workspace *workspace = model->none->workspace;
    MoveList *list = move_list_new(arena);
    for (size_t i = 0; i < workspace->lane_count; i++) {
        const ReportChange change = change_of(model, i, last_ruling(&model->none->rulings, i),
                                              last_ruling(&pulled->rulings, i));
        if (change.before != change.after || change.days_before != change.days_after) {
            move_list_add(list, &change, workspace->parties[workspace->lanes[i].to_site].country);
        }
    }
    ReportChange *changes = NULL;
    moves->change_count = move_list_done(list, &changes);
    moves->changes = changes;
}

/* Lanes that a lever adds were not there before, which counts as prohibited. */
static LeverMoves moves_of(Arena *arena, const LeverModel *model, const Pulled *pulled) {
    LeverMoves moves = {.law = pulled->law};
    for (size_t i = 0; i < pulled->workspace->lane_count; i++) {
        const Outcome first = i < model->none->workspace->lane_count
                                  ? last_ruling(&model->none->rulings, i)->outcome
                                  : OUTCOME_PROHIBITED;
        moves.lanes[first][last_ruling(&pulled->rulings, i)->outcome]++;
    }
    list_changes(arena, model, pulled, &moves);
    return moves;
}

static bool pull_objective(Arena *arena, LeverModel *model, ChoiceSet set, Pulled *pulled,
                           double *gain, Error *error) {
    double objective = 0;
    if (!pull(arena, model, set, pulled, error) ||
        !solve_set(model, arena, pulled, &objective, error)) {
        return false;
    }
    *gain = model->objective - objective;
    return true;
}

bool lever_model_pull(Arena *arena, LeverModel *model, ChoiceSet set, double *gain,
                      LeverMoves *moves, Error *error) {
    Arena *scratch CLEANUP(arena_close) = arena_new();
    Pulled pulled;
    if (!pull_objective(scratch, model, set, &pulled, gain, error)) {
        return false;
    }
    *moves = moves_of(arena, model, &pulled);
    return true;
}

bool lever_model_gain(void *context, ChoiceSet set, double *gain, Error *error) {
    Arena *scratch CLEANUP(arena_close) = arena_new();
    Pulled pulled;
    return pull_objective(scratch, context, set, &pulled, gain, error);
}

/* ---- making and freeing ---- */

double lever_model_objective(const LeverModel *model) {
    return model->objective;
}

void lever_model_close(LeverModel **model) {
    if (*model != NULL) {
        network_solver_free((*model)->solver);
    }
    *model = NULL;
}

static bool open_model(LeverModel *model, Error *error) {
    const ChoiceSet everything = ((ChoiceSet)1 << model->lever_count) - 1;
    model->all = ARENA_NEW(model->arena, Pulled);
    model->none = ARENA_NEW(model->arena, Pulled);
    if (!pull(model->arena, model, everything, model->all, error) ||
        !pull(model->arena, model, 0, model->none, error)) {
        return false;
    }
    shape_base(model);
    model->solver = network_solver_new(&model->network, error);
    Plan plan;
    if (model->solver == NULL || !network_solve(model->solver, model->arena, &plan, error)) {
        return false;
    }
    model->objective = plan.objective;
    return true;
}

LeverModel *lever_model_new(Arena *arena, const LeverBase *base, const LawSet *set,
                            const ReportOptions *options, size_t week_count, const size_t *levers,
                            size_t lever_count, Error *error) {
    LeverModel *model = ARENA_NEW(arena, LeverModel);
    *model = (LeverModel){.arena = arena,
                          .base = base,
                          .set = set,
                          .laws = array_new(arena, sizeof(ReformedLaw)),
                          .options = *options,
                          .week_count = week_count,
                          .levers = levers,
                          .lever_count = lever_count};
    for (size_t i = 0; i < lever_count; i++) {
        const ChoiceSet one = (ChoiceSet)1 << i;
        model->law_levers |= lever_changes_law(arena, base, levers[i]) ? one : 0;
    }
    if (!open_model(model, error)) {
        lever_model_close(&model);
        return NULL;
    }
    return model;
}
