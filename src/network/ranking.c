/* SPDX-License-Identifier: Apache-2.0 */
#include "network/ranking.h"

#include <float.h>
#include <math.h>
#include <stdlib.h>

/* Two worths that differ by less than this part are one. */
static const double SAME = 1e-9;

static int compare(const void *a, const void *b) {
    const Ranked *left = a;
    const Ranked *right = b;
    if (left->is_exact != right->is_exact) {
        return left->is_exact ? -1 : 1;
    }
    if (left->worth < right->worth || left->worth > right->worth) {
        return left->worth > right->worth ? -1 : 1;
    }
    return (left->index > right->index) - (left->index < right->index);
}

void ranking_sort(Ranked *things, size_t count) {
    if (count > 1) {
        qsort(things, count, sizeof(Ranked), compare);
    }
}

enum { AHEAD = 4 };

/* So many are solved together from the i-th on. */
static size_t count_ahead(size_t i, size_t count, size_t top) {
    const size_t wanted = top == 0 ? count : i < top ? top - i : AHEAD;
    return wanted < count - i ? wanted : count - i;
}

/* Keeps the `top` largest, largest first. */
static void keep(double *largest, size_t top, double worth) {
    for (size_t i = 0; i < top; i++) {
        if (worth > largest[i]) {
            const double smaller = largest[i];
            largest[i] = worth;
            worth = smaller;
        }
    }
}

bool ranking_certify(Arena *arena, const Ranked *things, size_t count, size_t top,
                     RankedSolve solve, RankedAhead ahead, void *context, size_t *solve_count) {
    double *largest = ARENA_MANY(arena, double, top);
    for (size_t i = 0; i < top; i++) {
        largest[i] = -DBL_MAX;
    }
    size_t known = 0; /* so many were solved together */
    for (size_t i = 0; i < count; i++) {
        double worth = 0;
        if (top > 0 && things[i].worth < largest[top - 1] - SAME * fabs(largest[top - 1])) {
            break;
        }
        const size_t together = i == known ? count_ahead(i, count, top) : 0;
        if (together > 0 && !ahead(context, &things[i], together)) {
            return false;
        }
        known += together;
        if (!solve(context, things[i].index, &worth)) {
            return false;
        }
        keep(largest, top, worth);
        ++*solve_count;
    }
    return true;
}
