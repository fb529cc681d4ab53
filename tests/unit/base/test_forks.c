/* SPDX-License-Identifier: Apache-2.0 */
#include "expect.h"

#include <stdlib.h>
#include <string.h>

#include "base/forks.h"

enum { TASKS = 23, LONG_RESULT = 200000 };

/* What each task is to do; the first that fails, and one whose process ends. */
typedef struct Order {
    size_t first_failing;
    size_t ending;
    size_t runs; /* counted where it runs */
} Order;

/* Results of different lengths, one longer than a pipe holds, one empty. */
static size_t length_of(size_t task) {
    return task == 3 ? LONG_RESULT : task;
}

static bool run(void *context, size_t task, TextBuilder *out, Error *error) {
    Order *order = context;
    order->runs++;
    if (task == order->ending) {
        _Exit(9);
    }
    if (task >= order->first_failing) {
        return error_set(error, ERROR_LIMIT, "task %zu", task);
    }
    text_add_repeated(out, (char)('a' + task), length_of(task));
    return true;
}

static void check_results(const Text *results) {
    for (size_t i = 0; i < TASKS; i++) {
        assert_int_equal(results[i].length, length_of(i));
        for (size_t j = 0; j < results[i].length; j++) {
            assert_int_equal(results[i].bytes[j], (char)('a' + i));
        }
    }
}

static void test_results_are_the_same_whoever_computes_them(void **state) {
    (void)state;
    for (size_t workers = 0; workers <= TASKS + 2; workers += 3) {
        Arena *arena = arena_new();
        Order order = {.first_failing = TASKS, .ending = TASKS};
        Text results[TASKS];
        Error error = {0};
        assert_true(forks_run(arena, workers, (ForkWork){run, &order}, TASKS, results, &error));
        check_results(results);
        assert_int_equal(order.runs, workers <= 1 ? TASKS : 0);
        arena_free(arena);
    }
}

static void test_the_first_failure_is_told(void **state) {
    (void)state;
    for (size_t workers = 1; workers <= 4; workers++) {
        Arena *arena = arena_new();
        Order order = {.first_failing = 6, .ending = TASKS};
        Text results[TASKS];
        Error error = {0};
        assert_false(forks_run(arena, workers, (ForkWork){run, &order}, TASKS, results, &error));
        assert_int_equal(error.kind, ERROR_LIMIT);
        assert_string_equal(error.message, "task 6");
        arena_free(arena);
    }
}

static void test_a_process_that_ends_is_noticed(void **state) {
    (void)state;
    Arena *arena = arena_new();
    Order order = {.first_failing = TASKS, .ending = 8};
    Text results[TASKS];
    Error error = {0};
    assert_false(forks_run(arena, 2, (ForkWork){run, &order}, TASKS, results, &error));
    assert_int_equal(error.kind, ERROR_FAILED);
    arena_free(arena);
}

static void test_nothing_to_do(void **state) {
    (void)state;
    Arena *arena = arena_new();
    Order order = {.first_failing = TASKS, .ending = TASKS};
    Error error = {0};
    assert_true(forks_run(arena, 2, (ForkWork){run, &order}, 0, NULL, &error));
    assert_int_equal(order.runs, 0);
    assert_true(forks_processors() >= 1);
    arena_free(arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_results_are_the_same_whoever_computes_them),
        cmocka_unit_test(test_the_first_failure_is_told),
        cmocka_unit_test(test_a_process_that_ends_is_noticed),
        cmocka_unit_test(test_nothing_to_do),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
