/* SPDX-License-Identifier: Apache-2.0 */
#include "server/law_parameters.h"
#include "server/record.h"
#include "server/server_parts.h"

/* Decisions on transfers, and what they add up to over the workspace. */

enum {
    CHECK_BYTES_MAX = 1 << 20,
    BATCH_BYTES_MAX = 4 << 20,
    BATCH_LINES_MAX = 1000,
    WEEKS_MAX = 520
};

/* ---- one transfer ---- */

static BatchDefaults defaults_today(const Call *call) {
    ServiceView *view = ARENA_NEW(call->arena, ServiceView);
    *view = principal_view(&call->principal);
    return (BatchDefaults){.has_as_of = true,
                           .as_of = server_today(),
                           .quantile = LAW_QUANTILE_DEFAULT,
                           .workspace = call->loaded->workspace,
                           .view = view,
                           .engine = call->loaded->engine};
}

static bool answer_check(Call *call) {
    const BatchDefaults defaults = defaults_today(call);
    if (!call_may_transfer(call, call->request->body)) {
        return true;
    }
    const BatchAnswer answer =
        service_batch_answer(call->arena, call->loaded->set, &defaults, call->request->body, 1);
    record_full(call, &answer);
    call_add_piece(call, answer.line, answer.is_decided);
    return call_answer(call, answer.is_decided ? 200 : 400, "application/json", (Text){0});
}

/* ---- many transfers ---- */

/* Who is held to parties is refused as a whole where one line is not about them. */
static bool may_ask_all(Call *call) {
    Text rest = call->request->body;
    Text line = {0};
    while (call->principal.is_held && text_split(&rest, '\n', &line)) {
        if (!(rest.bytes == NULL && text_is_empty(line)) && !call_may_transfer(call, line)) {
            return false;
        }
    }
    return true;
}

static bool answer_batch(Call *call) {
    const BatchDefaults defaults = defaults_today(call);
    Text rest = call->request->body;
    Text line = {0};
    if (!may_ask_all(call)) {
        return true;
    }
    for (size_t number = 1; text_split(&rest, '\n', &line); number++) {
        if (rest.bytes == NULL && text_is_empty(line)) {
            break; /* after the last newline */
        }
        if (number > BATCH_LINES_MAX) {
            return call_refuse(call, 413, "a batch has %d lines at most", (int)BATCH_LINES_MAX);
        }
        const BatchAnswer answer =
            service_batch_answer(call->arena, call->loaded->set, &defaults, line, number);
        record_full(call, &answer);
        call_add_piece(call, answer.line, answer.is_decided);
    }
    return call_answer(call, 200, "application/x-ndjson", (Text){0});
}

/* ---- over the workspace ---- */

static const RouteParameter MATRIX_PARAMETERS[] = {
    LAW_PARAMETERS,
    {"from", "text", false, "a country or a party; else where each item is made"},
    {"end_use", "text", false, "what it is for"},
    {"to", "texts", false, "countries or parties; else every country of the workspace"},
    {"all", "flag", false, "to every country of the packs' tables as well"},
    {NULL, NULL, false, NULL},
};

static bool answer_matrix(Call *call) {
    Parameters parameters;
    LawParameters law;
    Matrix matrix;
    if (!law_query(call, &parameters, &law)) {
        return false;
    }
    MatrixOptions options = {.as_of = law.as_of,
                             .known_at = law.known_at,
                             .accept_unverified = law.accept_unverified,
                             .quantile = law.quantile,
                             .from = parameter_text(&parameters, "from"),
                             .end_use = parameter_text(&parameters, "end_use"),
                             .all = parameter_flag(&parameters, "all")};
    options.destination_count = parameter_texts(&parameters, "to", &options.destinations);
    if (options.all && options.destination_count > 0) {
        return call_refuse(call, 400, "`all` and `to` cannot both say where to");
    }
    return service_matrix(call->arena, call->loaded->workspace, call->loaded->set, &options,
                          &matrix, &call->error) &&
           call_json(call, service_matrix_json(call->arena, &matrix));
}

static const RouteParameter LANE_PARAMETERS[] = {LAW_PARAMETERS, {NULL, NULL, false, NULL}};

static bool answer_lanes(Call *call) {
    Parameters parameters;
    LawParameters law;
    Text geojson = {0};
    if (!law_query(call, &parameters, &law)) {
        return false;
    }
    const LaneMapOptions options = {law.as_of, law.known_at, law.accept_unverified, law.quantile,
                                    principal_view(&call->principal)};
    return service_lane_map(call->arena, call->loaded->workspace, call->loaded->set, &options,
                            &geojson, &call->error) &&
           call_answer(call, 200, "application/geo+json", geojson);
}

static const RouteParameter CHANGE_PARAMETERS[] = {
    LAW_PARAMETERS,
    {"weeks", "number", false, "how far ahead; the workspace's horizon where it is not given"},
    {NULL, NULL, false, NULL},
};

static bool answer_changes(Call *call) {
    Parameters parameters;
    LawParameters law;
    int64_t weeks = 0;
    Text json = {0};
    if (!law_query(call, &parameters, &law) ||
        !parameter_number(&parameters, "weeks", 1, WEEKS_MAX, 0, &weeks, &call->error)) {
        return false;
    }
    const LawChangeOptions options = {law.as_of, law.known_at, (size_t)weeks, law.accept_unverified,
                                      law.quantile};
    return service_law_changes(call->arena, call->loaded->workspace, call->loaded->set, &options,
                               &json, &call->error) &&
           call_json(call, json);
}

static const Route ROUTES[] = {
    {"POST", "/v1/check", ROLE_ANALYST, SCOPE_OWN, false, CHECK_BYTES_MAX, answer_check,
     "Decide one transfer, with the whole explanation", NULL, "TransferRequest", "Decision"},
    {"POST", "/v1/batch", ROLE_ANALYST, SCOPE_OWN, false, BATCH_BYTES_MAX, answer_batch,
     "Decide many transfers, a line each, up to 1,000", NULL, "TransferRequests", "Decisions"},
    {"GET", "/v1/matrix", ROLE_READER, SCOPE_ALLIANCE, false, 0, answer_matrix,
     "Every item to every destination", MATRIX_PARAMETERS, NULL, "Matrix"},
    {"GET", "/v1/lanes", ROLE_READER, SCOPE_OWN, false, 0, answer_lanes,
     "Sites and lanes with what law says of each, for a map", LANE_PARAMETERS, NULL, "LaneMap"},
    {"GET", "/v1/changes", ROLE_READER, SCOPE_ALLIANCE, false, 0, answer_changes,
     "What changes in law inside the horizon", CHANGE_PARAMETERS, NULL, "LawChanges"},
};

const RouteList ROUTES_DECIDE = {ROUTES, sizeof ROUTES / sizeof ROUTES[0]};
