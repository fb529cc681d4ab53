/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ENTENTE_SHARING_TOKEN_H
#define ENTENTE_SHARING_TOKEN_H

/* Private to sharing/: private keys that never leave a hardware module, by PKCS #11. A key is named
 * by a URI (RFC 7512); p11-kit, which GnuTLS brings anyway, reads it and loads the module. Any
 * thread may use a key: each operation has a session to itself, out of a pool. */

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/compiler.h"
#include "base/error.h"
#include "base/text.h"

typedef struct TokenKey TokenKey;

/* Loads the module, logs in and finds the one private key that the URI names. */
MUST_CHECK bool token_key_open(Arena *arena, Text uri, Text pin, TokenKey **key, Error *error);
/* Makes a key pair in the token, under the URI's `object`; the private half cannot be taken out.
 * `algorithm` is one that key_ring_make takes. */
MUST_CHECK bool token_key_make(Arena *arena, Text uri, Text pin, Text algorithm, Error *error);
void token_key_close(TokenKey *key);

/* Its CKA_LABEL; empty where it has none. */
Text token_key_label(const TokenKey *key);
/* The public half as a JSON Web Key. */
MUST_CHECK bool token_key_public(Arena *arena, const TokenKey *key, Text *jwk, Error *error);

/* RSA-OAEP with SHA-1, inside the token. `length`: the room, then what was written. */
bool token_key_decrypt(const TokenKey *key, Text wrapped, unsigned char *plain, size_t *length);
/* The x that both ends of a curve agree on; `point` is the other's, not compressed. */
bool token_key_derive(const TokenKey *key, Text point, void *shared, size_t length);

#endif
