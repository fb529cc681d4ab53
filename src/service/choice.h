/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ENTENTE_SERVICE_CHOICE_H
#define ENTENTE_SERVICE_CHOICE_H

/* Private to service/: the best set of things to buy under a budget, where the worth of a
 * set is asked of a function and may be anything that never falls as the set grows. Exact
 * by branch and bound: a branch is left where even everything that still fits one by one
 * would gain no more than the best set found. */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/compiler.h"
#include "base/error.h"

enum { CHOICE_MAX = 40, CHOICE_SHAPLEY_MAX = 10 };

/* Members of a set: bit i is thing i. */
typedef uint64_t ChoiceSet;

typedef struct ChoiceWorth {
    /* What the set gains; 0 for the empty one. */
    bool (*gain)(void *context, ChoiceSet set, double *gain, Error *error);
    void *context;
} ChoiceWorth;

/* A worth that remembers what it was asked. */
typedef struct ChoiceMemory ChoiceMemory;
ChoiceMemory *choice_memory_new(Arena *arena, ChoiceWorth worth);
MUST_CHECK bool choice_gain(ChoiceMemory *memory, ChoiceSet set, double *gain, Error *error);
/* Tells the memory what a set gains, so that it need not ask. */
void choice_tell(ChoiceMemory *memory, ChoiceSet set, double gain);
size_t choice_asked(const ChoiceMemory *memory);

typedef struct ChoiceResult {
    ChoiceSet set;
    double gain;
    double cost;
    double bound;   /* no set within the budget gains more */
    bool is_proven; /* bound is gain */
} ChoiceResult;

/* What sets may be chosen beside the budget: where a set is not allowed, none that has all of it
 * is. */
typedef struct ChoiceLimit {
    bool (*allows)(void *context, ChoiceSet set, bool *is_allowed, Error *error); /* or NULL: all */
    void *context;
} ChoiceLimit;

typedef struct ChoiceQuestion {
    const double *costs;
    size_t count; /* at most CHOICE_MAX */
    double budget;
    size_t most_asked; /* gains asked of; where they do not do, the bound is of what was left */
    ChoiceLimit limit;
} ChoiceQuestion;

/* Ties: the set found first, things of most gain for their cost going first. */
MUST_CHECK bool choice_best(ChoiceMemory *memory, const ChoiceQuestion *question,
                            ChoiceResult *result, Error *error);

/* What each member adds on average over all orders in which the set may be bought (Shapley
 * 1953): the shares sum to the set's gain. Exact; 2^n questions, so at most
 * CHOICE_SHAPLEY_MAX members; false in `is_done` beyond. */
MUST_CHECK bool choice_shapley(ChoiceMemory *memory, ChoiceSet set, double *shares, bool *is_done,
                               Error *error);

#endif
