/* SPDX-License-Identifier: Apache-2.0 */
#include "service/words.h"

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

static const Text OUTCOME_PHRASES[] = {
    [OUTCOME_FREE] = {"free", 4},
    [OUTCOME_AUTHORISED] = {"authorised", 10},
    [OUTCOME_LICENCE_REQUIRED] = {"licence required", 16},
    [OUTCOME_PROHIBITED] = {"prohibited", 10},
    [OUTCOME_UNDETERMINED] = {"undetermined", 12},
};

Text outcome_phrase(Outcome outcome) {
    return OUTCOME_PHRASES[outcome];
}

Text party_phrase(Arena *arena, const Party *party) {
    return text_format(arena, "%.*s (%.*s)", TEXT_ARGS(party->name), TEXT_ARGS(party->country));
}
