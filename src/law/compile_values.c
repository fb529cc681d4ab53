/* SPDX-License-Identifier: Apache-2.0 */
#include "law/compile.h"

/* The literals one attribute is compared with. */
typedef struct Gathered {
    Array keys; /* of LawValue */
    bool *has_symbol;
} Gathered;

static bool is_code(AttributeType type) {
    return type == ATTRIBUTE_CODE || type == ATTRIBUTE_SET || type == ATTRIBUTE_COUNTRY;
}

static void gather(Gathered *gathered, AttributeType type, const LawValue *value) {
    if (is_code(type)) {
        if (value->symbol == SYMBOL_FOREIGN || gathered->has_symbol[value->symbol]) {
            return;
        }
        gathered->has_symbol[value->symbol] = true;
    }
    *(LawValue *)array_add(&gathered->keys) = *value;
}

static void gather_column(Compilation *compilation, Gathered *gathered, AttributeType type,
                          size_t table, size_t column) {
    const LawTable *asked = &compilation->set->tables[table];
    for (size_t i = 0; i < asked->row_count; i++) {
        Text above = asked->rows[i].values[column].text;
        gather(gathered, type, &asked->rows[i].values[column]);
        while (asked->columns[column].is_coarse && law_code_above(&above)) {
            const LawValue code = compile_code(compilation, above);
            gather(gathered, type, &code);
        }
    }
}

static void gather_operands(Compilation *compilation, Gathered *gathered, AttributeType type,
                            const Condition *condition, size_t attribute) {
    for (size_t i = 0; i < condition->operand_count; i++) {
        const Operand *operand = &condition->operands[i];
        bool is_asked = (operand->kind == OPERAND_ATTRIBUTE || operand->kind == OPERAND_MEMBER) &&
                        operand->index == attribute;
        if (condition->kind == CONDITION_TABLE && is_asked) {
            size_t last = compilation->set->tables[condition->table].column_count - 1;
            gather_column(compilation, gathered, type, condition->table, i < last ? i : last);
        } else if (condition->kind != CONDITION_TABLE && operand->kind == OPERAND_LITERAL) {
            gather(gathered, type, &operand->literal);
        }
    }
}

/* Slow leaves are asked with the values as they are, but what their tables tell apart must
 * be told apart by the classes too. */
static void gather_leaf(Compilation *compilation, Gathered *all, const Leaf *leaf) {
    const LawAttribute *attributes = compilation->set->attributes;
    for (size_t i = 0; i < leaf->condition.operand_count; i++) {
        const Operand *operand = &leaf->condition.operands[i];
        if ((operand->kind != OPERAND_ATTRIBUTE && operand->kind != OPERAND_MEMBER) ||
            attributes[operand->index].type == ATTRIBUTE_YES_NO) {
            continue;
        }
        AttributeType type = attributes[operand->index].type;
        if (leaf->kind == LEAF_GAP) {
            gather_column(compilation, &all[operand->index], type, leaf->table, leaf->column);
        } else {
            gather_operands(compilation, &all[operand->index], type, &leaf->condition,
                            operand->index);
        }
    }
}

/* ---- order ---- */

static int compare_values(const void *left, const void *right) {
    const LawValue *a = left;
    const LawValue *b = right;
    if (a->type == ATTRIBUTE_NUMBER) {
        return decimal_compare(a->number, b->number);
    }
    if (a->type == ATTRIBUTE_DATE) {
        return (a->date > b->date) - (a->date < b->date);
    }
    return (a->symbol > b->symbol) - (a->symbol < b->symbol);
}

static size_t sort_keys(Array *gathered) {
    LawValue *keys = gathered->items;
    size_t kept = 0;
    array_sort(gathered, compare_values);
    for (size_t i = 0; i < gathered->count; i++) {
        if (kept == 0 || compare_values(&keys[kept - 1], &keys[i]) != 0) {
            keys[kept++] = keys[i];
        }
    }
    return kept;
}

/* ---- classes ---- */

static uint32_t nearest_above(const Compilation *compilation, const ValueClasses *classes,
                              Text code) {
    for (size_t length = code.length; length-- > 1;) {
        Text above = text_slice(code, 0, length);
        size_t symbol = 0;
        if (law_code_goes_on(code, length) && map_find(compilation->set->symbols, above, &symbol) &&
            symbol < classes->symbol_count && classes->of_symbol[symbol] != 0) {
            return 1 + (classes->of_symbol[symbol] - CLASS_FIRST) / 2;
        }
    }
    return 0;
}

static void class_codes(Compilation *compilation, ValueClasses *classes, size_t symbol_count) {
    uint32_t *of_symbol = ARENA_MANY(compilation->arena, uint32_t, symbol_count);
    uint32_t *above = ARENA_MANY(compilation->arena, uint32_t, classes->key_count);
    classes->symbol_count = symbol_count;
    for (size_t i = 0; i < classes->key_count; i++) {
        of_symbol[classes->keys[i].symbol] = (uint32_t)(CLASS_FIRST + 2 * i);
    }
    classes->of_symbol = of_symbol;
    for (size_t i = 0; i < classes->key_count; i++) {
        above[i] = nearest_above(compilation, classes, classes->keys[i].text);
    }
    classes->above = above;
    classes->count = (uint32_t)(CLASS_FIRST + 2 * classes->key_count);
}

static const int64_t *whole_numbers(Arena *arena, const ValueClasses *classes) {
    int64_t *whole = ARENA_MANY(arena, int64_t, classes->key_count);
    for (size_t i = 0; i < classes->key_count; i++) {
        if (classes->keys[i].number.scale != 0) {
            return NULL;
        }
        whole[i] = classes->keys[i].number.coefficient;
    }
    return whole;
}

static void class_attribute(Compilation *compilation, Gathered *gathered, ValueClasses *classes,
                            AttributeType type) {
    *classes = (ValueClasses){.type = type};
    LawValue *keys = ARRAY_ITEMS(LawValue, &gathered->keys);
    classes->keys = keys;
    if (type == ATTRIBUTE_YES_NO) {
        classes->count = 3;
        return;
    }
    classes->key_count = sort_keys(&gathered->keys);
    if (is_code(type)) {
        class_codes(compilation, classes, map_count(compilation->set->symbols));
    } else {
        classes->count = (uint32_t)(2 + 2 * classes->key_count);
        classes->whole =
            type == ATTRIBUTE_NUMBER ? whole_numbers(compilation->arena, classes) : NULL;
    }
}

void compile_values(Compilation *compilation) {
    size_t count = compilation->set->attribute_count;
    Gathered *all = ARENA_MANY(compilation->arena, Gathered, count);
    ValueClasses *classes = ARENA_MANY(compilation->arena, ValueClasses, count);
    for (size_t i = 0; i < count; i++) {
        all[i].keys = array_new(compilation->arena, sizeof(LawValue));
        all[i].has_symbol =
            ARENA_MANY(compilation->arena, bool, map_count(compilation->set->symbols));
    }
    for (size_t i = 0; i < compilation->leaves.count; i++) {
        gather_leaf(compilation, all, &ARRAY_ITEMS(Leaf, &compilation->leaves)[i]);
    }
    for (size_t i = 0; i < count; i++) {
        class_attribute(compilation, &all[i], &classes[i], compilation->set->attributes[i].type);
    }
    compilation->engine->classes = classes;
}
