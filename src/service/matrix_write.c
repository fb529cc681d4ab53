/* SPDX-License-Identifier: Apache-2.0 */
#include "base/csv.h"
#include "service/json_parts.h"
#include "service/matrix.h"

/* The matrix as text, CSV and JSON. */

enum { LINE_WIDTH = 100 };

/* ---- text ---- */

/* F, A, P, ?, or L and the days; `L-` where no route's days are known. */
static Text cell_text(Arena *arena, const MatrixCell *cell) {
    const char letter = outcome_letter(cell->outcome);
    if (cell->outcome != OUTCOME_LICENCE_REQUIRED) {
        return text_format(arena, "%c", letter);
    }
    return cell->days < 0 ? text_format(arena, "%c-", letter)
                          : text_format(arena, "%c%d", letter, cell->days);
}

static size_t larger(size_t a, size_t b) {
    return a > b ? a : b;
}

static size_t column_width(Arena *arena, const Matrix *matrix, size_t column) {
    size_t width = text_width(matrix->destinations[column]);
    for (size_t i = 0; i < matrix->row_count; i++) {
        width = larger(width, cell_text(arena, &matrix->rows[i].cells[column]).length);
    }
    return width;
}

static void add_padded(TextBuilder *out, Text text, size_t width) {
    const size_t wide = text_width(text);
    text_add(out, text);
    text_add_repeated(out, ' ', wide < width ? width - wide : 0);
}

/* The widths of the first two columns: items and where they come from. */
typedef struct Heads {
    size_t item;
    size_t from;
} Heads;

static Heads head_widths(const Matrix *matrix) {
    Heads heads = {4, 4};
    for (size_t i = 0; i < matrix->row_count; i++) {
        heads.item =
            larger(heads.item, text_width(matrix->workspace->items[matrix->rows[i].item].id));
        heads.from = larger(heads.from, text_width(matrix->rows[i].from));
    }
    return heads;
}

static void end_line(TextBuilder *out) {
    while (out->length > 0 && out->bytes[out->length - 1] == ' ') {
        out->length--;
    }
    text_add_character(out, '\n');
}

/* Columns first..end under one another's heads. */
static void add_block(Arena *arena, TextBuilder *out, const Matrix *matrix, Heads heads,
                      size_t first, size_t end) {
    add_padded(out, TEXT("item"), heads.item + 2);
    add_padded(out, TEXT("from"), heads.from + 2);
    for (size_t i = first; i < end; i++) {
        add_padded(out, matrix->destinations[i], column_width(arena, matrix, i) + 1);
    }
    end_line(out);
    for (size_t row = 0; row < matrix->row_count; row++) {
        add_padded(out, matrix->workspace->items[matrix->rows[row].item].id, heads.item + 2);
        add_padded(out, matrix->rows[row].from, heads.from + 2);
        for (size_t i = first; i < end; i++) {
            add_padded(out, cell_text(arena, &matrix->rows[row].cells[i]),
                       column_width(arena, matrix, i) + 1);
        }
        end_line(out);
    }
    text_add_character(out, '\n');
}

static void add_blocks(Arena *arena, TextBuilder *out, const Matrix *matrix) {
    const Heads heads = head_widths(matrix);
    size_t first = 0;
    while (first < matrix->destination_count) {
        size_t width = heads.item + heads.from + 4;
        size_t end = first;
        while (end < matrix->destination_count &&
               (end == first || width + column_width(arena, matrix, end) < LINE_WIDTH)) {
            width += column_width(arena, matrix, end) + 1;
            end++;
        }
        add_block(arena, out, matrix, heads, first, end);
        first = end;
    }
}

static void add_reasons(Arena *arena, TextBuilder *out, const Matrix *matrix) {
    const MatrixReason *reasons = NULL;
    const size_t count = matrix_reasons(arena, matrix, &reasons);
    for (size_t i = 0; i < count; i++) {
        const MatrixReason *reason = &reasons[i];
        const MatrixRow *row = &matrix->rows[reason->row];
        if (i == 0 || reasons[i - 1].row != reason->row) {
            text_add_format(out, "%.*s from %.*s\n",
                            TEXT_ARGS(matrix->workspace->items[row->item].id),
                            TEXT_ARGS(row->from));
        }
        const Text columns = matrix_columns(arena, matrix, reason->columns, reason->column_count);
        if (reason->provision == LAW_NONE) {
            text_add_format(out, "  ask %.*s: %.*s\n", TEXT_ARGS(reason->question),
                            TEXT_ARGS(columns));
            continue;
        }
        const ProvisionInfo info = law_provision(matrix->set, reason->provision);
        text_add_format(out, "  %s %.*s (%.*s): %.*s\n",
                        reason->authorises ? "authorised by" : "kept by", TEXT_ARGS(info.name),
                        TEXT_ARGS(info.citation), TEXT_ARGS(columns));
    }
}

static size_t add_changes_of_row(Arena *arena, TextBuilder *out, const Matrix *matrix, size_t row) {
    size_t count = 0;
    for (size_t i = 0; i < matrix->destination_count; i++) {
        const MatrixCell *before = matrix_cell_before(matrix, row, i);
        if (before == NULL) {
            continue;
        }
        if (count++ == 0) {
            text_add_format(out, "  %.*s from %.*s:",
                            TEXT_ARGS(matrix->workspace->items[matrix->rows[row].item].id),
                            TEXT_ARGS(matrix->rows[row].from));
        }
        text_add_format(out, "%s %.*s %.*s -> %.*s", count > 1 ? "," : "",
                        TEXT_ARGS(matrix->destinations[i]), TEXT_ARGS(cell_text(arena, before)),
                        TEXT_ARGS(cell_text(arena, &matrix->rows[row].cells[i])));
    }
    if (count > 0) {
        text_add_character(out, '\n');
    }
    return count;
}

static void add_changes(Arena *arena, TextBuilder *out, const Matrix *matrix) {
    size_t count = 0;
    if (matrix->before == NULL) {
        return;
    }
    text_add(out, TEXT("Changed by the reforms\n"));
    for (size_t i = 0; i < matrix->row_count; i++) {
        count += add_changes_of_row(arena, out, matrix, i);
    }
    text_add_format(out, "  %zu of %zu cells\n\n", count,
                    matrix->row_count * matrix->destination_count);
}

static void add_terms(Arena *arena, TextBuilder *out, const Matrix *matrix) {
    const MatrixOptions *options = &matrix->options;
    text_add_format(
        out, "law as of %.*s, lists known at %.*s, end use %.*s\n",
        TEXT_ARGS(date_format(arena, options->as_of)),
        TEXT_ARGS(date_format(arena, options->known_at)),
        TEXT_ARGS(text_is_empty(options->end_use) ? TEXT("not said") : options->end_use));
    if (matrix->relies_on_unverified) {
        text_add(out, TEXT("RELIES ON UNVERIFIED LAW, accepted by the caller\n"));
    }
    text_add(out, TEXT("F free (no licence requirement found)  A authorised  L licence required, "
                       "with its days\nP prohibited  ? undetermined  L- no route whose days may "
                       "be counted on\n\n"));
}

/* Destinations that listed parties own half or more of, and through whom. */
static size_t owner_chains(Arena *arena, const Matrix *matrix, const Text **chains) {
    Text *found = ARENA_MANY(arena, Text, matrix->destination_count);
    size_t count = 0;
    for (size_t i = 0; i < matrix->destination_count; i++) {
        size_t party = 0;
        const Text chain =
            workspace_find_party(matrix->workspace, matrix->destinations[i], &party)
                ? service_ownership_chain(arena, matrix->workspace, party, matrix->options.known_at,
                                          matrix->options.as_of)
                : TEXT("");
        if (!text_is_empty(chain)) {
            found[count++] = chain;
        }
    }
    *chains = found;
    return count;
}

static void add_owners(Arena *arena, TextBuilder *out, const Matrix *matrix) {
    const Text *chains = NULL;
    const size_t count = owner_chains(arena, matrix, &chains);
    text_add(out, count > 0 ? TEXT("\n") : TEXT(""));
    for (size_t i = 0; i < count; i++) {
        text_add_format(out, "%.*s\n", TEXT_ARGS(chains[i]));
    }
}

Text service_matrix_text(Arena *arena, const Matrix *matrix) {
    TextBuilder out = text_builder_new(arena);
    add_terms(arena, &out, matrix);
    add_blocks(arena, &out, matrix);
    add_changes(arena, &out, matrix);
    add_reasons(arena, &out, matrix);
    add_owners(arena, &out, matrix);
    text_add_format(&out, "\n%.*s\n", TEXT_ARGS(service_disclaimer()));
    return text_built(&out);
}

/* ---- CSV ---- */

static Text provision_names(Arena *arena, const LawSet *set, const size_t *list, size_t count) {
    TextBuilder builder = text_builder_new(arena);
    for (size_t i = 0; i < count; i++) {
        text_add_format(&builder, "%s%.*s", i == 0 ? "" : " ",
                        TEXT_ARGS(law_provision(set, list[i]).name));
    }
    return text_built(&builder);
}

static Text question_names(Arena *arena, const MatrixCell *cell) {
    TextBuilder builder = text_builder_new(arena);
    for (size_t i = 0; i < cell->question_count; i++) {
        text_add_format(&builder, "%s%.*s", i == 0 ? "" : " ", TEXT_ARGS(cell->questions[i]));
    }
    return text_built(&builder);
}

/* What was before a reform; the cell itself where it is the same. */
static void add_csv_before(TextBuilder *out, const Matrix *matrix, size_t row, size_t column) {
    const MatrixCell *other = matrix_cell_before(matrix, row, column);
    const MatrixCell *before = other == NULL ? &matrix->rows[row].cells[column] : other;
    text_add_format(out, ",%.*s,", TEXT_ARGS(law_outcome_word(before->outcome)));
    if (before->days >= 0) {
        text_add_format(out, "%d", before->days);
    }
}

static void add_csv_row(Arena *arena, TextBuilder *out, const Matrix *matrix, size_t index,
                        size_t column) {
    const MatrixRow *row = &matrix->rows[index];
    const MatrixCell *cell = &row->cells[column];
    const Text fields[] = {
        matrix->workspace->items[row->item].id,
        row->from,
        matrix->destinations[column],
        law_outcome_word(cell->outcome),
        law_outcome_word(cell->best),
        law_outcome_word(cell->worst),
        cell->days < 0 ? TEXT("") : text_format(arena, "%d", cell->days),
        provision_names(arena, matrix->set, cell->authorities, cell->authority_count),
        provision_names(arena, matrix->set, cell->blockers, cell->blocker_count),
        question_names(arena, cell),
        cell->relies_on_unverified ? TEXT("yes") : TEXT("no"),
    };
    for (size_t i = 0; i < sizeof fields / sizeof fields[0]; i++) {
        if (i > 0) {
            text_add_character(out, ',');
        }
        csv_add_field(out, fields[i]);
    }
    if (matrix->before != NULL) {
        add_csv_before(out, matrix, index, column);
    }
    text_add_character(out, '\n');
}

Text service_matrix_csv(Arena *arena, const Matrix *matrix) {
    TextBuilder out = text_builder_new(arena);
    text_add(&out, TEXT("item,from,destination,outcome,best,worst,days,authorities,kept_by,"
                        "questions,relies_on_unverified"));
    text_add(&out, matrix->before == NULL ? TEXT("\n") : TEXT(",outcome_before,days_before\n"));
    for (size_t row = 0; row < matrix->row_count; row++) {
        for (size_t i = 0; i < matrix->destination_count; i++) {
            add_csv_row(arena, &out, matrix, row, i);
        }
    }
    return text_built(&out);
}

/* ---- JSON ---- */

static void add_names(JsonWriter *json, const char *name, const LawSet *set, const size_t *list,
                      size_t count) {
    json_begin_array(json, name);
    for (size_t i = 0; i < count; i++) {
        json_add_text(json, "", law_provision(set, list[i]).name);
    }
    json_end(json);
}

static void add_texts(JsonWriter *json, const char *name, const Text *list, size_t count) {
    json_begin_array(json, name);
    for (size_t i = 0; i < count; i++) {
        json_add_text(json, "", list[i]);
    }
    json_end(json);
}

static void add_cell(JsonWriter *json, const Matrix *matrix, size_t row, size_t column) {
    const MatrixCell *cell = &matrix->rows[row].cells[column];
    const MatrixCell *before = matrix_cell_before(matrix, row, column);
    json_begin_object(json, "");
    json_add_text(json, "destination", matrix->destinations[column]);
    json_add_text(json, "outcome", law_outcome_word(cell->outcome));
    json_add_text(json, "best", law_outcome_word(cell->best));
    json_add_text(json, "worst", law_outcome_word(cell->worst));
    json_add_days(json, "days", cell->days);
    add_names(json, "authorities", matrix->set, cell->authorities, cell->authority_count);
    add_names(json, "kept_by", matrix->set, cell->blockers, cell->blocker_count);
    add_texts(json, "questions", cell->questions, cell->question_count);
    json_add_boolean(json, "relies_on_unverified", cell->relies_on_unverified);
    if (before != NULL) {
        json_begin_object(json, "before");
        json_add_text(json, "outcome", law_outcome_word(before->outcome));
        json_add_days(json, "days", before->days);
        json_end(json);
    }
    json_end(json);
}

static void add_rows(JsonWriter *json, const Matrix *matrix) {
    json_begin_array(json, "rows");
    for (size_t i = 0; i < matrix->row_count; i++) {
        const MatrixRow *row = &matrix->rows[i];
        json_begin_object(json, "");
        json_add_text(json, "item", matrix->workspace->items[row->item].id);
        json_add_text(json, "name", matrix->workspace->items[row->item].name);
        json_add_text(json, "from", row->from);
        json_begin_array(json, "cells");
        for (size_t j = 0; j < matrix->destination_count; j++) {
            add_cell(json, matrix, i, j);
        }
        json_end(json);
        json_end(json);
    }
    json_end(json);
}

/* Every provision that a cell names, once. */
static void add_provisions(Arena *arena, JsonWriter *json, const Matrix *matrix) {
    const MatrixReason *reasons = NULL;
    const size_t count = matrix_reasons(arena, matrix, &reasons);
    bool *is_named = ARENA_MANY(arena, bool, law_provision_count(matrix->set));
    for (size_t i = 0; i < count; i++) {
        if (reasons[i].provision != LAW_NONE) {
            is_named[reasons[i].provision] = true;
        }
    }
    json_begin_array(json, "provisions");
    for (size_t i = 0; i < law_provision_count(matrix->set); i++) {
        if (is_named[i]) {
            json_begin_object(json, "");
            json_add_provision(json, matrix->set, i);
            json_end(json);
        }
    }
    json_end(json);
}

Text service_matrix_json(Arena *arena, const Matrix *matrix) {
    JsonWriter *json = json_writer_new();
    json_add_date(json, "as_of", matrix->options.as_of);
    json_add_date(json, "known_at", matrix->options.known_at);
    json_add_text(json, "end_use", matrix->options.end_use);
    json_add_boolean(json, "relies_on_unverified", matrix->relies_on_unverified);
    json_add_text(json, "workspace_digest", matrix->workspace->digest);
    add_texts(json, "destinations", matrix->destinations, matrix->destination_count);
    add_rows(json, matrix);
    add_provisions(arena, json, matrix);
    const Text *chains = NULL;
    const size_t chain_count = owner_chains(arena, matrix, &chains);
    add_texts(json, "ownership", chains, chain_count);
    json_add_packs(json, matrix->set, NULL);
    json_add_text(json, "notice", service_disclaimer());
    const Text text = json_finish(arena, json, true);
    json_writer_free(json);
    return text;
}
