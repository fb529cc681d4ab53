/* SPDX-License-Identifier: Apache-2.0 */
#include "sharing/token.h"

#include <pthread.h>
#include <string.h>

#include "sharing/bytes.h"
#include "sharing/secret.h"
#include "sharing/token_parts.h"

enum { IDLE_MAX = 64, POINT_FORM_PLAIN = 4, DER_OCTETS = 4, DER_LONG = 0x81 };

struct TokenKey {
    TokenDoor door;
    CK_OBJECT_HANDLE object;
    CK_KEY_TYPE type;
    Text label;
    pthread_mutex_t *lock;
    CK_SESSION_HANDLE *idle; /* IDLE_MAX places */
    size_t *idle_count;
};

static bool find_private(TokenKey *key, Error *error) {
    CK_ATTRIBUTE names[TOKEN_NAMES_MAX];
    size_t count = 0;
    const size_t name_count = token_names(&key->door, names);
    if (!token_find(&key->door, CKO_PRIVATE_KEY, names, name_count, &key->object, &count, error)) {
        return false;
    }
    if (count == 0) {
        return error_set(error, ERROR_MISSING, "the token has no private key that `%.*s` names",
                         TEXT_ARGS(key->door.shown));
    }
    return count == 1 || error_set(error, ERROR_INVALID,
                                   "`%.*s` names several private keys; say which one by `object=` "
                                   "or `id=`",
                                   TEXT_ARGS(key->door.shown));
}

static bool read_kind(Arena *arena, TokenKey *key, Error *error) {
    Text type = {0};
    if (token_attribute(arena, &key->door, key->object, CKA_KEY_TYPE, &type) &&
        type.length == sizeof key->type) {
        memcpy(&key->type, type.bytes, sizeof key->type);
    }
    (void)token_attribute(arena, &key->door, key->object, CKA_LABEL, &key->label);
    return key->type == CKK_RSA || key->type == CKK_EC ||
           error_set(error, ERROR_INVALID, "`%.*s` is neither RSA nor on a curve",
                     TEXT_ARGS(key->door.shown));
}

bool token_key_open(Arena *arena, Text uri, Text pin, TokenKey **key, Error *error) {
    TokenKey *made = ARENA_NEW(arena, TokenKey);
    made->type = CKK_VENDOR_DEFINED;
    made->idle = ARENA_MANY(arena, CK_SESSION_HANDLE, IDLE_MAX);
    made->idle_count = ARENA_NEW(arena, size_t);
    made->lock = ARENA_NEW(arena, pthread_mutex_t);
    (void)pthread_mutex_init(made->lock, NULL);
    if (!token_door_open(arena, uri, pin, false, &made->door, error) ||
        !find_private(made, error) || !read_kind(arena, made, error)) {
        token_key_close(made);
        return false;
    }
    *key = made;
    return true;
}

void token_key_close(TokenKey *key) {
    for (size_t i = 0; i < *key->idle_count; i++) {
        (void)key->door.module->C_CloseSession(key->idle[i]);
    }
    *key->idle_count = 0;
    token_door_close(&key->door);
    (void)pthread_mutex_destroy(key->lock);
}

Text token_key_label(const TokenKey *key) {
    return key->label;
}

/* ---- the public half ---- */

static Text member(Arena *arena, Text number) {
    return base64url_encode(arena, number);
}

static bool rsa_public(Arena *arena, const TokenKey *key, Text *jwk) {
    Text modulus = {0};
    Text exponent = {0};
    if (!token_attribute(arena, &key->door, key->object, CKA_MODULUS, &modulus) ||
        !token_attribute(arena, &key->door, key->object, CKA_PUBLIC_EXPONENT, &exponent)) {
        return false;
    }
    *jwk = text_format(arena, "{\"kty\":\"RSA\",\"n\":\"%.*s\",\"e\":\"%.*s\"}",
                       TEXT_ARGS(member(arena, modulus)), TEXT_ARGS(member(arena, exponent)));
    return true;
}

/* The point inside its octet string (X9.62 in DER), which some tokens leave out. */
static Text point_of(Text written) {
    const unsigned char *bytes = (const unsigned char *)written.bytes;
    if (written.length > 2 && bytes[0] == DER_OCTETS && bytes[1] == written.length - 2) {
        return text_slice(written, 2, written.length);
    }
    if (written.length > 3 && bytes[0] == DER_OCTETS && bytes[1] == DER_LONG &&
        bytes[2] == written.length - 3) {
        return text_slice(written, 3, written.length);
    }
    return written;
}

static const char *curve_of(size_t bytes) {
    switch (bytes) {
    case 32:
        return "P-256";
    case 48:
        return "P-384";
    case 66:
        return "P-521";
    default:
        return NULL;
    }
}

/* The private object has no point; the public one of the same id and label has. */
static bool find_point(Arena *arena, const TokenKey *key, Text *point) {
    CK_ATTRIBUTE names[TOKEN_NAMES_MAX];
    CK_OBJECT_HANDLE object = 0;
    size_t name_count = 0;
    size_t count = 0;
    Text id = {0};
    Error ignored = {0};
    if (token_attribute(arena, &key->door, key->object, CKA_ID, &id)) {
        names[name_count++] = (CK_ATTRIBUTE){CKA_ID, bytes_writable(id.bytes), id.length};
    }
    if (key->label.length > 0) {
        names[name_count++] =
            (CK_ATTRIBUTE){CKA_LABEL, bytes_writable(key->label.bytes), key->label.length};
    }
    return name_count > 0 &&
           token_find(&key->door, CKO_PUBLIC_KEY, names, name_count, &object, &count, &ignored) &&
           count > 0 && token_attribute(arena, &key->door, object, CKA_EC_POINT, point);
}

static bool curve_public(Arena *arena, const TokenKey *key, Text *jwk) {
    Text written = {0};
    if (!find_point(arena, key, &written)) {
        return false;
    }
    const Text point = point_of(written);
    const size_t bytes = point.length / 2;
    const char *curve = curve_of(bytes);
    if (curve == NULL || point.length != 2 * bytes + 1 || point.bytes[0] != POINT_FORM_PLAIN) {
        return false;
    }
    *jwk = text_format(arena, "{\"kty\":\"EC\",\"crv\":\"%s\",\"x\":\"%.*s\",\"y\":\"%.*s\"}",
                       curve, TEXT_ARGS(member(arena, text_slice(point, 1, 1 + bytes))),
                       TEXT_ARGS(member(arena, text_slice(point, 1 + bytes, point.length))));
    return true;
}

bool token_key_public(Arena *arena, const TokenKey *key, Text *jwk, Error *error) {
    return (key->type == CKK_RSA ? rsa_public(arena, key, jwk) : curve_public(arena, key, jwk)) ||
           error_set(error, ERROR_INVALID,
                     "`%.*s` has no public half beside it in the token that could be read",
                     TEXT_ARGS(key->door.shown));
}

/* ---- using it ---- */

static bool take_session(const TokenKey *key, CK_SESSION_HANDLE *session) {
    (void)pthread_mutex_lock(key->lock);
    const bool is_there = *key->idle_count > 0;
    if (is_there) {
        *session = key->idle[--*key->idle_count];
    }
    (void)pthread_mutex_unlock(key->lock);
    return is_there || key->door.module->C_OpenSession(key->door.slot, CKF_SERIAL_SESSION, NULL,
                                                       NULL, session) == CKR_OK;
}

/* A session that something failed in is not used again. */
static void give_session(const TokenKey *key, CK_SESSION_HANDLE session, bool is_good) {
    (void)pthread_mutex_lock(key->lock);
    const bool is_kept = is_good && *key->idle_count < IDLE_MAX;
    if (is_kept) {
        key->idle[(*key->idle_count)++] = session;
    }
    (void)pthread_mutex_unlock(key->lock);
    if (!is_kept) {
        (void)key->door.module->C_CloseSession(session);
    }
}

bool token_key_decrypt(const TokenKey *key, Text wrapped, unsigned char *plain, size_t *length) {
    CK_RSA_PKCS_OAEP_PARAMS parameters = {CKM_SHA_1, CKG_MGF1_SHA1, CKZ_DATA_SPECIFIED, NULL, 0};
    CK_MECHANISM mechanism = {CKM_RSA_PKCS_OAEP, &parameters, sizeof parameters};
    CK_FUNCTION_LIST *module = key->door.module;
    CK_SESSION_HANDLE session = 0;
    CK_ULONG done = *length;
    if (key->type != CKK_RSA || !take_session(key, &session)) {
        return false;
    }
    const bool is_done = module->C_DecryptInit(session, &mechanism, key->object) == CKR_OK &&
                         module->C_Decrypt(session, bytes_writable(wrapped.bytes), wrapped.length,
                                           plain, &done) == CKR_OK;
    give_session(key, session, is_done);
    *length = done;
    return is_done;
}

/* The secret leaves the token here: HKDF with the salt of OpenTDF is none of PKCS #11's. */
static bool take_shared(const TokenKey *key, CK_SESSION_HANDLE session, CK_OBJECT_HANDLE derived,
                        CK_ATTRIBUTE *value) {
    CK_FUNCTION_LIST *module = key->door.module;
    const CK_ULONG length = value->ulValueLen;
    const bool is_read = module->C_GetAttributeValue(session, derived, value, 1) == CKR_OK &&
                         value->ulValueLen == length;
    return module->C_DestroyObject(session, derived) == CKR_OK && is_read;
}

bool token_key_derive(const TokenKey *key, Text point, void *shared, size_t length) {
    CK_ECDH1_DERIVE_PARAMS parameters = {
        .kdf = CKD_NULL,
        .public_data_len = point.length,
        .public_data = bytes_writable(point.bytes),
    };
    CK_MECHANISM mechanism = {CKM_ECDH1_DERIVE, &parameters, sizeof parameters};
    CK_OBJECT_CLASS class = CKO_SECRET_KEY;
    CK_KEY_TYPE type = CKK_GENERIC_SECRET;
    CK_BBOOL yes = CK_TRUE;
    CK_BBOOL no = CK_FALSE;
    CK_ULONG size = length;
    CK_ATTRIBUTE wanted[] = {
        {CKA_CLASS, &class, sizeof class},   {CKA_KEY_TYPE, &type, sizeof type},
        {CKA_TOKEN, &no, sizeof no},         {CKA_SENSITIVE, &no, sizeof no},
        {CKA_EXTRACTABLE, &yes, sizeof yes}, {CKA_VALUE_LEN, &size, sizeof size},
    };
    CK_ATTRIBUTE value = {CKA_VALUE, shared, length};
    CK_SESSION_HANDLE session = 0;
    CK_OBJECT_HANDLE derived = 0;
    if (key->type != CKK_EC || !take_session(key, &session)) {
        return false;
    }
    const bool is_done =
        key->door.module->C_DeriveKey(session, &mechanism, key->object, wanted,
                                      sizeof wanted / sizeof wanted[0], &derived) == CKR_OK &&
        take_shared(key, session, derived, &value);
    give_session(key, session, is_done);
    return is_done;
}
