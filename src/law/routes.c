/* SPDX-License-Identifier: Apache-2.0 */
#include "law/work.h"

/* The first review that holds decides; one that is unknown may be the first, so the
 * strictest of those up to the one that surely holds counts. */
static ReviewKind review_of(Engine *engine, const Provision *route) {
    Frame frame = {0};
    bool is_certain = false;
    ReviewKind strictest = REVIEW_APPROVAL;
    for (size_t i = 0; i < route->review_count && !is_certain; i++) {
        const LawReview *review = &route->reviews[i];
        Truth truth =
            review->when == NULL ? TRUTH_YES : law_condition_truth(engine, review->when, &frame);
        is_certain = truth == TRUTH_YES;
        if (truth > TRUTH_NO && review->kind > strictest) {
            strictest = review->kind;
        }
    }
    if (!is_certain && strictest < REVIEW_CASE_BY_CASE) {
        return REVIEW_CASE_BY_CASE;
    }
    return strictest;
}

DatedDays law_own_days(const Provision *route) {
    return (DatedDays){.holds = {DATE_MIN, DATE_MAX},
                       .days = route->days,
                       .days_count = route->days_count,
                       .basis = route->basis,
                       .status = route->days_status,
                       .has_vintage = route->has_days_vintage,
                       .vintage = route->days_vintage};
}

DatedDays law_days_on(const Provision *route, Date as_of) {
    for (size_t i = route->other_days_count; i > 0; i--) {
        if (date_range_has(route->other_days[i - 1].holds, as_of)) {
            return route->other_days[i - 1];
        }
    }
    return law_own_days(route);
}

/* Of the quantiles given, the nearest at or above the one asked for, else the highest. */
int law_route_days(DatedDays route, unsigned quantile, bool accepts_unverified) {
    const RouteDays *chosen = NULL;
    if (route.status >= LAW_PARTIAL && !accepts_unverified) {
        return -1;
    }
    for (size_t i = 0; i < route.days_count; i++) {
        const RouteDays *given = &route.days[i];
        bool is_enough = given->quantile >= quantile;
        bool has_enough = chosen != NULL && chosen->quantile >= quantile;
        bool is_lower = chosen != NULL && given->quantile < chosen->quantile;
        if (chosen == NULL || (is_enough && (!has_enough || is_lower)) ||
            (!is_enough && !has_enough && !is_lower)) {
            chosen = given;
        }
    }
    return chosen == NULL ? -1 : chosen->days;
}

static bool serves_uncovered(const Engine *engine, const PackWork *work, size_t route) {
    const Instance *instances = ARRAY_ITEMS(Instance, &work->instances);
    for (size_t i = 0; i < work->instances.count; i++) {
        if (!instances[i].is_covered && law_serves(engine->set, route, instances[i].provision)) {
            return true;
        }
    }
    return false;
}

static RouteWork route_by_itself(Engine *engine, size_t provision) {
    const Provision *route = &engine->set->provisions[provision];
    Frame frame = {0};
    return (RouteWork){.provision = provision,
                       .truth = law_provision_truth(engine, provision, &frame, NULL),
                       .review = review_of(engine, route),
                       .days = law_route_days(law_days_on(route, engine->options->as_of),
                                              engine->options->quantile,
                                              engine->options->accept_unverified)};
}

/* Steps that are open, or may be, come first, side by side. Routes name only routes that stand
 * above them, so this ends. */
RouteWork law_route_work(Engine *engine, size_t provision) {
    const Provision *route = &engine->set->provisions[provision];
    RouteWork work = route_by_itself(engine, provision);
    int longest = 0;
    for (size_t i = 0; i < route->after_count; i++) {
        RouteWork step = law_route_work(engine, route->after[i]);
        if (step.truth > TRUTH_NO) {
            longest = law_longer_days(longest, step.days);
            work.review = step.review == REVIEW_DENIAL ? REVIEW_DENIAL : work.review;
        }
    }
    work.days = work.days < 0 || longest < 0 ? -1 : work.days + longest;
    return work;
}

static RouteWork *step_at(PackWork *work, size_t provision) {
    for (size_t i = 0; i < work->steps.count; i++) {
        RouteWork *step = array_at(&work->steps, i);
        if (step->provision == provision) {
            return step;
        }
    }
    return NULL;
}

static void list_steps(Engine *engine, PackWork *work, size_t provision) {
    const Provision *route = &engine->set->provisions[provision];
    for (size_t i = 0; i < route->after_count; i++) {
        RouteWork step = law_route_work(engine, route->after[i]);
        if (step.truth > TRUTH_NO && step_at(work, route->after[i]) == NULL) {
            *(RouteWork *)array_add(&work->steps) = step;
            list_steps(engine, work, route->after[i]);
        }
    }
}

/* A route that is counted on, and what comes before it. */
static void use(const Engine *engine, PackWork *work, RouteWork *route) {
    const Provision *used = &engine->set->provisions[route->provision];
    route->is_used = true;
    for (size_t i = 0; i < used->after_count; i++) {
        RouteWork *step = step_at(work, used->after[i]);
        if (step != NULL) {
            use(engine, work, step);
        }
    }
}

static void list_routes(Engine *engine, PackWork *work) {
    size_t at = 0;
    size_t provision = 0;
    while (law_next_of_kind(engine->set, work->pack, PROVISION_ROUTE, &at, &provision)) {
        if (!serves_uncovered(engine, work, provision)) {
            continue;
        }
        RouteWork route = law_route_work(engine, provision);
        if (route.truth > TRUTH_NO) {
            *(RouteWork *)array_add(&work->routes) = route;
            list_steps(engine, work, provision);
        }
    }
}

/* A route that is open surely, has a known length, and is not under review of denial. */
static bool is_counted_on(const RouteWork *route) {
    return route->truth == TRUTH_YES && route->review != REVIEW_DENIAL && route->days >= 0;
}

static RouteWork *quickest(const Engine *engine, const PackWork *work, size_t requirement) {
    RouteWork *routes = ARRAY_ITEMS(RouteWork, &work->routes);
    RouteWork *best = NULL;
    for (size_t i = 0; i < work->routes.count; i++) {
        if (is_counted_on(&routes[i]) &&
            law_serves(engine->set, routes[i].provision, requirement) &&
            (best == NULL || routes[i].days < best->days)) {
            best = &routes[i];
        }
    }
    return best;
}

/* Licences are asked for side by side: the slowest of the quickest counts. */
static int days_to_lift_all(const Engine *engine, PackWork *work) {
    const Instance *instances = ARRAY_ITEMS(Instance, &work->instances);
    int days = 0;
    for (size_t i = 0; i < work->instances.count; i++) {
        if (instances[i].is_covered) {
            continue;
        }
        RouteWork *route = quickest(engine, work, instances[i].provision);
        days = law_longer_days(days, route == NULL ? -1 : route->days);
        if (route != NULL) {
            use(engine, work, route);
        }
    }
    return days;
}

void law_find_routes(Engine *engine, PackWork *work) {
    if (work->is_prohibited == TRUTH_YES) {
        work->days = -1;
        return;
    }
    if (work->required_worst == OUTCOME_LICENCE_REQUIRED) {
        list_routes(engine, work);
        work->days = days_to_lift_all(engine, work);
    }
    if (work->is_prohibited > TRUTH_NO) {
        work->days = -1;
    }
}
