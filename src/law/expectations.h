/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ENTENTE_LAW_EXPECTATIONS_H
#define ENTENTE_LAW_EXPECTATIONS_H

/* What a test expects beside what came, private to law/. */

#include "law/set.h"

/* What was expected and what came, in one line, for the first expectation that is not
 * met; empty where all are. */
Text law_test_message(Arena *arena, const LawSet *set, const LawTest *test,
                      const Decision *decision);

#endif
