/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ENTENTE_LAW_SEARCH_H
#define ENTENTE_LAW_SEARCH_H

/* Whether a claim is true of every situation of a space, private to law/. The claim is
 * asked of a situation in which few facts are given: the engine's bounds hold for every way
 * to complete it, so a claim that is settled there is settled for all of them at once.
 * Where it is not settled, one of the facts it hangs on is given each of its values in turn.
 * Situations whose residual law was met before are not walked again. */

#include "law/space.h"
#include "law/work.h"

/* What a claim hangs on, a side each; filled where it is not settled. */
typedef struct Asking {
    Wants sides[SIDES_MAX];
} Asking;

/* The claim's truth for all completions of the situation at hand: yes, no (for each of
 * them), or unknown. What is asked for nothing and is unknown hangs on the law itself. */
typedef Truth (*Claim)(void *context, Space *space, Arena *scratch, Asking *asking);

/* A situation: the facts that make it what it is; all others may be anything. */
typedef struct Situation {
    const size_t *dimensions;
    const Text *values;
    size_t count;
} Situation;

typedef struct Search {
    Space *space;
    Claim claim;
    void *context;
    /* Whether the claim may be false of some completion of the situation at hand; where it is
     * not, it is true or hangs on law that is not relied on. NULL: it may. */
    bool (*can_fail)(void *context, Space *space, Arena *scratch);
    size_t nodes_max;
    size_t stretch_max; /* nodes for each value of a fact of many values, so that no item or
                           country takes all; 0: as many as it takes */
    bool goes_on;       /* after the first situation in which the claim is false */
    /* Called for each stretch of situations of which the claim is false; or NULL. */
    void (*found)(void *context, Space *space, Arena *scratch, double share);

    /* What came of it; shares of all situations. */
    double covered;   /* in which the claim is surely true */
    double refuted;   /* ... surely false */
    double doubtful;  /* ... hang on law that is not relied on, or facts that are never given; of
                         what cannot be false, all that was not looked into */
    double skipped;   /* ... were not looked at because of stretch_max */
    bool was_stopped; /* at nodes_max: all others were not looked at */
    size_t nodes;
    size_t unclean; /* stretches that were refuted or are doubtful */
    bool is_refuted;
    Situation witness; /* of the first refutation */
    bool has_doubt;
    Situation doubt; /* the first doubtful one; where none is, that at which it was stopped */
} Search;

void law_search_run(Search *search);

/* Of what completes the situation at hand, in so many nodes: only a witness is looked for. */
void law_search_from(Search *search, size_t nodes);

/* The situation at hand, copied. */
Situation law_situation_at_hand(Arena *arena, const Space *space);
/* "item.eccn 3A001, destination CN, item.reasons MT+NS". */
Text law_situation_format(Arena *arena, const Space *space, const Situation *situation);
/* Gives the situation's facts to new facts of a side, as a caller would. */
LawFacts *law_situation_facts(Arena *arena, const Space *space, size_t side,
                              const Situation *situation);

/* Asks for what a decision hangs on, the nearest first (asking.c); exceptions only where they
 * can matter. */
void law_ask_decision(DecisionWork *work, uint64_t *tables, bool asks_exceptions, Wants *wants);
/* Asks for what the outcome of one pack of the work hangs on, by its place in it. */
void law_ask_pack(DecisionWork *work, size_t at, uint64_t *tables, Wants *wants);
/* Asks for what a provision's truth hangs on. */
void law_ask_provision(DecisionWork *work, uint64_t *tables, size_t provision, Wants *wants);
/* How surely a provision has its part in a decision: it holds, serves, strikes or is open;
 * of a bar, for some exception that would serve. */
Truth law_part_truth(DecisionWork *work, size_t provision);

#endif
