/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ENTENTE_SERVICE_PLAN_H
#define ENTENTE_SERVICE_PLAN_H

/* Private to service/: the gated network of a workspace. Sites are parties, periods are
 * weeks from the as-of date. A workspace lane gives one lane of the network under its
 * own ruling, and one more for each licence in hand that it may use. */

#include "network/network.h"
#include "service/lanes.h"

typedef struct LaneLink {
    size_t lane;          /* of the workspace */
    size_t authorisation; /* or SERVICE_NONE */
} LaneLink;

typedef struct GatedPlan {
    const Workspace *workspace;
    const LaneRulings *rulings;
    Network network; /* its lanes are `links` one by one */
    const LaneLink *links;
    const double *item_weekly;       /* the ordinary weekly need of each item, through the bill of
                                        material;       1 where there is none */
    const double *demand_weekly;     /* of each demand, on average over the plan */
    const size_t *resource_activity; /* for each resource of the network: its activity, or
                                        SERVICE_NONE for stock that arrives during the plan */
} GatedPlan;

/* Objective's weights and small costs: see docs/network.md. O(lanes x weeks). */
void plan_build(Arena *arena, const Workspace *workspace, const LaneRulings *rulings,
                GatedPlan *plan);

/* The same with a lane for each licence in hand that might serve, also where law never asks for
 * it: so that plans under different law have the same parts. */
void plan_build_whole(Arena *arena, const Workspace *workspace, const LaneRulings *rulings,
                      GatedPlan *plan);

/* The part of each week (0..1) on which a row holds. */
void plan_weeks_held(const LaneRulings *rulings, DateRange holds, double *part);

#endif
