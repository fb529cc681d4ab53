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

/* Of the class of a fact: what it makes fail. */
static inline const uint64_t *law_word_fails(const WordGroup *group, const uint32_t *classes,
                                             const LawWhen *when) {
    uint32_t class = group->attribute == LAW_NONE ? 0 : classes[group->attribute];
    uint32_t piece = group->class_piece[class];
    if (piece == WORD_PIECE_DATED) {
        bool is_known_at = group->group->dates == DATED_KNOWN_AT;
        piece = law_dated_piece(group->group, class, is_known_at ? when->known_at : when->as_of);
    }
    return &group->fails[2 * (size_t)piece];
}

/* All facts but one (or LAW_NONE). */
static inline WordFails law_word_take(const WordEngine *word, const uint32_t *classes,
                                      const LawWhen *when, size_t attribute) {
    uint64_t surely = word->fails_surely;
    uint64_t perhaps = word->fails_perhaps;
    for (size_t i = 0; i < word->group_count; i++) {
        if (word->groups[i].attribute != attribute || attribute == LAW_NONE) {
            const uint64_t *fails = law_word_fails(&word->groups[i], classes, when);
            surely |= fails[0];
            perhaps |= fails[1];
        }
    }
    return (WordFails){surely, perhaps};
}

/* Some gate that asks for it has not failed yet. */
static inline bool law_word_matters(const WordCross *cross, const WordFails *fails) {
    return ((cross->if_no | cross->if_yes) & ~fails->perhaps) != 0;
}

void law_word_cross(const LawEngine *engine, const WordCross *cross, const uint32_t *classes,
                    const LawWhen *when, WordFails *fails);
void law_word_switch_off(const LawEngine *engine, const bool *switched_off, WordFails *fails);

#endif
