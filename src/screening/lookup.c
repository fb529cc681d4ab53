/* SPDX-License-Identifier: Apache-2.0 */
#include "screening/lookup.h"

#include <string.h>

static uint32_t bucket_of(const Lookup *lookup, uint32_t hash) {
    return (hash * UINT32_C(0x9E3779B1)) >> lookup->shift;
}

void lookup_add(Array *pairs, uint32_t hash, uint32_t value) {
    LookupPair *pair = array_add(pairs);
    *pair = (LookupPair){.hash = hash, .value = value};
}

void lookup_build(Arena *arena, const Array *pairs, Lookup *lookup) {
    uint32_t bits = 1;
    while (bits < 31 && ((size_t)1 << bits) < pairs->count) {
        bits++;
    }
    *lookup = (Lookup){.shift = 32 - bits, .bucket_count = UINT32_C(1) << bits};
    lookup->starts = ARENA_MANY(arena, uint32_t, (size_t)lookup->bucket_count + 2);
    lookup->values = ARENA_MANY(arena, uint32_t, pairs->count);
    const LookupPair *items = pairs->items;
    /* Counted one bucket further on, so that filling moves each start to its place. */
    for (size_t i = 0; i < pairs->count; i++) {
        lookup->starts[bucket_of(lookup, items[i].hash) + 2]++;
    }
    for (uint32_t i = 2; i <= lookup->bucket_count + 1; i++) {
        lookup->starts[i] += lookup->starts[i - 1];
    }
    for (size_t i = 0; i < pairs->count; i++) {
        lookup->values[lookup->starts[bucket_of(lookup, items[i].hash) + 1]++] = items[i].value;
    }
}

size_t lookup_find(const Lookup *lookup, uint32_t hash, const uint32_t **values) {
    const uint32_t bucket = bucket_of(lookup, hash);
    *values = lookup->values + lookup->starts[bucket];
    return lookup->starts[bucket + 1] - lookup->starts[bucket];
}
