/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ENTENTE_SERVICE_SHARE_H
#define ENTENTE_SERVICE_SHARE_H

/* Part of the face of service/: sealed files as people handle them. What a label and a policy say
 * is shown in words; whether somebody may have a key is decided in key release. */

#include "sharing/sharing.h"

/* Names of attributes begin with it, unless a user has another. */
#define SHARE_ATTRIBUTE_PREFIX TEXT("https://entente.example")

typedef struct SealOptions {
    Text label; /* in any form; empty: none */
    Text item;
    Text attribute_prefix;
    Text mime_type;
    TdfFormat format;
    const TdfRecipient *recipients;
    size_t recipient_count;
    bool has_size;
    uint64_t size;
} SealOptions;

MUST_CHECK bool service_seal(Arena *arena, const SealOptions *options, const ByteStream *input,
                             const ByteSink *sink, Error *error);

/* How far a sealed file was proven. */
typedef enum ShareProof {
    SHARE_PROOF_NONE,  /* no key was given */
    SHARE_PROOF_WHOLE, /* root, assertions and label hold */
    SHARE_PROOF_BROKEN
} ShareProof;

typedef struct ShareReport {
    Text name;
    const Tdf *tdf;
    ShareProof proof;
    Text reason; /* why it is broken, or not proven */
} ShareReport;

/* Fills how far `report->tdf` is proven by keys and trusted keys, which may be NULL. */
void service_share_prove(Arena *arena, const KeyRing *keys, const KeyRing *trusted,
                         ShareReport *report);

Text service_inspect_text(Arena *arena, const ShareReport *report);
Text service_inspect_json(Arena *arena, const ShareReport *report);

#endif
