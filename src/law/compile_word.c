/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "law/compile.h"

/* Every gate that counts becomes a bit. What it asks of gates that must be yes is what those
 * ask, so that only gates that must not be yes are left between gates. */

enum { WORD_WORDS_MAX = 16, STILL_MAX = 64 };

/* What one gate asks, laid open. */
typedef struct Laid {
    uint64_t asks[2 * WORD_WORDS_MAX]; /* of the inputs, as they are and turned round */
    uint64_t unless;
    uint32_t level;
} Laid;

typedef struct WordWork {
    Arena *arena;
    const LawEngine *engine;
    const GateRun **run_of; /* of places; NULL: no gate has it */
    uint32_t *step_of;      /* along its run */
    unsigned char *bit_of;  /* of places, turned round too: 1 + bit, or 0 */
    Laid *laid;             /* of bits */
    bool *is_laid;
    size_t count;
    bool fits;
    WordEngine *word;
} WordWork;

static BitPlace half_of(const LawEngine *engine) {
    return engine->words * WORD_BITS;
}

static bool is_input(const LawEngine *engine, BitPlace place) {
    return place % half_of(engine) < engine->input_words * WORD_BITS;
}

static void find_runs(WordWork *work) {
    const LawEngine *engine = work->engine;
    work->run_of = ARENA_MANY(work->arena, const GateRun *, half_of(engine));
    work->step_of = ARENA_MANY(work->arena, uint32_t, half_of(engine));
    for (size_t i = 0; i < engine->run_count; i++) {
        const GateRun *run = &engine->runs[i];
        for (uint32_t j = 0; j < run->count; j++) {
            BitPlace place = run->word * WORD_BITS + engine->gate_bits[run->first + j];
            work->run_of[place] = run;
            work->step_of[place] = j;
        }
    }
}

/* ---- what a gate asks ---- */

static GateTerm term_of(const WordWork *work, BitPlace place, uint32_t index) {
    const GateRun *run = work->run_of[place];
    uint32_t step = work->step_of[place];
    const GateTerm *terms = &work->engine->terms[run->first_term];
    if (!run->is_lane) {
        return terms[(size_t)step * run->terms_each + index];
    }
    GateTerm term = terms[index];
    term.mask |= term.shift < WORD_BITS ? UINT64_C(1) << (term.shift + step) : 0;
    return term;
}

static unsigned bit_for(WordWork *work, BitPlace place);

static void lay_open(WordWork *work, BitPlace place, Laid *laid);

static void lay_asked(WordWork *work, BitPlace asked, Laid *laid) {
    const LawEngine *engine = work->engine;
    if (is_input(engine, asked)) {
        laid->asks[asked / WORD_BITS] |= UINT64_C(1) << asked % WORD_BITS;
    } else if (asked < half_of(engine)) {
        lay_open(work, asked, laid);
    } else {
        unsigned bit = bit_for(work, asked - half_of(engine));
        uint32_t level = work->fits ? work->laid[bit].level + 1 : 0;
        laid->unless |= UINT64_C(1) << bit;
        laid->level = level > laid->level ? level : laid->level;
    }
}

/* A gate: what all its terms ask. A gate that no run has is never yes. */
static void lay_open(WordWork *work, BitPlace place, Laid *laid) {
    const GateRun *run = work->run_of[place];
    if (run == NULL) {
        laid->asks[work->engine->words] |= 1; /* yes, turned round */
        return;
    }
    for (uint32_t i = 0; work->fits && i < run->terms_each; i++) {
        GateTerm term = term_of(work, place, i);
        for (; term.mask != 0; term.mask &= term.mask - 1) {
            lay_asked(work, term.word * WORD_BITS + LOWEST_BIT(term.mask), laid);
        }
    }
}

static unsigned bit_for(WordWork *work, BitPlace place) {
    if (work->bit_of[place] == 0) {
        work->fits = work->fits && work->count < WORD_BITS;
        work->bit_of[place] = work->fits ? (unsigned char)++work->count : 1;
    }
    unsigned bit = work->bit_of[place] - 1U;
    if (work->fits && !work->is_laid[bit]) {
        work->is_laid[bit] = true;
        lay_asked(work, place, &work->laid[bit]);
    }
    return bit;
}

/* The lines have the first bits, whatever else asks for them before. */
static void lay_lines(WordWork *work) {
    const LawEngine *engine = work->engine;
    BitPlace first = engine->trace_word * WORD_BITS;
    work->count = engine->line_count;
    for (BitPlace i = 0; i < engine->line_count; i++) {
        work->bit_of[first + i] = (unsigned char)(i + 1);
    }
    for (BitPlace i = 0; i < engine->line_count; i++) {
        (void)bit_for(work, first + i);
    }
}

static uint64_t word_bit(WordWork *work, BitPlace place) {
    return UINT64_C(1) << bit_for(work, place);
}

static const EngineNeed *need_of(WordWork *work, const EngineNeed *need) {
    EngineRoute *routes = ARENA_MANY(work->arena, EngineRoute, need->route_count);
    EngineNeed *made = ARENA_NEW(work->arena, EngineNeed);
    for (size_t i = 0; i < need->route_count; i++) {
        routes[i] = (EngineRoute){bit_for(work, need->routes[i].counted), need->routes[i].days};
    }
    *made = (EngineNeed){bit_for(work, need->uncovered), routes, need->route_count};
    return made;
}

static bool has_same_routes(const EngineNeed *a, const EngineNeed *b) {
    bool is_same = a->route_count == b->route_count;
    for (size_t i = 0; is_same && i < a->route_count; i++) {
        is_same =
            a->routes[i].counted == b->routes[i].counted && a->routes[i].days == b->routes[i].days;
    }
    return is_same;
}

/* A bit may stand for the needs of several provisions only where their routes are the same:
 * else the law does not fit. */
static void lay_needs(WordWork *work, const EnginePack *pack, WordPack *made) {
    const EngineNeed *first = NULL;
    for (size_t i = 0; i < pack->need_count; i++) {
        const EngineNeed *need = need_of(work, &pack->needs[i]);
        bool is_shared = (made->needs >> need->uncovered & 1) != 0;
        bool is_same = i == 0 || has_same_routes(need, first);
        first = i == 0 ? need : first;
        made->has_same_routes = (i == 0 || made->has_same_routes) && is_same;
        work->fits = work->fits && (!is_shared || is_same);
        made->need[need->uncovered] = need;
        made->needs |= UINT64_C(1) << need->uncovered;
    }
}

static uint64_t lines_of(const LawEngine *engine, size_t pack) {
    uint64_t lines = 0;
    for (size_t i = 0; i < engine->line_count; i++) {
        bool is_own = engine->set->provisions[engine->lines[i].provision].pack == pack;
        lines |= (uint64_t)is_own << i;
    }
    return lines;
}

static void lay_packs(WordWork *work) {
    const LawEngine *engine = work->engine;
    WordPack *packs = ARENA_MANY(work->arena, WordPack, engine->pack_count);
    for (size_t i = 0; i < engine->pack_count; i++) {
        const EnginePack *pack = &engine->packs[i];
        packs[i] = (WordPack){.lines = lines_of(engine, pack->pack),
                              .speaks = word_bit(work, pack->speaks),
                              .prohibited = word_bit(work, pack->prohibited),
                              .required = word_bit(work, pack->required),
                              .uncovered = word_bit(work, pack->uncovered),
                              .need = ARENA_MANY(work->arena, const EngineNeed *, WORD_BITS)};
        lay_needs(work, pack, &packs[i]);
    }
    work->word->packs = packs;
}

/* ---- what makes them fail ---- */

static bool asks(const Laid *laid, BitPlace place) {
    return (laid->asks[place / WORD_BITS] >> place % WORD_BITS & 1) != 0;
}

static uint64_t bits_asking(const WordWork *work, BitPlace place) {
    uint64_t found = 0;
    for (size_t i = 0; i < work->count; i++) {
        found |= (uint64_t)asks(&work->laid[i], place) << i;
    }
    return found;
}

/* The bits that stand in every decision: yes, and not known. */
static void take_constants(WordWork *work) {
    uint64_t no = bits_asking(work, half_of(work->engine));
    uint64_t unknown = bits_asking(work, 1) | bits_asking(work, half_of(work->engine) + 1);
    work->word->fails_surely = no | unknown;
    work->word->fails_perhaps = no;
}

/* Whether a laid gate fails by a group's bits in a plane, of which `turned` is the other. */
static bool fails_by(const WordWork *work, const Laid *laid, const EngineGroup *group,
                     const uint64_t *bits, const uint64_t *turned) {
    uint64_t lacks = 0;
    for (uint32_t i = 0; i < group->stride; i++) {
        uint32_t word = group->word + i;
        lacks |= laid->asks[word] & group->mask[i] & ~bits[i];
        lacks |= laid->asks[work->engine->words + word] & group->mask[i] & turned[i];
    }
    return lacks != 0;
}

/* The gates that ask for a bit of the group at all. */
static uint64_t gates_asking(const WordWork *work, const EngineGroup *group) {
    uint64_t found = 0;
    for (size_t i = 0; i < work->count; i++) {
        const uint64_t *asks = &work->laid[i].asks[group->word];
        uint64_t any = 0;
        for (uint32_t j = 0; j < group->stride; j++) {
            any |= (asks[j] | asks[work->engine->words + j]) & group->mask[j];
        }
        found |= (uint64_t)(any != 0) << i;
    }
    return found;
}

static size_t piece_count(const EngineGroup *group) {
    uint32_t last = 0;
    for (size_t i = 0; i < group->class_count; i++) {
        last = group->class_row[i] > last ? group->class_row[i] : last;
    }
    return group->row_first[last + 1];
}

static const uint16_t *short_pieces(Arena *arena, const EngineGroup *group) {
    uint16_t *pieces = ARENA_MANY(arena, uint16_t, group->class_count);
    for (size_t i = 0; i < group->class_count; i++) {
        uint32_t piece = group->class_piece[i];
        pieces[i] = piece == PIECE_DATED ? WORD_PIECE_DATED : (uint16_t)piece;
    }
    return pieces;
}

static void make_group(const WordWork *work, const EngineGroup *group, WordGroup *made) {
    size_t count = piece_count(group);
    uint64_t *fails = ARENA_MANY(work->arena, uint64_t, 2 * count);
    uint64_t asking = gates_asking(work, group);
    for (size_t piece = 0; piece < count; piece++) {
        const uint64_t *surely = &group->bits[2 * (size_t)group->stride * piece];
        const uint64_t *perhaps = surely + group->stride;
        for (uint64_t left = asking; left != 0; left &= left - 1) {
            unsigned i = LOWEST_BIT(left);
            const Laid *laid = &work->laid[i];
            fails[2 * piece] |= (uint64_t)fails_by(work, laid, group, surely, perhaps) << i;
            fails[2 * piece + 1] |= (uint64_t)fails_by(work, laid, group, perhaps, surely) << i;
        }
    }
    *made = (WordGroup){group, short_pieces(work->arena, group), fails, group->attribute};
}

static void make_groups(WordWork *work) {
    const LawEngine *engine = work->engine;
    WordGroup *groups = ARENA_MANY(work->arena, WordGroup, engine->group_count);
    size_t made = 0;
    for (size_t pass = 0; pass < 2; pass++) {
        for (size_t i = 0; i < engine->group_count; i++) {
            if ((engine->groups[i].attribute == LAW_NONE) == (pass == 1)) {
                make_group(work, &engine->groups[i], &groups[made++]);
            }
        }
        work->word->asking_count = pass == 0 ? made : work->word->asking_count;
    }
    work->word->groups = groups;
    work->word->group_count = made;
}

static void make_cross(WordWork *work) {
    const LawEngine *engine = work->engine;
    WordCross *cross = ARENA_MANY(work->arena, WordCross, engine->cross_count);
    for (size_t i = 0; i < engine->cross_count; i++) {
        BitPlace place = engine->cross[i].place;
        cross[i] = (WordCross){&engine->cross[i], bits_asking(work, place),
                               bits_asking(work, half_of(engine) + place)};
    }
    work->word->cross = cross;
    work->word->cross_count = engine->cross_count;
}

static void make_levels(WordWork *work) {
    WordEngine *word = work->word;
    WordGate *gates = ARENA_MANY(work->arena, WordGate, work->count);
    uint64_t *unless = ARENA_MANY(work->arena, uint64_t, work->count);
    uint32_t made = 0;
    for (uint32_t level = 0; level < word->level_count; level++) {
        for (size_t i = 0; i < work->count; i++) {
            uint64_t bit = UINT64_C(1) << i;
            unless[i] = work->laid[i].unless;
            if (work->laid[i].level != level) {
                continue;
            }
            word->level_bits[level] |= bit;
            if (level > 0) {
                gates[made++] = (WordGate){unless[i], bit};
            }
        }
        word->level_ends[level] = made;
    }
    word->gates = gates;
    word->unless = unless;
}

static void make_switches(WordWork *work) {
    const LawEngine *engine = work->engine;
    size_t count = engine->set->provision_count;
    uint64_t *if_off = ARENA_MANY(work->arena, uint64_t, count);
    bool can_switch_off = true;
    for (size_t i = 0; i < count; i++) {
        BitPlace place = engine->force[i];
        if (place != 0) {
            if_off[i] = bits_asking(work, place);
            can_switch_off = can_switch_off && bits_asking(work, half_of(engine) + place) == 0;
        }
    }
    work->word->if_off = if_off;
    work->word->can_switch_off = can_switch_off;
}

static uint32_t highest_level(const WordWork *work) {
    uint32_t highest = 0;
    for (size_t i = 0; i < work->count; i++) {
        highest = work->laid[i].level > highest ? work->laid[i].level : highest;
    }
    return highest;
}

/* Sets are put together from members, and slow leaves need the facts themselves. */
static bool may_fit(const LawEngine *engine) {
    for (size_t i = 0; i < engine->group_count; i++) {
        if (engine->groups[i].is_set || piece_count(&engine->groups[i]) > WORD_PIECE_DATED) {
            return false;
        }
    }
    return engine->slow_count == 0 && engine->words <= WORD_WORDS_MAX &&
           engine->line_count <= WORD_BITS && engine->still_count <= STILL_MAX;
}

const WordEngine *compile_word(Arena *arena, const LawEngine *engine) {
    if (!may_fit(engine)) {
        return NULL;
    }
    WordWork work = {.arena = arena,
                     .engine = engine,
                     .bit_of = ARENA_MANY(arena, unsigned char, 2 * (size_t)half_of(engine)),
                     .laid = ARENA_MANY(arena, Laid, WORD_BITS),
                     .is_laid = ARENA_MANY(arena, bool, WORD_BITS),
                     .fits = true,
                     .word = ARENA_NEW(arena, WordEngine)};
    find_runs(&work);
    lay_lines(&work);
    lay_packs(&work);
    if (!work.fits || highest_level(&work) >= WORD_LEVELS_MAX) {
        return NULL;
    }
    work.word->level_count = highest_level(&work) + 1;
    work.word->all = work.count == WORD_BITS ? UINT64_MAX : (UINT64_C(1) << work.count) - 1;
    take_constants(&work);
    make_groups(&work);
    make_cross(&work);
    make_levels(&work);
    make_switches(&work);
    return work.word;
}
