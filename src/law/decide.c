/* SPDX-License-Identifier: Apache-2.0 */
#include <assert.h>

#include "law/result.h"

Truth law_fact_holds(Arena *arena, const LawSet *set, const LawFacts *facts,
                     const DecideOptions *options, size_t provision) {
    Engine engine = law_engine_new(arena, set, facts, options);
    assert(provision < set->provision_count && set->provisions[provision].kind == PROVISION_FACT);
    return law_fact_truth(&engine, provision);
}

void law_decide(Arena *arena, const LawSet *set, const LawFacts *facts,
                const DecideOptions *options, Decision *decision) {
    DecisionWork work = law_decision_work(law_engine_new(arena, set, facts, options));
    *decision = (Decision){.as_of = options->as_of, .known_at = options->known_at};
    law_list_results(&work, decision);
    law_combine(decision);
    if (options->by_cases && work.best != work.worst) {
        Unsettled *unsettled = NULL;
        const size_t count = law_list_unsettled(&work, &unsettled);
        law_bound_by_cases(&work, unsettled, count, decision);
    }
    law_list_sources(&work, decision);
    law_list_questions(&work, decision);
    if (options->explain) {
        law_list_steps(&work, decision);
    }
}
