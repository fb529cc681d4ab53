/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ENTENTE_SERVICE_TABLE_KEEP_H
#define ENTENTE_SERVICE_TABLE_KEEP_H

/* Private to service/: tables of a workspace changed where it is kept, a folder or a database, with
 * a row of the chain. */

#include "service/service.h"

/* What a change makes of a workspace. */
typedef struct TablesMade {
    const StoreFile *tables; /* each in the place of the one of its name, or new; in this order */
    size_t table_count;
    Text kind; /* of the row on the chain */
    Text inputs;
    Text output;
} TablesMade;

/* A table as it stands before the change; empty where there is none. */
typedef struct TablesBefore {
    const StoreFile *files;
    size_t count;
} TablesBefore;

Text tables_before(const TablesBefore *before, Text name);

typedef bool (*TablesMake)(Arena *arena, const Workspace *workspace, const TablesBefore *before,
                           void *context, TablesMade *made, Error *error);

/* Reads the workspace, makes the tables, and writes them with the record: in a database in one
 * transaction that no other of these overlaps; for a folder the record comes before the files. What
 * would be no workspace any more is an error, and nothing is written. `number` is the row of the
 * chain, 0 where there is none. */
MUST_CHECK bool tables_change(Arena *arena, const ListingKeeping *keeping, TablesMake make,
                              void *context, int64_t *number, Error *error);

#endif
