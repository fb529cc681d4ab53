/* SPDX-License-Identifier: Apache-2.0 */
#include "server/metrics.h"

#include <stdatomic.h>

enum { CLASS_COUNT = 5, BUCKET_COUNT = 9 };

/* Upper ends of the classes of time, in microseconds; the last class has none. */
static const int64_t BUCKET_US[BUCKET_COUNT] = {500,    1000,   5000,    10000,   50000,
                                                100000, 500000, 1000000, 10000000};
static const char *const BUCKET_WORDS[BUCKET_COUNT] = {"0.0005", "0.001", "0.005", "0.01", "0.05",
                                                       "0.1",    "0.5",   "1",     "10"};

/* Counts of one route. */
typedef struct RouteCounts {
    const Route *route;                        /* NULL: files, and what is not there */
    atomic_uint_fast64_t classes[CLASS_COUNT]; /* 1xx .. 5xx */
    atomic_uint_fast64_t buckets[BUCKET_COUNT + 1];
    atomic_uint_fast64_t microseconds;
} RouteCounts;

struct Metrics {
    RouteCounts *routes;
    size_t count;
    atomic_uint_fast64_t lost_lines;
};

Metrics *metrics_new(Arena *arena) {
    const RouteList *const *lists = NULL;
    const size_t list_count = route_lists(&lists);
    Metrics *metrics = ARENA_NEW(arena, Metrics);
    metrics->count = 1;
    for (size_t i = 0; i < list_count; i++) {
        metrics->count += lists[i]->count;
    }
    metrics->routes = ARENA_MANY(arena, RouteCounts, metrics->count);
    size_t at = 1;
    for (size_t i = 0; i < list_count; i++) {
        for (size_t j = 0; j < lists[i]->count; j++) {
            metrics->routes[at++].route = &lists[i]->routes[j];
        }
    }
    return metrics;
}

static RouteCounts *counts_of(Metrics *metrics, const Route *route) {
    for (size_t i = 0; i < metrics->count; i++) {
        if (metrics->routes[i].route == route) {
            return &metrics->routes[i];
        }
    }
    return &metrics->routes[0];
}

static void add_one(atomic_uint_fast64_t *count, uint64_t more) {
    atomic_fetch_add_explicit(count, more, memory_order_relaxed);
}

void metrics_count(Metrics *metrics, const Route *route, unsigned status, int64_t nanoseconds) {
    RouteCounts *counts = counts_of(metrics, route);
    const int64_t microseconds = nanoseconds / 1000;
    const unsigned class = status / 100;
    size_t bucket = 0;
    while (bucket < BUCKET_COUNT && microseconds > BUCKET_US[bucket]) {
        bucket++;
    }
    add_one(&counts->classes[class >= 1 && class <= CLASS_COUNT ? class - 1 : CLASS_COUNT - 1], 1);
    add_one(&counts->buckets[bucket], 1);
    add_one(&counts->microseconds, (uint64_t)microseconds);
}

void metrics_lose_line(Metrics *metrics) {
    add_one(&metrics->lost_lines, 1);
}

static uint64_t now(const atomic_uint_fast64_t *count) {
    return atomic_load_explicit(count, memory_order_relaxed);
}

static void add_labels(TextBuilder *out, const Route *route) {
    text_add_format(out, "method=\"%s\",route=\"%s\"", route == NULL ? "" : route->method,
                    route == NULL ? "" : route->path);
}

static void add_requests(const Metrics *metrics, TextBuilder *out) {
    text_add(out, TEXT("# HELP entente_requests_total Requests that were answered.\n"
                       "# TYPE entente_requests_total counter\n"));
    for (size_t i = 0; i < metrics->count; i++) {
        for (unsigned class = 0; class < CLASS_COUNT; class ++) {
            const uint64_t count = now(&metrics->routes[i].classes[class]);
            if (count > 0) {
                text_add(out, TEXT("entente_requests_total{"));
                add_labels(out, metrics->routes[i].route);
                text_add_format(out, ",status=\"%uxx\"} %llu\n", class + 1,
                                (unsigned long long)count);
            }
        }
    }
}

static void add_bucket(TextBuilder *out, const Route *route, const char *end, uint64_t count) {
    text_add(out, TEXT("entente_request_seconds_bucket{"));
    add_labels(out, route);
    text_add_format(out, ",le=\"%s\"} %llu\n", end, (unsigned long long)count);
}

static void add_times_of(const RouteCounts *counts, TextBuilder *out) {
    uint64_t sum = 0;
    for (size_t i = 0; i < BUCKET_COUNT; i++) {
        sum += now(&counts->buckets[i]);
        add_bucket(out, counts->route, BUCKET_WORDS[i], sum);
    }
    sum += now(&counts->buckets[BUCKET_COUNT]);
    add_bucket(out, counts->route, "+Inf", sum);
    const uint64_t microseconds = now(&counts->microseconds);
    text_add(out, TEXT("entente_request_seconds_sum{"));
    add_labels(out, counts->route);
    text_add_format(out, "} %llu.%06llu\n", (unsigned long long)(microseconds / 1000000),
                    (unsigned long long)(microseconds % 1000000));
    text_add(out, TEXT("entente_request_seconds_count{"));
    add_labels(out, counts->route);
    text_add_format(out, "} %llu\n", (unsigned long long)sum);
}

void metrics_add(const Metrics *metrics, TextBuilder *out) {
    add_requests(metrics, out);
    metrics_add_number(out, "entente_log_lines_lost_total", "counter",
                       "Lines of the log for which its reader had no room.",
                       now(&metrics->lost_lines));
    text_add(out, TEXT("# HELP entente_request_seconds Time from a request's headers to its "
                       "answer's end.\n"
                       "# TYPE entente_request_seconds histogram\n"));
    for (size_t i = 0; i < metrics->count; i++) {
        uint64_t any = 0;
        for (size_t j = 0; j <= BUCKET_COUNT; j++) {
            any |= now(&metrics->routes[i].buckets[j]);
        }
        if (any > 0) {
            add_times_of(&metrics->routes[i], out);
        }
    }
}

void metrics_add_number(TextBuilder *out, const char *name, const char *kind, const char *meaning,
                        uint64_t number) {
    text_add_format(out, "# HELP %s %s\n# TYPE %s %s\n%s %llu\n", name, meaning, name, kind, name,
                    (unsigned long long)number);
}
