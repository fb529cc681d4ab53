/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ENTENTE_SHARING_LEASE_H
#define ENTENTE_SHARING_LEASE_H

/* Part of the face of sharing/: a share of a file's key for use without a network, until a moment.
 * It is closed for the private key of the one who asked and bound to the policy, the key server and
 * the moment by a signature under the share itself: whoever can check it has the share, and nobody
 * else can change it. That it is not used after its moment is for the program that opens it;
 * whoever has both the lease and the private key can do without that program. */

#include <stdint.h>

#include "base/arena.h"
#include "base/compiler.h"
#include "base/error.h"
#include "base/text.h"
#include "sharing/keys.h"
#include "sharing/tdf.h"

enum { LEASE_FILE_BYTES_MAX = 4 << 20, LEASE_HOURS_MAX = 24 * 31 };

typedef struct LeaseTerms {
    const TdfKeyAccess *access; /* its url and sid name the share */
    Text policy;                /* as it stands in the manifest: base64 */
    const SharingKey *client;
    WrappedKey wrapped; /* the share, closed for the client */
    int64_t from_s;     /* since 1970 */
    int64_t until_s;
} LeaseTerms;

/* A JWS. */
Text lease_make(Arena *arena, const LeaseTerms *terms, const SecretKey *share);

/* "2026-11-24T22:05:01Z". */
Text lease_moment(Arena *arena, int64_t seconds);

/* Opens the share of `access`, where the lease is for it, holds at that moment, and is closed for
 * a key of the ring. */
MUST_CHECK bool lease_open(Arena *arena, Text lease, Text policy, const TdfKeyAccess *access,
                           const KeyRing *own, int64_t now_s, SecretKey **share, Error *error);

/* A file of leases, one for each share: {"leases": [...]}. */
Text lease_file_format(Arena *arena, const Text *leases, size_t count);
MUST_CHECK bool lease_file_parse(Arena *arena, Text content, const Text **leases, size_t *count,
                                 Error *error);

/* Opens shares with the leases of a file. */
typedef struct LeaseBook {
    const Text *leases;
    size_t count;
    const KeyRing *own;
    int64_t now_s;
} LeaseBook;
TdfOpener tdf_opener_of_leases(const LeaseBook *book);

#endif
