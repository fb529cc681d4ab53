/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ENTENTE_LAW_LAW_H
#define ENTENTE_LAW_LAW_H

/* Law as data: packs of rules are read into a LawSet, and a transfer's facts decided
 * under it, as of a date, with an explanation (docs/language.md). The set is never
 * changed after it is loaded and may be read by any thread; facts and decisions
 * belong to whoever made them. Nothing here knows the name of a law or a country.
 * The engine behind law_decide may be replaced; this face stays. */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/compiler.h"
#include "base/date.h"
#include "base/decimal.h"
#include "base/error.h"
#include "base/text.h"

/* No provision, attribute or pack. */
#define LAW_NONE ((size_t)-1)

/* Packs in force together, with their tables and one vocabulary. */
typedef struct LawSet LawSet;

typedef enum Truth { TRUTH_NO, TRUTH_UNKNOWN, TRUTH_YES } Truth;

/* From least to most strict; UNDETERMINED stands apart, at the end. */
typedef enum Outcome {
    OUTCOME_FREE,
    OUTCOME_AUTHORISED,
    OUTCOME_LICENCE_REQUIRED,
    OUTCOME_PROHIBITED,
    OUTCOME_UNDETERMINED
} Outcome;

typedef enum LawStatus {
    LAW_VERIFIED,
    LAW_SECONDARY,
    LAW_DERIVED,
    LAW_PARTIAL, /* from here on: not relied on */
    LAW_UNVERIFIED
} LawStatus;

typedef enum ProvisionKind {
    PROVISION_SCOPE,
    PROVISION_FACT,
    PROVISION_REQUIREMENT,
    PROVISION_EXCEPTION,
    PROVISION_BAR,
    PROVISION_PROHIBITION,
    PROVISION_ROUTE
} ProvisionKind;

typedef enum ReviewKind { REVIEW_APPROVAL, REVIEW_CASE_BY_CASE, REVIEW_DENIAL } ReviewKind;

/* The words used in files and output: "licence_required", "unverified", ... */
Text law_outcome_word(Outcome outcome);
Text law_status_word(LawStatus status);
Text law_kind_word(ProvisionKind kind);
Text law_review_word(ReviewKind review);
bool law_outcome_parse(Text word, Outcome *outcome);

/* ---- loading ---- */

/* Reads packs: each path is a pack's folder (it has pack.law) or a folder of such. A pack
 * that another one `uses` is read too where it stands beside it. All names are
 * resolved and everything checked; NULL where any problem was found, each with file,
 * line, column and the line itself. O(bytes). */
MUST_CHECK const LawSet *law_load(Arena *arena, const Text *paths, size_t path_count,
                                  ProblemList *problems);

typedef struct PackInfo {
    Text name;
    Text title;
    Text folder;
    Text jurisdiction;
    Text authority;
    Date vintage;
    Text digest;      /* SHA-256 of pack.law and its tables; with each reform that changes it */
    Text base_digest; /* without any reform */
    bool speaks;      /* has rules, not only tables and facts */
} PackInfo;

size_t law_pack_count(const LawSet *set);
PackInfo law_pack(const LawSet *set, size_t pack);

/* A file of a pack: pack.law or a table, by its name in the pack's folder. */
typedef struct PackFile {
    Text name;
    Text content;
} PackFile;

/* The files a pack was read from, each once, in the order of their names: what its digest
 * without any reform is of. Gives the count. */
size_t law_pack_files(const LawSet *set, size_t pack, const PackFile **files);

/* The folder that a pack is looked for in first, among its neighbours: `us-ear` for `us.ear`. */
Text law_pack_folder(Arena *arena, Text pack_name);

/* A pack in memory. */
typedef struct PackText {
    const PackFile *files;
    size_t file_count;
} PackText;

/* As law_load, of packs in memory, whose files must outlive the set; what they use must be
 * among them. Packs read from a folder and again from their files are the same law. */
MUST_CHECK const LawSet *law_load_texts(Arena *arena, const PackText *packs, size_t count,
                                        ProblemList *problems);

typedef struct ProvisionInfo {
    size_t pack;
    ProvisionKind kind;
    Text name; /* "pack.name"; "pack.scope1" for a scope without a name */
    Text title;
    Text citation;   /* the first */
    Text note;       /* or empty */
    Text granted_by; /* who grants a route; or empty */
    LawStatus status;
    Text file;
    size_t line;
    size_t interval_count; /* of law_provision_interval */
} ProvisionInfo;

size_t law_provision_count(const LawSet *set);
ProvisionInfo law_provision(const LawSet *set, size_t provision);
/* By full name "pack.name", or by the bare name where only one pack has it. */
bool law_provision_find(const LawSet *set, Text name, size_t *provision);

/* When a provision is in force and how far that is known, by date, suspensions
 * taken out, in order. */
typedef struct ProvisionInterval {
    DateRange range;
    LawStatus status;
    Text citation; /* of the suspension that ended it or made it begin, or empty */
} ProvisionInterval;

/* Whether a route is one by which a requirement can be lifted. */
bool law_serves(const LawSet *set, size_t route, size_t requirement);

/* What a route or an exception binds whoever relies on it to. */
typedef struct ProvisionDuty {
    Text text;
    Text citation;
} ProvisionDuty;

size_t law_duty_count(const LawSet *set, size_t provision);
ProvisionDuty law_duty(const LawSet *set, size_t provision, size_t index);

ProvisionInterval law_provision_interval(const LawSet *set, size_t provision, size_t index);

/* The days in from..until (both inside, `from` itself left out) on which some provision
 * or table row starts to hold or ceases to, in order, each once: between two of them a
 * decision cannot change for a reason of law. Gives the count. */
size_t law_change_dates(Arena *arena, const LawSet *set, Date from, Date until, Date **dates);

/* The countries (two capital letters) that the packs' tables know: the values of columns of type
 * country and of columns called `country`, in the order of their letters. Gives the count. */
size_t law_countries(Arena *arena, const LawSet *set, const Text **countries);

/* ---- reforms ---- */

/* A change of law that is proposed, or made: read from a file of its own or from a pack,
 * in force where it is asked for (docs/language.md, "Reforms"). */
typedef struct ReformInfo {
    Text name; /* of one that stands in a pack: "pack.name" */
    Text title;
    Text file;
    size_t line;
    DateRange dates; /* on which it changes the law, both inside */
    Text citation;   /* or empty */
    Text source;     /* where it is proposed, or empty */
    Text note;       /* or empty */
    bool is_hypothetical;
    Text digest;         /* SHA-256 of its words */
    const Text *changes; /* "us.ear: switch off chart": each as written */
    size_t change_count;
} ReformInfo;

/* The set with all reforms of a file in force, in the order of the file, beside those in
 * force already. The old set stays as it was, every digest of it too: a reform is undone
 * by going back to it. Only the packs that are changed get another digest. NULL with
 * problems. The new set points into the old one, whose arena must outlive it. */
MUST_CHECK const LawSet *law_reform(Arena *arena, const LawSet *set, Text file,
                                    ProblemList *problems);

/* The same from text; `file` is for messages. */
MUST_CHECK const LawSet *law_reform_text(Arena *arena, const LawSet *set, Text file, Text content,
                                         ProblemList *problems);

/* The same, in force on no day before `from`, whatever days the reforms name. */
MUST_CHECK const LawSet *law_reform_from(Arena *arena, const LawSet *set, Text file, Date from,
                                         ProblemList *problems);
MUST_CHECK const LawSet *law_reform_text_from(Arena *arena, const LawSet *set, Text file,
                                              Text content, Date from, ProblemList *problems);

/* The reforms in force. */
size_t law_reform_count(const LawSet *set);
ReformInfo law_reform_info(const LawSet *set, size_t reform);

/* Reforms that stand in the packs, in force or not. */
typedef struct ReformOffer {
    Text name; /* "pack.name" */
    Text title;
    size_t pack;
} ReformOffer;

size_t law_offer_count(const LawSet *set);
ReformOffer law_offer(const LawSet *set, size_t offer);
/* By full name, or by the bare name where only one pack has it. */
bool law_offer_find(const LawSet *set, Text name, size_t *offer);
/* The set with that reform in force, as law_reform. */
MUST_CHECK const LawSet *law_offer_apply(Arena *arena, const LawSet *set, size_t offer,
                                         ProblemList *problems);

/* ---- facts of a transfer ---- */

typedef enum AttributeType {
    ATTRIBUTE_YES_NO,
    ATTRIBUTE_CODE,
    ATTRIBUTE_SET,
    ATTRIBUTE_NUMBER,
    ATTRIBUTE_DATE,
    ATTRIBUTE_COUNTRY
} AttributeType;

/* How a fact of an item follows from its bill of material, where the pack says so. */
typedef enum DerivedKind {
    DERIVED_NOT,
    DERIVED_CONTAINED, /* a set: the values of another fact in what the item contains */
    DERIVED_SHARE      /* a percentage: of the item's value, what the pack's `fact` holds of */
} DerivedKind;

typedef struct AttributeInfo {
    Text name;
    AttributeType type;
    Text unit;
    Text ask;
    bool has_default; /* `otherwise` */
    Text default_text;
    DerivedKind derived;
    size_t derived_from; /* an attribute, or a provision that is a fact */
} AttributeInfo;

size_t law_attribute_count(const LawSet *set);
AttributeInfo law_attribute(const LawSet *set, size_t attribute);
bool law_attribute_find(const LawSet *set, Text name, size_t *attribute);
/* The nearest name, for "did you mean". */
bool law_attribute_nearest(const LawSet *set, Text name, Text *nearest);

typedef struct LawFacts LawFacts;

/* Nothing given yet: defaults and unknowns. */
LawFacts *law_facts_new(Arena *arena, const LawSet *set);
LawFacts *law_facts_copy(Arena *arena, const LawFacts *facts);

/* Sets one fact from text: yes, no, unknown, a code, codes joined by `+` (none: the
 * empty set), a number with or without the unit, a date, a country. The text must
 * outlive the facts. */
MUST_CHECK bool law_facts_set(LawFacts *facts, size_t attribute, Text value, Error *error);

/* Whether a code (or one of several joined by `+`), or one above it, is not in the law, but one
 * that is the same but for the case of letters and what parts them: "3A001.B.2" for "3A001.b.2". */
bool law_code_is_written_otherwise(const LawSet *set, size_t attribute, Text value, Text *nearest);

/* Whether a value that somebody gives is likely misspelt: a country that there is none of, a code
 * that is written otherwise, or one that is none of those that packs name for the fact. Where they
 * name none: of a fact whose words are letters throughout, one that the law does not know, but
 * nearly, or any other where the fact's question names all that the law knows. `nearest` may be
 * empty. */
bool law_value_is_misspelt(Arena *arena, const LawSet *set, size_t attribute, Text value,
                           Text *nearest);
/* The values that packs name for a fact, as they name them; empty where none does. */
Text law_values_said(Arena *arena, const LawSet *set, size_t attribute);

/* The value as it would be given, or empty where it is unknown; false where not given. */
bool law_facts_value(Arena *arena, const LawFacts *facts, size_t attribute, Text *value);

/* ---- decisions ---- */

/* Law compiled, see law_compile. */
typedef struct LawEngine LawEngine;

typedef struct DecideOptions {
    Date as_of;
    Date known_at;
    bool accept_unverified;
    bool by_cases;            /* suppose unknown facts value by value: tighter bounds, more work */
    bool explain;             /* build steps and sentences; without, only what the machine needs */
    const bool *switched_off; /* provisions to leave out, law_provision_count() of them; or NULL */
    unsigned quantile; /* of a route's days: 50 is the median; the nearest given one at or above */
    const LawEngine *engine; /* of the same law: what would change a decision is decided by it,
                                where it accepts what the options accept; or NULL */
} DecideOptions;

/* A line of the explanation and what stands below it. */
typedef struct DecisionStep DecisionStep;
struct DecisionStep {
    Truth truth;
    Text text;
    Text citation;
    LawStatus status;
    size_t provision; /* or LAW_NONE for a condition */
    const DecisionStep *children;
    size_t child_count;
};

/* A licence requirement met (or perhaps met). */
typedef struct DecisionRequirement {
    size_t provision;
    Truth truth;
    Text reason;
    Text say;        /* with options.explain */
    bool is_covered; /* by an exception that surely holds */
} DecisionRequirement;

typedef struct DecisionAuthority {
    size_t provision; /* an exception */
    Truth truth;      /* unknown: might authorise */
    Text track;       /* or empty */
    Text citation;    /* of the track, or of the provision */
    LawStatus status; /* of its text in force */
    size_t obligation_count;
} DecisionAuthority;

typedef struct DecisionObligation {
    size_t provision;
    Text text;
    Text citation;
    Date until;       /* DATE_MAX where it has no end or deadline */
    bool is_deadline; /* `within N days`, else `for N years` */
} DecisionObligation;

typedef struct DecisionRoute {
    size_t provision;
    Truth truth;
    int days; /* calendar; -1 unknown */
    ReviewKind review;
    Text basis;
    const size_t *after; /* the routes that come first and may be open; their days are in days */
    size_t after_count;
} DecisionRoute;

typedef struct DecisionQuestion {
    size_t attribute; /* or LAW_NONE: the law itself is to be verified */
    Text name;        /* of the attribute, or of the provision or table row */
    Text ask;
    Text citation;
    unsigned cost;
    bool settles; /* in the smallest set whose answers can settle the outcome */
} DecisionQuestion;

/* What one pack says. */
typedef struct PackDecision {
    size_t pack;
    Truth speaks; /* its scope */
    Outcome outcome;
    Outcome best;
    Outcome worst;
    int days; /* to wait for the quickest routes that lift all uncovered requirements in the
                 worst case, denial routes left out; 0 where none is needed, -1 where none can */
} PackDecision;

/* The decision of one transfer under the whole set. All lists are in a stable order. */
typedef struct Decision {
    Outcome outcome;
    Outcome best;
    Outcome worst;
    int days; /* the longest of the packs', -1 where some pack has no way */
    const PackDecision *packs;
    size_t pack_count;
    const DecisionRequirement *requirements;
    size_t requirement_count;
    const DecisionAuthority *authorities;
    size_t authority_count;
    const size_t *prohibitions; /* provisions that hold or might */
    size_t prohibition_count;
    const DecisionObligation *obligations;
    size_t obligation_count;
    const DecisionRoute *routes;
    size_t route_count;
    const DecisionQuestion *questions;
    size_t question_count;
    const size_t
        *blockers; /* provisions, each once, that keep the transfer from being free or
                      authorised: prohibitions, requirements not surely covered, bars that strike */
    size_t blocker_count;
    const Text *citations; /* every provision, track and row that had a part; each once */
    size_t citation_count;
    bool relies_on_unverified; /* accepted unverified law had a part */
    LawStatus weakest;         /* of the law that had a part */
    const DecisionStep *steps; /* with options.explain: one for each part of the explanation */
    size_t step_count;
    Date as_of;
    Date known_at;
} Decision;

/* Decides. Cannot fail: what is not known makes it undetermined. */
void law_decide(Arena *arena, const LawSet *set, const LawFacts *facts,
                const DecideOptions *options, Decision *decision);

/* Whether a provision that is a fact holds of a transfer. */
Truth law_fact_holds(Arena *arena, const LawSet *set, const LawFacts *facts,
                     const DecideOptions *options, size_t provision);

/* The facts of the transfer that a provision reads, in the order of the law, those that it reads
 * through a pack's `fact` too: law_attribute has the question to ask for each. Gives the count. */
size_t law_facts_read(Arena *arena, const LawSet *set, size_t provision, const size_t **attributes);

/* Whether a provision holds of a transfer by its own terms (of a bar: strikes some exception that
 * might serve) and, where that is not known, what it hangs on: facts not yet given that still
 * matter to it, cheapest first, then law to be verified. */
Truth law_provision_questions(Arena *arena, const LawFacts *facts, const DecideOptions *options,
                              size_t provision, const DecisionQuestion **questions, size_t *count);

/* A single change after which the outcome differs, decided again and found true. */
typedef struct DecisionChange {
    size_t attribute; /* or LAW_NONE: a date passes */
    Text value;
    Date date;
    Outcome outcome;
} DecisionChange;

/* The single facts (each value its type and the packs' words allow) and the next dates
 * within `days_ahead` after which the outcome differs. Days first; then facts of the transfer,
 * of the item, other countries (never those it would not leave) and other entries of lists. */
size_t law_changes(Arena *arena, const LawSet *set, const LawFacts *facts,
                   const DecideOptions *options, int days_ahead, DecisionChange **changes);

/* One thing that would have to be otherwise. */
typedef enum ChangePartKind {
    CHANGE_FACT,      /* the attribute has another value */
    CHANGE_DATE,      /* the law of a later day decides */
    CHANGE_LAW_OFF,   /* a provision does not hold */
    CHANGE_LAW_REFORM /* a reform that a pack offers is in force */
} ChangePartKind;

typedef struct ChangePart {
    size_t index; /* attribute, provision or offer; LAW_NONE for a date */
    Text value;   /* of a fact */
    ChangePartKind kind;
    Date date;
} ChangePart;

enum { CHANGE_PARTS_MAX = 3 };

typedef struct ChangeSet {
    ChangePart parts[CHANGE_PARTS_MAX];
    size_t part_count;
    Outcome outcome;
} ChangeSet;

/* The smallest sets of changes, of up to three, after which the outcome differs, each decided
 * again and found true; no part of one does it alone. Single facts and dates are left to
 * law_changes. For each outcome those of the fewest parts are given: of changes of law alone,
 * and of sets with facts. Looked at are what stands in the way or authorises now, and the
 * facts and dates it depends on; facts of many values are not, and the work is bounded
 * (a few thousand decisions). Stable order. */
size_t law_change_sets(Arena *arena, const LawSet *set, const LawFacts *facts,
                       const DecideOptions *options, int days_ahead, ChangeSet **sets);

typedef struct AllChanges {
    const DecisionChange *changes;
    size_t change_count;
    const ChangeSet *sets;
    size_t set_count;
} AllChanges;

/* Both, where the law is compiled it is compiled once for both. */
void law_all_changes(Arena *arena, const LawFacts *facts, const DecideOptions *options,
                     int days_ahead, AllChanges *all);

/* ---- compiled law: many decisions, by ids ---- */

/* A LawSet made ready for millions of decisions: facts are told apart by the classes the
 * law tells them apart by, every distinct condition is one bit, and a decision is a few
 * words of bits from which its outcome and its trace are read. It decides as law_decide
 * does: outcome, best, worst and days, reasons and authorities. An engine is never changed
 * after it is made and may be read by any thread; a case and a scratch belong to one. */

/* `quantile` is that of the routes' days. O(the set). The set must outlive the engine. */
const LawEngine *law_compile(Arena *arena, const LawSet *set, bool accept_unverified,
                             unsigned quantile);

/* What a bit of the trace says is true: a scope, a prohibition, a requirement for a reason, an
 * exception that serves, a route that is open. The provision has rule, citation and line. Lines
 * of a pack that does not speak say nothing. */
typedef struct LawTraceLine {
    size_t provision;
    ProvisionKind kind;
    Text reason; /* of a requirement, where it is a word of the law */
} LawTraceLine;

size_t law_trace_count(const LawEngine *engine);
LawTraceLine law_trace_line(const LawEngine *engine, size_t line);

/* A class of values of one fact; 0 is not known. */
typedef uint32_t LawClass;

/* The class of a value as law_facts_set takes it; not for sets. */
MUST_CHECK bool law_class_of(const LawEngine *engine, size_t attribute, Text value,
                             LawClass *value_class, Error *error);
/* The class of a number, without text. */
LawClass law_class_of_number(const LawEngine *engine, size_t attribute, Decimal number);
/* How many classes a fact has: 0 .. count - 1. */
size_t law_class_count(const LawEngine *engine, size_t attribute);
/* The codes or countries that the law tells apart of a fact, in order; none of other types. */
size_t law_fact_codes(Arena *arena, const LawEngine *engine, size_t attribute, const Text **codes);

/* A transfer, its facts resolved: changed and decided again as often as one likes. */
typedef struct LawCase LawCase;

LawCase *law_case_new(Arena *arena, const LawEngine *engine);
LawCase *law_case_from(Arena *arena, const LawEngine *engine, const LawFacts *facts);
MUST_CHECK bool law_case_set(LawCase *transfer, size_t attribute, Text value, Error *error);
/* By class; not for sets. A class of values that stand nowhere in the law stands for one such
 * value, the same for all facts. */
void law_case_put(LawCase *transfer, size_t attribute, LawClass value_class);
/* Several at once. */
void law_case_put_many(LawCase *transfer, const size_t *attributes, const LawClass *classes,
                       size_t count);
/* The facts, to be decided and explained by law_decide; of a value put by class, some
 * value of the class. They belong to the case. */
const LawFacts *law_case_facts(LawCase *transfer);

/* Room for one decision's bits. */
typedef struct LawScratch LawScratch;
LawScratch *law_scratch_new(Arena *arena, const LawEngine *engine);

typedef struct LawWhen {
    Date as_of;
    Date known_at;
    const bool *switched_off; /* as in DecideOptions, or NULL */
} LawWhen;

/* A decision. The bits are those of law_trace_line, in words of 64; they stand in the
 * scratch until its next decision. */
typedef struct LawVerdict {
    Outcome outcome;
    Outcome best;
    Outcome worst;
    int days;
    const uint64_t *surely;
    const uint64_t *perhaps; /* surely, or unknown */
    size_t words;
} LawVerdict;

void law_engine_decide(const LawEngine *engine, const LawCase *transfer, const LawWhen *when,
                       LawScratch *scratch, LawVerdict *verdict);

/* Many transfers that differ in one fact alone (one item to all destinations), decided at
 * once: a lane for each class, a bit for each lane. */
typedef struct LawBulk LawBulk;

/* For a fact that is no set. A bulk belongs to one thread, and uses a case it is given as
 * its own for the time of a decision. O(lanes). */
LawBulk *law_bulk_new(Arena *arena, const LawEngine *engine, size_t attribute,
                      const LawClass *lanes, size_t lane_count, const LawWhen *when);
/* Leaves other provisions out from now on; NULL: none. */
void law_bulk_switch_off(LawBulk *bulk, const bool *switched_off);

/* In words of 64 lanes, the first lane lowest: the lanes whose best (worst) outcome is at least
 * authorised, licence_required, prohibited; by Outcome, of which FREE has none. They stand
 * until the next decision. */
typedef struct LawBulkVerdict {
    const uint64_t *best[OUTCOME_UNDETERMINED];
    const uint64_t *worst[OUTCOME_UNDETERMINED];
    size_t words;
} LawBulkVerdict;

/* The transfer's own value of the fact is not looked at. */
void law_bulk_decide(LawBulk *bulk, const LawCase *transfer, LawBulkVerdict *verdict);
/* The lanes in which a line of the trace holds surely, or perhaps, of the last decision. */
void law_bulk_line(const LawBulk *bulk, size_t line, bool surely, uint64_t *lanes);

/* ---- requests in JSON, by ids ---- */

/* Reads requests as `entente check --batch` takes them straight into a case and writes the
 * decision straight into bytes, a line for a line. It belongs to one thread. */
typedef struct LawStream LawStream;

/* A member of a request, beside `id`, `item`, `facts`, `as_of` and `known_at`, that it must have
 * and whose value some facts have: `to` gives the destination. */
typedef struct LawStreamMember {
    Text name;
    const size_t *attributes;
    size_t count;
} LawStreamMember;

enum { LAW_STREAM_MEMBERS_MAX = 16 };

/* O(the law's names and lines). */
LawStream *law_stream_new(Arena *arena, const LawEngine *engine, const LawStreamMember *members,
                          size_t member_count);

/* The answer, a line with its newline, stands until the next: `id` as it was given, `outcome`,
 * `best`, `worst`, `days` (null: not known), and the `rules` of the trace. False where the
 * request is not plain: it is no good, or asks for more than this can (a set, a fact that the
 * law compares with another, a fraction, a text with an escape in it or beyond ASCII); nothing
 * is then said about it. A request must say `item` and `as_of`; where it does not say
 * `known_at`, that is the same day. */
MUST_CHECK bool law_stream_answer(LawStream *stream, Text request, Text *answer);

/* The same answer of facts that were read otherwise; `id` is JSON, or empty. */
Text law_stream_answer_facts(Arena *arena, LawStream *stream, const LawFacts *facts,
                             const LawWhen *when, Text id);

/* ---- tests in packs ---- */

typedef struct LawTestResult {
    Text file;
    size_t line;
    Text title;
    bool passed;
    Text message; /* what was expected and what came, in one line; empty when passed */
} LawTestResult;

typedef struct LawTestReport {
    const LawTestResult *results;
    size_t count;
    size_t failed;
    const size_t *untested; /* provisions that held in no test */
    size_t untested_count;
} LawTestReport;

/* Runs the tests of the pack in `folder` (pack.law and tests/ *.law). False, with
 * problems, where the pack or a test cannot be read. */
MUST_CHECK bool law_test(Arena *arena, Text folder, LawTestReport *report, ProblemList *problems);

/* ---- proofs (docs/prove.md) ---- */

typedef enum ProofVerdict { PROOF_PROVEN, PROOF_REFUTED, PROOF_OPEN } ProofVerdict;

typedef struct ProofOptions {
    Date as_of;
    Date known_at;
    bool accept_unverified;
    size_t steps_max;    /* of the search; 0: as many as usual */
    const Text *reforms; /* by name or file: in force whatever the statement says */
    size_t reform_count;
} ProofOptions;

/* A fact that parts situations. */
typedef struct ProofFact {
    Text name;
    size_t values;  /* words, thresholds and what lies between them, before classes were made */
    size_t classes; /* that the law can tell apart; of a set, its codes */
    bool is_set;
    bool is_open; /* compared with another fact in a way that cannot be searched */
} ProofFact;

/* A situation and what was decided in it again, from its facts alone. */
typedef struct ProofWitness {
    Text situation; /* "item.eccn 9A610.a, destination CN": whatever the other facts are */
    Outcome outcome;
    Outcome best;
    Outcome worst;
    bool has_after; /* of a statement about two laws: the other one's */
    Outcome after;
    Text rules; /* that had a part in it, named, parted by commas */
} ProofWitness;

typedef struct Proof {
    ProofVerdict verdict;
    Text statement;   /* as it was understood */
    double magnitude; /* log10 of the distinct situations */
    double covered;   /* the share of them of which it was found true */
    double doubtful;  /* that hang on law that is not relied on or facts that cannot be parted */
    size_t steps;
    bool was_stopped; /* at steps_max */
    bool has_witness; /* of a refutation, of what `some` asks for, or of a doubt */
    ProofWitness witness;
    const ProofFact *facts;
    size_t fact_count;
} Proof;

/* Whether a statement is true of every situation there is under the packs at these paths.
 * False, with problems, where packs or the statement cannot be read. */
MUST_CHECK bool law_prove(Arena *arena, const Text *paths, size_t path_count, Text statement,
                          const ProofOptions *options, Proof *proof, ProblemList *problems);

/* The number of that log10: 1,234, or 4.7 x 10^24. */
Text law_count_format(Arena *arena, double magnitude);

/* ---- coverage: what of the law is encoded, tested and verified ---- */

typedef enum EncodedState { ENCODED_WHOLLY, ENCODED_PARTLY, ENCODED_NOT } EncodedState;

/* A paragraph of the law that the pack cites, or that its coverage.csv names. */
typedef struct CoverageParagraph {
    Text paragraph;
    EncodedState state;
    Text why;         /* from coverage.csv, or empty */
    Text rules;       /* bare names that cite it, parted by commas; or empty */
    bool is_tested;   /* some rule, track or condition that cites it held in a test */
    LawStatus status; /* the weakest of the rules' */
} CoverageParagraph;

typedef struct CoverageRule {
    size_t provision;
    bool is_tested;
    size_t condition_count; /* single conditions in it */
    size_t seen_yes;        /* of them, that held in some test */
    size_t seen_no;         /* that failed in some test */
} CoverageRule;

typedef struct CoverageTable {
    Text name;
    Text citation;
    size_t row_count;
    size_t tested_count;    /* rows that decided in some test */
    size_t relied_on_count; /* rows whose status is relied on */
} CoverageTable;

typedef struct LawCoverage {
    const LawSet *set;
    size_t pack;
    size_t test_count;
    size_t failed_count;
    const CoverageRule *rules;
    size_t rule_count;
    const CoverageTable *tables;
    size_t table_count;
    const CoverageParagraph *paragraphs; /* in the order of their numbers */
    size_t paragraph_count;
} LawCoverage;

/* Of the pack in `folder`, by its tests. False, with problems, as law_test; a coverage.csv that
 * stands beside pack.law (paragraph, state, why) says what is encoded partly or not at all. */
MUST_CHECK bool law_coverage(Arena *arena, Text folder, LawCoverage *coverage,
                             ProblemList *problems);

/* ---- two versions of the law ---- */

typedef enum ChangedKind { CHANGED_ADDED, CHANGED_REMOVED, CHANGED_OTHERWISE } ChangedKind;

/* A rule, table or fact of the transfer that is not the same in both. */
typedef struct ChangedPart {
    ChangedKind kind;
    Text what; /* "requirement `us.ear.chart`", "table `us.ear.lvs`" */
    Text file; /* where it stands in the second, or the first where it is gone */
    size_t line;
    const Text *removed; /* lines, as in the pack, and rows; of what is added or gone none */
    size_t removed_count;
    const Text *added;
    size_t added_count;
} ChangedPart;

/* Situations that are decided otherwise, by what they were and are and by the rule through
 * which they differ. */
typedef struct ChangedDecisions {
    Outcome before;
    Outcome after;
    Text rules;             /* those that differ there, parted by commas */
    double share;           /* of all situations */
    Text situation;         /* a witness: whatever the other facts are */
    Outcome decided_before; /* the witness decided again by each */
    Outcome decided_after;
    const Text *countries; /* destinations among them; none: any */
    size_t country_count;
} ChangedDecisions;

typedef struct LawDifference {
    const ChangedPart *parts;
    size_t part_count;
    const ChangedDecisions *decisions;
    size_t decision_count;
    double magnitude; /* log10 of all situations */
    double alike;     /* the share of them that both decide alike */
    double skipped;   /* the share that was not looked at: of an item and a country only so many
                         situations are, where these differ already */
    size_t steps;
    bool was_stopped; /* what was not looked at may be decided otherwise too */
} LawDifference;

/* What changed from the packs at `before` to those at `after`, and over all situations which
 * are decided otherwise on a day. Packs, rules and tables are matched by their names. */
MUST_CHECK bool law_compare(Arena *arena, Text before, Text after, const ProofOptions *options,
                            LawDifference *difference, ProblemList *problems);

/* ---- checking what packs mean ---- */

/* What is likely wrong though it can be read: errors, and notes that only may be. */
typedef struct LawFinding {
    bool is_error;
    Text file;
    size_t line;
    Text message; /* one line, with a witness where one is claimed */
} LawFinding;

/* Of the pack in `folder`: rules that never hold, exceptions that are always struck,
 * conditions that make no difference, rules that say or change nothing, rows that disagree,
 * dates and tables with holes, and what no test reaches. Whatever is said to be never so was
 * looked for in every situation; where that takes too long nothing is said. In the order of
 * the file. False, with problems, where the pack cannot be read. */
MUST_CHECK bool law_lint(Arena *arena, Text folder, const LawFinding **findings, size_t *count,
                         ProblemList *problems);

#endif
