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

DatedDays law_days_on(const Provision *route, Date as_of) {
    for (size_t i = route->other_days_count; i > 0; i--) {
        if (date_range_has(route->other_days[i - 1].holds, as_of)) {
            return route->other_days[i - 1];
        }
    }
    return (DatedDays){{DATE_MIN, DATE_MAX}, route->days, route->days_count, route->basis};
}

/* Of the quantiles given, the nearest at or above the one asked for, else the highest. */
int law_route_days(DatedDays route, unsigned quantile) {
    const RouteDays *chosen = NULL;
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

RouteWork law_route_work(Engine *engine, size_t provision) {
    const Provision *route = &engine->set->provisions[provision];
    Frame frame = {0};
    return (RouteWork){.provision = provision,
                       .truth = law_provision_truth(engine, provision, &frame, NULL),
                       .review = review_of(engine, route),
                       .days = law_route_days(law_days_on(route, engine->options->as_of),
                                              engine->options->quantile)};
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
            route->is_used = true;
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
