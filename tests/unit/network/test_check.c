/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <math.h>
#include <string.h>

#include "hand.h"
#include "network/network.h"

typedef void (*Spoil)(Hand *hand);

static void no_periods(Hand *hand) {
    hand->network.period_count = 0;
}

static void negative_holding(Hand *hand) {
    hand->network.holding_cost = -1;
}

static void zero_scale(Hand *hand) {
    hand->due[0] = 0;
    hand->network.item_scale = hand->due;
}

static void negative_capacity(Hand *hand) {
    hand->capacity[3] = -1;
}

static void no_capacity(Hand *hand) {
    hand->resources[0].capacity = NULL;
}

static void wrong_activity_site(Hand *hand) {
    hand->activities[0].site = 2;
}

static void wrong_activity_item(Hand *hand) {
    hand->activities[0].item = 1;
}

static void wrong_resource(Hand *hand) {
    hand->activities[0].resource = 1;
}

static void infinite_use(Hand *hand) {
    hand->activities[0].use = INFINITY;
}

static void negative_activity_cost(Hand *hand) {
    hand->activities[0].cost = -1;
}

static void wrong_input(Hand *hand) {
    static const NetworkInput INPUT = {1, 1};
    hand->activities[0].inputs = &INPUT;
    hand->activities[0].input_count = 1;
}

static void negative_input(Hand *hand) {
    static const NetworkInput INPUT = {0, -1};
    hand->activities[0].inputs = &INPUT;
    hand->activities[0].input_count = 1;
}

static void wrong_lane_from(Hand *hand) {
    hand->lanes[1].from_site = 2;
}

static void wrong_lane_to(Hand *hand) {
    hand->lanes[1].to_site = 7;
}

static void wrong_lane_item(Hand *hand) {
    hand->lanes[1].item = 1;
}

static void wrong_quota(Hand *hand) {
    hand->lanes[1].quota = 1;
}

static void lane_limit_is_no_number(Hand *hand) {
    hand->lanes[1].limit = NAN;
}

static void lane_more_than_open(Hand *hand) {
    hand->open[1][2] = 1.5;
}

static void negative_lane_cost(Hand *hand) {
    hand->lanes[0].cost = -0.001;
}

static void negative_quota_value(Hand *hand) {
    hand->lanes[0].quota_value = -1;
}

static void wrong_stock_site(Hand *hand) {
    hand->stocks[0].site = 2;
}

static void negative_stock(Hand *hand) {
    hand->stocks[0].quantity = -1;
}

static void two_stocks(Hand *hand) {
    static const NetworkStock STOCKS[] = {{1, 0, 1}, {0, 0, 2}, {1, 0, 3}};
    hand->network.stocks = STOCKS;
    hand->network.stock_count = 3;
}

static void wrong_demand_site(Hand *hand) {
    hand->demands[0].site = 2;
}

static void infinite_demand(Hand *hand) {
    hand->due[1] = INFINITY;
}

static void negative_weight(Hand *hand) {
    hand->demands[0].weight = -1;
}

static void negative_quota(Hand *hand) {
    hand->quotas[0].limit = -INFINITY;
}

/* What is wrong, and words that its message must have. */
static const struct {
    Spoil spoil;
    const char *words;
} CASES[] = {
    {no_periods, "`period_count`"},
    {negative_holding, "`holding_cost`"},
    {zero_scale, "item 0: `item_scale`"},
    {negative_capacity, "resource 0: `capacity` of period 3"},
    {no_capacity, "resource 0: `capacity` is not given"},
    {wrong_activity_site, "activity 0: `site` is 2"},
    {wrong_activity_item, "activity 0: `item` is 1"},
    {wrong_resource, "activity 0: `resource` is 1"},
    {infinite_use, "activity 0: `use`"},
    {negative_activity_cost, "activity 0: `cost`"},
    {wrong_input, "activity 0: `input item` is 1"},
    {negative_input, "activity 0: `input quantity`"},
    {wrong_lane_from, "lane 1: `from_site` is 2"},
    {wrong_lane_to, "lane 1: `to_site` is 7"},
    {wrong_lane_item, "lane 1: `item` is 1"},
    {wrong_quota, "lane 1: `quota` is 1"},
    {lane_limit_is_no_number, "lane 1: `limit`"},
    {lane_more_than_open, "lane 1: `open` of period 2"},
    {negative_lane_cost, "lane 0: `cost`"},
    {negative_quota_value, "lane 0: `quota_value`"},
    {wrong_stock_site, "stock 0: `site` is 2"},
    {negative_stock, "stock 0: `quantity`"},
    {two_stocks, "two stocks of item 0 at site 1"},
    {wrong_demand_site, "demand 0: `site` is 2"},
    {infinite_demand, "demand 0: `quantity` of period 1"},
    {negative_weight, "demand 0: `weight`"},
    {negative_quota, "quota 0: `limit`"},
};

enum { CASE_COUNT = sizeof(CASES) / sizeof(CASES[0]) };

static void accepts_what_is_right(void **state) {
    (void)state;
    Hand hand;
    Error error = {0};
    hand_make(&hand);
    assert_true(network_check(&hand.network, &error));
    hand.lanes[0].limit = INFINITY;
    hand.capacity[0] = INFINITY;
    hand.quotas[0].limit = INFINITY;
    hand.activities[0].resource = NETWORK_NONE;
    assert_true(network_check(&hand.network, &error));
}

static void names_what_is_wrong(void **state) {
    (void)state;
    for (size_t i = 0; i < CASE_COUNT; i++) {
        Hand hand;
        Error error = {0};
        hand_make(&hand);
        CASES[i].spoil(&hand);
        assert_false(network_check(&hand.network, &error));
        assert_int_equal(error.kind, ERROR_INVALID);
        if (strstr(error.message, CASES[i].words) == NULL) {
            fail_msg("`%s` does not say `%s`", error.message, CASES[i].words);
        }
    }
}

static void a_solver_checks_first(void **state) {
    (void)state;
    Hand hand;
    Error error = {0};
    hand_make(&hand);
    hand.lanes[0].item = 9;
    assert_null(network_solver_new(&hand.network, &error));
    assert_int_equal(error.kind, ERROR_INVALID);
    network_solver_free(NULL);
}

static void refuses_what_is_too_large(void **state) {
    (void)state;
    Hand hand;
    Error error = {0};
    hand_make(&hand);
    hand.network.resource_count = 0;
    hand.activities[0].resource = NETWORK_NONE;
    hand.network.lane_count = 0;
    hand.network.demand_count = 0;
    hand.network.period_count = (size_t)1 << 40;
    assert_false(network_check(&hand.network, &error));
    assert_int_equal(error.kind, ERROR_LIMIT);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(accepts_what_is_right),
        cmocka_unit_test(names_what_is_wrong),
        cmocka_unit_test(a_solver_checks_first),
        cmocka_unit_test(refuses_what_is_too_large),
    };
    return cmocka_run_group_tests_name("network check", tests, NULL, NULL);
}
