/* SPDX-License-Identifier: Apache-2.0 */
#include "sharing/kas.h"

#include "base/json.h"
#include "sharing/bytes.h"
#include "sharing/kas_parts.h"
#include "sharing/lease.h"
#include "sharing/tdf_parts.h"

/* An answer while it is made. */
typedef struct Answering {
    Arena *arena;
    const Kas *kas;
    KeySession session;
    JsonWriter *json;
    int64_t now_s;
    int64_t lease_s;
} Answering;

/* What the client is given. */
typedef struct KasRelease {
    Text wrapped;
    Text lease; /* or empty */
} KasRelease;

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
    const KasQuestion question = {&policy, &key->access, work->lease_s};
    if (!base64_decode(work->arena, group->policy, &json)) {
        return error_set(error, ERROR_INVALID, "the policy is not base64");
    }
    if (!tdf_policy_parse(work->arena, json, &policy, error) ||
        !work->kas->decide(work->kas->context, work->arena, &question, verdict, error)) {
        return false;
    }
    return verdict->is_released ||
           error_set(error, ERROR_INVALID, "%.*s", TEXT_ARGS(verdict->reason));
}

static void make_lease(const Answering *work, const KasGroup *group, const KasKey *key,
                       const KasVerdict *verdict, const SecretKey *share, KasRelease *release) {
    const LeaseTerms terms = {.access = &key->access,
                              .policy = group->policy,
                              .client = work->session.to,
                              .wrapped = {release->wrapped, work->session.session_pem},
                              .from_s = work->now_s,
                              .until_s = verdict->lease_until_s};
    release->lease = lease_make(work->arena, &terms, share);
}

/* What the client is given of one key. The share is opened before it is decided, so that nobody
 * learns a decision about a policy that is not the key's. */
static bool release(const Answering *work, const KasGroup *group, const KasKey *key,
                    KasVerdict *verdict, KasRelease *release, Error *error) {
    CLEANUP(secret_key_close) SecretKey *share = NULL;
    if (!open_share(work, group, key, &share, error) || !decide(work, group, key, verdict, error) ||
        !key_session_wrap(work->arena, &work->session, share, &release->wrapped, error)) {
        return false;
    }
    if (verdict->lease_until_s > 0) {
        make_lease(work, group, key, verdict, share, release);
    }
    return true;
}

/* As other key servers name them, for clients of others; and in words. */
static void write_obligations(Arena *arena, JsonWriter *json, const KasVerdict *verdict) {
    json_begin_array(json, "X-Required-Obligations");
    for (size_t i = 0; i < verdict->obligation_count; i++) {
        json_add_text(json, "",
                      text_format(arena, "%.*s%.*s", TEXT_ARGS(KAS_OBLIGATION_PREFIX),
                                  TEXT_ARGS(verdict->obligations[i].name)));
    }
    json_end(json);
    json_begin_array(json, "entente.obligations");
    for (size_t i = 0; i < verdict->obligation_count; i++) {
        json_begin_object(json, "");
        json_add_text(json, "name", verdict->obligations[i].name);
        json_add_text(json, "text", verdict->obligations[i].text);
        json_add_text(json, "citation", verdict->obligations[i].citation);
        json_end(json);
    }
    json_end(json);
}

static void write_metadata(Arena *arena, JsonWriter *json, const KasVerdict *verdict,
                           const KasRelease *release) {
    json_begin_object(json, "metadata");
    if (!text_is_empty(verdict->explanation)) {
        json_add_text(json, "entente.decision", verdict->explanation);
    }
    if (verdict->audit_row > 0) {
        json_add_integer(json, "entente.audit", verdict->audit_row);
    }
    if (verdict->obligation_count > 0) {
        write_obligations(arena, json, verdict);
    }
    if (!text_is_empty(release->lease)) {
        json_add_text(json, "entente.lease", release->lease);
    }
    json_end(json);
}

static void write_result(Answering *work, const KasGroup *group, const KasKey *key) {
    KasVerdict verdict = {0};
    KasRelease given = {0};
    Error error = {0};
    const bool is_given = release(work, group, key, &verdict, &given, &error);
    JsonWriter *json = work->json;
    json_begin_object(json, "");
    write_metadata(work->arena, json, &verdict, &given);
    json_add_text(json, "keyAccessObjectId", key->id);
    json_add_text(json, "status", is_given ? TEXT("permit") : TEXT("fail"));
    if (is_given) {
        json_add_text(json, "kasWrappedKey", base64_encode(work->arena, given.wrapped));
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
    KasRelease given = {0};
    JsonWriter *json = work->json;
    if (!release(work, request->groups, request->groups->keys, &verdict, &given, error)) {
        json_add_text(json, "error", text_from(error->message));
        write_metadata(work->arena, json, &verdict, &given);
        return false;
    }
    json_add_text(json, "entityWrappedKey", base64_encode(work->arena, given.wrapped));
    json_add_text(json, "schemaVersion", TEXT("1.0"));
    if (!text_is_empty(work->session.session_pem)) {
        json_add_text(json, "sessionPublicKey", work->session.session_pem);
    }
    write_metadata(work->arena, json, &verdict, &given);
    return true;
}

/* A lease lasts, so it is given only to who has shown to have the key that it is bound to. */
static bool begin_session(Arena *arena, const KasRequest *request, KeyRing *client,
                          KeySession *session, Error *error) {
    if (!key_ring_read(client, TEXT("clientPublicKey"), request->client_public_key, TEXT(""),
                       TEXT(""), error)) {
        return false;
    }
    const SharingKey *key = key_ring_at(client, 0);
    if (request->lease_s > 0 && !jws_is_signed_by(&request->jws, key)) {
        return error_set(error, ERROR_INVALID,
                         "a lease is asked for with the key that it is to be bound to");
    }
    return key_session_begin(arena, key, session, error);
}

bool kas_rewrap(Arena *arena, const Kas *kas, const KasCaller *caller, Text body, Text *answer,
                bool *is_refused, Error *error) {
    KasRequest request;
    Answering work = {.arena = arena, .kas = kas};
    KeyRing client = key_ring_new(arena);
    if (!kas_request_read(arena, body, caller, &request, error)) {
        return false;
    }
    work.now_s = caller->now_s;
    work.lease_s = request.lease_s;
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
