/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ENTENTE_SERVER_SERVER_WHOLE_H
#define ENTENTE_SERVER_SERVER_WHOLE_H

/* Private to server.c and dispatch.c: the server with all its parts. */

#include <stdatomic.h>

#include "server/auth.h"
#include "server/metrics.h"
#include "server/server_parts.h"
#include "server/static_files.h"
#include "server/workers.h"

struct Server {
    Arena *arena;
    const ServerOptions *options;
    State *state;
    Auth *auth;
    const StaticFiles *files;
    HttpServer *http;
    Workers *workers;
    JobHand *hand;
    Jobs *jobs;
    Ledger *ledger;
    KeyServer *keys;
    Metrics *metrics;
    atomic_bool is_stopping;
};

/* What HTTP calls for each request; the context is the server. */
bool dispatch_begin(void *context, HttpRequest *request);
bool dispatch_handle(void *context, HttpRequest *request);
void dispatch_end(void *context, HttpRequest *request);
/* What workers do with a call. */
void dispatch_work(void *context, void *work);

#endif
