/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "law/engine_bulk.h"
#include "law/engine_word.h"

/* Each gate has a row of lanes. What the lanes' own fact makes fail is known before; a
 * decision finds the gates that the other facts make fail in all lanes, and works out
 * the rows of the rest, level by level. Rows are padded to whole chunks. */

enum { CHUNK = 4 };

typedef struct WordLanes {
    size_t chunks;
    uint64_t *own;           /* of each gate: the lanes whose own class does not make it fail */
    uint64_t own_any;        /* gates that some lane does not make fail */
    uint64_t *rows;          /* of gates that ask others */
    const uint64_t **row_of; /* of gates that did not fail in all lanes, of the last decision */
    uint64_t *outcomes;      /* of each outcome */
    uint64_t *none;
    uint64_t alive; /* after the last decision */
} WordLanes;

static bool take_lane(const LawBulk *bulk, WordLanes *lanes, size_t lane, uint32_t *classes) {
    const WordEngine *word = bulk->engine->word;
    WordFails fails = {0};
    classes[bulk->attribute] = bulk->lanes[lane];
    for (size_t i = 0; i < word->group_count; i++) {
        if (word->groups[i].attribute == bulk->attribute) {
            const uint64_t *own = law_word_fails(&word->groups[i], classes, &bulk->when);
            fails.surely |= own[0];
            fails.perhaps |= own[1];
        }
    }
    for (uint64_t left = word->all & ~fails.surely; left != 0; left &= left - 1) {
        size_t row = LOWEST_BIT(left) * lanes->chunks * CHUNK;
        lanes->own[row + lane / WORD_BITS] |= UINT64_C(1) << lane % WORD_BITS;
    }
    lanes->own_any |= word->all & ~fails.surely;
    return fails.surely == fails.perhaps;
}

WordLanes *law_word_lanes_new(Arena *arena, const LawBulk *bulk) {
    WordLanes *lanes = ARENA_NEW(arena, WordLanes);
    size_t chunks = (bulk->words + CHUNK - 1) / CHUNK;
    size_t words = WORD_BITS * chunks * CHUNK;
    *lanes = (WordLanes){.chunks = chunks,
                         .own = ARENA_MANY(arena, uint64_t, words),
                         .rows = ARENA_MANY(arena, uint64_t, words),
                         .row_of = ARENA_MANY(arena, const uint64_t *, WORD_BITS),
                         .outcomes =
                             ARENA_MANY(arena, uint64_t, (OUTCOME_PROHIBITED + 1) * chunks * CHUNK),
                         .none = ARENA_MANY(arena, uint64_t, chunks * CHUNK)};
    uint32_t *classes = ARENA_MANY(arena, uint32_t, bulk->engine->set->attribute_count);
    bool is_known = true;
    for (size_t i = 0; i < bulk->lane_count; i++) {
        is_known = take_lane(bulk, lanes, i, classes) && is_known;
    }
    return is_known ? lanes : NULL;
}

/* ---- the facts that all lanes share ---- */

/* False where a look-up that matters differs from lane to lane. */
static bool take_cross(const LawBulk *bulk, const WordCross *cross, const LawCase *transfer,
                       WordFails *fails) {
    bool by_lanes = law_cross_asks(cross->cross, bulk->attribute);
    uint64_t asking = (cross->if_no | cross->if_yes) & bulk->word->own_any;
    if ((asking & ~fails->perhaps) == 0) {
        return true;
    }
    if (by_lanes && !law_cross_stands_nowhere(bulk, cross->cross, transfer)) {
        return false;
    }
    if (by_lanes) {
        fails->surely |= cross->if_no;
        fails->perhaps |= cross->if_no;
        return true;
    }
    law_word_cross(bulk->engine, cross, transfer->classes, &bulk->when, fails);
    return true;
}

static bool take_facts(const LawBulk *bulk, const LawCase *transfer, WordFails *fails) {
    const WordEngine *word = bulk->engine->word;
    *fails = law_word_take(word, transfer->classes, &bulk->when, bulk->attribute);
    if (bulk->when.switched_off != NULL) {
        law_word_switch_off(bulk->engine, bulk->when.switched_off, fails);
    }
    for (size_t i = 0; i < word->cross_count; i++) {
        if (!take_cross(bulk, &word->cross[i], transfer, fails)) {
            return false;
        }
    }
    return fails->surely == fails->perhaps;
}

/* ---- rows ---- */

static void copy_row(uint64_t *out, const uint64_t *row, size_t chunks) {
    for (size_t i = 0; i < chunks * CHUNK; i += CHUNK) {
        for (size_t j = 0; j < CHUNK; j++) {
            out[i + j] = row[i + j];
        }
    }
}

static void take_away(uint64_t *out, const uint64_t *row, size_t chunks) {
    for (size_t i = 0; i < chunks * CHUNK; i += CHUNK) {
        for (size_t j = 0; j < CHUNK; j++) {
            out[i + j] &= ~row[i + j];
        }
    }
}

static bool is_none(const uint64_t *row, size_t chunks) {
    uint64_t any = 0;
    for (size_t i = 0; i < chunks * CHUNK; i++) {
        any |= row[i];
    }
    return any == 0;
}

/* A gate's row: its own lanes without those in which one of the others is yes. False: none. */
static bool fill_gate(const WordEngine *word, WordLanes *lanes, unsigned gate) {
    size_t stride = lanes->chunks * CHUNK;
    const uint64_t *own = &lanes->own[gate * stride];
    uint64_t *row = &lanes->rows[gate * stride];
    uint64_t unless = word->unless[gate] & lanes->alive;
    lanes->row_of[gate] = own;
    if (unless == 0) {
        return true;
    }
    copy_row(row, own, lanes->chunks);
    for (; unless != 0; unless &= unless - 1) {
        take_away(row, lanes->row_of[LOWEST_BIT(unless)], lanes->chunks);
    }
    lanes->row_of[gate] = row;
    return !is_none(row, lanes->chunks);
}

static void run_levels(const WordEngine *word, WordLanes *lanes, uint64_t fails) {
    lanes->alive = 0;
    for (size_t level = 0; level < word->level_count; level++) {
        uint64_t alive = 0;
        for (uint64_t left = word->level_bits[level] & ~fails; left != 0; left &= left - 1) {
            unsigned gate = LOWEST_BIT(left);
            alive |= (uint64_t)fill_gate(word, lanes, gate) << gate;
        }
        lanes->alive |= alive;
    }
}

/* ---- outcomes ---- */

static const uint64_t *row_or_none(const WordLanes *lanes, uint64_t bit) {
    return (lanes->alive & bit) != 0 ? lanes->row_of[LOWEST_BIT(bit)] : lanes->none;
}

static void add_pack(const WordLanes *lanes, const WordPack *pack) {
    size_t stride = lanes->chunks * CHUNK;
    const uint64_t *speaks = row_or_none(lanes, pack->speaks);
    const uint64_t *prohibited = row_or_none(lanes, pack->prohibited);
    const uint64_t *uncovered = row_or_none(lanes, pack->uncovered);
    const uint64_t *required = row_or_none(lanes, pack->required);
    uint64_t *out = lanes->outcomes;
    for (size_t i = 0; i < stride; i++) {
        uint64_t held = prohibited[i] & speaks[i];
        out[OUTCOME_PROHIBITED * stride + i] |= held;
        held |= uncovered[i] & speaks[i];
        out[OUTCOME_LICENCE_REQUIRED * stride + i] |= held;
        held |= required[i] & speaks[i];
        out[OUTCOME_AUTHORISED * stride + i] |= held;
    }
}

bool law_word_lanes_decide(const LawBulk *bulk, const LawCase *transfer, LawBulkVerdict *verdict) {
    const LawEngine *engine = bulk->engine;
    const WordEngine *word = engine->word;
    WordLanes *lanes = bulk->word;
    size_t stride = lanes->chunks * CHUNK;
    WordFails fails = {0};
    if (!law_has_word(engine, &bulk->when) || !take_facts(bulk, transfer, &fails)) {
        return false;
    }
    run_levels(word, lanes, fails.surely | ~lanes->own_any);
    memset(lanes->outcomes, 0, (OUTCOME_PROHIBITED + 1) * stride * sizeof(uint64_t));
    for (size_t i = 0; i < engine->pack_count; i++) {
        add_pack(lanes, &word->packs[i]);
    }
    *verdict = (LawBulkVerdict){.words = bulk->words};
    for (size_t i = OUTCOME_AUTHORISED; i < OUTCOME_UNDETERMINED; i++) {
        verdict->best[i] = &lanes->outcomes[i * stride];
        verdict->worst[i] = verdict->best[i];
    }
    return true;
}

void law_word_lanes_line(const LawBulk *bulk, size_t line, uint64_t *lanes) {
    const uint64_t *row = row_or_none(bulk->word, UINT64_C(1) << line);
    memcpy(lanes, row, bulk->words * sizeof(uint64_t));
}
