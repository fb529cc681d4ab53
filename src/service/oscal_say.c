/* SPDX-License-Identifier: Apache-2.0 */
#include "base/json.h"
#include "service/service.h"

/* Lists whose lengths say what a document holds, where it has them. */
static const char *const COUNTED[] = {"groups",   "controls", "imports",     "components",
                                      "tasks",    "results",  "poam-items",  "risks",
                                      "findings", "mappings", "capabilities"};
enum { COUNTED_COUNT = sizeof(COUNTED) / sizeof(COUNTED[0]) };

static const JsonValue *metadata_of(const OscalDocument *document) {
    return json_find(document->root, TEXT("metadata"));
}

static void add_resolution(TextBuilder *out, const OscalResolution *resolution) {
    for (size_t i = 0; i < resolution->control_count; i++) {
        text_add_format(out, "  %-16.*s %.*s\n", TEXT_ARGS(resolution->controls[i].id),
                        TEXT_ARGS(resolution->controls[i].title));
    }
    text_add_format(out, "  %zu controls\n", resolution->control_count);
    for (size_t i = 0; i < resolution->note_count; i++) {
        text_add_format(out, "  note: %.*s\n", TEXT_ARGS(resolution->notes[i]));
    }
}

Text service_oscal_text(Arena *arena, const OscalDocument *document,
                        const OscalResolution *resolution) {
    TextBuilder out = text_builder_new(arena);
    const JsonValue *metadata = metadata_of(document);
    const JsonValue *items = NULL;
    text_add_format(
        &out, "%.*s: %.*s in %s, OSCAL %.*s: %.*s (version %.*s, %.*s)", TEXT_ARGS(document->file),
        TEXT_ARGS(document->kind), document->is_xml ? "XML" : "JSON",
        TEXT_ARGS(oscal_text(metadata, "oscal-version")), TEXT_ARGS(oscal_text(metadata, "title")),
        TEXT_ARGS(oscal_text(metadata, "version")),
        TEXT_ARGS(oscal_text(metadata, "last-modified")));
    for (size_t i = 0; i < COUNTED_COUNT; i++) {
        const size_t length = oscal_list(document->root, COUNTED[i], &items);
        if (length > 0) {
            text_add_format(&out, ", %zu %s", length, COUNTED[i]);
        }
    }
    text_add_character(&out, '\n');
    if (resolution != NULL) {
        add_resolution(&out, resolution);
    }
    return text_built(&out);
}

static void add_controls(JsonWriter *json, const OscalResolution *resolution) {
    json_begin_array(json, "controls");
    for (size_t i = 0; i < resolution->control_count; i++) {
        json_begin_object(json, "");
        json_add_text(json, "id", resolution->controls[i].id);
        json_add_text(json, "title", resolution->controls[i].title);
        json_add_text(json, "file", resolution->controls[i].file);
        json_end(json);
    }
    json_end(json);
    json_begin_array(json, "notes");
    for (size_t i = 0; i < resolution->note_count; i++) {
        json_add_text(json, "", resolution->notes[i]);
    }
    json_end(json);
}

Text service_oscal_json(Arena *arena, const OscalDocument *document,
                        const OscalResolution *resolution) {
    static const char *const SAID[] = {"title", "version", "last-modified", "oscal-version"};
    JsonWriter *json = json_writer_new();
    json_add_text(json, "file", document->file);
    json_add_text(json, "kind", document->kind);
    json_add_text(json, "form", document->is_xml ? TEXT("xml") : TEXT("json"));
    for (size_t i = 0; i < sizeof(SAID) / sizeof(SAID[0]); i++) {
        json_add_text(json, SAID[i], oscal_text(metadata_of(document), SAID[i]));
    }
    if (resolution != NULL) {
        add_controls(json, resolution);
    }
    const Text text = json_finish(arena, json, true);
    json_writer_free(json);
    return text;
}

/* ---- a resolved profile as a document ---- */

static void add_value(Arena *arena, JsonWriter *json, Text name, const JsonValue *value);

static void add_members(Arena *arena, JsonWriter *json, const JsonValue *value) {
    for (size_t i = 0; i < value->count; i++) {
        add_value(arena, json, value->kind == JSON_KIND_OBJECT ? value->names[i] : TEXT(""),
                  &value->items[i]);
    }
}

/* A catalogue holds no numbers or truths. */
static void add_value(Arena *arena, JsonWriter *json, Text name, const JsonValue *value) {
    const char *member = text_terminated(arena, name);
    if (value->kind == JSON_KIND_OBJECT) {
        json_begin_object(json, member);
    } else if (value->kind == JSON_KIND_ARRAY) {
        json_begin_array(json, member);
    } else {
        json_add_text(json, member, value->text);
        return;
    }
    add_members(arena, json, value);
    json_end(json);
}

Text service_oscal_catalog(Arena *arena, const OscalResolution *resolution) {
    JsonWriter *json = json_writer_new();
    add_value(arena, json, TEXT("catalog"), resolution->catalog);
    const Text text = json_finish(arena, json, true);
    json_writer_free(json);
    return text;
}
