/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ENTENTE_SERVER_AUTH_H
#define ENTENTE_SERVER_AUTH_H

/* Private to server/: from what a request shows to who asks. Any thread may call auth_check. */

#include "base/arena.h"
#include "base/error.h"
#include "server/http.h"
#include "server/principal.h"

typedef struct Auth Auth;

typedef struct AuthOptions {
    bool has_local_token; /* one is made, for who sits at this machine */
    Text issuer;          /* of OpenID Connect tokens; empty: none are taken */
    Text audience;
    Text keys;          /* the issuer's JWKS: a file, read again whenever it changes, or an address;
                           empty: where the issuer's metadata say */
    int log_descriptor; /* or -1 */
    Text principals;    /* a table: name, role, parties; or empty */
} AuthOptions;

MUST_CHECK bool auth_new(Arena *arena, const AuthOptions *options, Auth **auth, Error *error);
/* From here on an issuer's keys that come from an address are kept up to date. */
void auth_start(Auth *auth);
void auth_free(Auth *auth);

/* The local token; empty where there is none. It is no text to log. */
Text auth_local_token(const Auth *auth);

/* Who asks. False where nothing good is shown: the request is answered by 401. What is shown wins
 * in this order: a bearer token, a client certificate. */
bool auth_check(Auth *auth, const HttpRequest *request, Principal *principal);

#endif
