/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>
#include <string.h>

#include "law/compile_table.h"

/* Tabulating goes by what differs: each leaf is no (a gap: yes) for a value that stands
 * nowhere, and marks say where it is otherwise. A class's bits are those of a value that
 * stands nowhere, worked on only where a mark of the class reaches. */

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

/* ---- one class ---- */

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
        memcpy(array_add_many(&work->bits, words - 1), &pieces[i * words + 1],
               (words - 1) * sizeof(uint64_t));
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

/* What working out rows needs, used again for each. */
typedef struct RowRoom {
    Array days;
    Array touched;
    Array pieces;
    const uint64_t *blank; /* the words of a value that stands nowhere */
} RowRoom;

static uint32_t class_row(GroupWork *work, const Array *marks, RowRoom *room) {
    Array *days = &room->days;
    Array *touched = &room->touched;
    Array *pieces = &room->pieces;
    size_t words = piece_words(work);
    size_t count = 0;
    stretches(marks, days);
    pieces->count = 0;
    for (size_t i = 0; i < days->count; i++) {
        Date day = ARRAY_ITEMS(Date, days)[i];
        uint64_t *piece = array_add_many(pieces, words);
        settle_leaves(work, marks, day, touched);
        settle_above(work, touched);
        piece[0] = (uint64_t)(int64_t)day;
        write_piece(work, room->blank, touched, piece + 1);
        clean(work, touched);
        bool is_same = count > 0 && same_words(piece + 1 - words, piece + 1, words - 1);
        count += !is_same;
        pieces->count = count * words;
    }
    return row_of(work, ARRAY_ITEMS(uint64_t, pieces), count);
}

/* What a class's row follows from: where its leaves are otherwise, and when. */
static Text key_of_marks(Arena *arena, const Array *marks) {
    int32_t *words = ARENA_MANY(arena, int32_t, 4 * marks->count);
    for (size_t i = 0; i < marks->count; i++) {
        const Mark *mark = &ARRAY_ITEMS(Mark, marks)[i];
        int32_t said[] = {(int32_t)mark->leaf, mark->range.from, mark->range.until, mark->truth};
        memcpy(&words[4 * i], said, sizeof said);
    }
    return (Text){(const char *)words, 4 * marks->count * sizeof(int32_t)};
}

enum { MARKS_KEPT = 16 };

/* Many values of the law say the same: parties of one kind, codes of one entry. */
static uint32_t row_by_marks(GroupWork *work, const Array *marks, RowRoom *room) {
    size_t row = 0;
    if (marks->count > MARKS_KEPT) {
        return class_row(work, marks, room);
    }
    Text key = key_of_marks(work->compilation->scratch, marks);
    if (!map_find(work->rows_of_marks, key, &row)) {
        row = class_row(work, marks, room);
        (void)map_add(work->rows_of_marks, key, row);
    }
    return (uint32_t)row;
}

static const uint64_t *blank_words(const GroupWork *work) {
    uint64_t *blank =
        ARENA_MANY(work->compilation->scratch, uint64_t, (size_t)2 * work->group->stride);
    for (size_t i = 0; i < work->input_count; i++) {
        add_word_bits(work, i, part_at(work, work->part_of[work->inputs[i] >> 1] - 1)->blank,
                      blank);
    }
    return blank;
}

static void make_rows(GroupWork *work, uint32_t *rows) {
    Arena *arena = work->compilation->scratch;
    Array marks = array_new(arena, sizeof(Mark));
    RowRoom room = {.days = array_new(arena, sizeof(Date)),
                    .touched = array_new(arena, sizeof(uint32_t)),
                    .pieces = array_new(arena, sizeof(uint64_t)),
                    .blank = blank_words(work)};
    *(uint32_t *)array_add(&work->row_first) = 0;
    for (uint32_t class = 0; class < work->group->class_count; class ++) {
        marks_of_class(work, class, &marks);
        marks_join(&marks);
        rows[class] = row_by_marks(work, &marks, &room);
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
                      .row_ids = map_new(scratch),
                      .rows_of_marks = map_new(scratch)};
    bool is_asked = group->attribute != LAW_NONE;
    work.classes = is_asked ? &compilation->engine->classes[group->attribute] : NULL;
    group->class_count = is_asked ? work.classes->count : 1;
    group->stride = (uint32_t)((shift + count + WORD_BITS - 1) / WORD_BITS);
    make_parts(&work);
    marks_make(&work);
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
