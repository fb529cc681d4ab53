/* SPDX-License-Identifier: Apache-2.0 */
#include "service/matrix.h"

/* A scratch arena serves one row and is then thrown away. */
typedef struct Filling {
    Arena *arena;
    Arena *scratch;
    Matrix *matrix;
    BillFacts *bill;
    const DecideOptions *decide;
    Error *error;
} Filling;

static const char LETTERS[] = {
    [OUTCOME_FREE] = 'F',       [OUTCOME_AUTHORISED] = 'A',   [OUTCOME_LICENCE_REQUIRED] = 'L',
    [OUTCOME_PROHIBITED] = 'P', [OUTCOME_UNDETERMINED] = '?',
};

char outcome_letter(Outcome outcome) {
    return LETTERS[outcome];
}

static void keep_authorities(Arena *arena, const Decision *decision, MatrixCell *cell) {
    size_t *kept = ARENA_MANY(arena, size_t, decision->authority_count);
    for (size_t i = 0; i < decision->authority_count; i++) {
        if (decision->authorities[i].truth == TRUTH_YES) {
            kept[cell->authority_count++] = decision->authorities[i].provision;
        }
    }
    cell->authorities = kept;
}

static void keep_blockers(Arena *arena, const Decision *decision, MatrixCell *cell) {
    size_t *kept = ARENA_MANY(arena, size_t, decision->blocker_count);
    for (size_t i = 0; i < decision->blocker_count; i++) {
        kept[i] = decision->blockers[i];
    }
    cell->blockers = kept;
    cell->blocker_count = decision->blocker_count;
}

static bool has_settling(const Decision *decision) {
    for (size_t i = 0; i < decision->question_count; i++) {
        if (decision->questions[i].settles) {
            return true;
        }
    }
    return false;
}

/* Those that settle it; all of them, where no few of them do. */
static void keep_questions(Arena *arena, const Decision *decision, MatrixCell *cell) {
    Text *kept = ARENA_MANY(arena, Text, decision->question_count);
    const bool is_choosy = has_settling(decision);
    for (size_t i = 0; i < decision->question_count; i++) {
        if (!is_choosy || decision->questions[i].settles) {
            kept[cell->question_count++] = text_copy(arena, decision->questions[i].name);
        }
    }
    cell->questions = kept;
}

MatrixCell matrix_cell_of(Arena *arena, const Decision *decision) {
    MatrixCell cell = {.outcome = decision->outcome,
                       .best = decision->best,
                       .worst = decision->worst,
                       .days = decision->days,
                       .relies_on_unverified = decision->relies_on_unverified};
    if (decision->outcome == OUTCOME_AUTHORISED) {
        keep_authorities(arena, decision, &cell);
    }
    if (decision->outcome > OUTCOME_AUTHORISED) {
        keep_blockers(arena, decision, &cell);
    }
    if (decision->outcome == OUTCOME_UNDETERMINED) {
        keep_questions(arena, decision, &cell);
    }
    return cell;
}

static bool fill_cell(Filling *filling, const MatrixRow *row, TransferPlace to, MatrixCell *cell) {
    Matrix *matrix = filling->matrix;
    const TransferPlace from = {row->from_country, row->from_party};
    const ItemTransfer what =
        item_transfer(matrix->workspace, row->item, from, to, matrix->options.end_use);
    LawFacts *facts = NULL;
    Decision decision;
    if (!facts_of_transfer(filling->scratch, matrix->set, matrix->workspace, &what,
                           filling->decide->as_of, filling->bill, &facts, filling->error)) {
        return false;
    }
    law_decide(filling->scratch, matrix->set, facts, filling->decide, &decision);
    *cell = matrix_cell_of(filling->arena, &decision);
    matrix->relies_on_unverified |= cell->relies_on_unverified;
    return true;
}

static bool fill_row(Filling *filling, const TransferPlace *destinations, MatrixRow *row) {
    const size_t count = filling->matrix->destination_count;
    MatrixCell *cells = ARENA_MANY(filling->arena, MatrixCell, count);
    bool is_filled = true;
    filling->scratch = arena_new();
    for (size_t i = 0; i < count && is_filled; i++) {
        is_filled = fill_cell(filling, row, destinations[i], &cells[i]);
    }
    arena_free(filling->scratch);
    row->cells = cells;
    return is_filled;
}

/* The rows, without their cells. */
static bool make_rows(Arena *arena, Matrix *matrix, Array *rows, Error *error) {
    const Workspace *workspace = matrix->workspace;
    TransferPlace from = {0};
    const bool is_said = !text_is_empty(matrix->options.from);
    if (is_said && !transfer_place_find(workspace, "from", matrix->options.from, &from, error)) {
        return false;
    }
    for (size_t item = 0; item < workspace->item_count; item++) {
        const TransferPlace *places = &from;
        const size_t count =
            is_said ? 1 : transfer_places_of_making(arena, workspace, item, &places);
        for (size_t i = 0; i < count; i++) {
            MatrixRow *row = array_add(rows);
            *row = (MatrixRow){.item = item,
                               .from = transfer_place_name(workspace, places[i]),
                               .from_country = places[i].country,
                               .from_party = places[i].party};
        }
    }
    return true;
}

static bool name_destinations(Arena *arena, Matrix *matrix, const TransferPlace **destinations,
                              Error *error) {
    const MatrixOptions *options = &matrix->options;
    if (!transfer_places_find(arena, matrix->workspace, matrix->set, "destinations",
                              options->destinations, options->destination_count, options->all,
                              destinations, &matrix->destination_count, error)) {
        return false;
    }
    Text *names = ARENA_MANY(arena, Text, matrix->destination_count);
    for (size_t i = 0; i < matrix->destination_count; i++) {
        names[i] = transfer_place_name(matrix->workspace, (*destinations)[i]);
    }
    matrix->destinations = names;
    return true;
}

bool service_matrix(Arena *arena, const Workspace *workspace, const LawSet *set,
                    const MatrixOptions *options, Matrix *matrix, Error *error) {
    const DecideOptions decide = {.as_of = options->as_of,
                                  .known_at = options->known_at,
                                  .accept_unverified = options->accept_unverified,
                                  .quantile = options->quantile};
    const TransferPlace *destinations = NULL;
    Array rows = array_new(arena, sizeof(MatrixRow));
    *matrix = (Matrix){.workspace = workspace, .set = set, .options = *options};
    if (!name_destinations(arena, matrix, &destinations, error) ||
        !make_rows(arena, matrix, &rows, error)) {
        return false;
    }
    Filling filling = {.arena = arena,
                       .matrix = matrix,
                       .bill = bill_facts_new(arena, workspace, set, &decide),
                       .decide = &decide,
                       .error = error};
    for (size_t i = 0; i < rows.count; i++) {
        if (!fill_row(&filling, destinations, array_at(&rows, i))) {
            return false;
        }
    }
    matrix->rows = ARRAY_ITEMS(MatrixRow, &rows);
    matrix->row_count = rows.count;
    return true;
}

/* Rows are the same, by the workspace alone; a reform may bring destinations. */
const MatrixCell *matrix_cell_before(const Matrix *matrix, size_t row, size_t column) {
    const MatrixCell *cell = &matrix->rows[row].cells[column];
    const Matrix *before = matrix->before;
    for (size_t i = 0; before != NULL && i < before->destination_count; i++) {
        const MatrixCell *other = &before->rows[row].cells[i];
        if (text_equals(before->destinations[i], matrix->destinations[column])) {
            return other->outcome == cell->outcome && other->days == cell->days ? NULL : other;
        }
    }
    return NULL;
}

/* ---- what has the same part in several cells ---- */

static bool cell_has(const MatrixCell *cell, const MatrixReason *reason) {
    const size_t *list = reason->authorises ? cell->authorities : cell->blockers;
    const size_t count = reason->authorises ? cell->authority_count : cell->blocker_count;
    for (size_t i = 0; reason->provision != LAW_NONE && i < count; i++) {
        if (list[i] == reason->provision) {
            return true;
        }
    }
    for (size_t i = 0; reason->provision == LAW_NONE && i < cell->question_count; i++) {
        if (text_equals(cell->questions[i], reason->question)) {
            return true;
        }
    }
    return false;
}

static bool is_told(const Array *reasons, const MatrixReason *reason) {
    for (size_t i = 0; i < reasons->count; i++) {
        const MatrixReason *told = array_at(reasons, i);
        if (told->row == reason->row && told->provision == reason->provision &&
            told->authorises == reason->authorises &&
            text_equals(told->question, reason->question)) {
            return true;
        }
    }
    return false;
}

static void tell(Arena *arena, const Matrix *matrix, Array *reasons, MatrixReason reason) {
    if (is_told(reasons, &reason)) {
        return;
    }
    size_t *columns = ARENA_MANY(arena, size_t, matrix->destination_count);
    for (size_t i = 0; i < matrix->destination_count; i++) {
        if (cell_has(&matrix->rows[reason.row].cells[i], &reason)) {
            columns[reason.column_count++] = i;
        }
    }
    reason.columns = columns;
    *(MatrixReason *)array_add(reasons) = reason;
}

static void tell_row(Arena *arena, const Matrix *matrix, size_t row, Array *reasons) {
    for (size_t i = 0; i < matrix->destination_count; i++) {
        const MatrixCell *cell = &matrix->rows[row].cells[i];
        for (size_t j = 0; j < cell->authority_count; j++) {
            tell(arena, matrix, reasons,
                 (MatrixReason){.row = row, .provision = cell->authorities[j], .authorises = true});
        }
        for (size_t j = 0; j < cell->blocker_count; j++) {
            tell(arena, matrix, reasons,
                 (MatrixReason){.row = row, .provision = cell->blockers[j]});
        }
        for (size_t j = 0; j < cell->question_count; j++) {
            tell(arena, matrix, reasons,
                 (MatrixReason){.row = row, .provision = LAW_NONE, .question = cell->questions[j]});
        }
    }
}

static unsigned rank_of(const MatrixReason *reason) {
    return reason->authorises ? 0 : reason->provision != LAW_NONE ? 1 : 2;
}

size_t matrix_reasons(Arena *arena, const Matrix *matrix, const MatrixReason **reasons) {
    enum { RANKS = 3 };
    Array found = array_new(arena, sizeof(MatrixReason));
    for (size_t row = 0; row < matrix->row_count; row++) {
        Array of_row = array_new(arena, sizeof(MatrixReason));
        tell_row(arena, matrix, row, &of_row);
        for (size_t i = 0; i < RANKS * of_row.count; i++) {
            const MatrixReason *reason = array_at(&of_row, i % of_row.count);
            if (rank_of(reason) == i / of_row.count) {
                *(MatrixReason *)array_add(&found) = *reason;
            }
        }
    }
    *reasons = ARRAY_ITEMS(MatrixReason, &found);
    return found.count;
}

Text matrix_columns(Arena *arena, const Matrix *matrix, const size_t *columns, size_t count) {
    TextBuilder builder = text_builder_new(arena);
    if (count == matrix->destination_count && count > 1) {
        return text_format(arena, "all %zu", count);
    }
    for (size_t i = 0; i < count; i++) {
        text_add_format(&builder, "%s%.*s", i == 0 ? "" : ", ",
                        TEXT_ARGS(matrix->destinations[columns[i]]));
    }
    return text_built(&builder);
}
