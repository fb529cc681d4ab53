/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ENTENTE_SERVICE_LEVERS_H
#define ENTENTE_SERVICE_LEVERS_H

/* Private to service/: levers as patches to a workspace and to law. A lever's `change` is rows to
 * add, one a line: a table and its cells, `status party=x status=y value=z`; `workspace key=k
 * value=v` sets a setting; `reform file=PATH` has the reforms of a file in force. Added rows hold,
 * and reforms are in force, from the day the lever is ready. */

#include "service/service.h"

/* A workspace as files, so that rows can be added to it. */
typedef struct LeverBase {
    const Workspace *workspace; /* without any lever */
    const WorkspaceFile *files;
    size_t file_count;
    Date as_of;
} LeverBase;

/* Adds the names of the files of law (Text) that levers put in force, as they are written. */
void levers_law_files(Arena *arena, const Workspace *workspace, Array *names);

LeverBase levers_base(const Workspace *workspace, Date as_of);

/* The first problem as an error; gives false. */
bool levers_refuse(const ProblemList *problems, Error *error);

/* The workspace with the levers that are flagged (lever_count flags) pulled. NULL where a
 * change cannot be read or does not fit: the problems name lever.csv and its row. */
MUST_CHECK const Workspace *levers_apply(Arena *arena, const LeverBase *base, const bool *pulled,
                                         ProblemList *problems);

/* The law with the reforms of the levers that are flagged, in the workspace's order; the set itself
 * where there are none. NULL with problems. */
MUST_CHECK const LawSet *levers_law(Arena *arena, const LeverBase *base, const bool *pulled,
                                    const LawSet *set, ProblemList *problems);

/* Whether a lever changes law. */
bool lever_changes_law(Arena *arena, const LeverBase *base, size_t lever);

#endif
