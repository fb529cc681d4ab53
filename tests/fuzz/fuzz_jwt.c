/* SPDX-License-Identifier: Apache-2.0 */
/* Tokens and sets of keys as strangers send them: none of them is signed. */
#include "fuzz.h"
#include "server/jwt.h"

static const char KEYS[] = "{\"keys\":[{\"kty\":\"EC\",\"crv\":\"P-256\",\"kid\":\"a\","
                           "\"x\":\"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU\","
                           "\"y\":\"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0\"}]}";

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    const Text text = {(const char *)data, size};
    Arena *arena = arena_new();
    Error error = {0};
    Jwt jwt;
    JwtKeys *known = NULL;
    JwtKeys *given = NULL;
    const JwtExpectation expectation = {{"i", 1}, {"a", 1}, 1000};
    const bool has_known = jwt_keys_parse(text_from(KEYS), &known, &error);
    REQUIRE(has_known);
    if (jwt_parse(arena, text, &jwt, &error)) {
        (void)jwt_is_expected(&jwt, &expectation);
        /* A signature by that key would have to be found by chance. */
        REQUIRE(!jwt_is_signed(&jwt, known));
    }
    if (jwt_keys_parse(text, &given, &error)) {
        jwt_keys_free(given);
    }
    jwt_keys_free(known);
    arena_free(arena);
    return 0;
}
