/* SPDX-License-Identifier: Apache-2.0 */
#include <assert.h>

#include "law/compiled.h"

size_t law_trace_count(const LawEngine *engine) {
    return engine->line_count;
}

LawTraceLine law_trace_line(const LawEngine *engine, size_t line) {
    assert(line < engine->line_count);
    return engine->lines[line];
}

size_t law_class_count(const LawEngine *engine, size_t attribute) {
    assert(attribute < engine->set->attribute_count);
    return engine->classes[attribute].count;
}

/* ---- classes of values ---- */

size_t law_fact_codes(Arena *arena, const LawEngine *engine, size_t attribute, const Text **codes) {
    const ValueClasses *classes = &engine->classes[attribute];
    const bool has_codes = classes->of_symbol != NULL;
    Text *list = ARENA_MANY(arena, Text, classes->key_count);
    for (size_t i = 0; has_codes && i < classes->key_count; i++) {
        list[i] = classes->keys[i].text;
    }
    *codes = list;
    return has_codes ? classes->key_count : 0;
}

static uint32_t class_of(const LawSet *set, const ValueClasses *classes, const LawValue *value) {
    uint32_t found = law_class_of_value(classes, value);
    return value->type == ATTRIBUTE_CODE && found == 0
               ? law_class_of_code(set, classes, value->text)
               : found;
}

bool law_class_of(const LawEngine *engine, size_t attribute, Text value, LawClass *value_class,
                  Error *error) {
    const LawAttribute *declared = &engine->set->attributes[attribute];
    FactValue fact;
    assert(declared->type != ATTRIBUTE_SET);
    if (!law_fact_parse(NULL, engine->set, declared, value, &fact, error)) {
        return false;
    }
    *value_class = fact.is_known ? class_of(engine->set, &engine->classes[attribute], &fact.value)
                                 : CLASS_UNKNOWN;
    return true;
}

LawClass law_class_of_number(const LawEngine *engine, size_t attribute, Decimal number) {
    const ValueClasses *classes = &engine->classes[attribute];
    assert(classes->type == ATTRIBUTE_NUMBER);
    if (classes->whole != NULL && number.scale == 0) {
        return law_class_of_whole(classes, number.coefficient);
    }
    return law_class_of_value(classes, &(LawValue){.type = ATTRIBUTE_NUMBER, .number = number});
}

/* ---- cases ---- */

/* A group's bits are its own: they are cleared, then those of each class put in. */
static void clear_bits(LawCase *transfer, const EngineGroup *group) {
    for (uint32_t i = 0; i < group->stride; i++) {
        transfer->surely[group->word + i] &= ~group->mask[i];
        transfer->perhaps[group->word + i] &= ~group->mask[i];
    }
}

static void add_bits(LawCase *transfer, const EngineGroup *group, uint32_t class) {
    const uint64_t *bits = law_group_bits(group, class, DATE_MIN);
    for (uint32_t i = 0; i < group->stride; i++) {
        transfer->surely[group->word + i] |= bits[i];
        transfer->perhaps[group->word + i] |= bits[group->stride + i];
    }
}

static void put_bits(const LawCase *transfer, const EngineGroup *group, uint32_t class) {
    const uint64_t *bits = law_group_bits(group, class, DATE_MIN);
    for (uint32_t i = 0; i < group->stride; i++) {
        uint64_t *surely = &transfer->surely[group->word + i];
        uint64_t *perhaps = &transfer->perhaps[group->word + i];
        *surely = (*surely & ~group->mask[i]) | bits[i];
        *perhaps = (*perhaps & ~group->mask[i]) | bits[group->stride + i];
    }
}

static void take_class(LawCase *transfer, size_t attribute, uint32_t class) {
    size_t still = transfer->engine->still[attribute];
    transfer->classes[attribute] = class;
    if (transfer->taken == NULL && still != LAW_NONE) {
        put_bits(transfer, &transfer->engine->groups[still], class);
    }
}

void law_case_catch_up(const LawCase *transfer) {
    const LawEngine *engine = transfer->engine;
    for (size_t i = 0; transfer->taken != NULL && i < engine->still_count; i++) {
        const EngineGroup *group = &engine->groups[i];
        if (group->attribute == LAW_NONE ||
            transfer->taken[group->attribute] == transfer->classes[group->attribute]) {
            continue;
        }
        transfer->taken[group->attribute] = transfer->classes[group->attribute];
        put_bits(transfer, group, transfer->classes[group->attribute]);
    }
}

static void take_members(LawCase *transfer, size_t attribute) {
    const FactValue *fact = &transfer->facts->values[attribute];
    const LawEngine *engine = transfer->engine;
    size_t still = engine->still[attribute];
    if (still == LAW_NONE) {
        return;
    }
    clear_bits(transfer, &engine->groups[still]);
    if (!fact->is_known) {
        add_bits(transfer, &engine->groups[still], CLASS_UNKNOWN);
    }
    for (size_t i = 0; fact->is_known && i < fact->member_count; i++) {
        add_bits(transfer, &engine->groups[still],
                 class_of(engine->set, &engine->classes[attribute], &fact->members[i]));
    }
}

static void resolve(LawCase *transfer, size_t attribute) {
    const FactValue *fact = &transfer->facts->values[attribute];
    const LawEngine *engine = transfer->engine;
    transfer->is_put[attribute] = false;
    if (engine->set->attributes[attribute].type == ATTRIBUTE_SET) {
        take_members(transfer, attribute);
        return;
    }
    take_class(transfer, attribute,
               fact->is_known ? class_of(engine->set, &engine->classes[attribute], &fact->value)
                              : CLASS_UNKNOWN);
}

/* Bits that hang on nothing: yes and unknown, and look-ups of the law's own words. */
static void take_constants(LawCase *transfer) {
    const LawEngine *engine = transfer->engine;
    transfer->surely[0] |= 1;
    transfer->perhaps[0] |= 3;
    for (size_t i = 0; i < engine->still_count; i++) {
        if (engine->groups[i].attribute == LAW_NONE) {
            add_bits(transfer, &engine->groups[i], 0);
        }
    }
}

static LawCase *case_of(Arena *arena, const LawEngine *engine, LawFacts *facts) {
    size_t count = engine->set->attribute_count;
    LawCase *transfer = ARENA_NEW(arena, LawCase);
    uint32_t *taken = engine->word == NULL ? NULL : ARENA_MANY(arena, uint32_t, count);
    for (size_t i = 0; taken != NULL && i < count; i++) {
        taken[i] = UINT32_MAX;
    }
    *transfer = (LawCase){.arena = arena,
                          .engine = engine,
                          .classes = ARENA_MANY(arena, uint32_t, count),
                          .facts = facts,
                          .is_put = ARENA_MANY(arena, bool, count),
                          .taken = taken,
                          .surely = ARENA_MANY(arena, uint64_t, engine->input_words),
                          .perhaps = ARENA_MANY(arena, uint64_t, engine->input_words)};
    take_constants(transfer);
    for (size_t i = 0; i < count; i++) {
        resolve(transfer, i);
    }
    return transfer;
}

LawCase *law_case_new(Arena *arena, const LawEngine *engine) {
    return case_of(arena, engine, law_facts_new(arena, engine->set));
}

LawCase *law_case_from(Arena *arena, const LawEngine *engine, const LawFacts *facts) {
    return case_of(arena, engine, law_facts_copy(arena, facts));
}

bool law_case_set(LawCase *transfer, size_t attribute, Text value, Error *error) {
    if (!law_facts_set(transfer->facts, attribute, value, error)) {
        return false;
    }
    resolve(transfer, attribute);
    return true;
}

void law_case_put_fact(LawCase *transfer, size_t attribute, const FactValue *fact) {
    transfer->facts->values[attribute] = *fact;
    resolve(transfer, attribute);
}

static void catch_up(LawCase *transfer, size_t attribute) {
    uint32_t class = transfer->classes[attribute];
    FactValue *fact = &transfer->facts->values[attribute];
    *fact = (FactValue){.is_given = true, .is_known = class != CLASS_UNKNOWN};
    if (class != CLASS_UNKNOWN) {
        fact->value =
            law_class_value(transfer->arena, &transfer->engine->classes[attribute], class);
    }
    transfer->is_put[attribute] = false;
}

/* What the tree engine is asked must be at hand; all else waits until it is asked for. */
void law_case_put(LawCase *transfer, size_t attribute, LawClass value_class) {
    transfer->is_put[attribute] = true;
    if (transfer->taken != NULL) {
        transfer->classes[attribute] = value_class;
        return;
    }
    take_class(transfer, attribute, value_class);
    if (transfer->engine->is_slow[attribute]) {
        catch_up(transfer, attribute);
    }
}

/* Where the engine has a word nothing is worked out before the decision. */
void law_case_put_many(LawCase *transfer, const size_t *attributes, const LawClass *classes,
                       size_t count) {
    bool *is_put = transfer->is_put;
    uint32_t *into = transfer->classes;
    if (transfer->taken == NULL) {
        for (size_t i = 0; i < count; i++) {
            law_case_put(transfer, attributes[i], classes[i]);
        }
        return;
    }
    for (size_t i = 0; i < count; i++) {
        is_put[attributes[i]] = true;
        into[attributes[i]] = classes[i];
    }
}

const LawFacts *law_case_facts(LawCase *transfer) {
    for (size_t i = 0; i < transfer->engine->set->attribute_count; i++) {
        if (transfer->is_put[i]) {
            catch_up(transfer, i);
        }
    }
    return transfer->facts;
}
