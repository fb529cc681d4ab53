/* SPDX-License-Identifier: Apache-2.0 */
#include "law/result.h"

/* Bounds by cases. A formula may be true whatever an unknown fact is and still be called
 * unknown, because its parts are. Supposing the fact each of its values in turn gives bounds that
 * are as safe and never wider. Only facts whose values can all be listed are supposed: yes/no, and
 * codes that the packs compare with nothing but words. */

/* More values of one fact than this are not tried. */
enum { VALUES_MAX = 24 };

/* Does `condition` read the attribute otherwise than `is` and `is not` words? */
static bool reads_otherwise(const Condition *condition, size_t attribute) {
    if (condition == NULL) {
        return false;
    }
    const bool is_plain = condition->kind == CONDITION_EQUALS;
    for (size_t i = 0; i < condition->operand_count; i++) {
        const Operand *operand = &condition->operands[i];
        const bool is_it = operand->kind == OPERAND_ATTRIBUTE && operand->index == attribute;
        const bool is_left = is_plain && i == 0;
        if (is_it && !is_left) {
            return true;
        }
        const Operand *left = &condition->operands[0];
        if (is_plain && i > 0 && left->kind == OPERAND_ATTRIBUTE && left->index == attribute &&
            operand->kind != OPERAND_LITERAL) {
            return true;
        }
    }
    for (size_t i = 0; i < condition->child_count; i++) {
        if (reads_otherwise(&condition->children[i], attribute)) {
            return true;
        }
    }
    return false;
}

static bool provision_reads_otherwise(const Provision *provision, size_t attribute) {
    for (size_t i = 0; i < provision->each.match_count; i++) {
        const Operand *operand = &provision->each.matches[i].operand;
        if (operand->kind == OPERAND_ATTRIBUTE && operand->index == attribute) {
            return true;
        }
    }
    for (size_t i = 0; i < provision->review_count; i++) {
        if (reads_otherwise(provision->reviews[i].when, attribute)) {
            return true;
        }
    }
    return reads_otherwise(provision->when, attribute) ||
           reads_otherwise(provision->except_where, attribute) ||
           reads_otherwise(provision->provided_that, attribute);
}

static bool can_be_listed(const LawSet *set, size_t attribute) {
    if (set->attributes[attribute].type == ATTRIBUTE_YES_NO) {
        return true;
    }
    if (set->attributes[attribute].type != ATTRIBUTE_CODE) {
        return false;
    }
    for (size_t i = 0; i < set->provision_count; i++) {
        if (provision_reads_otherwise(&set->provisions[i], attribute)) {
            return false;
        }
    }
    return true;
}

static void widen(PackDecision *bounds, const PackDecision *by) {
    bounds->best = by->best < bounds->best ? by->best : bounds->best;
    bounds->worst = by->worst > bounds->worst ? by->worst : bounds->worst;
    bounds->days = law_longer_days(bounds->days, by->days);
}

static void tighten(PackDecision *bounds, const PackDecision *by) {
    bounds->best = by->best > bounds->best ? by->best : bounds->best;
    if (by->worst <= bounds->worst) {
        bounds->worst = by->worst;
        bounds->days = by->days;
    }
    bounds->outcome = law_outcome_between(bounds->best, bounds->worst);
}

/* The whole of a decision as if it were one pack's, last in the list of bounds. */
static PackDecision whole_of(const PackDecision *packs, size_t count) {
    PackDecision whole = {.best = OUTCOME_FREE, .worst = OUTCOME_FREE};
    for (size_t i = 0; i < count; i++) {
        whole.best = packs[i].best > whole.best ? packs[i].best : whole.best;
        whole.worst = packs[i].worst > whole.worst ? packs[i].worst : whole.worst;
        whole.days = law_longer_days(whole.days, packs[i].days);
    }
    return whole;
}

/* What all packs say, and the whole, in one case. */
static void decide_case(const Engine *engine, LawFacts *facts, PackDecision *bounds,
                        bool is_first) {
    Arena *scratch = arena_new();
    DecideOptions options = *engine->options;
    options.explain = false;
    DecisionWork work = law_decision_work(law_engine_new(scratch, engine->set, facts, &options));
    PackDecision *packs = ARENA_MANY(scratch, PackDecision, work.pack_count + 1);
    for (size_t i = 0; i < work.pack_count; i++) {
        packs[i] = (PackDecision){
            .best = work.packs[i].best, .worst = work.packs[i].worst, .days = work.packs[i].days};
    }
    packs[work.pack_count] = whole_of(packs, work.pack_count);
    for (size_t i = 0; i <= work.pack_count; i++) {
        if (is_first) {
            bounds[i] = packs[i];
        } else {
            widen(&bounds[i], &packs[i]);
        }
    }
    arena_free(scratch);
}

/* The bounds over all values of one fact; false where they cannot all be tried. */
static bool bounds_of(const Engine *engine, size_t attribute, LawFacts *facts,
                      PackDecision *bounds) {
    Text *values = NULL;
    const size_t count = law_candidates(engine->arena, engine->set, attribute, true, &values);
    if (count == 0 || count > VALUES_MAX) {
        return false;
    }
    const FactValue kept = facts->values[attribute];
    for (size_t i = 0; i < count; i++) {
        Error error = {0};
        if (!law_fact_parse(engine->arena, engine->set, &engine->set->attributes[attribute],
                            values[i], &facts->values[attribute], &error)) {
            facts->values[attribute] = kept;
            return false;
        }
        decide_case(engine, facts, bounds, i == 0);
    }
    facts->values[attribute] = kept;
    return true;
}

static void take(Decision *decision, PackDecision *packs, PackDecision *whole,
                 const PackDecision *bounds) {
    for (size_t i = 0; i < decision->pack_count; i++) {
        tighten(&packs[i], &bounds[i]);
    }
    tighten(whole, &bounds[decision->pack_count]);
    const PackDecision summed = whole_of(packs, decision->pack_count);
    tighten(whole, &summed);
}

void law_bound_by_cases(DecisionWork *work, const Unsettled *unsettled, size_t count,
                        Decision *decision) {
    const Engine *engine = &work->engine;
    LawFacts *facts = law_facts_copy(engine->arena, engine->facts);
    PackDecision *packs = ARENA_MANY(engine->arena, PackDecision, decision->pack_count);
    PackDecision *bounds = ARENA_MANY(engine->arena, PackDecision, decision->pack_count + 1);
    for (size_t i = 0; i < decision->pack_count; i++) {
        packs[i] = decision->packs[i];
    }
    PackDecision whole = {.best = decision->best, .worst = decision->worst, .days = decision->days};
    for (size_t i = 0; i < count && whole.best != whole.worst; i++) {
        const size_t attribute = unsettled[i].attribute;
        if (attribute != LAW_NONE && can_be_listed(engine->set, attribute) &&
            bounds_of(engine, attribute, facts, bounds)) {
            take(decision, packs, &whole, bounds);
        }
    }
    decision->packs = packs;
    decision->best = work->best = whole.best;
    decision->worst = work->worst = whole.worst;
    decision->days = whole.days;
    decision->outcome = law_outcome_between(whole.best, whole.worst);
}
