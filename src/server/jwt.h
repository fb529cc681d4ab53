/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ENTENTE_SERVER_JWT_H
#define ENTENTE_SERVER_JWT_H

/* Private to server/: JSON Web Tokens (RFC 7519) in the compact form of RFC 7515, signed by RS256
 * or ES256 (RFC 7518) and by nothing else, and keys to check them with (RFC 7517). Reading a token
 * trusts nothing of it; only jwt_verify does. Times are passed in. */

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/compiler.h"
#include "base/error.h"
#include "base/json_read.h"
#include "base/text.h"

enum { JWT_BYTES_MAX = 16 << 10, JWT_SKEW_SECONDS = 60 };

typedef enum JwtAlgorithm { JWT_RS256, JWT_ES256 } JwtAlgorithm;

typedef struct Jwt {
    JwtAlgorithm algorithm;
    Text key_name;  /* `kid`, or empty */
    Text signed_by; /* what the signature is of: header and claims as they were sent */
    Text signature;
    JsonValue claims; /* an object */
} Jwt;

/* Reads a token of at most JWT_BYTES_MAX. False where it is none, names another algorithm, or asks
 * for what is not understood (`crit`). O(bytes). */
MUST_CHECK bool jwt_parse(Arena *arena, Text token, Jwt *jwt, Error *error);

typedef struct JwtKeys JwtKeys;

/* Reads a set of keys. Keys of other kinds and uses are left out; RSA keys must have 2,048 bits or
 * more. ERROR_INVALID where the text is no set, or no key of it is of use. */
MUST_CHECK bool jwt_keys_parse(Text json, JwtKeys **keys, Error *error);
void jwt_keys_free(JwtKeys *keys);
bool jwt_keys_have(const JwtKeys *keys, Text key_name);

/* Whether a key of the set signed the token: the one it names; where it names none, the only one
 * of its algorithm. */
bool jwt_is_signed(const Jwt *jwt, const JwtKeys *keys);

typedef struct JwtExpectation {
    Text issuer;
    Text audience;
    int64_t now; /* seconds since 1970 */
} JwtExpectation;

/* Whether issuer, audience and times are as expected, the clocks JWT_SKEW_SECONDS apart at most. A
 * token without an end, an issuer, an audience or a subject is not. */
bool jwt_is_expected(const Jwt *jwt, const JwtExpectation *expectation);

/* Base64url without padding (RFC 4648, section 5), read strictly. */
MUST_CHECK bool jwt_decode(Arena *arena, Text encoded, Text *bytes);

#endif
