/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>
#include <string.h>

#include "law/compile.h"

/* Tabulating goes by what differs: each leaf is no (a gap: yes) for a value that stands
 * nowhere, and marks say where it is otherwise. A class's bits are those of a value that
 * stands nowhere, worked on only where a mark of the class reaches. */

typedef struct Mark {
    uint32_t class;
    uint32_t leaf; /* position among the group's */
    DateRange range;
    unsigned char truth;
    bool is_within; /* reaches what lies below too */
} Mark;

/* A node of the group's formulas, and where it goes. */
typedef struct Part {
    uint32_t node;
    uint32_t leaf;       /* among the leaves, where it is one */
    uint32_t output;     /* 1 + position, or 0 */
    unsigned char blank; /* truth for a value that stands nowhere */
    unsigned char truth;
    bool is_dirty;
    bool is_plain; /* yes for a blank: only what differs need be asked */
    uint32_t first_parent;
    uint32_t parent_count;
} Part;

typedef struct GroupWork {
    Compilation *compilation;
    EngineGroup *group;
    const ValueClasses *classes; /* NULL where the group asks no fact */
    unsigned shift;
    uint32_t *part_of; /* of nodes: 1 + position */
    Array parts;
    Array parents; /* of uint32_t: parts */
    const Ref *inputs;
    size_t input_count;
    Array marks;
    const uint32_t *first_mark; /* of each class, then of every class */
    Array from;
    Array bits;
    Array row_first;
    Map *row_ids;
} GroupWork;

static Part *part_at(const GroupWork *work, size_t index) {
    return &ARRAY_ITEMS(Part, &work->parts)[index];
}

static const Leaf *leaf_of(const GroupWork *work, const Part *part) {
    return &ARRAY_ITEMS(Leaf, &work->compilation->leaves)[part->leaf];
}

/* ---- the group's nodes, children before parents ---- */

static int compare_numbers(const void *left, const void *right) {
    uint32_t a = *(const uint32_t *)left;
    uint32_t b = *(const uint32_t *)right;
    return (a > b) - (a < b);
}

static void collect(const GroupWork *work, uint32_t node_index, Array *found) {
    const FormulaStore *store = &work->compilation->store;
    const Node *node = &ARRAY_ITEMS(Node, &store->nodes)[node_index];
    if (work->part_of[node_index] != 0) {
        return;
    }
    work->part_of[node_index] = 1;
    *(uint32_t *)array_add(found) = node_index;
    for (uint32_t i = 0; node->kind == NODE_ALL && i < node->count; i++) {
        collect(work, formula_children(store, node)[i] >> 1, found);
    }
}

static unsigned char blank_of(const GroupWork *work, const Part *part) {
    return leaf_of(work, part)->kind == LEAF_GAP ? TRUTH_YES : TRUTH_NO;
}

static unsigned char truth_through(const GroupWork *work, Ref ref, bool is_blank) {
    if (ref == REF_UNKNOWN) {
        return TRUTH_UNKNOWN;
    }
    const Part *part = part_at(work, work->part_of[ref >> 1] - 1);
    unsigned char truth = is_blank ? part->blank : part->truth;
    return (ref & 1) == 0 ? truth : (unsigned char)(TRUTH_YES - truth);
}

static unsigned char least_of(const GroupWork *work, const Node *node, bool is_blank) {
    unsigned char truth = TRUTH_YES;
    for (uint32_t i = 0; i < node->count; i++) {
        Ref ref = formula_children(&work->compilation->store, node)[i];
        unsigned char child = truth_through(work, ref, is_blank);
        truth = child < truth ? child : truth;
    }
    return truth;
}

static const Node *node_of(const GroupWork *work, const Part *part) {
    return &ARRAY_ITEMS(Node, &work->compilation->store.nodes)[part->node];
}

static void set_blank(GroupWork *work, Part *part) {
    const Node *node = node_of(work, part);
    if (part->node == REF_UNKNOWN >> 1) {
        part->blank = TRUTH_UNKNOWN;
    } else if (node->kind == NODE_LEAF) {
        part->leaf = node->first;
        part->blank = blank_of(work, part);
    } else {
        part->blank = least_of(work, node, true);
    }
    part->truth = part->blank;
    part->is_plain = node->kind == NODE_ALL && part->blank == TRUTH_YES;
}

typedef struct Edge {
    uint32_t child;
    uint32_t parent;
} Edge;

static int compare_edges(const void *left, const void *right) {
    const Edge *a = left;
    const Edge *b = right;
    return a->child != b->child ? (a->child > b->child) - (a->child < b->child)
                                : (a->parent > b->parent) - (a->parent < b->parent);
}

static void join_parents(GroupWork *work) {
    Array edges = array_new(work->compilation->scratch, sizeof(Edge));
    for (size_t i = 0; i < work->parts.count; i++) {
        const Node *node = node_of(work, part_at(work, i));
        for (uint32_t j = 0; node->kind == NODE_ALL && j < node->count; j++) {
            Ref ref = formula_children(&work->compilation->store, node)[j];
            *(Edge *)array_add(&edges) = (Edge){work->part_of[ref >> 1] - 1, (uint32_t)i};
        }
    }
    if (edges.count > 1) {
        qsort(edges.items, edges.count, sizeof(Edge), compare_edges);
    }
    for (size_t i = 0; i < edges.count; i++) {
        const Edge *edge = &ARRAY_ITEMS(Edge, &edges)[i];
        Part *child = part_at(work, edge->child);
        if (child->parent_count++ == 0) {
            child->first_parent = (uint32_t)work->parents.count;
        }
        *(uint32_t *)array_add(&work->parents) = edge->parent;
    }
}

static void make_parts(GroupWork *work) {
    Array found = array_new(work->compilation->scratch, sizeof(uint32_t));
    for (size_t i = 0; i < work->input_count; i++) {
        collect(work, work->inputs[i] >> 1, &found);
    }
    qsort(found.items, found.count, sizeof(uint32_t), compare_numbers);
    for (size_t i = 0; i < found.count; i++) {
        uint32_t node = ARRAY_ITEMS(uint32_t, &found)[i];
        *(Part *)array_add(&work->parts) = (Part){.node = node};
        work->part_of[node] = (uint32_t)(i + 1);
        set_blank(work, part_at(work, i));
    }
    for (size_t i = 0; i < work->input_count; i++) {
        part_at(work, work->part_of[work->inputs[i] >> 1] - 1)->output = (uint32_t)(i + 1);
    }
    join_parents(work);
}

/* ---- marks ---- */

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

static bool is_ordered(Comparison comparison, int order) {
    switch (comparison) {
    case AT_MOST:
        return order <= 0;
    case AT_LEAST:
        return order >= 0;
    case MORE_THAN:
        return order > 0;
    case LESS_THAN:
        break;
    }
    return order < 0;
}

static void mark_comparison(GroupWork *work, size_t part, const Condition *condition) {
    uint32_t at = class_of_key(work->classes, &condition->operands[1].literal);
    for (uint32_t class = 1; class < work->classes->count; class ++) {
        if (is_ordered(condition->comparison, (class > at) - (class < at))) {
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
    add_mark(work, class_of_key(work->classes, &row->values[column]), part, truth, row->holds,
             asked->is_within);
}

/* By the index of a column whose operand is a literal, where there is one. */
static void mark_table(GroupWork *work, size_t part, const Leaf *leaf) {
    const LawTable *table = &work->compilation->set->tables[leaf->condition.table];
    for (size_t i = 0; i < leaf->condition.operand_count; i++) {
        const Operand *operand = &leaf->condition.operands[i];
        const TableIndex *index = &table->indexes[i];
        if (operand->kind == OPERAND_LITERAL && !operand->is_within &&
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

static void make_marks(GroupWork *work) {
    for (size_t i = 0; i < work->parts.count; i++) {
        const Part *part = part_at(work, i);
        if (node_of(work, part)->kind == NODE_LEAF) {
            MARKERS[leaf_of(work, part)->kind](work, i, leaf_of(work, part));
        }
    }
    sort_marks(work);
}

/* ---- one class ---- */

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
static void join_marks(Array *marks) {
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
static void marks_of(const GroupWork *work, uint32_t class, Array *taken) {
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

static int compare_days(const void *left, const void *right) {
    Date a = *(const Date *)left;
    Date b = *(const Date *)right;
    return (a > b) - (a < b);
}

/* The first days of the stretches between which the marks change. */
static void stretches(const Array *marks, Array *days) {
    days->count = 0;
    *(Date *)array_add(days) = DATE_MIN;
    for (size_t i = 0; i < marks->count; i++) {
        const Mark *mark = &ARRAY_ITEMS(Mark, marks)[i];
        if (mark->range.from != DATE_MIN) {
            *(Date *)array_add(days) = mark->range.from;
        }
        if (mark->range.until != DATE_MAX) {
            *(Date *)array_add(days) = date_add_days(mark->range.until, 1);
        }
    }
    Date *items = ARRAY_ITEMS(Date, days);
    if (days->count == 1) {
        return;
    }
    qsort(items, days->count, sizeof(Date), compare_days);
    size_t kept = 0;
    for (size_t i = 0; i < days->count; i++) {
        if (kept == 0 || items[kept - 1] != items[i]) {
            items[kept++] = items[i];
        }
    }
    days->count = kept;
}

static void touch(GroupWork *work, size_t index, Array *touched) {
    Part *part = part_at(work, index);
    if (!part->is_dirty) {
        part->is_dirty = true;
        *(uint32_t *)array_add(touched) = (uint32_t)index;
    }
}

static void touch_parents(GroupWork *work, const Part *part, Array *touched) {
    for (uint32_t i = 0; i < part->parent_count; i++) {
        touch(work, ARRAY_ITEMS(uint32_t, &work->parents)[part->first_parent + i], touched);
    }
}

/* A block that is yes for a blank is the least of the children that differ: each hands its
 * truth up. A node may be asked for both ways round; children stand in order of nodes. */
static void hand_up(GroupWork *work, const Part *part, Part *parent) {
    const Node *above = node_of(work, parent);
    const Ref *refs = formula_children(&work->compilation->store, above);
    size_t low = 0;
    size_t high = above->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (refs[middle] >> 1 < part->node) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    for (; low < above->count && refs[low] >> 1 == part->node; low++) {
        unsigned char truth = truth_through(work, refs[low], false);
        parent->truth = truth < parent->truth ? truth : parent->truth;
    }
}

static void settle_part(GroupWork *work, Part *part) {
    const Node *node = node_of(work, part);
    if (node->kind == NODE_ALL && !part->is_plain) {
        part->truth = least_of(work, node, false);
    }
    for (uint32_t i = 0; i < part->parent_count; i++) {
        uint32_t parent = ARRAY_ITEMS(uint32_t, &work->parents)[part->first_parent + i];
        if (part_at(work, parent)->is_plain) {
            hand_up(work, part, part_at(work, parent));
        }
    }
}

enum { SORTING_COST = 4 };

/* Where many parts are touched, walking all of them is quicker than sorting. */
static void sort_touched(const GroupWork *work, Array *touched) {
    uint32_t *items = ARRAY_ITEMS(uint32_t, touched);
    size_t found = 0;
    if (touched->count * SORTING_COST < work->parts.count) {
        if (touched->count > 1) {
            qsort(items, touched->count, sizeof(uint32_t), compare_numbers);
        }
        return;
    }
    for (size_t i = 0; i < work->parts.count && found < touched->count; i++) {
        if (part_at(work, i)->is_dirty) {
            items[found++] = (uint32_t)i;
        }
    }
}

/* Everything above the leaves that differ, in order. */
static void settle_above(GroupWork *work, Array *touched) {
    for (size_t i = 0; i < touched->count; i++) {
        touch_parents(work, part_at(work, ARRAY_ITEMS(uint32_t, touched)[i]), touched);
    }
    sort_touched(work, touched);
    for (size_t i = 0; i < touched->count; i++) {
        settle_part(work, part_at(work, ARRAY_ITEMS(uint32_t, touched)[i]));
    }
}

static void settle_leaves(GroupWork *work, const Array *marks, Date day, Array *touched) {
    touched->count = 0;
    for (size_t i = 0; i < marks->count; i++) {
        const Mark *mark = &ARRAY_ITEMS(Mark, marks)[i];
        Part *part = part_at(work, mark->leaf);
        if (!date_range_has(mark->range, day)) {
            continue;
        }
        if (!part->is_dirty || mark->truth > part->truth) {
            part->truth = mark->truth;
        }
        touch(work, mark->leaf, touched);
    }
}

static void add_word_bits(const GroupWork *work, size_t input, unsigned char truth,
                          uint64_t *words) {
    size_t bit = work->shift + input;
    uint64_t mask = UINT64_C(1) << (bit % WORD_BITS);
    words[bit / WORD_BITS] |= truth == TRUTH_YES ? mask : 0;
    words[work->group->stride + bit / WORD_BITS] |= truth >= TRUTH_UNKNOWN ? mask : 0;
}

static void write_piece(GroupWork *work, const uint64_t *blank, const Array *touched,
                        uint64_t *words) {
    memcpy(words, blank, (size_t)2 * work->group->stride * sizeof(uint64_t));
    for (size_t i = 0; i < touched->count; i++) {
        const Part *part = part_at(work, ARRAY_ITEMS(uint32_t, touched)[i]);
        if (part->output != 0) {
            size_t bit = work->shift + part->output - 1;
            uint64_t keep = ~(UINT64_C(1) << (bit % WORD_BITS));
            words[bit / WORD_BITS] &= keep;
            words[work->group->stride + bit / WORD_BITS] &= keep;
            add_word_bits(work, part->output - 1, part->truth, words);
        }
    }
}

static void clean(GroupWork *work, const Array *touched) {
    for (size_t i = 0; i < touched->count; i++) {
        Part *part = part_at(work, ARRAY_ITEMS(uint32_t, touched)[i]);
        part->is_dirty = false;
        part->truth = part->blank;
    }
}

/* ---- rows: the pieces of a class, each distinct list once ---- */

/* One piece: the first day, then the words. */
static size_t piece_words(const GroupWork *work) {
    return 1 + 2 * work->group->stride;
}

static void add_row(GroupWork *work, const uint64_t *pieces, size_t count) {
    size_t words = piece_words(work);
    for (size_t i = 0; i < count; i++) {
        *(Date *)array_add(&work->from) = (Date)(int64_t)pieces[i * words];
        for (size_t j = 1; j < words; j++) {
            *(uint64_t *)array_add(&work->bits) = pieces[i * words + j];
        }
    }
    *(uint32_t *)array_add(&work->row_first) = (uint32_t)work->from.count;
}

static uint32_t row_of(GroupWork *work, const uint64_t *pieces, size_t count) {
    Text bytes = {(const char *)pieces, count * piece_words(work) * sizeof(uint64_t)};
    size_t row = 0;
    if (!map_find(work->row_ids, bytes, &row)) {
        row = map_count(work->row_ids);
        (void)map_add(work->row_ids, text_copy(work->compilation->scratch, bytes), row);
        add_row(work, pieces, count);
    }
    return (uint32_t)row;
}

static bool same_words(const uint64_t *a, const uint64_t *b, size_t count) {
    return memcmp(a, b, count * sizeof(uint64_t)) == 0;
}

static uint32_t class_row(GroupWork *work, const Array *marks, Array *days, Array *touched,
                          Array *pieces, const uint64_t *blank) {
    size_t words = piece_words(work);
    size_t count = 0;
    stretches(marks, days);
    pieces->count = 0;
    for (size_t i = 0; i < days->count; i++) {
        Date day = ARRAY_ITEMS(Date, days)[i];
        for (size_t j = 0; j < words; j++) {
            (void)array_add(pieces);
        }
        uint64_t *piece = &ARRAY_ITEMS(uint64_t, pieces)[count * words];
        settle_leaves(work, marks, day, touched);
        settle_above(work, touched);
        piece[0] = (uint64_t)(int64_t)day;
        write_piece(work, blank, touched, piece + 1);
        clean(work, touched);
        bool is_same = count > 0 && same_words(piece + 1 - words, piece + 1, words - 1);
        count += !is_same;
        pieces->count = count * words;
    }
    return row_of(work, ARRAY_ITEMS(uint64_t, pieces), count);
}

static void make_rows(GroupWork *work, uint32_t *rows) {
    Arena *arena = work->compilation->scratch;
    Array marks = array_new(arena, sizeof(Mark));
    Array days = array_new(arena, sizeof(Date));
    Array touched = array_new(arena, sizeof(uint32_t));
    Array pieces = array_new(arena, sizeof(uint64_t));
    uint64_t *blank = ARENA_MANY(arena, uint64_t, (size_t)2 * work->group->stride);
    for (size_t i = 0; i < work->input_count; i++) {
        add_word_bits(work, i, part_at(work, work->part_of[work->inputs[i] >> 1] - 1)->blank,
                      blank);
    }
    *(uint32_t *)array_add(&work->row_first) = 0;
    size_t slots = work->group->class_count;
    size_t of_every = work->first_mark[slots + 1] - work->first_mark[slots];
    bool has_plain = false;
    uint32_t plain = 0;
    for (uint32_t class = 0; class < work->group->class_count; class ++) {
        marks_of(work, class, &marks);
        bool is_plain = marks.count == of_every;
        if (is_plain && has_plain) {
            rows[class] = plain; /* like a value that stands nowhere */
            continue;
        }
        join_marks(&marks);
        rows[class] = class_row(work, &marks, &days, &touched, &pieces, blank);
        if (is_plain) {
            plain = rows[class];
            has_plain = true;
        }
    }
}

static const uint64_t *mask_of(const GroupWork *work) {
    uint64_t *mask = ARENA_MANY(work->compilation->arena, uint64_t, work->group->stride);
    for (size_t i = 0; i < work->input_count; i++) {
        size_t bit = work->shift + i;
        mask[bit / WORD_BITS] |= UINT64_C(1) << bit % WORD_BITS;
    }
    return mask;
}

static const uint32_t *pieces_of(Arena *arena, const EngineGroup *group) {
    uint32_t *pieces = ARENA_MANY(arena, uint32_t, group->class_count);
    for (size_t i = 0; i < group->class_count; i++) {
        const uint32_t *first = &group->row_first[group->class_row[i]];
        pieces[i] = first[1] - first[0] == 1 ? first[0] : PIECE_DATED;
    }
    return pieces;
}

void compile_group(Compilation *compilation, EngineGroup *group, const Ref *inputs, size_t count,
                   unsigned shift) {
    Arena *arena = compilation->arena;
    Arena *scratch = compilation->scratch;
    GroupWork work = {.compilation = compilation,
                      .group = group,
                      .shift = shift,
                      .part_of = ARENA_MANY(scratch, uint32_t, compilation->store.nodes.count),
                      .parts = array_new(scratch, sizeof(Part)),
                      .parents = array_new(scratch, sizeof(uint32_t)),
                      .inputs = inputs,
                      .input_count = count,
                      .marks = array_new(scratch, sizeof(Mark)),
                      .from = array_new(arena, sizeof(Date)),
                      .bits = array_new(arena, sizeof(uint64_t)),
                      .row_first = array_new(arena, sizeof(uint32_t)),
                      .row_ids = map_new(scratch)};
    bool is_asked = group->attribute != LAW_NONE;
    work.classes = is_asked ? &compilation->engine->classes[group->attribute] : NULL;
    group->class_count = is_asked ? work.classes->count : 1;
    group->stride = (uint32_t)((shift + count + WORD_BITS - 1) / WORD_BITS);
    make_parts(&work);
    make_marks(&work);
    uint32_t *rows = ARENA_MANY(arena, uint32_t, group->class_count);
    make_rows(&work, rows);
    group->mask = mask_of(&work);
    group->class_row = rows;
    group->row_first = work.row_first.items;
    group->class_piece = pieces_of(arena, group);
    group->from = work.from.items;
    group->bits = work.bits.items;
    arena_clear(scratch);
}
