/* SPDX-License-Identifier: Apache-2.0 */
#include <math.h>
#include <stdlib.h>

#include "law/situation_values.h"

/* Which values of a fact the law cannot tell apart, and the space of all situations. */

enum { VALUES_PER_ARENA = 64 };

/* ---- classes ---- */

typedef struct Signature {
    uint64_t hash;
    size_t value;
} Signature;

static int compare_signatures(const void *a, const void *b) {
    const Signature *left = a;
    const Signature *right = b;
    if (left->hash != right->hash) {
        return left->hash < right->hash ? -1 : 1;
    }
    return (left->value > right->value) - (left->value < right->value);
}

static int compare_values(const void *a, const void *b) {
    const Signature *left = a;
    const Signature *right = b;
    return (left->value > right->value) - (left->value < right->value);
}

/* The rules of a side that test a fact. */
static bool is_looked_at(const Space *space, const Provision *provision) {
    bool is_aside = provision->kind == PROVISION_ROUTE || provision->kind == PROVISION_FACT;
    return space->tells_conditions || !is_aside;
}

static size_t list_testing(const Space *space, const LawSet *set, size_t attribute,
                           size_t **testing) {
    Arena *arena = space->arena;
    size_t count = 0;
    *testing = ARENA_MANY(arena, size_t, set->provision_count);
    for (size_t i = 0; attribute != LAW_NONE && i < set->provision_count; i++) {
        const Provision *provision = &set->provisions[i];
        if (is_looked_at(space, provision) && law_provision_tests(set, provision, attribute)) {
            (*testing)[count++] = i;
        }
    }
    return count;
}

/* Every condition by itself, blocks and all. */
static uint64_t condition_signature(ResidualWork *work, const Condition *condition) {
    if (condition == NULL) {
        return 0;
    }
    Frame none = {0};
    Residual residual = law_condition_residual(work, condition, &none);
    uint64_t hash = law_hash_mix(residual.is_constant, residual.hash);
    for (size_t i = 0; i < condition->child_count; i++) {
        hash = law_hash_mix(hash, condition_signature(work, &condition->children[i]));
    }
    return hash;
}

static uint64_t conditions_signature(ResidualWork *work, const Provision *provision) {
    work->provision = provision;
    uint64_t hash = condition_signature(work, provision->when);
    hash = law_hash_mix(hash, condition_signature(work, provision->provided_that));
    hash = law_hash_mix(hash, condition_signature(work, provision->except_where));
    for (size_t i = 0; i < provision->review_count; i++) {
        hash = law_hash_mix(hash, condition_signature(work, provision->reviews[i].when));
    }
    return hash;
}

static uint64_t side_signature(Arena *scratch, Side *side, const size_t *testing, size_t count,
                               const Provision *hypothesis, bool tells_conditions) {
    Engine engine = law_engine_new(scratch, side->set, side->facts, &side->options);
    ResidualWork work = law_residual_work(&engine, side->tables, NULL);
    uint64_t hash = 0;
    Frame none = {0};
    for (size_t i = 0; i < count; i++) {
        Residual residual = law_provision_residual(&work, testing[i], &none);
        hash = law_hash_mix(hash, law_hash_mix(residual.is_constant, residual.hash));
        if (tells_conditions) {
            hash =
                law_hash_mix(hash, conditions_signature(&work, &side->set->provisions[testing[i]]));
        }
    }
    if (hypothesis != NULL) {
        Residual residual = law_body_residual(&work, hypothesis, TRUTH_YES, &none);
        hash = law_hash_mix(hash, law_hash_mix(residual.is_constant, residual.hash));
    }
    return hash;
}

typedef struct Testing {
    size_t *provisions[SIDES_MAX];
    size_t counts[SIDES_MAX];
} Testing;

static uint64_t signature_of(Space *space, Arena *scratch, size_t dimension, size_t value,
                             const Testing *testing) {
    const Dimension *it = &space->dimensions[dimension];
    uint64_t hash = it->keeps_values ? text_hash(it->values[value]) : 0;
    law_space_give(space, dimension, value);
    for (size_t i = 0; i < space->side_count; i++) {
        hash =
            law_hash_mix(hash, side_signature(scratch, &space->sides[i], testing->provisions[i],
                                              testing->counts[i], i == 0 ? space->hypothesis : NULL,
                                              space->tells_conditions));
    }
    law_space_forget(space, dimension);
    return hash;
}

static void sign_values(Space *space, size_t dimension, Signature *signatures) {
    Testing testing = {0};
    Arena *scratch = arena_new();
    for (size_t i = 0; i < space->side_count; i++) {
        testing.counts[i] =
            list_testing(space, space->sides[i].set, space->dimensions[dimension].attributes[i],
                         &testing.provisions[i]);
    }
    for (size_t i = 0; i < space->dimensions[dimension].count; i++) {
        if (i % VALUES_PER_ARENA == 0) {
            arena_free(scratch);
            scratch = arena_new();
        }
        signatures[i] = (Signature){signature_of(space, scratch, dimension, i, &testing), i};
    }
    arena_free(scratch);
}

static void find_classes(Dimension *dimension, const Signature *kept, size_t kept_count,
                         const uint64_t *hashes) {
    for (size_t i = 0; i < dimension->count; i++) {
        for (size_t j = 0; j < kept_count; j++) {
            if (kept[j].hash == hashes[i]) {
                dimension->class_of[i] = j;
            }
        }
    }
}

/* Keeps the first value of each class, in the order of the law. */
static void reduce(Space *space, size_t dimension) {
    Dimension *it = &space->dimensions[dimension];
    Signature *signatures = ARENA_MANY(space->arena, Signature, it->count);
    sign_values(space, dimension, signatures);
    uint64_t *hashes = ARENA_MANY(space->arena, uint64_t, it->count);
    it->class_of = ARENA_MANY(space->arena, size_t, it->count);
    for (size_t i = 0; i < it->count; i++) {
        hashes[i] = signatures[i].hash;
    }
    qsort(signatures, it->count, sizeof(Signature), compare_signatures);
    size_t kept = 0;
    for (size_t i = 0; i < it->count; i++) {
        if (kept == 0 || signatures[kept - 1].hash != signatures[i].hash) {
            signatures[kept++] = signatures[i];
        }
    }
    qsort(signatures, kept, sizeof(Signature), compare_values);
    find_classes(it, signatures, kept, hashes);
    Text *values = ARENA_MANY(space->arena, Text, kept);
    for (size_t i = 0; i < kept; i++) {
        values[i] = it->values[signatures[i].value];
        for (size_t j = 0; j < space->side_count; j++) {
            if (it->attributes[j] != LAW_NONE) {
                it->given[j][i] = it->given[j][signatures[i].value];
            }
        }
    }
    it->values = values;
    it->count = kept;
}

/* ---- dimensions ---- */

static FactValue parse_one(const Space *space, size_t side, const Dimension *dimension, Text word) {
    const LawSet *set = space->sides[side].set;
    if (dimension->type == ATTRIBUTE_SET) {
        return (FactValue){.value = law_code_value(set, word)};
    }
    Error error = {0};
    FactValue fact = {0};
    const LawAttribute *attribute = &set->attributes[dimension->attributes[side]];
    if (!law_fact_parse(space->arena, set, attribute, word, &fact, &error)) {
        return (FactValue){0};
    }
    fact.is_given = true;
    return fact;
}

/* Words that are no value of the type fall out: a country of three letters in a table. */
static void parse_values(Space *space, Dimension *dimension, const Text *words, size_t count) {
    Text *values = ARENA_MANY(space->arena, Text, count);
    for (size_t i = 0; i < space->side_count; i++) {
        dimension->given[i] = ARENA_MANY(space->arena, FactValue, count);
        dimension->in[i] = ARENA_MANY(space->arena, LawValue, count);
        dimension->out[i] = ARENA_MANY(space->arena, LawValue, count);
        dimension->marks[i] =
            ARENA_MANY(space->arena, unsigned char, map_count(space->sides[i].set->symbols) + 1);
    }
    for (size_t i = 0; i < count; i++) {
        bool is_value = true;
        values[dimension->count] = words[i];
        for (size_t j = 0; j < space->side_count; j++) {
            if (dimension->attributes[j] != LAW_NONE) {
                FactValue fact = parse_one(space, j, dimension, values[dimension->count]);
                dimension->given[j][dimension->count] = fact;
                is_value = is_value && (fact.is_known || dimension->type == ATTRIBUTE_SET);
            }
        }
        dimension->count += is_value;
    }
    dimension->values = values;
}

static bool is_tested(const Space *space, const Dimension *dimension) {
    for (size_t i = 0; i < space->side_count; i++) {
        const LawSet *set = space->sides[i].set;
        for (size_t j = 0; dimension->attributes[i] != LAW_NONE && j < set->provision_count; j++) {
            bool is_aside = set->provisions[j].kind == PROVISION_ROUTE && !space->tells_conditions;
            if (!is_aside &&
                law_provision_tests(set, &set->provisions[j], dimension->attributes[i])) {
                return true;
            }
        }
    }
    return space->hypothesis != NULL && dimension->attributes[0] != LAW_NONE &&
           law_provision_tests(space->sides[0].set, space->hypothesis, dimension->attributes[0]);
}

static double magnitude_of(const Dimension *dimension) {
    if (dimension->is_open || !dimension->is_tested || dimension->count == 0) {
        return 0;
    }
    if (dimension->type != ATTRIBUTE_SET) {
        return log10((double)dimension->count);
    }
    return (double)dimension->count * log10(2);
}

/* A class that rules the hypothesis out by itself is no situation anything is claimed of. */
static void find_alive(Space *space, size_t dimension) {
    Dimension *it = &space->dimensions[dimension];
    const Side *side = &space->sides[0];
    Arena *scratch = arena_new();
    Frame none = {0};
    it->is_alive = ARENA_MANY(space->arena, bool, it->count);
    it->alive_count = 0;
    for (size_t i = 0; i < it->count; i++) {
        law_space_give(space, dimension, i);
        Engine engine = law_engine_new(scratch, side->set, side->facts, &side->options);
        it->is_alive[i] = space->hypothesis == NULL ||
                          law_condition_truth(&engine, space->hypothesis->when, &none) > TRUTH_NO;
        it->alive_count += it->is_alive[i];
        law_space_forget(space, dimension);
    }
    arena_free(scratch);
}

static void fill(Space *space, size_t dimension) {
    Dimension *it = &space->dimensions[dimension];
    it->is_tested = is_tested(space, it);
    if (!it->is_tested) {
        return;
    }
    FactUses uses = law_fact_uses(space, it);
    it->is_open = uses.is_open;
    it->keeps_values = uses.is_compared;
    Text *words = NULL;
    size_t count = law_fact_words(space, it, &uses, &words);
    parse_values(space, it, words, count);
    it->words = it->values;
    it->word_count = it->count;
    if (it->type != ATTRIBUTE_SET && !it->is_open) {
        reduce(space, dimension);
    }
    it->magnitude = magnitude_of(it);
    if (it->type != ATTRIBUTE_SET && !it->is_open) {
        find_alive(space, dimension);
    }
}

static size_t find_named(const Space *space, Text name) {
    for (size_t i = 0; i < space->dimension_count; i++) {
        if (text_equals(space->dimensions[i].name, name)) {
            return i;
        }
    }
    return LAW_NONE;
}

static void list_dimensions(Space *space) {
    size_t most = 0;
    for (size_t i = 0; i < space->side_count; i++) {
        most += space->sides[i].set->attribute_count;
    }
    space->dimensions = ARENA_MANY(space->arena, Dimension, most);
    for (size_t i = 0; i < space->side_count; i++) {
        const LawSet *set = space->sides[i].set;
        for (size_t j = 0; j < set->attribute_count; j++) {
            size_t at = find_named(space, set->attributes[j].name);
            if (at == LAW_NONE) {
                at = space->dimension_count++;
                space->dimensions[at] = (Dimension){.name = set->attributes[j].name,
                                                    .type = set->attributes[j].type,
                                                    .attributes = {LAW_NONE, LAW_NONE}};
            }
            space->dimensions[at].attributes[i] = j;
        }
    }
}

static Space *make(Arena *arena, const Side *sides, size_t side_count, const Provision *hypothesis,
                   bool tells_conditions) {
    Space *space = ARENA_NEW(arena, Space);
    *space = (Space){.arena = arena,
                     .side_count = side_count,
                     .hypothesis = hypothesis,
                     .tells_conditions = tells_conditions};
    for (size_t i = 0; i < side_count; i++) {
        space->sides[i] = sides[i];
        space->sides[i].facts = law_facts_new(arena, sides[i].set);
        space->sides[i].tables = ARENA_MANY(arena, uint64_t, sides[i].set->table_count);
    }
    law_space_clear(space);
    list_dimensions(space);
    for (size_t i = 0; i < space->dimension_count; i++) {
        fill(space, i);
        space->magnitude += space->dimensions[i].magnitude;
    }
    return space;
}

Space *law_space_new(Arena *arena, const Side *sides, size_t side_count,
                     const Provision *hypothesis) {
    return make(arena, sides, side_count, hypothesis, false);
}

Space *law_space_of_conditions(Arena *arena, const Side *sides, size_t side_count) {
    return make(arena, sides, side_count, NULL, true);
}
