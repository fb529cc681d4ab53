/* SPDX-License-Identifier: Apache-2.0 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/forks.h"
#include "service/lever_parts.h"
#include "service/losses.h"

/* Levers are pulled before it is known what happens; what flows is decided after. Case 0 is that
 * nothing happens, the others are one scenario each. */

/* ---- one case ---- */

/* The network of what was pulled with what is left of its lanes and capacities; and changes for
 * what has no amount: activities and deliveries that stop. */
static Network lose(Arena *arena, const LeverModel *model, const Pulled *pulled,
                    const Shares *shares, Array *changes) {
    const GatedPlan *gated = &pulled->plan;
    const size_t weeks = gated->network.period_count;
    Network left = gated->network;
    NetworkLane *lanes = ARENA_MANY(arena, NetworkLane, left.lane_count);
    NetworkResource *resources = ARENA_MANY(arena, NetworkResource, left.resource_count);
    double **open = ARENA_MANY(arena, double *, left.lane_count);
    double **capacity = ARENA_MANY(arena, double *, left.resource_count);
    for (size_t i = 0; i < left.lane_count; i++) {
        lanes[i] = gated->network.lanes[i];
        open[i] = ARENA_MANY(arena, double, weeks);
        memcpy(open[i], lanes[i].open, weeks * sizeof(double));
        lanes[i].open = open[i];
    }
    for (size_t i = 0; i < left.resource_count; i++) {
        capacity[i] = ARENA_MANY(arena, double, weeks);
        memcpy(capacity[i], gated->network.resources[i].capacity, weeks * sizeof(double));
        resources[i].capacity = capacity[i];
    }
    size_t boundless = 0;
    const NetworkBarrier loss = shares_loss(arena, gated, shares, &boundless);
    for (size_t i = 0; i < loss.change_count; i++) {
        NetworkChange change = loss.changes[i];
        size_t at = change.index;
        if (change.kind == CHANGE_LANE) {
            open[change.index][change.period] = change.amount;
        } else if (change.kind == CHANGE_RESOURCE) {
            capacity[change.index][change.period] += change.amount;
        } else if (change.kind == CHANGE_DELIVERY ||
                   lever_shape_resource(arena, model, pulled, change.index, &at)) {
            change.index = at;
            *(NetworkChange *)array_add(changes) = change;
        }
    }
    left.lanes = lanes;
    left.resources = resources;
    return left;
}

static bool solve_case(LeverModel *model, Arena *arena, const Pulled *pulled, size_t which,
                       double *objective, Error *error) {
    Array changes = array_new(arena, sizeof(NetworkChange));
    if (which == 0) {
        lever_changes(arena, model, pulled, &pulled->plan.network, &changes);
    } else {
        Shares shares = shares_new(arena, &pulled->plan);
        if (!scenarios_lose(arena, &pulled->plan, model->cases.ids[which - 1], &shares, error)) {
            return false;
        }
        const Network left = lose(arena, model, pulled, &shares, &changes);
        lever_changes(arena, model, pulled, &left, &changes);
    }
    const NetworkBarrier barrier = {ARRAY_ITEMS(NetworkChange, &changes), changes.count};
    Plan plan;
    if (!network_solve_without(model->solver, arena, &barrier, 1, &plan, error)) {
        return false;
    }
    *objective = plan.objective;
    return true;
}

/* ---- all of them ---- */

typedef struct CaseWork {
    LeverModel *model;
    const Pulled *pulled;
} CaseWork;

static bool run_case(void *context, size_t task, TextBuilder *out, Error *error) {
    const CaseWork *work = context;
    Arena *arena CLEANUP(arena_close) = arena_new();
    double objective = 0;
    if (!solve_case(work->model, arena, work->pulled, task, &objective, error)) {
        return false;
    }
    text_add(out, (Text){(const char *)&objective, sizeof(objective)});
    return true;
}

static bool solve_cases(LeverModel *model, Arena *arena, const Pulled *pulled, double *objectives,
                        Error *error) {
    const size_t count = model->cases.count + 1;
    CaseWork work = {model, pulled};
    Text *results = ARENA_MANY(arena, Text, count);
    if (!forks_run(arena, forks_processors(), (ForkWork){run_case, &work}, count, results, error)) {
        return false;
    }
    for (size_t i = 0; i < count; i++) {
        memcpy(&objectives[i], results[i].bytes, sizeof(double));
    }
    return true;
}

/* ---- measures ---- */

/* The probability of a case: what the scenarios leave is that nothing happens. */
static double probability_of(const LeverCases *cases, size_t which) {
    double left = 1;
    for (size_t i = 0; which == 0 && i < cases->count; i++) {
        left -= cases->probabilities[i];
    }
    return which == 0 ? fmax(left, 0) : cases->probabilities[which - 1];
}

static double expectation(const LeverCases *cases, const double *objectives) {
    double sum = 0;
    for (size_t i = 0; i <= cases->count; i++) {
        sum += probability_of(cases, i) * objectives[i];
    }
    return sum;
}

static double worst(const LeverCases *cases, const double *objectives) {
    double most = objectives[0];
    for (size_t i = 1; i <= cases->count; i++) {
        most = fmax(most, objectives[i]);
    }
    return most;
}

typedef struct WeighedCase {
    double objective;
    double probability;
} WeighedCase;

static int compare_cases(const void *a, const void *b) {
    const double left = ((const WeighedCase *)a)->objective;
    const double right = ((const WeighedCase *)b)->objective;
    return (left < right) - (left > right);
}

/* The mean of the worst 1 - alpha of probability (Rockafellar and Uryasev 2000). */
static double tail_mean(Arena *arena, const LeverCases *cases, const double *objectives) {
    const size_t count = cases->count + 1;
    WeighedCase *weighed = ARENA_MANY(arena, WeighedCase, count);
    for (size_t i = 0; i < count; i++) {
        weighed[i] = (WeighedCase){objectives[i], probability_of(cases, i)};
    }
    qsort(weighed, count, sizeof(WeighedCase), compare_cases);
    const double tail = 1 - cases->alpha;
    double left = tail;
    double sum = 0;
    for (size_t i = 0; i < count && left > 0; i++) {
        const double part = fmin(left, weighed[i].probability);
        sum += part * weighed[i].objective;
        left -= part;
    }
    return sum / tail;
}

double lever_cases_measure(Arena *arena, const LeverCases *cases, const double *objectives) {
    switch (cases->measure) {
    case MEASURE_EXPECTATION:
        return expectation(cases, objectives);
    case MEASURE_CVAR:
        return tail_mean(arena, cases, objectives);
    case MEASURE_WORST:
        break;
    }
    return worst(cases, objectives);
}

bool lever_measure(LeverModel *model, Arena *arena, const Pulled *pulled, double *objective,
                   Error *error) {
    if (model->cases.count == 0) {
        return solve_case(model, arena, pulled, 0, objective, error);
    }
    double *objectives = ARENA_MANY(arena, double, model->cases.count + 1);
    if (!solve_cases(model, arena, pulled, objectives, error)) {
        return false;
    }
    *objective = lever_cases_measure(arena, &model->cases, objectives);
    return true;
}

bool lever_model_cases(LeverModel *model, ChoiceSet set, double *objectives, Error *error) {
    Arena *arena CLEANUP(arena_close) = arena_new();
    Pulled pulled;
    return lever_pull(arena, model, set, &pulled, error) &&
           solve_cases(model, arena, &pulled, objectives, error);
}

double lever_cases_probability(const LeverCases *cases, size_t which) {
    return probability_of(cases, which);
}
