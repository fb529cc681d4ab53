/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>

#include "assurance/oscal_tree.h"

/* What the imports of a profile select, put together: controls that come more than once are kept,
 * the first is used, or they are merged; then all stand in one flat list, in the groups of their
 * catalogs, or in groups of the profile's own. */

static const char *const CONTENTS[] = {"params", "props", "links", "parts"};
enum { CONTENT_COUNT = sizeof(CONTENTS) / sizeof(CONTENTS[0]), COMBINED_DEPTH_MAX = 16 };

/* ---- controls that come more than once ---- */

typedef struct Combining {
    Arena *arena;
    bool is_merged; /* else the first is used */
    Map *ids;
    Array instances; /* of Array of JsonValue, for each id */
    bool *is_out;    /* of each id */
} Combining;

static void collect(Combining *combining, const JsonValue *object) {
    const JsonValue *items = NULL;
    const size_t count = oscal_list(object, "controls", &items);
    for (size_t i = 0; i < count; i++) {
        const Text id = oscal_text(&items[i], "id");
        size_t index = combining->instances.count;
        if (map_add(combining->ids, id, index)) {
            *(Array *)array_add(&combining->instances) =
                array_new(combining->arena, sizeof(JsonValue));
        } else {
            (void)map_find(combining->ids, id, &index);
        }
        *(JsonValue *)array_add(array_at(&combining->instances, index)) = items[i];
        collect(combining, &items[i]);
    }
    const size_t groups = oscal_list(object, "groups", &items);
    for (size_t i = 0; i < groups; i++) {
        collect(combining, &items[i]);
    }
}

static JsonValue merged(Arena *arena, const Array *instances) {
    JsonValue control = *(const JsonValue *)array_at(instances, 0);
    for (size_t i = 0; i < CONTENT_COUNT; i++) {
        Array items = array_new(arena, sizeof(JsonValue));
        for (size_t j = 0; j < instances->count; j++) {
            tree_add_new_items(arena, &items, array_at(instances, j), CONTENTS[i]);
        }
        control = tree_with(arena, &control, CONTENTS[i], tree_list(&items));
    }
    return control;
}

/* The controls of an object, each id where it comes first, with what stands in any of them; what
 * would stand too deep stays where it is. */
static void combine_controls(Combining *combining, const JsonValue *object, size_t depth,
                             Array *out) {
    const JsonValue *items = NULL;
    const size_t count = oscal_list(object, "controls", &items);
    for (size_t i = 0; i < count; i++) {
        size_t index = 0;
        (void)map_find(combining->ids, oscal_text(&items[i], "id"), &index);
        if (combining->is_out[index]) {
            continue;
        }
        combining->is_out[index] = true;
        const Array *instances = array_at(&combining->instances, index);
        Array inside = array_new(combining->arena, sizeof(JsonValue));
        combine_controls(combining, &items[i], depth + 1, &inside);
        for (size_t j = 0; depth < COMBINED_DEPTH_MAX && j < instances->count; j++) {
            combine_controls(combining, array_at(instances, j), depth + 1, &inside);
        }
        const JsonValue control =
            combining->is_merged ? merged(combining->arena, instances) : items[i];
        *(JsonValue *)array_add(out) =
            tree_with(combining->arena, &control, "controls", tree_list(&inside));
    }
}

static JsonValue combine_object(Combining *combining, const JsonValue *object) {
    const JsonValue *items = NULL;
    Array controls = array_new(combining->arena, sizeof(JsonValue));
    Array groups = array_new(combining->arena, sizeof(JsonValue));
    combine_controls(combining, object, 0, &controls);
    const size_t count = oscal_list(object, "groups", &items);
    for (size_t i = 0; i < count; i++) {
        *(JsonValue *)array_add(&groups) = combine_object(combining, &items[i]);
    }
    const JsonValue with = tree_with(combining->arena, object, "controls", tree_list(&controls));
    return tree_with(combining->arena, &with, "groups", tree_list(&groups));
}

static Array combine(Arena *arena, const JsonValue *merge, const Array *selections) {
    const JsonValue *rule = merge == NULL ? NULL : json_find(merge, TEXT("combine"));
    const Text method = rule == NULL ? (Text){0} : oscal_text(rule, "method");
    Combining combining = {.arena = arena,
                           .is_merged = text_equals(method, TEXT("merge")),
                           .ids = map_new(arena),
                           .instances = array_new(arena, sizeof(Array))};
    Array combined = array_new(arena, sizeof(JsonValue));
    if (!combining.is_merged && !text_equals(method, TEXT("use-first"))) {
        return *selections;
    }
    for (size_t i = 0; i < selections->count; i++) {
        collect(&combining, array_at(selections, i));
    }
    combining.is_out = ARENA_MANY(arena, bool, combining.instances.count);
    for (size_t i = 0; i < selections->count; i++) {
        *(JsonValue *)array_add(&combined) = combine_object(&combining, array_at(selections, i));
    }
    return combined;
}

/* ---- flat ---- */

typedef struct Flattening {
    Arena *arena;
    Array controls;
} Flattening;

static void flatten(void *context, const JsonValue *control) {
    Flattening *flattening = context;
    *(JsonValue *)array_add(&flattening->controls) =
        tree_with(flattening->arena, control, "controls", (JsonValue){.kind = JSON_KIND_ARRAY});
}

/* ---- as it is ---- */

static JsonValue merge_groups(Arena *arena, const JsonValue *one, const JsonValue *other);

/* Adds groups; one of an id that is there goes into that one. */
static void add_groups(Arena *arena, const JsonValue *object, Text source, Map *places,
                       Array *groups) {
    const JsonValue *items = NULL;
    const size_t count = oscal_list(object, "groups", &items);
    for (size_t i = 0; i < count; i++) {
        const Text id = oscal_text(&items[i], "id");
        const Text key = text_format(arena, "%.*s#%.*s", TEXT_ARGS(source), TEXT_ARGS(id));
        size_t place = groups->count;
        if (text_is_empty(id) || map_add(places, key, place)) {
            *(JsonValue *)array_add(groups) = items[i];
        } else {
            (void)map_find(places, key, &place);
            JsonValue *there = array_at(groups, place);
            *there = merge_groups(arena, there, &items[i]);
        }
    }
}

static JsonValue merge_groups(Arena *arena, const JsonValue *one, const JsonValue *other) {
    Array controls = array_new(arena, sizeof(JsonValue));
    Array groups = array_new(arena, sizeof(JsonValue));
    Map *places = map_new(arena);
    JsonValue group = *one;
    for (size_t i = 0; i < CONTENT_COUNT; i++) {
        Array items = array_new(arena, sizeof(JsonValue));
        tree_add_items(&items, one, CONTENTS[i]);
        tree_add_new_items(arena, &items, other, CONTENTS[i]);
        group = tree_with(arena, &group, CONTENTS[i], tree_list(&items));
    }
    tree_add_items(&controls, one, "controls");
    tree_add_items(&controls, other, "controls");
    add_groups(arena, one, TEXT(""), places, &groups);
    add_groups(arena, other, TEXT(""), places, &groups);
    group = tree_with(arena, &group, "controls", tree_list(&controls));
    return tree_with(arena, &group, "groups", tree_list(&groups));
}

/* Groups without controls go: all of theirs came earlier. */
static bool has_controls(const JsonValue *group) {
    const JsonValue *items = NULL;
    if (oscal_list(group, "controls", &items) > 0) {
        return true;
    }
    const size_t count = oscal_list(group, "groups", &items);
    for (size_t i = 0; i < count; i++) {
        if (has_controls(&items[i])) {
            return true;
        }
    }
    return false;
}

static JsonValue keep_structure(Arena *arena, const Array *selections) {
    const JsonValue nothing = {.kind = JSON_KIND_OBJECT};
    Array params = array_new(arena, sizeof(JsonValue));
    Array controls = array_new(arena, sizeof(JsonValue));
    Array groups = array_new(arena, sizeof(JsonValue));
    Array full = array_new(arena, sizeof(JsonValue));
    Map *places = map_new(arena);
    for (size_t i = 0; i < selections->count; i++) {
        const JsonValue *selection = array_at(selections, i);
        tree_add_new_items(arena, &params, selection, "params");
        tree_add_items(&controls, selection, "controls");
        add_groups(arena, selection, oscal_text(selection, "uuid"), places, &groups);
    }
    for (size_t i = 0; i < groups.count; i++) {
        if (has_controls(array_at(&groups, i))) {
            *(JsonValue *)array_add(&full) = *(JsonValue *)array_at(&groups, i);
        }
    }
    JsonValue body = tree_with(arena, &nothing, "params", tree_list(&params));
    body = tree_with(arena, &body, "controls", tree_list(&controls));
    return tree_with(arena, &body, "groups", tree_list(&full));
}

/* ---- groups of the profile's own ---- */

typedef struct Inserted {
    JsonValue control;
    Text id;
    size_t position;
    bool is_descending;
} Inserted;

static int compare_inserted(const void *left, const void *right) {
    const Inserted *a = left;
    const Inserted *b = right;
    const int order = a->is_descending ? text_compare(b->id, a->id) : text_compare(a->id, b->id);
    return order != 0 ? order : (a->position > b->position) - (a->position < b->position);
}

/* The controls of all groups, with what stands in them. */
static void ungroup(const JsonValue *object, Array *out) {
    const JsonValue *items = NULL;
    tree_add_items(out, object, "controls");
    const size_t count = oscal_list(object, "groups", &items);
    for (size_t i = 0; i < count; i++) {
        ungroup(&items[i], out);
    }
}

static void sort_inserted(Arena *arena, Text order, Array *controls) {
    if (!text_equals(order, TEXT("ascending")) && !text_equals(order, TEXT("descending"))) {
        return;
    }
    Inserted *sorted = ARENA_MANY(arena, Inserted, controls->count);
    for (size_t i = 0; i < controls->count; i++) {
        const JsonValue *control = array_at(controls, i);
        sorted[i] = (Inserted){*control, oscal_text(control, "id"), i,
                               text_equals(order, TEXT("descending"))};
    }
    if (controls->count > 1) {
        qsort(sorted, controls->count, sizeof(Inserted), compare_inserted);
    }
    for (size_t i = 0; i < controls->count; i++) {
        *(JsonValue *)array_at(controls, i) = sorted[i].control;
    }
}

static void insert_controls(Arena *arena, const JsonValue *object, const Array *selections,
                            Array *out) {
    const JsonValue *inserts = NULL;
    const size_t count = oscal_list(object, "insert-controls", &inserts);
    for (size_t i = 0; i < count; i++) {
        Array controls = array_new(arena, sizeof(JsonValue));
        for (size_t j = 0; j < selections->count; j++) {
            const JsonValue chosen =
                select_controls(arena, &inserts[i], array_at(selections, j), false);
            ungroup(&chosen, &controls);
        }
        sort_inserted(arena, oscal_text(&inserts[i], "order"), &controls);
        for (size_t j = 0; j < controls.count; j++) {
            *(JsonValue *)array_add(out) = *(JsonValue *)array_at(&controls, j);
        }
    }
}

static JsonValue own_structure(Arena *arena, const JsonValue *custom, const Array *selections) {
    const JsonValue *items = NULL;
    Array controls = array_new(arena, sizeof(JsonValue));
    Array groups = array_new(arena, sizeof(JsonValue));
    insert_controls(arena, custom, selections, &controls);
    const size_t count = oscal_list(custom, "groups", &items);
    for (size_t i = 0; i < count; i++) {
        *(JsonValue *)array_add(&groups) = own_structure(arena, &items[i], selections);
    }
    JsonValue made =
        tree_with(arena, custom, "insert-controls", (JsonValue){.kind = JSON_KIND_ARRAY});
    made = tree_with(arena, &made, "controls", tree_list(&controls));
    return tree_with(arena, &made, "groups", tree_list(&groups));
}

bool merge_is_as_is(const JsonValue *merge) {
    const JsonValue *as_is = merge == NULL ? NULL : json_find(merge, TEXT("as-is"));
    return as_is != NULL && as_is->kind == JSON_KIND_TRUE;
}

JsonValue merge_selections(Arena *arena, const JsonValue *merge, const Array *selections) {
    const JsonValue nothing = {.kind = JSON_KIND_OBJECT};
    const JsonValue *custom = merge == NULL ? NULL : json_find(merge, TEXT("custom"));
    const Array combined = combine(arena, merge, selections);
    Flattening flattening = {arena, array_new(arena, sizeof(JsonValue))};
    if (custom != NULL) {
        return own_structure(arena, custom, &combined);
    }
    if (merge_is_as_is(merge)) {
        return keep_structure(arena, &combined);
    }
    for (size_t i = 0; i < combined.count; i++) {
        tree_each_control(array_at(&combined, i), flatten, &flattening);
    }
    return tree_with(arena, &nothing, "controls", tree_list(&flattening.controls));
}
