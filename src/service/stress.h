/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ENTENTE_SERVICE_STRESS_H
#define ENTENTE_SERVICE_STRESS_H

/* Private to service/: a workspace under stress while it is worked out, part by part. */

#include "service/losses.h"

typedef struct Stressing {
    Arena *arena;
    const StressOptions *options;
    const GatedPlan *gated;
    NetworkSolver *solver;
    const size_t *line_of_demand;
    const ReportLine *lines; /* without amounts */
    size_t line_count;
    Plan base;
    Stress *stress;
    Error *error;
} Stressing;

/* Solves so many scenarios (ids joined by `+`; empty: nothing lost) at once, before they are asked
 * for one by one. */
enum { STRESS_AHEAD = 8 };
MUST_CHECK bool stress_ahead(Stressing *work, const Text *ids, size_t count);

/* Each fills its part of the result; the base scenario comes first of all. */
MUST_CHECK bool stress_scenarios(Stressing *work);
MUST_CHECK bool stress_draws(Stressing *work);
MUST_CHECK bool stress_nodes(Stressing *work);
void stress_points(Stressing *work);
void stress_depths(Stressing *work);
void stress_flows(Stressing *work);

/* Whole weeks until a plan owes more than the base on some line, and until it does on none any
 * more; see StressScenario. */
void stress_times(const Stressing *work, const Plan *plan, double *survive_weeks,
                  double *recover_weeks);

/* Why the lines of a plan are late; `shares` is what the scenario left, or NULL. */
void stress_explain(const Stressing *work, const Plan *plan, const Shares *shares,
                    StressScenario *scenario);

/* The single points of failure of one supplier, all of them hidden or none: `count` points from
 * `first` on. What the supplier's loss costs is exact, or else no more than `loss`. */
typedef struct StressPointGroup {
    size_t party;
    bool is_hidden;
    size_t first;
    size_t count;
    double loss;
    bool is_exact;
} StressPointGroup;

/* Hidden ones first, then those that cost most. */
size_t stress_point_groups(Arena *arena, const Stress *stress, StressPointGroup **groups);

/* "Radar for watch at 3 sites; Chip for watch at depot", at most so many needs. */
Text stress_point_needs(Arena *arena, const Stress *stress, const StressPointGroup *group,
                        size_t most);
/* The lanes that law shuts, and why, each once. */
size_t stress_point_shut(Arena *arena, const Stress *stress, const StressPointGroup *group,
                         Text **shut);

/* "lane A>B:item", and what law or size shuts it in a week. */
Text stress_lane_name(Arena *arena, const Workspace *workspace, size_t lane);
Text stress_lane_reason(Arena *arena, const GatedPlan *gated, size_t link, size_t week);

/* "3 weeks", "for good", "not in the plan". */
Text stress_weeks_text(Arena *arena, double weeks, const char *infinity);

#endif
