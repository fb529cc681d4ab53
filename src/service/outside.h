/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ENTENTE_SERVICE_OUTSIDE_H
#define ENTENTE_SERVICE_OUTSIDE_H

/* Private to service/: what the tables of a workspace name outside their folder (a scheme, its
 * catalogues, a crosswalk, law of levers). A database keeps it by the name that the tables give
 * it, seen from the folder; an export writes it below the folder, so that it goes with it. */

#include "service/service.h"

/* A file that came with the workspace, as from a database; NULL where it is to be read. */
const WorkspaceFile *outside_given(const Workspace *workspace, Text name);

/* Where an export writes what is called `name`: FOLDER/outside/2/x for ../../x,
 * FOLDER/outside/root/x for /x, FOLDER/x/y for x/y. Empty where the name steps up on its way or
 * is hidden: that stays in the database. */
Text outside_place(Arena *arena, Text folder, Text name);

/* Where it is: as an export wrote it, else where the name leads from the folder. */
Text outside_path(Arena *arena, Text folder, Text name);

/* The frame of the workspace; `kept` (of WorkspaceFile) takes each file that was read for it, by
 * its name seen from the workspace's folder. */
MUST_CHECK bool outside_frame(Arena *arena, const Workspace *workspace, AssuranceFrame *frame,
                              Array *kept, ProblemList *problems);

#endif
