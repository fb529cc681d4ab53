/* SPDX-License-Identifier: Apache-2.0 */
#include "base/json.h"
#include "base/json_read.h"
#include "sharing/bytes.h"
#include "sharing/jws.h"
#include "sharing/kas.h"
#include "sharing/secret.h"
#include "sharing/tdf_parts.h"

enum { CLOCK_SKEW_S = 60, IDENTIFIER_BYTES_MAX = 256 };

/* A proof while it is checked (RFC 9449, section 4.3). */
typedef struct Proof {
    Text type;
    Text method;
    Text url;
    Text token_hash;
    Text nonce;
    Text identifier;
    uint64_t made_s;
} Proof;

static bool read_proof(const Jws *jws, Proof *proof, Error *error) {
    return json_text_member(&jws->header, "typ", &proof->type, error) &&
           json_text_member(&jws->payload, "htm", &proof->method, error) &&
           json_text_member(&jws->payload, "htu", &proof->url, error) &&
           json_text_member(&jws->payload, "ath", &proof->token_hash, error) &&
           json_text_member(&jws->payload, "nonce", &proof->nonce, error) &&
           json_text_member(&jws->payload, "jti", &proof->identifier, error) &&
           json_size_member(&jws->payload, "iat", 0, &proof->made_s, error);
}

/* As secrets are compared: nonces and hashes of tokens are nobody's to guess at. */
static bool is_same(Text a, Text b) {
    return a.length == b.length && secret_equals(a.bytes, b.bytes, a.length);
}

static bool check_claims(Arena *arena, const Proof *proof, const DpopExpected *expected,
                         Error *error) {
    const Text token_hash = base64url_encode(arena, hash_sha256(arena, expected->token));
    const int64_t age = expected->now_s - (int64_t)proof->made_s;
    const struct {
        bool holds;
        const char *otherwise;
    } checks[] = {
        {text_equals(proof->type, TEXT("dpop+jwt")), "it is no proof"},
        {text_equals(proof->method, expected->method), "it is of another method"},
        {text_equals(proof->url, expected->url), "it is of another address"},
        {is_same(proof->token_hash, token_hash), "it is of another token"},
        {age <= expected->lifetime_s && age >= -CLOCK_SKEW_S, "its time is past or to come"},
        {!text_is_empty(proof->identifier) && proof->identifier.length <= IDENTIFIER_BYTES_MAX,
         "it has no identifier"},
    };
    for (size_t i = 0; i < sizeof checks / sizeof checks[0]; i++) {
        if (!checks[i].holds) {
            return error_set(error, ERROR_INVALID, "the proof of possession cannot be used: %s",
                             checks[i].otherwise);
        }
    }
    return true;
}

/* The key of a proof stands in its header, and proves nothing but that the caller has it. */
static bool read_key(Arena *arena, const Jws *jws, KeyRing *ring, Error *error) {
    const JsonValue *jwk = json_find(&jws->header, TEXT("jwk"));
    Text json = {0};
    if (jwk == NULL || jwk->kind != JSON_KIND_OBJECT || json_find(jwk, TEXT("d")) != NULL) {
        return error_set(error, ERROR_INVALID, "the proof of possession has no public key");
    }
    return canonical_of(arena, jwk, &json, error) &&
           key_ring_read(ring, TEXT("the proof's key"), json, TEXT(""), TEXT(""), error);
}

bool dpop_check(Arena *arena, Text text, const DpopExpected *expected, KeyRing *ring,
                Text *identifier, Text *nonce, Error *error) {
    Jws jws;
    Proof proof;
    if (!jws_parse(arena, text, &jws, error) || !read_proof(&jws, &proof, error) ||
        !read_key(arena, &jws, ring, error)) {
        return false;
    }
    if (!jws_is_signed_by(&jws, key_ring_at(ring, ring->keys.count - 1))) {
        return error_set(error, ERROR_INVALID, "the proof of possession is not signed by its key");
    }
    *identifier = proof.identifier;
    *nonce = proof.nonce;
    return check_claims(arena, &proof, expected, error);
}

bool dpop_make(Arena *arena, const SharingKey *key, const DpopExpected *expected, Text nonce,
               Text *proof, Error *error) {
    unsigned char random[16];
    if (!secret_random(random, sizeof random, error)) {
        return false;
    }
    const Text jwk = key_public_jwk(arena, key);
    const Text header = text_format(arena, ",\"typ\":\"dpop+jwt\",\"jwk\":%.*s", TEXT_ARGS(jwk));
    JsonWriter *json = json_writer_new();
    json_add_text(json, "jti",
                  base64url_encode(arena, (Text){(const char *)random, sizeof random}));
    json_add_text(json, "htm", expected->method);
    json_add_text(json, "htu", expected->url);
    json_add_integer(json, "iat", expected->now_s);
    json_add_text(json, "ath", base64url_encode(arena, hash_sha256(arena, expected->token)));
    if (!text_is_empty(nonce)) {
        json_add_text(json, "nonce", nonce);
    }
    const Text payload = text_trim(json_finish(arena, json, false));
    json_writer_free(json);
    return jws_sign(arena, key, header, payload, proof, error);
}

Text dpop_bound_to(Arena *arena, Text token) {
    Jws jws;
    Error ignored = {0};
    Text thumbprint = {0};
    if (!jws_parse(arena, token, &jws, &ignored)) {
        return (Text){0};
    }
    const JsonValue *confirmed = json_find(&jws.payload, TEXT("cnf"));
    return json_text_member(confirmed, "jkt", &thumbprint, &ignored) ? thumbprint : (Text){0};
}

/* ---- nonces ---- */

struct NonceMaker {
    SecretKey *key;
};

bool nonce_maker_new(Arena *arena, NonceMaker **maker, Error *error) {
    *maker = ARENA_NEW(arena, NonceMaker);
    return secret_key_random(&(*maker)->key, error);
}

void nonce_maker_free(NonceMaker *maker) {
    if (maker != NULL) {
        secret_key_free(maker->key);
        maker->key = NULL;
    }
}

Text nonce_make(Arena *arena, const NonceMaker *maker, int64_t number) {
    unsigned char bytes[8];
    bytes_put_number(bytes, sizeof bytes, (uint64_t)number);
    return base64url_encode(
        arena, hash_hmac(arena, maker->key, (Text){(const char *)bytes, sizeof bytes}));
}

bool nonce_is(Arena *arena, const NonceMaker *maker, int64_t number, Text nonce) {
    return is_same(nonce_make(arena, maker, number), nonce);
}
