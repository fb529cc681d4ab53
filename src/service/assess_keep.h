/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ENTENTE_SERVICE_ASSESS_KEEP_H
#define ENTENTE_SERVICE_ASSESS_KEEP_H

/* Part of the face of service/: an assessment kept in a workspace's assessment.csv and answer.csv.
 */

#include "service/dispositions.h"

/* An assessment as it is given; it takes the place of one with its id. */
typedef struct AssessmentGiven {
    Text id;
    Text party; /* of the workspace */
    Text sought;
    Date assessed;
    Date affirmed; /* DATE_MIN: not known */
    Date closed;   /* DATE_MIN: open */
    Text answers;  /* a table: requirement, status, and perhaps objective, reason, effort_days, and
                    * evidence and evidence_date, which become the row's source */
} AssessmentGiven;

/* Writes it with a row of the chain. What the workspace's scheme does not take is an error, and
 * nothing is written; so is a table with no answer in it. */
MUST_CHECK bool service_keep_assessment(Arena *arena, const ListingKeeping *keeping,
                                        const AssessmentGiven *given, int64_t *number,
                                        Error *error);

#endif
