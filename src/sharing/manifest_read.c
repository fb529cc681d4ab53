/* SPDX-License-Identifier: Apache-2.0 */
#include "sharing/tdf.h"

#include "base/json_read.h"
#include "sharing/bytes.h"
#include "sharing/secret.h"
#include "sharing/tdf_parts.h"
#include "sharing/zip.h"

enum { SEGMENTS_MAX = 250000 };

static bool read_decoded(Arena *arena, const JsonValue *object, const char *name, Text *value,
                         Error *error) {
    Text written = {0};
    return json_text_member(object, name, &written, error) &&
           (base64_decode(arena, written, value) ||
            error_set(error, ERROR_INVALID, "`%s` of the manifest is not base64", name));
}

static bool require_object(const JsonValue *object, const char *name, Error *error) {
    return (object != NULL && object->kind == JSON_KIND_OBJECT) ||
           error_set(error, ERROR_INVALID, "the manifest has no `%s`", name);
}

/* ---- keys ---- */

/* An object, or in older files the hash alone. */
static bool read_binding(Arena *arena, const JsonValue *object, TdfKeyAccess *access,
                         Error *error) {
    const JsonValue *binding = json_find(object, TEXT("policyBinding"));
    access->binding_algorithm = TEXT("HS256");
    if (binding == NULL) {
        return error_set(error, ERROR_INVALID, "a key of the manifest is not bound to the policy");
    }
    if (binding->kind == JSON_KIND_TEXT) {
        return base64_decode(arena, binding->text, &access->binding_hash) ||
               error_set(error, ERROR_INVALID, "`policyBinding` of the manifest is not base64");
    }
    return json_text_member(binding, "alg", &access->binding_algorithm, error) &&
           read_decoded(arena, binding, "hash", &access->binding_hash, error);
}

static bool read_access(Arena *arena, const JsonValue *object, TdfKeyAccess *access, Error *error) {
    if (!require_object(object, "keyAccess", error) ||
        !json_text_member(object, "type", &access->type, error) ||
        !json_text_member(object, "url", &access->url, error) ||
        !json_text_member(object, "kid", &access->kid, error) ||
        !json_text_member(object, "sid", &access->sid, error) ||
        !json_text_member(object, "ephemeralPublicKey", &access->ephemeral_pem, error) ||
        !read_decoded(arena, object, "wrappedKey", &access->wrapped_key, error) ||
        !read_binding(arena, object, access, error)) {
        return false;
    }
    return text_equals(access->binding_algorithm, TEXT("HS256")) ||
           text_is_empty(access->binding_algorithm) ||
           error_set(error, ERROR_INVALID,
                     "the policy is bound with `%.*s`, which is not known here; HS256 is",
                     TEXT_ARGS(access->binding_algorithm));
}

static bool read_keys(Arena *arena, const JsonValue *information, Tdf *tdf, Error *error) {
    const JsonValue *list = NULL;
    if (!json_list_member(information, "keyAccess", TDF_KEYS_MAX, &list, error)) {
        return false;
    }
    if (list == NULL || list->count == 0) {
        return error_set(error, ERROR_INVALID, "the manifest names no key server");
    }
    TdfKeyAccess *keys = ARENA_MANY(arena, TdfKeyAccess, list->count);
    for (size_t i = 0; i < list->count; i++) {
        if (!read_access(arena, &list->items[i], &keys[i], error)) {
            return false;
        }
    }
    tdf->keys = keys;
    tdf->key_count = list->count;
    return true;
}

/* ---- segments ---- */

static size_t hash_length(Text algorithm) {
    return text_equals(algorithm, TEXT("GMAC")) ? GCM_TAG_BYTES : HASH_BYTES;
}

static bool check_segment(const Tdf *tdf, const TdfSegment *segment, size_t number, Error *error) {
    const size_t length = hash_length(tdf->segment_algorithm);
    if (segment->hash.length != length && segment->hash.length != 2 * length) {
        return error_set(error, ERROR_INVALID, "the hash of segment %zu has a wrong length",
                         number);
    }
    if (segment->sealed_size < SEGMENT_OVERHEAD || segment->sealed_size > TDF_SEGMENT_BYTES_MAX ||
        segment->sealed_size - SEGMENT_OVERHEAD != segment->size) {
        return error_set(error, ERROR_INVALID, "the sizes of segment %zu do not fit each other",
                         number);
    }
    return true;
}

static bool read_segments(Arena *arena, const JsonValue *integrity, Tdf *tdf, Error *error) {
    const JsonValue *list = NULL;
    uint64_t size = 0;
    uint64_t sealed_size = 0;
    if (!json_size_member(integrity, "segmentSizeDefault", 0, &size, error) ||
        !json_size_member(integrity, "encryptedSegmentSizeDefault", 0, &sealed_size, error) ||
        !json_list_member(integrity, "segments", SEGMENTS_MAX, &list, error)) {
        return false;
    }
    tdf->segment_count = list == NULL ? 0 : list->count;
    TdfSegment *segments = ARENA_MANY(arena, TdfSegment, tdf->segment_count);
    for (size_t i = 0; i < tdf->segment_count; i++) {
        const JsonValue *item = &list->items[i];
        if (!read_decoded(arena, item, "hash", &segments[i].hash, error) ||
            !json_size_member(item, "segmentSize", size, &segments[i].size, error) ||
            !json_size_member(item, "encryptedSegmentSize", sealed_size, &segments[i].sealed_size,
                              error) ||
            !check_segment(tdf, &segments[i], i + 1, error)) {
            return false;
        }
        tdf->plain_size += segments[i].size;
        tdf->payload_size += segments[i].sealed_size;
        tdf->largest_segment = segments[i].sealed_size > tdf->largest_segment
                                   ? segments[i].sealed_size
                                   : tdf->largest_segment;
    }
    tdf->segments = segments;
    return true;
}

static bool read_integrity(Arena *arena, const JsonValue *information, Tdf *tdf, Error *error) {
    const JsonValue *integrity = json_find(information, TEXT("integrityInformation"));
    Text algorithm = {0};
    if (!require_object(integrity, "integrityInformation", error)) {
        return false;
    }
    const JsonValue *root = json_find(integrity, TEXT("rootSignature"));
    if (!require_object(root, "rootSignature", error) ||
        !json_text_member(root, "alg", &algorithm, error) ||
        !read_decoded(arena, root, "sig", &tdf->root, error) ||
        !json_text_member(integrity, "segmentHashAlg", &tdf->segment_algorithm, error)) {
        return false;
    }
    if (!text_equals(algorithm, TEXT("HS256"))) {
        return error_set(error, ERROR_INVALID,
                         "the root is signed with `%.*s`; only HS256 proves it",
                         TEXT_ARGS(algorithm));
    }
    if (!text_equals(tdf->segment_algorithm, TEXT("GMAC")) &&
        !text_equals(tdf->segment_algorithm, TEXT("HS256"))) {
        return error_set(error, ERROR_INVALID,
                         "segments are hashed with `%.*s`, which is not known here; GMAC and HS256 "
                         "are",
                         TEXT_ARGS(tdf->segment_algorithm));
    }
    return read_segments(arena, integrity, tdf, error);
}

/* ---- the whole ---- */

static bool check_method(const JsonValue *information, Error *error) {
    const JsonValue *method = json_find(information, TEXT("method"));
    Text algorithm = {0};
    Text type = {0};
    if (!require_object(method, "method", error) ||
        !json_text_member(method, "algorithm", &algorithm, error) ||
        !json_text_member(information, "type", &type, error)) {
        return false;
    }
    if (!text_equals(algorithm, TEXT("AES-256-GCM"))) {
        return error_set(error, ERROR_INVALID,
                         "the payload is sealed with `%.*s`, which is not known here; AES-256-GCM "
                         "is",
                         TEXT_ARGS(algorithm));
    }
    return text_equals(type, TEXT("split")) || text_is_empty(type) ||
           error_set(error, ERROR_INVALID, "the key is shared out as `%.*s`; `split` is known here",
                     TEXT_ARGS(type));
}

static bool read_policy(Arena *arena, const JsonValue *information, Tdf *tdf, Error *error) {
    Text json = {0};
    if (!json_text_member(information, "policy", &tdf->policy, error)) {
        return false;
    }
    return (base64_decode(arena, tdf->policy, &json) ||
            error_set(error, ERROR_INVALID, "`policy` of the manifest is not base64")) &&
           tdf_policy_parse(arena, json, &tdf->policy_read, error);
}

static bool read_payload(const JsonValue *root, Tdf *tdf, Error *error) {
    const JsonValue *payload = json_find(root, TEXT("payload"));
    Text url = {0};
    if (!require_object(payload, "payload", error) ||
        !json_text_member(payload, "url", &url, error) ||
        !json_text_member(payload, "mimeType", &tdf->mime_type, error)) {
        return false;
    }
    tdf->payload_name = text_is_empty(url) ? TDF_PAYLOAD_NAME : url;
    return zip_is_plain_name(tdf->payload_name) ||
           error_set(error, ERROR_INVALID,
                     "the manifest's payload is `%.*s`; it must be a plain name, such as `%.*s`",
                     TEXT_ARGS(url), TEXT_ARGS(TDF_PAYLOAD_NAME));
}

static bool read_manifest(Arena *arena, const JsonValue *root, Tdf *tdf, Error *error) {
    const JsonValue *information = json_find(root, TEXT("encryptionInformation"));
    const JsonValue *assertions = NULL;
    return require_object(information, "encryptionInformation", error) &&
           json_text_member(root, "schemaVersion", &tdf->schema_version, error) &&
           read_payload(root, tdf, error) && check_method(information, error) &&
           read_policy(arena, information, tdf, error) &&
           read_keys(arena, information, tdf, error) &&
           read_integrity(arena, information, tdf, error) &&
           json_list_member(root, "assertions", TDF_ASSERTIONS_MAX, &assertions, error) &&
           assertions_read(arena, assertions, tdf, error);
}

bool tdf_manifest_parse(Arena *arena, Text json, Tdf *tdf, Error *error) {
    JsonValue root = {0};
    size_t at = 0;
    Error reason = {0};
    *tdf = (Tdf){0};
    if (!json_parse(arena, json, &root, &at, &reason)) {
        return error_set(error, reason.kind, "the manifest is no sound JSON, byte %zu: %s", at + 1,
                         reason.message);
    }
    return require_object(&root, "encryptionInformation", error) &&
           read_manifest(arena, &root, tdf, error);
}
