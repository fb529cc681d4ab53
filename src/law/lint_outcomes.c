/* SPDX-License-Identifier: Apache-2.0 */
#include "law/lint.h"

enum { STEPS_FOR_PAIR = 3000, STEPS_FOR_HOLE = 3000 };

/* ---- routes that disagree ---- */

typedef struct RouteGoal {
    size_t denied;
    size_t approved;
} RouteGoal;

/* Whether the route is open and reviewed as asked: the first review that holds decides. */
static Truth is_reviewed(Engine *engine, size_t route, ReviewKind kind) {
    const Provision *it = &engine->set->provisions[route];
    const Frame none = {0};
    Truth truth = law_provision_truth(engine, route, &none, NULL);
    Truth undecided = TRUTH_YES;
    Truth as_asked = TRUTH_NO;
    for (size_t i = 0; i < it->review_count; i++) {
        const LawReview *review = &it->reviews[i];
        Truth holds =
            review->when == NULL ? TRUTH_YES : law_condition_truth(engine, review->when, &none);
        if (review->kind == kind) {
            as_asked = truth_or(as_asked, truth_and(undecided, holds));
        }
        undecided = truth_and(undecided, truth_not(holds));
    }
    return truth_and(truth, as_asked);
}

static void ask_route(ResidualWork *residual, size_t route) {
    const Provision *it = &residual->engine->set->provisions[route];
    const Frame none = {0};
    (void)law_provision_residual(residual, route, &none);
    residual->provision = it;
    for (size_t i = 0; i < it->review_count; i++) {
        if (it->reviews[i].when != NULL) {
            (void)law_condition_residual(residual, it->reviews[i].when, &none);
        }
    }
}

static Truth claim_agreement(void *context, Space *space, Arena *scratch, Asking *asking) {
    const RouteGoal *goal = context;
    const Side *side = &space->sides[0];
    Engine engine = law_engine_new(scratch, side->set, side->facts, &side->options);
    Truth truth = truth_and(is_reviewed(&engine, goal->denied, REVIEW_DENIAL),
                            is_reviewed(&engine, goal->approved, REVIEW_APPROVAL));
    if (truth == TRUTH_UNKNOWN) {
        ResidualWork residual = law_residual_work(&engine, side->tables, &asking->sides[0]);
        ask_route(&residual, goal->denied);
        ask_route(&residual, goal->approved);
    }
    return truth_not(truth);
}

static bool has_review(const Provision *route, ReviewKind kind) {
    for (size_t i = 0; i < route->review_count; i++) {
        if (route->reviews[i].kind == kind) {
            return true;
        }
    }
    return false;
}

/* A requirement that either route can lift. */
static bool shares_requirement(const Lint *lint, size_t a, size_t b) {
    size_t at = 0;
    size_t requirement = 0;
    while (law_next_of_kind(lint->set, lint->pack, PROVISION_REQUIREMENT, &at, &requirement)) {
        if (law_serves(lint->set, a, requirement) && law_serves(lint->set, b, requirement)) {
            return true;
        }
    }
    return false;
}

static void lint_routes(Lint *lint, RouteGoal goal) {
    const Provision *denied = &lint->set->provisions[goal.denied];
    const Provision *approved = &lint->set->provisions[goal.approved];
    if (!has_review(denied, REVIEW_DENIAL) || !has_review(approved, REVIEW_APPROVAL) ||
        !shares_requirement(lint, goal.denied, goal.approved)) {
        return;
    }
    Search search = {.space = lint->space,
                     .claim = claim_agreement,
                     .context = &goal,
                     .nodes_max = STEPS_FOR_PAIR};
    law_search_run(&search);
    if (search.is_refuted) {
        law_lint_note(lint, denied->file, denied->line,
                      "route `%.*s` is reviewed for denial where route `%.*s` on line %zu, for the "
                      "same requirement, is for approval: for %.*s",
                      TEXT_ARGS(law_lint_name(lint, goal.denied)),
                      TEXT_ARGS(law_lint_name(lint, goal.approved)), approved->line,
                      TEXT_ARGS(law_situation_format(lint->arena, lint->space, &search.witness)));
    }
}

static void lint_all_routes(Lint *lint) {
    size_t at = 0;
    size_t first = 0;
    while (law_next_of_kind(lint->set, lint->pack, PROVISION_ROUTE, &at, &first)) {
        size_t from = 0;
        size_t second = 0;
        while (law_next_of_kind(lint->set, lint->pack, PROVISION_ROUTE, &from, &second)) {
            if (first != second) {
                lint_routes(lint, (RouteGoal){first, second});
            }
        }
    }
}

/* ---- no outcome ---- */

/* What is unknown when everything was asked is a hole in the law that is encoded. */
static Truth claim_outcome(void *context, Space *space, Arena *scratch, Asking *asking) {
    (void)context;
    const Side *side = &space->sides[0];
    DecisionWork work =
        law_decision_work(law_engine_new(scratch, side->set, side->facts, &side->options));
    if (work.best == work.worst) {
        return TRUTH_YES;
    }
    law_ask_decision(&work, side->tables, true, &asking->sides[0]);
    return TRUTH_UNKNOWN;
}

static bool has_finer(const LawTable *table, size_t column, Text wide) {
    for (size_t i = 0; i < table->row_count; i++) {
        const Text finer = table->rows[i].values[column].text;
        if (finer.length > wide.length && law_code_is_within(finer, wide)) {
            return true;
        }
    }
    return false;
}

/* A code that a table is too fine for is no hole: it can be told more exactly. */
static bool is_too_coarse(const LawSet *set, Text wide) {
    for (size_t i = 0; i < set->table_count; i++) {
        const LawTable *table = &set->tables[i];
        for (size_t j = 0; j < table->column_count; j++) {
            if (table->columns[j].is_coarse && has_finer(table, j, wide)) {
                return true;
            }
        }
    }
    return false;
}

static bool is_left_out(const Lint *lint, const Dimension *dimension, size_t value) {
    size_t ignored = 0;
    return dimension->type == ATTRIBUTE_COUNTRY
               ? !map_find(lint->set->symbols, dimension->values[value], &ignored)
               : dimension->type == ATTRIBUTE_CODE &&
                     is_too_coarse(lint->set, dimension->values[value]);
}

/* Countries that stand in no pack are left out too: no table need have them. */
static void leave_out(Lint *lint, bool is_out) {
    Space *space = lint->space;
    for (size_t i = 0; i < space->dimension_count; i++) {
        Dimension *it = &space->dimensions[i];
        for (size_t j = 0; it->is_alive != NULL && j < it->count; j++) {
            if (is_left_out(lint, it, j)) {
                it->is_alive[j] = !is_out;
                it->alive_count = is_out ? it->alive_count - 1 : it->alive_count + 1;
            }
        }
    }
}

static void lint_holes(Lint *lint) {
    const LawPack *pack = &lint->set->packs[lint->pack];
    leave_out(lint, true);
    Search search = {.space = lint->space, .claim = claim_outcome, .nodes_max = STEPS_FOR_HOLE};
    law_search_run(&search);
    leave_out(lint, false);
    if (search.has_doubt) {
        law_lint_note(lint, lint->set->provisions[pack->first_provision].file, 1,
                      "there is no outcome though all is known, for %.*s: a table lacks what is "
                      "looked up",
                      TEXT_ARGS(law_situation_format(lint->arena, lint->space, &search.doubt)));
    }
}

void law_lint_outcomes(Lint *lint) {
    lint_all_routes(lint);
    lint_holes(lint);
}
