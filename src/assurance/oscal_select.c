/* SPDX-License-Identifier: Apache-2.0 */
#include <stdint.h>

#include "assurance/oscal_tree.h"

/* Controls that an import or an insertion chooses out of a catalog. */

typedef struct ListedControl {
    Text id;
    size_t parent; /* in the list, or SIZE_MAX */
} ListedControl;

/* In the order in which pruning meets them. */
static void list_controls(const JsonValue *object, size_t parent, Array *list) {
    const JsonValue *items = NULL;
    const size_t count = oscal_list(object, "controls", &items);
    for (size_t i = 0; i < count; i++) {
        const size_t own = list->count;
        *(ListedControl *)array_add(list) = (ListedControl){oscal_text(&items[i], "id"), parent};
        list_controls(&items[i], own, list);
    }
    const size_t groups = oscal_list(object, "groups", &items);
    for (size_t i = 0; i < groups; i++) {
        list_controls(&items[i], parent, list);
    }
}

/* A pattern with `*` for any letters and `?` for one. O(pattern * id). */
static bool matches(Text pattern, Text id) {
    size_t at = 0;
    size_t in_pattern = 0;
    size_t star = SIZE_MAX;
    size_t from = 0;
    while (at < id.length) {
        if (in_pattern < pattern.length &&
            (pattern.bytes[in_pattern] == '?' || pattern.bytes[in_pattern] == id.bytes[at])) {
            in_pattern++;
            at++;
        } else if (in_pattern < pattern.length && pattern.bytes[in_pattern] == '*') {
            star = in_pattern++;
            from = at;
        } else if (star != SIZE_MAX) {
            in_pattern = star + 1;
            at = ++from;
        } else {
            return false;
        }
    }
    while (in_pattern < pattern.length && pattern.bytes[in_pattern] == '*') {
        in_pattern++;
    }
    return in_pattern == pattern.length;
}

bool select_names(const JsonValue *selection, Text id) {
    const JsonValue *items = NULL;
    size_t count = oscal_list(selection, "with-ids", &items);
    for (size_t i = 0; i < count; i++) {
        if (text_equals(items[i].text, id)) {
            return true;
        }
    }
    count = oscal_list(selection, "matching", &items);
    for (size_t i = 0; i < count; i++) {
        if (matches(oscal_text(&items[i], "pattern"), id)) {
            return true;
        }
    }
    return false;
}

/* Marks what the selections name; `with-child-controls` takes along all that stands in it. */
static void mark_named(Arena *arena, const JsonValue *directive, const char *name,
                       const Array *list, bool *marks) {
    const JsonValue *selections = NULL;
    const size_t count = oscal_list(directive, name, &selections);
    bool *named = ARENA_MANY(arena, bool, list->count);
    for (size_t j = 0; j < count; j++) {
        const bool with_children =
            text_equals(oscal_text(&selections[j], "with-child-controls"), TEXT("yes"));
        for (size_t i = 0; i < list->count; i++) {
            const ListedControl *listed = array_at(list, i);
            named[i] = select_names(&selections[j], listed->id) ||
                       (with_children && listed->parent != SIZE_MAX && named[listed->parent]);
            marks[i] |= named[i];
        }
    }
}

static void mark_parents(const Array *list, const bool *excluded, bool *marks) {
    for (size_t i = list->count; i-- > 0;) {
        const ListedControl *listed = array_at(list, i);
        if (marks[i] && listed->parent != SIZE_MAX && !excluded[listed->parent]) {
            marks[listed->parent] = true;
        }
    }
}

typedef struct Pruning {
    Arena *arena;
    const bool *kept;
    size_t next;
} Pruning;

static void prune_controls(Pruning *pruning, const JsonValue *object, Array *kept) {
    const JsonValue *items = NULL;
    const size_t count = oscal_list(object, "controls", &items);
    for (size_t i = 0; i < count; i++) {
        const bool is_kept = pruning->kept[pruning->next++];
        Array inside = array_new(pruning->arena, sizeof(JsonValue));
        prune_controls(pruning, &items[i], is_kept ? &inside : kept);
        if (is_kept) {
            *(JsonValue *)array_add(kept) =
                tree_with(pruning->arena, &items[i], "controls", tree_list(&inside));
        }
    }
}

static JsonValue prune(Pruning *pruning, const JsonValue *object) {
    const JsonValue *items = NULL;
    Array controls = array_new(pruning->arena, sizeof(JsonValue));
    Array groups = array_new(pruning->arena, sizeof(JsonValue));
    prune_controls(pruning, object, &controls);
    const size_t count = oscal_list(object, "groups", &items);
    for (size_t i = 0; i < count; i++) {
        const JsonValue group = prune(pruning, &items[i]);
        if (json_find(&group, TEXT("controls")) != NULL ||
            json_find(&group, TEXT("groups")) != NULL) {
            *(JsonValue *)array_add(&groups) = group;
        }
    }
    const JsonValue with = tree_with(pruning->arena, object, "controls", tree_list(&controls));
    return tree_with(pruning->arena, &with, "groups", tree_list(&groups));
}

JsonValue select_controls(Arena *arena, const JsonValue *directive, const JsonValue *catalog,
                          bool with_parents) {
    Array list = array_new(arena, sizeof(ListedControl));
    list_controls(catalog, SIZE_MAX, &list);
    bool *kept = ARENA_MANY(arena, bool, list.count);
    bool *excluded = ARENA_MANY(arena, bool, list.count);
    const bool is_all = json_find(directive, TEXT("include-all")) != NULL;
    mark_named(arena, directive, "include-controls", &list, kept);
    mark_named(arena, directive, "exclude-controls", &list, excluded);
    for (size_t i = 0; i < list.count; i++) {
        kept[i] = (is_all || kept[i]) && !excluded[i];
    }
    if (with_parents) {
        mark_parents(&list, excluded, kept);
    }
    Pruning pruning = {arena, kept, 0};
    return prune(&pruning, catalog);
}
