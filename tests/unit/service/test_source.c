/* SPDX-License-Identifier: Apache-2.0 */
/* An invented quay (tests/fixtures/quay), computed by hand. The base wants 10 boxes a week for
 * eight weeks. The store beside it has 40; forge two makes 7 a week, needs a licence of 14 days
 * and sails 14; forge one makes 70 a week in 7 days and sends by the hub in 7, where the end
 * use is not known unless the question says it. */
#include <math.h>

#include "../expect.h"
#include "base/file.h"
#include "service/service.h"

#define EXPECT_NEAR(actual, expected)                                                              \
    assert_true(fabs((double)(actual) - (double)(expected)) <=                                     \
                1e-4 * fmax(1, fabs((double)(expected))))

typedef struct Quay {
    const Workspace *workspace;
    const LawSet *set;
} Quay;

static Quay load_quay(Arena *arena, Text folder) {
    ProblemList problems = problem_list_new(arena);
    const Text law = TEXT(FIXTURES "/island-law");
    const Quay quay = {workspace_load(arena, folder, &problems),
                       law_load(arena, &law, 1, &problems)};
    assert_non_null(quay.workspace);
    assert_non_null(quay.set);
    return quay;
}

static Date day(const char *text) {
    Date date = 0;
    assert_true(date_parse(text_from(text), &date));
    return date;
}

static SourceQuery query_for(const char *by, double quantity, const char *end_use) {
    return (SourceQuery){.item = TEXT("bolt"),
                         .site = TEXT("base"),
                         .by = day(by),
                         .as_of = day("2026-01-05"),
                         .known_at = day("2026-01-05"),
                         .quantity = quantity,
                         .end_use = text_from(end_use),
                         .quantile = 50};
}

static SourceAnswer ask(Arena *arena, const char *by, double quantity, const char *end_use) {
    const Quay quay = load_quay(arena, TEXT(FIXTURES "/quay"));
    const SourceQuery query = query_for(by, quantity, end_use);
    SourceAnswer answer;
    Error error = {0};
    assert_true(service_source(arena, quay.workspace, quay.set, &query, &answer, &error));
    return answer;
}

static const SourceCandidate *candidate_of(const SourceAnswer *answer, const char *id) {
    for (size_t i = 0; i < answer->candidate_count; i++) {
        const SourceCandidate *candidate = &answer->candidates[i];
        if (text_equals(answer->workspace->parties[candidate->party].id, text_from(id))) {
            return candidate;
        }
    }
    assert_true(false);
    return NULL;
}

static void one_can_by_way_of_the_hub(void **state) {
    (void)state;
    Arena *arena = arena_new();
    const SourceAnswer answer = ask(arena, "2026-02-01", 30, "military");
    const SourceCandidate *one = candidate_of(&answer, "forge-one");
    assert_int_equal(answer.candidate_count, 4);
    assert_int_equal(answer.can_count, 1);
    assert_int_equal(one->verdict, SOURCE_CAN);
    assert_int_equal(one->hop_count, 2);
    assert_int_equal(one->ready, day("2026-01-12"));
    assert_int_equal(one->hops[0].leaves, day("2026-01-19"));
    assert_int_equal(one->arrives, day("2026-01-26"));
    /* Begun in the first two weeks, sent in the third, there in the fourth. */
    EXPECT_NEAR(one->left, 140);
    EXPECT_NEAR(one->making_usd, 5);
    EXPECT_NEAR(one->lanes_usd, 1.5);
    EXPECT_NEAR(answer.concentration, 1);
    EXPECT_NEAR(one->concentration, (40.0 * 40 + 30 * 30) / (70 * 70));
    assert_int_equal(answer.cheapest.share_count, 1);
    EXPECT_NEAR(answer.cheapest.quantity, 30);
    EXPECT_NEAR(answer.cheapest.usd, 195);
    arena_free(arena);
}

static void the_others_are_told_why_not(void **state) {
    (void)state;
    Arena *arena = arena_new();
    const SourceAnswer answer = ask(arena, "2026-02-01", 30, "military");
    const SourceCandidate *two = candidate_of(&answer, "forge-two");
    assert_int_equal(two->verdict, SOURCE_LATE);
    assert_int_equal(two->days_late, 1);
    assert_true(two->change_count >= 1);
    assert_int_equal(two->changes[0].arrives, day("2026-02-01"));
    assert_int_equal(candidate_of(&answer, "store")->verdict, SOURCE_NO_CAPACITY);
    const SourceCandidate *lone = candidate_of(&answer, "lone");
    assert_int_equal(lone->verdict, SOURCE_NO_LANE);
    assert_false(lone->hops[0].has_lane);
    assert_int_equal(lone->outcome, OUTCOME_LICENCE_REQUIRED);
    arena_free(arena);
}

static void a_question_keeps_out_and_its_answer_lets_in(void **state) {
    (void)state;
    Arena *arena = arena_new();
    const SourceAnswer answer = ask(arena, "2026-02-01", 30, "");
    const SourceCandidate *one = candidate_of(&answer, "forge-one");
    size_t at = 0;
    assert_int_equal(one->verdict, SOURCE_UNDETERMINED);
    assert_true(text_find(one->reason, TEXT("end_use"), &at));
    assert_true(one->change_count >= 1);
    EXPECT_TEXT(one->changes[0].what, "end_use were military");
    assert_int_equal(one->changes[0].arrives, day("2026-01-26"));
    arena_free(arena);
}

static void two_together(void **state) {
    (void)state;
    Arena *arena = arena_new();
    const SourceAnswer answer = ask(arena, "2026-02-15", 21, "military");
    /* Forge two makes 42 in the weeks that can still arrive and the plan takes 40. */
    EXPECT_NEAR(candidate_of(&answer, "forge-two")->left, 2);
    assert_int_equal(answer.cheapest.share_count, 2);
    EXPECT_NEAR(answer.cheapest.shares[0].quantity, 2);
    EXPECT_NEAR(answer.cheapest.shares[1].quantity, 19);
    EXPECT_NEAR(answer.cheapest.usd, 2 * 5 + 19 * 6.5);
    EXPECT_NEAR(answer.broadest.quantity, 21);
    assert_true(answer.broadest.concentration <= answer.cheapest.concentration + 1e-9);
    arena_free(arena);
}

static void a_day_before_anything_arrives(void **state) {
    (void)state;
    Arena *arena = arena_new();
    const SourceAnswer answer = ask(arena, "2026-01-05", 30, "military");
    assert_int_equal(answer.can_count, 0);
    EXPECT_NEAR(answer.cheapest.quantity, 0);
    assert_int_equal(candidate_of(&answer, "forge-one")->days_late, 21);
    arena_free(arena);
}

/* The works makes 70 boxes a week and the plan wants 40, but uses all ore before the ban. */
static void what_runs_out_is_named(void **state) {
    (void)state;
    Arena *arena = arena_new();
    const Quay island = load_quay(arena, TEXT(FIXTURES "/island"));
    SourceQuery query = query_for("2026-02-09", 30, "");
    query.site = TEXT("depot");
    SourceAnswer answer;
    Error error = {0};
    assert_true(service_source(arena, island.workspace, island.set, &query, &answer, &error));
    assert_int_equal(answer.candidates[0].verdict, SOURCE_NO_CAPACITY);
    assert_int_equal(answer.candidates[0].change_count, 1);
    EXPECT_TEXT(answer.candidates[0].changes[0].what, "it had more ore");
    arena_free(arena);
}

static void bad_questions(void **state) {
    (void)state;
    Arena *arena = arena_new();
    const Quay quay = load_quay(arena, TEXT(FIXTURES "/quay"));
    SourceAnswer answer;
    Error error = {0};
    SourceQuery query = query_for("2026-02-01", 1, "");
    query.item = TEXT("bolts");
    assert_false(service_source(arena, quay.workspace, quay.set, &query, &answer, &error));
    assert_non_null(strstr(error.message, "did you mean `bolt`"));
    query = query_for("2026-01-04", 1, "");
    assert_false(service_source(arena, quay.workspace, quay.set, &query, &answer, &error));
    arena_free(arena);
}

static ProgrammeAnswer ask_programme(Arena *arena, Text folder, const char *name) {
    const Quay quay = load_quay(arena, folder);
    const ProgrammeQuery query = {.name = text_from(name),
                                  .as_of = day("2026-01-05"),
                                  .known_at = day("2026-01-05"),
                                  .quantile = 50};
    ProgrammeAnswer answer;
    Error error = {0};
    assert_true(service_programme(arena, quay.workspace, quay.set, &query, &answer, &error));
    return answer;
}

static void a_programme_by_hand(void **state) {
    (void)state;
    Arena *arena = arena_new();
    const ProgrammeAnswer answer = ask_programme(arena, TEXT(FIXTURES "/quay"), "");
    assert_int_equal(answer.view_count, 1);
    const ProgrammeView *view = &answer.views[0];
    assert_int_equal(view->transfer_count, 4);
    assert_int_equal(view->open_count, 2);
    assert_int_equal(view->pending_count, 1);
    assert_int_equal(view->shut_count, 2);
    assert_int_equal(view->ends, day("2026-02-02"));
    assert_int_equal(view->ends_unbound, day("2026-01-19"));
    assert_int_equal(view->authorisation_count, 1);
    assert_int_equal(view->authorisations[0].granted, day("2026-01-19"));
    assert_int_equal(view->authorisations[0].waits, 14);
    assert_int_equal(view->authorisations[0].saves, 14);
    assert_int_equal(view->share_count, 2);
    EXPECT_TEXT(view->shares[0].country, "CC");
    EXPECT_NEAR(view->shares[0].stock_usd, 800);
    EXPECT_NEAR(view->shares[1].making_usd, 120);
    EXPECT_NEAR(view->shares[1].moving_usd, 80);
    EXPECT_NEAR(view->shares[1].share, 0.2);
    arena_free(arena);
}

static void a_return_by_hand(void **state) {
    (void)state;
    Arena *arena = arena_new();
    const ProgrammeAnswer answer = ask_programme(arena, TEXT(FIXTURES "/quay"), "guard");
    const ProgrammeReturn *money = &answer.views[0].money;
    EXPECT_TEXT(money->nation, "CC");
    EXPECT_NEAR(money->joint_cost_usd, 1000);
    EXPECT_NEAR(money->joint_delay_usd, 0);
    EXPECT_NEAR(money->joint_compliance_usd, 100);
    EXPECT_NEAR(money->home_cost_usd, 80 * 3 * 2);
    /* 10, 20, 30 and 40 boxes of 20 are owed in the four weeks of setting up. */
    EXPECT_NEAR(money->home_delay_usd, 100 * 20 * 0.365 * 7 / 365);
    EXPECT_NEAR(money->home_setup_usd, 50);
    EXPECT_NEAR(money->return_usd, 480 + 14 + 50 - 1000 - 100);
    arena_free(arena);
}

/* The guard's bolts: ore sails seven days, then wait seven more for a licence of fourteen. */
static void a_chain_down_the_bill_of_material(void **state) {
    (void)state;
    Arena *arena = arena_new();
    const ProgrammeAnswer answer = ask_programme(arena, TEXT(FIXTURES "/island"), "guard");
    const ProgrammeView *view = &answer.views[0];
    assert_int_equal(view->step_count, 4);
    assert_int_equal(view->steps[0].kind, STEP_MAKE);
    assert_int_equal(view->steps[3].kind, STEP_MOVE);
    assert_int_equal(view->ends, day("2026-01-19"));
    assert_int_equal(view->ends_unbound, day("2026-01-12"));
    assert_int_equal(view->authorisations[0].waits, 7);
    assert_int_equal(view->authorisations[0].saves, 7);
    assert_int_equal(view->alarm_count, 2);
    assert_int_equal(view->alarms[0].date, day("2026-02-05"));
    assert_int_equal(view->alarms[0].after, OUTCOME_PROHIBITED);
    arena_free(arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(one_can_by_way_of_the_hub),
        cmocka_unit_test(the_others_are_told_why_not),
        cmocka_unit_test(a_question_keeps_out_and_its_answer_lets_in),
        cmocka_unit_test(two_together),
        cmocka_unit_test(a_day_before_anything_arrives),
        cmocka_unit_test(what_runs_out_is_named),
        cmocka_unit_test(bad_questions),
        cmocka_unit_test(a_programme_by_hand),
        cmocka_unit_test(a_return_by_hand),
        cmocka_unit_test(a_chain_down_the_bill_of_material),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
