/* SPDX-License-Identifier: Apache-2.0 */
#include "law/search.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

/* Splitting on a fact of so many values makes it worth to ask whether the law that is left
 * was met before, and such facts are given first: others say little without them. */
enum { MANY_VALUES = 12, SEEN_FIRST = 1024 };

/* ---- residuals that were covered ---- */

typedef struct Seen {
    uint64_t *places; /* 0: free */
    size_t capacity;
    size_t count;
} Seen;

static bool has_seen(const Seen *seen, uint64_t hash) {
    if (seen->capacity == 0) {
        return false;
    }
    size_t at = hash & (seen->capacity - 1);
    while (seen->places[at] != 0 && seen->places[at] != hash) {
        at = (at + 1) & (seen->capacity - 1);
    }
    return seen->places[at] == hash;
}

static void place(Seen *seen, uint64_t hash) {
    size_t at = hash & (seen->capacity - 1);
    while (seen->places[at] != 0 && seen->places[at] != hash) {
        at = (at + 1) & (seen->capacity - 1);
    }
    seen->count += seen->places[at] == 0;
    seen->places[at] = hash;
}

static void add_seen(Arena *arena, Seen *seen, uint64_t hash) {
    if (seen->count * 2 >= seen->capacity) {
        Seen larger = {.capacity = seen->capacity == 0 ? SEEN_FIRST : seen->capacity * 2};
        larger.places = ARENA_MANY(arena, uint64_t, larger.capacity);
        for (size_t i = 0; i < seen->capacity; i++) {
            if (seen->places[i] != 0) {
                place(&larger, seen->places[i]);
            }
        }
        *seen = larger;
    }
    place(seen, hash);
}

static uint64_t side_residual(const Space *space, const Side *side, Arena *scratch) {
    Engine engine = law_engine_new(scratch, side->set, side->facts, &side->options);
    ResidualWork work = law_residual_work(&engine, side->tables, NULL);
    Frame none = {0};
    uint64_t hash = 0;
    for (size_t i = 0; i < side->set->provision_count; i++) {
        ProvisionKind kind = side->set->provisions[i].kind;
        if (kind != PROVISION_FACT && kind != PROVISION_ROUTE) {
            Residual residual = law_provision_residual(&work, i, &none);
            hash = law_hash_mix(hash, law_hash_mix(residual.is_constant, residual.hash));
        }
    }
    if (space->hypothesis != NULL && side == &space->sides[0]) {
        Residual residual = law_body_residual(&work, space->hypothesis, TRUTH_YES, &none);
        hash = law_hash_mix(hash, law_hash_mix(residual.is_constant, residual.hash));
    }
    return hash;
}

static uint64_t space_residual(const Space *space) {
    Arena *scratch = arena_new();
    uint64_t hash = 1;
    for (size_t i = 0; i < space->side_count; i++) {
        hash = law_hash_mix(hash, side_residual(space, &space->sides[i], scratch));
    }
    arena_free(scratch);
    return hash == 0 ? 1 : hash;
}

/* ---- situations as they are told ---- */

static Text set_text(Arena *arena, const FactValue *fact) {
    TextBuilder builder = text_builder_new(arena);
    for (size_t i = 0; i < fact->member_count; i++) {
        text_add(&builder, i == 0 ? TEXT("") : TEXT("+"));
        text_add(&builder, fact->members[i].text);
    }
    return fact->member_count == 0 ? TEXT("none") : text_built(&builder);
}

static const FactValue *fact_at_hand(const Space *space, size_t dimension) {
    for (size_t i = 0; i < space->side_count; i++) {
        size_t attribute = space->dimensions[dimension].attributes[i];
        if (attribute != LAW_NONE) {
            return &space->sides[i].facts->values[attribute];
        }
    }
    return NULL;
}

Situation law_situation_at_hand(Arena *arena, const Space *space) {
    size_t *dimensions = ARENA_MANY(arena, size_t, space->dimension_count);
    Text *values = ARENA_MANY(arena, Text, space->dimension_count);
    size_t count = 0;
    for (size_t i = 0; i < space->dimension_count; i++) {
        const FactValue *fact = fact_at_hand(space, i);
        bool is_set = space->dimensions[i].type == ATTRIBUTE_SET;
        bool is_given =
            fact != NULL && (fact->is_known || fact->member_count > 0 || fact->ruled_out_count > 0);
        if (is_given) {
            dimensions[count] = i;
            values[count++] = text_copy(arena, is_set ? set_text(arena, fact) : fact->value.text);
        }
    }
    return (Situation){dimensions, values, count};
}

Text law_situation_format(Arena *arena, const Space *space, const Situation *situation) {
    TextBuilder builder = text_builder_new(arena);
    for (size_t i = 0; i < situation->count; i++) {
        text_add_format(&builder, "%s%.*s %.*s", i == 0 ? "" : ", ",
                        TEXT_ARGS(space->dimensions[situation->dimensions[i]].name),
                        TEXT_ARGS(situation->values[i]));
    }
    return situation->count == 0 ? TEXT("any transfer") : text_built(&builder);
}

/* What is not said is left unknown, and defaults are taken back. */
LawFacts *law_situation_facts(Arena *arena, const Space *space, size_t side,
                              const Situation *situation) {
    const LawSet *set = space->sides[side].set;
    LawFacts *facts = law_facts_new(arena, set);
    Error error = {0};
    for (size_t i = 0; i < set->attribute_count; i++) {
        if (!law_facts_set(facts, i, TEXT("unknown"), &error)) {
            return NULL;
        }
    }
    for (size_t i = 0; i < situation->count; i++) {
        size_t attribute = space->dimensions[situation->dimensions[i]].attributes[side];
        if (attribute != LAW_NONE &&
            !law_facts_set(facts, attribute, situation->values[i], &error)) {
            return NULL;
        }
    }
    return facts;
}

/* ---- which fact is given next ---- */

typedef struct Choice {
    size_t dimension; /* LAW_NONE: nothing is asked for that can be given */
    size_t code;      /* of a set */
} Choice;

static unsigned count_wants(const Space *space, const Asking *asking, size_t dimension) {
    unsigned count = 0;
    for (size_t i = 0; i < space->side_count; i++) {
        size_t attribute = space->dimensions[dimension].attributes[i];
        count += attribute == LAW_NONE ? 0 : asking->sides[i].counts[attribute];
    }
    return count;
}

/* What has one value left first, then facts of many values, the most first: the law is told
 * apart by them; of the others the one that most is asked by. */
static bool is_better(const Dimension *a, unsigned a_count, const Dimension *b, unsigned b_count) {
    bool a_single = a->type != ATTRIBUTE_SET && a->alive_count <= 1;
    bool b_single = b->type != ATTRIBUTE_SET && b->alive_count <= 1;
    bool a_many = a->type != ATTRIBUTE_SET && a->alive_count >= MANY_VALUES;
    bool b_many = b->type != ATTRIBUTE_SET && b->alive_count >= MANY_VALUES;
    if (a_single != b_single) {
        return a_single;
    }
    if (a_many != b_many) {
        return a_many;
    }
    return a_many ? a->alive_count > b->alive_count : a_count > b_count;
}

static bool is_wanted_code(const Space *space, const Asking *asking, size_t dimension,
                           size_t code) {
    const Dimension *it = &space->dimensions[dimension];
    bool is_named = false;
    for (size_t i = 0; i < space->side_count; i++) {
        const LawValue *wanted =
            it->attributes[i] == LAW_NONE ? NULL : asking->sides[i].codes[it->attributes[i]];
        is_named = is_named || wanted != NULL;
        if (wanted != NULL && text_equals(wanted->text, it->values[code])) {
            return true;
        }
    }
    return !is_named && !law_space_has_code(space, dimension, code);
}

static size_t choose_code(const Space *space, const Asking *asking, size_t dimension) {
    for (size_t i = 0; i < space->dimensions[dimension].count; i++) {
        if (is_wanted_code(space, asking, dimension, i)) {
            return i;
        }
    }
    return LAW_NONE;
}

static Choice choose(const Space *space, const Asking *asking) {
    Choice best = {LAW_NONE, 0};
    unsigned best_count = 0;
    for (size_t i = 0; i < space->dimension_count; i++) {
        const Dimension *it = &space->dimensions[i];
        unsigned count = count_wants(space, asking, i);
        if (count == 0 || it->is_open || it->count == 0) {
            continue;
        }
        size_t code = it->type == ATTRIBUTE_SET ? choose_code(space, asking, i) : 0;
        if (code != LAW_NONE &&
            (best.dimension == LAW_NONE ||
             is_better(it, count, &space->dimensions[best.dimension], best_count))) {
            best = (Choice){i, code};
            best_count = count;
        }
    }
    return best;
}

/* ---- the walk ---- */

typedef struct Walk {
    Search *search;
    Seen seen;
    Asking asking;
    size_t stretch_end; /* where the nodes of the value at hand are used up */
} Walk;

static void walk(Walk *walk_at, double share, bool may_be_seen);

static bool is_over(const Search *search) {
    return search->was_stopped || (search->is_refuted && !search->goes_on);
}

static void walk_codes(Walk *at, Choice choice, double share) {
    Space *space = at->search->space;
    for (int i = 0; i < 2 && !is_over(at->search); i++) {
        law_space_give_code(space, choice.dimension, choice.code, i == 1);
        walk(at, share / 2, false);
        law_space_forget_code(space, choice.dimension, choice.code);
    }
}

/* What is used here is not taken from what stands around it. */
static void walk_value(Walk *at, double share, bool is_one_of_many) {
    const size_t start = at->search->nodes;
    const size_t end = at->stretch_end;
    if (is_one_of_many) {
        at->stretch_end = start + at->search->stretch_max;
    }
    walk(at, share, is_one_of_many);
    if (is_one_of_many) {
        at->stretch_end = end + (at->search->nodes - start);
    }
}

static void walk_values(Walk *at, Choice choice, double share) {
    Space *space = at->search->space;
    const Dimension *it = &space->dimensions[choice.dimension];
    const double one = share / (double)it->count;
    at->search->covered += one * (double)(it->count - it->alive_count);
    for (size_t i = 0; i < it->count && !is_over(at->search); i++) {
        if (it->is_alive[i]) {
            law_space_give(space, choice.dimension, i);
            walk_value(at, one, it->alive_count >= MANY_VALUES);
            law_space_forget(space, choice.dimension);
        }
    }
}

static void split(Walk *at, Choice choice, double share) {
    if (at->search->space->dimensions[choice.dimension].type == ATTRIBUTE_SET) {
        walk_codes(at, choice, share);
    } else {
        walk_values(at, choice, share);
    }
}

/* Splits, unless the same law was left before and covered whole. */
static void split_once(Walk *at, Choice choice, double share, bool may_be_seen) {
    Search *search = at->search;
    uint64_t hash = may_be_seen ? space_residual(search->space) : 0;
    if (may_be_seen && has_seen(&at->seen, hash)) {
        search->covered += share;
        return;
    }
    size_t unclean = search->unclean;
    split(at, choice, share);
    if (may_be_seen && unclean == search->unclean && !search->was_stopped) {
        add_seen(search->space->arena, &at->seen, hash);
    }
}

static void refute(Search *search, Arena *scratch, double share) {
    if (!search->is_refuted) {
        search->witness = law_situation_at_hand(search->space->arena, search->space);
        search->is_refuted = true;
    }
    search->unclean++;
    search->refuted += share;
    if (search->found != NULL) {
        search->found(search->context, search->space, scratch, share);
    }
}

static void doubt(Search *search, double share) {
    if (!search->has_doubt) {
        search->doubt = law_situation_at_hand(search->space->arena, search->space);
        search->has_doubt = true;
    }
    search->unclean++;
    search->doubtful += share;
}

/* After the first doubt, what can only add to it is not looked into. */
static bool is_settled(Search *search, Arena *scratch) {
    return search->has_doubt && search->can_fail != NULL &&
           !search->can_fail(search->context, search->space, scratch);
}

static Truth ask(Walk *at, double share, Choice *choice) {
    Search *search = at->search;
    Arena *scratch = arena_new();
    for (size_t i = 0; i < search->space->side_count; i++) {
        law_wants_clear(&at->asking.sides[i], search->space->sides[i].set);
    }
    Truth truth = search->claim(search->context, search->space, scratch, &at->asking);
    if (truth == TRUTH_UNKNOWN && !is_settled(search, scratch)) {
        *choice = choose(search->space, &at->asking);
    } else if (truth == TRUTH_NO) {
        refute(search, scratch, share);
    }
    arena_free(scratch);
    return truth;
}

static void walk(Walk *walk_at, double share, bool may_be_seen) {
    Search *search = walk_at->search;
    Choice choice = {LAW_NONE, 0};
    if (search->nodes == search->nodes_max) {
        search->was_stopped = true;
        if (!search->has_doubt) {
            search->doubt = law_situation_at_hand(search->space->arena, search->space);
        }
        return;
    }
    if (search->stretch_max > 0 && search->nodes >= walk_at->stretch_end) {
        search->skipped += share;
        search->unclean++;
        return;
    }
    search->nodes++;
    Truth truth = ask(walk_at, share, &choice);
    if (truth == TRUTH_YES) {
        search->covered += share;
    } else if (truth == TRUTH_UNKNOWN && choice.dimension == LAW_NONE) {
        doubt(search, share);
    } else if (truth == TRUTH_UNKNOWN) {
        split_once(walk_at, choice, share, may_be_seen);
    }
}

static Walk walk_new(Search *search) {
    Walk at = {.search = search, .stretch_end = search->nodes_max};
    Space *space = search->space;
    assert(space->side_count <= SIDES_MAX);
    for (size_t i = 0; i < space->side_count; i++) {
        at.asking.sides[i] = law_wants_new(space->arena, space->sides[i].set);
    }
    return at;
}

void law_search_run(Search *search) {
    Walk at = walk_new(search);
    law_space_clear(search->space);
    walk(&at, 1, false);
    law_space_clear(search->space);
}

/* What is found on the way counts for no share of all situations. */
void law_search_from(Search *search, size_t nodes) {
    const size_t nodes_max = search->nodes_max;
    search->nodes_max = search->nodes + nodes;
    Walk at = walk_new(search);
    walk(&at, 0, false);
    search->nodes_max = nodes_max;
    search->was_stopped = false;
}
