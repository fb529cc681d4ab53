/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ENTENTE_CLI_KAS_ASK_H
#define ENTENTE_CLI_KAS_ASK_H

/* Private to cli/: asking key servers over HTTP. */

#include "cli/cli.h"
#include "sharing/sharing.h"

/* A token, and a key of our own that answers are closed for and requests are signed with. */
typedef struct KasAsking {
    Text token;
    const SharingKey *own;
} KasAsking;

/* Opens shares by asking the key server of each. */
TdfOpener kas_opener(KasAsking *asking);

/* Adds the public key that a key server is known by. */
MUST_CHECK bool kas_fetch_key(Arena *arena, Text url, KeyRing *ring, Error *error);

#endif
