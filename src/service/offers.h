/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ENTENTE_SERVICE_OFFERS_H
#define ENTENTE_SERVICE_OFFERS_H

/* Part of service/service.h: which of several offers is awarded where domestic products are
 * preferred by a factor on the price of others (docs/access.md). The steps are those of 48 CFR
 * 25.105, 25.106, 25.502 and 225.502; the figures are the caller's. Prices are exact. */

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/compiler.h"
#include "base/decimal.h"
#include "base/error.h"
#include "base/text.h"

typedef enum OfferKind {
    OFFER_DOMESTIC, /* a domestic end product */
    OFFER_EXEMPT,   /* foreign, and no factor applies: of a qualifying or designated country */
    OFFER_FOREIGN
} OfferKind;

typedef struct PriceOffer {
    Text id;
    Decimal price; /* in one currency, duty included */
    OfferKind kind;
    bool has_content;
    Decimal content_percent; /* domestic content */
    Decimal duty;            /* in the price */
} PriceOffer;

/* Percents that a rule takes at most. */
enum { OFFERS_FACTOR_MAX = 1000, OFFERS_CONTENT_MAX = 100 };

typedef struct OffersRule {
    Decimal factor_percent; /* added to the lowest foreign offer */
    bool has_fallback;      /* foreign offers of more than so much content count as domestic */
    Decimal fallback_percent;
    bool is_duty_exempt; /* awarded less the duty */
} OffersRule;

/* Why no factor is added. */
typedef enum OffersPlain {
    OFFERS_LOWEST_IS_OURS, /* domestic or exempt */
    OFFERS_NONE_DOMESTIC,
    OFFERS_EXEMPT_BELOW /* all that are domestic */
} OffersPlain;

typedef struct OffersResult {
    const PriceOffer *offers; /* in the order of the file */
    size_t offer_count;
    OffersRule rule;
    OffersPlain plain;      /* where no factor is */
    bool is_factor_applied; /* to `factored`, which is then valued at `evaluated` */
    size_t factored;
    Decimal evaluated;
    bool is_domestic_unreasonable;
    size_t treated_as_domestic; /* or SERVICE_NONE */
    size_t award;               /* or SERVICE_NONE: the content of `unknown` decides */
    size_t unknown;             /* or SERVICE_NONE */
    Decimal award_price;
} OffersResult;

/* Reads offers from CSV: columns offer, price, kind (domestic, exempt, foreign), and perhaps
 * content (percent) and duty. Every problem of the file is told. */
MUST_CHECK bool offers_read(Arena *arena, Text file, Text content, const PriceOffer **offers,
                            size_t *count, ProblemList *problems);

/* At least one offer. False where a price with the factor does not fit. O(offers). */
MUST_CHECK bool service_offers(const PriceOffer *offers, size_t count, OffersRule rule,
                               OffersResult *result, Error *error);
Text service_offers_text(Arena *arena, const OffersResult *result);
Text service_offers_json(Arena *arena, const OffersResult *result);

#endif
