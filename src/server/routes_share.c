/* SPDX-License-Identifier: Apache-2.0 */
#include "base/json.h"
#include "server/key_server.h"
#include "server/parameters.h"
#include "server/record.h"
#include "server/server_parts.h"

/* Sealed files as people handle them: labels, looking into a file, sealing one for this key
 * server, who could open it, and who was given a key. */

enum {
    LABEL_REQUEST_BYTES_MAX = 4 * LABEL_BYTES_MAX,
    FILE_BYTES_MAX = 16 << 20,
    ROWS_DEFAULT = 100,
    ROWS_MOST = 1000
};

static Text finish(Arena *arena, JsonWriter *json) {
    const Text text = json_finish(arena, json, false);
    json_writer_free(json);
    return text;
}

/* ---- labels ---- */

static const RouteParameter LABEL_PARAMETERS[] = {
    {"text", "texts", true,
     "a label in any form (a banner, a portion mark, a CUI block, XML), or many of them"},
    {NULL, NULL, false, NULL},
};

static bool answer_label(Call *call) {
    Parameters parameters;
    const Text *labels = NULL;
    Text json = {0};
    if (!parameters_of_body(call->arena, call->request, LABEL_PARAMETERS, &parameters,
                            &call->error)) {
        return false;
    }
    const size_t count = parameter_values(&parameters, "text", &labels);
    return (count > 1 ? service_share_roll_up(call->arena, labels, count, &json, &call->error)
                      : service_share_label(call->arena, labels[0], &json, &call->error)) &&
           call_json(call, json);
}

/* ---- looking into a file ---- */

static const RouteParameter INSPECT_PARAMETERS[] = {
    {"name", "text", false, "what the file is called"},
    {NULL, NULL, false, NULL},
};

static bool answer_inspect(Call *call) {
    Parameters parameters;
    Text json = {0};
    if (!parameters_of_query(call->arena, call->request, INSPECT_PARAMETERS, &parameters,
                             &call->error)) {
        return false;
    }
    const Text name = parameter_text(&parameters, "name");
    return service_share_inspect(call->arena, text_is_empty(name) ? TEXT("the file") : name,
                                 call->request->body, NULL, NULL, &json, &call->error) &&
           call_json(call, json);
}

/* ---- sealing ---- */

static const RouteParameter SEAL_PARAMETERS[] = {
    {"label", "text", true, "such as SECRET//REL TO USA, GBR"},
    {"item", "text", true, "the item of the workspace that it is about"},
    {"format", "text", false, "of the manifest: 4.2.2 (which every client reads) or 4.3.0"},
    {"mime_type", "text", false, "what the file is, such as application/pdf"},
    {NULL, NULL, false, NULL},
};

static bool check_item(const Call *call, Text item, Error *error) {
    size_t at = 0;
    return workspace_find_item(call->loaded->workspace, item, &at) ||
           error_set(error, ERROR_MISSING,
                     "`%.*s` is no item of this workspace, so nobody would get its key",
                     TEXT_ARGS(text_slice(item, 0, 64)));
}

static void record_seal(Call *call, const SealOptions *options, Text sealed) {
    JsonWriter *json = json_writer_new();
    json_add_text(json, "item", options->item);
    json_add_text(json, "label", options->label);
    json_add_text(json, "kid", options->recipients[0].key->kid);
    json_add_text(json, "url", options->recipients[0].url);
    json_add_integer(json, "bytes", (int64_t)call->request->body.length);
    record_done(call, TEXT("seal"), text_trim(finish(call->arena, json)), sealed);
}

static bool seal(Call *call, const KeyServer *keys, SealOptions *options) {
    TdfRecipient *recipient = ARENA_NEW(call->arena, TdfRecipient);
    *recipient =
        (TdfRecipient){.url = text_format(call->arena, "%.*s/kas",
                                          TEXT_ARGS(server_base(call->server, call->request))),
                       .sid = TEXT("share-1"),
                       .key = kas_newest_key(key_server_keys(keys), TEXT(""))};
    Text sealed = {0};
    options->recipients = recipient;
    options->recipient_count = 1;
    options->attribute_prefix = SHARE_ATTRIBUTE_PREFIX;
    if (!check_item(call, options->item, &call->error) ||
        !service_share_seal(call->arena, options, call->request->body, &sealed, &call->error)) {
        return false;
    }
    record_seal(call, options, sealed);
    return call_answer(call, 200, "application/zip", sealed);
}

static bool answer_seal(Call *call) {
    Parameters parameters;
    const KeyServer *keys = server_keys(call->server);
    if (keys == NULL) {
        return call_refuse(call, 409, "this server has no keys: start it with --kas-key");
    }
    if (!parameters_of_query(call->arena, call->request, SEAL_PARAMETERS, &parameters,
                             &call->error)) {
        return false;
    }
    SealOptions options = {.label = parameter_text(&parameters, "label"),
                           .item = parameter_text(&parameters, "item"),
                           .mime_type = parameter_text(&parameters, "mime_type")};
    return service_share_format(parameter_text(&parameters, "format"), &options.format,
                                &call->error) &&
           seal(call, keys, &options);
}

/* ---- who could open it ---- */

static const RouteParameter PREVIEW_PARAMETERS[] = {
    {"label", "text", true, "such as SECRET//REL TO USA, GBR"},
    {"item", "text", true, "the item of the workspace that it is about"},
    {"party", "text", false, "who would ask; else every party of the workspace"},
    {"holder", "text", false, "whose data it is; else who the key server holds keys for"},
    {"as_of", "date", false, "the day; today where it is not given"},
    {NULL, NULL, false, NULL},
};

static bool read_preview(Call *call, const Parameters *parameters, ReleaseSetting *setting,
                         ReleaseQuestion *question) {
    const KeyServer *keys = server_keys(call->server);
    setting->access = (AccessSetting){call->loaded->workspace, call->loaded->set, server_today()};
    setting->holder = parameter_text(parameters, "holder");
    question->label = parameter_text(parameters, "label");
    question->item = parameter_text(parameters, "item");
    question->party = parameter_text(parameters, "party");
    if (text_is_empty(setting->holder) && keys != NULL) {
        setting->holder = key_server_holder(keys);
    }
    if (text_is_empty(setting->holder)) {
        return error_set(&call->error, ERROR_INVALID,
                         "`holder` is missing: whose data it is, a party or a country");
    }
    return parameter_date(parameters, "as_of", server_today(), &setting->access.today,
                          &call->error);
}

/* The question goes on record, as every decision does that is told. */
static void record_preview(Call *call, const ReleaseSetting *setting,
                           const ReleaseQuestion *question, Text answer) {
    JsonWriter *json = json_writer_new();
    json_add_text(json, "label", question->label);
    json_add_text(json, "item", question->item);
    json_add_text(json, "holder", setting->holder);
    json_add_date(json, "as_of", setting->access.today);
    json_add_text(json, "party", question->party);
    record_done(call, TEXT("release preview"), text_trim(finish(call->arena, json)), answer);
}

static bool answer_preview(Call *call) {
    Parameters parameters;
    ReleaseSetting setting;
    ReleaseQuestion question = {0};
    Text json = {0};
    if (!parameters_of_body(call->arena, call->request, PREVIEW_PARAMETERS, &parameters,
                            &call->error) ||
        !read_preview(call, &parameters, &setting, &question) ||
        !service_share_preview(call->arena, &setting, &question, &json, &call->error)) {
        return false;
    }
    record_preview(call, &setting, &question, json);
    call_add_piece(call, json, true);
    return call_json(call, (Text){0});
}

/* ---- who was given a key ---- */

static const RouteParameter RELEASES_PARAMETERS[] = {
    {"after", "number", false, "rows after this number; 0: from the first"},
    {"limit", "number", false, "at most so many (100)"},
    {"newest", "flag", false, "the last ones instead"},
    {NULL, NULL, false, NULL},
};

static bool read_releases(Call *call, ReleasePage *page) {
    Parameters parameters;
    int64_t limit = 0;
    if (!parameters_of_query(call->arena, call->request, RELEASES_PARAMETERS, &parameters,
                             &call->error) ||
        !parameter_number(&parameters, "after", 0, INT64_MAX, 0, &page->after, &call->error) ||
        !parameter_number(&parameters, "limit", 1, ROWS_MOST, ROWS_DEFAULT, &limit, &call->error)) {
        return false;
    }
    page->limit = (size_t)limit;
    page->is_newest = parameter_flag(&parameters, "newest");
    return true;
}

static bool answer_releases(Call *call) {
    ReleasePage page = {0};
    Ledger *ledger = server_ledger(call->server);
    Text json = {0};
    if (ledger == NULL) {
        return call_refuse(call, 409, "nothing is recorded here; start the server with `--audit`");
    }
    if (!read_releases(call, &page)) {
        return false;
    }
    const bool is_read =
        service_share_releases(call->arena, ledger_borrow(ledger), &page, &json, &call->error);
    ledger_return(ledger);
    return is_read && call_json(call, json);
}

static const Route ROUTES[] = {
    {"POST", "/v1/label", ROLE_READER, SCOPE_NOTHING, false, LABEL_REQUEST_BYTES_MAX, answer_label,
     "A label in any form, or the label of what holds many: what it says, in every form",
     LABEL_PARAMETERS, NULL, "Label"},
    {"POST", "/v1/inspect", ROLE_READER, SCOPE_NOTHING, false, FILE_BYTES_MAX, answer_inspect,
     "A sealed file: what it is, its label, its policy and who has its key", INSPECT_PARAMETERS,
     "Bytes", "SealedFile"},
    {"POST", "/v1/seal", ROLE_OFFICER, SCOPE_NOTHING, false, FILE_BYTES_MAX, answer_seal,
     "Seal bytes under a label, for this key server", SEAL_PARAMETERS, "Bytes", "Sealed"},
    {"POST", "/v1/release/preview", ROLE_ANALYST, SCOPE_ALLIANCE, false, LABEL_REQUEST_BYTES_MAX,
     answer_preview, "Who could open data under a label, and why: no key is given",
     PREVIEW_PARAMETERS, NULL, "ReleasePreview"},
    {"GET", "/v1/releases", ROLE_OFFICER, SCOPE_ALLIANCE, false, 0, answer_releases,
     "Keys that were released and refused, with the reasons", RELEASES_PARAMETERS, NULL,
     "Releases"},
};

const RouteList ROUTES_SHARE = {ROUTES, sizeof ROUTES / sizeof ROUTES[0]};
