/* SPDX-License-Identifier: Apache-2.0 */
#include "base/json_read.h"
#include "base/map.h"
#include "service/decision_short.h"
#include "service/facts.h"
#include "service/json_parts.h"
#include "service/service.h"

enum { QUANTILE_LEAST = 1, QUANTILE_MOST = 99, COUNTRY_LENGTH = 2 };

/* A request while it is read. `blamed` is the value a message is about. */
typedef struct Request {
    Arena *arena;
    const JsonValue *root;
    const JsonValue *blamed;
    const BatchDefaults *defaults;
    Transfer transfer;
    const JsonValue *item; /* the values of transfer.item and transfer.facts, in their order */
    const JsonValue *facts;
    Error *error;
} Request;

static bool wrong_kind(Request *request, Text name, const JsonValue *value, const char *wanted) {
    request->blamed = value;
    return error_set(request->error, ERROR_INVALID, "`%.*s` is %s; it takes %s", TEXT_ARGS(name),
                     json_kind_words(value->kind), wanted);
}

/* ---- facts ---- */

static const Text FACT_WORDS[] = {
    [JSON_KIND_NULL] = {"unknown", 7},
    [JSON_KIND_FALSE] = {"no", 2},
    [JSON_KIND_TRUE] = {"yes", 3},
};

/* Codes of a set: A+B, or `none`. */
static bool read_set(Request *request, Text name, const JsonValue *list, Text *value) {
    TextBuilder builder = text_builder_new(request->arena);
    for (size_t i = 0; i < list->count; i++) {
        if (list->items[i].kind != JSON_KIND_TEXT) {
            return wrong_kind(request, name, &list->items[i], "texts in its array");
        }
        if (i > 0) {
            text_add_character(&builder, '+');
        }
        text_add(&builder, list->items[i].text);
    }
    *value = list->count == 0 ? TEXT("none") : text_built(&builder);
    return true;
}

static bool read_fact(Request *request, Text name, const JsonValue *given, Text *value) {
    switch (given->kind) {
    case JSON_KIND_NULL:
    case JSON_KIND_FALSE:
    case JSON_KIND_TRUE:
        *value = FACT_WORDS[given->kind];
        return true;
    case JSON_KIND_NUMBER:
    case JSON_KIND_TEXT:
        *value = given->text;
        return true;
    case JSON_KIND_ARRAY:
        return read_set(request, name, given, value);
    case JSON_KIND_OBJECT:
        break;
    }
    return wrong_kind(request, name, given,
                      "a text, a number, true, false, null or an array of texts");
}

static bool read_facts(Request *request, Text name, const JsonValue *given, Text prefix,
                       const FactGiven **facts, size_t *count) {
    if (given->kind != JSON_KIND_OBJECT) {
        return wrong_kind(request, name, given, "an object of names and values");
    }
    FactGiven *list = ARENA_MANY(request->arena, FactGiven, given->count);
    for (size_t i = 0; i < given->count; i++) {
        list[i].name = given->names[i];
        if (!text_is_empty(prefix) && text_starts_with(list[i].name, prefix)) {
            list[i].name = text_slice(list[i].name, prefix.length, list[i].name.length);
        }
        if (!read_fact(request, given->names[i], &given->items[i], &list[i].value)) {
            return false;
        }
    }
    *facts = list;
    *count = given->count;
    return true;
}

/* ---- members ---- */

static bool read_item(Request *request, Text name, const JsonValue *value) {
    request->item = value;
    return read_facts(request, name, value, TEXT("item."), &request->transfer.item,
                      &request->transfer.item_count);
}

static bool read_other_facts(Request *request, Text name, const JsonValue *value) {
    request->facts = value;
    return read_facts(request, name, value, (Text){0}, &request->transfer.facts,
                      &request->transfer.fact_count);
}

static bool is_capital(char letter) {
    return letter >= 'A' && letter <= 'Z';
}

static bool is_country(Text word) {
    return word.length == COUNTRY_LENGTH && is_capital(word.bytes[0]) && is_capital(word.bytes[1]);
}

static bool read_end(Request *request, Text name, const JsonValue *value, TransferEnd *end) {
    if (value->kind != JSON_KIND_TEXT) {
        return wrong_kind(request, name, value, "a text such as \"US\" or \"US:acme\"");
    }
    Text rest = value->text;
    (void)text_split(&rest, ':', &end->country);
    end->party = rest;
    if (!is_country(end->country) || (rest.bytes != NULL && text_is_empty(rest))) {
        request->blamed = value;
        return error_set(request->error, ERROR_INVALID,
                         "`%.*s` is `%.*s`; write a country as two capital letters, or with a "
                         "party: \"US:acme\"",
                         TEXT_ARGS(name), TEXT_ARGS(value->text));
    }
    return true;
}

static bool read_from(Request *request, Text name, const JsonValue *value) {
    return read_end(request, name, value, &request->transfer.from);
}

static bool read_to(Request *request, Text name, const JsonValue *value) {
    return read_end(request, name, value, &request->transfer.to);
}

static bool read_date(Request *request, Text name, const JsonValue *value, Date *date) {
    if (value->kind != JSON_KIND_TEXT) {
        return wrong_kind(request, name, value, "a date such as \"2026-11-23\"");
    }
    request->blamed = value;
    return date_parse(value->text, date) ||
           error_set(request->error, ERROR_INVALID,
                     "`%.*s` is `%.*s`, which is no date; write it as \"2026-11-23\"",
                     TEXT_ARGS(name), TEXT_ARGS(value->text));
}

static bool read_as_of(Request *request, Text name, const JsonValue *value) {
    return read_date(request, name, value, &request->transfer.as_of);
}

static bool read_known_at(Request *request, Text name, const JsonValue *value) {
    return read_date(request, name, value, &request->transfer.known_at);
}

static bool read_accept(Request *request, Text name, const JsonValue *value) {
    if (value->kind != JSON_KIND_TRUE && value->kind != JSON_KIND_FALSE) {
        return wrong_kind(request, name, value, "true or false");
    }
    request->transfer.accept_unverified = value->kind == JSON_KIND_TRUE;
    return true;
}

static bool read_quantile(Request *request, Text name, const JsonValue *value) {
    int64_t quantile = 0;
    if (value->kind != JSON_KIND_NUMBER || !text_parse_integer(value->text, &quantile) ||
        quantile < QUANTILE_LEAST || quantile > QUANTILE_MOST) {
        return wrong_kind(request, name, value, "a whole number from 1 to 99");
    }
    request->transfer.quantile = (unsigned)quantile;
    return true;
}

static bool read_id(Request *request, Text name, const JsonValue *value) {
    if (value->kind != JSON_KIND_TEXT && value->kind != JSON_KIND_NUMBER) {
        return wrong_kind(request, name, value, "a text or a number");
    }
    return true;
}

static const struct {
    Text name;
    bool is_required;
    bool (*read)(Request *request, Text name, const JsonValue *value);
} MEMBERS[] = {
    {{"id", 2}, false, read_id},
    {{"item", 4}, true, read_item},
    {{"from", 4}, true, read_from},
    {{"to", 2}, true, read_to},
    {{"facts", 5}, false, read_other_facts},
    {{"as_of", 5}, false, read_as_of},
    {{"known_at", 8}, false, read_known_at},
    {{"accept_unverified", 17}, false, read_accept},
    {{"quantile", 8}, false, read_quantile},
};
enum { MEMBER_COUNT = sizeof(MEMBERS) / sizeof(MEMBERS[0]) };

static bool refuse_member(Request *request, Text name, const JsonValue *value) {
    Map *names = map_new(request->arena);
    Text nearest = {0};
    for (size_t i = 0; i < MEMBER_COUNT; i++) {
        (void)map_add(names, MEMBERS[i].name, i);
    }
    request->blamed = value;
    if (map_nearest(names, name, &nearest)) {
        return error_set(request->error, ERROR_INVALID,
                         "a request has no `%.*s`; did you mean `%.*s`?", TEXT_ARGS(name),
                         TEXT_ARGS(nearest));
    }
    return error_set(request->error, ERROR_INVALID,
                     "a request has no `%.*s`; facts stand in `item` and `facts`", TEXT_ARGS(name));
}

static bool read_member(Request *request, Text name, const JsonValue *value) {
    for (size_t i = 0; i < MEMBER_COUNT; i++) {
        if (text_equals(MEMBERS[i].name, name)) {
            return MEMBERS[i].read(request, name, value);
        }
    }
    return refuse_member(request, name, value);
}

static bool check_required(Request *request) {
    request->blamed = request->root;
    for (size_t i = 0; i < MEMBER_COUNT; i++) {
        if (MEMBERS[i].is_required && json_find(request->root, MEMBERS[i].name) == NULL) {
            return error_set(request->error, ERROR_INVALID, "the request has no `%.*s`",
                             TEXT_ARGS(MEMBERS[i].name));
        }
    }
    if (!request->defaults->has_as_of && json_find(request->root, TEXT("as_of")) == NULL) {
        return error_set(request->error, ERROR_INVALID,
                         "the request has no `as_of`, and no `--as-of` was given");
    }
    return true;
}

static bool read_request(Request *request) {
    const JsonValue *root = request->root;
    const BatchDefaults *defaults = request->defaults;
    request->transfer = (Transfer){.as_of = defaults->as_of,
                                   .accept_unverified = defaults->accept_unverified,
                                   .quantile = defaults->quantile};
    if (root->kind != JSON_KIND_OBJECT) {
        return wrong_kind(request, TEXT("the request"), root, "an object");
    }
    for (size_t i = 0; i < root->count; i++) {
        if (!read_member(request, root->names[i], &root->items[i])) {
            return false;
        }
    }
    if (json_find(root, TEXT("known_at")) == NULL) {
        request->transfer.known_at =
            defaults->has_known_at ? defaults->known_at : request->transfer.as_of;
    }
    return check_required(request);
}

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

/* The fact that the packs refuse, for its place: each given alone. */
static const JsonValue *refused_fact(Arena *arena, const LawSet *set, const Request *request) {
    const struct {
        const FactGiven *facts;
        const JsonValue *values;
        const char *prefix;
    } lists[] = {{request->transfer.item, request->item, "item."},
                 {request->transfer.facts, request->facts, ""}};
    for (size_t i = 0; i < sizeof lists / sizeof lists[0]; i++) {
        for (size_t j = 0; lists[i].values != NULL && j < lists[i].values->count; j++) {
            const FactGiven *fact = &lists[i].facts[j];
            Error ignored = {0};
            size_t attribute = 0;
            const Text name = text_format(arena, "%s%.*s", lists[i].prefix, TEXT_ARGS(fact->name));
            if (!law_attribute_find(set, name, &attribute) ||
                !law_facts_set(law_facts_new(arena, set), attribute, fact->value, &ignored)) {
                return &lists[i].values->items[j];
            }
        }
    }
    return request->root;
}

/* The decision alone, as the chain records it. */
static bool decide(Arena *arena, const LawSet *set, Request *request, BatchAnswer *answer) {
    TransferDecision result;
    if (!read_request(request)) {
        return false;
    }
    if (!service_check(arena, set, &request->transfer, &result, request->error)) {
        request->blamed = refused_fact(arena, set, request);
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
    if (!parse_line(arena, request_text, &root, &at, &error) || !read_request(&request) ||
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
    if (!read_request(&request) || !check_brief(&request)) {
        return brief_error(arena, &root, &error, number, request.blamed->at);
    }
    if (!facts_of_request(arena, brief->set, &request.transfer, &facts, &error)) {
        at = refused_fact(arena, brief->set, &request)->at;
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
