/* SPDX-License-Identifier: Apache-2.0 */
#include "law/lint.h"

enum { STEPS_FOR_ONE = 20000, STEPS_FOR_PAIR = 2000 };

/* ---- parts that rules have ---- */

typedef struct PartGoal {
    size_t provision;
    bool asks_holding; /* of an exception: whether it holds at all, struck or not */
} PartGoal;

static Truth holding(const DecisionWork *work, size_t exception) {
    for (size_t i = 0; i < work->pack_count; i++) {
        for (size_t j = 0; j < work->packs[i].exceptions.count; j++) {
            const ExceptionWork *it = array_at(&work->packs[i].exceptions, j);
            if (it->provision == exception) {
                return truth_and(it->holds, work->packs[i].speaks);
            }
        }
    }
    return TRUTH_NO;
}

/* The claim is that the rule has no part: refuted by a situation in which it has. */
static Truth claim_no_part(void *context, Space *space, Arena *scratch, Asking *asking) {
    const PartGoal *goal = context;
    const Side *side = &space->sides[0];
    DecisionWork work =
        law_decision_work(law_engine_new(scratch, side->set, side->facts, &side->options));
    Truth truth = goal->asks_holding ? holding(&work, goal->provision)
                                     : law_part_truth(&work, goal->provision);
    if (truth == TRUTH_UNKNOWN) {
        law_ask_provision(&work, side->tables, goal->provision, &asking->sides[0]);
    }
    return truth_not(truth);
}

typedef enum Found { FOUND, FOUND_NOT, FOUND_UNCERTAIN } Found;

static Found find_part(const Lint *lint, PartGoal goal, Date day, Text *witness) {
    Side *side = &lint->space->sides[0];
    const DecideOptions kept = side->options;
    side->options.as_of = day;
    side->options.known_at = day;
    Search search = {
        .space = lint->space, .claim = claim_no_part, .context = &goal, .nodes_max = STEPS_FOR_ONE};
    law_search_run(&search);
    side->options = kept;
    if (search.is_refuted) {
        *witness = law_situation_format(lint->arena, lint->space, &search.witness);
        return FOUND;
    }
    return search.was_stopped || search.has_doubt ? FOUND_UNCERTAIN : FOUND_NOT;
}

/* On the first and last days of the rule's intervals, and that of the pack's text. Classes are
 * those of the day of the text, so another day's law is not told apart by them surely: where
 * it is in force on that day only that day counts. */
static Found find_on_any_day(const Lint *lint, PartGoal goal, Text *witness) {
    const Provision *it = &lint->set->provisions[goal.provision];
    const Date vintage = lint->set->packs[lint->pack].info.vintage;
    for (size_t i = 0; i < it->interval_count; i++) {
        if (date_range_has(it->intervals[i].range, vintage)) {
            return find_part(lint, goal, vintage, witness);
        }
    }
    return FOUND_UNCERTAIN;
}

static void lint_exception(Lint *lint, size_t provision) {
    const Provision *it = &lint->set->provisions[provision];
    Text witness = {0};
    const Found found = find_on_any_day(lint, (PartGoal){provision, true}, &witness);
    if (found == FOUND) {
        law_lint_error(lint, it->file, it->line,
                       "exception `%.*s` never serves: wherever it holds it is struck, or does not "
                       "cover all that is required; so for %.*s",
                       TEXT_ARGS(law_lint_name(lint, provision)), TEXT_ARGS(witness));
    } else if (found == FOUND_NOT) {
        law_lint_error(lint, it->file, it->line, "exception `%.*s` can never hold",
                       TEXT_ARGS(law_lint_name(lint, provision)));
    }
}

/* What a test reached can hold; only the others are searched. */
static void lint_part(Lint *lint, size_t provision) {
    const Provision *it = &lint->set->provisions[provision];
    Text witness = {0};
    if (lint->exercise.held[provision]) {
        return;
    }
    const Text kind = law_kind_word(it->kind);
    const Found found = find_on_any_day(lint, (PartGoal){provision, false}, &witness);
    if (found != FOUND_NOT) {
        law_lint_note(lint, it->file, it->line, "no test reaches %.*s `%.*s`%s%.*s",
                      TEXT_ARGS(kind), TEXT_ARGS(law_lint_name(lint, provision)),
                      found == FOUND ? "; it has a part for " : "", TEXT_ARGS(witness));
    } else if (it->kind == PROVISION_EXCEPTION) {
        lint_exception(lint, provision);
    } else {
        law_lint_error(lint, it->file, it->line, "%.*s `%.*s` can never hold%s", TEXT_ARGS(kind),
                       TEXT_ARGS(law_lint_name(lint, provision)),
                       it->kind == PROVISION_BAR ? " for an exception that would" : "");
    }
}

/* ---- rules that say what another says ---- */

static bool has_same_targets(const Provision *a, const Provision *b) {
    if (a->targets_all != b->targets_all || a->target_count != b->target_count ||
        a->spared_count != b->spared_count || a->struck_count != b->struck_count) {
        return false;
    }
    for (size_t i = 0; i < a->struck_count; i++) {
        if (a->struck[i].exception != b->struck[i].exception ||
            !text_equals(a->struck[i].track, b->struck[i].track)) {
            return false;
        }
    }
    for (size_t i = 0; i < a->target_count; i++) {
        if (a->targets[i] != b->targets[i]) {
            return false;
        }
    }
    for (size_t i = 0; i < a->spared_count; i++) {
        if (a->spared[i] != b->spared[i]) {
            return false;
        }
    }
    return true;
}

static bool has_same_reason(const Provision *a, const Provision *b) {
    if (a->has_reason != b->has_reason) {
        return false;
    }
    return !a->has_reason || (a->reason.kind == b->reason.kind &&
                              text_equals(a->reason.literal.text, b->reason.literal.text) &&
                              a->reason.index == b->reason.index);
}

static bool is_rule_of_law(ProvisionKind kind) {
    return kind != PROVISION_ROUTE && kind != PROVISION_FACT;
}

static void lint_doubles(Lint *lint) {
    Arena *scratch = arena_new();
    const LawPack *pack = &lint->set->packs[lint->pack];
    const Side *side = &lint->space->sides[0];
    Engine engine = law_engine_new(scratch, side->set, side->facts, &side->options);
    ResidualWork work = law_residual_work(&engine, side->tables, NULL);
    Residual *left = ARENA_MANY(scratch, Residual, pack->provision_count);
    Frame none = {0};
    for (size_t i = 0; i < pack->provision_count; i++) {
        left[i] = law_provision_residual(&work, pack->first_provision + i, &none);
        const Provision *it = &lint->set->provisions[pack->first_provision + i];
        for (size_t j = 0; j < i && is_rule_of_law(it->kind); j++) {
            const Provision *other = &lint->set->provisions[pack->first_provision + j];
            if (other->kind == it->kind && !left[i].is_constant && !left[j].is_constant &&
                left[i].hash == left[j].hash && has_same_targets(it, other) &&
                has_same_reason(it, other)) {
                law_lint_note(
                    lint, it->file, it->line, "%.*s `%.*s` says what `%.*s` on line %zu says",
                    TEXT_ARGS(law_kind_word(it->kind)),
                    TEXT_ARGS(law_lint_name(lint, pack->first_provision + i)),
                    TEXT_ARGS(law_lint_name(lint, pack->first_provision + j)), other->line);
                break;
            }
        }
    }
    arena_free(scratch);
}

/* ---- rules without which nothing changes ---- */

typedef struct PairGoal {
    TwoLaws laws;
} PairGoal;

static DecisionWork decide(Space *space, Arena *scratch, size_t side) {
    const Side *it = &space->sides[side];
    return law_decision_work(law_engine_new(scratch, it->set, it->facts, &it->options));
}

static Truth claim_alike(void *context, Space *space, Arena *scratch, Asking *asking) {
    const PairGoal *goal = context;
    if (law_rules_agree(&goal->laws, space, scratch)) {
        return TRUTH_YES;
    }
    DecisionWork with = decide(space, scratch, 0);
    DecisionWork without = decide(space, scratch, 1);
    if (with.best == with.worst && without.best == without.worst) {
        return with.best == without.best ? TRUTH_YES : TRUTH_NO;
    }
    if (law_changes_are_idle(&goal->laws, space, &with, &without, scratch)) {
        return TRUTH_YES;
    }
    law_ask_change(&goal->laws, space, scratch, &with, &without, asking);
    return TRUTH_UNKNOWN;
}

/* Only of rules that stand beside others: bars, exceptions and prohibitions. */
static void lint_use(Lint *lint, size_t provision) {
    const Provision *it = &lint->set->provisions[provision];
    bool is_asked = it->kind == PROVISION_BAR || it->kind == PROVISION_PROHIBITION ||
                    it->kind == PROVISION_EXCEPTION;
    if (!is_asked || !lint->exercise.held[provision] || lint->is_useful[provision]) {
        return;
    }
    lint->switched_off[provision] = true;
    PairGoal goal = {.laws = law_two_laws(lint->arena, lint->pair)};
    Search search = {
        .space = lint->pair, .claim = claim_alike, .context = &goal, .nodes_max = STEPS_FOR_PAIR};
    law_search_run(&search);
    lint->switched_off[provision] = false;
    bool is_proven = !search.is_refuted && !search.was_stopped && !search.has_doubt;
    if (is_proven && goal.laws.change_count > 0) {
        law_lint_note(lint, it->file, it->line,
                      "without %.*s `%.*s` every situation is decided alike: other rules say it "
                      "already",
                      TEXT_ARGS(law_kind_word(it->kind)),
                      TEXT_ARGS(law_lint_name(lint, provision)));
    }
}

/* ---- facts nobody asks for, dates with holes ---- */

static bool condition_names(const Condition *condition, size_t fact) {
    if (condition == NULL) {
        return false;
    }
    if (condition->kind == CONDITION_FACT && condition->provision == fact) {
        return true;
    }
    for (size_t i = 0; i < condition->child_count; i++) {
        if (condition_names(&condition->children[i], fact)) {
            return true;
        }
    }
    return false;
}

static bool is_named(const Lint *lint, size_t fact) {
    for (size_t i = 0; i < lint->set->attribute_count; i++) {
        const LawAttribute *it = &lint->set->attributes[i];
        if (it->derived == DERIVED_SHARE && it->derived_from == fact) {
            return true; /* shares of value are of what it holds for */
        }
    }
    for (size_t i = 0; i < lint->exercise.conditions.count; i++) {
        const ExercisedCondition *it = array_at(&lint->exercise.conditions, i);
        if (condition_names(it->condition, fact)) {
            return true;
        }
    }
    return false;
}

/* Obligations may hang on a fact, though the outcome does not. */
static bool is_named_by_obligation(const Lint *lint, size_t fact) {
    for (size_t i = 0; i < lint->set->provision_count; i++) {
        const Provision *it = &lint->set->provisions[i];
        for (size_t j = 0; j < it->obligation_count; j++) {
            if (condition_names(it->obligations[j].when, fact)) {
                return true;
            }
        }
    }
    return false;
}

/* Packs of facts and tables are there for others. */
static void lint_fact(Lint *lint, size_t provision) {
    const Provision *it = &lint->set->provisions[provision];
    if (it->kind == PROVISION_FACT && lint->set->packs[lint->pack].info.speaks &&
        !is_named(lint, provision) && !is_named_by_obligation(lint, provision)) {
        law_lint_note(lint, it->file, it->line, "no rule of the pack asks for fact `%.*s`",
                      TEXT_ARGS(law_lint_name(lint, provision)));
    }
}

/* A hole that no suspension makes. */
static void lint_dates(Lint *lint, size_t provision) {
    const Provision *it = &lint->set->provisions[provision];
    for (size_t i = 0; i + 1 < it->interval_count; i++) {
        const ProvisionInterval *now = &it->intervals[i];
        const ProvisionInterval *next = &it->intervals[i + 1];
        const Date after = date_add_days(now->range.until, 1);
        bool is_suspended = !text_is_empty(now->citation) || !text_is_empty(next->citation);
        if (after < next->range.from && !is_suspended) {
            law_lint_note(lint, it->file, it->line,
                          "%.*s `%.*s` is not in force from %.*s to %.*s, between two times in "
                          "force; say `suspended`, or mend a date",
                          TEXT_ARGS(law_kind_word(it->kind)),
                          TEXT_ARGS(law_lint_name(lint, provision)),
                          TEXT_ARGS(date_format(lint->arena, after)),
                          TEXT_ARGS(date_format(lint->arena, date_add_days(next->range.from, -1))));
        }
    }
}

void law_lint_rules(Lint *lint) {
    const LawPack *pack = &lint->set->packs[lint->pack];
    for (size_t i = 0; i < pack->provision_count; i++) {
        size_t provision = pack->first_provision + i;
        lint_part(lint, provision);
        lint_use(lint, provision);
        lint_fact(lint, provision);
        lint_dates(lint, provision);
    }
    lint_doubles(lint);
}
