/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <math.h>

#include "checker.h"
#include "instance.h"
#include "network/network.h"

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

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(meets_the_small_optima),
        cmocka_unit_test(meets_the_large_optima),
    };
    return cmocka_run_group_tests_name("network known", tests, NULL, NULL);
}
