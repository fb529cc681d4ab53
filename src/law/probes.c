/* SPDX-License-Identifier: Apache-2.0 */
#include "law/probes.h"

#include <string.h>

enum { PROBES_MAX = 20000, COMPLETING_NODES = 2000, OPEN_NODES = 250, OPEN_NODES_MAX = 8000 };

typedef struct Probing {
    Search *search;
    const ClaimContext *claim;
    bool *is_varied; /* of each dimension: what the rules that differ ask for */
    size_t count;
    size_t open_nodes; /* of the search, where facts were left open */
} Probing;

static bool is_over(const Probing *probing) {
    return probing->search->is_refuted || probing->count >= PROBES_MAX;
}

/* ---- which facts are varied ---- */

static bool is_asked(const Space *space, size_t side, size_t rule, const Dimension *dimension) {
    const LawSet *set = space->sides[side].set;
    const size_t attribute = dimension->attributes[side];
    return rule != LAW_NONE && attribute != LAW_NONE &&
           law_provision_tests(set, &set->provisions[rule], attribute);
}

static void mark_varied(Probing *probing) {
    const Space *space = probing->search->space;
    const TwoLaws *laws = &probing->claim->laws;
    for (size_t i = 0; i < space->dimension_count; i++) {
        const Dimension *it = &space->dimensions[i];
        const bool is_plain = it->is_tested && !it->is_open && it->type != ATTRIBUTE_SET;
        for (size_t j = 0; is_plain && j < laws->change_count; j++) {
            probing->is_varied[i] |= is_asked(space, 0, laws->changes[j].before, it) ||
                                     is_asked(space, 1, laws->changes[j].after, it);
        }
    }
}

/* ---- situations ---- */

/* Some rule that differs holds, or may. */
static bool is_near(const Probing *probing, Arena *scratch) {
    const Space *space = probing->search->space;
    const TwoLaws *laws = &probing->claim->laws;
    Frame none = {0};
    for (size_t side = 0; side < space->side_count; side++) {
        const Side *it = &space->sides[side];
        Engine engine = law_engine_new(scratch, it->set, it->facts, &it->options);
        for (size_t i = 0; i < laws->change_count; i++) {
            const RuleChange *change = &laws->changes[i];
            const size_t rule = side == 0 ? change->before : change->after;
            if (rule != LAW_NONE && law_provision_truth(&engine, rule, &none, NULL) > TRUTH_NO) {
                return true;
            }
        }
    }
    return false;
}

static void probe(Probing *probing) {
    Arena *scratch = arena_new();
    probing->count++;
    const bool is_broken =
        !law_rules_agree(&probing->claim->laws, probing->search->space, scratch) &&
        law_claim_is_broken_in_part(probing->claim, probing->search->space, scratch);
    arena_free(scratch);
    if (is_broken) {
        law_search_from(probing->search, COMPLETING_NODES);
    }
}

static void probe_neighbours(Probing *probing, size_t dimension) {
    Space *space = probing->search->space;
    FactValue kept[SIDES_MAX] = {0};
    for (size_t i = 0; i < space->side_count; i++) {
        const size_t attribute = space->dimensions[dimension].attributes[i];
        if (attribute != LAW_NONE) {
            kept[i] = space->sides[i].facts->values[attribute];
        }
    }
    for (size_t i = 0; i < space->dimensions[dimension].count && !is_over(probing); i++) {
        law_space_give(space, dimension, i);
        probe(probing);
    }
    for (size_t i = 0; i < space->side_count; i++) {
        const size_t attribute = space->dimensions[dimension].attributes[i];
        if (attribute != LAW_NONE) {
            space->sides[i].facts->values[attribute] = kept[i];
        }
    }
}

/* A place given to them, the facts of a test are left open where the rules that differ ask for
 * them; what is not asked for stays. */
static void probe_open(Probing *probing) {
    Space *space = probing->search->space;
    if (probing->open_nodes >= OPEN_NODES_MAX) {
        return;
    }
    for (size_t i = 0; i < space->dimension_count; i++) {
        const AttributeType type = space->dimensions[i].type;
        if (probing->is_varied[i] && (type == ATTRIBUTE_YES_NO || type == ATTRIBUTE_NUMBER)) {
            law_space_forget(space, i);
        }
    }
    const size_t before = probing->search->nodes;
    law_search_from(probing->search, OPEN_NODES);
    probing->open_nodes += probing->search->nodes - before;
}

static void probe_around(Probing *probing) {
    Space *space = probing->search->space;
    Arena *scratch = arena_new();
    const bool goes_on = is_near(probing, scratch);
    arena_free(scratch);
    if (!goes_on) {
        return;
    }
    probe(probing);
    for (size_t i = 0; i < space->dimension_count && !is_over(probing); i++) {
        const AttributeType type = space->dimensions[i].type;
        if (probing->is_varied[i] && type != ATTRIBUTE_CODE) {
            probe_neighbours(probing, i);
        }
    }
    if (!is_over(probing)) {
        probe_open(probing);
    }
}

/* ---- tests ---- */

/* The facts of a test as one would give them, defaults too. */
static void take_test(Space *space, const LawSet *tested, const LawTest *test) {
    Arena *arena = space->arena;
    for (size_t i = 0; i < space->side_count; i++) {
        const LawSet *set = space->sides[i].set;
        LawFacts *facts = law_facts_new(arena, set);
        Error error = {0};
        for (size_t j = 0; j < test->given_count; j++) {
            size_t attribute = 0;
            const Text name = tested->attributes[test->given[j].attribute].name;
            if (law_attribute_find(set, name, &attribute) &&
                !law_facts_set(facts, attribute, test->given[j].value, &error)) {
                continue; /* what cannot be given stays as it was */
            }
        }
        memcpy(space->sides[i].facts->values, facts->values,
               set->attribute_count * sizeof(FactValue));
    }
}

static void probe_pack(Probing *probing, Text folder) {
    Space *space = probing->search->space;
    ProblemList problems = problem_list_new(space->arena);
    const LawTest *tests = NULL;
    size_t count = 0;
    size_t pack = 0;
    const LawSet *tested =
        law_read_with_tests(space->arena, folder, &tests, &count, &pack, &problems);
    for (size_t i = 0; tested != NULL && i < count && !is_over(probing); i++) {
        take_test(space, tested, &tests[i]);
        probe_around(probing);
    }
}

void law_probe_tests(Search *search, const ClaimContext *claim) {
    Space *space = search->space;
    const LawSet *set = space->sides[0].set;
    Probing probing = {.search = search,
                       .claim = claim,
                       .is_varied = ARENA_MANY(space->arena, bool, space->dimension_count)};
    mark_varied(&probing);
    for (size_t i = 0; i < set->pack_count && !is_over(&probing); i++) {
        const bool is_reached = claim->is_compared == NULL || claim->is_compared[i];
        if (is_reached && !text_is_empty(set->packs[i].info.folder)) {
            probe_pack(&probing, set->packs[i].info.folder);
        }
    }
    law_space_clear(space);
}
