/* SPDX-License-Identifier: Apache-2.0 */
#include "law/coverage.h"
#include "law/expectations.h"

enum { MEDIAN = 50 };

static LawTestResult run(Arena *arena, const LawSet *set, const LawTest *test, bool *held) {
    LawTestResult result = {.file = test->file, .line = test->line, .title = test->title};
    LawFacts *facts = law_facts_new(arena, set);
    Error error = {0};
    if (!law_test_give(facts, test, &error)) {
        result.message = text_copy(arena, text_from(error.message));
        return result;
    }
    DecideOptions options = {.as_of = test->as_of,
                             .known_at = test->known_at,
                             .accept_unverified = test->accept_unverified,
                             .by_cases = true,
                             .quantile = MEDIAN};
    Decision decision;
    law_decide(arena, set, facts, &options, &decision);
    DecisionWork work = law_decision_work(law_engine_new(arena, set, facts, &options));
    law_mark_held(&work, held);
    result.message = law_test_message(arena, set, test, &decision);
    result.passed = text_is_empty(result.message);
    return result;
}

static void list_untested(Arena *arena, const LawSet *set, size_t pack, const bool *held,
                          LawTestReport *report) {
    const LawPack *tested = &set->packs[pack];
    size_t *untested = ARENA_MANY(arena, size_t, tested->provision_count);
    for (size_t i = 0; i < tested->provision_count; i++) {
        if (!held[tested->first_provision + i]) {
            untested[report->untested_count++] = tested->first_provision + i;
        }
    }
    report->untested = untested;
}

bool law_test(Arena *arena, Text folder, LawTestReport *report, ProblemList *problems) {
    const LawTest *tests = NULL;
    size_t count = 0;
    size_t pack = 0;
    const LawSet *set = law_read_with_tests(arena, folder, &tests, &count, &pack, problems);
    if (set == NULL) {
        return false;
    }
    bool *held = ARENA_MANY(arena, bool, set->provision_count);
    LawTestResult *results = ARENA_MANY(arena, LawTestResult, count);
    *report = (LawTestReport){.results = results, .count = count};
    for (size_t i = 0; i < count; i++) {
        results[i] = run(arena, set, &tests[i], held);
        report->failed += !results[i].passed;
    }
    list_untested(arena, set, pack, held, report);
    return true;
}
