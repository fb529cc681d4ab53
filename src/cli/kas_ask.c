/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/kas_ask.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "base/fetch.h"
#include "base/json_read.h"

Text kas_tokens(Arena *arena, const Arguments *arguments) {
    Text *given = NULL;
    TextBuilder all = text_builder_new(arena);
    const size_t count = arguments_values(arena, arguments, "token", false, &given);
    for (size_t i = 0; i < count; i++) {
        text_add_format(&all, "%s%.*s", i == 0 ? "" : " ", TEXT_ARGS(given[i]));
    }
    return count > 0 ? text_built(&all) : text_from(getenv("ENTENTE_TOKEN"));
}

/* The server's own, else the one that names no server: a token is shown to nobody else. */
static Text token_for(Text tokens, Text url) {
    Text rest = tokens;
    Text piece = {0};
    Text common = {0};
    while (text_split(&rest, ' ', &piece)) {
        const size_t end = url.length;
        if (!text_starts_with(piece, TEXT("http"))) {
            common = text_is_empty(piece) ? common : piece;
        } else if (text_starts_with(piece, url) && piece.length > end && piece.bytes[end] == '=') {
            return text_slice(piece, end + 1, piece.length);
        }
    }
    return common;
}

KasAsking kas_asking_new(Arena *arena, const Arguments *arguments, Text tokens,
                         const SharingKey *own) {
    Text *names = NULL;
    const size_t count = arguments_values(arena, arguments, "acknowledge", true, &names);
    return (KasAsking){.tokens = tokens,
                       .own = own,
                       .acknowledged = names,
                       .acknowledged_count = count,
                       .leases = array_new(arena, sizeof(Text)),
                       .duties = array_new(arena, sizeof(KasObligation))};
}

void kas_show_duties(const KasAsking *asking) {
    for (size_t i = 0; i < asking->duties.count; i++) {
        const KasObligation *duty = array_at(&asking->duties, i);
        (void)fprintf(stderr, "entente: you take on: %.*s (%.*s)\n", TEXT_ARGS(duty->text),
                      TEXT_ARGS(duty->citation));
    }
}

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

/* What came with the key. */
static void keep(KasAsking *asking, const KasGiven *given) {
    if (!text_is_empty(given->lease)) {
        *(Text *)array_add(&asking->leases) = given->lease;
    }
    for (size_t i = 0; i < given->obligation_count; i++) {
        *(KasObligation *)array_add(&asking->duties) = given->obligations[i];
    }
}

static bool take_answer(Arena *arena, KasAsking *asking, const Tdf *tdf, const TdfKeyAccess *access,
                        const FetchAnswer *answer, SecretKey **share, Error *error) {
    KasGiven given;
    if (!kas_answer_read(arena, asking->own, answer->body, &given, error)) {
        return false;
    }
    CLEANUP(secret_key_close) SecretKey *opened = given.share;
    if (!tdf_binding_holds(arena, access, tdf->policy, opened)) {
        return error_set(error, ERROR_INVALID, "it gave a key that the policy is not bound to");
    }
    if (asking->lease_s > 0 && text_is_empty(given.lease)) {
        return error_set(error, ERROR_INVALID, "it gives no leases");
    }
    keep(asking, &given);
    *share = opened;
    opened = NULL;
    return true;
}

static bool send(Arena *arena, const KasAsking *asking, const Tdf *tdf, const TdfKeyAccess *access,
                 FetchAnswer *answer, Error *error) {
    FetchRequest request = {.token = asking->token};
    const KasAsked asked = {tdf->policy, access, (int64_t)time(NULL), asking->lease_s};
    const Text url = without_slash(access->url);
    request.url = text_format(arena, "%.*s/v2/rewrap", TEXT_ARGS(url));
    if (asking->acknowledged_count > 0) {
        request.context = kas_acknowledge(arena, asking->acknowledged, asking->acknowledged_count);
    }
    return kas_request(arena, asking->own, &asked, &request.body, error) &&
           post(arena, asking, &request, answer, error);
}

/* Older servers close keys for RSA alone, and say in many ways that they cannot read another. */
static bool wants_rsa(const KasAsking *asking, const FetchAnswer *answer) {
    return asking->spare != NULL && asking->own->kind == KEY_EC &&
           (answer->status == 400 || answer->status == 500);
}

static bool take_spare(KasAsking *asking, Error *error) {
    if (!key_ring_make(asking->spare, TEXT("rsa:2048"), TEXT(""), error)) {
        return false;
    }
    asking->own = key_ring_at(asking->spare, 0);
    return true;
}

static bool ask(void *context, Arena *arena, const Tdf *tdf, const TdfKeyAccess *access,
                SecretKey **share, Error *error) {
    KasAsking *asking = context;
    FetchAnswer answer = {0};
    asking->token = token_for(asking->tokens, without_slash(access->url));
    if (text_is_empty(asking->token)) {
        return error_set(error, ERROR_INVALID, "there is no token for it: `--token URL=TOKEN`");
    }
    if (!send(arena, asking, tdf, access, &answer, error) ||
        (wants_rsa(asking, &answer) &&
         (!take_spare(asking, error) || !send(arena, asking, tdf, access, &answer, error)))) {
        return false;
    }
    return answer.status == 200 ? take_answer(arena, asking, tdf, access, &answer, share, error)
                                : fail(arena, &answer, error);
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
