/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ENTENTE_TEST_HAND_H
#define ENTENTE_TEST_HAND_H

/* A network small enough to be solved by hand: a mine (site 0) makes two tonnes of one
 * item a period and ships them to a user (site 1) over a lane of one period, which is
 * closed for the first two of four periods; the user wants two a period, weight 1. There
 * is a second lane, closed throughout, of no time. Nothing else costs anything. */

#include "network/network.h"

typedef struct Hand {
    Network network;
    NetworkResource resources[1];
    NetworkActivity activities[1];
    NetworkLane lanes[2];
    NetworkDemand demands[1];
    NetworkStock stocks[1];
    NetworkQuota quotas[1];
    double capacity[4];
    double open[2][4];
    double due[4];
} Hand;

/* Fills it in place, for the network points into it. */
void hand_make(Hand *hand);

#endif
