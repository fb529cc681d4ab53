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
    LawValue value = {.type = ATTRIBUTE_NUMBER, .number = number};
    assert(engine->classes[attribute].type == ATTRIBUTE_NUMBER);
    return law_class_of_value(&engine->classes[attribute], &value);
}

/* ---- cases ---- */

static void resolve_set(LawCase *transfer, size_t attribute) {
    const FactValue *fact = &transfer->facts->values[attribute];
    const LawEngine *engine = transfer->engine;
    uint32_t *members = ARENA_MANY(transfer->arena, uint32_t, fact->member_count);
    for (size_t i = 0; i < fact->member_count; i++) {
        members[i] = class_of(engine->set, &engine->classes[attribute], &fact->members[i]);
    }
    transfer->sets[attribute] = (CaseSet){members, fact->member_count, fact->is_known};
}

static void resolve(LawCase *transfer, size_t attribute) {
    const FactValue *fact = &transfer->facts->values[attribute];
    const LawEngine *engine = transfer->engine;
    transfer->is_put[attribute] = false;
    if (engine->set->attributes[attribute].type == ATTRIBUTE_SET) {
        resolve_set(transfer, attribute);
        return;
    }
    transfer->classes[attribute] =
        fact->is_known ? class_of(engine->set, &engine->classes[attribute], &fact->value)
                       : CLASS_UNKNOWN;
}

static LawCase *case_of(Arena *arena, const LawEngine *engine, LawFacts *facts) {
    size_t count = engine->set->attribute_count;
    LawCase *transfer = ARENA_NEW(arena, LawCase);
    *transfer = (LawCase){.arena = arena,
                          .engine = engine,
                          .classes = ARENA_MANY(arena, uint32_t, count),
                          .sets = ARENA_MANY(arena, CaseSet, count),
                          .facts = facts,
                          .is_put = ARENA_MANY(arena, bool, count)};
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
    transfer->classes[attribute] = value_class;
    transfer->is_put[attribute] = true;
    if (transfer->engine->is_slow[attribute]) {
        catch_up(transfer, attribute);
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
