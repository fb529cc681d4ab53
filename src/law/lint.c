/* SPDX-License-Identifier: Apache-2.0 */
#include "law/lint.h"

#include <stdlib.h>

#include "law/coverage.h"
#include "law/expectations.h"

enum { MEDIAN = 50 };

static void add(Lint *lint, bool is_error, Text file, size_t line, Text message) {
    *(LawFinding *)array_add(&lint->findings) =
        (LawFinding){.is_error = is_error, .file = file, .line = line, .message = message};
}

void law_lint_error(Lint *lint, Text file, size_t line, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    add(lint, true, file, line, text_format_arguments(lint->arena, format, arguments));
    va_end(arguments);
}

void law_lint_note(Lint *lint, Text file, size_t line, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    add(lint, false, file, line, text_format_arguments(lint->arena, format, arguments));
    va_end(arguments);
}

Text law_lint_name(const Lint *lint, size_t provision) {
    const Provision *it = &lint->set->provisions[provision];
    return text_slice(it->name, lint->set->packs[it->pack].info.name.length + 1, it->name.length);
}

/* Rules that held in the test are left out one after the other. */
static void find_useful(Lint *lint, const LawFacts *facts, const DecideOptions *options,
                        DecisionWork *work) {
    const LawPack *pack = &lint->set->packs[lint->pack];
    bool *held = ARENA_MANY(work->engine.arena, bool, lint->set->provision_count);
    DecideOptions without = *options;
    without.switched_off = lint->switched_off;
    law_mark_held(work, held);
    for (size_t i = pack->first_provision; i < pack->first_provision + pack->provision_count; i++) {
        if (!held[i] || lint->is_useful[i]) {
            continue;
        }
        lint->switched_off[i] = true;
        DecisionWork other =
            law_decision_work(law_engine_new(work->engine.arena, lint->set, facts, &without));
        lint->is_useful[i] = other.best != work->best || other.worst != work->worst;
        lint->switched_off[i] = false;
    }
}

static void run_test(Lint *lint, const LawTest *test) {
    Arena *scratch = arena_new();
    LawFacts *facts = law_facts_new(scratch, lint->set);
    const DecideOptions options = {.as_of = test->as_of,
                                   .known_at = test->known_at,
                                   .accept_unverified = test->accept_unverified,
                                   .quantile = MEDIAN};
    Error error = {0};
    if (law_test_give(facts, test, &error)) {
        DecisionWork work = law_decision_work(law_engine_new(scratch, lint->set, facts, &options));
        law_exercise_add(&lint->exercise, &work);
        find_useful(lint, facts, &options, &work);
    }
    arena_free(scratch);
}

/* The law as it stands, whatever its status: what is doubtful may still be wrong. */
static void make_spaces(Lint *lint) {
    const Date day = lint->set->packs[lint->pack].info.vintage;
    Side side = {
        .set = lint->set,
        .options = {.as_of = day, .known_at = day, .accept_unverified = true, .quantile = MEDIAN}};
    lint->space = law_space_of_conditions(lint->arena, &side, 1);
    Side sides[SIDES_MAX] = {side, side};
    sides[1].options.switched_off = lint->switched_off;
    lint->pair = law_space_new(lint->arena, sides, SIDES_MAX, NULL);
}

static int compare_findings(const void *a, const void *b) {
    const LawFinding *left = a;
    const LawFinding *right = b;
    int order = text_compare(left->file, right->file);
    if (order == 0 && left->line != right->line) {
        order = left->line < right->line ? -1 : 1;
    }
    return order != 0 ? order : text_compare(left->message, right->message);
}

bool law_lint(Arena *arena, Text folder, const LawFinding **findings, size_t *count,
              ProblemList *problems) {
    Lint lint = {.arena = arena, .findings = array_new(arena, sizeof(LawFinding))};
    lint.set =
        law_read_with_tests(arena, folder, &lint.tests, &lint.test_count, &lint.pack, problems);
    if (lint.set == NULL) {
        return false;
    }
    lint.exercise = law_exercise_new(arena, lint.set, lint.pack);
    lint.switched_off = ARENA_MANY(arena, bool, lint.set->provision_count);
    lint.is_useful = ARENA_MANY(arena, bool, lint.set->provision_count);
    for (size_t i = 0; i < lint.test_count; i++) {
        run_test(&lint, &lint.tests[i]);
    }
    if (lint.set->packs[lint.pack].provision_count > 0) {
        make_spaces(&lint);
        law_lint_rules(&lint);
        law_lint_conditions(&lint);
        law_lint_outcomes(&lint);
    }
    law_lint_words(&lint);
    law_lint_cells(&lint);
    law_lint_lists(&lint);
    law_lint_tables(&lint);
    if (lint.findings.count > 1) {
        qsort(lint.findings.items, lint.findings.count, sizeof(LawFinding), compare_findings);
    }
    *findings = lint.findings.items;
    *count = lint.findings.count;
    return true;
}
