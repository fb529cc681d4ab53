/* SPDX-License-Identifier: Apache-2.0 */
/* Any bytes are read as a file of leases, and as a lease: without its key none opens anything. */
#include "fuzz.h"

#include "sharing/sharing.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    Arena *arena = arena_new();
    const Text content = {(const char *)data, size};
    const Text *leases = NULL;
    size_t count = 0;
    Error error = {0};
    SecretKey *share = NULL;
    KeyRing ring = key_ring_new(arena);
    const TdfKeyAccess access = {.url = TEXT("http://a"), .sid = TEXT("1")};
    const bool is_read = lease_file_parse(arena, content, &leases, &count, &error);
    REQUIRE(is_read == (error.kind == ERROR_NONE));
    for (size_t i = 0; is_read && i < count; i++) {
        REQUIRE(!lease_open(arena, leases[i], TEXT("cG9saWN5"), &access, &ring, 1000000, &share,
                            &error));
    }
    REQUIRE(!lease_open(arena, content, TEXT("cG9saWN5"), &access, &ring, 1000000, &share, &error));
    REQUIRE(share == NULL);
    arena_free(arena);
    return 0;
}
