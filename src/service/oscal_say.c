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

Text service_oscal_text(Arena *arena, const OscalDocument *document, const OscalControl *controls,
                        size_t count) {
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
    for (size_t i = 0; i < count; i++) {
        text_add_format(&out, "  %-16.*s %.*s\n", TEXT_ARGS(controls[i].id),
                        TEXT_ARGS(controls[i].title));
    }
    if (controls != NULL) {
        text_add_format(&out, "  %zu controls\n", count);
    }
    return text_built(&out);
}

Text service_oscal_json(Arena *arena, const OscalDocument *document, const OscalControl *controls,
                        size_t count) {
    static const char *const SAID[] = {"title", "version", "last-modified", "oscal-version"};
    JsonWriter *json = json_writer_new();
    json_add_text(json, "file", document->file);
    json_add_text(json, "kind", document->kind);
    json_add_text(json, "form", document->is_xml ? TEXT("xml") : TEXT("json"));
    for (size_t i = 0; i < sizeof(SAID) / sizeof(SAID[0]); i++) {
        json_add_text(json, SAID[i], oscal_text(metadata_of(document), SAID[i]));
    }
    if (controls != NULL) {
        json_begin_array(json, "controls");
        for (size_t i = 0; i < count; i++) {
            json_begin_object(json, "");
            json_add_text(json, "id", controls[i].id);
            json_add_text(json, "title", controls[i].title);
            json_add_text(json, "file", controls[i].file);
            json_end(json);
        }
        json_end(json);
    }
    const Text text = json_finish(arena, json, true);
    json_writer_free(json);
    return text;
}
