/* SPDX-License-Identifier: Apache-2.0 */
/* Any bytes are read as a signed token, as a proof of possession, and as a request to a key
 * server, which must release nothing. */
#include "fuzz.h"

#include "sharing/sharing.h"

static bool never(void *context, Arena *arena, const KasQuestion *question, KasVerdict *verdict,
                  Error *error) {
    (void)context;
    (void)arena;
    (void)question;
    (void)verdict;
    (void)error;
    REQUIRE(false); /* nothing is decided of a key that was not opened */
    return false;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    Arena *arena = arena_new();
    const Text content = {(const char *)data, size};
    Error error = {0};
    Jws jws;
    KeyRing ring = key_ring_new(arena);
    Text identifier = {0};
    Text nonce = {0};
    const DpopExpected expected = {.method = TEXT("POST"), .url = TEXT("http://x/")};
    if (jws_parse(arena, content, &jws, &error)) {
        REQUIRE(!jws_is_signed_by_any(&jws, &ring));
        REQUIRE(!jws_is_keyed_with(arena, &jws, TEXT("a key that nobody has")));
    }
    REQUIRE(!dpop_check(arena, content, &expected, &ring, &identifier, &nonce, &error));
    (void)dpop_bound_to(arena, content);
    key_ring_close(&ring);
    const Kas kas = {.keys = &ring, .decide = never};
    const KasCaller caller = {.now_s = 0};
    const Text body = text_format(arena, "{\"signedRequestToken\":\"%.*s\"}", TEXT_ARGS(content));
    Text answer = {0};
    bool is_refused = false;
    if (kas_rewrap(arena, &kas, &caller, body, &answer, &is_refused, &error)) {
        size_t at = 0;
        REQUIRE(!text_find(answer, TEXT("permit"), &at));
    }
    arena_free(arena);
    return 0;
}
