/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <math.h>

#include "four.h"
#include "hand.h"
#include "network/network.h"

static void assert_near(double found, double expected) {
    if (!(fabs(found - expected) <= 1e-7 * (1 + fabs(expected)))) {
        fail_msg("%.12g is not %.12g", found, expected);
    }
}

static void survives_the_loss_of_each_of_four(void **state) {
    (void)state;
    Four four;
    four_make(&four);
    NetworkChange changes[4][4];
    NetworkBarrier losses[4];
    for (size_t i = 0; i < 4; i++) {
        losses[i] = four_lose(&four, i, changes[i]);
    }
    Arena *arena = arena_new();
    Error error = {0};
    double survived[4];
    double kept[1];
    assert_true(network_survive(arena, &four.network, 0, losses, 4, survived, kept, &error));
    assert_near(kept[0], 1);
    assert_true(isinf(survived[FOUR_A]));
    assert_near(survived[FOUR_B], 2.25);
    assert_near(survived[FOUR_C], 9.0 / 7);
    assert_near(survived[FOUR_D], 0.9);
    arena_free(arena);
}

/* D can make but five: that is the service there is, and losing B leaves all of it. */
static void service_is_what_can_be_kept_up(void **state) {
    (void)state;
    Four four;
    four_make(&four);
    four.capacity[4][0] = 5;
    NetworkChange changes[4];
    const NetworkBarrier losses[] = {four_lose(&four, FOUR_B, changes)};
    Arena *arena = arena_new();
    Error error = {0};
    double survived[1];
    double kept[1];
    assert_true(network_survive(arena, &four.network, 0, losses, 1, survived, kept, &error));
    assert_near(kept[0], 0.5);
    assert_true(isinf(survived[0]));
    arena_free(arena);
}

/* A delivery that is lost leaves no time; a period that is not asked about does not count. */
static void a_lost_user_is_not_served(void **state) {
    (void)state;
    Four four;
    four_make(&four);
    NetworkChange now[] = {{CHANGE_DELIVERY, 0, 0, 0, 0}};
    NetworkChange later[] = {{CHANGE_DELIVERY, 0, 0, 1, 0}};
    const NetworkBarrier losses[] = {{now, 1}, {later, 1}};
    Arena *arena = arena_new();
    Error error = {0};
    double survived[2];
    assert_true(network_survive(arena, &four.network, 0, losses, 2, survived, NULL, &error));
    assert_near(survived[0], 0);
    assert_true(isinf(survived[1]));
    arena_free(arena);
}

/* The hand's lane is shut in periods 0 and 1, and the mine has run dry of what it could send. */
static void explains_by_the_lane_that_is_shut(void **state) {
    (void)state;
    Hand hand;
    hand_make(&hand);
    Arena *arena = arena_new();
    Error error = {0};
    Plan plan = {0};
    NetworkBinding *bindings = NULL;
    NetworkSolver *solver = network_solver_new(&hand.network, &error);
    assert_true(network_solve(solver, arena, &plan, &error));
    const size_t count = network_explain(arena, &hand.network, &plan, 0, &bindings);
    assert_true(count >= 2);
    bool has_lane = false;
    bool has_mine = false;
    for (size_t i = 0; i < count; i++) {
        has_lane = has_lane || (bindings[i].kind == BINDING_LANE && bindings[i].first_period == 0);
        has_mine = has_mine || (bindings[i].kind == BINDING_RESOURCE && bindings[i].index == 0);
        assert_true(i == 0 || bindings[i - 1].weight >= bindings[i].weight);
    }
    assert_true(has_lane);
    assert_true(has_mine);
    network_solver_free(solver);
    arena_free(arena);
}

static void what_is_not_late_needs_no_reason(void **state) {
    (void)state;
    Four four;
    four_make(&four);
    Arena *arena = arena_new();
    Error error = {0};
    Plan plan = {0};
    NetworkBinding *bindings = NULL;
    NetworkSolver *solver = network_solver_new(&four.network, &error);
    assert_true(network_solve(solver, arena, &plan, &error));
    assert_int_equal(network_explain(arena, &four.network, &plan, 0, &bindings), 0);
    network_solver_free(solver);
    arena_free(arena);
}

/* D alone makes the product, and A's shut lanes could replace B and C. */
static void finds_hidden_points_of_failure(void **state) {
    (void)state;
    Four four;
    four_make(&four);
    for (size_t t = 0; t < 2; t++) {
        four.open[0][t] = 0;
        four.open[1][t] = 0;
    }
    Arena *arena = arena_new();
    FailurePoint *points = NULL;
    const size_t count = network_failure_points(arena, &four.network, 1, &points);
    assert_int_equal(count, 3);
    assert_int_equal(points[0].site, FOUR_B);
    assert_true(points[0].has_alternative);
    assert_int_equal(points[0].lane_count, 1);
    assert_int_equal(points[0].lanes[0], 0);
    assert_int_equal(points[1].site, FOUR_C);
    assert_int_equal(points[1].lanes[0], 1);
    assert_int_equal(points[2].site, FOUR_D);
    assert_false(points[2].has_alternative);
    arena_free(arena);
}

static void concentration_of_shares(void **state) {
    (void)state;
    const double amounts[] = {3, 1, 0};
    assert_near(network_concentration(amounts, 3), 0.625);
    assert_near(network_concentration(amounts, 1), 1);
    assert_true(isnan(network_concentration(amounts + 2, 1)));
    assert_true(isnan(network_concentration(NULL, 0)));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(survives_the_loss_of_each_of_four),
        cmocka_unit_test(service_is_what_can_be_kept_up),
        cmocka_unit_test(a_lost_user_is_not_served),
        cmocka_unit_test(explains_by_the_lane_that_is_shut),
        cmocka_unit_test(what_is_not_late_needs_no_reason),
        cmocka_unit_test(finds_hidden_points_of_failure),
        cmocka_unit_test(concentration_of_shares),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
