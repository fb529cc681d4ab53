/* SPDX-License-Identifier: Apache-2.0 */
#include "network/fold.h"

#include <math.h>
#include <stdint.h>
#include <string.h>

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

/* ---- columns that are equal ---- */

static uint64_t mix(uint64_t hash, uint64_t word) {
    const uint64_t mixed = (hash ^ word) * 0x9e3779b97f4a7c15;
    return mixed ^ (mixed >> 29);
}

static uint64_t mix_double(uint64_t hash, double value) {
    uint64_t word = 0;
    memcpy(&word, &value, sizeof(word));
    return mix(hash, word);
}

static uint64_t hash_column(const LinearProgramme *programme, size_t column) {
    uint64_t hash = mix_double(1, programme->cost[column]);
    for (int k = programme->start[column]; k < programme->start[column + 1]; k++) {
        hash = mix_double(mix(hash, (uint64_t)programme->row[k]), programme->value[k]);
    }
    return hash;
}

static bool is_same(double a, double b) {
    return a <= b && a >= b;
}

static bool is_equal(const LinearProgramme *programme, size_t a, size_t b) {
    const int first = programme->start[a];
    const int other = programme->start[b];
    const int count = programme->start[a + 1] - first;
    if (count != programme->start[b + 1] - other ||
        !is_same(programme->cost[a], programme->cost[b])) {
        return false;
    }
    for (int k = 0; k < count; k++) {
        if (programme->row[first + k] != programme->row[other + k] ||
            !is_same(programme->value[first + k], programme->value[other + k])) {
            return false;
        }
    }
    return true;
}

static size_t table_size(size_t columns) {
    size_t size = 16;
    while (size < 2 * columns) {
        size *= 2;
    }
    return size;
}

static size_t *find_firsts(Arena *arena, const LinearProgramme *programme) {
    Arena *scratch CLEANUP(arena_close) = arena_new();
    const size_t size = table_size(programme->column_count);
    size_t *table = ARENA_MANY(scratch, size_t, size); /* a column and 1; 0: nothing */
    size_t *firsts = ARENA_MANY(arena, size_t, programme->column_count);
    for (size_t j = 0; j < programme->column_count; j++) {
        size_t at = (size_t)hash_column(programme, j) & (size - 1);
        while (table[at] != 0 && !is_equal(programme, table[at] - 1, j)) {
            at = (at + 1) & (size - 1);
        }
        table[at] = table[at] == 0 ? j + 1 : table[at];
        firsts[j] = table[at] - 1;
    }
    return firsts;
}

double *fold_uppers(Arena *arena, const Fold *fold, const LinearProgramme *programme) {
    double *uppers = ARENA_MANY(arena, double, programme->column_count);
    for (size_t j = 0; j < programme->column_count; j++) {
        uppers[fold->first[j]] += fold_upper(fold, programme, j);
    }
    return uppers;
}

unsigned char *fold_basis(Arena *arena, const Fold *fold, const LinearProgramme *programme,
                          const unsigned char *basis) {
    const size_t length = programme->column_count + programme->row_count;
    unsigned char *folded = ARENA_MANY(arena, unsigned char, length);
    memcpy(folded, basis, length);
    for (size_t j = 0; j < programme->column_count; j++) {
        if (solver_is_basic(basis[j])) {
            folded[fold->first[j]] = basis[j];
        }
    }
    return folded;
}

/* What is left of a first's amount, and whether its place in the basis is still to be given to one
 * of those that are equal to it. */
typedef struct Share {
    double left;
    unsigned char code;
    bool is_begun;
    bool is_pending;
} Share;

static void share_with(const Fold *fold, const LinearProgramme *programme, Share *share,
                       size_t column, SolverResult *result) {
    const double upper = fold_upper(fold, programme, column);
    const bool is_all = share->left <= upper;
    result->value[column] = fmin(share->left, upper);
    share->left -= result->value[column];
    if (!solver_is_basic(share->code)) {
        result->basis[column] = share->code;
    } else if (!share->is_pending) {
        result->basis[column] = SOLVER_AT_LOWER;
    } else {
        result->basis[column] = is_all ? share->code : SOLVER_AT_UPPER;
        share->is_pending = !is_all;
    }
}

static void share_begin(const Fold *fold, const LinearProgramme *programme, Share *share,
                        size_t first, SolverResult *result) {
    const unsigned char code = result->basis[first];
    *share = (Share){result->value[first], code, true, solver_is_basic(code)};
    share_with(fold, programme, share, first, result);
}

/* What is more than all bounds by a rounding leaves the first basic. */
void fold_share(const Fold *fold, const LinearProgramme *programme, SolverResult *result) {
    Arena *arena CLEANUP(arena_close) = arena_new();
    Share *shares = ARENA_MANY(arena, Share, programme->column_count);
    for (size_t j = 0; j < programme->column_count; j++) {
        const size_t first = fold->first[j];
        if (first != j && !shares[first].is_begun) {
            share_begin(fold, programme, &shares[first], first, result);
        }
        if (first != j) {
            share_with(fold, programme, &shares[first], j, result);
        }
    }
    for (size_t j = 0; j < programme->column_count; j++) {
        if (shares[j].is_pending) {
            result->basis[j] = shares[j].code;
        }
    }
}

Fold fold_new(Arena *arena, const LinearProgramme *programme) {
    Fold fold = {.kept = ARENA_MANY(arena, int, programme->row_count),
                 .limit = ARENA_MANY(arena, int, programme->column_count),
                 .taken = ARENA_MANY(arena, double, programme->column_count),
                 .first = find_firsts(arena, programme)};
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

int fold_entries(const Fold *fold, const LinearProgramme *programme, size_t column, int *row,
                 double *value) {
    int count = 0;
    for (int k = programme->start[column]; k < programme->start[column + 1]; k++) {
        const int kept = fold->kept[programme->row[k]];
        if (kept != FOLDED_AWAY) {
            row[count] = kept;
            value[count++] = programme->value[k];
        }
    }
    return count;
}
