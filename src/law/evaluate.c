/* SPDX-License-Identifier: Apache-2.0 */
#include "law/engine.h"

Truth truth_and(Truth a, Truth b) {
    return a < b ? a : b;
}

Truth truth_or(Truth a, Truth b) {
    return a > b ? a : b;
}

Truth truth_not(Truth a) {
    return (Truth)(TRUTH_YES - a);
}

static Truth truth_of(bool holds) {
    return holds ? TRUTH_YES : TRUTH_NO;
}

typedef Truth (*Evaluator)(Engine *engine, const Condition *condition, const Frame *frame);

/* ---- blocks ---- */

static Truth all_of(Engine *engine, const Condition *condition, const Frame *frame) {
    Truth truth = TRUTH_YES;
    for (size_t i = 0; i < condition->child_count && truth > TRUTH_NO; i++) {
        truth = truth_and(truth, law_condition_truth(engine, &condition->children[i], frame));
    }
    return truth;
}

static Truth any_of(Engine *engine, const Condition *condition, const Frame *frame) {
    Truth truth = TRUTH_NO;
    for (size_t i = 0; i < condition->child_count && truth < TRUTH_YES; i++) {
        truth = truth_or(truth, law_condition_truth(engine, &condition->children[i], frame));
    }
    return truth;
}

static Truth none_of(Engine *engine, const Condition *condition, const Frame *frame) {
    return truth_not(any_of(engine, condition, frame));
}

/* ---- single values ---- */

static Truth is_yes(Engine *engine, const Condition *condition, const Frame *frame) {
    const LawValue *value = law_operand_value(engine, &condition->operands[0], frame);
    return value == NULL ? TRUTH_UNKNOWN : truth_of(value->yes);
}

static Truth fact_holds(Engine *engine, const Condition *condition, const Frame *frame) {
    const size_t provision = condition->provision;
    if (engine->set->provisions[provision].kind != PROVISION_BAR) {
        return law_fact_truth(engine, provision);
    }
    Frame unbound = *frame;
    unbound.row = NULL;
    return engine->ignored_bar == provision + 1
               ? TRUTH_NO
               : law_provision_truth(engine, provision, &unbound, NULL);
}

/* Whether a value is one of the operands from `first` on; no value is not known. */
static Truth is_one_of(const Engine *engine, const LawValue *value, const Condition *condition,
                       size_t first, const Frame *frame) {
    if (value == NULL) {
        return TRUTH_UNKNOWN;
    }
    Truth truth = TRUTH_NO;
    for (size_t i = first; i < condition->operand_count && truth < TRUTH_YES; i++) {
        const LawValue *other = law_operand_value(engine, &condition->operands[i], frame);
        truth = truth_or(truth,
                         other == NULL ? TRUTH_UNKNOWN : truth_of(law_value_equals(value, other)));
    }
    return truth;
}

static Truth equals(Engine *engine, const Condition *condition, const Frame *frame) {
    const LawValue *left = law_operand_value(engine, &condition->operands[0], frame);
    return is_one_of(engine, left, condition, 1, frame);
}

static Truth within(Engine *engine, const Condition *condition, const Frame *frame) {
    const LawValue *code = law_operand_value(engine, &condition->operands[0], frame);
    Truth truth = TRUTH_NO;
    for (size_t i = 1; i < condition->operand_count && truth < TRUTH_YES; i++) {
        const LawValue *above = law_operand_value(engine, &condition->operands[i], frame);
        bool is_known = code != NULL && above != NULL;
        truth = truth_or(truth, is_known ? truth_of(law_code_is_within(code->text, above->text))
                                         : TRUTH_UNKNOWN);
    }
    return truth;
}

static int order_of(const LawValue *left, const LawValue *right) {
    if (left->type == ATTRIBUTE_DATE) {
        return (left->date > right->date) - (left->date < right->date);
    }
    return decimal_compare(left->number, right->number);
}

/* More than 128 bits hold is not known. */
static bool add_up(const Engine *engine, const Condition *condition, const Frame *frame,
                   LawValue *sum) {
    for (size_t i = 2; i < condition->operand_count; i++) {
        const LawValue *next = law_operand_value(engine, &condition->operands[i], frame);
        if (next == NULL || !decimal_add(sum->number, next->number, &sum->number)) {
            return false;
        }
    }
    return true;
}

static Truth compares(Engine *engine, const Condition *condition, const Frame *frame) {
    const LawValue *left = law_operand_value(engine, &condition->operands[0], frame);
    const LawValue *right = law_operand_value(engine, &condition->operands[1], frame);
    if (left == NULL || right == NULL) {
        return TRUTH_UNKNOWN;
    }
    LawValue sum = *left;
    if (!add_up(engine, condition, frame, &sum)) {
        return TRUTH_UNKNOWN;
    }
    return truth_of(law_comparison_holds(condition->comparison, order_of(&sum, right)));
}

/* ---- sets ---- */

static const FactValue *set_fact(const Engine *engine, const Condition *condition) {
    return &engine->facts->values[condition->operands[0].index];
}

/* Whether the set has the operand's value. */
static Truth set_has(const Engine *engine, const FactValue *fact, const Operand *operand,
                     const Frame *frame) {
    const LawValue *value = law_operand_value(engine, operand, frame);
    if (value == NULL) {
        return fact->is_known && fact->member_count == 0 ? TRUTH_NO : TRUTH_UNKNOWN;
    }
    return law_fact_has(fact, value);
}

static Truth set_any(Engine *engine, const Condition *condition, const Frame *frame) {
    Truth truth = TRUTH_NO;
    for (size_t i = 1; i < condition->operand_count && truth < TRUTH_YES; i++) {
        truth = truth_or(
            truth, set_has(engine, set_fact(engine, condition), &condition->operands[i], frame));
    }
    return truth;
}

static Truth set_all(Engine *engine, const Condition *condition, const Frame *frame) {
    Truth truth = TRUTH_YES;
    for (size_t i = 1; i < condition->operand_count && truth > TRUTH_NO; i++) {
        truth = truth_and(
            truth, set_has(engine, set_fact(engine, condition), &condition->operands[i], frame));
    }
    return truth;
}

static Truth set_every(Engine *engine, const Condition *condition, const Frame *frame) {
    const FactValue *fact = set_fact(engine, condition);
    Truth truth = fact->is_known ? TRUTH_YES : TRUTH_UNKNOWN;
    for (size_t i = 0; i < fact->member_count && truth > TRUTH_NO; i++) {
        truth = truth_and(truth, is_one_of(engine, &fact->members[i], condition, 1, frame));
    }
    return truth;
}

/* ---- tables ---- */

static Truth columns_fit(const Engine *engine, const Condition *condition, const Frame *frame,
                         const TableRow *row) {
    size_t last = engine->set->tables[condition->table].column_count - 1;
    Truth truth = TRUTH_YES;
    for (size_t i = 0; i < last && truth > TRUTH_NO; i++) {
        const Operand *operand = &condition->operands[i];
        truth = truth_and(
            truth, law_cell_fits(engine, operand, operand->is_within, frame, &row->values[i]));
    }
    return truth;
}

Truth law_row_fits(const Engine *engine, const Condition *condition, const Frame *frame,
                   const TableRow *row) {
    size_t last = engine->set->tables[condition->table].column_count - 1;
    Truth first = columns_fit(engine, condition, frame, row);
    Truth truth = TRUTH_NO;
    for (size_t i = last; i < condition->operand_count && first > truth; i++) {
        const Operand *operand = &condition->operands[i];
        truth = truth_or(
            truth, law_cell_fits(engine, operand, operand->is_within, frame, &row->values[last]));
    }
    return truth_and(first, truth);
}

/* No row is none to be relied on. */
static bool is_relied_on(const TableRow *row) {
    return row != NULL && row->status < LAW_PARTIAL;
}

/* Keeps the truest row; of those that fit surely, one to be relied on. */
static void consider(const Engine *engine, const Condition *condition, const Frame *frame,
                     const TableRow *row, Lookup *best) {
    Truth truth = law_row_force(engine, &engine->set->tables[condition->table], row);
    if (truth > TRUTH_NO) {
        truth = truth_and(truth, law_row_fits(engine, condition, frame, row));
    }
    bool is_truer = truth > best->truth;
    bool is_firmer = truth == TRUTH_YES && !is_truer && !is_relied_on(best->row);
    if (is_truer || (is_firmer && is_relied_on(row))) {
        best->truth = truth;
        best->row = row;
    }
}

/* The truest a row can be: with a column's operand not known, it can only fit perhaps. */
static Truth truest(const Engine *engine, const Condition *condition, const Frame *frame) {
    size_t last = engine->set->tables[condition->table].column_count - 1;
    bool is_last_known = false;
    for (size_t i = 0; i < condition->operand_count; i++) {
        const Operand *operand = &condition->operands[i];
        bool is_known =
            operand->kind == OPERAND_ANY || law_operand_value(engine, operand, frame) != NULL;
        if (i < last && !is_known) {
            return TRUTH_UNKNOWN;
        }
        is_last_known = is_last_known || (i >= last && is_known);
    }
    return is_last_known ? TRUTH_YES : TRUTH_UNKNOWN;
}

/* No other row can make it truer, or firmer. */
static bool is_settled(const Lookup *lookup, Truth most) {
    return lookup->truth >= most && (lookup->truth < TRUTH_YES || is_relied_on(lookup->row));
}

static void scan(const Engine *engine, const Condition *condition, const Frame *frame, Key key,
                 Truth most, Lookup *best) {
    RowCursor cursor = law_rows_start(engine, &engine->set->tables[condition->table], key, frame);
    const TableRow *row = NULL;
    while (!is_settled(best, most) && (row = law_rows_next(&cursor)) != NULL) {
        consider(engine, condition, frame, row, best);
    }
}

/* Operands past the last column's first are other values of the last column. */
static bool lookup_has_gap(const Engine *engine, const Condition *condition, const Frame *frame) {
    const LawTable *table = &engine->set->tables[condition->table];
    if (law_is_unread(engine, table)) {
        return true;
    }
    for (size_t i = 0; i < condition->operand_count; i++) {
        size_t column = i < table->column_count ? i : table->column_count - 1;
        const Operand *operand = &condition->operands[i];
        if (law_is_gap(engine, table, column, operand, operand->is_within, frame)) {
            return true;
        }
    }
    return false;
}

static Lookup lookup_one(const Engine *engine, const Condition *condition, const Frame *frame) {
    const LawTable *table = &engine->set->tables[condition->table];
    LookupKeys keys = law_lookup_keys(engine, condition, frame);
    Truth most = truest(engine, condition, frame);
    Lookup best = {.truth = TRUTH_NO};
    for (size_t i = 0; i < keys.count && !is_settled(&best, most); i++) {
        scan(engine, condition, frame, law_lookup_key(condition, &keys, i), most, &best);
    }
    if (best.truth < TRUTH_YES && lookup_has_gap(engine, condition, frame)) {
        best.is_gap = true;
        best.truth = truth_or(best.truth, law_gap_truth(engine, table));
    }
    return best;
}

const Operand *law_member_operand(const Condition *condition) {
    for (size_t i = 0; i < condition->operand_count; i++) {
        if (condition->operands[i].kind == OPERAND_MEMBER) {
            return &condition->operands[i];
        }
    }
    return NULL;
}

/* Some member is yes over none, every member no: as `any` and `all` are. */
static Lookup lookup_members(const Engine *engine, const Condition *condition,
                             const FactValue *fact, const Frame *frame) {
    const Truth of_none = condition->is_every ? TRUTH_YES : TRUTH_NO;
    Lookup found = {.truth = fact->is_known ? of_none : TRUTH_UNKNOWN};
    Frame bound = *frame;
    for (size_t i = 0; i < fact->member_count; i++) {
        bound.member = &fact->members[i];
        Lookup one = lookup_one(engine, condition, &bound);
        const bool decides =
            condition->is_every ? one.truth < found.truth : one.truth > found.truth;
        if (decides || (one.truth == found.truth && found.row == NULL)) {
            found = one;
        }
    }
    return found;
}

Lookup law_table_lookup(const Engine *engine, const Condition *condition, const Frame *frame) {
    const Operand *member = law_member_operand(condition);
    if (member == NULL || frame->member != NULL) {
        return lookup_one(engine, condition, frame);
    }
    return lookup_members(engine, condition, &engine->facts->values[member->index], frame);
}

static Truth in_table(Engine *engine, const Condition *condition, const Frame *frame) {
    return law_table_lookup(engine, condition, frame).truth;
}

/* ---- reasons ---- */

static Truth reason_fits(const Engine *engine, const Condition *condition, const Frame *frame,
                         const Instance *instance) {
    if (!instance->has_reason) {
        return TRUTH_NO; /* no reason is none of those asked for */
    }
    return is_one_of(engine, instance->reason, condition, 0, frame);
}

static bool is_asked(const Engine *engine, const Frame *frame, const Instance *instance) {
    return law_exception_covers(engine, frame->exception, instance->provision);
}

/* Yes only where it is so for those met surely and those met perhaps. */
static Truth every_reason(Engine *engine, const Condition *condition, const Frame *frame) {
    Truth truth = TRUTH_YES;
    for (size_t i = 0; i < frame->instance_count && truth > TRUTH_NO; i++) {
        const Instance *instance = &frame->instances[i];
        if (is_asked(engine, frame, instance)) {
            Truth fits = reason_fits(engine, condition, frame, instance);
            truth = truth_and(truth, truth_or(fits, truth_not(instance->truth)));
        }
    }
    return truth;
}

static Truth any_reason(Engine *engine, const Condition *condition, const Frame *frame) {
    Truth truth = TRUTH_NO;
    for (size_t i = 0; i < frame->instance_count && truth < TRUTH_YES; i++) {
        const Instance *instance = &frame->instances[i];
        if (is_asked(engine, frame, instance)) {
            Truth fits = reason_fits(engine, condition, frame, instance);
            truth = truth_or(truth, truth_and(fits, instance->truth));
        }
    }
    return truth;
}

static const Evaluator EVALUATORS[] = {
    [CONDITION_ALL] = all_of,
    [CONDITION_ANY] = any_of,
    [CONDITION_NONE] = none_of,
    [CONDITION_TRACK] = all_of,
    [CONDITION_YES] = is_yes,
    [CONDITION_FACT] = fact_holds,
    [CONDITION_EQUALS] = equals,
    [CONDITION_WITHIN] = within,
    [CONDITION_COMPARE] = compares,
    [CONDITION_SET_ANY] = set_any,
    [CONDITION_SET_ALL] = set_all,
    [CONDITION_SET_EVERY] = set_every,
    [CONDITION_TABLE] = in_table,
    [CONDITION_EVERY_REASON] = every_reason,
    [CONDITION_ANY_REASON] = any_reason,
};

Truth law_condition_truth(Engine *engine, const Condition *condition, const Frame *frame) {
    Truth truth = EVALUATORS[condition->kind](engine, condition, frame);
    return condition->is_negated ? truth_not(truth) : truth;
}
