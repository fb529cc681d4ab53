/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ENTENTE_SHARING_KAS_PROTO_H
#define ENTENTE_SHARING_KAS_PROTO_H

/* Part of the face of sharing/: the messages of kas.AccessService as Protocol Buffers, which
 * clients in Go send by Connect (application/proto). Each is turned into the JSON of the same
 * message and back, so that there is one way to answer. */

#include "base/arena.h"
#include "base/compiler.h"
#include "base/error.h"
#include "base/text.h"

typedef enum KasMessage {
    KAS_KEY_REQUEST,
    KAS_KEY_ANSWER,
    KAS_REWRAP_REQUEST,
    KAS_REWRAP_ANSWER
} KasMessage;

/* A message out of an address: base64, of either alphabet. */
MUST_CHECK bool kas_proto_decode(Arena *arena, Text written, Text *message, Error *error);

/* Requests alone. Fields that are not known are left out. */
MUST_CHECK bool kas_proto_read(Arena *arena, KasMessage kind, Text message, Text *json,
                               Error *error);
/* Answers alone. Members that the message does not have are left out. */
MUST_CHECK bool kas_proto_write(Arena *arena, KasMessage kind, Text json, Text *message,
                                Error *error);

#endif
