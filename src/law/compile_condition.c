/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "law/compile.h"

enum { KEY_WORDS_MAX = 64 };

/* ---- leaves: each distinct one once ---- */

typedef struct LeafKey {
    uint64_t words[KEY_WORDS_MAX];
    size_t count;
} LeafKey;

static void key_add(LeafKey *key, uint64_t word) {
    if (key->count < KEY_WORDS_MAX) {
        key->words[key->count] = word;
    }
    key->count++;
}

static void key_add_value(LeafKey *key, const LawValue *value) {
    key_add(key, value->type);
    switch (value->type) {
    case ATTRIBUTE_YES_NO:
        key_add(key, value->yes);
        return;
    case ATTRIBUTE_NUMBER:
        key_add(key, (uint64_t)value->number.coefficient);
        key_add(key, value->number.scale);
        return;
    case ATTRIBUTE_DATE:
        key_add(key, (uint64_t)value->date);
        return;
    case ATTRIBUTE_CODE:
    case ATTRIBUTE_SET:
    case ATTRIBUTE_COUNTRY:
        break;
    }
    key_add(key, value->symbol);
    if (value->symbol == SYMBOL_FOREIGN) {
        key_add(key, text_hash(value->text));
    }
}

static void key_add_operand(LeafKey *key, const Operand *operand) {
    key_add(key, ((uint64_t)operand->kind * 2 + operand->is_within) * 2 + operand->is_coarse);
    if (operand->kind == OPERAND_LITERAL) {
        key_add_value(key, &operand->literal);
    } else if (operand->kind == OPERAND_ATTRIBUTE || operand->kind == OPERAND_MEMBER) {
        key_add(key, operand->index);
    }
}

static LeafKey key_of(const Leaf *leaf) {
    LeafKey key = {.count = 0};
    key_add(&key, leaf->kind);
    key_add(&key, leaf->provision);
    key_add(&key, (uint64_t)(uint32_t)leaf->range.from << 32 | (uint32_t)leaf->range.until);
    key_add(&key, leaf->table);
    key_add(&key, leaf->column);
    key_add(&key, leaf->dates);
    key_add(&key, leaf->condition.kind);
    key_add(&key, leaf->condition.is_negated + 2U * leaf->condition.is_every);
    key_add(&key, leaf->condition.comparison);
    key_add(&key, leaf->condition.table);
    for (size_t i = 0; i < leaf->condition.operand_count; i++) {
        key_add_operand(&key, &leaf->condition.operands[i]);
    }
    return key;
}

static Support support_of(const Leaf *leaf) {
    bool is_single = leaf->kind != LEAF_FORCE && leaf->kind != LEAF_MEMBERS &&
                     leaf->kind != LEAF_CROSS && leaf->kind != LEAF_SLOW;
    return (Support){leaf->attribute, leaf->dates, is_single};
}

/* A condition too long for a key is a leaf of its own. */
static Ref leaf_ref(Compilation *compilation, const Leaf *leaf) {
    LeafKey key = key_of(leaf);
    size_t known = 0;
    Text bytes = {(const char *)key.words, key.count * sizeof(uint64_t)};
    bool has_key = key.count <= KEY_WORDS_MAX;
    if (has_key && map_find(compilation->leaf_refs, bytes, &known)) {
        return (Ref)known;
    }
    uint32_t index = (uint32_t)compilation->leaves.count;
    *(Leaf *)array_add(&compilation->leaves) = *leaf;
    Ref ref = formula_leaf(&compilation->store, index, support_of(leaf));
    if (has_key) {
        (void)map_add(compilation->leaf_refs, text_copy(compilation->arena, bytes), ref);
    }
    return ref;
}

/* ---- operands ---- */

Operand compile_bind(const Operand *operand, const TableRow *row) {
    Operand bound = *operand;
    if (operand->kind == OPERAND_COLUMN && row != NULL) {
        bound.kind = OPERAND_LITERAL;
        bound.literal = row->values[operand->index];
    }
    return bound;
}

static size_t attributes_in(const Condition *condition, size_t *attribute) {
    size_t count = 0;
    *attribute = LAW_NONE;
    for (size_t i = 0; i < condition->operand_count; i++) {
        if (condition->operands[i].kind == OPERAND_ATTRIBUTE) {
            *attribute = condition->operands[i].index;
            count++;
        }
    }
    return count;
}

static bool has_kind(const Condition *condition, OperandKind kind) {
    for (size_t i = 0; i < condition->operand_count; i++) {
        if (condition->operands[i].kind == kind) {
            return true;
        }
    }
    return false;
}

static bool has_foreign_literal(const Condition *condition) {
    for (size_t i = 0; i < condition->operand_count; i++) {
        const Operand *operand = &condition->operands[i];
        if (operand->kind == OPERAND_LITERAL && operand->literal.type == ATTRIBUTE_CODE &&
            operand->literal.symbol == SYMBOL_FOREIGN) {
            return true;
        }
    }
    return false;
}

static Ref constant_ref(Compilation *compilation, const Condition *condition) {
    Frame none = {0};
    return formula_constant(law_condition_truth(&compilation->tree, condition, &none));
}

unsigned compile_table_date(const LawTable *table) {
    if (table->has_read_from) {
        return table->is_register ? DATED_KNOWN_AT : DATED_AS_OF;
    }
    for (size_t i = 0; i < table->row_count; i++) {
        DateRange holds = table->rows[i].holds;
        if (holds.from != DATE_MIN || holds.until != DATE_MAX) {
            return table->is_register ? DATED_KNOWN_AT : DATED_AS_OF;
        }
    }
    return 0;
}

static Ref slow_ref(Compilation *compilation, const Condition *condition) {
    Leaf leaf = {.kind = LEAF_SLOW, .condition = *condition, .attribute = LAW_NONE};
    if (condition->kind == CONDITION_TABLE) {
        leaf.dates = compile_table_date(&compilation->set->tables[condition->table]);
    }
    return leaf_ref(compilation, &leaf);
}

/* ---- one value against another ---- */

static Comparison flipped(Comparison comparison) {
    static const Comparison FLIPPED[] = {[AT_MOST] = AT_LEAST,
                                         [AT_LEAST] = AT_MOST,
                                         [MORE_THAN] = LESS_THAN,
                                         [LESS_THAN] = MORE_THAN};
    return FLIPPED[comparison];
}

static void turn_round(Compilation *compilation, Condition *condition) {
    Operand *operands = ARENA_MANY(compilation->arena, Operand, 2);
    operands[0] = condition->operands[1];
    operands[1] = condition->operands[0];
    condition->operands = operands;
    condition->comparison = flipped(condition->comparison);
}

/* The fact is on the left; what is within a fact is not tabulated. */
static Ref value_ref(Compilation *compilation, Condition condition) {
    size_t attribute = LAW_NONE;
    size_t count = attributes_in(&condition, &attribute);
    bool is_turned = count == 1 && condition.operand_count == 2 &&
                     condition.operands[1].kind == OPERAND_ATTRIBUTE;
    if (count == 0) {
        return constant_ref(compilation, &condition);
    }
    if (has_kind(&condition, OPERAND_COLUMN)) {
        return REF_UNKNOWN; /* the column of no row */
    }
    if (count > 1 || has_foreign_literal(&condition) ||
        (is_turned && condition.kind == CONDITION_WITHIN)) {
        return slow_ref(compilation, &condition);
    }
    if (is_turned) {
        turn_round(compilation, &condition);
    }
    Leaf leaf = {.kind = LEAF_VALUE, .condition = condition, .attribute = attribute};
    return leaf_ref(compilation, &leaf);
}

static Condition pair_of(Compilation *compilation, const Condition *condition, const Operand *left,
                         const Operand *right, const TableRow *row) {
    Operand *operands = ARENA_MANY(compilation->arena, Operand, 2);
    operands[0] = compile_bind(left, row);
    operands[1] = compile_bind(right, row);
    return (Condition){.kind = condition->kind,
                       .comparison = condition->comparison,
                       .operands = operands,
                       .operand_count = 2};
}

typedef Ref (*PairCompiler)(Compilation *compilation, Condition condition);

/* The first operand against each of the others. */
static Ref pairs(Compilation *compilation, const Condition *condition, const Binding *binding,
                 PairCompiler compile, bool is_all) {
    size_t count = condition->operand_count - 1;
    Ref *refs = ARENA_MANY(compilation->arena, Ref, count);
    for (size_t i = 0; i < count; i++) {
        refs[i] = compile(compilation, pair_of(compilation, condition, &condition->operands[0],
                                               &condition->operands[i + 1], binding->row));
    }
    return is_all ? formula_all(&compilation->store, refs, count)
                  : formula_any(&compilation->store, refs, count);
}

static Ref one_of(Compilation *compilation, const Condition *condition, const Binding *binding) {
    return pairs(compilation, condition, binding, value_ref, false);
}

/* Sums are asked of the tree engine, as facts beside facts are. */
static Ref compared(Compilation *compilation, const Condition *condition, const Binding *binding) {
    if (condition->operand_count == 2) {
        return one_of(compilation, condition, binding);
    }
    Condition sum = *condition;
    Operand *operands = ARENA_MANY(compilation->arena, Operand, condition->operand_count);
    for (size_t i = 0; i < condition->operand_count; i++) {
        operands[i] = compile_bind(&condition->operands[i], binding->row);
    }
    sum.operands = operands;
    sum.is_negated = false;
    return has_kind(&sum, OPERAND_COLUMN) ? REF_UNKNOWN : slow_ref(compilation, &sum);
}

static Ref is_yes(Compilation *compilation, const Condition *condition, const Binding *binding) {
    Operand *operands = ARENA_NEW(compilation->arena, Operand);
    *operands = compile_bind(&condition->operands[0], binding->row);
    return value_ref(compilation,
                     (Condition){.kind = CONDITION_YES, .operands = operands, .operand_count = 1});
}

LawValue compile_code(const Compilation *compilation, Text code) {
    size_t symbol = 0;
    bool is_known = map_find(compilation->set->symbols, code, &symbol);
    return (LawValue){
        .type = ATTRIBUTE_CODE, .symbol = is_known ? (Symbol)symbol : SYMBOL_FOREIGN, .text = code};
}

/* Perhaps, where the operand is a code above the cell. */
static Ref coarse_match(Compilation *compilation, const Operand *operand, const LawValue *cell) {
    Condition equal = {.kind = CONDITION_EQUALS};
    Text above = cell->text;
    Ref ref = REF_NO;
    while (law_code_above(&above)) {
        Operand literal = {.kind = OPERAND_LITERAL, .literal = compile_code(compilation, above)};
        Ref is_above =
            value_ref(compilation, pair_of(compilation, &equal, operand, &literal, NULL));
        ref = formula_or(&compilation->store, ref, is_above);
    }
    return formula_and(&compilation->store, REF_UNKNOWN, ref);
}

Ref compile_match(Compilation *compilation, const RowMatch *match, const LawValue *cell) {
    if (match->operand.kind == OPERAND_ANY) {
        return REF_YES;
    }
    Operand literal = {.kind = OPERAND_LITERAL, .literal = *cell};
    Condition condition = {.kind = match->is_within ? CONDITION_WITHIN : CONDITION_EQUALS};
    Ref ref =
        value_ref(compilation, pair_of(compilation, &condition, &match->operand, &literal, NULL));
    return match->operand.is_coarse ? formula_or(&compilation->store, ref,
                                                 coarse_match(compilation, &match->operand, cell))
                                    : ref;
}

/* ---- sets ---- */

static Ref member_ref(Compilation *compilation, Condition condition) {
    if (condition.operands[1].kind == OPERAND_ATTRIBUTE || has_foreign_literal(&condition)) {
        return slow_ref(compilation, &condition);
    }
    condition.kind = CONDITION_SET_ANY;
    Leaf leaf = {
        .kind = LEAF_MEMBERS, .condition = condition, .attribute = condition.operands[0].index};
    return leaf_ref(compilation, &leaf);
}

static Ref set_any(Compilation *compilation, const Condition *condition, const Binding *binding) {
    return pairs(compilation, condition, binding, member_ref, false);
}

static Ref set_all(Compilation *compilation, const Condition *condition, const Binding *binding) {
    return pairs(compilation, condition, binding, member_ref, true);
}

static Condition bound_condition(Compilation *compilation, const Condition *condition,
                                 const TableRow *row) {
    Operand *operands = ARENA_MANY(compilation->arena, Operand, condition->operand_count);
    for (size_t i = 0; i < condition->operand_count; i++) {
        operands[i] = compile_bind(&condition->operands[i], row);
    }
    return (Condition){.kind = condition->kind,
                       .is_every = condition->is_every,
                       .table = condition->table,
                       .operands = operands,
                       .operand_count = condition->operand_count};
}

/* Every member is: no member is not. */
static Ref set_every(Compilation *compilation, const Condition *condition, const Binding *binding) {
    Condition bound = bound_condition(compilation, condition, binding->row);
    size_t attribute = LAW_NONE;
    if (attributes_in(&bound, &attribute) > 1 || has_foreign_literal(&bound)) {
        return slow_ref(compilation, &bound);
    }
    bound.is_negated = true;
    Leaf leaf = {.kind = LEAF_MEMBERS, .condition = bound, .attribute = attribute};
    return formula_not(leaf_ref(compilation, &leaf));
}

/* ---- tables ---- */

Ref compile_gap(Compilation *compilation, size_t table, size_t column, const Operand *operand,
                bool is_within) {
    const LawTable *asked = &compilation->set->tables[table];
    Frame none = {0};
    if (asked->complete_by != column || operand->kind == OPERAND_ANY) {
        return REF_NO;
    }
    if (operand->kind != OPERAND_ATTRIBUTE) {
        bool is_gap = law_is_gap(&compilation->tree, asked, column, operand, is_within, &none);
        return is_gap ? REF_UNKNOWN : REF_NO;
    }
    Operand *operands = ARENA_NEW(compilation->arena, Operand);
    *operands = *operand;
    operands->is_within = is_within;
    Leaf leaf = {.kind = LEAF_GAP,
                 .condition = {.operands = operands, .operand_count = 1},
                 .table = table,
                 .column = column,
                 .attribute = operand->index};
    return formula_and(&compilation->store, REF_UNKNOWN, leaf_ref(compilation, &leaf));
}

Ref compile_unread(Compilation *compilation, const LawTable *table) {
    if (!table->has_read_from) {
        return REF_NO;
    }
    const DateRange before = {DATE_MIN, date_add_days(table->read_from, -1)};
    const unsigned date = table->is_register ? DATED_KNOWN_AT : DATED_AS_OF;
    return formula_and(&compilation->store, REF_UNKNOWN, compile_range(compilation, before, date));
}

static Ref gaps(Compilation *compilation, const Condition *condition) {
    Ref *refs = ARENA_MANY(compilation->arena, Ref, condition->operand_count + 1);
    refs[condition->operand_count] =
        compile_unread(compilation, &compilation->set->tables[condition->table]);
    for (size_t i = 0; i < condition->operand_count; i++) {
        const Operand *operand = &condition->operands[i];
        refs[i] = compile_gap(compilation, condition->table, i, operand, operand->is_within);
    }
    return formula_any(&compilation->store, refs, condition->operand_count + 1);
}

/* Whether rows can be found by the classes of the facts: each is asked once, by itself. */
static bool can_cross(const Compilation *compilation, const Condition *condition, size_t count) {
    for (size_t i = 0; i < condition->operand_count; i++) {
        const Operand *operand = &condition->operands[i];
        if (operand->kind != OPERAND_ATTRIBUTE) {
            continue;
        }
        for (size_t j = 0; j < i; j++) {
            const Operand *other = &condition->operands[j];
            if (other->kind == OPERAND_ATTRIBUTE && other->index == operand->index) {
                return false;
            }
        }
        AttributeType type = compilation->set->attributes[operand->index].type;
        if (operand->is_within || operand->is_coarse ||
            (type != ATTRIBUTE_CODE && type != ATTRIBUTE_COUNTRY)) {
            return false;
        }
    }
    return count <= CROSS_MAX;
}

/* A look-up with one value of the last column. */
static Ref lookup_ref(Compilation *compilation, const Condition *condition) {
    Leaf leaf = {.kind = LEAF_TABLE, .condition = *condition};
    size_t count = attributes_in(condition, &leaf.attribute);
    if (has_foreign_literal(condition) ||
        (count > 1 && !can_cross(compilation, condition, count))) {
        return slow_ref(compilation, condition);
    }
    if (count > 1) {
        leaf.kind = LEAF_CROSS;
        leaf.attribute = LAW_NONE;
    }
    leaf.dates = compile_table_date(&compilation->set->tables[condition->table]);
    return formula_or(&compilation->store, leaf_ref(compilation, &leaf),
                      gaps(compilation, condition));
}

/* Through a set: that some member stands there, or that some does not. */
static Ref member_lookup(Compilation *compilation, Condition bound, const Operand *member) {
    size_t ignored = LAW_NONE;
    if (attributes_in(&bound, &ignored) > 0 || has_foreign_literal(&bound) ||
        compile_table_date(&compilation->set->tables[bound.table]) != 0) {
        return slow_ref(compilation, &bound);
    }
    bound.is_negated = bound.is_every;
    Leaf leaf = {.kind = LEAF_MEMBERS, .condition = bound, .attribute = member->index};
    Ref ref = leaf_ref(compilation, &leaf);
    return bound.is_every ? formula_not(ref) : ref;
}

static Ref in_table(Compilation *compilation, const Condition *condition, const Binding *binding) {
    Condition bound = bound_condition(compilation, condition, binding->row);
    const Operand *member = law_member_operand(&bound);
    if (member != NULL) {
        return member_lookup(compilation, bound, member);
    }
    size_t columns = compilation->set->tables[bound.table].column_count;
    size_t count = bound.operand_count - columns + 1;
    const Operand *operands = bound.operands;
    Ref *refs = ARENA_MANY(compilation->arena, Ref, count);
    for (size_t i = 0; i < count; i++) {
        Operand *chosen = ARENA_MANY(compilation->arena, Operand, columns);
        memcpy(chosen, operands, columns * sizeof(Operand));
        chosen[columns - 1] = operands[columns - 1 + i];
        bound.operands = chosen;
        bound.operand_count = columns;
        refs[i] = lookup_ref(compilation, &bound);
    }
    return formula_any(&compilation->store, refs, count);
}

/* ---- reasons ---- */

/* No reason is none of those asked for. */
static Ref reason_fits(Compilation *compilation, const Condition *condition, const Binding *binding,
                       const Slot *slot) {
    Condition equal = {.kind = CONDITION_EQUALS};
    if (!slot->has_reason) {
        return REF_NO;
    }
    if (slot->reason.kind == OPERAND_COLUMN) {
        return REF_UNKNOWN; /* of a row that the table lacks, not of the row at hand */
    }
    Ref *refs = ARENA_MANY(compilation->arena, Ref, condition->operand_count);
    for (size_t i = 0; i < condition->operand_count; i++) {
        refs[i] = value_ref(compilation, pair_of(compilation, &equal, &slot->reason,
                                                 &condition->operands[i], binding->row));
    }
    return formula_any(&compilation->store, refs, condition->operand_count);
}

static Ref over_reasons(Compilation *compilation, const Condition *condition,
                        const Binding *binding, bool is_every) {
    size_t count = binding->slots == NULL ? 0 : binding->slots->count;
    FormulaStore *store = &compilation->store;
    Ref *refs = ARENA_MANY(compilation->arena, Ref, count);
    size_t asked = 0;
    for (size_t i = 0; i < count; i++) {
        const Slot *slot = &ARRAY_ITEMS(Slot, binding->slots)[i];
        if (law_exception_covers(&compilation->tree, binding->exception, slot->provision)) {
            Ref fits = reason_fits(compilation, condition, binding, slot);
            refs[asked++] = is_every ? formula_or(store, fits, formula_not(slot->ref))
                                     : formula_and(store, fits, slot->ref);
        }
    }
    return is_every ? formula_all(store, refs, asked) : formula_any(store, refs, asked);
}

static Ref every_reason(Compilation *compilation, const Condition *condition,
                        const Binding *binding) {
    return over_reasons(compilation, condition, binding, true);
}

static Ref any_reason(Compilation *compilation, const Condition *condition,
                      const Binding *binding) {
    return over_reasons(compilation, condition, binding, false);
}

/* ---- blocks ---- */

static Ref *children_of(Compilation *compilation, const Condition *condition,
                        const Binding *binding) {
    Ref *refs = ARENA_MANY(compilation->arena, Ref, condition->child_count);
    for (size_t i = 0; i < condition->child_count; i++) {
        refs[i] = compile_condition(compilation, &condition->children[i], binding);
    }
    return refs;
}

static Ref all_of(Compilation *compilation, const Condition *condition, const Binding *binding) {
    return formula_all(&compilation->store, children_of(compilation, condition, binding),
                       condition->child_count);
}

static Ref any_of(Compilation *compilation, const Condition *condition, const Binding *binding) {
    return formula_any(&compilation->store, children_of(compilation, condition, binding),
                       condition->child_count);
}

static Ref none_of(Compilation *compilation, const Condition *condition, const Binding *binding) {
    return formula_not(any_of(compilation, condition, binding));
}

static Ref fact_holds(Compilation *compilation, const Condition *condition,
                      const Binding *binding) {
    if (compilation->set->provisions[condition->provision].kind != PROVISION_BAR) {
        return compile_fact(compilation, condition->provision);
    }
    Binding unbound = *binding;
    unbound.row = NULL;
    return compile_bar(compilation, condition->provision, &unbound);
}

typedef Ref (*Compiler)(Compilation *compilation, const Condition *condition,
                        const Binding *binding);

static const Compiler COMPILERS[] = {
    [CONDITION_ALL] = all_of,
    [CONDITION_ANY] = any_of,
    [CONDITION_NONE] = none_of,
    [CONDITION_TRACK] = all_of,
    [CONDITION_YES] = is_yes,
    [CONDITION_FACT] = fact_holds,
    [CONDITION_EQUALS] = one_of,
    [CONDITION_WITHIN] = one_of,
    [CONDITION_COMPARE] = compared,
    [CONDITION_SET_ANY] = set_any,
    [CONDITION_SET_ALL] = set_all,
    [CONDITION_SET_EVERY] = set_every,
    [CONDITION_TABLE] = in_table,
    [CONDITION_EVERY_REASON] = every_reason,
    [CONDITION_ANY_REASON] = any_reason,
};

Ref compile_condition(Compilation *compilation, const Condition *condition,
                      const Binding *binding) {
    Ref ref = COMPILERS[condition->kind](compilation, condition, binding);
    return condition->is_negated ? formula_not(ref) : ref;
}

/* ---- dates ---- */

Ref compile_range(Compilation *compilation, DateRange range, unsigned date) {
    if (range.from == DATE_MIN && range.until == DATE_MAX) {
        return REF_YES;
    }
    Leaf leaf = {.kind = LEAF_RANGE, .range = range, .attribute = LAW_NONE, .dates = date};
    return leaf_ref(compilation, &leaf);
}

Ref compile_force(Compilation *compilation, size_t provision) {
    Leaf leaf = {
        .kind = LEAF_FORCE, .provision = provision, .attribute = LAW_NONE, .dates = DATED_AS_OF};
    return leaf_ref(compilation, &leaf);
}
