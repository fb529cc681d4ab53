/* SPDX-License-Identifier: Apache-2.0 */
#include "network/trickle.h"

enum { STEPS_MAX = 1000 };

struct Trickle {
    const FirmNetwork *network;
    const FirmArcs *arcs;
    FirmPushes pushes;
    double tolerance;
    size_t links_max;
    FirmLosses supplies;    /* for want of supplies */
    FirmLosses orders;      /* for want of orders */
    double *ordinary;       /* of each firm: what its ordinary inputs lack, together */
    double *lacking;        /* of each group: what is missing of it */
    size_t *lacking_groups; /* those where that is above 0 */
    size_t lacking_count;
    double *sector_sales;
    double *sector_lost;
};

static double larger(double a, double b) {
    return a > b ? a : b;
}

static FirmLosses losses_new(Arena *arena, size_t firms) {
    return (FirmLosses){.gone = ARENA_MANY(arena, double, firms),
                        .next = ARENA_MANY(arena, double, firms),
                        .firms = ARENA_MANY(arena, size_t, firms),
                        .is_in = ARENA_MANY(arena, bool, firms)};
}

static void losses_add(FirmLosses *losses, size_t firm) {
    if (!losses->is_in[firm]) {
        losses->is_in[firm] = true;
        losses->firms[losses->count++] = firm;
    }
}

static void losses_clear(FirmLosses *losses) {
    for (size_t n = 0; n < losses->count; n++) {
        const size_t firm = losses->firms[n];
        losses->gone[firm] = 0;
        losses->next[firm] = 0;
        losses->is_in[firm] = false;
    }
    losses->count = 0;
}

Trickle *trickle_new(Arena *arena, const FirmNetwork *network, const FirmArcs *arcs,
                     double tolerance, size_t links_max) {
    Trickle *trickle = ARENA_MANY(arena, Trickle, 1);
    trickle->network = network;
    trickle->arcs = arcs;
    trickle->pushes = firm_pushes_new(arena, network, arcs);
    trickle->tolerance = tolerance;
    trickle->links_max = links_max;
    trickle->supplies = losses_new(arena, network->firm_count);
    trickle->orders = losses_new(arena, network->firm_count);
    trickle->ordinary = ARENA_MANY(arena, double, network->firm_count);
    trickle->lacking = ARENA_MANY(arena, double, trickle->pushes.group_count);
    trickle->lacking_groups = ARENA_MANY(arena, size_t, trickle->pushes.group_count);
    trickle->sector_sales = ARENA_MANY(arena, double, network->sector_count);
    trickle->sector_lost = ARENA_MANY(arena, double, network->sector_count);
    for (size_t i = 0; i < network->firm_count; i++) {
        trickle->sector_sales[network->sector[i]] += arcs->sales[i];
    }
    return trickle;
}

/* ---- one step ---- */

static size_t links_ahead(const FirmLosses *losses, const size_t *start) {
    size_t links = 0;
    for (size_t n = 0; n < losses->count; n++) {
        links += start[losses->firms[n] + 1] - start[losses->firms[n]];
    }
    return links;
}

static bool is_too_wide(const Trickle *trickle) {
    return links_ahead(&trickle->supplies, trickle->pushes.output_start) > trickle->links_max ||
           links_ahead(&trickle->orders, trickle->pushes.order_start) > trickle->links_max;
}

static void find_lost_sales(const Trickle *trickle) {
    const FirmLosses *supplies = &trickle->supplies;
    for (size_t n = 0; n < supplies->count; n++) {
        trickle->sector_lost[trickle->network->sector[supplies->firms[n]]] = 0;
    }
    for (size_t n = 0; n < supplies->count; n++) {
        const size_t firm = supplies->firms[n];
        trickle->sector_lost[trickle->network->sector[firm]] +=
            trickle->arcs->sales[firm] * supplies->gone[firm];
    }
}

/* What a firm does not supply, as far as the others of its sector cannot stand in for it. */
static double missing_of(const Trickle *trickle, size_t firm) {
    const size_t sector = trickle->network->sector[firm];
    const double left = trickle->sector_sales[sector] - trickle->sector_lost[sector];
    const double sales = trickle->arcs->sales[firm];
    return (left > sales ? sales / left : 1) * trickle->supplies.gone[firm];
}

static void push_missing(Trickle *trickle, size_t firm) {
    const FirmPushes *pushes = &trickle->pushes;
    const double missing = missing_of(trickle, firm);
    for (size_t i = pushes->output_start[firm]; i < pushes->output_start[firm + 1]; i++) {
        const double more = pushes->outputs[i].part * missing;
        double *lacking = &trickle->lacking[pushes->outputs[i].firm];
        if (*lacking == 0 && more > 0) {
            trickle->lacking_groups[trickle->lacking_count++] = pushes->outputs[i].firm;
        }
        *lacking += more;
    }
}

static void feel_groups(Trickle *trickle) {
    for (size_t n = 0; n < trickle->lacking_count; n++) {
        const size_t group = trickle->lacking_groups[n];
        const size_t buyer = trickle->pushes.group_buyer[group];
        const double lacking = trickle->lacking[group];
        if (trickle->arcs->groups[group].is_essential) {
            double *worst = &trickle->supplies.next[buyer];
            *worst = larger(*worst, lacking);
        } else {
            trickle->ordinary[buyer] += lacking;
        }
        losses_add(&trickle->supplies, buyer);
        trickle->lacking[group] = 0;
    }
    trickle->lacking_count = 0;
}

static void step_down(Trickle *trickle) {
    FirmLosses *supplies = &trickle->supplies;
    const size_t count = supplies->count;
    find_lost_sales(trickle);
    for (size_t n = 0; n < count; n++) {
        push_missing(trickle, supplies->firms[n]);
    }
    feel_groups(trickle);
    for (size_t n = 0; n < supplies->count; n++) {
        const size_t firm = supplies->firms[n];
        const double worst = larger(supplies->next[firm], trickle->ordinary[firm]);
        supplies->next[firm] = worst < 1 ? worst : 1;
        trickle->ordinary[firm] = 0;
    }
}

static void step_up(Trickle *trickle) {
    const FirmPushes *pushes = &trickle->pushes;
    FirmLosses *orders = &trickle->orders;
    const size_t count = orders->count;
    for (size_t n = 0; n < count; n++) {
        const size_t buyer = orders->firms[n];
        for (size_t i = pushes->order_start[buyer]; i < pushes->order_start[buyer + 1]; i++) {
            const size_t supplier = pushes->orders[i].firm;
            orders->next[supplier] += pushes->orders[i].part * orders->gone[buyer];
            losses_add(orders, supplier);
        }
    }
}

/* Takes over the next values; how far the furthest firm moved. */
static double settle(FirmLosses *losses, size_t stopped) {
    double moved = 0;
    losses->next[stopped] = 1;
    for (size_t n = 0; n < losses->count; n++) {
        const size_t firm = losses->firms[n];
        moved = larger(moved, losses->next[firm] - losses->gone[firm]);
        moved = larger(moved, losses->gone[firm] - losses->next[firm]);
        losses->gone[firm] = losses->next[firm];
        losses->next[firm] = 0;
    }
    return moved;
}

static bool step(Trickle *trickle, size_t stopped) {
    step_down(trickle);
    step_up(trickle);
    const double down = settle(&trickle->supplies, stopped);
    const double up = settle(&trickle->orders, stopped);
    return larger(down, up) > trickle->tolerance;
}

/* ---- one firm ---- */

static FirmRisk risk_of(const Trickle *trickle) {
    const FirmLosses *supplies = &trickle->supplies;
    const FirmLosses *orders = &trickle->orders;
    FirmRisk risk = {0};
    for (size_t n = 0; n < supplies->count; n++) {
        const size_t firm = supplies->firms[n];
        const double part = trickle->arcs->sales[firm] / trickle->arcs->total_sales;
        risk.both += part * larger(supplies->gone[firm], orders->gone[firm]);
        risk.down += part * supplies->gone[firm];
    }
    for (size_t n = 0; n < orders->count; n++) {
        const size_t firm = orders->firms[n];
        const double lost =
            trickle->arcs->sales[firm] / trickle->arcs->total_sales * orders->gone[firm];
        risk.both += supplies->is_in[firm] ? 0 : lost;
        risk.up += lost;
    }
    return risk;
}

static void begin(FirmLosses *losses, size_t stopped) {
    losses_add(losses, stopped);
    losses->gone[stopped] = 1;
}

/* A cascade over few links that takes long is no more for this than one over many. */
bool trickle_run(Trickle *trickle, size_t stopped, FirmRisk *risk) {
    losses_clear(&trickle->supplies);
    losses_clear(&trickle->orders);
    begin(&trickle->supplies, stopped);
    begin(&trickle->orders, stopped);
    for (size_t steps = 0; steps < STEPS_MAX && !is_too_wide(trickle); steps++) {
        if (!step(trickle, stopped)) {
            *risk = risk_of(trickle);
            return true;
        }
    }
    return false;
}

const FirmLosses *trickle_supplies(const Trickle *trickle) {
    return &trickle->supplies;
}

const FirmLosses *trickle_orders(const Trickle *trickle) {
    return &trickle->orders;
}
