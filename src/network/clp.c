/* SPDX-License-Identifier: Apache-2.0 */
#include "network/solver.h"

#include <Clp_C_Interface.h>
#include <float.h>
#include <limits.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "network/fold.h"

/* Clp, through its C interface. The dual simplex: from the basis of all slacks it is
 * feasible at once, for no cost is negative, and after a change of bounds it goes on from
 * where it was. From nothing, large programmes are first made smaller by presolve. */

static const double TOLERANCE = 1e-9;

/* Below so many rows presolve costs more than it saves. */
enum { PRESOLVE_ROWS_MIN = 2000, PRESOLVE_ON = 0, PRESOLVE_PASSES = -1, SOLVE_DUAL = 0 };

enum { STATUS_OPTIMAL = 0, SCALING_OFF = 0, PERTURBATION_AUTOMATIC = 100, PERTURBATION_ON = 50 };

/* Of a code, without the engine's own remarks. */
enum { CODE_MASK = 7 };

bool solver_is_basic(unsigned char code) {
    return (code & CODE_MASK) == SOLVER_BASIC;
}

static void model_close(Clp_Simplex **model) {
    Clp_deleteModel(*model);
}

/* What the engine is given: the columns that can be other than 0 and the rows that are no bounds of
 * one column, with the engine's own infinity, which is the largest double. */
typedef struct Given {
    Fold fold;
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

static double without_infinity(double bound) {
    return isinf(bound) ? copysign(DBL_MAX, bound) : bound;
}

static Given given_new(Arena *arena, const LinearProgramme *programme) {
    const size_t columns = programme->column_count;
    const size_t entries = (size_t)programme->start[columns];
    const Fold fold = fold_new(arena, programme);
    return (Given){.fold = fold,
                   .column = ARENA_MANY(arena, size_t, columns),
                   .start = ARENA_MANY(arena, CoinBigIndex, columns + 1),
                   .row = ARENA_MANY(arena, int, entries),
                   .value = ARENA_MANY(arena, double, entries),
                   .cost = ARENA_MANY(arena, double, columns),
                   .upper = ARENA_MANY(arena, double, columns),
                   .scale = ARENA_MANY(arena, double, columns),
                   .row_lower = ARENA_MANY(arena, double, fold.kept_count),
                   .row_upper = ARENA_MANY(arena, double, fold.kept_count),
                   .basis = ARENA_MANY(arena, unsigned char, columns + fold.kept_count)};
}

static void give_column(Given *given, const LinearProgramme *programme, size_t column,
                        double upper) {
    const CoinBigIndex at = given->start[given->count];
    const int entries =
        fold_entries(&given->fold, programme, column, given->row + at, given->value + at);
    given->column[given->count] = column;
    given->cost[given->count] = programme->cost[column];
    given->upper[given->count] = without_infinity(upper);
    given->scale[given->count] = 1;
    given->start[++given->count] = at + entries;
}

static void scale_column(Given *given, size_t at, double scale) {
    for (CoinBigIndex k = given->start[at]; k < given->start[at + 1]; k++) {
        given->value[k] *= scale;
    }
    given->cost[at] *= scale;
    given->upper[at] = given->upper[at] < DBL_MAX ? given->upper[at] / scale : DBL_MAX;
    given->scale[at] = scale;
}

static void give_start(Given *given, const LinearProgramme *programme, const SolverStart *start) {
    const size_t last = given->count - 1;
    const size_t column = given->column[last];
    given->basis[last] = fold_rests(&given->fold, programme, start->basis, column)
                             ? SOLVER_AT_UPPER
                             : start->basis[column];
    if (start->scale != NULL) {
        scale_column(given, last, start->scale[column]);
    }
}

/* A column that is shut stays away, unless the basis to start from needs it. */
static void give_columns(Given *given, const LinearProgramme *programme, const double *upper,
                         const SolverStart *start) {
    for (size_t j = 0; j < programme->column_count; j++) {
        const bool is_basic =
            start != NULL && fold_is_basic(&given->fold, programme, start->basis, j);
        const bool can_be = upper[j] > 0 || programme->column_upper[j] > 0;
        if (given->fold.first[j] == j && (can_be || is_basic)) {
            give_column(given, programme, j, upper[j]);
            if (start != NULL) {
                give_start(given, programme, start);
            }
        }
    }
}

static void give_rows(Given *given, const LinearProgramme *programme, const SolverStart *start) {
    for (size_t i = 0; i < programme->row_count; i++) {
        const int row = given->fold.kept[i];
        if (row != FOLDED_AWAY) {
            given->row_lower[row] = without_infinity(programme->row_lower[i]);
            given->row_upper[row] = without_infinity(programme->row_upper[i]);
            given->basis[given->count + (size_t)row] =
                start == NULL ? 0 : start->basis[programme->column_count + i];
        }
    }
}

static Given give(Arena *arena, const LinearProgramme *programme, const SolverStart *start) {
    Given given = given_new(arena, programme);
    const double *upper = fold_uppers(arena, &given.fold, programme);
    SolverStart folded = {NULL, NULL};
    if (start != NULL) {
        folded =
            (SolverStart){fold_basis(arena, &given.fold, programme, start->basis), start->scale};
    }
    const SolverStart *own = start == NULL ? NULL : &folded;
    give_columns(&given, programme, upper, own);
    give_rows(&given, programme, own);
    return given;
}

static void model_load(Clp_Simplex *model, const Given *given) {
    Clp_setLogLevel(model, 0);
    Clp_loadProblem(model, (int)given->count, (int)given->fold.kept_count, given->start, given->row,
                    given->value, NULL, given->upper, given->cost, given->row_lower,
                    given->row_upper);
    Clp_scaling(model, SCALING_OFF);
    Clp_setPerturbation(model, PERTURBATION_AUTOMATIC);
    Clp_setPrimalTolerance(model, TOLERANCE);
    Clp_setDualTolerance(model, TOLERANCE);
}

/* A column that is kept down by the bound that a row became has its reduced cost for that row's
 * dual. */
static void save_folded(const LinearProgramme *programme, const Fold *fold, size_t column,
                        double reduced, SolverResult *result) {
    const int row = fold->limit[column];
    if (row != FOLDED_AWAY && reduced < 0 && !solver_is_basic(result->basis[column]) &&
        fold_is_tighter(fold, programme, column)) {
        result->basis[column] = SOLVER_BASIC;
        result->basis[programme->column_count + (size_t)row] = SOLVER_AT_UPPER;
        result->dual[row] = reduced / fold->taken[column];
    }
}

static void save_rows(Clp_Simplex *model, const LinearProgramme *programme, const Given *given,
                      SolverResult *result) {
    const double *duals = Clp_dualRowSolution(model);
    const unsigned char *basis = Clp_statusArray(model) + given->count;
    for (size_t i = 0; i < programme->row_count; i++) {
        const int row = given->fold.kept[i];
        const bool is_kept = row != FOLDED_AWAY;
        result->dual[i] = is_kept ? duals[row] : 0;
        result->basis[programme->column_count + i] = is_kept ? basis[row] : SOLVER_BASIC;
    }
}

static void model_save(Clp_Simplex *model, const LinearProgramme *programme, const Given *given,
                       SolverResult *result) {
    const size_t columns = programme->column_count;
    const double *values = Clp_primalColumnSolution(model);
    const double *reduced = Clp_dualColumnSolution(model);
    const unsigned char *basis = Clp_statusArray(model);
    memset(result->value, 0, columns * sizeof(double));
    memset(result->basis, SOLVER_AT_LOWER, columns);
    save_rows(model, programme, given, result);
    for (size_t i = 0; i < given->count; i++) {
        const size_t column = given->column[i];
        result->value[column] = values[i] * given->scale[i];
        result->basis[column] = basis[i];
        save_folded(programme, &given->fold, column, reduced[i] / given->scale[i], result);
    }
    fold_share(&given->fold, programme, result);
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
    model_load(model, &given);
    if (start != NULL) {
        Clp_setPerturbation(model, PERTURBATION_ON);
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
