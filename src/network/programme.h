/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ENTENTE_NETWORK_PROGRAMME_H
#define ENTENTE_NETWORK_PROGRAMME_H

/* The network written as linear programmes, one for each component (parts that share
 * neither flows nor resources nor quotas), and where everything stands in them.
 *
 * Inside, an item is counted in its item_scale, a resource and a quota in the largest
 * amount that one such unit takes, and the objective in the component's objective_scale;
 * nothing outside this folder sees these units. */

#include <stddef.h>

#include "base/arena.h"
#include "network/groups.h"
#include "network/network.h"
#include "network/places.h"
#include "network/solver.h"

typedef struct Component {
    LinearProgramme programme;
    double objective_scale; /* objective for one unit of the programme's */
    double size;            /* total of its demands and stocks, in scaled units */
} Component;

typedef struct Programme {
    const Network *network;
    Places places;
    size_t *useful; /* for each place: periods in which a unit is useful */
    size_t *moved;  /* for each place: periods, at least 1, after which nothing comes or goes; it
                       has so many rows and columns, the last of which stands for all later ones */

    Component *components;
    size_t component_count;

    /* The component, or NETWORK_NONE; then the first of period_count rows or columns. */
    size_t *place_component;
    Groups component_places; /* of each component */
    size_t *place_row;
    size_t *place_column;
    size_t *resource_component;
    size_t *resource_row;
    size_t *quota_component;
    size_t *quota_row; /* one only */
    size_t *demand_row;
    size_t *delivered_column;
    size_t *owed_column;
    size_t *activity_column; /* [activity * periods + period], or NETWORK_NONE: left out */
    size_t *lane_column;     /* [lane * periods + period], or NETWORK_NONE: left out */

    double *resource_scale;
    double *quota_scale;
} Programme;

Programme programme_new(Arena *arena, const Network *network);

/* Every column of an activity (lane) is in the component of the place it leaves from or
 * arrives at; NETWORK_NONE where it has no column. */
size_t programme_activity_component(const Programme *programme, size_t activity);
size_t programme_lane_component(const Programme *programme, size_t lane);
size_t programme_demand_component(const Programme *programme, size_t demand);

/* What a place costs that is in no component: its stock is held to the end. */
double programme_idle_cost(const Programme *programme, size_t item, double quantity);

#endif
