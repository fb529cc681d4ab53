/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ENTENTE_SERVER_CONFINE_H
#define ENTENTE_SERVER_CONFINE_H

/* Private to server/: what a process gives up once it has what it needs, so that whoever takes it
 * over gains little (docs/security.md). Files by Landlock, for the calling thread and those it
 * makes afterwards; system calls by seccomp, for every thread. Nothing can be taken back. */

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"
#include "base/text.h"

typedef struct ConfinePlan {
    const Text *readable; /* files and folders, with all that is below them */
    size_t readable_count;
    const Text *writable; /* folders: files in them may be made, changed and removed */
    size_t writable_count;
} ConfinePlan;

typedef enum Confinement {
    CONFINE_DONE,
    CONFINE_MISSING /* the kernel has it not, or switched off */
} Confinement;

/* Nothing but what the plan names can be opened any more. A path that is not there is left out. */
MUST_CHECK bool confine_files(const ConfinePlan *plan, Confinement *done, Error *error);

typedef struct ConfineCalls {
    bool may_fork;    /* make processes: for who makes those of jobs */
    bool may_connect; /* make sockets and connect them: to a database server */
} ConfineCalls;

/* No program can be run, no other process looked into, nothing mounted, no kernel interface used
 * that a server has no need of; refused calls fail by EPERM. */
MUST_CHECK bool confine_calls(const ConfineCalls *calls, Confinement *done, Error *error);

#endif
