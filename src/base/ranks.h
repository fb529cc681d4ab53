/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ENTENTE_BASE_RANKS_H
#define ENTENTE_BASE_RANKS_H

/* The ranks of an MPI job: the same program, started several times, perhaps on several machines.
 * Every rank does the same, and shares out only what forks_run is given. Without MPI, or not
 * started by it, there is one rank. To be called from one thread. */

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/compiler.h"
#include "base/error.h"
#include "base/text.h"

/* Joins the job that started the program, if one did. */
void ranks_start(int *count, char ***words);
void ranks_stop(void);

size_t ranks_count(void);
size_t ranks_own(void); /* 0 .. ranks_count() - 1 */

/* Every rank gives bytes and gets those of all, by rank; `all` has ranks_count() entries. */
MUST_CHECK bool ranks_exchange(Arena *arena, Text own, Text *all, Error *error);

#endif
