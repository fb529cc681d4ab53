/* SPDX-License-Identifier: Apache-2.0 */
#include <openssl/core_names.h>
#include <openssl/ecdsa.h>
#include <openssl/evp.h>
#include <openssl/param_build.h>

#include "server/jwt.h"

enum {
    KEYS_MAX = 64,
    RSA_BITS_MIN = 2048,
    RSA_BITS_MAX = 8192,
    FIELD_BYTES = 32, /* of a coordinate of P-256 */
    POINT_UNCOMPRESSED = 4
};

typedef struct JwtKey {
    Text name;
    JwtAlgorithm algorithm;
    EVP_PKEY *key;
} JwtKey;

struct JwtKeys {
    Arena *arena;
    JwtKey keys[KEYS_MAX];
    size_t count;
};

/* ---- one key ---- */

static EVP_PKEY *key_from(const char *kind, OSSL_PARAM *parameters) {
    EVP_PKEY_CTX *context = EVP_PKEY_CTX_new_from_name(NULL, kind, NULL);
    EVP_PKEY *key = NULL;
    if (context == NULL || EVP_PKEY_fromdata_init(context) != 1 ||
        EVP_PKEY_fromdata(context, &key, EVP_PKEY_PUBLIC_KEY, parameters) != 1) {
        key = NULL;
    }
    EVP_PKEY_CTX_free(context);
    return key;
}

static Text decoded_member(Arena *arena, const JsonValue *object, Text name) {
    const JsonValue *member = json_find(object, name);
    Text bytes = {0};
    return member != NULL && member->kind == JSON_KIND_TEXT &&
                   jwt_decode(arena, member->text, &bytes)
               ? bytes
               : (Text){0};
}

static BIGNUM *number_of(Text bytes) {
    return bytes.length == 0 || bytes.length > RSA_BITS_MAX / 8
               ? NULL
               : BN_bin2bn((const unsigned char *)bytes.bytes, (int)bytes.length, NULL);
}

static EVP_PKEY *rsa_key(Arena *arena, const JsonValue *object) {
    BIGNUM *modulus = number_of(decoded_member(arena, object, TEXT("n")));
    BIGNUM *exponent = number_of(decoded_member(arena, object, TEXT("e")));
    OSSL_PARAM_BLD *builder = OSSL_PARAM_BLD_new();
    OSSL_PARAM *parameters = NULL;
    EVP_PKEY *key = NULL;
    if (modulus != NULL && exponent != NULL && builder != NULL &&
        BN_num_bits(modulus) >= RSA_BITS_MIN &&
        OSSL_PARAM_BLD_push_BN(builder, OSSL_PKEY_PARAM_RSA_N, modulus) == 1 &&
        OSSL_PARAM_BLD_push_BN(builder, OSSL_PKEY_PARAM_RSA_E, exponent) == 1) {
        parameters = OSSL_PARAM_BLD_to_param(builder);
        key = parameters == NULL ? NULL : key_from("RSA", parameters);
    }
    OSSL_PARAM_free(parameters);
    OSSL_PARAM_BLD_free(builder);
    BN_free(modulus);
    BN_free(exponent);
    return key;
}

static bool is_on_p256(const JsonValue *object) {
    const JsonValue *curve = json_find(object, TEXT("crv"));
    return curve != NULL && curve->kind == JSON_KIND_TEXT &&
           text_equals(curve->text, TEXT("P-256"));
}

static EVP_PKEY *curve_key(Arena *arena, const JsonValue *object) {
    const Text x = decoded_member(arena, object, TEXT("x"));
    const Text y = decoded_member(arena, object, TEXT("y"));
    if (x.length != FIELD_BYTES || y.length != FIELD_BYTES || !is_on_p256(object)) {
        return NULL;
    }
    unsigned char point[1 + 2 * FIELD_BYTES] = {POINT_UNCOMPRESSED};
    for (size_t i = 0; i < FIELD_BYTES; i++) {
        point[1 + i] = (unsigned char)x.bytes[i];
        point[1 + FIELD_BYTES + i] = (unsigned char)y.bytes[i];
    }
    char group[] = "P-256";
    OSSL_PARAM parameters[] = {
        OSSL_PARAM_construct_utf8_string(OSSL_PKEY_PARAM_GROUP_NAME, group, 0),
        OSSL_PARAM_construct_octet_string(OSSL_PKEY_PARAM_PUB_KEY, point, sizeof point),
        OSSL_PARAM_construct_end()};
    return key_from("EC", parameters);
}

/* A member that must be this where it is there. */
static bool agrees(const JsonValue *object, Text name, Text expected) {
    const JsonValue *member = json_find(object, name);
    return member == NULL ||
           (member->kind == JSON_KIND_TEXT && text_equals(member->text, expected));
}

static const struct {
    Text kind;
    Text algorithm;
    EVP_PKEY *(*read)(Arena *arena, const JsonValue *object);
} KINDS[] = {
    [JWT_RS256] = {{"RSA", 3}, {"RS256", 5}, rsa_key},
    [JWT_ES256] = {{"EC", 2}, {"ES256", 5}, curve_key},
};

static void add_key(JwtKeys *keys, const JsonValue *object) {
    const JsonValue *kind = json_find(object, TEXT("kty"));
    const JsonValue *name = json_find(object, TEXT("kid"));
    for (size_t i = 0; kind != NULL && i < sizeof KINDS / sizeof KINDS[0]; i++) {
        if (kind->kind != JSON_KIND_TEXT || !text_equals(kind->text, KINDS[i].kind) ||
            !agrees(object, TEXT("use"), TEXT("sig")) ||
            !agrees(object, TEXT("alg"), KINDS[i].algorithm)) {
            continue;
        }
        EVP_PKEY *key = KINDS[i].read(keys->arena, object);
        if (key != NULL) {
            const Text called = name == NULL ? (Text){0} : name->text;
            keys->keys[keys->count++] =
                (JwtKey){text_copy(keys->arena, called), (JwtAlgorithm)i, key};
        }
    }
}

bool jwt_keys_parse(Text json, JwtKeys **result, Error *error) {
    Arena *arena = arena_new();
    JwtKeys *keys = ARENA_NEW(arena, JwtKeys);
    JsonValue root;
    size_t at = 0;
    Error cause = {0};
    keys->arena = arena;
    if (json_parse(arena, json, &root, &at, &cause)) {
        const JsonValue *list = json_find(&root, TEXT("keys"));
        for (size_t i = 0; list != NULL && list->kind == JSON_KIND_ARRAY && i < list->count &&
                           keys->count < KEYS_MAX;
             i++) {
            add_key(keys, &list->items[i]);
        }
    }
    if (keys->count == 0) {
        jwt_keys_free(keys);
        return error_set(error, ERROR_INVALID,
                         "there is no set of keys with an RSA key of 2048 bits or a P-256 key for "
                         "signatures in it");
    }
    *result = keys;
    return true;
}

void jwt_keys_free(JwtKeys *keys) {
    if (keys != NULL) {
        for (size_t i = 0; i < keys->count; i++) {
            EVP_PKEY_free(keys->keys[i].key);
        }
        arena_free(keys->arena);
    }
}

bool jwt_keys_have(const JwtKeys *keys, Text key_name) {
    for (size_t i = 0; i < keys->count; i++) {
        if (text_equals(keys->keys[i].name, key_name)) {
            return true;
        }
    }
    return false;
}

/* ---- signatures ---- */

/* Two numbers of 32 bytes, as tokens carry them, in the form that OpenSSL takes. */
static int curve_signature(Text raw, unsigned char **encoded) {
    if (raw.length != (size_t)2 * FIELD_BYTES) {
        return -1;
    }
    const unsigned char *bytes = (const unsigned char *)raw.bytes;
    ECDSA_SIG *signature = ECDSA_SIG_new();
    BIGNUM *r = BN_bin2bn(bytes, FIELD_BYTES, NULL);
    BIGNUM *s = BN_bin2bn(bytes + FIELD_BYTES, FIELD_BYTES, NULL);
    if (signature == NULL || r == NULL || s == NULL || ECDSA_SIG_set0(signature, r, s) != 1) {
        BN_free(r);
        BN_free(s);
        ECDSA_SIG_free(signature);
        return -1;
    }
    const int length = i2d_ECDSA_SIG(signature, encoded);
    ECDSA_SIG_free(signature);
    return length;
}

static bool verify(EVP_PKEY *key, const unsigned char *signature, size_t length, Text message) {
    EVP_MD_CTX *context = EVP_MD_CTX_new();
    const bool is_good =
        context != NULL && EVP_DigestVerifyInit(context, NULL, EVP_sha256(), NULL, key) == 1 &&
        EVP_DigestVerify(context, signature, length, (const unsigned char *)message.bytes,
                         message.length) == 1;
    EVP_MD_CTX_free(context);
    return is_good;
}

static bool is_signed_by(const Jwt *jwt, EVP_PKEY *key) {
    if (jwt->algorithm == JWT_RS256) {
        return verify(key, (const unsigned char *)jwt->signature.bytes, jwt->signature.length,
                      jwt->signed_by);
    }
    unsigned char *encoded = NULL;
    const int length = curve_signature(jwt->signature, &encoded);
    const bool is_good = length > 0 && verify(key, encoded, (size_t)length, jwt->signed_by);
    OPENSSL_free(encoded);
    return is_good;
}

bool jwt_is_signed(const Jwt *jwt, const JwtKeys *keys) {
    const JwtKey *found = NULL;
    size_t count = 0;
    for (size_t i = 0; i < keys->count; i++) {
        const JwtKey *key = &keys->keys[i];
        if (key->algorithm == jwt->algorithm &&
            (text_is_empty(jwt->key_name) || text_equals(key->name, jwt->key_name))) {
            found = key;
            count++;
        }
    }
    return count == 1 && is_signed_by(jwt, found->key);
}
