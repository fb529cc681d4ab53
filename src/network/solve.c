/* SPDX-License-Identifier: Apache-2.0 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "network/apart.h"
#include "network/bounds.h"
#include "network/network.h"
#include "network/plan.h"
#include "network/state.h"

NetworkSolver *network_solver_new(const Network *network, Error *error) {
    if (!network_check(network, error)) {
        return NULL;
    }
    Arena *arena = arena_new();
    NetworkSolver *solver = ARENA_NEW(arena, NetworkSolver);
    solver->arena = arena;
    solver->programme = programme_new(arena, network);
    solver->bounds = bounds_of_places(arena, &solver->programme);
    size_t count = solver->programme.component_count;
    solver->base = ARENA_MANY(arena, Solution, count);
    solver->scale = ARENA_MANY(arena, double *, count);
    for (size_t c = 0; c < count; c++) {
        solver->base[c] = solution_new(arena, &solver->programme.components[c].programme);
    }
    return solver;
}

void network_solver_free(NetworkSolver *solver) {
    if (solver == NULL) {
        return;
    }
    for (size_t i = 0; i < STATE_REMEMBERED; i++) {
        arena_free(solver->remembered[i].arena);
    }
    arena_free(solver->arena);
}

void network_solver_close(NetworkSolver **solver) {
    network_solver_free(*solver);
}

bool state_solve_base(NetworkSolver *solver, Error *error) {
    bool is_done = solver->is_solved;
    if (!is_done && !apart_solve_base(solver, &is_done, error)) {
        return false;
    }
    for (size_t c = 0; !is_done && c < solver->programme.component_count; c++) {
        if (!component_solve(&solver->programme, c, NULL, &solver->base[c], error)) {
            return false;
        }
    }
    solver->is_solved = true;
    return true;
}

/* Do two lists change the same bounds to the same values? */
static bool is_same_question(const Remembered *remembered, EditRange range) {
    if (remembered->arena == NULL || remembered->count != range.count) {
        return false;
    }
    for (size_t i = 0; i < range.count; i++) {
        const Edit *old = &remembered->edits[i];
        const Edit *asked = &range.edits[i];
        if (old->component != asked->component || old->is_row != asked->is_row ||
            old->index != asked->index || old->target < asked->target ||
            old->target > asked->target) {
            return false;
        }
    }
    return true;
}

static void copy_solution(const LinearProgramme *programme, const Solution *from, Solution *to) {
    size_t columns = programme->column_count;
    size_t rows = programme->row_count;
    memcpy(to->value, from->value, columns * sizeof(double));
    memcpy(to->reduced, from->reduced, columns * sizeof(double));
    memcpy(to->dual, from->dual, rows * sizeof(double));
    memcpy(to->basis, from->basis, columns + rows);
    to->objective = from->objective;
    to->dual_objective = from->dual_objective;
    to->iterations = from->iterations;
}

bool state_recall(const NetworkSolver *solver, EditRange range, Solution *solution) {
    for (size_t i = 0; i < STATE_REMEMBERED; i++) {
        const Remembered *remembered = &solver->remembered[i];
        if (is_same_question(remembered, range)) {
            size_t component = range.edits[0].component;
            copy_solution(&solver->programme.components[component].programme, &remembered->solution,
                          solution);
            return true;
        }
    }
    return false;
}

static void forget_oldest(NetworkSolver *solver) {
    Remembered *oldest = &solver->remembered[solver->oldest_remembered];
    arena_free(oldest->arena);
    solver->remembered_bytes -= oldest->bytes;
    *oldest = (Remembered){0};
    solver->oldest_remembered = (solver->oldest_remembered + 1) % STATE_REMEMBERED;
}

static size_t bytes_of(const LinearProgramme *programme, EditRange range) {
    return programme->column_count * (2 * sizeof(double) + 1) +
           programme->row_count * (sizeof(double) + 1) + range.count * sizeof(Edit);
}

/* The oldest are forgotten to make room. */
void state_remember(NetworkSolver *solver, EditRange range, const Solution *solution) {
    const LinearProgramme *programme =
        &solver->programme.components[range.edits[0].component].programme;
    size_t bytes = bytes_of(programme, range);
    if (bytes > STATE_REMEMBERED_BYTES) {
        return;
    }
    Remembered *place = &solver->remembered[solver->next_remembered];
    while (place->arena != NULL || solver->remembered_bytes + bytes > STATE_REMEMBERED_BYTES) {
        forget_oldest(solver);
    }
    Arena *arena = arena_new();
    Edit *edits = ARENA_MANY(arena, Edit, range.count);
    memcpy(edits, range.edits, range.count * sizeof(Edit));
    *place = (Remembered){arena, edits, range.count, bytes, solution_new(arena, programme)};
    copy_solution(programme, solution, &place->solution);
    solver->remembered_bytes += bytes;
    solver->next_remembered = (solver->next_remembered + 1) % STATE_REMEMBERED;
}

/* Small components are solved before scales for them would be found. */
enum { SCALED_ROWS_MIN = 5000 };

static bool find_scale(NetworkSolver *solver, size_t component, Error *error) {
    const LinearProgramme *programme = &solver->programme.components[component].programme;
    double **scale = &solver->scale[component];
    if (*scale == NULL && programme->row_count >= SCALED_ROWS_MIN) {
        *scale = ARENA_MANY(solver->arena, double, programme->column_count);
        if (!solver_scales(programme, solver->base[component].basis, *scale, error)) {
            *scale = NULL;
            return false;
        }
    }
    return true;
}

bool state_find_scales(NetworkSolver *solver, const EditList *list, Error *error) {
    EditRange range = {0};
    for (size_t next = 0; edit_next_range(list, &next, &range);) {
        if (!find_scale(solver, range.edits[0].component, error)) {
            return false;
        }
    }
    return true;
}

bool state_solve_edited(NetworkSolver *solver, EditRange range, double part, Solution *solution,
                        Error *error) {
    bool is_whole = part >= 1;
    if (is_whole && state_recall(solver, range, solution)) {
        return true;
    }
    size_t component = range.edits[0].component;
    if (!find_scale(solver, component, error)) {
        return false;
    }
    const SolverStart start = {solver->base[component].basis, solver->scale[component]};
    edit_apply(&solver->programme, range, part);
    bool is_solved = component_solve(&solver->programme, component, &start, solution, error);
    edit_apply(&solver->programme, range, 0);
    if (is_solved && is_whole) {
        state_remember(solver, range, solution);
    }
    return is_solved;
}

/* Nothing costs less than nothing, so no more can be gained than there is. */
double state_ceiling(const NetworkSolver *solver, EditRange range) {
    const Solution *base = &solver->base[range.edits[0].component];
    return fmin(edit_ceiling(range, base), base->objective);
}

bool state_keeps_base(const NetworkSolver *solver, const EditList *list, EditRange range) {
    return list->only_relaxes && state_ceiling(solver, range) <= 0;
}

static const Solution **base_solutions(Arena *arena, const NetworkSolver *solver) {
    size_t count = solver->programme.component_count;
    const Solution **solutions = ARENA_MANY(arena, const Solution *, count);
    for (size_t c = 0; c < count; c++) {
        solutions[c] = &solver->base[c];
    }
    return solutions;
}

bool network_solve(NetworkSolver *solver, Arena *arena, Plan *plan, Error *error) {
    if (!state_solve_base(solver, error)) {
        return false;
    }
    plan_fill(arena, &solver->programme, base_solutions(arena, solver), plan);
    return true;
}

static bool solve_edited_components(NetworkSolver *solver, Arena *arena, const EditList *list,
                                    const Solution **solutions, Error *error) {
    EditRange range = {0};
    for (size_t next = 0; edit_next_range(list, &next, &range);) {
        if (state_keeps_base(solver, list, range)) {
            continue;
        }
        size_t component = range.edits[0].component;
        Solution *solution = ARENA_NEW(arena, Solution);
        *solution = solution_new(arena, &solver->programme.components[component].programme);
        if (!state_solve_edited(solver, range, 1, solution, error)) {
            return false;
        }
        solutions[component] = solution;
    }
    return true;
}

/* Stock that changed where nothing moves, in the plan that was filled without it. */
static void fill_idle_changes(Arena *arena, const NetworkSolver *solver, const EditList *list,
                              Plan *plan) {
    size_t periods = solver->programme.network->period_count;
    size_t count = plan->place_count * periods;
    double *held = ARENA_MANY(arena, double, count);
    for (size_t i = 0; i < count; i++) {
        held[i] = plan->held[i];
    }
    for (size_t i = 0; i < list->idle_count; i++) {
        size_t place = list->idle[i].place;
        for (size_t t = 0; place != NETWORK_NONE && t < periods; t++) {
            held[place * periods + t] += list->idle[i].change;
        }
    }
    plan->held = held;
    plan->objective += list->idle_cost;
    plan->dual_objective += list->idle_cost;
}

bool network_solve_without(NetworkSolver *solver, Arena *arena, const NetworkBarrier *barriers,
                           size_t barrier_count, Plan *plan, Error *error) {
    EditList list = {0};
    if (!state_solve_base(solver, error) ||
        !edit_list_new(arena, &solver->programme, solver->bounds, barriers, barrier_count, 0, &list,
                       error)) {
        return false;
    }
    const Solution **solutions = base_solutions(arena, solver);
    if (!solve_edited_components(solver, arena, &list, solutions, error)) {
        return false;
    }
    plan_fill(arena, &solver->programme, solutions, plan);
    fill_idle_changes(arena, solver, &list, plan);
    return true;
}

bool network_prepare(NetworkSolver *solver, const NetworkBarrier *barriers, size_t barrier_count,
                     Error *error) {
    Arena *arena CLEANUP(arena_close) = arena_new();
    if (!state_solve_base(solver, error)) {
        return false;
    }
    for (size_t i = 0; i < barrier_count; i++) {
        EditList list = {0};
        if (!edit_list_new(arena, &solver->programme, solver->bounds, &barriers[i], 1, i, &list,
                           error) ||
            !state_find_scales(solver, &list, error)) {
            return false;
        }
    }
    return true;
}
