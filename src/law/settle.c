/* SPDX-License-Identifier: Apache-2.0 */
#include <limits.h>

#include "law/result.h"

enum {
    SET_SIZE_MAX = 3,
    QUESTIONS_MAX = 16, /* the cheapest are searched */
    ANSWERS_MAX = 32,   /* tried of one fact */
    DECISIONS_MAX = 500
};

/* What may be answered to one question. */
typedef struct Answers {
    size_t count;
    FactValue *facts; /* of a fact */
} Answers;

typedef struct Search {
    const Engine *engine;
    const Unsettled *unsettled;
    Answers *answers;
    LawFacts *facts; /* a copy, changed as the search goes */
    Assumption assumptions[SET_SIZE_MAX];
    size_t assumption_count;
    size_t decisions_left;
} Search;

static Answers fact_answers(const Engine *engine, size_t attribute) {
    Text *values = NULL;
    size_t count = law_candidates(engine->arena, engine->set, attribute, true, &values);
    Answers answers = {.facts = ARENA_MANY(engine->arena, FactValue, ANSWERS_MAX)};
    for (size_t i = 0; i < count && answers.count < ANSWERS_MAX; i++) {
        Error error = {0};
        answers.count +=
            law_fact_parse(engine->arena, engine->set, &engine->set->attributes[attribute],
                           values[i], &answers.facts[answers.count], &error);
    }
    return answers;
}

/* A source is found to hold or not; of a gap only the latter can be supposed. */
static Answers answers_to(const Engine *engine, const Unsettled *unsettled) {
    if (unsettled->attribute != LAW_NONE) {
        return fact_answers(engine, unsettled->attribute);
    }
    return (Answers){.count = unsettled->source.kind == SOURCE_GAP ? 1 : 2};
}

static bool is_determined(Search *search) {
    Arena *scratch = arena_new();
    DecideOptions options = *search->engine->options;
    options.explain = false;
    Engine engine = law_engine_new(scratch, search->engine->set, search->facts, &options);
    engine.assumptions = search->assumptions;
    engine.assumption_count = search->assumption_count;
    DecisionWork work = law_decision_work(engine);
    arena_free(scratch);
    return work.best == work.worst;
}

/* Tries all answers to the questions from `chosen` on; they are at most three deep. */
static bool some_answers_settle(Search *search, const size_t *chosen, size_t count) {
    if (count == 0) {
        if (search->decisions_left == 0) {
            return false;
        }
        search->decisions_left--;
        return is_determined(search);
    }
    const Unsettled *asked = &search->unsettled[chosen[0]];
    const Answers *answers = &search->answers[chosen[0]];
    bool settles = false;
    for (size_t i = 0; i < answers->count && !settles; i++) {
        if (asked->attribute != LAW_NONE) {
            FactValue kept = search->facts->values[asked->attribute];
            search->facts->values[asked->attribute] = answers->facts[i];
            settles = some_answers_settle(search, chosen + 1, count - 1);
            search->facts->values[asked->attribute] = kept;
        } else {
            search->assumptions[search->assumption_count++] = (Assumption){asked->source, i == 1};
            settles = some_answers_settle(search, chosen + 1, count - 1);
            search->assumption_count--;
        }
    }
    return settles;
}

typedef struct Choice {
    size_t members[SET_SIZE_MAX];
    unsigned cost;
} Choice;

static void add_choice(const Unsettled *unsettled, const size_t *members, size_t size,
                       Array *choices) {
    Choice *choice = array_add(choices);
    for (size_t i = 0; i < size; i++) {
        choice->members[i] = members[i];
        choice->cost += unsettled[members[i]].cost;
    }
}

/* All sets of one size, in the order of the questions. */
static void list_choices(const Unsettled *unsettled, size_t count, size_t size, Array *choices) {
    size_t members[SET_SIZE_MAX] = {0, 1, 2};
    while (members[size - 1] < count) {
        add_choice(unsettled, members, size, choices);
        size_t at = size;
        while (at > 0 && members[at - 1] == count - size + at - 1) {
            at--;
        }
        if (at == 0) {
            return;
        }
        members[at - 1]++;
        for (size_t i = at; i < size; i++) {
            members[i] = members[i - 1] + 1;
        }
    }
}

/* The cheapest that was not tried; the first of several. */
static Choice *next_cheapest(Array *choices) {
    Choice *cheapest = NULL;
    for (size_t i = 0; i < choices->count; i++) {
        Choice *choice = &ARRAY_ITEMS(Choice, choices)[i];
        if (choice->cost != UINT_MAX && (cheapest == NULL || choice->cost < cheapest->cost)) {
            cheapest = choice;
        }
    }
    return cheapest;
}

static bool search_size(Search *search, Unsettled *unsettled, size_t count, size_t size) {
    Array choices = array_new(search->engine->arena, sizeof(Choice));
    list_choices(unsettled, count, size, &choices);
    Choice *choice = NULL;
    while (search->decisions_left > 0 && (choice = next_cheapest(&choices)) != NULL) {
        choice->cost = UINT_MAX;
        if (some_answers_settle(search, choice->members, size)) {
            for (size_t i = 0; i < size; i++) {
                unsettled[choice->members[i]].settles = true;
            }
            return true;
        }
    }
    return false;
}

void law_find_settling(const Engine *engine, Unsettled *unsettled, size_t count) {
    size_t searched = count < QUESTIONS_MAX ? count : QUESTIONS_MAX;
    Search search = {.engine = engine,
                     .unsettled = unsettled,
                     .answers = ARENA_MANY(engine->arena, Answers, searched),
                     .facts = law_facts_copy(engine->arena, engine->facts),
                     .decisions_left = DECISIONS_MAX};
    for (size_t i = 0; i < searched; i++) {
        search.answers[i] = answers_to(engine, &unsettled[i]);
    }
    bool is_found = false;
    for (size_t size = 1; size <= SET_SIZE_MAX && size <= searched && !is_found; size++) {
        is_found = search_size(&search, unsettled, searched, size);
    }
}
