/* SPDX-License-Identifier: Apache-2.0 */
#include "law/work.h"

Outcome law_outcome_between(Outcome best, Outcome worst) {
    return best == worst ? best : OUTCOME_UNDETERMINED;
}

int law_longer_days(int a, int b) {
    if (a < 0 || b < 0) {
        return -1;
    }
    return a > b ? a : b;
}

static Outcome stricter(Outcome a, Outcome b) {
    return a > b ? a : b;
}

void law_combine(Decision *decision) {
    decision->best = OUTCOME_FREE;
    decision->worst = OUTCOME_FREE;
    decision->days = 0;
    for (size_t i = 0; i < decision->pack_count; i++) {
        const PackDecision *pack = &decision->packs[i];
        decision->best = stricter(decision->best, pack->best);
        decision->worst = stricter(decision->worst, pack->worst);
        decision->days = law_longer_days(decision->days, pack->days);
    }
    decision->outcome = law_outcome_between(decision->best, decision->worst);
}
