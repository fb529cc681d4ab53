/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ENTENTE_SERVER_RECORD_H
#define ENTENTE_SERVER_RECORD_H

/* Private to server/: what a call puts on record. */

#include "server/route.h"

/* A decision with its whole explanation. */
void record_full(Call *call, const BatchAnswer *answer);

/* A decision in short. */
void record_short(Call *call, const ShortAnswer *answer);

/* Something else that was done: what was asked, as JSON, and the digest of what came of it. */
void record_done(Call *call, Text kind, Text inputs, Text output);

#endif
