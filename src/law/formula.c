/* SPDX-License-Identifier: Apache-2.0 */
#include "law/formula.h"

#include <stdlib.h>
#include <string.h>

enum { FIRST_BUCKETS = 1024, LOAD = 2 };

static const Support NOTHING = {.attribute = LAW_NONE, .is_single = true};

static uint32_t add_node(FormulaStore *store, Node node) {
    *(Node *)array_add(&store->nodes) = node;
    return (uint32_t)(store->nodes.count - 1);
}

FormulaStore formula_store_new(Arena *arena) {
    FormulaStore store = {.arena = arena,
                          .nodes = array_new(arena, sizeof(Node)),
                          .children = array_new(arena, sizeof(Ref)),
                          .buckets = ARENA_MANY(arena, uint32_t, FIRST_BUCKETS),
                          .bucket_count = FIRST_BUCKETS};
    add_node(&store, (Node){.kind = NODE_CONSTANT, .support = NOTHING}); /* yes */
    add_node(&store, (Node){.kind = NODE_CONSTANT, .support = NOTHING}); /* unknown */
    return store;
}

const Node *formula_node(const FormulaStore *store, Ref ref) {
    return &ARRAY_ITEMS(Node, &store->nodes)[ref >> 1];
}

const Ref *formula_children(const FormulaStore *store, const Node *node) {
    return &ARRAY_ITEMS(Ref, &store->children)[node->first];
}

Ref formula_leaf(FormulaStore *store, uint32_t leaf, Support support) {
    return add_node(store, (Node){.kind = NODE_LEAF, .first = leaf, .support = support}) << 1;
}

/* Unknown turned round is unknown. */
Ref formula_not(Ref ref) {
    return ref == REF_UNKNOWN ? ref : ref ^ 1U;
}

Ref formula_constant(Truth truth) {
    static const Ref REFS[] = {
        [TRUTH_NO] = REF_NO, [TRUTH_UNKNOWN] = REF_UNKNOWN, [TRUTH_YES] = REF_YES};
    return REFS[truth];
}

Support support_join(Support a, Support b) {
    Support joined = {.attribute = a.attribute == LAW_NONE ? b.attribute : a.attribute,
                      .dates = a.dates | b.dates,
                      .is_single = a.is_single && b.is_single};
    bool is_one = a.attribute == LAW_NONE || b.attribute == LAW_NONE || a.attribute == b.attribute;
    joined.is_single = joined.is_single && is_one && joined.dates != (DATED_AS_OF | DATED_KNOWN_AT);
    return joined;
}

/* ---- one node for each distinct formula ---- */

static uint64_t hash_of(const Ref *refs, size_t count) {
    uint64_t hash = UINT64_C(0xcbf29ce484222325);
    for (size_t i = 0; i < count; i++) {
        hash = (hash ^ refs[i]) * UINT64_C(0x9E3779B97F4A7C15);
        hash ^= hash >> 29;
    }
    return hash;
}

static bool is_node_of(const FormulaStore *store, uint32_t index, const Ref *refs, size_t count) {
    const Node *node = &ARRAY_ITEMS(Node, &store->nodes)[index];
    return node->count == count &&
           memcmp(formula_children(store, node), refs, count * sizeof(Ref)) == 0;
}

/* The slot that holds the node of these children, or the empty one for it. */
static uint32_t *find_slot(const FormulaStore *store, const Ref *refs, size_t count) {
    size_t at = hash_of(refs, count) & (store->bucket_count - 1);
    while (store->buckets[at] != 0 && !is_node_of(store, store->buckets[at], refs, count)) {
        at = (at + 1) & (store->bucket_count - 1);
    }
    return &store->buckets[at];
}

static void grow(FormulaStore *store) {
    const uint32_t *old = store->buckets;
    size_t old_count = store->bucket_count;
    store->bucket_count *= LOAD;
    store->buckets = ARENA_MANY(store->arena, uint32_t, store->bucket_count);
    for (size_t i = 0; i < old_count; i++) {
        if (old[i] != 0) {
            const Node *node = &ARRAY_ITEMS(Node, &store->nodes)[old[i]];
            *find_slot(store, formula_children(store, node), node->count) = old[i];
        }
    }
}

static Ref node_of(FormulaStore *store, const Ref *refs, size_t count) {
    if (store->nodes.count * LOAD > store->bucket_count) {
        grow(store);
    }
    uint32_t *slot = find_slot(store, refs, count);
    if (*slot == 0) {
        Support support = NOTHING;
        uint32_t first = (uint32_t)store->children.count;
        for (size_t i = 0; i < count; i++) {
            support = support_join(support, formula_node(store, refs[i])->support);
            *(Ref *)array_add(&store->children) = refs[i];
        }
        *slot = add_node(store, (Node){NODE_ALL, first, (uint32_t)count, support});
    }
    return *slot << 1;
}

/* ---- blocks ---- */

static int compare_refs(const void *left, const void *right) {
    Ref a = *(const Ref *)left;
    Ref b = *(const Ref *)right;
    return (a > b) - (a < b);
}

static bool is_block(const FormulaStore *store, Ref ref) {
    return (ref & 1) == 0 && formula_node(store, ref)->kind == NODE_ALL;
}

/* The children of blocks inside the block, in its place; false where some is no. */
static bool flatten(const FormulaStore *store, const Ref *refs, size_t count, Array *flat) {
    for (size_t i = 0; i < count; i++) {
        if (refs[i] == REF_NO) {
            return false;
        }
        if (is_block(store, refs[i])) {
            const Node *node = formula_node(store, refs[i]);
            for (uint32_t j = 0; j < node->count; j++) {
                *(Ref *)array_add(flat) = formula_children(store, node)[j];
            }
        } else if (refs[i] != REF_YES) {
            *(Ref *)array_add(flat) = refs[i];
        }
    }
    return true;
}

static size_t without_repeats(Ref *refs, size_t count) {
    size_t kept = 0;
    for (size_t i = 0; i < count; i++) {
        if (kept == 0 || refs[kept - 1] != refs[i]) {
            refs[kept++] = refs[i];
        }
    }
    return kept;
}

Ref formula_all(FormulaStore *store, Ref *refs, size_t count) {
    Array flat = array_new(store->arena, sizeof(Ref));
    if (!flatten(store, refs, count, &flat)) {
        return REF_NO;
    }
    if (flat.count == 0) {
        return REF_YES;
    }
    Ref *items = ARRAY_ITEMS(Ref, &flat);
    qsort(items, flat.count, sizeof(Ref), compare_refs);
    size_t kept = without_repeats(items, flat.count);
    return kept == 1 ? items[0] : node_of(store, items, kept);
}

Ref formula_any(FormulaStore *store, Ref *refs, size_t count) {
    for (size_t i = 0; i < count; i++) {
        refs[i] = formula_not(refs[i]);
    }
    return formula_not(formula_all(store, refs, count));
}

Ref formula_and(FormulaStore *store, Ref a, Ref b) {
    Ref refs[] = {a, b};
    return formula_all(store, refs, 2);
}

Ref formula_or(FormulaStore *store, Ref a, Ref b) {
    Ref refs[] = {a, b};
    return formula_any(store, refs, 2);
}
