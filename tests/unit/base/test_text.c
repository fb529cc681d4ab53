/* SPDX-License-Identifier: Apache-2.0 */
#include "expect.h"

#include "base/text.h"

static const Text none = {NULL, 0};

static void made_from_strings(void **state) {
    (void)state;
    EXPECT_TEXT(TEXT("abc"), "abc");
    assert_int_equal(TEXT("a\0b").length, 3);
    assert_int_equal(text_from("abc").length, 3);
    assert_int_equal(text_from(NULL).length, 0);
    assert_int_equal(text_from("").length, 0);
}

static void copies_stand_alone(void **state) {
    char bytes[] = "abc";
    Text copy = text_copy(*state, (Text){bytes, 2});
    bytes[0] = 'x';
    EXPECT_TEXT(copy, "ab");
    assert_int_equal(copy.bytes[2], 0);
    assert_int_equal(text_copy(*state, none).length, 0);
    assert_string_equal(text_terminated(*state, text_slice(TEXT("abc"), 1, 2)), "b");
    assert_string_equal(text_terminated(*state, none), "");
}

static void formatted(void **state) {
    EXPECT_TEXT(text_format(*state, "%d-%s", 5, "x"), "5-x");
    EXPECT_TEXT(text_format(*state, "%s", ""), "");
    EXPECT_TEXT(text_format(*state, "<%.*s>", TEXT_ARGS(TEXT("ab"))), "<ab>");
    Text wide = text_format(*state, "%10000d", 7);
    assert_int_equal(wide.length, 10000);
    assert_int_equal(wide.bytes[9999], '7');
}

static void compared(void **state) {
    (void)state;
    assert_true(text_is_empty(none));
    assert_true(text_is_empty(TEXT("")));
    assert_false(text_is_empty(TEXT(" ")));
    assert_true(text_equals(none, TEXT("")));
    assert_true(text_equals(TEXT("a\0b"), TEXT("a\0b")));
    assert_false(text_equals(TEXT("a\0b"), TEXT("a\0c")));
    assert_false(text_equals(TEXT("a"), TEXT("ab")));
    assert_true(text_starts_with(TEXT("abc"), TEXT("ab")));
    assert_true(text_starts_with(TEXT("abc"), none));
    assert_true(text_starts_with(none, TEXT("")));
    assert_false(text_starts_with(TEXT("a"), TEXT("ab")));
    assert_true(text_ends_with(TEXT("abc"), TEXT("bc")));
    assert_true(text_ends_with(TEXT("abc"), TEXT("")));
    assert_true(text_ends_with(none, none));
    assert_false(text_ends_with(TEXT("c"), TEXT("bc")));
    assert_false(text_ends_with(TEXT("abc"), TEXT("ab")));
}

static void ordered_by_bytes(void **state) {
    (void)state;
    static const Text ordered[] = {{"", 0},     {"\0", 1},   {"A", 1},        {"a", 1},
                                   {"a\0", 2},  {"ab", 2},   {"b", 1},        {"\x7F", 1},
                                   {"\x80", 1}, {"\xC3", 1}, {"\xC3\xA9", 2}, {"\xFF", 1}};
    enum { COUNT = sizeof ordered / sizeof ordered[0] };
    for (size_t i = 0; i < COUNT; i++) {
        for (size_t j = 0; j < COUNT; j++) {
            int expected = (i > j) - (i < j);
            int order = text_compare(ordered[i], ordered[j]);
            assert_int_equal((order > 0) - (order < 0), expected);
            order = text_compare_items(&ordered[i], &ordered[j]);
            assert_int_equal((order > 0) - (order < 0), expected);
        }
    }
    assert_int_equal(text_compare(none, TEXT("")), 0);
}

static void sliced(void **state) {
    (void)state;
    EXPECT_TEXT(text_slice(TEXT("abcd"), 1, 3), "bc");
    EXPECT_TEXT(text_slice(TEXT("abcd"), 2, 2), "");
    EXPECT_TEXT(text_slice(TEXT("abcd"), 3, 1), "");
    EXPECT_TEXT(text_slice(TEXT("abcd"), 2, SIZE_MAX), "cd");
    EXPECT_TEXT(text_slice(TEXT("abcd"), SIZE_MAX, SIZE_MAX), "");
    EXPECT_TEXT(text_slice(none, 0, 5), "");
    EXPECT_TEXT(text_slice(none, 3, 5), "");
}

static void trimmed(void **state) {
    (void)state;
    EXPECT_TEXT(text_trim(TEXT(" \t\r\n a b\n ")), "a b");
    EXPECT_TEXT(text_trim(TEXT(" \t\r\n")), "");
    EXPECT_TEXT(text_trim(TEXT("")), "");
    EXPECT_TEXT(text_trim(none), "");
    EXPECT_TEXT(text_trim(TEXT("\v\xC2\xA0")), "\v\xC2\xA0"); /* no blanks of ours */
}

static void expect_pieces(const char *whole, const char *const *pieces, size_t count) {
    Text rest = text_from(whole);
    Text piece;
    for (size_t i = 0; i < count; i++) {
        assert_true(text_split(&rest, ',', &piece));
        EXPECT_TEXT(piece, pieces[i]);
    }
    assert_null(rest.bytes);
    assert_false(text_split(&rest, ',', &piece));
}

static void split_into_pieces(void **state) {
    (void)state;
    expect_pieces("a,,b", (const char *const[]){"a", "", "b"}, 3);
    expect_pieces("", (const char *const[]){""}, 1);
    expect_pieces(",", (const char *const[]){"", ""}, 2);
    expect_pieces("abc", (const char *const[]){"abc"}, 1);
    expect_pieces("a,", (const char *const[]){"a", ""}, 2);
    Text rest = TEXT("a\xFF"
                     "b");
    Text piece;
    assert_true(text_split(&rest, '\xFF', &piece));
    EXPECT_TEXT(piece, "a");
    EXPECT_TEXT(rest, "b");
}

static void found_inside(void **state) {
    (void)state;
    size_t at = 9;
    assert_true(text_find(TEXT("abcabc"), TEXT("ca"), &at));
    assert_int_equal(at, 2);
    assert_true(text_find(TEXT("abcabc"), TEXT("abc"), &at));
    assert_int_equal(at, 0);
    assert_true(text_find(TEXT("aab"), TEXT("ab"), &at));
    assert_int_equal(at, 1);
    assert_true(text_find(none, TEXT(""), &at));
    assert_int_equal(at, 0);
    at = 9;
    assert_false(text_find(TEXT("ab"), TEXT("abc"), &at));
    assert_false(text_find(TEXT("abc"), TEXT("x"), &at));
    assert_false(text_find(none, TEXT("x"), &at));
    assert_int_equal(at, 9);
}

/* The slow reference: every code point, encoded by the book. */
static size_t encode(uint32_t point, unsigned char *bytes) {
    if (point < 0x80) {
        bytes[0] = (unsigned char)point;
        return 1;
    }
    if (point < 0x800) {
        bytes[0] = (unsigned char)(0xC0 | point >> 6);
        bytes[1] = (unsigned char)(0x80 | (point & 0x3F));
        return 2;
    }
    if (point < 0x10000) {
        bytes[0] = (unsigned char)(0xE0 | point >> 12);
        bytes[1] = (unsigned char)(0x80 | (point >> 6 & 0x3F));
        bytes[2] = (unsigned char)(0x80 | (point & 0x3F));
        return 3;
    }
    bytes[0] = (unsigned char)(0xF0 | point >> 18);
    bytes[1] = (unsigned char)(0x80 | (point >> 12 & 0x3F));
    bytes[2] = (unsigned char)(0x80 | (point >> 6 & 0x3F));
    bytes[3] = (unsigned char)(0x80 | (point & 0x3F));
    return 4;
}

static void every_code_point_is_utf8(void **state) {
    (void)state;
    for (uint32_t point = 1; point < 0x1FFFFF; point++) {
        unsigned char bytes[4];
        size_t length = encode(point, bytes);
        bool expected = point <= 0x10FFFF && (point < 0xD800 || point > 0xDFFF);
        if (text_is_utf8((Text){(const char *)bytes, length}) != expected) {
            print_error("U+%04X\n", point);
            fail();
        }
        if (expected) {
            assert_int_equal(text_width((Text){(const char *)bytes, length}), 1);
            assert_false(text_is_utf8((Text){(const char *)bytes, length - 1}) && length > 1);
        }
    }
}

/* Decodes one character after RFC 3629, section 3, and encodes it again: only the
 * shortest form comes out as it went in. */
static size_t slow_length(const unsigned char *bytes, size_t left) {
    unsigned char first = bytes[0];
    size_t length = first < 0x80 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
    uint32_t point = first < 0x80 ? first : first & (0xFFu >> (length + 1));
    unsigned char again[4];
    if (first == 0 || (first >= 0x80 && first < 0xC0) || first >= 0xF8 || length > left) {
        return 0;
    }
    for (size_t i = 1; i < length; i++) {
        if ((bytes[i] & 0xC0) != 0x80) {
            return 0;
        }
        point = point << 6 | (bytes[i] & 0x3F);
    }
    bool is_scalar = point <= 0x10FFFF && (point < 0xD800 || point > 0xDFFF);
    return is_scalar && encode(point, again) == length ? length : 0;
}

static bool slow_is_utf8(const unsigned char *bytes, size_t length) {
    size_t at = 0;
    while (at < length) {
        size_t step = slow_length(bytes + at, length - at);
        if (step == 0) {
            return false;
        }
        at += step;
    }
    return true;
}

static void utf8_agrees_with_the_reference(void **state) {
    (void)state;
    static const unsigned char telling[] = {0x00, 0x41, 0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF,
                                            0xC0, 0xC1, 0xC2, 0xDF, 0xE0, 0xE1, 0xEC, 0xED, 0xEE,
                                            0xEF, 0xF0, 0xF1, 0xF3, 0xF4, 0xF5, 0xF7, 0xF8, 0xFF};
    Random random = {1};
    size_t good = 0;
    for (int round = 0; round < 400000; round++) {
        unsigned char bytes[6];
        size_t length = random_below(&random, sizeof bytes + 1);
        for (size_t i = 0; i < length; i++) {
            bytes[i] = telling[random_below(&random, sizeof telling)];
        }
        bool expected = slow_is_utf8(bytes, length);
        good += expected ? 1 : 0;
        assert_int_equal(text_is_utf8((Text){(const char *)bytes, length}), expected);
    }
    assert_true(good > 10000);
    assert_true(text_is_utf8(none));
}

static void width_counts_code_points(void **state) {
    (void)state;
    assert_int_equal(text_width(none), 0);
    assert_int_equal(text_width(TEXT("abc")), 3);
    assert_int_equal(text_width(TEXT("\xC3\xA9t\xE2\x82\xAC\xF0\x9F\x98\x80")), 4);
}

static void integers(void **state) {
    (void)state;
    int64_t value = 0;
    assert_true(text_parse_integer(TEXT("0"), &value));
    assert_int_equal(value, 0);
    assert_true(text_parse_integer(TEXT("-0"), &value));
    assert_int_equal(value, 0);
    assert_true(text_parse_integer(TEXT("007"), &value));
    assert_int_equal(value, 7);
    assert_true(text_parse_integer(TEXT("9223372036854775807"), &value));
    assert_true(value == INT64_MAX);
    assert_true(text_parse_integer(TEXT("-9223372036854775808"), &value));
    assert_true(value == INT64_MIN);
    static const char *const wrong[] = {"",
                                        "-",
                                        "+1",
                                        "1.0",
                                        " 1",
                                        "1 ",
                                        "0x1",
                                        "--1",
                                        "1-",
                                        "9223372036854775808",
                                        "1e3",
                                        "-9223372036854775809",
                                        "99999999999999999999999",
                                        "\xD9\xA1"};
    value = 42;
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        assert_false(text_parse_integer(text_from(wrong[i]), &value));
        assert_int_equal(value, 42);
    }
    assert_false(text_parse_integer(none, &value));
}

static void small_letters(void **state) {
    Text lower = text_lowercase(*state, TEXT("aZA-Z@[`{09\xC3\x89"));
    EXPECT_TEXT(lower, "aza-z@[`{09\xC3\x89");
    assert_int_equal(lower.bytes[lower.length], 0);
    EXPECT_TEXT(text_lowercase(*state, none), "");
}

/* Straight from the definition, without a table. */
static size_t slow_distance(Text a, Text b) {
    if (a.length == 0 || b.length == 0) {
        return a.length + b.length;
    }
    Text a_rest = text_slice(a, 1, a.length);
    Text b_rest = text_slice(b, 1, b.length);
    size_t replaced = slow_distance(a_rest, b_rest) + (a.bytes[0] == b.bytes[0] ? 0 : 1);
    size_t deleted = slow_distance(a_rest, b) + 1;
    size_t inserted = slow_distance(a, b_rest) + 1;
    size_t least = replaced < deleted ? replaced : deleted;
    return least < inserted ? least : inserted;
}

static Text random_word(Random *random, char *bytes, size_t limit) {
    size_t length = random_below(random, limit + 1);
    for (size_t i = 0; i < length; i++) {
        bytes[i] = (char)('a' + (int)random_below(random, 3));
    }
    return (Text){bytes, length};
}

static void distance_agrees_with_the_reference(void **state) {
    (void)state;
    Random random = {2};
    for (int round = 0; round < 1000; round++) {
        char a_bytes[6];
        char b_bytes[6];
        Text a = random_word(&random, a_bytes, sizeof a_bytes);
        Text b = random_word(&random, b_bytes, sizeof b_bytes);
        assert_int_equal(text_distance(a, b), slow_distance(a, b));
    }
}

static void distance_of_long_texts(void **state) {
    TextBuilder builder = text_builder_new(*state);
    text_add_repeated(&builder, 'a', 64);
    Text longest = text_copy(*state, text_built(&builder));
    text_add_character(&builder, 'a');
    assert_int_equal(text_distance(longest, longest), 0);
    assert_int_equal(text_distance(longest, none), 64);
    assert_int_equal(text_distance(longest, text_built(&builder)), 64);
    assert_int_equal(text_distance(text_built(&builder), longest), 64);
    assert_int_equal(text_distance(none, none), 0);
}

/* The values of the reference, www.isthe.com/chongo/tech/comp/fnv. */
static void hash_is_the_published_one(void **state) {
    (void)state;
    assert_true(text_hash(none) == UINT64_C(0xcbf29ce484222325));
    assert_true(text_hash(TEXT("a")) == UINT64_C(0xaf63dc4c8601ec8c));
    assert_true(text_hash(TEXT("foobar")) == UINT64_C(0x85944171f73967e8));
}

static void built_piece_by_piece(void **state) {
    TextBuilder builder = text_builder_new(*state);
    EXPECT_TEXT(text_built(&builder), "");
    text_add(&builder, none);
    text_add(&builder, TEXT("ab"));
    text_add_character(&builder, '-');
    text_add_repeated(&builder, 'x', 3);
    text_add_repeated(&builder, 'y', 0);
    text_add_format(&builder, "[%d]", 42);
    text_add_format(&builder, "%s", "");
    EXPECT_TEXT(text_built(&builder), "ab-xxx[42]");
    assert_string_equal(text_built(&builder).bytes, "ab-xxx[42]");
}

static void built_from_itself(void **state) {
    TextBuilder builder = text_builder_new(*state);
    text_add(&builder, TEXT("ab"));
    for (int i = 0; i < 10; i++) {
        text_add(&builder, text_built(&builder));
    }
    Text built = text_built(&builder);
    assert_int_equal(built.length, 2048);
    assert_true(text_ends_with(built, TEXT("abab")));
    assert_int_equal(built.bytes[2048], 0);
}

static void built_long(void **state) {
    TextBuilder builder = text_builder_new(*state);
    for (int i = 0; i < 100000; i++) {
        text_add_format(&builder, "%d,", i % 10);
    }
    Text built = text_built(&builder);
    assert_int_equal(built.length, 200000);
    for (size_t i = 0; i < built.length; i += 2) {
        assert_int_equal(built.bytes[i], '0' + (int)(i / 2 % 10));
        assert_int_equal(built.bytes[i + 1], ',');
    }
    assert_true(arena_bytes(*state) < 1000000);
}

static void build_too_much(void) {
    TextBuilder builder = text_builder_new(arena_new());
    text_add_character(&builder, 'a');
    text_add_repeated(&builder, 'a', SIZE_MAX);
}

static void build_almost_too_much(void) {
    TextBuilder builder = text_builder_new(arena_new());
    text_add_repeated(&builder, 'a', SIZE_MAX - 1);
}

static void building_too_much_ends_the_program(void **state) {
    (void)state;
    expect_exhausted(build_too_much);
    expect_exhausted(build_almost_too_much);
}

static void integers_are_written_as_printf_does(void **state) {
    static const int64_t VALUES[] = {0, 7, -7, 10, 1234567890, INT64_MAX, INT64_MIN, -1};
    for (size_t i = 0; i < sizeof VALUES / sizeof VALUES[0]; i++) {
        TextBuilder out = text_builder_new(*state);
        text_add_integer(&out, VALUES[i]);
        assert_true(
            text_equals(text_built(&out), text_format(*state, "%lld", (long long)VALUES[i])));
    }
}

/* Around the sizes at which a text is written a second time, or a builder moves. */
static void formatted_texts_of_every_size_are_whole(void **state) {
    for (int size = 0; size < 600; size++) {
        TextBuilder out = text_builder_new(*state);
        text_add_character(&out, 'x');
        text_add_format(&out, "%0*d", size + 1, 7);
        const Text made = text_format(*state, "x%0*d", size + 1, 7);
        assert_int_equal(made.length, (size_t)size + 2);
        assert_true(made.bytes[made.length] == '\0' && made.bytes[made.length - 1] == '7');
        assert_true(text_equals(text_built(&out), made));
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(made_from_strings),
        ARENA_TEST(copies_stand_alone),
        ARENA_TEST(formatted),
        ARENA_TEST(integers_are_written_as_printf_does),
        ARENA_TEST(formatted_texts_of_every_size_are_whole),
        cmocka_unit_test(compared),
        cmocka_unit_test(ordered_by_bytes),
        cmocka_unit_test(sliced),
        cmocka_unit_test(trimmed),
        cmocka_unit_test(split_into_pieces),
        cmocka_unit_test(found_inside),
        cmocka_unit_test(every_code_point_is_utf8),
        cmocka_unit_test(utf8_agrees_with_the_reference),
        cmocka_unit_test(width_counts_code_points),
        cmocka_unit_test(integers),
        ARENA_TEST(small_letters),
        cmocka_unit_test(distance_agrees_with_the_reference),
        ARENA_TEST(distance_of_long_texts),
        cmocka_unit_test(hash_is_the_published_one),
        ARENA_TEST(built_piece_by_piece),
        ARENA_TEST(built_from_itself),
        ARENA_TEST(built_long),
        cmocka_unit_test(building_too_much_ends_the_program),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
