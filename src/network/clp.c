/* SPDX-License-Identifier: Apache-2.0 */
#include "network/solver.h"

#include <Clp_C_Interface.h>
#include <float.h>
#include <limits.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"

/* Clp, through its C interface. The dual simplex: from the basis of all slacks it is
 * feasible at once, for no cost is negative, and after a change of bounds it goes on from
 * where it was. From nothing, large programmes are first made smaller by presolve. */

static const double TOLERANCE = 1e-9;

/* Below so many rows presolve costs more than it saves. */
enum { PRESOLVE_ROWS_MIN = 2000, PRESOLVE_ON = 0, PRESOLVE_PASSES = -1, SOLVE_DUAL = 0 };

enum { STATUS_OPTIMAL = 0, SCALING_OFF = 0, PERTURBATION_AUTOMATIC = 100 };

/* Of the engine's code for a column or row of a basis. */
enum { BASIS_MASK = 7, BASIS_BASIC = 1, BASIS_AT_LOWER = 3 };

static void model_close(Clp_Simplex **model) {
    Clp_deleteModel(*model);
}

/* What the engine is given: the columns that can be other than 0, with the engine's own infinity,
 * which is the largest double. */
typedef struct Given {
    size_t count;
    size_t *column; /* the programme's, of each that is given */
    CoinBigIndex *start;
    int *row;
    double *value;
    double *cost;
    double *upper;
    double *scale;
    double *row_lower;
    double *row_upper;
    unsigned char *basis;
} Given;

static double *without_infinities(Arena *arena, const double *bounds, size_t count) {
    double *copy = ARENA_MANY(arena, double, count);
    for (size_t i = 0; i < count; i++) {
        copy[i] = isinf(bounds[i]) ? copysign(DBL_MAX, bounds[i]) : bounds[i];
    }
    return copy;
}

static Given given_new(Arena *arena, const LinearProgramme *programme) {
    const size_t columns = programme->column_count;
    const size_t entries = (size_t)programme->start[columns];
    return (Given){
        .column = ARENA_MANY(arena, size_t, columns),
        .start = ARENA_MANY(arena, CoinBigIndex, columns + 1),
        .row = ARENA_MANY(arena, int, entries),
        .value = ARENA_MANY(arena, double, entries),
        .cost = ARENA_MANY(arena, double, columns),
        .upper = ARENA_MANY(arena, double, columns),
        .scale = ARENA_MANY(arena, double, columns),
        .row_lower = without_infinities(arena, programme->row_lower, programme->row_count),
        .row_upper = without_infinities(arena, programme->row_upper, programme->row_count),
        .basis = ARENA_MANY(arena, unsigned char, columns + programme->row_count)};
}

static void give_column(Given *given, const LinearProgramme *programme, size_t column) {
    const CoinBigIndex at = given->start[given->count];
    const int first = programme->start[column];
    const int count = programme->start[column + 1] - first;
    const double upper = programme->column_upper[column];
    memcpy(given->row + at, programme->row + first, (size_t)count * sizeof(int));
    memcpy(given->value + at, programme->value + first, (size_t)count * sizeof(double));
    given->column[given->count] = column;
    given->cost[given->count] = programme->cost[column];
    given->upper[given->count] = isinf(upper) ? DBL_MAX : upper;
    given->scale[given->count] = 1;
    given->start[++given->count] = at + count;
}

static void scale_column(Given *given, size_t at, double scale) {
    for (CoinBigIndex k = given->start[at]; k < given->start[at + 1]; k++) {
        given->value[k] *= scale;
    }
    given->cost[at] *= scale;
    given->upper[at] = given->upper[at] < DBL_MAX ? given->upper[at] / scale : DBL_MAX;
    given->scale[at] = scale;
}

/* A column that is shut stays away, unless the basis to start from needs it. */
static Given give(Arena *arena, const LinearProgramme *programme, const SolverStart *start) {
    Given given = given_new(arena, programme);
    for (size_t j = 0; j < programme->column_count; j++) {
        const bool is_basic = start != NULL && (start->basis[j] & BASIS_MASK) == BASIS_BASIC;
        if (programme->column_upper[j] > 0 || is_basic) {
            give_column(&given, programme, j);
            given.basis[given.count - 1] = start == NULL ? 0 : start->basis[j];
            if (start != NULL && start->scale != NULL) {
                scale_column(&given, given.count - 1, start->scale[j]);
            }
        }
    }
    if (start != NULL) {
        memcpy(given.basis + given.count, start->basis + programme->column_count,
               programme->row_count);
    }
    return given;
}

static void model_load(Clp_Simplex *model, const LinearProgramme *programme, const Given *given) {
    Clp_setLogLevel(model, 0);
    Clp_loadProblem(model, (int)given->count, (int)programme->row_count, given->start, given->row,
                    given->value, NULL, given->upper, given->cost, given->row_lower,
                    given->row_upper);
    Clp_scaling(model, SCALING_OFF);
    Clp_setPerturbation(model, PERTURBATION_AUTOMATIC);
    Clp_setPrimalTolerance(model, TOLERANCE);
    Clp_setDualTolerance(model, TOLERANCE);
}

static void model_save(Clp_Simplex *model, const LinearProgramme *programme, const Given *given,
                       SolverResult *result) {
    const size_t columns = programme->column_count;
    const size_t rows = programme->row_count;
    const double *values = Clp_primalColumnSolution(model);
    const unsigned char *basis = Clp_statusArray(model);
    memset(result->value, 0, columns * sizeof(double));
    memset(result->basis, BASIS_AT_LOWER, columns);
    for (size_t i = 0; i < given->count; i++) {
        result->value[given->column[i]] = values[i] * given->scale[i];
        result->basis[given->column[i]] = basis[i];
    }
    memcpy(result->basis + columns, basis + given->count, rows);
    memcpy(result->dual, Clp_dualRowSolution(model), rows * sizeof(double));
    result->iterations = (size_t)Clp_numberIterations(model);
}

/* Leaves an optimum of the whole programme, to be finished at its own tolerance. */
static void model_presolve(Clp_Simplex *model) {
    Clp_Solve *options = ClpSolve_new();
    ClpSolve_setPresolveType(options, PRESOLVE_ON, PRESOLVE_PASSES);
    ClpSolve_setSolveType(options, SOLVE_DUAL, -1);
    (void)Clp_initialSolveWithOptions(model, options);
    ClpSolve_delete(options);
}

/* The primal simplex mends what the dual leaves unfinished at this tolerance. */
static bool model_solve(Clp_Simplex *model) {
    Clp_dual(model, 0);
    if (Clp_status(model) != STATUS_OPTIMAL) {
        Clp_primal(model, 0);
    }
    return Clp_status(model) == STATUS_OPTIMAL;
}

bool solver_run(const LinearProgramme *programme, const SolverStart *start, SolverResult *result,
                Error *error) {
    Clp_Simplex *model CLEANUP(model_close) = Clp_newModel();
    if (model == NULL) {
        arena_exhausted();
    }
    Arena *arena CLEANUP(arena_close) = arena_new();
    const Given given = give(arena, programme, start);
    model_load(model, programme, &given);
    if (start != NULL) {
        Clp_copyinStatus(model, given.basis);
    } else if (programme->row_count >= PRESOLVE_ROWS_MIN) {
        model_presolve(model);
    }
    if (!model_solve(model)) {
        return error_set(error, ERROR_FAILED, "the solver stopped without an optimum (status %d)",
                         Clp_status(model));
    }
    model_save(model, programme, &given, result);
    return true;
}
