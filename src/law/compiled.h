/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ENTENTE_LAW_COMPILED_H
#define ENTENTE_LAW_COMPILED_H

/* The body of a LawEngine, private to law/. A decision's bits stand in words, in two
 * planes: surely (yes) and perhaps (yes or unknown). First the inputs, then the gates;
 * then, `words` further on, the same turned round: what is surely not is not perhaps. */

#include "law/facts.h"
#include "law/law.h"

enum { WORD_BITS = 64 };

/* Where a bit stands: word * 64 + bit; in the upper half when turned round. */
typedef uint32_t BitPlace;

/* The values of one fact that the law tells apart: 0 is not known; for codes 1 is a code
 * that stands nowhere, then two for each code: itself, and what lies below it and stands
 * nowhere; yes/no: 1 no, 2 yes; numbers and dates: below, at and between the thresholds. */
typedef struct ValueClasses {
    AttributeType type;
    uint32_t count;
    const uint32_t *of_symbol; /* for codes; 0: stands nowhere */
    size_t symbol_count;
    const LawValue *keys;  /* codes or thresholds, in order */
    const int64_t *whole;  /* thresholds that are whole numbers; NULL where some are not */
    const uint32_t *above; /* of codes: 1 + the position of the nearest code above, or 0 */
    size_t key_count;
} ValueClasses;

enum { CLASS_UNKNOWN = 0, CLASS_NOWHERE = 1, CLASS_FIRST = 2 };

#define PIECE_DATED UINT32_MAX

/* Bits by the class of one fact (or of none) and one date (or none). */
typedef struct EngineGroup {
    size_t attribute; /* or LAW_NONE */
    unsigned dates;
    bool is_set;          /* the bits of members are put together */
    uint32_t word;        /* the first it has a part in */
    uint32_t stride;      /* words */
    const uint64_t *mask; /* its bits, in `stride` words */
    const uint32_t *class_row;
    const uint32_t *class_piece; /* the only piece; PIECE_DATED where there are several */
    const uint32_t *row_first;   /* of pieces; of row_count + 1 */
    const Date *from;            /* of pieces: the first is DATE_MIN */
    const uint64_t *bits;        /* of pieces: stride words surely, stride words perhaps */
    size_t class_count;
} EngineGroup;

typedef struct GateTerm {
    uint64_t mask;
    uint32_t word;
    uint32_t shift; /* of a lane: where its moving bit begins; WORD_BITS where it has none */
} GateTerm;

/* Gates of one level whose bits stand in one word and that have equally many terms: they ask
 * only what stands before, so that their bits are stored together. A gate is yes where all
 * bits of all its terms are. In a lane, each gate asks the bits beside those that the one
 * before it asks, so that all are answered at once: the mask is of what all ask. */
typedef struct GateRun {
    bool is_lane;
    bool is_last; /* of its level and word */
    uint32_t word;
    uint32_t first; /* of the engine's gate_bits */
    uint32_t count;
    uint32_t first_term;
    uint32_t terms_each;
} GateRun;

typedef struct SlowLeaf {
    Condition condition;
    BitPlace place;
} SlowLeaf;

enum { CROSS_MAX = 3 };

/* Rows found by several facts at once: by a hash of their classes where all are known. */
typedef struct CrossEntry {
    uint64_t key; /* 0: empty */
    uint32_t first;
    uint32_t count; /* pieces */
} CrossEntry;

typedef struct CrossPiece {
    Date from;
    Truth truth;
} CrossPiece;

typedef struct CrossLeaf {
    BitPlace place;
    const LawTable *table;
    size_t attributes[CROSS_MAX];
    size_t columns[CROSS_MAX];
    size_t count;
    const uint64_t *stands;  /* a bit for each pair (or three) of codes: some row has it */
    size_t sizes[CROSS_MAX]; /* codes of each fact */
    bool is_plain;           /* rows with neither dates nor doubt: the bits say all */
    const CrossEntry *entries;
    size_t entry_count; /* a power of two */
    const CrossPiece *pieces;
    const Truth *row_fits; /* of each row, its status and the operands that are no fact */
} CrossLeaf;

Truth law_cross_truth(const LawEngine *engine, const CrossLeaf *cross, const uint32_t *classes,
                      Date day);
size_t law_cross_bit(const CrossLeaf *cross, const uint32_t *classes);
uint64_t law_cross_key(const uint32_t *classes, size_t count);
/* And back. */
void law_cross_classes(uint64_t key, size_t count, uint32_t *classes);
/* The entry of a key, or the empty one where it would stand. */
size_t law_cross_slot(const CrossEntry *entries, size_t entry_count, uint64_t key);

/* A requirement, and the routes that lift it, quickest first. */
typedef struct EngineRoute {
    BitPlace counted;
    int days;
} EngineRoute;

typedef struct EngineNeed {
    BitPlace uncovered;
    const EngineRoute *routes;
    size_t route_count;
} EngineNeed;

typedef struct EnginePack {
    size_t pack;
    BitPlace speaks;
    BitPlace prohibited;
    BitPlace required;
    BitPlace uncovered;
    const EngineNeed *needs;
    size_t need_count;
} EnginePack;

/* ---- laws whose gates fit in one word ---- */

enum { WORD_LEVELS_MAX = 32, WORD_PIECE_DATED = UINT16_MAX };

/* What a fact's class decides, told by the gates that it makes fail. */
typedef struct WordGroup {
    const EngineGroup *group;
    const uint16_t *class_piece; /* or WORD_PIECE_DATED: several */
    const uint64_t *fails;       /* of pieces: a word not surely, a word not perhaps */
    size_t attribute;
} WordGroup;

/* The gates that fail where a look-up by several facts is no, and where it is yes. */
typedef struct WordCross {
    const CrossLeaf *cross;
    uint64_t if_no;
    uint64_t if_yes;
} WordCross;

/* A gate that is no where one of `unless` is yes. */
typedef struct WordGate {
    uint64_t unless;
    uint64_t bit;
} WordGate;

typedef struct WordPack {
    uint64_t lines;  /* of the trace */
    uint64_t speaks; /* of one bit each, as the next three */
    uint64_t prohibited;
    uint64_t required;
    uint64_t uncovered;
    uint64_t needs;          /* all that may be uncovered */
    const EngineNeed **need; /* by bit */
    bool has_same_routes;    /* all of them */
} WordPack;

/* The gates of a small law, a bit each: first the lines of the trace, then what the packs'
 * outcomes and other gates ask. A gate is yes where nothing makes it fail: what hangs on facts
 * is told by the facts' classes, and the rest are gates of lower levels that must not be yes. */
typedef struct WordEngine {
    const WordGroup *groups; /* those that ask no fact come last */
    size_t group_count;
    size_t asking_count; /* that ask one */
    const WordCross *cross;
    size_t cross_count;
    uint64_t fails_surely; /* whatever the facts are */
    uint64_t fails_perhaps;
    uint64_t all;                         /* the gates */
    uint64_t lines;                       /* of them, those of the trace */
    const WordGate *gates;                /* in order of levels, those that ask others */
    uint32_t level_ends[WORD_LEVELS_MAX]; /* of those */
    uint64_t level_bits[WORD_LEVELS_MAX]; /* of all gates */
    size_t level_count;                   /* the first is of those that ask no others */
    const uint64_t *unless;               /* of each gate by its bit */
    const uint64_t *if_off;               /* of each provision: what fails without it */
    bool can_switch_off;
    const WordPack *packs;
} WordEngine;

struct LawEngine {
    const LawSet *set;
    bool accept_unverified;
    const ValueClasses *classes; /* of each attribute */
    uint32_t input_words;
    uint32_t words; /* inputs and gates */
    const EngineGroup *groups;
    size_t group_count;
    const size_t *still; /* of each attribute: its group without dates, or LAW_NONE */
    size_t still_count;  /* those without dates come first */
    bool asks_unknown;   /* some gate is told that it is not known */
    const GateRun *runs; /* in order of levels */
    size_t run_count;
    const size_t *segment_ends; /* of runs: those asked always, then each pack's own */
    const uint8_t *gate_bits;
    const GateTerm *terms;
    const CrossLeaf *cross;
    size_t cross_count;
    const SlowLeaf *slow;
    size_t slow_count;
    const bool *is_slow;   /* attributes that slow leaves ask */
    const BitPlace *force; /* of each provision; 0 where nothing asks for it */
    const EnginePack *packs;
    size_t pack_count;
    const LawTraceLine *lines;
    const BitPlace *line_places;
    size_t line_count;
    uint32_t trace_word; /* the first of those that hold the lines, in order */
    uint32_t trace_words;
    const WordEngine *word; /* or NULL */
};

/* The class of a known value of a fact that is no set. */
uint32_t law_class_of_value(const ValueClasses *classes, const LawValue *value);
/* Of a whole number, where all thresholds are. */
uint32_t law_class_of_whole(const ValueClasses *classes, int64_t value);
/* As above, of a code that may stand nowhere: by the nearest code above it. */
uint32_t law_class_of_code(const LawSet *set, const ValueClasses *classes, Text code);
/* Some value of the class, which must not be CLASS_UNKNOWN. */
LawValue law_class_value(Arena *arena, const ValueClasses *classes, uint32_t class);

struct LawCase {
    Arena *arena;
    const LawEngine *engine;
    uint32_t *classes; /* of each attribute that is no set */
    LawFacts *facts;
    bool *is_put;     /* by class: the facts are behind */
    uint32_t *taken;  /* where the engine has a word: the classes whose bits are in the words */
    uint64_t *surely; /* what hangs on no date: the input words */
    uint64_t *perhaps;
};

/* A value that was read already; its members must last until another is put. */
void law_case_put_fact(LawCase *transfer, size_t attribute, const FactValue *fact);

/* Puts into the words what was left behind. */
void law_case_catch_up(const LawCase *transfer);

/* The piece of a class of several on a day: the last that begins on or before it. Without
 * branches, which no processor could foresee. */
static inline uint32_t law_dated_piece(const EngineGroup *group, uint32_t class, Date day) {
    const uint32_t *first = &group->row_first[group->class_row[class]];
    uint32_t low = first[0];
    for (uint32_t left = first[1] - low; left > 1; left -= left / 2) {
        low += group->from[low + left / 2] <= day ? left / 2 : 0;
    }
    return low;
}

/* The piece of a class on a day. */
static inline uint32_t law_group_piece(const EngineGroup *group, uint32_t class, Date day) {
    uint32_t piece = group->class_piece[class];
    return piece == PIECE_DATED ? law_dated_piece(group, class, day) : piece;
}

/* The bits of a class on a day: stride words surely, stride words perhaps. */
static inline const uint64_t *law_group_bits(const EngineGroup *group, uint32_t class, Date day) {
    return &group->bits[2 * (size_t)group->stride * law_group_piece(group, class, day)];
}

/* Fills the input words for a transfer; the rest of the lower half is left. */
void law_take_inputs(const LawEngine *engine, const LawCase *transfer, const LawWhen *when,
                     LawScratch *scratch);
/* All is known: both planes are one. */
bool law_is_all_known(const LawEngine *engine, const LawScratch *scratch);

/* As law_engine_decide, by the engine's word. */
void law_word_decide(const LawEngine *engine, const LawCase *transfer, const LawWhen *when,
                     LawScratch *scratch, LawVerdict *verdict);
/* Whether the word can answer: provisions that are switched off may be asked for the other way
 * round. */
static inline bool law_has_word(const LawEngine *engine, const LawWhen *when) {
    return engine->word != NULL && (when->switched_off == NULL || engine->word->can_switch_off);
}

/* -1 where no route is surely open. Routes stand by their places in `surely`. */
int law_days_of_need(const EngineNeed *need, const uint64_t *surely);

/* Decisions of a word that were made already: what the facts make fail decides all else, so
 * that transfers that differ in nothing the law asks are decided once. */
enum { WORD_KEPT_BITS = 12, WORD_KEPT = 1 << WORD_KEPT_BITS };

typedef struct WordKept {
    uint64_t fails_surely; /* by the facts */
    uint64_t fails_perhaps;
    uint64_t surely; /* the lines */
    uint64_t perhaps;
    int32_t days;
    uint8_t best;
    uint8_t worst;
    bool is_kept;
} WordKept;

struct LawScratch {
    uint64_t *surely; /* 2 * words: as they are, and turned round */
    uint64_t *perhaps;
    Arena *arena;
    WordKept first; /* the first decision: who makes one only needs no room for more */
    WordKept *kept; /* WORD_KEPT of them from the second on, where the engine has a word */
};

#endif
