/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ENTENTE_LAW_AGAIN_H
#define ENTENTE_LAW_AGAIN_H

/* Outcomes decided again and again with a fact, a date or a rule changed, private to law/.
 * Where facts that tables are walked by are unknown, each decision on the tree walks
 * thousands of rows: the law is then compiled once for all of them. The outcome is the same
 * by either. */

#include "law/engine.h"

typedef struct Again {
    const LawSet *set;
    unsigned quantile;
    bool accept_unverified;
    const LawEngine *engine; /* NULL: the tree is as quick */
    LawScratch *scratch;
} Again;

/* For so many decisions of facts like these. The arena keeps what is compiled. */
Again law_again_new(Arena *arena, const LawFacts *facts, const DecideOptions *options,
                    size_t decisions);

/* The outcome by bounds alone, in memory of its own; facts of other sets go by the tree. */
Outcome law_again(const Again *again, const LawFacts *facts, const DecideOptions *options);

/* As law_changes, decided by `again`; the options ask for no explanation. */
size_t law_changes_by(Arena *arena, const Again *again, const LawFacts *facts,
                      const DecideOptions *options, int days_ahead, DecisionChange **changes);

#endif
