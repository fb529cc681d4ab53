/* SPDX-License-Identifier: Apache-2.0 */
#include "server/parameters.h"

#include <string.h>

#include "base/json.h"
#include "base/map.h"

enum { NAME_BYTES_MAX = 64 };

static char folded(char letter) {
    return letter == '-' ? '_' : letter;
}

static bool names_equal(const char *known, Text name) {
    const size_t length = strlen(known);
    if (length != name.length) {
        return false;
    }
    for (size_t i = 0; i < length; i++) {
        if (folded(known[i]) != folded(name.bytes[i])) {
            return false;
        }
    }
    return true;
}

static bool find_known(const RouteParameter *known, Text name, size_t *index) {
    for (size_t i = 0; known != NULL && known[i].name != NULL; i++) {
        if (names_equal(known[i].name, name)) {
            *index = i;
            return true;
        }
    }
    return false;
}

static bool refuse_name(const Parameters *parameters, Text name, Error *error) {
    Map *names = map_new(parameters->arena);
    Text nearest = {0};
    for (size_t i = 0; parameters->known != NULL && parameters->known[i].name != NULL; i++) {
        (void)map_add(names, text_from(parameters->known[i].name), i);
    }
    const Text shown = text_slice(name, 0, NAME_BYTES_MAX);
    if (map_nearest(names, name, &nearest)) {
        return error_set(error, ERROR_INVALID, "there is no `%.*s` here; did you mean `%.*s`?",
                         TEXT_ARGS(shown), TEXT_ARGS(nearest));
    }
    return error_set(error, ERROR_INVALID,
                     "there is no `%.*s` here; /openapi.json has what there is", TEXT_ARGS(shown));
}

static bool add_given(Parameters *parameters, Text name, Text value, Error *error) {
    size_t known = 0;
    if (!find_known(parameters->known, name, &known)) {
        return refuse_name(parameters, name, error);
    }
    if (!text_is_utf8(value)) {
        return error_set(error, ERROR_INVALID, "`%s` is not UTF-8", parameters->known[known].name);
    }
    ParameterGiven *given = array_add(&parameters->given);
    *given = (ParameterGiven){known, value};
    return true;
}

static bool check_required(const Parameters *parameters, Error *error) {
    for (size_t i = 0; parameters->known != NULL && parameters->known[i].name != NULL; i++) {
        const RouteParameter *known = &parameters->known[i];
        if (known->is_required && text_is_empty(parameter_text(parameters, known->name))) {
            return error_set(error, ERROR_INVALID, "`%s` is missing: %s", known->name,
                             known->meaning);
        }
    }
    return true;
}

static Parameters parameters_new(Arena *arena, const RouteParameter *known) {
    return (Parameters){arena, known, array_new(arena, sizeof(ParameterGiven))};
}

/* ---- the query ---- */

typedef struct QueryReading {
    Parameters *parameters;
    Error *error;
    bool is_good;
} QueryReading;

static void read_query_value(void *context, Text name, Text value) {
    QueryReading *reading = context;
    if (reading->is_good && !text_is_empty(value)) {
        reading->is_good = add_given(reading->parameters, name,
                                     text_copy(reading->parameters->arena, value), reading->error);
    }
}

bool parameters_of_query(Arena *arena, const HttpRequest *request, const RouteParameter *known,
                         Parameters *parameters, Error *error) {
    *parameters = parameters_new(arena, known);
    QueryReading reading = {parameters, error, true};
    http_query_each(request, read_query_value, &reading);
    return reading.is_good && check_required(parameters, error);
}

/* ---- a JSON object ---- */

static bool add_value(Parameters *parameters, Text name, const JsonValue *value, Error *error) {
    switch (value->kind) {
    case JSON_KIND_NULL:
    case JSON_KIND_FALSE:
        return add_given(parameters, name, (Text){0}, error);
    case JSON_KIND_TRUE:
        return add_given(parameters, name, TEXT("true"), error);
    case JSON_KIND_NUMBER:
    case JSON_KIND_TEXT:
        return add_given(parameters, name, value->text, error);
    case JSON_KIND_ARRAY:
    case JSON_KIND_OBJECT:
        break;
    }
    return error_set(error, ERROR_INVALID,
                     "`%.*s` has %s; it takes a text, a number, true or false",
                     TEXT_ARGS(text_slice(name, 0, NAME_BYTES_MAX)), json_kind_words(value->kind));
}

static bool add_member(Parameters *parameters, Text name, const JsonValue *value, Error *error) {
    if (value->kind != JSON_KIND_ARRAY) {
        return add_value(parameters, name, value, error);
    }
    for (size_t i = 0; i < value->count; i++) {
        if (!add_value(parameters, name, &value->items[i], error)) {
            return false;
        }
    }
    return true;
}

bool parameters_of_json(Arena *arena, const JsonValue *object, const RouteParameter *known,
                        Parameters *parameters, Error *error) {
    *parameters = parameters_new(arena, known);
    if (object->kind != JSON_KIND_OBJECT) {
        return error_set(error, ERROR_INVALID, "the body is %s; it takes an object",
                         json_kind_words(object->kind));
    }
    for (size_t i = 0; i < object->count; i++) {
        if (!add_member(parameters, object->names[i], &object->items[i], error)) {
            return false;
        }
    }
    return check_required(parameters, error);
}

bool parameters_of_body(Arena *arena, const HttpRequest *request, const RouteParameter *known,
                        Parameters *parameters, Error *error) {
    JsonValue *root = ARENA_NEW(arena, JsonValue);
    size_t at = 0;
    return json_parse(arena, request->body, root, &at, error) &&
           parameters_of_json(arena, root, known, parameters, error);
}

Text parameters_json(const Parameters *parameters) {
    JsonWriter *json = json_writer_new();
    for (size_t i = 0; parameters->known != NULL && parameters->known[i].name != NULL; i++) {
        json_begin_array(json, parameters->known[i].name);
        for (size_t j = 0; j < parameters->given.count; j++) {
            const ParameterGiven *given = array_at(&parameters->given, j);
            if (given->known == i && !text_is_empty(given->value)) {
                json_add_text(json, "", given->value);
            }
        }
        json_end(json);
    }
    const Text text = json_finish(parameters->arena, json, false);
    json_writer_free(json);
    return text;
}

/* ---- values ---- */

static const ParameterGiven *last_given(const Parameters *parameters, const char *name) {
    const ParameterGiven *found = NULL;
    for (size_t i = 0; i < parameters->given.count; i++) {
        const ParameterGiven *given = array_at(&parameters->given, i);
        if (strcmp(parameters->known[given->known].name, name) == 0) {
            found = given;
        }
    }
    return found;
}

bool parameter_is_given(const Parameters *parameters, const char *name) {
    return !text_is_empty(parameter_text(parameters, name));
}

Text parameter_text(const Parameters *parameters, const char *name) {
    const ParameterGiven *given = last_given(parameters, name);
    return given == NULL ? (Text){0} : given->value;
}

size_t parameter_values(const Parameters *parameters, const char *name, const Text **values) {
    Array all = array_new(parameters->arena, sizeof(Text));
    for (size_t i = 0; i < parameters->given.count; i++) {
        const ParameterGiven *given = array_at(&parameters->given, i);
        if (strcmp(parameters->known[given->known].name, name) == 0) {
            *(Text *)array_add(&all) = given->value;
        }
    }
    *values = ARRAY_ITEMS(Text, &all);
    return all.count;
}

static void add_pieces(Array *pieces, Text value) {
    Text rest = value;
    Text piece = {0};
    while (text_split(&rest, ',', &piece)) {
        if (!text_is_empty(text_trim(piece))) {
            *(Text *)array_add(pieces) = text_trim(piece);
        }
    }
}

size_t parameter_texts(const Parameters *parameters, const char *name, const Text **values) {
    Array pieces = array_new(parameters->arena, sizeof(Text));
    const Text *whole = NULL;
    const size_t count = parameter_values(parameters, name, &whole);
    for (size_t i = 0; i < count; i++) {
        add_pieces(&pieces, whole[i]);
    }
    *values = ARRAY_ITEMS(Text, &pieces);
    return pieces.count;
}

bool parameter_flag(const Parameters *parameters, const char *name) {
    const Text value = parameter_text(parameters, name);
    return text_equals(value, TEXT("true")) || text_equals(value, TEXT("1")) ||
           text_equals(value, TEXT("yes"));
}

bool parameter_date(const Parameters *parameters, const char *name, Date otherwise, Date *date,
                    Error *error) {
    const Text value = parameter_text(parameters, name);
    if (text_is_empty(value)) {
        *date = otherwise;
        return true;
    }
    return date_parse(value, date) ||
           error_set(error, ERROR_INVALID,
                     "`%s` is `%.*s`, which is no date; write it as 2026-11-23", name,
                     TEXT_ARGS(text_slice(value, 0, NAME_BYTES_MAX)));
}

bool parameter_number(const Parameters *parameters, const char *name, int64_t least, int64_t most,
                      int64_t otherwise, int64_t *number, Error *error) {
    const Text value = parameter_text(parameters, name);
    *number = otherwise;
    if (text_is_empty(value)) {
        return true;
    }
    if (!text_parse_integer(value, number) || *number < least || *number > most) {
        return error_set(
            error, ERROR_INVALID, "`%s` is `%.*s`; it takes a whole number from %lld to %lld", name,
            TEXT_ARGS(text_slice(value, 0, NAME_BYTES_MAX)), (long long)least, (long long)most);
    }
    return true;
}

bool parameter_decimal(const Parameters *parameters, const char *name, Decimal otherwise,
                       Decimal *number, Error *error) {
    const Text value = parameter_text(parameters, name);
    *number = otherwise;
    if (text_is_empty(value)) {
        return true;
    }
    if (!decimal_parse(value, number) || number->coefficient < 0) {
        return error_set(error, ERROR_INVALID, "`%s` is `%.*s`; it takes a number, 1250.5", name,
                         TEXT_ARGS(text_slice(value, 0, NAME_BYTES_MAX)));
    }
    return true;
}
