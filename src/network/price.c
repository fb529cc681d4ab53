/* SPDX-License-Identifier: Apache-2.0 */
#include <math.h>

#include "network/apart.h"
#include "network/network.h"
#include "network/ranking.h"
#include "network/state.h"

/* Two gains that differ by less than this part are one. */
static const double SAME = 1e-9;
static const double SAME_RATE = 1e-6;
static const double ROUNDING = 1e-11;

/* Small, so that a step from the base takes few pivots; large beside rounding. */
static const double FIRST_PART = 1.0 / 1024;

enum { STEPS_MAX = 24 };

typedef struct Pricer {
    NetworkSolver *solver;
    Arena *arena;
    EditList *lists; /* for each barrier */
    BarrierValue *values;
    size_t barrier_count;
    BarrierValue *ahead; /* exact values that were found before they were asked for */
    Error *error;
} Pricer;

/* The way along which one component's optimum is followed. */
typedef struct Walk {
    EditRange range;
    double direction; /* 1 removes, -1 tightens */
    double part;      /* how far the last step went */
    const Solution *base;
    double base_rate; /* what the base's duals promise along the way */
} Walk;

static double objective_scale(const NetworkSolver *solver, EditRange range) {
    return solver->programme.components[range.edits[0].component].objective_scale;
}

static Solution range_solution(Arena *arena, const NetworkSolver *solver, EditRange range) {
    return solution_new(arena, &solver->programme.components[range.edits[0].component].programme);
}

/* How much less the base's optimum is by these duals than it is: 0 where they are among
 * the base's own. */
static double dual_deficit(const NetworkSolver *solver, const Walk *walk,
                           const Solution *solution) {
    const Component *component = &solver->programme.components[walk->range.edits[0].component];
    return fmax(0, walk->base->dual_objective -
                       component_dual_objective(&component->programme, solution));
}

/* Is the rate at the base settled by the duals found a step away? The gain is concave, so
 * the rate lies between the chord of the step and the base duals' promise; and where the
 * step's duals are optimal for the base too, it is their promise. */
static bool rate_is_settled(const NetworkSolver *solver, const Walk *walk, const Solution *solution,
                            double *rate, double *crossing) {
    double promised = walk->direction * edit_promise(walk->range, solution);
    double deficit = dual_deficit(solver, walk, solution);
    double chord = promised + deficit / walk->part;
    double allowed = SAME_RATE * fmax(fabs(walk->base_rate), fabs(promised));
    double size = 1 + fabs(walk->base->objective);
    *crossing = 0;
    if (walk->base_rate - chord <= allowed) {
        *rate = walk->base_rate;
        return true;
    }
    *rate = fmin(promised, walk->base_rate);
    *crossing = deficit / (walk->base_rate - promised);
    return deficit <= fmin(SAME * size, fmax(ROUNDING * size, allowed * walk->part));
}

/* Follows the optimum from `solution` (found at walk->part) back towards the base, each
 * time to at most half the way at which the two duals' promises cross, until the rate is
 * settled. */
static bool find_rate(Pricer *pricer, Walk *walk, Solution *solution, double *rate) {
    double crossing = 0;
    for (size_t step = 0; step < STEPS_MAX; step++) {
        if (rate_is_settled(pricer->solver, walk, solution, rate, &crossing)) {
            return true;
        }
        walk->part = fmin(fmin(walk->part, crossing) / 2, FIRST_PART);
        if (!state_solve_edited(pricer->solver, walk->range, walk->direction * walk->part, solution,
                                pricer->error)) {
            return false;
        }
    }
    return true;
}

/* Removed alone: the exact gain in one component, and the rate as removal begins. */
static bool price_removal(Pricer *pricer, const EditList *list, EditRange range, double *gain,
                          double *rate) {
    const Solution *base = &pricer->solver->base[range.edits[0].component];
    if (state_keeps_base(pricer->solver, list, range)) {
        *gain = 0;
        *rate = 0;
        return true;
    }
    Arena *arena CLEANUP(arena_close) = arena_new();
    Solution solution = range_solution(arena, pricer->solver, range);
    if (!state_solve_edited(pricer->solver, range, 1, &solution, pricer->error)) {
        return false;
    }
    *gain = base->objective - solution.objective;
    if (list->only_relaxes) {
        *gain = fmax(*gain, 0);
    }
    Walk walk = {range, 1, 1, base, edit_promise(range, base)};
    if (fabs(walk.base_rate - *gain) <= SAME * fabs(walk.base_rate)) {
        *rate = walk.base_rate;
        return true;
    }
    return find_rate(pricer, &walk, &solution, rate);
}

/* The loss as the barrier begins to be tightened. */
static bool price_tightening(Pricer *pricer, EditRange range, double *rate) {
    const Solution *base = &pricer->solver->base[range.edits[0].component];
    Arena *arena CLEANUP(arena_close) = arena_new();
    Solution solution = range_solution(arena, pricer->solver, range);
    Walk walk = {range, -1, edit_slack(range) * FIRST_PART, base, -edit_promise(range, base)};
    if (!state_solve_edited(pricer->solver, range, -walk.part, &solution, pricer->error) ||
        !find_rate(pricer, &walk, &solution, rate)) {
        return false;
    }
    *rate = -*rate;
    return true;
}

static bool price_exactly(Pricer *pricer, size_t barrier) {
    const EditList *list = &pricer->lists[barrier];
    BarrierValue exact = {-list->idle_cost, -list->idle_cost, 0, -list->idle_cost, true};
    EditRange range = {0};
    for (size_t next = 0; edit_next_range(list, &next, &range);) {
        double scale = objective_scale(pricer->solver, range);
        double gain = 0;
        double rate = 0;
        double back = NAN;
        if (!price_removal(pricer, list, range, &gain, &rate) ||
            (list->can_tighten && !price_tightening(pricer, range, &back))) {
            return false;
        }
        exact.gain += gain * scale;
        exact.price += rate * scale;
        exact.price_back += back * scale;
    }
    if (!list->can_tighten) {
        exact.price_back = NAN;
    }
    exact.ceiling = fmax(exact.gain, fmin(exact.price, pricer->values[barrier].ceiling));
    pricer->values[barrier] = exact;
    return true;
}

/* What the base's duals alone say. */
static void price_roughly(const Pricer *pricer, size_t barrier) {
    const EditList *list = &pricer->lists[barrier];
    BarrierValue value = {-list->idle_cost, NAN, -list->idle_cost, NAN, false};
    EditRange range = {0};
    for (size_t next = 0; edit_next_range(list, &next, &range);) {
        const Solution *base = &pricer->solver->base[range.edits[0].component];
        double scale = objective_scale(pricer->solver, range);
        value.price += edit_promise(range, base) * scale;
        value.ceiling += state_ceiling(pricer->solver, range) * scale;
    }
    if (list->can_tighten) {
        value.price_back = value.price;
    }
    pricer->values[barrier] = value;
}

/* The barriers as they stand: exact ones first by gain, then the others by ceiling. */
static const Ranked *sort_barriers(const Pricer *pricer) {
    Ranked *order = ARENA_MANY(pricer->arena, Ranked, pricer->barrier_count);
    for (size_t i = 0; i < pricer->barrier_count; i++) {
        const BarrierValue *value = &pricer->values[i];
        order[i] = (Ranked){i, value->is_exact, value->is_exact ? value->gain : value->ceiling};
    }
    ranking_sort(order, pricer->barrier_count);
    return order;
}

static bool price_one(const void *context, size_t barrier, TextBuilder *out, Error *error) {
    Pricer pricer = *(const Pricer *)context;
    pricer.error = error;
    if (!price_exactly(&pricer, barrier)) {
        return false;
    }
    text_add(out, (Text){(const char *)&pricer.values[barrier], sizeof(BarrierValue)});
    return true;
}

static bool price_ahead(void *context, const Ranked *things, size_t count) {
    const Pricer *pricer = context;
    const ApartRanked work = {.arena = pricer->arena,
                              .solver = pricer->solver,
                              .lists = pricer->lists,
                              .solve = price_one,
                              .context = pricer,
                              .values = pricer->ahead,
                              .value_bytes = sizeof(BarrierValue)};
    return apart_solve_ranked(&work, things, count, pricer->error);
}

static bool solve_barrier(void *context, size_t barrier, double *gain) {
    Pricer *pricer = context;
    if (pricer->ahead[barrier].is_exact) {
        pricer->values[barrier] = pricer->ahead[barrier];
    } else if (!price_exactly(pricer, barrier)) {
        return false;
    }
    *gain = pricer->values[barrier].gain;
    return true;
}

static bool gather_lists(Pricer *pricer, const NetworkBarrier *barriers) {
    NetworkSolver *solver = pricer->solver;
    for (size_t i = 0; i < pricer->barrier_count; i++) {
        if (!edit_list_new(pricer->arena, &solver->programme, solver->bounds, &barriers[i], 1, i,
                           &pricer->lists[i], pricer->error)) {
            return false;
        }
        price_roughly(pricer, i);
    }
    return true;
}

bool network_price(NetworkSolver *solver, Arena *arena, const NetworkBarrier *barriers,
                   size_t barrier_count, size_t top, BarrierValue *values, size_t *ranking,
                   size_t *solve_count, Error *error) {
    Pricer pricer = {.solver = solver,
                     .arena = arena,
                     .lists = ARENA_MANY(arena, EditList, barrier_count),
                     .values = values,
                     .barrier_count = barrier_count,
                     .ahead = ARENA_MANY(arena, BarrierValue, barrier_count),
                     .error = error};
    *solve_count = 0;
    if (!state_solve_base(solver, error) || !gather_lists(&pricer, barriers) ||
        !ranking_certify(arena, sort_barriers(&pricer), barrier_count,
                         top < barrier_count ? top : 0, solve_barrier, price_ahead, &pricer,
                         solve_count)) {
        return false;
    }
    const Ranked *order = sort_barriers(&pricer);
    for (size_t i = 0; i < barrier_count; i++) {
        ranking[i] = order[i].index;
    }
    return true;
}
