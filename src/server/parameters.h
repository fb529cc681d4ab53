/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ENTENTE_SERVER_PARAMETERS_H
#define ENTENTE_SERVER_PARAMETERS_H

/* Private to server/: what a request asks for, read by a route's table of parameters from the
 * query, or from the members of a JSON object. `as-of` and `as_of` are one name. A name that the
 * table has not, or a value that is none, is an error that says so. */

#include "base/date.h"
#include "base/decimal.h"
#include "base/json_read.h"
#include "server/route.h"

typedef struct Parameters {
    Arena *arena;
    const RouteParameter *known;
    Array given; /* of ParameterGiven */
} Parameters;

/* One of the query's, or of a member's: an array gives as many. */
typedef struct ParameterGiven {
    size_t known;
    Text value;
} ParameterGiven;

MUST_CHECK bool parameters_of_query(Arena *arena, const HttpRequest *request,
                                    const RouteParameter *known, Parameters *parameters,
                                    Error *error);
MUST_CHECK bool parameters_of_json(Arena *arena, const JsonValue *object,
                                   const RouteParameter *known, Parameters *parameters,
                                   Error *error);
/* Of the request's body, which must be a JSON object. */
MUST_CHECK bool parameters_of_body(Arena *arena, const HttpRequest *request,
                                   const RouteParameter *known, Parameters *parameters,
                                   Error *error);

/* The same as JSON text that parameters_of_json reads. */
Text parameters_json(const Parameters *parameters);

bool parameter_is_given(const Parameters *parameters, const char *name);
/* The last value; empty where there is none. */
Text parameter_text(const Parameters *parameters, const char *name);
/* All of them, as they were given. */
size_t parameter_values(const Parameters *parameters, const char *name, const Text **values);
/* All of them, split at commas. */
size_t parameter_texts(const Parameters *parameters, const char *name, const Text **values);
bool parameter_flag(const Parameters *parameters, const char *name);
MUST_CHECK bool parameter_date(const Parameters *parameters, const char *name, Date otherwise,
                               Date *date, Error *error);
MUST_CHECK bool parameter_number(const Parameters *parameters, const char *name, int64_t least,
                                 int64_t most, int64_t otherwise, int64_t *number, Error *error);
/* A number above 0, or `otherwise`, which may be 0. */
MUST_CHECK bool parameter_decimal(const Parameters *parameters, const char *name, Decimal otherwise,
                                  Decimal *number, Error *error);

#endif
