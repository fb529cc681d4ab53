/* SPDX-License-Identifier: Apache-2.0 */
#include "sharing/kas.h"

#include "base/json.h"
#include "sharing/bytes.h"
#include "sharing/kas_parts.h"
#include "sharing/tdf_parts.h"

/* An answer while it is made. */
typedef struct Answering {
    Arena *arena;
    const Kas *kas;
    KeySession session;
    JsonWriter *json;
    bool any_refused;
    Text reason; /* of the last one refused */
    Text explanation;
} Answering;

/* Opens the share, for which the policy must be the one it is bound to. */
static bool open_share(const Answering *work, const KasGroup *group, const KasKey *key,
                       SecretKey **share, Error *error) {
    const Tdf tdf = {.policy = group->policy};
    return tdf_open_share(work->arena, &tdf, &key->access, work->kas->keys, share, error);
}

static bool decide(const Answering *work, const KasGroup *group, const KasKey *key,
                   KasVerdict *verdict, Error *error) {
    TdfPolicy policy;
    Text json = {0};
    if (!base64_decode(work->arena, group->policy, &json)) {
        return error_set(error, ERROR_INVALID, "the policy is not base64");
    }
    if (!tdf_policy_parse(work->arena, json, &policy, error) ||
        !work->kas->decide(work->kas->context, work->arena, &policy, &key->access, verdict,
                           error)) {
        return false;
    }
    return verdict->is_released ||
           error_set(error, ERROR_INVALID, "%.*s", TEXT_ARGS(verdict->reason));
}

/* What the client is given of one key. The share is opened before it is decided, so that nobody
 * learns a decision about a policy that is not the key's. */
static bool release(const Answering *work, const KasGroup *group, const KasKey *key,
                    KasVerdict *verdict, Text *wrapped, Error *error) {
    CLEANUP(secret_key_close) SecretKey *share = NULL;
    return open_share(work, group, key, &share, error) &&
           decide(work, group, key, verdict, error) &&
           key_session_wrap(work->arena, &work->session, share, wrapped, error);
}

static void write_metadata(JsonWriter *json, const KasVerdict *verdict) {
    json_begin_object(json, "metadata");
    if (!text_is_empty(verdict->explanation)) {
        json_add_text(json, "entente.decision", verdict->explanation);
    }
    if (verdict->audit_row > 0) {
        json_add_integer(json, "entente.audit", verdict->audit_row);
    }
    json_end(json);
}

static void write_result(Answering *work, const KasGroup *group, const KasKey *key) {
    KasVerdict verdict = {0};
    Text wrapped = {0};
    Error error = {0};
    const bool is_given = release(work, group, key, &verdict, &wrapped, &error);
    JsonWriter *json = work->json;
    json_begin_object(json, "");
    write_metadata(json, &verdict);
    json_add_text(json, "keyAccessObjectId", key->id);
    json_add_text(json, "status", is_given ? TEXT("permit") : TEXT("fail"));
    if (is_given) {
        json_add_text(json, "kasWrappedKey", base64_encode(work->arena, wrapped));
    } else {
        json_add_text(json, "error", text_from(error.message));
    }
    json_end(json);
}

static void write_groups(Answering *work, const KasRequest *request) {
    JsonWriter *json = work->json;
    if (!text_is_empty(work->session.session_pem)) {
        json_add_text(json, "sessionPublicKey", work->session.session_pem);
    }
    json_begin_array(json, "responses");
    for (size_t i = 0; i < request->group_count; i++) {
        const KasGroup *group = &request->groups[i];
        json_begin_object(json, "");
        json_add_text(json, "policyId", group->id);
        json_begin_array(json, "results");
        for (size_t j = 0; j < group->key_count; j++) {
            write_result(work, group, &group->keys[j]);
        }
        json_end(json);
        json_end(json);
    }
    json_end(json);
}

/* One key, or an error: version 1 knows nothing between. */
static bool write_old(Answering *work, const KasRequest *request, Error *error) {
    KasVerdict verdict = {0};
    Text wrapped = {0};
    JsonWriter *json = work->json;
    if (!release(work, request->groups, request->groups->keys, &verdict, &wrapped, error)) {
        json_add_text(json, "error", text_from(error->message));
        write_metadata(json, &verdict);
        return false;
    }
    json_add_text(json, "entityWrappedKey", base64_encode(work->arena, wrapped));
    json_add_text(json, "schemaVersion", TEXT("1.0"));
    if (!text_is_empty(work->session.session_pem)) {
        json_add_text(json, "sessionPublicKey", work->session.session_pem);
    }
    write_metadata(json, &verdict);
    return true;
}

static bool begin_session(Arena *arena, const KasRequest *request, KeyRing *client,
                          KeySession *session, Error *error) {
    return key_ring_read(client, TEXT("clientPublicKey"), request->client_public_key, TEXT(""),
                         TEXT(""), error) &&
           key_session_begin(arena, key_ring_at(client, 0), session, error);
}

bool kas_rewrap(Arena *arena, const Kas *kas, const KasCaller *caller, Text body, Text *answer,
                bool *is_refused, Error *error) {
    KasRequest request;
    Answering work = {.arena = arena, .kas = kas};
    KeyRing client = key_ring_new(arena);
    if (!kas_request_read(arena, body, caller, &request, error)) {
        return false;
    }
    const bool is_ready = begin_session(arena, &request, &client, &work.session, error);
    *is_refused = false;
    if (is_ready) {
        Error reason = {0};
        work.json = json_writer_new();
        if (request.is_old) {
            *is_refused = !write_old(&work, &request, &reason);
        } else {
            write_groups(&work, &request);
        }
        *answer = json_finish(arena, work.json, false);
        json_writer_free(work.json);
    }
    key_session_end(&work.session);
    key_ring_close(&client);
    return is_ready;
}

/* ---- public keys ---- */

static const SharingKey *newest(const KeyRing *ring, Text algorithm) {
    for (size_t i = ring->keys.count; i-- > 0;) {
        const SharingKey *key = key_ring_at(ring, i);
        if (text_is_empty(algorithm) || text_equals(key->algorithm, algorithm)) {
            return key;
        }
    }
    return NULL;
}

const SharingKey *kas_newest_key(const KeyRing *ring, Text algorithm) {
    /* Without a wish: what every client knows. */
    const SharingKey *key = newest(ring, text_is_empty(algorithm) ? TEXT("rsa:2048") : algorithm);
    return key == NULL && text_is_empty(algorithm) ? newest(ring, algorithm) : key;
}

bool kas_public_key(Arena *arena, const Kas *kas, Text algorithm, bool as_jwk, Text *answer,
                    Error *error) {
    const SharingKey *key = kas_newest_key(kas->keys, algorithm);
    if (key == NULL) {
        return error_set(error, ERROR_MISSING, "there is no key for `%.*s` here",
                         TEXT_ARGS(algorithm));
    }
    JsonWriter *json = json_writer_new();
    json_add_text(json, "publicKey",
                  as_jwk ? key_public_jwk(arena, key) : key_public_pem(arena, key));
    json_add_text(json, "kid", key->kid);
    *answer = json_finish(arena, json, false);
    json_writer_free(json);
    return true;
}
