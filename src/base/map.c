/* SPDX-License-Identifier: Apache-2.0 */
#include "base/map.h"

#include <assert.h>

#include "base/array.h"

enum { FIRST_SLOT_COUNT = 16, NEAREST_EDITS_MAX = 3 };

typedef struct Entry {
    Text key;
    uint64_t hash;
    size_t value;
} Entry;

struct Map {
    Arena *arena;
    Array entries;     /* of Entry, as they were added */
    size_t *slots;     /* a position in entries plus one; 0 is a free slot */
    size_t slot_count; /* a power of two, more than half of it free */
};

Map *map_new(Arena *arena) {
    Map *map = ARENA_NEW(arena, Map);
    map->arena = arena;
    map->entries = array_new(arena, sizeof(Entry));
    map->slots = ARENA_MANY(arena, size_t, FIRST_SLOT_COUNT);
    map->slot_count = FIRST_SLOT_COUNT;
    return map;
}

static const Entry *entry_at(const Map *map, size_t index) {
    assert(index < map->entries.count);
    return &ARRAY_ITEMS(Entry, &map->entries)[index];
}

/* The slot that holds the key, or the free one where it belongs. */
static size_t slot_of(const Map *map, Text key, uint64_t hash) {
    size_t mask = map->slot_count - 1;
    /* The low bits of FNV-1a alone depend on the low bits of the bytes alone. */
    size_t slot = (size_t)(hash ^ (hash >> 32)) & mask;
    while (map->slots[slot] != 0) {
        const Entry *entry = entry_at(map, map->slots[slot] - 1);
        if (entry->hash == hash && text_equals(entry->key, key)) {
            break;
        }
        slot = (slot + 1) & mask;
    }
    return slot;
}

static void grow(Map *map) {
    map->slot_count *= 2;
    map->slots = ARENA_MANY(map->arena, size_t, map->slot_count);
    for (size_t i = 0; i < map->entries.count; i++) {
        const Entry *entry = entry_at(map, i);
        map->slots[slot_of(map, entry->key, entry->hash)] = i + 1;
    }
}

/* The entry of the key, which is added with the value where there is none. */
static const Entry *place_of(Map *map, Text key, size_t value) {
    uint64_t hash = text_hash(key);
    size_t slot = slot_of(map, key, hash);
    if (map->slots[slot] != 0) {
        return entry_at(map, map->slots[slot] - 1);
    }
    if ((map->entries.count + 1) * 2 > map->slot_count) {
        grow(map);
        slot = slot_of(map, key, hash);
    }
    Entry *entry = array_add(&map->entries);
    *entry = (Entry){.key = key, .hash = hash, .value = value};
    map->slots[slot] = map->entries.count;
    return entry;
}

bool map_add(Map *map, Text key, size_t value) {
    size_t count = map->entries.count;
    (void)place_of(map, key, value);
    return map->entries.count > count;
}

size_t map_find_or_add(Map *map, Text key, size_t value) {
    return place_of(map, key, value)->value;
}

bool map_find(const Map *map, Text key, size_t *value) {
    size_t held = map->slots[slot_of(map, key, text_hash(key))];
    if (held == 0) {
        return false;
    }
    *value = entry_at(map, held - 1)->value;
    return true;
}

size_t map_count(const Map *map) {
    return map->entries.count;
}

Text map_key(const Map *map, size_t index) {
    return entry_at(map, index)->key;
}

static size_t edits_allowed(Text word) {
    size_t third = word.length / 3;
    if (third < 1) {
        return 1;
    }
    return third < NEAREST_EDITS_MAX ? third : NEAREST_EDITS_MAX;
}

bool map_nearest(const Map *map, Text word, Text *nearest) {
    size_t best = edits_allowed(word) + 1;
    bool is_found = false;
    for (size_t i = 0; i < map_count(map); i++) {
        size_t distance = text_distance(word, map_key(map, i));
        if (distance < best) {
            best = distance;
            *nearest = map_key(map, i);
            is_found = true;
        }
    }
    return is_found;
}
