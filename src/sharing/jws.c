/* SPDX-License-Identifier: Apache-2.0 */
#include "sharing/jws.h"

#include <string.h>

#include <openssl/ec.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/rsa.h>

#include "sharing/bytes.h"
#include "sharing/key_parts.h"
#include "sharing/secret.h"
#include "sharing/tdf_parts.h"

enum { SIGNATURE_BYTES_MAX = 1024 };

typedef struct JwsAlgorithm {
    Text name;
    KeyKind kind;
    const char *digest;
    bool is_pss;
    int curve_bits;
} JwsAlgorithm;

static const JwsAlgorithm ALGORITHMS[] = {
    {{"RS256", 5}, KEY_RSA, "SHA256", false, 0},  {{"RS384", 5}, KEY_RSA, "SHA384", false, 0},
    {{"RS512", 5}, KEY_RSA, "SHA512", false, 0},  {{"PS256", 5}, KEY_RSA, "SHA256", true, 0},
    {{"PS384", 5}, KEY_RSA, "SHA384", true, 0},   {{"PS512", 5}, KEY_RSA, "SHA512", true, 0},
    {{"ES256", 5}, KEY_EC, "SHA256", false, 256}, {{"ES384", 5}, KEY_EC, "SHA384", false, 384},
    {{"ES512", 5}, KEY_EC, "SHA512", false, 521},
};
enum { ALGORITHM_COUNT = sizeof(ALGORITHMS) / sizeof(ALGORITHMS[0]) };

static bool read_json_part(Arena *arena, Text part, JsonValue *value, Error *error) {
    Text json = {0};
    size_t at = 0;
    return base64_decode(arena, part, &json) && json_parse(arena, json, value, &at, error) &&
           value->kind == JSON_KIND_OBJECT;
}

bool jws_parse(Arena *arena, Text token, Jws *jws, Error *error) {
    Text parts[3];
    Text rest = token;
    size_t count = 0;
    *jws = (Jws){0};
    if (token.length > JWS_BYTES_MAX) {
        return error_set(error, ERROR_LIMIT, "a signed token has more than %d bytes",
                         JWS_BYTES_MAX);
    }
    while (count < 3 && text_split(&rest, '.', &parts[count])) {
        count++;
    }
    if (count != 3 || rest.bytes != NULL || !read_json_part(arena, parts[0], &jws->header, error) ||
        !read_json_part(arena, parts[1], &jws->payload, error) ||
        !base64_decode(arena, parts[2], &jws->signature)) {
        return error_set(error, ERROR_INVALID, "a signed token is not in its compact form");
    }
    jws->signed_part = text_slice(token, 0, parts[0].length + 1 + parts[1].length);
    if (json_find(&jws->header, TEXT("crit")) != NULL) {
        return error_set(error, ERROR_INVALID, "a signed token asks for what is not known here");
    }
    return json_text_member(&jws->header, "alg", &jws->algorithm, error) &&
           json_text_member(&jws->header, "kid", &jws->kid, error);
}

static const JwsAlgorithm *algorithm_for(Text name, const SharingKey *key) {
    for (size_t i = 0; i < ALGORITHM_COUNT; i++) {
        const JwsAlgorithm *algorithm = &ALGORITHMS[i];
        if (text_equals(algorithm->name, name) && algorithm->kind == key->kind &&
            (key->kind == KEY_RSA || key_curve(key)->bits == algorithm->curve_bits)) {
            return algorithm;
        }
    }
    return NULL;
}

static bool set_padding(EVP_PKEY_CTX *context, const JwsAlgorithm *algorithm) {
    return algorithm->kind != KEY_RSA || !algorithm->is_pss ||
           (EVP_PKEY_CTX_set_rsa_padding(context, RSA_PKCS1_PSS_PADDING) == 1 &&
            EVP_PKEY_CTX_set_rsa_pss_saltlen(context, RSA_PSS_SALTLEN_DIGEST) == 1);
}

/* r and s of equal length, as OpenSSL writes them (RFC 7518, section 3.4). */
static size_t curve_to_der(Text signature, unsigned char *room, size_t bytes) {
    if (signature.length != 2 * bytes) {
        return 0;
    }
    const unsigned char *numbers = (const unsigned char *)signature.bytes;
    ECDSA_SIG *pair = ECDSA_SIG_new();
    BIGNUM *r = BN_bin2bn(numbers, (int)bytes, NULL);
    BIGNUM *s = BN_bin2bn(numbers + bytes, (int)bytes, NULL);
    if (pair == NULL || ECDSA_SIG_set0(pair, r, s) != 1) {
        arena_exhausted();
    }
    unsigned char *end = room;
    const int length = i2d_ECDSA_SIG(pair, NULL);
    if (length > 0 && length <= SIGNATURE_BYTES_MAX) {
        (void)i2d_ECDSA_SIG(pair, &end);
    }
    ECDSA_SIG_free(pair);
    return (size_t)(end - room);
}

bool jws_is_signed_by(const Jws *jws, const SharingKey *key) {
    const JwsAlgorithm *algorithm = algorithm_for(jws->algorithm, key);
    unsigned char room[SIGNATURE_BYTES_MAX];
    if (algorithm == NULL) {
        return false;
    }
    const unsigned char *signature = (const unsigned char *)jws->signature.bytes;
    size_t length = jws->signature.length;
    if (key->kind == KEY_EC) {
        length = curve_to_der(jws->signature, room, (size_t)key_curve(key)->bytes);
        signature = room;
    }
    EVP_MD_CTX *context = EVP_MD_CTX_new();
    EVP_PKEY_CTX *parameters = NULL;
    const bool is_good =
        context != NULL && length > 0 &&
        EVP_DigestVerifyInit_ex(context, &parameters, algorithm->digest, NULL, NULL, key->handle,
                                NULL) == 1 &&
        set_padding(parameters, algorithm) &&
        EVP_DigestVerify(context, signature, length, (const unsigned char *)jws->signed_part.bytes,
                         jws->signed_part.length) == 1;
    EVP_MD_CTX_free(context);
    ERR_clear_error();
    return is_good;
}

bool jws_is_signed_by_any(const Jws *jws, const KeyRing *ring) {
    for (size_t i = 0; i < ring->keys.count; i++) {
        const SharingKey *key = key_ring_at(ring, i);
        const bool may_be =
            text_is_empty(jws->kid) || text_is_empty(key->kid) || text_equals(jws->kid, key->kid);
        if (may_be && jws_is_signed_by(jws, key)) {
            return true;
        }
    }
    return false;
}

bool jws_is_keyed_with(Arena *arena, const Jws *jws, Text key) {
    const Text expected = hash_hmac_bytes(arena, key, jws->signed_part);
    return text_equals(jws->algorithm, TEXT("HS256")) && jws->signature.length == expected.length &&
           secret_equals(jws->signature.bytes, expected.bytes, expected.length);
}

/* ---- signing ---- */

Text jws_sign_keyed(Arena *arena, Text key, Text payload) {
    const Text head = base64url_encode(arena, TEXT("{\"alg\":\"HS256\"}"));
    const Text body = base64url_encode(arena, payload);
    const Text signed_part = text_format(arena, "%.*s.%.*s", TEXT_ARGS(head), TEXT_ARGS(body));
    const Text last = base64url_encode(arena, hash_hmac_bytes(arena, key, signed_part));
    return text_format(arena, "%.*s.%.*s", TEXT_ARGS(signed_part), TEXT_ARGS(last));
}

static const JwsAlgorithm *own_algorithm(const SharingKey *key) {
    for (size_t i = 0; i < ALGORITHM_COUNT; i++) {
        if (algorithm_for(ALGORITHMS[i].name, key) != NULL) {
            return &ALGORITHMS[i];
        }
    }
    return NULL;
}

/* OpenSSL's form of a curve's signature as r and s of equal length. */
static Text curve_from_der(Arena *arena, Text der, size_t bytes) {
    const unsigned char *next = (const unsigned char *)der.bytes;
    unsigned char *out = arena_allocate(arena, 2 * bytes);
    ECDSA_SIG *pair = d2i_ECDSA_SIG(NULL, &next, (long)der.length);
    if (pair == NULL) {
        arena_exhausted();
    }
    (void)BN_bn2binpad(ECDSA_SIG_get0_r(pair), out, (int)bytes);
    (void)BN_bn2binpad(ECDSA_SIG_get0_s(pair), out + bytes, (int)bytes);
    ECDSA_SIG_free(pair);
    return (Text){(const char *)out, 2 * bytes};
}

static bool sign_bytes(Arena *arena, const SharingKey *key, const JwsAlgorithm *algorithm,
                       Text bytes, Text *signature, Error *error) {
    unsigned char *room = arena_allocate(arena, SIGNATURE_BYTES_MAX);
    size_t length = SIGNATURE_BYTES_MAX;
    EVP_MD_CTX *context = EVP_MD_CTX_new();
    const bool is_done = context != NULL &&
                         EVP_DigestSignInit_ex(context, NULL, algorithm->digest, NULL, NULL,
                                               key->handle, NULL) == 1 &&
                         EVP_DigestSign(context, room, &length, (const unsigned char *)bytes.bytes,
                                        bytes.length) == 1;
    EVP_MD_CTX_free(context);
    ERR_clear_error();
    if (!is_done) {
        return error_set(error, ERROR_FAILED, "a token could not be signed");
    }
    *signature = (Text){(const char *)room, length};
    if (key->kind == KEY_EC) {
        *signature = curve_from_der(arena, *signature, (size_t)key_curve(key)->bytes);
    }
    return true;
}

bool jws_sign(Arena *arena, const SharingKey *key, Text header, Text payload, Text *token,
              Error *error) {
    const JwsAlgorithm *algorithm = own_algorithm(key);
    if (algorithm == NULL || !key->is_private || key->token != NULL) {
        return error_set(error, ERROR_INVALID, "this key cannot sign");
    }
    const Text head =
        text_format(arena, "{\"alg\":\"%.*s\"%.*s}", TEXT_ARGS(algorithm->name), TEXT_ARGS(header));
    const Text head_part = base64url_encode(arena, head);
    const Text payload_part = base64url_encode(arena, payload);
    const Text both =
        text_format(arena, "%.*s.%.*s", TEXT_ARGS(head_part), TEXT_ARGS(payload_part));
    Text signature = {0};
    if (!sign_bytes(arena, key, algorithm, both, &signature, error)) {
        return false;
    }
    const Text last = base64url_encode(arena, signature);
    *token = text_format(arena, "%.*s.%.*s", TEXT_ARGS(both), TEXT_ARGS(last));
    return true;
}
