/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>

#include "law/compile_table.h"

/* Where a leaf is otherwise than for a value that stands nowhere. */

static void add_mark(GroupWork *work, uint32_t class, size_t part, Truth truth, DateRange range,
                     bool is_within) {
    *(Mark *)array_add(&work->marks) =
        (Mark){class, (uint32_t)part, range, (unsigned char)truth, is_within};
}

/* What hangs on no fact is the same for every class. */
#define CLASS_EVERY UINT32_MAX

static const DateRange ALWAYS = {DATE_MIN, DATE_MAX};

/* The position of a threshold among the classes of numbers and dates. */
static uint32_t class_of_key(const ValueClasses *classes, const LawValue *value) {
    if (classes->of_symbol != NULL) {
        return classes->of_symbol[value->symbol];
    }
    if (classes->type == ATTRIBUTE_YES_NO) {
        return value->yes ? 2 : 1;
    }
    return law_class_of_value(classes, value);
}

static void mark_comparison(GroupWork *work, size_t part, const Condition *condition) {
    uint32_t at = class_of_key(work->classes, &condition->operands[1].literal);
    for (uint32_t class = 1; class < work->classes->count; class ++) {
        if (law_comparison_holds(condition->comparison, (class > at) - (class < at))) {
            add_mark(work, class, part, TRUTH_YES, ALWAYS, false);
        }
    }
}

static void mark_value(GroupWork *work, size_t part, const Leaf *leaf) {
    const Condition *condition = &leaf->condition;
    add_mark(work, CLASS_UNKNOWN, part, TRUTH_UNKNOWN, ALWAYS, false);
    if (condition->kind == CONDITION_YES) {
        add_mark(work, 2, part, TRUTH_YES, ALWAYS, false);
    } else if (condition->kind == CONDITION_COMPARE) {
        mark_comparison(work, part, condition);
    } else {
        add_mark(work, class_of_key(work->classes, &condition->operands[1].literal), part,
                 TRUTH_YES, ALWAYS, condition->kind == CONDITION_WITHIN);
    }
}

/* How surely a row's cells fit the operands that are no fact. */
Truth compile_literals_fit(Compilation *compilation, const Condition *condition,
                           const TableRow *row) {
    Frame none = {0};
    Truth truth = TRUTH_YES;
    for (size_t i = 0; i < condition->operand_count && truth > TRUTH_NO; i++) {
        const Operand *operand = &condition->operands[i];
        if (operand->kind != OPERAND_ATTRIBUTE) {
            truth = truth_and(truth, law_cell_fits(&compilation->tree, operand, operand->is_within,
                                                   &none, &row->values[i]));
        }
    }
    return truth;
}

static const Operand *asked_of(const Condition *condition, size_t *column) {
    for (size_t i = 0; i < condition->operand_count; i++) {
        if (condition->operands[i].kind == OPERAND_ATTRIBUTE) {
            *column = i;
            return &condition->operands[i];
        }
    }
    return NULL;
}

/* Codes above the cell may be meant by it. */
static void mark_above(GroupWork *work, size_t part, uint32_t class, DateRange holds) {
    const uint32_t *nearest = work->classes->above;
    for (uint32_t above = nearest[(class - CLASS_FIRST) / 2]; above != 0;
         above = nearest[above - 1]) {
        add_mark(work, CLASS_FIRST + 2 * (above - 1), part, TRUTH_UNKNOWN, holds, false);
    }
}

static void mark_row(GroupWork *work, size_t part, const Condition *condition,
                     const TableRow *row) {
    size_t column = 0;
    const Operand *asked = asked_of(condition, &column);
    bool is_relied_on = row->status < LAW_PARTIAL || work->compilation->options.accept_unverified;
    Truth truth = truth_and(is_relied_on ? TRUTH_YES : TRUTH_UNKNOWN,
                            compile_literals_fit(work->compilation, condition, row));
    if (truth == TRUTH_NO) {
        return;
    }
    if (asked == NULL) {
        add_mark(work, CLASS_EVERY, part, truth, row->holds, false);
        return;
    }
    add_mark(work, CLASS_UNKNOWN, part, TRUTH_UNKNOWN, row->holds, false);
    const uint32_t class = class_of_key(work->classes, &row->values[column]);
    add_mark(work, class, part, truth, row->holds, asked->is_within);
    if (asked->is_coarse) {
        mark_above(work, part, class, row->holds);
    }
}

/* By the index of a column whose operand is a literal, where there is one. */
static void mark_table(GroupWork *work, size_t part, const Leaf *leaf) {
    const LawTable *table = &work->compilation->set->tables[leaf->condition.table];
    for (size_t i = 0; i < leaf->condition.operand_count; i++) {
        const Operand *operand = &leaf->condition.operands[i];
        const TableIndex *index = &table->indexes[i];
        if (operand->kind == OPERAND_LITERAL && !operand->is_within && !operand->is_coarse &&
            operand->literal.symbol < index->symbol_count &&
            operand->literal.type == ATTRIBUTE_CODE) {
            size_t end = index->first[operand->literal.symbol + 1];
            for (size_t at = index->first[operand->literal.symbol]; at < end; at++) {
                mark_row(work, part, &leaf->condition, &table->rows[index->order[at]]);
            }
            return;
        }
    }
    for (size_t i = 0; i < table->row_count; i++) {
        mark_row(work, part, &leaf->condition, &table->rows[i]);
    }
}

static void mark_gap(GroupWork *work, size_t part, const Leaf *leaf) {
    const LawTable *table = &work->compilation->set->tables[leaf->table];
    for (size_t i = 0; i < table->row_count; i++) {
        add_mark(work, class_of_key(work->classes, &table->rows[i].values[leaf->column]), part,
                 TRUTH_NO, ALWAYS, leaf->condition.operands[0].is_within);
    }
}

static void mark_range(GroupWork *work, size_t part, const Leaf *leaf) {
    add_mark(work, CLASS_EVERY, part, TRUTH_YES, leaf->range, false);
}

static void mark_force(GroupWork *work, size_t part, const Leaf *leaf) {
    const Provision *provision = &work->compilation->set->provisions[leaf->provision];
    for (size_t i = 0; i < provision->interval_count; i++) {
        const ProvisionInterval *interval = &provision->intervals[i];
        bool is_relied_on =
            interval->status < LAW_PARTIAL || work->compilation->options.accept_unverified;
        add_mark(work, CLASS_EVERY, part, is_relied_on ? TRUTH_YES : TRUTH_UNKNOWN, interval->range,
                 false);
    }
}

/* A set of one member stands for the member. */
static void mark_members(GroupWork *work, size_t part, const Leaf *leaf) {
    Frame none = {0};
    LawFacts *facts = law_facts_new(work->compilation->arena, work->compilation->set);
    Engine tree = work->compilation->tree;
    FactValue *fact = &facts->values[leaf->attribute];
    tree.facts = facts;
    for (uint32_t class = 0; class < work->classes->count; class ++) {
        LawValue member = law_class_value(work->compilation->arena, work->classes, class);
        *fact = (FactValue){.is_known = class != CLASS_UNKNOWN,
                            .members = &member,
                            .member_count = class != CLASS_UNKNOWN};
        Truth truth = law_condition_truth(&tree, &leaf->condition, &none);
        if (truth > TRUTH_NO) {
            add_mark(work, class, part, truth, ALWAYS, false);
        }
    }
}

typedef void (*Marker)(GroupWork *work, size_t part, const Leaf *leaf);

static const Marker MARKERS[] = {
    [LEAF_FORCE] = mark_force, [LEAF_RANGE] = mark_range, [LEAF_VALUE] = mark_value,
    [LEAF_TABLE] = mark_table, [LEAF_GAP] = mark_gap,     [LEAF_MEMBERS] = mark_members,
    [LEAF_CROSS] = NULL,       [LEAF_SLOW] = NULL,
};

static size_t slot_of_mark(const GroupWork *work, size_t index) {
    uint32_t class = ARRAY_ITEMS(Mark, &work->marks)[index].class;
    return class == CLASS_EVERY ? work->group->class_count : class;
}

/* The marks in order of classes, those of every class last: by counting. */
static void sort_marks(GroupWork *work) {
    Arena *arena = work->compilation->scratch;
    size_t slots = work->group->class_count + 1;
    uint32_t *first = ARENA_MANY(arena, uint32_t, slots + 1);
    Mark *sorted = ARENA_MANY(arena, Mark, work->marks.count);
    for (size_t i = 0; i < work->marks.count; i++) {
        first[slot_of_mark(work, i) + 1]++;
    }
    for (size_t i = 0; i < slots; i++) {
        first[i + 1] += first[i];
    }
    uint32_t *next = ARENA_MANY(arena, uint32_t, slots);
    for (size_t i = 0; i < work->marks.count; i++) {
        size_t slot = slot_of_mark(work, i);
        sorted[first[slot] + next[slot]++] = ARRAY_ITEMS(Mark, &work->marks)[i];
    }
    work->marks.items = sorted;
    work->first_mark = first;
}

void marks_make(GroupWork *work) {
    for (size_t i = 0; i < work->parts.count; i++) {
        const Part *part = part_at(work, i);
        if (node_of(work, part)->kind == NODE_LEAF) {
            MARKERS[leaf_of(work, part)->kind](work, i, leaf_of(work, part));
        }
    }
    sort_marks(work);
}

/* ---- of one class ---- */

static void take_marks(const GroupWork *work, uint32_t class, bool within_only, Array *taken) {
    size_t slot = class == CLASS_EVERY ? work->group->class_count : class;
    for (size_t i = work->first_mark[slot]; i < work->first_mark[slot + 1]; i++) {
        const Mark *mark = &ARRAY_ITEMS(Mark, &work->marks)[i];
        if (!within_only || mark->is_within) {
            *(Mark *)array_add(taken) = *mark;
        }
    }
}

static int compare_marks(const void *left, const void *right) {
    const Mark *a = left;
    const Mark *b = right;
    if (a->leaf != b->leaf) {
        return a->leaf > b->leaf ? 1 : -1;
    }
    if (a->truth != b->truth) {
        return a->truth > b->truth ? 1 : -1;
    }
    return (a->range.from > b->range.from) - (a->range.from < b->range.from);
}

/* Whether a mark, which begins no earlier, goes on where the other ends or before. */
static bool goes_on(const Mark *mark, const Mark *next) {
    return mark->leaf == next->leaf && mark->truth == next->truth &&
           (mark->range.until == DATE_MAX || next->range.from <= mark->range.until + 1);
}

enum { MARKS_FEW = 8 };

/* Marks that say the same of stretches that meet are one: a value that is not known has those of
 * every row. */
void marks_join(Array *marks) {
    Mark *items = ARRAY_ITEMS(Mark, marks);
    size_t kept = 0;
    if (marks->count <= MARKS_FEW) {
        return;
    }
    qsort(items, marks->count, sizeof(Mark), compare_marks);
    for (size_t i = 1; i < marks->count; i++) {
        if (!goes_on(&items[kept], &items[i])) {
            items[++kept] = items[i];
        } else if (items[i].range.until > items[kept].range.until) {
            items[kept].range.until = items[i].range.until;
        }
    }
    marks->count = kept + 1;
}

/* The marks of a class: its own, and those of the codes above that reach below. */
void marks_of_class(const GroupWork *work, uint32_t class, Array *taken) {
    taken->count = 0;
    take_marks(work, CLASS_EVERY, false, taken);
    bool is_code = work->classes != NULL && work->classes->of_symbol != NULL;
    if (!is_code || class < CLASS_FIRST) {
        take_marks(work, class, false, taken);
        return;
    }
    uint32_t key = (class - CLASS_FIRST) / 2;
    take_marks(work, class, false, taken);
    if (class % 2 == 1) {
        take_marks(work, class - 1, true, taken);
    }
    for (uint32_t above = work->classes->above[key]; above != 0;
         above = work->classes->above[above - 1]) {
        take_marks(work, CLASS_FIRST + 2 * (above - 1), true, taken);
    }
}
