/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ENTENTE_SERVICE_BARRIER_BUILD_H
#define ENTENTE_SERVICE_BARRIER_BUILD_H

/* Private to the barriers_*.c files: the list of barriers while it is made. */

#include "base/array.h"
#include "service/barriers.h"

typedef struct BarrierBuild {
    Arena *arena;
    const GatedPlan *plan;
    const ExposureModel *exposure; /* or NULL */
    Array shown;                   /* of ReportBarrier */
    Array barriers;                /* of NetworkBarrier */
} BarrierBuild;

/* Adds a barrier, unless lifting it would change nothing. */
void barrier_add(BarrierBuild *build, const ReportBarrier *shown, const Array *changes);

/* Adds quantities of licences, capacities of activities and lanes, and stocks. */
void barriers_add_supply(BarrierBuild *build);

#endif
