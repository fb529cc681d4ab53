/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ENTENTE_LAW_EXERCISE_H
#define ENTENTE_LAW_EXERCISE_H

/* What decisions exercise, private to law/: of one pack, which provisions held, which
 * conditions were met and which failed, and which rows of tables decided. */

#include "law/result.h"

/* A condition of the pack, in the order it is walked. */
typedef struct ExercisedCondition {
    const Condition *condition;
    size_t provision;
    bool seen_yes;
    bool seen_no;
    bool decided; /* the block it stands in, once, for it alone was otherwise than all beside it */
} ExercisedCondition;

typedef struct Exercise {
    const LawSet *set;
    size_t pack;
    bool *held;       /* of all provisions */
    Array conditions; /* of ExercisedCondition: all of the pack's, blocks too */
    size_t *first;    /* of each provision of the pack: its first condition */
    bool **rows;      /* of each table: rows that decided */
} Exercise;

Exercise law_exercise_new(Arena *arena, const LawSet *set, size_t pack);
/* Adds what one decision exercised. */
void law_exercise_add(Exercise *exercise, DecisionWork *work);
bool law_is_block(const Condition *condition);

#endif
