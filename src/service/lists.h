/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ENTENTE_SERVICE_LISTS_H
#define ENTENTE_SERVICE_LISTS_H

/* Private to service/: a folder of lists (docs/screening.md): `lists.csv` says which release
 * of each list holds, and the releases lie beside it, each under its digest. A release is
 * written whole before `lists.csv` names it, so that a failure leaves what held before. */

#include "base/array.h"
#include "service/service.h"

typedef struct KeptList {
    Text name;
    Text file; /* in the folder */
    Text title;
    Text format;
    Text released; /* YYYY-MM-DD, or empty */
    Text sha256;   /* of the release, see ScreeningList */
    Text source;   /* where it was imported from */
    Text imported; /* YYYY-MM-DD */
    Text parties;
    Text names;
    Text previous; /* the file of the release before, or empty */
} KeptList;

/* `kept` is an Array of KeptList; empty where the folder has no lists.csv. */
MUST_CHECK bool lists_load(Arena *arena, Text folder, Array *kept, Error *error);
/* As lists_load; a folder without lists is an error. */
MUST_CHECK bool lists_load_some(Arena *arena, Text folder, Array *kept, Error *error);
MUST_CHECK bool lists_save(Arena *arena, Text folder, const Array *kept, Error *error);
KeptList *lists_find(const Array *kept, Text name);

/* Reads a list from its file or files; `parts` are the bytes of each (SDN, ALT and ADD). */
typedef struct ListFiles {
    Text parts[3];
    bool is_ofac;
} ListFiles;

MUST_CHECK bool lists_read(Arena *arena, Text path, ScreeningList *list, ListFiles *files,
                           Error *error);

#endif
