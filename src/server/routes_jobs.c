/* SPDX-License-Identifier: Apache-2.0 */
#include "base/json.h"
#include "server/job_kinds.h"
#include "server/jobs.h"
#include "server/server_parts.h"

enum { JOB_BYTES_MAX = 32 << 10 };

static void add_progress(JsonWriter *json, const JobView *view) {
    json_begin_object(json, "progress");
    json_add_integer(json, "done", (int64_t)view->done);
    json_add_integer(json, "total", (int64_t)view->total);
    json_add_text(json, "text", view->stage);
    json_end(json);
}

static void add_job(JsonWriter *json, const JobView *view) {
    json_add_integer(json, "id", view->id);
    json_add_text(json, "kind", view->kind);
    json_add_text(json, "owner", view->owner);
    json_add_text(json, "state", job_state_word(view->state));
    json_add_integer(json, "made_ms", view->made_ms);
    add_progress(json, view);
    if (view->state == JOB_FAILED) {
        json_add_text(json, "error", view->message);
    } else {
        json_add_null(json, "error");
    }
}

static bool answer_with(Call *call, JsonWriter *json, unsigned status) {
    const Text text = json_finish(call->arena, json, false);
    json_writer_free(json);
    return call_answer(call, status, "application/json", text);
}

static bool answer_job(Call *call, int64_t id, unsigned status) {
    JobView view;
    if (!jobs_find(call->arena, server_jobs(call->server), id, &view)) {
        return call_refuse(call, 404, "there is no job %lld; /v1/jobs has those there are",
                           (long long)id);
    }
    JsonWriter *json = json_writer_new();
    add_job(json, &view);
    return answer_with(call, json, status);
}

static bool named_job(Call *call, int64_t *id) {
    return text_parse_integer(call->name, id) ||
           error_set(&call->error, ERROR_MISSING, "`%.*s` is no job; a job's id is a number",
                     TEXT_ARGS(text_slice(call->name, 0, 32)));
}

/* ---- beginning ---- */

static const JobKind *asked_kind(Call *call, const JsonValue *root) {
    const JsonValue *kind = json_find(root, TEXT("kind"));
    const JobKind *found =
        kind == NULL || kind->kind != JSON_KIND_TEXT ? NULL : job_kind_find(kind->text);
    if (found == NULL) {
        (void)error_set(&call->error, ERROR_INVALID,
                        "`kind` is missing or none of report, stress, reform, programme");
    }
    return found;
}

static bool begin_job(Call *call) {
    JsonValue root = {0};
    size_t at = 0;
    int64_t id = 0;
    Text nothing = {0};
    if (!json_parse(call->arena, call->request->body, &root, &at, &call->error)) {
        return false;
    }
    const JobKind *kind = asked_kind(call, &root);
    const JsonValue *options = json_find(&root, TEXT("options"));
    const JsonValue none = {.kind = JSON_KIND_OBJECT};
    Parameters parameters;
    if (kind == NULL ||
        !parameters_of_json(call->arena, options == NULL ? &none : options, kind->options,
                            &parameters, &call->error) ||
        !kind->run(call->arena, &parameters, NULL, (ServiceProgress){0}, &nothing, &call->error)) {
        return false;
    }
    if (!jobs_add(server_jobs(call->server), text_from(kind->name), parameters_json(&parameters),
                  call->principal.name, server_now_ms(), &id, &call->error)) {
        http_add_header(call->request, "Retry-After", "10");
        return call_refuse(call, 429, "%s", call->error.message);
    }
    return answer_job(call, id, 202);
}

/* ---- looking ---- */

static bool list_jobs(Call *call) {
    const JobView *views = NULL;
    const size_t count = jobs_list(call->arena, server_jobs(call->server), &views);
    JsonWriter *json = json_writer_new();
    json_begin_array(json, "jobs");
    for (size_t i = 0; i < count; i++) {
        json_begin_object(json, "");
        add_job(json, &views[i]);
        json_end(json);
    }
    json_end(json);
    return answer_with(call, json, 200);
}

static bool show_job(Call *call) {
    int64_t id = 0;
    return named_job(call, &id) && answer_job(call, id, 200);
}

static bool show_result(Call *call) {
    int64_t id = 0;
    JobView view;
    Text result = {0};
    if (!named_job(call, &id)) {
        return false;
    }
    if (jobs_result(call->arena, server_jobs(call->server), id, &result)) {
        return call_json(call, result);
    }
    if (!jobs_find(call->arena, server_jobs(call->server), id, &view)) {
        return call_refuse(call, 404, "there is no job %lld", (long long)id);
    }
    return call_refuse(call, 409, "job %lld is %.*s; it has no result", (long long)id,
                       TEXT_ARGS(job_state_word(view.state)));
}

static bool cancel_job(Call *call) {
    int64_t id = 0;
    JobView view;
    if (!named_job(call, &id)) {
        return false;
    }
    if (jobs_find(call->arena, server_jobs(call->server), id, &view) &&
        !text_equals(view.owner, call->principal.name) &&
        call->principal.role < ROLE_ADMINISTRATOR) {
        return call_refuse(call, 403, "job %lld is somebody else's", (long long)id);
    }
    (void)jobs_cancel(server_jobs(call->server), id);
    return answer_job(call, id, 200);
}

static const Route ROUTES[] = {
    {"POST", "/v1/jobs", ROLE_ANALYST, SCOPE_ALLIANCE, false, JOB_BYTES_MAX, begin_job,
     "Begin a report, stress test, reform or programme; its options are those of the command", NULL,
     "JobRequest", "Job"},
    {"GET", "/v1/jobs", ROLE_READER, SCOPE_ALLIANCE, true, 0, list_jobs,
     "Jobs, the newest first; the last 64 are kept", NULL, NULL, "Jobs"},
    {"GET", "/v1/jobs/{name}", ROLE_READER, SCOPE_ALLIANCE, true, 0, show_job,
     "A job's state and progress", NULL, NULL, "Job"},
    {"GET", "/v1/jobs/{name}/result", ROLE_READER, SCOPE_ALLIANCE, false, 0, show_result,
     "What the command prints with --json; 409 until the job is done", NULL, NULL, "JobResult"},
    {"DELETE", "/v1/jobs/{name}", ROLE_ANALYST, SCOPE_ALLIANCE, false, 0, cancel_job,
     "Cancel a job that waits or runs", NULL, NULL, "Job"},
};

const RouteList ROUTES_JOBS = {ROUTES, sizeof ROUTES / sizeof ROUTES[0]};
