/* SPDX-License-Identifier: Apache-2.0 */
#include "server/http_deadlines.h"

#include <pthread.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <time.h>

#include "base/arena.h"

#define NS_A_SECOND INT64_C(1000000000)

struct Link {
    int socket;
    _Atomic LinkStage stage;
    atomic_int_fast64_t since_ns;
    Link *before;
    Link *after;
};

struct Deadlines {
    DeadlineOptions options;
    pthread_t thread;
    pthread_mutex_t lock; /* of all that follows; a link's place in the list, too */
    pthread_cond_t end;
    bool is_ending;
    Link first; /* stands for the list's both ends */
};

static int64_t now_ns(void) {
    struct timespec now;
    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * NS_A_SECOND + now.tv_nsec;
}

/* ---- looking ---- */

static const char TOO_SLOW[] = "HTTP/1.1 408 Request Timeout\r\n"
                               "Connection: close\r\n"
                               "Content-Type: application/json\r\n"
                               "Content-Length: 47\r\n\r\n"
                               "{\"error\": \"the request took too long to come\"}\n";

static int64_t patience_ns(const Deadlines *deadlines, LinkStage stage) {
    const int64_t request = (int64_t)deadlines->options.request_seconds * NS_A_SECOND;
    const int64_t idle = (int64_t)deadlines->options.idle_seconds * NS_A_SECOND;
    switch (stage) {
    case LINK_HEAD:
    case LINK_BODY:
        return request;
    case LINK_IDLE:
        return request + idle;
    case LINK_ANSWER:
        break;
    }
    return INT64_MAX;
}

/* The library sees the end of the stream and forgets the connection. */
static void look_at(const Deadlines *deadlines, Link *link, int64_t now) {
    LinkStage stage = atomic_load(&link->stage);
    if (now - (int64_t)atomic_load(&link->since_ns) <= patience_ns(deadlines, stage) ||
        !atomic_compare_exchange_strong(&link->stage, &stage, LINK_ANSWER)) {
        return;
    }
    if (deadlines->options.is_plain && stage != LINK_IDLE) {
        (void)send(link->socket, TOO_SLOW, sizeof TOO_SLOW - 1, MSG_NOSIGNAL | MSG_DONTWAIT);
    }
    (void)shutdown(link->socket, SHUT_RDWR);
}

static void *look(void *context) {
    Deadlines *deadlines = context;
    (void)pthread_mutex_lock(&deadlines->lock);
    while (!deadlines->is_ending) {
        struct timespec next;
        (void)clock_gettime(CLOCK_MONOTONIC, &next);
        next.tv_sec++;
        (void)pthread_cond_timedwait(&deadlines->end, &deadlines->lock, &next);
        const int64_t now = now_ns();
        for (Link *link = deadlines->first.after; link != &deadlines->first; link = link->after) {
            look_at(deadlines, link, now);
        }
    }
    (void)pthread_mutex_unlock(&deadlines->lock);
    return NULL;
}

/* ---- the whole ---- */

Deadlines *deadlines_new(const DeadlineOptions *options) {
    Deadlines *made = calloc(1, sizeof *made);
    pthread_condattr_t steady;
    if (made == NULL) {
        arena_exhausted();
    }
    made->options = *options;
    made->first.before = &made->first;
    made->first.after = &made->first;
    (void)pthread_mutex_init(&made->lock, NULL);
    (void)pthread_condattr_init(&steady);
    (void)pthread_condattr_setclock(&steady, CLOCK_MONOTONIC);
    (void)pthread_cond_init(&made->end, &steady);
    (void)pthread_condattr_destroy(&steady);
    if (pthread_create(&made->thread, NULL, look, made) != 0) {
        arena_exhausted();
    }
    return made;
}

void deadlines_free(Deadlines *deadlines) {
    if (deadlines == NULL) {
        return;
    }
    (void)pthread_mutex_lock(&deadlines->lock);
    deadlines->is_ending = true;
    (void)pthread_cond_signal(&deadlines->end);
    (void)pthread_mutex_unlock(&deadlines->lock);
    (void)pthread_join(deadlines->thread, NULL);
    (void)pthread_cond_destroy(&deadlines->end);
    (void)pthread_mutex_destroy(&deadlines->lock);
    free(deadlines);
}

Link *deadlines_add(Deadlines *deadlines, int socket) {
    Link *link = calloc(1, sizeof *link);
    if (link == NULL) {
        arena_exhausted();
    }
    link->socket = socket;
    link_set(link, LINK_HEAD, now_ns());
    (void)pthread_mutex_lock(&deadlines->lock);
    link->before = &deadlines->first;
    link->after = deadlines->first.after;
    link->after->before = link;
    deadlines->first.after = link;
    (void)pthread_mutex_unlock(&deadlines->lock);
    return link;
}

void deadlines_remove(Deadlines *deadlines, Link *link) {
    (void)pthread_mutex_lock(&deadlines->lock);
    link->before->after = link->after;
    link->after->before = link->before;
    (void)pthread_mutex_unlock(&deadlines->lock);
    free(link);
}

void link_set(Link *link, LinkStage stage, int64_t now_ns) {
    atomic_store_explicit(&link->since_ns, now_ns, memory_order_relaxed);
    atomic_store_explicit(&link->stage, stage, memory_order_release);
}
