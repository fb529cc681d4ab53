/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ENTENTE_LAW_ENGINE_H
#define ENTENTE_LAW_ENGINE_H

/* How conditions and provisions get their truth, private to law/. Everything is a
 * formula in three truths, no < unknown < yes: `all` is the least, `any` the greatest,
 * `not` turns the order round. An Engine serves one decision, in its caller's arena. */

#include "law/facts.h"
#include "law/set.h"

/* Law that may be in doubt: a provision, a row of a table, or the rows a table lacks. */
typedef enum SourceKind { SOURCE_PROVISION, SOURCE_ROW, SOURCE_GAP } SourceKind;

typedef struct LawSource {
    SourceKind kind;
    size_t index; /* of the provision or table */
    size_t row;
} LawSource;

/* What verifying a doubtful source would find: used to search what can settle. */
typedef struct Assumption {
    LawSource source;
    bool holds;
} Assumption;

typedef struct Engine {
    Arena *arena;
    const LawSet *set;
    const LawFacts *facts;
    const DecideOptions *options;
    const Assumption *assumptions;
    size_t assumption_count;
    size_t ignored_bar;         /* 1 + the bar that strikes no track for now, or 0 */
    unsigned char *fact_truths; /* of provisions that are facts: 1 + truth, or 0 where not asked */
} Engine;

/* A requirement met or perhaps met, once for each row. */
typedef struct Instance {
    size_t provision;
    const TableRow *row; /* NULL without `for each`, and for a row the table may lack */
    Truth truth;
    bool has_reason;
    const LawValue *reason; /* NULL: not known, where has_reason */
    bool is_covered;
} Instance;

/* What a condition is read against. */
typedef struct Frame {
    const TableRow *row;       /* bound by `for each`, or NULL */
    const ForEach *each;       /* that bound it; only where an explanation names its columns */
    const Instance *instances; /* for `every reason` and `any reason` */
    size_t instance_count;
    const Provision *exception; /* whose covered requirements those are */
    const LawValue *member;     /* of the set a look-up goes through, or NULL */
} Frame;

Truth truth_and(Truth a, Truth b);
Truth truth_or(Truth a, Truth b);
Truth truth_not(Truth a);

Engine law_engine_new(Arena *arena, const LawSet *set, const LawFacts *facts,
                      const DecideOptions *options);

/* ---- law in force (status.c) ---- */

bool law_source_equals(LawSource a, LawSource b);
LawSource law_row_source(const Engine *engine, const LawTable *table, const TableRow *row);

/* Unknown where the status is not relied on and the caller does not accept it. */
Truth law_reliance(const Engine *engine, LawStatus status, LawSource source);
/* no: not in force, or left out; unknown: in force, but not to be relied on. */
Truth law_provision_force(const Engine *engine, size_t provision);
/* In force, and neither verified in any part nor accepted. */
bool law_is_unverified(const Engine *engine, size_t provision);
/* The status of the interval in force; the provision's own where none is. */
LawStatus law_provision_status(const Engine *engine, size_t provision);
/* no: not on this date. */
Truth law_row_force(const Engine *engine, const LawTable *table, const TableRow *row);
/* A look-up by a value the table lacks: unknown, accepted or not, unless assumed away. */
Truth law_gap_truth(const Engine *engine, const LawTable *table);

/* ---- rows (rows.c) ---- */

/* Walks the rows that can fit an operand in one column: by the column's index where the
 * operand is a known code, else all rows. */
typedef struct RowCursor {
    const LawTable *table;
    const TableIndex *index; /* NULL: every row */
    const Map *symbols;
    Text code;     /* being walked upwards */
    size_t length; /* of the part of the code looked up last; 0: no more parts */
    bool is_within;
    size_t next;
    size_t end;
} RowCursor;

/* What one column is looked up by; operand NULL: nothing, so all rows are walked. */
typedef struct Key {
    size_t column;
    const Operand *operand;
    bool is_within;
} Key;

RowCursor law_rows_start(const Engine *engine, const LawTable *table, Key key, const Frame *frame);
const TableRow *law_rows_next(RowCursor *cursor);

/* NULL where it is not known. Not for sets. */
const LawValue *law_operand_value(const Engine *engine, const Operand *operand, const Frame *frame);
/* Whether a cell fits an operand of a look-up. */
Truth law_cell_fits(const Engine *engine, const Operand *operand, bool is_within,
                    const Frame *frame, const LawValue *cell);
/* The table is complete by `column`, and the operand's value stands in no row of it, or
 * may do so: what is then not found is not known. */
bool law_is_gap(const Engine *engine, const LawTable *table, size_t column, const Operand *operand,
                bool is_within, const Frame *frame);

/* The day is before those of which the table was read: what is then not found is not known. */
bool law_is_unread(const Engine *engine, const LawTable *table);

/* The rows for which a provision speaks: each with how surely it fits. A provision
 * without `for each` gives one NULL row; a gap gives one NULL row that is unknown. */
typedef struct EachCursor {
    const Engine *engine;
    const Provision *provision;
    RowCursor rows;
    Frame frame;
    bool is_done;
} EachCursor;

EachCursor law_each_start(const Engine *engine, const Provision *provision);
bool law_each_next(EachCursor *cursor, const TableRow **row, Truth *fits);

/* ---- conditions (evaluate.c) ---- */

Truth law_condition_truth(Engine *engine, const Condition *condition, const Frame *frame);

/* The operands by which all rows that can fit a look-up are walked, one after the other:
 * the first known one, or all values of the last column; none known: one key of no
 * operand. */
typedef struct LookupKeys {
    size_t column;
    size_t first;
    size_t count;
    bool is_known;
} LookupKeys;

LookupKeys law_lookup_keys(const Engine *engine, const Condition *condition, const Frame *frame);
Key law_lookup_key(const Condition *condition, const LookupKeys *keys, size_t index);

/* A look-up, and the row that decided it (NULL where none did). */
typedef struct Lookup {
    Truth truth;
    const TableRow *row;
    bool is_gap;
} Lookup;

/* The operand that is a member of a set; NULL where there is none. */
const Operand *law_member_operand(const Condition *condition);
/* Through a set, that of the member which decides it. */
Lookup law_table_lookup(const Engine *engine, const Condition *condition, const Frame *frame);
/* Whether a row fits the look-up, whatever its date and status. */
Truth law_row_fits(const Engine *engine, const Condition *condition, const Frame *frame,
                   const TableRow *row);

/* ---- provisions (evaluate_provision.c) ---- */

/* `when`, `provided that` and not `except where`, for the frame's row. */
Truth law_body_truth(Engine *engine, const Provision *provision, const Frame *frame);
/* In force, and the body for some row; `row` (may be NULL) is the first as true as that,
 * or the first that fits where none holds. */
Truth law_provision_truth(Engine *engine, size_t provision, const Frame *frame,
                          const TableRow **row);
/* Of a provision that is a fact or a scope; remembered for this decision. One that is not verified
 * is unknown, whatever its condition: where it fails, the law may still say otherwise. */
Truth law_fact_truth(Engine *engine, size_t provision);

bool law_exception_covers(const Engine *engine, const Provision *exception, size_t requirement);
bool law_bar_strikes(const Engine *engine, const Provision *bar, size_t exception);

#endif
