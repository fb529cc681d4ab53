/* SPDX-License-Identifier: Apache-2.0 */
#include "law/engine_word.h"
#include "law/engine.h"
#include "law/work.h"

/* Some gates stand on the truth: those that ask for it fail where it is not surely (perhaps)
 * so, those that ask for its being otherwise where it perhaps (surely) is. */
static void take_truth(const WordCross *cross, Truth truth, WordFails *fails) {
    fails->surely |=
        (truth == TRUTH_YES ? 0 : cross->if_no) | (truth == TRUTH_NO ? 0 : cross->if_yes);
    fails->perhaps |=
        (truth == TRUTH_NO ? cross->if_no : 0) | (truth == TRUTH_YES ? cross->if_yes : 0);
}

void law_word_cross(const LawEngine *engine, const WordCross *cross, const uint32_t *classes,
                    const LawWhen *when, WordFails *fails) {
    uint32_t any = 0;
    for (size_t i = 0; i < cross->cross->count; i++) {
        any |= classes[cross->cross->attributes[i]];
    }
    Date day = cross->cross->table->is_register ? when->known_at : when->as_of;
    take_truth(cross, any % 2 == 1 ? TRUTH_NO : law_cross_truth(engine, cross->cross, classes, day),
               fails);
}

void law_word_switch_off(const LawEngine *engine, const bool *switched_off, WordFails *fails) {
    for (size_t i = 0; i < engine->set->provision_count; i++) {
        uint64_t without = switched_off[i] ? engine->word->if_off[i] : 0;
        fails->surely |= without;
        fails->perhaps |= without;
    }
}

/* The bit, where any is set: without a branch. */
static uint64_t if_any(uint64_t set, uint64_t bit) {
    return bit & (0 - (uint64_t)(set != 0));
}

/* Each level asks only those before it, so that its gates wait for nothing of each other. */
static uint64_t run_known(const WordEngine *word, uint64_t fails) {
    const WordGate *gate = word->gates;
    for (size_t level = 1; level < word->level_count; level++) {
        const WordGate *end = word->gates + word->level_ends[level];
        uint64_t yes = ~fails;
        for (; gate < end; gate++) {
            fails |= if_any(gate->unless & yes, gate->bit);
        }
    }
    return fails;
}

static void run_unknown(const WordEngine *word, WordFails *fails) {
    uint32_t at = 0;
    for (size_t level = 1; level < word->level_count; level++) {
        uint64_t surely = ~fails->surely;
        uint64_t perhaps = ~fails->perhaps;
        for (; at < word->level_ends[level]; at++) {
            const WordGate *gate = &word->gates[at];
            fails->surely |= if_any(gate->unless & perhaps, gate->bit);
            fails->perhaps |= if_any(gate->unless & surely, gate->bit);
        }
    }
}

/* ---- what the bits say ---- */

static Outcome outcome_of(const WordPack *pack, uint64_t yes) {
    static const Outcome OUTCOMES[] = {
        OUTCOME_FREE,       OUTCOME_AUTHORISED, OUTCOME_LICENCE_REQUIRED, OUTCOME_LICENCE_REQUIRED,
        OUTCOME_PROHIBITED, OUTCOME_PROHIBITED, OUTCOME_PROHIBITED,       OUTCOME_PROHIBITED};
    bool is_prohibited = (yes & pack->prohibited) != 0;
    bool is_uncovered = (yes & pack->uncovered) != 0;
    bool is_required = (yes & pack->required) != 0;
    return OUTCOMES[is_prohibited << 2 | is_uncovered << 1 | is_required];
}

static int days_of(const WordPack *pack, Outcome worst, uint64_t surely, uint64_t perhaps) {
    int days = 0;
    if (worst < OUTCOME_LICENCE_REQUIRED) {
        return 0;
    }
    if (worst == OUTCOME_PROHIBITED) {
        return -1;
    }
    uint64_t left = pack->needs & perhaps;
    left = pack->has_same_routes ? left & (0 - left) : left;
    for (; left != 0; left &= left - 1) {
        days = law_longer_days(days, law_days_of_need(pack->need[LOWEST_BIT(left)], &surely));
    }
    return days;
}

/* Gives the lines of a pack that speaks. */
static uint64_t add_pack(const WordPack *pack, uint64_t surely, uint64_t perhaps, WordKept *kept) {
    if ((perhaps & pack->speaks) == 0) {
        return 0;
    }
    Outcome best = (surely & pack->speaks) != 0 ? outcome_of(pack, surely) : OUTCOME_FREE;
    Outcome worst = outcome_of(pack, perhaps);
    kept->best = best > kept->best ? (uint8_t)best : kept->best;
    kept->worst = worst > kept->worst ? (uint8_t)worst : kept->worst;
    kept->days = law_longer_days(kept->days, days_of(pack, worst, surely, perhaps));
    return pack->lines;
}

/* All that follows from what the facts make fail. */
static void work_out(const LawEngine *engine, WordFails fails, WordKept *kept) {
    const WordEngine *word = engine->word;
    uint64_t lines = 0;
    *kept =
        (WordKept){.fails_surely = fails.surely, .fails_perhaps = fails.perhaps, .is_kept = true};
    if (fails.surely == fails.perhaps) {
        fails.surely = run_known(word, fails.surely);
        fails.perhaps = fails.surely;
    } else {
        run_unknown(word, &fails);
    }
    for (size_t i = 0; i < engine->pack_count; i++) {
        lines |= add_pack(&word->packs[i], ~fails.surely, ~fails.perhaps, kept);
    }
    kept->surely = ~fails.surely & lines;
    kept->perhaps = ~fails.perhaps & lines;
}

/* Where a decision is kept: the last of those that fall there. */
static WordKept *place_of(LawScratch *scratch, const WordFails *fails) {
    if (scratch->kept == NULL && !scratch->first.is_kept) {
        return &scratch->first;
    }
    if (scratch->kept == NULL) {
        scratch->kept = ARENA_MANY(scratch->arena, WordKept, WORD_KEPT);
    }
    uint64_t mixed = (fails->surely ^ (fails->perhaps << 1)) * UINT64_C(0x9E3779B97F4A7C15);
    return &scratch->kept[mixed >> (WORD_BITS - WORD_KEPT_BITS)];
}

void law_word_decide(const LawEngine *engine, const LawCase *transfer, const LawWhen *when,
                     LawScratch *scratch, LawVerdict *verdict) {
    const WordEngine *word = engine->word;
    WordFails fails = law_word_take(word, transfer->classes, when, LAW_NONE);
    for (size_t i = 0; i < word->cross_count; i++) {
        if (law_word_matters(&word->cross[i], &fails)) {
            law_word_cross(engine, &word->cross[i], transfer->classes, when, &fails);
        }
    }
    if (when->switched_off != NULL) {
        law_word_switch_off(engine, when->switched_off, &fails);
    }
    WordKept *kept = place_of(scratch, &fails);
    if (kept->fails_surely != fails.surely || kept->fails_perhaps != fails.perhaps ||
        !kept->is_kept) {
        work_out(engine, fails, kept);
    }
    *verdict = (LawVerdict){.outcome = law_outcome_between(kept->best, kept->worst),
                            .best = kept->best,
                            .worst = kept->worst,
                            .days = kept->days,
                            .surely = &kept->surely,
                            .perhaps = &kept->perhaps,
                            .words = engine->trace_words};
}
