/* SPDX-License-Identifier: Apache-2.0 */
#include "assurance/assurance.h"

#include <stdlib.h>

#include "base/array.h"

static const Text STANDING_WORDS[] = {
    [STANDING_NONE] = {"none", 4},
    [STANDING_CONDITIONAL] = {"conditional", 11},
    [STANDING_FINAL] = {"final", 5},
    [STANDING_OPEN] = {"undetermined", 12},
};

Text standing_word(Standing standing) {
    return STANDING_WORDS[standing];
}

/* How the unknown is taken. */
typedef enum Reading { READ_AGAINST, READ_IN_FAVOUR } Reading;

static AnswerStatus taken_as(AnswerStatus answer, Reading reading) {
    if (answer != ANSWER_UNKNOWN) {
        return answer;
    }
    return reading == READ_AGAINST ? ANSWER_NOT_MET : ANSWER_MET;
}

static bool is_gap(AnswerStatus answer) {
    return answer == ANSWER_NOT_MET || answer == ANSWER_PARTIAL;
}

static int points_of(const Requirement *requirement, AnswerStatus answer) {
    return answer == ANSWER_PARTIAL ? requirement->partial_weight : requirement->weight;
}

static int score_read(const Catalogue *catalogue, const AnswerStatus *answers, Reading reading) {
    int lost = 0;
    int held = 0;
    for (size_t i = 0; i < catalogue->requirement_count; i++) {
        const AnswerStatus answer = taken_as(answers[i], reading);
        if (is_gap(answer)) {
            lost += points_of(&catalogue->requirements[i], answer);
        } else {
            held += catalogue->requirements[i].weight;
        }
    }
    return catalogue->rule == SCORE_SUBTRACT ? catalogue->maximum - lost : held;
}

int assurance_score_number(const Catalogue *catalogue, const AnswerStatus *answers) {
    return score_read(catalogue, answers, READ_AGAINST);
}

/* One that costs more than a point is never planned, but in its partial form where the scheme
 * says so (32 CFR 170.21(a)(2)). */
static bool may_be_planned(const Requirement *requirement, AnswerStatus answer) {
    return requirement->plan == PLAN_ALLOWED ||
           (requirement->plan == PLAN_IF_PARTIAL && answer == ANSWER_PARTIAL);
}

/* What an assessment rests on cannot be not applicable. */
static bool lacks_basis(const Catalogue *catalogue, const AnswerStatus *answers, Reading reading) {
    return catalogue->basis != CATALOGUE_NONE &&
           taken_as(answers[catalogue->basis], reading) != ANSWER_MET;
}

static Standing standing_read(const Catalogue *catalogue, const AnswerStatus *answers,
                              Reading reading) {
    bool has_gap = false;
    bool can_be_planned = true;
    for (size_t i = 0; i < catalogue->requirement_count; i++) {
        const AnswerStatus answer = taken_as(answers[i], reading);
        if (is_gap(answer)) {
            has_gap = true;
            can_be_planned &= may_be_planned(&catalogue->requirements[i], answer);
        }
    }
    if (lacks_basis(catalogue, answers, reading)) {
        return STANDING_NONE;
    }
    if (!has_gap) {
        return STANDING_FINAL;
    }
    const bool is_enough = score_read(catalogue, answers, reading) >= catalogue->conditional_at;
    return catalogue->rule != SCORE_ALL && can_be_planned && is_enough ? STANDING_CONDITIONAL
                                                                       : STANDING_NONE;
}

/* ---- gaps and reasons ---- */

/* Negative where the left one brings more points a day. What takes no day comes first. */
static int compare_worth(const Gap *left, const Gap *right) {
    const bool left_known = left->effort_days != EFFORT_UNKNOWN;
    const bool right_known = right->effort_days != EFFORT_UNKNOWN;
    if (!left_known || !right_known) {
        return (int)right_known - (int)left_known;
    }
    const int64_t left_worth = (int64_t)left->points * right->effort_days;
    const int64_t right_worth = (int64_t)right->points * left->effort_days;
    return (left_worth < right_worth) - (left_worth > right_worth);
}

static int compare_gaps(const void *a, const void *b) {
    const Gap *left = a;
    const Gap *right = b;
    const int worth = compare_worth(left, right);
    if (worth != 0) {
        return worth;
    }
    if (left->points != right->points) {
        return left->points > right->points ? -1 : 1;
    }
    return (left->requirement > right->requirement) - (left->requirement < right->requirement);
}

static void list_gaps(Arena *arena, const Catalogue *catalogue, const Answers *answers,
                      Assessment *assessment) {
    Gap *gaps = ARENA_MANY(arena, Gap, catalogue->requirement_count);
    for (size_t i = 0; i < catalogue->requirement_count; i++) {
        const AnswerStatus answer = taken_as(answers->statuses[i], READ_AGAINST);
        if (is_gap(answer)) {
            const Requirement *requirement = &catalogue->requirements[i];
            gaps[assessment->gap_count++] =
                (Gap){.requirement = i,
                      .status = answers->statuses[i],
                      .points = points_of(requirement, answer),
                      .effort_days =
                          answers->effort_days == NULL ? EFFORT_UNKNOWN : answers->effort_days[i],
                      .may_be_planned = may_be_planned(requirement, answer)};
        }
    }
    assessment->gaps = gaps;
}

static Text reason_against(Arena *arena, const Requirement *requirement, int points) {
    if (points > 1) {
        return text_format(arena, "%.*s: %d points", TEXT_ARGS(requirement->id), points);
    }
    return text_format(arena, "%.*s: excluded", TEXT_ARGS(requirement->id));
}

/* In the order of the catalogue; gaps are still in it. */
static void list_reasons(Arena *arena, const Catalogue *catalogue, const AnswerStatus *answers,
                         Assessment *assessment) {
    Array reasons = array_new(arena, sizeof(Text));
    if (catalogue->basis != CATALOGUE_NONE && answers[catalogue->basis] == ANSWER_NOT_APPLICABLE) {
        *(Text *)array_add(&reasons) =
            text_format(arena, "%.*s: cannot be not applicable",
                        TEXT_ARGS(catalogue->requirements[catalogue->basis].id));
    }
    for (size_t i = 0; i < assessment->gap_count; i++) {
        const Gap *gap = &assessment->gaps[i];
        if (!gap->may_be_planned) {
            *(Text *)array_add(&reasons) =
                reason_against(arena, &catalogue->requirements[gap->requirement], gap->points);
        }
    }
    if (assessment->gap_count > 0 && assessment->score < catalogue->conditional_at) {
        *(Text *)array_add(&reasons) =
            text_format(arena, "score %d below %d", assessment->score, catalogue->conditional_at);
    }
    assessment->reasons = ARRAY_ITEMS(Text, &reasons);
    assessment->reason_count = reasons.count;
}

static void count_answers(const Catalogue *catalogue, const AnswerStatus *answers,
                          Assessment *assessment) {
    for (size_t i = 0; i < catalogue->requirement_count; i++) {
        assessment->met += answers[i] == ANSWER_MET;
        assessment->not_applicable += answers[i] == ANSWER_NOT_APPLICABLE;
        assessment->unknown += answers[i] == ANSWER_UNKNOWN;
    }
}

Standing assurance_standing(const Catalogue *catalogue, const AnswerStatus *answers) {
    const Standing standing = standing_read(catalogue, answers, READ_AGAINST);
    return standing == standing_read(catalogue, answers, READ_IN_FAVOUR) ? standing : STANDING_OPEN;
}

void assurance_score(Arena *arena, const Catalogue *catalogue, const Answers *given,
                     Assessment *assessment) {
    const AnswerStatus *answers = given->statuses;
    *assessment = (Assessment){
        .score = score_read(catalogue, answers, READ_AGAINST),
        .score_best = score_read(catalogue, answers, READ_IN_FAVOUR),
        .can_be_completed = !lacks_basis(catalogue, answers, READ_AGAINST),
        .standing = assurance_standing(catalogue, answers),
    };
    count_answers(catalogue, answers, assessment);
    list_gaps(arena, catalogue, given, assessment);
    list_reasons(arena, catalogue, answers, assessment);
    if (assessment->gap_count > 1) {
        Gap *gaps = ARENA_MANY(arena, Gap, assessment->gap_count);
        for (size_t i = 0; i < assessment->gap_count; i++) {
            gaps[i] = assessment->gaps[i];
        }
        qsort(gaps, assessment->gap_count, sizeof(Gap), compare_gaps);
        assessment->gaps = gaps;
    }
}
