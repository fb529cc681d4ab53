/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ENTENTE_ALLIANCE_INDEX_H
#define ENTENTE_ALLIANCE_INDEX_H

/* What the finders of the face need beside the rows. */

#include "alliance/alliance.h"
#include "base/map.h"

/* What is wanted at one place: the programmes' end use, empty where they do not agree. */
typedef struct PlaceUse {
    size_t site;
    size_t item;
    Text end_use;
} PlaceUse;

struct WorkspaceIndex {
    const Map *parties;
    const Map *items;
    const Map *programmes;
    /* Of party, item or assessment i: rows first[i]..first[i + 1]. */
    const size_t *first_status;
    const size_t *first_attribute;
    const size_t *first_component;
    const size_t *first_answer;
    const PlaceUse *uses; /* by site, then item; each pair once */
    size_t use_count;
};

/* Negative, 0, positive: by site, then item. */
int place_use_compare(const PlaceUse *a, const PlaceUse *b);

#endif
