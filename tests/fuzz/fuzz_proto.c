/* SPDX-License-Identifier: Apache-2.0 */
/* Any bytes are read as the messages of a key server in Protocol Buffers, and as an answer in JSON
 * that is written as one. */
#include "fuzz.h"

#include "base/json_read.h"
#include "sharing/sharing.h"

static void require_json(Arena *arena, KasMessage kind, Text content) {
    Text json = {0};
    JsonValue root = {0};
    size_t at = 0;
    Error error = {0};
    const bool is_read = kas_proto_read(arena, kind, content, &json, &error);
    REQUIRE(is_read == (error.kind == ERROR_NONE));
    REQUIRE(!is_read || json_parse(arena, json, &root, &at, &error));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    Arena *arena = arena_new();
    const Text content = {(const char *)data, size};
    Text message = {0};
    Text json = {0};
    Error error = {0};
    Error ignored = {0};
    require_json(arena, KAS_KEY_REQUEST, content);
    require_json(arena, KAS_REWRAP_REQUEST, content);
    if (kas_proto_write(arena, KAS_REWRAP_ANSWER, content, &message, &error)) {
        /* What is written is sound. */
        REQUIRE(kas_proto_read(arena, KAS_KEY_REQUEST, message, &json, &ignored) ||
                ignored.kind != ERROR_NONE);
    }
    arena_free(arena);
    return 0;
}
