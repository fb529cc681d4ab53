/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ENTENTE_LAW_COMPILE_H
#define ENTENTE_LAW_COMPILE_H

/* How a LawSet becomes a LawEngine, private to law/: provisions become formulas
 * (compile_condition.c, compile_provision.c) over leaves; the values that can make a
 * difference become classes (compile_values.c); what hangs on one fact is tabulated by
 * its classes (compile_table.c), and the rest becomes gates over bits (compile_gates.c). */

#include "base/map.h"
#include "law/compiled.h"
#include "law/engine.h"
#include "law/formula.h"

typedef enum LeafKind {
    LEAF_FORCE,   /* a provision is in force */
    LEAF_RANGE,   /* a day lies in a stretch of days */
    LEAF_VALUE,   /* one fact against one literal */
    LEAF_TABLE,   /* rows of a table by at most one fact; gaps apart */
    LEAF_GAP,     /* a fact stands in no row of a column */
    LEAF_MEMBERS, /* some member of a set is such */
    LEAF_CROSS,   /* rows of a table by two or three facts; gaps apart */
    LEAF_SLOW     /* several facts: asked of the tree engine in each decision */
} LeafKind;

typedef struct Leaf {
    LeafKind kind;
    Condition condition; /* with the columns of a bound row put in */
    size_t provision;    /* FORCE */
    DateRange range;     /* RANGE */
    size_t table;        /* GAP */
    size_t column;
    size_t attribute; /* or LAW_NONE */
    unsigned dates;
} Leaf;

/* A requirement for one reason: a bit of the reasons mask. */
typedef struct Slot {
    size_t provision;
    bool has_reason;
    Operand reason; /* a literal, a fact, or a column of no row: not known */
    Ref ref;
} Slot;

/* What a condition is compiled for. */
typedef struct Binding {
    const TableRow *row;
    const Provision *exception; /* whose covered requirements `every reason` asks for */
    const Array *slots;         /* of Slot: of the pack; NULL where there are none */
} Binding;

typedef struct Compilation {
    Arena *arena;
    Arena *scratch; /* of one group or leaf at a time */
    const LawSet *set;
    DecideOptions options;
    Engine tree; /* with no fact known: for what hangs on none */
    FormulaStore store;
    Array leaves; /* of Leaf */
    Map *leaf_refs;
    Ref *fact_refs; /* of provisions that stand alone; REF_UNSET where not compiled yet */
    LawEngine *engine;
    Array slots; /* of Slot, of the pack being compiled */
} Compilation;

#define REF_UNSET ((Ref)UINT32_MAX)

/* ---- compile_condition.c ---- */

Ref compile_condition(Compilation *compilation, const Condition *condition, const Binding *binding);
/* One operand against a cell: `where COLUMN is X`, `where X within COLUMN`. */
Ref compile_match(Compilation *compilation, const RowMatch *match, const LawValue *cell);
/* A fact or literal that stands in no row of the column. */
Ref compile_gap(Compilation *compilation, size_t table, size_t column, const Operand *operand,
                bool is_within);
/* Perhaps, on days before those of which the table was read. */
Ref compile_unread(Compilation *compilation, const LawTable *table);
/* A code, foreign where no pack has it. */
LawValue compile_code(const Compilation *compilation, Text code);
Ref compile_range(Compilation *compilation, DateRange range, unsigned date);
Ref compile_force(Compilation *compilation, size_t provision);
Operand compile_bind(const Operand *operand, const TableRow *row);
unsigned compile_table_date(const LawTable *table);

/* ---- compile_provision.c ---- */

Ref compile_provision(Compilation *compilation, size_t provision, const Binding *binding);
Ref compile_fact(Compilation *compilation, size_t provision);
void compile_requirement(Compilation *compilation, size_t provision);

/* ---- compile_pack.c ---- */

/* The references a pack's outcome is read from. */
typedef struct PackRefs {
    size_t pack;
    Ref speaks;
    Ref prohibited;
    Ref required;
    Ref uncovered;
    Array needs;  /* of NeedRefs */
    Array routes; /* of RouteRefs: those that can be counted on */
} PackRefs;

typedef struct NeedRefs {
    size_t requirement;
    Ref required;
    Ref uncovered;
} NeedRefs;

typedef struct RouteRefs {
    size_t route;
    Ref counted;
    int days;
} RouteRefs;

typedef struct LineRef {
    LawTraceLine line;
    Ref ref;
} LineRef;

/* A bar for the exception that the binding names. */
Ref compile_bar(Compilation *compilation, size_t bar, const Binding *binding);
/* compile_routes.c: its routes, and a line for each. */
void compile_routes(Compilation *compilation, PackRefs *refs, Array *lines);
void compile_pack(Compilation *compilation, size_t pack, PackRefs *refs, Array *lines);

/* ---- compile_values.c ---- */

void compile_values(Compilation *compilation);

/* ---- compile_table.c ---- */

/* Tabulates the inputs (of Ref) of one group, from bit `group->word * 64 + shift` on. */
void compile_group(Compilation *compilation, EngineGroup *group, const Ref *inputs, size_t count,
                   unsigned shift);

/* The least of what is known: operands of a look-up that are no fact, against a row. */
Truth compile_literals_fit(Compilation *compilation, const Condition *condition,
                           const TableRow *row);

/* ---- compile_cross.c ---- */

void compile_cross(Compilation *compilation, const Leaf *leaf, CrossLeaf *cross);

/* ---- compile_word.c ---- */

/* The engine's gates as one word; NULL where they do not fit, or ask what is in no table. */
const WordEngine *compile_word(Arena *arena, const LawEngine *engine);

/* ---- compile_gates.c ---- */

/* Gives every formula of packs and lines its place, and makes groups and gates. */
void compile_gates(Compilation *compilation, const PackRefs *packs, size_t pack_count,
                   const LineRef *lines, size_t line_count);

#endif
