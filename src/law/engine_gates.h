/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ENTENTE_LAW_ENGINE_GATES_H
#define ENTENTE_LAW_ENGINE_GATES_H

/* The bits of a run of gates, private to law/: what all decisions spend their time on. */

#include "law/compiled.h"

static inline uint64_t law_run_bits(const GateTerm *terms, const uint8_t *bits, uint32_t count,
                                    uint32_t terms_each, const uint64_t *words) {
    uint64_t found = 0;
    for (uint32_t i = 0; i < count; i++) {
        uint64_t lacks = 0;
        for (uint32_t j = 0; j < terms_each; j++) {
            lacks |= terms[j].mask & ~words[terms[j].word];
        }
        terms += terms_each;
        found |= (uint64_t)(lacks == 0) << bits[i];
    }
    return found;
}

static inline uint64_t law_lane_bits(const GateRun *run, const GateTerm *terms, unsigned bit,
                                     const uint64_t *words) {
    uint64_t lacks = 0;
    uint64_t found = UINT64_MAX >> (WORD_BITS - run->count);
    for (uint32_t i = 0; i < run->terms_each; i++) {
        uint64_t word = words[terms[i].word];
        lacks |= terms[i].mask & ~word;
        found &= terms[i].shift < WORD_BITS ? word >> terms[i].shift : UINT64_MAX;
    }
    return lacks == 0 ? found << bit : 0;
}

/* The widths that are most common are known to the compiler. */
static inline uint64_t law_gate_bits(const LawEngine *engine, const GateRun *run,
                                     const uint64_t *words) {
    const GateTerm *terms = &engine->terms[run->first_term];
    const uint8_t *bits = &engine->gate_bits[run->first];
    if (run->is_lane) {
        return law_lane_bits(run, terms, bits[0], words);
    }
    switch (run->terms_each) {
    case 1:
        return law_run_bits(terms, bits, run->count, 1, words);
    case 2:
        return law_run_bits(terms, bits, run->count, 2, words);
    case 3:
        return law_run_bits(terms, bits, run->count, 3, words);
    default:
        return law_run_bits(terms, bits, run->count, run->terms_each, words);
    }
}

#endif
