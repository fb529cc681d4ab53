/* SPDX-License-Identifier: Apache-2.0 */
#include "store/tables.h"

/* The table's columns; NULL where it is none of a workspace's. */
static bool read_columns(Arena *arena, Store *store, Text table, const Map **columns,
                         Error *error) {
    Rows rows = {0};
    const Value values[] = {value_text(table)};
    if (!store_query(arena, store, text_from(store->engine->find_columns), values, 1, &rows,
                     error)) {
        return false;
    }
    Map *found = map_new(arena);
    size_t own = 0;
    for (size_t i = 0; i < rows.count; i++) {
        const Text name = rows_at(&rows, i, 0)->text;
        if (text_equals(name, TEXT("position")) || text_equals(name, TEXT("other"))) {
            own++;
        } else {
            (void)map_add(found, name, i);
        }
    }
    *columns = own == 2 ? found : NULL;
    return true;
}

bool store_tables_read(Arena *arena, Store *store, StoreTables *tables, Error *error) {
    Rows rows = {0};
    Array items = array_new(arena, sizeof(StoreTable));
    Map *names = map_new(arena);
    if (!store_query(arena, store, text_from(store->engine->find_tables), NULL, 0, &rows, error)) {
        return false;
    }
    for (size_t i = 0; i < rows.count; i++) {
        StoreTable table = {.name = rows_at(&rows, i, 0)->text};
        if (!read_columns(arena, store, table.name, &table.columns, error)) {
            return false;
        }
        if (table.columns != NULL && map_add(names, table.name, items.count)) {
            *(StoreTable *)array_add(&items) = table;
        }
    }
    *tables = (StoreTables){ARRAY_ITEMS(StoreTable, &items), items.count, names};
    return true;
}

void store_add_name(TextBuilder *sql, Text name) {
    text_add_character(sql, '"');
    text_add(sql, name);
    text_add_character(sql, '"');
}
