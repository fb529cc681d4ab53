/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ENTENTE_BASE_FORKS_H
#define ENTENTE_BASE_FORKS_H

/* Independent tasks, shared out over child processes, or over the ranks of a job (base/ranks.h). A
 * task's result is bytes; it sees all that its caller had in memory, and nothing that it changes
 * there is ever seen by others, so the results are the same however many processes there are. */

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/compiler.h"
#include "base/error.h"
#include "base/text.h"

typedef struct ForkWork {
    /* Adds the result of a task to `out`. It may run in another process. */
    bool (*run)(void *context, size_t task, TextBuilder *out, Error *error);
    void *context;
} ForkWork;

/* The processors of this machine that are on line; at least 1. */
size_t forks_processors(void);

/* Runs tasks 0 .. count - 1 in `workers` processes, each taking the next when it is free, and gives
 * each task's result. With one worker or one task all runs in the caller. The error is that of the
 * first task that failed; ERROR_FAILED where a process ended early or none could be made. */
MUST_CHECK bool forks_run(Arena *arena, size_t workers, ForkWork work, size_t count, Text *results,
                          Error *error);

#endif
