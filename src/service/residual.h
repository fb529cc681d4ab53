/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ENTENTE_SERVICE_RESIDUAL_H
#define ENTENTE_SERVICE_RESIDUAL_H

/* Private to service/: a workspace's plan as it stands, and what it leaves unused: capacity,
 * lanes, limits of licences, and stock that no later week of the plan takes. An order asks
 * how much more one supplier can deliver beside the plan. Amounts are in items' units. */

#include "service/plan.h"

/* The plan of a workspace with everything it rests on. */
typedef struct BasePlan {
    ReportOptions options;
    size_t week_count;
    LaneRulings rulings;
    GatedPlan gated;
    Plan plan;
} BasePlan;

/* Rules, builds and solves. The plan reaches as far as the workspace says (26 weeks where
 * it does not), and at least to `until`. */
MUST_CHECK bool base_plan_make(Arena *arena, const Workspace *workspace, const LawSet *set,
                               const ReportOptions *options, Date until, BasePlan *base,
                               Error *error);

/* What is left; orders that are placed take from it. */
typedef struct Residual {
    const BasePlan *base;
    size_t item;
    size_t week_count;           /* of the order */
    NetworkActivity *activities; /* the plan's, then one that frees stock for each place */
    size_t activity_count;
    double **capacity; /* of each activity and week */
    NetworkLane *lanes;
    double **open; /* of each lane and week */
    NetworkQuota *quotas;
} Residual;

/* How lanes of the order's item are ruled; the plan's own rulings where `rulings` is NULL.
 * `lane_of` gives the lane of `rulings` for each lane of the workspace. */
typedef struct OrderRulings {
    const LaneRulings *rulings;
    const size_t *lane_of;
} OrderRulings;

/* Weeks up to the one that holds `until`, of which the part that is over by then counts. */
void residual_make(Arena *arena, const BasePlan *base, size_t item, Date until,
                   const OrderRulings *ruled, Residual *residual);

/* What an order is asked about as if it were without limit. */
typedef enum OrderLoose {
    LOOSE_NOTHING,
    LOOSE_MAKING, /* what the supplier can make of the item */
    LOOSE_LANES,  /* what lanes of the item carry on days on which they are open */
    LOOSE_INPUT   /* one component at the supplier */
} OrderLoose;

typedef struct Order {
    size_t supplier; /* a party: only what it makes or holds; SERVICE_NONE: anybody's */
    size_t site;
    double quantity; /* INFINITY: all that can be had */
    OrderLoose loose;
    size_t input; /* the item of LOOSE_INPUT */
} Order;

/* How much of an order arrives by the end; INFINITY where nothing limits it. With `is_placed`
 * it is taken from the residual. `first_week` (may be NULL) gets the week of the first arrival
 * where the order is wanted at once, SERVICE_NONE where nothing comes. */
MUST_CHECK bool residual_order(Arena *arena, Residual *residual, const Order *order, bool is_placed,
                               double *delivered, Error *error);
MUST_CHECK bool residual_first_week(Arena *arena, const Residual *residual, const Order *order,
                                    size_t *first_week, Error *error);

#endif
