/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ENTENTE_SHARING_TDF_H
#define ENTENTE_SHARING_TDF_H

/* Part of the face of sharing/: the sealed object. A payload is cut into segments, each under
 * AES-256-GCM; a manifest beside it has the policy, the wrapped shares of the key, and what proves
 * that nothing was changed. Reading takes what other makers' files have; nothing of a payload is
 * given out before the whole manifest is proven, and no segment before its own tag. Memory is one
 * segment, whatever the payload's size. Sizes are in bytes. */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/compiler.h"
#include "base/error.h"
#include "base/text.h"
#include "sharing/keys.h"
#include "sharing/stream.h"

enum {
    TDF_MANIFEST_BYTES_MAX = 64 << 20,
    TDF_SEGMENT_BYTES = 2 << 20,
    TDF_SEGMENT_BYTES_MAX = 64 << 20,
    TDF_KEYS_MAX = 64,
    TDF_ASSERTIONS_MAX = 64,
    TDF_ATTRIBUTES_MAX = 256
};

typedef enum TdfFormat { TDF_FORMAT_4_2_2, TDF_FORMAT_4_3_0 } TdfFormat;

/* One share of the key, closed for one key server. Shares of the same `sid` are alternatives;
 * one of each `sid` is needed. Texts may be empty. */
typedef struct TdfKeyAccess {
    Text type; /* "wrapped", "ec-wrapped" */
    Text url;
    Text kid;
    Text sid;
    Text wrapped_key;   /* decoded */
    Text ephemeral_pem; /* of "ec-wrapped" */
    Text binding_algorithm;
    Text binding_hash; /* decoded once */
} TdfKeyAccess;

typedef struct TdfSegment {
    Text hash; /* decoded once: raw, or hexadecimal digits in format 4.2.2 */
    uint64_t size;
    uint64_t sealed_size;
} TdfSegment;

/* A statement about the payload, such as its label. */
typedef struct TdfAssertion {
    Text id;
    Text type;
    Text scope;
    Text format;
    Text schema;
    Text value; /* a value that is no text is written out as JSON */
    Text binding_method;
    Text signature;         /* a JWS */
    Text canonical;         /* RFC 8785, without the binding: what is hashed */
    Text canonical_as_text; /* the same where an object as value is hashed as a text; or empty */
} TdfAssertion;

/* What the policy says: attributes of OpenTDF, and our own member, which the binding covers. */
typedef struct TdfPolicy {
    Text uuid;
    const Text *attributes; /* whole names */
    size_t attribute_count;
    const Text *dissemination; /* who alone may have it, where any are named */
    size_t dissemination_count;
    bool has_own;
    Text item;         /* a workspace's id */
    Text marking;      /* the label as it was given */
    Text label_digest; /* SHA-256 of the label's statement, hexadecimal */
} TdfPolicy;

typedef struct Tdf {
    Text schema_version;
    Text policy; /* as it stands in the manifest: base64 */
    TdfPolicy policy_read;
    const TdfKeyAccess *keys;
    size_t key_count;
    Text root; /* decoded once */
    Text segment_algorithm;
    const TdfSegment *segments;
    size_t segment_count;
    const TdfAssertion *assertions;
    size_t assertion_count;
    Text mime_type;
    Text payload_name; /* of the entry of the container */
    uint64_t payload_at;
    uint64_t payload_size;
    uint64_t plain_size;
    uint64_t largest_segment; /* sealed */
} Tdf;

/* Reads container and manifest, and checks all that needs no key. */
MUST_CHECK bool tdf_read(Arena *arena, const ByteSource *source, Tdf *tdf, Error *error);

/* A manifest alone, for a fuzzer and for key servers' tests. */
MUST_CHECK bool tdf_manifest_parse(Arena *arena, Text json, Tdf *tdf, Error *error);
/* A policy, decoded. Unknown members are left alone. */
MUST_CHECK bool tdf_policy_parse(Arena *arena, Text json, TdfPolicy *policy, Error *error);

/* The share's binding covers the policy as it stands in the manifest. */
bool tdf_binding_holds(Arena *arena, const TdfKeyAccess *access, Text policy,
                       const SecretKey *share);

/* The distinct shares, in order of the manifest; `share` of each key access is set. */
size_t tdf_shares(Arena *arena, const Tdf *tdf, const size_t **share_of_key);

/* Opens one share with a private key of the ring, and checks its binding. */
MUST_CHECK bool tdf_open_share(Arena *arena, const Tdf *tdf, const TdfKeyAccess *access,
                               const KeyRing *ring, SecretKey **share, Error *error);

/* Puts the key together from one key access of each share, `opens` giving them in turn; the
 * message names each key server that could not be used, and why. */
typedef struct TdfOpener {
    void *context;
    bool (*open)(void *context, Arena *arena, const Tdf *tdf, const TdfKeyAccess *access,
                 SecretKey **share, Error *error);
} TdfOpener;
MUST_CHECK bool tdf_unlock(Arena *arena, const Tdf *tdf, const TdfOpener *opener, SecretKey **key,
                           Error *error);
TdfOpener tdf_opener_of(const KeyRing *ring);

/* Proves the manifest: root, every assertion, and that the label the policy names is there.
 * Assertions signed with other than the payload's key need a key of `trusted`. */
MUST_CHECK bool tdf_verify(Arena *arena, const Tdf *tdf, const SecretKey *key,
                           const KeyRing *trusted, Error *error);

/* The bytes of the payload, after tdf_verify, which it calls. Each segment is proven before any
 * of it is written. */
MUST_CHECK bool tdf_open(Arena *arena, const Tdf *tdf, const ByteSource *source,
                         const SecretKey *key, const KeyRing *trusted, const ByteSink *sink,
                         Error *error);

/* ---- sealing ---- */

/* A key server and the public key it is known by. */
typedef struct TdfRecipient {
    Text url;
    Text sid; /* recipients of one sid are alternatives; all distinct ones must agree */
    const SharingKey *key;
} TdfRecipient;

typedef struct TdfSealing {
    TdfFormat format;
    const TdfRecipient *recipients;
    size_t recipient_count;
    const Text *attributes; /* whole names */
    size_t attribute_count;
    Text item;
    Text marking;         /* or empty: no label */
    Text label_schema;    /* of the statement */
    Text label_statement; /* the label in the form that travels */
    Text mime_type;
    size_t segment_bytes; /* 0: TDF_SEGMENT_BYTES */
    bool has_size;        /* how much there is to seal is known beforehand */
    uint64_t size;
} TdfSealing;

MUST_CHECK bool tdf_seal(Arena *arena, const TdfSealing *sealing, const ByteStream *input,
                         const ByteSink *sink, Error *error);

/* The policy that sealing writes, as JSON. */
MUST_CHECK bool tdf_policy_format(Arena *arena, const TdfSealing *sealing, Text *json,
                                  Error *error);

#endif
