/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ENTENTE_TESTS_SUPPORT_HANDMADE_LAW_H
#define ENTENTE_TESTS_SUPPORT_HANDMADE_LAW_H

/* LawSets put together in C, for tests of the engine that need no text. Everything lives
 * in the builder's arena. Lists in strings are parted by commas. */

#include "base/array.h"
#include "law/set.h"

enum { HANDMADE_MAX = 64 };

typedef struct Handmade {
    Arena *arena;
    LawPack packs[HANDMADE_MAX];
    Provision provisions[HANDMADE_MAX];
    LawTable tables[HANDMADE_MAX];
    LawAttribute attributes[HANDMADE_MAX];
    Array rows[HANDMADE_MAX]; /* of TableRow, of each table */
    LawSet set;
    Map *symbols;
    Map *attribute_names;
    Map *provision_names;
} Handmade;

Handmade *handmade_new(Arena *arena);
/* Provisions and tables added after this are the pack's. */
LawPack *handmade_pack(Handmade *law, const char *name);
size_t handmade_attribute(Handmade *law, const char *name, AttributeType type);
size_t handmade_table(Handmade *law, const char *name, const char *columns);
/* Cells are codes, or numbers where the column's type was set to ATTRIBUTE_NUMBER. The
 * row is good until the next is added. */
TableRow *handmade_row(Handmade *law, size_t table, const char *cells);
/* `coarse by COLUMN` and `read from DATE`, of the rows that are there; conditions are made
 * after. */
void handmade_coarse(Handmade *law, size_t table, size_t column);
void handmade_read_from(Handmade *law, size_t table, Date date);
/* In force always, cited by its name, covering, striking and serving all. */
Provision *handmade_provision(Handmade *law, ProvisionKind kind, const char *name);
size_t handmade_place(const Handmade *law, const Provision *provision);
void handmade_force(Handmade *law, Provision *provision, const char *from, const char *until,
                    LawStatus status);
void handmade_targets(Handmade *law, Provision *provision, const Provision *first,
                      const Provision *second);
/* `strikes EXCEPTION.track`, and no exception whole. */
void handmade_strikes_track(Handmade *law, Provision *bar, const Provision *exception,
                            const char *track);
/* `for each row in TABLE where COLUMN is (or has within) ATTRIBUTE` */
void handmade_each(Handmade *law, Provision *provision, size_t table, size_t column, bool is_within,
                   size_t attribute);

Operand operand_code(Handmade *law, const char *code);
Operand operand_number(const char *number);
Operand operand_date(const char *date);
Operand operand_attribute(size_t attribute);
Operand operand_column(size_t column);
Operand operand_within(Operand operand);
Operand operand_any(void);
Operand operand_member(size_t set);

/* Conditions; the last operand or child is followed by NULL where there are several. */
Condition *condition_yes(Handmade *law, size_t attribute);
Condition *condition_fact(Handmade *law, const Provision *fact);
/* The attribute against a list of codes. */
Condition *condition_codes(Handmade *law, ConditionKind kind, size_t attribute, const char *codes);
Condition *condition_compare(Handmade *law, size_t attribute, Comparison comparison, Operand other);
Condition *condition_table(Handmade *law, size_t table, const Operand *operands, size_t count);
Condition *condition_reasons(Handmade *law, ConditionKind kind, const char *codes);
Condition *condition_block(Handmade *law, ConditionKind kind, const Condition *first,
                           const Condition *second, const Condition *third);
Condition *condition_track(Handmade *law, const char *name, const Condition *only);
Condition *condition_not(Condition *condition);

/* The set, with its indexes; the builder may go on and finish again. */
const LawSet *handmade_finish(Handmade *law);

#endif
