/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <math.h>

#include "changed.h"
#include "hand.h"
#include "network/network.h"
#include "random_network.h"
#include "reference.h"

enum { NETWORKS = 60, LOSSES = 8, PERIODS = 4 };

static const RandomSize TINY = {PERIODS, 4, 3, 5, 10, 3};

static void assert_near(double found, double expected) {
    if (!(fabs(found - expected) <= 1e-6 * (1 + fabs(expected)))) {
        fail_msg("%.12g is not %.12g", found, expected);
    }
}

/* Takes away one to three things, in part or altogether. */
static NetworkBarrier random_loss(Arena *arena, Random *random, const Network *network) {
    NetworkChange *changes = ARENA_MANY(arena, NetworkChange, 3);
    const size_t count = 1 + random_below(random, 3);
    for (size_t i = 0; i < count; i++) {
        const size_t period = random_below(random, network->period_count);
        if (random_below(random, 2) == 0) {
            const size_t lane = random_below(random, network->lane_count);
            const double open = network->lanes[lane].open[period];
            changes[i] = (NetworkChange){CHANGE_LANE, lane, 0, period,
                                         open * (double)random_below(random, 3) / 2};
        } else {
            const size_t resource = random_below(random, network->resource_count);
            changes[i] = (NetworkChange){CHANGE_RESOURCE, resource, 0, period,
                                         -(double)random_below(random, 5)};
        }
    }
    return (NetworkBarrier){changes, count};
}

/* Two losses of one lane in one period would take the larger opening; here the last counts
 * only where it is the smaller. */
static bool has_twins(const NetworkBarrier *loss) {
    for (size_t i = 0; i < loss->change_count; i++) {
        for (size_t j = 0; j < i; j++) {
            if (loss->changes[i].kind == CHANGE_LANE &&
                loss->changes[i].kind == loss->changes[j].kind &&
                loss->changes[i].index == loss->changes[j].index &&
                loss->changes[i].period == loss->changes[j].period) {
                return true;
            }
        }
    }
    return false;
}

static NetworkBarrier *random_losses(Arena *arena, Random *random, const Network *network) {
    NetworkBarrier *losses = ARENA_MANY(arena, NetworkBarrier, LOSSES);
    for (size_t i = 0; i < LOSSES; i++) {
        do {
            losses[i] = random_loss(arena, random, network);
        } while (has_twins(&losses[i]));
    }
    return losses;
}

/* Exact losses equal the reference's; floors and ceilings hold for all; the first are the
 * largest. */
static void bounds_hold_and_the_first_are_the_worst(void **state) {
    (void)state;
    Random random = {20};
    for (size_t n = 0; n < NETWORKS; n++) {
        Arena *arena = arena_new();
        const Network network = random_network(arena, &random, TINY);
        const NetworkBarrier *losses = random_losses(arena, &random, &network);
        const double base = reference_optimum(&network);
        double expected[LOSSES];
        for (size_t i = 0; i < LOSSES; i++) {
            const Network without = changed_network(arena, &network, &losses[i], 1, 1);
            expected[i] = reference_optimum(&without) - base;
        }
        Error error = {0};
        LossValue values[LOSSES];
        size_t ranking[LOSSES];
        size_t solves = 0;
        NetworkSolver *solver = network_solver_new(&network, &error);
        assert_non_null(solver);
        assert_true(network_rank_losses(solver, arena, losses, LOSSES, 2, values, ranking, &solves,
                                        &error));
        for (size_t i = 0; i < LOSSES; i++) {
            const double slack = 1e-6 * (1 + fabs(expected[i]) + fabs(base));
            assert_true(values[i].floor <= expected[i] + slack);
            assert_true(values[i].ceiling >= expected[i] - slack);
            if (values[i].is_exact) {
                assert_true(fabs(values[i].loss - expected[i]) <= slack);
            }
        }
        for (size_t i = 0; i < LOSSES; i++) {
            assert_true(expected[ranking[i < 2 ? i : 1]] >=
                        expected[ranking[i]] - 1e-6 * (1 + fabs(base)));
        }
        network_solver_free(solver);
        arena_free(arena);
    }
}

/* ---- several families ---- */

enum { FAMILIES = 3, FAMILY_NETWORKS = 25 };

/* Networks that share nothing, beside each other in one. */
typedef struct Families {
    Network whole;
    Network one[FAMILIES];
    size_t first_lane[FAMILIES]; /* of each family, in the whole */
    size_t first_resource[FAMILIES];
} Families;

static void join_activities(Arena *arena, const Network *one, Network *whole) {
    NetworkActivity *all =
        ARENA_MANY(arena, NetworkActivity, whole->activity_count + one->activity_count);
    for (size_t i = 0; i < whole->activity_count; i++) {
        all[i] = whole->activities[i];
    }
    for (size_t i = 0; i < one->activity_count; i++) {
        NetworkActivity *added = &all[whole->activity_count++];
        *added = one->activities[i];
        NetworkInput *inputs = ARENA_MANY(arena, NetworkInput, added->input_count);
        for (size_t k = 0; k < added->input_count; k++) {
            inputs[k] = added->inputs[k];
            inputs[k].item += whole->item_count;
        }
        added->inputs = inputs;
        added->site += whole->site_count;
        added->item += whole->item_count;
        added->resource += added->resource == NETWORK_NONE ? 0 : whole->resource_count;
    }
    whole->activities = all;
}

static void join_lanes(Arena *arena, const Network *one, Network *whole) {
    NetworkLane *all = ARENA_MANY(arena, NetworkLane, whole->lane_count + one->lane_count);
    for (size_t i = 0; i < whole->lane_count; i++) {
        all[i] = whole->lanes[i];
    }
    for (size_t i = 0; i < one->lane_count; i++) {
        NetworkLane *added = &all[whole->lane_count++];
        *added = one->lanes[i];
        added->from_site += whole->site_count;
        added->to_site += whole->site_count;
        added->item += whole->item_count;
        added->quota += added->quota == NETWORK_NONE ? 0 : whole->quota_count;
    }
    whole->lanes = all;
}

static void join_stocks(Arena *arena, const Network *one, Network *whole) {
    NetworkStock *all = ARENA_MANY(arena, NetworkStock, whole->stock_count + one->stock_count);
    for (size_t i = 0; i < whole->stock_count; i++) {
        all[i] = whole->stocks[i];
    }
    for (size_t i = 0; i < one->stock_count; i++) {
        const NetworkStock *stock = &one->stocks[i];
        all[whole->stock_count++] = (NetworkStock){
            stock->site + whole->site_count, stock->item + whole->item_count, stock->quantity};
    }
    whole->stocks = all;
}

static void join_demands(Arena *arena, const Network *one, Network *whole) {
    NetworkDemand *all = ARENA_MANY(arena, NetworkDemand, whole->demand_count + one->demand_count);
    for (size_t i = 0; i < whole->demand_count; i++) {
        all[i] = whole->demands[i];
    }
    for (size_t i = 0; i < one->demand_count; i++) {
        NetworkDemand *added = &all[whole->demand_count++];
        *added = one->demands[i];
        added->site += whole->site_count;
        added->item += whole->item_count;
    }
    whole->demands = all;
}

/* Resources and quotas name nothing else. */
static void join_limits(Arena *arena, const Network *one, Network *whole) {
    NetworkResource *resources =
        ARENA_MANY(arena, NetworkResource, whole->resource_count + one->resource_count);
    NetworkQuota *quotas = ARENA_MANY(arena, NetworkQuota, whole->quota_count + one->quota_count);
    for (size_t i = 0; i < whole->resource_count + one->resource_count; i++) {
        resources[i] = i < whole->resource_count ? whole->resources[i]
                                                 : one->resources[i - whole->resource_count];
    }
    for (size_t i = 0; i < whole->quota_count + one->quota_count; i++) {
        quotas[i] = i < whole->quota_count ? whole->quotas[i] : one->quotas[i - whole->quota_count];
    }
    whole->resources = resources;
    whole->quotas = quotas;
    whole->resource_count += one->resource_count;
    whole->quota_count += one->quota_count;
}

static Families random_families(Arena *arena, Random *random) {
    Families families = {.whole = {.period_count = PERIODS}};
    Network *whole = &families.whole;
    for (size_t i = 0; i < FAMILIES; i++) {
        families.one[i] = random_network(arena, random, TINY);
        Network *one = &families.one[i];
        one->holding_cost = families.one[0].holding_cost;
        one->item_scale = NULL;
        families.first_lane[i] = whole->lane_count;
        families.first_resource[i] = whole->resource_count;
        join_activities(arena, one, whole);
        join_lanes(arena, one, whole);
        join_stocks(arena, one, whole);
        join_demands(arena, one, whole);
        join_limits(arena, one, whole);
        whole->site_count += one->site_count;
        whole->item_count += one->item_count;
    }
    whole->holding_cost = families.one[0].holding_cost;
    return families;
}

static void add_loss_of(Arena *arena, const Families *families, size_t family,
                        const NetworkBarrier *loss, NetworkBarrier *whole) {
    NetworkChange *changes =
        ARENA_MANY(arena, NetworkChange, whole->change_count + loss->change_count);
    for (size_t i = 0; i < whole->change_count; i++) {
        changes[i] = whole->changes[i];
    }
    for (size_t i = 0; i < loss->change_count; i++) {
        NetworkChange *change = &changes[whole->change_count + i];
        *change = loss->changes[i];
        change->index += change->kind == CHANGE_LANE ? families->first_lane[family]
                                                     : families->first_resource[family];
    }
    *whole = (NetworkBarrier){changes, whole->change_count + loss->change_count};
}

/* Each loss is in one family, every third in two of them: what is expected of a family comes from
 * the reference on that family alone. */
static double random_loss_of(Arena *arena, Random *random, const Families *families, size_t n,
                             NetworkBarrier *loss) {
    double expected = 0;
    *loss = (NetworkBarrier){0};
    for (size_t i = 0; i < (n % 3 == 0 ? 2u : 1u); i++) {
        const size_t family = (n + i) % FAMILIES;
        const Network *one = &families->one[family];
        NetworkBarrier own;
        do {
            own = random_loss(arena, random, one);
        } while (has_twins(&own));
        const Network without = changed_network(arena, one, &own, 1, 1);
        expected += reference_optimum(&without) - reference_optimum(one);
        add_loss_of(arena, families, family, &own, loss);
    }
    return expected;
}

static void assert_worst(const LossValue *values, const size_t *ranking, const double *expected,
                         size_t top, double slack) {
    for (size_t i = 0; i < LOSSES; i++) {
        assert_true(values[i].floor <= expected[i] + slack);
        assert_true(values[i].ceiling >= expected[i] - slack);
        assert_true(!values[i].is_exact || fabs(values[i].loss - expected[i]) <= slack);
        const size_t last = ranking[i < top ? i : top - 1];
        assert_true(expected[last] >= expected[ranking[i]] - slack);
        assert_true(i >= top || values[ranking[i]].is_exact);
    }
}

static void families_lose_what_each_loses_alone(void **state) {
    (void)state;
    Random random = {404};
    for (size_t n = 0; n < FAMILY_NETWORKS; n++) {
        Arena *arena = arena_new();
        const Families families = random_families(arena, &random);
        NetworkBarrier losses[LOSSES];
        double expected[LOSSES];
        double base = 0;
        for (size_t i = 0; i < FAMILIES; i++) {
            base += reference_optimum(&families.one[i]);
        }
        for (size_t i = 0; i < LOSSES; i++) {
            expected[i] = random_loss_of(arena, &random, &families, i, &losses[i]);
        }
        Error error = {0};
        NetworkSolver *solver = network_solver_new(&families.whole, &error);
        assert_non_null(solver);
        for (size_t top = 0; top <= 3; top += 3) {
            LossValue values[LOSSES];
            size_t ranking[LOSSES];
            size_t solves = 0;
            assert_true(network_rank_losses(solver, arena, losses, LOSSES, top, values, ranking,
                                            &solves, &error));
            assert_worst(values, ranking, expected, top == 0 ? LOSSES : top,
                         1e-6 * (1 + fabs(base)));
            assert_true(solves >= (top == 0 ? (size_t)LOSSES : top));
        }
        network_solver_free(solver);
        arena_free(arena);
    }
}

/* An activity that cannot be started is an activity without capacity; and undoing restores. */
static void a_shut_activity_makes_nothing(void **state) {
    (void)state;
    Hand hand;
    hand_make(&hand);
    NetworkChange shut[4];
    NetworkChange none[4];
    for (size_t t = 0; t < 4; t++) {
        shut[t] = (NetworkChange){CHANGE_ACTIVITY, 0, 0, t, 0};
        none[t] = (NetworkChange){CHANGE_RESOURCE, 0, 0, t, -2};
    }
    const NetworkBarrier losses[] = {{shut, 4}, {none, 4}, {shut, 0}};
    Arena *arena = arena_new();
    Error error = {0};
    Plan plan = {0};
    NetworkSolver *solver = network_solver_new(&hand.network, &error);
    assert_true(network_solve_without(solver, arena, &losses[0], 1, &plan, &error));
    assert_near(plan.lateness, 2 + 4 + 6 + 8 * (1 + 4)); /* nothing is ever delivered */
    assert_true(network_solve_without(solver, arena, &losses[1], 1, &plan, &error));
    assert_near(plan.lateness, 2 + 4 + 6 + 8 * (1 + 4));
    assert_true(network_solve_without(solver, arena, &losses[2], 1, &plan, &error));
    assert_near(plan.lateness, 2 + 4 + 6 + 2 * (1 + 4));
    assert_near(plan.made[0] + plan.made[1] + plan.made[2], 6);
    network_solver_free(solver);
    arena_free(arena);
}

/* The last period's delivery is lost: all of the eight are owed at the end. */
static void a_shut_delivery_is_owed(void **state) {
    (void)state;
    Hand hand;
    hand_make(&hand);
    const NetworkChange shut[] = {{CHANGE_DELIVERY, 0, 0, 3, 0}};
    const NetworkBarrier losses[] = {{shut, 1}};
    Arena *arena = arena_new();
    Error error = {0};
    LossValue value;
    size_t rank = 9;
    size_t solves = 0;
    NetworkSolver *solver = network_solver_new(&hand.network, &error);
    assert_true(network_rank_losses(solver, arena, losses, 1, 0, &value, &rank, &solves, &error));
    assert_near(value.loss, 6 * (1 + 4));
    assert_near(value.ceiling, 6 * (1 + 4));
    assert_int_equal(rank, 0);
    network_solver_free(solver);
    arena_free(arena);
}

static void two_lose_at_least_as_much_as_either(void **state) {
    (void)state;
    Random random = {77};
    for (size_t n = 0; n < NETWORKS; n++) {
        Arena *arena = arena_new();
        Network network = random_network(arena, &random, TINY);
        const NetworkBarrier *losses = random_losses(arena, &random, &network);
        Error error = {0};
        Plan base = {0};
        Plan plans[3];
        NetworkSolver *solver = network_solver_new(&network, &error);
        assert_non_null(solver);
        assert_true(network_solve(solver, arena, &base, &error));
        NetworkChange both[6];
        size_t count = 0;
        for (size_t i = 0; i < 2; i++) {
            assert_true(network_solve_without(solver, arena, &losses[i], 1, &plans[i], &error));
            for (size_t j = 0; j < losses[i].change_count; j++) {
                both[count++] = losses[i].changes[j];
            }
        }
        const NetworkBarrier together = {both, count};
        if (!has_twins(&together)) {
            assert_true(network_solve_without(solver, arena, &together, 1, &plans[2], &error));
            for (size_t i = 0; i < 2; i++) {
                assert_true(plans[2].objective >=
                            plans[i].objective - 1e-6 * (1 + plans[i].objective));
            }
        }
        assert_true(network_solve_without(solver, arena, NULL, 0, &plans[2], &error));
        assert_true(plans[2].objective <= base.objective && plans[2].objective >= base.objective);
        network_solver_free(solver);
        arena_free(arena);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(bounds_hold_and_the_first_are_the_worst),
        cmocka_unit_test(families_lose_what_each_loses_alone),
        cmocka_unit_test(a_shut_activity_makes_nothing),
        cmocka_unit_test(a_shut_delivery_is_owed),
        cmocka_unit_test(two_lose_at_least_as_much_as_either),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
