/* SPDX-License-Identifier: Apache-2.0 */
#include "service/stress.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "service/findings.h"
#include "service/weeks.h"

/* Less than this part of a week's ordinary need is rounding. */
static const double SAME = 1e-6;

/* Reactions smaller than this part of a week's ordinary need are not told. */
static const double REACTION_LEAST = 0.01;

/* ---- times ---- */

static double *owed_by_line(const Stressing *work, Arena *arena, const Plan *plan) {
    const size_t weeks = work->gated->network.period_count;
    double *owed = ARENA_MANY(arena, double, work->line_count *weeks);
    for (size_t i = 0; i < work->gated->network.demand_count; i++) {
        for (size_t week = 0; week < weeks; week++) {
            owed[work->line_of_demand[i] * weeks + week] += plan->owed[i * weeks + week];
        }
    }
    return owed;
}

static double *ordinary_by_line(const Stressing *work, Arena *arena) {
    double *ordinary = ARENA_MANY(arena, double, work->line_count);
    for (size_t i = 0; i < work->gated->network.demand_count; i++) {
        ordinary[work->line_of_demand[i]] += work->gated->demand_weekly[i];
    }
    return ordinary;
}

void stress_times(const Stressing *work, const Plan *plan, double *survive_weeks,
                  double *recover_weeks) {
    const size_t weeks = work->gated->network.period_count;
    Arena *scratch = arena_new();
    const double *owed = owed_by_line(work, scratch, plan);
    const double *base = owed_by_line(work, scratch, &work->base);
    const double *ordinary = ordinary_by_line(work, scratch);
    size_t first = weeks;
    size_t after_last = 0;
    for (size_t i = 0; i < work->line_count; i++) {
        for (size_t week = 0; week < weeks; week++) {
            const size_t at = i * weeks + week;
            if (owed[at] > base[at] + SAME * ordinary[i]) {
                first = week < first ? week : first;
                after_last = week + 1 > after_last ? week + 1 : after_last;
            }
        }
    }
    *survive_weeks = first == weeks ? INFINITY : (double)first;
    *recover_weeks = first != weeks && after_last == weeks ? INFINITY : (double)after_last;
    arena_free(scratch);
}

/* ---- one scenario ---- */

static void fill_programmes(const Stressing *work, StressScenario *scenario) {
    const size_t weeks = work->gated->network.period_count;
    const double *ordinary = ordinary_by_line(work, work->arena);
    double *owed = ARENA_MANY(work->arena, double, work->gated->workspace->programme_count *weeks);
    for (size_t i = 0; i < work->line_count; i++) {
        const ReportLine *line = &scenario->lines[i];
        for (size_t week = 0; ordinary[i] > 0 && week < weeks; week++) {
            owed[line->programme * weeks + week] += line->owed_weekly[week] / ordinary[i];
        }
    }
    scenario->owed_weekly = owed;
}

/* Amounts live in the result's arena; the plan may go. */
static void fill_lines(const Stressing *work, const Plan *plan, StressScenario *scenario) {
    ReportLine *lines = ARENA_MANY(work->arena, ReportLine, work->line_count);
    for (size_t i = 0; i < work->line_count; i++) {
        lines[i] = work->lines[i];
    }
    findings_fill_lines(work->arena, work->gated, plan, work->line_of_demand, lines,
                        work->line_count);
    scenario->lines = lines;
    fill_programmes(work, scenario);
}

static double total(const double *values, size_t count) {
    double sum = 0;
    for (size_t i = 0; i < count; i++) {
        sum += values[i];
    }
    return sum;
}

static void add_reaction(const Stressing *work, Array *reactions, StressReaction reaction) {
    const double ordinary = work->gated->item_weekly[reaction.item];
    if (fabs(reaction.after - reaction.before) > REACTION_LEAST * ordinary) {
        StressReaction *added = array_add(reactions);
        *added = reaction;
    }
}

typedef struct RankedReaction {
    StressReaction reaction;
    double size;
} RankedReaction;

static int compare_reactions(const void *a, const void *b) {
    const RankedReaction *left = a;
    const RankedReaction *right = b;
    if (left->size < right->size || left->size > right->size) {
        return left->size > right->size ? -1 : 1;
    }
    return text_compare(left->reaction.what, right->reaction.what);
}

static void keep_reactions(const Stressing *work, const Array *found, StressScenario *scenario) {
    RankedReaction *ranked = ARENA_MANY(work->arena, RankedReaction, found->count);
    StressReaction *reactions = ARENA_MANY(work->arena, StressReaction, found->count);
    for (size_t i = 0; i < found->count; i++) {
        const StressReaction *reaction = array_at(found, i);
        ranked[i].reaction = *reaction;
        ranked[i].size =
            fabs(reaction->after - reaction->before) / work->gated->item_weekly[reaction->item];
    }
    if (found->count > 1) {
        qsort(ranked, found->count, sizeof(RankedReaction), compare_reactions);
    }
    for (size_t i = 0; i < found->count; i++) {
        reactions[i] = ranked[i].reaction;
    }
    scenario->reactions = reactions;
    scenario->reaction_count = found->count;
}

static const double *sent_by_lane(Arena *arena, const GatedPlan *gated, const Plan *plan) {
    const size_t weeks = gated->network.period_count;
    double *sent = ARENA_MANY(arena, double, gated->workspace->lane_count);
    for (size_t i = 0; i < gated->network.lane_count; i++) {
        sent[gated->links[i].lane] += total(plan->sent + i * weeks, weeks);
    }
    return sent;
}

static void find_reactions(const Stressing *work, const Plan *plan, StressScenario *scenario) {
    const Workspace *workspace = work->gated->workspace;
    const size_t weeks = work->gated->network.period_count;
    Array found = array_new(work->arena, sizeof(StressReaction));
    for (size_t i = 0; i < workspace->activity_count; i++) {
        add_reaction(work, &found,
                     (StressReaction){text_format(work->arena, "activity %.*s",
                                                  TEXT_ARGS(workspace->activities[i].id)),
                                      workspace->activities[i].item,
                                      total(work->base.made + i * weeks, weeks),
                                      total(plan->made + i * weeks, weeks)});
    }
    const double *after = sent_by_lane(work->arena, work->gated, plan);
    for (size_t i = 0; i < workspace->lane_count; i++) {
        add_reaction(work, &found,
                     (StressReaction){stress_lane_name(work->arena, workspace, i),
                                      workspace->lanes[i].item, work->stress->lane_sent[i],
                                      after[i]});
    }
    keep_reactions(work, &found, scenario);
}

static void fill_scenario(const Stressing *work, const Plan *plan, const Shares *shares,
                          StressScenario *scenario) {
    scenario->objective = plan->objective;
    scenario->lateness = plan->lateness;
    scenario->loss = plan->objective - work->base.objective;
    fill_lines(work, plan, scenario);
    stress_times(work, plan, &scenario->survive_weeks, &scenario->recover_weeks);
    stress_explain(work, plan, shares, scenario);
}

static bool solve_scenario(Stressing *work, Text ids, StressScenario *scenario) {
    Arena *scratch = arena_new();
    Shares shares = shares_new(scratch, work->gated);
    Plan plan;
    bool is_done = scenarios_lose(scratch, work->gated, ids, &shares, work->error);
    if (is_done) {
        const NetworkBarrier loss =
            shares_loss(scratch, work->gated, &shares, &scenario->boundless_count);
        is_done = network_solve_without(work->solver, scratch, &loss, 1, &plan, work->error);
    }
    if (is_done) {
        scenario->id = ids;
        fill_scenario(work, &plan, &shares, scenario);
        find_reactions(work, &plan, scenario);
    }
    arena_free(scratch);
    return is_done;
}

/* "The mine floods, and no gallium"; a probability where every one of them has one, as if they
 * were independent. */
static void name_scenario(Stressing *work, const ScenarioHead *heads, size_t head_count, Text ids,
                          StressScenario *scenario) {
    TextBuilder name = text_builder_new(work->arena);
    Amount both = {true, decimal_from_integer(1)};
    Text id = {0};
    while (text_split(&ids, '+', &id)) {
        for (size_t i = 0; i < head_count; i++) {
            if (text_equals(heads[i].id, text_trim(id))) {
                text_add(&name, text_built(&name).length > 0 ? TEXT("; ") : TEXT(""));
                text_add(&name, heads[i].name);
                both.is_given =
                    both.is_given && heads[i].probability.is_given &&
                    decimal_multiply(both.value, heads[i].probability.value, &both.value);
            }
        }
    }
    scenario->name = text_built(&name);
    scenario->probability = both;
}

bool stress_ahead(Stressing *work, const Text *ids, size_t count) {
    Arena *scratch CLEANUP(arena_close) = arena_new();
    NetworkBarrier *losses = ARENA_MANY(scratch, NetworkBarrier, count);
    for (size_t i = 0; i < count; i++) {
        Shares shares = shares_new(scratch, work->gated);
        size_t boundless = 0;
        if (!text_is_empty(ids[i]) &&
            !scenarios_lose(scratch, work->gated, ids[i], &shares, work->error)) {
            return false;
        }
        losses[i] = shares_loss(scratch, work->gated, &shares, &boundless);
    }
    return network_solve_ahead(work->solver, losses, count, work->error);
}

bool stress_scenarios(Stressing *work) {
    ScenarioHead *heads = NULL;
    const size_t head_count = scenarios_find(work->arena, work->gated->workspace, &heads);
    const size_t given = work->options->scenario_count;
    const size_t count = given > 0 ? given : head_count;
    StressScenario *scenarios = ARENA_MANY(work->arena, StressScenario, count + 1);
    fill_scenario(work, &work->base, NULL, &scenarios[0]);
    scenarios[0].name = TEXT("Nothing lost");
    Text *ids = ARENA_MANY(work->arena, Text, count);
    for (size_t i = 0; i < count; i++) {
        ids[i] = given > 0 ? work->options->scenarios[i] : heads[i].id;
    }
    for (size_t i = 0; i < count; i++) {
        const size_t left = count - i;
        if ((i % STRESS_AHEAD == 0 &&
             !stress_ahead(work, ids + i, left < STRESS_AHEAD ? left : STRESS_AHEAD)) ||
            !solve_scenario(work, ids[i], &scenarios[i + 1])) {
            return false;
        }
        name_scenario(work, heads, head_count, ids[i], &scenarios[i + 1]);
        if (work->options->plan.progress.report != NULL) {
            work->options->plan.progress.report(work->options->plan.progress.context,
                                                TEXT("losing scenarios"), i + 1, count);
        }
    }
    work->stress->scenarios = scenarios;
    work->stress->scenario_count = count + 1;
    return true;
}

/* ---- the whole ---- */

static bool work_through(Stressing *work) {
    if (!network_solve(work->solver, work->arena, &work->base, work->error)) {
        return false;
    }
    work->stress->lane_sent = sent_by_lane(work->arena, work->gated, &work->base);
    if (!stress_scenarios(work) || !stress_draws(work) || !stress_nodes(work)) {
        return false;
    }
    stress_points(work);
    stress_depths(work);
    stress_flows(work);
    return true;
}

bool service_stress(Arena *arena, const Workspace *workspace, const LawSet *set,
                    const StressOptions *options, Stress *stress, Error *error) {
    *stress = (Stress){
        .workspace = workspace,
        .set = set,
        .as_of = options->plan.as_of,
        .known_at = options->plan.known_at,
        .accept_unverified = options->plan.accept_unverified,
        .quantile = options->plan.quantile,
        .outage_weeks = options->outage_weeks,
    };
    LaneRulings rulings;
    if (!report_weeks(workspace, &options->plan, &stress->week_count, error) ||
        !lanes_rule(arena, workspace, set, &options->plan, stress->week_count, &rulings, error)) {
        return false;
    }
    stress->relies_on_unverified = rulings.relies_on_unverified;
    GatedPlan gated;
    plan_build(arena, workspace, &rulings, &gated);
    CLEANUP(network_solver_close) NetworkSolver *solver = network_solver_new(&gated.network, error);
    if (solver == NULL) {
        return false;
    }
    ReportLine *lines = NULL;
    size_t *line_of_demand = NULL;
    stress->line_count = findings_lines(arena, workspace, &lines, &line_of_demand);
    Stressing work = {.arena = arena,
                      .options = options,
                      .gated = &gated,
                      .solver = solver,
                      .line_of_demand = line_of_demand,
                      .lines = lines,
                      .line_count = stress->line_count,
                      .stress = stress,
                      .error = error};
    return work_through(&work);
}
