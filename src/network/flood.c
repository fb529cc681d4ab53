/* SPDX-License-Identifier: Apache-2.0 */
#include "network/flood.h"

#include <math.h>
#include <stdint.h>

enum { STEPS_MAX = 100000, LINE_BYTES = 64 };

typedef struct Lanes {
    double at[FLOOD_LANES];
} Lanes;

/* A lane's own cascade; free where it has no risk to set. */
typedef struct LaneUse {
    size_t stopped;
    size_t steps;
    FirmRisk *risk;
} LaneUse;

struct Flood {
    const FirmNetwork *network;
    const FirmArcs *arcs;
    double tolerance;
    LaneUse uses[FLOOD_LANES];
    size_t used;
    unsigned *held; /* of each firm: the lanes that it is stopped in, as bits */
    Lanes *down;    /* what is gone of each firm for want of supplies, 0..1 */
    Lanes *missing; /* what each firm does not supply, as far as nobody can stand in for it */
    Lanes *up;      /* what is gone of each firm for want of orders */
    Lanes *up_next;
    double *sector_sales;
    Lanes *sector_lost; /* sales that each sector makes no more */
    Lanes moved;        /* the furthest that any firm moved in a step */
};

/* Aligned to lines of the cache, so that one firm's lanes are in no line more than they need. */
static Lanes *lanes_new(Arena *arena, size_t count) {
    unsigned char *room = ARENA_MANY(arena, unsigned char, count * sizeof(Lanes) + LINE_BYTES);
    const size_t past = (size_t)((uintptr_t)room % LINE_BYTES);
    return (Lanes *)(void *)(room + (LINE_BYTES - past) % LINE_BYTES);
}

Flood *flood_new(Arena *arena, const FirmNetwork *network, const FirmArcs *arcs, double tolerance) {
    Flood *flood = ARENA_MANY(arena, Flood, 1);
    *flood = (Flood){.network = network,
                     .arcs = arcs,
                     .tolerance = tolerance,
                     .held = ARENA_MANY(arena, unsigned, network->firm_count),
                     .down = lanes_new(arena, network->firm_count),
                     .missing = lanes_new(arena, network->firm_count),
                     .up = lanes_new(arena, network->firm_count),
                     .up_next = lanes_new(arena, network->firm_count),
                     .sector_sales = ARENA_MANY(arena, double, network->sector_count),
                     .sector_lost = lanes_new(arena, network->sector_count)};
    for (size_t i = 0; i < network->firm_count; i++) {
        flood->sector_sales[network->sector[i]] += arcs->sales[i];
    }
    return flood;
}

bool flood_is_full(const Flood *flood) {
    return flood->used == FLOOD_LANES;
}

bool flood_is_empty(const Flood *flood) {
    return flood->used == 0;
}

/* ---- in ---- */

static size_t free_lane(const Flood *flood) {
    size_t lane = 0;
    while (flood->uses[lane].risk != NULL) {
        lane++;
    }
    return lane;
}

void flood_take(Flood *flood, size_t stopped, const FirmLosses *supplies, const FirmLosses *orders,
                FirmRisk *risk) {
    const size_t lane = free_lane(flood);
    for (size_t n = 0; n < supplies->count; n++) {
        const size_t firm = supplies->firms[n];
        flood->down[firm].at[lane] = supplies->gone[firm];
        flood->sector_lost[flood->network->sector[firm]].at[lane] +=
            flood->arcs->sales[firm] * supplies->gone[firm];
    }
    for (size_t n = 0; n < orders->count; n++) {
        flood->up[orders->firms[n]].at[lane] = orders->gone[orders->firms[n]];
    }
    flood->uses[lane] = (LaneUse){stopped, 0, risk};
    flood->held[stopped] |= 1U << lane;
    flood->used++;
}

/* ---- one step ---- */

/* A firm that stops can be stood in for by the others of its sector, in proportion to their
 * share of what the sector still sells. */
static inline ALWAYS_INLINE void find_missing(const Flood *flood) {
    for (size_t i = 0; i < flood->network->firm_count; i++) {
        const size_t sector = flood->network->sector[i];
        const Lanes *lost = &flood->sector_lost[sector];
        const double all = flood->sector_sales[sector];
        const double sales = flood->arcs->sales[i];
        for (size_t k = 0; k < FLOOD_LANES; k++) {
            const double left = all - lost->at[k];
            const double share = left > sales ? sales / left : 1;
            flood->missing[i].at[k] = share * flood->down[i].at[k];
        }
    }
}

/* Adds up the parts of what is gone at the arcs' other ends. */
static inline ALWAYS_INLINE Lanes sum_arcs(const Arc *arcs, size_t count, const Lanes *gone) {
    Lanes sum = {{0}};
    for (size_t i = 0; i < count; i++) {
        const Lanes *other = &gone[arcs[i].firm];
        PREFETCH(&gone[arcs[i + ARCS_AHEAD].firm].at[0]);
        PREFETCH(&gone[arcs[i + ARCS_AHEAD].firm].at[FLOOD_LANES / 2]);
        for (size_t k = 0; k < FLOOD_LANES; k++) {
            sum.at[k] += arcs[i].part * other->at[k];
        }
    }
    return sum;
}

static inline ALWAYS_INLINE void keep_larger(Lanes *largest, const Lanes *other) {
    for (size_t k = 0; k < FLOOD_LANES; k++) {
        largest->at[k] = largest->at[k] > other->at[k] ? largest->at[k] : other->at[k];
    }
}

static inline ALWAYS_INLINE void hold(unsigned lanes, Lanes *next) {
    for (size_t k = 0; lanes != 0 && k < FLOOD_LANES; k++) {
        next->at[k] = (lanes >> k & 1) != 0 ? 1 : next->at[k];
    }
}

static inline ALWAYS_INLINE void keep_moved(Lanes *moved, const Lanes *from, const Lanes *to) {
    for (size_t k = 0; k < FLOOD_LANES; k++) {
        const double step = to->at[k] - from->at[k];
        const double size = step < 0 ? -step : step;
        moved->at[k] = size > moved->at[k] ? size : moved->at[k];
    }
}

static inline ALWAYS_INLINE Lanes lacking_of(const Flood *flood, size_t firm) {
    const FirmArcs *arcs = flood->arcs;
    Lanes ordinary = {{0}};
    Lanes worst = {{0}};
    for (size_t g = arcs->group_start[firm]; g < arcs->group_start[firm + 1]; g++) {
        const InputGroup *group = &arcs->groups[g];
        const Lanes sum = sum_arcs(&arcs->suppliers[group->first], group->count, flood->missing);
        if (group->is_essential) {
            keep_larger(&worst, &sum);
            continue;
        }
        for (size_t k = 0; k < FLOOD_LANES; k++) {
            ordinary.at[k] += sum.at[k];
        }
    }
    keep_larger(&worst, &ordinary);
    for (size_t k = 0; k < FLOOD_LANES; k++) {
        worst.at[k] = worst.at[k] < 1 ? worst.at[k] : 1;
    }
    return worst;
}

static inline ALWAYS_INLINE void step_down(const Flood *flood, size_t firm, Lanes *moved) {
    Lanes next = lacking_of(flood, firm);
    hold(flood->held[firm], &next);
    keep_moved(moved, &flood->down[firm], &next);
    flood->down[firm] = next;
    Lanes *lost = &flood->sector_lost[flood->network->sector[firm]];
    for (size_t k = 0; k < FLOOD_LANES; k++) {
        lost->at[k] += flood->arcs->sales[firm] * next.at[k];
    }
}

/* Who sells to nobody has no orders to lose. */
static inline ALWAYS_INLINE void step_up(const Flood *flood, size_t firm, Lanes *moved) {
    const size_t *start = flood->arcs->buyer_start;
    Lanes next =
        sum_arcs(&flood->arcs->buyers[start[firm]], start[firm + 1] - start[firm], flood->up);
    hold(flood->held[firm], &next);
    keep_moved(moved, &flood->up[firm], &next);
    flood->up_next[firm] = next;
}

static inline ALWAYS_INLINE void step_firms(Flood *flood) {
    Lanes moved = {{0}};
    find_missing(flood);
    for (size_t i = 0; i < flood->network->sector_count; i++) {
        flood->sector_lost[i] = (Lanes){{0}};
    }
    for (size_t i = 0; i < flood->network->firm_count; i++) {
        step_down(flood, i, &moved);
    }
    for (size_t i = 0; i < flood->network->firm_count; i++) {
        step_up(flood, i, &moved);
    }
    flood->moved = moved;
}

/* The same twice, in the words of four and of two numbers; the results are the same, for each lane
 * adds up by itself. */
WITH_WIDE_VECTORS UNROLLED static void step_firms_wide(Flood *flood) {
    step_firms(flood);
}

UNROLLED static void step_firms_plain(Flood *flood) {
    step_firms(flood);
}

/* ---- out ---- */

/* The risk of every lane. */
typedef struct LaneRisks {
    Lanes both;
    Lanes down;
    Lanes up;
} LaneRisks;

static inline ALWAYS_INLINE void add_risks(LaneRisks *risks, double part, const Lanes *down,
                                           const Lanes *up) {
    for (size_t k = 0; k < FLOOD_LANES; k++) {
        risks->both.at[k] += part * (down->at[k] > up->at[k] ? down->at[k] : up->at[k]);
        risks->down.at[k] += part * down->at[k];
        risks->up.at[k] += part * up->at[k];
    }
}

static inline ALWAYS_INLINE void keep_only(const Lanes *kept, Lanes *lanes) {
    for (size_t k = 0; k < FLOOD_LANES; k++) {
        lanes->at[k] *= kept->at[k];
    }
}

/* The risks of all lanes; those that are not kept (1) but end (0) are left empty. */
static inline ALWAYS_INLINE LaneRisks end_lanes(const Flood *flood, const Lanes *kept) {
    LaneRisks risks = {0};
    for (size_t i = 0; i < flood->network->firm_count; i++) {
        add_risks(&risks, flood->arcs->sales[i] / flood->arcs->total_sales, &flood->down[i],
                  &flood->up[i]);
        keep_only(kept, &flood->down[i]);
        keep_only(kept, &flood->up[i]);
    }
    for (size_t i = 0; i < flood->network->sector_count; i++) {
        keep_only(kept, &flood->sector_lost[i]);
    }
    return risks;
}

WITH_WIDE_VECTORS UNROLLED static LaneRisks end_lanes_wide(const Flood *flood, const Lanes *kept) {
    return end_lanes(flood, kept);
}

UNROLLED static LaneRisks end_lanes_plain(const Flood *flood, const Lanes *kept) {
    return end_lanes(flood, kept);
}

static bool has_ended(const Flood *flood, size_t lane) {
    return flood->uses[lane].risk != NULL && !(flood->moved.at[lane] > flood->tolerance);
}

static void free_lane_of(Flood *flood, size_t lane, const LaneRisks *risks) {
    LaneUse *use = &flood->uses[lane];
    *use->risk = (FirmRisk){risks->both.at[lane], risks->down.at[lane], risks->up.at[lane]};
    use->risk = NULL;
    flood->held[use->stopped] &= ~(1U << lane);
    flood->used--;
}

static void free_ended(Flood *flood) {
    Lanes kept = {{0}};
    bool has_any = false;
    for (size_t k = 0; k < FLOOD_LANES; k++) {
        kept.at[k] = has_ended(flood, k) ? 0 : 1;
        has_any = has_any || has_ended(flood, k);
    }
    if (!has_any) {
        return;
    }
    const LaneRisks risks =
        HAS_WIDE_VECTORS() ? end_lanes_wide(flood, &kept) : end_lanes_plain(flood, &kept);
    for (size_t k = 0; k < FLOOD_LANES; k++) {
        if (has_ended(flood, k)) {
            free_lane_of(flood, k, &risks);
        }
    }
}

static bool check_steps(Flood *flood, Error *error) {
    for (size_t k = 0; k < FLOOD_LANES; k++) {
        LaneUse *use = &flood->uses[k];
        if (use->risk != NULL && ++use->steps == STEPS_MAX) {
            return error_set(error, ERROR_FAILED, "a cascade did not end in %d steps", STEPS_MAX);
        }
    }
    return true;
}

bool flood_step(Flood *flood, Error *error) {
    if (HAS_WIDE_VECTORS()) {
        step_firms_wide(flood);
    } else {
        step_firms_plain(flood);
    }
    Lanes *before = flood->up;
    flood->up = flood->up_next;
    flood->up_next = before;
    free_ended(flood);
    return check_steps(flood, error);
}
