/* SPDX-License-Identifier: Apache-2.0 */
#include "expect.h"

#include <sys/prctl.h>
#include <sys/resource.h>

#include <openssl/crypto.h>

#include "sharing/bytes.h"
#include "sharing/secret.h"

static Text hex(Arena *arena, const char *digits) {
    Text bytes = {0};
    assert_true(hex_decode(arena, text_from(digits), &bytes));
    return bytes;
}

/* RFC 4231, test case 2; FIPS 180-4, "abc". */
static void hashes_as_published(void **state) {
    EXPECT_TEXT(hex_encode(*state, hash_sha256(*state, TEXT("abc"))),
                "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    EXPECT_TEXT(hex_encode(*state, hash_hmac_bytes(*state, TEXT("Jefe"),
                                                   TEXT("what do ya want for nothing?"))),
                "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
}

/* RFC 5869, test case 3: no salt, no info. */
static void derives_as_published(void **state) {
    Error error = {0};
    SecretKey *key = secret_key_new();
    const Text input = hex(*state, "0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b");
    const Text zeros =
        hex(*state, "0000000000000000000000000000000000000000000000000000000000000000");
    assert_true(secret_derive(zeros, input, key, &error));
    EXPECT_TEXT(hex_encode(*state, (Text){(const char *)secret_key_bytes(key), SECRET_KEY_BYTES}),
                "8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d");
    secret_key_free(key);
}

/* The Galois/Counter Mode of Operation (McGrew, Viega), test case 14. */
static void seals_as_published(void **state) {
    Error error = {0};
    SecretKey *key = secret_key_new();
    Gcm *seal = NULL;
    Gcm *open = NULL;
    const unsigned char iv[GCM_IV_BYTES] = {0};
    const unsigned char plain[16] = {0};
    unsigned char sealed[16 + SEGMENT_OVERHEAD];
    unsigned char opened[16] = {1};
    assert_true(gcm_new(key, true, &seal, &error));
    assert_true(gcm_new(key, false, &open, &error));
    assert_true(gcm_seal(seal, iv, plain, sizeof plain, sealed, &error));
    EXPECT_TEXT(hex_encode(*state, (Text){(const char *)sealed + GCM_IV_BYTES, 32}),
                "cea7403d4d606b6e074ec5d3baf39d18d0d1c8a799996bf0265b98b5d48ab919");
    assert_true(gcm_open(open, sealed, sizeof sealed, opened));
    assert_memory_equal(opened, plain, sizeof plain);
    for (size_t i = 0; i < sizeof sealed; i++) {
        sealed[i] ^= 1;
        memset(opened, 1, sizeof opened);
        assert_false(gcm_open(open, sealed, sizeof sealed, opened));
        assert_memory_equal(opened, plain, sizeof plain); /* overwritten */
        sealed[i] ^= 1;
    }
    gcm_free(seal);
    gcm_free(open);
    secret_key_free(key);
}

static void base64_both_ways(void **state) {
    static const struct {
        const char *written;
        const char *text;
    } good[] = {
        {"", ""},        {"Zg==", "f"},        {"Zg", "f"},           {"Zm8=", "fo"},
        {"Zm9v", "foo"}, {"Zm9vYg==", "foob"}, {"Zm9vYmE=", "fooba"}, {"Zm9vYmFy", "foobar"}};
    static const char *const bad[] = {"Z",      "Zg=",  "Zh==", "Zm9v=", "Zm 9v",
                                      "Zm9v\n", "+_+_", "====", "Zm9vY"};
    Text bytes = {0};
    for (size_t i = 0; i < sizeof good / sizeof good[0]; i++) {
        assert_true(base64_decode(*state, text_from(good[i].written), &bytes));
        EXPECT_TEXT(bytes, good[i].text);
    }
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        assert_false(base64_decode(*state, text_from(bad[i]), &bytes));
    }
    EXPECT_TEXT(base64_encode(*state, TEXT("foob")), "Zm9vYg==");
    EXPECT_TEXT(base64url_encode(*state, (Text){"\xff\xfe", 2}), "__4");
}

/* Keys lie in the locked memory, and the next one finds nothing of them. */
static void keys_are_kept_apart_and_overwritten(void **state) {
    Error error = {0};
    struct rlimit core = {1, 1};
    SecretKey *key = NULL;
    (void)state;
    sharing_protect_secrets();
    assert_int_equal(prctl(PR_GET_DUMPABLE, 0, 0, 0, 0), 0);
    assert_int_equal(getrlimit(RLIMIT_CORE, &core), 0);
    assert_true(core.rlim_cur == 0 && core.rlim_max == 0);
    assert_true(secret_key_random(&key, &error));
    const unsigned char *bytes = secret_key_bytes(key);
    assert_int_equal(CRYPTO_secure_allocated(bytes), 1);
    secret_key_close(&key);
    assert_null(key);
    SecretKey *again = secret_key_new();
    for (size_t i = 0; i < SECRET_KEY_BYTES; i++) {
        assert_int_equal(secret_key_bytes(again)[i], 0);
    }
    secret_key_free(again);
}

static void a_text_that_held_a_secret_is_wiped(void **state) {
    const Text text = text_copy(*state, TEXT("a passphrase"));
    secret_wipe_text(text);
    for (size_t i = 0; i < text.length; i++) {
        assert_int_equal(text.bytes[i], 0);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        ARENA_TEST(hashes_as_published),
        ARENA_TEST(derives_as_published),
        ARENA_TEST(seals_as_published),
        ARENA_TEST(base64_both_ways),
        ARENA_TEST(keys_are_kept_apart_and_overwritten),
        ARENA_TEST(a_text_that_held_a_secret_is_wiped),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
