/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ENTENTE_LAW_TWO_LAWS_H
#define ENTENTE_LAW_TWO_LAWS_H

/* Two laws side by side, private to law/: the rules in which they differ, and whether they
 * still do in the situation at hand. Where no rule that differs is left different, the two
 * decide alike, whatever else is the case: that is how a comparison looks only at what a
 * change can reach. */

#include "law/search.h"

typedef struct RuleChange {
    size_t before;       /* LAW_NONE: new */
    size_t after;        /* LAW_NONE: gone */
    bool differs_always; /* in what it covers, strikes or serves: alike only where neither holds */
} RuleChange;

typedef struct TwoLaws {
    const RuleChange *changes;
    size_t change_count;
    bool is_bound; /* whole packs differ in how they speak: nothing can be said of rules alone */
} TwoLaws;

/* Of a space with two sides. Rules are matched by their names. */
TwoLaws law_two_laws(Arena *arena, Space *space);

/* The two decide alike in the situation at hand and all that complete it. */
bool law_rules_agree(const TwoLaws *laws, const Space *space, Arena *scratch);
/* Asks for what the rules that differ hang on. */
void law_ask_rules(const TwoLaws *laws, const Space *space, Arena *scratch, Asking *asking);

#endif
