/* SPDX-License-Identifier: Apache-2.0 */
#include "law/compile.h"

/* What a row asks of the fact that rows are found by, and what it asks beside it. Rows
 * that ask the same beside it are put together, so that a table of a thousand rows gives
 * as many formulas as it has kinds of rows, not rows. */
typedef struct Bucket {
    bool has_reason;
    Operand reason;
    Ref rest;
    Array keys; /* of Ref */
} Bucket;

typedef struct RowWalk {
    Compilation *compilation;
    const Provision *provision;
    const LawTable *table;
    Binding binding;
    Support key; /* the fact that rows are found by */
    Array buckets;
} RowWalk;

static Ref body_ref(Compilation *compilation, const Provision *provision, const Binding *binding) {
    Ref refs[3] = {REF_YES, REF_YES, REF_YES};
    if (provision->when != NULL) {
        refs[0] = compile_condition(compilation, provision->when, binding);
    }
    if (provision->provided_that != NULL) {
        refs[1] = compile_condition(compilation, provision->provided_that, binding);
    }
    if (provision->except_where != NULL) {
        refs[2] = formula_not(compile_condition(compilation, provision->except_where, binding));
    }
    return formula_all(&compilation->store, refs, 3);
}

/* ---- rows ---- */

static Ref row_force(const RowWalk *walk, const TableRow *row) {
    bool is_relied_on = row->status < LAW_PARTIAL || walk->compilation->options.accept_unverified;
    unsigned date = walk->table->is_register ? DATED_KNOWN_AT : DATED_AS_OF;
    return formula_and(&walk->compilation->store, is_relied_on ? REF_YES : REF_UNKNOWN,
                       compile_range(walk->compilation, row->holds, date));
}

static Ref row_match(const RowWalk *walk, const TableRow *row) {
    const ForEach *each = &walk->provision->each;
    Ref ref = REF_YES;
    for (size_t i = 0; i < each->match_count && ref != REF_NO; i++) {
        Ref match = compile_match(walk->compilation, &each->matches[i],
                                  &row->values[each->matches[i].column]);
        ref = formula_and(&walk->compilation->store, ref, match);
    }
    return ref;
}

static bool is_of_key(const RowWalk *walk, Ref ref) {
    Support support =
        support_join(walk->key, formula_node(&walk->compilation->store, ref)->support);
    return support.is_single;
}

/* Parts a row's formula into what hangs on the key alone and the rest. */
static void part(const RowWalk *walk, Ref ref, Ref *key, Ref *rest) {
    FormulaStore *store = &walk->compilation->store;
    const Node *node = formula_node(store, ref);
    bool is_block = (ref & 1) == 0 && node->kind == NODE_ALL;
    size_t count = is_block ? node->count : 1;
    const Ref *parts = is_block ? formula_children(store, node) : &ref;
    Ref *keys = ARENA_MANY(store->arena, Ref, count);
    Ref *others = ARENA_MANY(store->arena, Ref, count);
    size_t key_count = 0;
    size_t other_count = 0;
    for (size_t i = 0; i < count; i++) {
        if (is_of_key(walk, parts[i])) {
            keys[key_count++] = parts[i];
        } else {
            others[other_count++] = parts[i];
        }
    }
    *key = formula_all(store, keys, key_count);
    *rest = formula_all(store, others, other_count);
}

static bool operands_equal(const Operand *a, const Operand *b) {
    if (a->kind != b->kind) {
        return false;
    }
    if (a->kind == OPERAND_LITERAL) {
        return law_value_equals(&a->literal, &b->literal);
    }
    return a->kind != OPERAND_ATTRIBUTE || a->index == b->index;
}

static bool same_reason(bool has_a, const Operand *a, bool has_b, const Operand *b) {
    return has_a == has_b && (!has_a || operands_equal(a, b));
}

static Bucket *bucket_for(RowWalk *walk, const Operand *reason, Ref rest) {
    bool has_reason = walk->provision->has_reason;
    for (size_t i = 0; i < walk->buckets.count; i++) {
        Bucket *bucket = &ARRAY_ITEMS(Bucket, &walk->buckets)[i];
        if (bucket->rest == rest &&
            same_reason(bucket->has_reason, &bucket->reason, has_reason, reason)) {
            return bucket;
        }
    }
    Bucket *bucket = array_add(&walk->buckets);
    *bucket = (Bucket){.has_reason = has_reason,
                       .reason = *reason,
                       .rest = rest,
                       .keys = array_new(walk->compilation->arena, sizeof(Ref))};
    return bucket;
}

/* `fits` says that the row is in force and matches; row NULL: one that the table lacks. */
static void walk_row(RowWalk *walk, const TableRow *row, Ref fits) {
    if (fits == REF_NO) {
        return;
    }
    Binding binding = walk->binding;
    binding.row = row;
    Ref ref = formula_and(&walk->compilation->store, fits,
                          body_ref(walk->compilation, walk->provision, &binding));
    if (ref == REF_NO) {
        return;
    }
    Operand reason = compile_bind(&walk->provision->reason, row);
    Ref key = REF_YES;
    Ref rest = REF_YES;
    part(walk, ref, &key, &rest);
    *(Ref *)array_add(&bucket_for(walk, &reason, rest)->keys) = key;
}

static Ref gap_ref(const RowWalk *walk) {
    const ForEach *each = &walk->provision->each;
    Ref ref = each->table == LAW_NONE ? REF_NO : compile_unread(walk->compilation, walk->table);
    for (size_t i = 0; i < each->match_count; i++) {
        const RowMatch *match = &each->matches[i];
        ref = formula_or(&walk->compilation->store, ref,
                         compile_gap(walk->compilation, each->table, match->column, &match->operand,
                                     match->is_within));
    }
    return ref;
}

static Support key_of_rows(const LawTable *table, const ForEach *each) {
    Support key = {.attribute = LAW_NONE, .dates = compile_table_date(table), .is_single = true};
    for (size_t i = 0; i < each->match_count && key.attribute == LAW_NONE; i++) {
        if (each->matches[i].operand.kind == OPERAND_ATTRIBUTE) {
            key.attribute = each->matches[i].operand.index;
        }
    }
    return key;
}

/* Without `for each`, one row that is none. */
static RowWalk walk_rows(Compilation *compilation, const Provision *provision,
                         const Binding *binding) {
    const ForEach *each = &provision->each;
    RowWalk walk = {.compilation = compilation,
                    .provision = provision,
                    .binding = *binding,
                    .key = {.attribute = LAW_NONE, .is_single = true},
                    .buckets = array_new(compilation->arena, sizeof(Bucket))};
    if (each->table == LAW_NONE) {
        walk_row(&walk, NULL, REF_YES);
        return walk;
    }
    walk.table = &compilation->set->tables[each->table];
    walk.key = key_of_rows(walk.table, each);
    for (size_t i = 0; i < walk.table->row_count; i++) {
        const TableRow *row = &walk.table->rows[i];
        Ref match = row_match(&walk, row);
        if (match != REF_NO) {
            walk_row(&walk, row, formula_and(&compilation->store, match, row_force(&walk, row)));
        }
    }
    walk_row(&walk, NULL, gap_ref(&walk));
    return walk;
}

static Ref bucket_ref(Compilation *compilation, const Bucket *bucket) {
    Ref keys =
        formula_any(&compilation->store, ARRAY_ITEMS(Ref, &bucket->keys), bucket->keys.count);
    return formula_and(&compilation->store, keys, bucket->rest);
}

static Ref any_bucket(Compilation *compilation, const RowWalk *walk) {
    Ref *refs = ARENA_MANY(compilation->arena, Ref, walk->buckets.count);
    for (size_t i = 0; i < walk->buckets.count; i++) {
        refs[i] = bucket_ref(compilation, &ARRAY_ITEMS(Bucket, &walk->buckets)[i]);
    }
    return formula_any(&compilation->store, refs, walk->buckets.count);
}

/* ---- provisions ---- */

Ref compile_provision(Compilation *compilation, size_t provision, const Binding *binding) {
    RowWalk walk = walk_rows(compilation, &compilation->set->provisions[provision], binding);
    return formula_and(&compilation->store, compile_force(compilation, provision),
                       any_bucket(compilation, &walk));
}

/* The days on which the provision is in force and not verified; more than one time are rare. */
static Ref unverified_days(Compilation *compilation, size_t provision) {
    const Provision *asked = &compilation->set->provisions[provision];
    Ref days = REF_NO;
    for (size_t i = 0; i < asked->interval_count; i++) {
        if (asked->intervals[i].status == LAW_UNVERIFIED) {
            const Ref range = compile_range(compilation, asked->intervals[i].range, DATED_AS_OF);
            days = formula_or(&compilation->store, days, range);
        }
    }
    return days;
}

/* Unknown on the days on which the provision is not verified, else no. */
static Ref doubt_of(Compilation *compilation, size_t provision) {
    const Ref days = unverified_days(compilation, provision);
    const ProvisionKind kind = compilation->set->provisions[provision].kind;
    if (days == REF_NO || compilation->options.accept_unverified ||
        (kind != PROVISION_FACT && kind != PROVISION_SCOPE)) {
        return REF_NO;
    }
    const Ref doubt = formula_and(&compilation->store, days, REF_UNKNOWN);
    return formula_and(&compilation->store, doubt, compile_force(compilation, provision));
}

/* A fact or scope that is not verified is unknown, whatever its condition. */
Ref compile_fact(Compilation *compilation, size_t provision) {
    Ref *known = &compilation->fact_refs[provision];
    if (*known == REF_UNSET) {
        Binding none = {0};
        *known = formula_or(&compilation->store, compile_provision(compilation, provision, &none),
                            doubt_of(compilation, provision));
    }
    return *known;
}

static Slot *slot_for(Compilation *compilation, size_t provision, const Bucket *bucket) {
    for (size_t i = 0; i < compilation->slots.count; i++) {
        Slot *slot = &ARRAY_ITEMS(Slot, &compilation->slots)[i];
        if (slot->provision == provision &&
            same_reason(slot->has_reason, &slot->reason, bucket->has_reason, &bucket->reason)) {
            return slot;
        }
    }
    Slot *slot = array_add(&compilation->slots);
    *slot = (Slot){.provision = provision,
                   .has_reason = bucket->has_reason,
                   .reason = bucket->reason,
                   .ref = REF_NO};
    return slot;
}

void compile_requirement(Compilation *compilation, size_t provision) {
    Binding none = {0};
    RowWalk walk = walk_rows(compilation, &compilation->set->provisions[provision], &none);
    Ref force = compile_force(compilation, provision);
    for (size_t i = 0; i < walk.buckets.count; i++) {
        const Bucket *bucket = &ARRAY_ITEMS(Bucket, &walk.buckets)[i];
        Ref ref = bucket_ref(compilation, bucket);
        Slot *slot = slot_for(compilation, provision, bucket);
        slot->ref = formula_or(&compilation->store, slot->ref,
                               formula_and(&compilation->store, force, ref));
    }
}
