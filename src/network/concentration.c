/* SPDX-License-Identifier: Apache-2.0 */
#include <math.h>

#include "network/network.h"

double network_concentration(const double *amounts, size_t count) {
    double total = 0;
    double squares = 0;
    for (size_t i = 0; i < count; i++) {
        total += amounts[i];
        squares += amounts[i] * amounts[i];
    }
    return total > 0 ? squares / (total * total) : NAN;
}
