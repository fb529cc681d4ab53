/* SPDX-License-Identifier: Apache-2.0 */
#include <math.h>
#include <stdlib.h>

#include "base/map.h"
#include "service/stress.h"

/* Draws by splitmix64 (Steele, Lea and Flood, OOPSLA 2014): each scenario with a probability
 * happens or not, independently, in the order of scenario.csv. What a combination loses is worked
 * out once. */

enum { TAIL_IN = 20 /* one draw in so many is in the tail */ };

static uint64_t next_random(uint64_t *state) {
    *state += UINT64_C(0x9E3779B97F4A7C15);
    uint64_t z = *state;
    z = (z ^ (z >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94D049BB133111EB);
    return z ^ (z >> 31);
}

/* 0 up to, not including, 1. */
static double next_part(uint64_t *state) {
    return (double)(next_random(state) >> 11) * 0x1p-53;
}

typedef struct Case {
    Text ids;
    double loss;
    const double *programme_weeks; /* owed at the end */
} Case;

typedef struct Drawing {
    Stressing *work;
    const ScenarioHead *heads;
    size_t head_count;
    Map *known; /* combinations by their ids */
    Array cases;
} Drawing;

static const double *owed_at_the_end(const Stressing *work, const Plan *plan) {
    const GatedPlan *gated = work->gated;
    const size_t weeks = gated->network.period_count;
    double *ordinary = ARENA_MANY(work->arena, double, work->line_count);
    double *owed = ARENA_MANY(work->arena, double, gated->workspace->programme_count);
    for (size_t i = 0; i < gated->network.demand_count; i++) {
        ordinary[work->line_of_demand[i]] += gated->demand_weekly[i];
    }
    for (size_t i = 0; i < gated->network.demand_count; i++) {
        const double need = ordinary[work->line_of_demand[i]];
        if (need > 0) {
            owed[gated->workspace->demands[i].programme] +=
                plan->owed[i * weeks + weeks - 1] / need;
        }
    }
    return owed;
}

static bool solve_case(Drawing *drawing, Case *drawn) {
    Stressing *work = drawing->work;
    Arena *scratch = arena_new();
    Shares shares = shares_new(scratch, work->gated);
    size_t boundless = 0;
    Plan plan;
    bool is_done = text_is_empty(drawn->ids) ||
                   scenarios_lose(scratch, work->gated, drawn->ids, &shares, work->error);
    if (is_done) {
        const NetworkBarrier loss = shares_loss(scratch, work->gated, &shares, &boundless);
        is_done = network_solve_without(work->solver, scratch, &loss, 1, &plan, work->error);
    }
    if (is_done) {
        drawn->loss = text_is_empty(drawn->ids) ? 0 : plan.objective - work->base.objective;
        drawn->programme_weeks = owed_at_the_end(work, &plan);
    }
    arena_free(scratch);
    return is_done;
}

static Text draw_ids(const Drawing *drawing, uint64_t *state) {
    TextBuilder ids = text_builder_new(drawing->work->arena);
    for (size_t i = 0; i < drawing->head_count; i++) {
        const Amount chance = drawing->heads[i].probability;
        if (chance.is_given && next_part(state) < decimal_to_double(chance.value)) {
            text_add(&ids, text_built(&ids).length > 0 ? TEXT("+") : TEXT(""));
            text_add(&ids, drawing->heads[i].id);
        }
    }
    return text_built(&ids);
}

/* The combinations that come up, each once, in the order in which they do. */
static Array draw_distinct(const Drawing *drawing, uint64_t state, size_t count) {
    Array ids = array_new(drawing->work->arena, sizeof(Text));
    Map *known = map_new(drawing->work->arena);
    for (size_t i = 0; i < count; i++) {
        const Text drawn = draw_ids(drawing, &state);
        if (map_add(known, drawn, ids.count)) {
            *(Text *)array_add(&ids) = drawn;
        }
    }
    return ids;
}

/* At every so many new combinations the next ones are solved together. */
static bool look_ahead(const Drawing *drawing, const Array *distinct) {
    const size_t next = drawing->cases.count;
    const size_t left = distinct->count - next;
    return next % STRESS_AHEAD != 0 ||
           stress_ahead(drawing->work, ARRAY_ITEMS(Text, distinct) + next,
                        left < STRESS_AHEAD ? left : STRESS_AHEAD);
}

static bool draw(Drawing *drawing, const Array *distinct, uint64_t *state, size_t *at) {
    Case drawn = {.ids = draw_ids(drawing, state)};
    *at = drawing->cases.count;
    if (map_find(drawing->known, drawn.ids, at)) {
        return true;
    }
    if (!look_ahead(drawing, distinct) || !solve_case(drawing, &drawn)) {
        return false;
    }
    (void)map_add(drawing->known, drawn.ids, *at);
    Case *added = array_add(&drawing->cases);
    *added = drawn;
    return true;
}

static int compare_losses(const void *a, const void *b) {
    const double left = *(const double *)a;
    const double right = *(const double *)b;
    return (left > right) - (left < right);
}

/* The smallest loss that so large a part of the draws does not exceed. */
static double quantile(const double *sorted, size_t count, double part) {
    const size_t rank = (size_t)ceil(part * (double)count);
    return sorted[rank > 0 ? rank - 1 : 0];
}

static void sum_up(const Drawing *drawing, const size_t *drawn, StressDraws *draws) {
    const Case *cases = ARRAY_ITEMS(Case, &drawing->cases);
    const size_t programmes = drawing->work->gated->workspace->programme_count;
    double *losses = ARENA_MANY(drawing->work->arena, double, draws->count);
    double *weeks = ARENA_MANY(drawing->work->arena, double, programmes);
    size_t worst = drawn[0];
    for (size_t i = 0; i < draws->count; i++) {
        const Case *one = &cases[drawn[i]];
        losses[i] = one->loss;
        draws->mean += one->loss / (double)draws->count;
        worst = one->loss > cases[worst].loss ? drawn[i] : worst;
        for (size_t p = 0; p < programmes; p++) {
            weeks[p] += one->programme_weeks[p] / (double)draws->count;
        }
    }
    qsort(losses, draws->count, sizeof(double), compare_losses);
    const size_t tail = (draws->count + TAIL_IN - 1) / TAIL_IN;
    for (size_t i = draws->count - tail; i < draws->count; i++) {
        draws->tail += losses[i] / (double)tail;
    }
    draws->median = quantile(losses, draws->count, 0.5);
    draws->high = quantile(losses, draws->count, 0.95);
    draws->worst = losses[draws->count - 1];
    draws->worst_case = cases[worst].ids;
    draws->programme_weeks = weeks;
    draws->distinct = drawing->cases.count;
}

static bool has_probabilities(const Drawing *drawing) {
    for (size_t i = 0; i < drawing->head_count; i++) {
        if (drawing->heads[i].probability.is_given) {
            return true;
        }
    }
    return error_set(drawing->work->error, ERROR_INVALID,
                     "scenario.csv gives no scenario a probability, so there is nothing to draw");
}

bool stress_draws(Stressing *work) {
    StressDraws *draws = &work->stress->draws;
    *draws = (StressDraws){.count = work->options->draws, .seed = work->options->seed};
    if (draws->count == 0) {
        return true;
    }
    ScenarioHead *heads = NULL;
    Drawing drawing = {
        .work = work, .known = map_new(work->arena), .cases = array_new(work->arena, sizeof(Case))};
    drawing.head_count = scenarios_find(work->arena, work->gated->workspace, &heads);
    drawing.heads = heads;
    if (!has_probabilities(&drawing)) {
        return false;
    }
    size_t *drawn = ARENA_MANY(work->arena, size_t, draws->count);
    uint64_t state = work->options->seed;
    const Array distinct = draw_distinct(&drawing, state, draws->count);
    const ServiceProgress *progress = &work->options->plan.progress;
    for (size_t i = 0; i < draws->count; i++) {
        if (!draw(&drawing, &distinct, &state, &drawn[i])) {
            return false;
        }
        if (progress->report != NULL) {
            progress->report(progress->context, TEXT("drawing scenarios"), i + 1, draws->count);
        }
    }
    sum_up(&drawing, drawn, draws);
    return true;
}
