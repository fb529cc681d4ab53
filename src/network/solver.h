/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ENTENTE_NETWORK_SOLVER_H
#define ENTENTE_NETWORK_SOLVER_H

/* The one door to the engine that solves linear programmes. A run is a function of the
 * programme and the basis it starts from and of nothing else: no engine outlives a run,
 * so what was solved before can never colour what is solved now, and bounds are changed
 * in the programme's own arrays between runs. */

#include <stdbool.h>
#include <stddef.h>

#include "base/compiler.h"
#include "base/error.h"

/* min cost x  where  row_lower <= A x <= row_upper  and  0 <= x <= column_upper.
 * A is kept by columns: those of column j are start[j] .. start[j + 1]. INFINITY and
 * -INFINITY are no bound. */
typedef struct LinearProgramme {
    size_t row_count;
    size_t column_count;
    const int *start;
    const int *row;
    const double *value;
    const double *cost;
    double *column_upper;
    double *row_lower;
    double *row_upper;
} LinearProgramme;

/* The caller gives the arrays: `value` for each column, `dual` for each row (what the
 * optimum grows by for one more on the right side), `basis` for each column and then each
 * row (the engine's own code: good only to start a run of the same programme with). */
typedef struct SolverResult {
    double *value;
    double *dual;
    unsigned char *basis;
    size_t iterations;
} SolverResult;

/* The engine's code for a column or row; only whether it is basic should be asked of others. */
enum { SOLVER_BASIC = 1, SOLVER_AT_UPPER = 2, SOLVER_AT_LOWER = 3 };
bool solver_is_basic(unsigned char code);

/* Where to start from. Each column is counted in units of its `scale`, powers of two, while the
 * engine is at work; NULL: each in its own. */
typedef struct SolverStart {
    const unsigned char *basis; /* may be result->basis */
    const double *scale;
} SolverStart;

/* Solves from `start`, or from the basis of all slacks where it is NULL. ERROR_FAILED
 * where no optimum was reached. */
MUST_CHECK bool solver_run(const LinearProgramme *programme, const SolverStart *start,
                           SolverResult *result, Error *error);

/* For each column the scale from which runs that start at `basis` take fewest steps. A run of the
 * dual simplex takes every row of the inverse of its basis to be of length 1 to begin with, and is
 * led astray where they are not; these scales make them so, within a factor of two. The lengths are
 * found by sampling, from a seed that is always the same. Takes as long as two dozen factorizations
 * of the basis. */
MUST_CHECK bool solver_scales(const LinearProgramme *programme, const unsigned char *basis,
                              double *scale, Error *error);

#endif
