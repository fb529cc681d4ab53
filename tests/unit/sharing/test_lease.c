/* SPDX-License-Identifier: Apache-2.0 */
#include "expect.h"

#include "sharing/jws.h"
#include "sharing/secret.h"
#include "sharing/sharing.h"

enum { GRANTED = 1000000, UNTIL = 1003600 };

static const Text POLICY = {"cG9saWN5", 8};

/* A lease of a random share. */
static Text lease_for(Arena *arena, const SharingKey *client, const TdfKeyAccess *access,
                      SecretKey **share) {
    Error error = {0};
    LeaseTerms terms = {
        .access = access, .policy = POLICY, .client = client, .from_s = GRANTED, .until_s = UNTIL};
    assert_true(secret_key_random(share, &error));
    assert_true(key_wrap(arena, client, *share, &terms.wrapped, &error));
    return lease_make(arena, &terms, *share);
}

static bool opens(Arena *arena, Text lease, Text policy, const TdfKeyAccess *access,
                  const KeyRing *ring, int64_t now_s, const SecretKey *share) {
    Error error = {0};
    CLEANUP(secret_key_close) SecretKey *opened = NULL;
    if (!lease_open(arena, lease, policy, access, ring, now_s, &opened, &error)) {
        assert_true(error.kind != ERROR_NONE);
        return false;
    }
    assert_true(secret_equals(secret_key_bytes(opened), secret_key_bytes(share), SECRET_KEY_BYTES));
    return true;
}

static void a_lease_holds_until_its_moment(void **state) {
    static const char *const ALGORITHMS[] = {"rsa:2048", "ec:secp256r1"};
    const TdfKeyAccess access = {.url = TEXT("http://a"), .sid = TEXT("1")};
    for (size_t i = 0; i < 2; i++) {
        Error error = {0};
        CLEANUP(secret_key_close) SecretKey *share = NULL;
        KeyRing ring = key_ring_new(*state);
        assert_true(key_ring_make(&ring, text_from(ALGORITHMS[i]), TEXT(""), &error));
        const Text lease = lease_for(*state, key_ring_at(&ring, 0), &access, &share);
        assert_true(opens(*state, lease, POLICY, &access, &ring, GRANTED, share));
        assert_true(opens(*state, lease, POLICY, &access, &ring, UNTIL - 1, share));
        assert_false(opens(*state, lease, POLICY, &access, &ring, UNTIL, share));
        assert_true(opens(*state, lease, POLICY, &access, &ring, GRANTED - 60, share));
        assert_false(opens(*state, lease, POLICY, &access, &ring, GRANTED - 61, share));
        assert_false(opens(*state, lease, POLICY, &access, &ring, -1, share));
        key_ring_close(&ring);
    }
}

static void it_is_for_one_share_of_one_policy(void **state) {
    Error error = {0};
    CLEANUP(secret_key_close) SecretKey *share = NULL;
    const TdfKeyAccess access = {.url = TEXT("http://a"), .sid = TEXT("1")};
    const TdfKeyAccess elsewhere = {.url = TEXT("http://b"), .sid = TEXT("1")};
    const TdfKeyAccess other = {.url = TEXT("http://a"), .sid = TEXT("2")};
    KeyRing ring = key_ring_new(*state);
    KeyRing stranger = key_ring_new(*state);
    assert_true(key_ring_make(&ring, TEXT("ec:secp256r1"), TEXT(""), &error));
    assert_true(key_ring_make(&stranger, TEXT("ec:secp256r1"), TEXT(""), &error));
    const Text lease = lease_for(*state, key_ring_at(&ring, 0), &access, &share);
    assert_false(opens(*state, lease, POLICY, &elsewhere, &ring, GRANTED, share));
    assert_false(opens(*state, lease, POLICY, &other, &ring, GRANTED, share));
    assert_false(opens(*state, lease, TEXT("b3RoZXI="), &access, &ring, GRANTED, share));
    assert_false(opens(*state, lease, POLICY, &access, &stranger, GRANTED, share));
    key_ring_close(&ring);
    key_ring_close(&stranger);
}

/* Every byte of the token is under the signature, or is the signature. */
static void no_changed_byte_opens(void **state) {
    Error error = {0};
    CLEANUP(secret_key_close) SecretKey *share = NULL;
    const TdfKeyAccess access = {.url = TEXT("http://a"), .sid = TEXT("1")};
    KeyRing ring = key_ring_new(*state);
    assert_true(key_ring_make(&ring, TEXT("ec:secp256r1"), TEXT(""), &error));
    const Text lease = lease_for(*state, key_ring_at(&ring, 0), &access, &share);
    char *bytes = arena_allocate(*state, lease.length);
    memcpy(bytes, lease.bytes, lease.length);
    for (size_t i = 0; i < lease.length; i += 3) {
        const char before = bytes[i];
        bytes[i] = before == 'A' ? 'B' : 'A';
        assert_false(
            opens(*state, (Text){bytes, lease.length}, POLICY, &access, &ring, GRANTED, share));
        bytes[i] = before;
    }
    key_ring_close(&ring);
}

static void files_are_read_as_written(void **state) {
    Error error = {0};
    const Text leases[] = {TEXT("a.b.c"), TEXT("d.e.f")};
    const Text *read = NULL;
    size_t count = 0;
    const Text file = lease_file_format(*state, leases, 2);
    assert_true(lease_file_parse(*state, file, &read, &count, &error) && count == 2);
    EXPECT_TEXT(read[1], "d.e.f");
    for (size_t i = 0; i + 3 < file.length; i++) {
        assert_false(lease_file_parse(*state, text_slice(file, 0, i), &read, &count, &error));
    }
    EXPECT_TEXT(lease_moment(*state, 1795557901), "2026-11-24T22:05:01Z");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        ARENA_TEST(a_lease_holds_until_its_moment),
        ARENA_TEST(it_is_for_one_share_of_one_policy),
        ARENA_TEST(no_changed_byte_opens),
        ARENA_TEST(files_are_read_as_written),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
