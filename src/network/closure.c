/* SPDX-License-Identifier: Apache-2.0 */
#include <stdint.h>
#include <string.h>

#include "network/firms.h"
#include "network/network.h"

/* How many firms each can reach, for SOURCES firms at once: each firm keeps a bit for each source
 * that has come to it, and passes on those that it has not passed on yet. */

enum { WORDS = 8, WORD_BITS = 64, SOURCES = WORDS * WORD_BITS, PLANES = 48 };

typedef struct Bits {
    uint64_t at[WORDS];
} Bits;

typedef struct Walk {
    size_t firm_count;
    const size_t *start;
    const Arc *arcs;
    Bits *seen;
    Bits *fresh; /* of what was seen, what is not passed on yet */
    size_t *waiting;
    size_t waiting_count;
    size_t *coming; /* those that wait for the next round */
    size_t coming_count;
    bool *is_coming;
} Walk;

static Walk walk_new(Arena *arena, size_t firms) {
    return (Walk){.firm_count = firms,
                  .seen = ARENA_MANY(arena, Bits, firms),
                  .fresh = ARENA_MANY(arena, Bits, firms),
                  .waiting = ARENA_MANY(arena, size_t, firms),
                  .coming = ARENA_MANY(arena, size_t, firms),
                  .is_coming = ARENA_MANY(arena, bool, firms)};
}

static void come(Walk *walk, size_t firm) {
    if (!walk->is_coming[firm]) {
        walk->is_coming[firm] = true;
        walk->coming[walk->coming_count++] = firm;
    }
}

static void pass_on(Walk *walk, size_t firm, const Bits *carried) {
    for (size_t i = walk->start[firm]; i < walk->start[firm + 1]; i++) {
        const size_t other = walk->arcs[i].firm;
        uint64_t any = 0;
        if (!(walk->arcs[i].part > 0)) {
            continue;
        }
        for (size_t w = 0; w < WORDS; w++) {
            const uint64_t added = carried->at[w] & ~walk->seen[other].at[w];
            walk->seen[other].at[w] |= added;
            walk->fresh[other].at[w] |= added;
            any |= added;
        }
        if (any != 0) {
            come(walk, other);
        }
    }
}

/* One round of breadth-first search from all sources. */
static void walk_on(Walk *walk) {
    size_t *emptied = walk->waiting;
    walk->waiting = walk->coming;
    walk->waiting_count = walk->coming_count;
    walk->coming = emptied;
    walk->coming_count = 0;
    for (size_t n = 0; n < walk->waiting_count; n++) {
        walk->is_coming[walk->waiting[n]] = false;
    }
    for (size_t n = 0; n < walk->waiting_count; n++) {
        const size_t firm = walk->waiting[n];
        const Bits carried = walk->fresh[firm];
        walk->fresh[firm] = (Bits){{0}};
        pass_on(walk, firm, &carried);
    }
}

/* Adds one to each source's count whose bit is set: the counts stand in binary, one digit of all
 * of them in a word. */
static void count_bits(uint64_t digits[PLANES], uint64_t bits) {
    for (size_t i = 0; i < PLANES && bits != 0; i++) {
        const uint64_t carried = digits[i] & bits;
        digits[i] ^= bits;
        bits = carried;
    }
}

static size_t count_of(const uint64_t digits[PLANES], size_t bit) {
    size_t count = 0;
    for (size_t i = 0; i < PLANES; i++) {
        count |= (size_t)((digits[i] >> bit) & 1) << i;
    }
    return count;
}

static void count_block(const Walk *walk, size_t count, size_t *counts) {
    for (size_t w = 0; w * WORD_BITS < count; w++) {
        uint64_t digits[PLANES] = {0};
        for (size_t i = 0; i < walk->firm_count; i++) {
            count_bits(digits, walk->seen[i].at[w]);
        }
        for (size_t k = w * WORD_BITS; k < count && k < (w + 1) * WORD_BITS; k++) {
            counts[k] = count_of(digits, k % WORD_BITS);
        }
    }
}

/* A firm is not counted among those that it reaches, although it may reach itself. */
static void walk_from(Walk *walk, size_t first, size_t count, size_t *counts) {
    memset(walk->seen, 0, walk->firm_count * sizeof(Bits));
    for (size_t k = 0; k < count; k++) {
        const uint64_t bit = UINT64_C(1) << (k % WORD_BITS);
        walk->seen[first + k].at[k / WORD_BITS] |= bit;
        walk->fresh[first + k].at[k / WORD_BITS] |= bit;
        come(walk, first + k);
    }
    while (walk->coming_count > 0) {
        walk_on(walk);
    }
    count_block(walk, count, counts);
    for (size_t k = 0; k < count; k++) {
        counts[k]--;
    }
}

static void count_reached(Walk *walk, size_t *counts) {
    for (size_t first = 0; first < walk->firm_count; first += SOURCES) {
        const size_t left = walk->firm_count - first;
        walk_from(walk, first, left < SOURCES ? left : SOURCES, counts + first);
    }
}

void network_reach(const FirmNetwork *network, size_t *buyers, size_t *suppliers) {
    Arena *scratch CLEANUP(arena_close) = arena_new();
    const FirmArcs arcs = firm_arcs_new(scratch, network);
    Walk walk = walk_new(scratch, network->firm_count);
    walk.start = arcs.buyer_start;
    walk.arcs = arcs.buyers;
    count_reached(&walk, buyers);
    walk.start = arcs.supplier_start;
    walk.arcs = arcs.suppliers;
    count_reached(&walk, suppliers);
}
