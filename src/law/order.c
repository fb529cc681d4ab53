/* SPDX-License-Identifier: Apache-2.0 */
#include "law/order.h"

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

static bool leaf_implies(ResidualWork *a_work, const Condition *a, ResidualWork *b_work,
                         const Condition *b, const Frame *frame) {
    const LawSet *a_set = a_work->engine->set;
    const LawSet *b_set = b_work->engine->set;
    if (!grows_with_list(a->kind) || a->is_negated || a->is_every != b->is_every ||
        !list_is_part(a_set, a, b_set, b)) {
        return false;
    }
    return a->kind != CONDITION_TABLE || is_same_table(a_work, a, b_work, b, frame);
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

static bool has_rows(const ResidualWork *work, size_t provision) {
    return work->engine->set->provisions[provision].each.table != LAW_NONE;
}

/* Of provisions over rows only what is left of them whole is compared. */
bool law_provision_implies(ResidualWork *a_work, size_t a, ResidualWork *b_work, size_t b) {
    Frame none = {0};
    const Residual left = law_provision_residual(a_work, a, &none);
    const Residual right = law_provision_residual(b_work, b, &none);
    if ((left.is_constant && left.truth == TRUTH_NO) ||
        (right.is_constant && right.truth == TRUTH_YES) ||
        (left.is_constant == right.is_constant && left.hash == right.hash)) {
        return true;
    }
    if (has_rows(a_work, a) || has_rows(b_work, b) ||
        law_provision_force(a_work->engine, a) != TRUTH_YES ||
        law_provision_force(b_work->engine, b) != TRUTH_YES) {
        return false;
    }
    const Provision *first = &a_work->engine->set->provisions[a];
    const Provision *second = &b_work->engine->set->provisions[b];
    a_work->provision = first;
    b_work->provision = second;
    ResidualWork *excepted = b_work; /* what the second excepts, the first must have excepted */
    ResidualWork *excepting = a_work;
    return part_implies(a_work, first->when, b_work, second->when, true) &&
           part_implies(a_work, first->provided_that, b_work, second->provided_that, true) &&
           part_implies(excepted, second->except_where, excepting, first->except_where, false);
}
