/* SPDX-License-Identifier: Apache-2.0 */
#include "network/component.h"

#include <math.h>

/* Ten times the solver's own tolerance. */
static const double NEGLIGIBLE = 1e-8;
static const double GAP_ALLOWED = 1e-6;

Solution solution_new(Arena *arena, const LinearProgramme *programme) {
    size_t columns = programme->column_count;
    size_t rows = programme->row_count;
    return (Solution){.value = ARENA_MANY(arena, double, columns),
                      .dual = ARENA_MANY(arena, double, rows),
                      .reduced = ARENA_MANY(arena, double, columns),
                      .basis = ARENA_MANY(arena, unsigned char, columns + rows)};
}

static void clamp_values(const LinearProgramme *programme, Solution *solution) {
    for (size_t j = 0; j < programme->column_count; j++) {
        solution->value[j] = fmin(fmax(solution->value[j], 0), programme->column_upper[j]);
    }
}

/* A unit that comes too late to be of use can only cost: a dual that says otherwise is
 * one of many, and 0 serves as well. See docs/network.md. */
static void raise_late_duals(const Programme *programme, size_t component, Solution *solution) {
    const Group places = groups_of(&programme->component_places, component);
    for (size_t i = 0; i < places.count; i++) {
        const size_t p = places.at[i];
        double *dual = &solution->dual[programme->place_row[p]];
        for (size_t t = programme->useful[p]; t < programme->moved[p]; t++) {
            dual[t] = fmax(dual[t], 0);
        }
    }
}

/* A row with only an upper bound has no dual above 0. */
static void clamp_row_duals(const LinearProgramme *programme, Solution *solution) {
    for (size_t i = 0; i < programme->row_count; i++) {
        if (isinf(programme->row_lower[i])) {
            solution->dual[i] = isinf(programme->row_upper[i]) ? 0 : fmin(solution->dual[i], 0);
        }
    }
}

static void price_columns(const LinearProgramme *programme, Solution *solution) {
    for (size_t j = 0; j < programme->column_count; j++) {
        double reduced = programme->cost[j];
        for (int k = programme->start[j]; k < programme->start[j + 1]; k++) {
            reduced -= programme->value[k] * solution->dual[programme->row[k]];
        }
        solution->reduced[j] = reduced;
    }
}

double component_negative_part(double reduced) {
    return reduced < -NEGLIGIBLE ? reduced : 0;
}

double component_dual_objective(const LinearProgramme *programme, const Solution *solution) {
    double total = 0;
    for (size_t i = 0; i < programme->row_count; i++) {
        if (solution->dual[i] != 0) {
            total += solution->dual[i] * programme->row_upper[i];
        }
    }
    for (size_t j = 0; j < programme->column_count; j++) {
        double reduced = component_negative_part(solution->reduced[j]);
        if (reduced < 0 && programme->column_upper[j] > 0) {
            total += reduced * programme->column_upper[j];
        }
    }
    return total;
}

static double primal_objective(const LinearProgramme *programme, const Solution *solution) {
    double total = 0;
    for (size_t j = 0; j < programme->column_count; j++) {
        total += programme->cost[j] * solution->value[j];
    }
    return total;
}

static bool run(const Programme *programme, size_t component, const SolverStart *start,
                Solution *solution, Error *error) {
    const LinearProgramme *linear = &programme->components[component].programme;
    SolverResult result = {solution->value, solution->dual, solution->basis, 0};
    if (!solver_run(linear, start, &result, error)) {
        return false;
    }
    solution->iterations += result.iterations;
    clamp_values(linear, solution);
    clamp_row_duals(linear, solution);
    raise_late_duals(programme, component, solution);
    price_columns(linear, solution);
    solution->objective = primal_objective(linear, solution);
    solution->dual_objective = component_dual_objective(linear, solution);
    return true;
}

static bool gap_is_closed(const Solution *solution) {
    return fabs(solution->objective - solution->dual_objective) <=
           GAP_ALLOWED * (1 + fabs(solution->objective));
}

bool component_solve(const Programme *programme, size_t component, const SolverStart *start,
                     Solution *solution, Error *error) {
    solution->iterations = 0;
    if (start != NULL && run(programme, component, start, solution, error) &&
        gap_is_closed(solution)) {
        return true;
    }
    if (!run(programme, component, NULL, solution, error)) {
        return false;
    }
    if (!gap_is_closed(solution)) {
        return error_set(error, ERROR_FAILED,
                         "the solver's plan for part %zu of the network is not proven optimal",
                         component);
    }
    return true;
}
