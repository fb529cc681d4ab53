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

/* Solves from `start`, or from the basis of all slacks where it is NULL. ERROR_FAILED
 * where no optimum was reached. `start` may be result->basis. */
MUST_CHECK bool solver_run(const LinearProgramme *programme, const unsigned char *start,
                           SolverResult *result, Error *error);

#endif
