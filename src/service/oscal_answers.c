/* SPDX-License-Identifier: Apache-2.0 */
#include "base/array.h"
#include "base/map.h"
#include "service/service.h"

typedef struct AnswerDraft {
    Arena *arena;
    const Catalogue *catalogue;
    const OscalDocument *document;
    Array rows; /* of AnswerRow */
    Map *seen;  /* requirement and objective to a row */
} AnswerDraft;

static const Text NOT_SAID = {"not said", 8};

/* AC.L2-3.1.1_a is objective a of AC.L2-3.1.1. */
static void split_target(const AnswerDraft *draft, Text target, Text *requirement,
                         Text *objective) {
    size_t found = 0;
    *requirement = target;
    *objective = (Text){0};
    if (catalogue_find(draft->catalogue, target, &found)) {
        return;
    }
    for (size_t i = target.length; i-- > 0;) {
        if (target.bytes[i] == '_') {
            *requirement = text_slice(target, 0, i);
            *objective = text_slice(target, i + 1, target.length);
            return;
        }
    }
}

/* The weakest of several answers to one target stands. */
static bool is_weaker(AnswerStatus a, AnswerStatus b) {
    static const int STRENGTH[] = {[ANSWER_NOT_MET] = 0,
                                   [ANSWER_PARTIAL] = 1,
                                   [ANSWER_UNKNOWN] = 2,
                                   [ANSWER_MET] = 3,
                                   [ANSWER_NOT_APPLICABLE] = 4};
    return STRENGTH[a] < STRENGTH[b];
}

static void add_answer(AnswerDraft *draft, Text target, AnswerStatus status, Text reason) {
    AnswerRow row = {.status = answer_word(status),
                     .reason = text_is_empty(reason) ? NOT_SAID : reason};
    size_t index = draft->rows.count;
    split_target(draft, target, &row.requirement, &row.objective);
    if (map_add(draft->seen, target, index)) {
        *(AnswerRow *)array_add(&draft->rows) = row;
        return;
    }
    (void)map_find(draft->seen, target, &index);
    AnswerRow *before = array_at(&draft->rows, index);
    AnswerStatus old = ANSWER_UNKNOWN;
    if (answer_parse(before->status, &old) && is_weaker(status, old)) {
        *before = row;
    }
}

static bool has_partial_credit(const AnswerDraft *draft, Text target) {
    Text requirement = {0};
    Text objective = {0};
    size_t index = 0;
    split_target(draft, target, &requirement, &objective);
    return catalogue_find(draft->catalogue, requirement, &index) &&
           draft->catalogue->requirements[index].partial_weight > 0;
}

/* Of a state of implementation; unknown where it is none that OSCAL names. */
static AnswerStatus status_of_state(const AnswerDraft *draft, Text target, Text state) {
    if (text_equals(state, TEXT("implemented")) || text_equals(state, TEXT("alternative"))) {
        return ANSWER_MET;
    }
    if (text_equals(state, TEXT("not-applicable"))) {
        return ANSWER_NOT_APPLICABLE;
    }
    if (text_equals(state, TEXT("partial"))) {
        return has_partial_credit(draft, target) ? ANSWER_PARTIAL : ANSWER_NOT_MET;
    }
    return text_equals(state, TEXT("planned")) ? ANSWER_NOT_MET : ANSWER_UNKNOWN;
}

/* ---- findings ---- */

static void add_finding(AnswerDraft *draft, const JsonValue *finding) {
    const JsonValue *target = json_find(finding, TEXT("target"));
    const JsonValue *status = json_find(target, TEXT("status"));
    const JsonValue *implementation = json_find(target, TEXT("implementation-status"));
    const Text id = oscal_text(target, "target-id");
    const Text state = implementation == NULL ? (Text){0} : oscal_text(implementation, "state");
    const bool is_satisfied = text_equals(oscal_text(status, "state"), TEXT("satisfied"));
    const AnswerStatus said = status_of_state(draft, id, state);
    AnswerStatus answer = is_satisfied ? ANSWER_MET : ANSWER_NOT_MET;
    if ((is_satisfied && said == ANSWER_NOT_APPLICABLE) ||
        (!is_satisfied && said == ANSWER_PARTIAL)) {
        answer = said;
    }
    add_answer(draft, id, answer,
               implementation == NULL ? (Text){0} : oscal_text(implementation, "remarks"));
}

static void add_findings(AnswerDraft *draft, const JsonValue *object) {
    const JsonValue *findings = NULL;
    const size_t count = oscal_list(object, "findings", &findings);
    for (size_t i = 0; i < count; i++) {
        add_finding(draft, &findings[i]);
    }
}

static void add_results(AnswerDraft *draft) {
    const JsonValue *results = NULL;
    const size_t count = oscal_list(draft->document->root, "results", &results);
    for (size_t i = 0; i < count; i++) {
        add_findings(draft, &results[i]);
    }
}

/* ---- a security plan ---- */

static void add_components(AnswerDraft *draft, const JsonValue *object, Text target) {
    const JsonValue *components = NULL;
    const size_t count = oscal_list(object, "by-components", &components);
    for (size_t i = 0; i < count; i++) {
        const JsonValue *status = json_find(&components[i], TEXT("implementation-status"));
        if (status != NULL) {
            add_answer(draft, target, status_of_state(draft, target, oscal_text(status, "state")),
                       oscal_text(status, "remarks"));
        }
    }
}

static void add_plan(AnswerDraft *draft) {
    const JsonValue *requirements = NULL;
    const JsonValue *statements = NULL;
    const JsonValue *implementation =
        json_find(draft->document->root, TEXT("control-implementation"));
    const size_t count = oscal_list(implementation, "implemented-requirements", &requirements);
    for (size_t i = 0; i < count; i++) {
        const Text control = oscal_text(&requirements[i], "control-id");
        add_components(draft, &requirements[i], control);
        const size_t statement_count = oscal_list(&requirements[i], "statements", &statements);
        for (size_t j = 0; j < statement_count; j++) {
            add_components(draft, &statements[j], control);
        }
    }
}

bool service_oscal_answers(Arena *arena, const Catalogue *catalogue, const OscalDocument *document,
                           Answers *answers, ProblemList *problems) {
    AnswerDraft draft = {arena, catalogue, document, array_new(arena, sizeof(AnswerRow)),
                         map_new(arena)};
    if (text_equals(document->kind, TEXT("assessment-results"))) {
        add_results(&draft);
    } else if (text_equals(document->kind, TEXT("plan-of-action-and-milestones"))) {
        add_findings(&draft, document->root);
    } else if (text_equals(document->kind, TEXT("system-security-plan"))) {
        add_plan(&draft);
    } else {
        problem_add(problems, document->file, 0, 0,
                    "/: found `%.*s`, expected assessment-results, plan-of-action-and-milestones "
                    "or system-security-plan",
                    TEXT_ARGS(document->kind));
        return false;
    }
    return answers_collect(arena, catalogue, document->file, ARRAY_ITEMS(AnswerRow, &draft.rows),
                           draft.rows.count, answers, problems);
}

/* A table begins with the name of a column. */
static bool is_document(Text content) {
    static const char *const BEGINS[] = {"{",        "<",       "\xEF\xBB\xBF{", "\xEF\xBB\xBF<",
                                         "\xFF\xFE", "\xFE\xFF"};
    for (size_t i = 0; i < sizeof BEGINS / sizeof BEGINS[0]; i++) {
        if (text_starts_with(text_trim(content), text_from(BEGINS[i]))) {
            return true;
        }
    }
    return false;
}

bool service_answers_read(Arena *arena, const Catalogue *catalogue, Text file, Text content,
                          Answers *answers, ProblemList *problems, Error *error) {
    OscalDocument document;
    if (!is_document(content)) {
        return answers_read(arena, catalogue, file, content, answers, problems);
    }
    return oscal_read(arena, file, content, &document, error) &&
           service_oscal_answers(arena, catalogue, &document, answers, problems);
}
