/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "assurance/oscal_tree.h"

/* What a profile sets and alters: parameters by their id; and of a control what is removed, then
 * what is added to it, or to a parameter or part of it. */

static const JsonValue EMPTY_LIST = {.kind = JSON_KIND_ARRAY};

static Map *index_by(Arena *arena, const JsonValue *items, size_t count, const char *name) {
    Map *ids = map_new(arena);
    for (size_t i = 0; i < count; i++) {
        (void)map_add(ids, oscal_text(&items[i], name), i);
    }
    return ids;
}

Modification modification_new(Arena *arena, const OscalDocument *profile, Error *error) {
    static const JsonValue NOTHING = {.kind = JSON_KIND_OBJECT};
    const JsonValue *modify = json_find(profile->root, TEXT("modify"));
    Modification made = {.arena = arena, .file = profile->file, .error = error};
    modify = modify == NULL ? &NOTHING : modify;
    made.setting_count = oscal_list(modify, "set-parameters", &made.settings);
    made.alter_count = oscal_list(modify, "alters", &made.alters);
    made.setting_ids = index_by(arena, made.settings, made.setting_count, "param-id");
    made.alter_ids = index_by(arena, made.alters, made.alter_count, "control-id");
    made.setting_used = ARENA_MANY(arena, bool, made.setting_count);
    made.alter_used = ARENA_MANY(arena, bool, made.alter_count);
    return made;
}

/* ---- parameters ---- */

/* A property with the identifier of one before takes its place. */
static void replace_same(Array *items, size_t before) {
    JsonValue *all = ARRAY_ITEMS(JsonValue, items);
    size_t kept = 0;
    for (size_t i = 0; i < items->count; i++) {
        const Text own = oscal_text(&all[i], "uuid");
        bool is_replaced = false;
        for (size_t j = i < before ? before : i + 1; j < items->count && !text_is_empty(own); j++) {
            is_replaced = is_replaced || text_equals(oscal_text(&all[j], "uuid"), own);
        }
        if (!is_replaced) {
            all[kept++] = all[i];
        }
    }
    items->count = kept;
}

static JsonValue set_parameter(Arena *arena, const JsonValue *parameter, const JsonValue *setting) {
    static const char *const REPLACED[] = {"label", "usage", "values", "select"};
    static const char *const ADDED[] = {"props", "links", "constraints", "guidelines"};
    JsonValue made = *parameter;
    if (json_find(setting, TEXT("values")) != NULL || json_find(setting, TEXT("select")) != NULL) {
        made = tree_with(arena, &made, "values", EMPTY_LIST);
        made = tree_with(arena, &made, "select", EMPTY_LIST);
    }
    for (size_t i = 0; i < sizeof(REPLACED) / sizeof(REPLACED[0]); i++) {
        const JsonValue *value = json_find(setting, text_from(REPLACED[i]));
        if (value != NULL) {
            made = tree_with(arena, &made, REPLACED[i], *value);
        }
    }
    for (size_t i = 0; i < sizeof(ADDED) / sizeof(ADDED[0]); i++) {
        Array items = array_new(arena, sizeof(JsonValue));
        tree_add_items(&items, &made, ADDED[i]);
        const size_t before = items.count;
        tree_add_items(&items, setting, ADDED[i]);
        replace_same(&items, before);
        made = tree_with(arena, &made, ADDED[i], tree_list(&items));
    }
    return made;
}

JsonValue modify_parameter(Modification *modification, const JsonValue *parameter) {
    const Text id = oscal_text(parameter, "id");
    size_t first = 0;
    JsonValue made = *parameter;
    if (!map_find(modification->setting_ids, id, &first)) {
        return made;
    }
    for (size_t i = first; i < modification->setting_count; i++) {
        if (text_equals(oscal_text(&modification->settings[i], "param-id"), id)) {
            made = set_parameter(modification->arena, &made, &modification->settings[i]);
            modification->setting_used[i] = true;
        }
    }
    return made;
}

static JsonValue modify_parameters(Modification *modification, const JsonValue *object) {
    const JsonValue *items = NULL;
    Array made = array_new(modification->arena, sizeof(JsonValue));
    const size_t count = oscal_list(object, "params", &items);
    for (size_t i = 0; i < count; i++) {
        *(JsonValue *)array_add(&made) = modify_parameter(modification, &items[i]);
    }
    return tree_with(modification->arena, object, "params", tree_list(&made));
}

/* ---- removing ---- */

/* Lists of a control and of what stands in it, with the name of one thing in them. */
static const struct {
    const char *list;
    const char *item;
} CONTENTS[] = {{"params", "param"}, {"props", "prop"}, {"links", "link"}, {"parts", "part"}};
enum { CONTENT_COUNT = sizeof(CONTENTS) / sizeof(CONTENTS[0]) };

static bool agrees(const JsonValue *remove, const char *by, Text own) {
    const JsonValue *wanted = json_find(remove, text_from(by));
    return wanted == NULL || text_equals(wanted->text, own);
}

/* Where no namespace is given it is OSCAL's own. */
static bool agrees_in_namespace(const JsonValue *remove, Text own) {
    static const Text OSCAL = {"http://csrc.nist.gov/ns/oscal", 29};
    return agrees(remove, "by-ns", own) || (text_is_empty(own) && agrees(remove, "by-ns", OSCAL));
}

static bool is_removed(const JsonValue *remove, const char *item, const JsonValue *value) {
    static const char *const BY[] = {"by-name", "by-class", "by-id", "by-item-name", "by-ns"};
    bool says = false;
    for (size_t i = 0; i < sizeof(BY) / sizeof(BY[0]); i++) {
        says |= json_find(remove, text_from(BY[i])) != NULL;
    }
    return says && agrees(remove, "by-name", oscal_text(value, "name")) &&
           agrees(remove, "by-class", oscal_text(value, "class")) &&
           agrees(remove, "by-id", oscal_text(value, "id")) &&
           agrees(remove, "by-item-name", text_from(item)) &&
           agrees_in_namespace(remove, oscal_text(value, "ns"));
}

/* What stands in a control without what the removal names; controls in it stay as they are. */
static JsonValue remove_from(Arena *arena, const JsonValue *remove, const JsonValue *object) {
    JsonValue made = *object;
    for (size_t i = 0; i < CONTENT_COUNT; i++) {
        const JsonValue *items = NULL;
        Array kept = array_new(arena, sizeof(JsonValue));
        const size_t count = oscal_list(object, CONTENTS[i].list, &items);
        for (size_t j = 0; j < count; j++) {
            if (!is_removed(remove, CONTENTS[i].item, &items[j])) {
                *(JsonValue *)array_add(&kept) = remove_from(arena, remove, &items[j]);
            }
        }
        if (count > 0) {
            made = tree_with(arena, &made, CONTENTS[i].list, tree_list(&kept));
        }
    }
    return made;
}

/* ---- adding ---- */

typedef struct Addition {
    Modification *modification;
    const JsonValue *add;
    size_t alter; /* their places, for messages */
    size_t place;
    Text id;         /* of what it is for; empty: the control itself */
    bool is_outside; /* before or after that */
    bool is_first;   /* before, or at the start */
    bool is_found;
} Addition;

static void refuse(Addition *addition, const char *member, Text found, const char *expected) {
    Modification *modification = addition->modification;
    if (!modification->is_refused) {
        modification->is_refused = true;
        (void)error_set(modification->error, ERROR_INVALID,
                        "`%.*s`: /profile/modify/alters/%zu/adds/%zu/%s: found `%.*s`, expected %s",
                        TEXT_ARGS(modification->file), addition->alter, addition->place, member,
                        TEXT_ARGS(found), expected);
    }
}

/* The object with what is added at the start or end of its lists. */
static JsonValue add_inside(Addition *addition, const JsonValue *object) {
    Arena *arena = addition->modification->arena;
    JsonValue made = *object;
    const JsonValue *title = json_find(addition->add, TEXT("title"));
    if (title != NULL) {
        made = tree_with(arena, &made, "title", *title);
    }
    for (size_t i = 0; i < CONTENT_COUNT; i++) {
        Array items = array_new(arena, sizeof(JsonValue));
        tree_add_items(&items, addition->is_first ? addition->add : &made, CONTENTS[i].list);
        tree_add_items(&items, addition->is_first ? &made : addition->add, CONTENTS[i].list);
        made = tree_with(arena, &made, CONTENTS[i].list, tree_list(&items));
    }
    return made;
}

/* Only things of the same kind can stand before or after one. */
static void check_kind(Addition *addition, const char *list) {
    const JsonValue *items = NULL;
    for (size_t i = 0; i < CONTENT_COUNT; i++) {
        if (strcmp(CONTENTS[i].list, list) != 0 &&
            oscal_list(addition->add, CONTENTS[i].list, &items) > 0) {
            refuse(addition, "position", oscal_text(addition->add, "position"),
                   "`starting` or `ending`: what is added is of another kind than what it is for");
        }
    }
}

static JsonValue add_within(Addition *addition, const JsonValue *object);

static void add_at(Addition *addition, const char *list, const JsonValue *item, Array *made) {
    if (!text_equals(oscal_text(item, "id"), addition->id)) {
        *(JsonValue *)array_add(made) = add_within(addition, item);
        return;
    }
    addition->is_found = true;
    if (!addition->is_outside) {
        *(JsonValue *)array_add(made) = add_inside(addition, item);
        return;
    }
    check_kind(addition, list);
    if (addition->is_first) {
        tree_add_items(made, addition->add, list);
    }
    *(JsonValue *)array_add(made) = *item;
    if (!addition->is_first) {
        tree_add_items(made, addition->add, list);
    }
}

/* Looks for what the addition is for among the parameters and parts of an object. */
static JsonValue add_within(Addition *addition, const JsonValue *object) {
    static const char *const PLACES[] = {"params", "parts"};
    JsonValue made = *object;
    for (size_t i = 0; i < sizeof(PLACES) / sizeof(PLACES[0]); i++) {
        const JsonValue *items = NULL;
        Array list = array_new(addition->modification->arena, sizeof(JsonValue));
        const size_t count = oscal_list(object, PLACES[i], &items);
        for (size_t j = 0; j < count; j++) {
            add_at(addition, PLACES[i], &items[j], &list);
        }
        if (count > 0) {
            made = tree_with(addition->modification->arena, &made, PLACES[i], tree_list(&list));
        }
    }
    return made;
}

static JsonValue add_to_control(Addition *addition, const JsonValue *control) {
    const Text position = oscal_text(addition->add, "position");
    addition->is_outside =
        text_equals(position, TEXT("before")) || text_equals(position, TEXT("after"));
    addition->is_first =
        text_equals(position, TEXT("before")) || text_equals(position, TEXT("starting"));
    if (!text_is_empty(addition->id) && !text_equals(addition->id, oscal_text(control, "id"))) {
        const JsonValue made = add_within(addition, control);
        if (!addition->is_found) {
            refuse(addition, "by-id", addition->id, "the id of a parameter or part of the control");
        }
        return made;
    }
    if (addition->is_outside) {
        refuse(addition, "position", position,
               "`starting` or `ending`, where the addition is for the control itself");
    }
    return add_inside(addition, control);
}

/* ---- controls ---- */

static JsonValue alter_control(Modification *modification, const JsonValue *control, size_t alter) {
    const JsonValue *items = NULL;
    JsonValue made = *control;
    size_t count = oscal_list(&modification->alters[alter], "removes", &items);
    for (size_t i = 0; i < count; i++) {
        made = remove_from(modification->arena, &items[i], &made);
    }
    count = oscal_list(&modification->alters[alter], "adds", &items);
    for (size_t i = 0; i < count; i++) {
        Addition addition = {.modification = modification,
                             .add = &items[i],
                             .alter = alter,
                             .place = i,
                             .id = oscal_text(&items[i], "by-id")};
        made = add_to_control(&addition, &made);
    }
    modification->alter_used[alter] = true;
    return made;
}

static JsonValue modify_object(Modification *modification, const JsonValue *object);

static JsonValue modify_control(Modification *modification, const JsonValue *control) {
    const Text id = oscal_text(control, "id");
    JsonValue made = *control;
    size_t first = 0;
    if (map_find(modification->alter_ids, id, &first)) {
        for (size_t i = first; i < modification->alter_count; i++) {
            if (text_equals(oscal_text(&modification->alters[i], "control-id"), id)) {
                made = alter_control(modification, &made, i);
            }
        }
    }
    return modify_object(modification, &made);
}

static JsonValue modify_object(Modification *modification, const JsonValue *object) {
    const JsonValue *items = NULL;
    Array controls = array_new(modification->arena, sizeof(JsonValue));
    Array groups = array_new(modification->arena, sizeof(JsonValue));
    JsonValue made = modify_parameters(modification, object);
    size_t count = oscal_list(object, "controls", &items);
    for (size_t i = 0; i < count; i++) {
        *(JsonValue *)array_add(&controls) = modify_control(modification, &items[i]);
    }
    count = oscal_list(object, "groups", &items);
    for (size_t i = 0; i < count; i++) {
        *(JsonValue *)array_add(&groups) = modify_object(modification, &items[i]);
    }
    made = tree_with(modification->arena, &made, "controls", tree_list(&controls));
    return tree_with(modification->arena, &made, "groups", tree_list(&groups));
}

bool modify_catalog(Modification *modification, const JsonValue *catalog, JsonValue *modified) {
    *modified = modify_object(modification, catalog);
    return !modification->is_refused;
}

void modification_notes(const Modification *modification, Array *notes) {
    for (size_t i = 0; i < modification->setting_count; i++) {
        if (!modification->setting_used[i]) {
            *(Text *)array_add(notes) = text_format(
                modification->arena,
                "`%.*s`: /profile/modify/set-parameters/%zu has no effect: no parameter `%.*s` is "
                "in the result",
                TEXT_ARGS(modification->file), i,
                TEXT_ARGS(oscal_text(&modification->settings[i], "param-id")));
        }
    }
    for (size_t i = 0; i < modification->alter_count; i++) {
        if (!modification->alter_used[i]) {
            *(Text *)array_add(notes) = text_format(
                modification->arena,
                "`%.*s`: /profile/modify/alters/%zu has no effect: no control `%.*s` is in the "
                "result",
                TEXT_ARGS(modification->file), i,
                TEXT_ARGS(oscal_text(&modification->alters[i], "control-id")));
        }
    }
}
