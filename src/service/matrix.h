/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ENTENTE_SERVICE_MATRIX_H
#define ENTENTE_SERVICE_MATRIX_H

/* Private to service/: what the writers of the matrix share, and how commands that decide items of
 * a workspace read places. */

#include "service/facts.h"

/* A country as two capital letters, or the id of a party that has one. */
MUST_CHECK bool transfer_place_find(const Workspace *workspace, const char *option, Text word,
                                    TransferPlace *place, Error *error);

/* The places of `words`; without any, every country of the workspace and, with `all`, of the packs'
 * tables, by code. */
MUST_CHECK bool transfer_places_find(Arena *arena, const Workspace *workspace, const LawSet *set,
                                     const char *option, const Text *words, size_t count, bool all,
                                     const TransferPlace **places, size_t *place_count,
                                     Error *error);

/* "US", or a party's id. */
Text transfer_place_name(const Workspace *workspace, TransferPlace place);

/* Where an item is sent from, where nobody says: each country it is made in (a site, where one
 * alone makes it there), else its origin, else one place of which nothing is known. */
size_t transfer_places_of_making(Arena *arena, const Workspace *workspace, size_t item,
                                 const TransferPlace **places);

/* The item from a place to another. */
ItemTransfer item_transfer(const Workspace *workspace, size_t item, TransferPlace from,
                           TransferPlace to, Text end_use);

/* What a cell keeps of a decision; its arrays live in `arena`. */
MatrixCell matrix_cell_of(Arena *arena, const Decision *decision);

/* The same cell without the reforms; NULL where it is the same outcome and days, or nothing is to
 * be compared. */
const MatrixCell *matrix_cell_before(const Matrix *matrix, size_t row, size_t column);

/* One letter for an outcome. */
char outcome_letter(Outcome outcome);

/* A provision that has the same part in several cells of a row. */
typedef struct MatrixReason {
    size_t row;
    size_t provision; /* LAW_NONE: a question of that name */
    Text question;
    bool authorises; /* else: it stands in the way */
    const size_t *columns;
    size_t column_count;
} MatrixReason;

/* By row, what authorises before what stands in the way, in the order met. */
size_t matrix_reasons(Arena *arena, const Matrix *matrix, const MatrixReason **reasons);

/* "CC, DD". */
Text matrix_columns(Arena *arena, const Matrix *matrix, const size_t *columns, size_t count);

#endif
