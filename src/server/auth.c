/* SPDX-License-Identifier: Apache-2.0 */
#include "server/auth.h"

#include <openssl/crypto.h>
#include <openssl/rand.h>
#include <time.h>

#include "server/issuer_keys.h"
#include "server/key_file.h"
#include "server/principal_table.h"

enum { TOKEN_BYTES = 32 };

struct Auth {
    Text local_token;
    AuthOptions options;
    KeyFile *keys; /* of one of these, with OpenID Connect */
    IssuerKeys *published;
    const PrincipalTable *principals;
};

static Text hexadecimal(Arena *arena, const unsigned char *bytes, size_t count) {
    TextBuilder out = text_builder_new(arena);
    for (size_t i = 0; i < count; i++) {
        text_add_format(&out, "%02x", bytes[i]);
    }
    return text_built(&out);
}

static bool make_local_token(Arena *arena, Auth *auth, Error *error) {
    unsigned char bytes[TOKEN_BYTES];
    if (RAND_bytes(bytes, sizeof bytes) != 1) {
        return error_set(error, ERROR_FAILED, "the system gives no random numbers");
    }
    auth->local_token = hexadecimal(arena, bytes, sizeof bytes);
    return true;
}

static bool open_keys(Auth *auth, Error *error) {
    const AuthOptions *options = &auth->options;
    if (text_is_empty(options->keys) || issuer_keys_is_address(options->keys)) {
        return issuer_keys_open(options->issuer, options->keys, options->log_descriptor,
                                &auth->published, error);
    }
    return key_file_open(options->keys, &auth->keys, error);
}

bool auth_new(Arena *arena, const AuthOptions *options, Auth **result, Error *error) {
    Auth *auth = ARENA_NEW(arena, Auth);
    auth->options = *options;
    *result = auth;
    if (!text_is_empty(options->issuer) && text_is_empty(options->audience)) {
        return error_set(error, ERROR_INVALID,
                         "tokens of an issuer need an audience as well: `--oidc-audience NAME`");
    }
    return (!options->has_local_token || make_local_token(arena, auth, error)) &&
           (text_is_empty(options->issuer) || open_keys(auth, error)) &&
           principal_table_read(arena, options->principals, &auth->principals, error);
}

void auth_start(Auth *auth) {
    issuer_keys_start(auth->published);
}

void auth_free(Auth *auth) {
    if (auth != NULL) {
        issuer_keys_close(auth->published);
        key_file_close(auth->keys);
    }
}

Text auth_local_token(const Auth *auth) {
    return auth->local_token;
}

/* In a time that does not tell how much of it is right. */
static bool is_same_secret(Text known, Text shown) {
    return known.length > 0 && known.length == shown.length &&
           CRYPTO_memcmp(known.bytes, shown.bytes, known.length) == 0;
}

/* What follows `Bearer `; false where nothing of the kind is shown. */
static bool bearer_token(const HttpRequest *request, Text *token) {
    static const Text scheme = {"bearer ", 7};
    const Text header = http_header(request, "Authorization");
    const Text start = text_lowercase(request->arena, text_slice(header, 0, scheme.length));
    *token = text_trim(text_slice(header, scheme.length, header.length));
    return text_equals(start, scheme);
}

/* ---- OpenID Connect ---- */

/* The highest role that a claim names; a claim is a text or an array of them. */
static bool claimed_role(const JsonValue *claim, Role *role) {
    bool is_found = claim != NULL && claim->kind == JSON_KIND_TEXT && role_parse(claim->text, role);
    for (size_t i = 0; claim != NULL && claim->kind == JSON_KIND_ARRAY && i < claim->count; i++) {
        Role named = ROLE_OPEN;
        if (claim->items[i].kind == JSON_KIND_TEXT && role_parse(claim->items[i].text, &named)) {
            *role = is_found && *role > named ? *role : named;
            is_found = true;
        }
    }
    return is_found;
}

/* A claim of parties, also an empty one, holds its bearer to them; one that is unreadable, to
 * nobody's data. */
static void claim_parties(Arena *arena, const JsonValue *claim, Principal *principal) {
    if (claim == NULL) {
        return;
    }
    const size_t count = claim->kind == JSON_KIND_ARRAY ? claim->count : 0;
    Text *parties = ARENA_MANY(arena, Text, count);
    for (size_t i = 0; i < count; i++) {
        parties[i] = claim->items[i].kind == JSON_KIND_TEXT ? claim->items[i].text : (Text){0};
    }
    principal->is_held = true;
    principal->parties = parties;
    principal->party_count = count;
}

static bool has_signed(Auth *auth, const Jwt *jwt) {
    return auth->published != NULL ? issuer_keys_have_signed(auth->published, jwt)
                                   : auth->keys != NULL && key_file_has_signed(auth->keys, jwt);
}

static bool check_token(Auth *auth, Arena *arena, Text token, Principal *principal) {
    Jwt *jwt = ARENA_NEW(arena, Jwt);
    Error ignored = {0};
    const JwtExpectation expectation = {auth->options.issuer, auth->options.audience, time(NULL)};
    if (!jwt_parse(arena, token, jwt, &ignored) || !jwt_is_expected(jwt, &expectation) ||
        !has_signed(auth, jwt)) {
        return false;
    }
    const Text subject = json_find(&jwt->claims, TEXT("sub"))->text;
    *principal = (Principal){.name = text_format(arena, "oidc:%.*s", TEXT_ARGS(subject))};
    const bool has_role =
        claimed_role(json_find(&jwt->claims, TEXT("entente_role")), &principal->role);
    claim_parties(arena, json_find(&jwt->claims, TEXT("entente_parties")), principal);
    return has_role || principal_table_find(auth->principals, principal);
}

bool auth_check(Auth *auth, const HttpRequest *request, Principal *principal) {
    Text token = {0};
    if (bearer_token(request, &token)) {
        if (is_same_secret(auth->local_token, token)) {
            *principal = (Principal){.name = TEXT("local"), .role = ROLE_ADMINISTRATOR};
            return true;
        }
        return !text_is_empty(auth->options.issuer) &&
               check_token(auth, request->arena, token, principal);
    }
    if (text_is_empty(request->certificate_name)) {
        return false;
    }
    *principal = (Principal){
        .name = text_format(request->arena, "tls:%.*s", TEXT_ARGS(request->certificate_name))};
    return principal_table_find(auth->principals, principal);
}
