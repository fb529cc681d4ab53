/* SPDX-License-Identifier: Apache-2.0 */
#include <time.h>

#include "server/log.h"
#include "server/server_whole.h"

/* A request's way through the server: what it may, where it is answered, what goes on record, and
 * what is said of it afterwards. */

/* ---- before the body ---- */

static void add_safe_headers(HttpRequest *request) {
    http_add_header(request, "X-Content-Type-Options", "nosniff");
    http_add_header(request, "Referrer-Policy", "no-referrer");
    http_add_header(request, "Cross-Origin-Resource-Policy", "same-origin");
}

static const char PAGE_POLICY[] =
    "default-src 'none'; script-src 'self'; style-src 'self'; "
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
    http_add_header(request, "Vary", "Accept-Encoding");
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

/* The name in `Host`, without the port. */
static Text host_name(Text host) {
    size_t colon = host.length;
    for (size_t i = 0; i < host.length; i++) {
        colon = host.bytes[i] == ':' ? i : colon;
    }
    return host.length > 0 && host.bytes[host.length - 1] == ']' ? host
                                                                 : text_slice(host, 0, colon);
}

static bool is_own_name(Text name) {
    return text_equals(name, TEXT("localhost")) || text_equals(name, TEXT("127.0.0.1")) ||
           text_equals(name, TEXT("[::1]"));
}

/* On this machine alone: pages of other places must not reach us by a name of theirs, nor speak
 * for who is at the browser. */
static bool is_addressed(Call *call) {
    const Text host = http_header(call->request, "Host");
    const Text origin = http_header(call->request, "Origin");
    if (http_is_loopback(call->server->http) && !is_own_name(host_name(host))) {
        (void)call_refuse(call, 421, "this server answers to localhost and 127.0.0.1 alone");
        return false;
    }
    size_t scheme = 0;
    if (!text_is_empty(origin) &&
        !(text_find(origin, TEXT("://"), &scheme) &&
          text_equals(text_slice(origin, scheme + 3, origin.length), host))) {
        (void)call_refuse(call, 403, "pages of other places may not ask here");
        return false;
    }
    return true;
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

bool dispatch_begin(void *context, HttpRequest *request) {
    Call *call = ARENA_NEW(request->arena, Call);
    Text allowed = {0};
    *call = (Call){.arena = request->arena,
                   .server = context,
                   .request = request,
                   .entries = array_new(request->arena, sizeof(AuditEntry)),
                   .pieces = array_new(request->arena, sizeof(CallPiece))};
    request->memo = call;
    add_safe_headers(request);
    if (atomic_load(&call->server->is_stopping)) {
        http_add_header(request, "Connection", "close");
        (void)call_refuse(call, 503, "the server is stopping");
        return false;
    }
    if (!text_is_utf8(request->path)) {
        (void)call_refuse(call, 400, "the path is not UTF-8");
        return false;
    }
    if (!is_addressed(call)) {
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

/* ---- the answer ---- */

static bool is_recorded(const Call *call) {
    return call->server->ledger != NULL && call->entries.count > 0;
}

static void run(Call *call) {
    Server *server = call->server;
    call->loaded = state_hold(server->state);
    if (!call->route->handle(call)) {
        call->entries.count = 0;
        (void)call_fail(call, &call->error);
    } else if (call->pieces.count > 0 && !is_recorded(call)) {
        call_compose(call, 0);
    }
    state_release(server->state, call->loaded);
    call->loaded = NULL;
}

/* The rows of a call are on the disk, or cannot be: only then is it answered. */
static void tell(LedgerWork *work) {
    Call *call = work->context;
    HttpRequest *request = call->request;
    if (!work->is_kept) {
        log_event(call->server->options->log_descriptor, TEXT("not recorded"),
                  text_from(work->error.message));
        (void)call_refuse(call, 503, "the decision could not be recorded, so it was not given");
    } else {
        TextBuilder number = text_builder_new(call->arena);
        text_add_integer(&number, work->first);
        http_add_header(request, "Entente-Audit", text_built(&number).bytes);
        if (call->pieces.count > 0) {
            call_compose(call, work->first);
        }
    }
    http_complete(request);
}

/* Puts a deferred call on record, and answers it then. */
static void record(Call *call) {
    call->work = (LedgerWork){.entries = ARRAY_ITEMS(AuditEntry, &call->entries),
                              .count = call->entries.count,
                              .done = tell,
                              .context = call};
    if (!ledger_submit(call->server->ledger, &call->work)) {
        (void)call_refuse(call, 503, "the server is stopping");
        http_complete(call->request);
    }
}

void dispatch_work(void *context, void *work) {
    Call *call = work;
    (void)context;
    run(call);
    if (is_recorded(call)) {
        record(call);
    } else {
        http_complete(call->request);
    }
}

static bool handle_quick(Call *call) {
    run(call);
    if (!is_recorded(call)) {
        return true;
    }
    http_defer(call->request);
    record(call);
    return false;
}

bool dispatch_handle(void *context, HttpRequest *request) {
    Server *server = context;
    Call *call = request->memo;
    if (call->route == NULL) {
        return true; /* a file */
    }
    if (call->route->is_quick) {
        return handle_quick(call);
    }
    http_defer(request);
    if (!workers_submit(server->workers, call)) {
        http_add_header(request, "Retry-After", "1");
        (void)call_refuse(call, 503, "too much is asked at once; try again");
        http_complete(request);
    }
    return false;
}

/* ---- afterwards ---- */

void dispatch_end(void *context, HttpRequest *request) {
    const Server *server = context;
    const Call *call = request->memo;
    if (call == NULL) {
        return;
    }
    const int64_t took = log_now_ns() - request->begun_ns;
    metrics_count(server->metrics, call->route, request->answer.status, took);
    if (server->options->log_descriptor >= 0 &&
        !log_request(server->options->log_descriptor, request,
                     call->route == NULL ? TEXT("") : text_from(call->route->path),
                     call->principal.name, took)) {
        metrics_lose_line(server->metrics);
    }
}
