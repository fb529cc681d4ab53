/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ENTENTE_SERVICE_FRONTIER_H
#define ENTENTE_SERVICE_FRONTIER_H

/* Private to service/: the frontier of what levers gain against what they expose. */

#include "service/lever_model.h"

typedef struct FrontierQuestion {
    LeverModel *model;    /* with exposure */
    ChoiceMemory *memory; /* gains, over all levers of the model */
    const size_t *places; /* of the model's levers, those that are chosen among */
    const double *costs;
    size_t count;
    double budget;
} FrontierQuestion;

/* From the most that can be gained down to what exposes nothing. */
MUST_CHECK bool frontier_find(Arena *arena, const FrontierQuestion *question, const size_t *levers,
                              Reform *reform, Error *error);

#endif
