/* SPDX-License-Identifier: Apache-2.0 */
#include "base/json.h"
#include "server/parameters.h"
#include "server/record.h"
#include "server/server_parts.h"

/* OpenID AuthZEN Authorization API 1.0, and decisions in short. */

enum { EVALUATION_BYTES_MAX = 64 << 10, EVALUATIONS_BYTES_MAX = 4 << 20, EVALUATIONS_MAX = 1000 };

/* ---- decisions in short ---- */

static bool answer_decide(Call *call) {
    const BatchDefaults defaults = {.has_as_of = true, .as_of = server_today(), .quantile = 50};
    ShortAnswer answer;
    if (!call_may_transfer(call, call->request->body)) {
        return true;
    }
    service_request_short(call->arena, call->loaded->set, call->loaded->engine, &defaults,
                          call->request->body, &answer);
    record_short(call, &answer);
    call_add_piece(call, answer.json, answer.is_usable);
    return call_answer(call, answer.is_usable ? 200 : 400, "application/json", (Text){0});
}

/* ---- AuthZEN ---- */

/* What a client asked to see its question by comes back with the answer. */
static void return_request_id(Call *call) {
    const Text given = http_header(call->request, "X-Request-ID");
    if (!text_is_empty(given) && given.length <= 256) {
        http_add_header(call->request, "X-Request-ID", text_terminated(call->arena, given));
    }
}

/* An entity stands whole in the place of the default one; what it must have and lacks, that one
 * gives. */
static const JsonValue *entity_of(Arena *arena, const JsonValue *own, const JsonValue *otherwise) {
    static const Text NEEDED[] = {{"type", 4}, {"id", 2}, {"name", 4}};
    enum { NEEDED_COUNT = sizeof NEEDED / sizeof NEEDED[0] };
    if (own == NULL || otherwise == NULL || own->kind != JSON_KIND_OBJECT ||
        otherwise->kind != JSON_KIND_OBJECT) {
        return own == NULL ? otherwise : own;
    }
    JsonValue *whole = ARENA_NEW(arena, JsonValue);
    Text *names = ARENA_MANY(arena, Text, own->count + NEEDED_COUNT);
    JsonValue *items = ARENA_MANY(arena, JsonValue, own->count + NEEDED_COUNT);
    *whole = *own;
    for (size_t i = 0; i < own->count; i++) {
        names[i] = own->names[i];
        items[i] = own->items[i];
    }
    for (size_t i = 0; i < NEEDED_COUNT; i++) {
        const JsonValue *given = json_find(otherwise, NEEDED[i]);
        if (given != NULL && json_find(own, NEEDED[i]) == NULL) {
            names[whole->count] = NEEDED[i];
            items[whole->count++] = *given;
        }
    }
    whole->names = names;
    whole->items = items;
    return whole;
}

static AccessQuestion question_of(Arena *arena, const JsonValue *own,
                                  const AccessQuestion *defaults) {
    AccessQuestion question = {
        .subject = json_find(own, TEXT("subject")),
        .action = json_find(own, TEXT("action")),
        .resource = json_find(own, TEXT("resource")),
        .context = json_find(own, TEXT("context")),
    };
    question.subject = entity_of(arena, question.subject, defaults->subject);
    question.action = entity_of(arena, question.action, defaults->action);
    question.resource = entity_of(arena, question.resource, defaults->resource);
    question.context = question.context == NULL ? defaults->context : question.context;
    return question;
}

/* A party that the principal is not held to is nobody it may ask about. */
static bool may_ask(const Call *call, const AccessQuestion *question) {
    const ServiceView view = principal_view(&call->principal);
    const JsonValue *id =
        question->subject == NULL ? NULL : json_find(question->subject, TEXT("id"));
    size_t party = 0;
    return !view.is_held ||
           (id != NULL && workspace_find_party(call->loaded->workspace, id->text, &party) &&
            service_view_shows(&view, call->loaded->workspace, party));
}

static void evaluate(Call *call, const AccessQuestion *question, ShortAnswer *answer) {
    const AccessSetting setting = {call->loaded->workspace, call->loaded->set, server_today()};
    service_access(call->arena, &setting, question, answer);
    record_short(call, answer);
}

static Text decision_text(Arena *arena, const ShortAnswer *answer) {
    TextBuilder out = text_builder_new(arena);
    text_add(&out, answer->is_open ? TEXT("{\"decision\":true,\"context\":")
                                   : TEXT("{\"decision\":false,\"context\":"));
    text_add(&out, answer->json);
    text_add_character(&out, '}');
    return text_built(&out);
}

/* An evaluation that cannot be used is a denial that says why. */
static Text error_text(Arena *arena, int status, Text message) {
    JsonWriter *json = json_writer_new();
    json_add_boolean(json, "decision", false);
    json_begin_object(json, "context");
    json_begin_object(json, "error");
    json_add_integer(json, "status", status);
    json_add_text(json, "message", message);
    json_end(json);
    json_end(json);
    const Text text = text_trim(json_finish(arena, json, false));
    json_writer_free(json);
    return text;
}

static bool answer_single(Call *call, const AccessQuestion *question) {
    ShortAnswer answer;
    if (!may_ask(call, question)) {
        return call_refuse(call, 403, "your token is held to parties that this is not about");
    }
    evaluate(call, question, &answer);
    if (!answer.is_usable) {
        return call_refuse(call, 400, "%.*s", TEXT_ARGS(answer.message));
    }
    return call_json(call, decision_text(call->arena, &answer));
}

static bool check_type(Call *call) {
    const Text given = http_header(call->request, "Content-Type");
    Text rest = given;
    Text media = {0};
    (void)text_split(&rest, ';', &media);
    return text_is_empty(given) ||
           text_equals(text_lowercase(call->arena, text_trim(media)), TEXT("application/json")) ||
           error_set(&call->error, ERROR_INVALID,
                     "the body is said to be `%.*s`; it takes application/json",
                     TEXT_ARGS(text_slice(given, 0, 64)));
}

static bool read_body(Call *call, JsonValue *root) {
    size_t at = 0;
    return_request_id(call);
    return check_type(call) &&
           json_parse(call->arena, call->request->body, root, &at, &call->error) &&
           (root->kind == JSON_KIND_OBJECT ||
            error_set(&call->error, ERROR_INVALID, "the body is %s; it takes an object",
                      json_kind_words(root->kind)));
}

static bool answer_evaluation(Call *call) {
    JsonValue root;
    const AccessQuestion none = {0};
    if (!read_body(call, &root)) {
        return false;
    }
    const AccessQuestion question = question_of(call->arena, &root, &none);
    return answer_single(call, &question);
}

typedef enum Semantic { EXECUTE_ALL, DENY_ON_FIRST_DENY, PERMIT_ON_FIRST_PERMIT } Semantic;

static bool read_semantic(const JsonValue *root, Semantic *semantic, Error *error) {
    static const Text WORDS[] = {[EXECUTE_ALL] = {"execute_all", 11},
                                 [DENY_ON_FIRST_DENY] = {"deny_on_first_deny", 18},
                                 [PERMIT_ON_FIRST_PERMIT] = {"permit_on_first_permit", 22}};
    const JsonValue *options = json_find(root, TEXT("options"));
    const JsonValue *given =
        options == NULL ? NULL : json_find(options, TEXT("evaluations_semantic"));
    *semantic = EXECUTE_ALL;
    for (size_t i = 0; given != NULL && i < sizeof WORDS / sizeof WORDS[0]; i++) {
        if (given->kind == JSON_KIND_TEXT && text_equals(given->text, WORDS[i])) {
            *semantic = (Semantic)i;
            return true;
        }
    }
    return given == NULL ||
           error_set(error, ERROR_INVALID,
                     "`options.evaluations_semantic` takes execute_all, deny_on_first_deny or "
                     "permit_on_first_permit");
}

/* One of many; says whether it was open. */
static Text answer_one(Call *call, const JsonValue *own, const AccessQuestion *defaults,
                       bool *is_open) {
    ShortAnswer answer = {0};
    const AccessQuestion question = question_of(call->arena, own, defaults);
    *is_open = false;
    if (own->kind != JSON_KIND_OBJECT) {
        return error_text(call->arena, 400, TEXT("an evaluation is an object"));
    }
    if (!may_ask(call, &question)) {
        return error_text(call->arena, 403, TEXT("your token is held to other parties"));
    }
    evaluate(call, &question, &answer);
    *is_open = answer.is_open;
    return answer.is_usable ? decision_text(call->arena, &answer)
                            : error_text(call->arena, 400, answer.message);
}

static Text answer_many(Call *call, const JsonValue *list, const AccessQuestion *defaults,
                        Semantic semantic) {
    TextBuilder out = text_builder_new(call->arena);
    bool is_ended = false;
    text_add(&out, TEXT("{\"evaluations\":["));
    for (size_t i = 0; i < list->count && !is_ended; i++) {
        bool is_open = false;
        text_add(&out, i > 0 ? TEXT(",") : TEXT(""));
        text_add(&out, answer_one(call, &list->items[i], defaults, &is_open));
        is_ended = (semantic == DENY_ON_FIRST_DENY && !is_open) ||
                   (semantic == PERMIT_ON_FIRST_PERMIT && is_open);
    }
    text_add(&out, TEXT("]}\n"));
    return text_built(&out);
}

static bool answer_evaluations(Call *call) {
    JsonValue root;
    const AccessQuestion none = {0};
    Semantic semantic = EXECUTE_ALL;
    if (!read_body(call, &root) || !read_semantic(&root, &semantic, &call->error)) {
        return false;
    }
    const AccessQuestion defaults = question_of(call->arena, &root, &none);
    const JsonValue *list = json_find(&root, TEXT("evaluations"));
    if (list == NULL || (list->kind == JSON_KIND_ARRAY && list->count == 0)) {
        return answer_single(call, &defaults);
    }
    if (list->kind != JSON_KIND_ARRAY || list->count > EVALUATIONS_MAX) {
        return call_refuse(call, 400, "`evaluations` takes an array of up to %d objects",
                           (int)EVALUATIONS_MAX);
    }
    return call_json(call, answer_many(call, list, &defaults, semantic));
}

static bool answer_configuration(Call *call) {
    const Text base = server_base(call->server, call->request);
    JsonWriter *json = json_writer_new();
    json_add_text(json, "policy_decision_point", base);
    json_add_text(json, "access_evaluation_endpoint",
                  text_format(call->arena, "%.*s/access/v1/evaluation", TEXT_ARGS(base)));
    json_add_text(json, "access_evaluations_endpoint",
                  text_format(call->arena, "%.*s/access/v1/evaluations", TEXT_ARGS(base)));
    const Text text = json_finish(call->arena, json, false);
    json_writer_free(json);
    return call_json(call, text);
}

static const Route ROUTES[] = {
    {"POST", "/v1/decide", ROLE_ANALYST, SCOPE_OWN, true, EVALUATION_BYTES_MAX, answer_decide,
     "Decide one transfer in short, for programs that ask often", NULL, "TransferRequest",
     "ShortDecision"},
    {"POST", "/access/v1/evaluation", ROLE_ANALYST, SCOPE_OWN, true, EVALUATION_BYTES_MAX,
     answer_evaluation, "AuthZEN: may this subject do this with this resource?", NULL,
     "AccessEvaluation", "AccessDecision"},
    {"POST", "/access/v1/evaluations", ROLE_ANALYST, SCOPE_OWN, false, EVALUATIONS_BYTES_MAX,
     answer_evaluations, "AuthZEN: many such questions at once", NULL, "AccessEvaluations",
     "AccessDecisions"},
    {"GET", "/.well-known/authzen-configuration", ROLE_OPEN, SCOPE_NOTHING, true, 0,
     answer_configuration, "AuthZEN: where this decision point answers", NULL, NULL,
     "AccessConfiguration"},
};

const RouteList ROUTES_ACCESS = {ROUTES, sizeof ROUTES / sizeof ROUTES[0]};
