/* SPDX-License-Identifier: Apache-2.0 */
#include "sharing/keys.h"

#include <openssl/bio.h>
#include <openssl/core_names.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>

#include "sharing/kas_parts.h"
#include "sharing/key_parts.h"
#include "sharing/secret.h"
#include "sharing/token.h"

enum {
    RSA_BYTES_MOST = 1024,
    SHARED_BYTES_MOST = 66,
    POINT_BYTES_MOST = 133,
    POINT_FORM_PLAIN = 4
};

static EVP_PKEY_CTX *oaep_context(EVP_PKEY *handle, bool seals) {
    EVP_PKEY_CTX *context = EVP_PKEY_CTX_new_from_pkey(NULL, handle, NULL);
    if (context == NULL ||
        (seals ? EVP_PKEY_encrypt_init(context) : EVP_PKEY_decrypt_init(context)) != 1 ||
        EVP_PKEY_CTX_set_rsa_padding(context, RSA_PKCS1_OAEP_PADDING) != 1 ||
        EVP_PKEY_CTX_set_rsa_oaep_md(context, EVP_sha1()) != 1 ||
        EVP_PKEY_CTX_set_rsa_mgf1_md(context, EVP_sha1()) != 1) {
        EVP_PKEY_CTX_free(context);
        return NULL;
    }
    return context;
}

static bool wrap_rsa(Arena *arena, const SharingKey *to, const SecretKey *secret,
                     WrappedKey *wrapped) {
    EVP_PKEY_CTX *context = oaep_context(to->handle, true);
    unsigned char *out = arena_allocate(arena, RSA_BYTES_MOST);
    size_t length = RSA_BYTES_MOST;
    const bool is_done =
        context != NULL &&
        EVP_PKEY_encrypt(context, out, &length, secret_key_bytes(secret), SECRET_KEY_BYTES) == 1;
    EVP_PKEY_CTX_free(context);
    *wrapped = (WrappedKey){.bytes = {(const char *)out, length}};
    return is_done;
}

static bool decrypt_rsa(const SharingKey *with, Text wrapped, unsigned char *out, size_t *length) {
    if (with->token != NULL) {
        return token_key_decrypt(with->token, wrapped, out, length);
    }
    EVP_PKEY_CTX *context = oaep_context(with->handle, false);
    const bool is_done = context != NULL && EVP_PKEY_decrypt(context, out, length,
                                                             (const unsigned char *)wrapped.bytes,
                                                             wrapped.length) == 1;
    EVP_PKEY_CTX_free(context);
    return is_done;
}

static bool unwrap_rsa(const SharingKey *with, const WrappedKey *wrapped, SecretKey **secret,
                       Error *error) {
    unsigned char out[RSA_BYTES_MOST];
    size_t length = sizeof out;
    const bool is_done = decrypt_rsa(with, wrapped->bytes, out, &length) &&
                         secret_key_of(out, length, secret, error);
    secret_wipe(out, sizeof out);
    return is_done;
}

/* ---- on a curve ---- */

static bool derive_here(EVP_PKEY *own, EVP_PKEY *other, unsigned char *shared, size_t *length) {
    EVP_PKEY_CTX *context = EVP_PKEY_CTX_new_from_pkey(NULL, own, NULL);
    /* The check of the other's point is part of setting it. */
    const bool is_done = context != NULL && EVP_PKEY_derive_init(context) == 1 &&
                         EVP_PKEY_derive_set_peer(context, other) == 1 &&
                         EVP_PKEY_derive(context, shared, length) == 1;
    EVP_PKEY_CTX_free(context);
    return is_done;
}

static bool put_coordinate(EVP_PKEY *key, const char *name, unsigned char *bytes, int count) {
    BIGNUM *number = NULL;
    const bool is_done = EVP_PKEY_get_bn_param(key, name, &number) == 1 &&
                         BN_bn2binpad(number, bytes, count) == count;
    BN_free(number);
    return is_done;
}

/* The other's point was checked when it was read. */
static bool derive_in_token(const SharingKey *own, EVP_PKEY *other, unsigned char *shared,
                            size_t *length) {
    unsigned char point[POINT_BYTES_MOST] = {POINT_FORM_PLAIN};
    const KeyCurve *curve = key_curve(own);
    if (curve == NULL ||
        !put_coordinate(other, OSSL_PKEY_PARAM_EC_PUB_X, point + 1, curve->bytes) ||
        !put_coordinate(other, OSSL_PKEY_PARAM_EC_PUB_Y, point + 1 + curve->bytes, curve->bytes)) {
        return false;
    }
    *length = (size_t)curve->bytes;
    return token_key_derive(own->token, (Text){(const char *)point, 1 + 2 * *length}, shared,
                            *length);
}

/* The key both ends of a curve agree on. */
static bool agree(Arena *arena, const SharingKey *own, EVP_PKEY *other, SecretKey *key,
                  Error *error) {
    unsigned char shared[SHARED_BYTES_MOST];
    size_t length = sizeof shared;
    const bool is_done = (own->token == NULL ? derive_here(own->handle, other, shared, &length)
                                             : derive_in_token(own, other, shared, &length)) &&
                         secret_derive(hash_sha256(arena, TEXT("TDF")),
                                       (Text){(const char *)shared, length}, key, error);
    secret_wipe(shared, sizeof shared);
    return is_done;
}

static bool seal_under(Arena *arena, const SecretKey *key, const SecretKey *secret,
                       WrappedKey *wrapped, Error *error) {
    CLEANUP(gcm_close) Gcm *gcm = NULL;
    unsigned char iv[GCM_IV_BYTES];
    unsigned char *out = arena_allocate(arena, SECRET_KEY_BYTES + SEGMENT_OVERHEAD);
    wrapped->bytes = (Text){(const char *)out, SECRET_KEY_BYTES + SEGMENT_OVERHEAD};
    return gcm_new(key, true, &gcm, error) && secret_random(iv, sizeof iv, error) &&
           gcm_seal(gcm, iv, secret_key_bytes(secret), SECRET_KEY_BYTES, out, error);
}

static bool open_under(const SecretKey *key, const WrappedKey *wrapped, SecretKey **secret,
                       Error *error) {
    CLEANUP(gcm_close) Gcm *gcm = NULL;
    CLEANUP(secret_key_close) SecretKey *opened = secret_key_new();
    if (wrapped->bytes.length != SECRET_KEY_BYTES + SEGMENT_OVERHEAD ||
        !gcm_new(key, false, &gcm, error) ||
        !gcm_open(gcm, (const unsigned char *)wrapped->bytes.bytes, wrapped->bytes.length,
                  secret_key_room(opened))) {
        return false;
    }
    *secret = opened;
    opened = NULL;
    return true;
}

bool key_session_begin(Arena *arena, const SharingKey *to, KeySession *session, Error *error) {
    *session = (KeySession){.to = to};
    if (to->kind == KEY_RSA) {
        return true;
    }
    KeyRing ring = key_ring_new(arena);
    bool is_done = key_ring_make(&ring, to->algorithm, TEXT(""), error);
    if (is_done) {
        const SharingKey *ephemeral = key_ring_at(&ring, 0);
        session->key = secret_key_new();
        session->session_pem = key_public_pem(arena, ephemeral);
        is_done = agree(arena, ephemeral, to->handle, session->key, error);
    }
    key_ring_close(&ring);
    ERR_clear_error();
    return is_done || error_set(error, ERROR_FAILED, "the key could not be wrapped");
}

void key_session_end(KeySession *session) {
    secret_key_free(session->key);
    session->key = NULL;
}

bool key_session_wrap(Arena *arena, const KeySession *session, const SecretKey *secret,
                      Text *wrapped, Error *error) {
    WrappedKey made = {0};
    const bool is_done = session->to->kind == KEY_RSA
                             ? wrap_rsa(arena, session->to, secret, &made)
                             : seal_under(arena, session->key, secret, &made, error);
    ERR_clear_error();
    *wrapped = made.bytes;
    return is_done || error_set(error, ERROR_FAILED, "the key could not be wrapped");
}

static bool unwrap_curve(Arena *arena, const SharingKey *with, const WrappedKey *wrapped,
                         SecretKey **secret, Error *error) {
    CLEANUP(secret_key_close) SecretKey *key = secret_key_new();
    KeyRing ring = key_ring_new(arena);
    bool is_done = key_ring_read(&ring, TEXT("the ephemeral key"), wrapped->ephemeral_pem, TEXT(""),
                                 TEXT(""), error);
    is_done = is_done && text_equals(key_ring_at(&ring, 0)->algorithm, with->algorithm) &&
              agree(arena, with, key_ring_at(&ring, 0)->handle, key, error) &&
              open_under(key, wrapped, secret, error);
    key_ring_close(&ring);
    return is_done;
}

bool key_wrap(Arena *arena, const SharingKey *to, const SecretKey *secret, WrappedKey *wrapped,
              Error *error) {
    KeySession session;
    const bool is_done = key_session_begin(arena, to, &session, error) &&
                         key_session_wrap(arena, &session, secret, &wrapped->bytes, error);
    wrapped->ephemeral_pem = session.session_pem;
    key_session_end(&session);
    return is_done;
}

bool key_unwrap(Arena *arena, const SharingKey *with, const WrappedKey *wrapped, SecretKey **secret,
                Error *error) {
    const bool is_done =
        with->is_private &&
        (with->kind == KEY_RSA ? unwrap_rsa(with, wrapped, secret, error)
                               : unwrap_curve(arena, with, wrapped, secret, error));
    ERR_clear_error();
    /* One message for every reason: which one it was is nobody's business. */
    return is_done || error_set(error, ERROR_INVALID, "the private key does not open it");
}
