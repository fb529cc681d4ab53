/* SPDX-License-Identifier: Apache-2.0 */
#include "network/apart.h"

#include <string.h>

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

static const size_t *by_size(Arena *arena, const NetworkSolver *solver, size_t *row_count) {
    const size_t count = solver->programme.component_count;
    size_t *order = ARENA_MANY(arena, size_t, count);
    for (size_t c = 0; c < count; c++) {
        const size_t rows = programme_of(solver, c)->row_count;
        size_t place = c;
        while (place > 0 && programme_of(solver, order[place - 1])->row_count < rows) {
            order[place] = order[place - 1];
            place--;
        }
        order[place] = c;
        *row_count += rows;
    }
    return order;
}

bool apart_solve_base(NetworkSolver *solver, bool *is_done, Error *error) {
    Arena *arena CLEANUP(arena_close) = arena_new();
    size_t rows = 0;
    const size_t count = solver->programme.component_count;
    const size_t workers = forks_processors();
    *is_done = false;
    if (count < 2 || workers < 2 || count > APART_ROWS_MIN) {
        return true;
    }
    Apart apart = {solver, by_size(arena, solver, &rows)};
    if (rows < APART_ROWS_MIN) {
        return true;
    }
    Text *results = ARENA_MANY(arena, Text, count);
    const ForkWork work = {solve_one, &apart};
    if (!forks_run(arena, workers, work, count, results, error)) {
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
