/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ENTENTE_NETWORK_FROZEN_H
#define ENTENTE_NETWORK_FROZEN_H

/* What is left of a plan when something is lost and nobody does anything new: every flow of
 * the plan goes on as far as what reaches it and what is left of its capacity allow. This is
 * a plan of the network with the loss, so its objective bounds the best one's from above. */

#include "base/arena.h"
#include "network/network.h"
#include "network/programme.h"

typedef struct Frozen Frozen;

/* All live as long as the result, which may be asked by one thread at a time. */
Frozen *frozen_new(Arena *arena, const Programme *programme, const Plan *plan);

/* By how much the objective grows, but for stock where nothing moves. The loss's changes must be
 * possible. O(columns of the components that it touches). */
double frozen_loss(Frozen *frozen, const NetworkBarrier *loss);

#endif
