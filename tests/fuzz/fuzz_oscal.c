/* SPDX-License-Identifier: Apache-2.0 */
/* Documents of OSCAL, in JSON or XML by how they begin: whatever is read has the members that the
 * models ask for, can be told in words, and lists its controls; whatever is not has one line. */
#include "fuzz.h"

#include "service/service.h"

/* Nothing stands beside a document that is made up. */
static bool read_nothing(void *context, Arena *arena, Text path, Text *content, Error *error) {
    (void)context;
    (void)arena;
    *content = (Text){0};
    return error_set(error, ERROR_MISSING, "there is no `%.*s`", TEXT_ARGS(path));
}

static void use(Arena *arena, const OscalDocument *document) {
    const OscalSource source = {read_nothing, NULL};
    const OscalControl *controls = NULL;
    size_t count = 0;
    Error error = {0};
    REQUIRE(document->root->kind == JSON_KIND_OBJECT);
    REQUIRE(!text_is_empty(oscal_text(document->root, "uuid")));
    if (!oscal_controls(arena, document, &source, &controls, &count, &error)) {
        REQUIRE(error.message[0] != '\0');
        controls = NULL;
        count = 0;
    }
    (void)service_oscal_text(arena, document, controls, count);
    (void)service_oscal_json(arena, document, controls, count);
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
