/* SPDX-License-Identifier: Apache-2.0 */
#include "network/apart.h"

#include <string.h>

#include "base/array.h"
#include "base/ranks.h"

/* Below so many rows all told, other processes cost more than they save. */
enum { APART_ROWS_MIN = 6000 };

/* Which components to solve, largest first, so that processes end together. */
typedef struct Apart {
    const NetworkSolver *solver;
    const size_t *order;
} Apart;

/* The parts of a solution one after the other, in or out of a block of bytes. */
typedef struct Part {
    void *bytes;
    size_t length;
} Part;

enum { PART_COUNT = 7 };

static void parts_of(const LinearProgramme *programme, Solution *solution, Part *parts) {
    const size_t columns = programme->column_count;
    const size_t rows = programme->row_count;
    parts[0] = (Part){solution->value, columns * sizeof(double)};
    parts[1] = (Part){solution->reduced, columns * sizeof(double)};
    parts[2] = (Part){solution->dual, rows * sizeof(double)};
    parts[3] = (Part){solution->basis, columns + rows};
    parts[4] = (Part){&solution->objective, sizeof(double)};
    parts[5] = (Part){&solution->dual_objective, sizeof(double)};
    parts[6] = (Part){&solution->iterations, sizeof(size_t)};
}

void apart_pack(const LinearProgramme *programme, const Solution *solution, TextBuilder *out) {
    Part parts[PART_COUNT];
    Solution copy = *solution;
    parts_of(programme, &copy, parts);
    for (size_t i = 0; i < PART_COUNT; i++) {
        text_add(out, (Text){parts[i].bytes, parts[i].length});
    }
}

bool apart_unpack(const LinearProgramme *programme, Text packed, Solution *solution) {
    Part parts[PART_COUNT];
    size_t at = 0;
    parts_of(programme, solution, parts);
    for (size_t i = 0; i < PART_COUNT; i++) {
        if (parts[i].length > packed.length - at) {
            return false;
        }
        memcpy(parts[i].bytes, packed.bytes + at, parts[i].length);
        at += parts[i].length;
    }
    return at == packed.length;
}

static const LinearProgramme *programme_of(const NetworkSolver *solver, size_t component) {
    return &solver->programme.components[component].programme;
}

static bool solve_one(void *context, size_t task, TextBuilder *out, Error *error) {
    const Apart *apart = context;
    const size_t component = apart->order[task];
    Arena *arena CLEANUP(arena_close) = arena_new();
    Solution solution = solution_new(arena, programme_of(apart->solver, component));
    if (!component_solve(&apart->solver->programme, component, NULL, &solution, error)) {
        return false;
    }
    apart_pack(programme_of(apart->solver, component), &solution, out);
    return true;
}

typedef struct Sized {
    size_t component;
    size_t rows;
} Sized;

/* The largest first; of those of one size, in their order. */
static int compare_sizes(const void *a, const void *b) {
    const Sized *left = a;
    const Sized *right = b;
    if (left->rows != right->rows) {
        return left->rows > right->rows ? -1 : 1;
    }
    return (left->component > right->component) - (left->component < right->component);
}

static const size_t *by_size(Arena *arena, const NetworkSolver *solver) {
    const size_t count = solver->programme.component_count;
    size_t *order = ARENA_MANY(arena, size_t, count);
    Array sized = array_new(arena, sizeof(Sized));
    for (size_t c = 0; c < count; c++) {
        *(Sized *)array_add(&sized) = (Sized){c, programme_of(solver, c)->row_count};
    }
    array_sort(&sized, compare_sizes);
    for (size_t i = 0; i < count; i++) {
        order[i] = ARRAY_ITEMS(Sized, &sized)[i].component;
    }
    return order;
}

bool apart_is_worth(const NetworkSolver *solver) {
    size_t rows = 0;
    for (size_t c = 0; c < solver->programme.component_count; c++) {
        rows += programme_of(solver, c)->row_count;
    }
    return rows >= APART_ROWS_MIN && (ranks_count() > 1 || forks_processors() > 1);
}

bool apart_solve_base(NetworkSolver *solver, bool *is_done, Error *error) {
    Arena *arena CLEANUP(arena_close) = arena_new();
    const size_t count = solver->programme.component_count;
    *is_done = false;
    if (count < 2 || !apart_is_worth(solver)) {
        return true;
    }
    const Apart apart = {solver, by_size(arena, solver)};
    Text *results = ARENA_MANY(arena, Text, count);
    Apart copy = apart;
    if (!forks_run(arena, forks_processors(), (ForkWork){solve_one, &copy}, count, results,
                   error)) {
        return false;
    }
    for (size_t i = 0; i < count; i++) {
        const size_t c = apart.order[i];
        if (!apart_unpack(programme_of(solver, c), results[i], &solver->base[c])) {
            return error_set(error, ERROR_FAILED, "a solution did not come back whole");
        }
    }
    *is_done = true;
    return true;
}

/* ---- things of a ranking ---- */

typedef struct RankedTogether {
    const ApartRanked *work;
    const Ranked *things;
} RankedTogether;

static bool solve_ranked(void *context, size_t task, TextBuilder *out, Error *error) {
    const RankedTogether *together = context;
    return together->work->solve(together->work->context, together->things[task].index, out, error);
}

bool apart_solve_ranked(const ApartRanked *work, const Ranked *things, size_t count, Error *error) {
    RankedTogether together = {work, things};
    if (!apart_is_worth(work->solver) || count < 2) {
        return true;
    }
    for (size_t i = 0; i < count; i++) {
        if (!state_find_scales(work->solver, &work->lists[things[i].index], error)) {
            return false;
        }
    }
    Text *results = ARENA_MANY(work->arena, Text, count);
    if (!forks_run(work->arena, forks_processors(), (ForkWork){solve_ranked, &together}, count,
                   results, error)) {
        return false;
    }
    for (size_t i = 0; i < count; i++) {
        memcpy((unsigned char *)work->values + things[i].index * work->value_bytes,
               results[i].bytes, work->value_bytes);
    }
    return true;
}

/* ---- ahead ---- */

enum { AHEAD_BYTES_MAX = STATE_REMEMBERED_BYTES / 2 };

typedef struct Ahead {
    NetworkSolver *solver;
    Array ranges; /* of EditRange */
    size_t bytes;
} Ahead;

static bool solve_range(void *context, size_t task, TextBuilder *out, Error *error) {
    const Ahead *ahead = context;
    const EditRange range = ARRAY_ITEMS(EditRange, &ahead->ranges)[task];
    const LinearProgramme *programme = programme_of(ahead->solver, range.edits[0].component);
    Arena *arena CLEANUP(arena_close) = arena_new();
    Solution solution = solution_new(arena, programme);
    if (!state_solve_edited(ahead->solver, range, 1, &solution, error)) {
        return false;
    }
    apart_pack(programme, &solution, out);
    return true;
}

/* Those that are to be solved: what the base's solution answers is not, nor what is known. */
static void gather_ranges(Arena *arena, const EditList *list, Ahead *ahead) {
    EditRange range = {0};
    for (size_t next = 0; edit_next_range(list, &next, &range);) {
        const LinearProgramme *programme = programme_of(ahead->solver, range.edits[0].component);
        const size_t bytes = programme->column_count * (2 * sizeof(double) + 1) +
                             programme->row_count * (sizeof(double) + 1);
        Solution solution = solution_new(arena, programme);
        if (ahead->bytes + bytes <= AHEAD_BYTES_MAX &&
            !state_keeps_base(ahead->solver, list, range) &&
            !state_recall(ahead->solver, range, &solution)) {
            *(EditRange *)array_add(&ahead->ranges) = range;
            ahead->bytes += bytes;
        }
    }
}

static bool keep_ahead(Ahead *ahead, const Text *results, Error *error) {
    for (size_t i = 0; i < ahead->ranges.count; i++) {
        const EditRange range = ARRAY_ITEMS(EditRange, &ahead->ranges)[i];
        const LinearProgramme *programme = programme_of(ahead->solver, range.edits[0].component);
        Arena *arena CLEANUP(arena_close) = arena_new();
        Solution solution = solution_new(arena, programme);
        if (!apart_unpack(programme, results[i], &solution)) {
            return error_set(error, ERROR_FAILED, "a solution did not come back whole");
        }
        state_remember(ahead->solver, range, &solution);
    }
    return true;
}

bool network_solve_ahead(NetworkSolver *solver, const NetworkBarrier *barriers,
                         size_t barrier_count, Error *error) {
    Arena *arena CLEANUP(arena_close) = arena_new();
    Ahead ahead = {.solver = solver, .ranges = array_new(arena, sizeof(EditRange))};
    if (!apart_is_worth(solver) || !state_solve_base(solver, error)) {
        return !apart_is_worth(solver);
    }
    for (size_t i = 0; i < barrier_count; i++) {
        EditList *list = ARENA_NEW(arena, EditList);
        if (!edit_list_new(arena, &solver->programme, solver->bounds, &barriers[i], 1, i, list,
                           error)) {
            return false;
        }
        const size_t before = ahead.ranges.count;
        gather_ranges(arena, list, &ahead);
        if (ahead.ranges.count > before && !state_find_scales(solver, list, error)) {
            return false;
        }
    }
    if (ahead.ranges.count < 2) {
        return true;
    }
    Text *results = ARENA_MANY(arena, Text, ahead.ranges.count);
    return forks_run(arena, forks_processors(), (ForkWork){solve_range, &ahead}, ahead.ranges.count,
                     results, error) &&
           keep_ahead(&ahead, results, error);
}
