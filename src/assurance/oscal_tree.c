/* SPDX-License-Identifier: Apache-2.0 */
#include "assurance/oscal_tree.h"

#include "base/json_canonical.h"

JsonValue tree_list(const Array *items) {
    return (JsonValue){
        .kind = JSON_KIND_ARRAY, .items = ARRAY_ITEMS(JsonValue, items), .count = items->count};
}

JsonValue tree_with(Arena *arena, const JsonValue *object, const char *name, JsonValue value) {
    const Text wanted = text_from(name);
    const bool is_gone = value.kind == JSON_KIND_ARRAY && value.count == 0;
    Text *names = ARENA_MANY(arena, Text, object->count + 1);
    JsonValue *items = ARENA_MANY(arena, JsonValue, object->count + 1);
    size_t count = 0;
    bool is_there = is_gone;
    for (size_t i = 0; i < object->count; i++) {
        const bool is_it = text_equals(object->names[i], wanted);
        if (is_it && is_gone) {
            continue;
        }
        is_there |= is_it;
        names[count] = object->names[i];
        items[count++] = is_it ? value : object->items[i];
    }
    if (!is_there) {
        names[count] = wanted;
        items[count++] = value;
    }
    return (JsonValue){.kind = JSON_KIND_OBJECT, .names = names, .items = items, .count = count};
}

void tree_each_control(const JsonValue *object, ControlVisit visit, void *context) {
    static const char *const LISTS[] = {"controls", "groups"};
    const JsonValue *items = NULL;
    for (size_t i = 0; i < sizeof(LISTS) / sizeof(LISTS[0]); i++) {
        const size_t count = oscal_list(object, LISTS[i], &items);
        for (size_t j = 0; j < count; j++) {
            if (i == 0) {
                visit(context, &items[j]);
            }
            tree_each_control(&items[j], visit, context);
        }
    }
}

void tree_add_items(Array *items, const JsonValue *object, const char *name) {
    const JsonValue *from = NULL;
    const size_t count = oscal_list(object, name, &from);
    for (size_t i = 0; i < count; i++) {
        *(JsonValue *)array_add(items) = from[i];
    }
}

/* What tells one value from another; empty where there is no such text. */
static Text text_of_value(Arena *arena, const JsonValue *value) {
    TextBuilder out = text_builder_new(arena);
    Error ignored = {0};
    return json_add_canonical(&out, value, &ignored) ? text_built(&out) : (Text){0};
}

void tree_add_new_items(Arena *arena, Array *items, const JsonValue *object, const char *name) {
    const JsonValue *from = NULL;
    const size_t count = oscal_list(object, name, &from);
    Map *seen = map_new(arena);
    for (size_t i = 0; i < items->count; i++) {
        (void)map_add(seen, text_of_value(arena, array_at(items, i)), i);
    }
    for (size_t i = 0; i < count; i++) {
        if (map_add(seen, text_of_value(arena, &from[i]), i)) {
            *(JsonValue *)array_add(items) = from[i];
        }
    }
}
