/* SPDX-License-Identifier: Apache-2.0 */
#include "base/json_canonical.h"

/* What our own writers put on record is mostly canonical as it stands; to see that is much less
 * work than to read it and write it again. */

enum { DEPTH_MAX = 32, DIGITS_MAX = 15 };

typedef struct Glance {
    Text text;
    size_t at;
} Glance;

static bool value(Glance *glance, size_t depth);

static bool takes(Glance *glance, char character) {
    if (glance->at < glance->text.length && glance->text.bytes[glance->at] == character) {
        glance->at++;
        return true;
    }
    return false;
}

/* A text without escapes, quotes and all; `is_ascii` tells what is in it. */
static bool quoted(Glance *glance, Text *inside, bool *is_ascii) {
    *is_ascii = true;
    if (!takes(glance, '"')) {
        return false;
    }
    const size_t start = glance->at;
    for (; glance->at < glance->text.length; glance->at++) {
        const unsigned char byte = (unsigned char)glance->text.bytes[glance->at];
        if (byte == '"') {
            *inside = text_slice(glance->text, start, glance->at++);
            return true;
        }
        if (byte < 0x20 || byte == '\\') {
            return false;
        }
        *is_ascii = *is_ascii && byte < 0x80;
    }
    return false;
}

static bool word(Glance *glance, Text known) {
    if (!text_starts_with(text_slice(glance->text, glance->at, glance->text.length), known)) {
        return false;
    }
    glance->at += known.length;
    return true;
}

/* Digits without a zero before them; the zero alone has no sign. */
static bool number(Glance *glance) {
    const bool is_negative = takes(glance, '-');
    const size_t start = glance->at;
    while (glance->at < glance->text.length && glance->text.bytes[glance->at] >= '0' &&
           glance->text.bytes[glance->at] <= '9') {
        glance->at++;
    }
    const size_t count = glance->at - start;
    return count > 0 && count <= DIGITS_MAX &&
           (glance->text.bytes[start] != '0' || (count == 1 && !is_negative));
}

/* Names stand in the order of their bytes, each once. */
static bool object(Glance *glance, size_t depth) {
    Text before = {0};
    if (takes(glance, '}')) {
        return true;
    }
    for (bool is_first = true;; is_first = false) {
        Text name = {0};
        bool is_ascii = false;
        if (!quoted(glance, &name, &is_ascii) || !is_ascii ||
            (!is_first && text_compare(before, name) >= 0) || !takes(glance, ':') ||
            !value(glance, depth + 1)) {
            return false;
        }
        before = name;
        if (!takes(glance, ',')) {
            return takes(glance, '}');
        }
    }
}

static bool array(Glance *glance, size_t depth) {
    if (takes(glance, ']')) {
        return true;
    }
    do {
        if (!value(glance, depth + 1)) {
            return false;
        }
    } while (takes(glance, ','));
    return takes(glance, ']');
}

static bool value(Glance *glance, size_t depth) {
    Text inside = {0};
    bool is_ascii = false;
    if (depth > DEPTH_MAX || glance->at == glance->text.length) {
        return false;
    }
    switch (glance->text.bytes[glance->at]) {
    case '{':
        glance->at++;
        return object(glance, depth);
    case '[':
        glance->at++;
        return array(glance, depth);
    case '"':
        return quoted(glance, &inside, &is_ascii);
    case 't':
        return word(glance, TEXT("true"));
    case 'f':
        return word(glance, TEXT("false"));
    case 'n':
        return word(glance, TEXT("null"));
    default:
        return number(glance);
    }
}

bool json_is_plainly_canonical(Text text) {
    Glance glance = {text, 0};
    return text_is_utf8(text) && value(&glance, 0) && glance.at == text.length;
}
