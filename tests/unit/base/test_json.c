/* SPDX-License-Identifier: Apache-2.0 */
#include "expect.h"

#include <jansson.h>
#include <math.h>
#include <stdlib.h>

#include "base/json.h"

static void an_empty_document(void **state) {
    JsonWriter *writer = json_writer_new();
    EXPECT_TEXT(json_finish(*state, writer, false), "{}\n");
    json_writer_free(writer);
    writer = json_writer_new();
    EXPECT_TEXT(json_finish(*state, writer, true), "{}\n");
    json_writer_free(writer);
    json_writer_free(NULL);
}

static void add_one_of_each(JsonWriter *writer) {
    json_add_text(writer, "text", TEXT("a"));
    json_add_integer(writer, "integer", -5);
    json_add_boolean(writer, "yes", true);
    json_add_boolean(writer, "no", false);
    json_add_null(writer, "nothing");
    json_add_date(writer, "date", 20780);
    json_add_double(writer, "double", 1.5, 3);
    json_begin_array(writer, "array");
    json_add_integer(writer, "", 1);
    json_begin_object(writer, "ignored");
    json_add_integer(writer, "b", 2);
    json_add_integer(writer, "a", 3);
    json_end(writer);
    json_begin_array(writer, "");
    json_end(writer);
    json_end(writer);
    json_begin_object(writer, "object");
    json_end(writer);
}

static void members_stay_in_order(void **state) {
    JsonWriter *writer = json_writer_new();
    add_one_of_each(writer);
    EXPECT_TEXT(json_finish(*state, writer, false),
                "{\"text\":\"a\",\"integer\":-5,\"yes\":true,\"no\":false,\"nothing\":null,"
                "\"date\":\"2026-11-23\",\"double\":1.5,\"array\":[1,{\"b\":2,\"a\":3},[]],"
                "\"object\":{}}\n");
    json_writer_free(writer);
}

static void indented(void **state) {
    JsonWriter *writer = json_writer_new();
    json_add_text(writer, "a{[,:\"", TEXT("}],:\\\" {}[]"));
    json_begin_array(writer, "b");
    json_add_integer(writer, "", 1);
    json_begin_object(writer, "");
    json_end(writer);
    json_begin_array(writer, "");
    json_add_null(writer, "");
    json_end(writer);
    json_end(writer);
    EXPECT_TEXT(json_finish(*state, writer, true), "{\n"
                                                   "  \"a{[,:\\\"\": \"}],:\\\\\\\" {}[]\",\n"
                                                   "  \"b\": [\n"
                                                   "    1,\n"
                                                   "    {},\n"
                                                   "    [\n"
                                                   "      null\n"
                                                   "    ]\n"
                                                   "  ]\n"
                                                   "}\n");
    json_writer_free(writer);
}

/* What a writer makes of one member, without the braces around it. */
static Text member(Arena *arena, JsonWriter *writer) {
    Text whole = json_finish(arena, writer, false);
    json_writer_free(writer);
    return text_slice(whole, 1, whole.length - 2);
}

static Text text_member(Arena *arena, Text value) {
    JsonWriter *writer = json_writer_new();
    json_add_text(writer, "", value);
    return member(arena, writer);
}

static void text_is_escaped(void **state) {
    EXPECT_TEXT(text_member(*state, TEXT("\"\\/\b\f\n\r\t")), "\"\":\"\\\"\\\\/\\b\\f\\n\\r\\t\"");
    EXPECT_TEXT(text_member(*state, TEXT("\x01\x1F\x7F")), "\"\":\"\\u0001\\u001f\x7F\"");
    EXPECT_TEXT(text_member(*state, TEXT("\xC3\xA9\xF0\x9F\x98\x80")),
                "\"\":\"\xC3\xA9\xF0\x9F\x98\x80\"");
    EXPECT_TEXT(text_member(*state, TEXT("")), "\"\":\"\"");
    EXPECT_TEXT(text_member(*state, (Text){NULL, 0}), "\"\":\"\"");
    EXPECT_TEXT(text_member(*state, TEXT("a\xFF")), "\"\":null");
    EXPECT_TEXT(text_member(*state, TEXT("a\0")), "\"\":null");
}

static Text double_member(Arena *arena, double value, unsigned places) {
    JsonWriter *writer = json_writer_new();
    json_add_double(writer, "", value, places);
    Text whole = member(arena, writer);
    return text_slice(whole, 3, whole.length);
}

static void doubles_are_rounded(void **state) {
    EXPECT_TEXT(double_member(*state, 0.0, 3), "0");
    EXPECT_TEXT(double_member(*state, -0.0, 3), "0");
    EXPECT_TEXT(double_member(*state, -0.0004, 3), "0");
    EXPECT_TEXT(double_member(*state, -0.0005001, 3), "-0.001");
    EXPECT_TEXT(double_member(*state, 1.25, 1), "1.3");
    EXPECT_TEXT(double_member(*state, 100.0, 2), "100");
    EXPECT_TEXT(double_member(*state, 1e-30, 9), "0");
    EXPECT_TEXT(double_member(*state, 123456789.125, 9), "123456789.125");
    EXPECT_TEXT(double_member(*state, 1e18, 0), "1000000000000000000");
    EXPECT_TEXT(double_member(*state, 1e22, 3), "10000000000000000000000");
    EXPECT_TEXT(double_member(*state, -1e10, 9), "-10000000000");
    EXPECT_TEXT(double_member(*state, (double)INFINITY, 3), "null");
    EXPECT_TEXT(double_member(*state, -(double)INFINITY, 3), "null");
    EXPECT_TEXT(double_member(*state, (double)NAN, 3), "null");
}

static void ends_of_the_integers_and_dates(void **state) {
    JsonWriter *writer = json_writer_new();
    json_add_integer(writer, "a", INT64_MIN);
    json_add_integer(writer, "b", INT64_MAX);
    json_add_date(writer, "c", DATE_MIN);
    json_add_date(writer, "d", DATE_MAX);
    EXPECT_TEXT(json_finish(*state, writer, false),
                "{\"a\":-9223372036854775808,\"b\":9223372036854775807,\"c\":null,\"d\":null}\n");
    json_writer_free(writer);
}

static Text random_text(Random *random, Arena *arena) {
    static const char *const pieces[] = {"a",    "\"", "\\", "\n", "\x01",     "{",
                                         "]",    ",",  ":",  " ",  "\xC3\xA9", "\xF0\x9F\x98\x80",
                                         "\x7F", "/"};
    TextBuilder builder = text_builder_new(arena);
    for (size_t count = random_below(random, 6); count > 0; count--) {
        size_t chosen = random_below(random, sizeof pieces / sizeof pieces[0]);
        text_add(&builder, text_from(pieces[chosen]));
    }
    return text_built(&builder);
}

/* Adds the same random value through our writer and as another library's tree. */
static json_t *add_random(Random *random, Arena *arena, JsonWriter *writer, const char *name,
                          int depth);

static json_t *add_random_members(Random *random, Arena *arena, JsonWriter *writer, int depth) {
    json_t *object = json_object();
    json_begin_object(writer, "ignored in arrays");
    for (size_t count = random_below(random, 5); count > 0; count--) {
        Text end = random_text(random, arena);
        Text name = text_format(arena, "%zu %.*s", count, TEXT_ARGS(end));
        json_object_set_new(object, name.bytes,
                            add_random(random, arena, writer, name.bytes, depth - 1));
    }
    json_end(writer);
    return object;
}

static json_t *add_random_array(Random *random, Arena *arena, JsonWriter *writer, const char *name,
                                int depth) {
    json_t *array = json_array();
    json_begin_array(writer, name);
    for (size_t count = random_below(random, 5); count > 0; count--) {
        json_array_append_new(array, add_random_members(random, arena, writer, depth - 1));
        json_array_append_new(array, add_random(random, arena, writer, "", depth - 1));
    }
    json_end(writer);
    return array;
}

static json_t *add_random(Random *random, Arena *arena, JsonWriter *writer, const char *name,
                          int depth) {
    Text text = random_text(random, arena);
    int64_t integer = (int64_t)random_next(random);
    switch (random_below(random, depth > 0 ? 5 : 4)) {
    case 0:
        json_add_text(writer, name, text);
        return json_stringn(text.bytes, text.length);
    case 1:
        json_add_integer(writer, name, integer);
        return json_integer(integer);
    case 2:
        json_add_boolean(writer, name, integer > 0);
        return json_boolean(integer > 0);
    case 3:
        json_add_null(writer, name);
        return json_null();
    default:
        return add_random_array(random, arena, writer, name, depth);
    }
}

static void another_library_reads_the_same(void **state) {
    (void)state;
    for (uint64_t seed = 0; seed < 600; seed++) {
        Arena *arena = arena_new();
        JsonWriter *writer = json_writer_new();
        Random random = {seed};
        json_t *expected = json_object();
        json_object_set_new(expected, "it", add_random(&random, arena, writer, "it", 5));
        Text text = json_finish(arena, writer, seed % 2 == 0);
        json_error_t problem;
        json_t *read = json_loadb(text.bytes, text.length, JSON_REJECT_DUPLICATES, &problem);
        if (read == NULL) {
            print_error("%s: %.*s\n", problem.text, TEXT_ARGS(text));
            fail();
        }
        assert_true(json_equal(read, expected));
        json_decref(read);
        json_decref(expected);
        json_writer_free(writer);
        arena_free(arena);
    }
}

static void doubles_are_read_back(void **state) {
    Random random = {3};
    for (int round = 0; round < 2000; round++) {
        double value = (double)(int64_t)random_next(&random) / 1e12;
        double read = strtod(text_terminated(*state, double_member(*state, value, 9)), NULL);
        assert_true(fabs(read - value) <= 0.5000001e-9 + fabs(value) * 1e-15);
    }
}

static void end_the_root(void) {
    json_end(json_writer_new());
}

static void finish_too_early(void) {
    JsonWriter *writer = json_writer_new();
    json_begin_array(writer, "a");
    (void)json_finish(arena_new(), writer, false);
}

static void add_after_the_end(void) {
    JsonWriter *writer = json_writer_new();
    (void)json_finish(arena_new(), writer, false);
    json_add_null(writer, "a");
}

static void wrong_use_is_refused(void **state) {
    (void)state;
    expect_assertion(end_the_root);
    expect_assertion(finish_too_early);
    expect_assertion(add_after_the_end);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        ARENA_TEST(an_empty_document),
        ARENA_TEST(members_stay_in_order),
        ARENA_TEST(indented),
        ARENA_TEST(text_is_escaped),
        ARENA_TEST(doubles_are_rounded),
        ARENA_TEST(ends_of_the_integers_and_dates),
        cmocka_unit_test(another_library_reads_the_same),
        ARENA_TEST(doubles_are_read_back),
        cmocka_unit_test(wrong_use_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
