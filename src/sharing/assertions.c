/* SPDX-License-Identifier: Apache-2.0 */
#include "base/json.h"
#include "sharing/bytes.h"
#include "sharing/jws.h"
#include "sharing/secret.h"
#include "sharing/tdf_parts.h"

/* The object without one member. */
static JsonValue without(Arena *arena, const JsonValue *object, Text name) {
    Text *names = ARENA_MANY(arena, Text, object->count);
    JsonValue *items = ARENA_MANY(arena, JsonValue, object->count);
    JsonValue left = *object;
    left.names = names;
    left.items = items;
    left.count = 0;
    for (size_t i = 0; i < object->count; i++) {
        if (!text_equals(object->names[i], name)) {
            names[left.count] = object->names[i];
            items[left.count++] = object->items[i];
        }
    }
    return left;
}

/* The object with another value for one member. */
static JsonValue with(Arena *arena, const JsonValue *object, Text name, JsonValue value) {
    JsonValue changed = *object;
    JsonValue *items = ARENA_MANY(arena, JsonValue, object->count);
    for (size_t i = 0; i < object->count; i++) {
        items[i] = text_equals(object->names[i], name) ? value : object->items[i];
    }
    changed.items = items;
    return changed;
}

/* Some makers hash a value that is an object as the text it is written as. */
static bool read_canonical(Arena *arena, const JsonValue *object, const JsonValue *statement,
                           TdfAssertion *assertion, Error *error) {
    const JsonValue *value = json_find(statement, TEXT("value"));
    const JsonValue bare = without(arena, object, TEXT("binding"));
    if (!canonical_of(arena, &bare, &assertion->canonical, error)) {
        return false;
    }
    if (value == NULL || value->kind == JSON_KIND_TEXT) {
        assertion->value = value == NULL ? (Text){0} : value->text;
        return true;
    }
    JsonValue text = {.kind = JSON_KIND_TEXT};
    if (!canonical_of(arena, value, &text.text, error)) {
        return false;
    }
    assertion->value = text.text;
    const JsonValue flat =
        with(arena, &bare, TEXT("statement"), with(arena, statement, TEXT("value"), text));
    return canonical_of(arena, &flat, &assertion->canonical_as_text, error);
}

static bool read_assertion(Arena *arena, const JsonValue *object, TdfAssertion *assertion,
                           Error *error) {
    const JsonValue *statement = json_find(object, TEXT("statement"));
    const JsonValue *binding = json_find(object, TEXT("binding"));
    if (statement == NULL || statement->kind != JSON_KIND_OBJECT) {
        return error_set(error, ERROR_INVALID, "an assertion of the manifest says nothing");
    }
    return json_text_member(object, "id", &assertion->id, error) &&
           json_text_member(object, "type", &assertion->type, error) &&
           json_text_member(object, "scope", &assertion->scope, error) &&
           json_text_member(statement, "format", &assertion->format, error) &&
           json_text_member(statement, "schema", &assertion->schema, error) &&
           json_text_member(binding, "method", &assertion->binding_method, error) &&
           json_text_member(binding, "signature", &assertion->signature, error) &&
           read_canonical(arena, object, statement, assertion, error);
}

static bool check_ids(const Tdf *tdf, Error *error) {
    for (size_t i = 0; i < tdf->assertion_count; i++) {
        for (size_t j = 0; j < i; j++) {
            if (text_equals(tdf->assertions[i].id, tdf->assertions[j].id)) {
                return error_set(error, ERROR_INVALID, "two assertions are called `%.*s`",
                                 TEXT_ARGS(tdf->assertions[i].id));
            }
        }
    }
    return true;
}

bool assertions_read(Arena *arena, const JsonValue *list, Tdf *tdf, Error *error) {
    const size_t count = list == NULL ? 0 : list->count;
    TdfAssertion *assertions = ARENA_MANY(arena, TdfAssertion, count);
    for (size_t i = 0; i < count; i++) {
        if (!read_assertion(arena, &list->items[i], &assertions[i], error)) {
            return false;
        }
    }
    tdf->assertions = assertions;
    tdf->assertion_count = count;
    return check_ids(tdf, error);
}

/* ---- proving ---- */

/* The segments' hashes and the assertion's, raw or as hexadecimal digits like the former. */
static bool covers(Arena *arena, Text hashes, Text hash, Text signature) {
    const Text hex = hex_encode(arena, hash);
    const Text forms[] = {hash, hex};
    Text decoded = {0};
    if (!base64_decode(arena, signature, &decoded)) {
        return false;
    }
    for (size_t i = 0; i < 2; i++) {
        const size_t length = hashes.length + forms[i].length;
        TextBuilder both = text_builder_new(arena);
        text_add(&both, hashes);
        text_add(&both, forms[i]);
        if (decoded.length == length &&
            secret_equals(decoded.bytes, text_built(&both).bytes, length)) {
            return true;
        }
    }
    return false;
}

static bool hash_is(Arena *arena, Text canonical, Text written, Text *hash) {
    *hash = hash_sha256(arena, canonical);
    const Text hex = hex_encode(arena, *hash);
    return !text_is_empty(canonical) && written.length == hex.length &&
           secret_equals(written.bytes, hex.bytes, hex.length);
}

static bool is_proven(Arena *arena, const Jws *jws, const SecretKey *key, const KeyRing *trusted) {
    const Text payload_key = {(const char *)secret_key_bytes(key), SECRET_KEY_BYTES};
    return jws_is_keyed_with(arena, jws, payload_key) ||
           (trusted != NULL && jws_is_signed_by_any(jws, trusted));
}

static bool verify_assertion(Arena *arena, const TdfAssertion *assertion, const SecretKey *key,
                             Text hashes, const KeyRing *trusted, Error *error) {
    Jws jws;
    Text written_hash = {0};
    Text written_signature = {0};
    Text hash = {0};
    if (!text_equals(assertion->binding_method, TEXT("jws")) &&
        !text_equals(assertion->binding_method, TEXT("JWS"))) {
        return error_set(error, ERROR_INVALID, "the assertion `%.*s` is not bound to the payload",
                         TEXT_ARGS(assertion->id));
    }
    if (!jws_parse(arena, assertion->signature, &jws, error) ||
        !json_text_member(&jws.payload, "assertionHash", &written_hash, error) ||
        !json_text_member(&jws.payload, "assertionSig", &written_signature, error)) {
        return false;
    }
    if (!is_proven(arena, &jws, key, trusted)) {
        return error_set(error, ERROR_INVALID,
                         "the assertion `%.*s` is signed with a key that is not trusted here",
                         TEXT_ARGS(assertion->id));
    }
    if (!hash_is(arena, assertion->canonical, written_hash, &hash) &&
        !hash_is(arena, assertion->canonical_as_text, written_hash, &hash)) {
        return error_set(error, ERROR_INVALID, "the assertion `%.*s` was changed",
                         TEXT_ARGS(assertion->id));
    }
    return covers(arena, hashes, hash, written_signature) ||
           error_set(error, ERROR_INVALID, "the assertion `%.*s` is of another payload",
                     TEXT_ARGS(assertion->id));
}

/* The label that the policy names is among the assertions. */
static bool verify_label(Arena *arena, const Tdf *tdf, Error *error) {
    const Text digest = tdf->policy_read.label_digest;
    for (size_t i = 0; i < tdf->assertion_count; i++) {
        const Text hash = hex_encode(arena, hash_sha256(arena, tdf->assertions[i].value));
        if (hash.length == digest.length && secret_equals(hash.bytes, digest.bytes, hash.length)) {
            return true;
        }
    }
    return !tdf->policy_read.has_own || text_is_empty(tdf->policy_read.marking) ||
           error_set(error, ERROR_INVALID,
                     "the label that the policy names is missing, or was replaced");
}

bool assertions_verify(Arena *arena, const Tdf *tdf, const SecretKey *key, Text hashes,
                       const KeyRing *trusted, Error *error) {
    for (size_t i = 0; i < tdf->assertion_count; i++) {
        if (!verify_assertion(arena, &tdf->assertions[i], key, hashes, trusted, error)) {
            return false;
        }
    }
    return verify_label(arena, tdf, error);
}

/* ---- binding ---- */

Text assertion_bind(Arena *arena, Text canonical, Text hashes, TdfFormat format,
                    const SecretKey *key) {
    const Text hash = hash_sha256(arena, canonical);
    const Text hex = hex_encode(arena, hash);
    TextBuilder both = text_builder_new(arena);
    text_add(&both, hashes);
    text_add(&both, format == TDF_FORMAT_4_2_2 ? hex : hash);
    const Text covered = base64_encode(arena, text_built(&both));
    const Text payload =
        text_format(arena, "{\"assertionHash\":\"%.*s\",\"assertionSig\":\"%.*s\"}", TEXT_ARGS(hex),
                    TEXT_ARGS(covered));
    return jws_sign_keyed(arena, (Text){(const char *)secret_key_bytes(key), SECRET_KEY_BYTES},
                          payload);
}
