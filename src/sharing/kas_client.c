/* SPDX-License-Identifier: Apache-2.0 */
#include "base/json.h"
#include "base/json_read.h"
#include "sharing/bytes.h"
#include "sharing/jws.h"
#include "sharing/kas.h"
#include "sharing/tdf_parts.h"

enum { REQUEST_LIFETIME_S = 60, HOUR_S = 3600 };

static Text request_body(Arena *arena, const SharingKey *own, const KasAsked *asked) {
    const TdfKeyAccess *access = asked->access;
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
    json_add_text(json, "body", asked->policy);
    json_end(json);
    json_end(json);
    json_end(json);
    if (asked->lease_s > 0) {
        json_add_integer(json, "leaseHours", (asked->lease_s + HOUR_S - 1) / HOUR_S);
    }
    const Text text = text_trim(json_finish(arena, json, false));
    json_writer_free(json);
    return text;
}

bool kas_request(Arena *arena, const SharingKey *own, const KasAsked *asked, Text *body,
                 Error *error) {
    Text token = {0};
    JsonWriter *json = json_writer_new();
    json_add_text(json, "requestBody", request_body(arena, own, asked));
    json_add_integer(json, "iat", asked->now_s);
    json_add_integer(json, "exp", asked->now_s + REQUEST_LIFETIME_S);
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

static bool read_obligations(Arena *arena, const JsonValue *metadata, KasGiven *given,
                             Error *error) {
    const JsonValue *list = NULL;
    if (!json_list_member(metadata, "entente.obligations", TDF_ATTRIBUTES_MAX, &list, error)) {
        return false;
    }
    const size_t count = list == NULL ? 0 : list->count;
    KasObligation *read = ARENA_MANY(arena, KasObligation, count);
    for (size_t i = 0; i < count; i++) {
        if (!json_text_member(&list->items[i], "name", &read[i].name, error) ||
            !json_text_member(&list->items[i], "text", &read[i].text, error) ||
            !json_text_member(&list->items[i], "citation", &read[i].citation, error)) {
            return false;
        }
    }
    given->obligations = read;
    given->obligation_count = count;
    return true;
}

bool kas_answer_read(Arena *arena, const SharingKey *own, Text answer, KasGiven *given,
                     Error *error) {
    JsonValue root = {0};
    Text status = {0};
    Text reason = {0};
    Text written = {0};
    WrappedKey wrapped = {0};
    size_t at = 0;
    *given = (KasGiven){0};
    if (!json_parse(arena, answer, &root, &at, error)) {
        return error_set(error, ERROR_FAILED, "the key server's answer is no sound JSON");
    }
    const JsonValue *result = first_of(first_of(&root, "responses"), "results");
    const JsonValue *metadata = result == NULL ? NULL : json_find(result, TEXT("metadata"));
    if (result == NULL || !json_text_member(result, "status", &status, error) ||
        !json_text_member(result, "error", &reason, error) ||
        !json_text_member(result, "kasWrappedKey", &written, error) ||
        !json_text_member(&root, "sessionPublicKey", &wrapped.ephemeral_pem, error) ||
        !json_text_member(metadata, "entente.lease", &given->lease, error) ||
        !read_obligations(arena, metadata, given, error)) {
        return error_set(error, ERROR_FAILED, "the key server's answer has no result");
    }
    if (!text_equals(status, TEXT("permit"))) {
        return error_set(error, ERROR_INVALID, "refused: %.*s", TEXT_ARGS(reason));
    }
    return (base64_decode(arena, written, &wrapped.bytes) ||
            error_set(error, ERROR_FAILED, "the key server's answer is not base64")) &&
           key_unwrap(arena, own, &wrapped, &given->share, error);
}

/* ---- acknowledging ---- */

Text kas_acknowledge(Arena *arena, const Text *names, size_t count) {
    JsonWriter *json = json_writer_new();
    json_begin_object(json, "obligations");
    json_begin_array(json, "fulfillableFQNs");
    for (size_t i = 0; i < count; i++) {
        json_add_text(
            json, "",
            text_format(arena, "%.*s%.*s", TEXT_ARGS(KAS_OBLIGATION_PREFIX), TEXT_ARGS(names[i])));
    }
    json_end(json);
    json_end(json);
    const Text text = text_trim(json_finish(arena, json, false));
    json_writer_free(json);
    return base64_encode(arena, text);
}

bool kas_acknowledged(Arena *arena, Text header, const Text **names, size_t *count, Error *error) {
    JsonValue root = {0};
    const JsonValue *list = NULL;
    Text json = {0};
    size_t at = 0;
    *names = NULL;
    *count = 0;
    if (text_is_empty(header)) {
        return true;
    }
    if (!base64_decode(arena, header, &json) || !json_parse(arena, json, &root, &at, error) ||
        !json_list_member(json_find(&root, TEXT("obligations")), "fulfillableFQNs",
                          TDF_ATTRIBUTES_MAX, &list, error)) {
        return error_set(error, ERROR_INVALID,
                         "the header " KAS_CONTEXT_HEADER " is no JSON in base64 with "
                         "`obligations.fulfillableFQNs`");
    }
    const size_t whole = list == NULL ? 0 : list->count;
    Text *read = ARENA_MANY(arena, Text, whole);
    for (size_t i = 0; i < whole; i++) {
        const Text name = list->items[i].text;
        if (list->items[i].kind == JSON_KIND_TEXT &&
            text_starts_with(name, KAS_OBLIGATION_PREFIX)) {
            read[(*count)++] = text_slice(name, KAS_OBLIGATION_PREFIX.length, name.length);
        }
    }
    *names = read;
    return true;
}
