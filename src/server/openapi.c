/* SPDX-License-Identifier: Apache-2.0 */
#include "server/openapi.h"

#include <string.h>

#include "base/json.h"
#include "server/job_kinds.h"
#include "server/schemas.h"

/* The OpenAPI 3.1 document, all of it from the tables of routes and schemas. */

/* ---- schemas ---- */

static const struct {
    const char *name; /* of a parameter's type */
    const char *type;
    const char *format;
} TYPES[] = {
    {"date", "string", "date"}, {"number", "number", NULL}, {"text", "string", NULL},
    {"flag", "boolean", NULL},  {"texts", "array", NULL},
};

static void add_type(JsonWriter *json, const RouteParameter *parameter) {
    for (size_t i = 0; i < sizeof TYPES / sizeof TYPES[0]; i++) {
        if (strcmp(TYPES[i].name, parameter->type) != 0) {
            continue;
        }
        json_add_text(json, "type", text_from(TYPES[i].type));
        if (TYPES[i].format != NULL) {
            json_add_text(json, "format", text_from(TYPES[i].format));
        }
        if (strcmp(TYPES[i].type, "array") == 0) {
            json_begin_object(json, "items");
            json_add_text(json, "type", TEXT("string"));
            json_end(json);
        }
    }
}

static void add_reference(Arena *arena, JsonWriter *json, const char *member, const char *schema) {
    json_begin_object(json, member);
    json_add_text(json, "$ref", text_format(arena, "#/components/schemas/%s", schema));
    json_end(json);
}

/* An object whose members are the parameters. */
static void add_members(JsonWriter *json, const char *name, const RouteParameter *parameters) {
    json_begin_object(json, name);
    json_add_text(json, "type", TEXT("object"));
    json_add_boolean(json, "additionalProperties", false);
    json_begin_object(json, "properties");
    for (size_t i = 0; parameters[i].name != NULL; i++) {
        json_begin_object(json, parameters[i].name);
        json_add_text(json, "description", text_from(parameters[i].meaning));
        add_type(json, &parameters[i]);
        json_end(json);
    }
    json_end(json);
    json_begin_array(json, "required");
    for (size_t i = 0; parameters[i].name != NULL; i++) {
        if (parameters[i].is_required) {
            json_add_text(json, "", text_from(parameters[i].name));
        }
    }
    json_end(json);
    json_end(json);
}

/* ---- operations ---- */

/* Parameters stand in the query where there is no body, or it is something else. */
static bool takes_query(const Route *route) {
    return strcmp(route->method, "GET") == 0 || route->body_type != NULL;
}

static void add_path_parameter(JsonWriter *json, const char *path) {
    const char *open = strchr(path, '{');
    if (open == NULL) {
        return;
    }
    json_begin_object(json, "");
    json_add_text(json, "name", (Text){open + 1, (size_t)(strchr(open, '}') - open) - 1});
    json_add_text(json, "in", TEXT("path"));
    json_add_boolean(json, "required", true);
    json_begin_object(json, "schema");
    json_add_text(json, "type", TEXT("string"));
    json_end(json);
    json_end(json);
}

static void add_parameters(JsonWriter *json, const Route *route) {
    json_begin_array(json, "parameters");
    add_path_parameter(json, route->path);
    for (size_t i = 0;
         takes_query(route) && route->parameters != NULL && route->parameters[i].name != NULL;
         i++) {
        json_begin_object(json, "");
        json_add_text(json, "name", text_from(route->parameters[i].name));
        json_add_text(json, "in", TEXT("query"));
        json_add_boolean(json, "required", route->parameters[i].is_required);
        json_add_text(json, "description", text_from(route->parameters[i].meaning));
        json_begin_object(json, "schema");
        add_type(json, &route->parameters[i]);
        json_end(json);
        json_end(json);
    }
    json_end(json);
}

static void add_body(Arena *arena, JsonWriter *json, const Route *route) {
    if (route->body_type == NULL && (takes_query(route) || route->parameters == NULL)) {
        return;
    }
    const Schema *schema = schema_find(route->body_type == NULL ? "" : route->body_type);
    json_begin_object(json, "requestBody");
    json_add_text(json, "description", text_format(arena, "At most %zu bytes.", route->body_max));
    json_begin_object(json, "content");
    json_begin_object(json, schema == NULL ? "application/json" : schema->media);
    if (route->body_type != NULL) {
        add_reference(arena, json, "schema", route->body_type);
    } else {
        add_members(json, "schema", route->parameters);
    }
    json_end(json);
    json_end(json);
    json_end(json);
}

static void add_good_response(Arena *arena, JsonWriter *json, const Route *route) {
    const Schema *schema = schema_find(route->answer_type);
    const bool is_accepted = strcmp(route->answer_type, "Job") == 0 && route->body_type != NULL;
    json_begin_object(json, is_accepted ? "202" : "200");
    json_add_text(json, "description", text_from(schema->meaning));
    json_begin_object(json, "content");
    json_begin_object(json, schema->media);
    add_reference(arena, json, "schema", route->answer_type);
    json_end(json);
    json_end(json);
    json_end(json);
}

static void add_responses(Arena *arena, JsonWriter *json, const Route *route) {
    static const char *const CLOSED[] = {"400", "401", "403", "404", "409", "413", "429", "503"};
    json_begin_object(json, "responses");
    add_good_response(arena, json, route);
    for (size_t i = 0; route->role != ROLE_OPEN && i < sizeof CLOSED / sizeof CLOSED[0]; i++) {
        json_begin_object(json, CLOSED[i]);
        json_add_text(json, "$ref", TEXT("#/components/responses/Refusal"));
        json_end(json);
    }
    json_end(json);
}

static void add_security(JsonWriter *json, const Route *route) {
    static const char *const SCHEMES[] = {"bearer", "certificate"};
    json_begin_array(json, "security");
    for (size_t i = 0; route->role != ROLE_OPEN && i < sizeof SCHEMES / sizeof SCHEMES[0]; i++) {
        json_begin_object(json, "");
        json_begin_array(json, SCHEMES[i]);
        json_end(json);
        json_end(json);
    }
    json_end(json);
}

/* "get-v1-packs-name" */
static Text operation_name(Arena *arena, const Route *route) {
    TextBuilder name = text_builder_new(arena);
    text_add(&name, text_lowercase(arena, text_from(route->method)));
    for (const char *at = route->path; *at != '\0'; at++) {
        const bool is_plain =
            (*at >= 'a' && *at <= 'z') || (*at >= '0' && *at <= '9') || (*at >= 'A' && *at <= 'Z');
        const bool was_dash = name.bytes[name.length - 1] == '-';
        if (is_plain) {
            text_add_character(&name, *at);
        } else if (!was_dash && at[1] != '\0') {
            text_add_character(&name, '-');
        }
    }
    return text_built(&name);
}

static void add_operation(Arena *arena, JsonWriter *json, const Route *route) {
    static const char *const SCOPES[] = {
        [SCOPE_NOTHING] = "It shows no data of any party.",
        [SCOPE_OWN] = "Who is held to some parties sees, and asks about, those alone.",
        [SCOPE_ALLIANCE] = "Not for who is held to some parties.",
    };
    json_begin_object(json,
                      text_terminated(arena, text_lowercase(arena, text_from(route->method))));
    json_add_text(json, "operationId", operation_name(arena, route));
    json_add_text(json, "summary", text_from(route->summary));
    json_add_text(json, "description",
                  text_format(arena, "Role: %.*s. %s", TEXT_ARGS(role_word(route->role)),
                              SCOPES[route->scope]));
    json_add_text(json, "x-entente-role", role_word(route->role));
    add_security(json, route);
    add_parameters(json, route);
    add_body(arena, json, route);
    add_responses(arena, json, route);
    json_end(json);
}

/* All routes of one path stand together; each path is told at its first route. */
static bool is_first_of_path(const RouteList *list, size_t index) {
    for (size_t i = 0; i < index; i++) {
        if (strcmp(list->routes[i].path, list->routes[index].path) == 0) {
            return false;
        }
    }
    return true;
}

static void add_path(Arena *arena, JsonWriter *json, const RouteList *list, size_t first) {
    json_begin_object(json, list->routes[first].path);
    for (size_t i = first; i < list->count; i++) {
        if (strcmp(list->routes[i].path, list->routes[first].path) == 0) {
            add_operation(arena, json, &list->routes[i]);
        }
    }
    json_end(json);
}

static void add_paths(Arena *arena, JsonWriter *json) {
    const RouteList *const *lists = NULL;
    const size_t count = route_lists(&lists);
    json_begin_object(json, "paths");
    for (size_t i = 0; i < count; i++) {
        for (size_t j = 0; j < lists[i]->count; j++) {
            if (is_first_of_path(lists[i], j)) {
                add_path(arena, json, lists[i], j);
            }
        }
    }
    json_end(json);
}

/* ---- the rest ---- */

static void add_refusal(Arena *arena, JsonWriter *json) {
    json_begin_object(json, "responses");
    json_begin_object(json, "Refusal");
    json_add_text(json, "description", TEXT("What is wrong, in one line."));
    json_begin_object(json, "content");
    json_begin_object(json, "application/json");
    add_reference(arena, json, "schema", "Refusal");
    json_end(json);
    json_end(json);
    json_end(json);
    json_end(json);
}

static void add_schemes(JsonWriter *json) {
    json_begin_object(json, "securitySchemes");
    json_begin_object(json, "bearer");
    json_add_text(json, "type", TEXT("http"));
    json_add_text(json, "scheme", TEXT("bearer"));
    json_add_text(json, "description",
                  TEXT("A token of the issuer (OpenID Connect), or this machine's own."));
    json_end(json);
    json_begin_object(json, "certificate");
    json_add_text(json, "type", TEXT("mutualTLS"));
    json_end(json);
    json_end(json);
}

static void add_components(Arena *arena, JsonWriter *json) {
    const JobKind *kinds = NULL;
    const size_t kind_count = job_kinds(&kinds);
    json_begin_object(json, "components");
    json_begin_object(json, "schemas");
    for (size_t i = 0; i < schema_count(); i++) {
        schema_add(json, schema_at(i));
    }
    for (size_t i = 0; i < kind_count; i++) {
        add_members(json, text_format(arena, "options-%s", kinds[i].name).bytes, kinds[i].options);
    }
    json_end(json);
    add_refusal(arena, json);
    add_schemes(json);
    json_end(json);
}

Text openapi_document(Arena *arena) {
    JsonWriter *json = json_writer_new();
    json_add_text(json, "openapi", TEXT("3.1.0"));
    json_begin_object(json, "info");
    json_add_text(json, "title", TEXT("Entente"));
    json_add_text(json, "version", TEXT("1"));
    json_add_text(json, "description", service_disclaimer());
    json_begin_object(json, "license");
    json_add_text(json, "name", TEXT("Apache-2.0"));
    json_add_text(json, "identifier", TEXT("Apache-2.0"));
    json_end(json);
    json_end(json);
    json_begin_array(json, "servers");
    json_begin_object(json, "");
    json_add_text(json, "url", TEXT("/"));
    json_end(json);
    json_end(json);
    add_paths(arena, json);
    add_components(arena, json);
    const Text text = json_finish(arena, json, true);
    json_writer_free(json);
    return text;
}
