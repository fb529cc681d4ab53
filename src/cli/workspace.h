/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ENTENTE_CLI_WORKSPACE_H
#define ENTENTE_CLI_WORKSPACE_H

/* Private to cli/: what commands over a workspace read alike. */

#include "cli/cli.h"
#include "cli/packs.h"
#include "service/service.h"

/* Reads the command's first argument as a workspace, and the packs of `--packs`, else those
 * that it names, without any reform. NULL after printing what is wrong. */
const LawSet *workspace_and_packs(Arena *arena, const Arguments *arguments,
                                  const Workspace **workspace);

/* The same with the reforms of `--reform` in force. */
const LawSet *workspace_and_law(Arena *arena, const Arguments *arguments,
                                const Workspace **workspace);

/* Prints what a command found under this law: a text with the reforms in force above it, or JSON,
 * which says them itself. */
int print_under_law(Arena *arena, const LawSet *set, bool is_json, Text output);

/* The same for a workspace that an option names. */
const LawSet *workspace_and_packs_in(Arena *arena, const Arguments *arguments, Text folder,
                                     const Workspace **workspace);

#endif
