/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ENTENTE_SERVICE_REQUEST_H
#define ENTENTE_SERVICE_REQUEST_H

/* Private to service/: a request of docs/batch.md while it is read, and what a workspace adds to
 * what it says. */

#include "base/json_read.h"
#include "service/service.h"

/* `blamed` is the value a message is about. */
typedef struct Request {
    Arena *arena;
    const JsonValue *root;
    const JsonValue *blamed;
    const BatchDefaults *defaults;
    Transfer transfer;
    const JsonValue *item; /* the values of transfer.item and transfer.facts, in their order */
    const JsonValue *facts;
    const JsonValue *parties; /* or NULL */
    TransferNames names;
    Error *error;
} Request;

/* Reads request->root, which was parsed. */
MUST_CHECK bool request_read(Request *request);

/* An item of the workspace by its id; the error says which it may have meant. */
MUST_CHECK bool request_find_item(Arena *arena, const Workspace *workspace, Text id, size_t *item,
                                  Error *error);

/* The fact that the packs refuse, for its place: each given alone. */
const JsonValue *request_refused_fact(Arena *arena, const LawSet *set, const Request *request);

/* service_complete_transfer, with what it refuses blamed. */
MUST_CHECK bool request_complete(Request *request, const LawSet *set);

#endif
