/* SPDX-License-Identifier: Apache-2.0 */
#include "expect.h"

#include "server/jwt.h"

static void expect_decoded(const char *encoded, const char *expected) {
    Arena *arena = arena_new();
    Text bytes = {0};
    assert_true(jwt_decode(arena, text_from(encoded), &bytes));
    EXPECT_TEXT(bytes, expected);
    arena_free(arena);
}

static void test_base64url(void **state) {
    (void)state;
    /* RFC 4648, section 10, without padding. */
    expect_decoded("", "");
    expect_decoded("Zg", "f");
    expect_decoded("Zm8", "fo");
    expect_decoded("Zm9v", "foo");
    expect_decoded("Zm9vYmFy", "foobar");
    expect_decoded("_-8", "\xff\xef");
}

static void test_base64url_is_read_strictly(void **state) {
    const char *const bad[] = {"Z",     "Zg==",  "Zh",     "Zm9",  "Zm 9v",
                               "Zm9v+", "Zm9v/", "Zm9v\n", "Zm9vZ"};
    (void)state;
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        Arena *arena = arena_new();
        Text bytes = {0};
        assert_false(jwt_decode(arena, text_from(bad[i]), &bytes));
        arena_free(arena);
    }
}

/* RFC 7515, appendix A.3: a token signed by ES256, and its key. */
static const char CURVE_KEYS[] = "{\"keys\":[{\"kty\":\"EC\",\"crv\":\"P-256\","
                                 "\"x\":\"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU\","
                                 "\"y\":\"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0\"}]}";
static const char CURVE_TOKEN[] =
    "eyJhbGciOiJFUzI1NiJ9"
    ".eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlf"
    "Q"
    ".DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q";

static void test_the_standards_own_token(void **state) {
    Arena *arena = arena_new();
    Error error = {0};
    JwtKeys *keys = NULL;
    Jwt jwt;
    (void)state;
    assert_true(jwt_keys_parse(text_from(CURVE_KEYS), &keys, &error));
    assert_true(jwt_parse(arena, text_from(CURVE_TOKEN), &jwt, &error));
    assert_int_equal(jwt.algorithm, JWT_ES256);
    assert_true(jwt_is_signed(&jwt, keys));
    /* It has neither audience nor subject, so that it is good for nothing. */
    const JwtExpectation expectation = {TEXT("joe"), TEXT("us"), 1300819000};
    assert_false(jwt_is_expected(&jwt, &expectation));
    jwt_keys_free(keys);
    arena_free(arena);
}

static void test_one_letter_changes_everything(void **state) {
    Arena *arena = arena_new();
    Error error = {0};
    JwtKeys *keys = NULL;
    Random random = {.state = 7};
    (void)state;
    assert_true(jwt_keys_parse(text_from(CURVE_KEYS), &keys, &error));
    for (size_t i = 0; i < 500; i++) {
        Jwt jwt;
        Text token = text_copy(arena, text_from(CURVE_TOKEN));
        char *bytes = (char *)(uintptr_t)token.bytes;
        const size_t at = random_below(&random, token.length);
        bytes[at] = bytes[at] == 'A' ? 'B' : 'A';
        assert_false(jwt_parse(arena, token, &jwt, &error) && jwt_is_signed(&jwt, keys));
    }
    jwt_keys_free(keys);
    arena_free(arena);
}

static void test_no_key_or_two_that_fit(void **state) {
    Error error = {0};
    JwtKeys *keys = NULL;
    (void)state;
    assert_false(jwt_keys_parse(TEXT("{\"keys\":[]}"), &keys, &error));
    assert_false(
        jwt_keys_parse(TEXT("{\"keys\":[{\"kty\":\"oct\",\"k\":\"AA\"}]}"), &keys, &error));
    assert_false(jwt_keys_parse(TEXT("[]"), &keys, &error));
    assert_int_equal(error.kind, ERROR_INVALID);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_base64url),
        cmocka_unit_test(test_base64url_is_read_strictly),
        cmocka_unit_test(test_the_standards_own_token),
        cmocka_unit_test(test_one_letter_changes_everything),
        cmocka_unit_test(test_no_key_or_two_that_fit),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
