/* SPDX-License-Identifier: Apache-2.0 */
#include "expect.h"

#include "screening/index.h"
#include "screening/weight.h"

static Word word_of(Arena *arena, const char *text) {
    Word word = {.text = text_from(text)};
    word_complete(arena, &word);
    return word;
}

static Similarity compare(Arena *arena, const char *a, const char *b) {
    uint64_t masks[256] = {0};
    const Word first = word_of(arena, a);
    const Word second = word_of(arena, b);
    distance_prepare(first.text, masks);
    return similarity(&first, masks, &second);
}

static void expect_similarity(Arena *arena, const char *a, const char *b, int value,
                              EdgeKind kind) {
    const Similarity forth = compare(arena, a, b);
    const Similarity back = compare(arena, b, a);
    assert_int_equal(forth.value, value);
    assert_int_equal(forth.kind, kind);
    assert_int_equal(back.value, value);
    assert_int_equal(back.kind, kind);
}

static void edges_have_their_values(void **state) {
    expect_similarity(*state, "rostec", "rostec", 10000, EDGE_EQUAL);
    expect_similarity(*state, "rostec", "rosdec", 8500, EDGE_SPELLING);
    expect_similarity(*state, "rostec", "rotsec", 8500, EDGE_SPELLING);
    expect_similarity(*state, "sergey", "sergei", 9500, EDGE_ROMANISATION);
    expect_similarity(*state, "abc", "abd", 0, EDGE_NONE);
    expect_similarity(*state, "plant12", "plant13", 0, EDGE_NONE);
    expect_similarity(*state, "se1chin", "sechin", 0, EDGE_NONE);
    expect_similarity(*state, "sech1n", "sechin", 9000, EDGE_DISGUISE);
    expect_similarity(*state, "j", "jean", 6000, EDGE_INITIAL);
    expect_similarity(*state, "1", "12", 0, EDGE_NONE);
}

/* The textbook's table. */
static int slow_distance(Text a, Text b) {
    int table[WORD_BYTES_MAX + 1][WORD_BYTES_MAX + 1];
    for (size_t i = 0; i <= a.length; i++) {
        for (size_t j = 0; j <= b.length; j++) {
            if (i == 0 || j == 0) {
                table[i][j] = (int)(i + j);
                continue;
            }
            const int cost = a.bytes[i - 1] == b.bytes[j - 1] ? 0 : 1;
            int best = table[i - 1][j - 1] + cost;
            best = table[i - 1][j] + 1 < best ? table[i - 1][j] + 1 : best;
            best = table[i][j - 1] + 1 < best ? table[i][j - 1] + 1 : best;
            if (i > 1 && j > 1 && a.bytes[i - 1] == b.bytes[j - 2] &&
                a.bytes[i - 2] == b.bytes[j - 1] && table[i - 2][j - 2] + 1 < best) {
                best = table[i - 2][j - 2] + 1;
            }
            table[i][j] = best;
        }
    }
    return table[a.length][b.length];
}

static Text random_word(Random *random, char *bytes, size_t most, size_t letters) {
    const size_t length = 1 + random_below(random, most);
    for (size_t i = 0; i < length; i++) {
        bytes[i] = (char)('a' + random_below(random, letters));
    }
    return (Text){bytes, length};
}

static void distances_are_the_tables(void **state) {
    Random random = {7};
    for (int i = 0; i < 20000; i++) {
        char bytes[2][WORD_BYTES_MAX];
        uint64_t masks[256] = {0};
        const size_t most = i % 10 == 0 ? WORD_BYTES_MAX : 9;
        const Text a = random_word(&random, bytes[0], most, 3);
        const Text b = random_word(&random, bytes[1], most, 3);
        distance_prepare(a, masks);
        assert_int_equal(distance_prepared(masks, a.length, b), slow_distance(a, b));
        distance_clear(a, masks);
        for (size_t j = 0; j < 256; j++) {
            assert_int_equal(masks[j], 0);
        }
    }
    (void)state;
}

/* What the table says without any short cut. */
static int slow_spelling(Text a, Text b) {
    const size_t longer = a.length > b.length ? a.length : b.length;
    const int distance = slow_distance(a, b);
    const int first = a.bytes[0] == b.bytes[0] ? 0 : 4000;
    return distance <= distance_allowed(longer) && distance > 0
               ? 10000 - (9000 * distance + first) / (int)longer
           : distance == 0 ? 10000
                           : 0;
}

static void no_short_cut_loses_a_spelling(void **state) {
    Random random = {11};
    size_t near = 0;
    for (int i = 0; i < 20000; i++) {
        char bytes[2][WORD_BYTES_MAX];
        Arena *arena = arena_new();
        const Text a = random_word(&random, bytes[0], 12, 4);
        Text b = random_word(&random, bytes[1], 12, 4);
        if (i % 2 == 0) { /* a few edits of a */
            memcpy(bytes[1], a.bytes, a.length);
            b = (Text){bytes[1], a.length};
            bytes[1][random_below(&random, a.length)] = 'z';
            bytes[1][random_below(&random, a.length)] = 'y';
        }
        const Similarity found =
            compare(arena, text_terminated(arena, a), text_terminated(arena, b));
        const int expected = slow_spelling(a, b);
        assert_true(found.value >= expected);
        assert_true(found.kind != EDGE_SPELLING || found.value == expected);
        near += expected > 0 ? 1 : 0;
        arena_free(arena);
    }
    assert_true(near > 1000);
    (void)state;
}

static void coverage_follows_from_the_score(void **state) {
    (void)state;
    assert_int_equal(coverage_needed(8500), 6250);
    assert_int_equal(coverage_needed(8501), 6253);
    assert_int_equal(coverage_needed(8401), 6003);
    assert_int_equal(coverage_needed(8400), 4667);
    assert_int_equal(coverage_needed(8000), 3334);
    assert_int_equal(coverage_needed(7000), 2500);
    assert_int_equal(coverage_needed(10000), 10000);
    assert_int_equal(coverage_needed(6000), 0);
    assert_int_equal(coverage_needed(1), 0);
}

static void weights_fall_with_frequency(void **state) {
    const Word plain = word_of(*state, "rostec");
    const Word number = word_of(*state, "12");
    const Word letter = word_of(*state, "j");
    Word legal = word_of(*state, "ltd");
    legal.kind = WORD_LEGAL_FORM;
    assert_int_equal(binary_logarithm(UINT64_C(1) << 16), 0);
    assert_int_equal(binary_logarithm(UINT64_C(1024) << 16), 10 << 16);
    assert_int_equal(binary_logarithm(UINT64_C(3) << 16), 103872); /* log2 3 = 1.58496 */
    assert_int_equal(word_weight(&plain, 0, 60000), 10000);
    assert_int_equal(word_weight(&plain, 1, 60000), 10000);
    assert_true(word_weight(&plain, 10, 60000) > word_weight(&plain, 100, 60000));
    assert_int_equal(word_weight(&plain, 60000, 60000), 2000);
    assert_int_equal(word_weight(&number, 60000, 60000), 7000);
    assert_int_equal(word_weight(&letter, 1, 60000), 3000);
    assert_int_equal(word_weight(&legal, 1, 60000), 1200);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        ARENA_TEST(edges_have_their_values),       ARENA_TEST(distances_are_the_tables),
        ARENA_TEST(no_short_cut_loses_a_spelling), ARENA_TEST(coverage_follows_from_the_score),
        ARENA_TEST(weights_fall_with_frequency),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
