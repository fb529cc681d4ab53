/* SPDX-License-Identifier: Apache-2.0 */
#include "service/lever_parts.h"
#include "service/lever_rows.h"

/* What law says of a lane on a day depends on the levers whose rows may touch the lane and that
 * work by then, and on the levers of law that do: on nothing else of the set that is pulled. So a
 * ruling is remembered under those, and taken over by every other set that has the same. */

/* Kept under some law; `key` are the levers that it depends on. */
typedef struct KeptRuling {
    ChoiceSet key;
    DateRange days;
    const LawSet *law;
    KnownRuling known;
} KeptRuling;

struct LeverRulings {
    Arena *arena;
    const LeverBase *base;
    Date ready[CHOICE_MAX]; /* of each lever: the first day on which it counts */
    ChoiceSet *touching;    /* [lane]: levers that may touch it */
    Array *kept;            /* [lane]: of KeptRuling */
    size_t lever_count;
};

static void note_lever(LeverRulings *rulings, size_t place, size_t lever) {
    const Workspace *workspace = rulings->base->workspace;
    const ChoiceSet one = (ChoiceSet)1 << place;
    Arena *scratch CLEANUP(arena_close) = arena_new();
    bool is_dated = false;
    const bool *touched = lever_touched(scratch, rulings->base, lever, &is_dated);
    const bool is_law = lever_changes_law(scratch, rulings->base, lever);
    for (size_t i = 0; i < workspace->lane_count; i++) {
        rulings->touching[i] |= is_law || touched[i] ? one : 0;
    }
    rulings->ready[place] =
        is_dated ? lever_ready(rulings->base, &workspace->levers[lever]) : DATE_MIN;
}

LeverRulings *lever_rulings_new(Arena *arena, const LeverBase *base, const size_t *levers,
                                size_t lever_count) {
    LeverRulings *rulings = ARENA_NEW(arena, LeverRulings);
    const size_t lanes = base->workspace->lane_count;
    *rulings = (LeverRulings){.arena = arena,
                              .base = base,
                              .touching = ARENA_MANY(arena, ChoiceSet, lanes),
                              .kept = ARENA_MANY(arena, Array, lanes),
                              .lever_count = lever_count};
    for (size_t i = 0; i < lanes; i++) {
        rulings->kept[i] = array_new(arena, sizeof(KeptRuling));
    }
    for (size_t i = 0; i < lever_count; i++) {
        note_lever(rulings, i, levers[i]);
    }
    return rulings;
}

static ChoiceSet key_of(const LeverAsk *ask, size_t lane, Date day) {
    const LeverRulings *rulings = ask->rulings;
    ChoiceSet key = 0;
    for (size_t i = 0; i < rulings->lever_count; i++) {
        key |= rulings->ready[i] <= day ? (ChoiceSet)1 << i : 0;
    }
    return key & ask->set & rulings->touching[lane];
}

/* ---- positions of provisions under another law ---- */

static size_t position_in(const LeverAsk *ask, const LawSet *law, size_t provision,
                          bool *is_found) {
    size_t position = LAW_NONE;
    if (provision != LAW_NONE &&
        !law_provision_find(ask->law, law_provision(law, provision).name, &position)) {
        *is_found = false;
    }
    return position;
}

static const size_t *positions_in(const LeverAsk *ask, const LawSet *law, const size_t *list,
                                  size_t count, bool *is_found) {
    size_t *positions = ARENA_MANY(ask->arena, size_t, count);
    for (size_t i = 0; i < count; i++) {
        positions[i] = position_in(ask, law, list[i], is_found);
    }
    return positions;
}

/* The ruling in the terms of the law that is asked under; NULL where that law has no such
 * provision. */
static const KnownRuling *translate(const LeverAsk *ask, const KeptRuling *kept) {
    if (kept->law == ask->law) {
        return &kept->known;
    }
    bool is_found = true;
    KnownRuling *known = ARENA_NEW(ask->arena, KnownRuling);
    LaneRuling *ruling = &known->ruling;
    *known = kept->known;
    ruling->clock = position_in(ask, kept->law, ruling->clock, &is_found);
    ruling->routes = positions_in(ask, kept->law, ruling->routes, ruling->route_count, &is_found);
    ruling->blockers =
        positions_in(ask, kept->law, ruling->blockers, ruling->blocker_count, &is_found);
    return is_found ? known : NULL;
}

/* ---- the memory ---- */

static const KnownRuling *find_kept(void *context, size_t lane, Date day) {
    const LeverAsk *ask = context;
    if (lane >= ask->rulings->base->workspace->lane_count) {
        return NULL;
    }
    const ChoiceSet key = key_of(ask, lane, day);
    const Array *kept = &ask->rulings->kept[lane];
    for (size_t i = 0; i < kept->count; i++) {
        const KeptRuling *one = &ARRAY_ITEMS(KeptRuling, kept)[i];
        if (one->key == key && date_range_has(one->days, day)) {
            return translate(ask, one);
        }
    }
    return NULL;
}

static const size_t *copy_positions(Arena *arena, const size_t *list, size_t count) {
    size_t *copy = ARENA_MANY(arena, size_t, count);
    for (size_t i = 0; i < count; i++) {
        copy[i] = list[i];
    }
    return copy;
}

static const LaneQuestion *copy_questions(Arena *arena, const KnownRuling *made) {
    LaneQuestion *copy = ARENA_MANY(arena, LaneQuestion, made->ruling.question_count);
    for (size_t i = 0; i < made->ruling.question_count; i++) {
        const LaneQuestion *asked = &made->questions[i];
        copy[i] = (LaneQuestion){text_copy(arena, asked->name), text_copy(arena, asked->ask),
                                 text_copy(arena, asked->citation)};
    }
    return copy;
}

static void keep_ruling(void *context, size_t lane, DateRange days, const KnownRuling *made) {
    const LeverAsk *ask = context;
    LeverRulings *rulings = ask->rulings;
    if (lane >= rulings->base->workspace->lane_count) {
        return;
    }
    KeptRuling *kept = array_add(&rulings->kept[lane]);
    *kept = (KeptRuling){key_of(ask, lane, days.from), days, ask->law, *made};
    LaneRuling *ruling = &kept->known.ruling;
    kept->known.questions = copy_questions(rulings->arena, made);
    ruling->routes = copy_positions(rulings->arena, ruling->routes, ruling->route_count);
    ruling->blockers = copy_positions(rulings->arena, ruling->blockers, ruling->blocker_count);
}

LaneMemory lever_memory(LeverAsk *ask) {
    return (LaneMemory){find_kept, keep_ruling, ask};
}
