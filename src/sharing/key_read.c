/* SPDX-License-Identifier: Apache-2.0 */
#include "sharing/keys.h"

#include <string.h>

#include <openssl/bio.h>
#include <openssl/core_names.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/param_build.h>
#include <openssl/pem.h>
#include <openssl/x509.h>

#include "base/json_read.h"
#include "sharing/bytes.h"
#include "sharing/key_parts.h"
#include "sharing/secret.h"

enum { NUMBER_BYTES_MAX = 1024 };

/* ---- PEM ---- */

/* Gives the passphrase, or nothing: OpenSSL must never ask at a terminal. */
static int give_passphrase(char *room, int size, int writes, void *context) {
    const Text *passphrase = context;
    (void)writes;
    if (passphrase->length == 0 || passphrase->length > (size_t)size) {
        return -1;
    }
    memcpy(room, passphrase->bytes, passphrase->length);
    return (int)passphrase->length;
}

static EVP_PKEY *read_certificate(BIO *bio) {
    X509 *certificate = PEM_read_bio_X509(bio, NULL, NULL, NULL);
    EVP_PKEY *handle = certificate == NULL ? NULL : X509_get_pubkey(certificate);
    X509_free(certificate);
    return handle;
}

static const struct {
    Text marker;
    bool is_private;
} PEM_KINDS[] = {
    {{"-----BEGIN PRIVATE KEY-----", 27}, true},
    {{"-----BEGIN ENCRYPTED PRIVATE KEY-----", 37}, true},
    {{"-----BEGIN RSA PRIVATE KEY-----", 31}, true},
    {{"-----BEGIN EC PRIVATE KEY-----", 30}, true},
    {{"-----BEGIN PUBLIC KEY-----", 26}, false},
    {{"-----BEGIN CERTIFICATE-----", 27}, false},
};
enum { PEM_KIND_COUNT = sizeof(PEM_KINDS) / sizeof(PEM_KINDS[0]), PEM_CERTIFICATE = 5 };

static bool find_pem(Text content, size_t *kind) {
    for (size_t i = 0; i < PEM_KIND_COUNT; i++) {
        size_t at = 0;
        if (text_find(content, PEM_KINDS[i].marker, &at)) {
            *kind = i;
            return true;
        }
    }
    return false;
}

/* ---- RSA public keys, quickly ---- */

/* Takes a DER element of that tag off the front; false where there is none. */
static bool take_element(Text *rest, unsigned char tag, Text *content) {
    const unsigned char *bytes = (const unsigned char *)rest->bytes;
    if (rest->length < 2 || bytes[0] != tag) {
        return false;
    }
    size_t length = bytes[1];
    size_t start = 2;
    if (length > 0x80) {
        const size_t more = length - 0x80;
        if (more > 2 || rest->length < 2 + more) {
            return false;
        }
        length = 0;
        for (size_t i = 0; i < more; i++) {
            length = length << 8 | bytes[2 + i];
        }
        start += more;
    }
    if (length > rest->length - start) {
        return false;
    }
    *content = text_slice(*rest, start, start + length);
    *rest = text_slice(*rest, start + length, rest->length);
    return true;
}

/* RFC 8017, appendix A.1, inside RFC 5280's SubjectPublicKeyInfo. */
static bool take_rsa(Text der, Text *modulus, Text *exponent) {
    static const Text algorithm = {"\x06\x09\x2A\x86\x48\x86\xF7\x0D\x01\x01\x01\x05\x00", 13};
    Text rest = der;
    Text whole = {0};
    Text kind = {0};
    Text bits = {0};
    Text key = {0};
    if (!take_element(&rest, 0x30, &whole) || rest.length > 0 ||
        !take_element(&whole, 0x30, &kind) || !text_equals(kind, algorithm) ||
        !take_element(&whole, 0x03, &bits) || whole.length > 0 || bits.length == 0 ||
        bits.bytes[0] != 0) {
        return false;
    }
    bits = text_slice(bits, 1, bits.length);
    return take_element(&bits, 0x30, &key) && bits.length == 0 &&
           take_element(&key, 0x02, modulus) && take_element(&key, 0x02, exponent) &&
           key.length == 0 && modulus->length > 0 && exponent->length > 0 &&
           (unsigned char)modulus->bytes[0] < 0x80 && (unsigned char)exponent->bytes[0] < 0x80;
}

/* The bytes between the lines of a PEM text. */
static bool pem_body(Arena *arena, Text content, Text *der) {
    static const Text first = {"-----BEGIN PUBLIC KEY-----", 26};
    static const Text last = {"-----END PUBLIC KEY-----", 24};
    size_t start = 0;
    size_t end = 0;
    if (!text_find(content, first, &start)) {
        return false;
    }
    const Text after = text_slice(content, start + first.length, content.length);
    if (!text_find(after, last, &end)) {
        return false;
    }
    TextBuilder letters = text_builder_new(arena);
    for (size_t i = 0; i < end; i++) {
        const char letter = after.bytes[i];
        if (letter != '\n' && letter != '\r' && letter != ' ' && letter != '\t') {
            text_add_character(&letters, letter);
        }
    }
    return base64_decode(arena, text_built(&letters), der);
}

static EVP_PKEY *key_from(OSSL_PARAM *parameters, const char *type, bool is_private);

/* What every request to a key server brings: OpenSSL's own reader takes as long for it as the
 * server takes to open a key. NULL for whatever else it is, which OpenSSL then reads. */
static EVP_PKEY *read_rsa_quickly(Arena *arena, Text content) {
    Text der = {0};
    Text modulus = {0};
    Text exponent = {0};
    EVP_PKEY *handle = NULL;
    if (!pem_body(arena, content, &der) || !take_rsa(der, &modulus, &exponent)) {
        return NULL;
    }
    BIGNUM *n = BN_bin2bn((const unsigned char *)modulus.bytes, (int)modulus.length, NULL);
    BIGNUM *e = BN_bin2bn((const unsigned char *)exponent.bytes, (int)exponent.length, NULL);
    OSSL_PARAM_BLD *builder = OSSL_PARAM_BLD_new();
    if (OSSL_PARAM_BLD_push_BN(builder, OSSL_PKEY_PARAM_RSA_N, n) == 1 &&
        OSSL_PARAM_BLD_push_BN(builder, OSSL_PKEY_PARAM_RSA_E, e) == 1) {
        OSSL_PARAM *parameters = OSSL_PARAM_BLD_to_param(builder);
        handle = key_from(parameters, "RSA", false);
        OSSL_PARAM_free(parameters);
    }
    OSSL_PARAM_BLD_free(builder);
    BN_free(n);
    BN_free(e);
    return handle;
}

/* ---- PEM, the whole ---- */

static EVP_PKEY *read_public(Arena *arena, BIO *bio, Text content) {
    EVP_PKEY *handle = read_rsa_quickly(arena, content);
    return handle != NULL ? handle : PEM_read_bio_PUBKEY(bio, NULL, NULL, NULL);
}

static bool read_pem(KeyRing *ring, Text name, Text content, size_t kind, Text kid, Text passphrase,
                     Error *error) {
    BIO *bio = BIO_new_mem_buf(content.bytes, (int)content.length);
    EVP_PKEY *handle = NULL;
    const bool is_private = PEM_KINDS[kind].is_private;
    if (bio == NULL) {
        arena_exhausted();
    }
    if (is_private) {
        handle = PEM_read_bio_PrivateKey(bio, NULL, give_passphrase, &passphrase);
    } else if (kind == PEM_CERTIFICATE) {
        handle = read_certificate(bio);
    } else {
        handle = read_public(ring->arena, bio, content);
    }
    BIO_free(bio);
    ERR_clear_error();
    if (handle == NULL) {
        return error_set(
            error, ERROR_INVALID, "the key in `%.*s` cannot be read%s", TEXT_ARGS(name),
            is_private ? ": is it under a passphrase, and is that the right one?" : "");
    }
    return key_ring_add(ring, handle, is_private, name, kid, error);
}

/* ---- JSON Web Keys, RFC 7517 ---- */

typedef struct JwkMember {
    const char *name;
    const char *parameter;
    bool is_private;
} JwkMember;

static const JwkMember RSA_MEMBERS[] = {
    {"n", OSSL_PKEY_PARAM_RSA_N, false},         {"e", OSSL_PKEY_PARAM_RSA_E, false},
    {"d", OSSL_PKEY_PARAM_RSA_D, true},          {"p", OSSL_PKEY_PARAM_RSA_FACTOR1, true},
    {"q", OSSL_PKEY_PARAM_RSA_FACTOR2, true},    {"dp", OSSL_PKEY_PARAM_RSA_EXPONENT1, true},
    {"dq", OSSL_PKEY_PARAM_RSA_EXPONENT2, true}, {"qi", OSSL_PKEY_PARAM_RSA_COEFFICIENT1, true},
};
enum { RSA_MEMBER_COUNT = sizeof(RSA_MEMBERS) / sizeof(RSA_MEMBERS[0]) };

/* A JSON Web Key while it is read. */
typedef struct JwkReader {
    Arena *arena;
    const JsonValue *jwk;
    OSSL_PARAM_BLD *builder;
    BIGNUM *numbers[RSA_MEMBER_COUNT];
    size_t number_count;
    bool is_private;
} JwkReader;

static Text member_text(const JsonValue *object, const char *name) {
    const JsonValue *value = json_find(object, text_from(name));
    return value != NULL && value->kind == JSON_KIND_TEXT ? value->text : (Text){0};
}

static bool push_number(JwkReader *reader, const char *name, const char *parameter) {
    Text bytes = {0};
    if (!base64_decode(reader->arena, member_text(reader->jwk, name), &bytes) ||
        bytes.length == 0 || bytes.length > NUMBER_BYTES_MAX) {
        return false;
    }
    BIGNUM *number =
        BN_bin2bn((const unsigned char *)bytes.bytes, (int)bytes.length, BN_secure_new());
    secret_wipe_text(bytes);
    reader->numbers[reader->number_count++] = number;
    return number != NULL && OSSL_PARAM_BLD_push_BN(reader->builder, parameter, number) == 1;
}

static bool push_rsa(JwkReader *reader) {
    for (size_t i = 0; i < RSA_MEMBER_COUNT; i++) {
        const JwkMember *member = &RSA_MEMBERS[i];
        const bool is_there = !text_is_empty(member_text(reader->jwk, member->name));
        if (!is_there && member->is_private && !reader->is_private) {
            continue;
        }
        if (!is_there || !push_number(reader, member->name, member->parameter)) {
            return false;
        }
    }
    return true;
}

static const KeyCurve *curve_named(Text name) {
    for (size_t i = 0; i < KEY_CURVE_COUNT; i++) {
        if (text_equals(name, text_from(KEY_CURVES[i].name))) {
            return &KEY_CURVES[i];
        }
    }
    return NULL;
}

static bool push_curve(JwkReader *reader) {
    const KeyCurve *curve = curve_named(member_text(reader->jwk, "crv"));
    Text x = {0};
    Text y = {0};
    if (curve == NULL || !base64_decode(reader->arena, member_text(reader->jwk, "x"), &x) ||
        !base64_decode(reader->arena, member_text(reader->jwk, "y"), &y) ||
        x.length != (size_t)curve->bytes || y.length != x.length) {
        return false;
    }
    TextBuilder builder = text_builder_new(reader->arena);
    text_add_character(&builder, '\x04'); /* an uncompressed point: SEC 1, section 2.3.3 */
    text_add(&builder, x);
    text_add(&builder, y);
    const Text whole = text_built(&builder);
    return OSSL_PARAM_BLD_push_utf8_string(reader->builder, OSSL_PKEY_PARAM_GROUP_NAME,
                                           curve->group, 0) == 1 &&
           OSSL_PARAM_BLD_push_octet_string(reader->builder, OSSL_PKEY_PARAM_PUB_KEY, whole.bytes,
                                            whole.length) == 1 &&
           (!reader->is_private || push_number(reader, "d", OSSL_PKEY_PARAM_PRIV_KEY));
}

static EVP_PKEY *key_from(OSSL_PARAM *parameters, const char *type, bool is_private) {
    EVP_PKEY *handle = NULL;
    EVP_PKEY_CTX *context = EVP_PKEY_CTX_new_from_name(NULL, type, NULL);
    const int selection = is_private ? EVP_PKEY_KEYPAIR : EVP_PKEY_PUBLIC_KEY;
    if (context == NULL || EVP_PKEY_fromdata_init(context) != 1 ||
        EVP_PKEY_fromdata(context, &handle, selection, parameters) != 1) {
        handle = NULL;
    }
    EVP_PKEY_CTX_free(context);
    return handle;
}

static EVP_PKEY *jwk_key(Arena *arena, const JsonValue *jwk, bool *is_private) {
    JwkReader reader = {.arena = arena, .jwk = jwk};
    const bool is_rsa = text_equals(member_text(jwk, "kty"), TEXT("RSA"));
    const bool is_curve = text_equals(member_text(jwk, "kty"), TEXT("EC"));
    EVP_PKEY *handle = NULL;
    reader.is_private = !text_is_empty(member_text(jwk, "d"));
    reader.builder = OSSL_PARAM_BLD_new();
    if ((is_rsa && push_rsa(&reader)) || (is_curve && push_curve(&reader))) {
        OSSL_PARAM *parameters = OSSL_PARAM_BLD_to_param(reader.builder);
        handle = key_from(parameters, is_rsa ? "RSA" : "EC", reader.is_private);
        OSSL_PARAM_free(parameters);
    }
    for (size_t i = 0; i < reader.number_count; i++) {
        BN_clear_free(reader.numbers[i]);
    }
    OSSL_PARAM_BLD_free(reader.builder);
    ERR_clear_error();
    *is_private = reader.is_private;
    return handle;
}

static bool read_jwk(KeyRing *ring, Text name, const JsonValue *jwk, Text kid, Error *error) {
    bool is_private = false;
    const Text own = member_text(jwk, "kid");
    EVP_PKEY *handle = jwk_key(ring->arena, jwk, &is_private);
    if (handle == NULL) {
        return error_set(error, ERROR_INVALID, "`%.*s` has a JSON Web Key that cannot be read",
                         TEXT_ARGS(name));
    }
    return key_ring_add(ring, handle, is_private, name, text_is_empty(own) ? kid : own, error);
}

static bool read_jwks(KeyRing *ring, Text name, Text content, Text kid, Error *error) {
    JsonValue root = {0};
    size_t at = 0;
    Error reason = {0};
    if (!json_parse(ring->arena, content, &root, &at, &reason)) {
        return error_set(error, ERROR_INVALID, "`%.*s`, byte %zu: %s", TEXT_ARGS(name), at + 1,
                         reason.message);
    }
    const JsonValue *keys = json_find(&root, TEXT("keys"));
    if (keys == NULL) {
        return read_jwk(ring, name, &root, kid, error);
    }
    for (size_t i = 0; i < keys->count; i++) {
        if (!read_jwk(ring, name, &keys->items[i], kid, error)) {
            return false;
        }
    }
    return true;
}

bool key_ring_read(KeyRing *ring, Text name, Text content, Text kid, Text passphrase,
                   Error *error) {
    size_t kind = 0;
    if (content.length > KEY_FILE_BYTES_MAX) {
        return error_set(error, ERROR_LIMIT, "`%.*s` is too large for a file of keys",
                         TEXT_ARGS(name));
    }
    if (find_pem(content, &kind)) {
        return read_pem(ring, name, content, kind, kid, passphrase, error);
    }
    if (!text_starts_with(text_trim(content), TEXT("{"))) {
        return error_set(error, ERROR_INVALID, "`%.*s` has no key: PEM or a JSON Web Key is wanted",
                         TEXT_ARGS(name));
    }
    return read_jwks(ring, name, content, kid, error);
}
