/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ENTENTE_SERVICE_BARRIERS_H
#define ENTENTE_SERVICE_BARRIERS_H

/* Private to service/: everything that keeps goods from flowing, as barriers that can be
 * removed one by one and priced. */

#include "service/exposure.h"
#include "service/plan.h"

typedef struct BarrierSet {
    ReportBarrier *shown; /* without values */
    NetworkBarrier *barriers;
    size_t count;
} BarrierSet;

/* Finds the barriers of a plan, in a stable order: provisions, clocks, quantities,
 * capacities, stocks. A provision that opens nothing when it alone is lifted is left out.
 * `exposure` may be NULL: then none is told. O(provisions that block x lanes they block) decisions.
 */
MUST_CHECK bool barriers_find(Arena *arena, const GatedPlan *plan, const ExposureModel *exposure,
                              const ServiceProgress *progress, BarrierSet *found, Error *error);

#endif
