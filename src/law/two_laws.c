/* SPDX-License-Identifier: Apache-2.0 */
#include "law/two_laws.h"

/* ---- rules as they are written ---- */

static uint64_t names_hash(const LawSet *set, const size_t *list, size_t count) {
    uint64_t hash = count;
    for (size_t i = 0; i < count; i++) {
        hash += law_hash_mix(text_hash(set->provisions[list[i]].name), 't');
    }
    return hash;
}

static uint64_t targets_hash(const LawSet *set, const Provision *provision) {
    uint64_t hash = law_hash_mix(provision->kind, provision->targets_all);
    hash = law_hash_mix(hash, names_hash(set, provision->targets, provision->target_count));
    return law_hash_mix(hash, names_hash(set, provision->spared, provision->spared_count));
}

static bool is_compared(const Provision *provision) {
    return provision->kind != PROVISION_FACT && provision->kind != PROVISION_ROUTE;
}

static ResidualWork residual_of(const Space *space, size_t side, Engine *engine, Arena *scratch) {
    const Side *it = &space->sides[side];
    *engine = law_engine_new(scratch, it->set, it->facts, &it->options);
    return law_residual_work(engine, it->tables, NULL);
}

static bool is_same(Residual a, Residual b) {
    return a.is_constant == b.is_constant && a.hash == b.hash;
}

/* ---- which rules differ ---- */

static void add_change(Array *changes, RuleChange change) {
    *(RuleChange *)array_add(changes) = change;
}

static void compare_rule(const Space *space, ResidualWork *before, ResidualWork *after,
                         size_t index, Array *changes) {
    const LawSet *first = space->sides[0].set;
    const LawSet *second = space->sides[1].set;
    const Provision *rule = &first->provisions[index];
    size_t other = 0;
    Frame none = {0};
    if (!map_find(second->provision_names, rule->name, &other)) {
        add_change(changes, (RuleChange){index, LAW_NONE, false});
        return;
    }
    bool has_same_targets =
        targets_hash(first, rule) == targets_hash(second, &second->provisions[other]);
    if (!has_same_targets || !is_same(law_provision_residual(before, index, &none),
                                      law_provision_residual(after, other, &none))) {
        add_change(changes, (RuleChange){index, other, !has_same_targets});
    }
}

static void list_new(const Space *space, Array *changes) {
    const LawSet *second = space->sides[1].set;
    size_t other = 0;
    for (size_t i = 0; i < second->provision_count; i++) {
        if (is_compared(&second->provisions[i]) &&
            !map_find(space->sides[0].set->provision_names, second->provisions[i].name, &other)) {
            add_change(changes, (RuleChange){LAW_NONE, i, false});
        }
    }
}

/* ---- how packs speak ---- */

static bool has_scope(const LawSet *set, size_t pack) {
    size_t at = 0;
    size_t provision = 0;
    return law_next_of_kind(set, pack, PROVISION_SCOPE, &at, &provision);
}

static bool has_same_pack(const LawSet *set, size_t pack, const LawSet *other) {
    const LawPack *it = &set->packs[pack];
    for (size_t i = 0; i < other->pack_count; i++) {
        const LawPack *beside = &other->packs[i];
        if (text_equals(beside->info.name, it->info.name)) {
            return beside->exceptions_jointly == it->exceptions_jointly &&
                   has_scope(set, pack) == has_scope(other, i);
        }
    }
    return false;
}

static bool have_same_packs(const LawSet *set, const LawSet *other) {
    for (size_t i = 0; i < set->pack_count; i++) {
        if (set->packs[i].info.speaks && !has_same_pack(set, i, other)) {
            return false;
        }
    }
    return true;
}

TwoLaws law_two_laws(Arena *arena, Space *space) {
    Arena *scratch = arena_new();
    Array changes = array_new(arena, sizeof(RuleChange));
    Engine engines[SIDES_MAX];
    law_space_clear(space);
    ResidualWork before = residual_of(space, 0, &engines[0], scratch);
    ResidualWork after = residual_of(space, 1, &engines[1], scratch);
    const LawSet *first = space->sides[0].set;
    const LawSet *second = space->sides[1].set;
    for (size_t i = 0; i < first->provision_count; i++) {
        if (is_compared(&first->provisions[i])) {
            compare_rule(space, &before, &after, i, &changes);
        }
    }
    list_new(space, &changes);
    arena_free(scratch);
    return (TwoLaws){.changes = changes.items,
                     .change_count = changes.count,
                     .is_bound =
                         !have_same_packs(first, second) || !have_same_packs(second, first)};
}

/* ---- in the situation at hand ---- */

/* A rule that is not there is one that never holds. */
static Residual rule_residual(ResidualWork *work, size_t rule) {
    Frame none = {0};
    if (rule == LAW_NONE) {
        return (Residual){.is_constant = true, .truth = TRUTH_NO};
    }
    return law_provision_residual(work, rule, &none);
}

static bool agrees(const RuleChange *change, ResidualWork *before, ResidualWork *after) {
    Residual a = rule_residual(before, change->before);
    Residual b = rule_residual(after, change->after);
    bool never_holds = a.is_constant && a.truth == TRUTH_NO;
    return is_same(a, b) && (never_holds || !change->differs_always);
}

bool law_rules_agree(const TwoLaws *laws, const Space *space, Arena *scratch) {
    Engine engines[SIDES_MAX];
    ResidualWork before = residual_of(space, 0, &engines[0], scratch);
    ResidualWork after = residual_of(space, 1, &engines[1], scratch);
    for (size_t i = 0; i < laws->change_count; i++) {
        if (!agrees(&laws->changes[i], &before, &after)) {
            return false;
        }
    }
    return !laws->is_bound;
}

void law_ask_rules(const TwoLaws *laws, const Space *space, Arena *scratch, Asking *asking) {
    Engine engines[SIDES_MAX];
    ResidualWork before = residual_of(space, 0, &engines[0], scratch);
    ResidualWork after = residual_of(space, 1, &engines[1], scratch);
    for (size_t i = 0; i < laws->change_count; i++) {
        const RuleChange *change = &laws->changes[i];
        before.wants = NULL;
        after.wants = NULL;
        if (agrees(change, &before, &after)) {
            continue;
        }
        before.wants = &asking->sides[0];
        after.wants = &asking->sides[1];
        (void)rule_residual(&before, change->before);
        (void)rule_residual(&after, change->after);
        if (asking->sides[0].total + asking->sides[1].total > 0) {
            return;
        }
    }
}
