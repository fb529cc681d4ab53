/* SPDX-License-Identifier: Apache-2.0 */
#include <math.h>

#include "network/apart.h"
#include "network/frozen.h"
#include "network/ranking.h"
#include "network/state.h"

/* The worst losses, certified: a ceiling for each from the base's plan, a floor from the base's
 * duals, and exact solutions in the order of the ceilings. */

typedef struct Ranker {
    NetworkSolver *solver;
    Arena *arena;
    EditList *lists; /* of each loss */
    LossValue *values;
    size_t count;
    double *ahead; /* exact losses that were found before they were asked for; else NAN */
    Error *error;
} Ranker;

static const Ranked *sort_losses(const Ranker *ranker) {
    Ranked *order = ARENA_MANY(ranker->arena, Ranked, ranker->count);
    for (size_t i = 0; i < ranker->count; i++) {
        const LossValue *value = &ranker->values[i];
        order[i] = (Ranked){i, value->is_exact, value->is_exact ? value->loss : value->ceiling};
    }
    ranking_sort(order, ranker->count);
    return order;
}

static double objective_scale(const Ranker *ranker, EditRange range) {
    return ranker->solver->programme.components[range.edits[0].component].objective_scale;
}

/* By weak duality no more can be gained than the base's duals promise: so much at least is
 * lost. */
static double floor_of(const Ranker *ranker, const EditList *list) {
    double floor = list->idle_cost;
    bool only_tightens = list->idle_count == 0;
    EditRange range = {0};
    for (size_t next = 0; edit_next_range(list, &next, &range);) {
        const Solution *base = &ranker->solver->base[range.edits[0].component];
        floor -= edit_promise(range, base) * objective_scale(ranker, range);
        for (size_t i = 0; i < range.count; i++) {
            const Edit *edit = &range.edits[i];
            const LinearProgramme *linear =
                &ranker->solver->programme.components[edit->component].programme;
            const bool is_stock = edit->is_row && isfinite(linear->row_lower[edit->index]);
            only_tightens = only_tightens && !is_stock && edit->target <= edit->base;
        }
    }
    return only_tightens ? fmax(floor, 0) : floor;
}

static bool touches_the_plan(const Ranker *ranker, EditRange range) {
    const Solution *base = &ranker->solver->base[range.edits[0].component];
    for (size_t i = 0; i < range.count; i++) {
        const Edit *edit = &range.edits[i];
        if (edit->is_row || edit->target > edit->base || base->value[edit->index] > edit->target) {
            return true;
        }
    }
    return false;
}

static bool solve_exactly(const Ranker *ranker, size_t loss, double *lost, Error *error) {
    const EditList *list = &ranker->lists[loss];
    double total = list->idle_cost;
    EditRange range = {0};
    for (size_t next = 0; edit_next_range(list, &next, &range);) {
        if (!touches_the_plan(ranker, range)) {
            continue;
        }
        const size_t component = range.edits[0].component;
        Arena *scratch CLEANUP(arena_close) = arena_new();
        Solution solution =
            solution_new(scratch, &ranker->solver->programme.components[component].programme);
        if (!state_solve_edited(ranker->solver, range, 1, &solution, error)) {
            return false;
        }
        total += (solution.objective - ranker->solver->base[component].objective) *
                 objective_scale(ranker, range);
    }
    *lost = total;
    return true;
}

static bool lose_one(const void *context, size_t loss, TextBuilder *out, Error *error) {
    const Ranker *ranker = context;
    double lost = 0;
    if (!solve_exactly(ranker, loss, &lost, error)) {
        return false;
    }
    text_add(out, (Text){(const char *)&lost, sizeof(lost)});
    return true;
}

static bool lose_ahead(void *context, const Ranked *things, size_t count) {
    const Ranker *ranker = context;
    const ApartRanked work = {.arena = ranker->arena,
                              .solver = ranker->solver,
                              .lists = ranker->lists,
                              .solve = lose_one,
                              .context = ranker,
                              .values = ranker->ahead,
                              .value_bytes = sizeof(double)};
    return apart_solve_ranked(&work, things, count, ranker->error);
}

static bool solve_loss(void *context, size_t loss, double *worth) {
    Ranker *ranker = context;
    LossValue *value = &ranker->values[loss];
    double total = ranker->ahead[loss];
    if (isnan(total) && !solve_exactly(ranker, loss, &total, ranker->error)) {
        return false;
    }
    *value = (LossValue){fmin(value->floor, total), fmax(value->ceiling, total), total, true};
    *worth = total;
    return true;
}

static bool bound_losses(Ranker *ranker, const NetworkBarrier *losses) {
    NetworkSolver *solver = ranker->solver;
    Arena *scratch CLEANUP(arena_close) = arena_new();
    Plan plan;
    if (!network_solve(solver, scratch, &plan, ranker->error)) {
        return false;
    }
    const Programme *programme = &solver->programme;
    Frozen *frozen = frozen_new(scratch, programme, &plan);
    for (size_t i = 0; i < ranker->count; i++) {
        if (!edit_list_new(ranker->arena, programme, solver->bounds, &losses[i], 1, i,
                           &ranker->lists[i], ranker->error)) {
            return false;
        }
        const double ceiling = frozen_loss(frozen, &losses[i]) + ranker->lists[i].idle_cost;
        const double floor = fmin(floor_of(ranker, &ranker->lists[i]), ceiling);
        ranker->values[i] = (LossValue){floor, ceiling, NAN, false};
    }
    return true;
}

bool network_rank_losses(NetworkSolver *solver, Arena *arena, const NetworkBarrier *losses,
                         size_t loss_count, size_t top, LossValue *values, size_t *ranking,
                         size_t *solve_count, Error *error) {
    Ranker ranker = {.solver = solver,
                     .arena = arena,
                     .lists = ARENA_MANY(arena, EditList, loss_count),
                     .values = values,
                     .count = loss_count,
                     .ahead = ARENA_MANY(arena, double, loss_count),
                     .error = error};
    for (size_t i = 0; i < loss_count; i++) {
        ranker.ahead[i] = NAN;
    }
    *solve_count = 0;
    if (!bound_losses(&ranker, losses) ||
        !ranking_certify(arena, sort_losses(&ranker), loss_count, top < loss_count ? top : 0,
                         solve_loss, lose_ahead, &ranker, solve_count)) {
        return false;
    }
    const Ranked *order = sort_losses(&ranker);
    for (size_t i = 0; i < loss_count; i++) {
        ranking[i] = order[i].index;
    }
    return true;
}
