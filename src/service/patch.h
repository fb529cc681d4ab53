/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ENTENTE_SERVICE_PATCH_H
#define ENTENTE_SERVICE_PATCH_H

/* Private to service/: rows added to the tables of a workspace, which is then read again. */

#include "base/array.h"
#include "service/service.h"

enum { PATCH_CELLS_MAX = 64 };

/* A row to add: its table, and cells by name. A row of `workspace` replaces the setting of its
 * key. */
typedef struct PatchRow {
    Text table;
    Text names[PATCH_CELLS_MAX];
    Text values[PATCH_CELLS_MAX];
    size_t count;
    Date from;   /* when it begins to hold, where no cell says; or DATE_MIN */
    size_t line; /* of what it is from, for messages */
} PatchRow;

/* The files with the rows (an Array of PatchRow) added; tables that are not there are made.
 * `files` is an Array of WorkspaceFile. */
MUST_CHECK bool patch_files(Arena *arena, const WorkspaceFile *given, size_t count,
                            const Array *rows, Array *files, ProblemList *problems);

#endif
