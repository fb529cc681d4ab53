/* SPDX-License-Identifier: Apache-2.0 */
#include <assert.h>

#include "law/compile.h"

enum { KEY_CLASSES_MAX = 1 << 21 };

typedef struct CrossRow {
    uint64_t key;
    DateRange holds;
    Truth truth;
} CrossRow;

static void find_columns(const Compilation *compilation, const Condition *condition,
                         CrossLeaf *cross) {
    for (size_t i = 0; i < condition->operand_count; i++) {
        if (condition->operands[i].kind == OPERAND_ATTRIBUTE) {
            size_t attribute = condition->operands[i].index;
            assert(compilation->engine->classes[attribute].count < KEY_CLASSES_MAX);
            cross->attributes[cross->count] = attribute;
            cross->columns[cross->count++] = i;
        }
    }
}

static uint64_t key_of_row(const Compilation *compilation, const CrossLeaf *cross,
                           const TableRow *row) {
    uint32_t classes[CROSS_MAX];
    for (size_t i = 0; i < cross->count; i++) {
        classes[i] = law_class_of_value(&compilation->engine->classes[cross->attributes[i]],
                                        &row->values[cross->columns[i]]);
    }
    return law_cross_key(classes, cross->count);
}

static int compare_rows(const void *left, const void *right) {
    const CrossRow *a = left;
    const CrossRow *b = right;
    return a->key != b->key ? (a->key > b->key) - (a->key < b->key)
                            : (a->holds.from > b->holds.from) - (a->holds.from < b->holds.from);
}

static Array rows_of(Compilation *compilation, const Leaf *leaf, CrossLeaf *cross) {
    Array rows = array_new(compilation->scratch, sizeof(CrossRow));
    Truth *row_fits = ARENA_MANY(compilation->arena, Truth, cross->table->row_count);
    for (size_t i = 0; i < cross->table->row_count; i++) {
        const TableRow *row = &cross->table->rows[i];
        bool is_relied_on = row->status < LAW_PARTIAL || compilation->options.accept_unverified;
        row_fits[i] = truth_and(is_relied_on ? TRUTH_YES : TRUTH_UNKNOWN,
                                compile_literals_fit(compilation, &leaf->condition, row));
        if (row_fits[i] > TRUTH_NO) {
            *(CrossRow *)array_add(&rows) =
                (CrossRow){key_of_row(compilation, cross, row), row->holds, row_fits[i]};
        }
    }
    cross->row_fits = row_fits;
    return rows;
}

static Truth truth_on(const CrossRow *rows, size_t count, Date day) {
    Truth truth = TRUTH_NO;
    for (size_t i = 0; i < count; i++) {
        if (date_range_has(rows[i].holds, day)) {
            truth = truth_or(truth, rows[i].truth);
        }
    }
    return truth;
}

/* A day on which some row of the key begins or has ended; the least after `day`. */
static bool next_day(const CrossRow *rows, size_t count, Date day, Date *next) {
    bool is_found = false;
    for (size_t i = 0; i < count; i++) {
        Date days[] = {rows[i].holds.from, date_add_days(rows[i].holds.until, 1)};
        for (size_t j = 0; j < 2; j++) {
            if (days[j] > day && days[j] != DATE_MAX && (!is_found || days[j] < *next)) {
                *next = days[j];
                is_found = true;
            }
        }
    }
    return is_found;
}

static uint32_t add_pieces(const CrossRow *rows, size_t count, Array *pieces) {
    uint32_t added = 0;
    Date day = DATE_MIN;
    bool has_next = true;
    while (has_next) {
        *(CrossPiece *)array_add(pieces) = (CrossPiece){day, truth_on(rows, count, day)};
        added++;
        has_next = next_day(rows, count, day, &day);
    }
    return added;
}

static size_t room_for(size_t count) {
    size_t room = 4;
    while (room < 2 * count + 2) {
        room *= 2;
    }
    return room;
}

enum { BITS_MAX = 1 << 24 };

/* Where the codes are not too many, a bit for each tuple of them. */
static void mark_standing(Compilation *compilation, const Array *rows, CrossLeaf *cross) {
    size_t bits = 1;
    cross->is_plain = true;
    for (size_t i = 0; i < cross->count; i++) {
        cross->sizes[i] = compilation->engine->classes[cross->attributes[i]].key_count;
        bits = bits > BITS_MAX ? bits : bits * cross->sizes[i];
    }
    if (bits > BITS_MAX) {
        return;
    }
    uint64_t *stands = ARENA_MANY(compilation->arena, uint64_t, bits / WORD_BITS + 1);
    for (size_t i = 0; i < rows->count; i++) {
        const CrossRow *row = &ARRAY_ITEMS(CrossRow, rows)[i];
        uint32_t classes[CROSS_MAX];
        law_cross_classes(row->key, cross->count, classes);
        size_t bit = law_cross_bit(cross, classes);
        stands[bit / WORD_BITS] |= UINT64_C(1) << bit % WORD_BITS;
        bool is_always = row->holds.from == DATE_MIN && row->holds.until == DATE_MAX;
        cross->is_plain = cross->is_plain && row->truth == TRUTH_YES && is_always;
    }
    cross->stands = stands;
}

static void make_entries(Compilation *compilation, Array *rows, CrossLeaf *cross) {
    Array pieces = array_new(compilation->arena, sizeof(CrossPiece));
    cross->entry_count = room_for(rows->count);
    CrossEntry *entries = ARENA_MANY(compilation->arena, CrossEntry, cross->entry_count);
    const CrossRow *items = ARRAY_ITEMS(CrossRow, rows);
    array_sort(rows, compare_rows);
    for (size_t i = 0, end = 0; i < rows->count; i = end) {
        for (end = i; end < rows->count && items[end].key == items[i].key; end++) {
        }
        CrossEntry *entry = &entries[law_cross_slot(entries, cross->entry_count, items[i].key)];
        entry->key = items[i].key;
        entry->first = (uint32_t)pieces.count;
        entry->count = add_pieces(&items[i], end - i, &pieces);
    }
    cross->entries = entries;
    cross->pieces = pieces.items;
}

/* Where the bits say all, nothing is looked up. */
void compile_cross(Compilation *compilation, const Leaf *leaf, CrossLeaf *cross) {
    *cross = (CrossLeaf){.table = &compilation->set->tables[leaf->condition.table]};
    find_columns(compilation, &leaf->condition, cross);
    Array rows = rows_of(compilation, leaf, cross);
    mark_standing(compilation, &rows, cross);
    if (cross->stands == NULL || !cross->is_plain) {
        make_entries(compilation, &rows, cross);
    }
    arena_clear(compilation->scratch);
}
