/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ENTENTE_LAW_RESIDUAL_H
#define ENTENTE_LAW_RESIDUAL_H

/* What is left of a rule when some facts are known, private to law/. The residual of a
 * condition is a constant, or what it still asks for, as a hash: where two sets of facts
 * leave the same residual of every rule, nothing that is added to both can make them
 * differ. Hashes are of names and words, not of positions, so that the rules of two LawSets
 * may be compared. Two residuals that differ may still mean the same; two that are equal
 * differ with a probability of 2^-64. */

#include <stdint.h>

#include "law/engine.h"

typedef struct Residual {
    bool is_constant;
    Truth truth; /* of a constant: unknown where the law itself is in doubt */
    uint64_t hash;
} Residual;

/* What is still asked for. */
typedef struct Wants {
    unsigned *counts;       /* of each attribute of the set: how many conditions ask for it */
    const LawValue **codes; /* of each attribute that is a set: a code that is asked for */
    size_t total;
} Wants;

typedef struct ResidualWork {
    Engine *engine;
    Residual *facts;    /* of provisions that are facts */
    bool *has_facts;    /* which of those are there */
    uint64_t *tables;   /* hashes of the rows of each table; 0 where not yet made */
    Wants *wants;       /* gathers what is asked for; or NULL */
    bool reads_reasons; /* frames have the requirements met, so reasons can be read */
    bool reads_words;   /* of a table, only rows that fit the words of a look-up are compared */
    const Provision *provision;
} ResidualWork;

Wants law_wants_new(Arena *arena, const LawSet *set);
void law_wants_clear(Wants *wants, const LawSet *set);

/* `tables` is kept by the caller from one work to the next: table_count of the set. */
ResidualWork law_residual_work(Engine *engine, uint64_t *tables, Wants *wants);

/* Of a provision's body over all its rows, in force as the truth says. */
Residual law_body_residual(ResidualWork *work, const Provision *provision, Truth force,
                           const Frame *frame);
/* Of a provision of the set on the engine's date; `no` where it is not in force. Of a
 * requirement, its reasons are in the hash and it is constant only as `no`. */
Residual law_provision_residual(ResidualWork *work, size_t provision, const Frame *frame);
/* Of one condition for one row. */
Residual law_condition_residual(ResidualWork *work, const Condition *condition, const Frame *frame);

uint64_t law_hash_mix(uint64_t a, uint64_t b);

#endif
