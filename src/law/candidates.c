/* SPDX-License-Identifier: Apache-2.0 */
#include "law/result.h"

/* The words gathered for one attribute, each once, in the order of the law. */
typedef struct Gathering {
    Arena *arena;
    const LawSet *set;
    size_t attribute;
    Map *seen;
    Array values; /* of Text */
} Gathering;

static void add(Gathering *gathering, Text value) {
    if (!text_is_empty(value) && map_add(gathering->seen, value, 0)) {
        *(Text *)array_add(&gathering->values) = value;
    }
}

static bool is_asked(const Gathering *gathering, const Operand *operand) {
    return (operand->kind == OPERAND_ATTRIBUTE || operand->kind == OPERAND_MEMBER) &&
           operand->index == gathering->attribute;
}

/* A threshold, and what lies just below and above it. */
static void add_number(Gathering *gathering, Decimal number) {
    static const int64_t STEPS[] = {0, -1, 1};
    for (size_t i = 0; i < sizeof(STEPS) / sizeof(STEPS[0]); i++) {
        Decimal moved = number;
        if (decimal_add(number, decimal_from_integer(STEPS[i]), &moved)) {
            add(gathering, decimal_format(gathering->arena, moved));
        }
    }
}

static void add_date(Gathering *gathering, Date date) {
    for (int64_t step = -1; step <= 1; step++) {
        add(gathering, date_format(gathering->arena, date_add_days(date, step)));
    }
}

static void add_value(Gathering *gathering, const LawValue *value) {
    AttributeType type = gathering->set->attributes[gathering->attribute].type;
    if (type == ATTRIBUTE_NUMBER) {
        add_number(gathering, value->number);
    } else if (type == ATTRIBUTE_DATE) {
        add_date(gathering, value->date);
    } else if (type != ATTRIBUTE_YES_NO) {
        add(gathering, value->text);
    }
}

static void add_column(Gathering *gathering, size_t table, size_t column) {
    const LawTable *looked_up = &gathering->set->tables[table];
    for (size_t i = 0; i < looked_up->row_count; i++) {
        Text above = looked_up->rows[i].values[column].text;
        add_value(gathering, &looked_up->rows[i].values[column]);
        while (looked_up->columns[column].is_coarse && law_code_above(&above)) {
            add(gathering, above);
        }
    }
}

static void add_lookup(Gathering *gathering, const Condition *condition) {
    size_t last = gathering->set->tables[condition->table].column_count - 1;
    for (size_t i = 0; i < condition->operand_count; i++) {
        if (is_asked(gathering, &condition->operands[i])) {
            add_column(gathering, condition->table, i < last ? i : last);
        }
    }
}

/* What a set must hold all of is also given together. */
static void add_together(Gathering *gathering, const Condition *condition) {
    TextBuilder builder = text_builder_new(gathering->arena);
    for (size_t i = 1; i < condition->operand_count; i++) {
        text_add(&builder, i == 1 ? TEXT("") : TEXT("+"));
        text_add(&builder, condition->operands[i].literal.text);
    }
    add(gathering, text_built(&builder));
}

static void add_operand(Gathering *gathering, const Provision *provision, const Operand *operand) {
    if (operand->kind == OPERAND_LITERAL) {
        add_value(gathering, &operand->literal);
    } else if (operand->kind == OPERAND_COLUMN && provision->each.table != LAW_NONE) {
        add_column(gathering, provision->each.table, operand->index);
    }
}

/* Either side may be the one asked for. */
static void add_comparison(Gathering *gathering, const Provision *provision,
                           const Condition *condition) {
    bool has_asked = false;
    for (size_t i = 0; i < condition->operand_count; i++) {
        has_asked = has_asked || is_asked(gathering, &condition->operands[i]);
    }
    for (size_t i = 0; has_asked && i < condition->operand_count; i++) {
        add_operand(gathering, provision, &condition->operands[i]);
    }
    if (has_asked && condition->kind == CONDITION_SET_ALL) {
        add_together(gathering, condition);
    }
}

static void add_condition(Gathering *gathering, const Provision *provision,
                          const Condition *condition) {
    if (condition == NULL) {
        return;
    }
    if (condition->kind == CONDITION_TABLE) {
        add_lookup(gathering, condition);
    } else {
        add_comparison(gathering, provision, condition);
    }
    for (size_t i = 0; i < condition->child_count; i++) {
        add_condition(gathering, provision, &condition->children[i]);
    }
}

static void add_provision(Gathering *gathering, const Provision *provision) {
    for (size_t i = 0; i < provision->each.match_count; i++) {
        const RowMatch *match = &provision->each.matches[i];
        if (is_asked(gathering, &match->operand)) {
            add_column(gathering, provision->each.table, match->column);
        }
    }
    add_condition(gathering, provision, provision->when);
    add_condition(gathering, provision, provision->except_where);
    add_condition(gathering, provision, provision->provided_that);
    for (size_t i = 0; i < provision->review_count; i++) {
        add_condition(gathering, provision, provision->reviews[i].when);
    }
}

/* A word of the type that stands in no pack: two capital letters do for a country too. */
static void add_foreign(Gathering *gathering) {
    size_t ignored = 0;
    for (char first = 'Z'; first >= 'A'; first--) {
        char letters[] = {first, 'Z', '\0'};
        Text word = text_copy(gathering->arena, text_from(letters));
        if (!map_find(gathering->set->symbols, word, &ignored)) {
            add(gathering, word);
            return;
        }
    }
}

static void add_of_type(Gathering *gathering, bool foreign) {
    switch (gathering->set->attributes[gathering->attribute].type) {
    case ATTRIBUTE_YES_NO:
        add(gathering, TEXT("yes"));
        add(gathering, TEXT("no"));
        return;
    case ATTRIBUTE_SET:
        add(gathering, TEXT("none"));
        return;
    case ATTRIBUTE_CODE:
    case ATTRIBUTE_COUNTRY:
        if (foreign) {
            add_foreign(gathering);
        }
        return;
    case ATTRIBUTE_NUMBER:
    case ATTRIBUTE_DATE:
        return;
    }
}

size_t law_candidates_beside(Arena *arena, const LawSet *set, const Provision *extra,
                             size_t attribute, bool foreign, Text **values) {
    Gathering gathering = {.arena = arena,
                           .set = set,
                           .attribute = attribute,
                           .seen = map_new(arena),
                           .values = array_new(arena, sizeof(Text))};
    add_of_type(&gathering, foreign);
    for (size_t i = 0; i < set->provision_count; i++) {
        add_provision(&gathering, &set->provisions[i]);
    }
    if (extra != NULL) {
        add_provision(&gathering, extra);
    }
    *values = gathering.values.items;
    return gathering.values.count;
}

size_t law_candidates(Arena *arena, const LawSet *set, size_t attribute, bool foreign,
                      Text **values) {
    return law_candidates_beside(arena, set, NULL, attribute, foreign, values);
}
