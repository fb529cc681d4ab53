/* SPDX-License-Identifier: Apache-2.0 */
#include "base/array.h"

#include <assert.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

enum { FIRST_CAPACITY = 8 };

Array array_new(Arena *arena, size_t item_size) {
    assert(item_size > 0);
    return (Array){.arena = arena, .item_size = item_size};
}

static void grow(Array *array) {
    size_t capacity = FIRST_CAPACITY;
    if (array->capacity > 0 && __builtin_mul_overflow(array->capacity, 2, &capacity)) {
        arena_exhausted();
    }
    size_t bytes = array->capacity * array->item_size;
    if (array->capacity > 0 && capacity <= SIZE_MAX / array->item_size &&
        arena_extend(array->arena, array->items, bytes, capacity * array->item_size)) {
        array->capacity = capacity;
        return;
    }
    void *items = arena_allocate_many(array->arena, capacity, array->item_size);
    if (array->count > 0) {
        memcpy(items, array->items, array->count * array->item_size);
    }
    array->items = items;
    array->capacity = capacity;
}

void *array_add(Array *array) {
    if (array->count == array->capacity) {
        grow(array);
    }
    char *item = (char *)array->items + array->count * array->item_size;
    /* A caller may have lowered count, so the place need not be fresh. */
    memset(item, 0, array->item_size);
    array->count++;
    return item;
}

void *array_add_many(Array *array, size_t count) {
    assert(count > 0);
    while (array->capacity - array->count < count) {
        grow(array);
    }
    char *items = (char *)array->items + array->count * array->item_size;
    memset(items, 0, count * array->item_size);
    array->count += count;
    return items;
}

void *array_at(const Array *array, size_t index) {
    assert(index < array->count);
    return (char *)array->items + index * array->item_size;
}

static bool is_in_order(const Array *array, int (*compare)(const void *left, const void *right)) {
    const char *item = array->items;
    for (size_t i = 1; i < array->count; i++, item += array->item_size) {
        if (compare(item, item + array->item_size) > 0) {
            return false;
        }
    }
    return true;
}

void array_sort(Array *array, int (*compare)(const void *left, const void *right)) {
    if (!is_in_order(array, compare)) {
        qsort(array->items, array->count, array->item_size, compare);
    }
}
