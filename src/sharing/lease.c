/* SPDX-License-Identifier: Apache-2.0 */
#include "sharing/lease.h"

#include "base/date.h"
#include "base/json.h"
#include "base/json_read.h"
#include "sharing/bytes.h"
#include "sharing/jws.h"
#include "sharing/secret.h"
#include "sharing/tdf_parts.h"

enum { CLOCK_SKEW_S = 60, DAY_S = 86400, HOUR_S = 3600, MINUTE_S = 60 };

static Text digest_of(Arena *arena, Text policy) {
    return hex_encode(arena, hash_sha256(arena, policy));
}

Text lease_make(Arena *arena, const LeaseTerms *terms, const SecretKey *share) {
    JsonWriter *json = json_writer_new();
    json_add_text(json, "url", terms->access->url);
    json_add_text(json, "sid", terms->access->sid);
    json_add_text(json, "policy", digest_of(arena, terms->policy));
    json_add_text(json, "client", key_thumbprint(arena, terms->client));
    json_add_integer(json, "iat", terms->from_s);
    json_add_integer(json, "exp", terms->until_s);
    json_add_text(json, "wrappedKey", base64_encode(arena, terms->wrapped.bytes));
    if (!text_is_empty(terms->wrapped.ephemeral_pem)) {
        json_add_text(json, "ephemeralPublicKey", terms->wrapped.ephemeral_pem);
    }
    const Text payload = text_trim(json_finish(arena, json, false));
    json_writer_free(json);
    return jws_sign_keyed(arena, (Text){(const char *)secret_key_bytes(share), SECRET_KEY_BYTES},
                          payload);
}

Text lease_moment(Arena *arena, int64_t seconds) {
    const int64_t day = seconds / DAY_S;
    const int rest = (int)(seconds % DAY_S);
    const Text date = date_format(arena, (Date)day);
    return text_format(arena, "%.*sT%02d:%02d:%02dZ", TEXT_ARGS(date), rest / HOUR_S,
                       rest % HOUR_S / MINUTE_S, rest % MINUTE_S);
}

/* A lease that was read; nothing of it is proven. */
typedef struct LeaseRead {
    Jws jws;
    Text url;
    Text sid;
    Text policy;
    uint64_t from_s;
    uint64_t until_s;
    WrappedKey wrapped;
} LeaseRead;

static bool read_lease(Arena *arena, Text lease, LeaseRead *read, Error *error) {
    Text written = {0};
    *read = (LeaseRead){0};
    if (!jws_parse(arena, lease, &read->jws, error)) {
        return false;
    }
    const JsonValue *payload = &read->jws.payload;
    return json_text_member(payload, "url", &read->url, error) &&
           json_text_member(payload, "sid", &read->sid, error) &&
           json_text_member(payload, "policy", &read->policy, error) &&
           json_size_member(payload, "iat", UINT64_MAX, &read->from_s, error) &&
           json_size_member(payload, "exp", 0, &read->until_s, error) &&
           json_text_member(payload, "wrappedKey", &written, error) &&
           json_text_member(payload, "ephemeralPublicKey", &read->wrapped.ephemeral_pem, error) &&
           (base64_decode(arena, written, &read->wrapped.bytes) ||
            error_set(error, ERROR_INVALID, "the lease is not base64"));
}

static bool is_for(Arena *arena, const LeaseRead *read, Text policy, const TdfKeyAccess *access) {
    return text_equals(read->url, access->url) && text_equals(read->sid, access->sid) &&
           text_equals(read->policy, digest_of(arena, policy));
}

static bool check_moment(Arena *arena, const LeaseRead *read, int64_t now_s, Error *error) {
    const uint64_t now = now_s < 0 ? 0 : (uint64_t)now_s;
    if (now >= read->until_s) {
        return error_set(error, ERROR_INVALID, "the lease ran out at %.*s; ask for a new one",
                         TEXT_ARGS(lease_moment(arena, (int64_t)read->until_s)));
    }
    return (read->from_s <= now + CLOCK_SKEW_S) ||
           error_set(error, ERROR_INVALID,
                     "the lease begins later than this machine's clock says it is");
}

/* The signature is under the share, so it is opened first; and proven before it is given. */
static bool open_wrapped(Arena *arena, const LeaseRead *read, const KeyRing *own,
                         SecretKey **share) {
    for (size_t i = 0; i < own->keys.count; i++) {
        CLEANUP(secret_key_close) SecretKey *opened = NULL;
        Error ignored = {0};
        if (!key_unwrap(arena, key_ring_at(own, i), &read->wrapped, &opened, &ignored)) {
            continue;
        }
        if (jws_is_keyed_with(arena, &read->jws,
                              (Text){(const char *)secret_key_bytes(opened), SECRET_KEY_BYTES})) {
            *share = opened;
            opened = NULL;
            return true;
        }
    }
    return false;
}

bool lease_open(Arena *arena, Text lease, Text policy, const TdfKeyAccess *access,
                const KeyRing *own, int64_t now_s, SecretKey **share, Error *error) {
    LeaseRead read;
    if (!read_lease(arena, lease, &read, error)) {
        return false;
    }
    if (!is_for(arena, &read, policy, access)) {
        return error_set(error, ERROR_MISSING, "there is no lease of this key server for it");
    }
    return check_moment(arena, &read, now_s, error) &&
           (open_wrapped(arena, &read, own, share) ||
            error_set(error, ERROR_INVALID,
                      "the lease was changed, or is bound to another key than was given"));
}

/* ---- a file of them ---- */

Text lease_file_format(Arena *arena, const Text *leases, size_t count) {
    JsonWriter *json = json_writer_new();
    json_begin_array(json, "leases");
    for (size_t i = 0; i < count; i++) {
        json_add_text(json, "", leases[i]);
    }
    json_end(json);
    const Text text = json_finish(arena, json, true);
    json_writer_free(json);
    return text;
}

bool lease_file_parse(Arena *arena, Text content, const Text **leases, size_t *count,
                      Error *error) {
    JsonValue root = {0};
    const JsonValue *list = NULL;
    size_t at = 0;
    Error ignored = {0};
    if (!json_parse(arena, content, &root, &at, &ignored) ||
        !json_list_member(&root, "leases", TDF_KEYS_MAX, &list, &ignored) || list == NULL) {
        return error_set(error, ERROR_INVALID,
                         "the file holds no leases: JSON with a list `leases`");
    }
    Text *read = ARENA_MANY(arena, Text, list->count);
    for (size_t i = 0; i < list->count; i++) {
        if (list->items[i].kind != JSON_KIND_TEXT) {
            return error_set(error, ERROR_INVALID, "lease %zu of the file is no text", i + 1);
        }
        read[i] = list->items[i].text;
    }
    *leases = read;
    *count = list->count;
    return true;
}

static bool open_leased(void *context, Arena *arena, const Tdf *tdf, const TdfKeyAccess *access,
                        SecretKey **share, Error *error) {
    const LeaseBook *book = context;
    CLEANUP(secret_key_close) SecretKey *opened = NULL;
    (void)error_set(error, ERROR_MISSING, "there is no lease of this key server for it");
    for (size_t i = 0; i < book->count && opened == NULL; i++) {
        Error reason = {0};
        if (!lease_open(arena, book->leases[i], tdf->policy, access, book->own, book->now_s,
                        &opened, &reason) &&
            reason.kind != ERROR_MISSING) {
            *error = reason;
        }
    }
    if (opened == NULL) {
        return false;
    }
    if (!tdf_binding_holds(arena, access, tdf->policy, opened)) {
        return error_set(error, ERROR_INVALID,
                         "the lease has a key that the policy is not bound to");
    }
    *share = opened;
    opened = NULL;
    return true;
}

TdfOpener tdf_opener_of_leases(const LeaseBook *book) {
    return (TdfOpener){bytes_writable(book), open_leased};
}
