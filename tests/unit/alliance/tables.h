/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ENTENTE_TESTS_ALLIANCE_TABLES_H
#define ENTENTE_TESTS_ALLIANCE_TABLES_H

/* Several tables in one text, for tests and fuzzing: a line "== party.csv" begins each. */

#include "alliance/alliance.h"

/* The tables of the text; what stands before the first such line is not looked at. */
const WorkspaceFile *tables_split(Arena *arena, Text text, size_t *count);

/* Reads them; `problems` gets what is wrong, formatted, or the empty text. */
const Workspace *tables_read(Arena *arena, Text text, Text *problems);

#endif
