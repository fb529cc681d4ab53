/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ENTENTE_SERVER_ISSUER_KEYS_H
#define ENTENTE_SERVER_ISSUER_KEYS_H

/* Private to server/: an issuer's keys from where it publishes them: an address of its JWKS, or
 * what its metadata say (OpenID Connect Discovery 1.0). They are asked for anew by a thread of
 * their own every ten minutes, and soon after a token names a key that is not known, but not more
 * often than every five seconds; where the issuer does not answer then, the keys that were known
 * stay. Any thread may call this. */

#include "server/jwt.h"

typedef struct IssuerKeys IssuerKeys;

/* Whether the word is an address and no file. */
bool issuer_keys_is_address(Text word);

/* Asks for the first time, and waits for it. Plain http is taken of this machine alone. An empty
 * `address`: the issuer's metadata have it. */
MUST_CHECK bool issuer_keys_open(Text issuer, Text address, int log_descriptor, IssuerKeys **keys,
                                 Error *error);
/* From here on they are kept up to date. */
void issuer_keys_start(IssuerKeys *keys);
void issuer_keys_close(IssuerKeys *keys);

bool issuer_keys_have_signed(IssuerKeys *keys, const Jwt *jwt);

#endif
