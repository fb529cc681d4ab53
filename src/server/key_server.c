/* SPDX-License-Identifier: Apache-2.0 */
#include "server/key_server.h"

#include <pthread.h>

#include "base/file.h"

enum {
    NONCE_PERIOD_S = 120,
    HOUR_S = 3600,
    SEEN_MAX = 1 << 16 /* proofs a lifetime */
};

/* A proof that was seen, by the hash of its identifier. */
typedef struct SeenProof {
    uint64_t hash;
    int64_t at_s;
} SeenProof;

struct KeyServer {
    KeyRing keys;
    Text holder;
    bool wants_possession;
    int64_t lease_s;
    NonceMaker *nonces;
    pthread_mutex_t lock;
    SeenProof *seen; /* a table of SEEN_MAX places, by hash */
};

/* The file's name without its folder and ending names the key. */
static Text kid_of(Text path) {
    Text rest = path;
    Text name = path;
    while (text_split(&rest, '/', &name)) {
    }
    Text kid = {0};
    (void)text_split(&name, '.', &kid);
    return kid;
}

bool key_server_has_tokens(const KeyServerOptions *options) {
    for (size_t i = 0; i < options->key_count; i++) {
        if (key_is_token_uri(options->keys[i])) {
            return true;
        }
    }
    return false;
}

static bool read_key(Arena *arena, KeyServer *server, Text path, const KeyServerOptions *options,
                     Error *error) {
    Text content = {0};
    if (key_is_token_uri(path)) {
        return key_ring_open_token(&server->keys, path, options->pin, error);
    }
    if (!file_read(arena, path, KEY_FILE_BYTES_MAX, &content, error)) {
        return false;
    }
    const bool is_read =
        key_ring_read(&server->keys, path, content, kid_of(path), options->passphrase, error);
    secret_wipe_text(content);
    return is_read;
}

static bool check_private(const KeyServer *server, Error *error) {
    for (size_t i = 0; i < server->keys.keys.count; i++) {
        if (!key_ring_at(&server->keys, i)->is_private) {
            return error_set(error, ERROR_INVALID,
                             "a key server needs private keys; `%.*s` is none",
                             TEXT_ARGS(key_ring_at(&server->keys, i)->kid));
        }
    }
    return true;
}

bool key_server_open(Arena *arena, const KeyServerOptions *options, KeyServer **server,
                     Error *error) {
    *server = NULL;
    if (options->key_count == 0) {
        return true;
    }
    if (text_is_empty(options->holder)) {
        return error_set(error, ERROR_INVALID,
                         "a key server needs to know whose data it holds: `--kas-holder PARTY`");
    }
    sharing_protect_secrets();
    KeyServer *made = ARENA_NEW(arena, KeyServer);
    made->keys = key_ring_new(arena);
    made->holder = options->holder;
    made->wants_possession = options->wants_possession;
    made->lease_s = options->lease_hours * HOUR_S;
    made->seen = ARENA_MANY(arena, SeenProof, SEEN_MAX);
    (void)pthread_mutex_init(&made->lock, NULL);
    *server = made;
    for (size_t i = 0; i < options->key_count; i++) {
        if (!read_key(arena, made, options->keys[i], options, error)) {
            return false;
        }
    }
    return check_private(made, error) && nonce_maker_new(arena, &made->nonces, error);
}

void key_server_close(KeyServer *server) {
    if (server != NULL) {
        key_ring_close(&server->keys);
        nonce_maker_free(server->nonces);
        (void)pthread_mutex_destroy(&server->lock);
    }
}

const KeyRing *key_server_keys(const KeyServer *server) {
    return &server->keys;
}

Text key_server_holder(const KeyServer *server) {
    return server->holder;
}

bool key_server_wants_possession(const KeyServer *server) {
    return server->wants_possession;
}

int64_t key_server_lease_s(const KeyServer *server) {
    return server->lease_s;
}

Text key_server_nonce(Arena *arena, const KeyServer *server, int64_t now_s) {
    return nonce_make(arena, server->nonces, now_s / NONCE_PERIOD_S);
}

bool key_server_knows_nonce(Arena *arena, const KeyServer *server, Text nonce, int64_t now_s) {
    const int64_t period = now_s / NONCE_PERIOD_S;
    return nonce_is(arena, server->nonces, period, nonce) ||
           nonce_is(arena, server->nonces, period - 1, nonce);
}

/* Open addressing; a place whose proof has run out is free. */
static bool note(KeyServer *server, uint64_t hash, int64_t now_s) {
    for (size_t step = 0; step < SEEN_MAX; step++) {
        SeenProof *place = &server->seen[(hash + step) % SEEN_MAX];
        const bool is_free = now_s - place->at_s > INT64_C(2) * PROOF_LIFETIME_S;
        if (place->hash == hash && !is_free) {
            return false;
        }
        if (is_free) {
            *place = (SeenProof){hash, now_s};
            return true;
        }
    }
    return false;
}

bool key_server_is_new(KeyServer *server, Text identifier, int64_t now_s) {
    (void)pthread_mutex_lock(&server->lock);
    const bool is_new = note(server, text_hash(identifier), now_s);
    (void)pthread_mutex_unlock(&server->lock);
    return is_new;
}
