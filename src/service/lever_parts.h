/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ENTENTE_SERVICE_LEVER_PARTS_H
#define ENTENTE_SERVICE_LEVER_PARTS_H

/* Private to the lever_*.c files: what a LeverModel holds, and its parts. */

#include "base/map.h"
#include "service/exposure.h"
#include "service/lever_model.h"

/* A workspace with some levers pulled, decided and laid out as a network. */
typedef struct Pulled {
    const Workspace *workspace;
    const LawSet *law;
    LaneRulings rulings;
    GatedPlan plan;
} Pulled;

/* Law with the reforms of some levers in force. */
typedef struct ReformedLaw {
    ChoiceSet levers;
    const LawSet *set;
} ReformedLaw;

/* ---- rulings that are known (lever_rulings.c) ---- */

/* Of each lane of the workspace without levers, what was decided of it under which levers. */
typedef struct LeverRulings LeverRulings;

LeverRulings *lever_rulings_new(Arena *arena, const LeverBase *base, const size_t *levers,
                                size_t lever_count);

/* A set that is pulled, and its law. */
typedef struct LeverAsk {
    LeverRulings *rulings;
    Arena *arena; /* of what is found under another law, and put into the terms of this one */
    ChoiceSet set;
    const LawSet *law;
} LeverAsk;

/* The memory of a lane's rulings for that set; `ask` has to live as long. */
LaneMemory lever_memory(LeverAsk *ask);

struct LeverModel {
    Arena *arena;
    const LeverBase *base;
    const LawSet *set;
    ChoiceSet law_levers; /* that change law */
    Array laws;           /* of ReformedLaw */
    LeverRulings *rulings;
    ReportOptions options;
    size_t week_count;
    const size_t *levers;
    size_t lever_count;
    Pulled *all;     /* every lever: the shape of the network */
    Pulled *none;    /* no lever */
    Network network; /* the shape of `all` with the amounts of `none` */
    Map *lanes;      /* positions in that shape, by name */
    Map *resources;
    Map *stocks;
    Map *quotas;
    NetworkSolver *solver;
    double objective;
    LeverCases cases;        /* scenarios that what a set gains is measured over; or none */
    ExposureModel *exposure; /* of the lanes without any lever; or NULL: not asked */
    ExposureModel *exposure_of_all;
    Map *exposed; /* sets in hexadecimal -> position in exposures */
    Array exposures;
};

/* ---- the shape (lever_shape.c) ---- */

/* The network of all levers with the amounts of none. */
void lever_shape(LeverModel *model);

/* The position in that shape of a lane or a resource of what was pulled. */
bool lever_shape_lane(Arena *arena, const LeverModel *model, const Pulled *pulled, size_t lane,
                      size_t *at);
bool lever_shape_resource(Arena *arena, const LeverModel *model, const Pulled *pulled,
                          size_t resource, size_t *at);

/* What makes the model's network into that of what was pulled, with amounts of `network`, which
 * has the same parts. Adds NetworkChanges. */
void lever_changes(Arena *arena, const LeverModel *model, const Pulled *pulled,
                   const Network *network, Array *changes);

/* ---- cases (lever_cases.c) ---- */

/* Solves what was pulled in every case, and measures. */
MUST_CHECK bool lever_measure(LeverModel *model, Arena *arena, const Pulled *pulled,
                              double *objective, Error *error);

/* ---- exposure (lever_exposure.c) ---- */

MUST_CHECK bool lever_exposure_open(LeverModel *model, Error *error);
/* Of what was pulled, against no lever; remembered for the set. */
Exposure lever_exposure_of(LeverModel *model, ChoiceSet set, const Pulled *pulled);

/* Flags of the lanes of the workspace without levers that law may decide otherwise because of one
 * lever's rows; and whether only from the day it is ready on (lever_touch.c). */
const bool *lever_touched(Arena *arena, const LeverBase *base, size_t lever, bool *is_dated);

/* ---- pulling (lever_model.c) ---- */

MUST_CHECK bool lever_pull(Arena *arena, LeverModel *model, ChoiceSet set, Pulled *pulled,
                           Error *error);

#endif
