/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ENTENTE_SERVICE_ASSESS_H
#define ENTENTE_SERVICE_ASSESS_H

/* Part of the face of service/: how a supplier stands, from a file of answers or from the
 * assessments of a workspace (docs/assurance.md). */

#include "alliance/alliance.h"
#include "assurance/assurance.h"
#include "law/law.h"

/* ---- one file of answers ---- */

typedef struct AssessmentReport {
    const Catalogue *catalogue;
    Answers answers;
    Assessment assessment;
    const Crosswalk *crosswalk; /* or NULL: nothing is said of other frameworks */
    Text subject;               /* whose answers they are, as given */
    Date as_of;
} AssessmentReport;

Text service_assess_text(Arena *arena, const AssessmentReport *report);
Text service_assess_json(Arena *arena, const AssessmentReport *report);

/* ---- what a workspace says of assurance ---- */

/* The scheme and crosswalk that a workspace names, and the catalogues of the scheme. */
typedef struct AssuranceFrame {
    const Scheme *scheme;               /* NULL: the workspace names none */
    const Crosswalk *crosswalk;         /* or NULL */
    const Catalogue *const *catalogues; /* of each requirement of the scheme */
} AssuranceFrame;

/* Reads them. False with problems. */
MUST_CHECK bool service_assurance_frame(Arena *arena, const Workspace *workspace,
                                        AssuranceFrame *frame, ProblemList *problems);

/* A status and the days it is held. */
typedef struct HeldStatus {
    size_t status; /* of the scheme */
    DateRange holds;
} HeldStatus;

/* One assessment of a party against the scheme, scored. */
typedef struct PartyStanding {
    size_t row;         /* of the workspace's assessments */
    size_t requirement; /* of the scheme */
    Answers answers;
    Assessment assessment;
    Standing standing;  /* after what has to be held first */
    Text against;       /* why it is less than the answers give; or empty */
    HeldStatus held[2]; /* conditional, then final */
    size_t held_count;
    Holding holding; /* the status reached; where the standing is conditional or final */
    HoldingDates dates;
    Date close_by; /* of its plan of action; DATE_MAX where there is none */
} PartyStanding;

/* The assessments of one party in the order of their requirements' ranks, then of the table. False
 * with problems that name answer.csv or assessment.csv. */
MUST_CHECK bool service_party_standings(Arena *arena, const Workspace *workspace,
                                        const AssuranceFrame *frame, size_t party,
                                        PartyStanding **standings, size_t *count,
                                        ProblemList *problems);

/* The status of the highest rank that is held on a day; SCHEME_NONE where there is none. */
size_t service_status_on(const PartyStanding *standings, size_t count, Date on);

#endif
