/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ENTENTE_SERVICE_EXPOSURE_H
#define ENTENTE_SERVICE_EXPOSURE_H

/* Private to service/: what opening a lane exposes, as a stated judgement with an interval
 * (docs/exposure.md). It is a product of factors: how sensitive the item is and of what kind, how
 * well the recipient is assured, whether the countries have an agreement, and to how many other
 * countries what is received may lawfully or physically go on. Within one country nothing is
 * exposed. Factors are settings of the workspace, with defaults. */

#include "service/lanes.h"

typedef struct ExposureModel ExposureModel;

/* ERROR_INVALID names a setting that is no factor. Lanes are judged as the workspace has them. */
MUST_CHECK ExposureModel *exposure_new(Arena *arena, const Workspace *workspace, Date as_of,
                                       Error *error);

/* Of a lane that is open without a review, all of the plan. */
Exposure exposure_of_lane(const ExposureModel *model, size_t lane);

/* How far a lane is open in each week: without review, and under a licence that is reviewed. */
typedef struct ExposedWeeks {
    double *free;
    double *reviewed;
} ExposedWeeks;

ExposedWeeks exposed_weeks_new(Arena *arena, size_t week_count);

/* From rulings of the lane's stretches; `instant` as in lane_open_weeks. */
void exposed_weeks_fill(Arena *scratch, const LaneRulings *rulings, size_t lane,
                        const LaneRuling *ruled, size_t instant, ExposedWeeks *weeks);

/* Adds what a lane exposes more where it is open as `after` than as `before` (NULL: not at all). */
void exposure_add(const ExposureModel *model, Exposure lane, size_t week_count,
                  const ExposedWeeks *before, const ExposedWeeks *after, Exposure *total);

/* What one change of the law of a lane exposes more: the rulings as they are against others. */
void exposure_add_ruled(Arena *scratch, const ExposureModel *model, const LaneRulings *rulings,
                        size_t lane, const LaneRuling *ruled, size_t instant, Exposure *total);

#endif
