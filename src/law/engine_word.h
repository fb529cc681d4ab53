/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ENTENTE_LAW_ENGINE_WORD_H
#define ENTENTE_LAW_ENGINE_WORD_H

/* Decisions of a law whose gates fit in one word, private to law/. */

#include "law/compiled.h"
#include "law/formula.h"

/* The gates that are not yes: surely, and perhaps. */
typedef struct WordFails {
    uint64_t surely;
    uint64_t perhaps;
} WordFails;

/* What a class of a fact makes fail. */
static inline const uint64_t *law_word_class_fails(const WordGroup *group, uint32_t class,
                                                   const LawWhen *when) {
    uint32_t piece = group->class_piece[class];
    if (piece == WORD_PIECE_DATED) {
        bool is_known_at = group->group->dates == DATED_KNOWN_AT;
        piece = law_dated_piece(group->group, class, is_known_at ? when->known_at : when->as_of);
    }
    return &group->fails[2 * (size_t)piece];
}

static inline const uint64_t *law_word_fails(const WordGroup *group, const uint32_t *classes,
                                             const LawWhen *when) {
    uint32_t class = group->attribute == LAW_NONE ? 0 : classes[group->attribute];
    return law_word_class_fails(group, class, when);
}

/* All facts but one (or LAW_NONE). Groups that ask no fact come last. */
static inline WordFails law_word_take(const WordEngine *word, const uint32_t *classes,
                                      const LawWhen *when, size_t attribute) {
    WordFails taken = {word->fails_surely, word->fails_perhaps};
    const WordGroup *group = word->groups;
    const WordGroup *end = word->groups + word->group_count;
    for (; group < word->groups + word->asking_count; group++) {
        if (attribute == LAW_NONE || group->attribute != attribute) {
            const uint64_t *fails = law_word_class_fails(group, classes[group->attribute], when);
            taken.surely |= fails[0];
            taken.perhaps |= fails[1];
        }
    }
    for (; group < end; group++) {
        const uint64_t *fails = law_word_class_fails(group, 0, when);
        taken.surely |= fails[0];
        taken.perhaps |= fails[1];
    }
    return taken;
}

/* Some gate that asks for it has not failed yet. */
static inline bool law_word_matters(const WordCross *cross, const WordFails *fails) {
    return ((cross->if_no | cross->if_yes) & ~fails->perhaps) != 0;
}

void law_word_cross(const LawEngine *engine, const WordCross *cross, const uint32_t *classes,
                    const LawWhen *when, WordFails *fails);
void law_word_switch_off(const LawEngine *engine, const bool *switched_off, WordFails *fails);

#endif
