/* SPDX-License-Identifier: Apache-2.0 */
#include "base/json.h"

#include <assert.h>
#include <math.h>

#include "base/array.h"
#include "base/decimal.h"

enum { INDENT = 2 };

typedef struct Level {
    char close; /* } or ] */
    bool has_members;
} Level;

struct JsonWriter {
    Arena *arena;   /* holds the writer itself */
    bool is_lodged; /* in an arena that is somebody else's */
    Array levels;   /* of Level, the innermost last */
    TextBuilder builder;
};

static void open_level(JsonWriter *writer, char open, char close) {
    text_add_character(&writer->builder, open);
    Level *level = array_add(&writer->levels);
    level->close = close;
}

static Level *innermost(JsonWriter *writer) {
    assert(writer->levels.count > 0);
    return array_at(&writer->levels, writer->levels.count - 1);
}

static JsonWriter *begin_in(Arena *arena) {
    JsonWriter *writer = ARENA_NEW(arena, JsonWriter);
    writer->arena = arena;
    writer->levels = array_new(arena, sizeof(Level));
    writer->builder = text_builder_new(arena);
    open_level(writer, '{', '}');
    return writer;
}

JsonWriter *json_writer_new(void) {
    return begin_in(arena_new());
}

JsonWriter *json_writer_in(Arena *arena) {
    JsonWriter *writer = begin_in(arena);
    writer->is_lodged = true;
    return writer;
}

void json_writer_free(JsonWriter *writer) {
    if (writer != NULL && !writer->is_lodged) {
        arena_free(writer->arena);
    }
}

/* RFC 8259, section 7: what must be escaped, by the short form where there is one. */
static void add_escaped(TextBuilder *builder, char character) {
    static const char from[] = "\"\\\b\f\n\r\t";
    static const char to[] = "\"\\bfnrt";
    for (size_t i = 0; i < sizeof from - 1; i++) {
        if (character == from[i]) {
            text_add_character(builder, '\\');
            text_add_character(builder, to[i]);
            return;
        }
    }
    text_add_format(builder, "\\u%04x", (unsigned)(unsigned char)character);
}

static bool is_plain(char character) {
    return (unsigned char)character >= 0x20 && character != '"' && character != '\\';
}

static void add_quoted(TextBuilder *builder, Text text) {
    size_t done = 0;
    text_add_character(builder, '"');
    for (size_t i = 0; i < text.length; i++) {
        if (!is_plain(text.bytes[i])) {
            text_add(builder, text_slice(text, done, i));
            add_escaped(builder, text.bytes[i]);
            done = i + 1;
        }
    }
    text_add(builder, text_slice(text, done, text.length));
    text_add_character(builder, '"');
}

/* Everything that comes before a value: the comma and the name. */
static void begin_value(JsonWriter *writer, const char *name) {
    Level *level = innermost(writer);
    if (level->has_members) {
        text_add_character(&writer->builder, ',');
    }
    level->has_members = true;
    if (level->close == '}') {
        add_quoted(&writer->builder, text_from(name));
        text_add_character(&writer->builder, ':');
    }
}

static void add_literal(JsonWriter *writer, const char *name, Text literal) {
    begin_value(writer, name);
    text_add(&writer->builder, literal);
}

void json_begin_object(JsonWriter *writer, const char *name) {
    begin_value(writer, name);
    open_level(writer, '{', '}');
}

void json_begin_array(JsonWriter *writer, const char *name) {
    begin_value(writer, name);
    open_level(writer, '[', ']');
}

void json_end(JsonWriter *writer) {
    /* The root is json_finish's to close. */
    assert(writer->levels.count > 1);
    text_add_character(&writer->builder, innermost(writer)->close);
    writer->levels.count--;
}

void json_add_text(JsonWriter *writer, const char *name, Text value) {
    if (!text_is_utf8(value)) {
        json_add_null(writer, name);
        return;
    }
    begin_value(writer, name);
    add_quoted(&writer->builder, value);
}

void json_add_integer(JsonWriter *writer, const char *name, int64_t value) {
    begin_value(writer, name);
    text_add_integer(&writer->builder, value);
}

void json_add_boolean(JsonWriter *writer, const char *name, bool value) {
    add_literal(writer, name, value ? TEXT("true") : TEXT("false"));
}

void json_add_null(JsonWriter *writer, const char *name) {
    add_literal(writer, name, TEXT("null"));
}

void json_add_date(JsonWriter *writer, const char *name, Date value) {
    if (value == DATE_MIN || value == DATE_MAX) {
        json_add_null(writer, name);
        return;
    }
    json_add_text(writer, name, date_format(writer->arena, value));
}

void json_add_double(JsonWriter *writer, const char *name, double value, unsigned places) {
    Decimal rounded;
    if (!isfinite(value)) {
        json_add_null(writer, name);
    } else if (decimal_from_double(value, places, &rounded)) {
        add_literal(writer, name, decimal_format(writer->arena, rounded));
    } else {
        add_literal(writer, name, decimal_format_double(writer->arena, value, 0));
    }
}

static void add_new_line(TextBuilder *builder, size_t depth) {
    text_add_character(builder, '\n');
    text_add_repeated(builder, ' ', depth * INDENT);
}

/* The end of the quoted text that starts at `at`, past its last quote. */
static size_t quoted_end(Text compact, size_t at) {
    size_t end = at + 1;
    while (compact.bytes[end] != '"') {
        end += compact.bytes[end] == '\\' ? 2 : 1;
    }
    return end + 1;
}

static bool is_empty_pair(Text compact, size_t at) {
    Text pair = text_slice(compact, at, at + 2);
    return text_equals(pair, TEXT("{}")) || text_equals(pair, TEXT("[]"));
}

/* Writes one mark of structure, or one character of a number or a word. */
static void indent_character(TextBuilder *builder, char character, size_t *depth) {
    if (character == '}' || character == ']') {
        *depth -= 1;
        add_new_line(builder, *depth);
    }
    text_add_character(builder, character);
    if (character == '{' || character == '[') {
        *depth += 1;
        add_new_line(builder, *depth);
    } else if (character == ',') {
        add_new_line(builder, *depth);
    } else if (character == ':') {
        text_add_character(builder, ' ');
    }
}

static void add_indented(TextBuilder *builder, Text compact) {
    size_t depth = 0;
    size_t at = 0;
    while (at < compact.length) {
        size_t end = at + 1;
        if (compact.bytes[at] == '"') {
            end = quoted_end(compact, at);
            text_add(builder, text_slice(compact, at, end));
        } else if (is_empty_pair(compact, at)) {
            end = at + 2;
            text_add(builder, text_slice(compact, at, end));
        } else {
            indent_character(builder, compact.bytes[at], &depth);
        }
        at = end;
    }
}

Text json_finish(Arena *arena, JsonWriter *writer, bool pretty) {
    assert(writer->levels.count == 1);
    text_add_character(&writer->builder, innermost(writer)->close);
    writer->levels.count--;
    if (writer->arena == arena && !pretty) {
        text_add_character(&writer->builder, '\n');
        return text_built(&writer->builder);
    }
    TextBuilder finished = text_builder_new(arena);
    if (pretty) {
        add_indented(&finished, text_built(&writer->builder));
    } else {
        text_add(&finished, text_built(&writer->builder));
    }
    text_add_character(&finished, '\n');
    return text_built(&finished);
}
