/* SPDX-License-Identifier: Apache-2.0 */
#include <math.h>

#include "service/source_build.h"

/* Two combinations of suppliers. Cheapest: in the order of unit costs, each gives what it can
 * beside the plan and those before it. Broadest: each country is filled up to the same level,
 * what the plan brings from it counted in (the least sum of squared shares there is for a
 * quantity), within a country the cheaper first; where suppliers get in each other's way, the
 * rest is taken in the order of costs. */

enum { LEVEL_STEPS = 200 };

typedef struct Combiner {
    SourceBuild *build;
    Residual residual;   /* its own copy */
    const size_t *order; /* of those who can, the cheapest first */
    double *given;       /* by candidate */
    double missing;
} Combiner;

/* Amounts that orders take from must be copied; the rest may be shared. */
static Residual copy_of(Arena *arena, const Residual *residual) {
    Residual copy = *residual;
    const size_t lanes = residual->base->gated.network.lane_count;
    const size_t quotas = residual->base->gated.network.quota_count;
    copy.capacity = ARENA_MANY(arena, double *, residual->activity_count);
    copy.open = ARENA_MANY(arena, double *, lanes);
    copy.lanes = ARENA_MANY(arena, NetworkLane, lanes);
    copy.quotas = ARENA_MANY(arena, NetworkQuota, quotas);
    for (size_t i = 0; i < residual->activity_count; i++) {
        copy.capacity[i] = ARENA_MANY(arena, double, residual->week_count);
        for (size_t week = 0; week < residual->week_count; week++) {
            copy.capacity[i][week] = residual->capacity[i][week];
        }
    }
    for (size_t i = 0; i < lanes; i++) {
        copy.open[i] = ARENA_MANY(arena, double, residual->week_count);
        for (size_t week = 0; week < residual->week_count; week++) {
            copy.open[i][week] = residual->open[i][week];
        }
        copy.lanes[i] = residual->lanes[i];
        copy.lanes[i].open = copy.open[i];
    }
    for (size_t i = 0; i < quotas; i++) {
        copy.quotas[i] = residual->quotas[i];
    }
    return copy;
}

static const size_t *by_cost(Arena *arena, const SourceAnswer *answer) {
    size_t *order = ARENA_MANY(arena, size_t, answer->can_count);
    for (size_t i = 0; i < answer->can_count; i++) {
        size_t at = i;
        const double usd = source_unit_usd(&answer->candidates[i]);
        while (at > 0 && source_unit_usd(&answer->candidates[order[at - 1]]) > usd) {
            order[at] = order[at - 1];
            at--;
        }
        order[at] = i;
    }
    return order;
}

static bool place(Combiner *combiner, size_t candidate, double quantity, Error *error) {
    const SourceAnswer *answer = combiner->build->answer;
    const Order order = {answer->candidates[candidate].party, answer->site,
                         fmin(quantity, combiner->missing), LOOSE_NOTHING, 0};
    double delivered = 0;
    if (!(order.quantity > 1e-9 * answer->quantity)) {
        return true;
    }
    if (!residual_order(combiner->build->arena, &combiner->residual, &order, true, &delivered,
                        error)) {
        return false;
    }
    combiner->given[candidate] += delivered;
    combiner->missing = fmax(0, combiner->missing - delivered);
    return true;
}

static size_t country_of(const SourceBuild *build, size_t candidate) {
    const size_t party = build->answer->candidates[candidate].party;
    return trace_country_find(&build->countries, build->workspace->parties[party].country);
}

/* What each country can give, its suppliers taken singly. */
static double *country_limits(const SourceBuild *build) {
    double *limits = ARENA_MANY(build->arena, double, build->countries.count);
    for (size_t i = 0; i < build->answer->can_count; i++) {
        limits[country_of(build, i)] += build->answer->candidates[i].left;
    }
    return limits;
}

static double filled_to(const SourceBuild *build, const double *limits, double level) {
    double sum = 0;
    for (size_t i = 0; i < build->countries.count; i++) {
        sum += fmin(limits[i], fmax(0, level - build->origins[i]));
    }
    return sum;
}

/* The level to which countries are filled for the quantity, by halving. */
static double level_for(const SourceBuild *build, const double *limits) {
    double low = 0;
    double high = build->answer->quantity;
    for (size_t i = 0; i < build->countries.count; i++) {
        high += build->origins[i];
    }
    for (size_t i = 0; i < LEVEL_STEPS; i++) {
        const double middle = low + (high - low) / 2;
        if (filled_to(build, limits, middle) < build->answer->quantity) {
            low = middle;
        } else {
            high = middle;
        }
    }
    return high;
}

static bool fill_countries(Combiner *combiner, Error *error) {
    const SourceBuild *build = combiner->build;
    double *limits = country_limits(build);
    const double level = level_for(build, limits);
    for (size_t i = 0; i < build->answer->can_count; i++) {
        const size_t candidate = combiner->order[i];
        const size_t country = country_of(build, candidate);
        double given = 0;
        for (size_t j = 0; j < build->answer->can_count; j++) {
            given += country_of(build, j) == country ? combiner->given[j] : 0;
        }
        const double room = fmin(limits[country], level - build->origins[country]) - given;
        if (!place(combiner, candidate, fmax(0, room), error)) {
            return false;
        }
    }
    return true;
}

static SourceCombination combination_of(const Combiner *combiner) {
    const SourceBuild *build = combiner->build;
    SourceShare *shares = ARENA_MANY(build->arena, SourceShare, build->answer->can_count);
    double *more = ARENA_MANY(build->arena, double, build->countries.count);
    SourceCombination made = {.shares = shares};
    for (size_t i = 0; i < build->answer->can_count; i++) {
        const size_t candidate = combiner->order[i];
        const double quantity = combiner->given[candidate];
        if (quantity > 0) {
            shares[made.share_count++] = (SourceShare){candidate, quantity};
            made.quantity += quantity;
            made.usd += quantity * source_unit_usd(&build->answer->candidates[candidate]);
            more[country_of(build, candidate)] += quantity;
        }
    }
    made.concentration = source_concentration(build, more);
    return made;
}

static bool combine(SourceBuild *build, bool is_broad, SourceCombination *made, Error *error) {
    Combiner combiner = {.build = build,
                         .residual = copy_of(build->arena, &build->residual),
                         .order = by_cost(build->arena, build->answer),
                         .given = ARENA_MANY(build->arena, double, build->answer->can_count),
                         .missing = build->answer->quantity};
    if (is_broad && !fill_countries(&combiner, error)) {
        return false;
    }
    for (size_t i = 0; i < build->answer->can_count; i++) {
        if (!place(&combiner, combiner.order[i], INFINITY, error)) {
            return false;
        }
    }
    *made = combination_of(&combiner);
    return true;
}

bool source_combine(SourceBuild *build, Error *error) {
    return combine(build, false, &build->answer->cheapest, error) &&
           combine(build, true, &build->answer->broadest, error);
}
