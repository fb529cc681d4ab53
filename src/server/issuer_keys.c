/* SPDX-License-Identifier: Apache-2.0 */
#include "server/issuer_keys.h"

#include <pthread.h>
#include <time.h>

#include "base/fetch.h"
#include "server/log.h"

enum { REFRESH_SECONDS = 600, AGAIN_SECONDS = 5, ASKING_SECONDS = 10 };

struct IssuerKeys {
    Arena *arena;
    Text issuer;
    Text address; /* of the keys; empty: the issuer's metadata say */
    int log_descriptor;
    pthread_t thread;
    bool is_started;
    pthread_mutex_t lock; /* of all that follows */
    pthread_cond_t wanted;
    JwtKeys *keys;
    time_t asked; /* monotonic */
    bool is_wanted;
    bool is_ending;
};

static struct timespec steady_now(void) {
    struct timespec now;
    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return now;
}

/* ---- asking ---- */

bool issuer_keys_is_address(Text word) {
    return text_starts_with(word, TEXT("https://")) || text_starts_with(word, TEXT("http://"));
}

/* Who could change the keys on their way could sign as the issuer. */
static bool is_safe(Text address) {
    static const Text OWN[] = {
        {"http://127.0.0.1", 16}, {"http://localhost", 16}, {"http://[::1]", 12}};
    size_t at = 0;
    if (text_find(address, TEXT("@"), &at)) {
        return false;
    }
    for (size_t i = 0; i < sizeof OWN / sizeof OWN[0]; i++) {
        const Text rest = text_slice(address, OWN[i].length, address.length);
        if (text_starts_with(address, OWN[i]) &&
            (text_is_empty(rest) || rest.bytes[0] == ':' || rest.bytes[0] == '/')) {
            return true;
        }
    }
    return text_starts_with(address, TEXT("https://"));
}

static bool ask_for(Arena *arena, Text address, Text *json, Error *error) {
    const FetchRequest request = {.url = address, .seconds = ASKING_SECONDS};
    FetchAnswer answer = {0};
    if (!is_safe(address)) {
        return error_set(
            error, ERROR_INVALID,
            "an issuer's keys come by https, or from this machine; `%.*s` does neither",
            TEXT_ARGS(address));
    }
    if (!fetch(arena, &request, &answer, error)) {
        return false;
    }
    *json = answer.body;
    return answer.status == 200 || error_set(error, ERROR_FAILED, "`%.*s` answers with status %ld",
                                             TEXT_ARGS(address), answer.status);
}

static bool is_text(const JsonValue *value) {
    return value != NULL && value->kind == JSON_KIND_TEXT;
}

/* OpenID Connect Discovery 1.0, sections 4.1 and 4.3. */
static bool discover(Arena *arena, Text issuer, Text *address, Error *error) {
    const size_t slash = text_ends_with(issuer, TEXT("/")) ? 1 : 0;
    const Text place = text_format(arena, "%.*s/.well-known/openid-configuration",
                                   TEXT_ARGS(text_slice(issuer, 0, issuer.length - slash)));
    JsonValue root = {0};
    Text json = {0};
    size_t at = 0;
    if (!ask_for(arena, place, &json, error) || !json_parse(arena, json, &root, &at, error)) {
        return false;
    }
    const JsonValue *named = json_find(&root, TEXT("issuer"));
    const JsonValue *keys = json_find(&root, TEXT("jwks_uri"));
    if (!is_text(named) || !text_equals(named->text, issuer) || !is_text(keys)) {
        return error_set(error, ERROR_INVALID,
                         "`%.*s` is not the metadata of `%.*s`, or names no `jwks_uri`",
                         TEXT_ARGS(place), TEXT_ARGS(issuer));
    }
    *address = keys->text;
    return true;
}

static bool ask(const IssuerKeys *keys, JwtKeys **fresh, Error *error) {
    Arena *arena CLEANUP(arena_close) = arena_new();
    Text address = keys->address;
    Text json = {0};
    return (!text_is_empty(address) || discover(arena, keys->issuer, &address, error)) &&
           ask_for(arena, address, &json, error) && jwt_keys_parse(json, fresh, error);
}

/* ---- keeping up ---- */

/* With the lock held: until it is time, or a key is wanted. */
static void wait_turn(IssuerKeys *keys) {
    struct timespec until = steady_now();
    int waited = 0;
    until.tv_sec += REFRESH_SECONDS;
    while (!keys->is_wanted && !keys->is_ending && waited == 0) {
        waited = pthread_cond_timedwait(&keys->wanted, &keys->lock, &until);
    }
    keys->is_wanted = false;
}

/* With the lock held, which is given up while the issuer is asked. */
static void refresh(IssuerKeys *keys) {
    JwtKeys *fresh = NULL;
    Error error = {0};
    keys->asked = steady_now().tv_sec;
    (void)pthread_mutex_unlock(&keys->lock);
    const bool is_done = ask(keys, &fresh, &error);
    if (!is_done) {
        log_event(keys->log_descriptor, TEXT("issuer's keys not read"), text_from(error.message));
    }
    (void)pthread_mutex_lock(&keys->lock);
    if (is_done) {
        jwt_keys_free(keys->keys);
        keys->keys = fresh;
    }
}

static void *keep_up(void *context) {
    IssuerKeys *keys = context;
    (void)pthread_mutex_lock(&keys->lock);
    while (!keys->is_ending) {
        wait_turn(keys);
        if (!keys->is_ending) {
            refresh(keys);
        }
    }
    (void)pthread_mutex_unlock(&keys->lock);
    return NULL;
}

bool issuer_keys_have_signed(IssuerKeys *keys, const Jwt *jwt) {
    (void)pthread_mutex_lock(&keys->lock);
    const bool is_signed = jwt_is_signed(jwt, keys->keys);
    if (!is_signed && !jwt_keys_have(keys->keys, jwt->key_name) &&
        steady_now().tv_sec - keys->asked >= AGAIN_SECONDS) {
        keys->is_wanted = true;
        (void)pthread_cond_signal(&keys->wanted);
    }
    (void)pthread_mutex_unlock(&keys->lock);
    return is_signed;
}

/* ---- the whole ---- */

bool issuer_keys_open(Text issuer, Text address, int log_descriptor, IssuerKeys **result,
                      Error *error) {
    Arena *arena = arena_new();
    IssuerKeys *keys = ARENA_NEW(arena, IssuerKeys);
    pthread_condattr_t steady;
    *keys = (IssuerKeys){.arena = arena,
                         .issuer = text_copy(arena, issuer),
                         .address = text_copy(arena, address),
                         .log_descriptor = log_descriptor};
    if (!ask(keys, &keys->keys, error)) {
        arena_free(arena);
        return false;
    }
    (void)pthread_mutex_init(&keys->lock, NULL);
    (void)pthread_condattr_init(&steady);
    (void)pthread_condattr_setclock(&steady, CLOCK_MONOTONIC);
    (void)pthread_cond_init(&keys->wanted, &steady);
    (void)pthread_condattr_destroy(&steady);
    *result = keys;
    return true;
}

void issuer_keys_start(IssuerKeys *keys) {
    if (keys != NULL && pthread_create(&keys->thread, NULL, keep_up, keys) != 0) {
        arena_exhausted();
    }
    if (keys != NULL) {
        keys->is_started = true;
    }
}

void issuer_keys_close(IssuerKeys *keys) {
    if (keys == NULL) {
        return;
    }
    (void)pthread_mutex_lock(&keys->lock);
    keys->is_ending = true;
    (void)pthread_cond_signal(&keys->wanted);
    (void)pthread_mutex_unlock(&keys->lock);
    if (keys->is_started) {
        (void)pthread_join(keys->thread, NULL);
    }
    jwt_keys_free(keys->keys);
    (void)pthread_cond_destroy(&keys->wanted);
    (void)pthread_mutex_destroy(&keys->lock);
    arena_free(keys->arena);
}
