/* SPDX-License-Identifier: Apache-2.0 */
#include "server/record.h"

#include "base/digest.h"
#include "base/json_read.h"
#include "server/server_parts.h"

/* One of the view's parties: its id, or "CC:party". */
static bool is_of_view(const Call *call, const ServiceView *view, const JsonValue *end) {
    const Workspace *workspace = call->loaded->workspace;
    size_t party = 0;
    size_t colon = 0;
    if (end == NULL || end->kind != JSON_KIND_TEXT) {
        return false;
    }
    const Text id = text_find(end->text, TEXT(":"), &colon)
                        ? text_slice(end->text, colon + 1, end->text.length)
                        : end->text;
    return workspace_find_party(workspace, id, &party) &&
           service_view_shows(view, workspace, party);
}

/* What the request names of the workspace: its data go into the answer. */
static bool is_item_shown(const Call *call, const ServiceView *view, const JsonValue *id) {
    size_t item = 0;
    return id == NULL || id->kind != JSON_KIND_TEXT ||
           !workspace_find_item(call->loaded->workspace, id->text, &item) ||
           service_view_shows_item(view, call->loaded->workspace, item);
}

bool call_may_transfer(Call *call, Text request) {
    const ServiceView view = principal_view(&call->principal);
    JsonValue root = {0};
    size_t at = 0;
    Error ignored = {0};
    if (!view.is_held) {
        return true;
    }
    const bool is_read = json_parse(call->arena, request, &root, &at, &ignored);
    if (is_read && is_item_shown(call, &view, json_find(&root, TEXT("item_id"))) &&
        (is_of_view(call, &view, json_find(&root, TEXT("from"))) ||
         is_of_view(call, &view, json_find(&root, TEXT("to"))))) {
        return true;
    }
    (void)call_refuse(call, 403, "your token is held to parties that this is not about");
    return false;
}

void record_short(Call *call, const ShortAnswer *answer) {
    if (!answer->is_usable) {
        return;
    }
    *(AuditEntry *)array_add(&call->entries) = (AuditEntry){
        .at_ms = server_now_ms(),
        .who = call->principal.name,
        .kind = TEXT("decision"),
        .inputs = answer->inputs,
        .law = call->loaded->law,
        .result = digest_bytes(call->arena, answer->json),
    };
}

void record_full(Call *call, const BatchAnswer *answer) {
    const ServiceMoment moment = {server_now_ms(), call->principal.name};
    if (answer->is_decided) {
        *(AuditEntry *)array_add(&call->entries) =
            service_decision_entry(call->arena, answer, call->loaded->law, &moment);
    }
}

void record_done(Call *call, Text kind, Text inputs, Text output) {
    const ScreenRecord record = {.at_ms = server_now_ms(),
                                 .who = call->principal.name,
                                 .kind = kind,
                                 .inputs = inputs,
                                 .output = output};
    *(AuditEntry *)array_add(&call->entries) = service_screen_entry(call->arena, &record);
}
