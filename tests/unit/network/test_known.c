/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <math.h>
#include <string.h>

#include "checker.h"
#include "instance.h"
#include "network/network.h"
#include "network/solver.h"
#include "network/state.h"

static void assert_optimum(const Network *network, double expected) {
    Arena *arena = arena_new();
    Error error = {0};
    Plan plan = {0};
    NetworkSolver *solver = network_solver_new(network, &error);
    assert_non_null(solver);
    if (!network_solve(solver, arena, &plan, &error)) {
        fail_msg("%s", error.message);
    }
    if (!(fabs(plan.objective - expected) <= 1e-6 * fabs(expected))) {
        fail_msg("optimum %.12g, expected %.12g", plan.objective, expected);
    }
    assert_plan_is_optimal(network, &plan);
    network_solver_free(solver);
    arena_free(arena);
}

static void assert_instance(const char *name, double expected) {
    Arena *arena = arena_new();
    Instance instance = instance_read(arena, name);
    assert_int_equal(instance.scenario_count, 100);
    assert_optimum(&instance.network, expected);
    for (size_t i = 0; i < instance.scenario_count; i++) {
        assert_optimum(&instance.scenarios[i], instance.objectives[i]);
    }
    arena_free(arena);
}

static void meets_the_small_optima(void **state) {
    (void)state;
    assert_instance("small", 70.75547763);
}

static void meets_the_large_optima(void **state) {
    (void)state;
    assert_instance("large", 1304.379417);
}

/* The large one starts from the base's basis with its columns scaled. */
static void meets_them_from_the_base_too(void **state) {
    (void)state;
    enum { EVERY = 10 };
    Arena *arena = arena_new();
    Error error = {0};
    const Instance instance = instance_read(arena, "large");
    NetworkSolver *solver = network_solver_new(&instance.network, &error);
    assert_non_null(solver);
    for (size_t i = 0; i < instance.scenario_count; i += EVERY) {
        Plan plan = {0};
        const NetworkBarrier loss = instance_loss(arena, &instance, i);
        if (!network_solve_without(solver, arena, &loss, 1, &plan, &error)) {
            fail_msg("%s", error.message);
        }
        assert_true(fabs(plan.objective - instance.objectives[i]) <= 1e-6 * instance.objectives[i]);
        assert_plan_is_optimal(&instance.scenarios[i], &plan);
    }
    network_solver_free(solver);
    arena_free(arena);
}

static void solve_loss(NetworkSolver *solver, Arena *arena, const NetworkBarrier *loss,
                       Plan *plan) {
    Error error = {0};
    if (!network_solve_without(solver, arena, loss, 1, plan, &error)) {
        fail_msg("%s", error.message);
    }
}

static bool has_scales(const NetworkSolver *solver) {
    for (size_t c = 0; c < solver->programme.component_count; c++) {
        if (solver->scale[c] != NULL) {
            return true;
        }
    }
    return false;
}

/* What is found ahead is there before any process is made, and the plan has the same bytes. */
static void prepares_without_changing_an_answer(void **state) {
    (void)state;
    Arena *arena = arena_new();
    Error error = {0};
    const Instance instance = instance_read(arena, "large");
    const NetworkBarrier loss = instance_loss(arena, &instance, 10);
    NetworkSolver *prepared = network_solver_new(&instance.network, &error);
    NetworkSolver *plain = network_solver_new(&instance.network, &error);
    Plan first = {0};
    Plan second = {0};
    assert_true(network_prepare(prepared, &loss, 1, &error));
    assert_true(has_scales(prepared));
    solve_loss(prepared, arena, &loss, &first);
    assert_false(has_scales(plain));
    solve_loss(plain, arena, &loss, &second);
    const size_t periods = instance.network.period_count;
    assert_int_equal(first.iterations, second.iterations);
    assert_memory_equal(&first.objective, &second.objective, sizeof(double));
    assert_memory_equal(first.held, second.held, first.place_count * periods * sizeof(double));
    assert_memory_equal(first.balance_price, second.balance_price,
                        first.place_count * periods * sizeof(double));
    network_solver_free(plain);
    network_solver_free(prepared);
    arena_free(arena);
}

static void prepares_no_barrier_of_another_network(void **state) {
    (void)state;
    Arena *arena = arena_new();
    Error error = {0};
    const Instance instance = instance_read(arena, "small");
    const NetworkChange change = {.kind = CHANGE_LANE, .index = instance.network.lane_count};
    const NetworkBarrier barriers[] = {{NULL, 0}, {&change, 1}};
    NetworkSolver *solver = network_solver_new(&instance.network, &error);
    assert_false(network_prepare(solver, barriers, 2, &error));
    assert_int_equal(error.kind, ERROR_INVALID);
    assert_non_null(strstr(error.message, "barrier 1, change 0"));
    network_solver_free(solver);
    arena_free(arena);
}

/* A column's scale is the length of its row of the inverse, here of [2 0; 0 1/8] and of a row whose
 * slack is basic; what is not basic keeps its own unit. */
static void scales_columns_by_the_length_of_their_rows(void **state) {
    (void)state;
    enum { BASIC = 1, AT_LOWER = 3 };
    const int start[] = {0, 1, 2, 3};
    const int row[] = {0, 1, 2};
    const double value[] = {2, 0.125, 1};
    const double cost[] = {0, 0, 0};
    double upper[] = {INFINITY, INFINITY, INFINITY};
    double side[] = {1, 1, 1};
    const LinearProgramme programme = {3, 3, start, row, value, cost, upper, side, side};
    const unsigned char basis[] = {BASIC, BASIC, AT_LOWER, AT_LOWER, AT_LOWER, BASIC};
    double scale[3];
    Error error = {0};
    assert_true(solver_scales(&programme, basis, scale, &error));
    assert_float_equal(scale[0], 0.5, 0);
    assert_float_equal(scale[1], 8, 0);
    assert_float_equal(scale[2], 1, 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(meets_the_small_optima),
        cmocka_unit_test(meets_the_large_optima),
        cmocka_unit_test(meets_them_from_the_base_too),
        cmocka_unit_test(prepares_without_changing_an_answer),
        cmocka_unit_test(prepares_no_barrier_of_another_network),
        cmocka_unit_test(scales_columns_by_the_length_of_their_rows),
    };
    return cmocka_run_group_tests_name("network known", tests, NULL, NULL);
}
