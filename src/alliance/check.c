/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>
#include <string.h>

#include "alliance/loading.h"

/* What parts the fields of a key: no id has it, and no field is mistaken for two. */
enum { KEY_SEPARATOR = 0x1F };

typedef struct KeyedRow {
    Text key;
    DateRange holds;
    size_t row;
} KeyedRow;

static int compare_keyed(const void *left, const void *right) {
    const KeyedRow *a = left;
    const KeyedRow *b = right;
    int order = text_compare(a->key, b->key);
    if (order == 0) {
        order = (a->holds.from > b->holds.from) - (a->holds.from < b->holds.from);
    }
    return order != 0 ? order : (a->row > b->row) - (a->row < b->row);
}

static bool is_key(const TableSpec *table, size_t column) {
    return (table->columns[column].flags & SCHEMA_KEY) != 0;
}

/* The key columns as written, an empty one as what it stands for. */
static Text key_of(const Loading *loading, size_t table, size_t row) {
    const TableSpec *spec = schema_table(table);
    TextBuilder builder = text_builder_new(loading->arena);
    for (size_t column = 0; column < spec->own_count; column++) {
        if (is_key(spec, column)) {
            Text field = sheet_field(&loading->sheets[table], row, column);
            bool is_given = !text_is_empty(field);
            text_add(&builder, is_given ? field : text_from(spec->columns[column].fallback));
            text_add_character(&builder, KEY_SEPARATOR);
        }
    }
    return text_built(&builder);
}

static DateRange holds_of(const Loading *loading, size_t table, size_t row) {
    const TableSpec *spec = schema_table(table);
    const char *rows = loading_rows(loading, table);
    RowMark mark;
    memcpy(&mark, rows + row * spec->row_size + spec->mark_at, sizeof mark);
    return mark.holds;
}

static KeyedRow *sort_by_key(const Loading *loading, size_t table, size_t count) {
    KeyedRow *keyed = ARENA_MANY(loading->arena, KeyedRow, count);
    for (size_t row = 0; row < count; row++) {
        keyed[row] = (KeyedRow){
            .key = key_of(loading, table, row), .holds = holds_of(loading, table, row), .row = row};
    }
    if (count > 1) {
        qsort(keyed, count, sizeof(KeyedRow), compare_keyed);
    }
    return keyed;
}

/* "item `gallium`, attribute `material`" */
static Text format_key(const Loading *loading, Place place) {
    const TableSpec *spec = schema_table(place.table);
    TextBuilder builder = text_builder_new(loading->arena);
    for (size_t column = 0; column < spec->own_count; column++) {
        Text field = sheet_field(&loading->sheets[place.table], place.row, column);
        if (is_key(spec, column) && !text_is_empty(field)) {
            Text shown = loading_shown(loading, field);
            text_add_format(&builder, "%s%s `%.*s`", builder.length == 0 ? "" : ", ",
                            spec->columns[column].name, TEXT_ARGS(shown));
        }
    }
    return text_built(&builder);
}

/* The later line is the one complained of. */
static void complain_of_overlap(Loading *loading, size_t table, size_t one, size_t other) {
    Place place = {table, one > other ? one : other, 0};
    size_t first = one > other ? other : one;
    Text key = format_key(loading, place);
    loading_complain(loading, place,
                     "%.*s is on line %zu already, for dates that overlap; keep one or part "
                     "them by from and until",
                     TEXT_ARGS(key), loading->sheets[table].csv.rows[first].line);
}

/* Among rows of one key, by their first day, one overlaps an earlier one where it begins
 * before the last day so far is over. */
static void check_overlaps(Loading *loading, size_t table, const KeyedRow *keyed, size_t count) {
    size_t longest = 0;
    for (size_t i = 1; i < count; i++) {
        if (!text_equals(keyed[i].key, keyed[longest].key)) {
            longest = i;
            continue;
        }
        if (keyed[i].holds.from <= keyed[longest].holds.until) {
            complain_of_overlap(loading, table, keyed[i].row, keyed[longest].row);
        }
        if (keyed[i].holds.until > keyed[longest].holds.until) {
            longest = i;
        }
    }
}

static bool has_key(const TableSpec *table) {
    for (size_t column = 0; column < table->own_count; column++) {
        if (is_key(table, column)) {
            return true;
        }
    }
    return false;
}

void loading_check_keys(Loading *loading) {
    for (size_t table = 0; table < TABLE_COUNT; table++) {
        /* Rows that cannot be read may be meant otherwise. */
        if (has_key(schema_table(table)) && loading->sheets[table].is_clean) {
            size_t count = loading_row_count(loading, table);
            check_overlaps(loading, table, sort_by_key(loading, table, count), count);
        }
    }
}

void loading_check_lanes(Loading *loading) {
    const Workspace *workspace = loading->workspace;
    for (size_t i = 0; i < workspace->lane_count; i++) {
        const Lane *lane = &workspace->lanes[i];
        if (lane->from_site == lane->to_site && lane->from_site != ALLIANCE_NONE) {
            Text site = loading_shown(loading, workspace->parties[lane->from_site].id);
            loading_complain(loading, (Place){TABLE_LANE, i, 1},
                             "the lane ends where it begins, at `%.*s`", TEXT_ARGS(site));
        }
    }
}

void loading_check_ownerships(Loading *loading) {
    enum { PERCENT_COLUMN = 2, WHOLE = 100 };
    const Workspace *workspace = loading->workspace;
    for (size_t i = 0; i < workspace->ownership_count; i++) {
        const Ownership *row = &workspace->ownerships[i];
        if (row->percent.is_given &&
            decimal_compare(row->percent.value, decimal_from_integer(WHOLE)) > 0) {
            loading_complain(loading, (Place){TABLE_OWNERSHIP, i, PERCENT_COLUMN},
                             "nobody owns more than 100 percent of a party");
        }
        if (row->owner == row->party && row->owner != ALLIANCE_NONE) {
            loading_complain(loading, (Place){TABLE_OWNERSHIP, i, 1}, "a party cannot own itself");
        }
    }
}
