/* SPDX-License-Identifier: Apache-2.0 */
#include "assurance/oscal_tree.h"

/* Parameters outside controls, and resources, stay in a resolved profile where something that is
 * in it points at them: `{{ insert: param, ID }}`, `#UUID`. */

enum { UUID_LENGTH = 36 };

typedef struct Keeping {
    Modification *modification;
    Arena *arena;
    Map *params;    /* whose insertion was met */
    Map *resources; /* whose link was met */
    Map *anchored;  /* parameters that stand in controls of the result, or in groups made for it */
    Array taken;    /* parameters outside controls, of JsonValue */
    Map *taken_ids;
} Keeping;

/* ---- what points at what ---- */

static bool is_name_byte(char byte) {
    return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') ||
           (byte >= '0' && byte <= '9') || byte == '-' || byte == '_' || byte == '.' ||
           (unsigned char)byte >= 0x80;
}

static void note_insertion(Keeping *keeping, Text rest) {
    size_t at = 0;
    if (!text_find(rest, TEXT(","), &at)) {
        return;
    }
    rest = text_trim(text_slice(rest, at + 1, rest.length));
    size_t length = 0;
    while (length < rest.length && is_name_byte(rest.bytes[length])) {
        length++;
    }
    (void)map_add(keeping->params, text_slice(rest, 0, length), 0);
}

static void scan_text(Keeping *keeping, Text text) {
    for (size_t i = 0; i < text.length; i++) {
        const Text rest = text_slice(text, i, text.length);
        if (text.bytes[i] == '{' && text_starts_with(rest, TEXT("{{"))) {
            size_t end = 0;
            const bool is_closed = text_find(rest, TEXT("}}"), &end);
            note_insertion(keeping, text_slice(rest, 2, is_closed ? end : 2));
            i += is_closed ? end : 1;
        } else if (text.bytes[i] == '#' && rest.length > UUID_LENGTH) {
            (void)map_add(keeping->resources, text_slice(rest, 1, 1 + UUID_LENGTH), 0);
        }
    }
}

static void scan(Keeping *keeping, const JsonValue *value) {
    if (value->kind == JSON_KIND_TEXT) {
        scan_text(keeping, value->text);
    }
    for (size_t i = 0; i < value->count; i++) {
        scan(keeping, &value->items[i]);
    }
}

static void anchor(Keeping *keeping, const JsonValue *object) {
    const JsonValue *items = NULL;
    const size_t count = oscal_list(object, "params", &items);
    for (size_t i = 0; i < count; i++) {
        (void)map_add(keeping->anchored, oscal_text(&items[i], "id"), 0);
    }
}

/* All that is in the result but parameters outside controls that came from a catalog. */
static void scan_body(Keeping *keeping, const JsonValue *object, bool has_own_params) {
    for (size_t i = 0; i < object->count; i++) {
        const Text name = object->names[i];
        const JsonValue *value = &object->items[i];
        const bool is_params = text_equals(name, TEXT("params"));
        if (text_equals(name, TEXT("groups")) || text_equals(name, TEXT("controls"))) {
            for (size_t j = 0; j < value->count; j++) {
                scan_body(keeping, &value->items[j],
                          has_own_params || text_equals(name, TEXT("controls")));
            }
        } else if (!is_params || has_own_params) {
            scan(keeping, value);
        }
    }
    if (has_own_params) {
        anchor(keeping, object);
    }
}

/* ---- parameters ---- */

static void list_params(Arena *arena, const JsonValue *object, Map *ids, Array *params) {
    static const char *const LISTS[] = {"controls", "groups"};
    const JsonValue *items = NULL;
    size_t count = oscal_list(object, "params", &items);
    for (size_t i = 0; i < count; i++) {
        if (map_add(ids, oscal_text(&items[i], "id"), params->count)) {
            *(JsonValue *)array_add(params) = items[i];
        }
    }
    for (size_t i = 0; i < sizeof(LISTS) / sizeof(LISTS[0]); i++) {
        count = oscal_list(object, LISTS[i], &items);
        for (size_t j = 0; j < count; j++) {
            list_params(arena, &items[j], ids, params);
        }
    }
}

/* Takes what is inserted and stands in no control; what it inserts itself is taken as well. */
static void take_params(Keeping *keeping, const Array *sources) {
    Map *ids = map_new(keeping->arena);
    Array params = array_new(keeping->arena, sizeof(JsonValue));
    for (size_t i = 0; i < sources->count; i++) {
        list_params(keeping->arena, array_at(sources, i), ids, &params);
    }
    for (size_t i = 0; i < map_count(keeping->params); i++) {
        const Text id = map_key(keeping->params, i);
        size_t index = 0;
        if (!map_find(keeping->anchored, id, &index) && map_find(ids, id, &index)) {
            const JsonValue made =
                modify_parameter(keeping->modification, array_at(&params, index));
            (void)map_add(keeping->taken_ids, id, keeping->taken.count);
            *(JsonValue *)array_add(&keeping->taken) = made;
            scan(keeping, &made);
        }
    }
}

/* Leaves in groups the parameters that were taken, each once, and gives back the others. */
static JsonValue place_params(Keeping *keeping, const JsonValue *group, bool *is_placed) {
    const JsonValue *items = NULL;
    Array params = array_new(keeping->arena, sizeof(JsonValue));
    Array groups = array_new(keeping->arena, sizeof(JsonValue));
    size_t count = oscal_list(group, "params", &items);
    for (size_t i = 0; i < count; i++) {
        size_t index = 0;
        if (map_find(keeping->taken_ids, oscal_text(&items[i], "id"), &index) &&
            !is_placed[index]) {
            is_placed[index] = true;
            *(JsonValue *)array_add(&params) = *(JsonValue *)array_at(&keeping->taken, index);
        }
    }
    count = oscal_list(group, "groups", &items);
    for (size_t i = 0; i < count; i++) {
        *(JsonValue *)array_add(&groups) = place_params(keeping, &items[i], is_placed);
    }
    const JsonValue made = tree_with(keeping->arena, group, "params", tree_list(&params));
    return tree_with(keeping->arena, &made, "groups", tree_list(&groups));
}

static JsonValue with_params(Keeping *keeping, bool is_as_is, const JsonValue *catalog) {
    bool *is_placed = ARENA_MANY(keeping->arena, bool, keeping->taken.count);
    JsonValue made = is_as_is ? place_params(keeping, catalog, is_placed) : *catalog;
    Array params = array_new(keeping->arena, sizeof(JsonValue));
    tree_add_items(&params, &made, "params");
    for (size_t i = 0; i < keeping->taken.count; i++) {
        if (!is_placed[i]) {
            *(JsonValue *)array_add(&params) = *(JsonValue *)array_at(&keeping->taken, i);
        }
    }
    return tree_with(keeping->arena, &made, "params", tree_list(&params));
}

/* ---- resources ---- */

static bool is_always_kept(const JsonValue *resource) {
    const JsonValue *props = NULL;
    const size_t count = oscal_list(resource, "props", &props);
    for (size_t i = 0; i < count; i++) {
        if (text_equals(oscal_text(&props[i], "name"), TEXT("keep")) &&
            text_equals(oscal_text(&props[i], "value"), TEXT("always"))) {
            return true;
        }
    }
    return false;
}

/* The last of an id goes before the others; one that is always kept before any that is not. */
static void list_resources(const JsonValue *document, Map *ids, Array *resources) {
    const JsonValue *items = NULL;
    const JsonValue *back = json_find(document, TEXT("back-matter"));
    const size_t count = back == NULL ? 0 : oscal_list(back, "resources", &items);
    for (size_t i = 0; i < count; i++) {
        const Text uuid = oscal_text(&items[i], "uuid");
        size_t index = resources->count;
        if (map_add(ids, uuid, index)) {
            *(JsonValue *)array_add(resources) = items[i];
            continue;
        }
        (void)map_find(ids, uuid, &index);
        JsonValue *there = array_at(resources, index);
        *there = is_always_kept(there) && !is_always_kept(&items[i]) ? *there : items[i];
    }
}

static JsonValue with_resources(Keeping *keeping, const OscalDocument *profile,
                                const Array *sources, const JsonValue *catalog) {
    const JsonValue nothing = {.kind = JSON_KIND_OBJECT};
    Map *ids = map_new(keeping->arena);
    Array resources = array_new(keeping->arena, sizeof(JsonValue));
    Array kept = array_new(keeping->arena, sizeof(JsonValue));
    for (size_t i = 0; i < sources->count; i++) {
        list_resources(array_at(sources, i), ids, &resources);
    }
    list_resources(profile->root, ids, &resources);
    for (size_t i = 0; i < resources.count; i++) {
        const JsonValue *resource = array_at(&resources, i);
        size_t ignored = 0;
        if (is_always_kept(resource) ||
            map_find(keeping->resources, oscal_text(resource, "uuid"), &ignored)) {
            *(JsonValue *)array_add(&kept) = *resource;
        }
    }
    if (kept.count == 0) {
        return *catalog;
    }
    return tree_with(keeping->arena, catalog, "back-matter",
                     tree_with(keeping->arena, &nothing, "resources", tree_list(&kept)));
}

JsonValue keep_referenced(Modification *modification, const OscalDocument *profile, bool is_as_is,
                          const Array *sources, const JsonValue *catalog) {
    Arena *arena = modification->arena;
    const JsonValue *metadata = json_find(profile->root, TEXT("metadata"));
    Keeping keeping = {.modification = modification,
                       .arena = arena,
                       .params = map_new(arena),
                       .resources = map_new(arena),
                       .anchored = map_new(arena),
                       .taken = array_new(arena, sizeof(JsonValue)),
                       .taken_ids = map_new(arena)};
    if (metadata != NULL) {
        scan(&keeping, metadata);
    }
    scan_body(&keeping, catalog, !is_as_is);
    take_params(&keeping, sources);
    const JsonValue made = with_params(&keeping, is_as_is, catalog);
    return with_resources(&keeping, profile, sources, &made);
}
