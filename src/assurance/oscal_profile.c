/* SPDX-License-Identifier: Apache-2.0 */
#include "assurance/oscal.h"

#include <stdint.h>

#include "base/array.h"
#include "base/file.h"
#include "base/map.h"

enum { PROFILE_DEPTH_MAX = 16 };

typedef struct Resolve {
    Arena *arena;
    const OscalSource *source;
    Error *error;
} Resolve;

/* ---- controls of a catalogue ---- */

/* A control with the control it stands in. */
typedef struct ListedControl {
    OscalControl control;
    size_t parent; /* in the list, or SIZE_MAX */
} ListedControl;

static void list_controls(const JsonValue *object, Text file, size_t parent, Array *list) {
    const JsonValue *items = NULL;
    const size_t count = oscal_list(object, "controls", &items);
    for (size_t i = 0; i < count; i++) {
        const size_t own = list->count;
        *(ListedControl *)array_add(list) = (ListedControl){
            {oscal_text(&items[i], "id"), oscal_text(&items[i], "title"), &items[i], file}, parent};
        list_controls(&items[i], file, own, list);
    }
    const size_t groups = oscal_list(object, "groups", &items);
    for (size_t i = 0; i < groups; i++) {
        list_controls(&items[i], file, parent, list);
    }
}

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

/* ---- what an import selects ---- */

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

static bool names_control(const JsonValue *selection, Text id) {
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

/* Marks what the selections name; `with-child-controls` takes along what stands in it. */
static void mark_selected(const JsonValue *import, const char *name, const Array *list,
                          bool *marks) {
    const JsonValue *selections = NULL;
    const size_t count = oscal_list(import, name, &selections);
    for (size_t i = 0; i < list->count; i++) {
        for (size_t j = 0; j < count; j++) {
            const bool with_children =
                text_equals(oscal_text(&selections[j], "with-child-controls"), TEXT("yes"));
            size_t at = i;
            while (at != SIZE_MAX) {
                const ListedControl *above = array_at(list, at);
                marks[i] |=
                    (at == i || with_children) && names_control(&selections[j], above->control.id);
                at = above->parent;
            }
        }
    }
}

static void add_selected(const Resolve *resolve, const JsonValue *import, const Array *list,
                         Map *seen, Array *controls) {
    bool *included = ARENA_MANY(resolve->arena, bool, list->count);
    bool *excluded = ARENA_MANY(resolve->arena, bool, list->count);
    const bool is_all = json_find(import, TEXT("include-all")) != NULL;
    mark_selected(import, "include-controls", list, included);
    mark_selected(import, "exclude-controls", list, excluded);
    for (size_t i = 0; i < list->count; i++) {
        const ListedControl *listed = array_at(list, i);
        if ((is_all || included[i]) && !excluded[i] && map_add(seen, listed->control.id, i)) {
            *(OscalControl *)array_add(controls) = listed->control;
        }
    }
}

/* ---- documents ---- */

static bool list_document(const Resolve *resolve, const OscalDocument *document, size_t depth,
                          Array *list);

static bool list_import(const Resolve *resolve, const OscalDocument *document, size_t index,
                        const JsonValue *import, size_t depth, Array *list) {
    Text path = {0};
    Text content = {0};
    OscalDocument imported;
    return find_import(resolve, document, index, import, &path) &&
           resolve->source->read(resolve->source->context, resolve->arena, path, &content,
                                 resolve->error) &&
           oscal_read(resolve->arena, path, content, &imported, resolve->error) &&
           list_document(resolve, &imported, depth + 1, list);
}

static bool list_profile(const Resolve *resolve, const OscalDocument *document, size_t depth,
                         Array *list) {
    const JsonValue *imports = NULL;
    const size_t count = oscal_list(document->root, "imports", &imports);
    Array controls = array_new(resolve->arena, sizeof(OscalControl));
    Map *seen = map_new(resolve->arena);
    if (depth > PROFILE_DEPTH_MAX) {
        return error_set(resolve->error, ERROR_INVALID,
                         "`%.*s`: found imports %d deep, expected no circle of them",
                         TEXT_ARGS(document->file), PROFILE_DEPTH_MAX);
    }
    for (size_t i = 0; i < count; i++) {
        Array imported = array_new(resolve->arena, sizeof(ListedControl));
        if (!list_import(resolve, document, i, &imports[i], depth, &imported)) {
            return false;
        }
        add_selected(resolve, &imports[i], &imported, seen, &controls);
    }
    for (size_t i = 0; i < controls.count; i++) {
        *(ListedControl *)array_add(list) =
            (ListedControl){ARRAY_ITEMS(OscalControl, &controls)[i], SIZE_MAX};
    }
    return true;
}

static bool list_document(const Resolve *resolve, const OscalDocument *document, size_t depth,
                          Array *list) {
    if (text_equals(document->kind, TEXT("catalog"))) {
        list_controls(document->root, document->file, SIZE_MAX, list);
        return true;
    }
    if (text_equals(document->kind, TEXT("profile"))) {
        return list_profile(resolve, document, depth, list);
    }
    return error_set(resolve->error, ERROR_INVALID,
                     "`%.*s`: /: found `%.*s`, expected a catalog or a profile",
                     TEXT_ARGS(document->file), TEXT_ARGS(document->kind));
}

bool oscal_controls(Arena *arena, const OscalDocument *document, const OscalSource *source,
                    const OscalControl **controls, size_t *count, Error *error) {
    const Resolve resolve = {arena, source, error};
    Array list = array_new(arena, sizeof(ListedControl));
    if (!list_document(&resolve, document, 0, &list)) {
        return false;
    }
    OscalControl *kept = ARENA_MANY(arena, OscalControl, list.count);
    for (size_t i = 0; i < list.count; i++) {
        kept[i] = ARRAY_ITEMS(ListedControl, &list)[i].control;
    }
    *controls = kept;
    *count = list.count;
    return true;
}
