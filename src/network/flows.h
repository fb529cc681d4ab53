/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ENTENTE_NETWORK_FLOWS_H
#define ENTENTE_NETWORK_FLOWS_H

/* The flows of a plan, by the components of the programme and by the places that they leave, and an
 * order of the places in which they can be followed. What has no column in the programme moves in
 * no plan, and is in no group. */

#include "base/arena.h"
#include "network/groups.h"
#include "network/network.h"
#include "network/programme.h"

typedef struct Flows {
    const Programme *programme;
    const Network *network;
    const Places *places;
    const Plan *plan;
    size_t periods;
    /* Of each component. */
    Groups own_lanes;
    Groups own_activities;
    Groups own_demands;
    Groups own_resources;
    Groups own_quotas;
    /* Of each place. */
    Groups lanes; /* those that leave it */
    Groups uses;  /* inputs of activities, counted through */
    Groups demands;
    size_t *user;       /* of each input: its activity */
    double *need;       /* ... and how much of it one unit takes */
    size_t *need_count; /* of each activity: inputs of which it takes something */
    size_t *limited_by; /* of each activity: the resource of which it takes something */
    size_t *order;      /* [period * places + n], n as in component_places */
    size_t *depth;      /* while an order is found: how much must come before */
} Flows;

/* All live as long as the result. O(columns). */
Flows flows_new(Arena *arena, const Programme *programme, const Plan *plan);

/* The places of a component so that, in this period, what arrives at once comes first. */
size_t *flows_order(const Flows *flows, size_t component, size_t period);

#endif
