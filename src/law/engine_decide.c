/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "law/compiled.h"
#include "law/engine.h"
#include "law/formula.h"
#include "law/work.h"

LawScratch *law_scratch_new(Arena *arena, const LawEngine *engine) {
    LawScratch *scratch = ARENA_NEW(arena, LawScratch);
    scratch->surely = ARENA_MANY(arena, uint64_t, 2 * (size_t)engine->words);
    scratch->perhaps = ARENA_MANY(arena, uint64_t, 2 * (size_t)engine->words);
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

/* The last piece that begins on or before the day; most rows have one. */
static const uint64_t *piece_of(const EngineGroup *group, uint32_t class, Date day) {
    uint32_t row = group->class_row[class];
    uint32_t low = group->row_first[row];
    uint32_t high = group->row_first[row + 1];
    while (high - low > 1) {
        uint32_t middle = low + (high - low) / 2;
        if (group->from[middle] <= day) {
            low = middle;
        } else {
            high = middle;
        }
    }
    return &group->bits[2 * (size_t)group->stride * low];
}

static void take_class(const EngineGroup *group, uint32_t class, Date day, LawScratch *scratch) {
    const uint64_t *piece = piece_of(group, class, day);
    for (uint32_t i = 0; i < group->stride; i++) {
        scratch->surely[group->word + i] |= piece[i];
        scratch->perhaps[group->word + i] |= piece[group->stride + i];
    }
}

static void take_set(const EngineGroup *group, const CaseSet *set, Date day, LawScratch *scratch) {
    if (!set->is_known) {
        take_class(group, CLASS_UNKNOWN, day, scratch);
    }
    for (size_t i = 0; i < set->count; i++) {
        take_class(group, set->members[i], day, scratch);
    }
}

static void take_groups(const LawEngine *engine, const LawCase *transfer, const LawWhen *when,
                        LawScratch *scratch) {
    for (size_t i = 0; i < engine->group_count; i++) {
        const EngineGroup *group = &engine->groups[i];
        Date day = group->dates == DATED_KNOWN_AT ? when->known_at : when->as_of;
        if (group->is_set) {
            take_set(group, &transfer->sets[group->attribute], day, scratch);
        } else {
            uint32_t class = group->attribute == LAW_NONE ? 0 : transfer->classes[group->attribute];
            take_class(group, class, day, scratch);
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

static void take_cross(const LawEngine *engine, const LawCase *transfer, const LawWhen *when,
                       LawScratch *scratch) {
    for (size_t i = 0; i < engine->cross_count; i++) {
        const CrossLeaf *cross = &engine->cross[i];
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

static void take_inputs(const LawEngine *engine, const LawCase *transfer, const LawWhen *when,
                        LawScratch *scratch) {
    size_t bytes = engine->words * sizeof(uint64_t);
    memset(scratch->surely, 0, bytes);
    memset(scratch->perhaps, 0, bytes);
    scratch->surely[0] = 1; /* yes; and unknown, the second, is perhaps */
    scratch->perhaps[0] = 3;
    take_groups(engine, transfer, when, scratch);
    take_cross(engine, transfer, when, scratch);
    if (engine->slow_count > 0) {
        take_slow(engine, transfer, when, scratch);
    }
    if (when->switched_off != NULL) {
        switch_off(engine, when->switched_off, scratch);
    }
    for (uint32_t i = 0; i < engine->words; i++) {
        scratch->surely[engine->words + i] = ~scratch->perhaps[i];
        scratch->perhaps[engine->words + i] = ~scratch->surely[i];
    }
}

/* ---- gates ---- */

static void run_gates(const LawEngine *engine, LawScratch *scratch) {
    uint64_t *surely = scratch->surely;
    uint64_t *perhaps = scratch->perhaps;
    for (size_t i = 0; i < engine->gate_count; i++) {
        const Gate *gate = &engine->gates[i];
        uint64_t lacks_surely = 0;
        uint64_t lacks = 0;
        for (uint32_t j = gate->first; j < gate->first + gate->count; j++) {
            const GateTerm *term = &engine->terms[j];
            lacks_surely |= term->mask & ~surely[term->word];
            lacks |= term->mask & ~perhaps[term->word];
        }
        uint32_t word = gate->place / WORD_BITS;
        uint64_t yes = (uint64_t)(lacks_surely == 0) << gate->place % WORD_BITS;
        uint64_t some = (uint64_t)(lacks == 0) << gate->place % WORD_BITS;
        surely[word] |= yes;
        perhaps[word] |= some;
        surely[engine->words + word] &= ~some;
        perhaps[engine->words + word] &= ~yes;
    }
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

static int days_of_need(const EngineNeed *need, const uint64_t *surely) {
    for (size_t i = 0; i < need->route_count; i++) {
        if (has_bit(surely, need->routes[i].counted)) {
            return need->routes[i].days;
        }
    }
    return -1;
}

static int days_of(const EnginePack *pack, const LawScratch *scratch) {
    int days = 0;
    if (has_bit(scratch->perhaps, pack->prohibited)) {
        return -1;
    }
    if (!has_bit(scratch->perhaps, pack->uncovered)) {
        return 0;
    }
    for (size_t i = 0; i < pack->need_count; i++) {
        if (has_bit(scratch->perhaps, pack->needs[i].uncovered)) {
            days = law_longer_days(days, days_of_need(&pack->needs[i], scratch->surely));
        }
    }
    return days;
}

static void add_pack(const EnginePack *pack, const LawScratch *scratch, LawVerdict *verdict) {
    if (!has_bit(scratch->perhaps, pack->speaks)) {
        return;
    }
    Outcome best =
        has_bit(scratch->surely, pack->speaks) ? outcome_of(pack, scratch->surely) : OUTCOME_FREE;
    Outcome worst = outcome_of(pack, scratch->perhaps);
    verdict->best = best > verdict->best ? best : verdict->best;
    verdict->worst = worst > verdict->worst ? worst : verdict->worst;
    verdict->days = law_longer_days(verdict->days, days_of(pack, scratch));
}

void law_engine_decide(const LawEngine *engine, const LawCase *transfer, const LawWhen *when,
                       LawScratch *scratch, LawVerdict *verdict) {
    take_inputs(engine, transfer, when, scratch);
    run_gates(engine, scratch);
    *verdict = (LawVerdict){.best = OUTCOME_FREE,
                            .worst = OUTCOME_FREE,
                            .surely = &scratch->surely[engine->trace_word],
                            .perhaps = &scratch->perhaps[engine->trace_word],
                            .words = engine->trace_words};
    for (size_t i = 0; i < engine->pack_count; i++) {
        add_pack(&engine->packs[i], scratch, verdict);
    }
    verdict->outcome = law_outcome_between(verdict->best, verdict->worst);
}
