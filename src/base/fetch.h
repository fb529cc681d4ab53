/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ENTENTE_BASE_FETCH_H
#define ENTENTE_BASE_FETCH_H

/* One HTTP request, to http: and https: addresses alone. Redirects are not
 * followed; an answer has at most FETCH_BYTES_MAX bytes. */

#include "base/arena.h"
#include "base/compiler.h"
#include "base/error.h"
#include "base/text.h"

enum { FETCH_BYTES_MAX = 8 << 20, FETCH_SECONDS = 60 };

typedef struct FetchRequest {
    Text url;
    Text body;    /* JSON, by POST; empty: GET */
    Text token;   /* or empty */
    Text proof;   /* DPoP; or empty */
    Text context; /* what a key server is told beside it; or empty */
    long seconds; /* to wait at most; 0: FETCH_SECONDS */
} FetchRequest;

typedef struct FetchAnswer {
    long status;
    Text body;
    Text nonce; /* of the header DPoP-Nonce; or empty */
} FetchAnswer;

MUST_CHECK bool fetch(Arena *arena, const FetchRequest *request, FetchAnswer *answer, Error *error);

#endif
