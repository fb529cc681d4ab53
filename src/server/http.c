/* SPDX-License-Identifier: Apache-2.0 */
#include "server/http.h"

#include <microhttpd.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "server/http_deadlines.h"
#include "server/http_tls.h"

enum { LISTEN_BACKLOG = 4096, CONNECTION_BYTES = 24 << 10, BODY_FIRST_BYTES = 4096 };

struct HttpServer {
    struct MHD_Daemon *_Atomic daemon; /* its threads run before it is known here */
    HttpApplication application;
    int socket;
    unsigned port;
    bool is_loopback;
    int64_t request_ns;
    bool is_tls;
    Deadlines *deadlines;
    atomic_uint open; /* requests that began and have not ended */
};

/* A request on its way. */
typedef struct Exchange {
    HttpRequest request;
    HttpServer *server;
    struct MHD_Connection *connection;
    TextBuilder body;
    bool is_begun;
    bool is_ready; /* answered by another thread, after being suspended */
    bool is_sent;
} Exchange;

/* Of every connection, from its beginning to its end. */
static Link *link_of(struct MHD_Connection *connection) {
    return MHD_get_connection_info(connection, MHD_CONNECTION_INFO_SOCKET_CONTEXT)->socket_context;
}

static int64_t now_ns(void) {
    struct timespec now;
    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

/* The request is the first member. */
static Exchange *exchange_of(const HttpRequest *request) {
    return without_const(request);
}

/* ---- what the application asks of a request ---- */

Text http_header(const HttpRequest *request, const char *name) {
    return text_from(
        MHD_lookup_connection_value(exchange_of(request)->connection, MHD_HEADER_KIND, name));
}

bool http_query(const HttpRequest *request, const char *name, Text *value) {
    const char *found = NULL;
    size_t length = 0;
    if (MHD_lookup_connection_value_n(exchange_of(request)->connection, MHD_GET_ARGUMENT_KIND, name,
                                      strlen(name), &found, &length) != MHD_YES) {
        return false;
    }
    *value = (Text){found == NULL ? "" : found, found == NULL ? 0 : length};
    return true;
}

typedef struct QueryWalk {
    HttpQueryEach each;
    void *context;
} QueryWalk;

static enum MHD_Result walk_query(void *context, enum MHD_ValueKind kind, const char *name,
                                  size_t name_length, const char *value, size_t value_length) {
    const QueryWalk *walk = context;
    (void)kind;
    walk->each(walk->context, (Text){name, name_length},
               (Text){value == NULL ? "" : value, value == NULL ? 0 : value_length});
    return MHD_YES;
}

void http_query_each(const HttpRequest *request, HttpQueryEach each, void *context) {
    QueryWalk walk = {each, context};
    (void)MHD_get_connection_values_n(exchange_of(request)->connection, MHD_GET_ARGUMENT_KIND,
                                      walk_query, &walk);
}

void http_add_header(HttpRequest *request, const char *name, const char *value) {
    HttpAnswer *answer = &request->answer;
    if (answer->header_count < HTTP_HEADERS_MAX) {
        answer->headers[answer->header_count++] = (HttpHeader){name, value};
    }
}

/* ---- a request's life ---- */

static Exchange *exchange_new(HttpServer *server, struct MHD_Connection *connection,
                              const char *url, const char *method) {
    Arena *arena = arena_new();
    Exchange *exchange = ARENA_NEW(arena, Exchange);
    exchange->server = server;
    exchange->connection = connection;
    exchange->body = text_builder_new(arena);
    exchange->request = (HttpRequest){
        .arena = arena,
        .method = text_copy(arena, text_from(method)),
        .path = text_copy(arena, text_from(url)),
        .begun_ns = now_ns(),
    };
    link_set(link_of(connection), LINK_BODY, exchange->request.begun_ns);
    atomic_fetch_add(&server->open, 1U);
    return exchange;
}

static void add_headers(struct MHD_Response *response, const HttpAnswer *answer) {
    if (answer->type != NULL) {
        (void)MHD_add_response_header(response, MHD_HTTP_HEADER_CONTENT_TYPE, answer->type);
    }
    for (size_t i = 0; i < answer->header_count; i++) {
        (void)MHD_add_response_header(response, answer->headers[i].name, answer->headers[i].value);
    }
}

static enum MHD_Result send_answer(Exchange *exchange) {
    const HttpAnswer *answer = &exchange->request.answer;
    exchange->is_sent = true;
    struct MHD_Response *response = MHD_create_response_from_buffer(
        answer->body.length, without_const(answer->body.bytes), MHD_RESPMEM_PERSISTENT);
    if (response == NULL) {
        return MHD_NO;
    }
    add_headers(response, answer);
    const enum MHD_Result result =
        MHD_queue_response(exchange->connection, answer->status, response);
    MHD_destroy_response(response);
    return result;
}

/* An answer in one line of JSON, from words of ours. */
static void refuse(HttpRequest *request, unsigned status, const char *body) {
    request->answer.status = status;
    request->answer.type = "application/json";
    request->answer.body = text_from(body);
}

static bool declares_more(const Exchange *exchange) {
    int64_t length = 0;
    const Text declared = http_header(&exchange->request, MHD_HTTP_HEADER_CONTENT_LENGTH);
    return text_parse_integer(declared, &length) && length > 0 &&
           (uint64_t)length > exchange->request.body_limit;
}

static enum MHD_Result begin(Exchange *exchange) {
    HttpRequest *request = &exchange->request;
    exchange->is_begun = true;
    if (exchange->server->is_tls) {
        request->certificate_name = http_tls_name(request->arena, exchange->connection);
    }
    if (!exchange->server->application.begin(exchange->server->application.context, request)) {
        request->is_refused = true;
    } else if (declares_more(exchange)) {
        request->is_refused = true;
        refuse(request, MHD_HTTP_CONTENT_TOO_LARGE,
               "{\"error\": \"the body is larger than this route reads\"}\n");
    }
    return request->is_refused ? send_answer(exchange) : MHD_YES;
}

/* Takes a piece of the body; what is too much is thrown away and said once all is read. */
static enum MHD_Result take(Exchange *exchange, const char *bytes, size_t *count) {
    HttpRequest *request = &exchange->request;
    const size_t size = *count;
    *count = 0;
    if (request->is_refused) {
        return MHD_YES;
    }
    if (exchange->body.length + size > request->body_limit) {
        request->is_refused = true;
        refuse(request, MHD_HTTP_CONTENT_TOO_LARGE,
               "{\"error\": \"the body is larger than this route reads\"}\n");
    } else if (now_ns() - request->begun_ns > exchange->server->request_ns) {
        request->is_refused = true;
        refuse(request, MHD_HTTP_REQUEST_TIMEOUT,
               "{\"error\": \"the body took too long to come\"}\n");
    } else {
        text_add(&exchange->body, (Text){bytes, size});
    }
    return MHD_YES;
}

static enum MHD_Result finish(Exchange *exchange) {
    HttpRequest *request = &exchange->request;
    if (exchange->is_sent) {
        return MHD_YES;
    }
    if (exchange->is_ready || request->is_refused) {
        return send_answer(exchange);
    }
    request->body = text_built(&exchange->body);
    link_set(link_of(exchange->connection), LINK_ANSWER, request->begun_ns);
    return exchange->server->application.handle(exchange->server->application.context, request)
               ? send_answer(exchange)
               : MHD_YES;
}

static enum MHD_Result on_access(void *context, struct MHD_Connection *connection, const char *url,
                                 const char *method, const char *version, const char *upload,
                                 size_t *upload_size, void **memo) {
    (void)version;
    if (*memo == NULL) {
        *memo = exchange_new(context, connection, url, method);
    }
    Exchange *exchange = *memo;
    if (!exchange->is_begun) {
        return begin(exchange);
    }
    return *upload_size > 0 ? take(exchange, upload, upload_size) : finish(exchange);
}

static void on_end(void *context, struct MHD_Connection *connection, void **memo,
                   enum MHD_RequestTerminationCode code) {
    HttpServer *server = context;
    Exchange *exchange = *memo;
    (void)code;
    if (exchange != NULL) {
        link_set(link_of(connection), LINK_IDLE, now_ns());
        server->application.end(server->application.context, &exchange->request);
        arena_free(exchange->request.arena);
        *memo = NULL;
        atomic_fetch_sub(&server->open, 1U);
    }
}

static void on_connection(void *context, struct MHD_Connection *connection, void **memo,
                          enum MHD_ConnectionNotificationCode code) {
    const HttpServer *server = context;
    if (code == MHD_CONNECTION_NOTIFY_STARTED) {
        const union MHD_ConnectionInfo *info =
            MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD);
        *memo = deadlines_add(server->deadlines, info->connect_fd);
    } else {
        deadlines_remove(server->deadlines, *memo);
    }
}

void http_defer(HttpRequest *request) {
    MHD_suspend_connection(exchange_of(request)->connection);
}

void http_complete(HttpRequest *request) {
    Exchange *exchange = exchange_of(request);
    exchange->is_ready = true;
    MHD_resume_connection(exchange->connection);
}

/* ---- listening ---- */

static bool split_address(Arena *arena, Text address, const char **host, const char **port) {
    size_t colon = address.length;
    for (size_t i = 0; i < address.length; i++) {
        colon = address.bytes[i] == ':' ? i : colon;
    }
    if (colon == address.length) {
        return false;
    }
    Text name = text_slice(address, 0, colon);
    if (name.length > 2 && name.bytes[0] == '[' && name.bytes[name.length - 1] == ']') {
        name = text_slice(name, 1, name.length - 1);
    }
    *host = text_terminated(arena, name);
    *port = text_terminated(arena, text_slice(address, colon + 1, address.length));
    return true;
}

static bool is_loopback(const struct sockaddr *address) {
    if (address->sa_family == AF_INET) {
        struct sockaddr_in four;
        memcpy(&four, address, sizeof four);
        return (ntohl(four.sin_addr.s_addr) >> 24) == 127;
    }
    struct sockaddr_in6 six;
    memcpy(&six, address, sizeof six);
    return IN6_IS_ADDR_LOOPBACK(&six.sin6_addr) != 0;
}

static unsigned port_of(int socket) {
    struct sockaddr_storage bound = {0};
    socklen_t length = sizeof bound;
    if (getsockname(socket, (struct sockaddr *)&bound, &length) != 0) {
        return 0;
    }
    if (bound.ss_family == AF_INET) {
        struct sockaddr_in four;
        memcpy(&four, &bound, sizeof four);
        return ntohs(four.sin_port);
    }
    struct sockaddr_in6 six;
    memcpy(&six, &bound, sizeof six);
    return ntohs(six.sin6_port);
}

static bool listen_on(HttpServer *server, const struct addrinfo *place) {
    const int yes = 1;
    server->socket = socket(place->ai_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (server->socket < 0) {
        return false;
    }
    (void)setsockopt(server->socket, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
    if (bind(server->socket, place->ai_addr, place->ai_addrlen) != 0 ||
        listen(server->socket, LISTEN_BACKLOG) != 0) {
        (void)close(server->socket);
        server->socket = -1;
        return false;
    }
    server->port = port_of(server->socket);
    server->is_loopback = is_loopback(place->ai_addr);
    return true;
}

/* The address in the system's form; NULL where it is none. */
static struct addrinfo *resolve(Text address) {
    Arena *arena CLEANUP(arena_close) = arena_new();
    const char *host = NULL;
    const char *port = NULL;
    struct addrinfo *place = NULL;
    const struct addrinfo hints = {.ai_family = AF_UNSPEC,
                                   .ai_socktype = SOCK_STREAM,
                                   .ai_flags = AI_NUMERICHOST | AI_NUMERICSERV | AI_PASSIVE};
    return split_address(arena, address, &host, &port) &&
                   getaddrinfo(host, port, &hints, &place) == 0
               ? place
               : NULL;
}

bool http_address_is_loopback(Text address) {
    struct addrinfo *place = resolve(address);
    const bool is_own = place != NULL && is_loopback(place->ai_addr);
    if (place != NULL) {
        freeaddrinfo(place);
    }
    return is_own;
}

static bool open_socket(HttpServer *server, Text address, Error *error) {
    struct addrinfo *place = resolve(address);
    if (place == NULL) {
        return error_set(error, ERROR_INVALID,
                         "`%.*s` is no address to listen on; write it as 127.0.0.1:8080",
                         TEXT_ARGS(address));
    }
    const bool is_open = listen_on(server, place);
    freeaddrinfo(place);
    return is_open || error_set(error, ERROR_FAILED,
                                "cannot listen on `%.*s`: it is in use, or not of this machine",
                                TEXT_ARGS(address));
}

static void no_log(void *context, const char *format, va_list arguments) {
    (void)context;
    (void)format;
    (void)arguments;
}

static struct MHD_Daemon *start_daemon(HttpServer *server, const HttpOptions *options) {
    const struct MHD_OptionItem tls[] = {
        {MHD_OPTION_HTTPS_MEM_CERT, 0, without_const(options->certificate)},
        {MHD_OPTION_HTTPS_MEM_KEY, 0, without_const(options->key)},
        {options->trusted == NULL ? MHD_OPTION_END : MHD_OPTION_HTTPS_MEM_TRUST, 0,
         without_const(options->trusted)},
        {MHD_OPTION_END, 0, NULL}};
    const struct MHD_OptionItem none[] = {{MHD_OPTION_END, 0, NULL}};
    const unsigned flags = MHD_USE_EPOLL_INTERNAL_THREAD | MHD_ALLOW_SUSPEND_RESUME |
                           MHD_USE_ERROR_LOG | MHD_USE_ITC |
                           (options->certificate == NULL ? 0U : (unsigned)MHD_USE_TLS);
    const unsigned pool = options->threads > 1 ? options->threads : 0;
    return MHD_start_daemon(
        flags, 0, NULL, NULL, on_access, server, MHD_OPTION_EXTERNAL_LOGGER, no_log, NULL,
        MHD_OPTION_LISTEN_SOCKET, server->socket, MHD_OPTION_NOTIFY_COMPLETED, on_end, server,
        MHD_OPTION_NOTIFY_CONNECTION, on_connection, server, MHD_OPTION_CONNECTION_LIMIT,
        options->connections_max, MHD_OPTION_PER_IP_CONNECTION_LIMIT, options->connections_each_max,
        MHD_OPTION_CONNECTION_TIMEOUT, options->idle_seconds, MHD_OPTION_CONNECTION_MEMORY_LIMIT,
        (size_t)CONNECTION_BYTES, MHD_OPTION_STRICT_FOR_CLIENT, 1, MHD_OPTION_THREAD_POOL_SIZE,
        pool, MHD_OPTION_ARRAY, options->certificate == NULL ? none : tls, MHD_OPTION_END);
}

bool http_start(const HttpOptions *options, const HttpApplication *application, HttpServer **server,
                Error *error) {
    HttpServer *made = calloc(1, sizeof *made);
    if (made == NULL) {
        arena_exhausted();
    }
    *made = (HttpServer){.application = *application,
                         .socket = -1,
                         .is_tls = options->certificate != NULL,
                         .request_ns = (int64_t)options->request_seconds * 1000000000};
    if (!open_socket(made, options->address, error)) {
        free(made);
        return false;
    }
    made->deadlines = deadlines_new(&(DeadlineOptions){.request_seconds = options->request_seconds,
                                                       .idle_seconds = options->idle_seconds,
                                                       .is_plain = !made->is_tls});
    /* Requests may come before the library has given the daemon. */
    *server = made;
    made->daemon = start_daemon(made, options);
    if (made->daemon == NULL) {
        *server = NULL;
        deadlines_free(made->deadlines);
        (void)close(made->socket);
        free(made);
        return error_set(error, ERROR_FAILED,
                         "the HTTP server does not start; with TLS, see that certificate and key "
                         "are PEM and belong together");
    }
    return true;
}

unsigned http_port(const HttpServer *server) {
    return server->port;
}

bool http_is_loopback(const HttpServer *server) {
    return server->is_loopback;
}

unsigned http_connections(const HttpServer *server) {
    const union MHD_DaemonInfo *info =
        MHD_get_daemon_info(server->daemon, MHD_DAEMON_INFO_CURRENT_CONNECTIONS);
    return info == NULL ? 0 : info->num_connections;
}

void http_quiesce(HttpServer *server) {
    const MHD_socket socket = MHD_quiesce_daemon(server->daemon);
    if (socket != MHD_INVALID_SOCKET) {
        (void)close(socket);
    }
}

void http_drain(const HttpServer *server, unsigned seconds) {
    const struct timespec pause = {0, 2000000};
    const int64_t end = now_ns() + (int64_t)seconds * 1000000000;
    while (atomic_load(&server->open) > 0 && now_ns() < end) {
        (void)nanosleep(&pause, NULL);
    }
}

void http_stop(HttpServer *server) {
    if (server != NULL) {
        MHD_stop_daemon(server->daemon);
        deadlines_free(server->deadlines);
        free(server);
    }
}
