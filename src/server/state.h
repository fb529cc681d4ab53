/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ENTENTE_SERVER_STATE_H
#define ENTENTE_SERVER_STATE_H

/* Private to server/: the workspace and packs in force, in an arena of their own. Whoever answers
 * from them holds them until it is done; they are replaced whole. Any thread may call this. */

#include "base/error.h"
#include "service/service.h"

typedef struct Loaded {
    const Workspace *workspace;
    const LawSet *set;
    Text digest; /* of the workspace and every pack: what an answer was made from */
} Loaded;

typedef struct State State;

/* Reads the workspace and its packs (`packs`, where there are any); they are copied. NULL with
 * problems or an error where they cannot be used. */
State *state_new(Text workspace, const Text *packs, size_t pack_count, ProblemList *problems,
                 Error *error);
void state_free(State *state);

/* Reads everything anew; what was there stays in force where it cannot be used. */
MUST_CHECK bool state_reload(State *state, ProblemList *problems, Error *error);

/* What is in force, until it is given back. */
const Loaded *state_hold(State *state);
void state_release(State *state, const Loaded *loaded);

#endif
