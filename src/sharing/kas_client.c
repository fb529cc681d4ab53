/* SPDX-License-Identifier: Apache-2.0 */
#include "base/json.h"
#include "base/json_read.h"
#include "sharing/bytes.h"
#include "sharing/jws.h"
#include "sharing/kas.h"
#include "sharing/tdf_parts.h"

enum { REQUEST_LIFETIME_S = 60 };

static Text request_body(Arena *arena, const SharingKey *own, Text policy,
                         const TdfKeyAccess *access) {
    JsonWriter *json = json_writer_new();
    json_add_text(json, "clientPublicKey", key_public_pem(arena, own));
    json_begin_array(json, "requests");
    json_begin_object(json, "");
    json_begin_array(json, "keyAccessObjects");
    json_begin_object(json, "");
    json_add_text(json, "keyAccessObjectId", TEXT("key-0"));
    json_begin_object(json, "keyAccessObject");
    json_add_text(json, "type", access->type);
    json_add_text(json, "url", access->url);
    json_add_text(json, "protocol", TEXT("kas"));
    json_add_text(json, "kid", access->kid);
    json_add_text(json, "sid", access->sid);
    json_add_text(json, "wrappedKey", base64_encode(arena, access->wrapped_key));
    json_add_text(json, "ephemeralPublicKey", access->ephemeral_pem);
    json_begin_object(json, "policyBinding");
    json_add_text(json, "alg", TEXT("HS256"));
    json_add_text(json, "hash", base64_encode(arena, access->binding_hash));
    json_end(json);
    json_end(json);
    json_end(json);
    json_end(json);
    json_begin_object(json, "policy");
    json_add_text(json, "id", TEXT("policy"));
    json_add_text(json, "body", policy);
    json_end(json);
    json_end(json);
    json_end(json);
    const Text text = text_trim(json_finish(arena, json, false));
    json_writer_free(json);
    return text;
}

bool kas_request(Arena *arena, const SharingKey *own, Text policy, const TdfKeyAccess *access,
                 int64_t now_s, Text *body, Error *error) {
    Text token = {0};
    JsonWriter *json = json_writer_new();
    json_add_text(json, "requestBody", request_body(arena, own, policy, access));
    json_add_integer(json, "iat", now_s);
    json_add_integer(json, "exp", now_s + REQUEST_LIFETIME_S);
    const Text payload = text_trim(json_finish(arena, json, false));
    json_writer_free(json);
    if (!jws_sign(arena, own, TEXT(""), payload, &token, error)) {
        return false;
    }
    *body = text_format(arena, "{\"signedRequestToken\":\"%.*s\"}", TEXT_ARGS(token));
    return true;
}

static const JsonValue *first_of(const JsonValue *object, const char *name) {
    const JsonValue *list = object == NULL ? NULL : json_find(object, text_from(name));
    return list != NULL && list->kind == JSON_KIND_ARRAY && list->count > 0 ? &list->items[0]
                                                                            : NULL;
}

bool kas_answer_read(Arena *arena, const SharingKey *own, Text answer, SecretKey **share,
                     Error *error) {
    JsonValue root = {0};
    Text status = {0};
    Text reason = {0};
    Text written = {0};
    WrappedKey wrapped = {0};
    size_t at = 0;
    if (!json_parse(arena, answer, &root, &at, error)) {
        return error_set(error, ERROR_FAILED, "the key server's answer is no sound JSON");
    }
    const JsonValue *result = first_of(first_of(&root, "responses"), "results");
    if (result == NULL || !json_text_member(result, "status", &status, error) ||
        !json_text_member(result, "error", &reason, error) ||
        !json_text_member(result, "kasWrappedKey", &written, error) ||
        !json_text_member(&root, "sessionPublicKey", &wrapped.ephemeral_pem, error)) {
        return error_set(error, ERROR_FAILED, "the key server's answer has no result");
    }
    if (!text_equals(status, TEXT("permit"))) {
        return error_set(error, ERROR_INVALID, "refused: %.*s", TEXT_ARGS(reason));
    }
    return (base64_decode(arena, written, &wrapped.bytes) ||
            error_set(error, ERROR_FAILED, "the key server's answer is not base64")) &&
           key_unwrap(arena, own, &wrapped, share, error);
}
