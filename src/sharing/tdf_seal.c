/* SPDX-License-Identifier: Apache-2.0 */
#include "sharing/tdf.h"

#include <string.h>

#include "base/json.h"
#include "base/map.h"
#include "sharing/bytes.h"
#include "sharing/secret.h"
#include "sharing/tdf_parts.h"
#include "sharing/zip.h"
#include "sharing/zip_format.h"

enum { NONCE_RANDOM_BYTES = 4, NONCE_COUNTER_BYTES = 8, MANIFEST_ROOM = 1 << 20 };

static const char *const FORMAT_WORDS[] = {
    [TDF_FORMAT_4_2_2] = "4.2.2",
    [TDF_FORMAT_4_3_0] = "4.3.0",
};

/* A file while it is sealed. */
typedef struct Sealing {
    Arena *arena;
    const TdfSealing *what;
    SecretKey *key;
    Gcm *gcm;
    ZipWriter zip;
    size_t segment_bytes;
    unsigned char nonce[GCM_IV_BYTES];
    Array segments; /* of TdfSegment */
    Text policy;    /* base64 */
    JsonWriter *json;
    Error *error;
} Sealing;

/* ---- the payload ---- */

/* 4 random bytes and a counter: no two segments of a key have the same. */
static void next_nonce(Sealing *sealing) {
    unsigned char *counter = sealing->nonce + NONCE_RANDOM_BYTES;
    bytes_put_number(counter, NONCE_COUNTER_BYTES, bytes_number(counter, NONCE_COUNTER_BYTES) + 1);
}

/* Raw bytes, or in format 4.2.2 their hexadecimal digits. */
static Text written_hash(const Sealing *sealing, Text hash) {
    return sealing->what->format == TDF_FORMAT_4_2_2 ? hex_encode(sealing->arena, hash) : hash;
}

static bool seal_segment(Sealing *sealing, const unsigned char *plain, size_t count,
                         unsigned char *sealed) {
    const size_t length = count + SEGMENT_OVERHEAD;
    next_nonce(sealing);
    if (!gcm_seal(sealing->gcm, sealing->nonce, plain, count, sealed, sealing->error)) {
        return false;
    }
    const Text tag = {(const char *)sealed + length - GCM_TAG_BYTES, GCM_TAG_BYTES};
    TdfSegment *segment = array_add(&sealing->segments);
    *segment = (TdfSegment){.hash = written_hash(sealing, text_copy(sealing->arena, tag)),
                            .size = count,
                            .sealed_size = length};
    return zip_add(&sealing->zip, sealed, length);
}

static bool seal_stream(Sealing *sealing, const ByteStream *input, unsigned char *plain,
                        unsigned char *sealed) {
    size_t got = 0;
    do {
        if (!input->read(input->context, plain, sealing->segment_bytes, &got, sealing->error) ||
            ((got > 0 || sealing->segments.count == 0) &&
             !seal_segment(sealing, plain, got, sealed))) {
            return false;
        }
    } while (got == sealing->segment_bytes);
    return true;
}

static bool seal_payload(Sealing *sealing, const ByteStream *input) {
    unsigned char *plain = arena_allocate(sealing->arena, sealing->segment_bytes);
    unsigned char *sealed =
        arena_allocate(sealing->arena, sealing->segment_bytes + SEGMENT_OVERHEAD);
    const bool is_done = zip_begin_entry(&sealing->zip, TDF_PAYLOAD_NAME) &&
                         seal_stream(sealing, input, plain, sealed) && zip_end_entry(&sealing->zip);
    secret_wipe(plain, sealing->segment_bytes);
    return is_done;
}

/* ---- the key's shares ---- */

static size_t distinct_shares(const Sealing *sealing, Map *shares) {
    for (size_t i = 0; i < sealing->what->recipient_count; i++) {
        (void)map_add(shares, sealing->what->recipients[i].sid, map_count(shares));
    }
    return map_count(shares);
}

static bool write_access(Sealing *sealing, const TdfRecipient *recipient, const SecretKey *share,
                         bool is_split) {
    WrappedKey wrapped = {0};
    JsonWriter *json = sealing->json;
    if (!key_wrap(sealing->arena, recipient->key, share, &wrapped, sealing->error)) {
        return false;
    }
    const Text hash = hex_encode(sealing->arena, hash_hmac(sealing->arena, share, sealing->policy));
    json_begin_object(json, "");
    json_add_text(json, "type",
                  recipient->key->kind == KEY_RSA ? TEXT("wrapped") : TEXT("ec-wrapped"));
    json_add_text(json, "url", recipient->url);
    json_add_text(json, "protocol", TEXT("kas"));
    json_add_text(json, "wrappedKey", base64_encode(sealing->arena, wrapped.bytes));
    json_begin_object(json, "policyBinding");
    json_add_text(json, "alg", TEXT("HS256"));
    json_add_text(json, "hash", base64_encode(sealing->arena, hash));
    json_end(json);
    if (!text_is_empty(recipient->key->kid)) {
        json_add_text(json, "kid", recipient->key->kid);
    }
    if (is_split) {
        json_add_text(json, "sid", recipient->sid);
    }
    if (!text_is_empty(wrapped.ephemeral_pem)) {
        json_add_text(json, "ephemeralPublicKey", wrapped.ephemeral_pem);
    }
    json_add_text(json, "schemaVersion", TEXT("1.0"));
    json_end(json);
    return true;
}

static bool write_share(Sealing *sealing, Text sid, const SecretKey *share, bool is_split) {
    for (size_t i = 0; i < sealing->what->recipient_count; i++) {
        const TdfRecipient *recipient = &sealing->what->recipients[i];
        if (text_equals(recipient->sid, sid) &&
            !write_access(sealing, recipient, share, is_split)) {
            return false;
        }
    }
    return true;
}

/* All shares but the last are random; the last makes them the key. */
static bool write_keys(Sealing *sealing) {
    Map *shares = map_new(sealing->arena);
    const size_t count = distinct_shares(sealing, shares);
    CLEANUP(secret_key_close) SecretKey *rest = secret_key_new();
    secret_key_combine(rest, sealing->key);
    json_begin_array(sealing->json, "keyAccess");
    for (size_t i = 0; i < count; i++) {
        CLEANUP(secret_key_close) SecretKey *share = NULL;
        const bool is_last = i + 1 == count;
        if (!is_last && !secret_key_random(&share, sealing->error)) {
            return false;
        }
        if (!is_last) {
            secret_key_combine(rest, share);
        }
        if (!write_share(sealing, map_key(shares, i), is_last ? rest : share, count > 1)) {
            return false;
        }
    }
    json_end(sealing->json);
    return true;
}

/* ---- the manifest ---- */

static void write_integrity(Sealing *sealing, Text hashes) {
    JsonWriter *json = sealing->json;
    const Text root = written_hash(sealing, hash_hmac(sealing->arena, sealing->key, hashes));
    json_begin_object(json, "integrityInformation");
    json_begin_object(json, "rootSignature");
    json_add_text(json, "alg", TEXT("HS256"));
    json_add_text(json, "sig", base64_encode(sealing->arena, root));
    json_end(json);
    json_add_text(json, "segmentHashAlg", TEXT("GMAC"));
    json_begin_array(json, "segments");
    for (size_t i = 0; i < sealing->segments.count; i++) {
        const TdfSegment *segment = array_at(&sealing->segments, i);
        json_begin_object(json, "");
        json_add_text(json, "hash", base64_encode(sealing->arena, segment->hash));
        json_add_integer(json, "segmentSize", (int64_t)segment->size);
        json_add_integer(json, "encryptedSegmentSize", (int64_t)segment->sealed_size);
        json_end(json);
    }
    json_end(json);
    json_add_integer(json, "segmentSizeDefault", (int64_t)sealing->segment_bytes);
    json_add_integer(json, "encryptedSegmentSizeDefault",
                     (int64_t)sealing->segment_bytes + SEGMENT_OVERHEAD);
    json_end(json);
}

static void write_payload(const Sealing *sealing) {
    JsonWriter *json = sealing->json;
    json_begin_object(json, "payload");
    json_add_text(json, "type", TEXT("reference"));
    json_add_text(json, "url", TDF_PAYLOAD_NAME);
    json_add_text(json, "protocol", TEXT("zip"));
    json_add_boolean(json, "isEncrypted", true);
    json_add_text(json, "mimeType",
                  text_is_empty(sealing->what->mime_type) ? TEXT("application/octet-stream")
                                                          : sealing->what->mime_type);
    json_end(json);
}

/* The members of the label's assertion but for its binding. */
static void write_label_members(JsonWriter *json, const TdfSealing *what) {
    json_add_text(json, "id", TEXT("label"));
    json_add_text(json, "type", TEXT("handling"));
    json_add_text(json, "scope", TEXT("tdo"));
    json_add_text(json, "appliesToState", TEXT("unencrypted"));
    json_begin_object(json, "statement");
    json_add_text(json, "format", TEXT("xml-structured"));
    json_add_text(json, "schema", what->label_schema);
    json_add_text(json, "value", what->label_statement);
    json_end(json);
}

static bool canonical_label(Sealing *sealing, Text *canonical) {
    JsonWriter *json = json_writer_new();
    JsonValue value = {0};
    size_t at = 0;
    write_label_members(json, sealing->what);
    const Text text = json_finish(sealing->arena, json, false);
    json_writer_free(json);
    return json_parse(sealing->arena, text, &value, &at, sealing->error) &&
           canonical_of(sealing->arena, &value, canonical, sealing->error);
}

static bool write_assertions(Sealing *sealing, Text hashes) {
    JsonWriter *json = sealing->json;
    Text canonical = {0};
    json_begin_array(json, "assertions");
    if (!text_is_empty(sealing->what->label_statement)) {
        if (!canonical_label(sealing, &canonical)) {
            return false;
        }
        json_begin_object(json, "");
        write_label_members(json, sealing->what);
        json_begin_object(json, "binding");
        json_add_text(json, "method", TEXT("jws"));
        json_add_text(
            json, "signature",
            assertion_bind(sealing->arena, canonical, hashes, sealing->what->format, sealing->key));
        json_end(json);
        json_end(json);
    }
    json_end(json);
    return true;
}

static bool write_encryption(Sealing *sealing, Text hashes) {
    JsonWriter *json = sealing->json;
    json_begin_object(json, "encryptionInformation");
    json_add_text(json, "type", TEXT("split"));
    json_add_text(json, "policy", sealing->policy);
    if (!write_keys(sealing)) {
        return false;
    }
    json_begin_object(json, "method");
    json_add_text(json, "algorithm", TEXT("AES-256-GCM"));
    json_add_boolean(json, "isStreamable", true);
    json_add_text(json, "iv", TEXT(""));
    json_end(json);
    write_integrity(sealing, hashes);
    json_end(json);
    return true;
}

static bool write_manifest(Sealing *sealing) {
    const Text hashes = segment_hashes(
        sealing->arena, &(const Tdf){.segments = ARRAY_ITEMS(TdfSegment, &sealing->segments),
                                     .segment_count = sealing->segments.count});
    const Text version = text_from(FORMAT_WORDS[sealing->what->format]);
    write_payload(sealing);
    if (!write_encryption(sealing, hashes) || !write_assertions(sealing, hashes)) {
        return false;
    }
    json_add_text(sealing->json, "schemaVersion", version);
    const Text manifest = text_trim(json_finish(sealing->arena, sealing->json, false));
    return zip_begin_entry(&sealing->zip, TDF_MANIFEST_NAME) &&
           zip_add(&sealing->zip, manifest.bytes, manifest.length) &&
           zip_end_entry(&sealing->zip) && zip_finish(&sealing->zip);
}

/* ---- the whole ---- */

static bool check_sealing(const TdfSealing *what, Error *error) {
    if (what->recipient_count == 0 || what->recipient_count > TDF_KEYS_MAX) {
        return error_set(error, ERROR_INVALID, "a file is sealed for 1 to %d key servers",
                         TDF_KEYS_MAX);
    }
    return what->segment_bytes <= TDF_SEGMENT_BYTES_MAX - SEGMENT_OVERHEAD ||
           error_set(error, ERROR_LIMIT, "a segment has at most %d bytes",
                     TDF_SEGMENT_BYTES_MAX - SEGMENT_OVERHEAD);
}

/* Whether sizes need 64 bits, or may. */
static bool is_wide(const TdfSealing *what, size_t segment_bytes) {
    const uint64_t segments = what->size / segment_bytes + 1;
    /* A segment takes some 150 bytes of the manifest. */
    return !what->has_size || what->size >= ZIP_NARROW_LIMIT / 2 ||
           what->size + segments * 256 + MANIFEST_ROOM >= ZIP_NARROW_LIMIT;
}

static bool seal(Sealing *sealing, const ByteStream *input) {
    Text policy = {0};
    if (!secret_key_random(&sealing->key, sealing->error) ||
        !secret_random(sealing->nonce, NONCE_RANDOM_BYTES, sealing->error) ||
        !gcm_new(sealing->key, true, &sealing->gcm, sealing->error) ||
        !tdf_policy_format(sealing->arena, sealing->what, &policy, sealing->error)) {
        return false;
    }
    sealing->policy = base64_encode(sealing->arena, policy);
    return seal_payload(sealing, input) && write_manifest(sealing);
}

bool tdf_seal(Arena *arena, const TdfSealing *sealing, const ByteStream *input,
              const ByteSink *sink, Error *error) {
    if (!check_sealing(sealing, error)) {
        return false;
    }
    const size_t bytes = sealing->segment_bytes == 0 ? TDF_SEGMENT_BYTES : sealing->segment_bytes;
    Sealing work = {.arena = arena,
                    .what = sealing,
                    .segment_bytes = bytes,
                    .zip = {.sink = *sink, .is_wide = is_wide(sealing, bytes), .error = error},
                    .segments = array_new(arena, sizeof(TdfSegment)),
                    .json = json_writer_new(),
                    .error = error};
    const bool is_done = seal(&work, input);
    json_writer_free(work.json);
    gcm_free(work.gcm);
    secret_key_free(work.key);
    return is_done;
}
