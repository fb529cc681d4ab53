/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ENTENTE_TEST_RANDOM_NETWORK_H
#define ENTENTE_TEST_RANDOM_NETWORK_H

/* Small networks and barriers from a seed, made to be awkward: whole numbers, so that
 * optima are degenerate; lanes that are closed, half open or without a limit; lanes and
 * activities that take no time or too long; stock that nobody needs. */

#include <stdint.h>

#include "base/arena.h"
#include "network/network.h"

typedef struct RandomSize {
    size_t periods;
    size_t sites;
    size_t items;
    size_t activities;
    size_t lanes;
    size_t demands;
} RandomSize;

/* A seed that moves on. */
typedef struct Random {
    uint64_t state;
} Random;

uint64_t random_below(Random *random, uint64_t limit);

Network random_network(Arena *arena, Random *random, RandomSize size);

/* Barriers of one to three changes that only give way (amounts are not negative). */
NetworkBarrier *random_barriers(Arena *arena, Random *random, const Network *network, size_t count);

#endif
