/* SPDX-License-Identifier: Apache-2.0 */
#include "service/service.h"

/* ---- which offer is lowest ---- */

static bool is_lower(const PriceOffer *offers, size_t one, size_t than) {
    return than == SERVICE_NONE || decimal_compare(offers[one].price, offers[than].price) < 0;
}

/* The lowest of a kind; of equal ones the first. */
static size_t lowest(const OffersResult *result, OfferKind kind) {
    size_t found = SERVICE_NONE;
    for (size_t i = 0; i < result->offer_count; i++) {
        if (result->offers[i].kind == kind && is_lower(result->offers, i, found)) {
            found = i;
        }
    }
    return found;
}

static bool has_enough_content(const OffersResult *result, size_t offer) {
    const PriceOffer *it = &result->offers[offer];
    return it->has_content &&
           decimal_compare(it->content_percent, result->rule.fallback_percent) > 0;
}

static bool is_within(const OffersResult *result, size_t offer) {
    return decimal_compare(result->offers[offer].price, result->evaluated) <= 0;
}

/* The lowest foreign offer that counts as domestic, no dearer than the lowest with the factor; and
 * whether one below it might count and nobody says. */
static size_t lowest_fallback(OffersResult *result) {
    size_t found = SERVICE_NONE;
    size_t unknown = SERVICE_NONE;
    for (size_t i = 0; i < result->offer_count; i++) {
        const PriceOffer *it = &result->offers[i];
        if (it->kind != OFFER_FOREIGN || !is_within(result, i)) {
            continue;
        }
        if (has_enough_content(result, i) && is_lower(result->offers, i, found)) {
            found = i;
        } else if (!it->has_content && is_lower(result->offers, i, unknown)) {
            unknown = i;
        }
    }
    if (unknown != SERVICE_NONE && is_lower(result->offers, unknown, found)) {
        result->unknown = unknown;
    }
    return found;
}

/* Whether an offer other than the lowest might count as domestic and nobody says. */
static bool has_other_unknown(const OffersResult *result, size_t foreign) {
    for (size_t i = 0; i < result->offer_count; i++) {
        const PriceOffer *it = &result->offers[i];
        if (i != foreign && it->kind == OFFER_FOREIGN && !it->has_content && is_within(result, i)) {
            return true;
        }
    }
    return false;
}

/* ---- the award ---- */

static bool award(OffersResult *result, size_t offer, Error *error) {
    result->award = offer;
    result->award_price = result->offers[offer].price;
    Decimal less = result->offers[offer].duty;
    less.coefficient = -less.coefficient;
    return !result->rule.is_duty_exempt ||
           decimal_add(result->award_price, less, &result->award_price) ||
           error_set(error, ERROR_INVALID, "the price of `%.*s` less its duty has too many digits",
                     TEXT_ARGS(result->offers[offer].id));
}

static bool apply_factor(OffersResult *result, size_t foreign, Error *error) {
    Decimal share = {.coefficient = 1, .scale = 2};
    Decimal factor = {0};
    result->is_factor_applied = true;
    result->factored = foreign;
    return (decimal_add(result->rule.factor_percent, decimal_from_integer(100), &factor) &&
            decimal_multiply(factor, share, &factor) &&
            decimal_multiply(result->offers[foreign].price, factor, &result->evaluated)) ||
           error_set(error, ERROR_INVALID,
                     "the price of `%.*s` with the factor has too many digits",
                     TEXT_ARGS(result->offers[foreign].id));
}

/* The lowest domestic offer is dearer than the lowest foreign one with the factor. */
static bool award_foreign(OffersResult *result, size_t foreign, Error *error) {
    result->is_domestic_unreasonable = true;
    if (!result->rule.has_fallback) {
        return award(result, foreign, error);
    }
    const size_t fallback = lowest_fallback(result);
    /* The lowest is awarded whether it counts as domestic or not, where nothing else does. */
    if (fallback == SERVICE_NONE && !has_other_unknown(result, foreign)) {
        result->unknown = SERVICE_NONE;
    }
    if (result->unknown != SERVICE_NONE && fallback != foreign) {
        return true;
    }
    result->treated_as_domestic = fallback;
    return award(result, fallback == SERVICE_NONE ? foreign : fallback, error);
}

/* The lowest of all is foreign, and a domestic offer stands against it. */
static bool evaluate(OffersResult *result, size_t domestic, size_t foreign, Error *error) {
    if (!apply_factor(result, foreign, error)) {
        return false;
    }
    return is_within(result, domestic) ? award(result, domestic, error)
                                       : award_foreign(result, foreign, error);
}

bool service_offers(const PriceOffer *offers, size_t count, OffersRule rule, OffersResult *result,
                    Error *error) {
    *result = (OffersResult){.offers = offers,
                             .offer_count = count,
                             .rule = rule,
                             .factored = SERVICE_NONE,
                             .treated_as_domestic = SERVICE_NONE,
                             .award = SERVICE_NONE,
                             .unknown = SERVICE_NONE};
    const size_t domestic = lowest(result, OFFER_DOMESTIC);
    const size_t exempt = lowest(result, OFFER_EXEMPT);
    const size_t foreign = lowest(result, OFFER_FOREIGN);
    size_t best = domestic;
    if (exempt != SERVICE_NONE && is_lower(offers, exempt, best)) {
        best = exempt;
    }
    const bool is_foreign_lowest = foreign != SERVICE_NONE && is_lower(offers, foreign, best);
    if (!is_foreign_lowest) {
        return award(result, best, error);
    }
    /* Without a domestic offer, or below one an exempt offer, no factor is added. */
    result->plain = domestic == SERVICE_NONE ? OFFERS_NONE_DOMESTIC : OFFERS_EXEMPT_BELOW;
    return domestic == SERVICE_NONE || best == exempt ? award(result, foreign, error)
                                                      : evaluate(result, domestic, foreign, error);
}
