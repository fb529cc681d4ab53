/* SPDX-License-Identifier: Apache-2.0 */
#include <assert.h>
#include <string.h>

#include "law/engine.h"
#include "law/engine_bulk.h"
#include "law/engine_gates.h"
#include "law/formula.h"

static uint64_t *row_of(const LawBulk *bulk, uint64_t *rows, BitPlace place) {
    return &rows[place * bulk->words];
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
                row_of(bulk, bulk->surely.rows, place)[lane / WORD_BITS] |= in_lane;
            }
            if ((bits[group->stride + word] & bit) != 0) {
                row_of(bulk, bulk->perhaps.rows, place)[lane / WORD_BITS] |= in_lane;
            }
        }
    }
}

/* Whether all lanes, or some, have the bit. */
static void sum_up(const LawBulk *bulk, const LanePlane *plane, BitPlace place,
                   const LanePlane *own) {
    const uint64_t *row = row_of(bulk, plane->rows, place);
    uint64_t bit = UINT64_C(1) << place % WORD_BITS;
    uint64_t lacks = 0;
    uint64_t has = 0;
    for (size_t i = 0; i < bulk->words; i++) {
        lacks |= law_all_lanes(bulk, i) & ~row[i];
        has |= row[i];
    }
    own->low[place / WORD_BITS] |= lacks == 0 ? bit : 0;
    own->high[place / WORD_BITS] |= has != 0 ? bit : 0;
}

static void sort_bit(LawBulk *bulk, BitPlace place) {
    const uint64_t *surely = row_of(bulk, bulk->surely.rows, place);
    const uint64_t *perhaps = row_of(bulk, bulk->perhaps.rows, place);
    bool is_equal = memcmp(surely, perhaps, bulk->words * sizeof(uint64_t)) == 0;
    bulk->is_known = bulk->is_known && is_equal;
    sum_up(bulk, &bulk->surely, place, &bulk->own_surely);
    sum_up(bulk, &bulk->perhaps, place, &bulk->own_perhaps);
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

static LanePlane plane_new(Arena *arena, size_t words, size_t row_words) {
    LanePlane plane = {.low = ARENA_MANY(arena, uint64_t, words),
                       .high = ARENA_MANY(arena, uint64_t, words)};
    plane.rows = row_words == 0 ? NULL : ARENA_MANY(arena, uint64_t, row_words);
    return plane;
}

static void give_room(Arena *arena, LawBulk *bulk) {
    size_t words = bulk->engine->words;
    size_t row_words = words * WORD_BITS * bulk->words;
    bulk->scratch = (LawScratch){.surely = ARENA_MANY(arena, uint64_t, 2 * words),
                                 .perhaps = ARENA_MANY(arena, uint64_t, 2 * words)};
    bulk->own_surely = plane_new(arena, words, 0);
    bulk->own_perhaps = plane_new(arena, words, 0);
    bulk->surely = plane_new(arena, 2 * words, row_words);
    bulk->perhaps = plane_new(arena, 2 * words, row_words);
    bulk->outcomes = ARENA_MANY(arena, uint64_t, (size_t)2 * OUTCOME_UNDETERMINED * bulk->words);
}

static void give_facts(Arena *arena, LawBulk *bulk) {
    const ValueClasses *classes = &bulk->engine->classes[bulk->attribute];
    bulk->lane_facts = ARENA_MANY(arena, FactValue, bulk->lane_count);
    for (size_t i = 0; i < bulk->lane_count; i++) {
        bool is_known = bulk->lanes[i] != CLASS_UNKNOWN;
        bulk->lane_facts[i] = (FactValue){.is_given = true, .is_known = is_known};
        if (is_known) {
            bulk->lane_facts[i].value = law_class_value(arena, classes, bulk->lanes[i]);
        }
    }
}

LawBulk *law_bulk_new(Arena *arena, const LawEngine *engine, size_t attribute,
                      const LawClass *lanes, size_t lane_count, const LawWhen *when) {
    assert(engine->set->attributes[attribute].type != ATTRIBUTE_SET && lane_count > 0);
    LawBulk *bulk = ARENA_NEW(arena, LawBulk);
    unsigned rest = lane_count % WORD_BITS;
    *bulk = (LawBulk){.engine = engine,
                      .attribute = attribute,
                      .when = *when,
                      .lanes = lanes,
                      .lane_count = lane_count,
                      .words = (lane_count + WORD_BITS - 1) / WORD_BITS,
                      .last = rest == 0 ? UINT64_MAX : (UINT64_C(1) << rest) - 1,
                      .is_known = true};
    give_room(arena, bulk);
    if (engine->is_slow[attribute]) {
        give_facts(arena, bulk);
    }
    take_lanes(bulk);
    if (engine->word != NULL) {
        bulk->word = law_word_lanes_new(arena, bulk);
    }
    return bulk;
}

void law_bulk_switch_off(LawBulk *bulk, const bool *switched_off) {
    bulk->when.switched_off = switched_off;
}

/* ---- inputs of one transfer ---- */

bool law_cross_asks(const CrossLeaf *cross, size_t attribute) {
    for (size_t i = 0; i < cross->count; i++) {
        if (cross->attributes[i] == attribute) {
            return true;
        }
    }
    return false;
}

bool law_cross_stands_nowhere(const LawBulk *bulk, const CrossLeaf *cross,
                              const LawCase *transfer) {
    for (size_t i = 0; i < cross->count; i++) {
        if (cross->attributes[i] != bulk->attribute &&
            transfer->classes[cross->attributes[i]] % 2 == 1) {
            return true;
        }
    }
    return false;
}

static void put_bit(uint64_t *words, BitPlace place, bool is_set) {
    uint64_t bit = UINT64_C(1) << place % WORD_BITS;
    words[place / WORD_BITS] = (words[place / WORD_BITS] & ~bit) | (is_set ? bit : 0);
}

static void clear_rows(LawBulk *bulk, BitPlace place) {
    memset(row_of(bulk, bulk->surely.rows, place), 0, bulk->words * sizeof(uint64_t));
    memset(row_of(bulk, bulk->perhaps.rows, place), 0, bulk->words * sizeof(uint64_t));
}

static void put_lane(LawBulk *bulk, BitPlace place, size_t lane, Truth truth) {
    uint64_t bit = UINT64_C(1) << lane % WORD_BITS;
    uint64_t *surely = row_of(bulk, bulk->surely.rows, place);
    uint64_t *perhaps = row_of(bulk, bulk->perhaps.rows, place);
    surely[lane / WORD_BITS] |= truth == TRUTH_YES ? bit : 0;
    perhaps[lane / WORD_BITS] |= truth > TRUTH_NO ? bit : 0;
}

/* The classes of the transfer are its own; the lane's is put in for a while. */
static void fill_cross(LawBulk *bulk, const CrossLeaf *cross, const LawCase *transfer) {
    Date day = cross->table->is_register ? bulk->when.known_at : bulk->when.as_of;
    uint32_t own = transfer->classes[bulk->attribute];
    clear_rows(bulk, cross->place);
    for (size_t lane = 0; lane < bulk->lane_count; lane++) {
        transfer->classes[bulk->attribute] = bulk->lanes[lane];
        Truth truth = bulk->lanes[lane] % 2 == 1
                          ? TRUTH_NO
                          : law_cross_truth(bulk->engine, cross, transfer->classes, day);
        put_lane(bulk, cross->place, lane, truth);
    }
    transfer->classes[bulk->attribute] = own;
}

static void put_varying(LawBulk *bulk, BitPlace place, bool varies) {
    put_bit(bulk->surely.low, place, false);
    put_bit(bulk->perhaps.low, place, false);
    put_bit(bulk->surely.high, place, varies);
    put_bit(bulk->perhaps.high, place, varies);
}

/* As above, with the facts. */
static void take_slow_lanes(LawBulk *bulk, const SlowLeaf *leaf, const LawCase *transfer) {
    DecideOptions options = {.as_of = bulk->when.as_of,
                             .known_at = bulk->when.known_at,
                             .accept_unverified = bulk->engine->accept_unverified};
    Engine tree = {.set = bulk->engine->set, .facts = transfer->facts, .options = &options};
    FactValue *fact = &transfer->facts->values[bulk->attribute];
    FactValue own = *fact;
    Frame none = {0};
    clear_rows(bulk, leaf->place);
    for (size_t lane = 0; lane < bulk->lane_count; lane++) {
        *fact = bulk->lane_facts[lane];
        put_lane(bulk, leaf->place, lane, law_condition_truth(&tree, &leaf->condition, &none));
    }
    *fact = own;
    put_varying(bulk, leaf->place, true);
}

static bool slow_asks(const SlowLeaf *leaf, size_t attribute) {
    for (size_t i = 0; i < leaf->condition.operand_count; i++) {
        const Operand *operand = &leaf->condition.operands[i];
        if (operand->kind == OPERAND_ATTRIBUTE && operand->index == attribute) {
            return true;
        }
    }
    return false;
}

/* Gives whether the bit was told apart by lanes. */
static bool take_cross_lanes(LawBulk *bulk, const CrossLeaf *cross, const LawCase *transfer) {
    bool varies = !law_cross_stands_nowhere(bulk, cross, transfer);
    if (varies) {
        fill_cross(bulk, cross, transfer);
    }
    put_varying(bulk, cross->place, varies);
    return varies;
}

static void clear_own_bits(LawBulk *bulk, const EngineGroup *group) {
    for (uint32_t i = 0; i < group->stride; i++) {
        uint32_t word = group->word + i;
        uint64_t mask = group->mask[i];
        uint64_t *surely = &bulk->scratch.surely[word];
        uint64_t *perhaps = &bulk->scratch.perhaps[word];
        *surely &= ~mask;
        *perhaps &= ~mask;
    }
}

/* The words of the transfer in both planes, low and high alike but for the attribute's bits. */
static void spread(LawBulk *bulk) {
    const LawEngine *engine = bulk->engine;
    for (uint32_t i = 0; i < engine->input_words; i++) {
        uint64_t surely = bulk->scratch.surely[i];
        uint64_t perhaps = bulk->scratch.perhaps[i];
        bulk->surely.low[i] = surely | bulk->own_surely.low[i];
        bulk->surely.high[i] = surely | bulk->own_surely.high[i];
        bulk->perhaps.low[i] = perhaps | bulk->own_perhaps.low[i];
        bulk->perhaps.high[i] = perhaps | bulk->own_perhaps.high[i];
    }
}

static void turn_inputs(LawBulk *bulk) {
    size_t words = bulk->engine->words;
    for (uint32_t i = 0; i < bulk->engine->input_words; i++) {
        bulk->surely.low[words + i] = ~bulk->perhaps.high[i];
        bulk->surely.high[words + i] = ~bulk->perhaps.low[i];
        bulk->perhaps.low[words + i] = ~bulk->surely.high[i];
        bulk->perhaps.high[words + i] = ~bulk->surely.low[i];
    }
}

static bool take_inputs(LawBulk *bulk, const LawCase *transfer) {
    const LawEngine *engine = bulk->engine;
    law_take_inputs(engine, transfer, &bulk->when, &bulk->scratch);
    for (size_t i = 0; i < engine->group_count; i++) {
        if (engine->groups[i].attribute == bulk->attribute) {
            clear_own_bits(bulk, &engine->groups[i]);
        }
    }
    spread(bulk);
    bool is_known = bulk->is_known;
    for (size_t i = 0; i < engine->cross_count; i++) {
        if (law_cross_asks(&engine->cross[i], bulk->attribute)) {
            is_known = !take_cross_lanes(bulk, &engine->cross[i], transfer) && is_known;
        }
    }
    for (size_t i = 0; i < engine->slow_count; i++) {
        if (slow_asks(&engine->slow[i], bulk->attribute)) {
            take_slow_lanes(bulk, &engine->slow[i], transfer);
            is_known = false;
        }
    }
    turn_inputs(bulk);
    return is_known && law_is_all_known(engine, &bulk->scratch);
}

/* ---- gates ---- */

/* The lanes that have all of the asked bits that vary. */
static void keep_lanes(const LawBulk *bulk, const LanePlane *plane, uint32_t word, uint64_t asked,
                       uint64_t *out) {
    bool is_turned = word >= bulk->engine->words;
    uint32_t lower = is_turned ? word - bulk->engine->words : word;
    uint64_t turn = is_turned ? UINT64_MAX : 0;
    uint64_t *rows = is_turned ? plane->turned : plane->rows;
    for (; asked != 0; asked &= asked - 1) {
        const uint64_t *row = row_of(bulk, rows, lower * WORD_BITS + LOWEST_BIT(asked));
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

/* Fills a gate's row; false where no lane has it. */
static bool fill_gate(const LawBulk *bulk, const GateRun *run, uint32_t step,
                      const LanePlane *plane, uint64_t *out) {
    const GateTerm *terms = &bulk->engine->terms[run->first_term];
    const GateTerm *own = run->is_lane ? terms : &terms[(size_t)step * run->terms_each];
    uint64_t has = 0;
    for (size_t i = 0; i < bulk->words; i++) {
        out[i] = law_all_lanes(bulk, i);
    }
    for (uint32_t i = 0; i < run->terms_each; i++) {
        uint32_t word = own[i].word;
        uint64_t varies = plane->low[word] ^ plane->high[word];
        keep_lanes(bulk, plane, word, mask_of(run, &own[i], step) & varies, out);
    }
    for (size_t i = 0; i < bulk->words; i++) {
        has |= out[i];
    }
    return has != 0;
}

/* Works out a run in one plane: what is yes in every lane, and in some. */
static void run_plane(LawBulk *bulk, const GateRun *run, const LanePlane *plane, uint64_t *low,
                      uint64_t *high) {
    const uint8_t *bits = &bulk->engine->gate_bits[run->first];
    *low = law_gate_bits(bulk->engine, run, plane->low);
    *high = law_gate_bits(bulk->engine, run, plane->high);
    uint64_t varies = *high & ~*low;
    for (uint32_t i = 0; varies != 0 && i < run->count; i++) {
        uint64_t bit = UINT64_C(1) << bits[i];
        if ((varies & bit) == 0) {
            continue;
        }
        varies &= ~bit;
        uint64_t *row = row_of(bulk, plane->rows, run->word * WORD_BITS + bits[i]);
        if (!fill_gate(bulk, run, i, plane, row)) {
            *high &= ~bit;
        }
    }
}

static void run_gates(LawBulk *bulk, bool is_known) {
    const LawEngine *engine = bulk->engine;
    const LanePlane *surely = &bulk->surely;
    const LanePlane *perhaps = is_known ? surely : &bulk->perhaps;
    size_t gate_words = engine->words - engine->input_words;
    uint64_t *const words[] = {bulk->surely.low, bulk->surely.high, bulk->perhaps.low,
                               bulk->perhaps.high};
    for (size_t i = 0; i < (is_known ? 2 : 4); i++) {
        memset(&words[i][engine->input_words], 0, gate_words * sizeof(uint64_t));
    }
    for (size_t i = 0; i < engine->run_count; i++) {
        const GateRun *run = &engine->runs[i];
        uint32_t upper = engine->words + run->word;
        uint64_t found[4];
        run_plane(bulk, run, surely, &found[0], &found[1]);
        surely->low[run->word] |= found[0];
        surely->high[run->word] |= found[1];
        if (!is_known) {
            run_plane(bulk, run, perhaps, &found[2], &found[3]);
            perhaps->low[run->word] |= found[2];
            perhaps->high[run->word] |= found[3];
            perhaps->low[upper] = ~surely->high[run->word];
            perhaps->high[upper] = ~surely->low[run->word];
        }
        surely->low[upper] = ~perhaps->high[run->word];
        surely->high[upper] = ~perhaps->low[run->word];
    }
}

/* ---- outcomes ---- */

static void add_lanes(const LawBulk *bulk, BitPlace place, const LanePlane *plane, uint64_t *out) {
    uint32_t half = bulk->engine->words * WORD_BITS;
    uint32_t word = place / WORD_BITS;
    bool is_turned = place >= half;
    uint64_t turn = is_turned ? UINT64_MAX : 0;
    bool low = (plane->low[word] >> place % WORD_BITS & 1) != 0;
    bool high = (plane->high[word] >> place % WORD_BITS & 1) != 0;
    const uint64_t *row = row_of(bulk, is_turned ? plane->turned : plane->rows, place % half);
    for (size_t i = 0; high && i < bulk->words; i++) {
        out[i] |= (low ? UINT64_MAX : row[i] ^ turn) & law_all_lanes(bulk, i);
    }
}

static void add_pack(LawBulk *bulk, const EnginePack *pack, const LanePlane *plane, uint64_t *out) {
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
    bulk->was_word = bulk->word != NULL && law_word_lanes_decide(bulk, transfer, verdict);
    if (bulk->was_word) {
        return;
    }
    bool is_known = take_inputs(bulk, transfer);
    uint64_t *best = bulk->outcomes;
    uint64_t *worst = &bulk->outcomes[OUTCOME_UNDETERMINED * bulk->words];
    bulk->was_known = is_known;
    bulk->surely.turned = is_known ? bulk->surely.rows : bulk->perhaps.rows;
    bulk->perhaps.turned = bulk->surely.rows;
    run_gates(bulk, is_known);
    memset(best, 0, (size_t)2 * OUTCOME_UNDETERMINED * bulk->words * sizeof(uint64_t));
    for (size_t i = 0; i < engine->pack_count; i++) {
        add_pack(bulk, &engine->packs[i], &bulk->surely, best);
        if (!is_known) {
            add_pack(bulk, &engine->packs[i], &bulk->perhaps, worst);
        }
    }
    verdict->words = bulk->words;
    for (size_t i = OUTCOME_FREE; i < OUTCOME_UNDETERMINED; i++) {
        verdict->best[i] = &best[i * bulk->words];
        verdict->worst[i] = is_known ? verdict->best[i] : &worst[i * bulk->words];
    }
    verdict->best[OUTCOME_FREE] = NULL;
    verdict->worst[OUTCOME_FREE] = NULL;
}

void law_bulk_line(const LawBulk *bulk, size_t line, bool surely, uint64_t *lanes) {
    BitPlace place = (BitPlace)((size_t)bulk->engine->trace_word * WORD_BITS + line);
    if (bulk->was_word) {
        law_word_lanes_line(bulk, line, lanes);
        return;
    }
    memset(lanes, 0, bulk->words * sizeof(uint64_t));
    add_lanes(bulk, place, surely || bulk->was_known ? &bulk->surely : &bulk->perhaps, lanes);
}
