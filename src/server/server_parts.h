/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ENTENTE_SERVER_SERVER_PARTS_H
#define ENTENTE_SERVER_SERVER_PARTS_H

/* Private to server/: what handlers ask of the server they belong to. */

#include "server/jobs.h"
#include "server/route.h"
#include "server/server.h"

State *server_state(Server *server);
Jobs *server_jobs(Server *server);
/* NULL: nothing is recorded. */
Ledger *server_ledger(Server *server);
/* NULL: it is no key server. */
KeyServer *server_keys(Server *server);
const ServerOptions *server_options(const Server *server);

/* Today's date, UTC: what a request that names no date is about. Only the server reads a clock;
 * every answer says its date. */
Date server_today(void);

/* Milliseconds since 1970. */
int64_t server_now_ms(void);

/* How clients reach the server, "https://host:port", by what the request says. */
Text server_base(const Server *server, const HttpRequest *request);

/* All counts, as Prometheus reads them. */
Text server_metrics(Arena *arena, Server *server);

/* Whether the principal may ask about a transfer in a request of docs/batch.md: who is held to
 * parties may where it leaves from or goes to one of them. Refuses where it may not. */
bool call_may_transfer(Call *call, Text request);

/* What the principal may see. */
ServiceView principal_view(const Principal *principal);

#endif
