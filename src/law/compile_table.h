/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ENTENTE_LAW_COMPILE_TABLE_H
#define ENTENTE_LAW_COMPILE_TABLE_H

/* How the formulas that hang on one fact are tabulated: private to compile_table.c and
 * compile_marks.c. */

#include "law/compile.h"

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
    Map *rows_of_marks; /* rows that were worked out, by the marks they follow from */
} GroupWork;

static inline Part *part_at(const GroupWork *work, size_t index) {
    return &ARRAY_ITEMS(Part, &work->parts)[index];
}

static inline const Leaf *leaf_of(const GroupWork *work, const Part *part) {
    return &ARRAY_ITEMS(Leaf, &work->compilation->leaves)[part->leaf];
}

static inline const Node *node_of(const GroupWork *work, const Part *part) {
    return &ARRAY_ITEMS(Node, &work->compilation->store.nodes)[part->node];
}

/* ---- compile_marks.c ---- */

/* The marks of all leaves, in order of classes, those of every class last. */
void marks_make(GroupWork *work);
/* The marks of a class: its own, and those of the codes above that reach below. */
void marks_of_class(const GroupWork *work, uint32_t class, Array *taken);
/* Marks that say the same of stretches that meet become one. */
void marks_join(Array *marks);

#endif
