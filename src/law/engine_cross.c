/* SPDX-License-Identifier: Apache-2.0 */
#include "law/compiled.h"
#include "law/engine.h"

enum { KEY_BITS = 21 };

uint64_t law_cross_key(const uint32_t *classes, size_t count) {
    uint64_t key = 0;
    for (size_t i = 0; i < count; i++) {
        key = key << KEY_BITS | classes[i];
    }
    return key;
}

void law_cross_classes(uint64_t key, size_t count, uint32_t *classes) {
    for (size_t i = count; i-- > 0;) {
        classes[i] = (uint32_t)(key & ((UINT64_C(1) << KEY_BITS) - 1));
        key >>= KEY_BITS;
    }
}

/* Of codes themselves, whose classes are even. */
size_t law_cross_bit(const CrossLeaf *cross, const uint32_t *classes) {
    size_t bit = 0;
    for (size_t i = 0; i < cross->count; i++) {
        bit = bit * cross->sizes[i] + (classes[i] - CLASS_FIRST) / 2;
    }
    return bit;
}

size_t law_cross_slot(const CrossEntry *entries, size_t entry_count, uint64_t key) {
    uint64_t hash = key * UINT64_C(0x9E3779B97F4A7C15);
    size_t at = (hash ^ hash >> 32) & (entry_count - 1);
    while (entries[at].key != 0 && entries[at].key != key) {
        at = (at + 1) & (entry_count - 1);
    }
    return at;
}

static Truth found_truth(const CrossLeaf *cross, uint64_t key, Date day) {
    const CrossEntry *entry =
        &cross->entries[law_cross_slot(cross->entries, cross->entry_count, key)];
    Truth truth = TRUTH_NO;
    for (uint32_t i = 0; entry->key != 0 && i < entry->count; i++) {
        const CrossPiece *piece = &cross->pieces[entry->first + i];
        if (piece->from > day) {
            break;
        }
        truth = piece->truth;
    }
    return truth;
}

static bool row_may_fit(const LawEngine *engine, const CrossLeaf *cross, const uint32_t *classes,
                        const TableRow *row) {
    for (size_t i = 0; i < cross->count; i++) {
        uint32_t class = classes[cross->attributes[i]];
        const ValueClasses *told_apart = &engine->classes[cross->attributes[i]];
        if (class != CLASS_UNKNOWN &&
            class != law_class_of_value(told_apart, &row->values[cross->columns[i]])) {
            return false;
        }
    }
    return true;
}

/* Some fact is not known: a row can only fit perhaps. */
static Truth perhaps_truth(const LawEngine *engine, const CrossLeaf *cross, const uint32_t *classes,
                           Date day) {
    for (size_t i = 0; i < cross->table->row_count; i++) {
        const TableRow *row = &cross->table->rows[i];
        if (cross->row_fits[i] > TRUTH_NO && date_range_has(row->holds, day) &&
            row_may_fit(engine, cross, classes, row)) {
            return TRUTH_UNKNOWN;
        }
    }
    return TRUTH_NO;
}

/* Every class is even: of a code that stands in some row, or not known. */
Truth law_cross_truth(const LawEngine *engine, const CrossLeaf *cross, const uint32_t *classes,
                      Date day) {
    uint32_t asked[CROSS_MAX];
    for (size_t i = 0; i < cross->count; i++) {
        asked[i] = classes[cross->attributes[i]];
        if (asked[i] == CLASS_UNKNOWN) {
            return perhaps_truth(engine, cross, classes, day);
        }
    }
    if (cross->stands != NULL) {
        size_t bit = law_cross_bit(cross, asked);
        bool stands = (cross->stands[bit / WORD_BITS] >> bit % WORD_BITS & 1) != 0;
        if (!stands || cross->is_plain) {
            return stands ? TRUTH_YES : TRUTH_NO;
        }
    }
    return found_truth(cross, law_cross_key(asked, cross->count), day);
}
