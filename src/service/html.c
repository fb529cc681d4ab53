/* SPDX-License-Identifier: Apache-2.0 */
#include "service/html.h"

#include <assert.h>

static const struct {
    char character;
    const char *entity;
} entities[] = {
    {'&', "&amp;"}, {'<', "&lt;"}, {'>', "&gt;"}, {'"', "&quot;"}, {'\'', "&#39;"},
};

enum { ENTITY_COUNT = sizeof(entities) / sizeof(entities[0]) };

void html_add(TextBuilder *out, const char *markup) {
    text_add(out, text_from(markup));
}

static const char *entity_of(char character) {
    for (size_t i = 0; i < ENTITY_COUNT; i++) {
        if (entities[i].character == character) {
            return entities[i].entity;
        }
    }
    return NULL;
}

void html_add_escaped(TextBuilder *out, Text text) {
    size_t start = 0;
    for (size_t i = 0; i < text.length; i++) {
        const char *entity = entity_of(text.bytes[i]);
        if (entity != NULL) {
            text_add(out, text_slice(text, start, i));
            html_add(out, entity);
            start = i + 1;
        }
    }
    text_add(out, text_slice(text, start, text.length));
}

void html_write(TextBuilder *out, const char *template, const Text *values, size_t count) {
    Text rest = text_from(template);
    size_t used = 0;
    size_t at = 0;
    while (text_find(rest, TEXT("{}"), &at)) {
        assert(used < count);
        text_add(out, text_slice(rest, 0, at));
        html_add_escaped(out, values[used]);
        used++;
        rest = text_slice(rest, at + 2, rest.length);
    }
    assert(used == count);
    text_add(out, rest);
}
