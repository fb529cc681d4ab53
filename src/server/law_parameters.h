/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ENTENTE_SERVER_LAW_PARAMETERS_H
#define ENTENTE_SERVER_LAW_PARAMETERS_H

/* Private to server/: what every question about law takes. */

#include "server/parameters.h"

enum { LAW_QUANTILE_DEFAULT = 50 };

#define LAW_PARAMETERS                                                                             \
    {"as_of", "date", false, "the day whose law decides; today where it is not given"},            \
        {"known_at", "date", false, "the day whose lists and registers are used; else `as_of`"},   \
        {"quantile", "number", false, "of routes' days: 50 is the median"}, {                      \
        "accept_unverified", "flag", false, "count on law that was not verified"                   \
    }

typedef struct LawParameters {
    Date as_of;
    Date known_at;
    unsigned quantile;
    bool accept_unverified;
} LawParameters;

MUST_CHECK bool law_parameters_read(const Parameters *parameters, LawParameters *law, Error *error);

/* Reads the route's parameters from the query, or from the body, and of them those above. */
MUST_CHECK bool law_query(Call *call, Parameters *parameters, LawParameters *law);
MUST_CHECK bool law_body(Call *call, Parameters *parameters, LawParameters *law);

#endif
