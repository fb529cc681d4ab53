/* SPDX-License-Identifier: Apache-2.0 */
#include "law/order.h"

#include "law/residual_parts.h"

/* ---- blocks of which one child is left ---- */

static bool is_conjunction(const Condition *condition) {
    return condition->kind == CONDITION_ALL || condition->kind == CONDITION_TRACK;
}

/* A child that makes no difference: yes in `all of`, no in `any of`. */
static bool is_neutral(ResidualWork *work, const Condition *block, const Condition *child,
                       const Frame *frame) {
    const Residual residual = law_condition_residual(work, child, frame);
    return residual.is_constant && residual.truth == (is_conjunction(block) ? TRUTH_YES : TRUTH_NO);
}

/* The condition itself, or the one child of a block that still matters. */
static const Condition *unwrapped(ResidualWork *work, const Condition *condition,
                                  const Frame *frame) {
    while ((is_conjunction(condition) || condition->kind == CONDITION_ANY) &&
           !condition->is_negated) {
        const Condition *left = NULL;
        size_t count = 0;
        for (size_t i = 0; i < condition->child_count; i++) {
            if (!is_neutral(work, condition, &condition->children[i], frame)) {
                left = &condition->children[i];
                count++;
            }
        }
        if (count != 1) {
            break;
        }
        condition = left;
    }
    return condition;
}

/* ---- lists ---- */

/* Operands that are what is asked, before the list of values. */
static size_t asked_count(const LawSet *set, const Condition *condition) {
    switch (condition->kind) {
    case CONDITION_TABLE:
        return set->tables[condition->table].column_count - 1;
    case CONDITION_EVERY_REASON:
    case CONDITION_ANY_REASON:
        return 0;
    case CONDITION_ALL:
    case CONDITION_ANY:
    case CONDITION_NONE:
    case CONDITION_TRACK:
    case CONDITION_YES:
    case CONDITION_FACT:
    case CONDITION_EQUALS:
    case CONDITION_WITHIN:
    case CONDITION_COMPARE:
    case CONDITION_SET_ANY:
    case CONDITION_SET_ALL:
    case CONDITION_SET_EVERY:
        break;
    }
    return 1;
}

/* More values in the list make it true more often. */
static bool grows_with_list(ConditionKind kind) {
    static const ConditionKind KINDS[] = {
        CONDITION_EQUALS, CONDITION_WITHIN,       CONDITION_SET_ANY,   CONDITION_SET_EVERY,
        CONDITION_TABLE,  CONDITION_EVERY_REASON, CONDITION_ANY_REASON};
    for (size_t i = 0; i < sizeof(KINDS) / sizeof(KINDS[0]); i++) {
        if (kind == KINDS[i]) {
            return true;
        }
    }
    return false;
}

static Text operand_text(const LawSet *set, const Operand *operand) {
    return operand->kind == OPERAND_LITERAL ? operand->literal.text
                                            : set->attributes[operand->index].name;
}

/* Columns are left out: they may be of other tables. */
static bool is_same_operand(const LawSet *a_set, const Operand *a, const LawSet *b_set,
                            const Operand *b) {
    bool is_named =
        a->kind == OPERAND_ATTRIBUTE || a->kind == OPERAND_MEMBER || a->kind == OPERAND_LITERAL;
    return a->kind == b->kind && a->is_within == b->is_within &&
           (a->kind == OPERAND_ANY ||
            (is_named && text_equals(operand_text(a_set, a), operand_text(b_set, b))));
}

static bool has_operand(const LawSet *a_set, const Operand *a, const LawSet *b_set,
                        const Condition *b, size_t first) {
    for (size_t i = first; i < b->operand_count; i++) {
        if (is_same_operand(a_set, a, b_set, &b->operands[i])) {
            return true;
        }
    }
    return false;
}

/* The same is asked, and every value of a's list stands in b's. Tables must be the same whole:
 * they are compared by what is left of a look-up in them by the values of a. */
static bool list_is_part(const LawSet *a_set, const Condition *a, const LawSet *b_set,
                         const Condition *b) {
    const size_t asked = asked_count(a_set, a);
    for (size_t i = 0; i < asked; i++) {
        if (!is_same_operand(a_set, &a->operands[i], b_set, &b->operands[i])) {
            return false;
        }
    }
    for (size_t i = asked; i < a->operand_count; i++) {
        if (!has_operand(a_set, &a->operands[i], b_set, b, asked)) {
            return false;
        }
    }
    return true;
}

/* b's look-up cut to a's list leaves the same as a's. */
static bool is_same_table(ResidualWork *a_work, const Condition *a, ResidualWork *b_work,
                          const Condition *b, const Frame *frame) {
    Condition cut = *b;
    cut.operands = a->operands;
    cut.operand_count = a->operand_count;
    for (size_t i = 0; i < a->operand_count; i++) {
        if ((a->operands[i].kind == OPERAND_ATTRIBUTE || a->operands[i].kind == OPERAND_MEMBER) &&
            a->operands[i].index != b->operands[i].index) {
            return false; /* another vocabulary */
        }
    }
    return law_condition_residual(a_work, a, frame).hash ==
           law_condition_residual(b_work, &cut, frame).hash;
}

/* ---- tables with more rows ---- */

static bool is_same_row(const LawTable *a, const TableRow *a_row, const TableRow *b_row) {
    for (size_t i = 0; i < a->column_count; i++) {
        if (!text_equals(a_row->values[i].text, b_row->values[i].text)) {
            return false;
        }
    }
    return a_row->status == b_row->status && a_row->holds.from == b_row->holds.from &&
           a_row->holds.until == b_row->holds.until;
}

/* Every row of the one stands in the other too, in the same order; what stands nowhere in them
 * is not there for both. */
static bool has_rows_of(const LawTable *b, const LawTable *a) {
    if (!text_equals(a->name, b->name) || a->row_count > b->row_count ||
        a->complete_by != LAW_NONE || b->complete_by != LAW_NONE || a->has_read_from ||
        b->has_read_from) {
        return false;
    }
    size_t found = 0;
    for (size_t i = 0; i < b->row_count && found < a->row_count; i++) {
        found += is_same_row(a, &a->rows[found], &b->rows[i]);
    }
    return found == a->row_count;
}

/* The same look-up, in a table that may have more rows. `coarse by` fits perhaps what has no row,
 * so that a new row may make a yes of it, never a no. */
static bool is_larger_table(const ResidualWork *a_work, const Condition *a,
                            const ResidualWork *b_work, const Condition *b) {
    return a->operand_count == b->operand_count &&
           has_rows_of(&b_work->engine->set->tables[b->table],
                       &a_work->engine->set->tables[a->table]);
}

/* ---- single conditions ---- */

/* Up to a number: what is at most less is at most more; in the other direction turned round. */
static bool is_looser(Comparison a, const LawValue *left, Comparison b, const LawValue *right) {
    const bool is_upper = a == AT_MOST || a == LESS_THAN;
    if (left->type != right->type || is_upper != (b == AT_MOST || b == LESS_THAN)) {
        return false;
    }
    int order = left->type == ATTRIBUTE_DATE
                    ? (left->date > right->date) - (left->date < right->date)
                    : decimal_compare(left->number, right->number);
    order = is_upper ? -order : order;
    const bool is_strict = b == LESS_THAN || b == MORE_THAN;
    return order > 0 || (order == 0 && (a == b || !is_strict));
}

static bool comparison_implies(const LawSet *narrow_set, const Condition *narrow,
                               const LawSet *wide_set, const Condition *wide) {
    const Operand *left = &narrow->operands[1];
    const Operand *right = &wide->operands[1];
    return narrow->operand_count == 2 && wide->operand_count == 2 &&
           is_same_operand(narrow_set, &narrow->operands[0], wide_set, &wide->operands[0]) &&
           left->kind == OPERAND_LITERAL && right->kind == OPERAND_LITERAL &&
           is_looser(narrow->comparison, &left->literal, wide->comparison, &right->literal);
}

static bool leaf_implies(ResidualWork *a_work, const Condition *a, ResidualWork *b_work,
                         const Condition *b, const Frame *frame) {
    const LawSet *a_set = a_work->engine->set;
    const LawSet *b_set = b_work->engine->set;
    if (a->kind == CONDITION_COMPARE) {
        return a->is_negated ? comparison_implies(b_set, b, a_set, a)
                             : comparison_implies(a_set, a, b_set, b);
    }
    if (!grows_with_list(a->kind) || a->is_negated || a->is_every != b->is_every ||
        !list_is_part(a_set, a, b_set, b)) {
        return false;
    }
    return a->kind != CONDITION_TABLE || is_same_table(a_work, a, b_work, b, frame) ||
           is_larger_table(a_work, a, b_work, b);
}

static bool fact_implies(ResidualWork *a_work, const Condition *a, ResidualWork *b_work,
                         const Condition *b) {
    const Provision *kept[] = {a_work->provision, b_work->provision};
    const bool are_facts = a_work->engine->set->provisions[a->provision].kind == PROVISION_FACT &&
                           b_work->engine->set->provisions[b->provision].kind == PROVISION_FACT;
    /* Of what fails the order is turned round. */
    ResidualWork *narrow = a->is_negated ? b_work : a_work;
    ResidualWork *wide = a->is_negated ? a_work : b_work;
    const size_t narrow_fact = a->is_negated ? b->provision : a->provision;
    const size_t wide_fact = a->is_negated ? a->provision : b->provision;
    const bool implies = are_facts && law_provision_implies(narrow, narrow_fact, wide, wide_fact);
    a_work->provision = kept[0];
    b_work->provision = kept[1];
    return implies;
}

/* ---- conditions ---- */

/* In `none of` less follows from more. */
static bool children_imply(ResidualWork *a_work, const Condition *a, ResidualWork *b_work,
                           const Condition *b, const Frame *frame) {
    const bool is_turned = a->kind == CONDITION_NONE;
    ResidualWork *premise_work = is_turned ? b_work : a_work;
    ResidualWork *conclusion_work = is_turned ? a_work : b_work;
    const Condition *premise = is_turned ? b : a;
    const Condition *conclusion = is_turned ? a : b;
    for (size_t i = 0; i < a->child_count; i++) {
        if (!law_condition_implies(premise_work, &premise->children[i], conclusion_work,
                                   &conclusion->children[i], frame)) {
            return false;
        }
    }
    return true;
}

bool law_condition_implies(ResidualWork *a_work, const Condition *a, ResidualWork *b_work,
                           const Condition *b, const Frame *frame) {
    const Residual left = law_condition_residual(a_work, a, frame);
    const Residual right = law_condition_residual(b_work, b, frame);
    if ((left.is_constant && left.truth == TRUTH_NO) ||
        (right.is_constant && right.truth == TRUTH_YES)) {
        return true;
    }
    if (left.is_constant == right.is_constant && left.hash == right.hash) {
        return true;
    }
    a = unwrapped(a_work, a, frame);
    b = unwrapped(b_work, b, frame);
    if (a->kind != b->kind || a->is_negated != b->is_negated) {
        return false;
    }
    if (a->kind <= CONDITION_TRACK) {
        return !a->is_negated && a->child_count == b->child_count &&
               children_imply(a_work, a, b_work, b, frame);
    }
    if (a->kind == CONDITION_FACT) {
        return fact_implies(a_work, a, b_work, b);
    }
    return leaf_implies(a_work, a, b_work, b, frame);
}

/* ---- provisions ---- */

/* What is not written holds (`otherwise`: in `except where` it does not). */
static bool part_implies(ResidualWork *a_work, const Condition *a, ResidualWork *b_work,
                         const Condition *b, bool otherwise) {
    Frame none = {0};
    if (a != NULL && b != NULL) {
        return law_condition_implies(a_work, a, b_work, b, &none);
    }
    return otherwise ? b == NULL : a == NULL;
}

/* Both speak for the same rows, of a table that is the same whole: then what follows for any row
 * follows for all. */
static bool has_same_rows(ResidualWork *a_work, const ForEach *a, ResidualWork *b_work,
                          const ForEach *b) {
    if (a->table == LAW_NONE || b->table == LAW_NONE) {
        return a->table == b->table;
    }
    const LawSet *a_set = a_work->engine->set;
    const LawSet *b_set = b_work->engine->set;
    if (!text_equals(a_set->tables[a->table].name, b_set->tables[b->table].name) ||
        residual_table_hash(a_work, a->table) != residual_table_hash(b_work, b->table) ||
        a->match_count != b->match_count) {
        return false;
    }
    for (size_t i = 0; i < a->match_count; i++) {
        if (a->matches[i].column != b->matches[i].column ||
            a->matches[i].is_within != b->matches[i].is_within ||
            !is_same_operand(a_set, &a->matches[i].operand, b_set, &b->matches[i].operand)) {
            return false;
        }
    }
    return true;
}

bool law_provision_implies(ResidualWork *a_work, size_t a, ResidualWork *b_work, size_t b) {
    Frame none = {0};
    const Residual left = law_provision_residual(a_work, a, &none);
    const Residual right = law_provision_residual(b_work, b, &none);
    if ((left.is_constant && left.truth == TRUTH_NO) ||
        (right.is_constant && right.truth == TRUTH_YES) ||
        (left.is_constant == right.is_constant && left.hash == right.hash)) {
        return true;
    }
    const Provision *first = &a_work->engine->set->provisions[a];
    const Provision *second = &b_work->engine->set->provisions[b];
    if (!has_same_rows(a_work, &first->each, b_work, &second->each) ||
        law_provision_force(a_work->engine, a) != TRUTH_YES ||
        law_provision_force(b_work->engine, b) != TRUTH_YES) {
        return false;
    }
    a_work->provision = first;
    b_work->provision = second;
    ResidualWork *excepted = b_work; /* what the second excepts, the first must have excepted */
    ResidualWork *excepting = a_work;
    return part_implies(a_work, first->when, b_work, second->when, true) &&
           part_implies(a_work, first->provided_that, b_work, second->provided_that, true) &&
           part_implies(excepted, second->except_where, excepting, first->except_where, false);
}
