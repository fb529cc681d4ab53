/* SPDX-License-Identifier: Apache-2.0 */
#include <math.h>
#include <stdlib.h>

#include "network/network.h"

/* The Economic Systemic Risk Index of Diem, Borsos, Reisch, Kertesz and Thurner (Scientific
 * Reports 12, 7719, 2022), for LANES firms at once: every state is an array of LANES doubles,
 * one for each firm that stops, so that the inner loops are straight vector code. Each lane
 * stops moving when its own cascade has ended, whatever the others do. */

enum { LANES = 16, STEPS_MAX = 100000 };

typedef struct Lanes {
    double at[LANES];
} Lanes;

/* One supplier of a firm, or one buyer of it; those that supply one sector stand together. */
typedef struct Arc {
    size_t firm;
    double part;
} Arc;

/* Suppliers of one sector to one firm, whose loss it feels on its own (essential) or together
 * with its other inputs (ordinary). */
typedef struct InputGroup {
    size_t first;
    size_t count;
    bool is_essential;
} InputGroup;

typedef struct Cascade {
    const FirmNetwork *network;
    double tolerance;
    const double *sales; /* of each firm */
    double total_sales;
    const size_t *group_start; /* for each firm: its first group */
    const InputGroup *groups;
    const Arc *suppliers;
    const size_t *buyer_start;
    const Arc *buyers;
    Lanes *down; /* output of each firm, 0..1, as its supplies allow */
    Lanes *down_next;
    Lanes *unasked; /* what of it nobody orders any more, 0..1 */
    Lanes *unasked_next;
    Lanes *missing; /* what each firm does not supply, as far as nobody can stand in for it */
    Lanes *sector;  /* sales that each sector still makes */
    unsigned char
        *is_missed; /* whether a firm's `missing`, and its `unasked`, is above 0 in some */
    unsigned char *is_unasked; /* lane: most are not, and are passed over */
} Cascade;

/* ---- the network as compressed arrays ---- */

static int order(size_t a, size_t b) {
    return (a > b) - (a < b);
}

static int compare_by_supplier(const void *a, const void *b) {
    const FirmLink *left = a;
    const FirmLink *right = b;
    const int by = order(left->supplier, right->supplier);
    return by != 0 ? by : order(left->buyer, right->buyer);
}

/* A link with the sector it comes from, for the order by buyer. */
typedef struct Input {
    FirmLink link;
    size_t sector;
} Input;

static int compare_inputs(const void *a, const void *b) {
    const Input *left = a;
    const Input *right = b;
    int by = order(left->link.buyer, right->link.buyer);
    by = by != 0 ? by : order(left->sector, right->sector);
    return by != 0 ? by : order(left->link.supplier, right->link.supplier);
}

static void sort(void *items, size_t count, size_t size,
                 int (*compare)(const void *, const void *)) {
    if (count > 1) {
        qsort(items, count, size, compare);
    }
}

static void build_buyers(Arena *arena, Cascade *cascade) {
    const FirmNetwork *network = cascade->network;
    FirmLink *links = ARENA_MANY(arena, FirmLink, network->link_count);
    size_t *start = ARENA_MANY(arena, size_t, network->firm_count + 1);
    double *sales = ARENA_MANY(arena, double, network->firm_count);
    for (size_t i = 0; i < network->link_count; i++) {
        links[i] = network->links[i];
        start[links[i].supplier + 1]++;
        sales[links[i].supplier] += links[i].weight;
    }
    sort(links, network->link_count, sizeof(FirmLink), compare_by_supplier);
    for (size_t i = 0; i < network->firm_count; i++) {
        start[i + 1] += start[i];
        cascade->total_sales += sales[i];
    }
    Arc *buyers = ARENA_MANY(arena, Arc, network->link_count);
    for (size_t i = 0; i < network->link_count; i++) {
        const double all = sales[links[i].supplier];
        buyers[i] = (Arc){links[i].buyer, all > 0 ? links[i].weight / all : 0};
    }
    cascade->sales = sales;
    cascade->buyer_start = start;
    cascade->buyers = buyers;
}

static Input *sorted_inputs(Arena *arena, const FirmNetwork *network, double *bought) {
    Input *inputs = ARENA_MANY(arena, Input, network->link_count);
    for (size_t i = 0; i < network->link_count; i++) {
        inputs[i] = (Input){network->links[i], network->sector[network->links[i].supplier]};
        bought[network->links[i].buyer] += network->links[i].weight;
    }
    sort(inputs, network->link_count, sizeof(Input), compare_inputs);
    return inputs;
}

static bool is_same_group(const Input *a, const Input *b) {
    return a->link.buyer == b->link.buyer && a->sector == b->sector;
}

/* What a part of a group's inputs counts for: of all of its sector where that is essential, of
 * all inputs where it is ordinary. */
static double group_whole(const Input *inputs, const InputGroup *group, double bought) {
    double whole = 0;
    for (size_t i = 0; i < group->count; i++) {
        whole += inputs[group->first + i].link.weight;
    }
    return group->is_essential ? whole : bought;
}

static void build_suppliers(Arena *arena, Cascade *cascade) {
    const FirmNetwork *network = cascade->network;
    double *bought = ARENA_MANY(arena, double, network->firm_count);
    const Input *inputs = sorted_inputs(arena, network, bought);
    size_t *start = ARENA_MANY(arena, size_t, network->firm_count + 1);
    InputGroup *groups = ARENA_MANY(arena, InputGroup, network->link_count);
    Arc *suppliers = ARENA_MANY(arena, Arc, network->link_count);
    size_t count = 0;
    for (size_t i = 0; i < network->link_count;) {
        const size_t buyer = inputs[i].link.buyer;
        InputGroup group = {i, 0, false};
        while (i < network->link_count && is_same_group(&inputs[group.first], &inputs[i])) {
            group.count++;
            i++;
        }
        const unsigned char kind =
            network->inputs[inputs[group.first].sector * network->sector_count +
                            network->sector[buyer]];
        group.is_essential = kind == INPUT_ESSENTIAL;
        const double whole = group_whole(inputs, &group, bought[buyer]);
        for (size_t j = group.first; j < i; j++) {
            suppliers[j] =
                (Arc){inputs[j].link.supplier, whole > 0 ? inputs[j].link.weight / whole : 0};
        }
        if (kind != INPUT_NEGLIGIBLE) {
            groups[count++] = group;
            start[buyer + 1]++;
        }
    }
    for (size_t i = 0; i < network->firm_count; i++) {
        start[i + 1] += start[i];
    }
    cascade->group_start = start;
    cascade->groups = groups;
    cascade->suppliers = suppliers;
}

static void make_states(Arena *arena, Cascade *cascade) {
    const size_t firms = cascade->network->firm_count;
    cascade->down = ARENA_MANY(arena, Lanes, firms);
    cascade->down_next = ARENA_MANY(arena, Lanes, firms);
    cascade->unasked = ARENA_MANY(arena, Lanes, firms);
    cascade->unasked_next = ARENA_MANY(arena, Lanes, firms);
    cascade->is_missed = ARENA_MANY(arena, unsigned char, firms);
    cascade->is_unasked = ARENA_MANY(arena, unsigned char, firms);
    cascade->missing = ARENA_MANY(arena, Lanes, firms);
    cascade->sector = ARENA_MANY(arena, Lanes, cascade->network->sector_count);
}

/* ---- one step ---- */

static void add_scaled(Lanes *sum, const Lanes *term, double factor) {
    for (size_t k = 0; k < LANES; k++) {
        sum->at[k] += factor * term->at[k];
    }
}

static bool has_any(const Lanes *lanes) {
    double sum = 0;
    for (size_t k = 0; k < LANES; k++) {
        sum += lanes->at[k];
    }
    return sum > 0;
}

/* The parts of what is gone at the arcs' other ends, where anything is. */
UNROLLED static Lanes sum_arcs(const Arc *arcs, size_t count, const Lanes *gone,
                               const unsigned char *is_gone) {
    Lanes sum = {{0}};
    for (size_t i = 0; i < count; i++) {
        const Lanes *other = &gone[arcs[i].firm];
        if (is_gone[arcs[i].firm] == 0) {
            continue;
        }
        for (size_t k = 0; k < LANES; k++) {
            sum.at[k] += arcs[i].part * other->at[k];
        }
    }
    return sum;
}

static void keep_larger(Lanes *largest, const Lanes *other) {
    for (size_t k = 0; k < LANES; k++) {
        largest->at[k] = largest->at[k] > other->at[k] ? largest->at[k] : other->at[k];
    }
}

/* A firm that stops can be stood in for by the others of its sector, in proportion to their
 * share of what the sector still sells. */
static void find_missing(Cascade *cascade) {
    const FirmNetwork *network = cascade->network;
    for (size_t i = 0; i < network->sector_count; i++) {
        cascade->sector[i] = (Lanes){{0}};
    }
    for (size_t i = 0; i < network->firm_count; i++) {
        add_scaled(&cascade->sector[network->sector[i]], &cascade->down[i], cascade->sales[i]);
    }
    for (size_t i = 0; i < network->firm_count; i++) {
        const Lanes *left = &cascade->sector[network->sector[i]];
        const double sales = cascade->sales[i];
        for (size_t k = 0; k < LANES; k++) {
            const double share = left->at[k] > sales ? sales / left->at[k] : 1;
            cascade->missing[i].at[k] = share * (1 - cascade->down[i].at[k]);
        }
        cascade->is_missed[i] = has_any(&cascade->missing[i]);
        cascade->is_unasked[i] = has_any(&cascade->unasked[i]);
    }
}

static void step_down(const Cascade *cascade, size_t firm) {
    Lanes ordinary = {{0}};
    Lanes worst = {{0}};
    for (size_t g = cascade->group_start[firm]; g < cascade->group_start[firm + 1]; g++) {
        const InputGroup *group = &cascade->groups[g];
        const Lanes sum = sum_arcs(&cascade->suppliers[group->first], group->count,
                                   cascade->missing, cascade->is_missed);
        if (group->is_essential) {
            keep_larger(&worst, &sum);
        } else {
            add_scaled(&ordinary, &sum, 1);
        }
    }
    keep_larger(&worst, &ordinary);
    for (size_t k = 0; k < LANES; k++) {
        const double left = 1 - worst.at[k];
        cascade->down_next[firm].at[k] = left > 0 ? left : 0;
    }
}

/* Who sells to nobody has no orders to lose. */
static void step_up(const Cascade *cascade, size_t firm) {
    const size_t first = cascade->buyer_start[firm];
    cascade->unasked_next[firm] =
        sum_arcs(&cascade->buyers[first], cascade->buyer_start[firm + 1] - first, cascade->unasked,
                 cascade->is_unasked);
}

/* Takes over one state's next values in the lanes that still run (1; else 0); `moved` keeps
 * the furthest that any firm moved in each lane. */
static void settle(Lanes *state, const Lanes *next, size_t firms, const Lanes *running,
                   Lanes *moved) {
    for (size_t i = 0; i < firms; i++) {
        for (size_t k = 0; k < LANES; k++) {
            const double step = running->at[k] * (next[i].at[k] - state[i].at[k]);
            const double size = step < 0 ? -step : step;
            moved->at[k] = size > moved->at[k] ? size : moved->at[k];
            state[i].at[k] = running->at[k] > 0 ? next[i].at[k] : state[i].at[k];
        }
    }
}

/* One step of all lanes that run; false when none does any more. */
static bool step(Cascade *cascade, size_t first, size_t count, Lanes *running) {
    const size_t firms = cascade->network->firm_count;
    find_missing(cascade);
    for (size_t i = 0; i < firms; i++) {
        step_down(cascade, i);
        step_up(cascade, i);
    }
    for (size_t k = 0; k < count; k++) {
        cascade->down_next[first + k].at[k] = 0;
        cascade->unasked_next[first + k].at[k] = 1;
    }
    Lanes moved = {{0}};
    settle(cascade->down, cascade->down_next, firms, running, &moved);
    settle(cascade->unasked, cascade->unasked_next, firms, running, &moved);
    bool goes_on = false;
    for (size_t k = 0; k < LANES; k++) {
        running->at[k] = moved.at[k] > cascade->tolerance ? 1 : 0;
        goes_on = goes_on || running->at[k] > 0;
    }
    return goes_on;
}

/* ---- the index ---- */

static void begin(Cascade *cascade, size_t first, size_t count, Lanes *running) {
    for (size_t i = 0; i < cascade->network->firm_count; i++) {
        for (size_t k = 0; k < LANES; k++) {
            cascade->down[i].at[k] = 1;
            cascade->unasked[i].at[k] = 0;
        }
    }
    for (size_t k = 0; k < LANES; k++) {
        running->at[k] = k < count ? 1 : 0;
    }
    for (size_t k = 0; k < count; k++) {
        cascade->down[first + k].at[k] = 0;
        cascade->unasked[first + k].at[k] = 1;
    }
}

static void add_up_risks(const Cascade *cascade, size_t first, size_t count, FirmRisk *risks) {
    for (size_t k = 0; k < count; k++) {
        FirmRisk risk = {0};
        for (size_t i = 0; i < cascade->network->firm_count; i++) {
            const double part = cascade->sales[i] / cascade->total_sales;
            const double down = 1 - cascade->down[i].at[k];
            const double up = cascade->unasked[i].at[k];
            risk.both += part * fmax(down, up);
            risk.down += part * down;
            risk.up += part * up;
        }
        risks[first + k] = risk;
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

bool network_cascade(Arena *arena, const FirmNetwork *network, double tolerance, FirmRisk *risks,
                     Error *error) {
    if (!check_firms(network, error)) {
        return false;
    }
    Cascade cascade = {.network = network, .tolerance = tolerance};
    build_buyers(arena, &cascade);
    build_suppliers(arena, &cascade);
    make_states(arena, &cascade);
    for (size_t first = 0; first < network->firm_count; first += LANES) {
        const size_t left = network->firm_count - first;
        const size_t count = left < LANES ? left : LANES;
        Lanes running;
        begin(&cascade, first, count, &running);
        size_t steps = 0;
        while (step(&cascade, first, count, &running)) {
            if (++steps == STEPS_MAX) {
                return error_set(error, ERROR_FAILED, "a cascade did not end in %d steps",
                                 STEPS_MAX);
            }
        }
        add_up_risks(&cascade, first, count, risks);
    }
    return true;
}
