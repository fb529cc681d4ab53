/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ENTENTE_BASE_CSV_H
#define ENTENTE_BASE_CSV_H

/* CSV (RFC 4180: comma, double quotes, LF or CRLF, a header line), read whole
 * into an arena, with the line of each row kept for messages. Blanks around an
 * unquoted field are trimmed; blank lines are skipped; a byte order mark at the
 * start is skipped. */

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/compiler.h"
#include "base/error.h"
#include "base/text.h"

enum { CSV_COLUMNS_MAX = 256, CSV_FIELD_BYTES_MAX = 1 << 20 };

typedef struct CsvRow {
    size_t line;  /* line the row starts on, from 1 */
    Text *fields; /* as many as there are columns */
} CsvRow;

typedef struct CsvTable {
    Text file; /* as given, for messages */
    Text *columns;
    size_t column_count;
    CsvRow *rows;
    size_t row_count;
} CsvTable;

/* Reads `content`, which must outlive the table: most fields point into it.
 * Problems: not UTF-8, no header, a column named twice or without a name, a row
 * with too few or too many fields, a quote that is not closed, text after a
 * closing quote, a field or a header over the limits. False when there was any;
 * the good rows are still in the table. O(bytes). */
MUST_CHECK bool csv_parse(Arena *arena, Text file, Text content, CsvTable *table,
                          ProblemList *problems);

/* The same, with the first problem as an error. */
MUST_CHECK bool csv_read(Arena *arena, Text file, Text content, CsvTable *table, Error *error);

/* The position of a column; false where there is none. */
bool csv_find_column(const CsvTable *table, Text name, size_t *column);

/* Adds a field, quoted where it must be for csv_parse to read the same back. In a
 * table of one column an empty field would be a blank line: write "" there. */
void csv_add_field(TextBuilder *builder, Text field);

#endif
