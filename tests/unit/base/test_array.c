/* SPDX-License-Identifier: Apache-2.0 */
#include "expect.h"

#include "base/array.h"

typedef struct Odd {
    char bytes[13];
} Odd;

static void items_keep_their_values_as_it_grows(void **state) {
    Array array = array_new(*state, sizeof(size_t));
    for (size_t i = 0; i < 10000; i++) {
        size_t *item = array_add(&array);
        assert_int_equal(*item, 0);
        *item = i * 3;
    }
    assert_int_equal(array.count, 10000);
    for (size_t i = 0; i < 10000; i++) {
        assert_int_equal(*(size_t *)array_at(&array, i), i * 3);
        assert_int_equal(ARRAY_ITEMS(size_t, &array)[i], i * 3);
    }
}

static void items_of_any_size(void **state) {
    Array array = array_new(*state, sizeof(Odd));
    for (int i = 0; i < 100; i++) {
        Odd *item = array_add(&array);
        memset(item->bytes, i, sizeof item->bytes);
    }
    for (size_t i = 0; i < 100; i++) {
        const Odd *item = array_at(&array, i);
        assert_int_equal(item->bytes[0], i);
        assert_int_equal(item->bytes[12], i);
    }
}

static void a_new_item_is_zeroed_where_an_old_one_stood(void **state) {
    Array array = array_new(*state, sizeof(int));
    *(int *)array_add(&array) = 7;
    array.count = 0;
    assert_int_equal(*(int *)array_add(&array), 0);
}

static void growing_costs_no_more_than_doubling(void **state) {
    Array array = array_new(*state, 1);
    for (size_t i = 0; i < 1000000; i++) {
        (void)array_add(&array);
    }
    assert_true(arena_bytes(*state) < 4000000);
}

static int compare_numbers(const void *left, const void *right) {
    return *(const int *)left - *(const int *)right;
}

static void sorting_puts_items_in_order(void **state) {
    static const int GIVEN[][4] = {{1, 2, 2, 3}, {3, 2, 2, 1}, {1, 3, 2, 2}, {2, 1, 2, 3}};
    for (size_t i = 0; i < 4; i++) {
        Array array = array_new(*state, sizeof(int));
        for (size_t j = 0; j < 4; j++) {
            *(int *)array_add(&array) = GIVEN[i][j];
        }
        array_sort(&array, compare_numbers);
        assert_memory_equal(array.items, GIVEN[0], sizeof GIVEN[0]);
    }
}

static void sorting_nothing_is_fine(void **state) {
    Array array = array_new(*state, sizeof(int));
    array_sort(&array, compare_numbers);
    assert_int_equal(array.count, 0);
}

static void read_past_the_end(void) {
    Array array = array_new(arena_new(), sizeof(int));
    (void)array_add(&array);
    (void)array_at(&array, 1);
}

static void read_nothing(void) {
    Array array = array_new(arena_new(), sizeof(int));
    (void)array_at(&array, 0);
}

static void many_are_added_together(void **state) {
    Array array = array_new(*state, sizeof(int));
    for (size_t i = 1; i <= 40; i++) {
        int *items = array_add_many(&array, i);
        for (size_t j = 0; j < i; j++) {
            assert_int_equal(items[j], 0);
            items[j] = (int)i;
        }
    }
    assert_int_equal(array.count, 40 * 41 / 2);
    assert_int_equal(*(int *)array_at(&array, 0), 1);
    assert_int_equal(*(int *)array_at(&array, array.count - 40), 40);
    assert_int_equal(*(int *)array_at(&array, array.count - 41), 39);
}

static void add_none(void) {
    CLEANUP(arena_close) Arena *arena = arena_new();
    Array array = array_new(arena, sizeof(int));
    (void)array_add_many(&array, 0);
}

static void make_items_of_nothing(void) {
    (void)array_new(NULL, 0);
}

static void wrong_use_is_refused(void **state) {
    (void)state;
    expect_assertion(read_past_the_end);
    expect_assertion(read_nothing);
    expect_assertion(make_items_of_nothing);
    expect_assertion(add_none);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        ARENA_TEST(items_keep_their_values_as_it_grows),
        ARENA_TEST(items_of_any_size),
        ARENA_TEST(a_new_item_is_zeroed_where_an_old_one_stood),
        ARENA_TEST(growing_costs_no_more_than_doubling),
        ARENA_TEST(many_are_added_together),
        ARENA_TEST(sorting_puts_items_in_order),
        ARENA_TEST(sorting_nothing_is_fine),
        cmocka_unit_test(wrong_use_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
