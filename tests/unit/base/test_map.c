/* SPDX-License-Identifier: Apache-2.0 */
#include "expect.h"

#include "base/map.h"

static void keys_are_found_with_their_values(void **state) {
    Map *map = map_new(*state);
    enum { COUNT = 20000 };
    for (size_t i = 0; i < COUNT; i++) {
        assert_true(map_add(map, text_format(*state, "key %zu", i), i * 7));
    }
    assert_int_equal(map_count(map), COUNT);
    for (size_t i = 0; i < COUNT; i++) {
        size_t value = 0;
        Text key = text_format(*state, "key %zu", i);
        assert_true(map_find(map, key, &value));
        assert_int_equal(value, i * 7);
        assert_true(text_equals(map_key(map, i), key));
    }
    for (size_t i = COUNT; i < 2 * COUNT; i++) {
        size_t value = 5;
        assert_false(map_find(map, text_format(*state, "key %zu", i), &value));
        assert_int_equal(value, 5);
    }
}

static void a_key_is_added_once(void **state) {
    Map *map = map_new(*state);
    size_t value = 0;
    assert_true(map_add(map, TEXT("a"), 1));
    assert_false(map_add(map, TEXT("a"), 2));
    assert_int_equal(map_count(map), 1);
    assert_true(map_find(map, TEXT("a"), &value));
    assert_int_equal(value, 1);
}

static void keys_are_bytes(void **state) {
    Map *map = map_new(*state);
    size_t value = 0;
    assert_true(map_add(map, TEXT(""), 1));
    assert_true(map_add(map, TEXT("a\0b"), 2));
    assert_true(map_add(map, TEXT("a"), 3));
    assert_true(map_add(map, TEXT("A"), 4));
    assert_false(map_add(map, (Text){NULL, 0}, 5));
    assert_true(map_find(map, (Text){NULL, 0}, &value));
    assert_int_equal(value, 1);
    assert_true(map_find(map, TEXT("a\0b"), &value));
    assert_int_equal(value, 2);
    assert_false(map_find(map, TEXT("a\0c"), &value));
}

static void an_empty_map_answers(void **state) {
    Map *map = map_new(*state);
    size_t value = 0;
    Text nearest;
    assert_int_equal(map_count(map), 0);
    assert_false(map_find(map, TEXT("a"), &value));
    assert_false(map_nearest(map, TEXT("a"), &nearest));
}

static void expect_nearest(const Map *map, const char *word, const char *expected) {
    Text nearest = TEXT("(none)");
    bool is_found = map_nearest(map, text_from(word), &nearest);
    EXPECT_TEXT(nearest, expected);
    assert_int_equal(is_found, strcmp(expected, "(none)") != 0);
}

static void the_nearest_key(void **state) {
    Map *map = map_new(*state);
    static const char *const keys[] = {"quantity",  "capacity",    "id",
                                       "from_site", "destination", "authorisation_id"};
    for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++) {
        assert_true(map_add(map, text_from(keys[i]), i));
    }
    expect_nearest(map, "quantity", "quantity");
    expect_nearest(map, "qantity", "quantity");
    expect_nearest(map, "quanttiy", "quantity"); /* two edits of 8 / 3 = 2 */
    expect_nearest(map, "qanttiy", "(none)");    /* three of 7 / 3 = 2 */
    expect_nearest(map, "ids", "id");
    expect_nearest(map, "i", "id"); /* one is always allowed */
    expect_nearest(map, "xyz", "(none)");
    expect_nearest(map, "", "(none)");
    expect_nearest(map, "destinat", "(none)");         /* three of 8 / 3 = 2 are too many... */
    expect_nearest(map, "destinatxyz", "destination"); /* ...of 11 / 3 = 3 they are not */
    expect_nearest(map, "authorisationxyz", "authorisation_id");
    expect_nearest(map, "authorisatiowxyz", "(none)"); /* more than three never are */
}

static void of_two_as_near_the_first_added(void **state) {
    Map *map = map_new(*state);
    assert_true(map_add(map, TEXT("bat"), 0));
    assert_true(map_add(map, TEXT("cat"), 1));
    expect_nearest(map, "hat", "bat");
}

static void a_key_that_is_there_keeps_its_value(void **state) {
    Map *map = map_new(*state);
    for (size_t i = 0; i < 1000; i++) {
        Text key = text_format(*state, "%zu", i % 300);
        assert_int_equal(map_find_or_add(map, key, i), i % 300);
    }
    assert_int_equal(map_count(map), 300);
    assert_false(map_add(map, TEXT("299"), 7));
}

static void ask_for_no_key(void) {
    (void)map_key(map_new(arena_new()), 0);
}

static void wrong_use_is_refused(void **state) {
    (void)state;
    expect_assertion(ask_for_no_key);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        ARENA_TEST(keys_are_found_with_their_values),
        ARENA_TEST(a_key_is_added_once),
        ARENA_TEST(keys_are_bytes),
        ARENA_TEST(an_empty_map_answers),
        ARENA_TEST(a_key_that_is_there_keeps_its_value),
        ARENA_TEST(the_nearest_key),
        ARENA_TEST(of_two_as_near_the_first_added),
        cmocka_unit_test(wrong_use_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
