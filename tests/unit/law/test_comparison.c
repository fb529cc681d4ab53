/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "reading.h"

/* Reads one condition as the `when` of a fact. */
static const Condition *read_when(Arena *arena, const char *condition) {
    Text messages;
    Text law = text_format(arena,
                           "%s%sfact other \"O\"\n  cite A\n  when item.us_origin\nfact f "
                           "\"F\"\n  cite B\n  when %s\n",
                           HEADER, GROUP, condition);
    const char *csv = "country,group\nNL,A:5\nCU,E:1\n";
    const LawSet *set = read_pack(arena, law.bytes, csv, &messages);
    if (set == NULL) {
        print_error("%.*s", TEXT_ARGS(messages));
    }
    assert_non_null(set);
    return set->provisions[1].when;
}

typedef struct Case {
    const char *words;
    ConditionKind kind;
    bool is_negated;
    size_t operand_count;
    Comparison comparison;
} Case;

static const Case cases[] = {
    {"item.us_origin", CONDITION_YES, false, 1, AT_MOST},
    {"not item.us_origin", CONDITION_YES, true, 1, AT_MOST},
    {"other", CONDITION_FACT, false, 0, AT_MOST},
    {"not x.other", CONDITION_FACT, true, 0, AT_MOST},
    {"item.eccn is 3A001", CONDITION_EQUALS, false, 2, AT_MOST},
    {"item.eccn is not 3A001", CONDITION_EQUALS, true, 2, AT_MOST},
    {"item.eccn is one of 3A001, 3A002", CONDITION_EQUALS, false, 3, AT_MOST},
    {"item.eccn is not one of 3A001, 3A002", CONDITION_EQUALS, true, 3, AT_MOST},
    {"item.eccn within 3A001.b, 3A002", CONDITION_WITHIN, false, 3, AT_MOST},
    {"item.eccn not within 3A001", CONDITION_WITHIN, true, 2, AT_MOST},
    {"item.value at most 5000 USD", CONDITION_COMPARE, false, 2, AT_MOST},
    {"item.value at least 5000 USD", CONDITION_COMPARE, false, 2, AT_LEAST},
    {"item.value more than 5000 USD", CONDITION_COMPARE, false, 2, MORE_THAN},
    {"item.value less than 5000 USD", CONDITION_COMPARE, false, 2, LESS_THAN},
    {"item.made before 2026-01-01", CONDITION_COMPARE, false, 2, LESS_THAN},
    {"item.made after 2026-01-01", CONDITION_COMPARE, false, 2, MORE_THAN},
    {"item.made on or before 2026-01-01", CONDITION_COMPARE, false, 2, AT_MOST},
    {"item.made on or after 2026-01-01", CONDITION_COMPARE, false, 2, AT_LEAST},
    {"item.reasons has NS", CONDITION_SET_ANY, false, 2, AT_MOST},
    {"item.reasons has any of NS, MT", CONDITION_SET_ANY, false, 3, AT_MOST},
    {"item.reasons has all of NS, MT", CONDITION_SET_ALL, false, 3, AT_MOST},
    {"item.reasons has none of NS, MT", CONDITION_SET_ANY, true, 3, AT_MOST},
    {"every item.reasons is one of NS, CB", CONDITION_SET_EVERY, false, 3, AT_MOST},
    {"item.reasons is empty", CONDITION_SET_EVERY, false, 1, AT_MOST},
    {"item.reasons is not empty", CONDITION_SET_EVERY, true, 1, AT_MOST},
    {"destination in group A:5, E:1", CONDITION_TABLE, false, 3, AT_MOST},
    {"destination not in group A:5", CONDITION_TABLE, true, 2, AT_MOST},
    {"group has any, A:5", CONDITION_TABLE, false, 2, AT_MOST},
    {"any item.reasons in group A:5", CONDITION_TABLE, false, 2, AT_MOST},
    {"every item.reasons not in group A:5, E:1", CONDITION_TABLE, true, 3, AT_MOST},
    {"group has destination, any item.reasons", CONDITION_TABLE, false, 2, AT_MOST},
    {"not group has within destination, any", CONDITION_TABLE, true, 2, AT_MOST},
};

static void every_comparison_has_its_meaning(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        Arena *arena = arena_new();
        const Condition *condition = read_when(arena, cases[i].words);
        assert_int_equal(condition->kind, cases[i].kind);
        assert_int_equal(condition->is_negated, cases[i].is_negated);
        assert_int_equal(condition->operand_count, cases[i].operand_count);
        assert_int_equal(condition->comparison, cases[i].comparison);
        assert_true(text_equals(condition->text, text_from(cases[i].words)));
        arena_free(arena);
    }
}

static void operands_are_resolved(void **state) {
    (void)state;
    Arena *arena = arena_new();
    const Condition *condition = read_when(arena, "group has within destination, any");
    assert_int_equal(condition->operands[0].kind, OPERAND_ATTRIBUTE);
    assert_true(condition->operands[0].is_within);
    assert_int_equal(condition->operands[1].kind, OPERAND_ANY);
    condition = read_when(arena, "item.value at most 5000.50 USD");
    assert_int_equal(condition->operands[1].literal.number.coefficient, 500050);
    condition = read_when(arena, "origin is destination");
    assert_int_equal(condition->operands[1].kind, OPERAND_ATTRIBUTE);
    condition = read_when(arena, "item.us_origin is no");
    assert_false(condition->operands[1].literal.yes);
    arena_free(arena);
}

static void blocks_nest_and_keep_their_citations(void **state) {
    (void)state;
    Arena *arena = arena_new();
    const Condition *condition =
        read_when(arena, "any of\n    track one   cite A(1)\n      other\n      item.us_origin   "
                         "cite A(1)(a)\n    none of\n      all of\n        other");
    assert_int_equal(condition->kind, CONDITION_ANY);
    assert_int_equal(condition->child_count, 2);
    const Condition *track = &condition->children[0];
    assert_int_equal(track->kind, CONDITION_TRACK);
    assert_true(text_equals(track->name, TEXT("one")));
    assert_true(text_equals(track->citation, TEXT("A(1)")));
    assert_true(text_equals(track->children[1].citation, TEXT("A(1)(a)")));
    assert_true(text_equals(track->children[1].text, TEXT("item.us_origin")));
    assert_int_equal(condition->children[1].children[0].children[0].kind, CONDITION_FACT);
    arena_free(arena);
}

static void a_bare_when_takes_all_of_its_block(void **state) {
    (void)state;
    Arena *arena = arena_new();
    const Condition *condition = read_when(arena, "\n    other\n    item.us_origin");
    assert_int_equal(condition->kind, CONDITION_ALL);
    assert_int_equal(condition->child_count, 2);
    condition = read_when(arena, "\n    other");
    assert_int_equal(condition->kind, CONDITION_FACT);
    arena_free(arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_comparison_has_its_meaning),
        cmocka_unit_test(operands_are_resolved),
        cmocka_unit_test(blocks_nest_and_keep_their_citations),
        cmocka_unit_test(a_bare_when_takes_all_of_its_block),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
