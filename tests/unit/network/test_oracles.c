/* SPDX-License-Identifier: Apache-2.0 */

/* Optima of many random networks against two solvers that share nothing with ours: the plain
 * simplex method of reference.h on tiny ones, and GLPK, where it is installed, on middling
 * ones. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "network/network.h"
#include "random_network.h"
#include "reference.h"

enum { TINY_COUNT = 1000, MIDDLING_COUNT = 200, LINE_BYTES = 200 };

static const RandomSize TINY = {3, 2, 3, 3, 4, 2};
static const RandomSize MIDDLING = {8, 6, 5, 9, 25, 4};

static double optimum(const Network *network) {
    Arena *arena = arena_new();
    Error error = {0};
    Plan plan = {0};
    NetworkSolver *solver = network_solver_new(network, &error);
    assert_non_null(solver);
    assert_true(network_solve(solver, arena, &plan, &error));
    double objective = plan.objective;
    network_solver_free(solver);
    arena_free(arena);
    return objective;
}

static void assert_same(uint64_t seed, double found, double expected) {
    if (!(fabs(found - expected) <= 1e-6 * (1 + fabs(expected)))) {
        fail_msg("seed %llu: %.12g is not %.12g", (unsigned long long)seed, found, expected);
    }
}

static void a_thousand_tiny_networks(void **state) {
    (void)state;
    for (uint64_t seed = 1; seed <= TINY_COUNT; seed++) {
        Arena *arena = arena_new();
        Random random = {seed};
        const Network network = random_network(arena, &random, TINY);
        assert_same(seed, optimum(&network), reference_optimum(&network));
        arena_free(arena);
    }
}

/* GLPK writes "s bas ROWS COLUMNS f f OBJECTIVE". */
static bool read_objective(const char *path, double *objective) {
    char line[LINE_BYTES];
    bool is_found = false;
    FILE *file = fopen(path, "r");
    while (file != NULL && fgets(line, sizeof(line), file) != NULL) {
        const char *last = strrchr(line, ' ');
        if (strncmp(line, "s bas ", 6) == 0 && last != NULL) {
            *objective = strtod(last, NULL);
            is_found = true;
        }
    }
    if (file != NULL) {
        (void)fclose(file);
    }
    return is_found;
}

static double solved_by_glpk(Arena *arena, const char *folder, const Network *network) {
    const char *glpsol = getenv("ENTENTE_TEST_GLPSOL");
    double objective = NAN;
    const Text model = text_format(arena, "%s/model.lp", folder);
    const Text answer = text_format(arena, "%s/answer", folder);
    const Text command = text_format(arena, "'%s' --lp %s --write %s > /dev/null", glpsol,
                                     model.bytes, answer.bytes);
    FILE *file = fopen(model.bytes, "w");
    assert_non_null(file);
    reference_write(network, file);
    assert_int_equal(fclose(file), 0);
    assert_int_equal(system(command.bytes), 0);
    assert_true(read_objective(answer.bytes, &objective));
    assert_int_equal(remove(model.bytes), 0);
    assert_int_equal(remove(answer.bytes), 0);
    return objective;
}

static void two_hundred_middling_networks_by_glpk(void **state) {
    (void)state;
    char folder[] = "/tmp/entente-glpk-XXXXXX";
    if (getenv("ENTENTE_TEST_GLPSOL") == NULL) {
        skip();
    }
    assert_non_null(mkdtemp(folder));
    for (uint64_t seed = 1; seed <= MIDDLING_COUNT; seed++) {
        Arena *arena = arena_new();
        Random random = {seed};
        const Network network = random_network(arena, &random, MIDDLING);
        assert_same(seed, optimum(&network), solved_by_glpk(arena, folder, &network));
        arena_free(arena);
    }
    assert_int_equal(remove(folder), 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_thousand_tiny_networks),
        cmocka_unit_test(two_hundred_middling_networks_by_glpk),
    };
    return cmocka_run_group_tests_name("network oracles", tests, NULL, NULL);
}
