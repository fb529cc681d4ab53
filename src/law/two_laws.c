/* SPDX-License-Identifier: Apache-2.0 */
#include "law/two_laws.h"

#include "law/order.h"

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
    ResidualWork work = law_residual_work(engine, it->tables, NULL);
    work.reads_words = true;
    return work;
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

/* ---- rules that only ease, or only tighten ---- */

/* How the truth of a condition moves where more is required: `grows` of one that may become
 * truer, `shrinks` of one that may become less true. */
typedef struct Moves {
    bool grows;
    bool shrinks;
} Moves;

static Moves moves_of(const Condition *condition) {
    Moves moves = {condition != NULL && condition->kind == CONDITION_ANY_REASON,
                   condition != NULL && condition->kind == CONDITION_EVERY_REASON};
    for (size_t i = 0; condition != NULL && i < condition->child_count; i++) {
        const Moves child = moves_of(&condition->children[i]);
        moves.grows |= child.grows;
        moves.shrinks |= child.shrinks;
    }
    const bool is_turned =
        condition != NULL && (condition->kind == CONDITION_NONE) != condition->is_negated;
    return is_turned ? (Moves){moves.shrinks, moves.grows} : moves;
}

/* Whether more that is required can only tighten: no exception comes to hold by it, and no bar
 * ceases to strike. */
static bool only_tightens(const LawSet *set, size_t pack) {
    for (size_t i = 0; i < set->provision_count; i++) {
        const Provision *rule = &set->provisions[i];
        const bool is_bar = rule->kind == PROVISION_BAR;
        if (rule->pack != pack || (!is_bar && rule->kind != PROVISION_EXCEPTION)) {
            continue;
        }
        const Moves when = moves_of(rule->when);
        const Moves provided = moves_of(rule->provided_that);
        const Moves excepted = moves_of(rule->except_where);
        const bool grows = when.grows || provided.grows || excepted.shrinks;
        const bool shrinks = when.shrinks || provided.shrinks || excepted.grows;
        if (is_bar ? shrinks : grows) {
            return false;
        }
    }
    return true;
}

static bool has_same_reason(const Provision *a, const Provision *b) {
    return a->has_reason == b->has_reason && a->reason.kind == b->reason.kind &&
           a->reason.index == b->reason.index &&
           (a->reason.kind != OPERAND_LITERAL ||
            text_equals(a->reason.literal.text, b->reason.literal.text));
}

/* Exceptions ease where they hold; all others tighten, requirements where no reason that they
 * add or take away can open an exception. */
static bool eases(const RuleChange *change, const LawSet *set, ResidualWork *before,
                  ResidualWork *after, bool is_milder) {
    if (change->before == LAW_NONE || change->after == LAW_NONE || change->differs_always) {
        return false;
    }
    const Provision *rule = &set->provisions[change->before];
    if (rule->kind == PROVISION_REQUIREMENT &&
        (!has_same_reason(rule, &after->engine->set->provisions[change->after]) ||
         !only_tightens(set, rule->pack) ||
         !only_tightens(after->engine->set, after->engine->set->provisions[change->after].pack))) {
        return false;
    }
    bool must_grow = (rule->kind == PROVISION_EXCEPTION) != is_milder;
    return must_grow ? law_provision_implies(before, change->before, after, change->after)
                     : law_provision_implies(after, change->after, before, change->before);
}

bool law_rules_only_ease(const TwoLaws *laws, const Space *space, Arena *scratch, bool is_milder) {
    Engine engines[SIDES_MAX];
    ResidualWork before = residual_of(space, 0, &engines[0], scratch);
    ResidualWork after = residual_of(space, 1, &engines[1], scratch);
    for (size_t i = 0; i < laws->change_count; i++) {
        if (!agrees(&laws->changes[i], &before, &after) &&
            !eases(&laws->changes[i], space->sides[0].set, &before, &after, is_milder)) {
            return false;
        }
    }
    return !laws->is_bound;
}

/* ---- their part in decisions ---- */

static Truth serves(const PackWork *pack, size_t exception) {
    for (size_t i = 0; i < pack->exceptions.count; i++) {
        const ExceptionWork *it = &ARRAY_ITEMS(ExceptionWork, &pack->exceptions)[i];
        if (it->provision == exception) {
            return it->serves;
        }
    }
    return TRUTH_NO;
}

/* Some exception that the bar strikes may serve. */
static bool strikes_serving(DecisionWork *work, size_t bar) {
    for (size_t i = 0; i < work->pack_count; i++) {
        const PackWork *pack = &work->packs[i];
        for (size_t j = 0; j < pack->exceptions.count; j++) {
            size_t exception = ARRAY_ITEMS(ExceptionWork, &pack->exceptions)[j].provision;
            if (law_bar_strikes(&work->engine, &work->engine.set->provisions[bar], exception) &&
                serves(pack, exception) > TRUTH_NO) {
                return true;
            }
        }
    }
    return false;
}

/* Exceptions have a part in a decision where they may serve, bars where an exception may that
 * they could strike. Other rules always matter. */
static bool is_idle(DecisionWork *work, size_t rule) {
    if (rule == LAW_NONE) {
        return true;
    }
    ProvisionKind kind = work->engine.set->provisions[rule].kind;
    if (kind == PROVISION_BAR) {
        return !strikes_serving(work, rule);
    }
    return kind == PROVISION_EXCEPTION && law_part_truth(work, rule) == TRUTH_NO;
}

/* A bar that is there on one side only would strike the same on the other. */
static bool is_bar_of_one_side(const Space *space, const RuleChange *change) {
    size_t side = change->before == LAW_NONE ? 1 : 0;
    size_t rule = change->before == LAW_NONE ? change->after : change->before;
    return (change->before == LAW_NONE || change->after == LAW_NONE) &&
           space->sides[side].set->provisions[rule].kind == PROVISION_BAR;
}

static const PackWork *pack_of(const DecisionWork *work, size_t rule) {
    for (size_t i = 0; i < work->pack_count; i++) {
        if (work->packs[i].pack == work->engine.set->provisions[rule].pack) {
            return &work->packs[i];
        }
    }
    return NULL;
}

/* What is left of a rule beside the requirements met in this decision. */
static Residual beside_reasons(DecisionWork *work, ResidualWork *residual, const PackWork *pack,
                               size_t rule, size_t exception) {
    Frame frame = law_exception_frame(pack, &work->engine.set->provisions[exception]);
    residual->reads_reasons = true;
    Residual left = law_provision_residual(residual, rule, &frame);
    residual->reads_reasons = false;
    return left;
}

typedef struct Beside {
    DecisionWork *work;
    ResidualWork *residual;
    const PackWork *pack;
    size_t rule;
} Beside;

static bool is_same_for(const Beside *before, const Beside *after, size_t exception, size_t other) {
    return is_same(
        beside_reasons(before->work, before->residual, before->pack, before->rule, exception),
        beside_reasons(after->work, after->residual, after->pack, after->rule, other));
}

/* A bar is asked beside each exception that it strikes; those are matched by name. */
static bool is_same_bar(const Beside *before, const Beside *after) {
    const LawSet *first = before->work->engine.set;
    const LawSet *second = after->work->engine.set;
    for (size_t i = 0; i < before->pack->exceptions.count; i++) {
        size_t exception = ARRAY_ITEMS(ExceptionWork, &before->pack->exceptions)[i].provision;
        size_t other = 0;
        if (!map_find(second->provision_names, first->provisions[exception].name, &other)) {
            return false;
        }
        if (law_bar_strikes(&before->work->engine, &first->provisions[before->rule], exception) &&
            !is_same_for(before, after, exception, other)) {
            return false;
        }
    }
    return true;
}

/* The two leave the same where what is required is put in. */
static bool is_same_beside_reasons(const RuleChange *change, DecisionWork *before,
                                   DecisionWork *after, ResidualWork *first, ResidualWork *second) {
    if (change->before == LAW_NONE || change->after == LAW_NONE || change->differs_always) {
        return false;
    }
    ProvisionKind kind = before->engine.set->provisions[change->before].kind;
    const Beside a = {before, first, pack_of(before, change->before), change->before};
    const Beside b = {after, second, pack_of(after, change->after), change->after};
    if (a.pack == NULL || b.pack == NULL) {
        return false;
    }
    if (kind == PROVISION_BAR) {
        return a.pack->exceptions.count == b.pack->exceptions.count && is_same_bar(&a, &b);
    }
    return kind == PROVISION_EXCEPTION && is_same_for(&a, &b, change->before, change->after);
}

bool law_changes_are_idle(const TwoLaws *laws, const Space *space, DecisionWork *before,
                          DecisionWork *after, Arena *scratch) {
    Engine engines[SIDES_MAX];
    ResidualWork first = residual_of(space, 0, &engines[0], scratch);
    ResidualWork second = residual_of(space, 1, &engines[1], scratch);
    for (size_t i = 0; i < laws->change_count; i++) {
        const RuleChange *change = &laws->changes[i];
        bool are_idle = is_idle(before, change->before) && is_idle(after, change->after) &&
                        !is_bar_of_one_side(space, change);
        if (!are_idle && !agrees(change, &first, &second) &&
            !is_same_beside_reasons(change, before, after, &first, &second)) {
            return false;
        }
    }
    return !laws->is_bound;
}

void law_ask_parts(const TwoLaws *laws, const Space *space, DecisionWork *before,
                   DecisionWork *after, Asking *asking) {
    for (size_t i = 0; i < laws->change_count; i++) {
        const RuleChange *change = &laws->changes[i];
        if (change->before != LAW_NONE && !is_idle(before, change->before)) {
            law_ask_provision(before, space->sides[0].tables, change->before, &asking->sides[0]);
        }
        if (change->after != LAW_NONE && !is_idle(after, change->after)) {
            law_ask_provision(after, space->sides[1].tables, change->after, &asking->sides[1]);
        }
        if (asking->sides[0].total + asking->sides[1].total > 0) {
            return;
        }
    }
}

static bool has_asked(const Asking *asking) {
    return asking->sides[0].total + asking->sides[1].total > 0;
}

void law_ask_change(const TwoLaws *laws, const Space *space, Arena *scratch, DecisionWork *before,
                    DecisionWork *after, Asking *asking) {
    law_ask_rules(laws, space, scratch, asking);
    if (!has_asked(asking)) {
        law_ask_parts(laws, space, before, after, asking);
    }
    if (!has_asked(asking)) {
        law_ask_decision(before, space->sides[0].tables, true, &asking->sides[0]);
        law_ask_decision(after, space->sides[1].tables, true, &asking->sides[1]);
    }
}
