/* SPDX-License-Identifier: Apache-2.0 */
/* Answers to a small catalogue: whatever is read has a status for each requirement, and
 * scores between the least and the most. */
#include "fuzz.h"

#include "assurance/assurance.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static const Requirement REQUIREMENTS[] = {
        {.id = {"3.1.1", 5}, .name = {"AC.L2-3.1.1", 11}, .weight = 5, .plan = PLAN_NEVER},
        {.id = {"3.1.3", 5}, .name = {"AC.L2-3.1.3", 11}, .weight = 1},
        {.id = {"3.5.3", 5},
         .name = {"IA.L2-3.5.3", 11},
         .weight = 5,
         .partial_weight = 3,
         .plan = PLAN_IF_PARTIAL},
    };
    static const Catalogue CATALOGUE = {.rule = SCORE_SUBTRACT,
                                        .maximum = 11,
                                        .conditional_at = 8,
                                        .basis = 0,
                                        .requirements = REQUIREMENTS,
                                        .requirement_count = 3};
    Arena *arena = arena_new();
    ProblemList problems = problem_list_new(arena);
    Answers answers = {0};
    const Text content = {(const char *)data, size};
    if (answers_read(arena, &CATALOGUE, TEXT("fuzz.csv"), content, &answers, &problems)) {
        Assessment assessment;
        assurance_score(arena, &CATALOGUE, &answers, &assessment);
        REQUIRE(assessment.score >= 0 && assessment.score <= assessment.score_best);
        REQUIRE(assessment.score_best <= CATALOGUE.maximum);
    } else {
        REQUIRE(problem_count(&problems) > 0);
    }
    (void)problem_format(arena, &problems, 0);
    arena_free(arena);
    return 0;
}
