/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ENTENTE_BASE_ARRAY_H
#define ENTENTE_BASE_ARRAY_H

/* A growing array of items of one size, in an arena. Growing moves the items, so
 * a pointer to an item is good until the next array_add. */

#include <stddef.h>

#include "base/arena.h"

typedef struct Array {
    Arena *arena;
    void *items;
    size_t count;
    size_t capacity;
    size_t item_size;
} Array;

Array array_new(Arena *arena, size_t item_size);

/* Adds one zeroed item and gives its place. Amortised O(1). */
void *array_add(Array *array);

/* Adds so many zeroed items, at least one, that stand together, and gives the first's place. */
void *array_add_many(Array *array, size_t count);

/* The item at `index`, which must be below count. */
void *array_at(const Array *array, size_t index);

/* As qsort, and linear where the items stand in order already. */
void array_sort(Array *array, int (*compare)(const void *left, const void *right));

/* The items as a C array: ARRAY_ITEMS(Text, &names)[i]. */
#define ARRAY_ITEMS(Type, array) ((Type *)(array)->items)

#endif
