/* SPDX-License-Identifier: Apache-2.0 */
#include "server/openapi.h"
#include "server/parameters.h"
#include "server/server_parts.h"

/* What the server is and what it holds. */

static bool answer_health(Call *call) {
    return call_json(call, TEXT("{\"status\": \"ok\"}\n"));
}

static bool answer_workspace(Call *call) {
    const ServiceView view = principal_view(&call->principal);
    return call_json(call, service_workspace_json(call->arena, call->loaded->workspace,
                                                  call->loaded->set, &view, server_today()));
}

static bool answer_vocabulary(Call *call) {
    return call_json(call,
                     service_vocabulary_json(call->arena, call->loaded->set, call->loaded->engine));
}

static bool answer_packs(Call *call) {
    return call_json(call, service_packs_json(call->arena, call->loaded->set));
}

static bool answer_pack(Call *call) {
    Text json = {0};
    return service_pack_json(call->arena, call->loaded->set, call->name, &json)
               ? call_json(call, json)
               : call_refuse(call, 404, "there is no pack `%.*s`; /v1/packs has those there are",
                             TEXT_ARGS(call->name));
}

static bool answer_reload(Call *call) {
    ProblemList problems = problem_list_new(call->arena);
    Error error = {0};
    if (!state_reload(server_state(call->server), &problems, &error)) {
        return problem_count(&problems) > 0
                   ? call_refuse(call, 409, "%.*s",
                                 TEXT_ARGS(text_trim(problem_format(call->arena, &problems, 1))))
                   : call_fail(call, &error);
    }
    return call_json(call, TEXT("{\"status\": \"reloaded\"}\n"));
}

static bool answer_openapi(Call *call) {
    return call_json(call, openapi_document(call->arena));
}

static bool answer_metrics(Call *call) {
    return call_answer(call, 200, "text/plain; version=0.0.4; charset=utf-8",
                       server_metrics(call->arena, call->server));
}

static const Route ROUTES[] = {
    {"GET", "/health", ROLE_OPEN, SCOPE_NOTHING, true, 0, answer_health,
     "Whether the server answers", NULL, NULL, "Health"},
    {"GET", "/openapi.json", ROLE_OPEN, SCOPE_NOTHING, false, 0, answer_openapi, "This document",
     NULL, NULL, "OpenApi"},
    {"GET", "/metrics", ROLE_READER, SCOPE_NOTHING, true, 0, answer_metrics,
     "Counts, as Prometheus reads them", NULL, NULL, "Metrics"},
    {"GET", "/v1/workspace", ROLE_READER, SCOPE_OWN, false, 0, answer_workspace,
     "The workspace's tables, as menus and maps need them", NULL, NULL, "Workspace"},
    {"GET", "/v1/vocabulary", ROLE_READER, SCOPE_NOTHING, false, 0, answer_vocabulary,
     "The facts of a transfer that the packs read", NULL, NULL, "Vocabulary"},
    {"GET", "/v1/packs", ROLE_READER, SCOPE_NOTHING, false, 0, answer_packs,
     "The packs of law in force", NULL, NULL, "Packs"},
    {"GET", "/v1/packs/{name}", ROLE_READER, SCOPE_NOTHING, false, 0, answer_pack,
     "One pack with its rules, each with its citation and when it is in force", NULL, NULL, "Pack"},
    {"POST", "/v1/reload", ROLE_ADMINISTRATOR, SCOPE_NOTHING, false, 0, answer_reload,
     "Read the workspace and the packs anew; what was there stays where they cannot be used", NULL,
     NULL, "Reloaded"},
};

const RouteList ROUTES_ABOUT = {ROUTES, sizeof ROUTES / sizeof ROUTES[0]};
