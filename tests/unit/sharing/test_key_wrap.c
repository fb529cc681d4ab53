/* SPDX-License-Identifier: Apache-2.0 */
#include "expect.h"

#include "sharing/jws.h"
#include "sharing/secret.h"

static const char *const KINDS[] = {"rsa:2048", "ec:secp256r1", "ec:secp384r1", "ec:secp521r1"};
enum { KIND_COUNT = sizeof(KINDS) / sizeof(KINDS[0]) };

static KeyRing ring_of(Arena *arena, const char *kind) {
    Error error = {0};
    KeyRing ring = key_ring_new(arena);
    assert_true(key_ring_make(&ring, text_from(kind), TEXT("k"), &error));
    return ring;
}

static void wraps_and_unwraps(void **state) {
    for (size_t i = 0; i < KIND_COUNT; i++) {
        Error error = {0};
        KeyRing ring = ring_of(*state, KINDS[i]);
        KeyRing other = ring_of(*state, KINDS[i]);
        SecretKey *secret = NULL;
        SecretKey *opened = NULL;
        WrappedKey wrapped;
        assert_true(secret_key_random(&secret, &error));
        assert_true(key_wrap(*state, key_ring_at(&ring, 0), secret, &wrapped, &error));
        assert_true(key_unwrap(*state, key_ring_at(&ring, 0), &wrapped, &opened, &error));
        assert_true(
            secret_equals(secret_key_bytes(secret), secret_key_bytes(opened), SECRET_KEY_BYTES));
        secret_key_close(&opened);
        assert_false(key_unwrap(*state, key_ring_at(&other, 0), &wrapped, &opened, &error));
        assert_null(opened);
        assert_string_equal(error.message, "the private key does not open it");
        secret_key_free(secret);
        key_ring_close(&ring);
        key_ring_close(&other);
    }
}

/* Written under a passphrase and read again; not under another, nor without. */
static void keeps_private_keys_closed(void **state) {
    for (size_t i = 0; i < KIND_COUNT; i++) {
        Error error = {0};
        KeyRing ring = ring_of(*state, KINDS[i]);
        KeyRing again = key_ring_new(*state);
        Text pem = {0};
        const SharingKey *key = key_ring_at(&ring, 0);
        assert_false(key_private_pem(*state, key, TEXT(""), &pem, &error));
        assert_true(key_private_pem(*state, key, TEXT("pass"), &pem, &error));
        assert_false(key_ring_read(&again, TEXT("f"), pem, TEXT("k"), TEXT("other"), &error));
        assert_false(key_ring_read(&again, TEXT("f"), pem, TEXT("k"), TEXT(""), &error));
        assert_true(key_ring_read(&again, TEXT("f"), pem, TEXT("k"), TEXT("pass"), &error));
        assert_true(text_equals(key_thumbprint(*state, key),
                                key_thumbprint(*state, key_ring_at(&again, 0))));
        assert_true(text_equals(key_ring_at(&again, 0)->algorithm, text_from(KINDS[i])));
        key_ring_close(&ring);
        key_ring_close(&again);
    }
}

static void public_keys_as_json(void **state) {
    for (size_t i = 0; i < KIND_COUNT; i++) {
        Error error = {0};
        KeyRing ring = ring_of(*state, KINDS[i]);
        KeyRing again = key_ring_new(*state);
        const Text jwk = key_public_jwk(*state, key_ring_at(&ring, 0));
        const Text pem = key_public_pem(*state, key_ring_at(&ring, 0));
        assert_true(key_ring_read(&again, TEXT("f"), jwk, TEXT(""), TEXT(""), &error));
        assert_true(key_ring_read(&again, TEXT("f"), pem, TEXT(""), TEXT(""), &error));
        for (size_t j = 0; j < 2; j++) {
            assert_false(key_ring_at(&again, j)->is_private);
            assert_true(text_equals(pem, key_public_pem(*state, key_ring_at(&again, j))));
        }
        key_ring_close(&ring);
        key_ring_close(&again);
    }
}

/* RFC 7638, section 3.1. */
static void thumbprint_as_published(void **state) {
    static const char key[] =
        "{\"kty\":\"RSA\",\"n\":\"0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86"
        "zwu1RK7aPFFxuhDR1L6tSoc_BJECPebWKRXjBZCiFV4n3oknjhMstn64tZ_2W-5JsGY4Hc5n9yBXArwl93lqt7_"
        "RN5w6Cf0h4QyQ5v-65YGjQR0_FDW2QvzqY368QQMicAtaSqzs8KJZgnYb9c7d0zgdAZHzu6qMQvRL5hajrn1n91"
        "CbOpbISD08qNLyrdkt-bFTWhAI4vMQFh6WeZu0fM4lFd2NcRwr3XPksINHaQ-G_xBniIqbw0Ls1jF44-csFCur-"
        "kEgU8awapJzKnqDKgw\",\"e\":\"AQAB\",\"alg\":\"RS256\",\"kid\":\"2011-04-29\"}";
    Error error = {0};
    KeyRing ring = key_ring_new(*state);
    assert_true(key_ring_read(&ring, TEXT("f"), text_from(key), TEXT(""), TEXT(""), &error));
    EXPECT_TEXT(key_thumbprint(*state, key_ring_at(&ring, 0)),
                "NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs");
    EXPECT_TEXT(key_ring_at(&ring, 0)->kid, "2011-04-29");
    key_ring_close(&ring);
}

static void signs_and_proves(void **state) {
    for (size_t i = 0; i < KIND_COUNT; i++) {
        Error error = {0};
        KeyRing ring = ring_of(*state, KINDS[i]);
        KeyRing other = ring_of(*state, KINDS[i]);
        Text token = {0};
        Jws jws;
        assert_true(
            jws_sign(*state, key_ring_at(&ring, 0), TEXT(""), TEXT("{\"a\":1}"), &token, &error));
        assert_true(jws_parse(*state, token, &jws, &error));
        assert_true(jws_is_signed_by(&jws, key_ring_at(&ring, 0)));
        assert_false(jws_is_signed_by_any(&jws, &other));
        jws.signed_part = text_slice(jws.signed_part, 0, jws.signed_part.length - 1);
        assert_false(jws_is_signed_by(&jws, key_ring_at(&ring, 0)));
        key_ring_close(&ring);
        key_ring_close(&other);
    }
}

/* Twice it is no point of the curve. */
#define ZEROS "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"

static void weak_and_strange_keys_are_refused(void **state) {
    static const char *const bad[] = {
        "",
        "x",
        "{}",
        "{\"kty\":\"RSA\",\"n\":\"AQAB\",\"e\":\"AQAB\"}",
        "{\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":\"AA\",\"y\":\"AA\"}",
        ("{\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":\"" ZEROS "\",\"y\":\"" ZEROS "\"}"),
        "{\"kty\":\"oct\",\"k\":\"AAAA\"}",
        "{\"keys\":[{}]}",
        "-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n"};
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        Error error = {0};
        KeyRing ring = key_ring_new(*state);
        assert_false(
            key_ring_read(&ring, TEXT("f"), text_from(bad[i]), TEXT(""), TEXT(""), &error));
        assert_int_equal(ring.keys.count, 0);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        ARENA_TEST(wraps_and_unwraps),   ARENA_TEST(keeps_private_keys_closed),
        ARENA_TEST(public_keys_as_json), ARENA_TEST(thumbprint_as_published),
        ARENA_TEST(signs_and_proves),    ARENA_TEST(weak_and_strange_keys_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
