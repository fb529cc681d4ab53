/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ENTENTE_SERVICE_PROGRAMME_H
#define ENTENTE_SERVICE_PROGRAMME_H

/* Part of service/service.h: one page for each joint programme: its parties and what they add,
 * the transfers that law stops or delays, the chain that ends last and the authorisations on
 * it, law that changes soon, and what doing it together returns against doing it at home
 * (docs/programme.md has the formulas). Money is in US dollars. */

#include <stdbool.h>
#include <stddef.h>

#include "alliance/alliance.h"
#include "base/arena.h"
#include "base/compiler.h"
#include "base/date.h"
#include "base/error.h"
#include "base/text.h"
#include "law/law.h"

typedef struct ProgrammeQuery {
    Text name; /* an id; empty: every programme */
    Date as_of;
    Date known_at;
    bool accept_unverified;
    unsigned quantile;
} ProgrammeQuery;

/* What a country adds to what the plan delivers to the programme. */
typedef struct ProgrammeShare {
    Text country;
    double making_usd;
    double moving_usd;
    double stock_usd; /* taken from stock, at its value */
    double share;     /* of all countries' sum, 0..1 */
} ProgrammeShare;

/* A transfer on the supply tree that is not open on the as-of date. */
typedef struct ProgrammeTransfer {
    size_t lane;
    Outcome outcome; /* on the as-of date */
    Date opens;      /* DATE_MAX: not while the plan lasts */
    size_t clock;    /* the route that is waited for, or LAW_NONE */
    Text reason;     /* provisions, or the questions that are open */
} ProgrammeTransfer;

typedef enum ProgrammeStepKind { STEP_FROM_STOCK, STEP_MAKE, STEP_MOVE } ProgrammeStepKind;

/* A step of the chain that ends last. */
typedef struct ProgrammeStep {
    ProgrammeStepKind kind;
    size_t site; /* where it begins */
    size_t to;   /* where it ends */
    size_t item;
    Date ready;  /* what it needs is there */
    Date begins; /* DATE_MAX: law never lets it; ends likewise */
    Date ends;
    size_t clock; /* waited for from ready to begins, or LAW_NONE */
} ProgrammeStep;

typedef struct ProgrammeAuthorisation {
    size_t route;
    size_t from;
    size_t to;
    size_t item;
    Date asked;
    Date granted;
    int waits; /* days the chain waits for it */
    int saves; /* days the programme ends sooner were this route instant everywhere */
} ProgrammeAuthorisation;

/* Law that changes while the plan lasts, for lanes of the programme. */
typedef struct ProgrammeAlarm {
    Date date;
    size_t item;
    Text from_country;
    Text to_countries;
    size_t lane_count;
    Outcome before;
    Outcome after;
    Text because;
} ProgrammeAlarm;

/* Doing it together against doing it at home. */
typedef struct ProgrammeReturn {
    Text nation;
    double discount_rate; /* a year */
    double delay_rate;    /* of the value owed, a year */
    double licence_usd;   /* each */
    double national_factor;
    double national_setup_days;
    double national_setup_usd; /* for each item nobody makes at home */
    size_t licence_count;
    size_t missing_count;  /* items of the bill that nobody makes at home */
    double home_part;      /* of the ordinary need that existing home capacity meets, 0..1 */
    int home_lead_days;    /* the longest chain of making at home */
    double joint_cost_usd; /* discounted */
    double joint_delay_usd;
    double joint_compliance_usd;
    double home_cost_usd;
    double home_delay_usd;
    double home_setup_usd;
    double return_usd; /* home less joint: positive is what doing it together saves */
} ProgrammeReturn;

typedef struct ProgrammeView {
    size_t programme;
    double demand_usd; /* at the items' values */
    double owed_usd;   /* at the end of the plan */
    const ProgrammeShare *shares;
    size_t share_count;
    size_t transfer_count; /* lanes of the tree in all */
    size_t open_count;
    const ProgrammeTransfer *shut; /* pending first, by date, then blocked */
    size_t shut_count;
    size_t pending_count;
    const ProgrammeStep *steps; /* the chain from its start */
    size_t step_count;
    Date ends;         /* of the chain; DATE_MAX: law lets it never end */
    Date ends_unbound; /* were every transfer open */
    const ProgrammeAuthorisation *authorisations; /* on the chain */
    size_t authorisation_count;
    const ProgrammeAlarm *alarms;
    size_t alarm_count;
    ProgrammeReturn money;
} ProgrammeView;

typedef struct ProgrammeAnswer {
    const Workspace *workspace;
    const LawSet *set;
    ProgrammeQuery query;
    size_t week_count;
    const ProgrammeView *views;
    size_t view_count;
    bool relies_on_unverified;
} ProgrammeAnswer;

/* ERROR_INVALID where the programme is unknown (with the nearest) or a setting is no number. */
MUST_CHECK bool service_programme(Arena *arena, const Workspace *workspace, const LawSet *set,
                                  const ProgrammeQuery *query, ProgrammeAnswer *answer,
                                  Error *error);
Text service_programme_text(Arena *arena, const ProgrammeAnswer *answer);
Text service_programme_json(Arena *arena, const ProgrammeAnswer *answer);
/* A page that needs no other file. */
Text service_programme_html(Arena *arena, const ProgrammeAnswer *answer);

#endif
