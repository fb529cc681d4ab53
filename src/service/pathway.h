/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ENTENTE_SERVICE_PATHWAY_H
#define ENTENTE_SERVICE_PATHWAY_H

/* Part of service/service.h: may this firm supply what it makes to the programmes that want it,
 * under what, what is missing, and in what order to get it (docs/access.md). */

#include <stdbool.h>
#include <stddef.h>

#include "alliance/alliance.h"
#include "base/arena.h"
#include "base/compiler.h"
#include "base/date.h"
#include "base/error.h"
#include "base/text.h"
#include "law/law.h"

struct FactGiven;
struct TransferDecision;

typedef struct PathwayQuery {
    Text party;
    Text programme;                /* an id; empty: all that want something the party makes */
    Text item;                     /* an id; empty: all that the party makes */
    const struct FactGiven *facts; /* of every offer; they go before what the workspace says */
    size_t fact_count;
    Date as_of;
    Date known_at;
    bool accept_unverified;
    bool outcomes_alone; /* without what would change them */
    unsigned quantile;
} PathwayQuery;

/* Law of which nobody knows whether it applies to an offer, and what that hangs on. */
typedef struct PathwayDoubt {
    size_t provision;
    const DecisionQuestion *questions; /* cheapest first; none where law has to be read */
    size_t question_count;
} PathwayDoubt;

/* An item of the party, supplied to the owner of a programme. */
typedef struct PathwayOffer {
    size_t item;
    size_t programme;
    size_t buyer; /* the programme's owner */
    Text from_country;
    const struct TransferDecision *result; /* its changes: those after which it is better */
    const PathwayDoubt
        *doubts; /* requirements not covered, prohibitions, exceptions, in this order */
    size_t doubt_count;
} PathwayOffer;

/* The offer's doubt about a provision, or NULL. */
const PathwayDoubt *pathway_doubt(const PathwayOffer *offer, size_t provision);

/* Its facts, as `item.berry, item.fibre_share and 2 more are known`, cut after `shown`; empty where
 * it is the law alone that has to be read. */
Text pathway_doubt_names(Arena *arena, const PathwayDoubt *doubt, size_t shown);

typedef enum PathwayStepKind {
    PATHWAY_ANSWER, /* a fact that nobody has stated */
    PATHWAY_VERIFY, /* law that was not verified */
    PATHWAY_OBTAIN  /* by a route, of which one is enough for a requirement */
} PathwayStepKind;

/* How far a provision was checked that is in force on a day. */
LawStatus pathway_law_status(const LawSet *set, size_t provision, Date on);

/* `answer`, `verify`, `obtain`. */
Text pathway_step_word(PathwayStepKind kind);

/* What is to be done, once for all offers. */
typedef struct PathwayStep {
    PathwayStepKind kind;
    Text name;     /* of the fact, the provision or the route */
    size_t serves; /* of a route: the requirement that it lifts; else LAW_NONE */
    Text what;     /* in words */
    Text citation;
    Text granted_by;    /* of a route, or empty */
    Text basis;         /* of its days */
    int days;           /* -1: not known; 0 for a question */
    size_t provision;   /* of a route; else LAW_NONE */
    size_t offers;      /* so many wait for it */
    bool is_needed;     /* of a route: some offer surely lacks what it lifts; else perhaps */
    PathwayDoubt doubt; /* of a route that is not: what has to be known, of all offers */
} PathwayStep;

typedef struct Pathway {
    const Workspace *workspace;
    const LawSet *set;
    PathwayQuery query;
    size_t party;
    const PathwayOffer *offers; /* by programme, then item, in the workspace's order */
    size_t offer_count;
    size_t by_outcome[OUTCOME_UNDETERMINED + 1];
    const PathwayStep *steps; /* questions, then law to verify, then requirement by requirement
                                the routes, the quickest first, those of unknown length last */
    size_t step_count;
    bool relies_on_unverified;
} Pathway;

/* What the party makes is what its sites make, and those of whoever is under it; a programme
 * wants what it demands and what goes into that. An error names what was not found. */
MUST_CHECK bool service_pathway(Arena *arena, const Workspace *workspace, const LawSet *set,
                                const PathwayQuery *query, Pathway *pathway, Error *error);
Text service_pathway_text(Arena *arena, const Pathway *pathway);
Text service_pathway_json(Arena *arena, const Pathway *pathway);

#endif
