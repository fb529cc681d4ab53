/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ENTENTE_SERVER_KEY_SERVER_H
#define ENTENTE_SERVER_KEY_SERVER_H

/* Private to server/: the private keys that sealed files are closed for, and what a key server
 * keeps beside them: which proofs of possession it has seen. Keys are read once, at the start, and
 * never leave it. Any thread may call this. */

#include "base/error.h"
#include "sharing/sharing.h"

typedef struct KeyServer KeyServer;

typedef struct KeyServerOptions {
    const Text *keys; /* files of private keys and keys in tokens, the newest last; none: no key
                         server */
    size_t key_count;
    Text passphrase;   /* of the files */
    Text pin;          /* of the tokens */
    const Text *files; /* what the tokens' modules read and write while they work */
    size_t file_count;
    Text holder;           /* the party or the country whose data it is */
    bool wants_possession; /* requests without DPoP are refused */
    int64_t lease_hours;   /* the longest lease; 0: none is given */
} KeyServerOptions;

/* Whether a key lies in a token, whose module may have to reach it over a network. */
bool key_server_has_tokens(const KeyServerOptions *options);

/* NULL where no keys are given. */
MUST_CHECK bool key_server_open(Arena *arena, const KeyServerOptions *options, KeyServer **server,
                                Error *error);
void key_server_close(KeyServer *server);

const KeyRing *key_server_keys(const KeyServer *server);
Text key_server_holder(const KeyServer *server);
bool key_server_wants_possession(const KeyServer *server);
int64_t key_server_lease_s(const KeyServer *server);

enum { PROOF_LIFETIME_S = 300 };

/* What a proof made now should hold as nonce, and whether it is one of this and the last period. */
Text key_server_nonce(Arena *arena, const KeyServer *server, int64_t now_s);
bool key_server_knows_nonce(Arena *arena, const KeyServer *server, Text nonce, int64_t now_s);

/* Notes a proof's identifier; false where it was seen before, or as many are kept as may be. */
bool key_server_is_new(KeyServer *server, Text identifier, int64_t now_s);

#endif
