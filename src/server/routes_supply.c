/* SPDX-License-Identifier: Apache-2.0 */
#include "server/law_parameters.h"
#include "server/server_parts.h"

/* Suppliers and programmes, names and assessments. */

enum { BODY_BYTES_MAX = 64 << 10, ANSWERS_BYTES_MAX = 4 << 20 };

/* ---- exportability ---- */

static const RouteParameter EXPORTABILITY_PARAMETERS[] = {
    LAW_PARAMETERS,
    {"item", "text", true, "an item's id"},
    {"from", "text", false, "a country or a party; else where it is made first"},
    {"end_use", "text", false, "what it is for"},
    {"to", "texts", false, "countries or parties; else every country of the workspace"},
    {NULL, NULL, false, NULL},
};

static bool answer_exportability(Call *call) {
    Parameters parameters;
    LawParameters law;
    Exportability about;
    if (!law_query(call, &parameters, &law)) {
        return false;
    }
    ExportabilityOptions options = {.as_of = law.as_of,
                                    .known_at = law.known_at,
                                    .accept_unverified = law.accept_unverified,
                                    .quantile = law.quantile,
                                    .from = parameter_text(&parameters, "from"),
                                    .end_use = parameter_text(&parameters, "end_use")};
    options.destination_count = parameter_texts(&parameters, "to", &options.destinations);
    return service_exportability(call->arena, call->loaded->workspace, call->loaded->set,
                                 parameter_text(&parameters, "item"), &options, &about,
                                 &call->error) &&
           call_json(call, service_exportability_json(call->arena, &about));
}

/* ---- programmes ---- */

static const RouteParameter PROGRAMME_PARAMETERS[] = {
    LAW_PARAMETERS,
    {"name", "text", false, "one programme's id; else all"},
    {NULL, NULL, false, NULL},
};

static bool answer_programmes(Call *call) {
    Parameters parameters;
    LawParameters law;
    ProgrammeAnswer answer;
    if (!law_query(call, &parameters, &law)) {
        return false;
    }
    const ProgrammeQuery query = {.name = parameter_text(&parameters, "name"),
                                  .as_of = law.as_of,
                                  .known_at = law.known_at,
                                  .accept_unverified = law.accept_unverified,
                                  .quantile = law.quantile};
    return service_programme(call->arena, call->loaded->workspace, call->loaded->set, &query,
                             &answer, &call->error) &&
           call_json(call, service_programme_json(call->arena, &answer));
}

/* ---- source ---- */

static const RouteParameter SOURCE_PARAMETERS[] = {
    LAW_PARAMETERS,
    {"item", "text", true, "an item's id"},
    {"to", "text", true, "a site's id"},
    {"by", "date", true, "the last day on which it may arrive"},
    {"quantity", "number", false, "how much beside the plan; else what the plan leaves owed"},
    {"end_use", "text", false, "of all transfers on the way"},
    {NULL, NULL, false, NULL},
};

static bool answer_source(Call *call) {
    Parameters parameters;
    LawParameters law;
    SourceAnswer answer;
    Decimal quantity;
    if (!law_body(call, &parameters, &law)) {
        return false;
    }
    SourceQuery query = {.item = parameter_text(&parameters, "item"),
                         .site = parameter_text(&parameters, "to"),
                         .as_of = law.as_of,
                         .known_at = law.known_at,
                         .end_use = parameter_text(&parameters, "end_use"),
                         .accept_unverified = law.accept_unverified,
                         .quantile = law.quantile};
    if (!parameter_date(&parameters, "by", law.as_of, &query.by, &call->error) ||
        !parameter_decimal(&parameters, "quantity", (Decimal){0}, &quantity, &call->error)) {
        return false;
    }
    query.quantity = decimal_to_double(quantity);
    return service_source(call->arena, call->loaded->workspace, call->loaded->set, &query, &answer,
                          &call->error) &&
           call_json(call, service_source_json(call->arena, &answer));
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
    if (call->loaded->list_count == 0) {
        return call_refuse(call, 409, "no lists are loaded; start the server with `--list FILE`");
    }
    if (!parameters_of_body(call->arena, call->request, call->route->parameters, &parameters,
                            &call->error) ||
        !read_screening(&parameters, &query, &call->error)) {
        return false;
    }
    state_screen(call->arena, call->loaded, &query, &result);
    return call_json(call, service_screen_json(call->arena, call->loaded->lists,
                                               call->loaded->list_count, &query, &result));
}

/* ---- assess ---- */

static const RouteParameter ASSESS_PARAMETERS[] = {
    {"catalogue", "text", true, "its folder's name, cmmc-l2"},
    {"answers", "text", true, "a table with columns requirement and status, as CSV"},
    {"subject", "text", false, "whose answers they are"},
    {"as_of", "date", false, "the day of the assessment; today where it is not given"},
    {NULL, NULL, false, NULL},
};

static const Catalogue *find_catalogue(Call *call, Text name) {
    for (size_t i = 0; i < call->loaded->catalogue_count; i++) {
        if (text_equals(call->loaded->catalogue_names[i], name)) {
            return call->loaded->catalogues[i];
        }
    }
    (void)error_set(&call->error, ERROR_MISSING,
                    "there is no catalogue `%.*s`; the server is started with `--catalogues DIR`",
                    TEXT_ARGS(text_slice(name, 0, 64)));
    return NULL;
}

static bool answer_assess(Call *call) {
    Parameters parameters;
    AssessmentReport report = {0};
    ProblemList problems = problem_list_new(call->arena);
    if (!parameters_of_body(call->arena, call->request, call->route->parameters, &parameters,
                            &call->error) ||
        !parameter_date(&parameters, "as_of", server_today(), &report.as_of, &call->error)) {
        return false;
    }
    report.subject = parameter_text(&parameters, "subject");
    report.catalogue = find_catalogue(call, parameter_text(&parameters, "catalogue"));
    if (report.catalogue == NULL) {
        return false;
    }
    if (!answers_read(call->arena, report.catalogue, TEXT("answers"),
                      parameter_text(&parameters, "answers"), &report.answers, &problems)) {
        return call_refuse(call, 400, "%.*s",
                           TEXT_ARGS(text_trim(problem_format(call->arena, &problems, 1))));
    }
    report.assessed = report.as_of;
    service_assess(call->arena, &report, TEXT(""));
    return call_json(call, service_assess_json(call->arena, &report));
}

static const Route ROUTES[] = {
    {"GET", "/v1/exportability", ROLE_READER, SCOPE_ALLIANCE, false, 0, answer_exportability,
     "Which components keep an item from its partners", EXPORTABILITY_PARAMETERS, NULL,
     "Exportability"},
    {"GET", "/v1/programmes", ROLE_READER, SCOPE_ALLIANCE, false, 0, answer_programmes,
     "Each joint programme: parties, transfers, critical authorisation, return",
     PROGRAMME_PARAMETERS, NULL, "Programmes"},
    {"POST", "/v1/source", ROLE_ANALYST, SCOPE_ALLIANCE, false, BODY_BYTES_MAX, answer_source,
     "Who can supply an item to a site by a day, lawfully, and what would let others",
     SOURCE_PARAMETERS, NULL, "Source"},
    {"POST", "/v1/screen", ROLE_OFFICER, SCOPE_NOTHING, false, BODY_BYTES_MAX, answer_screen,
     "A name against lists of restricted parties", SCREEN_PARAMETERS, NULL, "Screening"},
    {"POST", "/v1/assess", ROLE_ANALYST, SCOPE_NOTHING, false, ANSWERS_BYTES_MAX, answer_assess,
     "How a supplier's answers stand against a catalogue", ASSESS_PARAMETERS, NULL, "Assessment"},
};

const RouteList ROUTES_SUPPLY = {ROUTES, sizeof ROUTES / sizeof ROUTES[0]};
