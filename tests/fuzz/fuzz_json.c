/* SPDX-License-Identifier: Apache-2.0 */
/* Any bytes are read as JSON, by our reader and by jansson. What ours takes, jansson takes and
 * reads alike, but for numbers that fit none of its types; what ours refuses, jansson refuses,
 * but for depth. */
#include "fuzz.h"

#include <jansson.h>
#include <string.h>

#include "base/json_read.h"

static const json_type TYPES[] = {
    [JSON_KIND_NULL] = JSON_NULL,     [JSON_KIND_FALSE] = JSON_FALSE,
    [JSON_KIND_TRUE] = JSON_TRUE,     [JSON_KIND_NUMBER] = JSON_REAL,
    [JSON_KIND_TEXT] = JSON_STRING,   [JSON_KIND_ARRAY] = JSON_ARRAY,
    [JSON_KIND_OBJECT] = JSON_OBJECT,
};

static void require_same(const JsonValue *ours, json_t *theirs);

static void require_same_members(const JsonValue *ours, json_t *theirs) {
    REQUIRE(json_object_size(theirs) == ours->count);
    for (size_t i = 0; i < ours->count; i++) {
        json_t *member = json_object_getn(theirs, ours->names[i].bytes, ours->names[i].length);
        REQUIRE(json_find(ours, ours->names[i]) == &ours->items[i]);
        REQUIRE(member != NULL);
        require_same(&ours->items[i], member);
    }
}

static void require_same_items(const JsonValue *ours, json_t *theirs) {
    REQUIRE(json_array_size(theirs) == ours->count);
    for (size_t i = 0; i < ours->count; i++) {
        require_same(&ours->items[i], json_array_get(theirs, i));
    }
}

static void require_same(const JsonValue *ours, json_t *theirs) {
    const json_type type = json_typeof(theirs);
    REQUIRE(type == TYPES[ours->kind] || (ours->kind == JSON_KIND_NUMBER && type == JSON_INTEGER));
    if (ours->kind == JSON_KIND_TEXT) {
        REQUIRE(json_string_length(theirs) == ours->text.length);
        REQUIRE(memcmp(json_string_value(theirs), ours->text.bytes, ours->text.length) == 0);
    } else if (ours->kind == JSON_KIND_ARRAY) {
        require_same_items(ours, theirs);
    } else if (ours->kind == JSON_KIND_OBJECT) {
        require_same_members(ours, theirs);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    Arena *arena = arena_new();
    const Text input = {(const char *)data, size};
    JsonValue value = {0};
    size_t at = 0;
    Error error = {0};
    json_error_t refusal;
    const bool is_read = json_parse(arena, input, &value, &at, &error);
    json_t *theirs =
        json_loadb(input.bytes, size, JSON_REJECT_DUPLICATES | JSON_DECODE_ANY, &refusal);
    if (is_read) {
        REQUIRE(theirs != NULL || json_error_code(&refusal) == json_error_numeric_overflow);
    } else {
        REQUIRE(at <= size && error.kind != ERROR_NONE);
        REQUIRE(theirs == NULL || error.kind == ERROR_LIMIT);
    }
    if (is_read && theirs != NULL) {
        require_same(&value, theirs);
    }
    json_decref(theirs);
    arena_free(arena);
    return 0;
}
