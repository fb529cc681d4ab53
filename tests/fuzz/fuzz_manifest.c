/* SPDX-License-Identifier: Apache-2.0 */
/* Any bytes are read as the manifest of a sealed file, and as a policy. */
#include "fuzz.h"

#include "sharing/sharing.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    Arena *arena = arena_new();
    const Text content = {(const char *)data, size};
    Error error = {0};
    Error policy_error = {0};
    Tdf tdf;
    TdfPolicy policy;
    const bool is_read = tdf_manifest_parse(arena, content, &tdf, &error);
    REQUIRE(is_read == (error.kind == ERROR_NONE));
    if (is_read) {
        const size_t *share_of = NULL;
        const size_t shares = tdf_shares(arena, &tdf, &share_of);
        REQUIRE(shares > 0 && shares <= tdf.key_count);
        for (size_t i = 0; i < tdf.key_count; i++) {
            REQUIRE(share_of[i] < shares);
        }
        for (size_t i = 0; i < tdf.segment_count; i++) {
            REQUIRE(tdf.segments[i].sealed_size <= TDF_SEGMENT_BYTES_MAX);
        }
    }
    const bool is_policy = tdf_policy_parse(arena, content, &policy, &policy_error);
    REQUIRE(is_policy == (policy_error.kind == ERROR_NONE));
    arena_free(arena);
    return 0;
}
