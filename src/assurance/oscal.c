/* SPDX-License-Identifier: Apache-2.0 */
#include "assurance/oscal.h"

#include "assurance/oscal_check.h"

Text oscal_text(const JsonValue *object, const char *name) {
    const JsonValue *value = json_find(object, text_from(name));
    return value != NULL && value->kind == JSON_KIND_TEXT ? value->text : (Text){0};
}

size_t oscal_list(const JsonValue *object, const char *name, const JsonValue **items) {
    const JsonValue *value = json_find(object, text_from(name));
    const bool is_list = value != NULL && value->kind == JSON_KIND_ARRAY;
    *items = is_list ? value->items : NULL;
    return is_list ? value->count : 0;
}

/* The line of a byte, from 1. */
static size_t line_of(Text content, size_t at) {
    size_t line = 1;
    for (size_t i = 0; i < at && i < content.length; i++) {
        line += content.bytes[i] == '\n';
    }
    return line;
}

static bool find_root(const OscalModel *model, const JsonValue *value, OscalDocument *document,
                      Error *error) {
    for (size_t i = 0; value->kind == JSON_KIND_OBJECT && i < value->count; i++) {
        if (oscal_root(model, value->names[i]) != NULL && document->root == NULL) {
            document->kind = value->names[i];
            document->root = &value->items[i];
        } else if (!text_equals(value->names[i], TEXT("$schema"))) {
            return error_set(error, ERROR_INVALID, "`%.*s`: /%.*s: found a member, expected %s",
                             TEXT_ARGS(document->file), TEXT_ARGS(value->names[i]),
                             document->root != NULL
                                 ? "one document alone"
                                 : "a document of OSCAL, as `catalog` or `assessment-results`");
        }
    }
    return document->root != NULL ||
           error_set(
               error, ERROR_INVALID,
               "`%.*s`: /: found %s, expected an object with a document of OSCAL, as `catalog`",
               TEXT_ARGS(document->file), json_kind_words(value->kind));
}

static bool read_json(Arena *arena, Text content, const OscalModel **model, OscalDocument *document,
                      Error *error) {
    JsonValue *value = ARENA_NEW(arena, JsonValue);
    Error cause = {0};
    size_t at = 0;
    if (!json_parse(arena, content, value, &at, &cause)) {
        return error_set(error, ERROR_INVALID, "`%.*s`, line %zu: %s", TEXT_ARGS(document->file),
                         line_of(content, at), cause.message);
    }
    *model = oscal_model_new(arena);
    return find_root(*model, value, document, error);
}

static bool read_xml(Arena *arena, Text content, const OscalModel **model, OscalDocument *document,
                     Error *error) {
    JsonValue *root = ARENA_NEW(arena, JsonValue);
    if (!oscal_xml_read(arena, document->file, content, model, &document->kind, root, error)) {
        return false;
    }
    document->root = root;
    return true;
}

static Text without_mark(Text content) {
    return text_starts_with(content, TEXT("\xEF\xBB\xBF")) ? text_slice(content, 3, content.length)
                                                           : content;
}

/* JSON is UTF-8; XML may also be UTF-16, which its mark tells. */
static bool is_xml(Text content) {
    return text_starts_with(text_trim(content), TEXT("<")) ||
           text_starts_with(content, TEXT("\xFF\xFE")) ||
           text_starts_with(content, TEXT("\xFE\xFF"));
}

bool oscal_read(Arena *arena, Text file, Text content, OscalDocument *document, Error *error) {
    const OscalModel *model = NULL;
    content = without_mark(content);
    *document = (OscalDocument){.file = file, .is_xml = is_xml(content)};
    const bool is_read = document->is_xml ? read_xml(arena, content, &model, document, error)
                                          : read_json(arena, content, &model, document, error);
    return is_read &&
           oscal_check(model, oscal_root(model, document->kind), file, document->root, error);
}
