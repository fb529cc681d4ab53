/* SPDX-License-Identifier: Apache-2.0 */
#include "law/compile.h"
#include "law/work.h"

/* Routes and how long they take. A route has as many lengths as its dates and the steps before
 * it give, each where a formula holds; of those that hold surely the shortest is right, for the
 * others are of steps that are surely not open. */

typedef struct Clock {
    Ref when;
    int days;
} Clock;

/* A review of denial counts where it holds perhaps and none above it surely. */
static Ref denial_ref(Compilation *compilation, const Provision *route) {
    FormulaStore *store = &compilation->store;
    Binding none = {0};
    Ref denied = REF_NO;
    Ref none_above = REF_YES;
    for (size_t i = 0; i < route->review_count; i++) {
        const LawReview *review = &route->reviews[i];
        Ref holds =
            review->when == NULL ? REF_YES : compile_condition(compilation, review->when, &none);
        if (review->kind == REVIEW_DENIAL) {
            denied = formula_or(store, denied, formula_and(store, holds, none_above));
        }
        none_above = formula_and(store, none_above, formula_not(holds));
    }
    return denied;
}

static void add_clock(const Compilation *compilation, DatedDays dated, Ref when, Array *clocks) {
    const int days = law_route_days(dated, compilation->options.quantile,
                                    compilation->options.accept_unverified);
    if (days >= 0 && when != REF_NO) {
        *(Clock *)array_add(clocks) = (Clock){when, days};
    }
}

/* By itself: one for each of its days' stretches, of which the last that holds decides. */
static Array own_clocks(Compilation *compilation, const Provision *route) {
    FormulaStore *store = &compilation->store;
    Array clocks = array_new(compilation->arena, sizeof(Clock));
    Ref left = formula_not(denial_ref(compilation, route));
    for (size_t i = route->other_days_count; i > 0; i--) {
        const DatedDays dated = route->other_days[i - 1];
        const Ref holds = compile_range(compilation, dated.holds, DATED_AS_OF);
        add_clock(compilation, dated, formula_and(store, left, holds), &clocks);
        left = formula_and(store, left, formula_not(holds));
    }
    add_clock(compilation, law_own_days(route), left, &clocks);
    return clocks;
}

/* Both, the one beside the other or after it. */
static Array together(Compilation *compilation, const Array *first, const Array *second,
                      bool is_after) {
    Array clocks = array_new(compilation->arena, sizeof(Clock));
    for (size_t i = 0; i < first->count; i++) {
        const Clock *a = &ARRAY_ITEMS(Clock, first)[i];
        for (size_t j = 0; j < second->count; j++) {
            const Clock *b = &ARRAY_ITEMS(Clock, second)[j];
            const Ref when = formula_and(&compilation->store, a->when, b->when);
            const int days = is_after ? a->days + b->days : law_longer_days(a->days, b->days);
            *(Clock *)array_add(&clocks) = (Clock){when, days};
        }
    }
    return clocks;
}

static Array clocks_of(Compilation *compilation, size_t index) {
    const Provision *route = &compilation->set->provisions[index];
    Array before = array_new(compilation->arena, sizeof(Clock));
    *(Clock *)array_add(&before) = (Clock){REF_YES, 0};
    for (size_t i = 0; i < route->after_count; i++) {
        Array step = clocks_of(compilation, route->after[i]);
        *(Clock *)array_add(&step) =
            (Clock){formula_not(compile_fact(compilation, route->after[i])), 0};
        before = together(compilation, &before, &step, false);
    }
    const Array own = own_clocks(compilation, route);
    return together(compilation, &own, &before, true);
}

void compile_routes(Compilation *compilation, PackRefs *refs, Array *lines) {
    size_t at = 0;
    size_t route = 0;
    while (law_next_of_kind(compilation->set, refs->pack, PROVISION_ROUTE, &at, &route)) {
        const Ref holds = compile_fact(compilation, route);
        const Array clocks = clocks_of(compilation, route);
        *(LineRef *)array_add(lines) =
            (LineRef){.line = {.provision = route, .kind = PROVISION_ROUTE}, .ref = holds};
        for (size_t i = 0; i < clocks.count; i++) {
            const Clock *clock = &ARRAY_ITEMS(Clock, &clocks)[i];
            *(RouteRefs *)array_add(&refs->routes) = (RouteRefs){
                route, formula_and(&compilation->store, holds, clock->when), clock->days};
        }
    }
}
