/* SPDX-License-Identifier: Apache-2.0 */
#include "service/decision_short.h"

#include <stdlib.h>

#include "service/json_parts.h"

static void add_authorities(JsonWriter *json, const LawSet *set, const Decision *decision) {
    json_begin_array(json, "authorities");
    for (size_t i = 0; i < decision->authority_count; i++) {
        const DecisionAuthority *authority = &decision->authorities[i];
        json_begin_object(json, "");
        json_add_text(json, "rule", law_provision(set, authority->provision).name);
        json_add_text(json, "truth", truth_word(authority->truth));
        json_add_text(json, "citation", authority->citation);
        json_end(json);
    }
    json_end(json);
}

static void add_questions(JsonWriter *json, const Decision *decision) {
    json_begin_array(json, "questions");
    for (size_t i = 0; i < decision->question_count; i++) {
        json_begin_object(json, "");
        json_add_text(json, "name", decision->questions[i].name);
        json_add_text(json, "ask", decision->questions[i].ask);
        json_end(json);
    }
    json_end(json);
}

static void add_packs(Arena *arena, JsonWriter *json, const LawSet *set) {
    json_begin_object(json, "packs");
    for (size_t i = 0; i < law_pack_count(set); i++) {
        const PackInfo pack = law_pack(set, i);
        json_add_text(json, text_terminated(arena, pack.name), pack.digest);
    }
    json_end(json);
}

static void add_short(Arena *arena, JsonWriter *json, const LawSet *set, const Decision *decision) {
    json_add_outcome(json, decision);
    add_authorities(json, set, decision);
    json_add_duties(json, decision);
    json_add_rules(json, "blockers", set, decision->blockers, decision->blocker_count);
    add_questions(json, decision);
    json_add_citations(json, decision);
    add_packs(arena, json, set);
}

Text short_finish(Arena *arena, JsonWriter *json) {
    const Text text = text_trim(json_finish(arena, json, false));
    json_writer_free(json);
    return text;
}

/* ---- the record ---- */

/* A fact that is known, or known to be unknown. */
typedef struct RecordedFact {
    Text name;
    Text value;
} RecordedFact;

static int by_name(const void *a, const void *b) {
    return text_compare(((const RecordedFact *)a)->name, ((const RecordedFact *)b)->name);
}

static size_t recorded_facts(Arena *arena, const LawSet *set, const LawFacts *facts,
                             RecordedFact **recorded) {
    RecordedFact *list = ARENA_MANY(arena, RecordedFact, law_attribute_count(set));
    size_t count = 0;
    for (size_t i = 0; i < law_attribute_count(set); i++) {
        Text value = {0};
        if (law_facts_value(arena, facts, i, &value)) {
            list[count++] = (RecordedFact){law_attribute(set, i).name,
                                           text_is_empty(value) ? TEXT("unknown") : value};
        }
    }
    qsort(list, count, sizeof *list, by_name);
    *recorded = list;
    return count;
}

/* The members, and the facts, stand in the order of their names, as the chain has them. */
static Text inputs_text(Arena *arena, const LawSet *set, const ShortQuestion *question, Text form) {
    RecordedFact *facts = NULL;
    const size_t count = recorded_facts(arena, set, question->facts, &facts);
    JsonWriter *json = json_writer_in(arena);
    json_add_boolean(json, "accept_unverified", question->accept_unverified);
    json_add_date(json, "as_of", question->as_of);
    json_begin_object(json, "facts");
    for (size_t i = 0; i < count; i++) {
        json_add_text(json, text_terminated(arena, facts[i].name), facts[i].value);
    }
    json_end(json);
    json_add_text(json, "form", form);
    json_add_date(json, "known_at", question->known_at);
    json_add_integer(json, "quantile", question->quantile);
    return short_finish(arena, json);
}

static Text answer_text(Arena *arena, const LawSet *set, const ShortQuestion *question,
                        bool *is_open) {
    const DecideOptions options = {.as_of = question->as_of,
                                   .known_at = question->known_at,
                                   .accept_unverified = question->accept_unverified,
                                   .by_cases = true,
                                   .quantile = question->quantile};
    Decision decision;
    law_decide(arena, set, question->facts, &options, &decision);
    *is_open = decision.outcome <= OUTCOME_AUTHORISED;
    JsonWriter *json = json_writer_in(arena);
    add_short(arena, json, set, &decision);
    return short_finish(arena, json);
}

/* ---- by the compiled engine ---- */

static void add_rule(JsonWriter *json, const LawSet *set, const LawTraceLine *line, bool surely) {
    const ProvisionInfo info = law_provision(set, line->provision);
    json_begin_object(json, "");
    json_add_text(json, "rule", info.name);
    json_add_text(json, "kind", law_kind_word(line->kind));
    if (!text_is_empty(line->reason)) {
        json_add_text(json, "reason", line->reason);
    }
    json_add_text(json, "truth", truth_word(surely ? TRUTH_YES : TRUTH_UNKNOWN));
    json_add_text(json, "citation", info.citation);
    json_end(json);
}

static void add_rules(JsonWriter *json, const LawSet *set, const LawEngine *engine,
                      const LawVerdict *verdict) {
    json_begin_array(json, "rules");
    for (size_t word = 0; word < verdict->words; word++) {
        for (uint64_t left = verdict->perhaps[word]; left != 0; left &= left - 1) {
            const unsigned bit = LOWEST_BIT(left);
            const LawTraceLine line = law_trace_line(engine, word * 64 + bit);
            add_rule(json, set, &line, (verdict->surely[word] >> bit & 1U) != 0);
        }
    }
    json_end(json);
}

static Text traced_text(Arena *arena, const LawSet *set, const LawEngine *engine,
                        const ShortQuestion *question, bool *is_open) {
    const LawWhen when = {.as_of = question->as_of, .known_at = question->known_at};
    LawVerdict verdict;
    law_engine_decide(engine, law_case_from(arena, engine, question->facts), &when,
                      law_scratch_new(arena, engine), &verdict);
    *is_open = verdict.outcome <= OUTCOME_AUTHORISED;
    JsonWriter *json = json_writer_in(arena);
    json_add_text(json, "outcome", law_outcome_word(verdict.outcome));
    json_add_text(json, "best", law_outcome_word(verdict.best));
    json_add_text(json, "worst", law_outcome_word(verdict.worst));
    json_add_days(json, "days", verdict.days);
    json_add_date(json, "as_of", question->as_of);
    json_add_date(json, "known_at", question->known_at);
    add_rules(json, set, engine, &verdict);
    add_packs(arena, json, set);
    return short_finish(arena, json);
}

void short_decide(Arena *arena, const LawSet *set, const LawEngine *engine,
                  const ShortQuestion *question, ShortAnswer *answer) {
    *answer = (ShortAnswer){.is_usable = true};
    if (engine != NULL && !question->accept_unverified &&
        question->quantile == SERVICE_ENGINE_QUANTILE) {
        answer->json = traced_text(arena, set, engine, question, &answer->is_open);
        answer->inputs = inputs_text(arena, set, question, TEXT("trace"));
    } else {
        answer->json = answer_text(arena, set, question, &answer->is_open);
        answer->inputs = inputs_text(arena, set, question, TEXT("short"));
    }
}

void short_refuse(Arena *arena, ShortAnswer *answer, Text message) {
    JsonWriter *json = json_writer_in(arena);
    json_add_text(json, "error", message);
    *answer = (ShortAnswer){.message = message, .json = short_finish(arena, json)};
}

/* ---- the same again ---- */

static bool read_recorded_date(const JsonValue *root, Text name, Date *date, Error *error) {
    const JsonValue *value = json_find(root, name);
    return (value != NULL && value->kind == JSON_KIND_TEXT && date_parse(value->text, date)) ||
           error_set(error, ERROR_INVALID, "the record has no date `%.*s`", TEXT_ARGS(name));
}

static bool read_recorded_facts(LawFacts *facts, const LawSet *set, const JsonValue *root,
                                Error *error) {
    const JsonValue *given = json_find(root, TEXT("facts"));
    for (size_t i = 0; given != NULL && given->kind == JSON_KIND_OBJECT && i < given->count; i++) {
        size_t attribute = 0;
        if (!law_attribute_find(set, given->names[i], &attribute)) {
            return error_set(error, ERROR_INVALID, "the packs know no fact `%.*s`",
                             TEXT_ARGS(given->names[i]));
        }
        if (!law_facts_set(facts, attribute, given->items[i].text, error)) {
            return false;
        }
    }
    return true;
}

bool service_short_again(Arena *arena, const LawSet *set, Text inputs, Text *json, Error *error) {
    JsonValue *root = ARENA_NEW(arena, JsonValue);
    LawFacts *facts = law_facts_new(arena, set);
    ShortQuestion question = {.facts = facts};
    size_t at = 0;
    int64_t quantile = 0;
    bool is_open = false;
    if (!json_parse(arena, inputs, root, &at, error) ||
        !read_recorded_date(root, TEXT("as_of"), &question.as_of, error) ||
        !read_recorded_date(root, TEXT("known_at"), &question.known_at, error) ||
        !read_recorded_facts(facts, set, root, error)) {
        return false;
    }
    const JsonValue *accepts = json_find(root, TEXT("accept_unverified"));
    const JsonValue *days = json_find(root, TEXT("quantile"));
    if (accepts == NULL || days == NULL || !text_parse_integer(days->text, &quantile)) {
        return error_set(error, ERROR_INVALID, "the record is not whole");
    }
    question.accept_unverified = accepts->kind == JSON_KIND_TRUE;
    question.quantile = (unsigned)quantile;
    const JsonValue *form = json_find(root, TEXT("form"));
    const bool is_traced = form != NULL && text_equals(form->text, TEXT("trace"));
    *json = is_traced
                ? traced_text(arena, set, law_compile(arena, set, false, SERVICE_ENGINE_QUANTILE),
                              &question, &is_open)
                : answer_text(arena, set, &question, &is_open);
    return true;
}
