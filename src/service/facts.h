/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ENTENTE_SERVICE_FACTS_H
#define ENTENTE_SERVICE_FACTS_H

/* Private to service/: turns what a user or a workspace says of a transfer into the
 * facts that packs read. What the packs do not know is left out by the functions for workspaces,
 * and refused by the one for users. */

#include "service/service.h"

/* Sets a fact that the user named; an error where the packs have none of that name or
 * it takes no such value. */
MUST_CHECK bool facts_give(Arena *arena, LawFacts *facts, const LawSet *set, Text name, Text value,
                           Error *error);

/* Sets a fact where the packs know it and the value is not empty. */
MUST_CHECK bool facts_offer(LawFacts *facts, const LawSet *set, Text name, Text value,
                            Error *error);

/* The facts of one lane as of a date: its ends, item, attributes, statuses of both
 * parties and of those they belong to, end use. Errors name the file and line of the row. */
MUST_CHECK bool facts_of_lane(Arena *arena, const LawSet *set, const Workspace *workspace,
                              size_t lane, Date as_of, LawFacts **facts, Error *error);

#endif
