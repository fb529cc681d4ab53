/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/kas_ask.h"

#include <time.h>

#include "base/json_read.h"
#include "cli/fetch.h"

static Text without_slash(Text url) {
    return text_ends_with(url, TEXT("/")) ? text_slice(url, 0, url.length - 1) : url;
}

static Text member_text(const JsonValue *object, const char *name) {
    const JsonValue *member = json_find(object, text_from(name));
    return member != NULL && member->kind == JSON_KIND_TEXT ? member->text : (Text){0};
}

/* What an answer that is no success says. */
static bool fail(Arena *arena, const FetchAnswer *answer, Error *error) {
    JsonValue root = {0};
    Error ignored = {0};
    size_t at = 0;
    Text said = {0};
    if (json_parse(arena, answer->body, &root, &at, &ignored)) {
        said = member_text(&root, "error");
        said = text_is_empty(said) ? member_text(&root, "message") : said;
    }
    return error_set(error, ERROR_INVALID, "it answers with status %ld%s%.*s", answer->status,
                     text_is_empty(said) ? "" : ": ", TEXT_ARGS(said));
}

static bool make_proof(Arena *arena, const KasAsking *asking, Text nonce, FetchRequest *request,
                       Error *error) {
    const DpopExpected expected = {.method = TEXT("POST"),
                                   .url = request->url,
                                   .token = asking->token,
                                   .now_s = (int64_t)time(NULL)};
    return dpop_make(arena, asking->own, &expected, nonce, &request->proof, error);
}

/* Twice where the server wants its nonce in the proof. */
static bool post(Arena *arena, const KasAsking *asking, FetchRequest *request, FetchAnswer *answer,
                 Error *error) {
    if (!make_proof(arena, asking, (Text){0}, request, error) ||
        !fetch(arena, request, answer, error)) {
        return false;
    }
    if (answer->status != 401 || text_is_empty(answer->nonce)) {
        return true;
    }
    return make_proof(arena, asking, answer->nonce, request, error) &&
           fetch(arena, request, answer, error);
}

static bool ask(void *context, Arena *arena, const Tdf *tdf, const TdfKeyAccess *access,
                SecretKey **share, Error *error) {
    const KasAsking *asking = context;
    CLEANUP(secret_key_close) SecretKey *given = NULL;
    FetchAnswer answer = {0};
    FetchRequest request = {.token = asking->token};
    const Text url = without_slash(access->url);
    request.url = text_format(arena, "%.*s/v2/rewrap", TEXT_ARGS(url));
    if (!kas_request(arena, asking->own, tdf->policy, access, (int64_t)time(NULL), &request.body,
                     error) ||
        !post(arena, asking, &request, &answer, error)) {
        return false;
    }
    if (answer.status != 200) {
        return fail(arena, &answer, error);
    }
    if (!kas_answer_read(arena, asking->own, answer.body, &given, error)) {
        return false;
    }
    if (!tdf_binding_holds(arena, access, tdf->policy, given)) {
        return error_set(error, ERROR_INVALID, "it gave a key that the policy is not bound to");
    }
    *share = given;
    given = NULL;
    return true;
}

TdfOpener kas_opener(KasAsking *asking) {
    return (TdfOpener){asking, ask};
}

bool kas_fetch_key(Arena *arena, Text url, KeyRing *ring, Error *error) {
    const Text base = without_slash(url);
    const FetchRequest request = {
        .url =
            text_format(arena, "%.*s/v2/kas_public_key?algorithm=rsa:2048&v=2", TEXT_ARGS(base))};
    FetchAnswer answer = {0};
    JsonValue root = {0};
    size_t at = 0;
    if (!fetch(arena, &request, &answer, error)) {
        return false;
    }
    if (answer.status != 200 || !json_parse(arena, answer.body, &root, &at, error)) {
        return error_set(error, ERROR_INVALID, "`%.*s` gives no public key (status %ld)",
                         TEXT_ARGS(url), answer.status);
    }
    return key_ring_read(ring, url, member_text(&root, "publicKey"), member_text(&root, "kid"),
                         TEXT(""), error);
}
