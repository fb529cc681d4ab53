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

/* What whoever opens it takes on. */
typedef struct KasObligation {
    Text name; /* of its words: when they change, so does it */
    Text text;
    Text citation;
} KasObligation;

/* What is asked of one key. */
typedef struct KasQuestion {
    const TdfPolicy *policy;
    const TdfKeyAccess *access;
    int64_t lease_s; /* for use without a network, for so long; 0: no lease is asked for */
} KasQuestion;

/* What was decided of one key. */
typedef struct KasVerdict {
    bool is_released;
    Text reason;       /* one line */
    Text explanation;  /* a JSON object; or empty */
    int64_t audit_row; /* 0: none */
    const KasObligation *obligations;
    size_t obligation_count;
    int64_t lease_until_s; /* since 1970; 0: no lease */
} KasVerdict;

typedef struct Kas {
    const KeyRing *keys;
    void *context;
    /* Decides; it must be put on record there before it answers true. False: it could not be
     * decided, which is a refusal with the error's words. */
    bool (*decide)(void *context, Arena *arena, const KasQuestion *question, KasVerdict *verdict,
                   Error *error);
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

typedef struct KasAsked {
    Text policy; /* as it stands in the manifest: base64 */
    const TdfKeyAccess *access;
    int64_t now_s;
    int64_t lease_s; /* 0: no lease */
} KasAsked;

/* A request for one key access of a sealed file, signed with `own`, whose public half the answer
 * is closed for. */
MUST_CHECK bool kas_request(Arena *arena, const SharingKey *own, const KasAsked *asked, Text *body,
                            Error *error);

typedef struct KasGiven {
    SecretKey *share; /* the caller's to free */
    Text lease;       /* or empty */
    const KasObligation *obligations;
    size_t obligation_count;
} KasGiven;
/* Obligations are given also where the key is refused for want of their acknowledgement. */
MUST_CHECK bool kas_answer_read(Arena *arena, const SharingKey *own, Text answer, KasGiven *given,
                                Error *error);

/* The header X-Rewrap-Additional-Context that acknowledges obligations; and the names that one
 * acknowledges. */
#define KAS_CONTEXT_HEADER "X-Rewrap-Additional-Context"
#define KAS_OBLIGATION_PREFIX TEXT("https://entente.example/obl/decision/value/")
Text kas_acknowledge(Arena *arena, const Text *names, size_t count);
MUST_CHECK bool kas_acknowledged(Arena *arena, Text header, const Text **names, size_t *count,
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
