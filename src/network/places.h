/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ENTENTE_NETWORK_PLACES_H
#define ENTENTE_NETWORK_PLACES_H

/* The places of a network, pairs of site and item that can hold stock, ordered by site
 * and then item; and where each part of the network stands among them. */

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "network/network.h"

typedef struct Places {
    size_t count;
    size_t *site;
    size_t *item;
    size_t *lane_from; /* for each lane, and so on: the place */
    size_t *lane_to;
    size_t *activity_output;
    size_t *input_start; /* for each activity: its first input below */
    size_t *input;       /* for each input of each activity */
    size_t *demand;
    double *stock; /* for each place: what is there at the start */
} Places;

/* O(n log n) in the parts of the network. */
Places places_new(Arena *arena, const Network *network);

/* The place of a site and an item; false where the network has none. O(log n). */
bool places_find(const Places *places, size_t site, size_t item, size_t *place);

#endif
