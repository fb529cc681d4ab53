/* SPDX-License-Identifier: Apache-2.0 */
#include "hand.h"

void hand_make(Hand *hand) {
    *hand = (Hand){.capacity = {2, 2, 2, 2},
                   .open = {{0, 0, 1, 1}, {0, 0, 0, 0}},
                   .due = {2, 2, 2, 2},
                   .quotas = {{100}},
                   .stocks = {{0, 0, 0}}};
    hand->resources[0].capacity = hand->capacity;
    hand->activities[0] = (NetworkActivity){.use = 1};
    hand->lanes[0] = (NetworkLane){
        .to_site = 1, .transit_periods = 1, .limit = 10, .open = hand->open[0], .quota_value = 1};
    hand->lanes[1] =
        (NetworkLane){.to_site = 1, .limit = 10, .open = hand->open[1], .quota = NETWORK_NONE};
    hand->demands[0] = (NetworkDemand){.site = 1, .quantity = hand->due, .weight = 1};
    hand->network = (Network){.period_count = 4,
                              .site_count = 2,
                              .item_count = 1,
                              .resources = hand->resources,
                              .resource_count = 1,
                              .activities = hand->activities,
                              .activity_count = 1,
                              .lanes = hand->lanes,
                              .lane_count = 2,
                              .stocks = hand->stocks,
                              .stock_count = 1,
                              .demands = hand->demands,
                              .demand_count = 1,
                              .quotas = hand->quotas,
                              .quota_count = 1};
}
