/* SPDX-License-Identifier: Apache-2.0 */
/* Any bytes are read as a sealed file; what is taken must be whole, and never opens without its
 * key. */
#include "fuzz.h"

#include "sharing/sharing.h"

static void require_sizes(const Tdf *tdf, size_t size) {
    uint64_t plain = 0;
    uint64_t sealed = 0;
    for (size_t i = 0; i < tdf->segment_count; i++) {
        plain += tdf->segments[i].size;
        sealed += tdf->segments[i].sealed_size;
    }
    REQUIRE(plain == tdf->plain_size);
    REQUIRE(sealed == tdf->payload_size);
    REQUIRE(tdf->payload_at <= size && tdf->payload_size <= size - tdf->payload_at);
    REQUIRE(tdf->key_count > 0 && tdf->key_count <= TDF_KEYS_MAX);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    Arena *arena = arena_new();
    Error error = {0};
    Tdf tdf;
    const Text content = {(const char *)data, size};
    const ByteSource source = byte_source_of_text(&content);
    const bool is_read = tdf_read(arena, &source, &tdf, &error);
    REQUIRE(is_read == (error.kind == ERROR_NONE));
    if (is_read) {
        KeyRing ring = key_ring_new(arena);
        SecretKey *key = NULL;
        const TdfOpener opener = tdf_opener_of(&ring);
        require_sizes(&tdf, size);
        REQUIRE(!tdf_unlock(arena, &tdf, &opener, &key, &error));
        REQUIRE(key == NULL);
    }
    arena_free(arena);
    return 0;
}
