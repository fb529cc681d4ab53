/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ENTENTE_LAW_EXPECTATIONS_H
#define ENTENTE_LAW_EXPECTATIONS_H

/* What a test gives, and what it expects beside what came, private to law/. */

#include "law/set.h"

/* Sets the facts that the test gives. False where one has no such value. */
MUST_CHECK bool law_test_give(LawFacts *facts, const LawTest *test, Error *error);

/* What was expected and what came, in one line, for the first expectation that is not
 * met; empty where all are. */
Text law_test_message(Arena *arena, const LawSet *set, const LawTest *test,
                      const Decision *decision);

#endif
