/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ENTENTE_SCREENING_LOOKUP_H
#define ENTENTE_SCREENING_LOOKUP_H

/* Private to screening/: numbers found by a hash. Built once from pairs; whoever looks up must
 * check what is found, for several hashes share a bucket. */

#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/array.h"

typedef struct LookupPair {
    uint32_t hash;
    uint32_t value;
} LookupPair;

typedef struct Lookup {
    uint32_t *starts; /* a bucket's first value */
    uint32_t *values;
    uint32_t shift; /* which bits of the mixed hash are the bucket */
    uint32_t bucket_count;
} Lookup;

void lookup_add(Array *pairs, uint32_t hash, uint32_t value);
/* `pairs` is an Array of LookupPair. Values of a bucket stay in the order they were added. O(n). */
void lookup_build(Arena *arena, const Array *pairs, Lookup *lookup);
/* What may have this hash. */
size_t lookup_find(const Lookup *lookup, uint32_t hash, const uint32_t **values);

#endif
