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

/* Both arrays of arcs are followed by so many that lead to the first firm, for who looks ahead. */
enum { ARCS_AHEAD = 16 };

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

/* The same links from the end that something goes missing at: for each firm the groups (as `firm`)
 * that it supplies, with the part of it in each; and those it orders from, with the part of their
 * sales. `group_buyer` says whose group each is. */
typedef struct FirmPushes {
    const size_t *output_start;
    const Arc *outputs;
    const size_t *order_start;
    const Arc *orders;
    const size_t *group_buyer;
    size_t group_count;
} FirmPushes;

FirmPushes firm_pushes_new(Arena *arena, const FirmNetwork *network, const FirmArcs *arcs);

#endif
