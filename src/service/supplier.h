/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ENTENTE_SERVICE_SUPPLIER_H
#define ENTENTE_SERVICE_SUPPLIER_H

/* Private to the supplier*.c files: one party's view while it is made. */

#include "service/service.h"

typedef struct SupplierBuild {
    Arena *arena;
    const Workspace *workspace;
    const LawSet *set;
    const AssuranceFrame *frame;
    Supplier *supplier;
    ProblemList *problems;
} SupplierBuild;

/* The chains of the programmes that the party supplies and that demand something on the day. */
void supplier_chains(SupplierBuild *build);

/* What the party offers to programmes, decided again under the supposed status. */
MUST_CHECK bool supplier_suppose_offers(SupplierBuild *build, SupplierSuppose *suppose,
                                        Error *error);

#endif
