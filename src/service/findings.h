/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ENTENTE_SERVICE_FINDINGS_H
#define ENTENTE_SERVICE_FINDINGS_H

/* Private to service/: what a solved plan and its rulings say, as the parts of a Report. */

#include "service/plan.h"

/* The lines of a report, without amounts, in order; line_of_demand gets a position for
 * each demand of the workspace. */
size_t findings_lines(Arena *arena, const Workspace *workspace, ReportLine **lines,
                      size_t **line_of_demand);

/* Adds up a plan's amounts into the lines. */
void findings_fill_lines(Arena *arena, const GatedPlan *gated, const Plan *plan,
                         const size_t *line_of_demand, ReportLine *lines, size_t line_count);

/* What a plan leaves owed at the end and over all weeks, line by line: two arrays. */
void findings_owed(const GatedPlan *gated, const Plan *plan, const size_t *line_of_demand,
                   double *owed_end, double *lateness);

size_t findings_sources(Arena *arena, const GatedPlan *gated, const Plan *plan,
                        ReportSource **sources);
size_t findings_changes(Arena *arena, const LaneRulings *rulings, ReportChange **changes);
size_t findings_questions(Arena *arena, const LaneRulings *rulings, ReportQuestion **questions);
ReportLaneCounts findings_lane_counts(const LaneRulings *rulings);

#endif
