/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ENTENTE_SHARING_KEY_PARTS_H
#define ENTENTE_SHARING_KEY_PARTS_H

/* Private to sharing/: what the files about keys share. */

#include <openssl/evp.h>

#include "sharing/keys.h"

#define ARENA_KEYS(ring) ARRAY_ITEMS(SharingKey, &(ring)->keys)

typedef struct KeyCurve {
    const char *name;      /* in JSON Web Keys */
    const char *group;     /* OpenSSL's */
    const char *algorithm; /* OpenTDF's */
    int bits;
    int bytes;
} KeyCurve;

enum { KEY_CURVE_COUNT = 3 };
extern const KeyCurve KEY_CURVES[KEY_CURVE_COUNT];

/* The curve of an EC key; NULL for others. */
const KeyCurve *key_curve(const SharingKey *key);

/* Takes the handle over, also where it is refused. */
MUST_CHECK bool key_ring_add(KeyRing *ring, EVP_PKEY *handle, bool is_private, Text name, Text kid,
                             Error *error);

#endif
