/* SPDX-License-Identifier: Apache-2.0 */
#include "sharing/tdf_parts.h"

#include "base/json_canonical.h"

static bool wrong_kind(const JsonValue *value, const char *name, const char *wanted, Error *error) {
    return error_set(error, ERROR_INVALID, "`%s` of the manifest is %s; %s is wanted", name,
                     json_kind_words(value->kind), wanted);
}

static const JsonValue *find(const JsonValue *object, const char *name) {
    return object == NULL ? NULL : json_find(object, text_from(name));
}

bool json_text_member(const JsonValue *object, const char *name, Text *value, Error *error) {
    const JsonValue *member = find(object, name);
    *value = (Text){0};
    if (member == NULL || member->kind == JSON_KIND_NULL) {
        return true;
    }
    *value = member->text;
    return member->kind == JSON_KIND_TEXT || wrong_kind(member, name, "a text", error);
}

bool json_size_member(const JsonValue *object, const char *name, uint64_t otherwise,
                      uint64_t *value, Error *error) {
    const JsonValue *member = find(object, name);
    int64_t number = 0;
    *value = otherwise;
    if (member == NULL || member->kind == JSON_KIND_NULL) {
        return true;
    }
    if (member->kind != JSON_KIND_NUMBER || !text_parse_integer(member->text, &number) ||
        number < 0) {
        return wrong_kind(member, name, "a whole number", error);
    }
    *value = (uint64_t)number;
    return true;
}

bool json_list_member(const JsonValue *object, const char *name, size_t most,
                      const JsonValue **list, Error *error) {
    const JsonValue *member = find(object, name);
    *list = NULL;
    if (member == NULL || member->kind == JSON_KIND_NULL) {
        return true;
    }
    if (member->kind != JSON_KIND_ARRAY) {
        return wrong_kind(member, name, "an array", error);
    }
    if (member->count > most) {
        return error_set(error, ERROR_LIMIT, "`%s` of the manifest has more than %zu entries", name,
                         most);
    }
    *list = member;
    return true;
}

bool canonical_of(Arena *arena, const JsonValue *value, Text *text, Error *error) {
    TextBuilder builder = text_builder_new(arena);
    if (!json_add_canonical(&builder, value, error)) {
        return false;
    }
    *text = text_built(&builder);
    return true;
}
