/* SPDX-License-Identifier: Apache-2.0 */
#include "server/jwt.h"

#include "base/decimal.h"

enum { SIX_BITS = 64 };

static int value_of(char letter) {
    static const char LETTERS[] =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    for (int i = 0; i < SIX_BITS; i++) {
        if (LETTERS[i] == letter) {
            return i;
        }
    }
    return -1;
}

bool jwt_decode(Arena *arena, Text encoded, Text *bytes) {
    char *decoded = arena_allocate(arena, encoded.length);
    size_t count = 0;
    unsigned held = 0;
    unsigned bits = 0;
    for (size_t i = 0; i < encoded.length; i++) {
        const int value = value_of(encoded.bytes[i]);
        if (value < 0) {
            return false;
        }
        held = (held << 6 | (unsigned)value) & 0xFFFFU;
        bits += 6;
        if (bits >= 8) {
            bits -= 8;
            decoded[count++] = (char)(unsigned char)(held >> bits & 0xFFU);
        }
    }
    /* What is left over must be nothing: one text for one value. */
    if (encoded.length % 4 == 1 || (held & ((1U << bits) - 1U)) != 0) {
        return false;
    }
    *bytes = (Text){decoded, count};
    return true;
}

static bool read_object(Arena *arena, Text encoded, JsonValue *object) {
    Text *text = ARENA_NEW(arena, Text);
    Error ignored = {0};
    size_t at = 0;
    return jwt_decode(arena, encoded, text) && json_parse(arena, *text, object, &at, &ignored) &&
           object->kind == JSON_KIND_OBJECT;
}

static bool read_algorithm(const JsonValue *header, JwtAlgorithm *algorithm) {
    const JsonValue *named = json_find(header, TEXT("alg"));
    if (named == NULL || named->kind != JSON_KIND_TEXT) {
        return false;
    }
    *algorithm = text_equals(named->text, TEXT("ES256")) ? JWT_ES256 : JWT_RS256;
    return *algorithm == JWT_ES256 || text_equals(named->text, TEXT("RS256"));
}

static bool read_header(Arena *arena, Text encoded, Jwt *jwt) {
    JsonValue header;
    if (!read_object(arena, encoded, &header) || !read_algorithm(&header, &jwt->algorithm) ||
        json_find(&header, TEXT("crit")) != NULL) {
        return false;
    }
    const JsonValue *name = json_find(&header, TEXT("kid"));
    jwt->key_name = name == NULL ? (Text){0} : name->text;
    return name == NULL || name->kind == JSON_KIND_TEXT;
}

bool jwt_parse(Arena *arena, Text token, Jwt *jwt, Error *error) {
    Text rest = token;
    Text header = {0};
    Text claims = {0};
    Text signature = {0};
    *jwt = (Jwt){0};
    const bool is_parted = token.length <= JWT_BYTES_MAX && text_split(&rest, '.', &header) &&
                           text_split(&rest, '.', &claims) && text_split(&rest, '.', &signature) &&
                           rest.bytes == NULL;
    if (!is_parted || !read_header(arena, header, jwt) ||
        !read_object(arena, claims, &jwt->claims) ||
        !jwt_decode(arena, signature, &jwt->signature)) {
        return error_set(error, ERROR_INVALID, "this is no token signed by RS256 or ES256");
    }
    jwt->signed_by = text_slice(token, 0, header.length + 1 + claims.length);
    return true;
}

/* ---- claims ---- */

/* Whole seconds; a fraction is cut off. */
static bool claim_time(const JsonValue *claims, Text name, int64_t *seconds) {
    const JsonValue *value = json_find(claims, name);
    Decimal number;
    if (value == NULL || value->kind != JSON_KIND_NUMBER || !decimal_parse(value->text, &number)) {
        return false;
    }
    *seconds = number.coefficient;
    for (unsigned i = 0; i < number.scale; i++) {
        *seconds /= 10;
    }
    return true;
}

static bool claim_equals(const JsonValue *claims, Text name, Text expected) {
    const JsonValue *value = json_find(claims, name);
    return value != NULL && value->kind == JSON_KIND_TEXT && expected.length > 0 &&
           text_equals(value->text, expected);
}

static bool has_audience(const JsonValue *claims, Text expected) {
    const JsonValue *value = json_find(claims, TEXT("aud"));
    for (size_t i = 0; value != NULL && value->kind == JSON_KIND_ARRAY && i < value->count; i++) {
        if (value->items[i].kind == JSON_KIND_TEXT && text_equals(value->items[i].text, expected)) {
            return true;
        }
    }
    return claim_equals(claims, TEXT("aud"), expected);
}

static bool is_in_time(const JsonValue *claims, int64_t now) {
    int64_t ends = 0;
    int64_t begins = 0;
    if (!claim_time(claims, TEXT("exp"), &ends) || ends <= now - JWT_SKEW_SECONDS) {
        return false;
    }
    const Text earliest[] = {TEXT("nbf"), TEXT("iat")};
    for (size_t i = 0; i < sizeof earliest / sizeof earliest[0]; i++) {
        if (json_find(claims, earliest[i]) != NULL &&
            (!claim_time(claims, earliest[i], &begins) || begins > now + JWT_SKEW_SECONDS)) {
            return false;
        }
    }
    return true;
}

bool jwt_is_expected(const Jwt *jwt, const JwtExpectation *expectation) {
    const JsonValue *subject = json_find(&jwt->claims, TEXT("sub"));
    return claim_equals(&jwt->claims, TEXT("iss"), expectation->issuer) &&
           has_audience(&jwt->claims, expectation->audience) && subject != NULL &&
           subject->kind == JSON_KIND_TEXT && subject->text.length > 0 &&
           is_in_time(&jwt->claims, expectation->now);
}
