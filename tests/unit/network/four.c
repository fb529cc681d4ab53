/* SPDX-License-Identifier: Apache-2.0 */
#include "four.h"

#include <math.h>

static const size_t MAKERS[5][2] = {
    {FOUR_A, FOUR_Y}, {FOUR_A, FOUR_Z}, {FOUR_B, FOUR_Y}, {FOUR_C, FOUR_Z}, {FOUR_D, FOUR_P}};
static const double RATES[5] = {6, 3, 10, 10, 10};
static const size_t LANES[5][3] = {{FOUR_A, FOUR_D, FOUR_Y},
                                   {FOUR_A, FOUR_D, FOUR_Z},
                                   {FOUR_B, FOUR_D, FOUR_Y},
                                   {FOUR_C, FOUR_D, FOUR_Z},
                                   {FOUR_D, FOUR_USER, FOUR_P}};

void four_make(Four *four) {
    *four = (Four){
        .inputs = {{FOUR_Y, 1}, {FOUR_Z, 1}}, .due = {10, 10}, .stocks = {{FOUR_USER, FOUR_P, 9}}};
    for (size_t i = 0; i < 5; i++) {
        for (size_t t = 0; t < 2; t++) {
            four->capacity[i][t] = RATES[i];
            four->open[i][t] = 1;
        }
        four->resources[i].capacity = four->capacity[i];
        four->activities[i] =
            (NetworkActivity){.site = MAKERS[i][0], .item = MAKERS[i][1], .resource = i, .use = 1};
        four->lanes[i] = (NetworkLane){.from_site = LANES[i][0],
                                       .to_site = LANES[i][1],
                                       .item = LANES[i][2],
                                       .limit = INFINITY,
                                       .open = four->open[i],
                                       .cost = 1e-4,
                                       .quota = NETWORK_NONE};
    }
    four->activities[4].inputs = four->inputs;
    four->activities[4].input_count = 2;
    four->demands[0] =
        (NetworkDemand){.site = FOUR_USER, .item = FOUR_P, .quantity = four->due, .weight = 1};
    four->network = (Network){.period_count = 2,
                              .site_count = FOUR_SITES,
                              .item_count = 3,
                              .resources = four->resources,
                              .resource_count = 5,
                              .activities = four->activities,
                              .activity_count = 5,
                              .lanes = four->lanes,
                              .lane_count = 5,
                              .stocks = four->stocks,
                              .stock_count = 1,
                              .demands = four->demands,
                              .demand_count = 1};
}

NetworkBarrier four_lose(const Four *four, size_t site, NetworkChange *changes) {
    size_t count = 0;
    for (size_t i = 0; i < 5; i++) {
        for (size_t t = 0; t < 2 && four->activities[i].site == site; t++) {
            changes[count++] = (NetworkChange){CHANGE_ACTIVITY, i, 0, t, 0};
        }
    }
    return (NetworkBarrier){changes, count};
}
