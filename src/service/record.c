/* SPDX-License-Identifier: Apache-2.0 */
#include "base/digest.h"
#include "base/json_canonical.h"
#include "base/json_read.h"
#include "service/json_parts.h"
#include "service/service.h"

/* Decisions on record: what is written down of them, and deciding them again. */

static const Text decision_kind = {"decision", 8};

/* ---- inputs ---- */

static void begin_member(TextBuilder *json, const char *name) {
    if (json->length > 0 && json->bytes[json->length - 1] != '{') {
        text_add_character(json, ',');
    }
    json_add_canonical_text(json, text_from(name));
    text_add_character(json, ':');
}

static void add_facts(TextBuilder *json, const char *name, const FactGiven *facts, size_t count) {
    begin_member(json, name);
    text_add_character(json, '{');
    for (size_t i = 0; i < count; i++) {
        if (i > 0) {
            text_add_character(json, ',');
        }
        json_add_canonical_text(json, facts[i].name);
        text_add_character(json, ':');
        json_add_canonical_text(json, facts[i].value);
    }
    text_add_character(json, '}');
}

static void add_end(Arena *arena, TextBuilder *json, const char *name, TransferEnd end) {
    const Text place =
        text_is_empty(end.party)
            ? end.country
            : text_format(arena, "%.*s:%.*s", TEXT_ARGS(end.country), TEXT_ARGS(end.party));
    begin_member(json, name);
    json_add_canonical_text(json, place);
}

static void add_date(Arena *arena, TextBuilder *json, const char *name, Date date) {
    begin_member(json, name);
    json_add_canonical_text(json, date_format(arena, date));
}

/* Facts stand as they were given; the chain puts them in order. */
Text service_transfer_inputs(Arena *arena, const Transfer *transfer) {
    TextBuilder json = text_builder_new(arena);
    Text canonical = {0};
    Error ignored = {0};
    text_add_character(&json, '{');
    begin_member(&json, "accept_unverified");
    text_add(&json, transfer->accept_unverified ? TEXT("true") : TEXT("false"));
    add_date(arena, &json, "as_of", transfer->as_of);
    add_facts(&json, "facts", transfer->facts, transfer->fact_count);
    add_end(arena, &json, "from", transfer->from);
    add_facts(&json, "item", transfer->item, transfer->item_count);
    add_date(arena, &json, "known_at", transfer->known_at);
    if (transfer->note_count > 0) {
        add_facts(&json, "notes", transfer->notes, transfer->note_count);
    }
    begin_member(&json, "quantile");
    text_add_format(&json, "%u", transfer->quantile);
    add_end(arena, &json, "to", transfer->to);
    text_add_character(&json, '}');
    /* A fact given twice has no canonical form; the chain refuses it with its reason. */
    return json_canonical(arena, text_built(&json), &canonical, &ignored) ? canonical
                                                                          : text_built(&json);
}

BatchAnswer service_checked_answer(Arena *arena, const LawSet *set, const Transfer *transfer,
                                   const TransferDecision *decision) {
    JsonWriter *json = json_writer_new();
    json_add_check(arena, json, set, decision);
    const Text text = json_finish(arena, json, false);
    json_writer_free(json);
    return (BatchAnswer){.line = text,
                         .is_decided = true,
                         .inputs = service_transfer_inputs(arena, transfer),
                         .decision = text};
}

AuditEntry service_decision_entry(Arena *arena, const BatchAnswer *answer, Text law,
                                  const ServiceMoment *moment) {
    return (AuditEntry){.at_ms = moment->at_ms,
                        .who = moment->who,
                        .kind = decision_kind,
                        .inputs = answer->inputs,
                        .law = law,
                        .result = digest_bytes(arena, answer->decision)};
}

/* ---- deciding again ---- */

static bool is_release(const AuditRow *row) {
    return text_equals(row->kind, TEXT("key release")) ||
           text_equals(row->kind, TEXT("key refusal")) || text_equals(row->kind, TEXT("key lease"));
}

static bool check_replayable(const AuditRow *row, Error *error) {
    return text_equals(row->kind, decision_kind) || is_release(row) ||
           error_set(error, ERROR_INVALID,
                     "row %lld records `%.*s`; only a `decision`, a `key release` or a `key "
                     "refusal` is decided again",
                     (long long)row->number, TEXT_ARGS(row->kind));
}

static bool set_first_problem(Arena *arena, const ProblemList *problems, Error *error) {
    const Text told = problem_format(arena, problems, 1);
    Text rest = told;
    Text line = {0};
    (void)text_split(&rest, '\n', &line);
    return error_set(error, ERROR_FAILED, "the law of that decision cannot be read: %.*s",
                     TEXT_ARGS(line));
}

/* The decision behind a key's release; a policy that could not be used had none. */
static bool release_again(Arena *arena, const LawSet *set, const AuditRow *row,
                          const JsonValue *root, Text *answer, Error *error) {
    const JsonValue *decision = json_find(root, TEXT("decision"));
    TextBuilder inputs = text_builder_new(arena);
    if (decision == NULL) {
        return error_set(error, ERROR_INVALID,
                         "row %lld was refused before anything was decided: its `reason` says why",
                         (long long)row->number);
    }
    return json_add_canonical(&inputs, decision, error) &&
           service_short_again(arena, set, text_built(&inputs), answer, error);
}

/* In the form in which it was answered then. */
static bool answer_again(Arena *arena, const LawSet *set, const AuditRow *row, Text *answer,
                         Error *error) {
    const BatchDefaults none = {0};
    JsonValue root = {0};
    size_t at = 0;
    Text inputs = row->inputs;
    if (!json_parse(arena, inputs, &root, &at, error)) {
        return false;
    }
    if (is_release(row)) {
        return release_again(arena, set, row, &root, answer, error);
    }
    const JsonValue *form = json_find(&root, TEXT("form"));
    if (form != NULL) {
        return service_short_again(arena, set, inputs, answer, error);
    }
    *answer = service_batch_line(arena, set, &none, inputs, 1);
    return true;
}

bool service_replay(Arena *arena, Store *store, int64_t number, Replay *replay, Error *error) {
    ProblemList problems = problem_list_new(arena);
    Replay again = {0};
    if (!store_audit_find(arena, store, number, &again.row, error) ||
        !check_replayable(&again.row, error)) {
        return false;
    }
    const LawSet *set = service_kept_law(arena, store, again.row.law, &problems);
    if (set == NULL) {
        return set_first_problem(arena, &problems, error);
    }
    if (!answer_again(arena, set, &again.row, &again.answer, error)) {
        return false;
    }
    again.digest = digest_bytes(arena, again.answer);
    again.is_same = text_equals(again.digest, again.row.result);
    *replay = again;
    return true;
}

/* ---- the chain as text ---- */

bool service_audit_lines(Arena *arena, Store *store, int64_t after, size_t limit, Text *lines,
                         int64_t *last, Error *error) {
    const AuditRow *rows = NULL;
    size_t count = 0;
    TextBuilder json = text_builder_new(arena);
    if (!store_audit_read(arena, store, after, limit, &rows, &count, error)) {
        return false;
    }
    for (size_t i = 0; i < count; i++) {
        text_add_format(&json, "{\"hash\":\"%.*s\",\"row\":", TEXT_ARGS(rows[i].hash));
        text_add(&json, audit_row_json(arena, &rows[i]));
        text_add(&json, TEXT("}\n"));
    }
    *lines = text_built(&json);
    *last = count == 0 ? after : rows[count - 1].number;
    return true;
}
