/* SPDX-License-Identifier: Apache-2.0 */
#include "expect.h"

#include "base/json_read.h"

static JsonValue parsed(Arena *arena, Text input) {
    JsonValue value = {0};
    size_t at = 0;
    Error error = {0};
    assert_true(json_parse(arena, input, &value, &at, &error));
    return value;
}

static void refused(Arena *arena, Text input, size_t where, const char *part) {
    JsonValue value = {0};
    size_t at = SIZE_MAX;
    Error error = {0};
    assert_false(json_parse(arena, input, &value, &at, &error));
    assert_int_equal(at, where);
    size_t ignored = 0;
    if (!text_find(text_from(error.message), text_from(part), &ignored)) {
        fail_msg("`%s` is not in `%s`", part, error.message);
    }
}

static void an_object_with_everything(void **state) {
    const JsonValue value = parsed(
        *state,
        TEXT(" {\"a\": [1, -2.50e+3, true, false, null],\n\"b\":{\"c\":\"d\"}, \"\":\"\"} "));
    assert_int_equal(value.kind, JSON_KIND_OBJECT);
    assert_int_equal(value.count, 3);
    EXPECT_TEXT(value.names[2], "");
    const JsonValue *list = json_find(&value, TEXT("a"));
    assert_int_equal(list->count, 5);
    EXPECT_TEXT(list->items[1].text, "-2.50e+3");
    assert_int_equal(list->items[2].kind, JSON_KIND_TRUE);
    assert_int_equal(list->items[3].kind, JSON_KIND_FALSE);
    assert_int_equal(list->items[4].kind, JSON_KIND_NULL);
    EXPECT_TEXT(json_find(json_find(&value, TEXT("b")), TEXT("c"))->text, "d");
    assert_null(json_find(&value, TEXT("c")));
    assert_null(json_find(list, TEXT("a")));
    assert_int_equal(list->at, 7);
}

static void empty_things(void **state) {
    assert_int_equal(parsed(*state, TEXT("[ ]")).count, 0);
    assert_int_equal(parsed(*state, TEXT("{ }")).count, 0);
    assert_int_equal(parsed(*state, TEXT("\"\"")).text.length, 0);
}

static void numbers_stay_as_written(void **state) {
    EXPECT_TEXT(parsed(*state, TEXT("123456789012345678901234567890.10")).text,
                "123456789012345678901234567890.10");
    EXPECT_TEXT(parsed(*state, TEXT("-0")).text, "-0");
    refused(*state, TEXT("01"), 2, "begin with 0");
    refused(*state, TEXT("1."), 2, "after the point");
    refused(*state, TEXT("1e"), 2, "exponent");
    refused(*state, TEXT("-"), 1, "a digit");
    refused(*state, TEXT("+1"), 0, "no JSON value");
    refused(*state, TEXT("NaN"), 0, "no JSON value");
}

static void texts_are_unescaped(void **state) {
    EXPECT_TEXT(parsed(*state, TEXT("\"a\\\"\\\\\\/\\b\\f\\n\\r\\t\\u0041\\u00e9z\"")).text,
                "a\"\\/\b\f\n\r\tA\xC3\xA9z");
    EXPECT_TEXT(parsed(*state, TEXT("\"\\u20AC\\ud83d\\ude00\"")).text,
                "\xE2\x82\xAC\xF0\x9F\x98\x80");
    refused(*state, TEXT("\"\\ud83d\""), 7, "second half");
    refused(*state, TEXT("\"\\ud83d\\u0041\""), 13, "second half");
    refused(*state, TEXT("\"\\ude00\""), 7, "stands alone");
    refused(*state, TEXT("\"\\u0000\""), 7, "number zero");
    refused(*state, TEXT("\"\\u00g0\""), 5, "hexadecimal");
    refused(*state, TEXT("\"\\x\""), 2, "after `\\`");
    refused(*state, TEXT("\"a\nb\""), 2, "escaped");
    refused(*state, TEXT("\"abc"), 4, "not closed");
}

static void what_is_wrong_is_said_with_its_place(void **state) {
    refused(*state, TEXT(""), 0, "a value is wanted");
    refused(*state, TEXT("  "), 2, "a value is wanted");
    refused(*state, TEXT("[1,]"), 3, "no JSON value");
    refused(*state, TEXT("[1 2]"), 3, "a comma or `]`");
    refused(*state, TEXT("{\"a\" 1}"), 5, "a colon");
    refused(*state, TEXT("{\"a\":1,}"), 7, "a name");
    refused(*state, TEXT("{a:1}"), 1, "a name");
    refused(*state, TEXT("{\"a\":1"), 6, "a comma or `}`");
    refused(*state, TEXT("{\"a\":1,\"b\":2, \"a\":3}"), 14, "before");
    refused(*state, TEXT("{\"a\":1,\"\\u0061\":3}"), 7, "before");
    refused(*state, TEXT("1 2"), 2, "nothing may follow");
    refused(*state, TEXT("\"\xC3\xA9\xFF\""), 3, "UTF-8");
    refused(*state, TEXT("\"\xC3"), 1, "UTF-8");
}

static Text nested(Arena *arena, size_t depth) {
    TextBuilder builder = text_builder_new(arena);
    text_add_repeated(&builder, '[', depth);
    text_add_repeated(&builder, ']', depth);
    return text_built(&builder);
}

static void depth_and_values_have_limits(void **state) {
    assert_int_equal(parsed(*state, nested(*state, JSON_DEPTH_MAX)).count, 1);
    refused(*state, nested(*state, JSON_DEPTH_MAX + 1), JSON_DEPTH_MAX, "levels");
    TextBuilder builder = text_builder_new(*state);
    text_add(&builder, TEXT("[0"));
    for (size_t i = 0; i < JSON_VALUES_MAX - 2; i++) {
        text_add(&builder, TEXT(",0"));
    }
    text_add(&builder, TEXT("]"));
    assert_int_equal(parsed(*state, text_built(&builder)).count, JSON_VALUES_MAX - 1);
    builder.bytes[builder.length - 1] = ',';
    text_add(&builder, TEXT("0]"));
    refused(*state, text_built(&builder), builder.length - 2, "values");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        ARENA_TEST(an_object_with_everything),
        ARENA_TEST(empty_things),
        ARENA_TEST(numbers_stay_as_written),
        ARENA_TEST(texts_are_unescaped),
        ARENA_TEST(what_is_wrong_is_said_with_its_place),
        ARENA_TEST(depth_and_values_have_limits),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
