/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "handmade_law.h"
#include "law/facts.h"

enum { FLAG, CODE, SET, NUMBER, DATE, COUNTRY, TYPES };

typedef struct Fixture {
    Arena *arena;
    Handmade *law;
    LawFacts *facts;
} Fixture;

static int set_up(void **state) {
    Arena *arena = arena_new();
    Fixture *fixture = ARENA_NEW(arena, Fixture);
    Handmade *law = handmade_new(arena);
    static const char *const NAMES[] = {"item.flag",  "item.code", "item.set",
                                        "item.value", "item.date", "destination"};
    for (size_t i = 0; i < TYPES; i++) {
        (void)handmade_attribute(law, NAMES[i], (AttributeType)i);
    }
    law->attributes[NUMBER].unit = TEXT("USD");
    law->attributes[SET].has_default = true;
    law->attributes[SET].default_text = TEXT("none");
    *fixture = (Fixture){arena, law, law_facts_new(arena, handmade_finish(law))};
    *state = fixture;
    return 0;
}

static int tear_down(void **state) {
    Fixture *fixture = *state;
    arena_free(fixture->arena);
    return 0;
}

static void every_type_reads_its_values(void **state) {
    static const struct {
        size_t attribute;
        const char *value;
        bool is_read;
    } CASES[] = {
        {FLAG, "yes", true},        {FLAG, "no", true},
        {FLAG, "Yes", false},       {FLAG, "unknown", true},
        {FLAG, "", false},          {CODE, "3A001.b.2", true},
        {CODE, "  ", false},        {SET, "NS+CB", true},
        {SET, "none", true},        {SET, "NS+", false},
        {SET, "NS CB", false},      {NUMBER, "5000", true},
        {NUMBER, "5000 USD", true}, {NUMBER, "5000 EUR", false},
        {NUMBER, "1e3", false},     {NUMBER, "-0.25", true},
        {DATE, "2026-10-01", true}, {DATE, "2026-02-30", false},
        {COUNTRY, "NL", true},      {COUNTRY, "nl", false},
        {COUNTRY, "N", false},      {COUNTRY, "Netherlands", false},
        {COUNTRY, "NLD", false},
    };
    Fixture *fixture = *state;
    for (size_t i = 0; i < sizeof(CASES) / sizeof(CASES[0]); i++) {
        Error error = {0};
        bool is_read =
            law_facts_set(fixture->facts, CASES[i].attribute, text_from(CASES[i].value), &error);
        if (is_read != CASES[i].is_read) {
            fail_msg("`%s` of attribute %zu: %s", CASES[i].value, CASES[i].attribute,
                     error.message);
        }
        assert_int_equal(error.kind, is_read ? ERROR_NONE : ERROR_INVALID);
    }
}

static void errors_say_what_to_give(void **state) {
    Fixture *fixture = *state;
    Error error = {0};
    assert_false(law_facts_set(fixture->facts, NUMBER, TEXT("much"), &error));
    assert_string_equal(error.message, "`much` is no value of `item.value`: give a number in USD");
    assert_false(law_facts_set(fixture->facts, FLAG, TEXT("maybe"), &error));
    assert_string_equal(error.message,
                        "`maybe` is no value of `item.flag`: give `yes`, `no` or `unknown`");
}

static void a_refused_value_changes_nothing(void **state) {
    Fixture *fixture = *state;
    Error error = {0};
    Text value;
    assert_true(law_facts_set(fixture->facts, FLAG, TEXT("yes"), &error));
    assert_false(law_facts_set(fixture->facts, FLAG, TEXT("perhaps"), &error));
    assert_true(law_facts_value(fixture->arena, fixture->facts, FLAG, &value));
    assert_true(text_equals(value, TEXT("yes")));
}

static void values_come_back_as_given(void **state) {
    Fixture *fixture = *state;
    Error error = {0};
    Text value = TEXT("before");
    assert_false(law_facts_value(fixture->arena, fixture->facts, CODE, &value));
    assert_false(law_facts_value(fixture->arena, fixture->facts, SET, &value));
    assert_true(text_equals(value, TEXT("before")));
    assert_true(law_facts_set(fixture->facts, SET, TEXT(" B+A+B "), &error));
    assert_true(law_facts_value(fixture->arena, fixture->facts, SET, &value));
    assert_true(text_equals(value, TEXT("B+A+B")));
    assert_true(law_facts_set(fixture->facts, SET, TEXT("unknown"), &error));
    assert_true(law_facts_value(fixture->arena, fixture->facts, SET, &value));
    assert_true(text_is_empty(value));
}

static void defaults_hold_until_something_is_given(void **state) {
    Fixture *fixture = *state;
    Error error = {0};
    assert_true(fixture->facts->values[SET].is_known);
    assert_int_equal(fixture->facts->values[SET].member_count, 0);
    assert_true(law_facts_set(fixture->facts, SET, TEXT("unknown"), &error));
    assert_false(fixture->facts->values[SET].is_known);
}

static void sets_hold_each_member_once(void **state) {
    Fixture *fixture = *state;
    Error error = {0};
    assert_true(law_facts_set(fixture->facts, SET, TEXT("B+A+B"), &error));
    assert_int_equal(fixture->facts->values[SET].member_count, 2);
}

static void a_copy_goes_its_own_way(void **state) {
    Fixture *fixture = *state;
    Error error = {0};
    Arena *other = arena_new();
    Text value;
    assert_true(law_facts_set(fixture->facts, SET, TEXT("A+B"), &error));
    LawFacts *copy = law_facts_copy(other, fixture->facts);
    assert_ptr_not_equal(copy->values[SET].members, fixture->facts->values[SET].members);
    assert_true(law_facts_set(copy, SET, TEXT("C"), &error));
    assert_true(law_facts_value(fixture->arena, fixture->facts, SET, &value));
    assert_true(text_equals(value, TEXT("A+B")));
    arena_free(other);
}

int main(void) {
    const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
        TEST(every_type_reads_its_values),
        TEST(errors_say_what_to_give),
        TEST(a_refused_value_changes_nothing),
        TEST(values_come_back_as_given),
        TEST(defaults_hold_until_something_is_given),
        TEST(sets_hold_each_member_once),
        TEST(a_copy_goes_its_own_way),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
