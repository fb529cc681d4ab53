/* SPDX-License-Identifier: Apache-2.0 */
#include "base/json_canonical.h"

#include "expect.h"

static void expect_canonical(Arena *arena, const char *input, const char *expected) {
    Text canonical = {0};
    Error error = {0};
    if (!json_canonical(arena, text_from(input), &canonical, &error)) {
        print_error("`%s`: %s\n", input, error.message);
        _fail(__FILE__, __LINE__);
    }
    EXPECT_TEXT(canonical, expected);
}

static void expect_refused(Arena *arena, const char *input, const char *words) {
    Text canonical = {0};
    Error error = {0};
    assert_false(json_canonical(arena, text_from(input), &canonical, &error));
    assert_int_equal(error.kind, ERROR_INVALID);
    assert_non_null(strstr(error.message, words));
}

static void blanks_go_and_members_are_sorted(void **state) {
    expect_canonical(*state, " { \"b\" : [ 1 , null, true,false ] , \"a\" : { } , \"\":\"x\" } \n",
                     "{\"\":\"x\",\"a\":{},\"b\":[1,null,true,false]}");
}

/* RFC 8785, 3.2.3: the names in the order of their UTF-16 code units. */
static void names_are_sorted_as_the_standard_shows(void **state) {
    expect_canonical(*state,
                     "{\"\\u20ac\": 1, \"\\r\": 2, \"\\ufb33\": 3, \"1\": 4, \"\\ud83d\\ude00\": 5,"
                     " \"\\u0080\": 6, \"\\u00f6\": 7}",
                     "{\"\\r\":2,\"1\":4,\"\xC2\x80\":6,\"ö\":7,\"€\":1,\"\xF0\x9F\x98\x80\":5,"
                     "\"\xEF\xAC\xB3\":3}");
    expect_canonical(*state,
                     "{\"\xF0\x9F\x98\x81\":1,\"\xF0\x9F\x98\x80\":2,\"\xEE\x80\x80\":3,"
                     "\"\xED\x9F\xBF\":4,\"a\":5,\"aa\":6}",
                     "{\"a\":5,\"aa\":6,\"\xED\x9F\xBF\":4,\"\xF0\x9F\x98\x80\":2,"
                     "\"\xF0\x9F\x98\x81\":1,\"\xEE\x80\x80\":3}");
}

/* RFC 8785, 3.2.2.2: what must be escaped, and nothing else. */
static void texts_are_escaped_in_one_way(void **state) {
    expect_canonical(*state, "\"\\u20ac$\\u000F\\u000aA'\\u0042\\u0022\\u005c\\\\\\\"\\/\"",
                     "\"€$\\u000f\\nA'B\\\"\\\\\\\\\\\"/\"");
    expect_canonical(*state, "\"\\b\\f\\t\\r\\u007f\\u001B\"", "\"\\b\\f\\t\\r\x7F\\u001b\"");
}

static void numbers_are_written_as_ecmascript_does(void **state) {
    static const char *const pairs[][2] = {
        {"0", "0"},
        {"-0", "0"},
        {"-0.0e5", "0"},
        {"1.50", "1.5"},
        {"-1.0", "-1"},
        {"4.50", "4.5"},
        {"2e-3", "0.002"},
        {"1E30", "1e+30"},
        {"0.000000000000000000000000001", "1e-27"},
        {"0.000001", "0.000001"},
        {"0.0000001", "1e-7"},
        {"-0.00000123", "-0.00000123"},
        {"0.000000123", "1.23e-7"},
        {"100000000000000000000", "100000000000000000000"},
        {"1e20", "100000000000000000000"},
        {"1000000000000000000000", "1e+21"},
        {"12.34e2", "1234"},
        {"1234e-2", "12.34"},
        {"1234e+18", "1.234e+21"},
        {"9007199254740991", "9007199254740991"},
        {"-9007199254740991", "-9007199254740991"},
        {"123456789012345", "123456789012345"},
        {"0.123456789012345", "0.123456789012345"},
        {"1e-0003", "0.001"},
    };
    for (size_t i = 0; i < sizeof pairs / sizeof pairs[0]; i++) {
        expect_canonical(*state, pairs[i][0], pairs[i][1]);
    }
}

/* A double would change these. */
static void numbers_that_are_not_exact_are_refused(void **state) {
    static const char *const numbers[] = {"9007199254740993",
                                          "0.1234567890123456",
                                          "1e300",
                                          "1e-300",
                                          "1e99999999999999999999",
                                          "1e-99999999999999999999",
                                          "123456789012345678901"};
    for (size_t i = 0; i < sizeof numbers / sizeof numbers[0]; i++) {
        expect_refused(*state, numbers[i], "write it as text");
    }
}

static void what_is_no_json_is_refused(void **state) {
    expect_refused(*state, "{\"a\":1,\"a\":2}", "stands in the object before");
    expect_refused(*state, "{", "name in double quotes");
    expect_refused(*state, "", "value is wanted");
}

/* The canonical form of a canonical form is itself. */
static void nothing_changes_a_second_time(void **state) {
    Text once = {0};
    Text twice = {0};
    Error error = {0};
    const Text input = TEXT("{\"z\":[{\"b\":1e-7,\"a\":\"\\u0001é\"}],\"y\":-2.50}");
    assert_true(json_canonical(*state, input, &once, &error));
    assert_true(json_canonical(*state, once, &twice, &error));
    assert_true(text_equals(once, twice));
}

/* What a glance takes for canonical is so; what is not, it never takes for it. */
static void a_glance_is_right_where_it_says_so(void **state) {
    static const char *const TAKEN[] = {
        "{}",
        "[]",
        "{\"a\":1,\"b\":[true,false,null,\"x\"],\"c\":{\"d\":\"\xc3\xa9\"}}",
        "0",
        "-1",
        "999999999999999",
        "\"\"",
        "{\"a\":{},\"ab\":[]}"};
    static const char *const LEFT[] = {"",
                                       " {}",
                                       "{} ",
                                       "{\"b\":1,\"a\":2}",
                                       "{\"a\":1,\"a\":2}",
                                       "{\"a\":01}",
                                       "-0",
                                       "1.0",
                                       "1e2",
                                       "[1,]",
                                       "{\"a\":1,}",
                                       "{\"a\" :1}",
                                       "\"\\u0041\"",
                                       "\"\t\"",
                                       "tru",
                                       "\"\xff\"",
                                       "[",
                                       "{\"a\"}",
                                       "{\"\xc3\xa9\":1}",
                                       "1000000000000000",
                                       "[1]]",
                                       "-"};
    Arena *arena = *state;
    for (size_t i = 0; i < sizeof TAKEN / sizeof TAKEN[0]; i++) {
        JsonValue value = {0};
        size_t at = 0;
        Error error = {0};
        TextBuilder again = text_builder_new(arena);
        assert_true(json_is_plainly_canonical(text_from(TAKEN[i])));
        assert_true(json_parse(arena, text_from(TAKEN[i]), &value, &at, &error));
        assert_true(json_add_canonical(&again, &value, &error));
        EXPECT_TEXT(text_built(&again), TAKEN[i]);
    }
    for (size_t i = 0; i < sizeof LEFT / sizeof LEFT[0]; i++) {
        assert_false(json_is_plainly_canonical(text_from(LEFT[i])));
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        ARENA_TEST(blanks_go_and_members_are_sorted),
        ARENA_TEST(names_are_sorted_as_the_standard_shows),
        ARENA_TEST(texts_are_escaped_in_one_way),
        ARENA_TEST(numbers_are_written_as_ecmascript_does),
        ARENA_TEST(numbers_that_are_not_exact_are_refused),
        ARENA_TEST(what_is_no_json_is_refused),
        ARENA_TEST(nothing_changes_a_second_time),
        ARENA_TEST(a_glance_is_right_where_it_says_so),
    };
    return cmocka_run_group_tests_name("canonical JSON", tests, NULL, NULL);
}
