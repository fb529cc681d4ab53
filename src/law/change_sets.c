/* SPDX-License-Identifier: Apache-2.0 */
#include <assert.h>

#include "law/again.h"
#include "law/change_parts.h"

/* The smallest sets of changes: all singles, pairs and triples of a short list of parts are
 * decided, smaller sets first, and what a part of a set does already is left out. */

enum {
    SETS_MAX = 60,
    SETS_TRIED = 2000 /* about so many, where the short list is full */
};

/* The transfer under the set as it is, or with one reform in force. */
typedef struct Variant {
    const LawSet *set; /* NULL: the reform cannot be in force */
    LawFacts *facts;
} Variant;

typedef struct SetSearch {
    Arena *arena;
    const DecideOptions *options;
    const Again *again;
    const ChangePart *parts;
    size_t count;
    Outcome present;
    bool *off; /* provisions left out in the set that is being tried */
    Variant base;
    const Variant *reformed; /* by part; base where it is no reform */
    bool works[PARTS_MAX];   /* alone */
    bool pair_works[PARTS_MAX][PARTS_MAX];
    Array found;                                  /* of ChangeSet */
    size_t smallest[OUTCOME_UNDETERMINED + 1][2]; /* parts, by outcome and whether law alone */
} SetSearch;

/* ---- one set ---- */

static bool is_same_thing(const ChangePart *a, const ChangePart *b) {
    bool is_single = a->kind == CHANGE_DATE || a->kind == CHANGE_LAW_REFORM;
    return a->kind == b->kind && (is_single || a->index == b->index);
}

/* Parts of one set are of different things: one date, one reform, one value of a fact. */
static bool may_stand_together(const SetSearch *search, const size_t *members, size_t count) {
    for (size_t i = 0; i < count; i++) {
        for (size_t j = 0; j < i; j++) {
            if (is_same_thing(&search->parts[members[i]], &search->parts[members[j]])) {
                return false;
            }
        }
    }
    return true;
}

static void apply(SetSearch *search, const ChangePart *part, const Variant *variant,
                  DecideOptions *options) {
    Error error = {0};
    switch (part->kind) {
    case CHANGE_FACT:
        if (!law_facts_set(variant->facts, part->index, part->value, &error)) {
            return;
        }
        break;
    case CHANGE_DATE:
        options->as_of = part->date;
        options->known_at = options->known_at > part->date ? options->known_at : part->date;
        break;
    case CHANGE_LAW_OFF:
        search->off[part->index] = true;
        break;
    case CHANGE_LAW_REFORM:
        break;
    }
}

static const Variant *variant_of(const SetSearch *search, const size_t *members, size_t count) {
    for (size_t i = 0; i < count; i++) {
        if (search->parts[members[i]].kind == CHANGE_LAW_REFORM) {
            return &search->reformed[members[i]];
        }
    }
    return &search->base;
}

static void restore_off(SetSearch *search, const ChangePart *part) {
    if (part->kind == CHANGE_LAW_OFF) {
        const bool *off = search->options->switched_off;
        search->off[part->index] = off != NULL && off[part->index];
    }
}

/* The outcome with the parts in force; the present one where they cannot be. */
static Outcome outcome_with(SetSearch *search, const size_t *members, size_t count) {
    const Variant *variant = variant_of(search, members, count);
    if (variant->set == NULL) {
        return search->present;
    }
    FactValue kept[CHANGE_PARTS_MAX];
    DecideOptions options = *search->options;
    options.switched_off = search->off;
    for (size_t i = 0; i < count; i++) {
        const ChangePart *part = &search->parts[members[i]];
        kept[i] = variant->facts->values[part->kind == CHANGE_FACT ? part->index : 0];
        apply(search, part, variant, &options);
    }
    Outcome outcome = law_again(search->again, variant->facts, &options);
    for (size_t i = count; i-- > 0;) {
        const ChangePart *part = &search->parts[members[i]];
        if (part->kind == CHANGE_FACT) {
            variant->facts->values[part->index] = kept[i];
        }
        restore_off(search, part);
    }
    return outcome;
}

/* ---- keeping ---- */

static bool is_law_alone(const SetSearch *search, const size_t *members, size_t count) {
    for (size_t i = 0; i < count; i++) {
        if (search->parts[members[i]].kind == CHANGE_FACT) {
            return false;
        }
    }
    return true;
}

static bool is_told_elsewhere(const SetSearch *search, const size_t *members, size_t count) {
    ChangePartKind kind = search->parts[members[0]].kind;
    return count == 1 && (kind == CHANGE_FACT || kind == CHANGE_DATE);
}

/* A reform is many changes in one: it takes nothing from the sets that tell them apart. */
static void keep(SetSearch *search, const size_t *members, size_t count, Outcome outcome) {
    size_t *smallest = &search->smallest[outcome][is_law_alone(search, members, count)];
    bool is_bundle = variant_of(search, members, count) != &search->base;
    if (*smallest == 0 && !is_bundle) {
        *smallest = count;
    }
    bool is_small = *smallest == 0 || count <= *smallest;
    bool is_wanted = is_small && search->found.count < SETS_MAX;
    if (!is_wanted || is_told_elsewhere(search, members, count)) {
        return;
    }
    ChangeSet *set = array_add(&search->found);
    set->part_count = count;
    set->outcome = outcome;
    for (size_t i = 0; i < count; i++) {
        set->parts[i] = search->parts[members[i]];
    }
}

/* Whether the set, no part of which does so, makes the outcome another. */
static bool try_set(SetSearch *search, const size_t *members, size_t count) {
    if (!may_stand_together(search, members, count)) {
        return false;
    }
    Outcome outcome = outcome_with(search, members, count);
    if (outcome == search->present) {
        return false;
    }
    keep(search, members, count, outcome);
    return true;
}

/* ---- all sets ---- */

static void try_singles(SetSearch *search) {
    for (size_t i = 0; i < search->count; i++) {
        search->works[i] = try_set(search, &i, 1);
    }
}

static void try_pairs(SetSearch *search) {
    for (size_t i = 0; i < search->count; i++) {
        for (size_t j = i + 1; j < search->count; j++) {
            if (!search->works[i] && !search->works[j]) {
                search->pair_works[i][j] = try_set(search, (const size_t[]){i, j}, 2);
            }
        }
    }
}

static void try_third(SetSearch *search, size_t i, size_t j) {
    for (size_t k = j + 1; k < search->count; k++) {
        if (!search->works[k] && !search->pair_works[i][k] && !search->pair_works[j][k]) {
            (void)try_set(search, (const size_t[]){i, j, k}, 3);
        }
    }
}

static void try_triples(SetSearch *search) {
    for (size_t i = 0; i < search->count; i++) {
        for (size_t j = i + 1; j < search->count && !search->works[i]; j++) {
            if (!search->works[j] && !search->pair_works[i][j]) {
                try_third(search, i, j);
            }
        }
    }
}

/* The same facts, read with the words of another set. */
static LawFacts *facts_under(Arena *arena, const LawSet *set, const LawFacts *facts) {
    LawFacts *again = law_facts_new(arena, set);
    for (size_t i = 0; i < set->attribute_count; i++) {
        Text value = TEXT("");
        Error error = {0};
        bool is_given = law_facts_value(arena, facts, i, &value);
        Text given = text_is_empty(value) ? TEXT("unknown") : value;
        if (is_given && !law_facts_set(again, i, given, &error)) {
            return NULL;
        }
    }
    return again;
}

static const Variant *list_variants(Arena *arena, const LawFacts *facts, const ChangePart *parts,
                                    size_t count) {
    Variant *variants = ARENA_MANY(arena, Variant, count);
    for (size_t i = 0; i < count; i++) {
        if (parts[i].kind != CHANGE_LAW_REFORM) {
            continue;
        }
        ProblemList unread = problem_list_new(arena);
        const LawSet *set = law_offer_apply(arena, facts->set, parts[i].index, &unread);
        LawFacts *again = set == NULL ? NULL : facts_under(arena, set, facts);
        variants[i] = (Variant){again == NULL ? NULL : set, again};
    }
    return variants;
}

static bool *copy_off(Arena *arena, const LawSet *set, const bool *off) {
    bool *copy = ARENA_MANY(arena, bool, set->provision_count);
    for (size_t i = 0; off != NULL && i < set->provision_count; i++) {
        copy[i] = off[i];
    }
    return copy;
}

static size_t search_sets(Arena *arena, const Again *again, const LawFacts *facts,
                          const DecideOptions *options, int days_ahead, ChangeSet **sets) {
    ChangePart parts[PARTS_MAX];
    SetSearch search = {.arena = arena,
                        .options = options,
                        .again = again,
                        .parts = parts,
                        .count = law_change_parts(arena, facts, options, days_ahead, parts),
                        .present = law_again(again, facts, options),
                        .off = copy_off(arena, facts->set, options->switched_off),
                        .base = {facts->set, law_facts_copy(arena, facts)},
                        .found = array_new(arena, sizeof(ChangeSet))};
    search.reformed = list_variants(arena, facts, parts, search.count);
    try_singles(&search);
    try_pairs(&search);
    try_triples(&search);
    *sets = search.found.items;
    return search.found.count;
}

static DecideOptions without_explanation(const DecideOptions *options) {
    DecideOptions plain = *options;
    plain.explain = false;
    return plain;
}

size_t law_change_sets(Arena *arena, const LawSet *set, const LawFacts *facts,
                       const DecideOptions *options, int days_ahead, ChangeSet **sets) {
    assert(facts->set == set);
    const DecideOptions plain = without_explanation(options);
    const Again again = law_again_new(arena, facts, &plain, SETS_TRIED);
    return search_sets(arena, &again, facts, &plain, days_ahead, sets);
}

void law_all_changes(Arena *arena, const LawFacts *facts, const DecideOptions *options,
                     int days_ahead, AllChanges *all) {
    const DecideOptions plain = without_explanation(options);
    const Again again = law_again_new(arena, facts, &plain, SETS_TRIED);
    DecisionChange *changes = NULL;
    ChangeSet *sets = NULL;
    all->change_count = law_changes_by(arena, &again, facts, &plain, days_ahead, &changes);
    all->set_count = search_sets(arena, &again, facts, &plain, days_ahead, &sets);
    all->changes = changes;
    all->sets = sets;
}
