/* SPDX-License-Identifier: Apache-2.0 */
#include "sharing/kas_parts.h"

#include "sharing/bytes.h"
#include "sharing/jws.h"
#include "sharing/lease.h"
#include "sharing/tdf_parts.h"

/* Tokens' times may be so far off. */
enum { CLOCK_SKEW_S = 60, HOUR_S = 3600 };

static bool check_time(const JsonValue *payload, const KasCaller *caller, Error *error) {
    uint64_t until = 0;
    return json_size_member(payload, "exp", UINT64_MAX, &until, error) &&
           (caller->now_s < CLOCK_SKEW_S || until >= (uint64_t)(caller->now_s - CLOCK_SKEW_S) ||
            error_set(error, ERROR_INVALID, "the signed request has run out"));
}

/* The body that was signed: JSON as text inside the token. */
static bool read_signed(Arena *arena, Text body, const KasCaller *caller, Jws *jws,
                        JsonValue *request, Error *error) {
    JsonValue root = {0};
    Text token = {0};
    Text inner = {0};
    size_t at = 0;
    if (!json_parse(arena, body, &root, &at, error) || root.kind != JSON_KIND_OBJECT) {
        return error_set(error, ERROR_INVALID, "the request is no sound JSON object");
    }
    if (!json_text_member(&root, "signedRequestToken", &token, error) ||
        (text_is_empty(token) && !json_text_member(&root, "signed_request_token", &token, error)) ||
        !jws_parse(arena, token, jws, error) || !check_time(&jws->payload, caller, error) ||
        !json_text_member(&jws->payload, "requestBody", &inner, error)) {
        return false;
    }
    if (caller->possession != NULL && !jws_is_signed_by(jws, caller->possession)) {
        return error_set(error, ERROR_INVALID,
                         "the request is not signed with the key that was proven");
    }
    if (!json_parse(arena, inner, request, &at, error) || request->kind != JSON_KIND_OBJECT) {
        return error_set(error, ERROR_INVALID, "the signed request is no sound JSON object");
    }
    return true;
}

static bool read_decoded(Arena *arena, const JsonValue *object, const char *name, Text *value,
                         Error *error) {
    Text written = {0};
    return json_text_member(object, name, &written, error) &&
           (base64_decode(arena, written, value) ||
            error_set(error, ERROR_INVALID, "`%s` of the request is not base64", name));
}

static bool read_binding(Arena *arena, const JsonValue *object, TdfKeyAccess *access,
                         Error *error) {
    const JsonValue *binding = json_find(object, TEXT("policyBinding"));
    if (binding != NULL && binding->kind == JSON_KIND_TEXT) {
        return read_decoded(arena, object, "policyBinding", &access->binding_hash, error);
    }
    if (!json_text_member(binding, "alg", &access->binding_algorithm, error) ||
        (text_is_empty(access->binding_algorithm) &&
         !json_text_member(binding, "algorithm", &access->binding_algorithm, error))) {
        return false;
    }
    if (!text_is_empty(access->binding_algorithm) &&
        !text_equals(access->binding_algorithm, TEXT("HS256"))) {
        return error_set(error, ERROR_INVALID,
                         "the policy is bound with `%.*s`, which is not known here",
                         TEXT_ARGS(access->binding_algorithm));
    }
    return read_decoded(arena, binding, "hash", &access->binding_hash, error);
}

static bool read_access(Arena *arena, const JsonValue *object, TdfKeyAccess *access, Error *error) {
    if (object == NULL || object->kind != JSON_KIND_OBJECT) {
        return error_set(error, ERROR_INVALID, "the request names no key");
    }
    return json_text_member(object, "type", &access->type, error) &&
           json_text_member(object, "url", &access->url, error) &&
           json_text_member(object, "kid", &access->kid, error) &&
           json_text_member(object, "sid", &access->sid, error) &&
           json_text_member(object, "ephemeralPublicKey", &access->ephemeral_pem, error) &&
           read_decoded(arena, object, "wrappedKey", &access->wrapped_key, error) &&
           read_binding(arena, object, access, error);
}

static bool read_group(Arena *arena, const JsonValue *object, size_t room, KasGroup *group,
                       Error *error) {
    const JsonValue *policy = json_find(object, TEXT("policy"));
    const JsonValue *list = NULL;
    if (!json_text_member(policy, "id", &group->id, error) ||
        !json_text_member(policy, "body", &group->policy, error) ||
        !json_list_member(object, "keyAccessObjects", room, &list, error)) {
        return false;
    }
    KasKey *keys = ARENA_MANY(arena, KasKey, list == NULL ? 0 : list->count);
    for (size_t i = 0; list != NULL && i < list->count; i++) {
        const JsonValue *item = &list->items[i];
        if (!json_text_member(item, "keyAccessObjectId", &keys[i].id, error) ||
            !read_access(arena, json_find(item, TEXT("keyAccessObject")), &keys[i].access, error)) {
            return false;
        }
    }
    group->keys = keys;
    group->key_count = list == NULL ? 0 : list->count;
    return true;
}

static bool read_groups(Arena *arena, const JsonValue *list, KasRequest *request, Error *error) {
    KasGroup *groups = ARENA_MANY(arena, KasGroup, list->count);
    size_t room = KAS_KEYS_MAX;
    for (size_t i = 0; i < list->count; i++) {
        if (!read_group(arena, &list->items[i], room, &groups[i], error)) {
            return false;
        }
        room -= groups[i].key_count;
    }
    request->groups = groups;
    request->group_count = list->count;
    return true;
}

static bool read_old(Arena *arena, const JsonValue *inner, KasRequest *request, Error *error) {
    KasKey *key = ARENA_NEW(arena, KasKey);
    KasGroup *group = ARENA_NEW(arena, KasGroup);
    if (!json_text_member(inner, "policy", &group->policy, error) ||
        !read_access(arena, json_find(inner, TEXT("keyAccess")), &key->access, error)) {
        return false;
    }
    group->keys = key;
    group->key_count = 1;
    request->groups = group;
    request->group_count = 1;
    request->is_old = true;
    return true;
}

static bool read_lease(const JsonValue *inner, KasRequest *request, Error *error) {
    uint64_t hours = 0;
    if (!json_size_member(inner, "leaseHours", 0, &hours, error)) {
        return false;
    }
    request->lease_s = (int64_t)(hours > LEASE_HOURS_MAX ? LEASE_HOURS_MAX : hours) * HOUR_S;
    return true;
}

bool kas_request_read(Arena *arena, Text body, const KasCaller *caller, KasRequest *request,
                      Error *error) {
    JsonValue inner = {0};
    const JsonValue *list = NULL;
    *request = (KasRequest){0};
    if (body.length > KAS_REQUEST_BYTES_MAX) {
        return error_set(error, ERROR_LIMIT, "a request has at most %d bytes",
                         KAS_REQUEST_BYTES_MAX);
    }
    if (!read_signed(arena, body, caller, &request->jws, &inner, error) ||
        !read_lease(&inner, request, error) ||
        !json_text_member(&inner, "clientPublicKey", &request->client_public_key, error) ||
        !json_list_member(&inner, "requests", KAS_KEYS_MAX, &list, error)) {
        return false;
    }
    return list != NULL && list->count > 0 ? read_groups(arena, list, request, error)
                                           : read_old(arena, &inner, request, error);
}
