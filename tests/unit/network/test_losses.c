/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <math.h>

#include "changed.h"
#include "hand.h"
#include "network/network.h"
#include "random_network.h"
#include "reference.h"

enum { NETWORKS = 60, LOSSES = 8, PERIODS = 4 };

static const RandomSize TINY = {PERIODS, 4, 3, 5, 10, 3};

static void assert_near(double found, double expected) {
    if (!(fabs(found - expected) <= 1e-6 * (1 + fabs(expected)))) {
        fail_msg("%.12g is not %.12g", found, expected);
    }
}

/* Takes away one to three things, in part or altogether. */
static NetworkBarrier random_loss(Arena *arena, Random *random, const Network *network) {
    NetworkChange *changes = ARENA_MANY(arena, NetworkChange, 3);
    const size_t count = 1 + random_below(random, 3);
    for (size_t i = 0; i < count; i++) {
        const size_t period = random_below(random, network->period_count);
        if (random_below(random, 2) == 0) {
            const size_t lane = random_below(random, network->lane_count);
            const double open = network->lanes[lane].open[period];
            changes[i] = (NetworkChange){CHANGE_LANE, lane, 0, period,
                                         open * (double)random_below(random, 3) / 2};
        } else {
            const size_t resource = random_below(random, network->resource_count);
            changes[i] = (NetworkChange){CHANGE_RESOURCE, resource, 0, period,
                                         -(double)random_below(random, 5)};
        }
    }
    return (NetworkBarrier){changes, count};
}

/* Two losses of one lane in one period would take the larger opening; here the last counts
 * only where it is the smaller. */
static bool has_twins(const NetworkBarrier *loss) {
    for (size_t i = 0; i < loss->change_count; i++) {
        for (size_t j = 0; j < i; j++) {
            if (loss->changes[i].kind == CHANGE_LANE &&
                loss->changes[i].kind == loss->changes[j].kind &&
                loss->changes[i].index == loss->changes[j].index &&
                loss->changes[i].period == loss->changes[j].period) {
                return true;
            }
        }
    }
    return false;
}

static NetworkBarrier *random_losses(Arena *arena, Random *random, const Network *network) {
    NetworkBarrier *losses = ARENA_MANY(arena, NetworkBarrier, LOSSES);
    for (size_t i = 0; i < LOSSES; i++) {
        do {
            losses[i] = random_loss(arena, random, network);
        } while (has_twins(&losses[i]));
    }
    return losses;
}

/* Exact losses equal the reference's; floors and ceilings hold for all; the first are the
 * largest. */
static void bounds_hold_and_the_first_are_the_worst(void **state) {
    (void)state;
    Random random = {20};
    for (size_t n = 0; n < NETWORKS; n++) {
        Arena *arena = arena_new();
        const Network network = random_network(arena, &random, TINY);
        const NetworkBarrier *losses = random_losses(arena, &random, &network);
        const double base = reference_optimum(&network);
        double expected[LOSSES];
        for (size_t i = 0; i < LOSSES; i++) {
            const Network without = changed_network(arena, &network, &losses[i], 1, 1);
            expected[i] = reference_optimum(&without) - base;
        }
        Error error = {0};
        LossValue values[LOSSES];
        size_t ranking[LOSSES];
        size_t solves = 0;
        NetworkSolver *solver = network_solver_new(&network, &error);
        assert_non_null(solver);
        assert_true(network_rank_losses(solver, arena, losses, LOSSES, 2, values, ranking, &solves,
                                        &error));
        for (size_t i = 0; i < LOSSES; i++) {
            const double slack = 1e-6 * (1 + fabs(expected[i]) + fabs(base));
            assert_true(values[i].floor <= expected[i] + slack);
            assert_true(values[i].ceiling >= expected[i] - slack);
            if (values[i].is_exact) {
                assert_true(fabs(values[i].loss - expected[i]) <= slack);
            }
        }
        for (size_t i = 0; i < LOSSES; i++) {
            assert_true(expected[ranking[i < 2 ? i : 1]] >=
                        expected[ranking[i]] - 1e-6 * (1 + fabs(base)));
        }
        network_solver_free(solver);
        arena_free(arena);
    }
}

/* An activity that cannot be started is an activity without capacity; and undoing restores. */
static void a_shut_activity_makes_nothing(void **state) {
    (void)state;
    Hand hand;
    hand_make(&hand);
    NetworkChange shut[4];
    NetworkChange none[4];
    for (size_t t = 0; t < 4; t++) {
        shut[t] = (NetworkChange){CHANGE_ACTIVITY, 0, 0, t, 0};
        none[t] = (NetworkChange){CHANGE_RESOURCE, 0, 0, t, -2};
    }
    const NetworkBarrier losses[] = {{shut, 4}, {none, 4}, {shut, 0}};
    Arena *arena = arena_new();
    Error error = {0};
    Plan plan = {0};
    NetworkSolver *solver = network_solver_new(&hand.network, &error);
    assert_true(network_solve_without(solver, arena, &losses[0], 1, &plan, &error));
    assert_near(plan.lateness, 2 + 4 + 6 + 8 * (1 + 4)); /* nothing is ever delivered */
    assert_true(network_solve_without(solver, arena, &losses[1], 1, &plan, &error));
    assert_near(plan.lateness, 2 + 4 + 6 + 8 * (1 + 4));
    assert_true(network_solve_without(solver, arena, &losses[2], 1, &plan, &error));
    assert_near(plan.lateness, 2 + 4 + 6 + 2 * (1 + 4));
    assert_near(plan.made[0] + plan.made[1] + plan.made[2], 6);
    network_solver_free(solver);
    arena_free(arena);
}

/* The last period's delivery is lost: all of the eight are owed at the end. */
static void a_shut_delivery_is_owed(void **state) {
    (void)state;
    Hand hand;
    hand_make(&hand);
    const NetworkChange shut[] = {{CHANGE_DELIVERY, 0, 0, 3, 0}};
    const NetworkBarrier losses[] = {{shut, 1}};
    Arena *arena = arena_new();
    Error error = {0};
    LossValue value;
    size_t rank = 9;
    size_t solves = 0;
    NetworkSolver *solver = network_solver_new(&hand.network, &error);
    assert_true(network_rank_losses(solver, arena, losses, 1, 0, &value, &rank, &solves, &error));
    assert_near(value.loss, 6 * (1 + 4));
    assert_near(value.ceiling, 6 * (1 + 4));
    assert_int_equal(rank, 0);
    network_solver_free(solver);
    arena_free(arena);
}

static void two_lose_at_least_as_much_as_either(void **state) {
    (void)state;
    Random random = {77};
    for (size_t n = 0; n < NETWORKS; n++) {
        Arena *arena = arena_new();
        Network network = random_network(arena, &random, TINY);
        const NetworkBarrier *losses = random_losses(arena, &random, &network);
        Error error = {0};
        Plan base = {0};
        Plan plans[3];
        NetworkSolver *solver = network_solver_new(&network, &error);
        assert_non_null(solver);
        assert_true(network_solve(solver, arena, &base, &error));
        NetworkChange both[6];
        size_t count = 0;
        for (size_t i = 0; i < 2; i++) {
            assert_true(network_solve_without(solver, arena, &losses[i], 1, &plans[i], &error));
            for (size_t j = 0; j < losses[i].change_count; j++) {
                both[count++] = losses[i].changes[j];
            }
        }
        const NetworkBarrier together = {both, count};
        if (!has_twins(&together)) {
            assert_true(network_solve_without(solver, arena, &together, 1, &plans[2], &error));
            for (size_t i = 0; i < 2; i++) {
                assert_true(plans[2].objective >=
                            plans[i].objective - 1e-6 * (1 + plans[i].objective));
            }
        }
        assert_true(network_solve_without(solver, arena, NULL, 0, &plans[2], &error));
        assert_true(plans[2].objective <= base.objective && plans[2].objective >= base.objective);
        network_solver_free(solver);
        arena_free(arena);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(bounds_hold_and_the_first_are_the_worst),
        cmocka_unit_test(a_shut_activity_makes_nothing),
        cmocka_unit_test(a_shut_delivery_is_owed),
        cmocka_unit_test(two_lose_at_least_as_much_as_either),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
