/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ENTENTE_CLI_RECORD_H
#define ENTENTE_CLI_RECORD_H

/* Private to cli/: putting what a command did on the audit chain of `--audit STORE`. */

#include "cli/cli.h"
#include "store/store.h"

typedef struct Recorded {
    Text who;
    Text kind;
    Text inputs; /* JSON */
    Text output;
} Recorded;

/* Does nothing where `--audit` was not given. The database is made where there is none. */
MUST_CHECK bool record_if_asked(Arena *arena, const Arguments *arguments, const Recorded *what,
                                Error *error);

/* What `--audit STORE` opens: NULL where it was not given or is the workspace's own database,
 * whose chain takes the row then. */
MUST_CHECK bool record_open_chain(const Arguments *arguments, Text workspace, Store **chain,
                                  Error *error);

#endif
