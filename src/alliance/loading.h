/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ENTENTE_ALLIANCE_LOADING_H
#define ENTENTE_ALLIANCE_LOADING_H

/* A workspace while it is read. The steps, each over all tables before the next:
 * sheet.c reads the files, finds the columns and names the rows; cell.c and rows.c fill the
 * rows of the model; check.c looks across rows; index.c groups what is grouped and makes
 * what the finders need. Everything lives in the caller's arena. */

#include "alliance/alliance.h"
#include "alliance/schema.h"
#include "base/csv.h"
#include "base/map.h"

enum {
    LOADING_FILE_BYTES_MAX = 64 << 20,
    LOADING_LINES_MAX = 2000001, /* a header and two million rows */
    LOADING_PROBLEMS_MAX = 10000,
    LOADING_GUESSES_MAX = 300000, /* names compared for "did you mean" in one run */
    LOADING_SHOWN_BYTES = 60,     /* of the user's words in a message */
    ID_BYTES_MAX = 100,
    TARGET_BYTES_MAX = 3 * ID_BYTES_MAX + 2, /* from>to:item */
    DAYS_MAX = 36500
};

/* One table as it was read. */
typedef struct Sheet {
    Text file; /* its path, for messages */
    Text content;
    bool is_given;
    bool is_sound; /* every row and column could be read: a name that is not here is nowhere */
    bool is_clean; /* and every cell of it */
    CsvTable csv;
    size_t positions[SCHEMA_COLUMNS_MAX]; /* of the schema's columns; ALLIANCE_NONE: not there */
    Map *ids;                             /* row by id, where the table has ids */
} Sheet;

typedef struct Loading {
    Arena *arena;
    Text folder;
    ProblemList *problems;
    size_t problems_before; /* those of the caller */
    size_t guesses_left;
    Workspace *workspace;
    Sheet sheets[TABLE_COUNT];
} Loading;

/* A cell, or a row where column is ALLIANCE_NONE. */
typedef struct Place {
    size_t table;
    size_t row;
    size_t column; /* of the schema */
} Place;

/* ---- complain.c ---- */

/* Adds a problem at a place; past LOADING_PROBLEMS_MAX nothing more is kept. */
void loading_complain(Loading *loading, Place place, const char *format, ...) PRINTF_LIKE(3, 4);

/* As loading_complain, about a column of the header line. */
void loading_complain_header(Loading *loading, const Sheet *sheet, size_t position,
                             const char *format, ...) PRINTF_LIKE(4, 5);

/* As loading_complain, about a whole file. */
void loading_complain_file(Loading *loading, Text file, const char *format, ...) PRINTF_LIKE(3, 4);

bool loading_has_problems(const Loading *loading);

/* The user's words as a message shows them: cut where they are long. */
Text loading_shown(const Loading *loading, Text words);

/* "; did you mean `x`?" or the empty text. */
Text loading_guess(Loading *loading, const Map *names, Text word);

/* ---- sheet.c ---- */

Text loading_path(const Loading *loading, Text name);

/* Reads the files into the sheets and the digest. */
void loading_read_sheets(Loading *loading, const WorkspaceFile *files, size_t file_count);

/* The field of a cell as written; empty where the file has no such column. */
Text sheet_field(const Sheet *sheet, size_t row, size_t column);

/* ---- cell.c ---- */

/* Reads one cell into its place in a row. */
void loading_read_cell(Loading *loading, Place place, void *row);

/* ---- rows.c ---- */

/* Fills the rows of every table of the workspace. */
void loading_fill_rows(Loading *loading);

/* The rows of a table of the workspace, and how many. */
void *loading_rows(const Loading *loading, size_t table);
size_t loading_row_count(const Loading *loading, size_t table);
void loading_set_rows(Loading *loading, size_t table, const void *rows, size_t count);

/* ---- check.c, graph.c, target.c ---- */

void loading_check_keys(Loading *loading);
void loading_check_lanes(Loading *loading);

/* Shares are 0 to 100 percent, and of another party. */
void loading_check_ownerships(Loading *loading);
void loading_derive_countries(Loading *loading);
void loading_order_items(Loading *loading);

/* Finds what each scenario takes away; a row that names several lanes becomes several losses. */
void loading_find_targets(Loading *loading);

/* ---- index.c ---- */

void loading_build_index(Loading *loading);

#endif
