/* SPDX-License-Identifier: Apache-2.0 */
#include <math.h>
#include <string.h>

#include "base/forks.h"
#include "network/firms.h"
#include "network/network.h"

/* The Economic Systemic Risk Index of Diem, Borsos, Reisch, Kertesz and Thurner (Scientific
 * Reports 12, 7719, 2022), for LANES firms at once: every state is an array of LANES doubles,
 * one for each firm that stops, so that the inner loops are straight vector code. Each lane
 * stops moving when its own cascade has ended, whatever the others do. Only firms that a cascade
 * has come to are looked at: the others do what they did. */

enum { LANES = 16, STEPS_MAX = 100000, ARCS_AHEAD = 6 };

/* Below so many links times blocks of LANES firms, other processes cost more than they save. */
enum { APART_MIN = 10000000 };

typedef struct Lanes {
    double at[LANES];
} Lanes;

/* The firms that a cascade has come to, in the order in which it did. It only grows. */
typedef struct Front {
    size_t *firms;
    size_t count;
    bool *is_in;
    bool *is_spread; /* whether those beyond the firm are in as well */
} Front;

typedef struct Cascade {
    const FirmNetwork *network;
    FirmArcs arcs;
    double tolerance;
    double *sector_sales;
    Front downward; /* firms that miss supplies */
    Front upward;   /* firms that miss orders */
    Lanes *down;    /* output of each firm, 0..1, as its supplies allow */
    Lanes *down_next;
    Lanes *unasked; /* what of it nobody orders any more, 0..1 */
    Lanes *unasked_next;
    Lanes *missing; /* what each firm does not supply, as far as nobody can stand in for it */
    Lanes *sector;  /* sales that each sector makes no more */
    unsigned char
        *is_missed; /* whether a firm's `missing`, and its `unasked`, is above 0 in some */
    unsigned char *is_unasked; /* lane: others are passed over */
} Cascade;

/* ---- where the cascade is ---- */

static Front front_new(Arena *arena, size_t firms) {
    return (Front){.firms = ARENA_MANY(arena, size_t, firms),
                   .is_in = ARENA_MANY(arena, bool, firms),
                   .is_spread = ARENA_MANY(arena, bool, firms)};
}

static void front_add(Front *front, size_t firm) {
    if (!front->is_in[firm]) {
        front->is_in[firm] = true;
        front->firms[front->count++] = firm;
    }
}

/* Adds all that firms have arcs to which were not spread yet and of which something is gone. */
static void front_spread(Front *front, const unsigned char *is_gone, const size_t *start,
                         const Arc *arcs) {
    const size_t count = front->count;
    for (size_t n = 0; n < count; n++) {
        const size_t firm = front->firms[n];
        if (front->is_spread[firm] || is_gone[firm] == 0) {
            continue;
        }
        front->is_spread[firm] = true;
        for (size_t i = start[firm]; i < start[firm + 1]; i++) {
            front_add(front, arcs[i].firm);
        }
    }
}

static void front_clear(Front *front) {
    for (size_t n = 0; n < front->count; n++) {
        front->is_in[front->firms[n]] = false;
        front->is_spread[front->firms[n]] = false;
    }
    front->count = 0;
}

static void rest(Cascade *cascade, size_t firm) {
    for (size_t k = 0; k < LANES; k++) {
        cascade->down[firm].at[k] = 1;
        cascade->unasked[firm].at[k] = 0;
    }
    cascade->is_missed[firm] = 0;
    cascade->is_unasked[firm] = 0;
}

static void make_states(Arena *arena, Cascade *cascade) {
    const FirmNetwork *network = cascade->network;
    const size_t firms = network->firm_count;
    cascade->downward = front_new(arena, firms);
    cascade->upward = front_new(arena, firms);
    cascade->down = ARENA_MANY(arena, Lanes, firms);
    cascade->down_next = ARENA_MANY(arena, Lanes, firms);
    cascade->unasked = ARENA_MANY(arena, Lanes, firms);
    cascade->unasked_next = ARENA_MANY(arena, Lanes, firms);
    cascade->is_missed = ARENA_MANY(arena, unsigned char, firms);
    cascade->is_unasked = ARENA_MANY(arena, unsigned char, firms);
    cascade->missing = ARENA_MANY(arena, Lanes, firms);
    cascade->sector = ARENA_MANY(arena, Lanes, network->sector_count);
    cascade->sector_sales = ARENA_MANY(arena, double, network->sector_count);
    for (size_t i = 0; i < firms; i++) {
        rest(cascade, i);
        cascade->sector_sales[network->sector[i]] += cascade->arcs.sales[i];
    }
}

/* ---- one step ---- */

static inline ALWAYS_INLINE bool has_any(const Lanes *lanes) {
    double sum = 0;
    for (size_t k = 0; k < LANES; k++) {
        sum += lanes->at[k];
    }
    return sum > 0;
}

/* The parts of what is gone at the arcs' other ends, where anything is. */
static inline ALWAYS_INLINE Lanes sum_arcs(const Arc *arcs, size_t count, const Lanes *gone,
                                           const unsigned char *is_gone) {
    Lanes sum = {{0}};
    for (size_t i = 0; i < count; i++) {
        const Lanes *other = &gone[arcs[i].firm];
        const size_t ahead = i + ARCS_AHEAD < count ? i + ARCS_AHEAD : i;
        PREFETCH(&gone[arcs[ahead].firm]);
        if (is_gone[arcs[i].firm] == 0) {
            continue;
        }
        for (size_t k = 0; k < LANES; k++) {
            sum.at[k] += arcs[i].part * other->at[k];
        }
    }
    return sum;
}

static inline ALWAYS_INLINE void keep_larger(Lanes *largest, const Lanes *other) {
    for (size_t k = 0; k < LANES; k++) {
        largest->at[k] = largest->at[k] > other->at[k] ? largest->at[k] : other->at[k];
    }
}

static void find_lost_sales(Cascade *cascade) {
    const FirmNetwork *network = cascade->network;
    for (size_t i = 0; i < network->sector_count; i++) {
        cascade->sector[i] = (Lanes){{0}};
    }
    for (size_t n = 0; n < cascade->downward.count; n++) {
        const size_t firm = cascade->downward.firms[n];
        Lanes *lost = &cascade->sector[network->sector[firm]];
        for (size_t k = 0; k < LANES; k++) {
            lost->at[k] += cascade->arcs.sales[firm] * (1 - cascade->down[firm].at[k]);
        }
    }
}

/* A firm that stops can be stood in for by the others of its sector, in proportion to their
 * share of what the sector still sells. */
static void find_missing(Cascade *cascade) {
    for (size_t n = 0; n < cascade->downward.count; n++) {
        const size_t firm = cascade->downward.firms[n];
        const size_t sector = cascade->network->sector[firm];
        const double sales = cascade->arcs.sales[firm];
        for (size_t k = 0; k < LANES; k++) {
            const double left = cascade->sector_sales[sector] - cascade->sector[sector].at[k];
            const double share = left > sales ? sales / left : 1;
            cascade->missing[firm].at[k] = share * (1 - cascade->down[firm].at[k]);
        }
        cascade->is_missed[firm] = has_any(&cascade->missing[firm]);
    }
    for (size_t n = 0; n < cascade->upward.count; n++) {
        const size_t firm = cascade->upward.firms[n];
        cascade->is_unasked[firm] = has_any(&cascade->unasked[firm]);
    }
}

static inline ALWAYS_INLINE void step_down(const Cascade *cascade, size_t firm) {
    const FirmArcs *arcs = &cascade->arcs;
    Lanes ordinary = {{0}};
    Lanes worst = {{0}};
    for (size_t g = arcs->group_start[firm]; g < arcs->group_start[firm + 1]; g++) {
        const InputGroup *group = &arcs->groups[g];
        const Lanes sum = sum_arcs(&arcs->suppliers[group->first], group->count, cascade->missing,
                                   cascade->is_missed);
        if (group->is_essential) {
            keep_larger(&worst, &sum);
            continue;
        }
        for (size_t k = 0; k < LANES; k++) {
            ordinary.at[k] += sum.at[k];
        }
    }
    keep_larger(&worst, &ordinary);
    for (size_t k = 0; k < LANES; k++) {
        const double left = 1 - worst.at[k];
        cascade->down_next[firm].at[k] = left > 0 ? left : 0;
    }
}

/* Who sells to nobody has no orders to lose. */
static inline ALWAYS_INLINE void step_up(const Cascade *cascade, size_t firm) {
    const size_t first = cascade->arcs.buyer_start[firm];
    cascade->unasked_next[firm] =
        sum_arcs(&cascade->arcs.buyers[first], cascade->arcs.buyer_start[firm + 1] - first,
                 cascade->unasked, cascade->is_unasked);
}

static inline ALWAYS_INLINE void step_firms(const Cascade *cascade) {
    for (size_t n = 0; n < cascade->downward.count; n++) {
        step_down(cascade, cascade->downward.firms[n]);
    }
    for (size_t n = 0; n < cascade->upward.count; n++) {
        step_up(cascade, cascade->upward.firms[n]);
    }
}

/* The same twice, in the words of four and of two numbers; the results are the same, for each lane
 * adds up by itself. */
WITH_WIDE_VECTORS UNROLLED static void step_firms_wide(const Cascade *cascade) {
    step_firms(cascade);
}

UNROLLED static void step_firms_plain(const Cascade *cascade) {
    step_firms(cascade);
}

/* Takes over one state's next values in the lanes that still run (1; else 0); `moved` keeps
 * the furthest that any firm moved in each lane. */
static void settle(const Front *front, Lanes *state, const Lanes *next, const Lanes *running,
                   Lanes *moved) {
    for (size_t n = 0; n < front->count; n++) {
        const size_t firm = front->firms[n];
        for (size_t k = 0; k < LANES; k++) {
            const double step = running->at[k] * (next[firm].at[k] - state[firm].at[k]);
            const double size = step < 0 ? -step : step;
            moved->at[k] = size > moved->at[k] ? size : moved->at[k];
            state[firm].at[k] = running->at[k] > 0 ? next[firm].at[k] : state[firm].at[k];
        }
    }
}

static void spread(Cascade *cascade) {
    const FirmArcs *arcs = &cascade->arcs;
    find_lost_sales(cascade);
    find_missing(cascade);
    front_spread(&cascade->downward, cascade->is_missed, arcs->buyer_start, arcs->buyers);
    front_spread(&cascade->upward, cascade->is_unasked, arcs->supplier_start, arcs->suppliers);
}

/* One step of all lanes that run; false when none does any more. */
static bool step(Cascade *cascade, const size_t *stopped, size_t count, Lanes *running) {
    spread(cascade);
    if (HAS_WIDE_VECTORS()) {
        step_firms_wide(cascade);
    } else {
        step_firms_plain(cascade);
    }
    for (size_t k = 0; k < count; k++) {
        cascade->down_next[stopped[k]].at[k] = 0;
        cascade->unasked_next[stopped[k]].at[k] = 1;
    }
    Lanes moved = {{0}};
    settle(&cascade->downward, cascade->down, cascade->down_next, running, &moved);
    settle(&cascade->upward, cascade->unasked, cascade->unasked_next, running, &moved);
    bool goes_on = false;
    for (size_t k = 0; k < LANES; k++) {
        running->at[k] = moved.at[k] > cascade->tolerance ? 1 : 0;
        goes_on = goes_on || running->at[k] > 0;
    }
    return goes_on;
}

/* ---- the index ---- */

static void begin(Cascade *cascade, const size_t *stopped, size_t count, Lanes *running) {
    for (size_t k = 0; k < LANES; k++) {
        running->at[k] = k < count ? 1 : 0;
    }
    for (size_t k = 0; k < count; k++) {
        cascade->down[stopped[k]].at[k] = 0;
        cascade->unasked[stopped[k]].at[k] = 1;
        front_add(&cascade->downward, stopped[k]);
        front_add(&cascade->upward, stopped[k]);
    }
}

static void end(Cascade *cascade) {
    for (size_t n = 0; n < cascade->downward.count; n++) {
        rest(cascade, cascade->downward.firms[n]);
    }
    for (size_t n = 0; n < cascade->upward.count; n++) {
        rest(cascade, cascade->upward.firms[n]);
    }
    front_clear(&cascade->downward);
    front_clear(&cascade->upward);
}

static void add_risk(const Cascade *cascade, size_t firm, size_t lane, FirmRisk *risk) {
    const double part = cascade->arcs.sales[firm] / cascade->arcs.total_sales;
    const double down = 1 - cascade->down[firm].at[lane];
    const double up = cascade->unasked[firm].at[lane];
    risk->both += part * fmax(down, up);
    risk->down += part * down;
    risk->up += part * up;
}

static void add_up_risks(const Cascade *cascade, size_t count, FirmRisk *risks) {
    const Front *downward = &cascade->downward;
    for (size_t k = 0; k < count; k++) {
        risks[k] = (FirmRisk){0};
        for (size_t n = 0; n < downward->count; n++) {
            add_risk(cascade, downward->firms[n], k, &risks[k]);
        }
        for (size_t n = 0; n < cascade->upward.count; n++) {
            if (!downward->is_in[cascade->upward.firms[n]]) {
                add_risk(cascade, cascade->upward.firms[n], k, &risks[k]);
            }
        }
    }
}

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

static bool run(Cascade *cascade, const size_t *stopped, size_t count, FirmRisk *risks,
                Error *error) {
    Lanes running;
    begin(cascade, stopped, count, &running);
    size_t steps = 0;
    while (step(cascade, stopped, count, &running)) {
        if (++steps == STEPS_MAX) {
            return error_set(error, ERROR_FAILED, "a cascade did not end in %d steps", STEPS_MAX);
        }
    }
    add_up_risks(cascade, count, risks);
    end(cascade);
    return true;
}

static const size_t *every_firm(Arena *arena, size_t count) {
    size_t *firms = ARENA_MANY(arena, size_t, count);
    for (size_t i = 0; i < count; i++) {
        firms[i] = i;
    }
    return firms;
}

/* All cascades, LANES firms a task. */
typedef struct Stops {
    Cascade *cascade;
    const size_t *firms;
    size_t count;
} Stops;

static size_t task_size(const Stops *stops, size_t task) {
    const size_t left = stops->count - task * LANES;
    return left < LANES ? left : LANES;
}

static bool run_task(void *context, size_t task, TextBuilder *out, Error *error) {
    const Stops *stops = context;
    const size_t count = task_size(stops, task);
    FirmRisk risks[LANES];
    if (!run(stops->cascade, stops->firms + task * LANES, count, risks, error)) {
        return false;
    }
    text_add(out, (Text){(const char *)risks, count * sizeof(FirmRisk)});
    return true;
}

static bool run_tasks(Arena *arena, const Stops *stops, FirmRisk *risks, Error *error) {
    const size_t tasks = (stops->count + LANES - 1) / LANES;
    const bool is_large = stops->cascade->network->link_count * tasks >= APART_MIN;
    const size_t workers = is_large ? forks_processors() : 1;
    Text *results = ARENA_MANY(arena, Text, tasks);
    Stops copy = *stops;
    if (!forks_run(arena, workers, (ForkWork){run_task, &copy}, tasks, results, error)) {
        return false;
    }
    for (size_t i = 0; i < tasks; i++) {
        memcpy(risks + i * LANES, results[i].bytes, task_size(stops, i) * sizeof(FirmRisk));
    }
    return true;
}

bool network_cascade(Arena *arena, const FirmNetwork *network, double tolerance,
                     const size_t *stopped, size_t stopped_count, FirmRisk *risks, Error *error) {
    if (!check_firms(network, error)) {
        return false;
    }
    Cascade cascade = {
        .network = network, .arcs = firm_arcs_new(arena, network), .tolerance = tolerance};
    make_states(arena, &cascade);
    const Stops stops = {.cascade = &cascade,
                         .firms =
                             stopped == NULL ? every_firm(arena, network->firm_count) : stopped,
                         .count = stopped == NULL ? network->firm_count : stopped_count};
    return run_tasks(arena, &stops, risks, error);
}
