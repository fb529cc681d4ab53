/* SPDX-License-Identifier: Apache-2.0 */
#include "base/json.h"
#include "server/audit_rows.h"
#include "server/ledger.h"
#include "server/parameters.h"
#include "server/server_parts.h"

enum { ROWS_DEFAULT = 100, ROWS_MOST = 1000, NOTED_BYTES_MAX = 4096 };

static bool refuse_unrecorded(Call *call) {
    return call_refuse(call, 409, "nothing is recorded here; start the server with `--audit`");
}

static const RouteParameter LIST_PARAMETERS[] = {
    {"after", "number", false, "rows after this number; 0: from the first"},
    {"limit", "number", false, "at most so many (100)"},
    {"newest", "flag", false, "the last rows of the chain instead"},
    {NULL, NULL, false, NULL},
};

static bool read_rows(Call *call, int64_t after, int64_t limit, bool is_newest,
                      const AuditRow **rows, size_t *count, AuditHead *head) {
    Ledger *ledger = server_ledger(call->server);
    Store *store = ledger_borrow(ledger);
    bool is_read = store_audit_head(call->arena, store, head, &call->error);
    if (is_newest && head->number > limit) {
        after = head->number - limit;
    }
    is_read = is_read &&
              store_audit_read(call->arena, store, after, (size_t)limit, rows, count, &call->error);
    ledger_return(ledger);
    return is_read;
}

static bool list_rows(Call *call) {
    Parameters parameters;
    int64_t after = 0;
    int64_t limit = 0;
    const AuditRow *rows = NULL;
    size_t count = 0;
    AuditHead head = {0};
    if (server_ledger(call->server) == NULL) {
        return refuse_unrecorded(call);
    }
    if (!parameters_of_query(call->arena, call->request, LIST_PARAMETERS, &parameters,
                             &call->error) ||
        !parameter_number(&parameters, "after", 0, INT64_MAX, 0, &after, &call->error) ||
        !parameter_number(&parameters, "limit", 1, ROWS_MOST, ROWS_DEFAULT, &limit, &call->error) ||
        !read_rows(call, after, limit, parameter_flag(&parameters, "newest"), &rows, &count,
                   &head)) {
        return false;
    }
    TextBuilder out = text_builder_new(call->arena);
    text_add_format(&out, "{\"head\":{\"number\":%lld,\"hash\":\"%.*s\"},\"rows\":[",
                    (long long)head.number, TEXT_ARGS(head.hash));
    audit_rows_add(call->arena, &out, rows, count);
    text_add(&out, TEXT("]}\n"));
    return call_json(call, text_built(&out));
}

static bool named_row(Call *call, int64_t *number) {
    return text_parse_integer(call->name, number) ||
           error_set(&call->error, ERROR_MISSING, "`%.*s` is no row; rows have numbers",
                     TEXT_ARGS(text_slice(call->name, 0, 32)));
}

static bool show_row(Call *call) {
    int64_t number = 0;
    AuditRow row;
    Ledger *ledger = server_ledger(call->server);
    if (ledger == NULL) {
        return refuse_unrecorded(call);
    }
    if (!named_row(call, &number)) {
        return false;
    }
    const bool is_found =
        store_audit_find(call->arena, ledger_borrow(ledger), number, &row, &call->error);
    ledger_return(ledger);
    if (!is_found) {
        return false;
    }
    TextBuilder out = text_builder_new(call->arena);
    audit_row_add(call->arena, &out, &row);
    text_add_character(&out, '\n');
    return call_json(call, text_built(&out));
}

static const RouteParameter VERIFY_PARAMETERS[] = {
    {"number", "number", false, "of a head that was noted elsewhere: the chain must have it"},
    {"hash", "text", false, "of that head"},
    {NULL, NULL, false, NULL},
};

static void add_verdict(JsonWriter *json, const AuditVerdict *verdict) {
    json_add_boolean(json, "is_whole", verdict->is_whole);
    json_add_integer(json, "rows", verdict->row_count);
    if (!verdict->is_whole) {
        json_add_integer(json, "broken_at", verdict->number);
        json_add_text(json, "reason", verdict->reason);
    }
    json_begin_object(json, "head");
    json_add_integer(json, "number", verdict->head.number);
    json_add_text(json, "hash", verdict->head.hash);
    json_end(json);
}

/* The head that was noted elsewhere; the empty chain where there is no body. */
static bool read_noted(Call *call, AuditHead *noted) {
    Parameters parameters;
    if (call->request->body.length == 0) {
        return true;
    }
    if (!parameters_of_body(call->arena, call->request, VERIFY_PARAMETERS, &parameters,
                            &call->error) ||
        !parameter_number(&parameters, "number", 0, INT64_MAX, 0, &noted->number, &call->error)) {
        return false;
    }
    noted->hash = parameter_text(&parameters, "hash");
    return true;
}

static bool verify_chain(Call *call) {
    AuditHead noted = {0};
    AuditVerdict verdict;
    Ledger *ledger = server_ledger(call->server);
    if (ledger == NULL) {
        return refuse_unrecorded(call);
    }
    if (!read_noted(call, &noted)) {
        return false;
    }
    const bool is_read =
        store_audit_verify(call->arena, ledger_borrow(ledger), noted, &verdict, &call->error);
    ledger_return(ledger);
    if (!is_read) {
        return false;
    }
    JsonWriter *json = json_writer_new();
    add_verdict(json, &verdict);
    const Text text = json_finish(call->arena, json, false);
    json_writer_free(json);
    return call_json(call, text);
}

static bool replay_row(Call *call) {
    int64_t number = 0;
    Replay replay;
    Ledger *ledger = server_ledger(call->server);
    if (ledger == NULL) {
        return refuse_unrecorded(call);
    }
    if (!named_row(call, &number)) {
        return false;
    }
    const bool is_done =
        service_replay(call->arena, ledger_borrow(ledger), number, &replay, &call->error);
    ledger_return(ledger);
    if (!is_done) {
        return false;
    }
    return call_json(call, text_format(call->arena,
                                       "{\"number\":%lld,\"is_same\":%s,\"recorded\":\"%.*s\","
                                       "\"digest\":\"%.*s\",\"answer\":%.*s}\n",
                                       (long long)number, replay.is_same ? "true" : "false",
                                       TEXT_ARGS(replay.row.result), TEXT_ARGS(replay.digest),
                                       TEXT_ARGS(text_trim(replay.answer))));
}

static const Route ROUTES[] = {
    {"GET", "/v1/audit", ROLE_OFFICER, SCOPE_ALLIANCE, false, 0, list_rows,
     "Rows of the audit chain, in order", LIST_PARAMETERS, NULL, "AuditRows"},
    {"GET", "/v1/audit/{name}", ROLE_OFFICER, SCOPE_ALLIANCE, false, 0, show_row,
     "One row of the audit chain", NULL, NULL, "AuditRow"},
    {"POST", "/v1/audit/{name}/replay", ROLE_OFFICER, SCOPE_ALLIANCE, false, 0, replay_row,
     "Decide a recorded decision again, under the law of then", NULL, NULL, "AuditReplay"},
    {"POST", "/v1/audit/verify", ROLE_OFFICER, SCOPE_ALLIANCE, false, NOTED_BYTES_MAX, verify_chain,
     "Walk the chain and name its first break", VERIFY_PARAMETERS, NULL, "AuditVerdict"},
};

const RouteList ROUTES_AUDIT = {ROUTES, sizeof ROUTES / sizeof ROUTES[0]};
