/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ENTENTE_LAW_FORMULA_H
#define ENTENTE_LAW_FORMULA_H

/* Formulas in three truths while law is compiled, private to law/. Every distinct
 * formula is one node; there is one kind of block, `all of`, for a reference may be
 * turned round: `any of a, b` is not all of (not a, not b), which holds of three truths as
 * it does of two. Nothing else is simplified away: `a and not a` may be unknown. */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/array.h"
#include "law/law.h"

/* A node, doubled; the lowest bit turns it round. */
typedef uint32_t Ref;

#define REF_YES ((Ref)0)
#define REF_NO ((Ref)1)
#define REF_UNKNOWN ((Ref)2)

/* Which dates a leaf asks. */
enum { DATED_AS_OF = 1, DATED_KNOWN_AT = 2 };

/* What a formula hangs on: one attribute or none (LAW_NONE), and its dates. What hangs on
 * one attribute and one date at most can be tabulated. */
typedef struct Support {
    size_t attribute;
    unsigned dates;
    bool is_single; /* may be tabulated as a whole */
} Support;

typedef enum NodeKind { NODE_CONSTANT, NODE_LEAF, NODE_ALL } NodeKind;

typedef struct Node {
    NodeKind kind;
    uint32_t first; /* of the children; the leaf's index */
    uint32_t count;
    Support support;
} Node;

typedef struct FormulaStore {
    Arena *arena;
    Array nodes;    /* of Node: children before parents */
    Array children; /* of Ref */
    uint32_t *buckets;
    size_t bucket_count;
} FormulaStore;

FormulaStore formula_store_new(Arena *arena);
/* A new leaf. Leaves are not compared: the caller knows which are the same. */
Ref formula_leaf(FormulaStore *store, uint32_t leaf, Support support);
Ref formula_not(Ref ref);
Ref formula_constant(Truth truth);
/* The list is sorted and may be shortened. */
Ref formula_all(FormulaStore *store, Ref *refs, size_t count);
Ref formula_any(FormulaStore *store, Ref *refs, size_t count);
Ref formula_and(FormulaStore *store, Ref a, Ref b);
Ref formula_or(FormulaStore *store, Ref a, Ref b);

const Node *formula_node(const FormulaStore *store, Ref ref);
const Ref *formula_children(const FormulaStore *store, const Node *node);
/* Of two parts taken together. */
Support support_join(Support a, Support b);

#endif
