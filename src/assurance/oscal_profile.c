/* SPDX-License-Identifier: Apache-2.0 */
#include "assurance/oscal_tree.h"
#include "base/digest.h"
#include "base/file.h"
#include "base/json_canonical.h"

/* A profile resolved off line into the catalog that it stands for, as NIST's specification of
 * profile resolution says: controls are selected, put together, and modified. */

enum { PROFILE_DEPTH_MAX = 16 };

typedef struct Resolve {
    Arena *arena;
    const OscalSource *source;
    Array notes; /* of Text */
    Map *files;  /* of controls' ids, to paths */
    Array paths; /* of Text */
    Error *error;
} Resolve;

/* ---- where an import is ---- */

static Text folder_of(Text path) {
    size_t length = path.length;
    while (length > 0 && path.bytes[length - 1] != '/') {
        length--;
    }
    return text_slice(path, 0, length);
}

static bool is_fetched(Text href) {
    size_t at = 0;
    return text_find(href, TEXT("://"), &at);
}

static Text beside(Arena *arena, Text file, Text href) {
    return text_starts_with(href, TEXT("/"))
               ? href
               : text_format(arena, "%.*s%.*s", TEXT_ARGS(folder_of(file)), TEXT_ARGS(href));
}

/* The first link of a back-matter resource that is a file of OSCAL here. */
static bool find_rlink(const Resolve *resolve, const OscalDocument *document, Text uuid,
                       Text *href) {
    const JsonValue *resources = NULL;
    const JsonValue *links = NULL;
    const JsonValue *back = json_find(document->root, TEXT("back-matter"));
    const size_t count = back == NULL ? 0 : oscal_list(back, "resources", &resources);
    for (size_t i = 0; i < count; i++) {
        if (!text_equals(oscal_text(&resources[i], "uuid"), uuid)) {
            continue;
        }
        const size_t link_count = oscal_list(&resources[i], "rlinks", &links);
        for (size_t j = 0; j < link_count; j++) {
            *href = oscal_text(&links[j], "href");
            if (!is_fetched(*href) && file_exists(beside(resolve->arena, document->file, *href))) {
                return true;
            }
        }
    }
    return false;
}

static bool find_import(const Resolve *resolve, const OscalDocument *document, size_t index,
                        const JsonValue *import, Text *path) {
    Text href = oscal_text(import, "href");
    const bool is_inside = text_starts_with(href, TEXT("#"));
    if (is_inside && find_rlink(resolve, document, text_slice(href, 1, href.length), &href)) {
        *path = beside(resolve->arena, document->file, href);
        return true;
    }
    if (is_inside || is_fetched(href) || text_is_empty(href)) {
        return error_set(resolve->error, ERROR_MISSING,
                         "`%.*s`: /profile/imports/%zu/href: found `%.*s`, expected a file beside "
                         "the profile, or a resource that names one; nothing is fetched",
                         TEXT_ARGS(document->file), index, TEXT_ARGS(href));
    }
    *path = beside(resolve->arena, document->file, href);
    return true;
}

/* ---- documents ---- */

/* Which catalog the controls of each id are from first. */
static void note_file(void *context, const JsonValue *control) {
    Resolve *resolve = context;
    (void)map_add(resolve->files, oscal_text(control, "id"), resolve->paths.count);
}

static bool resolve_document(Resolve *resolve, const OscalDocument *document, size_t depth,
                             JsonValue *catalog);

static bool resolve_import(Resolve *resolve, const OscalDocument *document, size_t index,
                           const JsonValue *import, size_t depth, JsonValue *catalog) {
    Text path = {0};
    Text content = {0};
    OscalDocument imported;
    return find_import(resolve, document, index, import, &path) &&
           resolve->source->read(resolve->source->context, resolve->arena, path, &content,
                                 resolve->error) &&
           oscal_read(resolve->arena, path, content, &imported, resolve->error) &&
           resolve_document(resolve, &imported, depth + 1, catalog);
}

static void list_id(void *context, const JsonValue *control) {
    (void)map_add(context, oscal_text(control, "id"), 0);
}

/* What an import names and the catalog does not have: it selects nothing. */
static void note_missing(Resolve *resolve, const OscalDocument *document, size_t index,
                         const JsonValue *import, const JsonValue *catalog) {
    const JsonValue *selections = NULL;
    const size_t count = oscal_list(import, "include-controls", &selections);
    Map *ids = map_new(resolve->arena);
    tree_each_control(catalog, list_id, ids);
    for (size_t i = 0; i < count; i++) {
        const JsonValue *names = NULL;
        const size_t name_count = oscal_list(&selections[i], "with-ids", &names);
        for (size_t j = 0; j < name_count; j++) {
            size_t ignored = 0;
            if (!map_find(ids, names[j].text, &ignored)) {
                *(Text *)array_add(&resolve->notes) = text_format(
                    resolve->arena,
                    "`%.*s`: /profile/imports/%zu/include-controls/%zu selects nothing by `%.*s`: "
                    "what is imported has no such control",
                    TEXT_ARGS(document->file), index, i, TEXT_ARGS(names[j].text));
            }
        }
    }
}

/* Reads what the profile imports into `sources`, and what it selects of it into `selections`. */
static bool select_imports(Resolve *resolve, const OscalDocument *document, size_t depth,
                           bool is_as_is, Array *sources, Array *selections) {
    const JsonValue *imports = NULL;
    const size_t count = oscal_list(document->root, "imports", &imports);
    if (depth > PROFILE_DEPTH_MAX) {
        return error_set(resolve->error, ERROR_INVALID,
                         "`%.*s`: found imports %d deep, expected no circle of them",
                         TEXT_ARGS(document->file), PROFILE_DEPTH_MAX);
    }
    for (size_t i = 0; i < count; i++) {
        JsonValue catalog = {0};
        if (!resolve_import(resolve, document, i, &imports[i], depth, &catalog)) {
            return false;
        }
        note_missing(resolve, document, i, &imports[i], &catalog);
        *(JsonValue *)array_add(sources) = catalog;
        *(JsonValue *)array_add(selections) =
            select_controls(resolve->arena, &imports[i], &catalog, is_as_is);
    }
    return true;
}

/* The profile's metadata, with where it is from. */
static JsonValue resolved_metadata(Arena *arena, const OscalDocument *document) {
    const JsonValue nothing = {.kind = JSON_KIND_OBJECT};
    const JsonValue *given = json_find(document->root, TEXT("metadata"));
    JsonValue metadata = given == NULL ? nothing : *given;
    Array links = array_new(arena, sizeof(JsonValue));
    Array props = array_new(arena, sizeof(JsonValue));
    JsonValue link = tree_with(arena, &nothing, "href",
                               (JsonValue){.kind = JSON_KIND_TEXT, .text = document->file});
    link = tree_with(arena, &link, "rel",
                     (JsonValue){.kind = JSON_KIND_TEXT, .text = TEXT("source-profile")});
    JsonValue prop =
        tree_with(arena, &nothing, "name",
                  (JsonValue){.kind = JSON_KIND_TEXT, .text = TEXT("resolution-tool")});
    prop = tree_with(arena, &prop, "value",
                     (JsonValue){.kind = JSON_KIND_TEXT, .text = TEXT("entente")});
    tree_add_items(&props, &metadata, "props");
    *(JsonValue *)array_add(&props) = prop;
    *(JsonValue *)array_add(&links) = link;
    tree_add_items(&links, &metadata, "links");
    metadata = tree_with(arena, &metadata, "props", tree_list(&props));
    return tree_with(arena, &metadata, "links", tree_list(&links));
}

/* A catalog's identifier follows from the profile's and from what came of it. */
static JsonValue identified(Arena *arena, const OscalDocument *document, const JsonValue *body) {
    const JsonValue nothing = {.kind = JSON_KIND_OBJECT};
    const JsonValue metadata = resolved_metadata(arena, document);
    TextBuilder all = text_builder_new(arena);
    Error ignored = {0};
    text_add(&all, oscal_text(document->root, "uuid"));
    if (!json_add_canonical(&all, body, &ignored)) {
        text_add(&all, document->file);
    }
    const Text uuid = digest_uuid(arena, text_built(&all));
    JsonValue catalog =
        tree_with(arena, &nothing, "uuid", (JsonValue){.kind = JSON_KIND_TEXT, .text = uuid});
    catalog = tree_with(arena, &catalog, "metadata", metadata);
    for (size_t i = 0; i < body->count; i++) {
        const char *name = text_terminated(arena, body->names[i]);
        catalog = tree_with(arena, &catalog, name, body->items[i]);
    }
    return catalog;
}

static bool resolve_profile(Resolve *resolve, const OscalDocument *document, size_t depth,
                            JsonValue *catalog) {
    const JsonValue *merge = json_find(document->root, TEXT("merge"));
    const bool is_as_is = merge_is_as_is(merge);
    Array sources = array_new(resolve->arena, sizeof(JsonValue));
    Array selections = array_new(resolve->arena, sizeof(JsonValue));
    Modification modification = modification_new(resolve->arena, document, resolve->error);
    JsonValue modified = {0};
    if (!select_imports(resolve, document, depth, is_as_is, &sources, &selections)) {
        return false;
    }
    const JsonValue merged = merge_selections(resolve->arena, merge, &selections);
    if (!modify_catalog(&modification, &merged, &modified)) {
        return false;
    }
    const JsonValue kept = keep_referenced(&modification, document, is_as_is, &sources, &modified);
    modification_notes(&modification, &resolve->notes);
    *catalog = identified(resolve->arena, document, &kept);
    return true;
}

static bool resolve_document(Resolve *resolve, const OscalDocument *document, size_t depth,
                             JsonValue *catalog) {
    if (text_equals(document->kind, TEXT("profile"))) {
        return resolve_profile(resolve, document, depth, catalog);
    }
    if (!text_equals(document->kind, TEXT("catalog"))) {
        return error_set(resolve->error, ERROR_INVALID,
                         "`%.*s`: /: found `%.*s`, expected a catalog or a profile",
                         TEXT_ARGS(document->file), TEXT_ARGS(document->kind));
    }
    tree_each_control(document->root, note_file, resolve);
    *(Text *)array_add(&resolve->paths) = document->file;
    *catalog = *document->root;
    return true;
}

/* ---- the controls of what came of it ---- */

static void list_controls(const Resolve *resolve, const JsonValue *object, Array *controls) {
    const JsonValue *items = NULL;
    const size_t count = oscal_list(object, "controls", &items);
    for (size_t i = 0; i < count; i++) {
        const Text id = oscal_text(&items[i], "id");
        size_t path = 0;
        const bool is_known = map_find(resolve->files, id, &path);
        *(OscalControl *)array_add(controls) =
            (OscalControl){id, oscal_text(&items[i], "title"), &items[i],
                           is_known ? ARRAY_ITEMS(Text, &resolve->paths)[path] : (Text){0}};
        list_controls(resolve, &items[i], controls);
    }
    const size_t groups = oscal_list(object, "groups", &items);
    for (size_t i = 0; i < groups; i++) {
        list_controls(resolve, &items[i], controls);
    }
}

static void note_twice(Resolve *resolve, const Array *controls) {
    Map *seen = map_new(resolve->arena);
    for (size_t i = 0; i < controls->count; i++) {
        const OscalControl *control = array_at(controls, i);
        if (!map_add(seen, control->id, i)) {
            *(Text *)array_add(&resolve->notes) =
                text_format(resolve->arena,
                            "`%.*s` is selected more than once; `combine` with `use-first` or "
                            "`merge` keeps one of it",
                            TEXT_ARGS(control->id));
        }
    }
}

bool oscal_resolve(Arena *arena, const OscalDocument *document, const OscalSource *source,
                   OscalResolution *resolution, Error *error) {
    Resolve resolve = {.arena = arena,
                       .source = source,
                       .notes = array_new(arena, sizeof(Text)),
                       .files = map_new(arena),
                       .paths = array_new(arena, sizeof(Text)),
                       .error = error};
    JsonValue *catalog = ARENA_NEW(arena, JsonValue);
    Array controls = array_new(arena, sizeof(OscalControl));
    if (!resolve_document(&resolve, document, 0, catalog)) {
        return false;
    }
    list_controls(&resolve, catalog, &controls);
    note_twice(&resolve, &controls);
    *resolution = (OscalResolution){.catalog = catalog,
                                    .controls = ARRAY_ITEMS(OscalControl, &controls),
                                    .control_count = controls.count,
                                    .notes = ARRAY_ITEMS(Text, &resolve.notes),
                                    .note_count = resolve.notes.count};
    return true;
}
