/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ENTENTE_BASE_MAP_H
#define ENTENTE_BASE_MAP_H

/* A map from text to size_t (usually a position in an array), in an arena. Its
 * keys are walked in the order they were added, never in hash order. */

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/text.h"

typedef struct Map Map;

Map *map_new(Arena *arena);

/* Adds the key (copied by reference: its bytes must outlive the map). False, and
 * nothing changed, where the key is there already. Amortised O(1). */
bool map_add(Map *map, Text key, size_t value);

/* The value of the key, which is added with this value where it is not there. Amortised O(1). */
size_t map_find_or_add(Map *map, Text key, size_t value);

/* Finds a key; `value` is set only when found. O(1). */
bool map_find(const Map *map, Text key, size_t *value);

size_t map_count(const Map *map);

/* The key added `index`-th, from 0. */
Text map_key(const Map *map, size_t index);

/* The key nearest to `word` by text_distance, for "did you mean"; false where
 * none is within a third of the word's length (at least 1, at most 3 edits). */
bool map_nearest(const Map *map, Text word, Text *nearest);

#endif
