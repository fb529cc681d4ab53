/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <math.h>
#include <string.h>

#include "changed.h"
#include "checker.h"
#include "network/network.h"
#include "random_network.h"
#include "reference.h"

static const RandomSize TINY = {3, 3, 3, 3, 5, 2};

enum { BARRIERS = 12, STEP_SEEDS = 60 };

/* A step so small that no second corner is passed, so large that it can be told from
 * rounding. */
static const double STEP = 1e-4;

static void assert_near(const char *what, uint64_t seed, size_t barrier, double found,
                        double expected, double tolerance) {
    if (!(fabs(found - expected) <= tolerance * (1 + fabs(expected)))) {
        fail_msg("seed %zu, barrier %zu: %s is %.12g, expected %.12g", (size_t)seed, barrier, what,
                 found, expected);
    }
}

static double optimum_at(const Network *network, const NetworkBarrier *barrier, double part) {
    Arena *arena = arena_new();
    Network changed = changed_network(arena, network, barrier, 1, part);
    double optimum = reference_optimum(&changed);
    arena_free(arena);
    return optimum;
}

/* The rate of a lane without a limit is for a way that only the solver knows. */
static bool has_fixed_way(const Network *network, const NetworkBarrier *barrier) {
    for (size_t i = 0; i < barrier->change_count; i++) {
        const NetworkChange *change = &barrier->changes[i];
        if (change->kind == CHANGE_LANE && isinf(network->lanes[change->index].limit)) {
            return false;
        }
    }
    return true;
}

static void check_value(const Network *network, const NetworkBarrier *barrier,
                        const BarrierValue *value, uint64_t seed, size_t position) {
    double base = optimum_at(network, barrier, 0);
    assert_true(value->is_exact);
    assert_near("gain", seed, position, value->gain, base - optimum_at(network, barrier, 1), 1e-7);
    assert_true(value->ceiling >= value->gain);
    assert_true(value->price >= value->gain - 1e-7);
    if (!has_fixed_way(network, barrier)) {
        return;
    }
    double step = (base - optimum_at(network, barrier, STEP)) / STEP;
    assert_near("price", seed, position, value->price, step, 1e-4);
    if (!isnan(value->price_back)) {
        double back = (optimum_at(network, barrier, -STEP) - base) / STEP;
        assert_near("price back", seed, position, value->price_back, back, 1e-4);
    }
}

static void check_without(NetworkSolver *solver, const Network *network,
                          const NetworkBarrier *barrier, double objective) {
    Arena *arena = arena_new();
    Error error = {0};
    Plan plan = {0};
    assert_true(network_solve_without(solver, arena, barrier, 1, &plan, &error));
    Network changed = changed_network(arena, network, barrier, 1, 1);
    assert_near("objective", 0, 0, plan.objective, objective, 1e-6);
    assert_plan_is_optimal(&changed, &plan);
    arena_free(arena);
}

static void agrees_with_the_reference(void **state) {
    (void)state;
    for (uint64_t seed = 1; seed <= STEP_SEEDS; seed++) {
        Arena *arena = arena_new();
        Random random = {seed};
        Network network = random_network(arena, &random, TINY);
        NetworkBarrier *barriers = random_barriers(arena, &random, &network, BARRIERS);
        BarrierValue values[BARRIERS];
        size_t ranking[BARRIERS];
        size_t solve_count = 0;
        Error error = {0};
        Plan plan = {0};
        NetworkSolver *solver = network_solver_new(&network, &error);
        assert_non_null(solver);
        assert_true(network_solve(solver, arena, &plan, &error));
        assert_near("optimum", seed, 0, plan.objective, reference_optimum(&network), 1e-8);
        assert_plan_is_optimal(&network, &plan);
        assert_true(network_price(solver, arena, barriers, BARRIERS, 0, values, ranking,
                                  &solve_count, &error));
        assert_int_equal(solve_count, BARRIERS);
        for (size_t i = 0; i < BARRIERS; i++) {
            check_value(&network, &barriers[i], &values[i], seed, i);
            check_without(solver, &network, &barriers[i], plan.objective - values[i].gain);
        }
        network_solver_free(solver);
        arena_free(arena);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(agrees_with_the_reference),
    };
    return cmocka_run_group_tests_name("network price", tests, NULL, NULL);
}
