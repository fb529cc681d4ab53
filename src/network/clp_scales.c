/* SPDX-License-Identifier: Apache-2.0 */
#include <Clp_C_Interface.h>
#include <float.h>
#include <math.h>
#include <stdint.h>
#include <string.h>

#include "base/arena.h"
#include "network/fold.h"
#include "network/solver.h"

/* The squared length of row i of the inverse of a basis B is the mean of x(i)^2 where B x = g and
 * g is drawn from a distribution of mean 0 and variance 1. The engine solves B x = g: columns of
 * the basis are given without bounds, so that the basis is optimal as it stands. */

enum { SAMPLES = 24, DRAWS = 12, EXPONENT_MAX = 8 };

static void model_close(Clp_Simplex **model) {
    Clp_deleteModel(*model);
}

/* The columns of the basis and, for each row, the bounds of a sample. */
typedef struct Basis {
    Fold fold;
    int count;
    size_t *column;
    CoinBigIndex *start;
    int *row;
    double *value;
    double *lower;
    double *upper;
    double *cost;
    double *row_lower;
    double *row_upper;
    unsigned char *status;
    double *total; /* of squares, for each column */
} Basis;

static Basis basis_room(Arena *arena, const LinearProgramme *programme) {
    const size_t columns = programme->column_count;
    const size_t entries = (size_t)programme->start[columns];
    return (Basis){.fold = fold_new(arena, programme),
                   .column = ARENA_MANY(arena, size_t, columns),
                   .start = ARENA_MANY(arena, CoinBigIndex, columns + 1),
                   .row = ARENA_MANY(arena, int, entries),
                   .value = ARENA_MANY(arena, double, entries),
                   .lower = ARENA_MANY(arena, double, columns),
                   .upper = ARENA_MANY(arena, double, columns),
                   .cost = ARENA_MANY(arena, double, columns),
                   .row_lower = ARENA_MANY(arena, double, programme->row_count),
                   .row_upper = ARENA_MANY(arena, double, programme->row_count),
                   .status = ARENA_MANY(arena, unsigned char, columns + programme->row_count),
                   .total = ARENA_MANY(arena, double, columns)};
}

static void basis_add(Basis *basis, const LinearProgramme *programme, size_t column) {
    const CoinBigIndex at = basis->start[basis->count];
    const int entries =
        fold_entries(&basis->fold, programme, column, basis->row + at, basis->value + at);
    basis->column[basis->count] = column;
    basis->lower[basis->count] = -DBL_MAX;
    basis->upper[basis->count] = DBL_MAX;
    basis->status[basis->count] = SOLVER_BASIC;
    basis->start[++basis->count] = at + entries;
}

static Basis basis_of(Arena *arena, const LinearProgramme *programme, const unsigned char *status) {
    Basis basis = basis_room(arena, programme);
    for (size_t j = 0; j < programme->column_count; j++) {
        if (fold_is_basic(&basis.fold, programme, status, j)) {
            basis_add(&basis, programme, j);
        }
    }
    for (size_t i = 0; i < programme->row_count; i++) {
        const int row = basis.fold.kept[i];
        if (row != FOLDED_AWAY) {
            basis.status[basis.count + row] = status[programme->column_count + i];
        }
    }
    return basis;
}

/* A sum of evenly spread numbers, less its mean: of variance 1. */
static double draw(uint64_t *state) {
    double sum = 0;
    for (int i = 0; i < DRAWS; i++) {
        *state ^= *state << 13;
        *state ^= *state >> 7;
        *state ^= *state << 17;
        sum += ldexp((double)(*state >> 11), -53);
    }
    return sum - DRAWS / 2.0;
}

static void draw_rows(Basis *basis, uint64_t *state) {
    for (size_t i = 0; i < basis->fold.kept_count; i++) {
        const double side = draw(state);
        const bool is_free = solver_is_basic(basis->status[(size_t)basis->count + i]);
        basis->row_lower[i] = is_free ? -DBL_MAX : side;
        basis->row_upper[i] = is_free ? DBL_MAX : side;
    }
}

static bool add_sample(Basis *basis, Error *error) {
    Clp_Simplex *model CLEANUP(model_close) = Clp_newModel();
    if (model == NULL) {
        arena_exhausted();
    }
    Clp_setLogLevel(model, 0);
    Clp_loadProblem(model, basis->count, (int)basis->fold.kept_count, basis->start, basis->row,
                    basis->value, basis->lower, basis->upper, basis->cost, basis->row_lower,
                    basis->row_upper);
    Clp_scaling(model, 0);
    Clp_copyinStatus(model, basis->status);
    Clp_dual(model, 0);
    if (Clp_status(model) != 0) {
        return error_set(error, ERROR_FAILED, "the solver did not take its own basis (status %d)",
                         Clp_status(model));
    }
    const double *values = Clp_primalColumnSolution(model);
    for (int j = 0; j < basis->count; j++) {
        basis->total[j] += values[j] * values[j];
    }
    return true;
}

static double scale_of(double length) {
    const double exponent = round(log2(length));
    return ldexp(1, (int)fmin(fmax(exponent, -EXPONENT_MAX), EXPONENT_MAX));
}

bool solver_scales(const LinearProgramme *programme, const unsigned char *basis, double *scale,
                   Error *error) {
    Arena *arena CLEANUP(arena_close) = arena_new();
    Basis own = basis_of(arena, programme, basis);
    uint64_t state = 0x9e3779b97f4a7c15;
    for (int i = 0; i < SAMPLES; i++) {
        draw_rows(&own, &state);
        if (!add_sample(&own, error)) {
            return false;
        }
    }
    for (size_t j = 0; j < programme->column_count; j++) {
        scale[j] = 1;
    }
    for (int j = 0; j < own.count; j++) {
        scale[own.fold.first[own.column[j]]] = scale_of(sqrt(own.total[j] / SAMPLES));
    }
    return true;
}
