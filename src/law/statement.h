/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ENTENTE_LAW_STATEMENT_H
#define ENTENTE_LAW_STATEMENT_H

/* Statements that can be proven (docs/prove.md), private to law/. A statement is parted into
 * its frame, read here, and the conditions on the transfers it speaks of, which are
 * read by the language's own reader as a fact of a pack that stands beside the others. */

#include "law/set.h"

typedef enum StatementKind {
    STATEMENT_EVERY,    /* every transfer has one of the outcomes */
    STATEMENT_SOME,     /* some transfer has */
    STATEMENT_ALIKE,    /* two packs decide alike */
    STATEMENT_STRICTER, /* reforms make nothing stricter */
    STATEMENT_MILDER
} StatementKind;

typedef struct Statement {
    StatementKind kind;
    unsigned outcomes; /* a bit for each outcome that the statement allows */
    Array conditions;  /* of Text: lines of the language */
    Array rules;       /* of Text: exceptions that are left out */
    Text packs[2];     /* of ALIKE */
    Text reform;       /* of STRICTER and MILDER: a name, or a file */
    Text understood;   /* the statement in one form */
} Statement;

/* Reads a statement; names in it are looked up in the set, of which tables and facts may be
 * named without their pack where only one has them. */
MUST_CHECK bool law_statement_parse(Arena *arena, const LawSet *set, Text text,
                                    Statement *statement, Error *error);

/* The text of a pack with a fact `situation` that holds where all conditions do; it uses all
 * packs of the set. */
Text law_statement_pack(Arena *arena, const LawSet *set, const Statement *statement);

/* The full name of that fact. */
Text law_statement_fact(void);

#endif
