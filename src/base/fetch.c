/* SPDX-License-Identifier: Apache-2.0 */
#include "base/fetch.h"

#include <curl/curl.h>

/* An answer while it comes in. */
typedef struct Incoming {
    Arena *arena;
    TextBuilder body;
    Text nonce;
    bool is_too_large;
} Incoming;

static size_t take_body(const char *bytes, size_t size, size_t count, void *context) {
    Incoming *incoming = context;
    incoming->is_too_large = incoming->body.length + size * count > FETCH_BYTES_MAX;
    if (incoming->is_too_large) {
        return 0;
    }
    text_add(&incoming->body, (Text){bytes, size * count});
    return size * count;
}

static size_t take_header(const char *bytes, size_t size, size_t count, void *context) {
    static const Text name = {"dpop-nonce:", 11};
    Incoming *incoming = context;
    const Text line = {bytes, size * count};
    const Text start = text_lowercase(incoming->arena, text_slice(line, 0, name.length));
    if (text_equals(start, name)) {
        incoming->nonce =
            text_copy(incoming->arena, text_trim(text_slice(line, name.length, line.length)));
    }
    return size * count;
}

static struct curl_slist *add_header(Arena *arena, struct curl_slist *headers, const char *name,
                                     Text value) {
    if (text_is_empty(value)) {
        return headers;
    }
    struct curl_slist *longer =
        curl_slist_append(headers, text_format(arena, "%s%.*s", name, TEXT_ARGS(value)).bytes);
    if (longer == NULL) {
        arena_exhausted();
    }
    return longer;
}

static void set_request(Arena *arena, CURL *curl, const FetchRequest *request) {
    (void)curl_easy_setopt(curl, CURLOPT_URL, text_terminated(arena, request->url));
    (void)curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "http,https");
    (void)curl_easy_setopt(curl, CURLOPT_FOLLOWLOCATION, 0L);
    (void)curl_easy_setopt(curl, CURLOPT_TIMEOUT,
                           request->seconds > 0 ? request->seconds : (long)FETCH_SECONDS);
    (void)curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
    if (!text_is_empty(request->body)) {
        (void)curl_easy_setopt(curl, CURLOPT_POSTFIELDSIZE, (long)request->body.length);
        (void)curl_easy_setopt(curl, CURLOPT_POSTFIELDS, request->body.bytes);
    }
}

static void set_answer(CURL *curl, Incoming *incoming) {
    (void)curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, take_body);
    (void)curl_easy_setopt(curl, CURLOPT_WRITEDATA, incoming);
    (void)curl_easy_setopt(curl, CURLOPT_HEADERFUNCTION, take_header);
    (void)curl_easy_setopt(curl, CURLOPT_HEADERDATA, incoming);
}

bool fetch(Arena *arena, const FetchRequest *request, FetchAnswer *answer, Error *error) {
    Incoming incoming = {.arena = arena, .body = text_builder_new(arena)};
    CURL *curl = curl_easy_init();
    if (curl == NULL) {
        return error_set(error, ERROR_FAILED, "no request can be made");
    }
    struct curl_slist *headers =
        add_header(arena, NULL, "Content-Type: ", TEXT("application/json"));
    headers = add_header(arena, headers, "Authorization: Bearer ", request->token);
    headers = add_header(arena, headers, "DPoP: ", request->proof);
    headers = add_header(arena, headers, "X-Rewrap-Additional-Context: ", request->context);
    set_request(arena, curl, request);
    set_answer(curl, &incoming);
    (void)curl_easy_setopt(curl, CURLOPT_HTTPHEADER, headers);
    const CURLcode result = curl_easy_perform(curl);
    (void)curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &answer->status);
    curl_slist_free_all(headers);
    curl_easy_cleanup(curl);
    answer->body = text_built(&incoming.body);
    answer->nonce = incoming.nonce;
    if (incoming.is_too_large) {
        return error_set(error, ERROR_LIMIT, "`%.*s` answers with more than %d bytes",
                         TEXT_ARGS(request->url), FETCH_BYTES_MAX);
    }
    return result == CURLE_OK || error_set(error, ERROR_FAILED, "`%.*s` cannot be asked: %s",
                                           TEXT_ARGS(request->url), curl_easy_strerror(result));
}
