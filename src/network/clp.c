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

static void model_close(Clp_Simplex **model) {
    Clp_deleteModel(*model);
}

/* Clp's infinity is the largest double. */
static double *without_infinities(Arena *arena, const double *bounds, size_t count) {
    double *copy = ARENA_MANY(arena, double, count);
    for (size_t i = 0; i < count; i++) {
        copy[i] = isinf(bounds[i]) ? copysign(DBL_MAX, bounds[i]) : bounds[i];
    }
    return copy;
}

static void model_load(Clp_Simplex *model, const LinearProgramme *programme) {
    Arena *arena CLEANUP(arena_close) = arena_new();
    size_t rows = programme->row_count;
    Clp_setLogLevel(model, 0);
    Clp_loadProblem(model, (int)programme->column_count, (int)rows, programme->start,
                    programme->row, programme->value, NULL,
                    without_infinities(arena, programme->column_upper, programme->column_count),
                    programme->cost, without_infinities(arena, programme->row_lower, rows),
                    without_infinities(arena, programme->row_upper, rows));
    Clp_scaling(model, SCALING_OFF);
    Clp_setPerturbation(model, PERTURBATION_AUTOMATIC);
    Clp_setPrimalTolerance(model, TOLERANCE);
    Clp_setDualTolerance(model, TOLERANCE);
}

static void model_save(Clp_Simplex *model, const LinearProgramme *programme, SolverResult *result) {
    size_t columns = programme->column_count;
    size_t rows = programme->row_count;
    memcpy(result->value, Clp_primalColumnSolution(model), columns * sizeof(double));
    memcpy(result->dual, Clp_dualRowSolution(model), rows * sizeof(double));
    memcpy(result->basis, Clp_statusArray(model), columns + rows);
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

bool solver_run(const LinearProgramme *programme, const unsigned char *start, SolverResult *result,
                Error *error) {
    Clp_Simplex *model CLEANUP(model_close) = Clp_newModel();
    if (model == NULL) {
        arena_exhausted();
    }
    model_load(model, programme);
    if (start != NULL) {
        Clp_copyinStatus(model, start);
    } else if (programme->row_count >= PRESOLVE_ROWS_MIN) {
        model_presolve(model);
    }
    if (!model_solve(model)) {
        return error_set(error, ERROR_FAILED, "the solver stopped without an optimum (status %d)",
                         Clp_status(model));
    }
    model_save(model, programme, result);
    return true;
}
