/* SPDX-License-Identifier: Apache-2.0 */
#include "server/keeping.h"

#include "server/server_parts.h"

typedef struct Keeping {
    Call *call;
    KeepingWork work;
    void *context;
    int64_t number;
} Keeping;

/* In the workspace's database the record is of one transaction with the change; else it goes to
 * the ledger's, before the file is written. */
static bool keep(void *context, Error *error) {
    Keeping *keeping = context;
    Call *call = keeping->call;
    Ledger *ledger = server_ledger(call->server);
    const ServerOptions *options = server_options(call->server);
    const Text place = options->sources.workspace;
    const bool is_own = store_is_address(place) && text_equals(place, options->audit);
    const bool borrows = ledger != NULL && !is_own;
    const ListingKeeping where = {
        .place = place,
        .chain = borrows ? ledger_borrow(ledger) : NULL,
        .moment = {server_now_ms(), call->principal.name},
    };
    const bool is_done =
        keeping->work(call->arena, &where, keeping->context, &keeping->number, error);
    if (borrows) {
        ledger_return(ledger);
    }
    return is_done;
}

bool call_keep(Call *call, KeepingWork work, void *context, int64_t *number) {
    Keeping keeping = {.call = call, .work = work, .context = context};
    ProblemList problems = problem_list_new(call->arena);
    const bool is_done =
        state_change(server_state(call->server), keep, &keeping, &problems, &call->error);
    *number = keeping.number;
    return is_done || (problem_count(&problems) > 0 &&
                       problem_refuse(call->arena, &problems, ERROR_FAILED, &call->error));
}

bool call_answer_kept(Call *call, int64_t number, Text json) {
    TextBuilder out = text_builder_new(call->arena);
    if (number == 0) {
        return call_json(call, json);
    }
    http_add_header(call->request, "Entente-Audit",
                    text_format(call->arena, "%lld", (long long)number).bytes);
    text_add_format(&out, "{\"audit\":%lld,", (long long)number);
    text_add(&out, text_slice(json, 1, json.length));
    return call_json(call, text_built(&out));
}
