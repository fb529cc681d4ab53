/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ENTENTE_SERVER_HTTP_DEADLINES_H
#define ENTENTE_SERVER_HTTP_DEADLINES_H

/* Private to http.c: connections whose request does not come to its end. The HTTP library ends
 * those that are silent for long; here those end as well that send a byte now and then, and both
 * are told so (408). A thread looks at all connections once a second. */

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

/* Where a connection stands. */
typedef enum LinkStage {
    LINK_HEAD,   /* no request came yet */
    LINK_BODY,   /* a request's headers are there */
    LINK_ANSWER, /* the request is there: it takes as long as it takes */
    LINK_IDLE    /* a request was answered */
} LinkStage;

typedef struct Link Link;
typedef struct Deadlines Deadlines;

typedef struct DeadlineOptions {
    unsigned request_seconds; /* for the headers, and for the body */
    unsigned idle_seconds;    /* between requests, beside those */
    bool is_plain;            /* not TLS: an answer can be written past the library */
} DeadlineOptions;

/* Never NULL. */
Deadlines *deadlines_new(const DeadlineOptions *options);
void deadlines_free(Deadlines *deadlines);

/* The socket is the caller's, and open until the link was removed. */
Link *deadlines_add(Deadlines *deadlines, int socket);
void deadlines_remove(Deadlines *deadlines, Link *link);
/* The connection goes on; by the thread that serves it. */
void link_set(Link *link, LinkStage stage, int64_t now_ns);

#endif
