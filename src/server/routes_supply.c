/* SPDX-License-Identifier: Apache-2.0 */
#include "server/law_parameters.h"
#include "server/server_parts.h"

/* Suppliers and programmes. */

enum { BODY_BYTES_MAX = 64 << 10 };

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
};

const RouteList ROUTES_SUPPLY = {ROUTES, sizeof ROUTES / sizeof ROUTES[0]};
