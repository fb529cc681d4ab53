/* SPDX-License-Identifier: Apache-2.0 */
#include "server/server.h"

#include <pthread.h>
#include <signal.h>
#include <time.h>

#include "base/file.h"
#include "server/confine_plan.h"
#include "server/log.h"
#include "server/server_whole.h"

enum {
    CONNECTIONS_MAX = 16000,
    IDLE_SECONDS = 60,
    DRAIN_SECONDS = 10,
    QUEUE_MAX = 1024,
    SECONDS_A_DAY = 86400,
    MS_A_SECOND = 1000,
    NS_A_MS = 1000000,
    PEM_BYTES_MAX = 1 << 20
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

KeyServer *server_keys(Server *server) {
    return server->keys;
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

static const char *scheme_of(const Server *server) {
    return text_is_empty(server->options->certificate) ? "http" : "https";
}

Text server_base(const Server *server, const HttpRequest *request) {
    const Text host = http_header(request, "Host");
    return text_format(request->arena, "%s://%.*s", scheme_of(server), TEXT_ARGS(host));
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

/* A token for this machine alone is made where this machine alone can reach the server. */
static bool start_auth(Server *server, Error *error) {
    const ServerOptions *options = server->options;
    const AuthOptions auth = {.has_local_token = !options->has_no_token &&
                                                 http_address_is_loopback(options->listen),
                              .issuer = options->issuer,
                              .audience = options->audience,
                              .keys = options->issuer_keys,
                              .log_descriptor = options->log_descriptor,
                              .principals = options->principals};
    if (!auth.has_local_token && text_is_empty(options->issuer) &&
        text_is_empty(options->client_authorities)) {
        return error_set(error, ERROR_INVALID,
                         "nobody could ask anything: beyond this machine the server needs tokens "
                         "of an issuer (`--oidc-issuer`) or clients' certificates (`--client-ca`)");
    }
    return auth_new(server->arena, &auth, &server->auth, error);
}

static bool read_pem(Arena *arena, Text path, const char **pem, Error *error) {
    Text content = {0};
    if (text_is_empty(path)) {
        return true;
    }
    if (!file_read(arena, path, PEM_BYTES_MAX, &content, error)) {
        return false;
    }
    *pem = text_terminated(arena, content);
    return true;
}

static bool read_certificates(Server *server, HttpOptions *http, Error *error) {
    const ServerOptions *options = server->options;
    if (text_is_empty(options->certificate) != text_is_empty(options->certificate_key) ||
        (text_is_empty(options->certificate) && !text_is_empty(options->client_authorities))) {
        return error_set(error, ERROR_INVALID,
                         "TLS needs a certificate and its key, and clients' certificates need TLS");
    }
    return read_pem(server->arena, options->certificate, &http->certificate, error) &&
           read_pem(server->arena, options->certificate_key, &http->key, error) &&
           read_pem(server->arena, options->client_authorities, &http->trusted, error);
}

/* What is read once, before the files are out of reach. */
static bool read_all(Server *server, HttpOptions *http, Error *error) {
    return start_auth(server, error) && read_certificates(server, http, error) &&
           static_files_read(server->arena, server->options->assets, &server->files, error) &&
           key_server_open(server->arena, &server->options->keys, &server->keys, error);
}

static bool start(Server *server, HttpOptions *http, Error *error) {
    const ServerOptions *options = server->options;
    const HttpApplication application = {server, dispatch_begin, dispatch_handle, dispatch_end};
    if (!text_is_empty(options->audit) &&
        (!ledger_open(options->audit, &server->ledger, error) ||
         !state_keep_law(server->state, ledger_keep_law, server->ledger, error))) {
        return false;
    }
    auth_start(server->auth);
    server->jobs = jobs_new(server->hand, options->jobs);
    server->workers = workers_new(options->workers, QUEUE_MAX, dispatch_work, server);
    return http_start(http, &application, &server->http, error);
}

/* ---- confinement ---- */

static void say_confined(const Server *server, const char *what, Confinement done) {
    const Text said =
        text_format(server->arena, "%s: %s", what,
                    done == CONFINE_DONE ? "confined" : "not confined, for the kernel has it not");
    log_event(server->options->log_descriptor, TEXT("confinement"), said);
}

/* Before there are threads: they take it over from the one that makes them. */
static bool confine_server_files(Server *server, Error *error) {
    Confinement done = CONFINE_MISSING;
    if (server->options->is_unconfined) {
        return true;
    }
    const Loaded *loaded = state_hold(server->state);
    const ConfinePlan plan = confine_plan(server->arena, server->options, loaded, false);
    const bool is_good = confine_files(&plan, &done, error);
    state_release(server->state, loaded);
    say_confined(server, "files (Landlock)", done);
    return is_good;
}

static bool confine_server_calls(Server *server, Error *error) {
    const ConfineCalls calls = {.may_connect = confine_needs_network(server->options, false)};
    Confinement done = CONFINE_MISSING;
    if (server->options->is_unconfined) {
        return true;
    }
    const bool is_good = confine_calls(&calls, &done, error);
    say_confined(server, "system calls (seccomp)", done);
    return is_good;
}

/* What the process that makes jobs gives up; NULL where it keeps all. */
static const JobLimits *job_limits(Server *server, JobLimits *limits) {
    if (server->options->is_unconfined) {
        return NULL;
    }
    const Loaded *loaded = state_hold(server->state);
    limits->files = confine_plan(server->arena, server->options, loaded, true);
    limits->calls = (ConfineCalls){.may_fork = true,
                                   .may_connect = confine_needs_network(server->options, true)};
    state_release(server->state, loaded);
    return limits;
}

static unsigned options_patience(const ServerOptions *options) {
    enum { REQUEST_SECONDS = 30 };
    return options->request_seconds > 0 ? options->request_seconds : REQUEST_SECONDS;
}

static bool start_confined(Server *server, Error *error) {
    JobLimits limits;
    HttpOptions http = {.address = server->options->listen,
                        .threads = server->options->threads,
                        .connections_max = CONNECTIONS_MAX,
                        .idle_seconds = IDLE_SECONDS,
                        .request_seconds = options_patience(server->options)};
    server->metrics = metrics_new(server->arena);
    return job_hand_start(&server->options->sources, job_limits(server, &limits), &server->hand,
                          error) &&
           read_all(server, &http, error) && confine_server_files(server, error) &&
           start(server, &http, error) && confine_server_calls(server, error);
}

static void announce(const Server *server) {
    const Text listen = server->options->listen;
    size_t colon = listen.length;
    while (colon > 0 && listen.bytes[colon - 1] != ':') {
        colon--;
    }
    const Text address = text_format(server->arena, "%s://%.*s%u", scheme_of(server), (int)colon,
                                     listen.bytes, http_port(server->http));
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

/* No new connections; what was begun is answered, but for who does not send or read it to its end
 * within ten seconds. */
static void stop(Server *server) {
    atomic_store(&server->is_stopping, true);
    if (server->http != NULL) {
        http_quiesce(server->http);
        http_drain(server->http, DRAIN_SECONDS);
    }
    workers_end(server->workers);
    ledger_end(server->ledger);
    jobs_free(server->jobs);
    job_hand_stop(server->hand);
    http_stop(server->http);
    workers_free(server->workers);
    ledger_free(server->ledger);
    key_server_close(server->keys);
    auth_free(server->auth);
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
    const bool is_started = start_confined(&server, error);
    if (is_started) {
        announce(&server);
        serve(&server, &signals);
        log_event(options->log_descriptor, TEXT("stopping"), TEXT("what was begun is answered"));
    }
    stop(&server);
    return is_started;
}
