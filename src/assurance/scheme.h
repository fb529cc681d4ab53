/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ENTENTE_ASSURANCE_SCHEME_H
#define ENTENTE_ASSURANCE_SCHEME_H

/* Part of the face of assurance/: a scheme of statuses (a folder of CSV, docs/assurance.md):
 * what may be demanded of a supplier on a day, how long a status holds, what a subcontractor
 * needs. Nothing changes after it was read. */

#include <stdbool.h>
#include <stddef.h>

#include "assurance/files.h"
#include "base/arena.h"
#include "base/compiler.h"
#include "base/date.h"
#include "base/error.h"
#include "base/text.h"

typedef enum Standing {
    STANDING_NONE,
    STANDING_CONDITIONAL,
    STANDING_FINAL,
    STANDING_OPEN
} Standing;

/* none, conditional, final; `undetermined` where what is not known decides. */
Text standing_word(Standing standing);

#define SCHEME_NONE ((size_t)-1)

/* What follows from the status that a party holds, for packs to read. */
typedef enum SchemeFact {
    SCHEME_FACT_LEVEL,    /* its number; 0 where none is held */
    SCHEME_FACT_STATUS,   /* its name, or `none` */
    SCHEME_FACT_ASSESSOR, /* in small letters, or `none` */
    SCHEME_FACT_CURRENT,  /* yes or no */
    SCHEME_FACT_COUNT
} SchemeFact;

/* Level 2 (C3PAO), as it is demanded. */
typedef struct SchemeRequirement {
    Text name;
    Text assessor;
    int level;
    int rank;       /* a status meets requirements of its rank and below */
    Text catalogue; /* a folder beside the scheme's */
    Text first;     /* the status that has to be held before; or empty */
} SchemeRequirement;

/* Final Level 2 (C3PAO), as it is held. */
typedef struct SchemeStatus {
    Text name;
    size_t requirement;
    Standing standing; /* conditional or final */
    int valid_years;   /* from its date; or */
    int valid_days;
    Text checked; /* how far the row was checked */
    Text source;
} SchemeStatus;

typedef struct SchemePhase {
    Text name;
    DateRange holds;
    Text adds;
    Text discretionary;
    Text checked;
    Text source;
} SchemePhase;

typedef struct SchemeDemand {
    size_t phase;
    size_t requirement;
    bool is_discretionary;
    Text of; /* which solicitations and contracts */
    Text checked;
    Text source;
} SchemeDemand;

/* What a subcontractor that gets `data` needs at least under a prime's requirement. */
typedef struct SchemeFlow {
    Text data;
    size_t prime;
    size_t least;
    Text checked;
    Text source;
} SchemeFlow;

/* A rule of the scheme as a sentence. */
typedef struct SchemeRule {
    Text id;
    Text topic;
    Text says;
    Text value; /* or empty */
    Text checked;
    Text source;
} SchemeRule;

typedef struct Scheme {
    Text folder;
    Text title;
    Text source;
    Text facts[SCHEME_FACT_COUNT]; /* names of parties' statuses that follow; or empty */
    int affirm_years; /* a status holds no longer than so many years after it was affirmed */
    const SchemeRequirement *requirements; /* by rank */
    size_t requirement_count;
    const SchemeStatus *statuses;
    size_t status_count;
    const SchemePhase *phases;
    size_t phase_count;
    const SchemeDemand *demands;
    size_t demand_count;
    const SchemeFlow *flows;
    size_t flow_count;
    const SchemeRule *rules;
    size_t rule_count;
} Scheme;

/* Reads scheme.csv, status.csv, phase.csv, demand.csv, flow.csv and rule.csv. NULL with problems.
 */
MUST_CHECK const Scheme *scheme_load(Arena *arena, Text folder, ProblemList *problems);
MUST_CHECK const Scheme *scheme_load_from(Arena *arena, AssuranceFiles *files, Text folder,
                                          ProblemList *problems);

/* The value of a fact under a status; SCHEME_NONE is none. */
Text scheme_fact_value(Arena *arena, const Scheme *scheme, SchemeFact fact, size_t status);

bool scheme_find_requirement(const Scheme *scheme, Text name, size_t *requirement);
bool scheme_find_status(const Scheme *scheme, Text name, size_t *status);
/* The status of a requirement with this standing. */
bool scheme_status_of(const Scheme *scheme, size_t requirement, Standing standing, size_t *status);

/* The phase of a day, or SCHEME_NONE before the first. */
size_t scheme_phase(const Scheme *scheme, Date on);

/* What a subcontractor needs at least. NULL where no row speaks of it. */
const SchemeFlow *scheme_flow(const Scheme *scheme, Text data, size_t prime);

/* A status that somebody holds. */
typedef struct Holding {
    size_t status;
    Date since;       /* the status's date */
    bool is_affirmed; /* `affirmed` is known */
    Date affirmed;    /* the last affirmation of compliance */
} Holding;

typedef enum Currency { CURRENCY_NO, CURRENCY_UNKNOWN, CURRENCY_YES } Currency;

typedef struct HoldingDates {
    Date expires;   /* the last day of the status itself */
    Date affirm_by; /* the last day the affirmation carries it; DATE_MIN where not known */
} HoldingDates;

/* A status "not older than a year" still holds on its anniversary; what began on 29 February
 * counts from there to 28 February. */
HoldingDates scheme_holding_dates(const Scheme *scheme, const Holding *holding);

/* Whether it is current on a day. `why` (in the arena) says what makes it not so. */
Currency scheme_is_current(Arena *arena, const Scheme *scheme, const Holding *holding, Date on,
                           Text *why);

/* The day so many years later; the last of February for the 29th. */
Date scheme_add_years(Date date, int years);

#endif
