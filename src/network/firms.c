/* SPDX-License-Identifier: Apache-2.0 */
#include "network/firms.h"

#include <stdlib.h>
#include <string.h>

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

static void build_buyers(Arena *arena, const FirmNetwork *network, FirmArcs *found) {
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
        found->total_sales += sales[i];
    }
    Arc *buyers = ARENA_MANY(arena, Arc, network->link_count + ARCS_AHEAD);
    for (size_t i = 0; i < network->link_count; i++) {
        const double all = sales[links[i].supplier];
        buyers[i] = (Arc){links[i].buyer, all > 0 ? links[i].weight / all : 0};
    }
    found->sales = sales;
    found->buyer_start = start;
    found->buyers = buyers;
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

static void build_suppliers(Arena *arena, const FirmNetwork *network, FirmArcs *found) {
    double *bought = ARENA_MANY(arena, double, network->firm_count);
    const Input *inputs = sorted_inputs(arena, network, bought);
    size_t *start = ARENA_MANY(arena, size_t, network->firm_count + 1);
    size_t *supplier_start = ARENA_MANY(arena, size_t, network->firm_count + 1);
    InputGroup *groups = ARENA_MANY(arena, InputGroup, network->link_count);
    Arc *suppliers = ARENA_MANY(arena, Arc, network->link_count + ARCS_AHEAD);
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
        supplier_start[buyer + 1] += group.count;
    }
    for (size_t i = 0; i < network->firm_count; i++) {
        start[i + 1] += start[i];
        supplier_start[i + 1] += supplier_start[i];
    }
    found->supplier_start = supplier_start;
    found->group_start = start;
    found->groups = groups;
    found->suppliers = suppliers;
}

FirmArcs firm_arcs_new(Arena *arena, const FirmNetwork *network) {
    FirmArcs arcs = {0};
    build_buyers(arena, network, &arcs);
    build_suppliers(arena, network, &arcs);
    return arcs;
}

/* From how many each firm has, kept one further on, to where those of each begin. */
static void sum_up(size_t *start, size_t count) {
    for (size_t i = 0; i < count; i++) {
        start[i + 1] += start[i];
    }
}

static size_t *copy_starts(Arena *arena, const size_t *start, size_t count) {
    size_t *next = ARENA_MANY(arena, size_t, count);
    memcpy(next, start, count * sizeof(size_t));
    return next;
}

static void build_outputs(Arena *arena, const FirmArcs *arcs, size_t firms, FirmPushes *found) {
    size_t *start = ARENA_MANY(arena, size_t, firms + 1);
    size_t *buyer = ARENA_MANY(arena, size_t, arcs->group_start[firms]);
    for (size_t i = 0; i < firms; i++) {
        for (size_t g = arcs->group_start[i]; g < arcs->group_start[i + 1]; g++) {
            buyer[g] = i;
            for (size_t n = 0; n < arcs->groups[g].count; n++) {
                start[arcs->suppliers[arcs->groups[g].first + n].firm + 1]++;
            }
        }
    }
    sum_up(start, firms);
    size_t *next = copy_starts(arena, start, firms);
    Arc *outputs = ARENA_MANY(arena, Arc, start[firms]);
    for (size_t g = 0; g < arcs->group_start[firms]; g++) {
        for (size_t n = 0; n < arcs->groups[g].count; n++) {
            const Arc *arc = &arcs->suppliers[arcs->groups[g].first + n];
            outputs[next[arc->firm]++] = (Arc){g, arc->part};
        }
    }
    found->output_start = start;
    found->outputs = outputs;
    found->group_buyer = buyer;
    found->group_count = arcs->group_start[firms];
}

static void build_orders(Arena *arena, const FirmArcs *arcs, size_t firms, FirmPushes *found) {
    size_t *next = copy_starts(arena, arcs->supplier_start, firms);
    Arc *orders = ARENA_MANY(arena, Arc, arcs->supplier_start[firms]);
    for (size_t i = 0; i < firms; i++) {
        for (size_t n = arcs->buyer_start[i]; n < arcs->buyer_start[i + 1]; n++) {
            orders[next[arcs->buyers[n].firm]++] = (Arc){i, arcs->buyers[n].part};
        }
    }
    found->order_start = arcs->supplier_start;
    found->orders = orders;
}

FirmPushes firm_pushes_new(Arena *arena, const FirmNetwork *network, const FirmArcs *arcs) {
    FirmPushes pushes = {0};
    build_outputs(arena, arcs, network->firm_count, &pushes);
    build_orders(arena, arcs, network->firm_count, &pushes);
    return pushes;
}
