/* SPDX-License-Identifier: Apache-2.0 */
#include "sharing/keys.h"

#include <assert.h>
#include <string.h>

#include <openssl/bio.h>
#include <openssl/core_names.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>

#include "base/json.h"
#include "sharing/bytes.h"
#include "sharing/key_parts.h"
#include "sharing/secret.h"
#include "sharing/token.h"

const KeyCurve KEY_CURVES[] = {
    {"P-256", "prime256v1", "ec:secp256r1", 256, 32},
    {"P-384", "secp384r1", "ec:secp384r1", 384, 48},
    {"P-521", "secp521r1", "ec:secp521r1", 521, 66},
};

enum { RSA_BITS_LEAST = 2048, RSA_BITS_MOST = 8192 };

KeyRing key_ring_new(Arena *arena) {
    return (KeyRing){arena, array_new(arena, sizeof(SharingKey))};
}

void key_ring_close(KeyRing *ring) {
    for (size_t i = 0; i < ring->keys.count; i++) {
        EVP_PKEY_free(ARENA_KEYS(ring)[i].handle);
        if (ARENA_KEYS(ring)[i].token != NULL) {
            token_key_close(ARENA_KEYS(ring)[i].token);
        }
    }
    ring->keys.count = 0;
}

const SharingKey *key_ring_at(const KeyRing *ring, size_t index) {
    return array_at(&ring->keys, index);
}

const KeyCurve *key_curve(const SharingKey *key) {
    const int bits = EVP_PKEY_get_bits(key->handle);
    for (size_t i = 0; i < KEY_CURVE_COUNT; i++) {
        if (KEY_CURVES[i].bits == bits) {
            return &KEY_CURVES[i];
        }
    }
    return NULL;
}

static bool has_group(EVP_PKEY *handle, const KeyCurve *curve) {
    char group[40];
    size_t length = 0;
    return EVP_PKEY_get_group_name(handle, group, sizeof group, &length) == 1 &&
           strcmp(group, curve->group) == 0;
}

static bool describe(Arena *arena, SharingKey *key, Text name, Error *error) {
    const int bits = EVP_PKEY_get_bits(key->handle);
    if (EVP_PKEY_is_a(key->handle, "RSA") == 1) {
        key->kind = KEY_RSA;
        key->algorithm = text_format(arena, "rsa:%d", bits);
        return (bits >= RSA_BITS_LEAST && bits <= RSA_BITS_MOST) ||
               error_set(error, ERROR_INVALID,
                         "`%.*s` has an RSA key of %d bits; take one of %d to %d", TEXT_ARGS(name),
                         bits, RSA_BITS_LEAST, RSA_BITS_MOST);
    }
    const KeyCurve *curve = key_curve(key);
    if (EVP_PKEY_is_a(key->handle, "EC") != 1 || curve == NULL || !has_group(key->handle, curve)) {
        return error_set(error, ERROR_INVALID,
                         "`%.*s` has a key of a kind that is not read; take RSA, P-256, P-384 or "
                         "P-521",
                         TEXT_ARGS(name));
    }
    key->kind = KEY_EC;
    key->algorithm = text_from(curve->algorithm);
    return true;
}

bool key_ring_add(KeyRing *ring, EVP_PKEY *handle, bool is_private, Text name, Text kid,
                  Error *error) {
    SharingKey key = {.kid = text_copy(ring->arena, kid), .is_private = is_private};
    key.handle = handle;
    if (!describe(ring->arena, &key, name, error)) {
        EVP_PKEY_free(handle);
        return false;
    }
    SharingKey *place = array_add(&ring->keys);
    *place = key;
    return true;
}

static EVP_PKEY *make_key(Text algorithm) {
    for (size_t i = 0; i < KEY_CURVE_COUNT; i++) {
        if (text_equals(algorithm, text_from(KEY_CURVES[i].algorithm))) {
            return EVP_PKEY_Q_keygen(NULL, NULL, "EC", KEY_CURVES[i].group);
        }
    }
    int64_t bits = 0;
    const Text digits = text_slice(algorithm, 4, algorithm.length);
    if (!text_starts_with(algorithm, TEXT("rsa:")) || !text_parse_integer(digits, &bits) ||
        bits < RSA_BITS_LEAST || bits > RSA_BITS_MOST) {
        return NULL;
    }
    return EVP_PKEY_Q_keygen(NULL, NULL, "RSA", (size_t)bits);
}

bool key_ring_make(KeyRing *ring, Text algorithm, Text kid, Error *error) {
    EVP_PKEY *handle = make_key(algorithm);
    if (handle == NULL) {
        return error_set(error, ERROR_INVALID,
                         "`%.*s` is no kind of key; there are rsa:2048 to rsa:8192, ec:secp256r1, "
                         "ec:secp384r1 and ec:secp521r1",
                         TEXT_ARGS(algorithm));
    }
    return key_ring_add(ring, handle, true, algorithm, kid, error);
}

/* ---- in a token ---- */

bool key_is_token_uri(Text text) {
    return text_starts_with(text, TEXT("pkcs11:"));
}

bool key_ring_open_token(KeyRing *ring, Text uri, Text pin, Error *error) {
    TokenKey *token = NULL;
    Text jwk = {0};
    if (!token_key_open(ring->arena, uri, pin, &token, error)) {
        return false;
    }
    if (!token_key_public(ring->arena, token, &jwk, error) ||
        !key_ring_read(ring, uri, jwk, token_key_label(token), TEXT(""), error)) {
        token_key_close(token);
        return false;
    }
    SharingKey *key = &ARENA_KEYS(ring)[ring->keys.count - 1];
    key->is_private = true;
    key->token = token;
    return true;
}

bool key_ring_make_token(KeyRing *ring, Text uri, Text pin, Text algorithm, Error *error) {
    return token_key_make(ring->arena, uri, pin, algorithm, error) &&
           key_ring_open_token(ring, uri, pin, error);
}

/* ---- out ---- */

/* What a memory BIO holds; frees it. */
static Text take_text(Arena *arena, BIO *bio) {
    char *bytes = NULL;
    const long length = BIO_get_mem_data(bio, &bytes);
    const Text text = text_copy(arena, (Text){bytes, length > 0 ? (size_t)length : 0});
    BIO_free(bio);
    return text;
}

Text key_public_pem(Arena *arena, const SharingKey *key) {
    BIO *bio = BIO_new(BIO_s_mem());
    if (bio == NULL || PEM_write_bio_PUBKEY(bio, key->handle) != 1) {
        arena_exhausted();
    }
    return take_text(arena, bio);
}

bool key_private_pem(Arena *arena, const SharingKey *key, Text passphrase, Text *pem,
                     Error *error) {
    if (text_is_empty(passphrase)) {
        return error_set(error, ERROR_INVALID, "a private key is written under a passphrase only");
    }
    if (key->token != NULL) {
        return error_set(error, ERROR_INVALID, "a key in a token is not written out");
    }
    BIO *bio = BIO_new(BIO_s_secmem());
    if (bio == NULL ||
        PEM_write_bio_PKCS8PrivateKey(bio, key->handle, EVP_aes_256_cbc(), passphrase.bytes,
                                      (int)passphrase.length, NULL, NULL) != 1) {
        BIO_free(bio);
        ERR_clear_error();
        return error_set(error, ERROR_FAILED, "the private key could not be written");
    }
    *pem = take_text(arena, bio);
    return true;
}

/* A number of the key as base64url; `width` pads it with zeros on the left. */
static Text number_member(Arena *arena, const SharingKey *key, const char *name, int width) {
    BIGNUM *number = NULL;
    if (EVP_PKEY_get_bn_param(key->handle, name, &number) != 1) {
        arena_exhausted();
    }
    const int length = width > 0 ? width : BN_num_bytes(number);
    unsigned char *bytes = arena_allocate(arena, (size_t)length);
    (void)BN_bn2binpad(number, bytes, length);
    BN_free(number);
    return base64url_encode(arena, (Text){(const char *)bytes, (size_t)length});
}

/* RFC 7638: the members that make the key, in the order of their letters. */
static void add_members(Arena *arena, JsonWriter *json, const SharingKey *key) {
    if (key->kind == KEY_RSA) {
        json_add_text(json, "e", number_member(arena, key, OSSL_PKEY_PARAM_RSA_E, 0));
        json_add_text(json, "kty", TEXT("RSA"));
        json_add_text(json, "n", number_member(arena, key, OSSL_PKEY_PARAM_RSA_N, 0));
        return;
    }
    const KeyCurve *curve = key_curve(key);
    assert(curve != NULL);
    json_add_text(json, "crv", text_from(curve->name));
    json_add_text(json, "kty", TEXT("EC"));
    json_add_text(json, "x", number_member(arena, key, OSSL_PKEY_PARAM_EC_PUB_X, curve->bytes));
    json_add_text(json, "y", number_member(arena, key, OSSL_PKEY_PARAM_EC_PUB_Y, curve->bytes));
}

static Text public_members(Arena *arena, const SharingKey *key) {
    JsonWriter *json = json_writer_new();
    add_members(arena, json, key);
    const Text text = text_trim(json_finish(arena, json, false));
    json_writer_free(json);
    return text;
}

Text key_public_jwk(Arena *arena, const SharingKey *key) {
    return public_members(arena, key);
}

Text key_thumbprint(Arena *arena, const SharingKey *key) {
    return base64url_encode(arena, hash_sha256(arena, public_members(arena, key)));
}
