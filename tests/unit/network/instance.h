/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ENTENTE_TEST_INSTANCE_H
#define ENTENTE_TEST_INSTANCE_H

/* Networks of known optimum, read from the tables under data/ (its README says where
 * they come from), with their scenarios as changed networks. */

#include "base/arena.h"
#include "network/network.h"

typedef struct Instance {
    Network network;
    size_t scenario_count;
    const double *objectives; /* of each scenario */
    const Network *scenarios;
} Instance;

/* Reads a folder of data/; ends the program where that fails. */
Instance instance_read(Arena *arena, const char *name);

/* The same of a folder that is not of data/, with so many periods, without objectives. */
Instance instance_read_other(Arena *arena, const char *name, size_t periods);

/* What makes the base into a scenario. */
NetworkBarrier instance_loss(Arena *arena, const Instance *instance, size_t scenario);

#endif
