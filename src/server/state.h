/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ENTENTE_SERVER_STATE_H
#define ENTENTE_SERVER_STATE_H

/* Private to server/: the workspace, packs, lists and catalogues in force, in an arena of their
 * own. Whoever answers from them holds them until it is done; they are replaced whole. Any thread
 * may call this. */

#include "base/error.h"
#include "service/service.h"

/* Where it all is read from. */
typedef struct StateSources {
    Text workspace;
    const Text *packs; /* none: those that the workspace names */
    size_t pack_count;
    const Text *lists; /* of restricted parties */
    size_t list_count;
    Text list_folder;       /* that keeps lists; or empty */
    const Text *catalogues; /* folders of requirements */
    size_t catalogue_count;
} StateSources;

typedef struct Loaded {
    const Workspace *workspace;
    const LawSet *set;
    const LawEngine *engine; /* the set compiled, for decisions in short */
    Text law;                /* the digest under which the ledger keeps the packs; or empty */
    Text digest;             /* of the workspace and every pack: what an answer was made from */
    const ScreeningList *lists;
    size_t list_count;
    const Catalogue *const *catalogues;
    const Text *catalogue_names; /* the last part of each folder's path */
    size_t catalogue_count;
    AssuranceFrame assurance; /* that the workspace names */
} Loaded;

typedef struct State State;

/* Reads it all; the sources are copied. NULL with problems or an error where something cannot be
 * used. */
State *state_new(const StateSources *sources, ProblemList *problems, Error *error);
void state_free(State *state);

StateSources state_sources_copy(Arena *arena, const StateSources *sources);

/* Keeps the texts of a law and gives their digest, for the record of what is decided under it. */
typedef bool (*StateKeeper)(void *context, Arena *arena, const LawSet *set, Text *law,
                            Error *error);

/* Keeps the law in force, and from here on each that is read anew. Before anybody else knows of the
 * state. */
MUST_CHECK bool state_keep_law(State *state, StateKeeper keeper, void *context, Error *error);

/* Reads everything anew; what was there stays in force where it cannot be used. */
MUST_CHECK bool state_reload(State *state, ProblemList *problems, Error *error);

/* Changes what is read, and reads it anew; one change at a time. Where the change fails, nothing
 * is read. */
typedef bool (*StateChange)(void *context, Error *error);
MUST_CHECK bool state_change(State *state, StateChange change, void *context, ProblemList *problems,
                             Error *error);

/* What is in force, until it is given back. */
const Loaded *state_hold(State *state);
void state_release(State *state, const Loaded *loaded);

/* Screens a name against the lists; one caller at a time, the others wait. */
void state_screen(Arena *arena, const Loaded *loaded, const ScreeningQuery *query,
                  ScreeningResult *result);

/* The search over the lists, alone until it is given back; NULL where there are none. */
ScreeningSearch *state_borrow_search(const Loaded *loaded);
void state_return_search(const Loaded *loaded);

#endif
