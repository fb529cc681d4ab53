/* SPDX-License-Identifier: Apache-2.0 */
#include "expect.h"

#include "base/error.h"

enum { MESSAGE_ROOM = sizeof(((Error *)NULL)->message) - 1 };

static void an_error_is_filled(void **state) {
    (void)state;
    Error error = {ERROR_NONE, ""};
    assert_false(error_set(&error, ERROR_MISSING, "no file `%s` in line %d", "a", 7));
    assert_int_equal(error.kind, ERROR_MISSING);
    assert_string_equal(error.message, "no file `a` in line 7");
    assert_false(error_set(&error, ERROR_LIMIT, "%s", ""));
    assert_string_equal(error.message, "");
}

static void a_message_is_one_quiet_line(void **state) {
    (void)state;
    Error error;
    (void)error_set(&error, ERROR_INVALID, "a\nb\tc\r\x1B[31m\x7F");
    assert_string_equal(error.message, "a b c  [31m ");
    /* U+009B is a terminal's escape too; U+00A0 and U+011B are letters to it. */
    (void)error_set(&error, ERROR_INVALID, "<\xC2\x9B>\xC2\xA0\xC4\x9B");
    assert_string_equal(error.message, "<  >\xC2\xA0\xC4\x9B");
}

static void a_long_message_is_cut_between_characters(void **state) {
    Error error;
    for (size_t before = MESSAGE_ROOM - 6; before <= MESSAGE_ROOM + 3; before++) {
        TextBuilder builder = text_builder_new(*state);
        text_add_repeated(&builder, 'a', before);
        text_add(&builder, TEXT("\xE2\x82\xAC\xF0\x9F\x98\x80"));
        Text whole = text_built(&builder);
        (void)error_set(&error, ERROR_INVALID, "%.*s", TEXT_ARGS(whole));
        Text message = text_from(error.message);
        assert_true(text_starts_with(whole, message));
        assert_true(text_is_utf8(message));
        assert_in_range(message.length, MESSAGE_ROOM - 3, MESSAGE_ROOM);
    }
}

static void exit_status_of_each_kind(void **state) {
    (void)state;
    assert_int_equal(error_exit_status(ERROR_NONE), 0);
    assert_int_equal(error_exit_status(ERROR_INVALID), 2);
    assert_int_equal(error_exit_status(ERROR_MISSING), 2);
    assert_int_equal(error_exit_status(ERROR_LIMIT), 2);
    assert_int_equal(error_exit_status(ERROR_FAILED), 1);
}

static void no_problems(void **state) {
    ProblemList list = problem_list_new(*state);
    assert_int_equal(problem_count(&list), 0);
    EXPECT_TEXT(problem_format(*state, &list, 0), "");
    EXPECT_TEXT(problem_format(*state, &list, 5), "");
}

static void what_is_known_of_the_place_is_written(void **state) {
    ProblemList list = problem_list_new(*state);
    problem_add(&list, TEXT(""), 0, 0, "nowhere");
    problem_add(&list, TEXT(""), 3, 0, "a line");
    problem_add(&list, TEXT(""), 3, 4, "a line and a column");
    problem_add(&list, TEXT("a.csv"), 0, 0, "a file");
    problem_add(&list, TEXT("a.csv"), 0, 9, "a column without a line");
    problem_add(&list, TEXT("a.csv"), 2, 0, "its line");
    problem_add(&list, TEXT("a.csv"), 2, 5, "its column");
    EXPECT_TEXT(problem_format(*state, &list, 0), "nowhere\n"
                                                  "3: a line\n"
                                                  "3:4: a line and a column\n"
                                                  "a.csv: a file\n"
                                                  "a.csv: a column without a line\n"
                                                  "a.csv:2: its line\n"
                                                  "a.csv:2:5: its column\n");
}

static void sorted_by_place_and_then_as_added(void **state) {
    ProblemList list = problem_list_new(*state);
    problem_add(&list, TEXT("b"), 1, 1, "six");
    problem_add(&list, TEXT("a"), 10, 1, "five");
    problem_add(&list, TEXT("a"), 2, 7, "two");
    problem_add(&list, TEXT("a"), 2, 7, "three");
    problem_add(&list, TEXT("a"), 2, 10, "four");
    problem_add(&list, TEXT("a"), 2, 0, "one");
    EXPECT_TEXT(problem_format(*state, &list, 0), "a:2: one\na:2:7: two\na:2:7: three\n"
                                                  "a:2:10: four\na:10:1: five\nb:1:1: six\n");
}

static void at_most_the_limit(void **state) {
    ProblemList list = problem_list_new(*state);
    for (size_t line = 1; line <= 5; line++) {
        problem_add(&list, TEXT("a"), line, 0, "x");
    }
    EXPECT_TEXT(problem_format(*state, &list, 2), "a:1: x\na:2: x\n... and 3 more\n");
    EXPECT_TEXT(problem_format(*state, &list, 5), "a:1: x\na:2: x\na:3: x\na:4: x\na:5: x\n");
    assert_true(text_equals(problem_format(*state, &list, 6), problem_format(*state, &list, 0)));
}

static void many_keep_their_order(void **state) {
    ProblemList list = problem_list_new(*state);
    enum { COUNT = 5000 };
    for (size_t i = 0; i < COUNT; i++) {
        problem_add(&list, TEXT("a"), 1, 1, "%zu", i);
    }
    Text rest = problem_format(*state, &list, 0);
    for (size_t i = 0; i < COUNT; i++) {
        Text line;
        assert_true(text_split(&rest, '\n', &line));
        assert_true(text_equals(line, text_format(*state, "a:1:1: %zu", i)));
    }
}

static void the_caret_stands_under_its_character(void **state) {
    ProblemList list = problem_list_new(*state);
    problem_add_with_line(&list, TEXT("f"), 1, 1, TEXT("abc"), "first");
    problem_add_with_line(&list, TEXT("f"), 2, 3, TEXT("abc"), "last");
    problem_add_with_line(&list, TEXT("f"), 3, 4, TEXT("abc"), "behind");
    problem_add_with_line(&list, TEXT("f"), 4, 4, TEXT("\t\xC3\xA9x"), "after a tab and an e");
    problem_add_with_line(&list, TEXT("f"), 5, 0, TEXT("abc"), "no column");
    problem_add_with_line(&list, TEXT("f"), 6, 99, TEXT("abc"), "far out");
    problem_add_with_line(&list, TEXT("f"), 7, 2, TEXT(""), "no line");
    EXPECT_TEXT(problem_format(*state, &list, 0), "f:1:1: first\nabc\n^\n"
                                                  "f:2:3: last\nabc\n  ^\n"
                                                  "f:3:4: behind\nabc\n   ^\n"
                                                  "f:4:4: after a tab and an e\n"
                                                  "\t\xC3\xA9x\n\t ^\n"
                                                  "f:5: no column\nabc\n"
                                                  "f:6:99: far out\nabc\n   ^\n"
                                                  "f:7:2: no line\n");
}

static void the_input_does_not_steer_the_terminal(void **state) {
    ProblemList list = problem_list_new(*state);
    problem_add_with_line(&list, TEXT("f"), 1, 4, TEXT("a\x1B\r\xC2\x9B\nb"), "bad\n\x1B[2J");
    EXPECT_TEXT(problem_format(*state, &list, 0), "f:1:4: bad  [2J\na     b\n   ^\n");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_error_is_filled),
        cmocka_unit_test(a_message_is_one_quiet_line),
        ARENA_TEST(a_long_message_is_cut_between_characters),
        cmocka_unit_test(exit_status_of_each_kind),
        ARENA_TEST(no_problems),
        ARENA_TEST(what_is_known_of_the_place_is_written),
        ARENA_TEST(sorted_by_place_and_then_as_added),
        ARENA_TEST(at_most_the_limit),
        ARENA_TEST(many_keep_their_order),
        ARENA_TEST(the_caret_stands_under_its_character),
        ARENA_TEST(the_input_does_not_steer_the_terminal),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
