/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ENTENTE_SERVER_METRICS_H
#define ENTENTE_SERVER_METRICS_H

/* Private to server/: counts of what was answered, written as Prometheus reads them. Any thread
 * may count. */

#include <stdint.h>

#include "server/route.h"

typedef struct Metrics Metrics;

Metrics *metrics_new(Arena *arena);

/* A request that was answered; no route: a file, or nothing that there is. */
void metrics_count(Metrics *metrics, const Route *route, unsigned status, int64_t nanoseconds);

/* A line of the log that was lost. */
void metrics_lose_line(Metrics *metrics);

/* Adds the counts to the text (the format of version 0.0.4). */
void metrics_add(const Metrics *metrics, TextBuilder *out);

/* Adds one number with its kind ("counter", "gauge") and meaning. */
void metrics_add_number(TextBuilder *out, const char *name, const char *kind, const char *meaning,
                        uint64_t number);

#endif
