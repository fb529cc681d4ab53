/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ENTENTE_LAW_ENGINE_BULK_H
#define ENTENTE_LAW_ENGINE_BULK_H

/* The body of a LawBulk, private to law/. */

#include "law/compiled.h"

/* What varies over the lanes is unknown of all lanes together: so each plane of truth is
 * worked out twice, low (yes in every lane) and high (yes in some), as a single decision works
 * out surely and perhaps; and only the gates that come out between the two, which are few for
 * most transfers, are asked lane by lane. */
typedef struct LanePlane {
    uint64_t *low; /* 2 * engine->words */
    uint64_t *high;
    uint64_t *rows;   /* lanes of each bit of the lower half that varies */
    uint64_t *turned; /* those of the other plane, for the upper half */
} LanePlane;

struct LawBulk {
    const LawEngine *engine;
    size_t attribute;
    LawWhen when;
    const LawClass *lanes;
    FactValue *lane_facts; /* where the law compares the fact with others */
    size_t lane_count;
    size_t words;  /* of lanes */
    uint64_t last; /* the lanes of the last word */
    LawScratch scratch;
    LanePlane own_surely; /* the attribute's own bits, of the input words */
    LanePlane own_perhaps;
    LanePlane surely;
    LanePlane perhaps;
    uint64_t *outcomes;     /* best and worst, of each outcome but free */
    bool is_known;          /* all of the attribute's bits */
    bool was_known;         /* the last decision */
    bool was_word;          /* ... was made by the engine's word */
    struct WordLanes *word; /* or NULL */
};

static inline uint64_t law_all_lanes(const LawBulk *bulk, size_t word) {
    return word + 1 == bulk->words ? bulk->last : UINT64_MAX;
}

/* ---- engine_bulk.c ---- */

bool law_cross_asks(const CrossLeaf *cross, size_t attribute);
/* Some other fact than the lanes' is a code that stands in no row. */
bool law_cross_stands_nowhere(const LawBulk *bulk, const CrossLeaf *cross, const LawCase *transfer);

/* ---- engine_word_lanes.c: all lanes by the engine's word ---- */

/* NULL where the lanes are not all known. */
struct WordLanes *law_word_lanes_new(Arena *arena, const LawBulk *bulk);
/* False, and nothing done, where something is not known, or by lanes only. */
MUST_CHECK bool law_word_lanes_decide(const LawBulk *bulk, const LawCase *transfer,
                                      LawBulkVerdict *verdict);
void law_word_lanes_line(const LawBulk *bulk, size_t line, uint64_t *lanes);

#endif
