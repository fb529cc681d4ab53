/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "law/engine.h"
#include "law/engine_gates.h"
#include "law/formula.h"
#include "law/work.h"

LawScratch *law_scratch_new(Arena *arena, const LawEngine *engine) {
    LawScratch *scratch = ARENA_NEW(arena, LawScratch);
    scratch->surely = ARENA_MANY(arena, uint64_t, 2 * (size_t)engine->words);
    scratch->perhaps = ARENA_MANY(arena, uint64_t, 2 * (size_t)engine->words);
    scratch->arena = arena;
    return scratch;
}

static bool has_bit(const uint64_t *words, BitPlace place) {
    return (words[place / WORD_BITS] >> place % WORD_BITS & 1) != 0;
}

static void set_truth(LawScratch *scratch, BitPlace place, Truth truth) {
    uint64_t mask = UINT64_C(1) << place % WORD_BITS;
    scratch->surely[place / WORD_BITS] |= truth == TRUTH_YES ? mask : 0;
    scratch->perhaps[place / WORD_BITS] |= truth > TRUTH_NO ? mask : 0;
}

/* ---- inputs ---- */

static void take_dated(const LawEngine *engine, const LawCase *transfer, const LawWhen *when,
                       LawScratch *scratch) {
    for (size_t i = engine->still_count; i < engine->group_count; i++) {
        const EngineGroup *group = &engine->groups[i];
        Date day = group->dates == DATED_KNOWN_AT ? when->known_at : when->as_of;
        uint32_t class = group->attribute == LAW_NONE ? 0 : transfer->classes[group->attribute];
        const uint64_t *bits = law_group_bits(group, class, day);
        for (uint32_t j = 0; j < group->stride; j++) {
            scratch->surely[group->word + j] |= bits[j];
            scratch->perhaps[group->word + j] |= bits[group->stride + j];
        }
    }
}

static void take_slow(const LawEngine *engine, const LawCase *transfer, const LawWhen *when,
                      LawScratch *scratch) {
    DecideOptions options = {.as_of = when->as_of,
                             .known_at = when->known_at,
                             .accept_unverified = engine->accept_unverified};
    Engine tree = {.set = engine->set, .facts = transfer->facts, .options = &options};
    Frame none = {0};
    for (size_t i = 0; i < engine->slow_count; i++) {
        const SlowLeaf *leaf = &engine->slow[i];
        set_truth(scratch, leaf->place, law_condition_truth(&tree, &leaf->condition, &none));
    }
}

/* Of codes, an odd class stands in no row; not known is even. */
static bool has_odd_class(const CrossLeaf *cross, const uint32_t *classes) {
    uint32_t any = 0;
    for (size_t i = 0; i < cross->count; i++) {
        any |= classes[cross->attributes[i]];
    }
    return any % 2 == 1;
}

static void take_cross(const LawEngine *engine, const LawCase *transfer, const LawWhen *when,
                       LawScratch *scratch) {
    for (size_t i = 0; i < engine->cross_count; i++) {
        const CrossLeaf *cross = &engine->cross[i];
        if (has_odd_class(cross, transfer->classes)) {
            continue;
        }
        Date day = cross->table->is_register ? when->known_at : when->as_of;
        set_truth(scratch, cross->place, law_cross_truth(engine, cross, transfer->classes, day));
    }
}

static void switch_off(const LawEngine *engine, const bool *switched_off, LawScratch *scratch) {
    for (size_t i = 0; i < engine->set->provision_count; i++) {
        BitPlace place = engine->force[i];
        if (switched_off[i] && place != 0) {
            uint64_t keep = ~(UINT64_C(1) << place % WORD_BITS);
            scratch->surely[place / WORD_BITS] &= keep;
            scratch->perhaps[place / WORD_BITS] &= keep;
        }
    }
}

void law_take_inputs(const LawEngine *engine, const LawCase *transfer, const LawWhen *when,
                     LawScratch *scratch) {
    size_t inputs = engine->input_words;
    law_case_catch_up(transfer);
    memcpy(scratch->surely, transfer->surely, inputs * sizeof(uint64_t));
    memcpy(scratch->perhaps, transfer->perhaps, inputs * sizeof(uint64_t));
    take_dated(engine, transfer, when, scratch);
    take_cross(engine, transfer, when, scratch);
    if (engine->slow_count > 0) {
        take_slow(engine, transfer, when, scratch);
    }
    if (when->switched_off != NULL) {
        switch_off(engine, when->switched_off, scratch);
    }
}

/* ---- gates ---- */

static void run_known(const LawEngine *engine, size_t first, size_t end, uint64_t *words) {
    uint64_t found = 0;
    for (size_t i = first; i < end; i++) {
        const GateRun *run = &engine->runs[i];
        found |= law_gate_bits(engine, run, words);
        if (run->is_last) {
            found |= words[run->word];
            words[run->word] = found;
            words[engine->words + run->word] = ~found;
            found = 0;
        }
    }
}

static void run_unknown(const LawEngine *engine, size_t first, size_t end, uint64_t *surely,
                        uint64_t *perhaps) {
    uint64_t yes = 0;
    uint64_t some = 0;
    for (size_t i = first; i < end; i++) {
        const GateRun *run = &engine->runs[i];
        yes |= law_gate_bits(engine, run, surely);
        some |= law_gate_bits(engine, run, perhaps);
        if (run->is_last) {
            surely[run->word] |= yes;
            perhaps[run->word] |= some;
            surely[engine->words + run->word] = ~perhaps[run->word];
            perhaps[engine->words + run->word] = ~surely[run->word];
            yes = 0;
            some = 0;
        }
    }
}

/* The second bit of word 0 is unknown always; it matters only where a gate asks for it. */
bool law_is_all_known(const LawEngine *engine, const LawScratch *scratch) {
    uint64_t differ = (scratch->surely[0] ^ scratch->perhaps[0]) & ~UINT64_C(2);
    for (uint32_t i = 1; i < engine->input_words; i++) {
        differ |= scratch->surely[i] ^ scratch->perhaps[i];
    }
    return differ == 0 && !engine->asks_unknown;
}

static void run_segment(const LawEngine *engine, size_t segment, uint64_t *surely,
                        uint64_t *perhaps) {
    size_t first = segment == 0 ? 0 : engine->segment_ends[segment - 1];
    if (surely == perhaps) {
        run_known(engine, first, engine->segment_ends[segment], surely);
    } else {
        run_unknown(engine, first, engine->segment_ends[segment], surely, perhaps);
    }
}

static void turn_inputs(const LawEngine *engine, uint64_t *surely, uint64_t *perhaps) {
    for (uint32_t i = 0; i < engine->input_words; i++) {
        surely[engine->words + i] = ~perhaps[i];
        perhaps[engine->words + i] = ~surely[i];
    }
}

/* Gives the plane of what is perhaps: the same where all is known. The gates of a pack that
 * does not speak are left as they are. */
static const uint64_t *run_gates(const LawEngine *engine, LawScratch *scratch) {
    size_t inputs = engine->input_words;
    size_t bytes = (engine->words - inputs) * sizeof(uint64_t);
    uint64_t *surely = scratch->surely;
    uint64_t *perhaps = law_is_all_known(engine, scratch) ? surely : scratch->perhaps;
    memset(&surely[inputs], 0, bytes);
    memset(&perhaps[inputs], 0, bytes);
    turn_inputs(engine, surely, perhaps);
    run_segment(engine, 0, surely, perhaps);
    for (size_t i = 0; i < engine->pack_count; i++) {
        if (has_bit(perhaps, engine->packs[i].speaks)) {
            run_segment(engine, i + 1, surely, perhaps);
        }
    }
    return perhaps;
}

/* ---- what the bits say ---- */

static Outcome outcome_of(const EnginePack *pack, const uint64_t *words) {
    if (has_bit(words, pack->prohibited)) {
        return OUTCOME_PROHIBITED;
    }
    if (has_bit(words, pack->uncovered)) {
        return OUTCOME_LICENCE_REQUIRED;
    }
    return has_bit(words, pack->required) ? OUTCOME_AUTHORISED : OUTCOME_FREE;
}

int law_days_of_need(const EngineNeed *need, const uint64_t *surely) {
    for (size_t i = 0; i < need->route_count; i++) {
        if (has_bit(surely, need->routes[i].counted)) {
            return need->routes[i].days;
        }
    }
    return -1;
}

static int days_of(const EnginePack *pack, const uint64_t *surely, const uint64_t *perhaps) {
    int days = 0;
    if (has_bit(perhaps, pack->prohibited)) {
        return -1;
    }
    if (!has_bit(perhaps, pack->uncovered)) {
        return 0;
    }
    for (size_t i = 0; i < pack->need_count; i++) {
        if (has_bit(perhaps, pack->needs[i].uncovered)) {
            days = law_longer_days(days, law_days_of_need(&pack->needs[i], surely));
        }
    }
    return days;
}

static void add_pack(const EnginePack *pack, const uint64_t *surely, const uint64_t *perhaps,
                     LawVerdict *verdict) {
    if (!has_bit(perhaps, pack->speaks)) {
        return;
    }
    Outcome best = has_bit(surely, pack->speaks) ? outcome_of(pack, surely) : OUTCOME_FREE;
    Outcome worst = outcome_of(pack, perhaps);
    verdict->best = best > verdict->best ? best : verdict->best;
    verdict->worst = worst > verdict->worst ? worst : verdict->worst;
    verdict->days = law_longer_days(verdict->days, days_of(pack, surely, perhaps));
}

void law_engine_decide(const LawEngine *engine, const LawCase *transfer, const LawWhen *when,
                       LawScratch *scratch, LawVerdict *verdict) {
    if (law_has_word(engine, when)) {
        law_word_decide(engine, transfer, when, scratch, verdict);
        return;
    }
    law_take_inputs(engine, transfer, when, scratch);
    const uint64_t *perhaps = run_gates(engine, scratch);
    *verdict = (LawVerdict){.best = OUTCOME_FREE,
                            .worst = OUTCOME_FREE,
                            .surely = &scratch->surely[engine->trace_word],
                            .perhaps = &perhaps[engine->trace_word],
                            .words = engine->trace_words};
    for (size_t i = 0; i < engine->pack_count; i++) {
        add_pack(&engine->packs[i], scratch->surely, perhaps, verdict);
    }
    verdict->outcome = law_outcome_between(verdict->best, verdict->worst);
}
