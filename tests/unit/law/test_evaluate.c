/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "handmade_law.h"
#include "law/engine.h"

/* One pack with a fact of every type, and tables to look up. */
typedef struct Fixture {
    Arena *arena;
    Handmade *law;
    size_t flag, code, set, number, date, country;
    size_t group, list, limit;
    LawFacts *facts;
    DecideOptions options;
} Fixture;

static int set_up(void **state) {
    Arena *arena = arena_new();
    Fixture *fixture = ARENA_NEW(arena, Fixture);
    Handmade *law = handmade_new(arena);
    fixture->arena = arena;
    fixture->law = law;
    (void)handmade_pack(law, "p");
    fixture->flag = handmade_attribute(law, "item.flag", ATTRIBUTE_YES_NO);
    fixture->code = handmade_attribute(law, "item.code", ATTRIBUTE_CODE);
    fixture->set = handmade_attribute(law, "item.set", ATTRIBUTE_SET);
    fixture->number = handmade_attribute(law, "item.value", ATTRIBUTE_NUMBER);
    fixture->date = handmade_attribute(law, "item.date", ATTRIBUTE_DATE);
    fixture->country = handmade_attribute(law, "destination", ATTRIBUTE_COUNTRY);
    fixture->group = handmade_table(law, "p.group", "country,group");
    handmade_row(law, fixture->group, "NL,A:5");
    handmade_row(law, fixture->group, "NL,A:1");
    handmade_row(law, fixture->group, "IN,A:6");
    fixture->list = handmade_table(law, "p.list", "code");
    handmade_row(law, fixture->list, "3A001.b");
    handmade_row(law, fixture->list, "2B");
    fixture->facts = NULL;
    fixture->options = (DecideOptions){.as_of = 20000, .known_at = 20000};
    *state = fixture;
    return 0;
}

static int tear_down(void **state) {
    Fixture *fixture = *state;
    arena_free(fixture->arena);
    return 0;
}

static void give(Fixture *fixture, size_t attribute, const char *value) {
    Error error = {0};
    if (fixture->facts == NULL) {
        fixture->facts = law_facts_new(fixture->arena, handmade_finish(fixture->law));
    }
    assert_true(law_facts_set(fixture->facts, attribute, text_from(value), &error));
}

/* Forgets what was given, after the law was added to. */
static void forget(Fixture *fixture) {
    fixture->facts = law_facts_new(fixture->arena, handmade_finish(fixture->law));
}

static Truth truth_for(Fixture *fixture, const Condition *condition, const TableRow *row) {
    if (fixture->facts == NULL) {
        forget(fixture);
    }
    Engine engine =
        law_engine_new(fixture->arena, fixture->facts->set, fixture->facts, &fixture->options);
    Frame frame = {.row = row};
    return law_condition_truth(&engine, condition, &frame);
}

/* The condition and its negation, with one fact given. */
static void expect(Fixture *fixture, Condition *condition, size_t attribute, const char *value,
                   Truth expected) {
    forget(fixture);
    give(fixture, attribute, value);
    assert_int_equal(truth_for(fixture, condition, NULL), expected);
    (void)condition_not(condition);
    assert_int_equal(truth_for(fixture, condition, NULL), truth_not(expected));
    (void)condition_not(condition);
}

static void yes_no_is_as_given(void **state) {
    Fixture *fixture = *state;
    Condition *condition = condition_yes(fixture->law, fixture->flag);
    expect(fixture, condition, fixture->flag, "yes", TRUTH_YES);
    expect(fixture, condition, fixture->flag, "no", TRUTH_NO);
    expect(fixture, condition, fixture->flag, "unknown", TRUTH_UNKNOWN);
}

static void equality_compares_exact_letters(void **state) {
    Fixture *fixture = *state;
    Condition *condition =
        condition_codes(fixture->law, CONDITION_EQUALS, fixture->code, "3A001,3A002");
    expect(fixture, condition, fixture->code, "3A002", TRUTH_YES);
    expect(fixture, condition, fixture->code, "3a002", TRUTH_NO);
    expect(fixture, condition, fixture->code, "3A002.b", TRUTH_NO);
    expect(fixture, condition, fixture->code, "unknown", TRUTH_UNKNOWN);
}

static void words_of_no_pack_equal_only_themselves(void **state) {
    Fixture *fixture = *state;
    size_t other = handmade_attribute(fixture->law, "item.other", ATTRIBUTE_CODE);
    Condition *condition = condition_codes(fixture->law, CONDITION_EQUALS, fixture->code, "X");
    Operand operands[] = {operand_attribute(fixture->code), operand_attribute(other)};
    condition->operands = operands;
    forget(fixture);
    give(fixture, other, "quux");
    give(fixture, fixture->code, "quux");
    assert_int_equal(truth_for(fixture, condition, NULL), TRUTH_YES);
    give(fixture, fixture->code, "quuz");
    assert_int_equal(truth_for(fixture, condition, NULL), TRUTH_NO);
    give(fixture, other, "unknown");
    assert_int_equal(truth_for(fixture, condition, NULL), TRUTH_UNKNOWN);
}

static void within_takes_the_code_and_what_lies_below(void **state) {
    Fixture *fixture = *state;
    Condition *condition =
        condition_codes(fixture->law, CONDITION_WITHIN, fixture->code, "3A001.b,2B");
    expect(fixture, condition, fixture->code, "3A001.b", TRUTH_YES);
    expect(fixture, condition, fixture->code, "3A001.b.2", TRUTH_YES);
    expect(fixture, condition, fixture->code, "3A001", TRUTH_NO);
    expect(fixture, condition, fixture->code, "3A001.bb", TRUTH_NO);
    expect(fixture, condition, fixture->code, "unknown", TRUTH_UNKNOWN);
}

static void comparisons_are_exact_at_the_limit(void **state) {
    static const struct {
        Comparison comparison;
        const char *value;
        Truth truth;
    } CASES[] = {
        {AT_MOST, "0.3", TRUTH_YES},           {AT_MOST, "0.300000000001", TRUTH_NO},
        {AT_LEAST, "0.30", TRUTH_YES},         {AT_LEAST, "0.29999999", TRUTH_NO},
        {MORE_THAN, "0.3", TRUTH_NO},          {MORE_THAN, "0.31", TRUTH_YES},
        {LESS_THAN, "0.3", TRUTH_NO},          {LESS_THAN, "-1", TRUTH_YES},
        {LESS_THAN, "unknown", TRUTH_UNKNOWN},
    };
    Fixture *fixture = *state;
    for (size_t i = 0; i < sizeof(CASES) / sizeof(CASES[0]); i++) {
        Condition *condition = condition_compare(fixture->law, fixture->number, CASES[i].comparison,
                                                 operand_number("0.3"));
        expect(fixture, condition, fixture->number, CASES[i].value, CASES[i].truth);
    }
}

static void dates_compare_by_day(void **state) {
    Fixture *fixture = *state;
    Condition *before =
        condition_compare(fixture->law, fixture->date, LESS_THAN, operand_date("2026-01-01"));
    expect(fixture, before, fixture->date, "2025-12-31", TRUTH_YES);
    expect(fixture, before, fixture->date, "2026-01-01", TRUTH_NO);
    expect(fixture, before, fixture->date, "unknown", TRUTH_UNKNOWN);
}

static void sets_have_any_all_and_only(void **state) {
    static const struct {
        ConditionKind kind;
        const char *value;
        Truth truth;
    } CASES[] = {
        {CONDITION_SET_ANY, "C+A", TRUTH_YES},    {CONDITION_SET_ANY, "C", TRUTH_NO},
        {CONDITION_SET_ANY, "none", TRUTH_NO},    {CONDITION_SET_ANY, "unknown", TRUTH_UNKNOWN},
        {CONDITION_SET_ALL, "B+C+A", TRUTH_YES},  {CONDITION_SET_ALL, "A+C", TRUTH_NO},
        {CONDITION_SET_ALL, "none", TRUTH_NO},    {CONDITION_SET_ALL, "unknown", TRUTH_UNKNOWN},
        {CONDITION_SET_EVERY, "A", TRUTH_YES},    {CONDITION_SET_EVERY, "A+foreign", TRUTH_NO},
        {CONDITION_SET_EVERY, "none", TRUTH_YES}, {CONDITION_SET_EVERY, "unknown", TRUTH_UNKNOWN},
    };
    Fixture *fixture = *state;
    for (size_t i = 0; i < sizeof(CASES) / sizeof(CASES[0]); i++) {
        Condition *condition = condition_codes(fixture->law, CASES[i].kind, fixture->set, "A,B");
        expect(fixture, condition, fixture->set, CASES[i].value, CASES[i].truth);
    }
}

static void blocks_follow_the_three_truths(void **state) {
    Fixture *fixture = *state;
    size_t second = handmade_attribute(fixture->law, "item.second", ATTRIBUTE_YES_NO);
    const char *const WORDS[] = {"no", "unknown", "yes"};
    const Condition *a = condition_yes(fixture->law, fixture->flag);
    const Condition *b = condition_yes(fixture->law, second);
    Condition *all = condition_block(fixture->law, CONDITION_ALL, a, b, NULL);
    Condition *any = condition_block(fixture->law, CONDITION_ANY, a, b, NULL);
    Condition *none = condition_block(fixture->law, CONDITION_NONE, a, b, NULL);
    Condition *track = condition_track(fixture->law, "t", all);
    forget(fixture);
    for (Truth x = TRUTH_NO; x <= TRUTH_YES; x++) {
        for (Truth y = TRUTH_NO; y <= TRUTH_YES; y++) {
            give(fixture, fixture->flag, WORDS[x]);
            give(fixture, second, WORDS[y]);
            Truth least = x < y ? x : y;
            Truth greatest = x > y ? x : y;
            assert_int_equal(truth_for(fixture, all, NULL), least);
            assert_int_equal(truth_for(fixture, track, NULL), least);
            assert_int_equal(truth_for(fixture, any, NULL), greatest);
            assert_int_equal(truth_for(fixture, none, NULL), TRUTH_YES - greatest);
        }
    }
}

static void empty_blocks_are_yes_for_all_and_no_for_any(void **state) {
    Fixture *fixture = *state;
    Handmade *law = fixture->law;
    assert_int_equal(
        truth_for(fixture, condition_block(law, CONDITION_ALL, NULL, NULL, NULL), NULL), TRUTH_YES);
    assert_int_equal(
        truth_for(fixture, condition_block(law, CONDITION_ANY, NULL, NULL, NULL), NULL), TRUTH_NO);
    assert_int_equal(
        truth_for(fixture, condition_block(law, CONDITION_NONE, NULL, NULL, NULL), NULL),
        TRUTH_YES);
}

static Condition *in_groups(Fixture *fixture, const char *first, const char *second) {
    Operand operands[] = {operand_attribute(fixture->country), operand_code(fixture->law, first),
                          operand_code(fixture->law, second)};
    return condition_table(fixture->law, fixture->group, operands, 3);
}

static void tables_find_any_of_the_last_values(void **state) {
    Fixture *fixture = *state;
    Condition *condition = in_groups(fixture, "A:5", "A:6");
    expect(fixture, condition, fixture->country, "NL", TRUTH_YES);
    expect(fixture, condition, fixture->country, "IN", TRUTH_YES);
    expect(fixture, condition, fixture->country, "FR", TRUTH_NO);
    expect(fixture, condition, fixture->country, "unknown", TRUTH_UNKNOWN);
    expect(fixture, in_groups(fixture, "E:1", "E:2"), fixture->country, "unknown", TRUTH_NO);
}

static void tables_find_any_value_where_any_is_asked(void **state) {
    Fixture *fixture = *state;
    Operand by_country[] = {operand_attribute(fixture->country), operand_any()};
    Operand by_group[] = {operand_any(), operand_code(fixture->law, "A:6")};
    Condition *first = condition_table(fixture->law, fixture->group, by_country, 2);
    Condition *second = condition_table(fixture->law, fixture->group, by_group, 2);
    expect(fixture, first, fixture->country, "IN", TRUTH_YES);
    expect(fixture, first, fixture->country, "FR", TRUTH_NO);
    assert_int_equal(truth_for(fixture, second, NULL), TRUTH_YES);
}

static void tables_of_one_column_are_lists(void **state) {
    Fixture *fixture = *state;
    Operand same[] = {operand_attribute(fixture->code)};
    Operand below[] = {operand_within(operand_attribute(fixture->code))};
    Condition *exact = condition_table(fixture->law, fixture->list, same, 1);
    Condition *within = condition_table(fixture->law, fixture->list, below, 1);
    expect(fixture, exact, fixture->code, "3A001.b", TRUTH_YES);
    expect(fixture, exact, fixture->code, "3A001.b.2", TRUTH_NO);
    expect(fixture, within, fixture->code, "3A001.b.2", TRUTH_YES);
    expect(fixture, within, fixture->code, "3A001", TRUTH_NO);
    expect(fixture, within, fixture->code, "2B", TRUTH_YES);
}

static void rows_hold_on_their_days_alone(void **state) {
    Fixture *fixture = *state;
    TableRow *row = handmade_row(fixture->law, fixture->group, "FR,A:5");
    row->holds = (DateRange){20000, 20001};
    Condition *condition = in_groups(fixture, "A:5", "A:5");
    static const struct {
        Date as_of;
        Truth truth;
    } DAYS[] = {{19999, TRUTH_NO}, {20000, TRUTH_YES}, {20001, TRUTH_YES}, {20002, TRUTH_NO}};
    for (size_t i = 0; i < sizeof(DAYS) / sizeof(DAYS[0]); i++) {
        fixture->options.as_of = DAYS[i].as_of;
        expect(fixture, condition, fixture->country, "FR", DAYS[i].truth);
    }
    fixture->law->tables[fixture->group].is_register = true;
    fixture->options.known_at = 20000;
    expect(fixture, condition, fixture->country, "FR", TRUTH_YES);
    fixture->options.known_at = 20002;
    expect(fixture, condition, fixture->country, "FR", TRUTH_NO);
}

static void rows_not_verified_are_unknown_unless_accepted(void **state) {
    Fixture *fixture = *state;
    TableRow *row = handmade_row(fixture->law, fixture->group, "FR,A:5");
    Condition *condition = in_groups(fixture, "A:5", "A:5");
    for (LawStatus status = LAW_VERIFIED; status <= LAW_UNVERIFIED; status++) {
        row->status = status;
        expect(fixture, condition, fixture->country, "FR",
               status < LAW_PARTIAL ? TRUTH_YES : TRUTH_UNKNOWN);
    }
    fixture->options.accept_unverified = true;
    expect(fixture, condition, fixture->country, "FR", TRUTH_YES);
}

static void another_verified_row_makes_it_known(void **state) {
    Fixture *fixture = *state;
    handmade_row(fixture->law, fixture->group, "FR,A:5")->status = LAW_UNVERIFIED;
    handmade_row(fixture->law, fixture->group, "FR,A:6");
    Condition *condition = in_groups(fixture, "A:5", "A:6");
    expect(fixture, condition, fixture->country, "FR", TRUTH_YES);
    fixture->options.accept_unverified = true;
    give(fixture, fixture->country, "FR");
    Engine engine =
        law_engine_new(fixture->arena, fixture->facts->set, fixture->facts, &fixture->options);
    Frame frame = {0};
    Lookup lookup = law_table_lookup(&engine, condition, &frame);
    assert_int_equal(lookup.row->status, LAW_VERIFIED);
}

static void complete_tables_do_not_know_what_they_lack(void **state) {
    Fixture *fixture = *state;
    fixture->law->tables[fixture->group].complete_by = 0;
    TableRow *past = handmade_row(fixture->law, fixture->group, "SE,A:1");
    past->holds = (DateRange){DATE_MIN, 100};
    Condition *condition = in_groups(fixture, "A:6", "A:6");
    expect(fixture, condition, fixture->country, "NL", TRUTH_NO);
    expect(fixture, condition, fixture->country, "FR", TRUTH_UNKNOWN);
    expect(fixture, condition, fixture->country, "SE", TRUTH_NO);
    fixture->options.accept_unverified = true;
    expect(fixture, condition, fixture->country, "FR", TRUTH_UNKNOWN);
    expect(fixture, in_groups(fixture, "E:1", "E:1"), fixture->country, "unknown", TRUTH_UNKNOWN);
}

static void tables_complete_by_another_column_too(void **state) {
    Fixture *fixture = *state;
    fixture->law->tables[fixture->group].complete_by = 1;
    expect(fixture, in_groups(fixture, "A:6", "A:6"), fixture->country, "NL", TRUTH_NO);
    expect(fixture, in_groups(fixture, "A:6", "Q:1"), fixture->country, "NL", TRUTH_UNKNOWN);
    expect(fixture, in_groups(fixture, "A:5", "Q:1"), fixture->country, "NL", TRUTH_YES);
}

static void columns_of_the_bound_row_are_values(void **state) {
    Fixture *fixture = *state;
    Condition *condition = condition_codes(fixture->law, CONDITION_EQUALS, fixture->country, "X");
    Operand operands[] = {operand_attribute(fixture->country), operand_column(0)};
    condition->operands = operands;
    forget(fixture);
    give(fixture, fixture->country, "IN");
    const LawTable *table = &fixture->law->tables[fixture->group];
    assert_int_equal(truth_for(fixture, condition, &table->rows[2]), TRUTH_YES);
    assert_int_equal(truth_for(fixture, condition, &table->rows[0]), TRUTH_NO);
    assert_int_equal(truth_for(fixture, condition, NULL), TRUTH_UNKNOWN);
}

static void numbers_in_tables_compare_by_worth(void **state) {
    Fixture *fixture = *state;
    fixture->limit = handmade_table(fixture->law, "p.limit", "limit");
    TableColumn *column = ARENA_NEW(fixture->arena, TableColumn);
    *column = (TableColumn){.name = TEXT("limit"), .type = ATTRIBUTE_NUMBER};
    fixture->law->tables[fixture->limit].columns = column;
    handmade_row(fixture->law, fixture->limit, "5000");
    Operand operands[] = {operand_attribute(fixture->number)};
    Condition *condition = condition_table(fixture->law, fixture->limit, operands, 1);
    expect(fixture, condition, fixture->number, "5000.00", TRUTH_YES);
    expect(fixture, condition, fixture->number, "5000.01", TRUTH_NO);
}

static void facts_are_named_conditions(void **state) {
    Fixture *fixture = *state;
    Provision *fact = handmade_provision(fixture->law, PROVISION_FACT, "f");
    fact->when = condition_yes(fixture->law, fixture->flag);
    Condition *condition = condition_fact(fixture->law, fact);
    expect(fixture, condition, fixture->flag, "yes", TRUTH_YES);
    expect(fixture, condition, fixture->flag, "no", TRUTH_NO);
    expect(fixture, condition, fixture->flag, "unknown", TRUTH_UNKNOWN);
    handmade_force(fixture->law, fact, NULL, NULL, LAW_PARTIAL);
    expect(fixture, condition, fixture->flag, "yes", TRUTH_UNKNOWN);
    expect(fixture, condition, fixture->flag, "no", TRUTH_NO);
    handmade_force(fixture->law, fact, "2999-01-01", NULL, LAW_VERIFIED);
    expect(fixture, condition, fixture->flag, "yes", TRUTH_NO);
}

static void facts_speak_for_some_row(void **state) {
    Fixture *fixture = *state;
    Provision *fact = handmade_provision(fixture->law, PROVISION_FACT, "f");
    handmade_each(fixture->law, fact, fixture->list, 0, true, fixture->code);
    Condition *condition = condition_fact(fixture->law, fact);
    expect(fixture, condition, fixture->code, "3A001.b.7.a", TRUTH_YES);
    expect(fixture, condition, fixture->code, "3A001", TRUTH_NO);
    expect(fixture, condition, fixture->code, "unknown", TRUTH_UNKNOWN);
    fixture->law->tables[fixture->list].complete_by = 0;
    expect(fixture, condition, fixture->code, "3A001", TRUTH_UNKNOWN);
    expect(fixture, condition, fixture->code, "2B.1", TRUTH_YES);
}

int main(void) {
    const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
        TEST(yes_no_is_as_given),
        TEST(equality_compares_exact_letters),
        TEST(words_of_no_pack_equal_only_themselves),
        TEST(within_takes_the_code_and_what_lies_below),
        TEST(comparisons_are_exact_at_the_limit),
        TEST(dates_compare_by_day),
        TEST(sets_have_any_all_and_only),
        TEST(blocks_follow_the_three_truths),
        TEST(empty_blocks_are_yes_for_all_and_no_for_any),
        TEST(tables_find_any_of_the_last_values),
        TEST(tables_find_any_value_where_any_is_asked),
        TEST(tables_of_one_column_are_lists),
        TEST(rows_hold_on_their_days_alone),
        TEST(rows_not_verified_are_unknown_unless_accepted),
        TEST(another_verified_row_makes_it_known),
        TEST(complete_tables_do_not_know_what_they_lack),
        TEST(tables_complete_by_another_column_too),
        TEST(columns_of_the_bound_row_are_values),
        TEST(numbers_in_tables_compare_by_worth),
        TEST(facts_are_named_conditions),
        TEST(facts_speak_for_some_row),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
