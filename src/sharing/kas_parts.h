/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ENTENTE_SHARING_KAS_PARTS_H
#define ENTENTE_SHARING_KAS_PARTS_H

/* Private to sharing/: a request to a key server while it is answered. */

#include "base/json_read.h"
#include "sharing/jws.h"
#include "sharing/kas.h"

typedef struct KasKey {
    Text id;
    TdfKeyAccess access;
} KasKey;

/* Keys of one policy. */
typedef struct KasGroup {
    Text id;
    Text policy; /* base64 */
    const KasKey *keys;
    size_t key_count;
} KasGroup;

typedef struct KasRequest {
    const KasGroup *groups;
    size_t group_count;
    Text client_public_key;
    bool is_old; /* one key, in the way of version 1 */
    int64_t lease_s;
    Jws jws; /* the request as it was signed */
} KasRequest;

MUST_CHECK bool kas_request_read(Arena *arena, Text body, const KasCaller *caller,
                                 KasRequest *request, Error *error);

/* Both ends' key of one answer. */
typedef struct KeySession {
    const SharingKey *to;
    SecretKey *key;   /* of a curve */
    Text session_pem; /* of a curve */
} KeySession;

MUST_CHECK bool key_session_begin(Arena *arena, const SharingKey *to, KeySession *session,
                                  Error *error);
MUST_CHECK bool key_session_wrap(Arena *arena, const KeySession *session, const SecretKey *secret,
                                 Text *wrapped, Error *error);
void key_session_end(KeySession *session);

#endif
