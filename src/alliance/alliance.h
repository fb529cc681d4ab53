/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ENTENTE_ALLIANCE_ALLIANCE_H
#define ENTENTE_ALLIANCE_ALLIANCE_H

/* The model: who makes, moves and needs what. A workspace is a folder of CSV files
 * (docs/formats.md), one a table; it is read whole, every reference is resolved to a
 * position, and nothing changes afterwards, so any thread may read it. Everything lives
 * in the arena it was loaded into. Nothing here knows a law or a country by name.
 *
 * Units: quantities are in the item's unit; capacities in that unit per 365 days;
 * durations in days; money in US dollars. */

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/compiler.h"
#include "base/date.h"
#include "base/decimal.h"
#include "base/error.h"
#include "base/text.h"

/* No row: a reference that was left empty. */
#define ALLIANCE_NONE ((size_t)-1)

/* What every row may carry. */
typedef struct RowMark {
    DateRange holds; /* `from`, `until`; open ends where empty */
    Text source;     /* or empty */
    size_t line;     /* in its file */
} RowMark;

/* An amount that may be left out. */
typedef struct Amount {
    bool is_given;
    Decimal value;
} Amount;

typedef enum PartyKind {
    PARTY_COUNTRY,
    PARTY_GOVERNMENT,
    PARTY_ORGANISATION,
    PARTY_SITE,
    PARTY_PERSON
} PartyKind;

typedef struct Party {
    Text id;
    Text name;
    PartyKind kind;
    Text country;    /* two capital letters; of the parent where its own is empty */
    size_t parent;   /* a party, or ALLIANCE_NONE */
    Amount latitude; /* degrees, north positive; for maps alone */
    Amount longitude;
    RowMark mark;
} Party;

/* What a party is or has: ddtc_registered, cmmc_level 2, nationality AU ... */
typedef struct PartyStatus {
    size_t party;
    Text status;
    Text value; /* `yes` where the file leaves it empty */
    RowMark mark;
} PartyStatus;

/* Who owns how much of a party. */
typedef struct Ownership {
    size_t owner;
    size_t party;
    Amount percent; /* 0..100; not given: not known */
    RowMark mark;
} Ownership;

typedef enum ListingBasis { LISTING_BY_NAME, LISTING_BY_IDENTIFIER } ListingBasis;
typedef enum ListingReview { LISTING_OPEN, LISTING_CONFIRMED, LISTING_DISMISSED } ListingReview;

/* That a party may be one that a list of restricted parties names, and what a person found of
 * it. */
typedef struct Listing {
    size_t party;
    Text list;   /* EL, SDN ... as packs know it */
    Text listed; /* the entry, by the list's own id */
    Text name;   /* as it is listed */
    Text score;  /* 0.9500, or empty */
    ListingBasis basis;
    ListingReview review;
    Text reason;
    Text author;
    Text digest; /* of what was compared: another one opens the review again */
    RowMark mark;
} Listing;

typedef struct Agreement {
    Text id;
    Text kind;
    Text name;
    RowMark mark;
} Agreement;

typedef struct AgreementParty {
    size_t agreement;
    size_t party;
    RowMark mark;
} AgreementParty;

typedef enum ItemKind { ITEM_GOODS, ITEM_SOFTWARE, ITEM_TECHNOLOGY, ITEM_SERVICE } ItemKind;

typedef struct Item {
    Text id;
    Text name;
    ItemKind kind;
    Text unit;
    Amount value_usd; /* of one unit */
    Text origin;      /* a country, or empty */
    Text sensitivity;
    RowMark mark;
} Item;

/* What a pack may ask of an item: eccn, usml, material ... */
typedef struct ItemAttribute {
    size_t item;
    Text attribute;
    Text value;
    RowMark mark;
} ItemAttribute;

/* The bill of material: `quantity` of `component` goes into one unit of `item`. */
typedef struct Component {
    size_t item;
    size_t component;
    Decimal quantity;
    RowMark mark;
} Component;

/* How a site makes an item; its inputs are the item's components. */
typedef struct Activity {
    Text id;
    size_t site;
    size_t item;
    Amount capacity; /* not given: without limit */
    Decimal cost_usd;
    int lead_days;
    RowMark mark;
} Activity;

typedef struct Stock {
    size_t site;
    size_t item;
    Decimal quantity;
    RowMark mark;
} Stock;

typedef struct Lane {
    size_t from_site;
    size_t to_site;
    size_t item;
    int transit_days;
    Amount capacity; /* not given: without limit */
    Decimal cost_usd;
    Text end_use; /* empty: that of the programmes the destination serves, where it is one */
    RowMark mark;
} Lane;

/* What a pack may ask of a transfer that no party and no item says: its contract's value,
 * a statement on file. Who is under the parties named counts as they do. */
typedef struct TransferFact {
    size_t exporter;  /* or ALLIANCE_NONE: anybody */
    size_t consignee; /* or ALLIANCE_NONE: anybody */
    size_t item;      /* or ALLIANCE_NONE: anything */
    Text fact;        /* its whole name */
    Text value;       /* `yes` where the file leaves it empty */
    RowMark mark;
} TransferFact;

typedef enum ProgrammeKind {
    PROGRAMME_RESEARCH,
    PROGRAMME_PRODUCTION,
    PROGRAMME_SUSTAINMENT
} ProgrammeKind;

typedef struct Programme {
    Text id;
    Text name;
    ProgrammeKind kind;
    size_t owner; /* a party, or ALLIANCE_NONE */
    Date need_by; /* DATE_MAX where empty */
    Text end_use; /* civil, military, or what the packs know; may be empty */
    RowMark mark;
} Programme;

/* `quantity` is wanted on `start` and every `every_days` after it (once where that is
 * 0), while the row holds. */
typedef struct Demand {
    size_t programme;
    size_t site;
    size_t item;
    Date start; /* DATE_MIN where empty: from the first day of any plan that the row holds */
    int every_days;
    Decimal quantity;
    Decimal priority; /* 1 where empty */
    RowMark mark;
} Demand;

/* A licence or agreement already held. */
typedef struct Authorisation {
    Text id;
    Text route; /* the name of a route in a pack */
    size_t exporter;
    size_t consignee;
    size_t item;     /* or ALLIANCE_NONE: every item */
    Amount quantity; /* of the item, over its whole life */
    Amount value_usd;
    RowMark mark;
} Authorisation;

typedef struct Lever {
    Text id;
    Text name;
    Text kind;
    Text change; /* a patch to law or facts */
    Decimal cost_usd;
    int ready_days;
    RowMark mark;
} Lever;

typedef enum LossKind { LOSS_PARTY, LOSS_SITE, LOSS_ACTIVITY, LOSS_LANE, LOSS_ITEM } LossKind;

/* One thing lost in a scenario; rows with one id belong together. */
typedef struct ScenarioLoss {
    Text id;
    Text name;
    LossKind kind;
    Text target;       /* as written */
    size_t index;      /* party, activity, lane or item, by kind; a target of several lanes
                          gives a loss for each of them */
    Decimal fraction;  /* 0..1 lost */
    Date start;        /* DATE_MIN where empty: from the first day */
    int duration_days; /* 0: to the end */
    Amount probability;
    RowMark mark;
} ScenarioLoss;

/* An assessment of a party against what a scheme demands, or evidence it has for another
 * framework. Its answers are rows of AssessmentAnswer. */
typedef struct PartyAssessment {
    Text id;
    size_t party;
    Text sought; /* the requirement of the scheme, or the framework of the evidence */
    Date assessed;
    Date closed;   /* when its plan of action was closed; DATE_MIN where it is open */
    Date affirmed; /* the last affirmation; DATE_MIN where not known */
    RowMark mark;
} PartyAssessment;

typedef struct AssessmentAnswer {
    size_t assessment;
    Text requirement;
    Text objective; /* or empty */
    Text status;
    Text reason;
    Text effort_days; /* to close it; empty: not known */
    RowMark mark;
} AssessmentAnswer;

/* What a programme demands of whoever makes what is wanted; who supplies them gets `data`. */
typedef struct ProgrammeRequirement {
    size_t programme;
    size_t item;  /* what it is said of; or ALLIANCE_NONE: everything without a row of its own */
    Text demands; /* a requirement of the scheme */
    Text data;    /* that flows down to suppliers */
    RowMark mark;
} ProgrammeRequirement;

/* A line of workspace.csv: title, packs, horizon_weeks, ... in the order of the file. */
typedef struct Setting {
    Text key;
    Text value;
    size_t line;
} Setting;

/* A table that was read already: its file's name and bytes, which must outlive the workspace. */
typedef struct WorkspaceFile {
    Text name;    /* party.csv */
    Text content; /* bytes NULL: it could not be read, and the caller has said so */
} WorkspaceFile;

typedef struct WorkspaceIndex WorkspaceIndex;

typedef struct Workspace {
    Text folder;
    const Setting *settings;
    size_t setting_count;
    const Party *parties;
    size_t party_count;
    const PartyStatus *statuses; /* grouped by party, then in the order of the file */
    size_t status_count;
    const Agreement *agreements;
    size_t agreement_count;
    const AgreementParty *agreement_parties;
    size_t agreement_party_count;
    const Item *items;
    size_t item_count;
    const ItemAttribute *attributes; /* grouped by item */
    size_t attribute_count;
    const Component *components; /* grouped by item */
    size_t component_count;
    const size_t *items_bottom_up; /* item_count positions: components before what they go into */
    const Activity *activities;
    size_t activity_count;
    const Stock *stocks;
    size_t stock_count;
    const Lane *lanes;
    size_t lane_count;
    const TransferFact *transfer_facts;
    size_t transfer_fact_count;
    const Programme *programmes;
    size_t programme_count;
    const Demand *demands;
    size_t demand_count;
    const Authorisation *authorisations;
    size_t authorisation_count;
    const Lever *levers;
    size_t lever_count;
    const ScenarioLoss *losses;
    size_t loss_count;
    const Ownership *ownerships;
    size_t ownership_count;
    const Listing *listings;
    size_t listing_count;
    const WorkspaceFile *files; /* the tables as they were given, by name */
    size_t file_count;
    const WorkspaceFile *others; /* given beside them, and no tables: what they name elsewhere */
    size_t other_count;
    const PartyAssessment *assessments;
    size_t assessment_count;
    const AssessmentAnswer *answers; /* grouped by assessment */
    size_t answer_count;
    const ProgrammeRequirement *requirements;
    size_t requirement_count;
    Text digest;                 /* SHA-256 over the tables' names and contents */
    const WorkspaceIndex *index; /* for the functions below */
} Workspace;

/* Reads the folder. NULL where there was any problem, all of them in one run, each with
 * file, row and how to mend it: an unknown file or column, a missing column, an id given
 * twice, a reference to nothing (with the nearest name), a number or date that is none,
 * a negative quantity, `until` before `from`, a lane to where it begins, a cycle in the bill
 * of material (with its path) or among parents, rows of one key whose dates overlap. Tables
 * may be missing, but party.csv and item.csv; what is referred to must be there. Files that
 * do not end in .csv are not looked at. O(bytes * log rows). */
MUST_CHECK const Workspace *workspace_load(Arena *arena, Text folder, ProblemList *problems);

/* Reads the folder's tables as they are. False with problems; what could be read is given even
 * then, a table that could not with no bytes. */
MUST_CHECK bool workspace_read_files(Arena *arena, Text folder, const WorkspaceFile **files,
                                     size_t *count, ProblemList *problems);

/* As workspace_load, of files in memory; `folder` is for messages and may be empty. */
MUST_CHECK const Workspace *workspace_parse(Arena *arena, Text folder, const WorkspaceFile *files,
                                            size_t file_count, ProblemList *problems);

/* The first setting with this key; empty where there is none. */
Text workspace_setting(const Workspace *workspace, Text key);

/* Positions by id. */
bool workspace_find_party(const Workspace *workspace, Text id, size_t *party);
bool workspace_find_item(const Workspace *workspace, Text id, size_t *item);
bool workspace_find_programme(const Workspace *workspace, Text id, size_t *programme);

/* A party's statuses, an item's attributes, ...: positions first..first+count. */
size_t workspace_party_statuses(const Workspace *workspace, size_t party, size_t *first);
size_t workspace_item_attributes(const Workspace *workspace, size_t item, size_t *first);
size_t workspace_item_components(const Workspace *workspace, size_t item, size_t *first);
size_t workspace_assessment_answers(const Workspace *workspace, size_t assessment, size_t *first);

/* Whether a party is `of`, or belongs to it through its parents. O(depth). */
bool workspace_party_is_of(const Workspace *workspace, size_t party, size_t of);

/* The end use of a lane: its own; else that of all programmes with a demand for its item at its
 * destination, where they agree; else empty (not known). */
Text workspace_lane_end_use(const Workspace *workspace, size_t lane);

/* The units a demand wants on days from..until, both inside, in a plan that begins on
 * `first_day`, where a demand without a start begins. Exact up to double. O(1). */
double workspace_demand_between(const Workspace *workspace, size_t demand, Date first_day,
                                Date from, Date until);

/* ---- what follows from the bill of material (derive.c) ---- */

/* How an answer for one item is found where its bill does not give it. An item's own row in
 * attribute.csv goes before its bill; `otherwise` stands where there is neither. What an item
 * contains is in its components and in what they contain, at any depth, on the day. */
typedef struct DerivedName {
    Text name; /* of the attribute that states it: contained_usml, us_content */
    bool has_otherwise;
    Text otherwise;
} DerivedName;

/* What an item contains of an attribute's values. */
typedef struct Contained {
    bool is_known;
    const Text *values; /* in the order of their bytes, each once */
    size_t count;
    size_t unknown; /* an item of which it is not known; ALLIANCE_NONE where all is */
} Contained;

/* For each item: the values of `attribute` in what it contains. `own_otherwise` (where
 * `has_own_otherwise`) is what an item has that has no row, and says that it has nothing: it
 * is no value. Components marked in `without` (item_count flags, or NULL) are left out with
 * what is in them. O(bill * values). */
const Contained *workspace_contained(Arena *arena, const Workspace *workspace, Date as_of,
                                     Text attribute, bool has_own_otherwise, Text own_otherwise,
                                     DerivedName derived, const bool *without);

typedef enum Counting { COUNTING_NO, COUNTING_UNKNOWN, COUNTING_YES } Counting;

/* What of an item's value counts. */
typedef struct Share {
    bool is_known;    /* the percentage */
    Decimal percent;  /* compares as the exact one with decimals of up to 11 places */
    bool has_content; /* the amount */
    Decimal content;  /* US dollars in one unit, exact */
    size_t unknown;   /* an item for want of whose value or kind it is not known, or NONE */
} Share;

/* For each item: the share of its value that is in components that count (whole, with what is
 * in them) and, of those that do not, in what they contain. `counts` has an entry an item. A
 * stated percentage counts that much of the item's value. A part whose value is not given, or
 * that counts perhaps, makes the share unknown, and so does a sum too long to be exact.
 * `without` as above: what is left out counts for nothing. Where it is replaced by as much of
 * something else, the item keeps its value; where it is separated, the item is worth so much
 * less. */
const Share *workspace_shares(Arena *arena, const Workspace *workspace, Date as_of,
                              const Counting *counts, DerivedName derived, const bool *without,
                              bool separates);

/* Whether the item has a bill of material on the day. */
bool workspace_has_bill(const Workspace *workspace, size_t item, Date as_of);

/* The items that the item contains at any depth on the day, each once, those that go into others
 * first. */
size_t workspace_contents(Arena *arena, const Workspace *workspace, size_t item, Date as_of,
                          size_t **contents);

/* ---- bills of material from elsewhere (cyclonedx.c) ---- */

/* Cells as a workspace's tables take them. */
typedef struct BillItem {
    Text id;
    Text name;
    Text kind;   /* goods, software, technology */
    Text origin; /* a country, or empty */
} BillItem;

typedef struct BillLink {
    Text item;
    Text component;
} BillLink;

typedef struct BillAttribute {
    Text item;
    Text attribute;
    Text value;
} BillAttribute;

typedef struct BillOfMaterial {
    Text root; /* the id of what the bill is of; or empty */
    const BillItem *items;
    size_t item_count;
    const BillLink *links; /* each pair once */
    size_t link_count;
    const BillAttribute *attributes;
    size_t attribute_count;
} BillOfMaterial;

/* Reads a bill in CycloneDX's JSON, specification 1.2 to 1.x. Components are items by their
 * `bom-ref`, else their name and version; what depends on or holds another contains one of it. A
 * property `entente:NAME` is an attribute NAME, `entente:origin` the item's origin. False where
 * it is no such bill, names something it does not have, or names two things alike. O(bytes). */
MUST_CHECK bool bill_read_cyclonedx(Arena *arena, Text content, BillOfMaterial *bill, Error *error);

/* ---- the schema, which loading, checking and the documentation follow ---- */

typedef enum ColumnType {
    COLUMN_ID,        /* 1..100 bytes, no blanks at the ends, no control characters */
    COLUMN_NAME,      /* text; the row's id where empty */
    COLUMN_TEXT,      /* any text without control characters but tab and line ends */
    COLUMN_WORD,      /* one of the column's words */
    COLUMN_COUNTRY,   /* two capital letters */
    COLUMN_REFERENCE, /* an id of another table */
    COLUMN_DECIMAL,   /* digits[.digits], at most 18 digits */
    COLUMN_FRACTION,  /* a decimal, 0..1 */
    COLUMN_DEGREES,   /* a decimal, -180..180 */
    COLUMN_DAYS,      /* 0..36500 */
    COLUMN_DATE,      /* YYYY-MM-DD */
    COLUMN_TARGET     /* what a scenario takes away, by its kind */
} ColumnType;

typedef struct WorkspaceColumn {
    Text name;
    ColumnType type;
    bool is_required; /* the column must be there and no cell of it empty */
    bool is_key;      /* rows that agree in all key columns must not overlap in time */
    Text fallback;    /* what an empty cell stands for; empty: nothing is known or limited */
    Text refers_to;   /* of a reference: the table */
    const Text *words;
    size_t word_count;
    Text meaning; /* a line for people, with the unit */
} WorkspaceColumn;

typedef struct WorkspaceTable {
    Text name; /* its file is name.csv */
    bool is_required;
    bool is_dated; /* has from, until and source, its last three columns */
    bool has_ids;  /* the first column names a row, once */
    size_t column_count;
    Text meaning;
} WorkspaceTable;

/* Tables in the order of docs/formats.md; columns as documented, the common ones last. */
size_t workspace_table_count(void);
WorkspaceTable workspace_table(size_t table);
bool workspace_find_table(Text name, size_t *table);
WorkspaceColumn workspace_column(size_t table, size_t column);
Text workspace_type_word(ColumnType type);

#endif
