/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "law/again.h"
#include "law/change_parts.h"
#include "reading.h"

/* Two prohibitions at once, one of them until a day; an exception on two facts; and a
 * reform that the pack offers. */
#define LAW                                                                                        \
    HEADER                                                                                         \
    "  item.checked : yes/no\n  item.sealed : yes/no\n"                                            \
    "requirement chart \"Chart\"\n  cite R 1\n  when item.us_origin\n"                             \
    "exception EX \"Exception\"\n  cite E 1\n  covers chart\n  when all of\n"                      \
    "    item.checked\n    item.sealed\n"                                                          \
    "prohibition first \"First\"\n  cite P 1\n  in force from 2020-01-01 until 2026-06-30\n"       \
    "  when destination is DD\n"                                                                   \
    "prohibition second \"Second\"\n  cite P 2\n  when destination is DD\n"                        \
    "route licence \"Licence\"\n  cite L 1\n"                                                      \
    "reform lift \"Lift both\"\n  hypothetical\n  switch off first, second\n"

typedef struct Found {
    Arena *arena;
    const LawSet *set;
    LawFacts *facts;
    DecideOptions options;
    ChangeSet *sets;
    size_t count;
} Found;

static void give(const Found *found, const char *name, const char *value) {
    size_t attribute = 0;
    Error error;
    assert_true(law_attribute_find(found->set, text_from(name), &attribute));
    assert_true(law_facts_set(found->facts, attribute, text_from(value), &error));
}

static Found find(Arena *arena, const char *to) {
    Text messages;
    Found found = {.arena = arena, .set = read_pack(arena, LAW, NULL, &messages)};
    assert_non_null(found.set);
    found.facts = law_facts_new(arena, found.set);
    give(&found, "item.us_origin", "yes");
    give(&found, "item.checked", "no");
    give(&found, "item.sealed", "no");
    give(&found, "origin", "US");
    give(&found, "destination", to);
    Date day = date_from_parts(2026, 1, 5);
    found.options = (DecideOptions){.as_of = day, .known_at = day, .quantile = 50};
    found.count = law_change_sets(arena, found.set, found.facts, &found.options, 366, &found.sets);
    return found;
}

static size_t provision(const Found *found, const char *name) {
    size_t index = 0;
    assert_true(law_provision_find(found->set, text_from(name), &index));
    return index;
}

static bool has_part(const ChangeSet *set, ChangePartKind kind, size_t index) {
    for (size_t i = 0; i < set->part_count; i++) {
        if (set->parts[i].kind == kind && set->parts[i].index == index) {
            return true;
        }
    }
    return false;
}

static void test_two_prohibitions_fall_together(void **state) {
    (void)state;
    Arena *arena = arena_new();
    Found found = find(arena, "DD");
    bool has_both = false;
    bool has_date = false;
    bool has_reform = false;
    for (size_t i = 0; i < found.count; i++) {
        const ChangeSet *set = &found.sets[i];
        bool is_first = has_part(set, CHANGE_LAW_OFF, provision(&found, "first"));
        bool is_second = has_part(set, CHANGE_LAW_OFF, provision(&found, "second"));
        has_both = has_both || (set->part_count == 2 && is_first && is_second);
        has_date =
            has_date || (set->part_count == 2 && is_second && has_part(set, CHANGE_DATE, LAW_NONE));
        has_reform = has_reform || (set->part_count == 1 && has_part(set, CHANGE_LAW_REFORM, 0));
        assert_int_not_equal(set->outcome, OUTCOME_PROHIBITED);
    }
    assert_true(has_reform);
    assert_true(has_both);
    assert_true(has_date);
    arena_free(arena);
}

static void test_two_facts_open_an_exception(void **state) {
    (void)state;
    Arena *arena = arena_new();
    Found found = find(arena, "BB");
    size_t pairs = 0;
    for (size_t i = 0; i < found.count; i++) {
        const ChangeSet *set = &found.sets[i];
        if (set->part_count == 2 && set->parts[0].kind == CHANGE_FACT &&
            set->parts[1].kind == CHANGE_FACT) {
            assert_int_equal(set->outcome, OUTCOME_AUTHORISED);
            pairs++;
        }
        assert_true(set->part_count < 3);
    }
    assert_int_equal(pairs, 1);
    assert_true(has_part(&found.sets[0], CHANGE_LAW_OFF, provision(&found, "chart")));
    assert_int_equal(found.sets[0].outcome, OUTCOME_FREE);
    arena_free(arena);
}

static void test_what_was_tried_is_put_back(void **state) {
    (void)state;
    Arena *arena = arena_new();
    Found found = find(arena, "BB");
    const Again tree = law_again_new(arena, found.facts, &found.options, 0);
    assert_int_equal(law_again(&tree, found.facts, &found.options), OUTCOME_LICENCE_REQUIRED);
    ChangeSet *again = NULL;
    size_t count = law_change_sets(arena, found.set, found.facts, &found.options, 366, &again);
    assert_int_equal(count, found.count);
    for (size_t i = 0; i < count; i++) {
        assert_int_equal(again[i].part_count, found.sets[i].part_count);
        assert_int_equal(again[i].outcome, found.sets[i].outcome);
        assert_int_equal(again[i].parts[0].index, found.sets[i].parts[0].index);
    }
    arena_free(arena);
}

/* Both lists together are those that are made one by one. */
static void test_all_changes_are_both_lists(void **state) {
    (void)state;
    Arena *arena = arena_new();
    Found found = find(arena, "BB");
    AllChanges all;
    DecisionChange *changes = NULL;
    law_all_changes(arena, found.facts, &found.options, 366, &all);
    size_t count = law_changes(arena, found.set, found.facts, &found.options, 366, &changes);
    assert_true(count > 0 && found.count > 0);
    assert_int_equal(all.change_count, count);
    for (size_t i = 0; i < count; i++) {
        assert_int_equal(all.changes[i].attribute, changes[i].attribute);
        assert_int_equal(all.changes[i].date, changes[i].date);
        assert_int_equal(all.changes[i].outcome, changes[i].outcome);
        assert_true(text_equals(all.changes[i].value, changes[i].value));
    }
    assert_int_equal(all.set_count, found.count);
    for (size_t i = 0; i < found.count; i++) {
        assert_int_equal(all.sets[i].part_count, found.sets[i].part_count);
        assert_int_equal(all.sets[i].outcome, found.sets[i].outcome);
    }
    arena_free(arena);
}

static void test_what_is_off_already_is_left_alone(void **state) {
    (void)state;
    Arena *arena = arena_new();
    Found found = find(arena, "BB");
    bool *off = ARENA_MANY(arena, bool, law_provision_count(found.set));
    off[provision(&found, "EX")] = true;
    found.options.switched_off = off;
    ChangeSet *sets = NULL;
    size_t count = law_change_sets(arena, found.set, found.facts, &found.options, 366, &sets);
    for (size_t i = 0; i < count; i++) {
        assert_int_not_equal(sets[i].outcome, OUTCOME_AUTHORISED);
    }
    arena_free(arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_two_prohibitions_fall_together),
        cmocka_unit_test(test_two_facts_open_an_exception),
        cmocka_unit_test(test_what_was_tried_is_put_back),
        cmocka_unit_test(test_all_changes_are_both_lists),
        cmocka_unit_test(test_what_is_off_already_is_left_alone),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
