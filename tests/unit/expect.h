/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ENTENTE_TESTS_EXPECT_H
#define ENTENTE_TESTS_EXPECT_H

/* cmocka, what it wants before it, and a few expectations of ours. Random input is
 * the same in every run: each test seeds its own Random with a constant. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdbool.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/text.h"

/* The text has these bytes. */
#define EXPECT_TEXT(actual, expected)                                                              \
    expect_text((actual), text_from(expected), #actual, __FILE__, __LINE__)

static inline void expect_text(Text actual, Text expected, const char *expression, const char *file,
                               int line) {
    if (!text_equals(actual, expected)) {
        print_error("%s is `%.*s`, not `%.*s`\n", expression, TEXT_ARGS(actual),
                    TEXT_ARGS(expected));
        _fail(file, line);
    }
}

/* A sequence of numbers that look random: splitmix64, Steele and others 2014. */
typedef struct Random {
    uint64_t state;
} Random;

static inline uint64_t random_next(Random *random) {
    random->state += UINT64_C(0x9E3779B97F4A7C15);
    uint64_t mixed = random->state;
    mixed = (mixed ^ (mixed >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
    mixed = (mixed ^ (mixed >> 27)) * UINT64_C(0x94D049BB133111EB);
    return mixed ^ (mixed >> 31);
}

/* 0 <= result < limit, which is above 0. */
static inline size_t random_below(Random *random, size_t limit) {
    return (size_t)(random_next(random) % limit);
}

/* Runs `action` in a process of its own and gives that process's status and the
 * first bytes it wrote to stderr, with a zero byte behind them. */
static inline int run_apart(void (*action)(void), char *output, size_t room) {
    int ends[2];
    assert_int_equal(pipe(ends), 0);
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        (void)dup2(ends[1], STDERR_FILENO);
        action();
        _exit(99);
    }
    (void)close(ends[1]);
    size_t length = 0;
    for (ssize_t got = 1; got > 0 && length + 1 < room; length += got > 0 ? (size_t)got : 0) {
        got = read(ends[0], output + length, room - 1 - length);
    }
    output[length] = '\0';
    (void)close(ends[0]);
    int status = 0;
    assert_int_equal(waitpid(child, &status, 0), child);
    return status;
}

/* The action ends its process as running out of memory does. */
static inline void expect_exhausted(void (*action)(void)) {
    char output[200];
    int status = run_apart(action, output, sizeof output);
    assert_true(WIFEXITED(status));
    assert_int_equal(WEXITSTATUS(status), 1);
    assert_string_equal(output, "entente: out of memory\n");
}

/* The action breaks an assertion. */
static inline void expect_assertion(void (*action)(void)) {
    char output[400];
    int status = run_apart(action, output, sizeof output);
    assert_true(WIFSIGNALED(status));
    assert_int_equal(WTERMSIG(status), 6);
    assert_non_null(strstr(output, "Assertion"));
}

/* An arena as the state of each test of a group. */
static inline int set_up_arena(void **state) {
    *state = arena_new();
    return 0;
}

static inline int tear_down_arena(void **state) {
    arena_free(*state);
    return 0;
}

#define ARENA_TEST(function)                                                                       \
    cmocka_unit_test_setup_teardown(function, set_up_arena, tear_down_arena)

#endif
