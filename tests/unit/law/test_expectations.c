/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "handmade_law.h"
#include "law/expectations.h"

/* A decision put together by hand, beside what a test may expect of it. */
enum { STA, CHART, DENIED, LICENCE, OTHER, PROVISIONS };
enum { STATEMENT, VALUE };

typedef struct Fixture {
    Arena *arena;
    const LawSet *set;
    LawTest test;
    Decision decision;
    DecisionAuthority authorities[2];
    DecisionRequirement requirement;
    DecisionRoute route;
    DecisionQuestion questions[2];
    size_t prohibition;
    Text citation;
} Fixture;

static const LawSet *build_set(Arena *arena) {
    static const char *const NAMES[] = {"STA", "chart", "denied", "licence", "other"};
    Handmade *law = handmade_new(arena);
    (void)handmade_pack(law, "p");
    (void)handmade_attribute(law, "transfer.statement", ATTRIBUTE_YES_NO);
    (void)handmade_attribute(law, "item.value", ATTRIBUTE_NUMBER);
    for (size_t i = 0; i < PROVISIONS; i++) {
        (void)handmade_provision(law, PROVISION_FACT, NAMES[i]);
    }
    return handmade_finish(law);
}

static int set_up(void **state) {
    Arena *arena = arena_new();
    Fixture *fixture = ARENA_NEW(arena, Fixture);
    fixture->arena = arena;
    fixture->set = build_set(arena);
    fixture->authorities[0] = (DecisionAuthority){.provision = STA, .truth = TRUTH_YES};
    fixture->authorities[1] = (DecisionAuthority){.provision = OTHER, .truth = TRUTH_UNKNOWN};
    fixture->requirement = (DecisionRequirement){.provision = CHART, .truth = TRUTH_YES};
    fixture->route = (DecisionRoute){.provision = LICENCE, .review = REVIEW_APPROVAL};
    fixture->questions[0] = (DecisionQuestion){.attribute = STATEMENT};
    fixture->questions[1] = (DecisionQuestion){.attribute = LAW_NONE};
    fixture->prohibition = DENIED;
    fixture->citation = TEXT("15 CFR 740.20(c)(1)");
    fixture->decision = (Decision){.outcome = OUTCOME_AUTHORISED,
                                   .best = OUTCOME_AUTHORISED,
                                   .worst = OUTCOME_AUTHORISED,
                                   .days = 30,
                                   .authorities = fixture->authorities,
                                   .authority_count = 2,
                                   .requirements = &fixture->requirement,
                                   .requirement_count = 1,
                                   .prohibitions = &fixture->prohibition,
                                   .prohibition_count = 1,
                                   .routes = &fixture->route,
                                   .route_count = 1,
                                   .questions = fixture->questions,
                                   .question_count = 2,
                                   .citations = &fixture->citation,
                                   .citation_count = 1};
    fixture->test.outcome = OUTCOME_AUTHORISED;
    *state = fixture;
    return 0;
}

static int tear_down(void **state) {
    Fixture *fixture = *state;
    arena_free(fixture->arena);
    return 0;
}

static void expect_message(Fixture *fixture, const char *message) {
    Text came = law_test_message(fixture->arena, fixture->set, &fixture->test, &fixture->decision);
    assert_string_equal(text_terminated(fixture->arena, came), message);
}

static void expect_of(Fixture *fixture, LawExpectation expectation, const char *message) {
    fixture->test.expectations = &expectation;
    fixture->test.expectation_count = 1;
    expect_message(fixture, message);
}

static void the_outcome_comes_first(void **state) {
    Fixture *fixture = *state;
    expect_message(fixture, "");
    fixture->test.outcome = OUTCOME_FREE;
    expect_message(fixture, "expected free, came authorised (best authorised, worst authorised)");
}

static void bounds_and_days_are_exact(void **state) {
    Fixture *fixture = *state;
    expect_of(fixture, (LawExpectation){.kind = EXPECT_BEST, .outcome = OUTCOME_AUTHORISED}, "");
    expect_of(fixture, (LawExpectation){.kind = EXPECT_BEST, .outcome = OUTCOME_FREE},
              "expected best free, came authorised");
    expect_of(fixture, (LawExpectation){.kind = EXPECT_WORST, .outcome = OUTCOME_PROHIBITED},
              "expected worst prohibited, came authorised");
    expect_of(fixture, (LawExpectation){.kind = EXPECT_DAYS, .days = 30}, "");
    expect_of(fixture, (LawExpectation){.kind = EXPECT_DAYS, .days = 31},
              "expected days 31, came 30");
}

static void all_exceptions_must_be_named(void **state) {
    Fixture *fixture = *state;
    static const size_t BOTH[] = {STA, OTHER};
    expect_of(fixture, (LawExpectation){.kind = EXPECT_UNDER, .provisions = BOTH, .count = 1}, "");
    expect_of(fixture, (LawExpectation){.kind = EXPECT_UNDER, .provisions = BOTH, .count = 2},
              "expected under p.STA, p.other, came p.STA");
    fixture->authorities[1].truth = TRUTH_YES;
    expect_of(fixture, (LawExpectation){.kind = EXPECT_UNDER, .provisions = BOTH, .count = 1},
              "expected under p.STA, came p.STA, p.other");
}

static void in_an_open_outcome_those_that_might_are_named_too(void **state) {
    Fixture *fixture = *state;
    static const size_t BOTH[] = {OTHER, STA};
    fixture->test.outcome = OUTCOME_UNDETERMINED;
    fixture->decision.outcome = OUTCOME_UNDETERMINED;
    expect_of(fixture, (LawExpectation){.kind = EXPECT_UNDER, .provisions = BOTH, .count = 2}, "");
}

static void what_is_named_must_be_found(void **state) {
    Fixture *fixture = *state;
    static const size_t FOUND[] = {CHART, DENIED, LICENCE};
    static const size_t NOT_FOUND[] = {OTHER};
    static const LawExpectationKind KINDS[] = {EXPECT_REQUIRES, EXPECT_BECAUSE, EXPECT_ROUTE};
    static const char *const MESSAGES[] = {"expected requires p.other, came p.chart",
                                           "expected because p.other, came p.denied",
                                           "expected route p.other, came p.licence"};
    for (size_t i = 0; i < 3; i++) {
        expect_of(fixture, (LawExpectation){.kind = KINDS[i], .provisions = &FOUND[i], .count = 1},
                  "");
        expect_of(fixture, (LawExpectation){.kind = KINDS[i], .provisions = NOT_FOUND, .count = 1},
                  MESSAGES[i]);
    }
}

static void questions_about_facts_are_all_named(void **state) {
    Fixture *fixture = *state;
    static const size_t ATTRIBUTES[] = {STATEMENT, VALUE};
    expect_of(fixture,
              (LawExpectation){.kind = EXPECT_ASKING, .attributes = ATTRIBUTES, .count = 1}, "");
    expect_of(fixture,
              (LawExpectation){.kind = EXPECT_ASKING, .attributes = ATTRIBUTES, .count = 2},
              "expected asking transfer.statement, item.value, came transfer.statement");
    fixture->decision.question_count = 0;
    expect_of(fixture,
              (LawExpectation){.kind = EXPECT_ASKING, .attributes = ATTRIBUTES, .count = 1},
              "expected asking transfer.statement, came none");
}

static void citations_and_reviews_are_searched(void **state) {
    Fixture *fixture = *state;
    expect_of(fixture, (LawExpectation){.kind = EXPECT_CITING, .citation = TEXT("15 CFR 740.20")},
              "");
    expect_of(fixture, (LawExpectation){.kind = EXPECT_CITING, .citation = TEXT("740.20")},
              "expected citing 740.20, came 15 CFR 740.20(c)(1)");
    expect_of(fixture, (LawExpectation){.kind = EXPECT_REVIEW, .review = REVIEW_APPROVAL}, "");
    expect_of(fixture, (LawExpectation){.kind = EXPECT_REVIEW, .review = REVIEW_DENIAL},
              "expected review denial, came approval");
}

int main(void) {
    const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
        TEST(the_outcome_comes_first),
        TEST(bounds_and_days_are_exact),
        TEST(all_exceptions_must_be_named),
        TEST(in_an_open_outcome_those_that_might_are_named_too),
        TEST(what_is_named_must_be_found),
        TEST(questions_about_facts_are_all_named),
        TEST(citations_and_reviews_are_searched),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
