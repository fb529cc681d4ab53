/* SPDX-License-Identifier: Apache-2.0 */
#include "network/groups.h"

#include "network/network.h"

Groups groups_new(Arena *arena, const size_t *owners, size_t owner_count, size_t count) {
    Groups groups = {ARENA_MANY(arena, size_t, owner_count + 2), ARENA_MANY(arena, size_t, count)};
    size_t *end = groups.start + 1; /* of each owner's things so far; in the end, of all of them */
    for (size_t i = 0; i < count; i++) {
        if (owners[i] != NETWORK_NONE) {
            end[owners[i] + 1]++;
        }
    }
    for (size_t i = 0; i < owner_count; i++) {
        end[i + 1] += end[i];
    }
    for (size_t i = 0; i < count; i++) {
        if (owners[i] != NETWORK_NONE) {
            groups.at[end[owners[i]]++] = i;
        }
    }
    return groups;
}

Group groups_of(const Groups *groups, size_t owner) {
    const size_t start = groups->start[owner];
    return (Group){groups->at + start, groups->start[owner + 1] - start};
}
