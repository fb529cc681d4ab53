/* SPDX-License-Identifier: Apache-2.0 */
#include "expect.h"

#include <string.h>

#include "base/arena.h"

static bool is_zeroed(const unsigned char *bytes, size_t size) {
    for (size_t i = 0; i < size; i++) {
        if (bytes[i] != 0) {
            return false;
        }
    }
    return true;
}

static void memory_is_zeroed_aligned_and_apart(void **state) {
    static const size_t sizes[] = {1, 15, 16, 17, 1000, 1024, 1025, 4096, 5000, 1 << 20, 3, 70000};
    enum { SIZE_COUNT = sizeof sizes / sizeof sizes[0], ROUNDS = 20 };
    unsigned char *places[SIZE_COUNT * ROUNDS];
    for (size_t i = 0; i < SIZE_COUNT * ROUNDS; i++) {
        size_t size = sizes[i % SIZE_COUNT];
        places[i] = arena_allocate(*state, size);
        assert_int_equal((uintptr_t)places[i] % 16, 0);
        assert_true(is_zeroed(places[i], size));
        memset(places[i], (int)(i % 255) + 1, size);
    }
    for (size_t i = 0; i < SIZE_COUNT * ROUNDS; i++) {
        size_t size = sizes[i % SIZE_COUNT];
        assert_int_equal(places[i][0], i % 255 + 1);
        assert_int_equal(places[i][size - 1], i % 255 + 1);
    }
}

static void nothing_is_a_place_too(void **state) {
    void *first = arena_allocate(*state, 0);
    void *second = arena_allocate(*state, 0);
    assert_non_null(first);
    assert_ptr_not_equal(first, second);
    assert_non_null(arena_allocate_many(*state, 0, 8));
    assert_int_equal(arena_bytes(*state), 0);
}

static void bytes_are_those_asked_for(void **state) {
    assert_int_equal(arena_bytes(*state), 0);
    (void)arena_allocate(*state, 3);
    (void)arena_allocate_many(*state, 10, 7);
    (void)arena_allocate(*state, 1 << 20);
    assert_int_equal(arena_bytes(*state), 3 + 70 + (1 << 20));
}

static void macros_give_types(void **state) {
    int64_t *one = ARENA_NEW(*state, int64_t);
    int64_t *many = ARENA_MANY(*state, int64_t, 100);
    assert_int_equal(*one, 0);
    many[99] = 5;
    assert_int_equal(arena_bytes(*state), 101 * sizeof(int64_t));
}

/* A large piece must not make the rest of the chunk being filled lost: small pieces
 * between large ones then cost no chunk each. */
static void large_pieces_leave_the_small_ones_together(void **state) {
    char *first = arena_allocate(*state, 16);
    (void)arena_allocate(*state, 100000);
    char *second = arena_allocate(*state, 16);
    assert_ptr_equal(second, first + 16);
}

static void only_the_last_piece_is_lengthened(void **state) {
    Arena *arena = *state;
    unsigned char *first = arena_allocate(arena, 10);
    first[9] = 9;
    assert_true(arena_extend(arena, first, 10, 100));
    assert_int_equal(arena_bytes(arena), 100);
    assert_int_equal(first[9], 9);
    for (size_t i = 10; i < 100; i++) {
        assert_int_equal(first[i], 0);
        first[i] = 1;
    }
    unsigned char *second = arena_allocate(arena, 10);
    assert_true(second >= first + 100);
    assert_false(arena_extend(arena, first, 100, 200));
    assert_false(arena_extend(arena, second, 10, 9));
    assert_false(arena_extend(arena, second, 10, SIZE_MAX));
    assert_false(arena_extend(arena, second, 10, 1 << 20));
    assert_true(arena_extend(arena, second, 10, 11));
}

static void what_is_cleared_is_zeroed_again(void **state) {
    Arena *arena = *state;
    arena_clear(arena);
    for (size_t size = 1; size < 100000; size *= 3) {
        memset(arena_allocate(arena, size), 1, size);
    }
    arena_clear(arena);
    assert_int_equal(arena_bytes(arena), 0);
    for (size_t size = 1; size < 100000; size *= 3) {
        const unsigned char *piece = arena_allocate(arena, size);
        for (size_t i = 0; i < size; i++) {
            assert_int_equal(piece[i], 0);
        }
    }
}

static void no_arena_is_freed_in_peace(void **state) {
    (void)state;
    arena_free(NULL);
}

static void allocate_too_much(void) {
    (void)arena_allocate(arena_new(), SIZE_MAX);
}

static void allocate_almost_too_much(void) {
    (void)arena_allocate(arena_new(), SIZE_MAX - 20);
}

static void allocate_too_many(void) {
    (void)arena_allocate_many(arena_new(), SIZE_MAX / 8 + 1, 8);
}

/* Past the chunks of malloc it goes on by whole large pages, and what is cleared begins anew. */
static void an_arena_of_many_megabytes_is_zeroed(void **state) {
    enum { PIECE = 5000, PIECES = 1500 };
    for (int round = 0; round < 2; round++) {
        for (int i = 0; i < PIECES; i++) {
            unsigned char *place = arena_allocate(*state, PIECE);
            assert_true(is_zeroed(place, PIECE));
            memset(place, 0xa5, PIECE);
        }
        assert_int_equal(arena_bytes(*state), PIECE * PIECES);
        arena_clear(*state);
    }
}

static void running_out_ends_the_program(void **state) {
    (void)state;
    expect_exhausted(arena_exhausted);
    expect_exhausted(allocate_too_much);
    expect_exhausted(allocate_almost_too_much);
    expect_exhausted(allocate_too_many);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        ARENA_TEST(memory_is_zeroed_aligned_and_apart),
        ARENA_TEST(nothing_is_a_place_too),
        ARENA_TEST(bytes_are_those_asked_for),
        ARENA_TEST(macros_give_types),
        ARENA_TEST(large_pieces_leave_the_small_ones_together),
        ARENA_TEST(only_the_last_piece_is_lengthened),
        ARENA_TEST(what_is_cleared_is_zeroed_again),
        ARENA_TEST(an_arena_of_many_megabytes_is_zeroed),
        cmocka_unit_test(no_arena_is_freed_in_peace),
        cmocka_unit_test(running_out_ends_the_program),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
