/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ENTENTE_SERVICE_LEVER_MODEL_H
#define ENTENTE_SERVICE_LEVER_MODEL_H

/* Private to service/: what sets of levers gain. One network has everything that any
 * lever may bring, shut at first; a set of levers is decided anew, lane by lane, and what it
 * opens or adds is solved from the base's basis. */

#include "service/choice.h"
#include "service/levers.h"
#include "service/plan.h"

/* The levers looked at: positions in the workspace, at most CHOICE_MAX. */
typedef struct LeverModel LeverModel;

/* Lanes that a set of levers moves from one outcome to another on the plan's last day. */
typedef struct LeverMoves {
    size_t lanes[OUTCOME_UNDETERMINED + 1][OUTCOME_UNDETERMINED + 1]; /* [before][after] */
    const ReportChange *changes; /* decisions that differ, see ReformLever */
    size_t change_count;
    const LawSet *law;
} LeverMoves;

/* Scenarios over which sets are measured; none: what happens is what is planned. */
typedef struct LeverCases {
    const Text *ids;
    const double *probabilities;
    size_t count;
    ReformMeasure measure;
    double alpha;
} LeverCases;

typedef struct LeverQuestion {
    const LeverBase *base;
    const LawSet *set;
    const ReportOptions *options;
    size_t week_count;
    const size_t *levers;
    size_t lever_count;
    LeverCases cases;
    bool wants_exposure;
} LeverQuestion;

MUST_CHECK LeverModel *lever_model_new(Arena *arena, const LeverQuestion *question, Error *error);
void lever_model_close(LeverModel **model); /* for CLEANUP */

/* The objective without any lever. */
double lever_model_objective(const LeverModel *model);

/* A ChoiceWorth's function: `context` is the model. */
MUST_CHECK bool lever_model_gain(void *context, ChoiceSet set, double *gain, Error *error);

/* The same, and which lanes the set moves. */
MUST_CHECK bool lever_model_pull(Arena *arena, LeverModel *model, ChoiceSet set, double *gain,
                                 LeverMoves *moves, Error *error);

/* The objective in each case, that nothing happens first: cases.count + 1 of them. */
MUST_CHECK bool lever_model_cases(LeverModel *model, ChoiceSet set, double *objectives,
                                  Error *error);
double lever_cases_probability(const LeverCases *cases, size_t which);
double lever_cases_measure(Arena *arena, const LeverCases *cases, const double *objectives);

/* What a set exposes more than no lever; for a model that was asked to. Remembered. */
MUST_CHECK bool lever_model_exposure(LeverModel *model, ChoiceSet set, Exposure *exposure,
                                     Error *error);

#endif
