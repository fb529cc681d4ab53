/* SPDX-License-Identifier: Apache-2.0 */
#include "base/digest.h"
#include "base/json.h"
#include "base/json_canonical.h"
#include "server/key_server.h"
#include "server/server_parts.h"

/* The key server of OpenTDF: Connect (JSON over HTTP) and the ways before it. A key is released
 * where the decision on its item, from who holds it to who asks, is open today under the packs in
 * force; each one goes on record before it is told. */

enum { MS_A_SECOND = 1000, REWRAP_BYTES_MAX = KAS_REQUEST_BYTES_MAX };

/* ---- errors as Connect has them ---- */

static bool refuse(Call *call, unsigned status, const char *code, const char *message) {
    JsonWriter *json = json_writer_new();
    json_add_text(json, "code", text_from(code));
    json_add_text(json, "message", text_from(message));
    json_add_text(json, "error", text_from(message));
    const Text body = json_finish(call->arena, json, false);
    json_writer_free(json);
    return call_answer(call, status, "application/json", body);
}

/* ---- messages as Protocol Buffers ---- */

static Text query_text(const Call *call, const char *name) {
    Text value = {0};
    return http_query(call->request, name, &value) ? value : (Text){0};
}

static bool is_proto(const Call *call) {
    return text_equals(http_header(call->request, "Content-Type"), TEXT("application/proto")) ||
           text_equals(query_text(call, "encoding"), TEXT("proto"));
}

/* A request as JSON, whichever of the two it came as. */
static bool message_of(Call *call, KasMessage kind, Text *json) {
    Text message = query_text(call, "message");
    const bool is_encoded = text_equals(query_text(call, "base64"), TEXT("1"));
    if (is_encoded && !kas_proto_decode(call->arena, message, &message, &call->error)) {
        return false;
    }
    *json = text_is_empty(message) ? call->request->body : message;
    return !is_proto(call) || kas_proto_read(call->arena, kind, *json, json, &call->error);
}

/* An answer in JSON, told in the form of the request. */
static bool tell(Call *call, unsigned status, KasMessage kind, Text json) {
    Text message = {0};
    if (status != 200 || !is_proto(call)) {
        return call_answer(call, status, "application/json", json);
    }
    return kas_proto_write(call->arena, kind, json, &message, &call->error) &&
           call_answer(call, status, "application/proto", message);
}

static KeyServer *keys_of(Call *call) {
    KeyServer *keys = server_keys(call->server);
    if (keys == NULL) {
        (void)refuse(call, 404, "unimplemented",
                     "this server has no keys: start it with --kas-key");
    }
    return keys;
}

/* ---- public keys ---- */

static bool answer_key(Call *call, Text algorithm, bool as_jwk, bool as_text) {
    const KeyServer *keys = keys_of(call);
    Text answer = {0};
    if (keys == NULL) {
        return true;
    }
    const Kas kas = {.keys = key_server_keys(keys)};
    if (!kas_public_key(call->arena, &kas, algorithm, as_jwk, &answer, &call->error)) {
        return refuse(call, 404, "not_found", call->error.message);
    }
    if (as_text) {
        JsonValue root = {0};
        size_t at = 0;
        TextBuilder quoted = text_builder_new(call->arena);
        if (!json_parse(call->arena, answer, &root, &at, &call->error)) {
            return false;
        }
        json_add_canonical_text(&quoted, json_find(&root, TEXT("publicKey"))->text);
        answer = text_built(&quoted);
    }
    return tell(call, 200, KAS_KEY_ANSWER, answer);
}

static bool answer_key_by_query(Call *call) {
    const bool is_old = text_starts_with(call->request->path, TEXT("/kas/kas_")) &&
                        !text_equals(query_text(call, "v"), TEXT("2"));
    return answer_key(call, query_text(call, "algorithm"),
                      text_equals(query_text(call, "fmt"), TEXT("jwk")), is_old);
}

static Text member_of(const JsonValue *root, const char *name) {
    const JsonValue *member = json_find(root, text_from(name));
    return member != NULL && member->kind == JSON_KIND_TEXT ? member->text : (Text){0};
}

static bool answer_key_by_message(Call *call) {
    JsonValue root = {0};
    size_t at = 0;
    Text message = {0};
    if (!message_of(call, KAS_KEY_REQUEST, &message) ||
        (!text_is_empty(message) && !json_parse(call->arena, message, &root, &at, &call->error))) {
        return refuse(call, 400, "invalid_argument", call->error.message);
    }
    return answer_key(call, member_of(&root, "algorithm"),
                      text_equals(member_of(&root, "fmt"), TEXT("jwk")), false);
}

/* ---- rewrap ---- */

/* A key server's request while it is answered. */
typedef struct Rewrapping {
    Call *call;
    ReleaseSetting setting;
    ReleaseAsker asker;
    int64_t lease_most_s;
    const Text *acknowledged; /* names of obligations */
    size_t acknowledged_count;
} Rewrapping;

/* The decision on one key, and what is made of it. */
typedef struct Released {
    const KasQuestion *question;
    ShortAnswer answer;
    KasVerdict verdict;
} Released;

static void add_terms(JsonWriter *json, Arena *arena, const KasVerdict *verdict) {
    if (verdict->obligations != NULL) {
        json_begin_array(json, "obligations");
        for (size_t i = 0; i < verdict->obligation_count; i++) {
            json_add_text(json, "", verdict->obligations[i].text);
        }
        json_end(json);
    }
    if (verdict->lease_until_s > 0) {
        json_add_text(json, "lease_until", lease_moment(arena, verdict->lease_until_s));
    }
}

static Text record_of(Arena *arena, const Released *released) {
    const TdfPolicy *policy = released->question->policy;
    const TdfKeyAccess *access = released->question->access;
    JsonWriter *json = json_writer_new();
    json_add_text(json, "policy", policy->uuid);
    json_add_text(json, "item", policy->item);
    json_add_text(json, "label", policy->marking);
    json_add_text(json, "kid", access->kid);
    json_add_text(json, "url", access->url);
    json_add_text(json, "share", access->sid);
    json_add_boolean(json, "released", released->verdict.is_released);
    json_add_text(json, "reason", released->verdict.reason);
    add_terms(json, arena, &released->verdict);
    const Text members = text_trim(json_finish(arena, json, false));
    json_writer_free(json);
    if (!released->answer.is_usable) {
        return members;
    }
    TextBuilder out = text_builder_new(arena);
    text_add_format(&out, "{\"decision\":%.*s,", TEXT_ARGS(released->answer.inputs));
    text_add(&out, text_slice(members, 1, members.length));
    return text_built(&out);
}

static Text kind_of(const KasVerdict *verdict) {
    if (!verdict->is_released) {
        return TEXT("key refusal");
    }
    return verdict->lease_until_s > 0 ? TEXT("key lease") : TEXT("key release");
}

static void record_release(Call *call, const Released *released) {
    *(AuditEntry *)array_add(&call->entries) = (AuditEntry){
        .at_ms = server_now_ms(),
        .who = call->principal.name,
        .kind = kind_of(&released->verdict),
        .inputs = record_of(call->arena, released),
        .law = call->loaded->law,
        .result = digest_bytes(call->arena, released->answer.json),
    };
}

/* Obligations refuse until they are acknowledged. */
static void take_obligations(Arena *arena, const Rewrapping *work, Released *released) {
    KasVerdict *verdict = &released->verdict;
    verdict->obligation_count =
        service_release_obligations(arena, &released->answer, &verdict->obligations);
    const Text missing =
        service_release_unacknowledged(arena, verdict->obligations, verdict->obligation_count,
                                       work->acknowledged, work->acknowledged_count);
    if (verdict->is_released && !text_is_empty(missing)) {
        verdict->is_released = false;
        verdict->reason = missing;
    }
}

static void take_lease(Arena *arena, const Rewrapping *work, Released *released) {
    KasVerdict *verdict = &released->verdict;
    const int64_t asked_s = released->question->lease_s;
    const int64_t now_s = server_now_ms() / MS_A_SECOND;
    if (!verdict->is_released || asked_s == 0) {
        return;
    }
    if (work->lease_most_s == 0) {
        verdict->is_released = false;
        verdict->reason = TEXT("this key server gives no leases");
        return;
    }
    const int64_t longest_s = asked_s < work->lease_most_s ? asked_s : work->lease_most_s;
    verdict->lease_until_s = service_release_until(
        arena, &work->setting, &work->asker, released->question->policy, now_s, now_s + longest_s);
}

static bool decide(void *context, Arena *arena, const KasQuestion *question, KasVerdict *verdict,
                   Error *error) {
    const Rewrapping *work = context;
    Released released = {.question = question};
    (void)error;
    service_release(arena, &work->setting, &work->asker, question->policy, &released.answer);
    released.verdict =
        (KasVerdict){.is_released = released.answer.is_usable && released.answer.is_open,
                     .reason = service_release_reason(arena, &released.answer),
                     .explanation = released.answer.json};
    take_obligations(arena, work, &released);
    take_lease(arena, work, &released);
    record_release(work->call, &released);
    *verdict = released.verdict;
    return true;
}

/* Who asks as a party: the one its token is held to; at the server's own machine its holder. */
static ReleaseAsker asker_of(const Call *call, const KeyServer *keys) {
    const Principal *principal = &call->principal;
    return (ReleaseAsker){.party = principal->party_count > 0 ? principal->parties[0]
                                                              : key_server_holder(keys),
                          .name = principal->name};
}

/* The token of the Authorization header. */
static Text token_of(const Call *call) {
    const Text header = http_header(call->request, "Authorization");
    size_t at = 0;
    return text_find(header, TEXT(" "), &at) ? text_trim(text_slice(header, at, header.length))
                                             : (Text){0};
}

static bool refuse_proof(Call *call, const KeyServer *keys, const char *message) {
    const Text nonce = key_server_nonce(call->arena, keys, server_now_ms() / MS_A_SECOND);
    http_add_header(call->request, "DPoP-Nonce", text_terminated(call->arena, nonce));
    http_add_header(call->request, "WWW-Authenticate", "DPoP error=\"use_dpop_nonce\"");
    return refuse(call, 401, "unauthenticated", message);
}

static bool check_proof(Call *call, KeyServer *keys, Text proof, KeyRing *ring, Error *error) {
    const int64_t now_s = server_now_ms() / MS_A_SECOND;
    const Text base = server_base(call->server, call->request);
    const DpopExpected expected = {
        .method = call->request->method,
        .url =
            text_format(call->arena, "%.*s%.*s", TEXT_ARGS(base), TEXT_ARGS(call->request->path)),
        .token = token_of(call),
        .now_s = now_s,
        .lifetime_s = PROOF_LIFETIME_S,
    };
    Text identifier = {0};
    Text nonce = {0};
    if (!dpop_check(call->arena, proof, &expected, ring, &identifier, &nonce, error)) {
        return false;
    }
    if (!key_server_knows_nonce(call->arena, keys, nonce, now_s)) {
        return error_set(error, ERROR_INVALID,
                         "use_dpop_nonce: the proof lacks this server's nonce");
    }
    return key_server_is_new(keys, identifier, now_s) ||
           error_set(error, ERROR_INVALID, "the proof of possession was used before");
}

/* The key that the caller has proven to have, where one was, or has to be. */
static bool find_possession(Call *call, KeyServer *keys, KeyRing *ring, Error *error) {
    const Text proof = http_header(call->request, "DPoP");
    const Text bound_to = dpop_bound_to(call->arena, token_of(call));
    if (text_is_empty(proof)) {
        return (text_is_empty(bound_to) && !key_server_wants_possession(keys)) ||
               error_set(error, ERROR_INVALID,
                         "a proof of possession is wanted (DPoP, RFC 9449): use_dpop_nonce");
    }
    if (!check_proof(call, keys, proof, ring, error)) {
        return false;
    }
    return text_is_empty(bound_to) ||
           text_equals(bound_to, key_thumbprint(call->arena, key_ring_at(ring, 0))) ||
           error_set(error, ERROR_INVALID, "the token is bound to another key than the proof's");
}

static bool answer_with(Call *call, const KeyServer *keys, const KeyRing *ring) {
    Rewrapping work = {.call = call,
                       .setting = {{call->loaded->workspace, call->loaded->set, server_today()},
                                   key_server_holder(keys)},
                       .asker = asker_of(call, keys),
                       .lease_most_s = key_server_lease_s(keys)};
    const Kas kas = {.keys = key_server_keys(keys), .context = &work, .decide = decide};
    const KasCaller caller = {.possession = ring->keys.count > 0 ? key_ring_at(ring, 0) : NULL,
                              .now_s = server_now_ms() / MS_A_SECOND};
    Text body = {0};
    Text answer = {0};
    bool is_refused = false;
    if (!message_of(call, KAS_REWRAP_REQUEST, &body) ||
        !kas_acknowledged(call->arena, http_header(call->request, KAS_CONTEXT_HEADER),
                          &work.acknowledged, &work.acknowledged_count, &call->error) ||
        !kas_rewrap(call->arena, &kas, &caller, body, &answer, &is_refused, &call->error)) {
        return refuse(call, 400, "invalid_argument", call->error.message);
    }
    return tell(call, is_refused ? 403 : 200, KAS_REWRAP_ANSWER, answer);
}

static bool answer_rewrap(Call *call) {
    KeyServer *keys = keys_of(call);
    Error error = {0};
    if (keys == NULL) {
        return true;
    }
    KeyRing ring = key_ring_new(call->arena);
    const bool is_answered = find_possession(call, keys, &ring, &error)
                                 ? answer_with(call, keys, &ring)
                                 : refuse_proof(call, keys, error.message);
    key_ring_close(&ring);
    return is_answered;
}

static const Route ROUTES[] = {
    {"GET", "/kas/v2/kas_public_key", ROLE_OPEN, SCOPE_NOTHING, false, 0, answer_key_by_query,
     "The public key to seal files for", NULL, NULL, "KasPublicKey"},
    {"GET", "/kas/kas_public_key", ROLE_OPEN, SCOPE_NOTHING, false, 0, answer_key_by_query,
     "The same, as clients of before ask for it", NULL, NULL, "KasPublicKey"},
    {"GET", "/kas.AccessService/PublicKey", ROLE_OPEN, SCOPE_NOTHING, false, 0,
     answer_key_by_message, "The public key, by Connect", NULL, NULL, "KasPublicKey"},
    {"POST", "/kas.AccessService/PublicKey", ROLE_OPEN, SCOPE_NOTHING, false, 4096,
     answer_key_by_message, "The public key, by Connect", NULL, "KasPublicKeyRequest",
     "KasPublicKey"},
    {"POST", "/kas/v2/rewrap", ROLE_READER, SCOPE_OWN, false, REWRAP_BYTES_MAX, answer_rewrap,
     "The keys of sealed files, where the decision allows it", NULL, "KasRewrapRequest",
     "KasRewrap"},
    {"POST", "/kas.AccessService/Rewrap", ROLE_READER, SCOPE_OWN, false, REWRAP_BYTES_MAX,
     answer_rewrap, "The same, by Connect", NULL, "KasRewrapRequest", "KasRewrap"},
};

const RouteList ROUTES_KAS = {ROUTES, sizeof ROUTES / sizeof ROUTES[0]};
