/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <math.h>
#include <string.h>

#include "changed.h"
#include "checker.h"
#include "hand.h"
#include "network/network.h"
#include "random_network.h"
#include "reference.h"

static const RandomSize TINY = {3, 3, 3, 3, 5, 2};
static const RandomSize MIDDLING = {8, 6, 5, 9, 25, 4};

enum { BARRIERS = 12, STEP_SEEDS = 60 };

/* A step so small that no second corner is passed, so large that it can be told from
 * rounding. */
static const double STEP = 1e-4;

static void assert_near(const char *what, uint64_t seed, size_t barrier, double found,
                        double expected, double tolerance) {
    if (!(fabs(found - expected) <= tolerance * (1 + fabs(expected)))) {
        fail_msg("seed %zu, barrier %zu: %s is %.12g, expected %.12g", (size_t)seed, barrier, what,
                 found, expected);
    }
}

static double optimum_at(const Network *network, const NetworkBarrier *barrier, double part) {
    Arena *arena = arena_new();
    Network changed = changed_network(arena, network, barrier, 1, part);
    double optimum = reference_optimum(&changed);
    arena_free(arena);
    return optimum;
}

/* The rate of a lane without a limit is for a way that only the solver knows. */
static bool has_fixed_way(const Network *network, const NetworkBarrier *barrier) {
    for (size_t i = 0; i < barrier->change_count; i++) {
        const NetworkChange *change = &barrier->changes[i];
        if (change->kind == CHANGE_LANE && isinf(network->lanes[change->index].limit)) {
            return false;
        }
    }
    return true;
}

static void check_value(const Network *network, const NetworkBarrier *barrier,
                        const BarrierValue *value, uint64_t seed, size_t position) {
    double base = optimum_at(network, barrier, 0);
    assert_true(value->is_exact);
    assert_near("gain", seed, position, value->gain, base - optimum_at(network, barrier, 1), 1e-7);
    assert_true(value->ceiling >= value->gain);
    assert_true(value->price >= value->gain - 1e-7);
    if (!has_fixed_way(network, barrier)) {
        return;
    }
    double step = (base - optimum_at(network, barrier, STEP)) / STEP;
    assert_near("price", seed, position, value->price, step, 1e-4);
    if (!isnan(value->price_back)) {
        double back = (optimum_at(network, barrier, -STEP) - base) / STEP;
        assert_near("price back", seed, position, value->price_back, back, 1e-4);
    }
}

static void check_without(NetworkSolver *solver, const Network *network,
                          const NetworkBarrier *barrier, double objective) {
    Arena *arena = arena_new();
    Error error = {0};
    Plan plan = {0};
    assert_true(network_solve_without(solver, arena, barrier, 1, &plan, &error));
    Network changed = changed_network(arena, network, barrier, 1, 1);
    assert_near("objective", 0, 0, plan.objective, objective, 1e-6);
    assert_plan_is_optimal(&changed, &plan);
    arena_free(arena);
}

static void check_seed(uint64_t seed, RandomSize size) {
    Arena *arena = arena_new();
    Random random = {seed};
    Network network = random_network(arena, &random, size);
    NetworkBarrier *barriers = random_barriers(arena, &random, &network, BARRIERS);
    BarrierValue values[BARRIERS];
    size_t ranking[BARRIERS];
    size_t solve_count = 0;
    Error error = {0};
    Plan plan = {0};
    NetworkSolver *solver = network_solver_new(&network, &error);
    assert_non_null(solver);
    assert_true(network_solve(solver, arena, &plan, &error));
    assert_near("optimum", seed, 0, plan.objective, reference_optimum(&network), 1e-8);
    assert_plan_is_optimal(&network, &plan);
    assert_true(
        network_price(solver, arena, barriers, BARRIERS, 0, values, ranking, &solve_count, &error));
    assert_int_equal(solve_count, BARRIERS);
    for (size_t i = 0; i < BARRIERS; i++) {
        check_value(&network, &barriers[i], &values[i], seed, i);
        check_without(solver, &network, &barriers[i], plan.objective - values[i].gain);
    }
    network_solver_free(solver);
    arena_free(arena);
}

static void agrees_with_the_reference(void **state) {
    (void)state;
    for (uint64_t seed = 1; seed <= STEP_SEEDS; seed++) {
        check_seed(seed, TINY);
    }
}

/* Corners that were once cut: a rate that is nothing on one side and something on the
 * other, and stock that comes together with a lane without a limit. */
static void agrees_where_it_once_did_not(void **state) {
    (void)state;
    static const uint64_t WIDE[] = {380, 3993, 3994};
    check_seed(163, TINY);
    for (size_t i = 0; i < sizeof(WIDE) / sizeof(WIDE[0]); i++) {
        RandomSize wide = TINY;
        wide.lanes++;
        check_seed(WIDE[i], wide);
    }
}

/* The first ten of the ranking are the same whether all are priced or only as many as
 * must be. */
static void certifies_the_first(void **state) {
    (void)state;
    enum { MANY = 60, TOP = 10 };
    size_t saved = 0;
    for (uint64_t seed = 1; seed <= 12; seed++) {
        Arena *arena = arena_new();
        Random random = {seed};
        Network network = random_network(arena, &random, MIDDLING);
        NetworkBarrier *barriers = random_barriers(arena, &random, &network, MANY);
        BarrierValue all[MANY];
        BarrierValue some[MANY];
        size_t whole[MANY];
        size_t first[MANY];
        size_t count = 0;
        Error error = {0};
        NetworkSolver *solver = network_solver_new(&network, &error);
        assert_true(network_price(solver, arena, barriers, MANY, 0, all, whole, &count, &error));
        assert_true(network_price(solver, arena, barriers, MANY, TOP, some, first, &count, &error));
        saved += MANY - count;
        for (size_t i = 0; i < TOP; i++) {
            assert_int_equal(first[i], whole[i]);
            assert_true(some[first[i]].is_exact);
        }
        for (size_t i = 0; i < MANY; i++) {
            assert_true(all[i].ceiling >= all[i].gain);
            assert_true(some[i].ceiling >= all[i].gain - 1e-9);
            assert_true(some[i].is_exact || isnan(some[i].gain));
        }
        network_solver_free(solver);
        arena_free(arena);
    }
    assert_true(saved > 0);
}

static BarrierValue hand_value(Hand *hand, const NetworkChange *change) {
    Arena *arena = arena_new();
    Error error = {0};
    NetworkBarrier barrier = {change, 1};
    BarrierValue value = {0};
    size_t ranking = 0;
    size_t count = 0;
    NetworkSolver *solver = network_solver_new(&hand->network, &error);
    assert_true(network_price(solver, arena, &barrier, 1, 1, &value, &ranking, &count, &error));
    network_solver_free(solver);
    arena_free(arena);
    return value;
}

/* Opening the slow lane a period earlier brings the 4 made by then a period earlier, and
 * no more: the first of its ten units count one each. */
static void prices_a_lane_by_hand(void **state) {
    (void)state;
    Hand hand;
    hand_make(&hand);
    NetworkChange opening = {.kind = CHANGE_LANE, .index = 0, .period = 1, .amount = 1};
    BarrierValue value = hand_value(&hand, &opening);
    assert_near("gain", 0, 0, value.gain, 4, 1e-9);
    assert_near("price", 0, 0, value.price, 10, 1e-9);
    assert_near("ceiling", 0, 0, value.ceiling, 10, 1e-9);
    assert_true(isnan(value.price_back));
}

/* A lane without a limit could at most carry all that is wanted: 8. */
static void prices_a_lane_without_a_limit(void **state) {
    (void)state;
    Hand hand;
    hand_make(&hand);
    hand.lanes[0].limit = INFINITY;
    NetworkChange opening = {.kind = CHANGE_LANE, .index = 0, .period = 1, .amount = 1};
    BarrierValue value = hand_value(&hand, &opening);
    assert_near("gain", 0, 0, value.gain, 4, 1e-9);
    assert_near("price", 0, 0, value.price, 8, 1e-9);
    assert_near("ceiling", 0, 0, value.ceiling, 8, 1e-9);
}

/* Where an item is made of itself, no amount is too much to send: what is owed bounds the
 * gain instead. */
static void bounds_a_lane_where_recipes_go_in_a_circle(void **state) {
    (void)state;
    static const NetworkInput SELF = {0, 0.5};
    Hand hand;
    hand_make(&hand);
    NetworkActivity activities[] = {hand.activities[0], {.delay_periods = 1}};
    activities[1].resource = NETWORK_NONE;
    activities[1].inputs = &SELF;
    activities[1].input_count = 1;
    hand.network.activities = activities;
    hand.network.activity_count = 2;
    hand.lanes[0].limit = INFINITY;
    hand.network.holding_cost = 1e-3;
    NetworkChange opening = {.kind = CHANGE_LANE, .index = 0, .period = 1, .amount = 1};
    NetworkBarrier barrier = {&opening, 1};
    double gain = optimum_at(&hand.network, &barrier, 0) - optimum_at(&hand.network, &barrier, 1);
    BarrierValue value = hand_value(&hand, &opening);
    assert_true(gain > 1);
    assert_near("gain", 0, 0, value.gain, gain, 1e-7);
    assert_true(isfinite(value.ceiling) && value.ceiling >= value.gain);
}

/* Four tonnes made in the last period are of no use, so one fewer is no loss; in the
 * first they are all of use. */
static void prices_capacity_both_ways(void **state) {
    (void)state;
    Hand hand;
    hand_make(&hand);
    NetworkChange late = {.kind = CHANGE_RESOURCE, .index = 0, .period = 3, .amount = 1};
    BarrierValue value = hand_value(&hand, &late);
    assert_near("gain", 0, 0, value.gain, 0, 1e-9);
    assert_near("price back", 0, 0, value.price_back, 0, 1e-9);
    /* Two more are still wanted at the end; more than that are not. */
    NetworkChange early = {.kind = CHANGE_RESOURCE, .index = 0, .period = 0, .amount = 3};
    value = hand_value(&hand, &early);
    assert_near("gain", 0, 0, value.gain, 10, 1e-9);
    assert_near("price", 0, 0, value.price, 15, 1e-9);
    assert_near("price back", 0, 0, value.price_back, 15, 1e-9);
    /* With two more there is just enough: the two sides differ. */
    hand.capacity[0] = 4;
    value = hand_value(&hand, &early);
    assert_near("price", 0, 0, value.price, 0, 1e-9);
    assert_near("price back", 0, 0, value.price_back, 15, 1e-9);
}

static void a_slack_barrier_is_worth_nothing(void **state) {
    (void)state;
    Hand hand;
    hand_make(&hand);
    NetworkChange quota = {.kind = CHANGE_QUOTA, .index = 0, .amount = 50};
    BarrierValue value = hand_value(&hand, &quota);
    assert_true(value.gain == 0 && value.price == 0 && value.ceiling == 0);
    assert_true(value.is_exact);
}

static void assert_refused(const NetworkChange *change, const char *words) {
    Hand hand;
    Arena *arena = arena_new();
    Error error = {0};
    Plan plan = {0};
    NetworkChange good = {.kind = CHANGE_QUOTA, .amount = 1};
    NetworkBarrier barriers[] = {{&good, 1}, {change, 1}};
    hand_make(&hand);
    NetworkSolver *solver = network_solver_new(&hand.network, &error);
    assert_false(network_solve_without(solver, arena, barriers, 2, &plan, &error));
    assert_int_equal(error.kind, ERROR_INVALID);
    assert_non_null(strstr(error.message, words));
    BarrierValue values[2];
    size_t ranking[2];
    size_t count = 0;
    assert_false(network_price(solver, arena, barriers, 2, 0, values, ranking, &count, &error));
    assert_non_null(strstr(error.message, words));
    network_solver_free(solver);
    arena_free(arena);
}

static void refuses_what_the_network_has_not(void **state) {
    (void)state;
    static const NetworkChange WRONG[] = {
        {.kind = CHANGE_LANE, .index = 2, .amount = 1},
        {.kind = CHANGE_LANE, .index = 0, .period = 4, .amount = 1},
        {.kind = CHANGE_LANE, .index = 0, .amount = INFINITY},
        {.kind = CHANGE_LANE, .index = 0, .amount = -1},
        {.kind = CHANGE_RESOURCE, .index = 1, .amount = 1},
        {.kind = CHANGE_RESOURCE, .index = 0, .amount = INFINITY},
        {.kind = CHANGE_STOCK, .index = 2, .amount = 1},
        {.kind = CHANGE_STOCK, .index = 0, .item = 1, .amount = 1},
        {.kind = CHANGE_QUOTA, .index = 1, .amount = 1},
    };
    for (size_t i = 0; i < sizeof(WRONG) / sizeof(WRONG[0]); i++) {
        assert_refused(&WRONG[i], "barrier 1, change 0");
    }
}

/* Losses, all at once, against the reference: what is taken away stops at nothing. */
static void disruptions_lose_what_they_should(void **state) {
    (void)state;
    for (uint64_t seed = 1; seed <= 60; seed++) {
        Arena *arena = arena_new();
        Random random = {seed};
        Error error = {0};
        Plan plan = {0};
        Network network = random_network(arena, &random, TINY);
        NetworkBarrier *barriers = random_barriers(arena, &random, &network, 3);
        NetworkChange losses[12];
        size_t count = 0;
        for (size_t i = 0; i < 3; i++) {
            for (size_t k = 0; k < barriers[i].change_count; k++) {
                losses[count] = barriers[i].changes[k];
                losses[count].amount =
                    losses[count].kind == CHANGE_LANE ? 0 : -losses[count].amount;
                count++;
            }
        }
        NetworkBarrier loss = {losses, count};
        NetworkSolver *solver = network_solver_new(&network, &error);
        assert_true(network_solve_without(solver, arena, &loss, 1, &plan, &error));
        Network changed = changed_network(arena, &network, &loss, 1, 1);
        assert_plan_is_optimal(&changed, &plan);
        assert_near("loss", seed, 0, plan.objective, reference_optimum(&changed), 1e-7);
        network_solver_free(solver);
        arena_free(arena);
    }
}

/* Only what gives way: lanes no narrower than they are, and no stock, which has to be kept. */
static void only_give_way(const Network *network, const NetworkBarrier *barrier,
                          NetworkChange *changes) {
    for (size_t k = 0; k < barrier->change_count; k++) {
        changes[k] = barrier->changes[k];
        if (changes[k].kind == CHANGE_STOCK) {
            changes[k].amount = 0;
        } else if (changes[k].kind == CHANGE_LANE) {
            const double open = network->lanes[changes[k].index].open[changes[k].period];
            changes[k].amount = fmax(changes[k].amount, open);
        }
    }
}

static double objective_without(NetworkSolver *solver, Arena *arena, const NetworkBarrier *barriers,
                                size_t count) {
    Error error = {0};
    Plan plan = {0};
    assert_true(network_solve_without(solver, arena, barriers, count, &plan, &error));
    return plan.objective;
}

/* Alone and together, removing barriers never raises the objective, and more of them never less. */
static void giving_way_never_costs(void **state) {
    (void)state;
    enum { TRIED = 4, CHANGES_MAX = 8 };
    for (uint64_t seed = 1; seed <= 40; seed++) {
        Arena *arena = arena_new();
        Random random = {seed};
        Error error = {0};
        NetworkChange changes[TRIED][CHANGES_MAX];
        NetworkBarrier relaxed[TRIED];
        const Network network = random_network(arena, &random, MIDDLING);
        const NetworkBarrier *barriers = random_barriers(arena, &random, &network, TRIED);
        NetworkSolver *solver = network_solver_new(&network, &error);
        double before = objective_without(solver, arena, NULL, 0);
        const double allowed = 1e-7 * (1 + before);
        for (size_t i = 0; i < TRIED; i++) {
            only_give_way(&network, &barriers[i], changes[i]);
            relaxed[i] = (NetworkBarrier){changes[i], barriers[i].change_count};
            const double alone = objective_without(solver, arena, &relaxed[i], 1);
            const double together = objective_without(solver, arena, relaxed, i + 1);
            assert_true(together <= alone + allowed);
            assert_true(together <= before + allowed);
            before = together;
        }
        network_solver_free(solver);
        arena_free(arena);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(agrees_with_the_reference),
        cmocka_unit_test(agrees_where_it_once_did_not),
        cmocka_unit_test(certifies_the_first),
        cmocka_unit_test(prices_a_lane_by_hand),
        cmocka_unit_test(prices_a_lane_without_a_limit),
        cmocka_unit_test(bounds_a_lane_where_recipes_go_in_a_circle),
        cmocka_unit_test(prices_capacity_both_ways),
        cmocka_unit_test(a_slack_barrier_is_worth_nothing),
        cmocka_unit_test(refuses_what_the_network_has_not),
        cmocka_unit_test(disruptions_lose_what_they_should),
        cmocka_unit_test(giving_way_never_costs),
    };
    return cmocka_run_group_tests_name("network price", tests, NULL, NULL);
}
