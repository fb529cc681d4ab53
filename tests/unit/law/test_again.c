/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "law/again.h"
#include "reading.h"

/* A chart walked by rows, one of which ends, an exception for a group, and a prohibition. */
#define LAW                                                                                        \
    HEADER GROUP                                                                                   \
        "requirement chart \"Chart\"\n  cite R 1\n  for each g in group where country is "         \
        "destination\n"                                                                            \
        "  when item.us_origin\n"                                                                  \
        "exception EX \"Exception\"\n  cite E 1\n  covers chart\n  when item.reasons has NS\n"     \
        "prohibition barred \"Barred\"\n  cite P 1\n  in force from 2020-01-01 until 2026-06-30\n" \
        "  when destination in group D5\n"                                                         \
        "route licence \"Licence\"\n  cite L 1\n"
#define ROWS "country,group,from,until\nAA,A1,,\nBB,D5,,2026-03-31\nCC,D5,,\nDD,A1,2026-02-01,\n"

static const char *const DESTINATIONS[] = {"unknown", "AA", "BB", "CC", "DD", "ZZ"};
static const char *const ORIGINS[] = {"unknown", "yes", "no"};
static const char *const REASONS[] = {"unknown", "none", "NS", "NS+MT"};

static void give(LawFacts *facts, const LawSet *set, const char *name, const char *value) {
    size_t attribute = 0;
    Error error;
    assert_true(law_attribute_find(set, text_from(name), &attribute));
    assert_true(law_facts_set(facts, attribute, text_from(value), &error));
}

static const LawSet *read_law(Arena *arena) {
    Text messages;
    const LawSet *set = read_pack(arena, LAW, ROWS, &messages);
    if (set == NULL) {
        fail_msg("%.*s", TEXT_ARGS(messages));
    }
    return set;
}

static DecideOptions on(Date day) {
    return (DecideOptions){.as_of = day, .known_at = day, .quantile = 50};
}

static void assert_alike(const Again *engine, const Again *tree, const LawFacts *facts,
                         size_t provision_count) {
    static const int MONTHS[] = {1, 3, 7};
    bool off[16] = {false};
    assert_true(provision_count <= 16);
    for (size_t i = 0; i < sizeof MONTHS / sizeof *MONTHS; i++) {
        for (size_t left_out = 0; left_out < provision_count; left_out++) {
            DecideOptions options = on(date_from_parts(2026, MONTHS[i], 15));
            off[left_out] = true;
            options.switched_off = off;
            assert_int_equal(law_again(engine, facts, &options), law_again(tree, facts, &options));
            off[left_out] = false;
        }
    }
}

static void test_engine_and_tree_give_the_same_outcome(void **state) {
    (void)state;
    Arena *arena = arena_new();
    const LawSet *set = read_law(arena);
    LawFacts *facts = law_facts_new(arena, set);
    const DecideOptions options = on(date_from_parts(2026, 1, 15));
    give(facts, set, "destination", "unknown");
    const Again engine = law_again_new(arena, facts, &options, SIZE_MAX / 2);
    const Again tree = law_again_new(arena, facts, &options, 0);
    assert_non_null(engine.engine);
    assert_null(tree.engine);
    for (size_t i = 0; i < sizeof DESTINATIONS / sizeof *DESTINATIONS; i++) {
        for (size_t j = 0; j < sizeof ORIGINS / sizeof *ORIGINS; j++) {
            for (size_t k = 0; k < sizeof REASONS / sizeof *REASONS; k++) {
                give(facts, set, "destination", DESTINATIONS[i]);
                give(facts, set, "item.us_origin", ORIGINS[j]);
                give(facts, set, "item.reasons", REASONS[k]);
                assert_alike(&engine, &tree, facts, law_provision_count(set));
            }
        }
    }
    arena_free(arena);
}

static void test_facts_of_another_set_go_by_the_tree(void **state) {
    (void)state;
    Arena *arena = arena_new();
    const LawSet *set = read_law(arena);
    const LawSet *other = read_law(arena);
    const DecideOptions options = on(date_from_parts(2026, 1, 15));
    LawFacts *facts = law_facts_new(arena, set);
    LawFacts *others = law_facts_new(arena, other);
    give(others, other, "destination", "CC");
    const Again engine = law_again_new(arena, facts, &options, SIZE_MAX / 2);
    assert_int_equal(law_again(&engine, others, &options), OUTCOME_PROHIBITED);
    arena_free(arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_engine_and_tree_give_the_same_outcome),
        cmocka_unit_test(test_facts_of_another_set_go_by_the_tree),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
