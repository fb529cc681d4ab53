/* SPDX-License-Identifier: Apache-2.0 */
#include "expect.h"

#include "base/digest.h"

/* The expected values are those of another SHA-256 (Python's hashlib) over each
 * part's length in eight bytes, the highest first, and the part itself. */

static Text digest_of(Arena *arena, const Text *parts, size_t count) {
    Digest *digest = digest_new();
    for (size_t i = 0; i < count; i++) {
        digest_add(digest, parts[i]);
    }
    return digest_finish(arena, digest);
}

/* FIPS 180-4, as sha256sum gives them. */
static void bytes_alone(void **state) {
    EXPECT_TEXT(digest_bytes(*state, TEXT("")),
                "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    EXPECT_TEXT(digest_bytes(*state, TEXT("abc")),
                "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

static void known_digests(void **state) {
    const Text abc[] = {TEXT("abc")};
    const Text empty[] = {TEXT("")};
    const Text zero[] = {TEXT("a\0b")};
    EXPECT_TEXT(digest_of(*state, NULL, 0),
                "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    EXPECT_TEXT(digest_of(*state, empty, 1),
                "af5570f5a1810b7af78caf4bc70a660f0df51e42baf91d4de5b2328de0e83dfc");
    EXPECT_TEXT(digest_of(*state, abc, 1),
                "c3494ca1a2cf8eeb8a11ded316fb55b83c3bbbedb6313cd50415251e5d09e12f");
    EXPECT_TEXT(digest_of(*state, zero, 1),
                "a360553fcb4ddf01f4b43108f585b3e3a55b1bd4d40478488ef112cce31ea2b1");
}

static void a_long_part(void **state) {
    TextBuilder builder = text_builder_new(*state);
    text_add_repeated(&builder, 'a', 1000000);
    const Text parts[] = {text_built(&builder)};
    EXPECT_TEXT(digest_of(*state, parts, 1),
                "568bd6b0d11afeab4ef9956ba4d0edb0b606f9bd046a65267a76392edccc800c");
}

static void borders_between_parts_count(void **state) {
    const Text one[] = {TEXT("ab"), TEXT("c")};
    const Text other[] = {TEXT("a"), TEXT("bc")};
    const Text with_empty[] = {TEXT("ab"), TEXT("c"), TEXT("")};
    EXPECT_TEXT(digest_of(*state, one, 2),
                "601d5476e2ccfe2c87a2bba7a322659734a05749d5b5aa781f513e4912db0d5f");
    assert_false(text_equals(digest_of(*state, one, 2), digest_of(*state, other, 2)));
    assert_false(text_equals(digest_of(*state, one, 2), digest_of(*state, with_empty, 3)));
}

static void a_text_without_bytes_is_empty(void **state) {
    const Text null[] = {{NULL, 0}};
    const Text empty[] = {TEXT("")};
    assert_true(text_equals(digest_of(*state, null, 1), digest_of(*state, empty, 1)));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        ARENA_TEST(bytes_alone),
        ARENA_TEST(known_digests),
        ARENA_TEST(a_long_part),
        ARENA_TEST(borders_between_parts_count),
        ARENA_TEST(a_text_without_bytes_is_empty),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
