/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ENTENTE_SERVER_JOB_KINDS_H
#define ENTENTE_SERVER_JOB_KINDS_H

/* Private to server/: the kinds of work that take long, each with its options, which are those of
 * the command of the same name. */

#include "server/parameters.h"
#include "service/service.h"

typedef struct JobKind {
    const char *name;
    const RouteParameter *options;
    /* Checks the options; with a workspace also does the work. `json` is what the command prints
     * with --json. */
    bool (*run)(Arena *arena, const Parameters *options, const Loaded *loaded,
                ServiceProgress progress, Text *json, Error *error);
} JobKind;

size_t job_kinds(const JobKind **kinds);
/* NULL where there is none. */
const JobKind *job_kind_find(Text name);

/* Reads the options from JSON text (an object; empty: none) and runs the kind. Without `loaded`
 * the options are only looked at. */
MUST_CHECK bool job_kind_run(Arena *arena, const JobKind *kind, Text options, const Loaded *loaded,
                             ServiceProgress progress, Text *json, Error *error);

#endif
