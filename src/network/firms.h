/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ENTENTE_NETWORK_FIRMS_H
#define ENTENTE_NETWORK_FIRMS_H

/* A network of firms as compressed arrays: whom each sells to, and whom it buys from, those that
 * supply one sector together. */

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "network/network.h"

/* One supplier of a firm, or one buyer of it. */
typedef struct Arc {
    size_t firm;
    double part;
} Arc;

/* Suppliers of one sector to one firm, whose loss it feels on its own (essential) or together
 * with its other inputs (ordinary). */
typedef struct InputGroup {
    size_t first;
    size_t count;
    bool is_essential;
} InputGroup;

typedef struct FirmArcs {
    const double *sales; /* of each firm */
    double total_sales;
    const size_t *group_start; /* for each firm: its first group */
    const InputGroup *groups;  /* without those that it can do without */
    const size_t *supplier_start;
    const Arc *suppliers; /* with those */
    const size_t *buyer_start;
    const Arc *buyers;
} FirmArcs;

FirmArcs firm_arcs_new(Arena *arena, const FirmNetwork *network);

#endif
