/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ENTENTE_CLI_PACKS_H
#define ENTENTE_CLI_PACKS_H

/* Private to cli/: loading packs as commands name them. */

#include "alliance/alliance.h"
#include "cli/cli.h"
#include "law/law.h"

/* The packs of `--packs`; prints what is wrong and gives NULL where they cannot be used. */
const LawSet *packs_load(Arena *arena, const Arguments *arguments);

/* As packs_load, from paths. */
const LawSet *packs_load_paths(Arena *arena, const Text *paths, size_t count);

/* The packs of `--packs`, else those that the workspace names. */
const LawSet *packs_of_workspace(Arena *arena, const Arguments *arguments,
                                 const Workspace *workspace);

#endif
