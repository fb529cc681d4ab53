/* SPDX-License-Identifier: Apache-2.0 */
/* Documents of OSCAL, in JSON or XML by how they begin: whatever is read has the members that the
 * models ask for, can be told in words, and lists its controls; whatever is not has one line. */
#include "fuzz.h"

#include "service/service.h"

/* Nothing stands beside a document that is made up. */
static bool read_catalog(void *context, Arena *arena, Text path, Text *content, Error *error) {
    static const char CATALOG[] =
        "{\"catalog\":{\"uuid\":\"4b1f6c0e-6a1f-4d0b-9f39-000000000001\",\"metadata\":{\"title\":"
        "\"t\","
        "\"last-modified\":\"2026-11-01T00:00:00Z\",\"version\":\"1\",\"oscal-version\":\"1.2.0\"},"
        "\"params\":[{\"id\":\"loose\",\"label\":\"l\"}],\"groups\":[{\"id\":\"ac\",\"title\":"
        "\"g\","
        "\"controls\":[{\"id\":\"ac-1\",\"title\":\"c\",\"params\":[{\"id\":\"ac-1_prm\"}],"
        "\"parts\":[{\"id\":\"ac-1_smt\",\"name\":\"statement\",\"prose\":\"{{ insert: param, "
        "loose }}\"}],"
        "\"controls\":[{\"id\":\"ac-1.1\",\"title\":\"d\"}]}]}]}}";
    (void)context;
    (void)arena;
    *content = text_from(CATALOG);
    return text_ends_with(path, TEXT("catalog.json")) ||
           error_set(error, ERROR_MISSING, "there is no `%.*s`", TEXT_ARGS(path));
}

/* What was resolved is a catalogue, and reads as one. */
static void resolve(Arena *arena, const OscalDocument *document) {
    const OscalSource source = {read_catalog, NULL};
    OscalResolution resolution;
    OscalDocument again;
    Error error = {0};
    if (!oscal_resolve(arena, document, &source, &resolution, &error)) {
        REQUIRE(error.message[0] != '\0');
        return;
    }
    const Text written = service_oscal_catalog(arena, &resolution);
    if (oscal_read(arena, TEXT("again"), written, &again, &error)) {
        REQUIRE(text_equals(again.kind, TEXT("catalog")));
    }
    (void)service_oscal_text(arena, document, &resolution);
    (void)service_oscal_json(arena, document, &resolution);
}

static void use(Arena *arena, const OscalDocument *document) {
    REQUIRE(document->root->kind == JSON_KIND_OBJECT);
    REQUIRE(!text_is_empty(oscal_text(document->root, "uuid")));
    resolve(arena, document);
    (void)service_oscal_text(arena, document, NULL);
    (void)service_oscal_json(arena, document, NULL);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    Arena *arena = arena_new();
    OscalDocument document;
    Error error = {0};
    size_t at = 0;
    const Text content = {(const char *)data, size};
    if (oscal_read(arena, TEXT("fuzz"), content, &document, &error)) {
        use(arena, &document);
    } else {
        REQUIRE(error.message[0] != '\0');
        REQUIRE(!text_find(text_from(error.message), TEXT("\n"), &at));
    }
    arena_free(arena);
    return 0;
}
