/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ENTENTE_SERVICE_SUPPLY_TREE_H
#define ENTENTE_SERVICE_SUPPLY_TREE_H

/* Private to service/: everything that could bring what a programme wants, from what is wanted
 * back over every lane and recipe, lawful or not. */

#include "service/service.h"

typedef struct SupplyTree {
    bool *places; /* [site * item_count + item]: on the tree */
    bool *lanes;
} SupplyTree;

/* O(depth * (lanes + activities)). */
SupplyTree supply_tree(Arena *arena, const Workspace *workspace, size_t programme);

#endif
