/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ENTENTE_ASSURANCE_TABLE_H
#define ENTENTE_ASSURANCE_TABLE_H

/* Private to assurance/: a CSV file of a folder, read by the names of its columns. What is
 * wrong goes to the problems with file and line. */

#include "assurance/assurance.h"
#include "base/csv.h"

enum { TABLE_COLUMNS_MAX = 16, TABLE_NUMBER_MAX = 1000 };

typedef struct TableReading {
    Arena *arena;
    ProblemList *problems;
    AssuranceFiles *files; /* NULL: the disk */
    Text file;
    CsvTable table;
    size_t columns[TABLE_COLUMNS_MAX];
    bool has[TABLE_COLUMNS_MAX];
} TableReading;

/* Reads folder/name. */
MUST_CHECK bool table_read(TableReading *reading, Text folder, Text name);

/* Finds the columns; the first `required` of them must be there. */
MUST_CHECK bool table_find_columns(TableReading *reading, const Text *names, size_t count,
                                   size_t required);

/* The cell of a column; empty where the table lacks it. */
Text table_cell(const TableReading *reading, const CsvRow *row, size_t column);

/* A whole number from 0 to TABLE_NUMBER_MAX; 0 where the cell is empty or wrong. */
int table_number(const TableReading *reading, const CsvRow *row, Text cell, Text name);

/* A date; `otherwise` where the cell is empty or wrong. */
Date table_date(const TableReading *reading, const CsvRow *row, Text cell, Date otherwise);

/* The value of the row whose first cell is `key`, in a table of keys and values. */
Text table_setting(const TableReading *reading, Text key);

/* The position of a word; `count` where it is none of them. */
size_t table_word(const Text *words, size_t count, Text word);

#endif
