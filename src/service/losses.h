/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ENTENTE_SERVICE_LOSSES_H
#define ENTENTE_SERVICE_LOSSES_H

/* Private to service/: dated losses as differences of a gated plan. What is left of each lane,
 * activity and demand in each week is a share; losses that meet multiply. A scenario is the
 * rows of one id. */

#include "service/plan.h"

typedef struct Shares {
    double *lane;     /* [lane of the workspace * weeks + week] */
    double *activity; /* likewise */
    double *demand;   /* of deliveries: only 0 counts */
} Shares;

/* Nothing lost. */
Shares shares_new(Arena *arena, const GatedPlan *gated);

/* Takes one row's loss: a party with all under it, or a site alone, makes, sends and is sent less,
 * and where all of it is lost for a whole week nothing can be delivered there; stocks stay, out of
 * reach; of an item less is made and sent. */
void shares_lose(const GatedPlan *gated, const ScenarioLoss *loss, Shares *shares);

/* Takes a site's production and shipments away for the first `weeks` weeks. */
void shares_lose_supplier(const GatedPlan *gated, size_t party, size_t weeks, Shares *shares);

/* The changes of the network; `boundless` counts what has no limit and was lost in part. */
NetworkBarrier shares_loss(Arena *arena, const GatedPlan *gated, const Shares *shares,
                           size_t *boundless);

/* The scenarios of a workspace, in the order of its rows. */
typedef struct ScenarioHead {
    Text id;
    Text name;
    Amount probability;
} ScenarioHead;

size_t scenarios_find(Arena *arena, const Workspace *workspace, ScenarioHead **scenarios);

/* Takes all rows of the ids, joined by `+`. ERROR_MISSING names an id that the workspace has not,
 * and the nearest. */
MUST_CHECK bool scenarios_lose(Arena *arena, const GatedPlan *gated, Text ids, Shares *shares,
                               Error *error);

#endif
