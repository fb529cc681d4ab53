/* SPDX-License-Identifier: Apache-2.0 */
#include "service/decision_short.h"
#include "service/facts.h"
#include "service/json_parts.h"
#include "service/request.h"
#include "service/service.h"

/* ---- answers ---- */

static void add_id(JsonWriter *json, const JsonValue *root) {
    const JsonValue *id = json_find(root, TEXT("id"));
    int64_t number = 0;
    if (id == NULL || (id->kind != JSON_KIND_TEXT && id->kind != JSON_KIND_NUMBER)) {
        return;
    }
    if (id->kind == JSON_KIND_NUMBER && text_parse_integer(id->text, &number)) {
        json_add_integer(json, "id", number);
    } else {
        json_add_text(json, "id", id->text);
    }
}

static void add_error(JsonWriter *json, const Error *error, size_t number, size_t at) {
    json_add_text(json, "error", text_from(error->message));
    json_add_integer(json, "line", (int64_t)number);
    json_add_integer(json, "column", (int64_t)at + 1);
}

/* The decision alone, as the chain records it. */
static bool decide(Arena *arena, const LawSet *set, Request *request, BatchAnswer *answer) {
    TransferDecision result;
    if (!request_read(request) || !request_complete(request, set)) {
        return false;
    }
    if (!service_check(arena, set, request->defaults->engine, &request->transfer, &result,
                       request->error)) {
        request->blamed = request_refused_fact(arena, set, request);
        return false;
    }
    *answer = service_checked_answer(arena, set, &request->transfer, &result);
    return true;
}

/* Reads the line; false, with the byte blamed, where it cannot be used. */
static bool parse_line(Arena *arena, Text line, JsonValue *root, size_t *at, Error *error) {
    if (line.length > BATCH_LINE_BYTES_MAX) {
        return error_set(error, ERROR_LIMIT, "the line has more than %d bytes",
                         BATCH_LINE_BYTES_MAX);
    }
    if (text_is_empty(text_trim(line))) {
        return error_set(error, ERROR_INVALID, "the line is empty");
    }
    return json_parse(arena, line, root, at, error);
}

static Text finished(Arena *arena, JsonWriter *json) {
    const Text text = json_finish(arena, json, false);
    json_writer_free(json);
    return text;
}

static Text refusal(Arena *arena, const JsonValue *root, const Error *error, size_t number,
                    size_t at) {
    JsonWriter *json = json_writer_new();
    add_id(json, root);
    add_error(json, error, number, at);
    return finished(arena, json);
}

/* The decision with the request's id before its members. */
static Text with_id(Arena *arena, const JsonValue *root, Text decision) {
    static const Text empty = {"{}\n", 3};
    JsonWriter *json = json_writer_new();
    add_id(json, root);
    const Text id = finished(arena, json);
    if (text_equals(id, empty)) {
        return decision;
    }
    TextBuilder line = text_builder_new(arena);
    text_add(&line, text_slice(id, 0, id.length - 2)); /* without the bracket and the newline */
    text_add_character(&line, ',');
    text_add(&line, text_slice(decision, 1, decision.length));
    return text_built(&line);
}

BatchAnswer service_batch_answer(Arena *arena, const LawSet *set, const BatchDefaults *defaults,
                                 Text line, size_t number) {
    JsonValue root = {0};
    size_t at = 0;
    Error error = {0};
    BatchAnswer answer = {0};
    Request request = {
        .arena = arena, .root = &root, .blamed = &root, .defaults = defaults, .error = &error};
    if (!parse_line(arena, line, &root, &at, &error)) {
        answer.line = refusal(arena, &root, &error, number, at);
    } else if (!decide(arena, set, &request, &answer)) {
        answer.line = refusal(arena, &root, &error, number, request.blamed->at);
    } else {
        answer.line = with_id(arena, &root, answer.decision);
    }
    return answer;
}

Text service_batch_line(Arena *arena, const LawSet *set, const BatchDefaults *defaults, Text line,
                        size_t number) {
    return service_batch_answer(arena, set, defaults, line, number).line;
}

void service_request_short(Arena *arena, const LawSet *set, const LawEngine *engine,
                           const BatchDefaults *defaults, Text request_text, ShortAnswer *answer) {
    JsonValue root = {0};
    size_t at = 0;
    Error error = {0};
    LawFacts *facts = NULL;
    Request request = {
        .arena = arena, .root = &root, .blamed = &root, .defaults = defaults, .error = &error};
    if (!parse_line(arena, request_text, &root, &at, &error) || !request_read(&request) ||
        !request_complete(&request, set) ||
        !facts_of_request(arena, set, &request.transfer, &facts, &error)) {
        short_refuse(arena, answer, text_from(text_terminated(arena, text_from(error.message))));
        return;
    }
    const ShortQuestion question = {.facts = facts,
                                    .as_of = request.transfer.as_of,
                                    .known_at = request.transfer.known_at,
                                    .accept_unverified = request.transfer.accept_unverified,
                                    .quantile = request.transfer.quantile};
    short_decide(arena, set, engine, &question, answer);
}

/* ---- in short, by compiled law ---- */

struct BriefBatch {
    const LawSet *set;
    BatchDefaults defaults;
    LawStream *stream;
};

static LawStreamMember member_of(Arena *arena, const LawSet *set, Text name,
                                 const char *const *facts, size_t count) {
    size_t *attributes = ARENA_MANY(arena, size_t, count);
    LawStreamMember member = {.name = name, .attributes = attributes};
    for (size_t i = 0; i < count; i++) {
        member.count += law_attribute_find(set, text_from(facts[i]), &attributes[member.count]);
    }
    return member;
}

BriefBatch *service_brief_new(Arena *arena, const LawSet *set, const BatchDefaults *defaults) {
    static const char *const FROM[] = {"origin", "exporter.country"};
    static const char *const TO[] = {"destination", "consignee.country"};
    const LawStreamMember members[] = {member_of(arena, set, TEXT("from"), FROM, 2),
                                       member_of(arena, set, TEXT("to"), TO, 2)};
    const LawEngine *engine =
        law_compile(arena, set, defaults->accept_unverified, defaults->quantile);
    BriefBatch *brief = ARENA_NEW(arena, BriefBatch);
    *brief = (BriefBatch){set, *defaults, law_stream_new(arena, engine, members, 2)};
    return brief;
}

/* What is compiled once holds for all lines. */
static bool check_brief(Request *request) {
    const BatchDefaults *defaults = request->defaults;
    request->blamed = request->root;
    return (request->transfer.accept_unverified == defaults->accept_unverified &&
            request->transfer.quantile == defaults->quantile) ||
           error_set(request->error, ERROR_INVALID,
                     "with `--brief`, `accept_unverified` and `quantile` are the same for all "
                     "lines: give `--accept-unverified` and `--quantile`");
}

static Text id_text(Arena *arena, const JsonValue *root) {
    JsonWriter *json = json_writer_new();
    add_id(json, root);
    const Text whole = text_trim(json_finish(arena, json, false));
    json_writer_free(json);
    const Text start = TEXT("{\"id\":");
    return text_starts_with(whole, start) ? text_slice(whole, start.length, whole.length - 1)
                                          : (Text){0};
}

static Text brief_error(Arena *arena, const JsonValue *root, const Error *error, size_t number,
                        size_t at) {
    JsonWriter *json = json_writer_new();
    add_id(json, root);
    add_error(json, error, number, at);
    const Text text = json_finish(arena, json, false);
    json_writer_free(json);
    return text;
}

/* A request that is not plain, or no good. */
static Text brief_answer(Arena *arena, BriefBatch *brief, Text line, size_t number) {
    JsonValue root = {0};
    size_t at = 0;
    Error error = {0};
    LawFacts *facts = NULL;
    Request request = {.arena = arena,
                       .root = &root,
                       .blamed = &root,
                       .defaults = &brief->defaults,
                       .error = &error};
    if (!parse_line(arena, line, &root, &at, &error)) {
        return brief_error(arena, &root, &error, number, at);
    }
    if (!request_read(&request) || !check_brief(&request) ||
        !request_complete(&request, brief->set)) {
        return brief_error(arena, &root, &error, number, request.blamed->at);
    }
    if (!facts_of_request(arena, brief->set, &request.transfer, &facts, &error)) {
        at = request_refused_fact(arena, brief->set, &request)->at;
        return brief_error(arena, &root, &error, number, at);
    }
    const LawWhen when = {request.transfer.as_of, request.transfer.known_at, NULL};
    return law_stream_answer_facts(arena, brief->stream, facts, &when, id_text(arena, &root));
}

Text service_brief_line(Arena *arena, BriefBatch *brief, Text line, size_t number) {
    Text answer;
    const bool is_plain =
        !brief->defaults.has_known_at && law_stream_answer(brief->stream, line, &answer);
    return is_plain ? answer : brief_answer(arena, brief, line, number);
}
