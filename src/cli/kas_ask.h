/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ENTENTE_CLI_KAS_ASK_H
#define ENTENTE_CLI_KAS_ASK_H

/* Private to cli/: asking key servers over HTTP. */

#include "cli/cli.h"
#include "sharing/sharing.h"

/* A token, and a key of our own that answers are closed for and requests are signed with. */
typedef struct KasAsking {
    Text tokens; /* one for all servers, or URL=TOKEN of each, parted by blanks */
    Text token;  /* of the server that is being asked */
    const SharingKey *own;
    KeyRing *spare; /* an RSA key is made in it for a server that knows no other; or NULL */
    const Text *acknowledged; /* names of obligations */
    size_t acknowledged_count;
    int64_t lease_s; /* 0: no lease */
    Array leases;    /* of Text: those that were given */
    Array duties;    /* of KasObligation: those that were taken on */
} KasAsking;

/* The tokens of `--token`, or of ENTENTE_TOKEN; or empty. */
Text kas_tokens(Arena *arena, const Arguments *arguments);
/* With what `--acknowledge` names. */
KasAsking kas_asking_new(Arena *arena, const Arguments *arguments, Text tokens,
                         const SharingKey *own);
/* Says on standard error what was taken on. */
void kas_show_duties(const KasAsking *asking);

/* Opens shares by asking the key server of each. */
TdfOpener kas_opener(KasAsking *asking);

/* Adds the public key that a key server is known by. */
MUST_CHECK bool kas_fetch_key(Arena *arena, Text url, KeyRing *ring, Error *error);

#endif
