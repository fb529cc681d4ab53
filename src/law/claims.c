/* SPDX-License-Identifier: Apache-2.0 */
#include "law/claims.h"

/* ---- decisions of some packs ---- */

typedef struct Bounds {
    Outcome best;
    Outcome worst;
} Bounds;

static DecisionWork decide(Space *space, Arena *scratch, size_t side, const bool *packs) {
    const Side *it = &space->sides[side];
    return law_outcome_work(law_engine_new(scratch, it->set, it->facts, &it->options), packs);
}

/* Whether the transfers spoken of have this situation. What that hangs on is asked first. What
 * stands in no row of a table is not what the statement means by it. */
static Truth is_spoken_of(const ClaimContext *claim, Space *space, DecisionWork *work,
                          Asking *asking) {
    if (space->hypothesis == NULL) {
        return TRUTH_YES;
    }
    Frame none = {0};
    Engine engine = law_engine_new(work->engine.arena, work->engine.set, work->engine.facts,
                                   work->engine.options);
    engine.assumptions = claim->no_gaps;
    engine.assumption_count = engine.set->table_count;
    Truth truth = law_condition_truth(&engine, space->hypothesis->when, &none);
    if (truth == TRUTH_UNKNOWN) {
        ResidualWork residual =
            law_residual_work(&engine, space->sides[0].tables, &asking->sides[0]);
        (void)law_body_residual(&residual, space->hypothesis, TRUTH_YES, &none);
    }
    return truth;
}

/* Whether exceptions can matter: the statement parts what is authorised from what needs a
 * licence. */
static bool parts_exceptions(unsigned outcomes) {
    return (outcomes >> OUTCOME_AUTHORISED & 1u) != (outcomes >> OUTCOME_LICENCE_REQUIRED & 1u);
}

/* Of all outcomes from best to worst. */
static Truth are_among(Bounds bounds, unsigned outcomes) {
    bool has_in = false;
    bool has_out = false;
    for (unsigned i = (unsigned)bounds.best; i <= (unsigned)bounds.worst; i++) {
        bool is_in = (outcomes >> i & 1u) != 0;
        has_in = has_in || is_in;
        has_out = has_out || !is_in;
    }
    if (has_in && has_out) {
        return TRUTH_UNKNOWN;
    }
    return has_in ? TRUTH_YES : TRUTH_NO;
}

/* A claim is false of a situation that is spoken of, and true of one that is not. */
static Truth claimed(Truth is_spoken, Truth truth) {
    return truth_or(truth_not(is_spoken), truth);
}

static Truth claim_outcomes(void *context, Space *space, Arena *scratch, Asking *asking) {
    const ClaimContext *claim = context;
    DecisionWork work = decide(space, scratch, 0, NULL);
    Truth truth = are_among((Bounds){work.best, work.worst}, claim->statement->outcomes);
    if (claim->statement->kind == STATEMENT_SOME) {
        truth = truth_not(truth); /* refuted by what is looked for */
    }
    if (truth == TRUTH_YES) {
        return TRUTH_YES;
    }
    Truth is_spoken = is_spoken_of(claim, space, &work, asking);
    Truth result = claimed(is_spoken, truth);
    if (result == TRUTH_UNKNOWN && asking->sides[0].total == 0) {
        law_ask_decision(&work, space->sides[0].tables,
                         parts_exceptions(claim->statement->outcomes), &asking->sides[0]);
    }
    return result;
}

static Bounds pack_bounds(const DecisionWork *work, size_t pack) {
    for (size_t i = 0; i < work->pack_count; i++) {
        if (work->packs[i].pack == pack) {
            return (Bounds){work->packs[i].best, work->packs[i].worst};
        }
    }
    return (Bounds){OUTCOME_FREE, OUTCOME_FREE};
}

static bool is_known(Bounds bounds) {
    return bounds.best == bounds.worst;
}

static bool is_same(Bounds a, Bounds b) {
    return a.best == b.best && a.worst == b.worst;
}

static bool overlap(Bounds a, Bounds b) {
    return a.best <= b.worst && b.best <= a.worst;
}

static Truth are_alike(Bounds a, Bounds b) {
    if (is_known(a) && is_known(b)) {
        return a.best == b.best ? TRUTH_YES : TRUTH_NO;
    }
    return overlap(a, b) ? TRUTH_UNKNOWN : TRUTH_NO;
}

/* Asks for what hangs of the packs in the work, each by itself. */
static void ask_each(DecisionWork *work, const Side *side, Wants *wants) {
    for (size_t i = 0; i < work->pack_count && wants->total == 0; i++) {
        law_ask_pack(work, i, side->tables, wants);
    }
}

/* Where nothing more can be asked, the same bounds are the same answer. */
static Truth claim_alike(void *context, Space *space, Arena *scratch, Asking *asking) {
    const ClaimContext *claim = context;
    DecisionWork work = decide(space, scratch, 0, claim->is_compared);
    Bounds first = pack_bounds(&work, claim->packs[0]);
    Bounds second = pack_bounds(&work, claim->packs[1]);
    Truth truth = are_alike(first, second);
    if (truth == TRUTH_YES) {
        return TRUTH_YES;
    }
    Truth result = claimed(is_spoken_of(claim, space, &work, asking), truth);
    if (result == TRUTH_UNKNOWN && asking->sides[0].total == 0) {
        ask_each(&work, &space->sides[0], &asking->sides[0]);
        if (asking->sides[0].total == 0 && is_same(first, second)) {
            return TRUTH_YES;
        }
    }
    return result;
}

/* ---- two laws ---- */

/* Whether the second is not stricter than the first. */
static Truth is_not_stricter(Bounds first, Bounds second) {
    if (second.worst <= first.best) {
        return TRUTH_YES;
    }
    return second.best > first.worst ? TRUTH_NO : TRUTH_UNKNOWN;
}

static Truth is_as_claimed(const ClaimContext *claim, Bounds before, Bounds after) {
    return claim->statement->kind == STATEMENT_MILDER ? is_not_stricter(after, before)
                                                      : is_not_stricter(before, after);
}

/* Of each pack that the change can reach by itself: what is so of each is so of the
 * strictest of them, whatever the others say. */
static Truth is_claimed_of_each(const ClaimContext *claim, const DecisionWork *before,
                                const DecisionWork *after) {
    Truth truth = TRUTH_YES;
    for (size_t i = 0; i < before->pack_count; i++) {
        const size_t pack = before->packs[i].pack;
        truth = truth_and(
            truth, is_as_claimed(claim, pack_bounds(before, pack), pack_bounds(after, pack)));
    }
    return truth;
}

static bool have_same_bounds(const DecisionWork *before, const DecisionWork *after) {
    for (size_t i = 0; i < before->pack_count; i++) {
        const size_t pack = before->packs[i].pack;
        if (!is_same(pack_bounds(before, pack), pack_bounds(after, pack))) {
            return false;
        }
    }
    return true;
}

static bool has_asked(const Asking *asking) {
    return asking->sides[0].total + asking->sides[1].total > 0;
}

/* Some pack is surely otherwise than claimed, so all of them are asked. */
static Truth claim_of_all(const ClaimContext *claim, Space *space, Arena *scratch, Truth is_spoken,
                          Asking *asking) {
    DecisionWork before = decide(space, scratch, 0, NULL);
    DecisionWork after = decide(space, scratch, 1, NULL);
    Bounds a = {before.best, before.worst};
    Bounds b = {after.best, after.worst};
    Truth result = claimed(is_spoken, is_as_claimed(claim, a, b));
    if (result == TRUTH_UNKNOWN && !has_asked(asking)) {
        law_ask_decision(&before, space->sides[0].tables, true, &asking->sides[0]);
        law_ask_decision(&after, space->sides[1].tables, true, &asking->sides[1]);
        if (!has_asked(asking) && is_same(a, b)) {
            return TRUTH_YES;
        }
    }
    return result;
}

static Truth claim_change(void *context, Space *space, Arena *scratch, Asking *asking) {
    const ClaimContext *claim = context;
    const bool is_milder = claim->statement->kind == STATEMENT_MILDER;
    if (law_rules_only_ease(&claim->laws, space, scratch, is_milder)) {
        return TRUTH_YES;
    }
    DecisionWork before = decide(space, scratch, 0, claim->is_compared);
    DecisionWork after = decide(space, scratch, 1, claim->is_compared);
    Truth of_each = is_claimed_of_each(claim, &before, &after);
    if (of_each == TRUTH_YES ||
        law_changes_are_idle(&claim->laws, space, &before, &after, scratch)) {
        return TRUTH_YES;
    }
    Truth is_spoken = is_spoken_of(claim, space, &before, asking);
    if (is_spoken == TRUTH_NO) {
        return TRUTH_YES;
    }
    if (of_each == TRUTH_UNKNOWN && !has_asked(asking)) {
        law_ask_change(&claim->laws, space, scratch, &before, &after, asking);
        ask_each(&before, &space->sides[0], &asking->sides[0]);
        ask_each(&after, &space->sides[1], &asking->sides[1]);
        if (!has_asked(asking) && have_same_bounds(&before, &after)) {
            return TRUTH_YES;
        }
    }
    if (of_each == TRUTH_UNKNOWN && has_asked(asking)) {
        return TRUTH_UNKNOWN;
    }
    return claim_of_all(claim, space, scratch, is_spoken, asking);
}

bool law_claim_is_broken_in_part(const ClaimContext *claim, Space *space, Arena *scratch) {
    const DecisionWork before = decide(space, scratch, 0, claim->is_compared);
    const DecisionWork after = decide(space, scratch, 1, claim->is_compared);
    return is_claimed_of_each(claim, &before, &after) == TRUTH_NO;
}

/* ---- what cannot be false ---- */

/* Every side there is room for, used or not: so no switch is read that was not kept. */
static void accept(Space *space, bool *accepted) {
    for (size_t i = 0; i < SIDES_MAX; i++) {
        accepted[i] = space->sides[i].options.accept_unverified;
        space->sides[i].options.accept_unverified = true;
    }
}

static void take_back(Space *space, const bool *accepted) {
    for (size_t i = 0; i < SIDES_MAX; i++) {
        space->sides[i].options.accept_unverified = accepted[i];
    }
}

/* Law that is not relied on may be as it stands. Where the claim is true then, the bounds
 * without it reach to what is claimed. */
bool law_claim_can_fail(void *context, Space *space, Arena *scratch) {
    ClaimContext accepting = *(const ClaimContext *)context;
    bool accepted[SIDES_MAX] = {false};
    Asking asking = {0};
    accepting.laws = accepting.accepted_laws;
    for (size_t i = 0; i < space->side_count; i++) {
        asking.sides[i] = law_wants_new(scratch, space->sides[i].set);
    }
    accept(space, accepted);
    Truth truth = law_claim_of(accepting.statement->kind)(&accepting, space, scratch, &asking);
    take_back(space, accepted);
    return truth != TRUTH_YES;
}

/* ---- what is compared ---- */

static void mark_changed(const TwoLaws *laws, const Space *space, bool *is_compared) {
    for (size_t i = 0; i < laws->change_count; i++) {
        const RuleChange *change = &laws->changes[i];
        const size_t side = change->before == LAW_NONE ? 1 : 0;
        const size_t rule = change->before == LAW_NONE ? change->after : change->before;
        is_compared[space->sides[side].set->provisions[rule].pack] = true;
    }
}

void law_claim_compare(Arena *arena, ClaimContext *claim, Space *space) {
    bool accepted[SIDES_MAX] = {false};
    bool *is_compared = ARENA_MANY(arena, bool, space->sides[0].set->pack_count);
    claim->is_compared = is_compared;
    if (claim->statement->kind == STATEMENT_ALIKE) {
        is_compared[claim->packs[0]] = true;
        is_compared[claim->packs[1]] = true;
    }
    if (space->side_count > 1) {
        claim->laws = law_two_laws(arena, space);
        accept(space, accepted);
        claim->accepted_laws = law_two_laws(arena, space);
        take_back(space, accepted);
        mark_changed(&claim->laws, space, is_compared);
        mark_changed(&claim->accepted_laws, space, is_compared);
        if (claim->laws.is_bound) {
            claim->is_compared = NULL;
        }
    }
}

Claim law_claim_of(StatementKind kind) {
    switch (kind) {
    case STATEMENT_ALIKE:
        return claim_alike;
    case STATEMENT_STRICTER:
    case STATEMENT_MILDER:
        return claim_change;
    case STATEMENT_EVERY:
    case STATEMENT_SOME:
        break;
    }
    return claim_outcomes;
}
