/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ENTENTE_SERVICE_SOURCE_BUILD_H
#define ENTENTE_SERVICE_SOURCE_BUILD_H

/* Private to the source*.c files: an answer while it is made. */

#include "service/residual.h"
#include "service/service.h"
#include "service/trace.h"
#include "service/ways.h"

typedef struct SourceBuild {
    Arena *arena;
    const Workspace *workspace;
    const LawSet *set;
    SourceAnswer *answer;
    BasePlan base;
    Residual residual;
    Workspace asked;        /* the workspace with only lanes of the item, as asked for */
    size_t lane_count;      /* of `asked`: that exist; after them one direct from each supplier */
    LaneRulings rulings;    /* of `asked` */
    const ChainLink *chain; /* earliest days of everything, by law */
    CountryList countries;
    const double *origins; /* of what the plan brings to the site, by country */
    SourceCandidate *candidates;
    Way *physical; /* of each candidate: its quickest way, law not asked */
} SourceBuild;

/* The day goods arrive over a way's lanes under other rulings: [step * stretch_count + stretch]. */
Date source_walk(const SourceBuild *build, const Way *way, const LaneRuling *ruled, Date ready);

/* Finds the single changes that let a rejected candidate in. */
MUST_CHECK bool source_find_changes(SourceBuild *build, size_t candidate, Error *error);

/* Makes both combinations out of those who can. */
MUST_CHECK bool source_combine(SourceBuild *build, Error *error);

/* The concentration after some more from a country. */
double source_concentration(const SourceBuild *build, const double *more);

double source_unit_usd(const SourceCandidate *candidate);
void source_find_cost(const SourceBuild *build, SourceCandidate *candidate);
void source_find_statuses(SourceBuild *build, SourceCandidate *candidate);

#endif
