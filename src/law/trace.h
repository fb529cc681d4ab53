/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ENTENTE_LAW_TRACE_H
#define ENTENTE_LAW_TRACE_H

/* Why a truth came out as it did, private to law/: walks only the conditions that made
 * it so and gathers what stands there. Of an `any of` that is yes that is its first yes;
 * of one that is unknown, what is unknown in it. */

#include "base/array.h"
#include "law/engine.h"

/* A fact that is not known, and the law that asks for it first. */
typedef struct UnknownFact {
    size_t attribute;
    Text citation;
} UnknownFact;

typedef struct Trace {
    Engine *engine;
    Array citations;       /* of Text, each once, in the order met */
    Array unknown;         /* of UnknownFact, each attribute once */
    Array doubtful;        /* of LawSource: law to be verified, each once */
    Text asking;           /* the citation nearest to the condition walked */
    unsigned char *walked; /* of each provision: whether it was, held or failed; told once */
    LawStatus weakest;
    bool relies_on_unverified;
} Trace;

Trace law_trace_new(Engine *engine);

void law_trace_citation(Trace *trace, Text citation);
/* The provision's own citations, status and body, for its rows of the greatest truth
 * (all such rows of a requirement, but only the first of those that fit perhaps because
 * what they are looked up by is not known: a table may have thousands). */
void law_trace_provision(Trace *trace, size_t provision, const Frame *frame);
/* As much of it as explains why it is not true: for the status of what it rests on. */
void law_trace_failed(Trace *trace, size_t provision, const Frame *frame);
void law_trace_condition(Trace *trace, const Condition *condition, const Frame *frame);

/* The first track that makes the exception as true as it is; NULL where none does. */
const Condition *law_find_track(Engine *engine, const Provision *exception, const Frame *frame);

#endif
