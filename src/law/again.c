/* SPDX-License-Identifier: Apache-2.0 */
#include "law/again.h"

#include "law/compiled.h"
#include "law/result.h"

/* Rows that the tree may walk in all before compiling, which reads each row of the law a few
 * times, is the quicker way. */
enum { ROWS_MAX = 2000000 };

static size_t rows_walked(const LawFacts *facts, const DecideOptions *options) {
    Arena *scratch = arena_new();
    const Engine engine = law_engine_new(scratch, facts->set, facts, options);
    size_t rows = 0;
    for (size_t i = 0; i < facts->set->provision_count; i++) {
        const Provision *provision = &facts->set->provisions[i];
        if (provision->each.table != LAW_NONE) {
            const EachCursor cursor = law_each_start(&engine, provision);
            rows += cursor.rows.end - cursor.rows.next;
        }
    }
    arena_free(scratch);
    return rows;
}

static bool fits(const LawEngine *engine, const LawFacts *facts, const DecideOptions *options) {
    return engine != NULL && engine->set == facts->set &&
           engine->accept_unverified == options->accept_unverified;
}

Again law_again_new(Arena *arena, const LawFacts *facts, const DecideOptions *options,
                    size_t decisions) {
    Again again = {.set = facts->set,
                   .quantile = options->quantile,
                   .accept_unverified = options->accept_unverified};
    if (fits(options->engine, facts, options)) {
        again.engine = options->engine;
    } else if (rows_walked(facts, options) > ROWS_MAX / (decisions + 1)) {
        again.engine =
            law_compile(arena, facts->set, options->accept_unverified, options->quantile);
    }
    if (again.engine != NULL) {
        again.scratch = law_scratch_new(arena, again.engine);
    }
    return again;
}

static Outcome by_engine(const Again *again, const LawFacts *facts, const DecideOptions *options) {
    Arena *room = arena_new();
    const LawCase *transfer = law_case_from(room, again->engine, facts);
    const LawWhen when = {.as_of = options->as_of,
                          .known_at = options->known_at,
                          .switched_off = options->switched_off};
    LawVerdict verdict;
    law_engine_decide(again->engine, transfer, &when, again->scratch, &verdict);
    arena_free(room);
    return law_outcome_between(verdict.best, verdict.worst);
}

static Outcome by_tree(const LawFacts *facts, const DecideOptions *options) {
    Arena *scratch = arena_new();
    DecisionWork work = law_decision_work(law_engine_new(scratch, facts->set, facts, options));
    Outcome outcome = law_outcome_between(work.best, work.worst);
    arena_free(scratch);
    return outcome;
}

Outcome law_again(const Again *again, const LawFacts *facts, const DecideOptions *options) {
    bool is_compiled = again->engine != NULL && facts->set == again->set &&
                       options->accept_unverified == again->accept_unverified;
    return is_compiled ? by_engine(again, facts, options) : by_tree(facts, options);
}
