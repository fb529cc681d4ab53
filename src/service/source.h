/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ENTENTE_SERVICE_SOURCE_H
#define ENTENTE_SERVICE_SOURCE_H

/* Part of service/service.h: who can supply an item to a site by a day, lawfully, and what
 * would let in those who cannot (docs/source.md). Dates are exact to the day; capacities are
 * what the base plan leaves, counted by the week. */

#include <stdbool.h>
#include <stddef.h>

#include "alliance/alliance.h"
#include "base/arena.h"
#include "base/compiler.h"
#include "base/date.h"
#include "base/error.h"
#include "base/text.h"
#include "law/law.h"

typedef struct SourceQuery {
    Text item;
    Text site;
    Date by;
    Date as_of;
    Date known_at;
    double quantity; /* 0: what the plan leaves owed there that day, else four weeks' need */
    Text end_use;    /* of all lanes on the way; empty: as the workspace has it */
    bool accept_unverified;
    unsigned quantile;
} SourceQuery;

typedef enum SourceVerdict {
    SOURCE_CAN,
    SOURCE_LATE,         /* lawful, but not by the day */
    SOURCE_NO_CAPACITY,  /* nothing left beside the plan */
    SOURCE_NO_INPUTS,    /* what it is made of cannot be had */
    SOURCE_UNDETERMINED, /* a question is open */
    SOURCE_BARRED,       /* prohibited, or no licence can be had */
    SOURCE_NO_LANE       /* nothing goes from there to the site */
} SourceVerdict;

/* `can`, `late`, ... */
Text source_verdict_word(SourceVerdict verdict);

/* One transfer on the way. */
typedef struct SourceHop {
    size_t from;
    size_t to;
    bool has_lane;     /* else only its decision is known */
    Decision decision; /* on the as-of date */
    Date leaves;       /* DATE_MAX: never; arrives likewise */
    Date arrives;
    size_t clock;   /* the route that is waited for, or LAW_NONE */
    size_t licence; /* in hand and used, a position, or (size_t)-1 */
} SourceHop;

/* A single change that lets a candidate in, decided again. */
typedef struct SourceChange {
    Text what;
    Date arrives;
} SourceChange;

typedef struct SourceStatus {
    Text name;
    Text value;
} SourceStatus;

typedef struct SourceCandidate {
    size_t party;
    bool makes;
    bool holds; /* stock */
    SourceVerdict verdict;
    Text reason; /* of a rejection */
    const SourceHop *hops;
    size_t hop_count;
    Outcome outcome; /* the strictest of the hops' on the as-of date */
    Date ready;      /* at the supplier; DATE_MAX: never */
    Date arrives;    /* DATE_MAX: never */
    int days_late;
    double left;                  /* units it can deliver by the day beside the plan, alone */
    double making_usd;            /* one unit: its making, or its value where it lies in stock */
    double inputs_usd;            /* one unit: components */
    double lanes_usd;             /* one unit: lanes on the way */
    const SourceStatus *statuses; /* that the packs read */
    size_t status_count;
    double concentration;        /* after the quantity, or what is left, came from here */
    const SourceChange *changes; /* the smallest first */
    size_t change_count;
} SourceCandidate;

typedef struct SourceShare {
    size_t candidate;
    double quantity;
} SourceShare;

/* Suppliers that together deliver the quantity, or as much of it as can be had. */
typedef struct SourceCombination {
    const SourceShare *shares;
    size_t share_count;
    double quantity;
    double usd;
    double concentration;
} SourceCombination;

typedef struct SourceAnswer {
    const Workspace *workspace;
    const LawSet *set;
    SourceQuery query;
    size_t item;
    size_t site;
    double quantity;
    Text quantity_is;                  /* where it is from, in words */
    const SourceCandidate *candidates; /* those who can first, both parts ranked */
    size_t candidate_count;
    size_t can_count;
    double concentration; /* of what the plan brings there by the day */
    SourceCombination cheapest;
    SourceCombination broadest;
    bool relies_on_unverified;
} SourceAnswer;

/* ERROR_INVALID where item or site is unknown (with the nearest), the day is before the as-of
 * date, or a quantity is below 0. */
MUST_CHECK bool service_source(Arena *arena, const Workspace *workspace, const LawSet *set,
                               const SourceQuery *query, SourceAnswer *answer, Error *error);
Text service_source_text(Arena *arena, const SourceAnswer *answer);
Text service_source_json(Arena *arena, const SourceAnswer *answer);

#endif
