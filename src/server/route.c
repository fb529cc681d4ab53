/* SPDX-License-Identifier: Apache-2.0 */
#include "server/route.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/json.h"

static const RouteList *const LISTS[] = {
    &ROUTES_ABOUT, &ROUTES_DECIDE, &ROUTES_SUPPLY, &ROUTES_SCREEN, &ROUTES_ASSESS,
    &ROUTES_JOBS,  &ROUTES_AUDIT,  &ROUTES_ACCESS, &ROUTES_SHARE,  &ROUTES_KAS};

size_t route_lists(const RouteList *const **lists) {
    *lists = LISTS;
    return sizeof LISTS / sizeof LISTS[0];
}

/* {name} stands for one piece of the path, {path} for the rest of it. */
static bool matches(const char *pattern, Text path, Text *name) {
    const char *open = strchr(pattern, '{');
    const Text before =
        open == NULL ? text_from(pattern) : (Text){pattern, (size_t)(open - pattern)};
    if (open == NULL) {
        return text_equals(before, path);
    }
    if (!text_starts_with(path, before)) {
        return false;
    }
    const Text after = text_from(strchr(open, '}') + 1);
    const Text rest = text_slice(path, before.length, path.length);
    if (rest.length <= after.length || !text_ends_with(rest, after)) {
        return false;
    }
    *name = text_slice(rest, 0, rest.length - after.length);
    size_t slash = 0;
    return strncmp(open, "{path}", strlen("{path}")) == 0 || !text_find(*name, TEXT("/"), &slash);
}

static void add_method(TextBuilder *allowed, const char *method) {
    if (allowed->length > 0) {
        text_add(allowed, TEXT(", "));
    }
    text_add(allowed, text_from(method));
}

static bool method_matches(const char *known, Text method) {
    return text_equals(text_from(known), method) ||
           (text_equals(method, TEXT("HEAD")) && strcmp(known, "GET") == 0);
}

const Route *route_find(Arena *arena, Text method, Text path, Text *name, Text *allowed) {
    TextBuilder methods = text_builder_new(arena);
    for (size_t i = 0; i < sizeof LISTS / sizeof LISTS[0]; i++) {
        for (size_t j = 0; j < LISTS[i]->count; j++) {
            const Route *route = &LISTS[i]->routes[j];
            Text found = {0};
            if (!matches(route->path, path, &found)) {
                continue;
            }
            if (method_matches(route->method, method)) {
                *name = found;
                return route;
            }
            add_method(&methods, route->method);
        }
    }
    *allowed = text_built(&methods);
    return NULL;
}

/* ---- answers ---- */

bool call_answer(Call *call, unsigned status, const char *type, Text body) {
    HttpAnswer *answer = &call->request->answer;
    answer->status = status;
    answer->type = type;
    answer->body = body;
    return true;
}

bool call_json(Call *call, Text json) {
    return call_answer(call, 200, "application/json", json);
}

static bool refuse_with(Call *call, unsigned status, Text message) {
    call->pieces.count = 0;
    call->entries.count = 0;
    JsonWriter *json = json_writer_new();
    json_add_text(json, "error", message);
    const Text body = json_finish(call->arena, json, false);
    json_writer_free(json);
    return call_answer(call, status, "application/json", body);
}

bool call_refuse(Call *call, unsigned status, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    const Text message = text_format_arguments(call->arena, format, arguments);
    va_end(arguments);
    return refuse_with(call, status, message);
}

void call_add_piece(Call *call, Text text, bool is_recorded) {
    *(CallPiece *)array_add(&call->pieces) = (CallPiece){text, is_recorded};
}

void call_compose(Call *call, int64_t first) {
    TextBuilder out = text_builder_new(call->arena);
    int64_t row = first;
    for (size_t i = 0; i < call->pieces.count; i++) {
        const CallPiece *piece = array_at(&call->pieces, i);
        if (first > 0 && piece->is_recorded) {
            text_add(&out, TEXT("{\"audit\":"));
            text_add_integer(&out, row++);
            text_add_character(&out, ',');
            text_add(&out, text_slice(piece->text, 1, piece->text.length));
        } else {
            text_add(&out, piece->text);
        }
    }
    call->request->answer.body = text_built(&out);
}

bool call_fail(Call *call, const Error *error) {
    static const unsigned STATUSES[] = {[ERROR_NONE] = 500,
                                        [ERROR_INVALID] = 400,
                                        [ERROR_MISSING] = 404,
                                        [ERROR_LIMIT] = 413,
                                        [ERROR_FAILED] = 500};
    return refuse_with(call, STATUSES[error->kind], text_from(error->message));
}
