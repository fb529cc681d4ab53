/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ENTENTE_ALLIANCE_SCHEMA_H
#define ENTENTE_ALLIANCE_SCHEMA_H

/* The tables of a workspace, their columns, and where each column goes in its row of the
 * model. Reading, checking and the documentation follow this one list. It is constant. */

#include "alliance/alliance.h"

enum { SCHEMA_COLUMNS_MAX = 16, SCHEMA_COMMON_COLUMNS = 3 };

/* In the order of docs/formats.md. */
typedef enum TableId {
    TABLE_WORKSPACE,
    TABLE_PARTY,
    TABLE_STATUS,
    TABLE_AGREEMENT,
    TABLE_AGREEMENT_PARTY,
    TABLE_ITEM,
    TABLE_ATTRIBUTE,
    TABLE_COMPONENT,
    TABLE_ACTIVITY,
    TABLE_STOCK,
    TABLE_LANE,
    TABLE_TRANSFER,
    TABLE_PROGRAMME,
    TABLE_DEMAND,
    TABLE_AUTHORISATION,
    TABLE_LEVER,
    TABLE_SCENARIO,
    TABLE_OWNERSHIP,
    TABLE_LISTING,
    TABLE_ASSESSMENT,
    TABLE_ANSWER,
    TABLE_REQUIREMENT,
    TABLE_COUNT
} TableId;

/* Flags of a column. */
enum {
    SCHEMA_REQUIRED = 1, /* is_required */
    SCHEMA_KEY = 2,      /* is_key */
    SCHEMA_AMOUNT = 4    /* a number kept as an Amount: it may be left out */
};

typedef struct WordList {
    const Text *words; /* in the order of the enumeration they stand for */
    size_t count;
} WordList;

typedef struct ColumnSpec {
    const char *name;
    ColumnType type;
    unsigned flags;
    const char *fallback;  /* or "" */
    TableId table;         /* of a reference; else TABLE_COUNT */
    const WordList *words; /* of a word; else NULL */
    size_t at;             /* offset in the row; of a common column: in its RowMark */
    const char *meaning;
} ColumnSpec;

typedef struct TableSpec {
    WorkspaceTable shown; /* column_count is with the common ones */
    const ColumnSpec *columns;
    size_t own_count; /* without the common ones */
    size_t row_size;
    size_t mark_at; /* offset of the RowMark; not used where the table is not dated */
    size_t line_at; /* offset of the line */
    size_t rows_at; /* offsets in Workspace */
    size_t count_at;
} TableSpec;

const TableSpec *schema_table(size_t table);

/* Own columns first, then from, until, source. */
const ColumnSpec *schema_column(const TableSpec *table, size_t column);

/* Where a column goes in a row that begins at `row`. */
void *schema_place(const TableSpec *table, size_t column, void *row);

#endif
