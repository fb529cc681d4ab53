/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "law/result.h"
#include "random_law.h"
#include "same_decision.h"

/* The compiled engine against the tree engine on the packs themselves: transfers of the
 * words of the law, of words that stand nowhere, and of what is not known, on days around
 * those on which the law changes. */

enum { TRANSFERS = 6000, FIRST_DAY = 18262, LAST_DAY = 21184 };

typedef struct Words {
    Text *values;
    size_t count;
} Words;

typedef struct Packs {
    Arena *arena;
    const LawSet *set;
    Words *words; /* of each attribute */
    Date *days;
    size_t day_count;
} Packs;

static void read_packs(Packs *packs) {
    Text folder = TEXT(PACKS);
    packs->arena = arena_new();
    ProblemList problems = problem_list_new(packs->arena);
    packs->set = law_load(packs->arena, &folder, 1, &problems);
    assert_non_null(packs->set);
    packs->words = ARENA_MANY(packs->arena, Words, packs->set->attribute_count);
    for (size_t i = 0; i < packs->set->attribute_count; i++) {
        packs->words[i].count =
            law_candidates(packs->arena, packs->set, i, true, &packs->words[i].values);
    }
    packs->day_count =
        law_change_dates(packs->arena, packs->set, FIRST_DAY, LAST_DAY, &packs->days);
    assert_true(packs->day_count > 1);
}

static Date some_day(const Packs *packs, Random *random) {
    Date day = packs->days[random_below(random, (unsigned)packs->day_count)];
    return day - 1 + (Date)random_below(random, 3);
}

/* Below a code, too, there are codes. */
static Text some_value(const Packs *packs, Arena *arena, Random *random, size_t attribute,
                       unsigned known_percent) {
    const Words *words = &packs->words[attribute];
    if (words->count == 0 || random_below(random, 100) >= known_percent) {
        return TEXT("unknown");
    }
    Text value = words->values[random_below(random, (unsigned)words->count)];
    if (packs->set->attributes[attribute].type == ATTRIBUTE_CODE && random_below(random, 8) == 0) {
        return text_format(arena, "%.*s.q", TEXT_ARGS(value));
    }
    return value;
}

static void give(const Packs *packs, Arena *arena, Random *random, LawFacts *facts) {
    static const unsigned KNOWN_PERCENT[] = {60, 90, 98, 100};
    unsigned known_percent = KNOWN_PERCENT[random_below(random, 4)];
    for (size_t i = 0; i < packs->set->attribute_count; i++) {
        Error error = {0};
        bool is_left = packs->set->attributes[i].has_default && random_below(random, 4) > 0;
        if (!is_left) {
            assert_true(law_facts_set(facts, i, some_value(packs, arena, random, i, known_percent),
                                      &error));
        }
    }
}

static void packs_are_decided_alike(void **state) {
    (void)state;
    Packs packs;
    Random random = {UINT64_C(0x9E3779B97F4A7C15)};
    size_t seen[OUTCOME_UNDETERMINED + 1] = {0};
    read_packs(&packs);
    const LawEngine *engines[] = {law_compile(packs.arena, packs.set, false, 50),
                                  law_compile(packs.arena, packs.set, true, 50)};
    for (size_t i = 0; i < TRANSFERS; i++) {
        Arena *arena = arena_new();
        bool accept = random_below(&random, 2) == 0;
        LawFacts *facts = law_facts_new(arena, packs.set);
        give(&packs, arena, &random, facts);
        DecideOptions options = {.as_of = some_day(&packs, &random),
                                 .known_at = some_day(&packs, &random),
                                 .accept_unverified = accept,
                                 .quantile = 50};
        LawScratch *scratch = law_scratch_new(arena, engines[accept]);
        Decision decision;
        Text difference =
            same_decision(arena, engines[accept], scratch, facts, &options, &decision);
        if (!text_is_empty(difference)) {
            (void)fprintf(stderr, "transfer %zu: %.*s\n", i, TEXT_ARGS(difference));
            fail();
        }
        seen[decision.outcome]++;
        arena_free(arena);
    }
    for (size_t i = 0; i <= OUTCOME_UNDETERMINED; i++) {
        assert_true(seen[i] > 0);
    }
    arena_free(packs.arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(packs_are_decided_alike),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
