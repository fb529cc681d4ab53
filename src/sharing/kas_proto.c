/* SPDX-License-Identifier: Apache-2.0 */
#include "sharing/kas_proto.h"

#include "base/json.h"
#include "base/json_read.h"
#include "sharing/bytes.h"
#include "sharing/protobuf.h"

typedef enum FieldKind { FIELD_TEXT, FIELD_BYTES, FIELD_VALUES, FIELD_MESSAGES } FieldKind;

typedef struct MessageShape MessageShape;

typedef struct FieldShape {
    const char *name;       /* in JSON */
    const MessageShape *of; /* of messages */
    unsigned number;
    FieldKind kind;
} FieldShape;

struct MessageShape {
    const FieldShape *fields;
    size_t count;
};

#define SHAPE(fields)                                                                              \
    { (fields), sizeof(fields) / sizeof((fields)[0]) }

static const FieldShape KEY_REQUEST[] = {
    {"algorithm", NULL, 1, FIELD_TEXT}, {"fmt", NULL, 2, FIELD_TEXT}, {"v", NULL, 3, FIELD_TEXT}};
static const FieldShape KEY_ANSWER[] = {{"publicKey", NULL, 1, FIELD_TEXT},
                                        {"kid", NULL, 2, FIELD_TEXT}};
static const FieldShape REWRAP_REQUEST[] = {{"signedRequestToken", NULL, 1, FIELD_TEXT}};
static const FieldShape RESULT[] = {{"metadata", NULL, 1, FIELD_VALUES},
                                    {"keyAccessObjectId", NULL, 2, FIELD_TEXT},
                                    {"status", NULL, 3, FIELD_TEXT},
                                    {"kasWrappedKey", NULL, 4, FIELD_BYTES},
                                    {"error", NULL, 5, FIELD_TEXT}};
static const MessageShape RESULT_SHAPE = SHAPE(RESULT);
static const FieldShape POLICY_RESULT[] = {{"policyId", NULL, 1, FIELD_TEXT},
                                           {"results", &RESULT_SHAPE, 2, FIELD_MESSAGES}};
static const MessageShape POLICY_RESULT_SHAPE = SHAPE(POLICY_RESULT);
static const FieldShape REWRAP_ANSWER[] = {{"metadata", NULL, 1, FIELD_VALUES},
                                           {"entityWrappedKey", NULL, 2, FIELD_BYTES},
                                           {"sessionPublicKey", NULL, 3, FIELD_TEXT},
                                           {"schemaVersion", NULL, 4, FIELD_TEXT},
                                           {"responses", &POLICY_RESULT_SHAPE, 5, FIELD_MESSAGES}};

static const MessageShape MESSAGES[] = {
    [KAS_KEY_REQUEST] = SHAPE(KEY_REQUEST),
    [KAS_KEY_ANSWER] = SHAPE(KEY_ANSWER),
    [KAS_REWRAP_REQUEST] = SHAPE(REWRAP_REQUEST),
    [KAS_REWRAP_ANSWER] = SHAPE(REWRAP_ANSWER),
};

/* ---- reading ---- */

bool kas_proto_decode(Arena *arena, Text written, Text *message, Error *error) {
    return base64_decode(arena, written, message) ||
           error_set(error, ERROR_INVALID, "the message is not base64");
}

enum { FIELDS_MAX = 8 };

static bool read_fields(const MessageShape *shape, Text message, Text values[FIELDS_MAX],
                        Error *error) {
    Text rest = message;
    Text content = {0};
    unsigned number = 0;
    bool has_length = false;
    Error wrong = {0};
    while (protobuf_next(&rest, &number, &content, &has_length, &wrong)) {
        for (size_t i = 0; has_length && i < shape->count; i++) {
            if (shape->fields[i].number == number) {
                values[i] = content; /* the last one is meant */
            }
        }
    }
    if (wrong.kind != ERROR_NONE) {
        *error = wrong;
    }
    return wrong.kind == ERROR_NONE;
}

bool kas_proto_read(Arena *arena, KasMessage kind, Text message, Text *json, Error *error) {
    const MessageShape *shape = &MESSAGES[kind];
    Text values[FIELDS_MAX] = {0};
    if (!read_fields(shape, message, values, error)) {
        return false;
    }
    for (size_t i = 0; i < shape->count; i++) {
        if (!text_is_utf8(values[i])) {
            return error_set(error, ERROR_INVALID, "`%s` of the message is not UTF-8",
                             shape->fields[i].name);
        }
    }
    JsonWriter *writer = json_writer_new();
    for (size_t i = 0; i < shape->count; i++) {
        if (values[i].length > 0) {
            json_add_text(writer, shape->fields[i].name, values[i]);
        }
    }
    *json = json_finish(arena, writer, false);
    json_writer_free(writer);
    return true;
}

/* ---- writing ---- */

enum { VALUE_NULL = 1, VALUE_NUMBER, VALUE_TEXT, VALUE_TRUTH, VALUE_OBJECT, VALUE_ARRAY };

static Text value_message(Arena *arena, const JsonValue *value);

/* The entries of a map, each a message of a name and a value. */
static void add_entries(Arena *arena, TextBuilder *out, unsigned number, const JsonValue *object) {
    for (size_t i = 0; object->kind == JSON_KIND_OBJECT && i < object->count; i++) {
        TextBuilder entry = text_builder_new(arena);
        protobuf_add_content(&entry, 1, object->names[i]);
        protobuf_add_content(&entry, 2, value_message(arena, &object->items[i]));
        protobuf_add_content(out, number, text_built(&entry));
    }
}

static Text list_message(Arena *arena, const JsonValue *list) {
    TextBuilder out = text_builder_new(arena);
    for (size_t i = 0; i < list->count; i++) {
        protobuf_add_content(&out, 1, value_message(arena, &list->items[i]));
    }
    return text_built(&out);
}

static Text struct_message(Arena *arena, const JsonValue *object) {
    TextBuilder out = text_builder_new(arena);
    add_entries(arena, &out, 1, object);
    return text_built(&out);
}

/* Numbers here are rows of the record; others go out as they are written. */
static void add_number(TextBuilder *out, Text written) {
    int64_t number = 0;
    if (text_parse_integer(written, &number)) {
        protobuf_add_double(out, VALUE_NUMBER, (double)number);
    } else {
        protobuf_add_content(out, VALUE_TEXT, written);
    }
}

/* google.protobuf.Value */
static Text value_message(Arena *arena, const JsonValue *value) {
    TextBuilder out = text_builder_new(arena);
    switch (value->kind) {
    case JSON_KIND_NULL:
        protobuf_add_varint(&out, VALUE_NULL, 0);
        break;
    case JSON_KIND_FALSE:
    case JSON_KIND_TRUE:
        protobuf_add_varint(&out, VALUE_TRUTH, value->kind == JSON_KIND_TRUE ? 1 : 0);
        break;
    case JSON_KIND_NUMBER:
        add_number(&out, value->text);
        break;
    case JSON_KIND_TEXT:
        protobuf_add_content(&out, VALUE_TEXT, value->text);
        break;
    case JSON_KIND_ARRAY:
        protobuf_add_content(&out, VALUE_ARRAY, list_message(arena, value));
        break;
    case JSON_KIND_OBJECT:
        protobuf_add_content(&out, VALUE_OBJECT, struct_message(arena, value));
        break;
    }
    return text_built(&out);
}

static bool add_message(Arena *arena, TextBuilder *out, const MessageShape *shape,
                        const JsonValue *object, Error *error);

static bool add_messages(Arena *arena, TextBuilder *out, const FieldShape *field,
                         const JsonValue *list, Error *error) {
    for (size_t i = 0; list->kind == JSON_KIND_ARRAY && i < list->count; i++) {
        TextBuilder inner = text_builder_new(arena);
        if (!add_message(arena, &inner, field->of, &list->items[i], error)) {
            return false;
        }
        protobuf_add_content(out, field->number, text_built(&inner));
    }
    return true;
}

static bool add_field(Arena *arena, TextBuilder *out, const FieldShape *field,
                      const JsonValue *value, Error *error) {
    Text bytes = {0};
    switch (field->kind) {
    case FIELD_TEXT:
        protobuf_add_content(out, field->number, value->text);
        return true;
    case FIELD_VALUES:
        add_entries(arena, out, field->number, value);
        return true;
    case FIELD_MESSAGES:
        return add_messages(arena, out, field, value, error);
    case FIELD_BYTES:
        if (!base64_decode(arena, value->text, &bytes)) {
            return error_set(error, ERROR_FAILED, "`%s` of the answer is not base64", field->name);
        }
        protobuf_add_content(out, field->number, bytes);
        return true;
    }
    return true;
}

static bool add_message(Arena *arena, TextBuilder *out, const MessageShape *shape,
                        const JsonValue *object, Error *error) {
    for (size_t i = 0; i < shape->count; i++) {
        const FieldShape *field = &shape->fields[i];
        const JsonValue *value = json_find(object, text_from(field->name));
        if (value != NULL && !add_field(arena, out, field, value, error)) {
            return false;
        }
    }
    return true;
}

bool kas_proto_write(Arena *arena, KasMessage kind, Text json, Text *message, Error *error) {
    JsonValue root = {0};
    size_t at = 0;
    TextBuilder out = text_builder_new(arena);
    if (!json_parse(arena, json, &root, &at, error) ||
        !add_message(arena, &out, &MESSAGES[kind], &root, error)) {
        return false;
    }
    *message = text_built(&out);
    return true;
}
