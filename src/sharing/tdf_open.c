/* SPDX-License-Identifier: Apache-2.0 */
#include "sharing/tdf.h"

#include <string.h>

#include "sharing/bytes.h"
#include "sharing/secret.h"
#include "sharing/tdf_parts.h"

/* ---- the key ---- */

bool hmac_equals(Arena *arena, Text expected, const SecretKey *key, Text bytes) {
    Text hash = hash_hmac(arena, key, bytes);
    if (expected.length == 2 * (size_t)HASH_BYTES) {
        hash = hex_encode(arena, hash);
    }
    return hash.length == expected.length && secret_equals(hash.bytes, expected.bytes, hash.length);
}

bool tdf_binding_holds(Arena *arena, const TdfKeyAccess *access, Text policy,
                       const SecretKey *share) {
    return hmac_equals(arena, access->binding_hash, share, policy);
}

size_t tdf_shares(Arena *arena, const Tdf *tdf, const size_t **share_of_key) {
    size_t *shares = ARENA_MANY(arena, size_t, tdf->key_count);
    size_t count = 0;
    for (size_t i = 0; i < tdf->key_count; i++) {
        size_t same = 0;
        while (same < i && !text_equals(tdf->keys[same].sid, tdf->keys[i].sid)) {
            same++;
        }
        shares[i] = same < i ? shares[same] : count++;
    }
    *share_of_key = shares;
    return count;
}

/* Whether a private key may be the one a share is closed for. */
static bool may_open(const SharingKey *key, const TdfKeyAccess *access) {
    const bool is_curve = text_equals(access->type, TEXT("ec-wrapped"));
    return key->is_private && is_curve == (key->kind == KEY_EC);
}

static bool try_key(Arena *arena, const Tdf *tdf, const TdfKeyAccess *access,
                    const SharingKey *with, SecretKey **share, Error *error) {
    const WrappedKey wrapped = {access->wrapped_key, access->ephemeral_pem};
    CLEANUP(secret_key_close) SecretKey *opened = NULL;
    if (!may_open(with, access) || !key_unwrap(arena, with, &wrapped, &opened, error)) {
        return false;
    }
    if (!tdf_binding_holds(arena, access, tdf->policy, opened)) {
        return error_set(error, ERROR_INVALID, "the policy is not the one the key is bound to");
    }
    *share = opened;
    opened = NULL;
    return true;
}

static bool check_type(const TdfKeyAccess *access, Error *error) {
    return text_equals(access->type, TEXT("wrapped")) ||
           text_equals(access->type, TEXT("ec-wrapped")) ||
           error_set(error, ERROR_INVALID,
                     "the key is wrapped as `%.*s`; `wrapped` and `ec-wrapped` are known here",
                     TEXT_ARGS(access->type));
}

bool tdf_open_share(Arena *arena, const Tdf *tdf, const TdfKeyAccess *access, const KeyRing *ring,
                    SecretKey **share, Error *error) {
    if (!check_type(access, error)) {
        return false;
    }
    /* The key of that name first; but names are not unique, and often not there. */
    (void)error_set(error, ERROR_INVALID, "no private key that was given opens it%s%.*s",
                    text_is_empty(access->kid) ? "" : "; it wants the one called ",
                    TEXT_ARGS(access->kid));
    for (int by_name = 1; by_name >= 0; by_name--) {
        for (size_t i = 0; i < ring->keys.count; i++) {
            const SharingKey *key = key_ring_at(ring, i);
            const bool is_named = text_equals(key->kid, access->kid);
            Error reason = {0};
            if (is_named != (by_name == 1)) {
                continue;
            }
            if (try_key(arena, tdf, access, key, share, &reason)) {
                return true;
            }
            if (is_named && reason.kind != ERROR_NONE) {
                *error = reason;
            }
        }
    }
    return false;
}

static bool open_with_ring(void *context, Arena *arena, const Tdf *tdf, const TdfKeyAccess *access,
                           SecretKey **share, Error *error) {
    return tdf_open_share(arena, tdf, access, context, share, error);
}

TdfOpener tdf_opener_of(const KeyRing *ring) {
    return (TdfOpener){bytes_writable(ring), open_with_ring};
}

/* The first key access of a share that opens. */
static bool open_any(Arena *arena, const Tdf *tdf, const TdfOpener *opener, const size_t *share_of,
                     size_t share, SecretKey **opened, Error *error) {
    TextBuilder reasons = text_builder_new(arena);
    for (size_t i = 0; i < tdf->key_count; i++) {
        Error reason = {0};
        if (share_of[i] != share) {
            continue;
        }
        if (opener->open(opener->context, arena, tdf, &tdf->keys[i], opened, &reason)) {
            return true;
        }
        text_add_format(&reasons, "%s%.*s: %s", reasons.length == 0 ? "" : "; ",
                        TEXT_ARGS(tdf->keys[i].url), reason.message);
    }
    return error_set(error, ERROR_INVALID, "the key is not given: %.*s",
                     TEXT_ARGS(text_built(&reasons)));
}

bool tdf_unlock(Arena *arena, const Tdf *tdf, const TdfOpener *opener, SecretKey **key,
                Error *error) {
    const size_t *share_of = NULL;
    const size_t count = tdf_shares(arena, tdf, &share_of);
    CLEANUP(secret_key_close) SecretKey *whole = secret_key_new();
    for (size_t share = 0; share < count; share++) {
        CLEANUP(secret_key_close) SecretKey *opened = NULL;
        if (!open_any(arena, tdf, opener, share_of, share, &opened, error)) {
            return false;
        }
        secret_key_combine(whole, opened);
    }
    *key = whole;
    whole = NULL;
    return true;
}

/* ---- proof ---- */

Text segment_hashes(Arena *arena, const Tdf *tdf) {
    TextBuilder hashes = text_builder_new(arena);
    for (size_t i = 0; i < tdf->segment_count; i++) {
        text_add(&hashes, tdf->segments[i].hash);
    }
    return text_built(&hashes);
}

bool tdf_verify(Arena *arena, const Tdf *tdf, const SecretKey *key, const KeyRing *trusted,
                Error *error) {
    const Text hashes = segment_hashes(arena, tdf);
    if (!hmac_equals(arena, tdf->root, key, hashes)) {
        return error_set(error, ERROR_INVALID,
                         "the payload was changed: the root signature does not hold");
    }
    return assertions_verify(arena, tdf, key, hashes, trusted, error);
}

/* ---- the payload ---- */

/* Whether the segment is the one whose hash the root covers. */
static bool hash_holds(const Tdf *tdf, const TdfSegment *segment, const SecretKey *key,
                       const unsigned char *sealed) {
    CLEANUP(arena_close) Arena *scratch = arena_new();
    const Text all = {(const char *)sealed, (size_t)segment->sealed_size};
    if (!text_equals(tdf->segment_algorithm, TEXT("GMAC"))) {
        return hmac_equals(scratch, segment->hash, key, all);
    }
    Text tag = text_slice(all, all.length - GCM_TAG_BYTES, all.length);
    if (segment->hash.length != tag.length) {
        tag = hex_encode(scratch, tag);
    }
    return tag.length == segment->hash.length &&
           secret_equals(tag.bytes, segment->hash.bytes, tag.length);
}

/* Two buffers of one segment; the plain one is overwritten at the end. */
typedef struct Opening {
    const Tdf *tdf;
    const ByteSource *source;
    const SecretKey *key;
    const ByteSink *sink;
    Gcm *gcm;
    unsigned char *sealed;
    unsigned char *plain;
    Error *error;
} Opening;

static bool open_segment(const Opening *opening, size_t number, uint64_t at) {
    const TdfSegment *segment = &opening->tdf->segments[number];
    const size_t count = (size_t)segment->sealed_size;
    if (!opening->source->read(opening->source->context, at, opening->sealed, count,
                               opening->error)) {
        return false;
    }
    if (!hash_holds(opening->tdf, segment, opening->key, opening->sealed) ||
        !gcm_open(opening->gcm, opening->sealed, count, opening->plain)) {
        return error_set(opening->error, ERROR_INVALID, "segment %zu of %zu was changed",
                         number + 1, opening->tdf->segment_count);
    }
    return opening->sink->write(opening->sink->context, opening->plain, (size_t)segment->size,
                                opening->error);
}

static bool open_segments(const Opening *opening) {
    uint64_t at = opening->tdf->payload_at;
    for (size_t i = 0; i < opening->tdf->segment_count; i++) {
        if (!open_segment(opening, i, at)) {
            return false;
        }
        at += opening->tdf->segments[i].sealed_size;
    }
    return true;
}

bool tdf_open(Arena *arena, const Tdf *tdf, const ByteSource *source, const SecretKey *key,
              const KeyRing *trusted, const ByteSink *sink, Error *error) {
    CLEANUP(gcm_close) Gcm *gcm = NULL;
    if (!tdf_verify(arena, tdf, key, trusted, error) || !gcm_new(key, false, &gcm, error)) {
        return false;
    }
    const size_t room = (size_t)tdf->largest_segment;
    const Opening opening = {.tdf = tdf,
                             .source = source,
                             .key = key,
                             .sink = sink,
                             .gcm = gcm,
                             .sealed = arena_allocate(arena, room),
                             .plain = arena_allocate(arena, room),
                             .error = error};
    const bool is_done = open_segments(&opening);
    secret_wipe(opening.plain, room);
    return is_done;
}
