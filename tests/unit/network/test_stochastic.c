/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <math.h>

#include "base/arena.h"
#include "network/solver.h"

/* Classics of two stages with published optima, each by its extensive form and by cuts from the
 * duals of the second stage (the L-shaped method, Van Slyke and Wets 1969): what our solver says of
 * a whole and of its parts must be the same. */

/* Rows of cells; a programme for the solver is made of it. */
typedef struct Table {
    Arena *arena;
    size_t rows;
    size_t columns;
    double *cells; /* [row * columns + column] */
    double *cost;
    double *row_lower;
    double *row_upper;
} Table;

static Table table_new(Arena *arena, size_t rows, size_t columns) {
    return (Table){arena,
                   rows,
                   columns,
                   ARENA_MANY(arena, double, rows *columns),
                   ARENA_MANY(arena, double, columns),
                   ARENA_MANY(arena, double, rows),
                   ARENA_MANY(arena, double, rows)};
}

typedef struct Answer {
    double objective;
    double *value;
    double *dual;
} Answer;

static Answer solve(const Table *table) {
    Arena *arena = table->arena;
    int *start = ARENA_MANY(arena, int, table->columns + 1);
    int *row = ARENA_MANY(arena, int, table->rows * table->columns);
    double *value = ARENA_MANY(arena, double, table->rows * table->columns);
    double *upper = ARENA_MANY(arena, double, table->columns);
    for (size_t j = 0; j < table->columns; j++) {
        upper[j] = INFINITY;
        start[j + 1] = start[j];
        for (size_t i = 0; i < table->rows; i++) {
            if (table->cells[i * table->columns + j] != 0) {
                row[start[j + 1]] = (int)i;
                value[start[j + 1]++] = table->cells[i * table->columns + j];
            }
        }
    }
    const LinearProgramme programme = {table->rows,     table->columns, start, row,
                                       value,           table->cost,    upper, table->row_lower,
                                       table->row_upper};
    Answer answer = {0, ARENA_MANY(arena, double, table->columns),
                     ARENA_MANY(arena, double, table->rows)};
    SolverResult result = {answer.value, answer.dual,
                           ARENA_MANY(arena, unsigned char, table->columns + table->rows), 0};
    Error error = {0};
    assert_true(solver_run(&programme, NULL, &result, &error));
    for (size_t j = 0; j < table->columns; j++) {
        answer.objective += table->cost[j] * answer.value[j];
    }
    return answer;
}

/* ---- two stages ---- */

/* min cost x + E[later_cost y]  where  first x in its bounds,  link x + later y in theirs: of the
 * last `chance_count` rows each scenario has its own right side, and they are equations; the rows
 * before them are at most 0. */
typedef struct TwoStage {
    size_t columns;
    size_t rows;
    const double *cost;
    const double *first;
    const double *row_lower;
    const double *row_upper;
    size_t later_columns;
    size_t later_rows;
    const double *later_cost;
    const double *link;
    const double *later;
    size_t chance_count;
    size_t scenario_count;
    const double *due; /* [scenario * chance_count + n] */
    const double *probability;
} TwoStage;

static double right_side(const TwoStage *two, size_t scenario, size_t row) {
    const size_t fixed = two->later_rows - two->chance_count;
    return row < fixed ? 0 : two->due[scenario * two->chance_count + row - fixed];
}

static void set_first_stage(const TwoStage *two, Table *table) {
    for (size_t j = 0; j < two->columns; j++) {
        table->cost[j] = two->cost[j];
        for (size_t i = 0; i < two->rows; i++) {
            table->cells[i * table->columns + j] = two->first[i * two->columns + j];
        }
    }
    for (size_t i = 0; i < two->rows; i++) {
        table->row_lower[i] = two->row_lower[i];
        table->row_upper[i] = two->row_upper[i];
    }
}

/* A scenario's rows and columns, from a row and a column on; `shift` is taken off right sides. */
static void set_scenario(const TwoStage *two, Table *table, size_t scenario, size_t row,
                         size_t column, double weight, const double *shift) {
    for (size_t i = 0; i < two->later_rows; i++) {
        const bool is_equal = i >= two->later_rows - two->chance_count;
        const double side = right_side(two, scenario, i) - (shift == NULL ? 0 : shift[i]);
        table->row_lower[row + i] = is_equal ? side : -INFINITY;
        table->row_upper[row + i] = side;
        for (size_t j = 0; j < two->later_columns; j++) {
            table->cells[(row + i) * table->columns + column + j] =
                two->later[i * two->later_columns + j];
        }
    }
    for (size_t j = 0; j < two->later_columns; j++) {
        table->cost[column + j] = weight * two->later_cost[j];
    }
}

static double by_extensive_form(const TwoStage *two) {
    Arena *arena = arena_new();
    Table table = table_new(arena, two->rows + two->scenario_count * two->later_rows,
                            two->columns + two->scenario_count * two->later_columns);
    set_first_stage(two, &table);
    for (size_t s = 0; s < two->scenario_count; s++) {
        const size_t row = two->rows + s * two->later_rows;
        set_scenario(two, &table, s, row, two->columns + s * two->later_columns,
                     two->probability[s], NULL);
        for (size_t i = 0; i < two->later_rows; i++) {
            for (size_t j = 0; j < two->columns; j++) {
                table.cells[(row + i) * table.columns + j] = two->link[i * two->columns + j];
            }
        }
    }
    const double objective = solve(&table).objective;
    arena_free(arena);
    return objective;
}

/* ---- by cuts ---- */

enum { CUTS_MAX = 60, COLUMNS_MAX = 8 };

/* No second stage costs less. */
static const double LEAST = -1e6;

/* later >= side - slope x */
typedef struct Cut {
    double slope[COLUMNS_MAX];
    double side;
} Cut;

static double *shift_of(Arena *arena, const TwoStage *two, const double *x) {
    double *shift = ARENA_MANY(arena, double, two->later_rows);
    for (size_t i = 0; i < two->later_rows; i++) {
        for (size_t j = 0; j < two->columns; j++) {
            shift[i] += two->link[i * two->columns + j] * x[j];
        }
    }
    return shift;
}

/* What the second stage is expected to cost after x, and the cut that its duals make there. */
static double second_stage(Arena *arena, const TwoStage *two, const double *x, Cut *cut) {
    const double *shift = shift_of(arena, two, x);
    double expected = 0;
    *cut = (Cut){0};
    for (size_t s = 0; s < two->scenario_count; s++) {
        Table table = table_new(arena, two->later_rows, two->later_columns);
        set_scenario(two, &table, s, 0, 0, 1, shift);
        const Answer answer = solve(&table);
        expected += two->probability[s] * answer.objective;
        for (size_t i = 0; i < two->later_rows; i++) {
            const double price = two->probability[s] * answer.dual[i];
            cut->side += price * right_side(two, s, i);
            for (size_t j = 0; j < two->columns; j++) {
                cut->slope[j] += price * two->link[i * two->columns + j];
            }
        }
    }
    return expected;
}

static Table master_of(Arena *arena, const TwoStage *two, const Cut *cuts, size_t count) {
    Table table = table_new(arena, two->rows + count, two->columns + 1);
    set_first_stage(two, &table);
    table.cost[two->columns] = 1;
    for (size_t n = 0; n < count; n++) {
        const size_t row = two->rows + n;
        table.row_lower[row] = cuts[n].side - LEAST;
        table.row_upper[row] = INFINITY;
        table.cells[row * table.columns + two->columns] = 1;
        for (size_t j = 0; j < two->columns; j++) {
            table.cells[row * table.columns + j] = cuts[n].slope[j];
        }
    }
    return table;
}

static double by_cuts(const TwoStage *two, size_t *cut_count) {
    Cut cuts[CUTS_MAX];
    double best = INFINITY;
    for (*cut_count = 0; *cut_count < CUTS_MAX; ++*cut_count) {
        Arena *arena = arena_new();
        const Table master = master_of(arena, two, cuts, *cut_count);
        const Answer answer = solve(&master);
        const double floor = answer.objective + LEAST;
        const double later = second_stage(arena, two, answer.value, &cuts[*cut_count]);
        const double first = answer.objective - answer.value[two->columns];
        best = fmin(best, first + later);
        arena_free(arena);
        if (best - floor <= 1e-9 * fabs(best)) {
            break;
        }
    }
    return best;
}

static void expect_both(const TwoStage *two, double published) {
    size_t cuts = 0;
    const double whole = by_extensive_form(two);
    const double parts = by_cuts(two, &cuts);
    assert_true(fabs(whole - published) <= 1e-8 * fabs(published));
    assert_true(fabs(parts - published) <= 1e-8 * fabs(published));
    assert_in_range(cuts, 1, CUTS_MAX - 1);
}

/* ---- power plants (Louveaux and Smeers, 1988; known as LandS) ----
 * Four kinds of plant of which at least 12 units are built for at most 120, then run in three modes
 * for a demand of which the first is 3, 5 or 7. */

static void builds_plants_for_a_demand_unknown(void **state) {
    (void)state;
    enum { PLANTS = 4, MODES = 3, RUNS = PLANTS * MODES, ROWS = PLANTS + MODES };
    static const double cost[PLANTS] = {10, 7, 16, 6};
    static const double built[2 * PLANTS] = {1, 1, 1, 1, 10, 7, 16, 6};
    static const double least[] = {12, -INFINITY};
    static const double most[] = {INFINITY, 120};
    static const double running[RUNS] = {40, 24, 4, 45, 27, 4.5, 32, 19.2, 3.2, 55, 33, 5.5};
    static const double due[] = {3, 3, 2, 5, 3, 2, 7, 3, 2};
    static const double probability[] = {0.3, 0.4, 0.3};
    double link[ROWS * PLANTS] = {0};
    double later[ROWS * RUNS] = {0};
    for (size_t i = 0; i < PLANTS; i++) {
        link[i * PLANTS + i] = -1;
        for (size_t mode = 0; mode < MODES; mode++) {
            later[i * RUNS + i * MODES + mode] = 1;
            later[(PLANTS + mode) * RUNS + i * MODES + mode] = 1;
        }
    }
    const TwoStage two = {PLANTS,  2,    cost,  built, least, most, RUNS,       ROWS,
                          running, link, later, MODES, 3,     due,  probability};
    expect_both(&two, 381.853333333333);
}

/* ---- an airlift (Midler and Wollmer, 1969; the first of the demands that Ariyawansa and Felt
 * give, 2001) ---- Two kinds of aircraft, two routes; flights are planned, then switched to the
 * other route, and what is short is bought. */

enum { AIRCRAFT = 2, ROUTES = 2, FLIGHTS = AIRCRAFT * ROUTES, DEMANDS = 25 };

static const double HOURS[FLIGHTS] = {24, 14, 49, 29};
static const double TONNES[FLIGHTS] = {50, 75, 20, 20};
static const double FLIGHT_COST[FLIGHTS] = {7200, 6000, 7200, 4000};
static const double SWITCHED_HOURS[FLIGHTS] = {19, 29, 36, 56};
/* What a flight after a switch costs more than those it takes the place of, and their tonnes; with
 * the digits that the published optimum is of. */
static const double SWITCHED_COST[FLIGHTS] = {1300, -4228.57, 210.204, 975.862};
static const double CANCELLED_TONNES[FLIGHTS] = {39.583, 155.357, 14.6939, 38.621};
static const double BOUGHT_COST[ROUTES] = {500, 250};
static const double AIRLIFT_DEMAND[DEMANDS * ROUTES] = {
    927.758357,  1433.626750, 982.516248,  1149.727635, 961.404897,  1492.817415, 922.915716,
    1250.557154, 986.342969,  1353.935057, 999.134104,  1226.355338, 970.324386,  1378.148830,
    949.613106,  1200.624255, 991.773703,  1045.317699, 979.491162,  899.933450,  979.679661,
    1439.677972, 964.052640,  1170.804834, 957.691777,  1474.838349, 930.372603,  1572.684651,
    933.799027,  1207.662826, 995.204085,  1368.931017, 957.344884,  1327.981462, 923.484318,
    943.075132,  959.026809,  1226.555028, 946.706588,  1543.605354, 991.897924,  1243.379144,
    956.965721,  1302.917735, 981.616042,  1122.900897, 957.688286,  1355.585501, 1000.035618,
    1255.185201};

static void plans_flights_that_may_be_switched(void **state) {
    (void)state;
    enum { ROWS = FLIGHTS + ROUTES, LATER = FLIGHTS + 2 * ROUTES };
    static const double least[] = {-INFINITY, -INFINITY};
    static const double most[] = {7200, 7200};
    double flown[AIRCRAFT * FLIGHTS] = {0};
    double link[ROWS * FLIGHTS] = {0};
    double later[ROWS * LATER] = {0};
    double later_cost[LATER] = {0};
    double probability[DEMANDS];
    for (size_t i = 0; i < FLIGHTS; i++) {
        const size_t from = FLIGHTS + i % ROUTES;
        const size_t to = FLIGHTS + 1 - i % ROUTES;
        const size_t other = i ^ 1;
        flown[i / ROUTES * FLIGHTS + i] = HOURS[i];
        link[i * FLIGHTS + i] = -HOURS[i];
        link[from * FLIGHTS + i] = TONNES[i];
        later[i * LATER + i] = SWITCHED_HOURS[i];
        later[from * LATER + i] = -CANCELLED_TONNES[i];
        later[to * LATER + i] = TONNES[other];
        later_cost[i] = SWITCHED_COST[i];
    }
    for (size_t route = 0; route < ROUTES; route++) {
        later[(FLIGHTS + route) * LATER + FLIGHTS + route] = 1;
        later[(FLIGHTS + route) * LATER + FLIGHTS + ROUTES + route] = -1;
        later_cost[FLIGHTS + route] = BOUGHT_COST[route];
    }
    for (size_t s = 0; s < DEMANDS; s++) {
        probability[s] = 1.0 / DEMANDS;
    }
    const TwoStage two = {FLIGHTS, AIRCRAFT, FLIGHT_COST, flown,          least,
                          most,    LATER,    ROWS,        later_cost,     link,
                          later,   ROUTES,   DEMANDS,     AIRLIFT_DEMAND, probability};
    expect_both(&two, 249101.672072);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(builds_plants_for_a_demand_unknown),
        cmocka_unit_test(plans_flights_that_may_be_switched),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
