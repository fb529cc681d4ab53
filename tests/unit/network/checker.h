/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ENTENTE_TEST_CHECKER_H
#define ENTENTE_TEST_CHECKER_H

/* Recomputes from a network and a plan's arrays alone whether the plan can be done,
 * whether its prices hold, and both objectives. Shares no code with the solver. */

#include "network/network.h"

typedef struct CheckResult {
    double primal_violation; /* the worst, beside the size of what is added up in its row */
    double dual_violation;   /* likewise in its column */
    double objective;
    double lateness;
    double dual_objective;
} CheckResult;

CheckResult check_plan(const Network *network, const Plan *plan);

/* Fails the test unless all is within 1e-6 and agrees with what the plan says. */
void assert_plan_is_optimal(const Network *network, const Plan *plan);

#endif
