/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ENTENTE_BASE_JSON_READ_H
#define ENTENTE_BASE_JSON_READ_H

/* Reading JSON (RFC 8259), strictly: UTF-8, one value and blanks around it, no name twice in
 * an object, no half surrogates, no zero character. A number stays the text it was written
 * as, so that it never passes through a double. Everything lives in the arena; what needs
 * no unescaping points into the input, which must outlive it. */

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/compiler.h"
#include "base/error.h"
#include "base/text.h"

enum { JSON_DEPTH_MAX = 64, JSON_VALUES_MAX = 1000000 };

typedef enum JsonKind {
    JSON_KIND_NULL,
    JSON_KIND_FALSE,
    JSON_KIND_TRUE,
    JSON_KIND_NUMBER,
    JSON_KIND_TEXT,
    JSON_KIND_ARRAY,
    JSON_KIND_OBJECT
} JsonKind;

typedef struct JsonValue JsonValue;
struct JsonValue {
    JsonKind kind;
    Text text;              /* a text unescaped, a number as written */
    const Text *names;      /* of an object's members, in their order */
    const JsonValue *items; /* of an array or object */
    size_t count;
    size_t at; /* byte of the input where it begins */
};

/* Reads the whole input. False, with the byte the message is about in `at`, where it is no
 * JSON or over the limits. O(bytes). */
MUST_CHECK bool json_parse(Arena *arena, Text input, JsonValue *value, size_t *at, Error *error);

/* The member of an object; NULL where there is none, or it is no object. O(members). */
const JsonValue *json_find(const JsonValue *object, Text name);

/* "a number", "an object": for messages. */
const char *json_kind_words(JsonKind kind);

#endif
