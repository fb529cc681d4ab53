/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ENTENTE_LAW_WORK_H
#define ENTENTE_LAW_WORK_H

/* What the engine finds of one pack before it is told, private to law/. Best and worst
 * are bounds: the best takes everything unknown in favour, the worst against. */

#include "base/array.h"
#include "law/engine.h"

/* A provision that holds or might. */
typedef struct Standing {
    size_t provision;
    Truth truth;
} Standing;

/* A bar that strikes an exception, or might. */
typedef struct Strike {
    size_t bar;
    size_t exception;
    Truth truth;
    Truth would;   /* what it strikes holds otherwise: the exception, or the track */
    bool is_track; /* of one or more tracks, not of the exception whole */
} Strike;

typedef struct ExceptionWork {
    size_t provision;
    const TableRow *row;
    Truth holds;  /* by its own terms */
    Truth struck; /* by some bar */
    Truth stands; /* holds and is not struck */
    Truth serves; /* stands, and does for the requirements what the pack's rule asks */
    bool is_used; /* ranked first for some requirement */
} ExceptionWork;

typedef struct RouteWork {
    size_t provision;
    Truth truth;
    ReviewKind review;
    int days;     /* -1 not known */
    bool is_used; /* the quickest for some requirement */
} RouteWork;

typedef struct PackWork {
    size_t pack;
    Truth speaks;
    Truth is_prohibited;
    Array scopes;          /* of Standing */
    Array prohibitions;    /* of Standing */
    Array instances;       /* of Instance */
    Array exceptions;      /* of ExceptionWork: all of the pack, where something is required */
    Array strikes;         /* of Strike, on exceptions that would hold or might */
    Array routes;          /* of RouteWork: those that serve what is not surely covered */
    Array steps;           /* of RouteWork: those that come before them, where they are open */
    Outcome required_best; /* by requirements and exceptions alone */
    Outcome required_worst;
    Outcome best; /* with prohibitions and the scope */
    Outcome worst;
    int days;
} PackWork;

/* Finds everything of one pack. */
void law_pack_work(Engine *engine, size_t pack, PackWork *work);

/* The provisions of a pack of one kind, in the order of the file: start with *at = 0;
 * false after the last. */
bool law_next_of_kind(const LawSet *set, size_t pack, ProvisionKind kind, size_t *at,
                      size_t *provision);

/* Exceptions and bars over work->instances: exceptions, strikes, what is covered, and
 * the bounds by requirements alone (cover.c). */
void law_cover(Engine *engine, PackWork *work);
Frame law_exception_frame(const PackWork *work, const Provision *exception);

/* Routes for what is not surely covered, and the days (routes.c). */
void law_find_routes(Engine *engine, PackWork *work);
RouteWork law_route_work(Engine *engine, size_t provision);
/* -1 where they are not known, or their clock is not relied on. */
int law_route_days(DatedDays route, unsigned quantile, bool accepts_unverified);

/* Combines packs by the strictest (combine.c): fills outcome, best, worst and days of
 * the decision from its packs. */
void law_combine(Decision *decision);
Outcome law_outcome_between(Outcome best, Outcome worst);
/* Days one after the other packs wait side by side: the longest; -1 where one has no way. */
int law_longer_days(int a, int b);

/* Everything of all packs that have rules. */
typedef struct DecisionWork {
    Engine engine;
    PackWork *packs;
    size_t pack_count;
    Outcome best;
    Outcome worst;
} DecisionWork;

DecisionWork law_decision_work(Engine engine);
/* The same without routes and days, of the packs that are marked; NULL: of all. */
DecisionWork law_outcome_work(Engine engine, const bool *packs);

#endif
