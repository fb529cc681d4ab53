/* SPDX-License-Identifier: Apache-2.0 */
#include <assert.h>
#include <string.h>

#include "base/map.h"
#include "law/stream.h"

#include "law/misspelt.h"

enum { OUTPUT_FIXED_BYTES = 512 };

/* ---- making one ---- */

/* Names of the request itself begin with `/` in the map, those of its item with `.`. */
static void add_name(LawStream *stream, char prefix, Text name, StreamTarget target) {
    Text key =
        prefix == '\0' ? name : text_format(stream->arena, "%c%.*s", prefix, TEXT_ARGS(name));
    if (map_add(stream->names, key, stream->targets.count)) {
        target.prefix = prefix;
        target.quoted = text_format(stream->arena, "\"%.*s\"", TEXT_ARGS(name));
        *(StreamTarget *)array_add(&stream->targets) = target;
    }
}

static void add_facts(LawStream *stream) {
    const LawSet *set = stream->engine->set;
    size_t *attributes = ARENA_MANY(stream->arena, size_t, set->attribute_count);
    for (size_t i = 0; i < set->attribute_count; i++) {
        Text name = set->attributes[i].name;
        attributes[i] = i;
        StreamTarget target = {.role = STREAM_FACT, .attributes = &attributes[i], .count = 1};
        add_name(stream, '\0', name, target);
        if (text_starts_with(name, TEXT("item."))) {
            add_name(stream, '.', text_slice(name, 5, name.length), target);
        }
    }
}

static void add_names(LawStream *stream, const LawStreamMember *members, size_t count) {
    static const struct {
        Text name;
        StreamRole role;
    } ROLES[] = {{{"id", 2}, STREAM_ID},
                 {{"as_of", 5}, STREAM_AS_OF},
                 {{"known_at", 8}, STREAM_KNOWN_AT},
                 {{"item", 4}, STREAM_ITEM},
                 {{"facts", 5}, STREAM_FACTS}};
    for (size_t i = 0; i < sizeof(ROLES) / sizeof(ROLES[0]); i++) {
        add_name(stream, '/', ROLES[i].name, (StreamTarget){.role = ROLES[i].role});
    }
    stream->needed = 1U << STREAM_AS_OF | 1U << STREAM_ITEM;
    assert(count <= LAW_STREAM_MEMBERS_MAX);
    for (size_t i = 0; i < count; i++) {
        size_t *attributes = ARENA_MANY(stream->arena, size_t, members[i].count);
        memcpy(attributes, members[i].attributes, members[i].count * sizeof(size_t));
        StreamTarget target = {.role = STREAM_FACT,
                               .attributes = attributes,
                               .count = members[i].count,
                               .needed = 1U << (STREAM_ROLES + i)};
        stream->needed |= target.needed;
        add_name(stream, '/', members[i].name, target);
    }
    add_facts(stream);
}

/* ---- codes ---- */

StreamCode law_stream_code(Text text, LawClass class) {
    StreamCode code = {.class = class};
    memcpy(code.bytes, text.bytes, text.length);
    return code;
}

/* Where the code stands, or would. */
StreamCode *law_stream_slot(const StreamCodes *codes, const StreamCode *code) {
    uint64_t hash = (code->bytes[0] * UINT64_C(0x9E3779B97F4A7C15)) ^
                    (code->bytes[1] * UINT64_C(0xC2B2AE3D27D4EB4F));
    size_t at = (hash ^ hash >> 29 ^ hash >> 47) & (codes->room - 1);
    while (codes->codes[at].class != 0 && !law_stream_same(&codes->codes[at], code)) {
        at = (at + 1) & (codes->room - 1);
    }
    return &codes->codes[at];
}

/* A country is two capital letters, whatever else stands in the law. */
static bool may_be(AttributeType type, Text text) {
    bool is_country = text.length == 2 && text.bytes[0] >= 'A' && text.bytes[0] <= 'Z' &&
                      text.bytes[1] >= 'A' && text.bytes[1] <= 'Z';
    return text.length > 0 && text.length <= CODE_BYTES_MAX &&
           !text_equals(text, TEXT("unknown")) && (type != ATTRIBUTE_COUNTRY || is_country);
}

static void make_codes(const LawStream *stream, size_t attribute) {
    const ValueClasses *classes = &stream->engine->classes[attribute];
    AttributeType type = stream->engine->set->attributes[attribute].type;
    StreamCodes *codes = &stream->codes[attribute];
    if (type != ATTRIBUTE_CODE && type != ATTRIBUTE_COUNTRY) {
        return;
    }
    codes->is_listed = law_has_listed_values(stream->engine->set, attribute);
    for (codes->room = 4; codes->room < 2 * classes->key_count; codes->room *= 2) {
    }
    codes->codes = ARENA_MANY(stream->arena, StreamCode, codes->room);
    for (size_t i = 0; i < classes->key_count; i++) {
        Text text = classes->keys[i].text;
        if (may_be(type, text)) {
            StreamCode code = law_stream_code(text, (LawClass)(CLASS_FIRST + 2 * i));
            *law_stream_slot(codes, &code) = code;
        }
    }
}

static void make_set(const LawStream *stream, size_t attribute) {
    StreamSet *set = &stream->sets[attribute];
    if (stream->engine->set->attributes[attribute].type == ATTRIBUTE_SET) {
        set->blank = stream->transfer->facts->values[attribute];
        set->members = ARENA_MANY(stream->arena, LawValue, STREAM_MEMBERS_MAX);
        set->bytes = arena_allocate(stream->arena, STREAM_SET_BYTES_MAX);
    }
}

static void add_quoted(TextBuilder *builder, Text text) {
    text_add_character(builder, '"');
    for (size_t i = 0; i < text.length; i++) {
        unsigned char letter = (unsigned char)text.bytes[i];
        if (letter == '"' || letter == '\\') {
            text_add_character(builder, '\\');
        }
        if (letter < ' ') {
            text_add_format(builder, "\\u%04x", letter);
        } else {
            text_add_character(builder, text.bytes[i]);
        }
    }
    text_add_character(builder, '"');
}

static Text line_bytes(Arena *arena, const LawEngine *engine, size_t line, const char *truth) {
    LawTraceLine what = law_trace_line(engine, line);
    ProvisionInfo info = law_provision(engine->set, what.provision);
    TextBuilder builder = text_builder_new(arena);
    text_add(&builder, TEXT("{\"rule\":"));
    add_quoted(&builder, info.name);
    if (!text_is_empty(what.reason)) {
        text_add(&builder, TEXT(",\"reason\":"));
        add_quoted(&builder, what.reason);
    }
    text_add(&builder, TEXT(",\"citation\":"));
    add_quoted(&builder, info.citation);
    text_add_format(&builder, ",\"truth\":\"%s\"}", truth);
    return text_built(&builder);
}

static size_t engine_pack(const LawEngine *engine, size_t pack) {
    for (size_t i = 0; i < engine->pack_count; i++) {
        if (engine->packs[i].pack == pack) {
            return i;
        }
    }
    assert(false);
    return 0;
}

/* Gives the bytes of all lines together. */
static size_t make_lines(LawStream *stream) {
    const LawEngine *engine = stream->engine;
    StreamLine *lines = ARENA_MANY(stream->arena, StreamLine, engine->line_count);
    size_t bytes = 0;
    for (size_t i = 0; i < engine->line_count; i++) {
        const Provision *provision = &engine->set->provisions[engine->lines[i].provision];
        lines[i] = (StreamLine){line_bytes(stream->arena, engine, i, "yes"),
                                line_bytes(stream->arena, engine, i, "unknown"),
                                engine_pack(engine, provision->pack)};
        bytes += lines[i].unknown.length + 1;
    }
    stream->lines = lines;
    return bytes;
}

LawStream *law_stream_new(Arena *arena, const LawEngine *engine, const LawStreamMember *members,
                          size_t member_count) {
    LawStream *stream = ARENA_NEW(arena, LawStream);
    size_t count = engine->set->attribute_count;
    *stream = (LawStream){.arena = arena,
                          .engine = engine,
                          .names = map_new(arena),
                          .targets = array_new(arena, sizeof(StreamTarget)),
                          .expected = array_new(arena, sizeof(size_t)),
                          .codes = ARENA_MANY(arena, StreamCodes, count),
                          .sets = ARENA_MANY(arena, StreamSet, count),
                          .transfer = law_case_new(arena, engine),
                          .scratch = law_scratch_new(arena, engine),
                          .blank = ARENA_MANY(arena, LawClass, count),
                          .stamps = ARENA_MANY(arena, uint32_t, count),
                          .given = ARENA_MANY(arena, size_t, count)};
    memcpy(stream->blank, stream->transfer->classes, count * sizeof(LawClass));
    add_names(stream, members, member_count);
    for (size_t i = 0; i < count; i++) {
        make_codes(stream, i);
        make_set(stream, i);
    }
    stream->output = arena_allocate(arena, make_lines(stream) + OUTPUT_FIXED_BYTES);
    return stream;
}
