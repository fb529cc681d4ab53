/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ENTENTE_NETWORK_FOLD_H
#define ENTENTE_NETWORK_FOLD_H

/* What the engine need not see. A row that only limits one column is a bound of that column: what
 * one site makes of one thing needs no row for its capacity. Columns that are equal in all but
 * their bounds, as two lanes side by side, are one column. Which those are depends on the matrix,
 * the costs and the signs of bounds; how tight bounds are is read from the programme at each run.
 */

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "network/solver.h"

enum { FOLDED_AWAY = -1 };

typedef struct Fold {
    size_t kept_count; /* rows that are left */
    int *kept;         /* of each row: its position among those, or FOLDED_AWAY */
    int *limit;        /* of each column: the row that became its bound, or FOLDED_AWAY */
    double *taken;     /* of each column: how much of that row one unit takes */
    size_t *first;     /* of each column: the first that is equal to it, or itself */
} Fold;

/* Of each column at most one row is folded away. O(entries). */
Fold fold_new(Arena *arena, const LinearProgramme *programme);

/* For each column that is a first, how much there can be of all that are equal to it. */
double *fold_uppers(Arena *arena, const Fold *fold, const LinearProgramme *programme);

/* A basis in which the first is basic where one that is equal to it was. */
unsigned char *fold_basis(Arena *arena, const Fold *fold, const LinearProgramme *programme,
                          const unsigned char *basis);

/* Shares what was found for each first out among all that are equal to it: as much as there can be
 * to the first, then to the next. */
void fold_share(const Fold *fold, const LinearProgramme *programme, SolverResult *result);

/* How much of a column there can be, its own bound and its row's. */
double fold_upper(const Fold *fold, const LinearProgramme *programme, size_t column);

/* Is its row tighter than its own bound? */
bool fold_is_tighter(const Fold *fold, const LinearProgramme *programme, size_t column);

/* In a basis of the whole programme: does the column rest at the bound that its row became? */
bool fold_rests(const Fold *fold, const LinearProgramme *programme, const unsigned char *basis,
                size_t column);

/* Is the column basic in what is left? */
bool fold_is_basic(const Fold *fold, const LinearProgramme *programme, const unsigned char *basis,
                   size_t column);

/* Writes what is left of a column, its rows and how much of each one unit takes; gives how many. */
int fold_entries(const Fold *fold, const LinearProgramme *programme, size_t column, int *row,
                 double *value);

#endif
