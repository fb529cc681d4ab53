/* SPDX-License-Identifier: Apache-2.0 */
#include "network/fold.h"

#include <math.h>

/* Of each row: how many columns take of it, and the last that does. */
typedef struct Users {
    size_t *count;
    size_t *column;
    double *value;
} Users;

static Users users_of(Arena *arena, const LinearProgramme *programme) {
    Users users = {.count = ARENA_MANY(arena, size_t, programme->row_count),
                   .column = ARENA_MANY(arena, size_t, programme->row_count),
                   .value = ARENA_MANY(arena, double, programme->row_count)};
    for (size_t j = 0; j < programme->column_count; j++) {
        for (int k = programme->start[j]; k < programme->start[j + 1]; k++) {
            const int row = programme->row[k];
            users.count[row]++;
            users.column[row] = j;
            users.value[row] = programme->value[k];
        }
    }
    return users;
}

static bool is_limit(const LinearProgramme *programme, const Users *users, size_t row) {
    return users->count[row] == 1 && users->value[row] > 0 && isinf(programme->row_lower[row]) &&
           programme->row_upper[row] >= 0;
}

Fold fold_new(Arena *arena, const LinearProgramme *programme) {
    Fold fold = {.kept = ARENA_MANY(arena, int, programme->row_count),
                 .limit = ARENA_MANY(arena, int, programme->column_count),
                 .taken = ARENA_MANY(arena, double, programme->column_count)};
    Arena *scratch CLEANUP(arena_close) = arena_new();
    const Users users = users_of(scratch, programme);
    for (size_t j = 0; j < programme->column_count; j++) {
        fold.limit[j] = FOLDED_AWAY;
    }
    for (size_t i = 0; i < programme->row_count; i++) {
        const size_t column = users.column[i];
        if (is_limit(programme, &users, i) && fold.limit[column] == FOLDED_AWAY) {
            fold.limit[column] = (int)i;
            fold.taken[column] = users.value[i];
            fold.kept[i] = FOLDED_AWAY;
        } else {
            fold.kept[i] = (int)fold.kept_count++;
        }
    }
    return fold;
}

static double row_bound(const Fold *fold, const LinearProgramme *programme, size_t column) {
    const int row = fold->limit[column];
    return row == FOLDED_AWAY ? INFINITY : programme->row_upper[row] / fold->taken[column];
}

double fold_upper(const Fold *fold, const LinearProgramme *programme, size_t column) {
    return fmin(programme->column_upper[column], row_bound(fold, programme, column));
}

bool fold_is_tighter(const Fold *fold, const LinearProgramme *programme, size_t column) {
    return row_bound(fold, programme, column) < programme->column_upper[column];
}

bool fold_rests(const Fold *fold, const LinearProgramme *programme, const unsigned char *basis,
                size_t column) {
    const int row = fold->limit[column];
    return row != FOLDED_AWAY && !solver_is_basic(basis[programme->column_count + (size_t)row]);
}

bool fold_is_basic(const Fold *fold, const LinearProgramme *programme, const unsigned char *basis,
                   size_t column) {
    return solver_is_basic(basis[column]) && !fold_rests(fold, programme, basis, column);
}
