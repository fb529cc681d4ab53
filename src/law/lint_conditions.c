/* SPDX-License-Identifier: Apache-2.0 */
#include "law/lint.h"

/* Conditions that make no difference where they stand: one of `all of` that always holds
 * where the others hold, one of `any of` that never holds where the others do not. */

enum { STEPS_MAX = 2000 };

typedef struct ConditionGoal {
    size_t provision;
    const Condition *block; /* NULL: the condition stands alone */
    const Condition *asked;
    bool is_conjunction;
} ConditionGoal;

/* Yes: here the condition makes a difference. What asks for reasons may always be as wanted. */
static Truth difference(Engine *engine, const ConditionGoal *goal, const Frame *frame) {
    Truth asked = law_condition_truth(engine, goal->asked, frame);
    Truth truth = goal->is_conjunction ? truth_not(asked) : asked;
    for (size_t i = 0; goal->block != NULL && i < goal->block->child_count; i++) {
        const Condition *beside = &goal->block->children[i];
        if (beside == goal->asked || law_asks_reasons(beside)) {
            continue;
        }
        Truth other = law_condition_truth(engine, beside, frame);
        truth = truth_and(truth, goal->is_conjunction ? other : truth_not(other));
    }
    return truth;
}

static void ask_conditions(ResidualWork *residual, const ConditionGoal *goal, const Frame *frame) {
    residual->provision = &residual->engine->set->provisions[goal->provision];
    (void)law_condition_residual(residual, goal->asked, frame);
    for (size_t i = 0; goal->block != NULL && i < goal->block->child_count; i++) {
        if (!law_asks_reasons(&goal->block->children[i])) {
            (void)law_condition_residual(residual, &goal->block->children[i], frame);
        }
    }
}

/* Over the rows that the provision speaks for; what rows are looked up by is asked first. */
static Truth claim_no_difference(void *context, Space *space, Arena *scratch, Asking *asking) {
    const ConditionGoal *goal = context;
    const Side *side = &space->sides[0];
    const Provision *provision = &side->set->provisions[goal->provision];
    Engine engine = law_engine_new(scratch, side->set, side->facts, &side->options);
    ResidualWork residual = law_residual_work(&engine, side->tables, &asking->sides[0]);
    EachCursor cursor = law_each_start(&engine, provision);
    Frame frame = {0};
    Truth fits = TRUTH_NO;
    Truth greatest = TRUTH_NO;
    while (greatest < TRUTH_YES && law_each_next(&cursor, &frame.row, &fits)) {
        Truth truth = truth_and(fits, difference(&engine, goal, &frame));
        if (truth == TRUTH_UNKNOWN && greatest == TRUTH_NO) {
            if (fits == TRUTH_UNKNOWN) {
                Frame none = {0};
                (void)law_body_residual(&residual, provision, TRUTH_YES, &none);
            }
            ask_conditions(&residual, goal, &frame);
        }
        greatest = truth_or(greatest, truth);
    }
    return truth_not(greatest);
}

static bool makes_difference(Lint *lint, ConditionGoal goal) {
    Search search = {.space = lint->space,
                     .claim = claim_no_difference,
                     .context = &goal,
                     .nodes_max = STEPS_MAX};
    law_search_run(&search);
    return search.is_refuted || search.was_stopped || search.has_doubt;
}

static Text condition_text(const Condition *condition) {
    return text_is_empty(condition->text) ? TEXT("the block") : condition->text;
}

static void lint_child(Lint *lint, size_t provision, const Condition *block, const Condition *child,
                       const ExercisedCondition *marked) {
    bool is_conjunction = block->kind == CONDITION_ALL || block->kind == CONDITION_TRACK;
    const Provision *it = &lint->set->provisions[provision];
    const ConditionGoal goal = {provision, block, child, is_conjunction};
    if (marked->decided || law_asks_reasons(child) || makes_difference(lint, goal)) {
        return;
    }
    law_lint_note(
        lint, it->file, child->line,
        is_conjunction
            ? "`%.*s` of `%.*s` always holds where what stands beside it holds"
            : "`%.*s` of `%.*s` adds nothing: it never holds where nothing beside it does",
        TEXT_ARGS(condition_text(child)), TEXT_ARGS(law_lint_name(lint, provision)));
}

/* `at` walks the exercised conditions, which stand in the same order. */
static void lint_condition(Lint *lint, size_t provision, const Condition *condition, size_t *at) {
    if (condition == NULL) {
        return;
    }
    (*at)++;
    for (size_t i = 0; i < condition->child_count; i++) {
        if (condition->child_count > 1) {
            lint_child(lint, provision, condition, &condition->children[i],
                       array_at(&lint->exercise.conditions, *at));
        }
        lint_condition(lint, provision, &condition->children[i], at);
    }
}

/* A condition that stands alone. */
static void lint_alone(Lint *lint, size_t provision, const Condition *condition, size_t at) {
    const Provision *it = &lint->set->provisions[provision];
    if (condition == NULL || condition->child_count > 1 || law_asks_reasons(condition)) {
        return;
    }
    const ExercisedCondition *marked = array_at(&lint->exercise.conditions, at);
    if (!marked->seen_no &&
        !makes_difference(lint, (ConditionGoal){provision, NULL, condition, true})) {
        law_lint_note(lint, it->file, condition->line, "`%.*s` of `%.*s` always holds",
                      TEXT_ARGS(condition_text(condition)),
                      TEXT_ARGS(law_lint_name(lint, provision)));
    }
}

/* Only law of the day of the pack's text is looked at: on other days its tables differ. */
static bool is_in_force(const Lint *lint, size_t provision) {
    const Provision *it = &lint->set->provisions[provision];
    for (size_t i = 0; i < it->interval_count; i++) {
        if (date_range_has(it->intervals[i].range, lint->set->packs[lint->pack].info.vintage)) {
            return true;
        }
    }
    return false;
}

void law_lint_conditions(Lint *lint) {
    const LawPack *pack = &lint->set->packs[lint->pack];
    for (size_t i = 0; i < pack->provision_count; i++) {
        size_t provision = pack->first_provision + i;
        const Provision *it = &lint->set->provisions[provision];
        if (!is_in_force(lint, provision) || it->kind == PROVISION_ROUTE) {
            continue;
        }
        const Condition *conditions[] = {it->when, it->provided_that, it->except_where};
        size_t at = lint->exercise.first[i];
        for (size_t j = 0; j < sizeof(conditions) / sizeof(conditions[0]); j++) {
            lint_alone(lint, provision, conditions[j], at);
            lint_condition(lint, provision, conditions[j], &at);
        }
    }
}
