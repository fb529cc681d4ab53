/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ENTENTE_SHARING_JWS_H
#define ENTENTE_SHARING_JWS_H

/* Part of the face of sharing/: JSON Web Signatures in their compact form (RFC 7515). A key is
 * never taken from a header, except by the callers whose protocol says so and who then know that
 * it proves possession and nothing else (DPoP). */

#include <stdbool.h>

#include "base/arena.h"
#include "base/compiler.h"
#include "base/error.h"
#include "base/json_read.h"
#include "base/text.h"
#include "sharing/keys.h"

enum { JWS_BYTES_MAX = 4 << 20 };

typedef struct Jws {
    JsonValue header;
    JsonValue payload;
    Text algorithm;
    Text kid; /* or empty */
    Text signed_part;
    Text signature;
} Jws;

/* Takes the parts apart; nothing is proven by that. A header with `crit` is refused. */
MUST_CHECK bool jws_parse(Arena *arena, Text token, Jws *jws, Error *error);

/* Whether the signature is that key's: RS256, RS384, RS512, PS256 to PS512, ES256, ES384, ES512,
 * as fits the key. */
bool jws_is_signed_by(const Jws *jws, const SharingKey *key);
/* By any of them; those with the header's kid first. */
bool jws_is_signed_by_any(const Jws *jws, const KeyRing *ring);
/* HS256. */
bool jws_is_keyed_with(Arena *arena, const Jws *jws, Text key);

/* Signs with HS256. */
Text jws_sign_keyed(Arena *arena, Text key, Text payload);

/* Signs with RS256, ES256, ES384 or ES512, as fits the key. `header` holds more members of the
 * header, with a comma before them, or nothing; `type` may be empty. */
MUST_CHECK bool jws_sign(Arena *arena, const SharingKey *key, Text header, Text payload,
                         Text *token, Error *error);

#endif
