/* SPDX-License-Identifier: Apache-2.0 */
#include <math.h>
#include <stdlib.h>

#include "base/file.h"
#include "service/barriers.h"
#include "service/findings.h"
#include "service/outside.h"
#include "service/weeks.h"

enum { WEEKS_DEFAULT = 26 };

/* A line's amounts below this part of its demand are rounding. */
static const double EFFECT_TOLERANCE = 1e-6;

size_t service_workspace_packs(Arena *arena, const Workspace *workspace, const Text **paths) {
    Text *found = ARENA_MANY(arena, Text, workspace->setting_count);
    size_t count = 0;
    for (size_t i = 0; i < workspace->setting_count; i++) {
        if (text_equals(workspace->settings[i].key, TEXT("packs"))) {
            found[count++] = outside_path(arena, workspace->folder, workspace->settings[i].value);
        }
    }
    *paths = found;
    return count;
}

bool report_weeks(const Workspace *workspace, const ReportOptions *options, size_t *weeks,
                  Error *error) {
    int64_t value = options->horizon_weeks;
    const Text setting = workspace_setting(workspace, TEXT("horizon_weeks"));
    if (value == 0 && text_is_empty(setting)) {
        value = WEEKS_DEFAULT;
    } else if (value == 0 && !text_parse_integer(setting, &value)) {
        value = -1;
    }
    if (value < 1 || value > PLAN_WEEKS_MAX) {
        return error_set(error, ERROR_INVALID, "a horizon is from 1 to %d weeks", PLAN_WEEKS_MAX);
    }
    *weeks = (size_t)value;
    return true;
}

/* ---- what each barrier does to each line ---- */

typedef struct Owed {
    double *end;
    double *lateness;
} Owed;

static Owed owed_of(Arena *arena, const GatedPlan *gated, const Plan *plan,
                    const size_t *line_of_demand, size_t line_count) {
    const Owed owed = {ARENA_MANY(arena, double, line_count),
                       ARENA_MANY(arena, double, line_count)};
    findings_owed(gated, plan, line_of_demand, owed.end, owed.lateness);
    return owed;
}

static int compare_effects(const void *a, const void *b) {
    const BarrierEffect *left = a;
    const BarrierEffect *right = b;
    const double x = fabs(left->lateness_avoided);
    const double y = fabs(right->lateness_avoided);
    if (x < y || x > y) {
        return x > y ? -1 : 1;
    }
    return left->line < right->line ? -1 : 1;
}

/* Lateness of different items is compared by weeks of each line's ordinary need. */
static void keep_effects(Arena *arena, const Report *report, Owed base, Owed without,
                         ReportBarrier *barrier) {
    BarrierEffect *effects = ARENA_MANY(arena, BarrierEffect, report->line_count);
    for (size_t i = 0; i < report->line_count; i++) {
        const double tolerance = EFFECT_TOLERANCE * report->lines[i].demand;
        const double lateness = base.lateness[i] - without.lateness[i];
        const double shortfall = base.end[i] - without.end[i];
        if (fabs(lateness) > tolerance) {
            effects[barrier->effect_count++] = (BarrierEffect){
                .line = i,
                .shortfall_avoided = fabs(shortfall) > tolerance ? shortfall : 0,
                .lateness_avoided = lateness,
            };
        }
    }
    if (barrier->effect_count > 1) {
        qsort(effects, barrier->effect_count, sizeof(BarrierEffect), compare_effects);
    }
    barrier->effects = effects;
}

typedef struct Pricing {
    Arena *arena;
    const GatedPlan *gated;
    NetworkSolver *solver;
    const size_t *line_of_demand;
    const ServiceProgress *progress;
} Pricing;

static bool find_effects(const Pricing *pricing, const BarrierSet *found, const size_t *ranking,
                         Owed base, Report *report, ReportBarrier *ranked, Error *error) {
    NetworkBarrier *first = ARENA_MANY(pricing->arena, NetworkBarrier, report->certified_count);
    for (size_t i = 0; i < report->certified_count; i++) {
        first[i] = found->barriers[ranking[i]];
    }
    if (!network_solve_ahead(pricing->solver, first, report->certified_count, error)) {
        return false;
    }
    for (size_t i = 0; i < report->certified_count; i++) {
        if (ranked[i].gain <= 0) {
            continue;
        }
        Plan plan;
        if (!network_solve_without(pricing->solver, pricing->arena, &found->barriers[ranking[i]], 1,
                                   &plan, error)) {
            return false;
        }
        const Owed without = owed_of(pricing->arena, pricing->gated, &plan, pricing->line_of_demand,
                                     report->line_count);
        keep_effects(pricing->arena, report, base, without, &ranked[i]);
    }
    return true;
}

static size_t count_certified(const BarrierValue *values, const size_t *ranking, size_t count,
                              size_t top) {
    size_t certain = 0;
    while (certain < count && values[ranking[certain]].is_exact && (top == 0 || certain < top)) {
        certain++;
    }
    return certain;
}

static bool price_barriers(const Pricing *pricing, const ReportOptions *options, Owed base,
                           Report *report, Error *error) {
    Arena *arena = pricing->arena;
    BarrierSet found;
    const ExposureModel *exposure = NULL;
    if (options->wants_exposure) {
        exposure = exposure_new(arena, pricing->gated->workspace, options->as_of, error);
    }
    if ((options->wants_exposure && exposure == NULL) ||
        !barriers_find(arena, pricing->gated, exposure, pricing->progress, &found, error)) {
        return false;
    }
    BarrierValue *values = ARENA_MANY(arena, BarrierValue, found.count);
    size_t *ranking = ARENA_MANY(arena, size_t, found.count);
    if (!network_price(pricing->solver, arena, found.barriers, found.count, options->top, values,
                       ranking, &report->solve_count, error)) {
        return false;
    }
    ReportBarrier *ranked = ARENA_MANY(arena, ReportBarrier, found.count);
    for (size_t i = 0; i < found.count; i++) {
        const BarrierValue *value = &values[ranking[i]];
        ranked[i] = found.shown[ranking[i]];
        ranked[i].price = value->price;
        ranked[i].price_back = value->price_back;
        ranked[i].ceiling = value->ceiling;
        ranked[i].gain = value->gain;
        ranked[i].is_exact = value->is_exact;
    }
    report->barriers = ranked;
    report->barrier_count = found.count;
    report->certified_count = count_certified(values, ranking, found.count, options->top);
    return find_effects(pricing, &found, ranking, base, report, ranked, error);
}

/* ---- the whole ---- */

static const LaneOutcomes *outcomes_of(Arena *arena, const LaneRulings *rulings) {
    const size_t count = rulings->workspace->lane_count;
    LaneOutcomes *outcomes = ARENA_MANY(arena, LaneOutcomes, count);
    for (size_t i = 0; i < count; i++) {
        outcomes[i].first = lane_ruling(rulings, i, rulings->first_stretch)->outcome;
        outcomes[i].last = lane_ruling(rulings, i, rulings->stretch_count - 1)->outcome;
    }
    return outcomes;
}

static void keep_law(Arena *arena, const LaneRulings *rulings, Report *report) {
    ReportChange *changes = NULL;
    ReportQuestion *questions = NULL;
    report->change_count = findings_changes(arena, rulings, &changes);
    report->question_count = findings_questions(arena, rulings, &questions);
    report->changes = changes;
    report->questions = questions;
    report->lanes = findings_lane_counts(rulings);
    report->lane_outcomes = outcomes_of(arena, rulings);
    report->relies_on_unverified = rulings->relies_on_unverified;
}

static bool keep_plan(Arena *arena, const GatedPlan *gated, const ReportOptions *options,
                      NetworkSolver *solver, Report *report, Error *error) {
    Plan plan;
    if (!network_solve(solver, arena, &plan, error)) {
        return false;
    }
    ReportLine *lines = NULL;
    size_t *line_of_demand = NULL;
    ReportSource *sources = NULL;
    report->line_count = findings_lines(arena, gated->workspace, &lines, &line_of_demand);
    findings_fill_lines(arena, gated, &plan, line_of_demand, lines, report->line_count);
    report->lines = lines;
    report->source_count = findings_sources(arena, gated, &plan, &sources);
    report->sources = sources;
    report->objective = plan.objective;
    report->dual_objective = plan.dual_objective;
    report->lateness = plan.lateness;
    const Pricing pricing = {arena, gated, solver, line_of_demand, &options->progress};
    const Owed base = owed_of(arena, gated, &plan, line_of_demand, report->line_count);
    return price_barriers(&pricing, options, base, report, error);
}

bool service_report(Arena *arena, const Workspace *workspace, const LawSet *set,
                    const ReportOptions *options, Report *report, Error *error) {
    *report = (Report){
        .workspace = workspace,
        .set = set,
        .as_of = options->as_of,
        .known_at = options->known_at,
        .accept_unverified = options->accept_unverified,
        .quantile = options->quantile,
    };
    LaneRulings rulings;
    if (!report_weeks(workspace, options, &report->week_count, error) ||
        !lanes_days_before(workspace, &report->applied_days_before, error) ||
        !lanes_rule(arena, workspace, set, options, report->week_count, &rulings, error)) {
        return false;
    }
    GatedPlan gated;
    plan_build(arena, workspace, &rulings, &gated);
    CLEANUP(network_solver_close) NetworkSolver *solver = network_solver_new(&gated.network, error);
    if (solver == NULL || !keep_plan(arena, &gated, options, solver, report, error)) {
        return false;
    }
    keep_law(arena, &rulings, report);
    return true;
}
