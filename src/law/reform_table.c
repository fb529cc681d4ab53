/* SPDX-License-Identifier: Apache-2.0 */
#include "law/cells.h"
#include "law/reform.h"

/* `add row VALUE, ... to TABLE` and `remove row VALUE, ... from TABLE`. */

/* The table after the last `to` or `from` of the line, which the values stand before;
 * `end` is where that word stands. NULL with a problem. */
static TableDraft *find_table(Cursor *cursor, const char *word, size_t *end) {
    const Line *line = cursor->line;
    Cursor ahead = *cursor;
    ahead.at = line->token_count < 2 ? line->token_count : line->token_count - 2;
    if (!cursor_is_word(&ahead, word) || ahead.at < cursor->at) {
        ahead.at = line->token_count;
        (void)report_here(&ahead, "`%s` and a table are wanted at the end of the line", word);
        return NULL;
    }
    *end = ahead.at++;
    const PackDraft *pack = cursor->pack;
    Text name = cursor_peek(&ahead)->text;
    size_t index = 0;
    if (!map_find(pack->tables, name, &index)) {
        Text hint = suggestion(pack->reader->arena, pack->tables, name);
        bool is_elsewhere = text_is_empty(hint) && table_find(pack, name, &index) != NULL;
        (void)report_here(&ahead, "there is no table `%.*s` in `%.*s`%.*s%s",
                          TEXT_ARGS(quoted(name)), TEXT_ARGS(pack->name), TEXT_ARGS(hint),
                          is_elsewhere ? "; change it below an `in` of the pack that has it" : "");
        return NULL;
    }
    return table_at(pack->reader, index);
}

/* One value for each column, in their order. With `any`, that word may stand for a value:
 * NULL in its place. */
static bool read_values(Cursor *cursor, const TableDraft *table, size_t end, bool takes_any,
                        const LawValue **values) {
    const LawTable *it = &table->table;
    for (size_t i = 0; i < it->column_count; i++) {
        LawValue *value = ARENA_NEW(cursor->pack->reader->arena, LawValue);
        if (i > 0 && !cursor_take_kind(cursor, TOKEN_COMMA)) {
            return report_here(cursor, "`%.*s` has %zu columns, and only %zu %s given",
                               TEXT_ARGS(it->name), it->column_count, i, i == 1 ? "is" : "are");
        }
        values[i] = NULL;
        if (takes_any && cursor_take_words(cursor, "any")) {
            continue;
        }
        if (cursor->at >= end || !literal_read(cursor, column_type(table, i), value)) {
            return cursor->at >= end && report_here(cursor, "a value is wanted here");
        }
        values[i] = value;
    }
    return cursor->at == end || report_here(cursor, "`%.*s` has %zu columns, and more are given",
                                            TEXT_ARGS(it->name), it->column_count);
}

static bool fits(const LawTable *table, const TableRow *row, const LawValue *const *values) {
    for (size_t i = 0; i < table->column_count; i++) {
        if (values[i] != NULL && values[i]->symbol != row->values[i].symbol) {
            return false;
        }
    }
    return true;
}

static bool overlap(DateRange a, DateRange b) {
    return a.from <= b.until && b.from <= a.until;
}

static void replace_rows(LawTable *table, const Array *rows) {
    table->rows = rows->items;
    table->row_count = rows->count;
}

/* ---- add ---- */

static const TableRow *find_row(const LawTable *table, const LawValue *const *values,
                                DateRange range) {
    for (size_t i = 0; i < table->row_count; i++) {
        if (fits(table, &table->rows[i], values) && overlap(table->rows[i].holds, range)) {
            return &table->rows[i];
        }
    }
    return NULL;
}

static void add_row(const ReformReader *reform, LawTable *table, const LawValue *const *values) {
    Arena *arena = reform->reader->arena;
    Array rows = array_new(arena, sizeof(TableRow));
    for (size_t i = 0; i < table->row_count; i++) {
        *(TableRow *)array_add(&rows) = table->rows[i];
    }
    LawValue *cells = ARENA_MANY(arena, LawValue, table->column_count);
    for (size_t i = 0; i < table->column_count; i++) {
        cells[i] = *values[i];
    }
    *(TableRow *)array_add(&rows) = (TableRow){.values = cells,
                                               .holds = reform->info.dates,
                                               .status = LAW_VERIFIED,
                                               .citation = reform->authority,
                                               .source = reform->info.source,
                                               .line = reform->line->number};
    replace_rows(table, &rows);
}

/* The cells of the row, against what the table says of its columns. */
static bool check_cells(const Cursor *cursor, const Token *token, const LawTable *table,
                        const LawValue *const *values) {
    const Reader *reader = cursor->pack->reader;
    CLEANUP(arena_close) Arena *scratch = arena_new();
    bool are_fit = true;
    for (size_t i = 0; i < table->cell_rule_count; i++) {
        const CellRule *rule = &table->cell_rules[i];
        const CellGauge gauge = cell_gauge_new(scratch, reader, rule);
        const LawValue *cell = values[rule->column];
        if (!cell_gauge_fits(&gauge, cell->text)) {
            report_at(cursor, token, "`%.*s` in the column `%.*s` %.*s",
                      TEXT_ARGS(quoted(cell->text)), TEXT_ARGS(table->columns[rule->column].name),
                      TEXT_ARGS(cell_gauge_fault(reader->arena, &gauge, cell->text)));
            are_fit = false;
        }
    }
    return are_fit;
}

void reform_add_row(ReformReader *reform, Cursor *cursor) {
    const LawValue *values[TABLE_COLUMNS_MAX] = {0};
    size_t end = 0;
    const Token *first = cursor_peek(cursor);
    TableDraft *table = find_table(cursor, "to", &end);
    if (table == NULL || !read_values(cursor, table, end, false, values) ||
        !check_cells(cursor, first, &table->table, values)) {
        return;
    }
    const TableRow *known = find_row(&table->table, values, reform->info.dates);
    if (known != NULL) {
        report_at(cursor, first, "`%.*s` has this row already on days of the reform, on line %zu",
                  TEXT_ARGS(table->table.name), known->line);
        return;
    }
    add_row(reform, &table->table, values);
    reform_note(reform, cursor, reform_words(cursor, 0, cursor->line->token_count));
}

/* ---- remove ---- */

static void keep_part(Array *rows, const TableRow *row, DateRange holds) {
    if (holds.from <= holds.until) {
        TableRow *place = array_add(rows);
        *place = *row;
        place->holds = holds;
    }
}

/* What of the row lies outside the range. */
static void keep_outside(Array *rows, const TableRow *row, DateRange range) {
    if (range.from > row->holds.from) {
        keep_part(rows, row, (DateRange){row->holds.from, date_add_days(range.from, -1)});
    }
    if (range.until < row->holds.until) {
        keep_part(rows, row, (DateRange){date_add_days(range.until, 1), row->holds.until});
    }
}

static size_t remove_rows(const ReformReader *reform, LawTable *table,
                          const LawValue *const *values) {
    Array rows = array_new(reform->reader->arena, sizeof(TableRow));
    size_t removed = 0;
    for (size_t i = 0; i < table->row_count; i++) {
        const TableRow *row = &table->rows[i];
        if (fits(table, row, values) && overlap(row->holds, reform->info.dates)) {
            keep_outside(&rows, row, reform->info.dates);
            removed++;
        } else {
            *(TableRow *)array_add(&rows) = *row;
        }
    }
    if (removed > 0) {
        replace_rows(table, &rows);
    }
    return removed;
}

/* The nearest word that stands in the column of the first value that stands in none. */
static Text hint_of(Arena *arena, const LawTable *table, const LawValue *const *values) {
    for (size_t i = 0; i < table->column_count; i++) {
        Map *words = map_new(arena);
        size_t ignored = 0;
        for (size_t j = 0; j < table->row_count; j++) {
            (void)map_add(words, table->rows[j].values[i].text, j);
        }
        if (values[i] != NULL && !map_find(words, values[i]->text, &ignored)) {
            return suggestion(arena, words, values[i]->text);
        }
    }
    return TEXT("");
}

void reform_remove_row(ReformReader *reform, Cursor *cursor) {
    const LawValue *values[TABLE_COLUMNS_MAX] = {0};
    size_t end = 0;
    const Token *first = cursor_peek(cursor);
    TableDraft *table = find_table(cursor, "from", &end);
    if (table == NULL || !read_values(cursor, table, end, true, values)) {
        return;
    }
    if (remove_rows(reform, &table->table, values) == 0) {
        Text hint = hint_of(reform->reader->arena, &table->table, values);
        report_at(cursor, first, "`%.*s` has no such row on the days of the reform%.*s",
                  TEXT_ARGS(table->table.name), TEXT_ARGS(hint));
        return;
    }
    reform_note(reform, cursor, reform_words(cursor, 0, cursor->line->token_count));
}
