/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ENTENTE_SERVICE_ASSESS_H
#define ENTENTE_SERVICE_ASSESS_H

/* Part of the face of service/: how a supplier stands, from a file of answers or from the
 * assessments of a workspace, and what that opens (docs/assurance.md). */

#include "alliance/alliance.h"
#include "assurance/assurance.h"
#include "law/law.h"

/* ---- one set of answers ---- */

/* Something met in another framework. */
typedef struct HeldEvidence {
    Text framework;
    Text id;
    Text source; /* the assessment or file that it is from */
} HeldEvidence;

typedef struct AssessmentReport {
    const Catalogue *catalogue;
    Answers answers;
    Assessment assessment;
    Standing standing;          /* after what has to be held first */
    Text against;               /* why it is less than the answers give; or empty */
    const Crosswalk *crosswalk; /* or NULL: nothing is said of other frameworks */
    const HeldEvidence *evidence;
    size_t evidence_count;
    Text subject; /* whose answers they are, as given */
    Date as_of;
    Date assessed; /* plans of action run from it */
} AssessmentReport;

/* Scores; `holds` is a status held when assessed, empty where it is not known: what asks for one
 * first is then undetermined. */
void service_assess(Arena *arena, AssessmentReport *report, Text holds);

/* HeldEvidence from a table of `framework`, `id` and perhaps `status` (only what is met counts).
 * False with problems: frameworks and ids that the crosswalk does not know. */
MUST_CHECK bool service_read_evidence(Arena *arena, const Crosswalk *crosswalk, Text file,
                                      Text content, const HeldEvidence **evidence, size_t *count,
                                      ProblemList *problems);

Text service_assess_text(Arena *arena, const AssessmentReport *report);
Text service_assess_json(Arena *arena, const AssessmentReport *report);
/* One self-contained page. */
Text service_assess_html(Arena *arena, const AssessmentReport *report);

/* ---- what is entered into SPRS ---- */

/* What only the firm can say of its assessment. */
typedef enum SprsDetail {
    SPRS_ORGANISATION, /* that assessed */
    SPRS_CAGE,         /* codes parted by a blank */
    SPRS_SCOPE,        /* enterprise or enclave */
    SPRS_EMPLOYEES,
    SPRS_PLAN, /* the system security plan */
    SPRS_PLAN_VERSION,
    SPRS_PLAN_DATE,
    SPRS_ARCHITECTURE, /* of what the plan describes, in a few words */
    SPRS_COMPLETE_BY,  /* the day by which every requirement is to be met */
    SPRS_AFFIRMED_BY,
    SPRS_DETAIL_COUNT
} SprsDetail;

typedef struct SprsDetails {
    Text said[SPRS_DETAIL_COUNT]; /* or empty: still to be stated */
} SprsDetails;

/* Reads them from a table of `key` and `value`. False with problems. */
MUST_CHECK bool service_sprs_read(Arena *arena, Text file, Text content, SprsDetails *details,
                                  ProblemList *problems);
/* The summary that the Supplier Performance Risk System asks for (32 CFR 170.15 and 170.16, DFARS
 * 252.204-7020(d)); without a score where none may be entered, with the reason. */
Text service_sprs_text(Arena *arena, const AssessmentReport *report, const SprsDetails *details);
Text service_sprs_json(Arena *arena, const AssessmentReport *report, const SprsDetails *details);

/* ---- what a workspace says of assurance ---- */

/* The scheme and crosswalk that a workspace names, and the catalogues of the scheme. */
typedef struct AssuranceFrame {
    const Scheme *scheme;               /* NULL: the workspace names none */
    const Crosswalk *crosswalk;         /* or NULL */
    const Catalogue *const *catalogues; /* of each requirement of the scheme */
} AssuranceFrame;

/* Reads them. False with problems. */
MUST_CHECK bool service_assurance_frame(Arena *arena, const Workspace *workspace,
                                        AssuranceFrame *frame, ProblemList *problems);

/* A status and the days it is held. */
typedef struct HeldStatus {
    size_t status; /* of the scheme */
    DateRange holds;
} HeldStatus;

/* One assessment of a party against the scheme, scored. */
typedef struct PartyStanding {
    size_t row;         /* of the workspace's assessments */
    size_t requirement; /* of the scheme */
    Answers answers;
    Assessment assessment;
    Standing standing;  /* after what has to be held first */
    Text against;       /* why it is less than the answers give; or empty */
    HeldStatus held[2]; /* conditional, then final */
    size_t held_count;
    Holding holding; /* the status reached; where the standing is conditional or final */
    HoldingDates dates;
    Date close_by; /* of its plan of action; DATE_MAX where there is none */
} PartyStanding;

/* The assessments of one party in the order of their requirements' ranks, then of the table. False
 * with problems that name answer.csv or assessment.csv. */
MUST_CHECK bool service_party_standings(Arena *arena, const Workspace *workspace,
                                        const AssuranceFrame *frame, size_t party,
                                        PartyStanding **standings, size_t *count,
                                        ProblemList *problems);

/* The status of the highest rank that is held on a day; SCHEME_NONE where there is none. */
size_t service_status_on(const PartyStanding *standings, size_t count, Date on);

/* ---- one party: what it holds, lacks, and what reaching a status would open ---- */

typedef struct SupplierOptions {
    Date as_of;
    Date known_at;
    bool accept_unverified;
    unsigned quantile;
    Text suppose; /* a status; empty: the final one of each requirement that it has not reached */
} SupplierOptions;

/* A lane that a status would move. */
typedef struct SupplierMove {
    size_t lane;
    Outcome before;
    Outcome after;
} SupplierMove;

/* What the party makes, offered to a programme that wants it. */
typedef struct SupplierOffer {
    size_t item;
    size_t programme;
    Outcome before;
    Outcome after;
    size_t lacks_before; /* requirements that nothing covers */
    size_t lacks_after;
} SupplierOffer;

/* Every lane from or to the party, and all it offers to programmes, decided again as if it held
 * the status. */
typedef struct SupplierSuppose {
    size_t status;
    size_t lane_count; /* decided */
    const SupplierMove *moves;
    size_t move_count;
    const size_t *programmes; /* that have one of the moved lanes in their supply */
    size_t programme_count;
    size_t offer_count;          /* decided */
    const SupplierOffer *offers; /* that the status moves */
    size_t offer_move_count;
} SupplierSuppose;

/* Whether a party of a programme's supply holds what it needs. */
typedef struct SupplyLink {
    size_t party;
    size_t needed; /* a requirement of the scheme */
    bool makes_what_is_wanted;
    Currency is_enough;
    Text holds;             /* the status or level in words; `none`, or `not known` */
    int rank;               /* of what it holds; 0: none; -1: not known */
    const SchemeFlow *flow; /* why so much is needed of a supplier; NULL: it is demanded */
} SupplyLink;

typedef struct SupplyChain {
    size_t programme;
    size_t row;              /* of the workspace's requirements */
    const SupplyLink *links; /* the weakest first */
    size_t link_count;
    size_t enough;  /* links that hold what they need */
    size_t unknown; /* links of which it is not known */
} SupplyChain;

typedef struct Supplier {
    const Workspace *workspace;
    const LawSet *set; /* NULL: no packs, nothing is decided again */
    const AssuranceFrame *frame;
    SupplierOptions options;
    size_t party;
    const PartyStanding *standings;
    const AssessmentReport *reports; /* of each standing */
    size_t standing_count;
    size_t status;     /* held on the day, or SCHEME_NONE */
    bool law_reads_it; /* some pack reads the scheme's facts */
    const SupplierSuppose *supposes;
    size_t suppose_count;
    const SupplyChain *chains; /* of programmes it supplies and that demand something */
    size_t chain_count;
} Supplier;

/* False with an error where the party, scheme or status is not known. */
MUST_CHECK bool service_supplier(Arena *arena, const Workspace *workspace, const LawSet *set,
                                 const AssuranceFrame *frame, Text party,
                                 const SupplierOptions *options, Supplier *supplier,
                                 ProblemList *problems, Error *error);
Text service_supplier_text(Arena *arena, const Supplier *supplier);
Text service_supplier_json(Arena *arena, const Supplier *supplier);
Text service_supplier_html(Arena *arena, const Supplier *supplier);

/* ---- a supplier base ---- */

/* A firm of a programme, and the standing it needs there. */
typedef struct BaseSupply {
    Text programme;
    size_t firm; /* of the base */
    Standing least;
} BaseSupply;

typedef struct BaseReport {
    const Catalogue *catalogue;
    const SupplierBase *base;   /* scored */
    const BaseSupply *supplies; /* by programme, then those that do not reach what they need, the
                                   lowest score first, then the others */
    size_t supply_count;
    Text subject;
} BaseReport;

/* Reads which firm supplies what: `programme`, `firm`, `least` (conditional or final). False with
 * problems. */
MUST_CHECK bool service_base_supplies(Arena *arena, const SupplierBase *base, Text file,
                                      Text content, BaseReport *report, ProblemList *problems);
/* How many stand how, and the weakest links of each programme. */
Text service_base_text(Arena *arena, const BaseReport *report);
Text service_base_json(Arena *arena, const BaseReport *report);
/* A line a firm. */
Text service_base_csv(Arena *arena, const BaseReport *report);

/* ---- the scheme on a day ---- */

typedef struct SchemeQuery {
    Date as_of;
    Text status; /* held since ... ; or empty */
    Date since;
    bool is_affirmed;
    Date affirmed;
    Text prime; /* what flows down from this requirement; or empty */
    Text data;
    bool with_rules;
} SchemeQuery;

MUST_CHECK bool service_scheme_text(Arena *arena, const Scheme *scheme, const SchemeQuery *query,
                                    Text *text, Error *error);
MUST_CHECK bool service_scheme_json(Arena *arena, const Scheme *scheme, const SchemeQuery *query,
                                    Text *text, Error *error);

#endif
