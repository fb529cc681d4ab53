/* SPDX-License-Identifier: Apache-2.0 */
#include "alliance/loading.h"
#include "base/digest.h"
#include "base/json_read.h"

/* Bills of material in CycloneDX (ECMA-424), as JSON. Only what a workspace can hold is taken:
 * components, what they depend on, and properties that name attributes. */

enum { COMPONENTS_MAX = 200000, LINKS_MAX = 1000000, DIGEST_SHOWN = 12 };

typedef struct Reading {
    Arena *arena;
    Array items;      /* of BillItem */
    Array links;      /* of BillLink */
    Array attributes; /* of BillAttribute */
    Map *references;  /* bom-ref -> item */
    Map *ids;
    Map *pairs; /* of links, so that each stands once */
    Error *error;
} Reading;

/* What a component's type is in a workspace; anything else is software. */
static const struct {
    Text type;
    Text kind;
} KINDS[] = {
    {{"device", 6}, {"goods", 5}},
    {{"data", 4}, {"technology", 10}},
};

static bool refuse(const Reading *reading, const char *format, ...) PRINTF_LIKE(2, 3);

static bool refuse(const Reading *reading, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    const Text told = text_format_arguments(reading->arena, format, arguments);
    va_end(arguments);
    return error_set(reading->error, ERROR_INVALID, "%.*s", TEXT_ARGS(told));
}

/* The user's words as a message shows them. */
static Text shown(Text words) {
    return text_slice(words, 0, LOADING_SHOWN_BYTES);
}

/* A member that is text; empty where it is not there. */
static bool read_text(const Reading *reading, const JsonValue *object, Text name, Text *text) {
    const JsonValue *value = json_find(object, name);
    *text = value == NULL ? TEXT("") : value->text;
    return value == NULL || value->kind == JSON_KIND_TEXT ||
           refuse(reading, "`%.*s` of a component is %s; it takes a text", TEXT_ARGS(name),
                  json_kind_words(value->kind));
}

/* A member that is an array; an empty one where it is not there. */
static bool read_list(const Reading *reading, const JsonValue *object, Text name,
                      const JsonValue **list) {
    static const JsonValue none = {.kind = JSON_KIND_ARRAY};
    const JsonValue *value = json_find(object, name);
    *list = value == NULL ? &none : value;
    return (*list)->kind == JSON_KIND_ARRAY ||
           refuse(reading, "`%.*s` is %s; it takes an array", TEXT_ARGS(name),
                  json_kind_words((*list)->kind));
}

/* ---- components ---- */

static bool is_id(Text word) {
    if (text_is_empty(word) || word.length > ID_BYTES_MAX || !text_equals(word, text_trim(word))) {
        return false;
    }
    for (size_t i = 0; i < word.length; i++) {
        if ((unsigned char)word.bytes[i] < 0x20 || word.bytes[i] == 0x7F) {
            return false;
        }
    }
    return true;
}

/* The reference where it can be an id; else as much of the name as fits, and a digest. */
static Text choose_id(Arena *arena, Text reference, Text name) {
    if (is_id(reference)) {
        return reference;
    }
    const Text digest = text_slice(digest_bytes(arena, reference), 0, DIGEST_SHOWN);
    const Text made = text_format(arena, "%.*s#%.*s", TEXT_ARGS(name), TEXT_ARGS(digest));
    return is_id(made) ? made : digest;
}

static Text full_name(Arena *arena, Text name, Text version) {
    return text_is_empty(version)
               ? name
               : text_format(arena, "%.*s %.*s", TEXT_ARGS(name), TEXT_ARGS(version));
}

static Text kind_of(Text type) {
    for (size_t i = 0; i < sizeof KINDS / sizeof KINDS[0]; i++) {
        if (text_equals(KINDS[i].type, type)) {
            return KINDS[i].kind;
        }
    }
    return TEXT("software");
}

static void add_attribute(Reading *reading, Text item, Text attribute, Text value) {
    if (!text_is_empty(value)) {
        BillAttribute *added = array_add(&reading->attributes);
        *added = (BillAttribute){item, attribute, value};
    }
}

/* Properties `entente:NAME`; all others are somebody else's. */
static bool read_properties(Reading *reading, const JsonValue *component, BillItem *item) {
    static const Text prefix = {"entente:", 8};
    const JsonValue *list = NULL;
    if (!read_list(reading, component, TEXT("properties"), &list)) {
        return false;
    }
    for (size_t i = 0; i < list->count; i++) {
        Text name = {0};
        Text value = {0};
        if (!read_text(reading, &list->items[i], TEXT("name"), &name) ||
            !read_text(reading, &list->items[i], TEXT("value"), &value)) {
            return false;
        }
        if (!text_starts_with(name, prefix)) {
            continue;
        }
        name = text_slice(name, prefix.length, name.length);
        if (text_equals(name, TEXT("origin"))) {
            item->origin = value;
        } else {
            add_attribute(reading, item->id, name, value);
        }
    }
    return true;
}

static bool describe(Reading *reading, const JsonValue *component, BillItem *item,
                     Text *reference) {
    Text name = {0};
    Text version = {0};
    Text type = {0};
    Text url = {0};
    if (!read_text(reading, component, TEXT("name"), &name) ||
        !read_text(reading, component, TEXT("version"), &version) ||
        !read_text(reading, component, TEXT("type"), &type) ||
        !read_text(reading, component, TEXT("purl"), &url) ||
        !read_text(reading, component, TEXT("bom-ref"), reference)) {
        return false;
    }
    if (text_is_empty(name)) {
        return refuse(reading, "a component at byte %zu has no `name`", component->at);
    }
    const Text full = full_name(reading->arena, name, version);
    *item = (BillItem){
        .id = choose_id(reading->arena, text_is_empty(*reference) ? full : *reference, full),
        .name = full,
        .kind = kind_of(type)};
    add_attribute(reading, item->id, TEXT("purl"), url);
    return read_properties(reading, component, item);
}

static bool add_item(Reading *reading, const JsonValue *component, const BillItem *item,
                     Text reference) {
    const size_t place = reading->items.count;
    if (place == COMPONENTS_MAX) {
        return error_set(reading->error, ERROR_LIMIT, "more than %d components", COMPONENTS_MAX);
    }
    if (!map_add(reading->ids, item->id, place) ||
        (!text_is_empty(reference) && !map_add(reading->references, reference, place))) {
        return refuse(reading, "the component at byte %zu is called `%.*s`, as one before it is",
                      component->at, TEXT_ARGS(shown(item->id)));
    }
    BillItem *added = array_add(&reading->items);
    *added = *item;
    return true;
}

static bool add_link(Reading *reading, Text item, Text component) {
    const Text pair =
        text_format(reading->arena, "%.*s\n%.*s", TEXT_ARGS(item), TEXT_ARGS(component));
    if (text_equals(item, component) || !map_add(reading->pairs, pair, 0)) {
        return true;
    }
    if (reading->links.count == LINKS_MAX) {
        return error_set(reading->error, ERROR_LIMIT, "more than %d dependencies", LINKS_MAX);
    }
    BillLink *link = array_add(&reading->links);
    *link = (BillLink){item, component};
    return true;
}

static bool read_components(Reading *reading, const JsonValue *holder, Text holder_id);

/* A component and those within it; the depth is that of the JSON, which is limited. */
static bool read_component(Reading *reading, const JsonValue *component, Text holder_id, Text *id) {
    BillItem item = {0};
    Text reference = {0};
    if (component->kind != JSON_KIND_OBJECT) {
        return refuse(reading, "a component at byte %zu is %s; it takes an object", component->at,
                      json_kind_words(component->kind));
    }
    if (!describe(reading, component, &item, &reference) ||
        !add_item(reading, component, &item, reference) ||
        (!text_is_empty(holder_id) && !add_link(reading, holder_id, item.id))) {
        return false;
    }
    *id = item.id;
    return read_components(reading, component, item.id);
}

static bool read_components(Reading *reading, const JsonValue *holder, Text holder_id) {
    const JsonValue *list = NULL;
    if (!read_list(reading, holder, TEXT("components"), &list)) {
        return false;
    }
    for (size_t i = 0; i < list->count; i++) {
        Text id = {0};
        if (!read_component(reading, &list->items[i], holder_id, &id)) {
            return false;
        }
    }
    return true;
}

/* ---- dependencies ---- */

static bool find_reference(const Reading *reading, const JsonValue *value, Text *id) {
    size_t place = 0;
    if (value == NULL || value->kind != JSON_KIND_TEXT) {
        return refuse(reading, "a dependency names no component");
    }
    if (!map_find(reading->references, value->text, &place)) {
        return refuse(reading, "a dependency names `%.*s`, which is no component's `bom-ref`",
                      TEXT_ARGS(shown(value->text)));
    }
    *id = ARRAY_ITEMS(BillItem, &reading->items)[place].id;
    return true;
}

static bool read_dependency(Reading *reading, const JsonValue *dependency) {
    const JsonValue *list = NULL;
    Text item = {0};
    Text component = {0};
    if (!find_reference(reading, json_find(dependency, TEXT("ref")), &item) ||
        !read_list(reading, dependency, TEXT("dependsOn"), &list)) {
        return false;
    }
    for (size_t i = 0; i < list->count; i++) {
        if (!find_reference(reading, &list->items[i], &component) ||
            !add_link(reading, item, component)) {
            return false;
        }
    }
    return true;
}

static bool read_dependencies(Reading *reading, const JsonValue *root) {
    const JsonValue *list = NULL;
    if (!read_list(reading, root, TEXT("dependencies"), &list)) {
        return false;
    }
    for (size_t i = 0; i < list->count; i++) {
        if (!read_dependency(reading, &list->items[i])) {
            return false;
        }
    }
    return true;
}

/* ---- the whole ---- */

/* What the bill is of; where nothing says what that depends on, it is made of everything. */
static bool read_root(Reading *reading, const JsonValue *root, Text *id) {
    const JsonValue *metadata = json_find(root, TEXT("metadata"));
    const JsonValue *component = metadata == NULL ? NULL : json_find(metadata, TEXT("component"));
    return component == NULL || read_component(reading, component, TEXT(""), id);
}

static bool check_format(const Reading *reading, const JsonValue *root) {
    const JsonValue *format = json_find(root, TEXT("bomFormat"));
    const JsonValue *version = json_find(root, TEXT("specVersion"));
    if (format == NULL || !text_equals(format->text, TEXT("CycloneDX")) || version == NULL) {
        return refuse(reading, "this is no CycloneDX bill of material: a member `bomFormat` says "
                               "\"CycloneDX\", and `specVersion` which");
    }
    return text_starts_with(version->text, TEXT("1.")) ||
           refuse(reading, "CycloneDX `%.*s` is not known; versions 1.x are",
                  TEXT_ARGS(shown(version->text)));
}

static bool read_bill(Reading *reading, const JsonValue *root, Text *top) {
    if (!check_format(reading, root) || !read_root(reading, root, top)) {
        return false;
    }
    const size_t links_before = reading->links.count;
    if (!read_components(reading, root, TEXT("")) || !read_dependencies(reading, root)) {
        return false;
    }
    const bool says_nothing = reading->links.count == links_before;
    for (size_t i = 0; says_nothing && !text_is_empty(*top) && i < reading->items.count; i++) {
        if (!add_link(reading, *top, ARRAY_ITEMS(BillItem, &reading->items)[i].id)) {
            return false;
        }
    }
    return true;
}

bool bill_read_cyclonedx(Arena *arena, Text content, BillOfMaterial *bill, Error *error) {
    JsonValue root = {0};
    size_t at = 0;
    Text top = TEXT("");
    Error parsing = {0};
    Reading reading = {.arena = arena,
                       .items = array_new(arena, sizeof(BillItem)),
                       .links = array_new(arena, sizeof(BillLink)),
                       .attributes = array_new(arena, sizeof(BillAttribute)),
                       .references = map_new(arena),
                       .ids = map_new(arena),
                       .pairs = map_new(arena),
                       .error = error};
    if (!json_parse(arena, content, &root, &at, &parsing)) {
        return error_set(error, parsing.kind, "this is no JSON (byte %zu): %s", at,
                         parsing.message);
    }
    if (!read_bill(&reading, &root, &top)) {
        return false;
    }
    *bill = (BillOfMaterial){.root = top,
                             .items = ARRAY_ITEMS(BillItem, &reading.items),
                             .item_count = reading.items.count,
                             .links = ARRAY_ITEMS(BillLink, &reading.links),
                             .link_count = reading.links.count,
                             .attributes = ARRAY_ITEMS(BillAttribute, &reading.attributes),
                             .attribute_count = reading.attributes.count};
    return true;
}
