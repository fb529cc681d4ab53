/* SPDX-License-Identifier: Apache-2.0 */
#include "server/auth.h"

#include <openssl/crypto.h>
#include <openssl/rand.h>

enum { TOKEN_BYTES = 32, TOKEN_TEXT_MAX = 16 << 10 };

struct Auth {
    Text local_token;
};

static Text hexadecimal(Arena *arena, const unsigned char *bytes, size_t count) {
    TextBuilder out = text_builder_new(arena);
    for (size_t i = 0; i < count; i++) {
        text_add_format(&out, "%02x", bytes[i]);
    }
    return text_built(&out);
}

bool auth_new(Arena *arena, const AuthOptions *options, Auth **auth, Error *error) {
    unsigned char bytes[TOKEN_BYTES];
    Auth *made = ARENA_NEW(arena, Auth);
    if (options->has_local_token) {
        if (RAND_bytes(bytes, sizeof bytes) != 1) {
            return error_set(error, ERROR_FAILED, "the system gives no random numbers");
        }
        made->local_token = hexadecimal(arena, bytes, sizeof bytes);
    }
    *auth = made;
    return true;
}

Text auth_local_token(const Auth *auth) {
    return auth->local_token;
}

/* In a time that does not tell how much of it is right. */
static bool is_same_secret(Text known, Text shown) {
    return known.length > 0 && known.length == shown.length &&
           CRYPTO_memcmp(known.bytes, shown.bytes, known.length) == 0;
}

/* What follows `Bearer `; empty where it is another scheme. */
static Text bearer_token(const HttpRequest *request) {
    static const Text scheme = {"bearer ", 7};
    const Text header = http_header(request, "Authorization");
    const Text start = text_lowercase(request->arena, text_slice(header, 0, scheme.length));
    return header.length <= TOKEN_TEXT_MAX && text_equals(start, scheme)
               ? text_trim(text_slice(header, scheme.length, header.length))
               : (Text){0};
}

bool auth_check(Auth *auth, const HttpRequest *request, Principal *principal) {
    const Text token = bearer_token(request);
    if (is_same_secret(auth->local_token, token)) {
        *principal = (Principal){.name = TEXT("local"), .role = ROLE_ADMINISTRATOR};
        return true;
    }
    return false;
}
