/* SPDX-License-Identifier: Apache-2.0 */
#include <assert.h>
#include <stdlib.h>

#include "law/compile_layout.h"

/* Gates that have their places become runs: in order of segments and levels, those that stand
 * side by side and ask alike together. */

static int compare_places(const void *left, const void *right) {
    BitPlace a = *(const BitPlace *)left;
    BitPlace b = *(const BitPlace *)right;
    return (a > b) - (a < b);
}

/* A gate before it is put into a run. */
typedef struct GatePlan {
    BitPlace place;
    uint32_t segment;
    uint32_t level;
    uint32_t first_term;
    uint32_t term_count;
    uint32_t order;
} GatePlan;

typedef struct GateWork {
    Layout *layout;
    uint32_t *levels; /* of bits: 0 for inputs */
    Array plans;      /* of GatePlan */
    Array terms;      /* of GateTerm */
} GateWork;

static void note_asked(GateWork *work, BitPlace asked, GatePlan *plan) {
    LawEngine *engine = work->layout->compilation->engine;
    uint32_t level = work->levels[asked % (work->layout->words * WORD_BITS)];
    plan->level = level >= plan->level ? level + 1 : plan->level;
    engine->asks_unknown = engine->asks_unknown || asked == BIT_UNKNOWN;
}

static void plan_gate(GateWork *work, BitPlace place, uint32_t segment, const Ref *parts,
                      size_t count) {
    Arena *arena = work->layout->compilation->arena;
    BitPlace *asked = ARENA_MANY(arena, BitPlace, count);
    GatePlan plan = {.place = place,
                     .segment = segment,
                     .first_term = (uint32_t)work->terms.count,
                     .order = (uint32_t)work->plans.count};
    for (size_t i = 0; i < count; i++) {
        asked[i] = layout_place(work->layout, parts[i]);
        note_asked(work, asked[i], &plan);
    }
    qsort(asked, count, sizeof(BitPlace), compare_places);
    GateTerm *last = NULL;
    for (size_t i = 0; i < count; i++) {
        uint32_t word = asked[i] / WORD_BITS;
        if (last == NULL || last->word != word) {
            last = array_add(&work->terms);
            last->word = word;
            plan.term_count++;
        }
        last->mask |= UINT64_C(1) << asked[i] % WORD_BITS;
    }
    work->levels[place] = plan.level;
    *(GatePlan *)array_add(&work->plans) = plan;
}

static int compare_plans(const void *left, const void *right) {
    const GatePlan *a = left;
    const GatePlan *b = right;
    const uint32_t keys[][2] = {{a->segment, b->segment},
                                {a->level, b->level},
                                {a->place / WORD_BITS, b->place / WORD_BITS},
                                {a->term_count, b->term_count},
                                {a->order, b->order}};
    for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++) {
        if (keys[i][0] != keys[i][1]) {
            return keys[i][0] > keys[i][1] ? 1 : -1;
        }
    }
    return 0;
}

typedef struct RunWork {
    const GatePlan *plans;
    size_t plan_count;
    const GateTerm *planned; /* terms of the plans */
    Array runs;              /* of GateRun */
    Array terms;             /* of GateTerm */
    uint8_t *bits;
} RunWork;

static bool is_beside(const GatePlan *a, const GatePlan *b) {
    return a->segment == b->segment && a->level == b->level &&
           a->place / WORD_BITS == b->place / WORD_BITS && a->term_count == b->term_count;
}

/* The one bit that a term asks and its neighbour does not; 0 where they ask the same. */
static bool find_moving(const GateTerm *term, const GateTerm *next, uint64_t *moving) {
    uint64_t own = term->mask & ~next->mask;
    uint64_t others = next->mask & ~term->mask;
    *moving = own;
    return term->word == next->word && (own & (own - 1)) == 0 && others == own << 1;
}

/* Whether `at` continues the lane that begins at `first`: each term asks what the first
 * gate's does, its moving bit so many places further on. */
static bool is_in_lane(const RunWork *work, size_t first, size_t at) {
    const GatePlan *plan = &work->plans[first];
    const GatePlan *other = &work->plans[at];
    uint64_t steps = at - first;
    if (!is_beside(plan, other) || other->place != plan->place + steps) {
        return false;
    }
    for (uint32_t i = 0; i < plan->term_count; i++) {
        const GateTerm *term = &work->planned[plan->first_term + i];
        const GateTerm *next = &work->planned[(plan + 1)->first_term + i];
        const GateTerm *asked = &work->planned[other->first_term + i];
        uint64_t moving = 0;
        if (!find_moving(term, next, &moving) || asked->word != term->word ||
            (moving << steps) >> steps != moving ||
            asked->mask != ((term->mask & ~moving) | moving << steps)) {
            return false;
        }
    }
    return true;
}

static size_t lane_length(const RunWork *work, size_t first) {
    size_t end = first + 1;
    while (end < work->plan_count && is_in_lane(work, first, end)) {
        end++;
    }
    return end - first;
}

static unsigned bit_of(uint64_t mask) {
    unsigned bit = 0;
    while (mask >> bit > 1) {
        bit++;
    }
    return bit;
}

static void add_lane(RunWork *work, size_t first, size_t count) {
    const GatePlan *plan = &work->plans[first];
    *(GateRun *)array_add(&work->runs) = (GateRun){.is_lane = true,
                                                   .word = plan->place / WORD_BITS,
                                                   .first = (uint32_t)first,
                                                   .count = (uint32_t)count,
                                                   .first_term = (uint32_t)work->terms.count,
                                                   .terms_each = plan->term_count};
    for (uint32_t i = 0; i < plan->term_count; i++) {
        GateTerm term = work->planned[plan->first_term + i];
        uint64_t moving = 0;
        (void)find_moving(&term, &work->planned[(plan + 1)->first_term + i], &moving);
        term.mask &= ~moving;
        term.shift = moving == 0 ? WORD_BITS : bit_of(moving);
        *(GateTerm *)array_add(&work->terms) = term;
    }
}

static bool continues_run(const RunWork *work, size_t at) {
    if (work->runs.count == 0) {
        return false;
    }
    const GateRun *run = array_at(&work->runs, work->runs.count - 1);
    return !run->is_lane && is_beside(&work->plans[at - 1], &work->plans[at]);
}

static void add_to_run(RunWork *work, size_t at) {
    const GatePlan *plan = &work->plans[at];
    if (!continues_run(work, at)) {
        *(GateRun *)array_add(&work->runs) = (GateRun){.word = plan->place / WORD_BITS,
                                                       .first = (uint32_t)at,
                                                       .first_term = (uint32_t)work->terms.count,
                                                       .terms_each = plan->term_count};
    }
    GateRun *run = array_at(&work->runs, work->runs.count - 1);
    run->count++;
    for (uint32_t i = 0; i < plan->term_count; i++) {
        *(GateTerm *)array_add(&work->terms) = work->planned[plan->first_term + i];
    }
}

static void mark_last(RunWork *work) {
    for (size_t i = 0; i < work->runs.count; i++) {
        GateRun *run = array_at(&work->runs, i);
        assert(run != NULL);
        const GateRun *next = i + 1 < work->runs.count ? run + 1 : NULL;
        run->is_last = next == NULL || next->word != run->word ||
                       work->plans[next->first].level != work->plans[run->first].level ||
                       work->plans[next->first].segment != work->plans[run->first].segment;
    }
}

enum { LANE_MIN = 3 };

/* Where the runs of each segment end. */
static void end_segments(const RunWork *work, LawEngine *engine, Arena *arena, size_t packs) {
    size_t *ends = ARENA_MANY(arena, size_t, packs + 1);
    for (size_t i = 0, run = 0; i <= packs; i++) {
        while (run < work->runs.count &&
               work->plans[ARRAY_ITEMS(GateRun, &work->runs)[run].first].segment <= i) {
            run++;
        }
        ends[i] = run;
    }
    engine->segment_ends = ends;
}

static void make_runs(GateWork *gates, size_t packs) {
    LawEngine *engine = gates->layout->compilation->engine;
    Arena *arena = gates->layout->compilation->arena;
    RunWork work = {.plans = gates->plans.items,
                    .plan_count = gates->plans.count,
                    .planned = gates->terms.items,
                    .runs = array_new(arena, sizeof(GateRun)),
                    .terms = array_new(arena, sizeof(GateTerm)),
                    .bits = ARENA_MANY(arena, uint8_t, gates->plans.count)};
    if (work.plan_count > 1) {
        qsort(gates->plans.items, work.plan_count, sizeof(GatePlan), compare_plans);
    }
    for (size_t i = 0; i < work.plan_count; i++) {
        work.bits[i] = work.plans[i].place % WORD_BITS;
    }
    for (size_t i = 0, length = 0; i < work.plan_count; i += length) {
        length = lane_length(&work, i);
        if (length >= LANE_MIN) {
            add_lane(&work, i, length);
        } else {
            length = 1;
            add_to_run(&work, i);
        }
    }
    mark_last(&work);
    end_segments(&work, engine, arena, packs);
    engine->runs = work.runs.items;
    engine->run_count = work.runs.count;
    engine->gate_bits = work.bits;
    engine->terms = work.terms.items;
}

static uint32_t segment_of(const Layout *layout, const PackRefs *packs, size_t pack_count,
                           const LineRef *line) {
    for (size_t i = 0; i < pack_count; i++) {
        if (layout_is_line_of(layout, line, packs[i].pack)) {
            return (uint32_t)(i + 1);
        }
    }
    return 0;
}

void compile_runs(Layout *layout, const PackRefs *packs, size_t pack_count, const LineRef *lines,
                  size_t line_count) {
    Arena *arena = layout->compilation->arena;
    LawEngine *engine = layout->compilation->engine;
    GateWork work = {.layout = layout,
                     .levels = ARENA_MANY(arena, uint32_t, (size_t)layout->words * WORD_BITS),
                     .plans = array_new(arena, sizeof(GatePlan)),
                     .terms = array_new(arena, sizeof(GateTerm))};
    for (size_t i = 0; i < layout->gates.count; i++) {
        const GateDraft *draft = &ARRAY_ITEMS(GateDraft, &layout->gates)[i];
        plan_gate(&work, layout->places[draft->ref >> 1], draft->segment, draft->parts.items,
                  draft->parts.count);
    }
    for (size_t i = 0; i < line_count; i++) {
        BitPlace wanted = (BitPlace)((size_t)engine->trace_word * WORD_BITS + i);
        if (layout_place(layout, lines[i].ref) != wanted) {
            plan_gate(&work, wanted, segment_of(layout, packs, pack_count, &lines[i]),
                      &lines[i].ref, 1);
        }
    }
    make_runs(&work, pack_count);
}
