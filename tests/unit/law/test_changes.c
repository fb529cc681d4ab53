/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "handmade_law.h"

/* A requirement by value and country that begins and ends, and an exception by lists. */
typedef struct Fixture {
    Arena *arena;
    Handmade *law;
    size_t value, lists, destination, flag;
    LawFacts *facts;
    DecideOptions options;
} Fixture;

static Date day(const char *text) {
    Date date = 0;
    assert_true(date_parse(text_from(text), &date));
    return date;
}

static void give(Fixture *fixture, size_t attribute, const char *value) {
    Error error = {0};
    assert_true(law_facts_set(fixture->facts, attribute, text_from(value), &error));
}

static int set_up(void **state) {
    Arena *arena = arena_new();
    Fixture *fixture = ARENA_NEW(arena, Fixture);
    Handmade *law = handmade_new(arena);
    fixture->arena = arena;
    fixture->law = law;
    fixture->value = handmade_attribute(law, "item.value", ATTRIBUTE_NUMBER);
    fixture->lists = handmade_attribute(law, "consignee.lists", ATTRIBUTE_SET);
    fixture->destination = handmade_attribute(law, "destination", ATTRIBUTE_COUNTRY);
    fixture->flag = handmade_attribute(law, "item.flag", ATTRIBUTE_YES_NO);
    (void)handmade_pack(law, "p");
    Provision *requirement = handmade_provision(law, PROVISION_REQUIREMENT, "costly");
    handmade_force(law, requirement, "2026-03-01", "2026-06-30", LAW_VERIFIED);
    requirement->when = condition_block(
        law, CONDITION_ALL,
        condition_compare(law, fixture->value, MORE_THAN, operand_number("5000")),
        condition_codes(law, CONDITION_EQUALS, fixture->destination, "NL,BE"), NULL);
    Provision *exception = handmade_provision(law, PROVISION_EXCEPTION, "trusted");
    exception->when = condition_codes(law, CONDITION_SET_ALL, fixture->lists, "A,B");
    fixture->facts = law_facts_new(arena, handmade_finish(law));
    give(fixture, fixture->value, "6000");
    give(fixture, fixture->lists, "none");
    give(fixture, fixture->destination, "NL");
    fixture->options = (DecideOptions){.as_of = day("2026-04-01"), .known_at = day("2026-04-01")};
    *state = fixture;
    return 0;
}

static int tear_down(void **state) {
    Fixture *fixture = *state;
    arena_free(fixture->arena);
    return 0;
}

static size_t changes_of(Fixture *fixture, int days_ahead, DecisionChange **changes) {
    return law_changes(fixture->arena, &fixture->law->set, fixture->facts, &fixture->options,
                       days_ahead, changes);
}

static const DecisionChange *find_change(const DecisionChange *changes, size_t count,
                                         size_t attribute, const char *value) {
    for (size_t i = 0; i < count; i++) {
        if (changes[i].attribute == attribute && text_equals(changes[i].value, text_from(value))) {
            return &changes[i];
        }
    }
    return NULL;
}

static void facts_that_change_the_outcome_are_told(void **state) {
    Fixture *fixture = *state;
    DecisionChange *changes = NULL;
    size_t count = changes_of(fixture, 0, &changes);
    const DecisionChange *cheap = find_change(changes, count, fixture->value, "5000");
    const DecisionChange *trusted = find_change(changes, count, fixture->lists, "A+B");
    assert_non_null(cheap);
    assert_int_equal(cheap->outcome, OUTCOME_FREE);
    assert_non_null(trusted);
    assert_int_equal(trusted->outcome, OUTCOME_AUTHORISED);
    assert_null(find_change(changes, count, fixture->value, "5001"));
    assert_null(find_change(changes, count, fixture->destination, "BE"));
    assert_null(find_change(changes, count, fixture->flag, "yes"));
}

static void the_facts_stay_as_they_were(void **state) {
    Fixture *fixture = *state;
    DecisionChange *changes = NULL;
    Text value;
    (void)changes_of(fixture, 0, &changes);
    assert_true(law_facts_value(fixture->arena, fixture->facts, fixture->value, &value));
    assert_true(text_equals(value, TEXT("6000")));
    assert_false(law_facts_value(fixture->arena, fixture->facts, fixture->flag, &value));
}

static void days_on_which_it_changes_are_told(void **state) {
    Fixture *fixture = *state;
    DecisionChange *changes = NULL;
    size_t count = changes_of(fixture, 365, &changes);
    assert_true(count > 0);
    assert_int_equal(changes[0].attribute, LAW_NONE);
    assert_int_equal(changes[0].date, day("2026-07-01"));
    assert_int_equal(changes[0].outcome, OUTCOME_FREE);
    assert_true(count == 1 || changes[1].attribute != LAW_NONE);
}

static void a_change_beyond_the_days_asked_is_not_told(void **state) {
    Fixture *fixture = *state;
    DecisionChange *changes = NULL;
    size_t count = changes_of(fixture, 90, &changes);
    assert_true(count > 0);
    assert_int_not_equal(changes[0].attribute, LAW_NONE);
    (void)changes_of(fixture, 91, &changes);
    assert_int_equal(changes[0].attribute, LAW_NONE);
}

static void every_change_of_several_is_told(void **state) {
    Fixture *fixture = *state;
    DecisionChange *changes = NULL;
    fixture->options.as_of = day("2026-01-01");
    size_t count = changes_of(fixture, 365, &changes);
    assert_true(count >= 2);
    assert_int_equal(changes[0].date, day("2026-03-01"));
    assert_int_equal(changes[0].outcome, OUTCOME_LICENCE_REQUIRED);
    assert_int_equal(changes[1].date, day("2026-07-01"));
    assert_int_equal(changes[1].outcome, OUTCOME_FREE);
}

static void two_runs_give_the_same_order(void **state) {
    Fixture *fixture = *state;
    DecisionChange *first = NULL;
    DecisionChange *second = NULL;
    size_t count = changes_of(fixture, 365, &first);
    assert_int_equal(changes_of(fixture, 365, &second), count);
    for (size_t i = 0; i < count; i++) {
        assert_int_equal(first[i].attribute, second[i].attribute);
        assert_true(text_equals(first[i].value, second[i].value));
        assert_int_equal(first[i].outcome, second[i].outcome);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
        TEST(facts_that_change_the_outcome_are_told),
        TEST(the_facts_stay_as_they_were),
        TEST(days_on_which_it_changes_are_told),
        TEST(a_change_beyond_the_days_asked_is_not_told),
        TEST(every_change_of_several_is_told),
        TEST(two_runs_give_the_same_order),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
