/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ENTENTE_SERVICE_TRACE_H
#define ENTENTE_SERVICE_TRACE_H

/* Private to service/: where what a plan moves is from, and whom it serves. Goods of one
 * item at one site are taken to be mixed: what leaves has the parts of what came. */

#include "service/residual.h"

/* Countries by which things are counted: of all parties and items, in their order. */
typedef struct CountryList {
    const Text *codes;
    size_t count;
} CountryList;

CountryList trace_countries(Arena *arena, const Workspace *workspace);
size_t trace_country_find(const CountryList *list, Text code);

/* Units of an item that the plan brings to or makes at a site in its first `weeks` weeks, by
 * the country they were made in (stock: the item's origin, else the country it lies in). */
const double *trace_origins(Arena *arena, const BasePlan *base, const CountryList *list,
                            size_t item, size_t site, size_t weeks);

/* The sum of squared shares, 1/n..1; 0 of nothing. */
double trace_herfindahl(const double *amounts, size_t count);

/* For each place [site * item_count + item] the part of what comes to it that goes to a
 * programme's demands in the end, 0..1; what stays goes to nobody. */
const double *trace_programme(Arena *arena, const BasePlan *base, size_t programme);

#endif
