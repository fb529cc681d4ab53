/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ENTENTE_SERVER_CONFINE_PLAN_H
#define ENTENTE_SERVER_CONFINE_PLAN_H

/* Private to server/: which files the server still needs once it is started. */

#include "server/confine.h"
#include "server/server.h"

/* The workspace, packs and what stands beside them, lists, catalogues, the issuer's keys: to be
 * read. The folder of an audit database in a file: to be written; not for jobs. */
ConfinePlan confine_plan(Arena *arena, const ServerOptions *options, const Loaded *loaded,
                         bool is_for_jobs);

/* Whether some part of it is on a database server. */
bool confine_needs_network(const ServerOptions *options, bool is_for_jobs);

#endif
