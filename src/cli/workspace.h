/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ENTENTE_CLI_WORKSPACE_H
#define ENTENTE_CLI_WORKSPACE_H

/* Private to cli/: what commands over a workspace read alike. */

#include "cli/cli.h"
#include "service/service.h"

/* The workspace that is the command's first argument; prints what is wrong, and gives NULL. */
const Workspace *workspace_read(Arena *arena, const Arguments *arguments);

#endif
