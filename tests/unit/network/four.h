/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ENTENTE_TEST_FOUR_H
#define ENTENTE_TEST_FOUR_H

/* Four suppliers and a user who wants ten products a period and has nine in stock. D makes a
 * product of a Y and a Z; B makes ten Y, C ten Z; A makes six Y and three Z. Losing A is
 * survived for good, B for 9 / (10 - 6), C for 9 / (10 - 3), D for 9 / 10 periods. */

#include "network/network.h"

enum { FOUR_A, FOUR_B, FOUR_C, FOUR_D, FOUR_USER, FOUR_SITES };
enum { FOUR_P, FOUR_Y, FOUR_Z };

typedef struct Four {
    Network network;
    NetworkResource resources[5];
    NetworkActivity activities[5];
    NetworkInput inputs[2];
    NetworkLane lanes[5];
    NetworkDemand demands[1];
    NetworkStock stocks[1];
    double capacity[5][2];
    double open[5][2];
    double due[2];
} Four;

void four_make(Four *four);

/* The activities of a site lost in every period: fills `changes`, at most four. */
NetworkBarrier four_lose(const Four *four, size_t site, NetworkChange *changes);

#endif
