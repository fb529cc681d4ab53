/* SPDX-License-Identifier: Apache-2.0 */
#include <math.h>
#include <stdlib.h>

#include "service/stress.h"

/* ---- each supplier lost alone ---- */

static size_t find_suppliers(Arena *arena, const Workspace *workspace, size_t **suppliers) {
    bool *supplies = ARENA_MANY(arena, bool, workspace->party_count);
    for (size_t i = 0; i < workspace->activity_count; i++) {
        supplies[workspace->activities[i].site] = true;
    }
    for (size_t i = 0; i < workspace->lane_count; i++) {
        supplies[workspace->lanes[i].from_site] = true;
    }
    *suppliers = ARENA_MANY(arena, size_t, workspace->party_count);
    size_t count = 0;
    for (size_t i = 0; i < workspace->party_count; i++) {
        if (supplies[i]) {
            (*suppliers)[count++] = i;
        }
    }
    return count;
}

static NetworkBarrier supplier_loss(Arena *arena, const GatedPlan *gated, size_t party,
                                    size_t weeks) {
    Arena *scratch = arena_new();
    Shares shares = shares_new(scratch, gated);
    size_t boundless = 0;
    shares_lose_supplier(gated, party, weeks, &shares);
    const NetworkBarrier loss = shares_loss(arena, gated, &shares, &boundless);
    arena_free(scratch);
    return loss;
}

/* The node lost for as long as recoveries are timed after. */
static NetworkBarrier outage_of(Arena *arena, const Stressing *work, const StressNode *node) {
    const size_t all = work->gated->network.period_count;
    const size_t asked = (size_t)work->options->outage_weeks;
    return supplier_loss(arena, work->gated, node->party, asked < all ? asked : all);
}

static bool time_recovery(Stressing *work, StressNode *node) {
    Arena *scratch = arena_new();
    const NetworkBarrier loss = outage_of(scratch, work, node);
    Plan plan;
    double survived = 0;
    const bool is_done = network_solve_without(work->solver, scratch, &loss, 1, &plan, work->error);
    if (is_done) {
        stress_times(work, &plan, &survived, &node->recover_weeks);
    }
    arena_free(scratch);
    return is_done;
}

static bool time_recoveries(Stressing *work, StressNode *nodes, size_t count) {
    for (size_t i = 0; i < count; i++) {
        const size_t left = count - i < STRESS_AHEAD ? count - i : STRESS_AHEAD;
        Arena *scratch CLEANUP(arena_close) = arena_new();
        NetworkBarrier *next = ARENA_MANY(scratch, NetworkBarrier, left);
        for (size_t j = 0; i % STRESS_AHEAD == 0 && j < left; j++) {
            next[j] = outage_of(scratch, work, &nodes[i + j]);
        }
        if ((i % STRESS_AHEAD == 0 &&
             !network_solve_ahead(work->solver, next, left, work->error)) ||
            !time_recovery(work, &nodes[i])) {
            return false;
        }
    }
    return true;
}

static size_t count_certified(const StressNode *nodes, size_t count, size_t top) {
    size_t certain = 0;
    while (certain < count && nodes[certain].is_exact && (top == 0 || certain < top)) {
        certain++;
    }
    return certain;
}

bool stress_nodes(Stressing *work) {
    Arena *arena = work->arena;
    const GatedPlan *gated = work->gated;
    size_t *suppliers = NULL;
    const size_t count = find_suppliers(arena, gated->workspace, &suppliers);
    NetworkBarrier *losses = ARENA_MANY(arena, NetworkBarrier, count);
    LossValue *values = ARENA_MANY(arena, LossValue, count);
    size_t *ranking = ARENA_MANY(arena, size_t, count);
    double *survived = ARENA_MANY(arena, double, count);
    for (size_t i = 0; i < count; i++) {
        losses[i] = supplier_loss(arena, gated, suppliers[i], gated->network.period_count);
    }
    if (!network_rank_losses(work->solver, arena, losses, count, work->options->plan.top, values,
                             ranking, &work->stress->solve_count, work->error) ||
        !network_survive(arena, &gated->network, 0, losses, count, survived, NULL, work->error)) {
        return false;
    }
    StressNode *nodes = ARENA_MANY(arena, StressNode, count);
    for (size_t i = 0; i < count; i++) {
        const LossValue *value = &values[ranking[i]];
        nodes[i] = (StressNode){
            suppliers[ranking[i]], value->floor, value->ceiling, value->loss, value->is_exact,
            survived[ranking[i]],  NAN};
    }
    work->stress->nodes = nodes;
    work->stress->node_count = count;
    work->stress->certified_count = count_certified(nodes, count, work->options->plan.top);
    return time_recoveries(work, nodes, work->stress->certified_count);
}

/* ---- single points of failure ---- */

static int compare_points(const void *a, const void *b) {
    const StressPoint *left = a;
    const StressPoint *right = b;
    if (left->is_hidden != right->is_hidden) {
        return left->is_hidden ? -1 : 1;
    }
    if (left->party != right->party) {
        return left->party < right->party ? -1 : 1;
    }
    return (left->demand > right->demand) - (left->demand < right->demand);
}

static void name_shut(const Stressing *work, const FailurePoint *found, StressPoint *point) {
    const size_t last = work->gated->network.period_count - 1;
    Text *shut = ARENA_MANY(work->arena, Text, found->lane_count);
    for (size_t i = 0; i < found->lane_count; i++) {
        const size_t link = found->lanes[i];
        const Text name =
            stress_lane_name(work->arena, work->gated->workspace, work->gated->links[link].lane);
        const Text why = stress_lane_reason(work->arena, work->gated, link, last);
        shut[i] = text_format(work->arena, "%.*s (%.*s)", TEXT_ARGS(name), TEXT_ARGS(why));
    }
    point->shut = shut;
    point->shut_count = found->lane_count;
}

/* In the network as law leaves it in the plan's last week, when what licences there are have
 * been waited for. */
void stress_points(Stressing *work) {
    FailurePoint *found = NULL;
    const size_t count = network_failure_points(work->arena, &work->gated->network,
                                                work->gated->network.period_count - 1, &found);
    StressPoint *points = ARENA_MANY(work->arena, StressPoint, count);
    for (size_t i = 0; i < count; i++) {
        points[i] = (StressPoint){.party = found[i].site,
                                  .demand = found[i].demand,
                                  .is_hidden = found[i].has_alternative};
        name_shut(work, &found[i], &points[i]);
    }
    if (count > 1) {
        qsort(points, count, sizeof(StressPoint), compare_points);
    }
    work->stress->points = points;
    work->stress->point_count = count;
}
