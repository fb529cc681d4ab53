/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ENTENTE_SERVER_HTTP_H
#define ENTENTE_SERVER_HTTP_H

/* Private to server/: HTTP/1.1 on a socket, and the only place that knows libmicrohttpd.
 * A request has an arena that lives until its answer is sent. Requests begin and are sent on
 * the server's own threads; an answer may be made by any other thread (http_complete). */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/compiler.h"
#include "base/error.h"
#include "base/text.h"

typedef struct HttpServer HttpServer;

enum { HTTP_HEADERS_MAX = 8 };

typedef struct HttpHeader {
    const char *name;
    const char *value;
} HttpHeader;

typedef struct HttpAnswer {
    unsigned status;
    const char *type; /* content type */
    Text body;        /* lives as long as the request's arena */
    HttpHeader headers[HTTP_HEADERS_MAX];
    size_t header_count;
} HttpAnswer;

typedef struct HttpRequest {
    Arena *arena;
    Text method;
    Text path; /* decoded, without the query */
    Text body;
    Text certificate_name; /* of a client certificate that was verified; or empty */
    int64_t begun_ns;      /* monotonic clock */
    size_t body_limit;
    bool is_refused; /* answered before its body was read */
    HttpAnswer answer;
    void *memo; /* of the application */
} HttpRequest;

/* The header's value, or the query parameter's; empty where there is none. */
Text http_header(const HttpRequest *request, const char *name);
bool http_query(const HttpRequest *request, const char *name, Text *value);
/* Calls `each` for every parameter of the query. */
typedef void (*HttpQueryEach)(void *context, Text name, Text value);
void http_query_each(const HttpRequest *request, HttpQueryEach each, void *context);

void http_add_header(HttpRequest *request, const char *name, const char *value);

typedef struct HttpApplication {
    void *context;
    /* The headers are there: gives how many bytes of body are read. False where the request is
     * answered at once. */
    bool (*begin)(void *context, HttpRequest *request);
    /* The body is there. True: answered; false: deferred, and http_complete will be called. */
    bool (*handle)(void *context, HttpRequest *request);
    /* The answer was sent, or cannot be. Its arena is freed afterwards. */
    void (*end)(void *context, HttpRequest *request);
} HttpApplication;

typedef struct HttpOptions {
    Text address; /* 127.0.0.1:8080, [::1]:0 */
    unsigned threads;
    unsigned connections_max;
    unsigned connections_each_max; /* from one address; 0: no limit */
    unsigned idle_seconds;         /* without a byte */
    unsigned request_seconds;      /* for a request's headers, and for its body */
    const char *certificate;       /* PEM; NULL: no TLS */
    const char *key;
    const char *trusted; /* PEM of who signs clients' certificates; NULL: none are asked for */
} HttpOptions;

/* Listens. ERROR_INVALID where the address is none, ERROR_FAILED where it cannot be used. */
MUST_CHECK bool http_start(const HttpOptions *options, const HttpApplication *application,
                           HttpServer **server, Error *error);

/* The port that is listened on, and whether the address is the machine's own. */
unsigned http_port(const HttpServer *server);
bool http_is_loopback(const HttpServer *server);
/* The same of an address that is not listened on yet; false where it is none. */
bool http_address_is_loopback(Text address);
unsigned http_connections(const HttpServer *server);

/* Called in `handle` before another thread hears of the request, which then is the only one to
 * touch it until http_complete. */
void http_defer(HttpRequest *request);
/* The deferred request's answer is ready. */
void http_complete(HttpRequest *request);

/* No new connections are taken from here on. */
void http_quiesce(HttpServer *server);
/* Waits until every request that began has ended, at most so many seconds. */
void http_drain(const HttpServer *server, unsigned seconds);
/* Ends all connections. No request may be waiting for http_complete. */
void http_stop(HttpServer *server);

#endif
