/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ENTENTE_NETWORK_GROUPS_H
#define ENTENTE_NETWORK_GROUPS_H

/* Things by their owner, each owner's in their order. What NETWORK_NONE owns is in no group. */

#include <stddef.h>

#include "base/arena.h"

typedef struct Groups {
    size_t *start; /* of each owner, and the end of the last, in `at` */
    size_t *at;
} Groups;

typedef struct Group {
    const size_t *at;
    size_t count;
} Group;

/* `owners` is of each of `count` things. O(owners + things). */
Groups groups_new(Arena *arena, const size_t *owners, size_t owner_count, size_t count);

Group groups_of(const Groups *groups, size_t owner);

#endif
