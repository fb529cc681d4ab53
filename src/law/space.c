/* SPDX-License-Identifier: Apache-2.0 */
#include "law/space.h"

#include <math.h>

static FactValue *fact_of(const Space *space, size_t dimension, size_t side) {
    size_t attribute = space->dimensions[dimension].attributes[side];
    return attribute == LAW_NONE ? NULL : &space->sides[side].facts->values[attribute];
}

static FactValue nothing_known(AttributeType type) {
    return (FactValue){.value = {.type = type == ATTRIBUTE_COUNTRY ? ATTRIBUTE_CODE : type}};
}

void law_space_clear(Space *space) {
    for (size_t i = 0; i < space->side_count; i++) {
        const Side *side = &space->sides[i];
        for (size_t j = 0; j < side->set->attribute_count; j++) {
            side->facts->values[j] = nothing_known(side->set->attributes[j].type);
        }
    }
}

void law_space_give(Space *space, size_t dimension, size_t value) {
    for (size_t i = 0; i < space->side_count; i++) {
        FactValue *fact = fact_of(space, dimension, i);
        if (fact != NULL) {
            *fact = space->dimensions[dimension].given[i][value];
        }
    }
}

void law_space_forget(Space *space, size_t dimension) {
    for (size_t i = 0; i < space->side_count; i++) {
        FactValue *fact = fact_of(space, dimension, i);
        if (fact != NULL) {
            *fact = nothing_known(space->dimensions[dimension].type);
        }
    }
}

static void mark(const Dimension *dimension, size_t side, const LawValue *code,
                 unsigned char mark) {
    if (code->symbol != SYMBOL_FOREIGN) {
        dimension->marks[side][code->symbol] = mark;
    }
}

void law_space_give_code(Space *space, size_t dimension, size_t code, bool is_in) {
    const Dimension *it = &space->dimensions[dimension];
    for (size_t i = 0; i < space->side_count; i++) {
        FactValue *fact = fact_of(space, dimension, i);
        if (fact == NULL) {
            continue;
        }
        const LawValue value = it->given[i][code].value;
        mark(it, i, &value, is_in ? MARKED_IN : MARKED_OUT);
        if (is_in) {
            it->in[i][fact->member_count++] = value;
        } else {
            it->out[i][fact->ruled_out_count++] = value;
        }
        fact->members = it->in[i];
        fact->ruled_out = it->out[i];
        fact->marks = it->marks[i];
        fact->is_known = fact->member_count + fact->ruled_out_count == it->count;
    }
}

static bool ends_with(const LawValue *list, size_t count, const LawValue *code) {
    return count > 0 && text_equals(list[count - 1].text, code->text);
}

void law_space_forget_code(Space *space, size_t dimension, size_t code) {
    for (size_t i = 0; i < space->side_count; i++) {
        FactValue *fact = fact_of(space, dimension, i);
        if (fact == NULL) {
            continue;
        }
        const LawValue *value = &space->dimensions[dimension].given[i][code].value;
        fact->is_known = false;
        mark(&space->dimensions[dimension], i, value, 0);
        if (ends_with(fact->members, fact->member_count, value)) {
            fact->member_count--;
        } else {
            fact->ruled_out_count--;
        }
    }
}

bool law_space_has_code(const Space *space, size_t dimension, size_t code) {
    for (size_t i = 0; i < space->side_count; i++) {
        const FactValue *fact = fact_of(space, dimension, i);
        if (fact != NULL) {
            return law_fact_has(fact, &space->dimensions[dimension].given[i][code].value) !=
                   TRUTH_UNKNOWN;
        }
    }
    return true;
}

size_t law_space_dimension(const Space *space, size_t side, size_t attribute) {
    for (size_t i = 0; i < space->dimension_count; i++) {
        if (space->dimensions[i].attributes[side] == attribute) {
            return i;
        }
    }
    return LAW_NONE;
}

Text law_count_format(Arena *arena, double magnitude) {
    enum { GROUPED_DIGITS = 15 };
    if (magnitude < GROUPED_DIGITS) {
        return decimal_format_grouped(arena, pow(10, magnitude), 0);
    }
    double exponent = floor(magnitude);
    double first = pow(10, magnitude - exponent);
    return text_format(arena, "%.*s x 10^%d", TEXT_ARGS(decimal_format_double(arena, first, 1)),
                       (int)exponent);
}
