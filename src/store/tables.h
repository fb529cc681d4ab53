/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ENTENTE_STORE_TABLES_H
#define ENTENTE_STORE_TABLES_H

/* Private to store/: the workspace's tables in the database, which are those with columns
 * "position" and "other". */

#include "base/map.h"
#include "store/engine.h"

typedef struct StoreTable {
    Text name;
    const Map *columns; /* those that hold cells */
} StoreTable;

typedef struct StoreTables {
    const StoreTable *items;
    size_t count;
    Map *names; /* positions by name */
} StoreTables;

MUST_CHECK bool store_tables_read(Arena *arena, Store *store, StoreTables *tables, Error *error);

/* "name", for a statement. */
void store_add_name(TextBuilder *sql, Text name);

#endif
