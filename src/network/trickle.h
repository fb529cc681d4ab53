/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ENTENTE_NETWORK_TRICKLE_H
#define ENTENTE_NETWORK_TRICKLE_H

/* One cascade alone (docs/stress.md), followed from the firms that something goes missing at: most
 * firms that stop are felt by few others, and what nobody feels is never looked at. The work is
 * that of the links that something passes over. One that grows is given up, for others are better
 * at it (cascade.c). A Trickle belongs to one process. */

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "network/firms.h"
#include "network/network.h"

/* What is gone of each firm, 0..1, and the firms of which it is above 0 or may become so, in the
 * order in which the cascade came to them. */
typedef struct FirmLosses {
    double *gone;
    double *next;
    size_t *firms;
    size_t count;
    bool *is_in;
} FirmLosses;

typedef struct Trickle Trickle;

/* `links_max` is over how many links a cascade may pass in one step before it is given up. All that
 * is given must outlive it. */
Trickle *trickle_new(Arena *arena, const FirmNetwork *network, const FirmArcs *arcs,
                     double tolerance, size_t links_max);

/* Follows a firm that stops. True, and the risk, where the cascade ended; false where it was given
 * up: it goes on from trickle_supplies and trickle_orders, which hold until the next run. */
bool trickle_run(Trickle *trickle, size_t stopped, FirmRisk *risk);

const FirmLosses *trickle_supplies(const Trickle *trickle);
const FirmLosses *trickle_orders(const Trickle *trickle);

#endif
