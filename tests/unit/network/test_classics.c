/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <math.h>

#include "network/network.h"
#include "network/solver.h"

static void assert_near(double found, double expected) {
    if (!(fabs(found - expected) <= 1e-7 * (1 + fabs(expected)))) {
        fail_msg("%.12g is not %.12g", found, expected);
    }
}

/* ---- the transport problem of Dantzig (Linear Programming and Extensions, 1963, chapter 3.3) ----
 * Two canneries, three markets, 90 dollars for a case and thousand miles: 153.675. */

static void ships_from_two_canneries_to_three_markets(void **state) {
    (void)state;
    static const double open[] = {1};
    static const double miles[2][3] = {{2.5, 1.7, 1.8}, {2.5, 1.8, 1.4}};
    static const double due[3][1] = {{325}, {300}, {275}};
    const NetworkStock stocks[] = {{0, 0, 350}, {1, 0, 600}};
    NetworkLane lanes[6];
    NetworkDemand demands[3];
    for (size_t i = 0; i < 6; i++) {
        lanes[i] = (NetworkLane){.from_site = i / 3,
                                 .to_site = 2 + i % 3,
                                 .limit = INFINITY,
                                 .open = open,
                                 .cost = 0.09 * miles[i / 3][i % 3],
                                 .quota = NETWORK_NONE};
    }
    for (size_t i = 0; i < 3; i++) {
        demands[i] = (NetworkDemand){.site = 2 + i, .quantity = due[i], .weight = 10};
    }
    const Network network = {.period_count = 1,
                             .site_count = 5,
                             .item_count = 1,
                             .lanes = lanes,
                             .lane_count = 6,
                             .stocks = stocks,
                             .stock_count = 2,
                             .demands = demands,
                             .demand_count = 3};
    Arena *arena = arena_new();
    Error error = {0};
    Plan plan = {0};
    NetworkSolver *solver = network_solver_new(&network, &error);
    assert_non_null(solver);
    assert_true(network_solve(solver, arena, &plan, &error));
    assert_near(plan.objective, 153.675);
    assert_near(plan.lateness, 0);
    assert_near(plan.dual_objective, 153.675);
    network_solver_free(solver);
    arena_free(arena);
}

/* ---- the farmer (Birge and Louveaux, Introduction to Stochastic Programming, chapter 1.1) ----
 * Wheat, corn and beets on 500 acres, of which a year may be good or bad for all three. */

enum { CROPS = 3, LATER = 6, YEARS = 3, ROWS_A_YEAR = 3 };
enum { ROWS_MAX = 1 + YEARS * ROWS_A_YEAR, COLUMNS_MAX = CROPS + YEARS * LATER };

static const double YIELDS[CROPS] = {2.5, 3, 20};
static const double PLANTING[CROPS] = {150, 230, 260};
/* Wheat and corn bought, then wheat, corn and beets sold, and beets beyond the quota of 6,000. */
static const double LATER_COSTS[LATER] = {238, 210, -170, -150, -36, -10};

typedef struct Farm {
    double cells[ROWS_MAX][COLUMNS_MAX];
    double cost[COLUMNS_MAX];
    double upper[COLUMNS_MAX];
    double row_lower[ROWS_MAX];
    double row_upper[ROWS_MAX];
    size_t rows;
    size_t columns;
} Farm;

static void add_year(Farm *farm, double growth, double probability) {
    const size_t row = farm->rows;
    const size_t column = farm->columns;
    const size_t balance[LATER] = {0, 1, 0, 1, 2, 2};
    const double needed[ROWS_A_YEAR] = {200, 240, 0};
    for (size_t i = 0; i < ROWS_A_YEAR; i++) {
        farm->cells[row + i][i] = growth * YIELDS[i];
        farm->row_lower[row + i] = needed[i];
        farm->row_upper[row + i] = INFINITY;
    }
    for (size_t i = 0; i < LATER; i++) {
        farm->cells[row + balance[i]][column + i] = i < 2 ? 1 : -1;
        farm->cost[column + i] = probability * LATER_COSTS[i];
        farm->upper[column + i] = i == 4 ? 6000 : INFINITY;
    }
    farm->rows += ROWS_A_YEAR;
    farm->columns += LATER;
}

/* The extensive form; `planted`, or NULL, says what is planted already. */
static double profit(const double *growth, size_t years, const double *planted) {
    Farm farm = {.rows = 1, .columns = CROPS, .row_lower = {-INFINITY}, .row_upper = {500}};
    for (size_t i = 0; i < CROPS; i++) {
        farm.cells[0][i] = 1;
        farm.cost[i] = PLANTING[i];
        farm.upper[i] = INFINITY;
    }
    for (size_t i = 0; i < years; i++) {
        add_year(&farm, growth[i], 1.0 / (double)years);
    }
    for (size_t i = 0; planted != NULL && i < CROPS; i++) {
        farm.upper[i] = planted[i];
    }
    int start[COLUMNS_MAX + 1] = {0};
    int row[ROWS_MAX * COLUMNS_MAX];
    double value[ROWS_MAX * COLUMNS_MAX];
    for (size_t j = 0; j < farm.columns; j++) {
        start[j + 1] = start[j];
        for (size_t i = 0; i < farm.rows; i++) {
            if (farm.cells[i][j] != 0) {
                row[start[j + 1]] = (int)i;
                value[start[j + 1]++] = farm.cells[i][j];
            }
        }
    }
    double values[COLUMNS_MAX];
    double duals[ROWS_MAX];
    unsigned char basis[COLUMNS_MAX + ROWS_MAX];
    const LinearProgramme programme = {farm.rows,  farm.columns,   start,
                                       row,        value,          farm.cost,
                                       farm.upper, farm.row_lower, farm.row_upper};
    SolverResult result = {values, duals, basis, 0};
    Error error = {0};
    assert_true(solver_run(&programme, NULL, &result, &error));
    double total = 0;
    for (size_t j = 0; j < farm.columns; j++) {
        total -= farm.cost[j] * values[j];
    }
    return total;
}

static void the_farmer_plants_for_every_year(void **state) {
    (void)state;
    static const double growth[YEARS] = {1.2, 1, 0.8};
    static const double mean[] = {1};
    static const double planted_for_the_mean[CROPS] = {120, 80, 300};
    const double here_and_now = profit(growth, YEARS, NULL);
    double wait_and_see = 0;
    for (size_t i = 0; i < YEARS; i++) {
        wait_and_see += profit(&growth[i], 1, NULL) / YEARS;
    }
    const double of_the_mean = profit(growth, YEARS, planted_for_the_mean);
    assert_near(here_and_now, 108390);
    assert_near(profit(mean, 1, NULL), 118600);
    assert_near(of_the_mean, 107240);
    assert_near(here_and_now - of_the_mean, 1150); /* the value of the stochastic solution */
    assert_true(fabs(wait_and_see - here_and_now - 7016) < 1); /* of perfect information */
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(ships_from_two_canneries_to_three_markets),
        cmocka_unit_test(the_farmer_plants_for_every_year),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
