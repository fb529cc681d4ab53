/* SPDX-License-Identifier: Apache-2.0 */
#include "law/result.h"

/* A column whose values were gathered. */
typedef struct Column {
    size_t table;
    size_t column;
} Column;

/* The words gathered for one attribute, each once, in the order of the law. */
typedef struct Found {
    Map *seen;     /* NULL: none are gathered for it */
    Array values;  /* of Text */
    Array columns; /* of Column */
} Found;

typedef struct Gathering {
    Arena *arena;
    const LawSet *set;
    Found *found; /* of each attribute */
} Gathering;

static void add(Gathering *gathering, size_t attribute, Text value) {
    Found *found = &gathering->found[attribute];
    if (!text_is_empty(value) && map_add(found->seen, value, 0)) {
        *(Text *)array_add(&found->values) = value;
    }
}

/* The attribute that is asked for by this operand, where words are gathered for it. */
static bool is_asked(const Gathering *gathering, const Operand *operand, size_t *attribute) {
    *attribute = operand->index;
    return (operand->kind == OPERAND_ATTRIBUTE || operand->kind == OPERAND_MEMBER) &&
           gathering->found[operand->index].seen != NULL;
}

/* A threshold, and what lies just below and above it. */
static void add_number(Gathering *gathering, size_t attribute, Decimal number) {
    static const int64_t STEPS[] = {0, -1, 1};
    for (size_t i = 0; i < sizeof(STEPS) / sizeof(STEPS[0]); i++) {
        Decimal moved = number;
        if (decimal_add(number, decimal_from_integer(STEPS[i]), &moved)) {
            add(gathering, attribute, decimal_format(gathering->arena, moved));
        }
    }
}

static void add_date(Gathering *gathering, size_t attribute, Date date) {
    for (int64_t step = -1; step <= 1; step++) {
        add(gathering, attribute, date_format(gathering->arena, date_add_days(date, step)));
    }
}

static void add_value(Gathering *gathering, size_t attribute, const LawValue *value) {
    AttributeType type = gathering->set->attributes[attribute].type;
    if (type == ATTRIBUTE_NUMBER) {
        add_number(gathering, attribute, value->number);
    } else if (type == ATTRIBUTE_DATE) {
        add_date(gathering, attribute, value->date);
    } else if (type != ATTRIBUTE_YES_NO) {
        add(gathering, attribute, value->text);
    }
}

static bool is_known(Found *found, size_t table, size_t column) {
    for (size_t i = 0; i < found->columns.count; i++) {
        const Column *known = &ARRAY_ITEMS(Column, &found->columns)[i];
        if (known->table == table && known->column == column) {
            return true;
        }
    }
    *(Column *)array_add(&found->columns) = (Column){table, column};
    return false;
}

static void add_column(Gathering *gathering, size_t attribute, size_t table, size_t column) {
    const LawTable *looked_up = &gathering->set->tables[table];
    if (is_known(&gathering->found[attribute], table, column)) {
        return;
    }
    for (size_t i = 0; i < looked_up->row_count; i++) {
        Text above = looked_up->rows[i].values[column].text;
        add_value(gathering, attribute, &looked_up->rows[i].values[column]);
        while (looked_up->columns[column].is_coarse && law_code_above(&above)) {
            add(gathering, attribute, above);
        }
    }
}

static void add_lookup(Gathering *gathering, const Condition *condition) {
    size_t last = gathering->set->tables[condition->table].column_count - 1;
    size_t attribute = 0;
    for (size_t i = 0; i < condition->operand_count; i++) {
        if (is_asked(gathering, &condition->operands[i], &attribute)) {
            add_column(gathering, attribute, condition->table, i < last ? i : last);
        }
    }
}

/* What a set must hold all of is also given together. */
static void add_together(Gathering *gathering, size_t attribute, const Condition *condition) {
    TextBuilder builder = text_builder_new(gathering->arena);
    for (size_t i = 1; i < condition->operand_count; i++) {
        text_add(&builder, i == 1 ? TEXT("") : TEXT("+"));
        text_add(&builder, condition->operands[i].literal.text);
    }
    add(gathering, attribute, text_built(&builder));
}

static void add_operand(Gathering *gathering, size_t attribute, const Provision *provision,
                        const Operand *operand) {
    if (operand->kind == OPERAND_LITERAL) {
        add_value(gathering, attribute, &operand->literal);
    } else if (operand->kind == OPERAND_COLUMN && provision->each.table != LAW_NONE) {
        add_column(gathering, attribute, provision->each.table, operand->index);
    }
}

/* Either side may be asked for. */
static void add_comparison(Gathering *gathering, const Provision *provision,
                           const Condition *condition) {
    size_t attribute = 0;
    for (size_t i = 0; i < condition->operand_count; i++) {
        if (!is_asked(gathering, &condition->operands[i], &attribute)) {
            continue;
        }
        for (size_t j = 0; j < condition->operand_count; j++) {
            add_operand(gathering, attribute, provision, &condition->operands[j]);
        }
        if (condition->kind == CONDITION_SET_ALL) {
            add_together(gathering, attribute, condition);
        }
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
    size_t attribute = 0;
    for (size_t i = 0; i < provision->each.match_count; i++) {
        const RowMatch *match = &provision->each.matches[i];
        if (is_asked(gathering, &match->operand, &attribute)) {
            add_column(gathering, attribute, provision->each.table, match->column);
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
static void add_foreign(Gathering *gathering, size_t attribute) {
    size_t ignored = 0;
    for (char first = 'Z'; first >= 'A'; first--) {
        char letters[] = {first, 'Z', '\0'};
        Text word = text_copy(gathering->arena, text_from(letters));
        if (!map_find(gathering->set->symbols, word, &ignored)) {
            add(gathering, attribute, word);
            return;
        }
    }
}

static void add_of_type(Gathering *gathering, size_t attribute, bool foreign) {
    switch (gathering->set->attributes[attribute].type) {
    case ATTRIBUTE_YES_NO:
        add(gathering, attribute, TEXT("yes"));
        add(gathering, attribute, TEXT("no"));
        return;
    case ATTRIBUTE_SET:
        add(gathering, attribute, TEXT("none"));
        return;
    case ATTRIBUTE_CODE:
    case ATTRIBUTE_COUNTRY:
        if (foreign) {
            add_foreign(gathering, attribute);
        }
        return;
    case ATTRIBUTE_NUMBER:
    case ATTRIBUTE_DATE:
        return;
    }
}

static Gathering gathering_new(Arena *arena, const LawSet *set) {
    return (Gathering){arena, set, ARENA_MANY(arena, Found, set->attribute_count)};
}

static void want(Gathering *gathering, size_t attribute, bool foreign) {
    gathering->found[attribute] = (Found){.seen = map_new(gathering->arena),
                                          .values = array_new(gathering->arena, sizeof(Text)),
                                          .columns = array_new(gathering->arena, sizeof(Column))};
    add_of_type(gathering, attribute, foreign);
}

static void add_set(Gathering *gathering) {
    for (size_t i = 0; i < gathering->set->provision_count; i++) {
        add_provision(gathering, &gathering->set->provisions[i]);
    }
}

size_t law_candidates_beside(Arena *arena, const LawSet *set, const Provision *extra,
                             size_t attribute, bool foreign, Text **values) {
    Gathering gathering = gathering_new(arena, set);
    want(&gathering, attribute, foreign);
    add_set(&gathering);
    if (extra != NULL) {
        add_provision(&gathering, extra);
    }
    *values = gathering.found[attribute].values.items;
    return gathering.found[attribute].values.count;
}

const LawCandidates *law_candidates_of(Arena *arena, const LawSet *set, const bool *wanted) {
    LawCandidates *candidates = ARENA_MANY(arena, LawCandidates, set->attribute_count);
    Gathering gathering = gathering_new(arena, set);
    for (size_t i = 0; i < set->attribute_count; i++) {
        if (wanted[i]) {
            want(&gathering, i, false);
        }
    }
    add_set(&gathering);
    for (size_t i = 0; i < set->attribute_count; i++) {
        candidates[i] = (LawCandidates){ARRAY_ITEMS(Text, &gathering.found[i].values),
                                        gathering.found[i].values.count};
    }
    return candidates;
}

size_t law_candidates(Arena *arena, const LawSet *set, size_t attribute, bool foreign,
                      Text **values) {
    return law_candidates_beside(arena, set, NULL, attribute, foreign, values);
}
