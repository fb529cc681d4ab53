/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ENTENTE_SERVICE_SERVICE_H
#define ENTENTE_SERVICE_SERVICE_H

/* The jobs, over the subjects: decide a transfer; report what an alliance is short of
 * under dated law and what each barrier is worth. Results are plain data in the arena
 * that was passed in, beside functions that write them as text, JSON or HTML. Nothing here reads
 * the clock, prints or exits; the same input gives the same bytes. */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "alliance/alliance.h"
#include "assurance/assurance.h"
#include "base/arena.h"
#include "base/compiler.h"
#include "base/date.h"
#include "base/error.h"
#include "base/text.h"
#include "law/law.h"
#include "screening/screening.h"
#include "service/access.h"
#include "service/keeping.h"
#include "store/store.h"

#define SERVICE_NONE ((size_t)-1)

/* What Entente is not; every output carries it once. */
Text service_disclaimer(void);

/* ---- check: one transfer ---- */

typedef struct FactGiven {
    Text name;
    Text value;
} FactGiven;

/* A place at an end of a transfer: a country, or a country and a party's id. */
typedef struct TransferEnd {
    Text country;
    Text party; /* or empty */
} TransferEnd;

typedef struct Transfer {
    const FactGiven *item; /* names without `item.` */
    size_t item_count;
    TransferEnd from;
    TransferEnd to;
    const FactGiven *facts; /* whole names */
    size_t fact_count;
    Date as_of;
    Date known_at;
    bool accept_unverified;
    unsigned quantile;
    const FactGiven *notes; /* what a fact rests on, told below it in the explanation */
    size_t note_count;
} Transfer;

/* Another party of a transfer, in a role that packs read facts of: end_user, purchaser. */
typedef struct TransferParty {
    Text role;
    TransferEnd end;
} TransferParty;

/* What a transfer names of a workspace; its ends name parties as well. */
typedef struct TransferNames {
    Text item; /* an id, or empty */
    const TransferParty *parties;
    size_t party_count;
} TransferNames;

typedef struct TransferDecision {
    Decision decision;
    const DecisionChange *changes; /* what would change it */
    size_t change_count;
    const ChangeSet *change_sets; /* of several, or of law */
    size_t change_set_count;
    const LawFacts *facts;
    Text heading; /* the item and the places in words */
} TransferDecision;

/* Decides and explains. `engine` is the law compiled, where the caller has it, else NULL: what
 * would change the decision is then found sooner. False where a fact is unknown to the packs or has
 * no such value. */
MUST_CHECK bool service_check(Arena *arena, const LawSet *set, const LawEngine *engine,
                              const Transfer *transfer, TransferDecision *result, Error *error);
/* `is_whole`: with every condition that was looked at, also below what does not hold. */
Text service_check_text(Arena *arena, const LawSet *set, const TransferDecision *result,
                        bool is_whole);
Text service_check_json(Arena *arena, const LawSet *set, const TransferDecision *result);
/* One self-contained page: no script, no other file. */
Text service_check_html(Arena *arena, const LawSet *set, const TransferDecision *result);

/* ---- batch: one transfer a line ---- */

enum { BATCH_LINE_BYTES_MAX = 1 << 20 };

/* What holds for lines that do not say. */
struct BatchDefaults {
    bool has_as_of;
    Date as_of;
    bool has_known_at; /* else: the line's as-of date */
    Date known_at;
    bool accept_unverified;
    unsigned quantile;
    const Workspace *workspace;     /* whose items and parties requests may name; NULL: none */
    const struct ServiceView *view; /* of whose statuses alone are looked at; NULL: all */
    const LawEngine *engine;        /* the law compiled, see service_check; or NULL */
};

/* "US", "US:acme", or the id of a party of the workspace (or NULL) that has a country. */
MUST_CHECK bool service_parse_end(const Workspace *workspace, Text word, TransferEnd *end);

/* Adds to a transfer what the defaults' workspace says of what it names, as facts it gives and
 * notes on them; what it says itself goes before. Without a workspace, countries and ids alone. */
MUST_CHECK bool service_complete_transfer(Arena *arena, const LawSet *set,
                                          const BatchDefaults *defaults, const TransferNames *names,
                                          Transfer *transfer, Error *error);

/* Answers one request in JSON (docs/batch.md) by one line of JSON with its newline: the members
 * of service_check_json, the request's `id` before them; or, where the request cannot be
 * used, `error`, `line` (`number`) and `column` (in bytes, from 1). */
Text service_batch_line(Arena *arena, const LawSet *set, const BatchDefaults *defaults, Text line,
                        size_t number);

/* The same in short, by compiled law: `id`, `outcome`, `best`, `worst`, `days` and the rules that
 * hold, or perhaps do. Lines of plain requests are answered by ids. */
typedef struct BriefBatch BriefBatch;
BriefBatch *service_brief_new(Arena *arena, const LawSet *set, const BatchDefaults *defaults);
/* Stands until the next answer; `arena` is for this line alone. */
Text service_brief_line(Arena *arena, BriefBatch *brief, Text line, size_t number);

/* One such request by itself; says whether it could be answered. */
Text service_request(Arena *arena, const LawSet *set, const BatchDefaults *defaults, Text request,
                     bool *is_answered);
/* A transfer as the chain records it: the request of docs/batch.md with every date and option
 * said, every fact as text, in canonical form. */
Text service_transfer_inputs(Arena *arena, const Transfer *transfer);

/* One answer of service_batch_line with what is recorded of it. */
typedef struct BatchAnswer {
    Text line;       /* what service_batch_line gives */
    bool is_decided; /* else the line says what is wrong, and nothing is recorded */
    Text inputs;     /* service_transfer_inputs */
    Text decision;   /* the line without the request's id: what a replay must give again */
} BatchAnswer;

BatchAnswer service_batch_answer(Arena *arena, const LawSet *set, const BatchDefaults *defaults,
                                 Text line, size_t number);

/* The same of a transfer decided by service_check. */
BatchAnswer service_checked_answer(Arena *arena, const LawSet *set, const Transfer *transfer,
                                   const TransferDecision *decision);

/* The row of the chain for a decision, under a law kept by service_keep_law. */
AuditEntry service_decision_entry(Arena *arena, const BatchAnswer *answer, Text law,
                                  const ServiceMoment *moment);

/* The reforms in force in a set, in lines; empty without any. */
Text service_reforms_text(Arena *arena, const LawSet *set);

/* ---- matrix: every item to every destination ---- */

typedef struct MatrixOptions {
    Date as_of;
    Date known_at;
    bool accept_unverified;
    unsigned quantile;
    Text from;                /* a country or a party's id; empty: where each item is made */
    Text end_use;             /* empty: not known */
    const Text *destinations; /* countries or parties' ids; none: every country of the workspace */
    size_t destination_count;
    bool all; /* and every country of the packs' tables */
} MatrixOptions;

typedef struct MatrixCell {
    Outcome outcome;
    Outcome best;
    Outcome worst;
    int days;                  /* see Decision */
    const size_t *authorities; /* exceptions that authorise; of an authorised cell */
    size_t authority_count;
    const size_t *blockers; /* see Decision; of a cell that is not open */
    size_t blocker_count;
    const Text *questions; /* that settle it; of an undetermined cell */
    size_t question_count;
    bool relies_on_unverified;
} MatrixCell;

/* An item sent from one place. */
typedef struct MatrixRow {
    size_t item;
    Text from; /* a country or a party's id; "?" where it is not known */
    Text from_country;
    size_t from_party;       /* or ALLIANCE_NONE */
    const MatrixCell *cells; /* by destination */
} MatrixRow;

typedef struct Matrix {
    const Workspace *workspace;
    const LawSet *set;
    MatrixOptions options;
    const Text *destinations; /* names */
    size_t destination_count;
    const MatrixRow *rows; /* in the workspace's order of items */
    size_t row_count;
    bool relies_on_unverified;
    const struct Matrix *before; /* without the reforms in force, or NULL */
} Matrix;

MUST_CHECK bool service_matrix(Arena *arena, const Workspace *workspace, const LawSet *set,
                               const MatrixOptions *options, Matrix *matrix, Error *error);
Text service_matrix_text(Arena *arena, const Matrix *matrix);
/* A row a cell; lists inside a field are parted by blanks. */
Text service_matrix_csv(Arena *arena, const Matrix *matrix);
Text service_matrix_json(Arena *arena, const Matrix *matrix);
/* One self-contained page. */
Text service_matrix_html(Arena *arena, const Matrix *matrix);

/* ---- exportability: which components keep an item ---- */

typedef struct ExportabilityOptions {
    Date as_of;
    Date known_at;
    bool accept_unverified;
    unsigned quantile;
    Text from;                /* as in MatrixOptions; empty: the first place it is made */
    Text end_use;             /* empty: not known */
    const Text *destinations; /* none: every country of the workspace */
    size_t destination_count;
    size_t work; /* sets tried for each destination at most; 0: 20,000 */
} ExportabilityOptions;

/* A component that bears on what is derived of the item, at any depth, or contains such. */
typedef struct ExportabilityPart {
    size_t item;
    Outcome without; /* of the item, with this component (and what is in it) replaced by one that
                        does not count */
    Outcome alone;   /* of the component by itself from the same place to the same partner */
} ExportabilityPart;

/* It opens the item where each is replaced by something of its price that does not count. */
typedef struct ExportabilitySet {
    const size_t *items;
    size_t count;
    Outcome separated; /* of the item where they are left out of it instead */
} ExportabilitySet;

typedef struct ExportabilityPartner {
    Text destination;
    Outcome outcome;
    int days;
    const size_t *blockers; /* provisions that keep it, see Decision */
    size_t blocker_count;
    Outcome bare; /* with all candidates replaced: what the item is by itself */
    const size_t *bare_blockers;
    size_t bare_blocker_count;
    const Text *derived; /* what follows from its bill, in words */
    size_t derived_count;
    const size_t *candidates;
    size_t candidate_count;
    const ExportabilityPart *parts; /* of each candidate, where the item is not open; else NULL */
    const ExportabilitySet *sets;   /* the smallest that open it: all of one size */
    size_t kept_count;
    size_t set_count;   /* found, of which the first were kept */
    size_t sizes_tried; /* every set of up to so many components was tried */
    bool is_complete;   /* no set was left untried for want of work */
} ExportabilityPartner;

typedef struct Exportability {
    const Workspace *workspace;
    const LawSet *set;
    ExportabilityOptions options;
    size_t item;
    Text from;
    bool has_bill;
    const ExportabilityPartner *partners;
    size_t partner_count;
} Exportability;

/* Tries sets of components by increasing size, so that the ones found are proven smallest. */
MUST_CHECK bool service_exportability(Arena *arena, const Workspace *workspace, const LawSet *set,
                                      Text item, const ExportabilityOptions *options,
                                      Exportability *about, Error *error);
Text service_exportability_text(Arena *arena, const Exportability *about);
Text service_exportability_json(Arena *arena, const Exportability *about);

/* ---- report: the alliance's supply under dated law ---- */

/* Told at each stage of long work, with how much of it is done. */
typedef struct ServiceProgress {
    void (*report)(void *context, Text stage, size_t done, size_t of);
    void *context;
} ServiceProgress;

typedef struct ReportOptions {
    Date as_of;
    Date known_at;
    int horizon_weeks; /* 0: the workspace's, else 26 */
    bool accept_unverified;
    unsigned quantile; /* of routes' days: 50 is the median */
    size_t top;        /* so many barriers ranked with certainty; 0: all */
    ServiceProgress progress;
    bool wants_exposure; /* what lifting law and clocks exposes */
} ReportOptions;

/* One programme's need of one item, over all its sites. Amounts are in the item's unit;
 * supply + shortfall = demand, in every week and in all. */
typedef struct ReportLine {
    size_t programme;
    size_t item;
    double demand;
    double supply;
    double shortfall;      /* still owed at the end of the plan */
    double shortfall_days; /* of this line's average demand */
    double peak_owed;
    Date begins; /* first day of the first week that leaves something owed; DATE_MAX: never */
    const double *demand_weekly; /* week_count each */
    const double *supply_weekly;
    const double *owed_weekly; /* at the end of each week */
} ReportLine;

/* What opening lanes exposes, as a judgement with an interval (docs/exposure.md); 1 is goods of
 * low sensitivity for a recipient without assurance, open without review all of the plan. */
typedef struct Exposure {
    double low;
    double middle;
    double high;
} Exposure;

typedef enum BarrierKind {
    BARRIER_LAW,      /* a provision */
    BARRIER_CLOCK,    /* the days a route takes */
    BARRIER_QUANTITY, /* what a licence in hand allows */
    BARRIER_CAPACITY, /* of producers or lanes: as much again */
    BARRIER_STOCK     /* four more weeks of demand in stock */
} BarrierKind;

Text service_barrier_word(BarrierKind kind);

/* What removing a barrier does to one line: units of shortfall avoided (negative: added). */
typedef struct BarrierEffect {
    size_t line;
    double shortfall_avoided;
    double lateness_avoided; /* unit-weeks */
} BarrierEffect;

typedef struct ReportBarrier {
    BarrierKind kind;
    Text name;        /* "cn.export.mofcom_46_2024_2", "activity cn-gallium" ... */
    Text title;       /* in words */
    Text removal;     /* what is done when it is removed, in words */
    Text citation;    /* or where the figure is from */
    LawStatus status; /* of law; LAW_VERIFIED else */
    bool has_dates;
    DateRange dates;   /* in force within or around the plan */
    size_t lane_count; /* lanes it keeps shut, or delays */
    double price;      /* see BarrierValue of network.h */
    double price_back;
    double ceiling;
    double gain; /* NAN where it was not needed */
    bool is_exact;
    const BarrierEffect *effects; /* of the ranked ones, largest first */
    size_t effect_count;
    Exposure exposure; /* of lifting law or a clock, where it was asked for */
} ReportBarrier;

/* Where an item is made, and whether it may be had from there. */
typedef struct ReportSource {
    size_t item;
    Text country;
    double capacity;                        /* a year; INFINITY is no limit */
    double share;                           /* of all capacity of the item in the workspace, 0..1 */
    double used;                            /* made in the plan */
    size_t lanes[OUTCOME_UNDETERMINED + 1]; /* lanes out of it by outcome on the as-of date */
} ReportSource;

/* Law that changes inside the plan: lanes whose outcome differs from the day before, grouped. */
typedef struct ReportChange {
    Date date;
    size_t item;
    Text from_country;
    Text end_use;      /* or empty */
    Text to_countries; /* "US", "DE, FR, JP" */
    size_t lane_count;
    Outcome before;
    Outcome after;
    int days_before; /* of a licence; compared between levers only (docs/reform.md) */
    int days_after;
    Text because;     /* provisions that start or cease to matter, with citations */
    LawStatus status; /* the weakest of the law behind it */
} ReportChange;

/* A question whose answer some lanes wait for. */
typedef struct ReportQuestion {
    Text name;
    Text ask;
    Text citation;
    size_t lane_count;
} ReportQuestion;

typedef struct ReportLaneCounts {
    size_t by_outcome[OUTCOME_UNDETERMINED + 1]; /* on the as-of date */
    size_t by_outcome_end[OUTCOME_UNDETERMINED + 1];
} ReportLaneCounts;

/* What law says of a lane on the first and on the last day of the plan. */
typedef struct LaneOutcomes {
    Outcome first;
    Outcome last;
} LaneOutcomes;

typedef struct Report {
    const Workspace *workspace;
    const LawSet *set;
    Date as_of;
    Date known_at;
    size_t week_count;
    bool accept_unverified;
    unsigned quantile;
    int applied_days_before; /* licences were asked for so many days before the as-of date */
    const ReportLine *lines; /* by programme, then item, in the workspace's order */
    size_t line_count;
    const ReportBarrier *barriers; /* ranked */
    size_t barrier_count;
    size_t certified_count; /* so many at the top are certain */
    size_t solve_count;
    const ReportSource *sources; /* by item, then capacity */
    size_t source_count;
    const ReportChange *changes;
    size_t change_count;
    const ReportQuestion *questions;
    size_t question_count;
    ReportLaneCounts lanes;
    const LaneOutcomes *lane_outcomes; /* of each lane of the workspace */
    double objective; /* weighted: 1 is a week's need of one item, of all programmes, a week late */
    double dual_objective;
    double lateness;
    bool relies_on_unverified;
} Report;

/* Loads nothing: decides every lane on every stretch of law inside the plan, solves, prices. */
MUST_CHECK bool service_report(Arena *arena, const Workspace *workspace, const LawSet *set,
                               const ReportOptions *options, Report *report, Error *error);

/* `other` is a second date, or the same under reformed law, to stand beside the first; or
 * NULL. */
Text service_report_text(Arena *arena, const Report *report, const Report *other);
Text service_report_json(Arena *arena, const Report *report, const Report *other);
/* One self-contained page: no script, no other file; plots as SVG. */
Text service_report_html(Arena *arena, const Report *report, const Report *other);

/* ---- reform: which levers are worth pulling ---- */

/* What a set of levers is measured by, over scenarios. */
typedef enum ReformMeasure { MEASURE_EXPECTATION, MEASURE_CVAR, MEASURE_WORST } ReformMeasure;

typedef struct ReformOptions {
    ReportOptions report;
    bool wants_frontier;
    bool has_scenarios;
    const Text *scenarios; /* ids; none: all of the workspace */
    size_t scenario_count;
    ReformMeasure measure;
    double alpha;       /* of MEASURE_CVAR, 0 .. 1, without 1 */
    const Text *levers; /* ids to look at; none: all */
    size_t lever_count;
    bool has_budget;
    Decimal budget_usd;
    size_t top; /* of the levers, by gain, so many are chosen among (at most 40) */
} ReformOptions;

typedef struct ReformLever {
    size_t lever;              /* of the workspace */
    double gain;               /* exact, pulled alone; in the report's unit */
    size_t lanes_opened;       /* lanes free or authorised at the end that were not */
    size_t lanes_eased;        /* lanes that may at least be licensed at the end and could not */
    size_t lanes_worse;        /* lanes that are worse off */
    const LawSet *law;         /* with the reforms that it brings */
    const ReportChange *moves; /* decisions that differ on the plan's last day, alike ones together;
                                  lanes that the lever adds are not among them */
    size_t move_count;
    bool is_chosen;
    double share;      /* of the chosen set's gain, Shapley; NAN where not computed */
    Exposure exposure; /* where a frontier was asked for */
} ReformLever;

/* One thing that may happen after levers are pulled. */
typedef struct ReformCase {
    Text id; /* empty: nothing happens */
    Text name;
    double probability;
    double objective; /* without any lever */
    double chosen;    /* with the chosen set; NAN without a choice */
} ReformCase;

typedef struct FrontierChoice {
    const size_t *levers; /* of the workspace */
    size_t count;
    double gain;
    double cost_usd;
    Exposure exposure;
} FrontierChoice;

/* The set that gains most of those that expose no more than it does, by the middle of the
 * judgement; and what would be in its place, within the same limit, were every judgement at one end
 * of its interval. */
typedef struct FrontierPoint {
    FrontierChoice choice;
    FrontierChoice at_low;
    FrontierChoice at_high;
    bool flips_at_low;
    bool flips_at_high;
    bool is_proven;
} FrontierPoint;

typedef struct Reform {
    const Workspace *workspace;
    const LawSet *set;
    Date as_of;
    size_t week_count;
    double objective;          /* without any lever */
    const ReformLever *levers; /* by gain */
    size_t lever_count;
    bool has_choice; /* a budget was given */
    Decimal budget_usd;
    double cost_usd; /* of the chosen set */
    double gain;     /* of the chosen set, together */
    double sum_of_single_gains;
    double bound; /* no set within the budget gains more */
    bool is_proven;
    size_t chosen_among; /* so many levers, the best alone */
    size_t solve_count;
    const ReformCase *cases; /* that nothing happens first; none: no scenarios */
    size_t case_count;
    ReformMeasure measure;
    double alpha;
    const FrontierPoint *frontier; /* from the most gain down to no exposure */
    size_t frontier_count;
    const ReportBarrier *denials; /* law and clocks, by what each costs; with the frontier */
    size_t denial_count;
} Reform;

/* Prices each lever alone and, with a budget, chooses the best set among the best of them. An
 * error names a lever that cannot be read. */
MUST_CHECK bool service_reform(Arena *arena, const Workspace *workspace, const LawSet *set,
                               const ReformOptions *options, Reform *reform, Error *error);
Text service_reform_text(Arena *arena, const Reform *reform);
Text service_reform_json(Arena *arena, const Reform *reform);
/* One self-contained page with the frontier as a plot. */
Text service_reform_html(Arena *arena, const Reform *reform);
Text service_measure_word(ReformMeasure measure);
/* Whether the word is one. */
bool service_measure_find(Text word, ReformMeasure *measure);

/* ---- stress: what is lost, and what that does (docs/stress.md) ---- */

typedef struct StressOptions {
    ReportOptions plan;    /* `top` nodes are ranked with certainty */
    const Text *scenarios; /* ids, several of them joined by `+`; none: every scenario alone */
    size_t scenario_count;
    size_t draws; /* Monte Carlo; 0: none */
    uint64_t seed;
    int outage_weeks; /* how long a node is lost where its recovery is timed */
} StressOptions;

/* One thing that keeps a line waiting. */
typedef struct StressReason {
    Text what;     /* "lane CN-producers>US-civil-industry:antimony" */
    Text why;      /* in words */
    double weight; /* see NetworkBinding */
    Date from;     /* of the weeks in which it binds */
    Date until;
} StressReason;

typedef struct StressLate {
    size_t line;
    const StressReason *reasons; /* heaviest first */
    size_t reason_count;
} StressLate;

/* One thing that keeps lines waiting, and which. */
typedef struct StressBottleneck {
    Text what;
    Text why;
    double weight; /* added up over its lines */
    const size_t *lines;
    size_t line_count;
} StressBottleneck;

/* What the plan does differently: total made, or sent, over the plan. */
typedef struct StressReaction {
    Text what;
    size_t item;
    double before;
    double after;
} StressReaction;

typedef struct StressScenario {
    Text id; /* empty: the base */
    Text name;
    Amount
        probability; /* not given for the base, and where several are joined unless all have one */
    double objective;
    double lateness;
    double loss; /* of the objective, against the base */
    const ReportLine *lines;
    const double *owed_weekly; /* [programme * week_count + week]: owed at the week's end, in weeks
                                  of each line's ordinary need, added up over its lines */
    double survive_weeks;      /* whole weeks until something is later than in the base; INFINITY */
    double recover_weeks; /* ... until nothing is any more; 0: it never was, INFINITY: not in the
                             plan */
    const StressReaction *reactions; /* largest first, beside an item's ordinary need */
    size_t reaction_count;
    const StressLate *late; /* for each line that owes something */
    size_t late_count;
    const StressBottleneck *bottlenecks; /* heaviest first */
    size_t bottleneck_count;
    size_t boundless_count; /* things without a limit that were lost in part: half of no limit is
                               none either, so that took nothing away */
} StressScenario;

/* A site that makes or ships something, without what it makes and ships. */
typedef struct StressNode {
    size_t party;
    double floor; /* see LossValue of network.h */
    double ceiling;
    double loss; /* lost for the whole plan; NAN where it was not needed */
    bool is_exact;
    double survive_weeks; /* time to survive, at even rates; INFINITY: for good */
    double recover_weeks; /* lost for outage_weeks: until nothing is later than in the base; NAN
                             where it was not asked, INFINITY: not in the plan */
} StressNode;

/* Without the party nothing made reaches the demand lawfully. */
typedef struct StressPoint {
    size_t party;
    size_t demand;
    bool is_hidden;   /* other ways there are, but law shuts them */
    const Text *shut; /* their lanes, and what shuts each */
    size_t shut_count;
} StressPoint;

/* Where the items at one depth below a programme's needs are made for it in the base plan. */
typedef struct StressDepth {
    size_t programme;
    size_t depth; /* 0: what is needed itself; 1: what goes into it ... */
    size_t item_count;
    size_t made_count; /* of them, items of which something is made for the programme */
    double
        index; /* Herfindahl's, of countries' shares averaged over the items; NAN: nothing made */
    Text country; /* the largest */
    double share;
    size_t narrowest; /* the item that fewest countries make, or SERVICE_NONE */
    double narrowest_index;
    Text narrowest_country; /* the largest */
} StressDepth;

/* What the base plan uses in one country and tier of what another made, of all items, each in weeks
 * of its ordinary need. Tier 0 is use by those who want it, 1 making what they want, and so on
 * down the longest way through the bill of material. */
typedef struct StressFlow {
    size_t from_tier;
    size_t to_tier;
    Text from; /* countries */
    Text to;
    double weeks;
} StressFlow;

typedef struct StressDraws {
    size_t count;
    uint64_t seed;
    size_t distinct; /* combinations of scenarios that came up */
    double mean;     /* loss */
    double median;
    double high; /* 95 % of draws lose no more */
    double tail; /* mean of the worst 5 % */
    double worst;
    Text worst_case;               /* the scenarios of the worst draw */
    const double *programme_weeks; /* for each programme: mean owed at the end, weeks of need */
} StressDraws;

typedef struct Stress {
    const Workspace *workspace;
    const LawSet *set;
    Date as_of;
    Date known_at;
    size_t week_count;
    bool accept_unverified;
    unsigned quantile;
    int outage_weeks;
    size_t line_count;
    const StressScenario *scenarios; /* the base first */
    size_t scenario_count;
    const StressNode *nodes; /* ranked */
    size_t node_count;
    size_t certified_count;
    size_t solve_count;
    const StressPoint *points; /* hidden ones first */
    size_t point_count;
    const StressDepth *depths;
    size_t depth_count;
    StressDraws draws;
    const StressFlow *flows; /* deepest first, then largest */
    size_t flow_count;
    const double *item_weekly; /* the ordinary weekly need of each item, in its unit */
    const double *lane_sent;   /* in the base plan, for each lane of the workspace */
    bool relies_on_unverified;
} Stress;

MUST_CHECK bool service_stress(Arena *arena, const Workspace *workspace, const LawSet *set,
                               const StressOptions *options, Stress *stress, Error *error);
Text service_stress_text(Arena *arena, const Stress *stress);
Text service_stress_json(Arena *arena, const Stress *stress);
/* A row for each scenario, line and week. */
Text service_stress_csv(Arena *arena, const Stress *stress);
/* Everything, as files of one folder; gives how many. */
size_t service_stress_tables(Arena *arena, const Stress *stress, WorkspaceFile **tables);
/* Sites and the lanes the base uses; a site without a position of its own stands in the middle
 * of its country, one of an unknown country has no geometry. */
Text service_stress_geojson(Arena *arena, const Stress *stress);
Text service_stress_html(Arena *arena, const Stress *stress);

/* The Economic Systemic Risk Index of every firm, as a table (firm, sector, esri, down, up) in
 * the order of `firms`. `links` has columns from, to, weight; `firms` has firm and sector; `kinds`
 * has supplier, buyer (sectors) and kind (essential, ordinary, negligible), and may be empty:
 * then every input is essential. The tables' names are for messages. */
typedef struct CascadeTables {
    Text links_name;
    Text links;
    Text firms_name;
    Text firms;
    Text kinds_name;
    Text kinds;
    double tolerance;
} CascadeTables;

MUST_CHECK bool service_cascade(Arena *arena, const CascadeTables *tables, Text *csv,
                                ProblemList *problems, Error *error);

/* The packs a workspace names (setting `packs`, one a line, relative to its folder). */
size_t service_workspace_packs(Arena *arena, const Workspace *workspace, const Text **paths);

/* What a workspace has, and what will leave a plan short though no table is wrong. */
/* Whether the changes of every lever can be made, each alone, in a plan that begins on a day. */
MUST_CHECK bool service_validate_levers(Arena *arena, const Workspace *workspace, const LawSet *set,
                                        Date as_of, ProblemList *problems);
Text service_validation_text(Arena *arena, const Workspace *workspace, const LawSet *set);

/* As workspace_load and workspace_parse, with the statuses that follow from its assessments among
 * those of its parties (docs/assurance.md). Every command reads workspaces so. */
MUST_CHECK const Workspace *service_workspace_load(Arena *arena, Text folder,
                                                   ProblemList *problems);
MUST_CHECK const Workspace *service_workspace_parse(Arena *arena, Text folder,
                                                    const WorkspaceFile *files, size_t count,
                                                    ProblemList *problems);

/* ---- more jobs, each with its own header ---- */

#include "service/assess.h"
#include "service/describe.h"
#include "service/offers.h"
#include "service/oscal.h"
#include "service/pathway.h"
#include "service/programme.h"
#include "service/release.h"
#include "service/share.h"
#include "service/share_bytes.h"
#include "service/source.h"

/* ---- screen: names against lists of restricted parties (docs/screening.md) ---- */

/* Reads the lists of some files; beside OFAC's SDN file its ALT and ADD are read where they are
 * there. The message names the file. */
MUST_CHECK bool service_screen_lists(Arena *arena, const Text *paths, size_t count,
                                     ScreeningList **lists, Error *error);

/* Thresholds from words: a number for all (in the place of those that hold by themselves),
 * KIND=NUMBER, LIST=NUMBER, LIST:KIND=NUMBER. */
MUST_CHECK bool service_read_thresholds(Arena *arena, const Text *words, size_t count,
                                        ScreeningThresholds *thresholds, Error *error);
Text service_screen_text(Arena *arena, const ScreeningList *lists, size_t count,
                         const ScreeningQuery *query, const ScreeningResult *result);
Text service_screen_json(Arena *arena, const ScreeningList *lists, size_t count,
                         const ScreeningQuery *query, const ScreeningResult *result);
/* Each row of a table with a column `name` (and `id`, `country`, `kind`): a line of CSV for each
 * hit, and one with the score `none` where there is no hit. */
MUST_CHECK bool service_screen_batch(Arena *arena, ScreeningSearch *search, Text file, Text content,
                                     ScreeningThresholds thresholds, ServiceProgress progress,
                                     Text *csv, Error *error);

typedef struct ScreenTable {
    Text file;
    Text content;
} ScreenTable;

/* The same for the rows of `after` that `before` does not have. */
MUST_CHECK bool service_screen_changed(Arena *arena, ScreeningSearch *search,
                                       const ScreenTable *before, const ScreenTable *after,
                                       ScreeningThresholds thresholds, ServiceProgress progress,
                                       Text *csv, Error *error);

/* Two releases of some lists. */
typedef struct ScreenReleases {
    const ScreeningList *before;
    size_t before_count;
    const ScreeningList *after;
    size_t after_count;
} ScreenReleases;

/* Every row of a table against the parties that were added, changed or removed from one
 * release to the next: a line of CSV for each hit, with what changed in its first column, and
 * those that are hits no more. Scores are those of the whole list. */
MUST_CHECK bool service_screen_releases(Arena *arena, const ScreenReleases *releases,
                                        const ScreenTable *own, ScreeningThresholds thresholds,
                                        ServiceProgress progress, Text *csv, Error *error);

/* ---- lists kept in a folder (docs/screening.md) ---- */

typedef struct ListImport {
    Text name;   /* "us-csl": small letters, digits, hyphens */
    Text source; /* the file; ALT and ADD are read beside an SDN */
    Date at;
} ListImport;

typedef struct ListImported {
    Text name;
    const ScreeningList *list;
    bool is_first;       /* the folder had no list of that name */
    bool is_same;        /* the release is the one that it keeps; nothing was written */
    bool is_before_lost; /* the release before could not be read: all is told as added */
    ListChanges changes;
} ListImported;

/* Reads a list whole and puts it in the place of the release of that name. Where it cannot be
 * read or written the folder keeps what it had. */
MUST_CHECK bool service_list_import(Arena *arena, Text folder, const ListImport *import,
                                    ListImported *done, Error *error);
/* What the folder's lists were imported from (`at` is left open). */
MUST_CHECK bool service_list_sources(Arena *arena, Text folder, const ListImport **imports,
                                     size_t *count, Error *error);
/* The files of the releases that hold. ERROR_MISSING where there is none. */
MUST_CHECK bool service_list_paths(Arena *arena, Text folder, const Text **paths, size_t *count,
                                   Error *error);

Text service_list_import_text(Arena *arena, const ListImported *done);
Text service_list_import_json(Arena *arena, const ListImported *done);

typedef struct ListStatus {
    Text name;
    Text title;
    Text format;
    Text released;
    Text imported;
    Text sha256;
    Text source;
    Text parties;
    Text names;
    int64_t days; /* since it was imported */
    Text problem; /* why the release cannot be used; or empty */
} ListStatus;

/* Reads every release again and holds it to its digest. */
MUST_CHECK bool service_list_status(Arena *arena, Text folder, Date at, const ListStatus **lists,
                                    size_t *count, Error *error);
Text service_list_status_text(Arena *arena, const ListStatus *lists, size_t count);
Text service_list_status_json(Arena *arena, const ListStatus *lists, size_t count);

/* What another release (or set of lists) has that the first has not. */
Text service_list_changes_text(Arena *arena, const ListChanges *changes);

/* ---- the parties of a workspace against lists (docs/screening.md) ---- */

typedef enum ListingChange {
    LISTING_KEPT,
    LISTING_NEW,
    LISTING_REOPENED, /* reviewed, but either side has changed since, or the review ran out */
    LISTING_CLOSED    /* no hit any more */
} ListingChange;

Text listing_change_word(ListingChange change);
Text listing_review_word(ListingReview review);
bool listing_review_parse(Text word, ListingReview *review);

typedef struct ScreenedRow {
    Listing listing;
    ListingChange change;
    bool is_dropped; /* not to be kept in listing.csv */
} ScreenedRow;

typedef struct ScreenedWorkspace {
    const Workspace *workspace;
    const ScreenedRow *rows; /* by party, then what is no hit any more */
    size_t row_count;
    size_t party_count; /* that were screened */
} ScreenedWorkspace;

typedef struct ScreenWorkspaceOptions {
    ScreeningThresholds thresholds;
    Date at;
    ServiceProgress progress;
} ScreenWorkspaceOptions;

/* Screens every party that is no country and no site of another, by name, country, kind and
 * its statuses `identifier` (TYPE=VALUE). What was reviewed stays so while the party and the
 * listed entry are what they were and the review has not run out. */
void service_screen_workspace(Arena *arena, const Workspace *workspace, ScreeningSearch *search,
                              const ScreenWorkspaceOptions *options, ScreenedWorkspace *screened);
/* The listing.csv that it makes. */
Text service_listing_csv(Arena *arena, const ScreenedWorkspace *screened);
Text service_screen_workspace_text(Arena *arena, const ScreenedWorkspace *screened, Date as_of);
Text service_screen_workspace_json(Arena *arena, const ScreenedWorkspace *screened, Date as_of);

/* How listed parties own half or more of a party, in a line; empty where they do not. What lists
 * say on either day counts, and ownership is that of the second. */
Text service_ownership_chain(Arena *arena, const Workspace *workspace, size_t party, Date known_at,
                             Date as_of);

typedef struct Disposition {
    Text party;
    Text list;
    Text listed;
    ListingReview review;
    Text reason;
    Text author;
    Date until; /* the last day it holds, or DATE_MAX */
} Disposition;

/* The listing.csv with what a person found of one of its rows. */
MUST_CHECK bool service_dispose(Arena *arena, const Workspace *workspace,
                                const Disposition *disposition, Text *csv, Error *error);

/* ---- screenings on the audit chain (docs/audit.md) ---- */

/* What was asked, as JSON; `content` is the table's bytes. */
Text service_screen_inputs(Arena *arena, const ScreeningList *lists, size_t count,
                           const ScreeningQuery *query, size_t hit_count);
Text service_screen_table_inputs(Arena *arena, const ScreeningList *lists, size_t count,
                                 Text content, ScreeningThresholds thresholds);
Text service_disposition_inputs(Arena *arena, const Disposition *disposition);

typedef struct ScreenRecord {
    int64_t at_ms;
    Text who;
    Text kind;   /* "screening", "disposition", "assessment" */
    Text inputs; /* of the functions above */
    Text output; /* what was answered or written; the chain keeps its digest */
} ScreenRecord;

/* The row that service_screen_record adds. */
AuditEntry service_screen_entry(Arena *arena, const ScreenRecord *record);

/* Adds a row to the chain and gives its number. */
MUST_CHECK bool service_screen_record(Arena *arena, Store *store, const ScreenRecord *record,
                                      int64_t *number, Error *error);

#include "service/assess_keep.h"
#include "service/dispositions.h"

#endif
