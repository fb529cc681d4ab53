/* SPDX-License-Identifier: Apache-2.0 */
#include "server/parameters.h"
#include "server/record.h"
#include "server/server_parts.h"

/* Names against lists of restricted parties, and the lists themselves. */

enum { BODY_BYTES_MAX = 64 << 10 };

static bool has_lists(Call *call) {
    return call->loaded->list_count > 0 ||
           (call_refuse(call, 409,
                        "no lists are loaded; start the server with `--list FILE` or "
                        "`--lists FOLDER`") &&
            false);
}

/* ---- screen ---- */

static const RouteParameter SCREEN_PARAMETERS[] = {
    {"name", "text", true, "the name to look for"},
    {"country", "text", false, "two capital letters: evidence, never a filter"},
    {"kind", "text", false, "organisation, person, vessel or aircraft: evidence as well"},
    {"ids", "texts", false, "identifiers as TYPE=VALUE"},
    {"threshold", "number", false, "the least score, above 0 and up to 1 (0.85)"},
    {NULL, NULL, false, NULL},
};

static bool read_threshold(const Parameters *parameters, int *threshold, Error *error) {
    Decimal value;
    Decimal scaled;
    const Decimal otherwise = {.coefficient = SCREENING_THRESHOLD_DEFAULT, .scale = 4};
    if (!parameter_decimal(parameters, "threshold", otherwise, &value, error)) {
        return false;
    }
    if (!decimal_multiply(value, decimal_from_integer(SCREENING_ONE), &scaled) ||
        decimal_compare(value, decimal_from_integer(1)) > 0 ||
        decimal_compare(scaled, decimal_from_integer(1)) < 0) {
        return error_set(error, ERROR_INVALID,
                         "`threshold` takes a number above 0 and up to 1, such as 0.85");
    }
    *threshold = (int)(decimal_to_double(scaled) + 0.5);
    return true;
}

static bool read_identifiers(const Parameters *parameters, ScreeningQuery *query, Error *error) {
    const Text *words = NULL;
    const size_t count = parameter_texts(parameters, "ids", &words);
    ListedIdentifier *identifiers = ARENA_MANY(parameters->arena, ListedIdentifier, count);
    for (size_t i = 0; i < count; i++) {
        Text rest = words[i];
        (void)text_split(&rest, '=', &identifiers[i].type);
        if (rest.bytes == NULL || text_is_empty(text_trim(rest))) {
            return error_set(error, ERROR_INVALID, "`ids` has `%.*s`; write it as TYPE=VALUE",
                             TEXT_ARGS(text_slice(words[i], 0, 64)));
        }
        identifiers[i].value = text_trim(rest);
    }
    query->identifiers = identifiers;
    query->identifier_count = count;
    return true;
}

static bool read_screening(const Parameters *parameters, ScreeningQuery *query, Error *error) {
    const Text kind = parameter_text(parameters, "kind");
    query->name = parameter_text(parameters, "name");
    query->country = parameter_text(parameters, "country");
    if (!text_is_empty(kind) && !listed_kind_parse(kind, &query->kind)) {
        return error_set(error, ERROR_INVALID,
                         "`kind` is `%.*s`; it takes organisation, person, vessel or aircraft",
                         TEXT_ARGS(text_slice(kind, 0, 64)));
    }
    return read_threshold(parameters, &query->threshold, error) &&
           read_identifiers(parameters, query, error);
}

static bool answer_screen(Call *call) {
    Parameters parameters;
    ScreeningQuery query = {0};
    ScreeningResult result;
    if (!has_lists(call)) {
        return true;
    }
    if (!parameters_of_body(call->arena, call->request, call->route->parameters, &parameters,
                            &call->error) ||
        !read_screening(&parameters, &query, &call->error)) {
        return false;
    }
    const Loaded *loaded = call->loaded;
    state_screen(call->arena, loaded, &query, &result);
    const Text json =
        service_screen_json(call->arena, loaded->lists, loaded->list_count, &query, &result);
    record_done(call, TEXT("screening"),
                service_screen_inputs(call->arena, loaded->lists, loaded->list_count, &query,
                                      result.hit_count),
                json);
    call_add_piece(call, json, true);
    return call_json(call, (Text){0});
}

/* ---- the lists ---- */

static const RouteParameter LISTS_PARAMETERS[] = {
    {"at", "date", false, "the day ages are counted to; today where it is not given"},
    {NULL, NULL, false, NULL},
};

static bool answer_lists(Call *call) {
    const ServerOptions *options = server_options(call->server);
    const ListStatus *lists = NULL;
    size_t count = 0;
    Parameters parameters;
    Date at = 0;
    if (!parameters_of_query(call->arena, call->request, LISTS_PARAMETERS, &parameters,
                             &call->error) ||
        !parameter_date(&parameters, "at", server_today(), &at, &call->error)) {
        return false;
    }
    if (text_is_empty(options->sources.list_folder)) {
        return call_refuse(call, 409,
                           "no folder keeps lists; start the server with `--lists FOLDER`");
    }
    return service_list_status(call->arena, options->sources.list_folder, at, &lists, &count,
                               &call->error) &&
           call_json(call, service_list_status_json(call->arena, lists, count));
}

static const Route ROUTES[] = {
    {"POST", "/v1/screen", ROLE_OFFICER, SCOPE_NOTHING, false, BODY_BYTES_MAX, answer_screen,
     "A name against lists of restricted parties", SCREEN_PARAMETERS, NULL, "Screening"},
    {"GET", "/v1/lists", ROLE_READER, SCOPE_NOTHING, false, 0, answer_lists,
     "The kept lists: releases, digests, ages, and whether they are whole", LISTS_PARAMETERS, NULL,
     "Lists"},
};

const RouteList ROUTES_SCREEN = {ROUTES, sizeof ROUTES / sizeof ROUTES[0]};
