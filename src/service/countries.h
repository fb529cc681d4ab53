/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ENTENTE_SERVICE_COUNTRIES_H
#define ENTENTE_SERVICE_COUNTRIES_H

/* Private to service/: about where a country is, for maps alone. */

#include <stdbool.h>

#include "base/text.h"

/* The middle of a country, to the degree; false where it is not in the table. */
bool country_middle(Text code, double *latitude, double *longitude);

#endif
