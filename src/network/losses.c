/* SPDX-License-Identifier: Apache-2.0 */
#include <float.h>
#include <math.h>
#include <stdlib.h>

#include "network/frozen.h"
#include "network/state.h"

/* The worst losses, certified: a ceiling for each from the base's plan, a floor from the base's
 * duals, and exact solutions in the order of the ceilings. */

static const double SAME = 1e-9;

static void arena_close(Arena **arena) {
    arena_free(*arena);
}

typedef struct Ranker {
    NetworkSolver *solver;
    Arena *arena;
    EditList *lists; /* of each loss */
    LossValue *values;
    size_t count;
    Error *error;
} Ranker;

typedef struct Place {
    size_t loss;
    bool is_exact;
    double worth;
} Place;

static int compare_places(const void *a, const void *b) {
    const Place *left = a;
    const Place *right = b;
    if (left->is_exact != right->is_exact) {
        return left->is_exact ? -1 : 1;
    }
    if (left->worth < right->worth || left->worth > right->worth) {
        return left->worth > right->worth ? -1 : 1;
    }
    return (left->loss > right->loss) - (left->loss < right->loss);
}

static Place *sort_losses(const Ranker *ranker) {
    Place *places = ARENA_MANY(ranker->arena, Place, ranker->count);
    for (size_t i = 0; i < ranker->count; i++) {
        const LossValue *value = &ranker->values[i];
        places[i] = (Place){i, value->is_exact, value->is_exact ? value->loss : value->ceiling};
    }
    if (ranker->count > 1) {
        qsort(places, ranker->count, sizeof(Place), compare_places);
    }
    return places;
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

static bool solve_exactly(Ranker *ranker, size_t loss) {
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
        if (!state_solve_edited(ranker->solver, range, 1, &solution, ranker->error)) {
            return false;
        }
        total += (solution.objective - ranker->solver->base[component].objective) *
                 objective_scale(ranker, range);
    }
    LossValue *value = &ranker->values[loss];
    *value = (LossValue){fmin(value->floor, total), fmax(value->ceiling, total), total, true};
    return true;
}

/* Keeps the `top` largest losses, largest first. */
static void keep_loss(double *largest, size_t top, double loss) {
    for (size_t i = 0; i < top; i++) {
        if (loss > largest[i]) {
            const double smaller = largest[i];
            largest[i] = loss;
            loss = smaller;
        }
    }
}

static bool rank_in_order(Ranker *ranker, size_t top, size_t *solve_count) {
    const Place *order = sort_losses(ranker);
    double *largest = ARENA_MANY(ranker->arena, double, top);
    for (size_t i = 0; i < top; i++) {
        largest[i] = -DBL_MAX;
    }
    for (size_t i = 0; i < ranker->count; i++) {
        if (top > 0 && order[i].worth < largest[top - 1] - SAME * fabs(largest[top - 1])) {
            break;
        }
        if (!solve_exactly(ranker, order[i].loss)) {
            return false;
        }
        keep_loss(largest, top, ranker->values[order[i].loss].loss);
        ++*solve_count;
    }
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
    Frozen *frozen = frozen_new(scratch, programme->network, &programme->places, &plan);
    for (size_t i = 0; i < ranker->count; i++) {
        if (!edit_list_new(ranker->arena, programme, solver->bounds, &losses[i], 1, i,
                           &ranker->lists[i], ranker->error)) {
            return false;
        }
        const double ceiling = frozen_loss(frozen, &losses[i]);
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
                     .error = error};
    *solve_count = 0;
    if (!bound_losses(&ranker, losses) ||
        !rank_in_order(&ranker, top < loss_count ? top : 0, solve_count)) {
        return false;
    }
    const Place *order = sort_losses(&ranker);
    for (size_t i = 0; i < loss_count; i++) {
        ranking[i] = order[i].loss;
    }
    return true;
}
