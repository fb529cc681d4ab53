/* SPDX-License-Identifier: Apache-2.0 */
#include "base/json_read.h"

#include <stdint.h>

#include "base/array.h"
#include "base/map.h"

enum {
    UNICODE_DIGITS = 4,
    SURROGATE_HIGH = 0xD800,
    SURROGATE_LOW = 0xDC00,
    SURROGATE_END = 0xE000
};

typedef struct JsonReader {
    Arena *arena;
    Text input;
    size_t at;
    size_t depth;
    size_t value_count;
    Error *error;
} JsonReader;

static const struct {
    Text word;
    JsonKind kind;
} literals[] = {
    {{"null", 4}, JSON_KIND_NULL},
    {{"false", 5}, JSON_KIND_FALSE},
    {{"true", 4}, JSON_KIND_TRUE},
};

static const char *const kind_words[] = {
    [JSON_KIND_NULL] = "null",        [JSON_KIND_FALSE] = "false", [JSON_KIND_TRUE] = "true",
    [JSON_KIND_NUMBER] = "a number",  [JSON_KIND_TEXT] = "a text", [JSON_KIND_ARRAY] = "an array",
    [JSON_KIND_OBJECT] = "an object",
};

const char *json_kind_words(JsonKind kind) {
    return kind_words[kind];
}

static bool refuse(const JsonReader *reader, const char *message) {
    return error_set(reader->error, ERROR_INVALID, "%s", message);
}

/* The byte at hand; 0 at the end, which stands in no well-formed input. */
static char peek(const JsonReader *reader) {
    return reader->at < reader->input.length ? reader->input.bytes[reader->at] : 0;
}

static bool take(JsonReader *reader, char wanted) {
    if (peek(reader) != wanted) {
        return false;
    }
    reader->at++;
    return true;
}

static void skip_blanks(JsonReader *reader) {
    while (peek(reader) == ' ' || peek(reader) == '\t' || peek(reader) == '\n' ||
           peek(reader) == '\r') {
        reader->at++;
    }
}

/* ---- numbers ---- */

static size_t take_digits(JsonReader *reader) {
    const size_t first = reader->at;
    while (peek(reader) >= '0' && peek(reader) <= '9') {
        reader->at++;
    }
    return reader->at - first;
}

static bool take_whole_part(JsonReader *reader) {
    const bool begins_with_zero = peek(reader) == '0';
    const size_t count = take_digits(reader);
    if (count == 0) {
        return refuse(reader, "a digit is wanted here");
    }
    return (begins_with_zero && count > 1) ? refuse(reader, "a number may not begin with 0 here")
                                           : true;
}

static bool take_exponent(JsonReader *reader) {
    if (!take(reader, 'e') && !take(reader, 'E')) {
        return true;
    }
    if (!take(reader, '+')) {
        (void)take(reader, '-');
    }
    return take_digits(reader) > 0 || refuse(reader, "a digit is wanted after the exponent's sign");
}

static bool read_number(JsonReader *reader, JsonValue *value) {
    (void)take(reader, '-');
    if (!take_whole_part(reader)) {
        return false;
    }
    if (take(reader, '.') && take_digits(reader) == 0) {
        return refuse(reader, "a digit is wanted after the point");
    }
    if (!take_exponent(reader)) {
        return false;
    }
    value->kind = JSON_KIND_NUMBER;
    value->text = text_slice(reader->input, value->at, reader->at);
    return true;
}

/* ---- texts ---- */

static int hex_digit(char character) {
    if (character >= '0' && character <= '9') {
        return character - '0';
    }
    const char small = (char)(character | ('a' - 'A'));
    return small >= 'a' && small <= 'f' ? small - 'a' + 10 : -1;
}

static bool take_unit(JsonReader *reader, uint32_t *unit) {
    *unit = 0;
    for (size_t i = 0; i < UNICODE_DIGITS; i++) {
        const int digit = hex_digit(peek(reader));
        if (digit < 0) {
            return refuse(reader, "four hexadecimal digits are wanted after `\\u`");
        }
        *unit = *unit << 4 | (uint32_t)digit;
        reader->at++;
    }
    return true;
}

static void add_point(TextBuilder *builder, uint32_t point) {
    static const struct {
        uint32_t end; /* points below it */
        uint32_t mark;
        unsigned following;
    } forms[] = {{0x80, 0x00, 0}, {0x800, 0xC0, 1}, {0x10000, 0xE0, 2}, {0x110000, 0xF0, 3}};
    size_t form = 0;
    while (point >= forms[form].end) {
        form++;
    }
    unsigned shift = forms[form].following * 6;
    text_add_character(builder, (char)(unsigned char)(forms[form].mark | point >> shift));
    while (shift > 0) {
        shift -= 6;
        text_add_character(builder, (char)(unsigned char)(0x80U | (point >> shift & 0x3FU)));
    }
}

/* \uXXXX, or two of them where the first is a high surrogate. */
static bool take_point(JsonReader *reader, TextBuilder *builder) {
    uint32_t point = 0;
    uint32_t low = 0;
    if (!take_unit(reader, &point)) {
        return false;
    }
    if (point >= SURROGATE_HIGH && point < SURROGATE_LOW) {
        if (!take(reader, '\\') || !take(reader, 'u')) {
            return refuse(reader, "the second half of a surrogate pair is wanted here");
        }
        if (!take_unit(reader, &low)) {
            return false;
        }
        if (low < SURROGATE_LOW || low >= SURROGATE_END) {
            return refuse(reader, "this is not the second half of a surrogate pair");
        }
        point = 0x10000 + ((point - SURROGATE_HIGH) << 10) + (low - SURROGATE_LOW);
    } else if (point >= SURROGATE_LOW && point < SURROGATE_END) {
        return refuse(reader, "half of a surrogate pair stands alone");
    }
    if (point == 0) {
        return refuse(reader, "a text may not hold the character of number zero");
    }
    add_point(builder, point);
    return true;
}

static bool take_escape(JsonReader *reader, TextBuilder *builder) {
    static const char from[] = "\"\\/bfnrt";
    static const char to[] = "\"\\/\b\f\n\r\t";
    if (take(reader, 'u')) {
        return take_point(reader, builder);
    }
    for (size_t i = 0; i < sizeof from - 1; i++) {
        if (take(reader, from[i])) {
            text_add_character(builder, to[i]);
            return true;
        }
    }
    return refuse(reader, "nothing is written with this after `\\`");
}

/* Up to the next quote or backslash. */
static Text take_plain(JsonReader *reader) {
    const size_t first = reader->at;
    while ((unsigned char)peek(reader) >= 0x20 && peek(reader) != '"' && peek(reader) != '\\') {
        reader->at++;
    }
    return text_slice(reader->input, first, reader->at);
}

static bool is_at_end(const JsonReader *reader) {
    return reader->at == reader->input.length;
}

/* The opening quote was taken. */
static bool read_text(JsonReader *reader, Text *text) {
    *text = take_plain(reader);
    if (take(reader, '"')) {
        return true;
    }
    TextBuilder builder = text_builder_new(reader->arena);
    text_add(&builder, *text);
    while (!take(reader, '"')) {
        if (is_at_end(reader)) {
            return refuse(reader, "the text is not closed with a quote");
        }
        if (!take(reader, '\\')) {
            return refuse(reader, "a control character must be escaped");
        }
        if (!take_escape(reader, &builder)) {
            return false;
        }
        text_add(&builder, take_plain(reader));
    }
    *text = text_built(&builder);
    return true;
}

/* ---- values ---- */

static bool read_value(JsonReader *reader, JsonValue *value);

static bool read_literal(JsonReader *reader, JsonValue *value) {
    const Text rest = text_slice(reader->input, reader->at, reader->input.length);
    for (size_t i = 0; i < sizeof literals / sizeof literals[0]; i++) {
        if (text_starts_with(rest, literals[i].word)) {
            value->kind = literals[i].kind;
            reader->at += literals[i].word.length;
            return true;
        }
    }
    return refuse(reader, is_at_end(reader) ? "a value is wanted here" : "this is no JSON value");
}

static bool read_item(JsonReader *reader, Array *items) {
    JsonValue value = {0};
    if (!read_value(reader, &value)) {
        return false;
    }
    *(JsonValue *)array_add(items) = value;
    return true;
}

/* The name and the colon after it. */
static bool read_name(JsonReader *reader, Map *seen, Array *names) {
    const size_t at = reader->at;
    Text name = {0};
    if (!take(reader, '"')) {
        return refuse(reader, "a name in double quotes is wanted here");
    }
    if (!read_text(reader, &name)) {
        return false;
    }
    if (!map_add(seen, name, names->count)) {
        reader->at = at;
        return refuse(reader, "this name stands in the object before");
    }
    *(Text *)array_add(names) = name;
    skip_blanks(reader);
    return take(reader, ':') || refuse(reader, "a colon is wanted here");
}

static bool read_array(JsonReader *reader, JsonValue *value) {
    Array items = array_new(reader->arena, sizeof(JsonValue));
    skip_blanks(reader);
    if (!take(reader, ']')) {
        do {
            if (!read_item(reader, &items)) {
                return false;
            }
            skip_blanks(reader);
        } while (take(reader, ','));
        if (!take(reader, ']')) {
            return refuse(reader, "a comma or `]` is wanted here");
        }
    }
    value->kind = JSON_KIND_ARRAY;
    value->items = ARRAY_ITEMS(JsonValue, &items);
    value->count = items.count;
    return true;
}

static bool read_object(JsonReader *reader, JsonValue *value) {
    Array items = array_new(reader->arena, sizeof(JsonValue));
    Array names = array_new(reader->arena, sizeof(Text));
    Map *seen = map_new(reader->arena);
    skip_blanks(reader);
    if (!take(reader, '}')) {
        do {
            skip_blanks(reader);
            if (!read_name(reader, seen, &names) || !read_item(reader, &items)) {
                return false;
            }
            skip_blanks(reader);
        } while (take(reader, ','));
        if (!take(reader, '}')) {
            return refuse(reader, "a comma or `}` is wanted here");
        }
    }
    value->kind = JSON_KIND_OBJECT;
    value->items = ARRAY_ITEMS(JsonValue, &items);
    value->names = ARRAY_ITEMS(Text, &names);
    value->count = items.count;
    return true;
}

/* `read` for what stands between brackets, one level down. */
static bool read_below(JsonReader *reader, JsonValue *value,
                       bool (*read)(JsonReader *, JsonValue *)) {
    if (reader->depth == JSON_DEPTH_MAX) {
        return error_set(reader->error, ERROR_LIMIT, "more than %d levels of brackets",
                         JSON_DEPTH_MAX);
    }
    reader->at++;
    reader->depth++;
    const bool is_read = read(reader, value);
    reader->depth--;
    return is_read;
}

static bool read_by_first(JsonReader *reader, JsonValue *value) {
    const char first = peek(reader);
    if (first == '{') {
        return read_below(reader, value, read_object);
    }
    if (first == '[') {
        return read_below(reader, value, read_array);
    }
    if (take(reader, '"')) {
        value->kind = JSON_KIND_TEXT;
        return read_text(reader, &value->text);
    }
    if (first == '-' || (first >= '0' && first <= '9')) {
        return read_number(reader, value);
    }
    return read_literal(reader, value);
}

static bool read_value(JsonReader *reader, JsonValue *value) {
    skip_blanks(reader);
    if (reader->value_count == JSON_VALUES_MAX) {
        return error_set(reader->error, ERROR_LIMIT, "more than %d values", JSON_VALUES_MAX);
    }
    reader->value_count++;
    value->at = reader->at;
    return read_by_first(reader, value);
}

/* Bytes of the character that a first byte announces. */
static size_t character_bytes(char first) {
    const unsigned char byte = (unsigned char)first;
    if (byte < 0x80) {
        return 1;
    }
    return byte < 0xE0 ? 2 : byte < 0xF0 ? 3 : 4;
}

static size_t first_bad_byte(Text input) {
    size_t at = 0;
    while (at < input.length) {
        const size_t end = at + character_bytes(input.bytes[at]);
        if (end > input.length || !text_is_utf8(text_slice(input, at, end))) {
            break;
        }
        at = end;
    }
    return at;
}

bool json_parse(Arena *arena, Text input, JsonValue *value, size_t *at, Error *error) {
    JsonReader reader = {.arena = arena, .input = input, .error = error};
    JsonValue parsed = {0};
    if (!text_is_utf8(input)) {
        *at = first_bad_byte(input);
        return refuse(&reader, "this is not UTF-8");
    }
    bool is_read = read_value(&reader, &parsed);
    if (is_read) {
        skip_blanks(&reader);
        is_read = is_at_end(&reader) || refuse(&reader, "nothing may follow the value");
    }
    if (!is_read) {
        *at = reader.at;
        return false;
    }
    *value = parsed;
    return true;
}

const JsonValue *json_find(const JsonValue *object, Text name) {
    for (size_t i = 0; object->kind == JSON_KIND_OBJECT && i < object->count; i++) {
        if (text_equals(object->names[i], name)) {
            return &object->items[i];
        }
    }
    return NULL;
}
