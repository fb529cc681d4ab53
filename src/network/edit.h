/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ENTENTE_NETWORK_EDIT_H
#define ENTENTE_NETWORK_EDIT_H

/* The changes of some barriers as changes of bounds and right sides, gathered by
 * component, each bound once. */

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "network/component.h"
#include "network/network.h"
#include "network/programme.h"

typedef struct Edit {
    size_t component;
    bool is_row;
    size_t index; /* row or column */
    double base;
    double target;
    double span;       /* from base to target; for a lane without a limit, a finite one */
    bool is_unbounded; /* even span is not the most that the lane might carry */
} Edit;

/* A change of stock where nothing moves: its place, or NETWORK_NONE where the network has
 * none for it. */
typedef struct IdleEdit {
    size_t place;
    double change; /* in the item's unit */
    double cost;   /* objective */
} IdleEdit;

typedef struct EditList {
    Edit *edits; /* by component */
    size_t count;
    IdleEdit *idle;
    size_t idle_count;
    double idle_cost;
    bool can_tighten;  /* each change can be undone a little further */
    bool only_relaxes; /* so that the base's plan can still be done */
} EditList;

/* Those of one component. */
typedef struct EditRange {
    const Edit *edits;
    size_t count;
} EditRange;

/* `bounds` is bounds_of_places. ERROR_INVALID names the barrier, counting the first of
 * these as `first`, and the change. */
MUST_CHECK bool edit_list_new(Arena *arena, const Programme *programme, const double *bounds,
                              const NetworkBarrier *barriers, size_t barrier_count, size_t first,
                              EditList *list, Error *error);

/* Walks the components of a list: start with *next = 0. */
bool edit_next_range(const EditList *list, size_t *next, EditRange *range);

/* Sets bounds part of the way: 0 is the base, 1 the target, below 0 is tighter. */
void edit_apply(Programme *programme, EditRange range, double part);

/* The gain for the whole way that a solution's duals promise, from where they hold: by
 * weak duality no more can be gained where the duals are the base's. */
double edit_promise(EditRange range, const Solution *solution);

/* As edit_promise, but INFINITY where the promise rests on a span that is not certain. */
double edit_ceiling(EditRange range, const Solution *solution);

/* The furthest that the edits can be taken back, in parts of the way, before something
 * would be below 0; at most 1. */
double edit_slack(EditRange range);

#endif
