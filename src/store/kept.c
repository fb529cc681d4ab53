/* SPDX-License-Identifier: Apache-2.0 */
#include "base/digest.h"
#include "store/engine.h"

/* Texts by their digest, and the law they make up. */

bool store_keep(Arena *arena, Store *store, Text content, Text *digest, Error *error) {
    const Text own = digest_bytes(arena, content);
    const Value values[] = {value_text(own), value_bytes(content)};
    if (!store_execute(store,
                       TEXT("INSERT INTO \"kept\" (\"digest\", \"content\") VALUES ($1, $2)"
                            " ON CONFLICT (\"digest\") DO NOTHING"),
                       values, 2, error)) {
        return false;
    }
    *digest = own;
    return true;
}

bool store_find_kept(Arena *arena, Store *store, Text digest, Text *content, Error *error) {
    const Value values[] = {value_text(digest)};
    Rows rows = {0};
    if (!store_query(arena, store, TEXT("SELECT \"content\" FROM \"kept\" WHERE \"digest\" = $1"),
                     values, 1, &rows, error)) {
        return false;
    }
    if (rows.count == 0) {
        return error_set(error, ERROR_MISSING, "nothing with the digest `%.*s` is kept in `%.*s`",
                         TEXT_ARGS(digest), TEXT_ARGS(store->shown));
    }
    const Text found = rows_at(&rows, 0, 0)->text;
    if (!text_equals(digest_bytes(arena, found), digest)) {
        return error_set(error, ERROR_INVALID, "what `%.*s` keeps as `%.*s` was changed",
                         TEXT_ARGS(store->shown), TEXT_ARGS(digest));
    }
    *content = found;
    return true;
}

typedef struct SavedLaw {
    const StorePack *packs;
    size_t count;
} SavedLaw;

static bool save_law(Store *store, void *context, Error *error) {
    const SavedLaw *law = context;
    if (!store_execute(store, TEXT("DELETE FROM \"law\""), NULL, 0, error)) {
        return false;
    }
    for (size_t i = 0; i < law->count; i++) {
        const Value values[] = {value_integer((int64_t)i + 1), value_text(law->packs[i].name),
                                value_text(law->packs[i].digest)};
        if (!store_execute(store,
                           TEXT("INSERT INTO \"law\" (\"position\", \"name\", \"digest\")"
                                " VALUES ($1, $2, $3)"),
                           values, 3, error)) {
            return false;
        }
    }
    return true;
}

bool store_save_law(Store *store, const StorePack *packs, size_t count, Error *error) {
    SavedLaw law = {packs, count};
    return store_within(store, save_law, &law, error);
}

bool store_load_law(Arena *arena, Store *store, const StorePack **packs, size_t *count,
                    Error *error) {
    Rows rows = {0};
    if (!store_query(arena, store,
                     TEXT("SELECT \"name\", \"digest\" FROM \"law\" ORDER BY \"position\""), NULL,
                     0, &rows, error)) {
        return false;
    }
    StorePack *found = ARENA_MANY(arena, StorePack, rows.count);
    for (size_t i = 0; i < rows.count; i++) {
        found[i] = (StorePack){rows_at(&rows, i, 0)->text, rows_at(&rows, i, 1)->text};
    }
    *packs = found;
    *count = rows.count;
    return true;
}
