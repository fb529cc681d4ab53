/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ENTENTE_SHARING_KAS_H
#define ENTENTE_SHARING_KAS_H

/* Part of the face of sharing/: what a key server answers (OpenTDF's KAS). A request names keys
 * that are closed for the server, each with its policy; the server opens a share, checks that the
 * policy is the one it is bound to, asks whether it may be released, and closes it anew for who
 * asked. What is decided, and how, is the caller's; nothing here reads a clock. Any thread may
 * call kas_rewrap over one Kas. */

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/compiler.h"
#include "base/error.h"
#include "base/text.h"
#include "sharing/keys.h"
#include "sharing/tdf.h"

enum { KAS_REQUEST_BYTES_MAX = 4 << 20, KAS_KEYS_MAX = 256 };

/* What was decided of one key. */
typedef struct KasVerdict {
    bool is_released;
    Text reason;       /* one line */
    Text explanation;  /* a JSON object; or empty */
    int64_t audit_row; /* 0: none */
} KasVerdict;

typedef struct Kas {
    const KeyRing *keys;
    void *context;
    /* Decides; it must be put on record there before it answers true. False: it could not be
     * decided, which is a refusal with the error's words. */
    bool (*decide)(void *context, Arena *arena, const TdfPolicy *policy, const TdfKeyAccess *access,
                   KasVerdict *verdict, Error *error);
} Kas;

/* Who signed the request. */
typedef struct KasCaller {
    const SharingKey *possession; /* the key that was proven to be the caller's; NULL: none was */
    int64_t now_s;                /* since 1970 */
} KasCaller;

/* Answers a request's body by JSON. False, with the reason, where the request itself cannot be
 * used. `is_refused`: an old request for one key, which was not released; its answer is an error.
 * Results stand in the order of the request. */
MUST_CHECK bool kas_rewrap(Arena *arena, const Kas *kas, const KasCaller *caller, Text body,
                           Text *answer, bool *is_refused, Error *error);

/* The public key for an algorithm ("rsa:2048", "ec:secp256r1"; empty: the first), as the newest of
 * the ring: the last one read. False where there is none. */
MUST_CHECK bool kas_public_key(Arena *arena, const Kas *kas, Text algorithm, bool as_jwk,
                               Text *answer, Error *error);

/* That key: what new files are sealed for. NULL where there is none. */
const SharingKey *kas_newest_key(const KeyRing *ring, Text algorithm);

/* ---- the client's side ---- */

/* A request for some key accesses of a sealed file, signed with `own` (whose public half answers
 * are closed for), and what came back: the share at `index`. */
MUST_CHECK bool kas_request(Arena *arena, const SharingKey *own, Text policy,
                            const TdfKeyAccess *access, int64_t now_s, Text *body, Error *error);
MUST_CHECK bool kas_answer_read(Arena *arena, const SharingKey *own, Text answer, SecretKey **share,
                                Error *error);

/* ---- RFC 9449: proof that the caller has a key ---- */

typedef struct DpopExpected {
    Text method;
    Text url;   /* without query and fragment */
    Text token; /* the access token it comes with */
    Text nonce; /* what the server last asked for; empty: none is wanted */
    int64_t now_s;
    int64_t lifetime_s; /* an older proof is refused, and one from the future */
} DpopExpected;

/* Reads and checks a proof; its key is added to the ring. Its identifier and its nonce (which may
 * be empty) are given for the checks that the caller makes. */
MUST_CHECK bool dpop_check(Arena *arena, Text proof, const DpopExpected *expected, KeyRing *ring,
                           Text *identifier, Text *nonce, Error *error);

/* A proof for a request that is about to be made. */
MUST_CHECK bool dpop_make(Arena *arena, const SharingKey *key, const DpopExpected *expected,
                          Text nonce, Text *proof, Error *error);

/* The thumbprint that a token is bound to (cnf.jkt); empty where it is not bound. The token itself
 * must have been proven before. */
Text dpop_bound_to(Arena *arena, Text token);

/* Nonces that need not be kept: each is an HMAC over its number under a key of their maker. */
typedef struct NonceMaker NonceMaker;
MUST_CHECK bool nonce_maker_new(Arena *arena, NonceMaker **maker, Error *error);
void nonce_maker_free(NonceMaker *maker);
Text nonce_make(Arena *arena, const NonceMaker *maker, int64_t number);
bool nonce_is(Arena *arena, const NonceMaker *maker, int64_t number, Text nonce);

#endif
