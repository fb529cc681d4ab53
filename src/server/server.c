/* SPDX-License-Identifier: Apache-2.0 */
#include "server/server.h"

#include <pthread.h>
#include <signal.h>
#include <time.h>

#include "server/log.h"
#include "server/server_whole.h"

enum {
    CONNECTIONS_MAX = 16000,
    IDLE_SECONDS = 60,
    REQUEST_SECONDS = 30,
    QUEUE_MAX = 1024,
    SECONDS_A_DAY = 86400,
    MS_A_SECOND = 1000,
    NS_A_MS = 1000000
};

/* ---- what handlers ask ---- */

State *server_state(Server *server) {
    return server->state;
}

Jobs *server_jobs(Server *server) {
    return server->jobs;
}

Ledger *server_ledger(Server *server) {
    return server->ledger;
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

Text server_base(const Server *server, const HttpRequest *request) {
    const Text host = http_header(request, "Host");
    (void)server;
    return text_format(request->arena, "http://%.*s", TEXT_ARGS(host));
}

ServiceView principal_view(const Principal *principal) {
    return (ServiceView){principal->is_held, principal->parties, principal->party_count};
}

Text server_metrics(Arena *arena, Server *server) {
    TextBuilder out = text_builder_new(arena);
    metrics_add(server->metrics, &out);
    metrics_add_number(&out, "entente_connections", "gauge", "Connections that are open.",
                       http_connections(server->http));
    metrics_add_number(&out, "entente_work_waiting", "gauge", "Requests that wait for a worker.",
                       workers_waiting(server->workers));
    metrics_add_number(&out, "entente_jobs_queued", "gauge", "Jobs that wait.",
                       jobs_count(server->jobs, JOB_QUEUED));
    metrics_add_number(&out, "entente_jobs_running", "gauge", "Jobs that run.",
                       jobs_count(server->jobs, JOB_RUNNING));
    if (server->ledger != NULL) {
        const LedgerCounts counts = ledger_counts(server->ledger);
        metrics_add_number(&out, "entente_audit_rows_total", "counter", "Rows put on record.",
                           counts.rows);
        metrics_add_number(&out, "entente_audit_commits_total", "counter",
                           "Transactions that put rows on record.", counts.commits);
        metrics_add_number(&out, "entente_audit_failures_total", "counter",
                           "Answers that could not be recorded and were not given.",
                           counts.failures);
        metrics_add_number(&out, "entente_audit_waiting", "gauge",
                           "Answers that wait for their record.", counts.waiting);
    }
    return text_built(&out);
}

/* ---- the whole ---- */

static bool start(Server *server, Error *error) {
    const ServerOptions *options = server->options;
    const HttpApplication application = {server, dispatch_begin, dispatch_handle, dispatch_end};
    const HttpOptions http = {.address = options->listen,
                              .threads = options->threads,
                              .connections_max = CONNECTIONS_MAX,
                              .idle_seconds = IDLE_SECONDS,
                              .request_seconds = REQUEST_SECONDS};
    const AuthOptions auth = {.has_local_token = true};
    server->metrics = metrics_new(server->arena);
    if (!auth_new(server->arena, &auth, &server->auth, error) ||
        !static_files_read(server->arena, options->assets, &server->files, error) ||
        (!text_is_empty(options->audit) && !ledger_open(options->audit, &server->ledger, error))) {
        return false;
    }
    server->jobs = jobs_new(server->hand, options->jobs);
    server->workers = workers_new(options->workers, QUEUE_MAX, dispatch_work, server);
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
    atomic_store(&server->is_stopping, true);
    if (server->http != NULL) {
        http_quiesce(server->http);
    }
    workers_end(server->workers);
    ledger_end(server->ledger);
    jobs_free(server->jobs);
    job_hand_stop(server->hand);
    http_stop(server->http);
    workers_free(server->workers);
    ledger_free(server->ledger);
    state_free(server->state);
}

static sigset_t block_signals(void) {
    sigset_t signals;
    (void)sigemptyset(&signals);
    (void)sigaddset(&signals, SIGTERM);
    (void)sigaddset(&signals, SIGINT);
    (void)sigaddset(&signals, SIGHUP);
    (void)pthread_sigmask(SIG_BLOCK, &signals, NULL);
    (void)signal(SIGPIPE, SIG_IGN);
    return signals;
}

bool server_run(const ServerOptions *options, ProblemList *problems, Error *error) {
    Arena *arena CLEANUP(arena_close) = arena_new();
    const sigset_t signals = block_signals();
    Server server = {.arena = arena, .options = options};
    server.state = state_new(&options->sources, problems, error);
    if (server.state == NULL) {
        return false;
    }
    const bool is_started =
        job_hand_start(&options->sources, &server.hand, error) && start(&server, error);
    if (is_started) {
        announce(&server);
        serve(&server, &signals);
        log_event(options->log_descriptor, TEXT("stopping"), TEXT("what was begun is answered"));
    }
    stop(&server);
    return is_started;
}
