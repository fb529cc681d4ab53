/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ENTENTE_CLI_PACKS_H
#define ENTENTE_CLI_PACKS_H

/* Private to cli/: loading packs as commands name them. */

#include "alliance/alliance.h"
#include "cli/cli.h"
#include "law/law.h"

/* The packs of `--packs` with the reforms of `--reform`; prints what is wrong and gives NULL where
 * they cannot be used. */
const LawSet *packs_load(Arena *arena, const Arguments *arguments);

/* The packs of `--packs` as they are. */
const LawSet *packs_load_named(Arena *arena, const Arguments *arguments);

/* The set with the reforms of `--reform` in force, one after the other; the set itself where
 * there are none. NULL, after printing what is wrong, where one cannot be. */
const LawSet *packs_reform(Arena *arena, const Arguments *arguments, const LawSet *set);

/* Packs from paths, without any reform. */
const LawSet *packs_load_paths(Arena *arena, const Text *paths, size_t count);

#endif
