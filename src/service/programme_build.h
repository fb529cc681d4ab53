/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ENTENTE_SERVICE_PROGRAMME_BUILD_H
#define ENTENTE_SERVICE_PROGRAMME_BUILD_H

/* Private to the programme*.c files: one programme's view while it is made. */

#include "service/findings.h"
#include "service/residual.h"
#include "service/service.h"
#include "service/trace.h"
#include "service/ways.h"

typedef struct ProgrammeBuild {
    Arena *arena;
    const BasePlan *base;
    const Workspace *workspace;
    const LawSet *set;
    size_t programme;
    ProgrammeView *view;
    bool *places;       /* [site * item_count + item]: on the supply tree */
    bool *lanes;        /* on it */
    const double *part; /* see trace_programme */
} ProgrammeBuild;

/* Countries' shares and the return against production at home. */
MUST_CHECK bool programme_money(ProgrammeBuild *build, Error *error);

#endif
