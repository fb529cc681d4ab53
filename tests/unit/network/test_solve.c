/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <math.h>
#include <string.h>

#include "checker.h"
#include "hand.h"
#include "network/network.h"
#include "random_network.h"
#include "reference.h"

static const RandomSize MIDDLING = {8, 6, 5, 9, 25, 4};

static void assert_near(double found, double expected) {
    if (!(fabs(found - expected) <= 1e-7 * (1 + fabs(expected)))) {
        fail_msg("%.12g is not %.12g", found, expected);
    }
}

/* Solves, checks, and gives the optimum. */
static double optimum(const Network *network) {
    Arena *arena = arena_new();
    Error error = {0};
    Plan plan = {0};
    NetworkSolver *solver = network_solver_new(network, &error);
    assert_non_null(solver);
    assert_true(network_solve(solver, arena, &plan, &error));
    assert_plan_is_optimal(network, &plan);
    double objective = plan.objective;
    network_solver_free(solver);
    arena_free(arena);
    return objective;
}

/* Owed 2, 4, 6 at the ends of periods 0, 1, 2, for what leaves in period 2 arrives in 3;
 * there is enough at the mine by then to deliver everything. */
static void solves_by_hand(void **state) {
    (void)state;
    Hand hand;
    hand_make(&hand);
    Arena *arena = arena_new();
    Error error = {0};
    Plan plan = {0};
    NetworkSolver *solver = network_solver_new(&hand.network, &error);
    assert_true(network_solve(solver, arena, &plan, &error));
    assert_plan_is_optimal(&hand.network, &plan);
    /* Made by the end of period 2: 6 of the 8 that are due, so 2 are owed at the end. */
    assert_near(plan.lateness, 2 + 4 + 6 + 2 * (1 + 4));
    assert_near(plan.objective, plan.lateness);
    assert_near(plan.owed[3], 2);
    assert_near(plan.delivered[3], 6);
    assert_near(plan.sent[2], 6);
    assert_near(plan.sent[4] + plan.sent[5] + plan.sent[6] + plan.sent[7], 0);
    assert_near(plan.held[1], 4);
    /* One more unit of capacity before the lane closes would arrive in period 3. */
    assert_near(plan.capacity_price[0], 5);
    assert_near(plan.capacity_price[3], 0);
    assert_near(plan.demand_price[0], 8);
    assert_int_equal(plan.place_count, 2);
    assert_int_equal(plan.place_site[1], 1);
    network_solver_free(solver);
    arena_free(arena);
}

static void nothing_to_do_costs_nothing(void **state) {
    (void)state;
    Network network = {.period_count = 1};
    assert_near(optimum(&network), 0);
}

static void demand_without_supply_is_owed(void **state) {
    (void)state;
    static const double DUE[] = {1, 0, 2};
    NetworkDemand demand = {.quantity = DUE, .weight = 2};
    Network network = {
        .period_count = 3, .site_count = 1, .item_count = 1, .demands = &demand, .demand_count = 1};
    assert_near(optimum(&network), 2 * (1 + 1 + 3 * 4));
}

static void idle_stock_is_held(void **state) {
    (void)state;
    static const double SCALE[] = {4};
    NetworkStock stock = {0, 0, 10};
    Network network = {.period_count = 3,
                       .site_count = 1,
                       .item_count = 1,
                       .item_scale = SCALE,
                       .holding_cost = 0.5,
                       .stocks = &stock,
                       .stock_count = 1};
    assert_near(optimum(&network), 10.0 / 4 * 0.5 * 3);
}

/* What arrives at its own site in no time goes nowhere. */
static void a_lane_to_itself_is_harmless(void **state) {
    (void)state;
    Hand hand;
    hand_make(&hand);
    double before = optimum(&hand.network);
    hand.lanes[1].to_site = 0;
    hand.open[1][0] = 1;
    assert_near(optimum(&hand.network), before);
}

static void transit_beyond_the_end_is_no_use(void **state) {
    (void)state;
    Hand hand;
    hand_make(&hand);
    hand.lanes[0].transit_periods = NETWORK_NONE;
    hand.activities[0].delay_periods = 1;
    assert_near(optimum(&hand.network), 2 + 4 + 6 + 8 * 5);
    hand.lanes[0].transit_periods = 0;
    hand.activities[0].delay_periods = NETWORK_NONE;
    assert_near(optimum(&hand.network), 2 + 4 + 6 + 8 * 5);
}

typedef struct Turned {
    NetworkLane lanes[64];
    NetworkActivity activities[64];
    NetworkStock stocks[64];
    NetworkDemand demands[64];
} Turned;

/* The same network with its lists in the opposite order. */
static Network turn(const Network *network, Turned *turned) {
    Network other = *network;
    for (size_t i = 0; i < network->lane_count; i++) {
        turned->lanes[i] = network->lanes[network->lane_count - 1 - i];
    }
    for (size_t i = 0; i < network->activity_count; i++) {
        turned->activities[i] = network->activities[network->activity_count - 1 - i];
    }
    for (size_t i = 0; i < network->stock_count; i++) {
        turned->stocks[i] = network->stocks[network->stock_count - 1 - i];
    }
    for (size_t i = 0; i < network->demand_count; i++) {
        turned->demands[i] = network->demands[network->demand_count - 1 - i];
    }
    other.lanes = turned->lanes;
    other.activities = turned->activities;
    other.stocks = turned->stocks;
    other.demands = turned->demands;
    return other;
}

/* Each lane is cut in two halves of half the limit. */
static Network split(const Network *network, Turned *turned) {
    Network other = *network;
    for (size_t i = 0; i < network->lane_count; i++) {
        turned->lanes[2 * i] = network->lanes[i];
        turned->lanes[2 * i].limit /= 2;
        turned->lanes[2 * i + 1] = turned->lanes[2 * i];
    }
    other.lanes = turned->lanes;
    other.lane_count *= 2;
    return other;
}

static double *scaled(Arena *arena, const double *values, size_t count, double factor) {
    double *copy = ARENA_MANY(arena, double, count);
    for (size_t i = 0; i < count; i++) {
        copy[i] = values[i] * factor;
    }
    return copy;
}

static void scale_activities(Arena *arena, Network *network, Turned *turned, size_t item,
                             double factor) {
    for (size_t i = 0; i < network->activity_count; i++) {
        NetworkActivity activity = network->activities[i];
        double made = activity.item == item ? factor : 1;
        activity.use /= made;
        activity.cost /= made;
        NetworkInput *inputs = ARENA_MANY(arena, NetworkInput, activity.input_count);
        for (size_t k = 0; k < activity.input_count; k++) {
            inputs[k] = activity.inputs[k];
            inputs[k].quantity *= (inputs[k].item == item ? factor : 1) / made;
        }
        activity.inputs = inputs;
        turned->activities[i] = activity;
    }
    network->activities = turned->activities;
}

/* The same network with an item counted in a unit `factor` times smaller. */
static Network rescale(Arena *arena, const Network *network, Turned *turned, size_t item,
                       double factor) {
    Network other = *network;
    scale_activities(arena, &other, turned, item, factor);
    for (size_t i = 0; i < network->lane_count; i++) {
        turned->lanes[i] = network->lanes[i];
        double by = network->lanes[i].item == item ? factor : 1;
        turned->lanes[i].limit *= by;
        turned->lanes[i].cost /= by;
        turned->lanes[i].quota_value /= by;
    }
    for (size_t i = 0; i < network->stock_count; i++) {
        turned->stocks[i] = network->stocks[i];
        turned->stocks[i].quantity *= network->stocks[i].item == item ? factor : 1;
    }
    for (size_t i = 0; i < network->demand_count; i++) {
        turned->demands[i] = network->demands[i];
        double by = network->demands[i].item == item ? factor : 1;
        turned->demands[i].weight /= by;
        turned->demands[i].quantity =
            scaled(arena, network->demands[i].quantity, network->period_count, by);
    }
    double *scale = ARENA_MANY(arena, double, network->item_count);
    for (size_t i = 0; i < network->item_count; i++) {
        scale[i] =
            (network->item_scale == NULL ? 1 : network->item_scale[i]) * (i == item ? factor : 1);
    }
    other.lanes = turned->lanes;
    other.stocks = turned->stocks;
    other.demands = turned->demands;
    other.item_scale = scale;
    return other;
}

static void telling_it_otherwise_changes_nothing(void **state) {
    (void)state;
    for (uint64_t seed = 1; seed <= 40; seed++) {
        Arena *arena = arena_new();
        Random random = {seed};
        Turned turned;
        Network network = random_network(arena, &random, MIDDLING);
        double expected = optimum(&network);
        Network other = turn(&network, &turned);
        assert_near(optimum(&other), expected);
        other = split(&network, &turned);
        assert_near(optimum(&other), expected);
        other = rescale(arena, &network, &turned, 2, 1000);
        assert_near(optimum(&other), expected);
        other = rescale(arena, &network, &turned, 3, 1e-6);
        assert_near(optimum(&other), expected);
        arena_free(arena);
    }
}

static void assert_same_bytes(const Network *network, const Plan *a, const Plan *b) {
    size_t T = network->period_count;
    assert_memory_equal(&a->objective, &b->objective, sizeof(double));
    assert_memory_equal(&a->dual_objective, &b->dual_objective, sizeof(double));
    assert_memory_equal(a->made, b->made, network->activity_count * T * sizeof(double));
    assert_memory_equal(a->sent, b->sent, network->lane_count * T * sizeof(double));
    assert_memory_equal(a->held, b->held, a->place_count * T * sizeof(double));
    assert_memory_equal(a->balance_price, b->balance_price, a->place_count * T * sizeof(double));
    assert_memory_equal(a->owed, b->owed, network->demand_count * T * sizeof(double));
}

/* Neither what was solved before nor another solver leaves a trace. */
static void the_same_question_has_the_same_answer(void **state) {
    (void)state;
    for (uint64_t seed = 1; seed <= 20; seed++) {
        Arena *arena = arena_new();
        Random random = {seed};
        Error error = {0};
        Plan base = {0};
        Plan first = {0};
        Plan again = {0};
        Network network = random_network(arena, &random, MIDDLING);
        NetworkBarrier *barriers = random_barriers(arena, &random, &network, 4);
        NetworkSolver *solver = network_solver_new(&network, &error);
        NetworkSolver *other = network_solver_new(&network, &error);
        assert_true(network_solve(solver, arena, &base, &error));
        assert_true(network_solve_without(solver, arena, barriers, 2, &first, &error));
        assert_true(network_solve_without(solver, arena, barriers + 2, 2, &again, &error));
        assert_true(network_solve_without(solver, arena, barriers, 2, &again, &error));
        assert_same_bytes(&network, &first, &again);
        assert_true(network_solve(solver, arena, &again, &error));
        assert_same_bytes(&network, &base, &again);
        assert_true(network_solve_without(other, arena, barriers, 2, &again, &error));
        assert_same_bytes(&network, &first, &again);
        network_solver_free(solver);
        network_solver_free(other);
        arena_free(arena);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(solves_by_hand),
        cmocka_unit_test(nothing_to_do_costs_nothing),
        cmocka_unit_test(demand_without_supply_is_owed),
        cmocka_unit_test(idle_stock_is_held),
        cmocka_unit_test(a_lane_to_itself_is_harmless),
        cmocka_unit_test(transit_beyond_the_end_is_no_use),
        cmocka_unit_test(telling_it_otherwise_changes_nothing),
        cmocka_unit_test(the_same_question_has_the_same_answer),
    };
    return cmocka_run_group_tests_name("network solve", tests, NULL, NULL);
}
