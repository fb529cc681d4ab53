/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "reading.h"

/* One requirement of group A's absence, one exception, one route, one prohibition. */
#define LAW                                                                                        \
    HEADER GROUP "requirement chart \"Chart\"\n  cite 15 CFR 738\n  in force from 2020-01-01\n"    \
                 "  when destination not in group A\n"                                             \
                 "exception STA \"STA\"\n  cite 15 CFR 740.20\n  covers chart\n"                   \
                 "  when item.eccn is one of 3A001, 3A002   cite 15 CFR 740.20(c)\n"               \
                 "prohibition denied \"Denied\"\n  cite 15 CFR 764\n  when item.eccn is 9A999\n"   \
                 "route licence \"Licence\"\n  cite 15 CFR 750\n  days 90 basis \"clock\"\n"       \
                 "reform open \"Open\"\n  hypothetical\n  switch off chart\n"
#define ROWS "country,group\nNL,A\nGB,A\n"

typedef struct Fixture {
    Arena *arena;
    const LawSet *set;
} Fixture;

static int set_up(void **state) {
    Fixture *fixture = test_malloc(sizeof(Fixture));
    Text messages;
    fixture->arena = arena_new();
    fixture->set = read_pack(fixture->arena, LAW, ROWS, &messages);
    *state = fixture;
    return fixture->set == NULL;
}

static int tear_down(void **state) {
    Fixture *fixture = *state;
    arena_free(fixture->arena);
    test_free(fixture);
    return 0;
}

/* A reform of the pack with these changes and the dates of `head`. */
static const LawSet *reformed_of(const Fixture *fixture, const LawSet *set, const char *head,
                                 const char *changes) {
    ProblemList problems = problem_list_new(fixture->arena);
    Text text = text_format(fixture->arena, "reform r%zu \"R\"\n  hypothetical\n%s  in x\n%s",
                            law_reform_count(set), head, changes);
    const LawSet *reformed = law_reform_text(fixture->arena, set, TEXT("r.law"), text, &problems);
    if (reformed == NULL) {
        print_message("%.*s\n", TEXT_ARGS(problem_format(fixture->arena, &problems, 0)));
    }
    assert_non_null(reformed);
    return reformed;
}

static const LawSet *reformed(const Fixture *fixture, const char *head, const char *changes) {
    return reformed_of(fixture, fixture->set, head, changes);
}

static void give(LawFacts *facts, const LawSet *set, const char *name, const char *value) {
    size_t attribute = 0;
    Error error;
    assert_true(law_attribute_find(set, text_from(name), &attribute));
    assert_true(law_facts_set(facts, attribute, text_from(value), &error));
}

static Decision decide(const Fixture *fixture, const LawSet *set, const char *eccn, const char *to,
                       const char *day) {
    LawFacts *facts = law_facts_new(fixture->arena, set);
    give(facts, set, "item.eccn", eccn);
    give(facts, set, "origin", "US");
    give(facts, set, "destination", to);
    DecideOptions options = {.quantile = 50};
    assert_true(date_parse(text_from(day), &options.as_of));
    options.known_at = options.as_of;
    Decision decision;
    law_decide(fixture->arena, set, facts, &options, &decision);
    return decision;
}

static Outcome outcome(const Fixture *fixture, const LawSet *set, const char *eccn, const char *to,
                       const char *day) {
    return decide(fixture, set, eccn, to, day).outcome;
}

static void test_switching_off_holds_on_its_days_alone(void **state) {
    const Fixture *fixture = *state;
    const LawSet *set =
        reformed(fixture, "  from 2027-01-01 until 2027-12-31\n", "    switch off chart\n");
    assert_int_equal(outcome(fixture, set, "3A003", "FR", "2026-12-31"), OUTCOME_LICENCE_REQUIRED);
    assert_int_equal(outcome(fixture, set, "3A003", "FR", "2027-01-01"), OUTCOME_FREE);
    assert_int_equal(outcome(fixture, set, "3A003", "FR", "2027-12-31"), OUTCOME_FREE);
    assert_int_equal(outcome(fixture, set, "3A003", "FR", "2028-01-01"), OUTCOME_LICENCE_REQUIRED);
    assert_int_equal(outcome(fixture, set, "3A003", "FR", "2019-12-31"), OUTCOME_FREE);
}

static void test_rows_come_and_go(void **state) {
    const Fixture *fixture = *state;
    const LawSet *set = reformed(fixture, "  from 2027-01-01\n",
                                 "    add row FR, A to group\n    remove row NL, any from group\n");
    assert_int_equal(outcome(fixture, set, "3A003", "FR", "2026-12-31"), OUTCOME_LICENCE_REQUIRED);
    assert_int_equal(outcome(fixture, set, "3A003", "FR", "2027-01-01"), OUTCOME_FREE);
    assert_int_equal(outcome(fixture, set, "3A003", "NL", "2026-12-31"), OUTCOME_FREE);
    assert_int_equal(outcome(fixture, set, "3A003", "NL", "2027-01-01"), OUTCOME_LICENCE_REQUIRED);
    assert_int_equal(outcome(fixture, set, "3A003", "GB", "2027-01-01"), OUTCOME_FREE);
}

static void test_a_list_is_widened_and_narrowed(void **state) {
    const Fixture *fixture = *state;
    const LawSet *set = reformed(fixture, "",
                                 "    change STA\n"
                                 "      item.eccn is one of also 3A003, \"3A004\"\n");
    assert_int_equal(outcome(fixture, set, "3A001", "FR", "2026-01-01"), OUTCOME_AUTHORISED);
    assert_int_equal(outcome(fixture, set, "3A003", "FR", "2026-01-01"), OUTCOME_AUTHORISED);
    assert_int_equal(outcome(fixture, set, "3A004", "FR", "2026-01-01"), OUTCOME_AUTHORISED);
    set = reformed(fixture, "",
                   "    change STA\n      item.eccn is one of 3A001, 3A002 without 3A001\n");
    assert_int_equal(outcome(fixture, set, "3A001", "FR", "2026-01-01"), OUTCOME_LICENCE_REQUIRED);
    assert_int_equal(outcome(fixture, set, "3A002", "FR", "2026-01-01"), OUTCOME_AUTHORISED);
}

static void test_a_condition_becomes_another_on_its_day(void **state) {
    const Fixture *fixture = *state;
    const LawSet *set = reformed(fixture, "  from 2027-01-01\n",
                                 "    change denied\n"
                                 "      item.eccn is 9A999 becomes any of\n"
                                 "        item.eccn is 9A998\n"
                                 "        destination is GB\n");
    assert_int_equal(outcome(fixture, set, "9A999", "NL", "2026-12-31"), OUTCOME_PROHIBITED);
    assert_int_equal(outcome(fixture, set, "9A999", "NL", "2027-01-01"), OUTCOME_FREE);
    assert_int_equal(outcome(fixture, set, "9A998", "NL", "2026-12-31"), OUTCOME_FREE);
    assert_int_equal(outcome(fixture, set, "9A998", "NL", "2027-01-01"), OUTCOME_PROHIBITED);
    assert_int_equal(outcome(fixture, set, "9A997", "GB", "2027-01-01"), OUTCOME_PROHIBITED);
}

static void test_days_are_another(void **state) {
    const Fixture *fixture = *state;
    const LawSet *set = reformed(fixture, "  from 2027-01-01\n",
                                 "    set licence days 30, p90 45 basis \"asked\"\n");
    assert_int_equal(decide(fixture, set, "3A003", "FR", "2026-12-31").days, 90);
    Decision later = decide(fixture, set, "3A003", "FR", "2027-01-01");
    assert_int_equal(later.days, 30);
    assert_true(text_equals(later.routes[0].basis, TEXT("asked; reform r0, hypothetical")));
}

static int compiled_days(const Fixture *fixture, const LawSet *set, const char *day) {
    const LawEngine *engine = law_compile(fixture->arena, set, false, 50);
    LawFacts *facts = law_facts_new(fixture->arena, set);
    give(facts, set, "item.eccn", "3A003");
    give(facts, set, "origin", "US");
    give(facts, set, "destination", "FR");
    LawWhen when = {.switched_off = NULL};
    LawVerdict verdict;
    assert_true(date_parse(text_from(day), &when.as_of));
    when.known_at = when.as_of;
    law_engine_decide(engine, law_case_from(fixture->arena, engine, facts), &when,
                      law_scratch_new(fixture->arena, engine), &verdict);
    return verdict.days;
}

/* A plan parts its weeks where law changes: also where only the days of a route do. */
static void test_other_days_are_a_change(void **state) {
    const Fixture *fixture = *state;
    const LawSet *set = reformed(fixture, "  from 2027-02-01 until 2027-03-31\n",
                                 "    set licence days 5 basis \"b\"\n");
    Date *dates = NULL;
    Date from = date_from_parts(2026, 12, 31);
    size_t before =
        law_change_dates(fixture->arena, fixture->set, from, date_add_days(from, 200), &dates);
    size_t count = law_change_dates(fixture->arena, set, from, date_add_days(from, 200), &dates);
    assert_int_equal(count, before + 2);
    bool begins = false;
    bool ends = false;
    for (size_t i = 0; i < count; i++) {
        begins = begins || dates[i] == date_from_parts(2027, 2, 1);
        ends = ends || dates[i] == date_from_parts(2027, 4, 1);
    }
    assert_true(begins && ends);
}

static void test_compiled_law_takes_the_same_days(void **state) {
    const Fixture *fixture = *state;
    const LawSet *set =
        reformed(fixture, "  from 2027-01-01 until 2027-12-31\n", "    set licence days 120\n");
    set = reformed_of(fixture, set, "  from 2027-07-01\n", "    set licence days unknown\n");
    const char *const days[] = {"2026-12-31", "2027-01-01", "2027-06-30", "2027-07-01",
                                "2028-01-01"};
    const int expected[] = {90, 120, 120, -1, -1};
    for (size_t i = 0; i < sizeof days / sizeof days[0]; i++) {
        assert_int_equal(decide(fixture, set, "3A003", "FR", days[i]).days, expected[i]);
        assert_int_equal(compiled_days(fixture, set, days[i]), expected[i]);
    }
}

static void test_force_is_moved(void **state) {
    const Fixture *fixture = *state;
    const LawSet *set =
        reformed(fixture, "", "    set chart in force from 2030-01-01 until 2030-12-31\n");
    assert_int_equal(outcome(fixture, set, "3A003", "FR", "2029-12-31"), OUTCOME_FREE);
    assert_int_equal(outcome(fixture, set, "3A003", "FR", "2030-06-01"), OUTCOME_LICENCE_REQUIRED);
    assert_int_equal(outcome(fixture, set, "3A003", "FR", "2031-01-01"), OUTCOME_FREE);
}

static void test_the_old_set_stays_as_it_was(void **state) {
    const Fixture *fixture = *state;
    Text before = law_pack(fixture->set, 0).digest;
    const LawSet *set = reformed(fixture, "", "    switch off chart\n");
    assert_true(text_equals(law_pack(fixture->set, 0).digest, before));
    assert_true(text_equals(law_pack(fixture->set, 0).base_digest, before));
    assert_true(text_equals(law_pack(set, 0).base_digest, before));
    assert_false(text_equals(law_pack(set, 0).digest, before));
    assert_int_equal(law_reform_count(fixture->set), 0);
    assert_int_equal(law_reform_count(set), 1);
    assert_int_equal(outcome(fixture, fixture->set, "3A003", "FR", "2026-01-01"),
                     OUTCOME_LICENCE_REQUIRED);
}

static void test_digests_tell_reforms_apart(void **state) {
    const Fixture *fixture = *state;
    const LawSet *one = reformed(fixture, "", "    switch off chart\n");
    const LawSet *again = reformed(fixture, "", "    switch   off chart   # the same\n");
    const LawSet *another = reformed(fixture, "", "    switch off denied\n");
    const LawSet *both = reformed_of(fixture, one, "", "    switch off denied\n");
    Text digest = law_pack(one, 0).digest;
    assert_true(text_equals(digest, law_pack(again, 0).digest));
    assert_false(text_equals(digest, law_pack(another, 0).digest));
    assert_false(text_equals(digest, law_pack(both, 0).digest));
    assert_true(text_equals(law_pack(both, 0).base_digest, law_pack(fixture->set, 0).digest));
    assert_int_equal(law_reform_count(both), 2);
}

static void test_offers_are_found_and_applied(void **state) {
    const Fixture *fixture = *state;
    size_t offer = 9;
    ProblemList problems = problem_list_new(fixture->arena);
    assert_int_equal(law_offer_count(fixture->set), 1);
    assert_true(law_offer_find(fixture->set, TEXT("open"), &offer));
    assert_true(law_offer_find(fixture->set, TEXT("x.open"), &offer));
    assert_false(law_offer_find(fixture->set, TEXT("opens"), &offer));
    assert_true(text_equals(law_offer(fixture->set, offer).name, TEXT("x.open")));
    const LawSet *set = law_offer_apply(fixture->arena, fixture->set, offer, &problems);
    assert_non_null(set);
    assert_int_equal(outcome(fixture, set, "3A003", "FR", "2026-01-01"), OUTCOME_FREE);
    assert_null(law_offer_apply(fixture->arena, set, offer, &problems));
}

static void test_what_it_changes_is_told(void **state) {
    const Fixture *fixture = *state;
    const LawSet *set = reformed(fixture, "  cite a bill\n  source \"S\"\n  from 2027-01-01\n",
                                 "    switch off chart, denied\n"
                                 "    change STA\n      item.eccn is one of also 3A003\n");
    ReformInfo info = law_reform_info(set, 0);
    assert_int_equal(info.change_count, 3);
    assert_true(text_equals(info.changes[1], TEXT("x: switch off denied")));
    assert_true(
        text_equals(info.changes[2], TEXT("x: change x.STA: item.eccn is one of also 3A003")));
    assert_true(info.is_hypothetical);
    assert_true(text_equals(info.citation, TEXT("a bill")));
    assert_true(text_equals(info.source, TEXT("S")));
    assert_int_equal(info.digest.length, 64);
    Decision decision = decide(fixture, set, "3A003", "FR", "2027-01-01");
    assert_int_equal(decision.outcome, OUTCOME_FREE);
    Date *dates = NULL;
    Date from = date_from_parts(2026, 1, 1);
    size_t count = law_change_dates(fixture->arena, set, from, date_add_days(from, 600), &dates);
    assert_int_equal(count, 1);
    assert_int_equal(dates[0], date_from_parts(2027, 1, 1));
}

/* The digest tells the day too, for it is another law. */
static void test_it_begins_no_earlier_than_asked(void **state) {
    const Fixture *fixture = *state;
    ProblemList problems = problem_list_new(fixture->arena);
    Text plain = TEXT("reform r \"R\"\n  hypothetical\n  in x\n    switch off chart\n");
    const LawSet *at_once =
        law_reform_text(fixture->arena, fixture->set, TEXT("r.law"), plain, &problems);
    const LawSet *later = law_reform_text_from(fixture->arena, fixture->set, TEXT("r.law"), plain,
                                               date_from_parts(2027, 5, 1), &problems);
    assert_non_null(at_once);
    assert_non_null(later);
    assert_int_equal(law_reform_info(later, 0).dates.from, date_from_parts(2027, 5, 1));
    assert_false(text_equals(law_reform_info(later, 0).digest, law_reform_info(at_once, 0).digest));
    for (size_t i = 0; i < 2; i++) {
        const char *day = i == 0 ? "2027-04-30" : "2027-05-01";
        Outcome wanted =
            decide(fixture, i == 0 ? fixture->set : at_once, "3A003", "FR", day).outcome;
        assert_int_equal(decide(fixture, later, "3A003", "FR", day).outcome, wanted);
    }
    Text over = TEXT("reform r \"R\"\n  hypothetical\n  from 2026-01-01 until 2026-12-31\n"
                     "  in x\n    switch off chart\n");
    assert_null(law_reform_text_from(fixture->arena, fixture->set, TEXT("r.law"), over,
                                     date_from_parts(2027, 5, 1), &problems));
    size_t at = 0;
    assert_true(text_find(problem_format(fixture->arena, &problems, 0),
                          TEXT("r.law:1:1: the reform ends on 2026-12-31"), &at));
}

static void refuse(const Fixture *fixture, const char *text, const char *message) {
    ProblemList problems = problem_list_new(fixture->arena);
    size_t ignored = 0;
    assert_null(
        law_reform_text(fixture->arena, fixture->set, TEXT("r.law"), text_from(text), &problems));
    Text messages = problem_format(fixture->arena, &problems, 0);
    if (!text_find(messages, text_from(message), &ignored)) {
        print_message("%.*s\n", TEXT_ARGS(messages));
        fail();
    }
}

/* ---- provisions it adds ---- */

static void test_added_provisions_decide_as_written_ones(void **state) {
    const Fixture *fixture = *state;
    const LawSet *set = reformed(fixture, "  from 2027-01-01\n",
                                 "    add exception GIFT \"Gifts\"\n      cite a bill\n"
                                 "      covers chart\n      when gift\n"
                                 "    add bar no_gift \"No gifts\"\n      strikes GIFT\n"
                                 "      when destination is CN\n"
                                 "    add fact gift \"Gift\"\n      when item.eccn is 3A003\n"
                                 "    add prohibition never \"Never\"\n"
                                 "      in force from 2028-01-01 until 2028-12-31\n"
                                 "      when item.eccn is 3A004\n");
    assert_int_equal(outcome(fixture, set, "3A003", "FR", "2026-12-31"), OUTCOME_LICENCE_REQUIRED);
    assert_int_equal(outcome(fixture, set, "3A003", "FR", "2027-01-01"), OUTCOME_AUTHORISED);
    assert_int_equal(outcome(fixture, set, "3A003", "CN", "2027-01-01"), OUTCOME_LICENCE_REQUIRED);
    assert_int_equal(outcome(fixture, set, "3A004", "NL", "2027-12-31"), OUTCOME_FREE);
    assert_int_equal(outcome(fixture, set, "3A004", "NL", "2028-01-01"), OUTCOME_PROHIBITED);
    assert_int_equal(outcome(fixture, set, "3A004", "NL", "2029-01-01"), OUTCOME_FREE);
    Decision decision = decide(fixture, set, "3A003", "FR", "2027-01-01");
    assert_int_equal(decision.authority_count, 1);
    ProvisionInfo gift = law_provision(set, decision.authorities[0].provision);
    assert_true(text_equals(gift.name, TEXT("x.GIFT")));
    assert_true(text_equals(gift.citation, TEXT("a bill; reform r0, hypothetical")));
    assert_true(text_equals(gift.file, TEXT("r.law")));
    assert_false(text_equals(law_pack(set, 0).digest, law_pack(fixture->set, 0).digest));
    assert_true(text_equals(law_pack(set, 0).base_digest, law_pack(fixture->set, 0).digest));
    assert_int_equal(law_reform_info(set, 0).change_count, 4);
}

/* A requirement and the route that serves it; then another reform on top, which names them. */
static void test_what_was_added_may_be_reformed(void **state) {
    const Fixture *fixture = *state;
    const LawSet *first = reformed(fixture, "",
                                   "    add requirement brokers \"Brokers\"\n"
                                   "      when item.eccn is EAR99\n      served by permit\n"
                                   "    add route permit \"Permit\"\n      days 7 basis \"guess\"\n"
                                   "      serves brokers\n");
    Decision decision = decide(fixture, first, "EAR99", "NL", "2026-01-01");
    assert_int_equal(decision.outcome, OUTCOME_LICENCE_REQUIRED);
    assert_int_equal(decision.days, 7);
    assert_int_equal(outcome(fixture, first, "3A003", "NL", "2026-01-01"), OUTCOME_FREE);
    const LawSet *second = reformed_of(fixture, first, "  from 2027-01-01\n",
                                       "    add exception SMALL \"Small\"\n      covers brokers\n"
                                       "      when destination is NL\n    set permit days 3\n");
    assert_int_equal(outcome(fixture, second, "EAR99", "NL", "2026-12-31"),
                     OUTCOME_LICENCE_REQUIRED);
    assert_int_equal(outcome(fixture, second, "EAR99", "NL", "2027-01-01"), OUTCOME_AUTHORISED);
    assert_int_equal(decide(fixture, second, "EAR99", "GB", "2027-01-01").days, 3);
    const LawSet *third =
        reformed_of(fixture, second, "", "    switch off SMALL\n    switch off brokers\n");
    assert_int_equal(outcome(fixture, third, "EAR99", "NL", "2027-01-01"), OUTCOME_FREE);
    const LawEngine *engine = law_compile(fixture->arena, second, false, 50);
    assert_true(law_trace_count(engine) >
                law_trace_count(law_compile(fixture->arena, fixture->set, false, 50)));
}

static void test_files_that_are_none(void **state) {
    const Fixture *fixture = *state;
    refuse(fixture, "", "the file is empty");
    refuse(fixture, "# nothing\n", "the file is empty");
    refuse(fixture, "test \"t\"\n", "r.law:1:1: a file of reforms has");
    refuse(fixture, "reform r \"R\"\n  hypothetical\n  switch off chart\n",
           "r.law:3:3: `switch` is not understood in a reform; did you mean");
    refuse(fixture,
           "reform r \"R\"\n  hypothetical\n  in x\n    switch off chart\n"
           "reform r \"R\"\n  hypothetical\n  in x\n    switch off STA\n",
           "r.law:5:8: a reform `r` is in force already");
#define ADD "reform r \"R\"\n  hypothetical\n  from 2027-01-01\n  in x\n    add "
    refuse(fixture, ADD "\n", "r.law:5:8: after `add`, `row` or a kind of provision is wanted");
    refuse(fixture, ADD "scope s \"S\"\n      when item.us_origin\n", "r.law:5:9: after `add`");
    refuse(fixture, ADD "bar STA \"S\"\n      strikes all\n",
           "r.law:5:13: the name `STA` is taken");
    refuse(fixture, ADD "bar b \"B\"\n      when item.us_origin\n",
           "r.law:5:5: the bar does not say what it strikes");
    refuse(fixture, ADD "bar b \"B\"\n      strikes STAR\n", "did you mean `STA`?");
    refuse(fixture, ADD "prohibition p \"P\"\n      in force until 2026-01-01\n", "r.law:6:16:");
    refuse(fixture,
           ADD "prohibition p \"P\"\n      in force from 2020-01-01 until 2026-01-01\n"
               "      when item.us_origin\n",
           "r.law:5:5: it is in force on none of the reform's days");
    refuse(fixture, ADD "fact f \"F\"\n      when g\n    add fact g \"G\"\n      when f\n",
           "r.law:6:12: the fact `g` must stand above the fact that uses it");
#undef ADD
    ProblemList problems = problem_list_new(fixture->arena);
    assert_null(law_reform(fixture->arena, fixture->set, TEXT("/nowhere/r.law"), &problems));
    assert_int_equal(problem_count(&problems), 1);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_switching_off_holds_on_its_days_alone, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(test_rows_come_and_go, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_a_list_is_widened_and_narrowed, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_a_condition_becomes_another_on_its_day, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(test_days_are_another, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_other_days_are_a_change, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_compiled_law_takes_the_same_days, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_force_is_moved, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_the_old_set_stays_as_it_was, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_digests_tell_reforms_apart, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_offers_are_found_and_applied, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_what_it_changes_is_told, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_it_begins_no_earlier_than_asked, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_added_provisions_decide_as_written_ones, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(test_what_was_added_may_be_reformed, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_files_that_are_none, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
