/* SPDX-License-Identifier: Apache-2.0 */
#include "law/engine.h"

Engine law_engine_new(Arena *arena, const LawSet *set, const LawFacts *facts,
                      const DecideOptions *options) {
    return (Engine){.arena = arena,
                    .set = set,
                    .facts = facts,
                    .options = options,
                    .fact_truths = ARENA_MANY(arena, unsigned char, set->provision_count)};
}

static Truth optional_truth(Engine *engine, const Condition *condition, Truth otherwise,
                            const Frame *frame) {
    return condition == NULL ? otherwise : law_condition_truth(engine, condition, frame);
}

Truth law_body_truth(Engine *engine, const Provision *provision, const Frame *frame) {
    Truth truth = optional_truth(engine, provision->when, TRUTH_YES, frame);
    if (truth > TRUTH_NO) {
        truth =
            truth_and(truth, optional_truth(engine, provision->provided_that, TRUTH_YES, frame));
    }
    if (truth > TRUTH_NO) {
        Truth excepted = optional_truth(engine, provision->except_where, TRUTH_NO, frame);
        truth = truth_and(truth, truth_not(excepted));
    }
    return truth;
}

static Truth best_row(Engine *engine, const Provision *provision, const Frame *frame,
                      const TableRow **row) {
    EachCursor cursor = law_each_start(engine, provision);
    Frame bound = *frame;
    Truth fits = TRUTH_NO;
    Truth best = TRUTH_NO;
    const TableRow *candidate = NULL;
    while (best < TRUTH_YES && law_each_next(&cursor, &candidate, &fits)) {
        if (fits <= best) {
            continue; /* no better, whatever the body says */
        }
        bound.row = candidate;
        Truth truth = truth_and(fits, law_body_truth(engine, provision, &bound));
        if (truth > best || *row == NULL) {
            best = truth_or(best, truth);
            *row = candidate;
        }
    }
    return best;
}

Truth law_provision_truth(Engine *engine, size_t provision, const Frame *frame,
                          const TableRow **row) {
    const TableRow *ignored = NULL;
    Truth force = law_provision_force(engine, provision);
    if (row != NULL) {
        *row = NULL;
    }
    if (force == TRUTH_NO) {
        return TRUTH_NO;
    }
    return truth_and(force, best_row(engine, &engine->set->provisions[provision], frame,
                                     row == NULL ? &ignored : row));
}

/* Verifying may find it to be as it is written, or the contrary. */
static Truth fact_truth(Engine *engine, size_t provision) {
    Frame none = {0};
    const ProvisionKind kind = engine->set->provisions[provision].kind;
    const bool is_definition = kind == PROVISION_FACT || kind == PROVISION_SCOPE;
    if (!is_definition || !law_is_unverified(engine, provision)) {
        return law_provision_truth(engine, provision, &none, NULL);
    }
    const Truth force = law_provision_force(engine, provision);
    if (force == TRUTH_UNKNOWN) {
        return TRUTH_UNKNOWN;
    }
    const TableRow *ignored = NULL;
    const Truth truth = best_row(engine, &engine->set->provisions[provision], &none, &ignored);
    return force == TRUTH_YES ? truth : truth_not(truth);
}

/* Facts name only facts that stand above them, so this ends. */
Truth law_fact_truth(Engine *engine, size_t provision) {
    unsigned char *remembered = &engine->fact_truths[provision];
    if (*remembered == 0) {
        *remembered = (unsigned char)(1 + fact_truth(engine, provision));
    }
    return (Truth)(*remembered - 1);
}

static bool is_of_same_pack(const Engine *engine, const Provision *provision, size_t other) {
    return engine->set->provisions[other].pack == provision->pack;
}

bool law_exception_covers(const Engine *engine, const Provision *exception, size_t requirement) {
    if (exception->targets_all) {
        return is_of_same_pack(engine, exception, requirement) &&
               !law_has_index(exception->spared, exception->spared_count, requirement);
    }
    return law_has_index(exception->targets, exception->target_count, requirement);
}

bool law_bar_strikes(const Engine *engine, const Provision *bar, size_t exception) {
    if (!bar->targets_all) {
        return law_has_index(bar->targets, bar->target_count, exception);
    }
    return is_of_same_pack(engine, bar, exception) &&
           !law_has_index(bar->spared, bar->spared_count, exception);
}
