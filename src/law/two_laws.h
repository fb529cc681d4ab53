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
/* The second is not stricter (with `is_milder`: not milder) than the first, by the shape of the
 * rules that differ: they are exceptions that hold wherever they held, bars, prohibitions
 * and scopes that hold nowhere else. */
bool law_rules_only_ease(const TwoLaws *laws, const Space *space, Arena *scratch, bool is_milder);
/* No rule that differs has a part in either decision, or may have. */
bool law_changes_are_idle(const TwoLaws *laws, const Space *space, DecisionWork *before,
                          DecisionWork *after, Arena *scratch);
/* Asks for what the rules that differ hang on. */
void law_ask_rules(const TwoLaws *laws, const Space *space, Arena *scratch, Asking *asking);
/* Asks for what their part in the decisions hangs on. */
void law_ask_parts(const TwoLaws *laws, const Space *space, DecisionWork *before,
                   DecisionWork *after, Asking *asking);

/* All of these, the nearest first, and then what the decisions hang on. */
void law_ask_change(const TwoLaws *laws, const Space *space, Arena *scratch, DecisionWork *before,
                    DecisionWork *after, Asking *asking);

#endif
