/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ENTENTE_LAW_RESULT_H
#define ENTENTE_LAW_RESULT_H

/* From what was found to what is told, private to law/. */

#include "law/work.h"

/* The lists of a decision (result.c); steps and questions apart. */
void law_list_results(DecisionWork *work, Decision *decision);
void law_list_sources(DecisionWork *work, Decision *decision);

/* What to ask where the outcome is undetermined (questions.c). With options.explain,
 * the smallest set that can settle it is searched too. */
void law_list_questions(DecisionWork *work, Decision *decision);

/* One thing that can be asked: a fact, or to verify a source. */
typedef struct Unsettled {
    size_t attribute; /* or LAW_NONE */
    LawSource source;
    Text citation;
    unsigned cost;
    bool settles;
} Unsettled;

/* All of them in the order of asking, where the outcome is undetermined (questions.c). */
size_t law_list_unsettled(DecisionWork *work, Unsettled **list);

/* Tightens the bounds of the decision, its packs and the work by supposing each unknown
 * fact its values in turn (cases.c). O(facts x values) decisions. */
void law_bound_by_cases(DecisionWork *work, const Unsettled *unsettled, size_t count,
                        Decision *decision);

/* Marks the cheapest of the smallest sets, of up to three, some answers to which give a
 * determined outcome; none where the search finds none within its bounds (settle.c). */
void law_find_settling(const Engine *engine, Unsettled *unsettled, size_t count);

/* Values that can make a difference to the set's law for one fact: the words of
 * the conditions and tables it is compared with; with `foreign`, first a code that stands
 * nowhere in it (candidates.c). */
size_t law_candidates(Arena *arena, const LawSet *set, size_t attribute, bool foreign,
                      Text **values);
/* The same, without any other, for each attribute that is wanted, in one walk over the law. */
typedef struct LawCandidates {
    const Text *values;
    size_t count;
} LawCandidates;
const LawCandidates *law_candidates_of(Arena *arena, const LawSet *set, const bool *wanted);
/* The same with the words of one more provision, that stands in no pack. */
size_t law_candidates_beside(Arena *arena, const LawSet *set, const Provision *extra,
                             size_t attribute, bool foreign, Text **values);

/* The explanation (explain.c). */
void law_list_steps(DecisionWork *work, Decision *decision);
/* A provision's `say` for a row, with values put in; its title where it says nothing. */
Text law_say(const Engine *engine, const Provision *provision, const TableRow *row);

#endif
