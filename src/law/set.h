/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ENTENTE_LAW_SET_H
#define ENTENTE_LAW_SET_H

/* The body of a LawSet, private to law/: what the parser and checker leave behind
 * (every name resolved to a position) and what the engine reads. Nothing here changes
 * after law_load, except in tests that build sets by hand. */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/date.h"
#include "base/decimal.h"
#include "base/map.h"
#include "law/law.h"
#include "law/lexer.h"

/* Every code, country and yes/no word is interned; two codes are equal when their
 * symbols are. SYMBOL_FOREIGN is a word that stands in no pack: it equals no symbol
 * of the set and is compared by its text. */
typedef uint32_t Symbol;
#define SYMBOL_FOREIGN UINT32_MAX

typedef struct LawValue {
    AttributeType type; /* of a literal: YES_NO, CODE, NUMBER, DATE (a country is a CODE) */
    Symbol symbol;      /* YES_NO and CODE */
    Text text;          /* as written */
    union {             /* by the type */
        Decimal number;
        Date date;
        bool yes;
    };
} LawValue;

typedef enum OperandKind {
    OPERAND_LITERAL,
    OPERAND_ATTRIBUTE, /* a fact of the transfer */
    OPERAND_COLUMN,    /* of the row bound by the provision's `for each` */
    OPERAND_ANY,       /* `any` in a table look-up */
    OPERAND_MEMBER     /* a member of a set: some of them, or every one (Condition.is_every) */
} OperandKind;

typedef struct Operand {
    OperandKind kind;
    bool is_within; /* `within X` in a table look-up: X at or below the column's value */
    bool is_coarse; /* the column is: what lies above its value fits perhaps */
    LawValue literal;
    size_t index; /* attribute (of a member: the set), or column of the bound row's table */
} Operand;

typedef enum ConditionKind {
    CONDITION_ALL, /* children */
    CONDITION_ANY,
    CONDITION_NONE,
    CONDITION_TRACK,     /* children; name */
    CONDITION_YES,       /* operands[0]: a yes/no attribute or column */
    CONDITION_FACT,      /* provision: a fact; in a track also a bar that strikes it */
    CONDITION_EQUALS,    /* left: operands[0]; equal to one of operands[1..] */
    CONDITION_WITHIN,    /* operands[0] equal to or below one of operands[1..] */
    CONDITION_COMPARE,   /* operands[0] compared with operands[1], by comparison; numbers or dates;
                            with   more, the sum of operands[0] and operands[2..] is compared */
    CONDITION_SET_ANY,   /* operands[0] (a set) has one of operands[1..] */
    CONDITION_SET_ALL,   /* ... all of */
    CONDITION_SET_EVERY, /* every member of operands[0] is one of operands[1..]; none: is empty */
    CONDITION_TABLE,     /* table: a row whose first columns fit operands[0..columns-2] and whose
                            last column fits one of operands[columns-1..] */
    CONDITION_EVERY_REASON, /* every requiring reason is one of operands[0..] */
    CONDITION_ANY_REASON
} ConditionKind;

typedef enum Comparison { AT_MOST, AT_LEAST, MORE_THAN, LESS_THAN } Comparison;
/* dates: on or before, on or after, after, before */

typedef struct Condition Condition;
struct Condition {
    ConditionKind kind;
    bool is_every;   /* of a look-up by a member: of every member, else of some */
    bool is_negated; /* `not`, `is not`, `has none of`, `not in`: yes and no change places */
    Comparison comparison;
    const Operand *operands;
    size_t operand_count;
    const Condition *children;
    size_t child_count;
    size_t table;
    size_t provision;
    Text name;     /* of a track */
    Text text;     /* the line as written, trimmed, without its citation */
    Text citation; /* or empty */
    size_t line;
};

typedef struct TableColumn {
    Text name;
    AttributeType type; /* CODE, NUMBER, DATE, YES_NO, COUNTRY */
    Text unit;
    bool is_coarse; /* `coarse by`: a code above a cell may be meant by it */
} TableColumn;

typedef struct TableRow {
    const LawValue *values; /* one for each column */
    DateRange holds;
    LawStatus status;
    Text citation; /* or empty */
    Text source;
    size_t line;
} TableRow;

/* Rows by the symbol in one column, so that a look-up by it is short; symbol_count is 0
 * where the column holds no codes. */
typedef struct TableIndex {
    const uint32_t *first; /* for symbol s: rows order[first[s]..first[s+1]); symbol_count + 1 */
    const uint32_t *order;
    size_t symbol_count;
} TableIndex;

/* What may stand in the cells of a column, as the table declares it. */
typedef enum CellRuleKind {
    CELLS_ONE_OF,  /* equal to a word or cell of `allowed` */
    CELLS_WITHIN,  /* at or below one */
    CELLS_ABOVE,   /* at or above one */
    CELLS_AROUND,  /* within or above one */
    CELLS_WRITTEN, /* of one of the shapes */
    CELLS_ONCE,    /* in one row on any day */
    CELLS_TEXT     /* words for readers: nothing looks for them */
} CellRuleKind;

/* A word or a shape; or, where `table` is one, the cells of its column. */
typedef struct CellSource {
    Text word;
    size_t table; /* or LAW_NONE */
    size_t column;
} CellSource;

typedef struct CellRule {
    CellRuleKind kind;
    size_t column;
    const CellSource *allowed;
    size_t allowed_count;
    size_t line; /* of the pack's file */
} CellRule;

/* What values of a fact a pack names. */
typedef struct ValueRule {
    CellRule rule; /* of no column */
    size_t pack;
} ValueRule;

typedef struct LawTable {
    size_t pack;
    Text name; /* full: "pack.name" */
    Text file;
    Text citation;
    const TableColumn *columns;
    size_t column_count;
    const TableRow *rows;
    size_t row_count;
    size_t complete_by; /* column, or LAW_NONE */
    bool is_register;   /* `known at` */
    bool has_read_from; /* `read from`: what stood there before is not known */
    Date read_from;
    const TableIndex *indexes; /* of each column */
    const CellRule *cell_rules;
    size_t cell_rule_count;
} LawTable;

typedef struct LawAttribute {
    Text name;
    AttributeType type;
    Text unit;
    Text ask;
    unsigned cost;
    bool has_default;
    Text default_text; /* as it would be given to law_facts_set */
    DerivedKind derived;
    size_t derived_from; /* attribute or provision, by kind */
    size_t pack;         /* the first to declare it, or LAW_NONE for what every pack has */
    size_t line;
    const ValueRule *value_rules; /* a value is one of some pack's */
    size_t value_rule_count;
} LawAttribute;

/* `for each ROW in TABLE where ...`; without any, table is LAW_NONE. */
typedef struct RowMatch {
    size_t column;
    bool is_within; /* the operand lies at or below the column's value */
    Operand operand;
} RowMatch;

typedef struct ForEach {
    size_t table;
    Text name;
    const RowMatch *matches;
    size_t match_count;
} ForEach;

typedef struct LawObligation {
    const Condition *when; /* NULL: always */
    Text text;
    Text citation;
    int days;         /* 0: no end; counted from the as-of date */
    int months;       /* calendar months (12 a year), instead of days */
    bool is_deadline; /* within, else for */
} LawObligation;

typedef struct LawReview {
    ReviewKind kind;
    const Condition *when; /* NULL: always */
} LawReview;

typedef struct RouteDays {
    unsigned quantile; /* 50 is the median */
    int days;          /* calendar days; -1 unknown */
} RouteDays;

/* Days of a route that hold on these dates instead of its own. */
typedef struct DatedDays {
    DateRange holds;
    const RouteDays *days;
    size_t days_count;
    Text basis;
    LawStatus status; /* of the clock */
    bool has_vintage;
    Date vintage; /* of what the days are from */
} DatedDays;

/* A track of an exception, as a bar names it. */
typedef struct StruckTrack {
    size_t exception;
    Text track;
} StruckTrack;

typedef struct Provision {
    size_t pack;
    ProvisionKind kind;
    LawStatus status;
    LawStatus days_status; /* of a route's clock */
    Date days_vintage;     /* of what its days are from, where there is one */
    bool has_days_vintage;
    bool targets_all;    /* covers all, strikes all, serves all */
    bool serves_nothing; /* a step of other routes only */
    bool has_reason;
    Text name; /* full */
    Text title;
    const Text *citations;
    size_t citation_count;
    const ProvisionInterval *intervals; /* in order, apart, suspensions taken out; the interval's
                                           status is the weaker of its own and the provision's */
    size_t interval_count;              /* 0: never in force */
    Text interpretation;
    Text note;
    Text say;
    ForEach each;
    const Condition *when; /* NULL: holds (for each row, where there is `for each`) */
    const Condition *except_where;
    const Condition *provided_that;
    const size_t *targets; /* covered requirements, struck exceptions, served requirements */
    size_t target_count;
    const size_t *spared; /* strikes all except; covers all, and does not affect */
    size_t spared_count;
    const StruckTrack *struck; /* of a bar, beside the exceptions it strikes whole */
    size_t struck_count;
    const size_t *overrides; /* provisions that do not hold where this one does */
    size_t override_count;
    const size_t *subject_to; /* provisions where which hold this one does not */
    size_t subject_count;
    Operand reason;          /* of a requirement */
    const size_t *served_by; /* routes of a requirement; none: all of the pack's */
    size_t served_by_count;
    const LawObligation *obligations;
    size_t obligation_count;
    const LawReview *reviews;
    size_t review_count;
    const RouteDays *days;
    size_t days_count;
    Text basis;
    const size_t *after; /* routes that come before this one, where they are open */
    size_t after_count;
    Text granted_by;             /* of a route; or empty */
    const DatedDays *other_days; /* the last that holds decides */
    size_t other_days_count;
    Text file;
    size_t line;
} Provision;

typedef struct LawPack {
    PackInfo info;
    const PackFile *files; /* without any reform */
    size_t file_count;
    bool exceptions_jointly;
    const size_t *uses; /* packs */
    size_t use_count;
    size_t first_provision; /* the pack's provisions stand together, in the order of the file */
    size_t provision_count;
    const size_t *added; /* those that reforms add, after all packs' own */
    size_t added_count;
} LawPack;

/* A reform as it stands in a pack. */
typedef struct OfferedReform {
    ReformOffer offer;
    const SourceFile *source;
    const Line *line;
} OfferedReform;

/* What the law lists for a fact that is a code or a set of codes. */
typedef struct LawWords {
    const Map *words; /* where all are letters throughout and there is a choice; else NULL */
    const Map *codes; /* all of them, and the codes above them; NULL for other facts */
    const Map
        *alike; /* as they are alike where they are written otherwise -> position in `codes` */
} LawWords;

struct LawSet {
    const LawPack *packs;
    size_t pack_count;
    const Provision *provisions;
    size_t provision_count;
    const LawTable *tables;
    size_t table_count;
    const LawAttribute *attributes;
    size_t attribute_count;
    const Map *attribute_names;
    const Map *provision_names; /* full names */
    const Map *symbols;         /* code -> Symbol */
    const LawWords *words;      /* of each attribute: what the law lists for it */
    const ReformInfo *reforms;  /* in force */
    size_t reform_count;
    const OfferedReform *offers;
    size_t offer_count;
};

/* ---- tests as read from a pack ---- */

typedef struct LawTestGiven {
    size_t attribute;
    Text value;
    size_t line;
} LawTestGiven;

typedef enum LawExpectationKind {
    EXPECT_BEST,
    EXPECT_WORST,
    EXPECT_UNDER,
    EXPECT_REQUIRES,
    EXPECT_BECAUSE,
    EXPECT_ROUTE,
    EXPECT_DAYS,
    EXPECT_REVIEW,
    EXPECT_ASKING,
    EXPECT_CITING
} LawExpectationKind;

typedef struct LawExpectation {
    LawExpectationKind kind;
    Outcome outcome;          /* BEST, WORST */
    const size_t *provisions; /* UNDER, REQUIRES, BECAUSE, ROUTE */
    const size_t *attributes; /* ASKING */
    size_t count;
    int days;
    ReviewKind review;
    Text citation;
} LawExpectation;

typedef struct LawTest {
    Text file;
    size_t line;
    Text title;
    Date as_of;
    Date known_at;
    bool accept_unverified;
    const LawTestGiven *given;
    size_t given_count;
    Outcome outcome;
    const LawExpectation *expectations;
    size_t expectation_count;
} LawTest;

/* Reads the pack in `folder` with the packs it uses (as law_load), and its tests.
 * NULL with problems. `pack` is the tested pack's position in the set. */
MUST_CHECK const LawSet *law_read_with_tests(Arena *arena, Text folder, const LawTest **tests,
                                             size_t *test_count, size_t *pack,
                                             ProblemList *problems);

/* The pack's provisions: its own, then those that reforms add. */
static inline size_t law_pack_size(const LawPack *pack) {
    return pack->provision_count + pack->added_count;
}

static inline size_t law_pack_provision(const LawPack *pack, size_t at) {
    return at < pack->provision_count ? pack->first_provision + at
                                      : pack->added[at - pack->provision_count];
}

/* The days of a route that no reform sets. */
DatedDays law_own_days(const Provision *route);
/* The days of a route as of a date. */
DatedDays law_days_on(const Provision *route, Date as_of);

/* `code` equals `above` or lies below it: "3A001.b.2" lies below "3A001.b" and "3A001". */
bool law_code_is_within(Text code, Text above);

/* The first `length` bytes of a code, which are not all of it or are, are a code at or above. */
static inline bool law_code_goes_on(Text code, size_t length) {
    return length == code.length || code.bytes[length] == '.' || code.bytes[length] == '(';
}

/* The next code above, or false: `above` has the code first. */
static inline bool law_code_above(Text *above) {
    for (size_t length = above->length; length-- > 1;) {
        if (law_code_goes_on(*above, length)) {
            above->length = length;
            return true;
        }
    }
    return false;
}

/* Years, months and days after a date, held to the month's last day. */
Date law_date_add_months(Date date, int months);

/* Whether a shape is how the word is written (cell_shape.c). */
bool cell_shape_fits(Text shape, Text word);

/* Whether an index is among those of a list. */
bool law_has_index(const size_t *indices, size_t count, size_t index);

/* Whether what is compared, as `order` has it (negative, 0, positive), is as the words say. */
bool law_comparison_holds(Comparison comparison, int order);

/* The track of that name; NULL where the exception has none. */
const Condition *law_track(const Provision *exception, Text name);
/* Whether a bar strikes some track of the exception. */
bool law_bar_strikes_track(const Provision *bar, size_t exception);
/* Gives each track that is struck the condition that it is not; once, however often it is asked.
 * Conditions are copied, never changed. */
void law_tie_tracks(Arena *arena, Provision *provisions, size_t count);

/* Gives each provision that another overrides the exception that the other does not hold (`subject
 * to` is the same said from below); once, however often it is asked. */
void law_tie_overrides(Arena *arena, Provision *provisions, size_t count);

/* Whether a condition, or one below it, asks for the reasons of requirements; NULL asks nothing. */
bool law_asks_reasons(const Condition *condition);

#endif
