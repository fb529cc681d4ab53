/* SPDX-License-Identifier: Apache-2.0 */
#include <math.h>
#include <string.h>

#include "base/forks.h"
#include "network/firms.h"
#include "network/flood.h"
#include "network/network.h"
#include "network/trickle.h"

/* The Economic Systemic Risk Index of Diem, Borsos, Reisch, Kertesz and Thurner (Scientific
 * Reports 12, 7719, 2022): each cascade alone while it passes over few links, and many at once when
 * it has grown. What is found of a firm does not depend on which others are asked for. */

/* Below so many links times firms, other processes cost more than they save. */
enum { APART_MIN = 160000000 };

/* Firms a task; and the part of all links over which a cascade may pass alone in a step. */
enum { TASK_FIRMS_MAX = 512, TASK_FIRMS_MIN = 256, TASKS = 32, TRICKLE_SHARE = 12 };

static bool check_firms(const FirmNetwork *network, Error *error) {
    for (size_t i = 0; i < network->firm_count; i++) {
        if (network->sector[i] >= network->sector_count) {
            return error_set(error, ERROR_INVALID, "firm %zu is of no sector", i);
        }
    }
    double total = 0;
    for (size_t i = 0; i < network->link_count; i++) {
        const FirmLink *link = &network->links[i];
        if (link->supplier >= network->firm_count || link->buyer >= network->firm_count ||
            !(link->weight >= 0) || isinf(link->weight)) {
            return error_set(error, ERROR_INVALID,
                             "link %zu names no firm, or an amount that is below 0 or no number",
                             i);
        }
        total += link->weight;
    }
    return total > 0 || error_set(error, ERROR_INVALID, "no firm sells anything to another");
}

static const size_t *every_firm(Arena *arena, size_t count) {
    size_t *firms = ARENA_MANY(arena, size_t, count);
    for (size_t i = 0; i < count; i++) {
        firms[i] = i;
    }
    return firms;
}

/* All cascades, some firms a task. */
typedef struct Stops {
    const FirmNetwork *network;
    Trickle *trickle;
    Flood *flood;
    const size_t *firms;
    size_t count;
    size_t task_firms;
} Stops;

static size_t task_size(const Stops *stops, size_t task) {
    const size_t left = stops->count - task * stops->task_firms;
    return left < stops->task_firms ? left : stops->task_firms;
}

static bool run_firms(const Stops *stops, const size_t *firms, size_t count, FirmRisk *risks,
                      Error *error) {
    for (size_t i = 0; i < count; i++) {
        if (trickle_run(stops->trickle, firms[i], &risks[i])) {
            continue;
        }
        flood_take(stops->flood, firms[i], trickle_supplies(stops->trickle),
                   trickle_orders(stops->trickle), &risks[i]);
        while (flood_is_full(stops->flood)) {
            if (!flood_step(stops->flood, error)) {
                return false;
            }
        }
    }
    while (!flood_is_empty(stops->flood)) {
        if (!flood_step(stops->flood, error)) {
            return false;
        }
    }
    return true;
}

static bool run_task(void *context, size_t task, TextBuilder *out, Error *error) {
    const Stops *stops = context;
    const size_t count = task_size(stops, task);
    FirmRisk risks[TASK_FIRMS_MAX];
    if (!run_firms(stops, stops->firms + task * stops->task_firms, count, risks, error)) {
        return false;
    }
    text_add(out, (Text){(const char *)risks, count * sizeof(FirmRisk)});
    return true;
}

static bool run_tasks(Arena *arena, const Stops *stops, FirmRisk *risks, Error *error) {
    const size_t tasks = (stops->count + stops->task_firms - 1) / stops->task_firms;
    const bool is_large = stops->network->link_count * stops->count >= APART_MIN;
    const size_t workers = is_large ? forks_processors() : 1;
    Text *results = ARENA_MANY(arena, Text, tasks);
    Stops copy = *stops;
    if (!forks_run(arena, workers, (ForkWork){run_task, &copy}, tasks, results, error)) {
        return false;
    }
    for (size_t i = 0; i < tasks; i++) {
        memcpy(risks + i * stops->task_firms, results[i].bytes,
               task_size(stops, i) * sizeof(FirmRisk));
    }
    return true;
}

static size_t firms_a_task(size_t count) {
    const size_t even = count / TASKS;
    const size_t least = even > TASK_FIRMS_MIN ? even : TASK_FIRMS_MIN;
    return least < TASK_FIRMS_MAX ? least : TASK_FIRMS_MAX;
}

bool network_cascade(Arena *arena, const FirmNetwork *network, double tolerance,
                     const size_t *stopped, size_t stopped_count, FirmRisk *risks, Error *error) {
    if (!check_firms(network, error)) {
        return false;
    }
    const FirmArcs arcs = firm_arcs_new(arena, network);
    const size_t count = stopped == NULL ? network->firm_count : stopped_count;
    const Stops stops = {
        .network = network,
        .trickle =
            trickle_new(arena, network, &arcs, tolerance, network->link_count / TRICKLE_SHARE),
        .flood = flood_new(arena, network, &arcs, tolerance),
        .firms = stopped == NULL ? every_firm(arena, network->firm_count) : stopped,
        .count = count,
        .task_firms = firms_a_task(count)};
    return run_tasks(arena, &stops, risks, error);
}
