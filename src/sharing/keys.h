/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ENTENTE_SHARING_KEYS_H
#define ENTENTE_SHARING_KEYS_H

/* Part of the face of sharing/: keys of people and of key servers, from PEM or JSON Web Keys, and
 * what is done with them. A ring owns its keys and is closed; a key may be used by any thread
 * while its ring is open. Secret keys belong to whoever holds the pointer. */

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/array.h"
#include "base/compiler.h"
#include "base/error.h"
#include "base/text.h"

enum { SECRET_KEY_BYTES = 32, KEY_FILE_BYTES_MAX = 1 << 20 };

/* Leaves secrets out of core dumps and readies locked memory for them. Once, at the start. */
void sharing_protect_secrets(void);

/* A symmetric key of 32 bytes. Freed, it is overwritten. */
typedef struct SecretKey SecretKey;
void secret_key_free(SecretKey *key);
void secret_key_close(SecretKey **key); /* for CLEANUP */

/* Overwrites a text that held a secret and is not needed any more. */
void secret_wipe_text(Text text);

typedef enum KeyKind { KEY_RSA, KEY_EC } KeyKind;

typedef struct SharingKey {
    Text kid;       /* or empty */
    Text algorithm; /* "rsa:2048", "ec:secp256r1" */
    KeyKind kind;
    bool is_private;
    void *handle;           /* of OpenSSL; the public half alone of a key in a token */
    struct TokenKey *token; /* its private half, which stays there; or NULL */
} SharingKey;

typedef struct KeyRing {
    Arena *arena;
    Array keys; /* of SharingKey */
} KeyRing;

KeyRing key_ring_new(Arena *arena);
void key_ring_close(KeyRing *ring);
const SharingKey *key_ring_at(const KeyRing *ring, size_t index);

/* Adds the keys of a PEM text (public, certificate, private, private under a passphrase), of one
 * JSON Web Key or of a set. `kid` is what a key of PEM is called; `name` is for messages. RSA of
 * 2048 to 8192 bits and P-256, P-384 and P-521 are taken, all else refused. */
MUST_CHECK bool key_ring_read(KeyRing *ring, Text name, Text content, Text kid, Text passphrase,
                              Error *error);

/* Whether a text names a key in a token (PKCS #11, RFC 7512). */
bool key_is_token_uri(Text text);
/* Adds the private key that the URI names, which never leaves its token; its `kid` is the key's
 * label there. `pin` may be empty where the URI has a pin-source. */
MUST_CHECK bool key_ring_open_token(KeyRing *ring, Text uri, Text pin, Error *error);
/* Makes a key in the token, under the name that the URI gives, and adds it. */
MUST_CHECK bool key_ring_make_token(KeyRing *ring, Text uri, Text pin, Text algorithm,
                                    Error *error);

/* Makes a key: "rsa:2048", "rsa:3072", "rsa:4096", "ec:secp256r1", "ec:secp384r1" ... */
MUST_CHECK bool key_ring_make(KeyRing *ring, Text algorithm, Text kid, Error *error);

/* The public half as PEM, and as a JSON Web Key; the whole under a passphrase as PEM. */
Text key_public_pem(Arena *arena, const SharingKey *key);
Text key_public_jwk(Arena *arena, const SharingKey *key);
MUST_CHECK bool key_private_pem(Arena *arena, const SharingKey *key, Text passphrase, Text *pem,
                                Error *error);

/* RFC 7638, as base64url: names a key by what it is. */
Text key_thumbprint(Arena *arena, const SharingKey *key);

/* A secret key made closed for the holder of a private key: RSA-OAEP with SHA-1, or an ephemeral
 * key on the same curve, HKDF-SHA256 and AES-256-GCM. */
typedef struct WrappedKey {
    Text bytes;
    Text ephemeral_pem; /* of a curve; else empty */
} WrappedKey;

MUST_CHECK bool key_wrap(Arena *arena, const SharingKey *to, const SecretKey *secret,
                         WrappedKey *wrapped, Error *error);
MUST_CHECK bool key_unwrap(Arena *arena, const SharingKey *with, const WrappedKey *wrapped,
                           SecretKey **secret, Error *error);

#endif
