/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "law/compiled.h"
#include "law/formula.h"

/* Bits that are the same in all lanes stand in words, as in a single decision; those that
 * vary have a row of lanes of their own, and stand as ones in the words, so that they do not
 * decide there. Which bits vary is found anew for each transfer: an item for which most
 * conditions fail leaves little to be asked of the lanes. */
struct LawBulk {
    const LawEngine *engine;
    size_t attribute;
    LawWhen when;
    const LawClass *lanes;
    size_t lane_count;
    size_t words;  /* of lanes */
    uint64_t last; /* the lanes of the last word */
    LawScratch scratch;
    uint64_t *input_varies; /* of the attribute's own bits; engine->words */
    uint64_t *varies;
    uint64_t *input_surely; /* the attribute's bits where they do not vary */
    uint64_t *input_perhaps;
    uint64_t *surely; /* `words` for each bit of the lower half */
    uint64_t *perhaps;
    uint64_t *outcomes; /* best and worst, of each outcome but free */
    bool is_known;      /* all of the attribute's bits */
    bool was_known;     /* the last decision */
};

static uint64_t *row_of(const LawBulk *bulk, uint64_t *plane, BitPlace place) {
    return &plane[place * bulk->words];
}

static uint64_t all_lanes(const LawBulk *bulk, size_t word) {
    return word + 1 == bulk->words ? bulk->last : UINT64_MAX;
}

/* ---- the attribute's own bits ---- */

static void transpose(LawBulk *bulk, const EngineGroup *group) {
    Date day = group->dates == DATED_KNOWN_AT ? bulk->when.known_at : bulk->when.as_of;
    for (size_t lane = 0; lane < bulk->lane_count; lane++) {
        const uint64_t *bits = law_group_bits(group, bulk->lanes[lane], day);
        for (uint32_t i = 0; i < group->stride * WORD_BITS; i++) {
            uint32_t word = i / WORD_BITS;
            BitPlace place = group->word * WORD_BITS + i;
            uint64_t bit = UINT64_C(1) << i % WORD_BITS;
            uint64_t in_lane = UINT64_C(1) << lane % WORD_BITS;
            if ((bits[word] & bit) != 0) {
                row_of(bulk, bulk->surely, place)[lane / WORD_BITS] |= in_lane;
            }
            if ((bits[group->stride + word] & bit) != 0) {
                row_of(bulk, bulk->perhaps, place)[lane / WORD_BITS] |= in_lane;
            }
        }
    }
}

static bool is_same(const LawBulk *bulk, const uint64_t *row, bool ones) {
    for (size_t i = 0; i < bulk->words; i++) {
        if (row[i] != (ones ? all_lanes(bulk, i) : 0)) {
            return false;
        }
    }
    return true;
}

static bool row_varies(const LawBulk *bulk, const uint64_t *row) {
    return !is_same(bulk, row, true) && !is_same(bulk, row, false);
}

static void sort_bit(LawBulk *bulk, BitPlace place) {
    const uint64_t *surely = row_of(bulk, bulk->surely, place);
    const uint64_t *perhaps = row_of(bulk, bulk->perhaps, place);
    uint64_t bit = UINT64_C(1) << place % WORD_BITS;
    bool is_equal = memcmp(surely, perhaps, bulk->words * sizeof(uint64_t)) == 0;
    bulk->is_known = bulk->is_known && is_equal;
    if (row_varies(bulk, surely) || row_varies(bulk, perhaps)) {
        bulk->input_varies[place / WORD_BITS] |= bit;
        return;
    }
    bulk->input_surely[place / WORD_BITS] |= is_same(bulk, surely, true) ? bit : 0;
    bulk->input_perhaps[place / WORD_BITS] |= is_same(bulk, perhaps, true) ? bit : 0;
}

static void take_lanes(LawBulk *bulk) {
    for (size_t i = 0; i < bulk->engine->group_count; i++) {
        const EngineGroup *group = &bulk->engine->groups[i];
        if (group->attribute != bulk->attribute) {
            continue;
        }
        transpose(bulk, group);
        for (uint32_t j = 0; j < group->stride * WORD_BITS; j++) {
            if ((group->mask[j / WORD_BITS] >> j % WORD_BITS & 1) != 0) {
                sort_bit(bulk, group->word * WORD_BITS + j);
            }
        }
    }
}

LawBulk *law_bulk_new(Arena *arena, const LawEngine *engine, size_t attribute,
                      const LawClass *lanes, size_t lane_count, const LawWhen *when) {
    if (engine->is_slow[attribute] || engine->set->attributes[attribute].type == ATTRIBUTE_SET ||
        lane_count == 0) {
        return NULL;
    }
    LawBulk *bulk = ARENA_NEW(arena, LawBulk);
    size_t words = (lane_count + WORD_BITS - 1) / WORD_BITS;
    size_t rows = (size_t)engine->words * WORD_BITS;
    unsigned rest = lane_count % WORD_BITS;
    *bulk = (LawBulk){.engine = engine,
                      .attribute = attribute,
                      .when = *when,
                      .lanes = lanes,
                      .lane_count = lane_count,
                      .words = words,
                      .last = rest == 0 ? UINT64_MAX : (UINT64_C(1) << rest) - 1,
                      .scratch = {ARENA_MANY(arena, uint64_t, 2 * (size_t)engine->words),
                                  ARENA_MANY(arena, uint64_t, 2 * (size_t)engine->words)},
                      .input_varies = ARENA_MANY(arena, uint64_t, engine->words),
                      .varies = ARENA_MANY(arena, uint64_t, engine->words),
                      .input_surely = ARENA_MANY(arena, uint64_t, engine->words),
                      .input_perhaps = ARENA_MANY(arena, uint64_t, engine->words),
                      .surely = ARENA_MANY(arena, uint64_t, rows * words),
                      .perhaps = ARENA_MANY(arena, uint64_t, rows * words),
                      .outcomes = ARENA_MANY(arena, uint64_t, 2 * OUTCOME_UNDETERMINED * words),
                      .is_known = true};
    take_lanes(bulk);
    return bulk;
}

void law_bulk_switch_off(LawBulk *bulk, const bool *switched_off) {
    bulk->when.switched_off = switched_off;
}

/* ---- inputs of one transfer ---- */

static bool asks_attribute(const CrossLeaf *cross, size_t attribute) {
    for (size_t i = 0; i < cross->count; i++) {
        if (cross->attributes[i] == attribute) {
            return true;
        }
    }
    return false;
}

/* Some other fact is a code that stands in no row. */
static bool stands_nowhere(const LawBulk *bulk, const CrossLeaf *cross, const LawCase *transfer) {
    for (size_t i = 0; i < cross->count; i++) {
        if (cross->attributes[i] != bulk->attribute &&
            transfer->classes[cross->attributes[i]] % 2 == 1) {
            return true;
        }
    }
    return false;
}

static void clear_bit(LawBulk *bulk, BitPlace place) {
    uint64_t keep = ~(UINT64_C(1) << place % WORD_BITS);
    bulk->scratch.surely[place / WORD_BITS] &= keep;
    bulk->scratch.perhaps[place / WORD_BITS] &= keep;
}

/* The classes of the transfer are its own; the lane's is put in for a while. */
static void take_cross_lanes(LawBulk *bulk, const CrossLeaf *cross, const LawCase *transfer) {
    uint64_t *surely = row_of(bulk, bulk->surely, cross->place);
    uint64_t *perhaps = row_of(bulk, bulk->perhaps, cross->place);
    Date day = cross->table->is_register ? bulk->when.known_at : bulk->when.as_of;
    uint32_t own = transfer->classes[bulk->attribute];
    clear_bit(bulk, cross->place);
    if (stands_nowhere(bulk, cross, transfer)) {
        return;
    }
    memset(surely, 0, bulk->words * sizeof(uint64_t));
    memset(perhaps, 0, bulk->words * sizeof(uint64_t));
    for (size_t lane = 0; lane < bulk->lane_count; lane++) {
        uint64_t bit = UINT64_C(1) << lane % WORD_BITS;
        transfer->classes[bulk->attribute] = bulk->lanes[lane];
        Truth truth = bulk->lanes[lane] % 2 == 1
                          ? TRUTH_NO
                          : law_cross_truth(bulk->engine, cross, transfer->classes, day);
        surely[lane / WORD_BITS] |= truth == TRUTH_YES ? bit : 0;
        perhaps[lane / WORD_BITS] |= truth > TRUTH_NO ? bit : 0;
    }
    transfer->classes[bulk->attribute] = own;
    bulk->varies[cross->place / WORD_BITS] |= UINT64_C(1) << cross->place % WORD_BITS;
}

static void put_own_bits(LawBulk *bulk) {
    for (size_t i = 0; i < bulk->engine->group_count; i++) {
        const EngineGroup *group = &bulk->engine->groups[i];
        if (group->attribute != bulk->attribute) {
            continue;
        }
        for (uint32_t j = 0; j < group->stride; j++) {
            uint32_t word = group->word + j;
            uint64_t *surely = &bulk->scratch.surely[word];
            uint64_t *perhaps = &bulk->scratch.perhaps[word];
            *surely = (*surely & ~group->mask[j]) | (bulk->input_surely[word] & group->mask[j]);
            *perhaps = (*perhaps & ~group->mask[j]) | (bulk->input_perhaps[word] & group->mask[j]);
        }
    }
}

static bool take_inputs(LawBulk *bulk, const LawCase *transfer) {
    const LawEngine *engine = bulk->engine;
    size_t words = engine->words;
    bool is_known = bulk->is_known;
    law_take_inputs(engine, transfer, &bulk->when, &bulk->scratch);
    memcpy(bulk->varies, bulk->input_varies, words * sizeof(uint64_t));
    put_own_bits(bulk);
    for (size_t i = 0; i < engine->cross_count; i++) {
        if (asks_attribute(&engine->cross[i], bulk->attribute)) {
            take_cross_lanes(bulk, &engine->cross[i], transfer);
            is_known = false;
        }
    }
    is_known = is_known && law_is_all_known(engine, &bulk->scratch);
    for (size_t i = 0; i < words; i++) {
        uint64_t input = i < engine->input_words ? UINT64_MAX : 0;
        uint64_t surely = bulk->scratch.surely[i] & input;
        uint64_t perhaps = bulk->scratch.perhaps[i] & input;
        bulk->scratch.surely[i] = surely | bulk->varies[i];
        bulk->scratch.perhaps[i] = perhaps | bulk->varies[i];
        bulk->scratch.surely[words + i] = ~perhaps | bulk->varies[i];
        bulk->scratch.perhaps[words + i] = ~surely | bulk->varies[i];
    }
    return is_known;
}

/* ---- gates ---- */

typedef enum LaneTruth { LANES_NO, LANES_YES, LANES_VARY } LaneTruth;

/* One plane: its words, its lanes, and those of the other plane, turned round by whoever asks
 * the upper half. */
typedef struct Plane {
    const uint64_t *words;
    uint64_t *own;
    uint64_t *other;
} Plane;

static void keep_lanes(const LawBulk *bulk, const Plane *plane, uint32_t word, uint64_t asked,
                       uint64_t *out) {
    bool is_turned = word >= bulk->engine->words;
    uint32_t lower = is_turned ? word - bulk->engine->words : word;
    uint64_t turn = is_turned ? UINT64_MAX : 0;
    for (; asked != 0; asked &= asked - 1) {
        BitPlace place = lower * WORD_BITS + LOWEST_BIT(asked);
        const uint64_t *row = row_of(bulk, is_turned ? plane->other : plane->own, place);
        for (size_t i = 0; i < bulk->words; i++) {
            out[i] &= row[i] ^ turn;
        }
    }
}

/* The mask of the gate `step` places along a run. */
static uint64_t mask_of(const GateRun *run, const GateTerm *term, uint32_t step) {
    bool is_moving = run->is_lane && term->shift < WORD_BITS;
    return term->mask | (is_moving ? UINT64_C(1) << (term->shift + step) : 0);
}

static LaneTruth gate_lanes(const LawBulk *bulk, const GateRun *run, const GateTerm *terms,
                            uint32_t step, const Plane *plane, uint64_t *out) {
    uint64_t asked = 0;
    for (uint32_t i = 0; i < run->terms_each; i++) {
        uint64_t mask = mask_of(run, &terms[i], step);
        uint32_t word = terms[i].word % bulk->engine->words;
        if ((mask & ~plane->words[terms[i].word]) != 0) {
            return LANES_NO;
        }
        asked |= mask & bulk->varies[word];
    }
    if (asked == 0) {
        return LANES_YES;
    }
    for (size_t i = 0; i < bulk->words; i++) {
        out[i] = all_lanes(bulk, i);
    }
    for (uint32_t i = 0; i < run->terms_each; i++) {
        uint64_t mask = mask_of(run, &terms[i], step);
        keep_lanes(bulk, plane, terms[i].word,
                   mask & bulk->varies[terms[i].word % bulk->engine->words], out);
    }
    return is_same(bulk, out, false) ? LANES_NO : LANES_VARY;
}

static void fill(const LawBulk *bulk, uint64_t *row, LaneTruth truth) {
    for (size_t i = 0; truth != LANES_VARY && i < bulk->words; i++) {
        row[i] = truth == LANES_YES ? all_lanes(bulk, i) : 0;
    }
}

static void set_words(const LawBulk *bulk, uint64_t *words, uint64_t *turned, BitPlace place,
                      bool is_yes) {
    uint64_t bit = UINT64_C(1) << place % WORD_BITS;
    uint32_t word = place / WORD_BITS;
    words[word] |= is_yes ? bit : 0;
    turned[bulk->engine->words + word] &= is_yes ? ~bit : UINT64_MAX;
}

/* Puts a gate's bit where the gates after it look for it. */
static void put_gate(LawBulk *bulk, BitPlace place, LaneTruth surely, LaneTruth perhaps) {
    LawScratch *scratch = &bulk->scratch;
    uint64_t bit = UINT64_C(1) << place % WORD_BITS;
    if (surely != LANES_VARY && perhaps != LANES_VARY) {
        set_words(bulk, scratch->surely, scratch->perhaps, place, surely == LANES_YES);
        set_words(bulk, scratch->perhaps, scratch->surely, place, perhaps == LANES_YES);
        return;
    }
    fill(bulk, row_of(bulk, bulk->surely, place), surely);
    fill(bulk, row_of(bulk, bulk->perhaps, place), perhaps);
    bulk->varies[place / WORD_BITS] |= bit;
    scratch->surely[place / WORD_BITS] |= bit;
    scratch->perhaps[place / WORD_BITS] |= bit;
}

static void run_gate(LawBulk *bulk, const GateRun *run, const GateTerm *terms, uint32_t step,
                     BitPlace place, bool is_known) {
    Plane surely = {bulk->scratch.surely, bulk->surely, bulk->perhaps};
    Plane perhaps = {bulk->scratch.perhaps, bulk->perhaps, bulk->surely};
    if (is_known) {
        surely.other = bulk->surely;
    }
    LaneTruth yes = gate_lanes(bulk, run, terms, step, &surely, row_of(bulk, bulk->surely, place));
    LaneTruth some = yes;
    if (!is_known) {
        some = gate_lanes(bulk, run, terms, step, &perhaps, row_of(bulk, bulk->perhaps, place));
    }
    put_gate(bulk, place, yes, some);
}

static void run_gates(LawBulk *bulk, bool is_known) {
    const LawEngine *engine = bulk->engine;
    for (size_t i = 0; i < engine->run_count; i++) {
        const GateRun *run = &engine->runs[i];
        const GateTerm *terms = &engine->terms[run->first_term];
        for (uint32_t j = 0; j < run->count; j++) {
            BitPlace place = run->word * WORD_BITS + engine->gate_bits[run->first + j];
            run_gate(bulk, run, run->is_lane ? terms : &terms[(size_t)j * run->terms_each], j,
                     place, is_known);
        }
    }
}

/* ---- outcomes ---- */

static void add_lanes(const LawBulk *bulk, BitPlace place, const Plane *plane, uint64_t *out) {
    uint32_t half = bulk->engine->words * WORD_BITS;
    BitPlace lower = place % half;
    bool varies = (bulk->varies[lower / WORD_BITS] >> lower % WORD_BITS & 1) != 0;
    bool is_turned = place >= half;
    const uint64_t *row = row_of(bulk, is_turned ? plane->other : plane->own, lower);
    bool is_yes = (plane->words[place / WORD_BITS] >> place % WORD_BITS & 1) != 0;
    for (size_t i = 0; i < bulk->words; i++) {
        uint64_t lanes = is_turned ? ~row[i] : row[i];
        out[i] |= varies ? lanes & all_lanes(bulk, i) : (is_yes ? all_lanes(bulk, i) : 0);
    }
}

static void add_pack(LawBulk *bulk, const EnginePack *pack, const Plane *plane, uint64_t *out) {
    const BitPlace places[OUTCOME_UNDETERMINED] = {[OUTCOME_AUTHORISED] = pack->required,
                                                   [OUTCOME_LICENCE_REQUIRED] = pack->uncovered,
                                                   [OUTCOME_PROHIBITED] = pack->prohibited};
    uint64_t *speaks = bulk->outcomes; /* the place of free, that none needs */
    uint64_t *held = &bulk->outcomes[OUTCOME_UNDETERMINED * bulk->words];
    memset(speaks, 0, bulk->words * sizeof(uint64_t));
    memset(held, 0, bulk->words * sizeof(uint64_t));
    add_lanes(bulk, pack->speaks, plane, speaks);
    for (int outcome = OUTCOME_PROHIBITED; outcome > OUTCOME_FREE; outcome--) {
        add_lanes(bulk, places[outcome], plane, held);
        for (size_t i = 0; i < bulk->words; i++) {
            out[(size_t)outcome * bulk->words + i] |= held[i] & speaks[i];
        }
    }
}

void law_bulk_decide(LawBulk *bulk, const LawCase *transfer, LawBulkVerdict *verdict) {
    const LawEngine *engine = bulk->engine;
    bool is_known = take_inputs(bulk, transfer);
    run_gates(bulk, is_known);
    Plane surely = {bulk->scratch.surely, bulk->surely, is_known ? bulk->surely : bulk->perhaps};
    Plane perhaps = is_known ? surely : (Plane){bulk->scratch.perhaps, bulk->perhaps, bulk->surely};
    uint64_t *best = bulk->outcomes;
    uint64_t *worst = &bulk->outcomes[OUTCOME_UNDETERMINED * bulk->words];
    memset(best, 0, 2 * OUTCOME_UNDETERMINED * bulk->words * sizeof(uint64_t));
    for (size_t i = 0; i < engine->pack_count; i++) {
        add_pack(bulk, &engine->packs[i], &surely, best);
        add_pack(bulk, &engine->packs[i], &perhaps, worst);
    }
    verdict->words = bulk->words;
    for (size_t i = OUTCOME_AUTHORISED; i < OUTCOME_UNDETERMINED; i++) {
        verdict->best[i] = &best[i * bulk->words];
        verdict->worst[i] = &worst[i * bulk->words];
    }
    verdict->best[OUTCOME_FREE] = NULL;
    verdict->worst[OUTCOME_FREE] = NULL;
    bulk->was_known = is_known;
}

void law_bulk_line(const LawBulk *bulk, size_t line, bool is_surely, uint64_t *lanes) {
    Plane surely = {bulk->scratch.surely, bulk->surely,
                    bulk->was_known ? bulk->surely : bulk->perhaps};
    Plane perhaps = {bulk->scratch.perhaps, bulk->perhaps, bulk->surely};
    BitPlace place = (BitPlace)(bulk->engine->trace_word * WORD_BITS + line);
    memset(lanes, 0, bulk->words * sizeof(uint64_t));
    add_lanes(bulk, place, is_surely || bulk->was_known ? &surely : &perhaps, lanes);
}
