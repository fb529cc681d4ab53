/* SPDX-License-Identifier: Apache-2.0 */
#include "law/lint.h"

enum { NAMES_SHOWN = 6 };

/* ---- rows that disagree, and rows with holes in their dates ---- */

static bool is_code(const TableColumn *column) {
    return column->type == ATTRIBUTE_CODE || column->type == ATTRIBUTE_COUNTRY;
}

/* What a row is about: its codes; or all of it. */
static Text row_key(Arena *arena, const LawTable *table, const TableRow *row, bool is_whole) {
    TextBuilder key = text_builder_new(arena);
    for (size_t i = 0; i < table->column_count; i++) {
        if (is_whole || is_code(&table->columns[i])) {
            text_add_format(&key, "%s%.*s", key.length == 0 ? "" : ", ",
                            TEXT_ARGS(row->values[i].text));
        }
    }
    return text_built(&key);
}

static bool has_only_codes(const LawTable *table) {
    for (size_t i = 0; i < table->column_count; i++) {
        if (!is_code(&table->columns[i])) {
            return false;
        }
    }
    return true;
}

static bool is_same_row(const LawTable *table, const TableRow *a, const TableRow *b) {
    for (size_t i = 0; i < table->column_count; i++) {
        if (!law_value_equals(&a->values[i], &b->values[i])) {
            return false;
        }
    }
    return true;
}

static bool overlap(DateRange a, DateRange b) {
    return a.from <= b.until && b.from <= a.until;
}

static void lint_pair(Lint *lint, const LawTable *table, const TableRow *row,
                      const TableRow *other) {
    if (overlap(row->holds, other->holds) && !is_same_row(table, row, other)) {
        law_lint_error(lint, table->file, row->line,
                       "this row and that on line %zu disagree: both are about %.*s, on days they "
                       "share",
                       other->line, TEXT_ARGS(row_key(lint->arena, table, row, false)));
    }
}

/* Rows of the same codes with other numbers, dates or yes and no. Each is laid beside the
 * last one of its codes. */
static void lint_agreement(Lint *lint, const LawTable *table) {
    Map *seen = map_new(lint->arena);
    size_t *last = ARENA_MANY(lint->arena, size_t, table->row_count);
    if (has_only_codes(table)) {
        return;
    }
    for (size_t i = 0; i < table->row_count; i++) {
        Text key = row_key(lint->arena, table, &table->rows[i], false);
        size_t at = map_count(seen);
        if (!map_add(seen, key, at)) {
            (void)map_find(seen, key, &at);
            lint_pair(lint, table, &table->rows[i], &table->rows[last[at]]);
        }
        last[at] = i;
    }
}

/* The same row for two times with days between them, in the order of the file. */
static void lint_holes(Lint *lint, const LawTable *table) {
    Map *seen = map_new(lint->arena);
    size_t *last = ARENA_MANY(lint->arena, size_t, table->row_count);
    for (size_t i = 0; i < table->row_count; i++) {
        const TableRow *row = &table->rows[i];
        Text key = row_key(lint->arena, table, row, true);
        size_t at = map_count(seen);
        if (!map_add(seen, key, at)) {
            (void)map_find(seen, key, &at);
            const TableRow *before = &table->rows[last[at]];
            const Date after = date_add_days(before->holds.until, 1);
            if (before->holds.until != DATE_MAX && after < row->holds.from) {
                law_lint_note(lint, table->file, row->line,
                              "%.*s holds from %.*s, and on line %zu until %.*s: nothing holds "
                              "between",
                              TEXT_ARGS(key), TEXT_ARGS(date_format(lint->arena, row->holds.from)),
                              before->line,
                              TEXT_ARGS(date_format(lint->arena, before->holds.until)));
            }
        }
        last[at] = i;
    }
}

/* ---- tables that lack values others have ---- */

static bool has_cell(const LawTable *table, size_t column, const LawValue *value) {
    for (size_t i = 0; i < table->row_count; i++) {
        if (law_value_equals(&table->rows[i].values[column], value)) {
            return true;
        }
    }
    return false;
}

static size_t find_column(const LawTable *table, Text name) {
    for (size_t i = 0; i < table->column_count; i++) {
        if (text_equals(table->columns[i].name, name)) {
            return i;
        }
    }
    return LAW_NONE;
}

static void add_lacking(const LawTable *table, const LawTable *other, Map *lacking) {
    size_t column = find_column(other, table->columns[table->complete_by].name);
    for (size_t i = 0; column != LAW_NONE && i < other->row_count; i++) {
        const LawValue *value = &other->rows[i].values[column];
        if (!has_cell(table, table->complete_by, value)) {
            (void)map_add(lacking, value->text, 0);
        }
    }
}

/* Against the pack's other tables with a column of that name. */
static void lint_completeness(Lint *lint, const LawTable *table) {
    Map *lacking = map_new(lint->arena);
    for (size_t i = 0; table->complete_by != LAW_NONE && i < lint->set->table_count; i++) {
        const LawTable *other = &lint->set->tables[i];
        if (other != table && other->pack == lint->pack) {
            add_lacking(table, other, lacking);
        }
    }
    TextBuilder names = text_builder_new(lint->arena);
    for (size_t i = 0; i < map_count(lacking) && i < NAMES_SHOWN; i++) {
        text_add_format(&names, "%s%.*s", i == 0 ? "" : ", ", TEXT_ARGS(map_key(lacking, i)));
    }
    if (map_count(lacking) > 0) {
        law_lint_note(lint, table->file, 1,
                      "the table is complete by %.*s and lacks %zu that other tables of the pack "
                      "have (%.*s%s): what is looked up by them is never known",
                      TEXT_ARGS(table->columns[table->complete_by].name), map_count(lacking),
                      TEXT_ARGS(text_built(&names)),
                      map_count(lacking) > NAMES_SHOWN ? ", ..." : "");
    }
}

/* ---- tables no test reaches ---- */

static void lint_reach(Lint *lint, size_t index) {
    const LawTable *table = &lint->set->tables[index];
    bool is_reached = !lint->set->packs[lint->pack].info.speaks;
    for (size_t i = 0; i < table->row_count && !is_reached; i++) {
        is_reached = lint->exercise.rows[index][i];
    }
    if (!is_reached) {
        law_lint_note(lint, table->file, 1, "no row of table `%.*s` decides in any test",
                      TEXT_ARGS(table->name));
    }
}

void law_lint_tables(Lint *lint) {
    for (size_t i = 0; i < lint->set->table_count; i++) {
        const LawTable *table = &lint->set->tables[i];
        if (table->pack != lint->pack) {
            continue;
        }
        lint_agreement(lint, table);
        lint_holes(lint, table);
        lint_completeness(lint, table);
        lint_reach(lint, i);
    }
}
