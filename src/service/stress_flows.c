/* SPDX-License-Identifier: Apache-2.0 */
#include "base/map.h"
#include "service/stress.h"
#include "service/trace.h"

/* What the base plan uses, by tier and country: each input of each activity, and what is delivered,
 * from the countries that it was made in. Goods of one item at one site are taken to be mixed. */

typedef struct Flows {
    const Stressing *work;
    Arena *arena;
    size_t *tiers; /* of each item: the longest way down from what is wanted; 0: wanted itself */
    CountryList countries;
    Map *names;
    Array flows; /* of StressFlow */
} Flows;

/* Items that nothing wants stay at 0; nothing of them is used. */
static size_t *tiers_of(Arena *arena, const Workspace *workspace) {
    size_t *tiers = ARENA_MANY(arena, size_t, workspace->item_count);
    for (size_t i = workspace->item_count; i-- > 0;) {
        const size_t item = workspace->items_bottom_up[i];
        size_t first = 0;
        const size_t count = workspace_item_components(workspace, item, &first);
        for (size_t j = first; j < first + count; j++) {
            size_t *below = &tiers[workspace->components[j].component];
            *below = *below > tiers[item] + 1 ? *below : tiers[item] + 1;
        }
    }
    return tiers;
}

static void add_flow(Flows *flows, const StressFlow *flow) {
    const Text key = text_format(flows->arena, "%zu %.*s %zu %.*s", flow->from_tier,
                                 TEXT_ARGS(flow->from), flow->to_tier, TEXT_ARGS(flow->to));
    size_t at = flows->flows.count;
    if (map_add(flows->names, key, at)) {
        *(StressFlow *)array_add(&flows->flows) = *flow;
        return;
    }
    (void)map_find(flows->names, key, &at);
    StressFlow *known = array_at(&flows->flows, at);
    known->weeks += flow->weeks;
}

/* So much of an item is used at a site; `mixed` has its origins at every site. */
static void add_use(Flows *flows, const double *mixed, size_t item, size_t site, size_t to_tier,
                    double amount) {
    const GatedPlan *gated = flows->work->gated;
    const double weekly = gated->item_weekly[item];
    const double *origins = mixed + site * flows->countries.count;
    double total = 0;
    for (size_t i = 0; i < flows->countries.count; i++) {
        total += origins[i];
    }
    if (!(amount > 0) || !(weekly > 0) || !(total > 0)) {
        return;
    }
    for (size_t i = 0; i < flows->countries.count; i++) {
        if (origins[i] > 0) {
            add_flow(flows, &(StressFlow){.from_tier = flows->tiers[item] + 1,
                                          .to_tier = to_tier,
                                          .from = flows->countries.codes[i],
                                          .to = gated->workspace->parties[site].country,
                                          .weeks = amount / weekly * origins[i] / total});
        }
    }
}

static double all_weeks(const double *amounts, size_t row, size_t weeks) {
    double sum = 0;
    for (size_t week = 0; week < weeks; week++) {
        sum += amounts[row * weeks + week];
    }
    return sum;
}

static void add_item(Flows *flows, const BasePlan *base, size_t item) {
    const Network *network = &base->gated.network;
    const size_t weeks = network->period_count;
    Arena *scratch CLEANUP(arena_close) = arena_new();
    const double *mixed = trace_origins(scratch, base, &flows->countries, item, 0, weeks);
    for (size_t i = 0; i < network->demand_count; i++) {
        if (network->demands[i].item == item) {
            add_use(flows, mixed, item, network->demands[i].site, 0,
                    all_weeks(base->plan.delivered, i, weeks));
        }
    }
    for (size_t i = 0; i < network->activity_count; i++) {
        const NetworkActivity *activity = &network->activities[i];
        for (size_t j = 0; j < activity->input_count; j++) {
            if (activity->inputs[j].item == item) {
                add_use(flows, mixed, item, activity->site, flows->tiers[activity->item] + 1,
                        activity->inputs[j].quantity * all_weeks(base->plan.made, i, weeks));
            }
        }
    }
}

static int compare_flows(const void *a, const void *b) {
    const StressFlow *left = a;
    const StressFlow *right = b;
    if (left->from_tier != right->from_tier) {
        return left->from_tier > right->from_tier ? -1 : 1;
    }
    if (left->weeks < right->weeks || left->weeks > right->weeks) {
        return left->weeks > right->weeks ? -1 : 1;
    }
    const int from = text_compare(left->from, right->from);
    const int to = text_compare(left->to, right->to);
    const int tier = (left->to_tier > right->to_tier) - (left->to_tier < right->to_tier);
    return from != 0 ? from : to != 0 ? to : tier;
}

void stress_flows(Stressing *work) {
    const Workspace *workspace = work->gated->workspace;
    const BasePlan base = {.gated = *work->gated, .plan = work->base};
    Flows flows = {.work = work,
                   .arena = work->arena,
                   .tiers = tiers_of(work->arena, workspace),
                   .countries = trace_countries(work->arena, workspace),
                   .names = map_new(work->arena),
                   .flows = array_new(work->arena, sizeof(StressFlow))};
    for (size_t i = 0; i < workspace->item_count; i++) {
        add_item(&flows, &base, i);
    }
    array_sort(&flows.flows, compare_flows);
    work->stress->flows = ARRAY_ITEMS(StressFlow, &flows.flows);
    work->stress->flow_count = flows.flows.count;
    work->stress->item_weekly = work->gated->item_weekly;
}
