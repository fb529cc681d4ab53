/* SPDX-License-Identifier: Apache-2.0 */
#include "service/service.h"

static const Text BARRIER_WORDS[] = {
    [BARRIER_LAW] = {"law", 3},           [BARRIER_CLOCK] = {"clock", 5},
    [BARRIER_QUANTITY] = {"quantity", 8}, [BARRIER_CAPACITY] = {"capacity", 8},
    [BARRIER_STOCK] = {"stock", 5},
};

Text service_barrier_word(BarrierKind kind) {
    return BARRIER_WORDS[kind];
}

Text service_disclaimer(void) {
    return TEXT("Entente informs; it does not give legal advice. \"No requirement found\" is not "
                "\"permitted\": check the sources that are cited before you act.");
}
