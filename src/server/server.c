/* SPDX-License-Identifier: Apache-2.0 */
#include "server/server.h"

#include <pthread.h>
#include <signal.h>
#include <string.h>
#include <time.h>

#include "server/auth.h"
#include "server/log.h"
#include "server/server_parts.h"
#include "server/static_files.h"
#include "server/workers.h"

enum {
    CONNECTIONS_MAX = 16000,
    IDLE_SECONDS = 60,
    REQUEST_SECONDS = 30,
    QUEUE_MAX = 1024,
    SECONDS_A_DAY = 86400,
    MS_A_SECOND = 1000,
    NS_A_MS = 1000000
};

struct Server {
    Arena *arena;
    const ServerOptions *options;
    State *state;
    Auth *auth;
    const StaticFiles *files;
    HttpServer *http;
    Workers *workers;
    JobHand *hand;
    Jobs *jobs;
};

State *server_state(Server *server) {
    return server->state;
}

Jobs *server_jobs(Server *server) {
    return server->jobs;
}

const ServerOptions *server_options(const Server *server) {
    return server->options;
}

Date server_today(void) {
    return (Date)(time(NULL) / SECONDS_A_DAY);
}

int64_t server_now_ms(void) {
    struct timespec now;
    (void)clock_gettime(CLOCK_REALTIME, &now);
    return (int64_t)now.tv_sec * MS_A_SECOND + now.tv_nsec / NS_A_MS;
}

ServiceView principal_view(const Principal *principal) {
    return (ServiceView){principal->is_held, principal->parties, principal->party_count};
}

/* ---- a request before its body ---- */

/* What every answer says of itself. */
static void add_safe_headers(HttpRequest *request) {
    http_add_header(request, "X-Content-Type-Options", "nosniff");
    http_add_header(request, "Referrer-Policy", "no-referrer");
    http_add_header(request, "Cross-Origin-Resource-Policy", "same-origin");
}

static const char PAGE_POLICY[] =
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; font-src 'self'; connect-src 'self'; base-uri 'none'; "
    "form-action 'none'; frame-ancestors 'none'";

static bool accepts_gzip(const HttpRequest *request) {
    size_t at = 0;
    return text_find(http_header(request, "Accept-Encoding"), TEXT("gzip"), &at);
}

static void answer_file(HttpRequest *request, const StaticFile *file) {
    const bool is_packed = file->packed.length > 0 && accepts_gzip(request);
    HttpAnswer *answer = &request->answer;
    answer->status = 200;
    answer->type = file->type;
    answer->body = is_packed ? file->packed : file->content;
    http_add_header(request, "Content-Security-Policy", PAGE_POLICY);
    http_add_header(request, "Cross-Origin-Opener-Policy", "same-origin");
    http_add_header(request, "Cache-Control",
                    text_starts_with(file->path, TEXT("/assets/"))
                        ? "public, max-age=31536000, immutable"
                        : "no-cache");
    if (is_packed) {
        http_add_header(request, "Content-Encoding", "gzip");
    }
}

static bool is_reading(Text method) {
    return text_equals(method, TEXT("GET")) || text_equals(method, TEXT("HEAD"));
}

/* No route: a file of the console, answered where all is read, or a refusal. */
static bool is_file(Call *call, Text allowed) {
    const StaticFile *file = static_file_find(call->server->files, call->request->path);
    if (allowed.length > 0) {
        http_add_header(call->request, "Allow", text_terminated(call->arena, allowed));
        (void)call_refuse(call, 405, "this path takes %.*s", TEXT_ARGS(allowed));
    } else if (file != NULL && is_reading(call->request->method)) {
        answer_file(call->request, file);
        return true;
    } else {
        (void)call_refuse(call, 404, "there is nothing here; /openapi.json has what there is");
    }
    return false;
}

/* Whether the principal may call the route; answers where it may not. */
static bool admit(Call *call) {
    const Route *route = call->route;
    if (route->role == ROLE_OPEN) {
        return true;
    }
    if (!auth_check(call->server->auth, call->request, &call->principal)) {
        http_add_header(call->request, "WWW-Authenticate", "Bearer realm=\"entente\"");
        (void)call_refuse(call, 401, "a valid token is needed: `Authorization: Bearer TOKEN`");
        return false;
    }
    if (call->principal.role < route->role) {
        (void)call_refuse(call, 403, "this needs the role %.*s", TEXT_ARGS(role_word(route->role)));
        return false;
    }
    if (call->principal.is_held && route->scope == SCOPE_ALLIANCE) {
        (void)call_refuse(call, 403,
                          "this shows the data of all parties, and your token is held "
                          "to some");
        return false;
    }
    return true;
}

static bool begin(void *context, HttpRequest *request) {
    Call *call = ARENA_NEW(request->arena, Call);
    Text allowed = {0};
    *call = (Call){.arena = request->arena, .server = context, .request = request};
    request->memo = call;
    add_safe_headers(request);
    if (!text_is_utf8(request->path)) {
        (void)call_refuse(call, 400, "the path is not UTF-8");
        return false;
    }
    call->route = route_find(call->arena, request->method, request->path, &call->name, &allowed);
    if (call->route == NULL) {
        return is_file(call, allowed);
    }
    http_add_header(request, "Cache-Control", "no-store");
    request->body_limit = call->route->body_max;
    return admit(call);
}

/* ---- a request and its body ---- */

static void run(void *context, void *work) {
    Call *call = work;
    Server *server = context;
    call->loaded = state_hold(server->state);
    if (!call->route->handle(call)) {
        (void)call_fail(call, &call->error);
    }
    state_release(server->state, call->loaded);
    call->loaded = NULL;
}

static void run_deferred(void *context, void *work) {
    const Call *call = work;
    run(context, work);
    http_complete(call->request);
}

static bool handle(void *context, HttpRequest *request) {
    Server *server = context;
    Call *call = request->memo;
    if (call->route == NULL) {
        return true; /* a file */
    }
    if (call->route->is_quick) {
        run(server, call);
        return true;
    }
    http_defer(request);
    if (!workers_submit(server->workers, call)) {
        http_add_header(request, "Retry-After", "1");
        (void)call_refuse(call, 503, "too much is asked at once; try again");
        http_complete(request);
    }
    return false;
}

static void end(void *context, HttpRequest *request) {
    const Server *server = context;
    const Call *call = request->memo;
    if (call != NULL && server->options->log_descriptor >= 0) {
        log_request(server->options->log_descriptor, request,
                    call->route == NULL ? TEXT("") : text_from(call->route->path),
                    call->principal.name);
    }
}

/* ---- the whole ---- */

static bool start(Server *server, Error *error) {
    const HttpApplication application = {server, begin, handle, end};
    const HttpOptions http = {.address = server->options->listen,
                              .threads = server->options->threads,
                              .connections_max = CONNECTIONS_MAX,
                              .idle_seconds = IDLE_SECONDS,
                              .request_seconds = REQUEST_SECONDS};
    const AuthOptions auth = {.has_local_token = true};
    if (!auth_new(server->arena, &auth, &server->auth, error) ||
        !static_files_read(server->arena, server->options->assets, &server->files, error)) {
        return false;
    }
    server->jobs = jobs_new(server->hand, server->options->jobs);
    server->workers = workers_new(server->options->workers, QUEUE_MAX, run_deferred, server);
    return http_start(&http, &application, &server->http, error);
}

static void announce(const Server *server) {
    const Text listen = server->options->listen;
    size_t colon = listen.length;
    while (colon > 0 && listen.bytes[colon - 1] != ':') {
        colon--;
    }
    const Text address = text_format(server->arena, "http://%.*s%u", (int)colon, listen.bytes,
                                     http_port(server->http));
    server->options->announce(server->options->context, address, auth_local_token(server->auth));
}

static void reload(Server *server) {
    Arena *arena CLEANUP(arena_close) = arena_new();
    ProblemList problems = problem_list_new(arena);
    Error error = {0};
    const bool is_done = state_reload(server->state, &problems, &error);
    const Text said = is_done ? TEXT("workspace and packs were read anew")
                      : problem_count(&problems) > 0
                          ? text_trim(problem_format(arena, &problems, 1))
                          : text_from(error.message);
    log_event(server->options->log_descriptor, is_done ? TEXT("reloaded") : TEXT("reload failed"),
              said);
}

/* Waits for signals until one of them ends the server. */
static void serve(Server *server, const sigset_t *signals) {
    for (int given = 0; given != SIGTERM && given != SIGINT;) {
        if (sigwait(signals, &given) == 0 && given == SIGHUP) {
            reload(server);
        }
    }
}

/* No new connections; what was begun is answered. */
static void stop(Server *server) {
    if (server->http != NULL) {
        http_quiesce(server->http);
    }
    workers_free(server->workers);
    jobs_free(server->jobs);
    job_hand_stop(server->hand);
    http_stop(server->http);
}

bool server_run(const ServerOptions *options, ProblemList *problems, Error *error) {
    Arena *arena CLEANUP(arena_close) = arena_new();
    sigset_t signals;
    (void)sigemptyset(&signals);
    (void)sigaddset(&signals, SIGTERM);
    (void)sigaddset(&signals, SIGINT);
    (void)sigaddset(&signals, SIGHUP);
    (void)pthread_sigmask(SIG_BLOCK, &signals, NULL);
    (void)signal(SIGPIPE, SIG_IGN);
    Server server = {.arena = arena, .options = options};
    server.state = state_new(&options->sources, problems, error);
    if (server.state == NULL) {
        return false;
    }
    if (!job_hand_start(&options->sources, &server.hand, error)) {
        state_free(server.state);
        return false;
    }
    const bool is_started = start(&server, error);
    if (is_started) {
        announce(&server);
        serve(&server, &signals);
        log_event(options->log_descriptor, TEXT("stopping"), TEXT("what was begun is answered"));
    }
    stop(&server);
    state_free(server.state);
    return is_started;
}
