/* SPDX-License-Identifier: Apache-2.0 */
#include "law/draft.h"

/* `table NAME (column, column : type) ...`; the rows are read in rows.c. */

static const char *const row_columns[] = {"from", "until", "status", "source", "cite"};

static bool is_row_column(Text name) {
    for (size_t i = 0; i < sizeof row_columns / sizeof row_columns[0]; i++) {
        if (text_equals(name, text_from(row_columns[i]))) {
            return true;
        }
    }
    return false;
}

static bool read_column(Cursor *cursor, TableDraft *table, TableColumn *column) {
    const Token *token = cursor_peek(cursor);
    if (token == NULL || token->kind != TOKEN_WORD || !is_name(token->text)) {
        return report_here(cursor, "the name of a column is wanted here");
    }
    cursor->at++;
    *column = (TableColumn){.name = token->text, .type = ATTRIBUTE_CODE, .unit = TEXT("")};
    if (is_row_column(token->text)) {
        report_at(cursor, token,
                  "every table may have a column `%.*s` of its own meaning; name "
                  "this one otherwise",
                  TEXT_ARGS(token->text));
        return false;
    }
    if (!map_add(table->columns, token->text, map_count(table->columns))) {
        report_at(cursor, token, "the column `%.*s` is named twice",
                  TEXT_ARGS(quoted(token->text)));
        return false;
    }
    if (!cursor_take_kind(cursor, TOKEN_COLON)) {
        return true;
    }
    if (cursor_is_word(cursor, "set")) {
        return report_here(cursor, "a column cannot hold sets; write one row for each member");
    }
    return type_read(cursor, &column->type, &column->unit);
}

static bool read_columns(Cursor *cursor, TableDraft *table) {
    if (!cursor_take_kind(cursor, TOKEN_OPEN)) {
        return report_here(cursor, "the columns are wanted here, in brackets after a blank, as in "
                                   "`table controls (eccn, reason)`");
    }
    Array columns = array_new(cursor->pack->reader->arena, sizeof(TableColumn));
    bool is_read = true;
    do {
        if (columns.count >= TABLE_COLUMNS_MAX) {
            return report_here(cursor, "a table has at most %d columns", TABLE_COLUMNS_MAX);
        }
        TableColumn column;
        is_read = read_column(cursor, table, &column) && is_read;
        if (is_read) {
            TableColumn *place = array_add(&columns);
            *place = column;
        }
    } while (is_read && cursor_take_kind(cursor, TOKEN_COMMA));
    table->table.columns = columns.items;
    table->table.column_count = columns.count;
    if (is_read && !cursor_take_kind(cursor, TOKEN_CLOSE)) {
        return report_here(cursor, "a comma or the closing bracket is wanted here");
    }
    return is_read;
}

static bool read_by_column(Cursor *cursor, const TableDraft *table, const char *words,
                           size_t *column) {
    if (!cursor_is(cursor, TOKEN_WORD)) {
        return report_here(cursor, "a column is wanted here, as in `%s country`", words);
    }
    const Token *token = cursor_take(cursor);
    if (!map_find(table->columns, token->text, column)) {
        Text hint = suggestion(cursor->pack->reader->arena, table->columns, token->text);
        report_at(cursor, token, "the table has no column `%.*s`%.*s",
                  TEXT_ARGS(quoted(token->text)), TEXT_ARGS(hint));
        return false;
    }
    return true;
}

static bool read_coarse_by(Cursor *cursor, TableDraft *table) {
    const Token *token = cursor_peek(cursor);
    size_t column = 0;
    if (!read_by_column(cursor, table, "coarse by", &column)) {
        return false;
    }
    TableColumn *columns =
        ARENA_MANY(cursor->pack->reader->arena, TableColumn, table->table.column_count);
    for (size_t i = 0; i < table->table.column_count; i++) {
        columns[i] = table->table.columns[i];
    }
    columns[column].is_coarse = true;
    table->table.columns = columns;
    if (columns[column].type != ATTRIBUTE_CODE) {
        report_at(cursor, token, "only codes lie above others, and the column `%.*s` holds a %s",
                  TEXT_ARGS(columns[column].name), type_words(columns[column].type));
        return false;
    }
    return true;
}

static bool read_read_from(Cursor *cursor, TableDraft *table) {
    table->table.has_read_from = cursor_take_date(cursor, &table->table.read_from);
    return table->table.has_read_from;
}

/* A name that stays inside the pack's folder. */
static bool is_file_name(Text name) {
    Text rest = name;
    Text part;
    if (name.length > 200) {
        return false;
    }
    while (text_split(&rest, '/', &part)) {
        if (text_is_empty(part) || part.bytes[0] == '.') {
            return false;
        }
    }
    return true;
}

static bool read_from(Cursor *cursor, TableDraft *table, const Token **from) {
    const Token *token = cursor_peek(cursor);
    if (*from != NULL) {
        return report_here(cursor, "the table has its rows from one file only");
    }
    if (!cursor_take_text(cursor, "the name of the table's file", &table->table.file)) {
        return false;
    }
    *from = token;
    if (!is_file_name(token->text)) {
        report_at(cursor, token, "the file must stand in the pack's folder");
        table->table.file = TEXT("");
        return false;
    }
    return true;
}

static const char *const clause_words[] = {"from", "cite", "complete", "coarse", "read", "known"};

static bool read_cells(Cursor *cursor, TableDraft *table) {
    const Token *token = cursor_peek(cursor);
    size_t column = 0;
    if (map_find(table->columns, token->text, &column)) {
        cursor->at++;
        return cell_line_read(cursor, table, column);
    }
    Map *names = map_new(cursor->pack->reader->arena);
    for (size_t i = 0; i < sizeof clause_words / sizeof clause_words[0]; i++) {
        (void)map_add(names, text_from(clause_words[i]), 0);
    }
    for (size_t i = 0; i < table->table.column_count; i++) {
        (void)map_add(names, table->table.columns[i].name, 0);
    }
    Text hint = suggestion(cursor->pack->reader->arena, names, token->text);
    if (text_is_empty(hint)) {
        hint = TEXT("; a table has `from`, `cite`, `complete by`, `coarse by`, `read from` and "
                    "`known at`, and says of its columns what may stand in them");
    }
    return report_here(cursor, "`%.*s` is not understood here%.*s",
                       TEXT_ARGS(quoted(token->written)), TEXT_ARGS(hint));
}

static bool read_clause(Cursor *cursor, TableDraft *table, const Token **from) {
    if (cursor_take_words(cursor, "from")) {
        return read_from(cursor, table, from);
    }
    if (cursor_is_word(cursor, "cite")) {
        return cursor_take_citation(cursor, &table->table.citation);
    }
    if (cursor_take_words(cursor, "complete by")) {
        return read_by_column(cursor, table, "complete by", &table->table.complete_by);
    }
    if (cursor_take_words(cursor, "coarse by")) {
        return read_coarse_by(cursor, table);
    }
    if (cursor_take_words(cursor, "read from")) {
        return read_read_from(cursor, table);
    }
    if (cursor_take_words(cursor, "known at")) {
        table->table.is_register = true;
        return true;
    }
    return read_cells(cursor, table);
}

static bool read_clauses(Cursor *cursor, TableDraft *table, const Token **from) {
    while (!cursor_ends(cursor)) {
        if (!read_clause(cursor, table, from)) {
            return false;
        }
    }
    return true;
}

static void read_body(Cursor *cursor, TableDraft *table) {
    const Token *from = NULL;
    bool is_read = read_columns(cursor, table) && read_clauses(cursor, table, &from);
    for (const Line *line = cursor->line->below; line != NULL; line = line->next) {
        Cursor below = cursor_at(cursor->pack, cursor->source, line);
        is_read = read_clauses(&below, table, &from) && is_read;
        expect_nothing_below(&below);
    }
    table->is_doubtful = !is_read;
    if (from != NULL && table->table.column_count > 0 && !text_is_empty(table->table.file)) {
        table_read_rows(cursor, table, from);
    } else if (is_read) {
        report_line(cursor->pack, cursor->source, cursor->line,
                    "the table does not say where its rows are: `from \"FILE.csv\"`");
        table->is_doubtful = true;
    }
    if (is_read && text_is_empty(table->table.citation) && !table->has_row_citations) {
        report_line(cursor->pack, cursor->source, cursor->line,
                    "the table does not say where its law stands: add a `cite` line, or a column "
                    "`cite` to its file");
    }
}

/* Words that would be read as something else where a name is used. */
static bool is_reserved(Text name) {
    static const char *const words[] = {"all",  "any",    "none",   "every", "not",
                                        "cite", "citing", "reason", "within"};
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        if (text_equals(name, text_from(words[i]))) {
            return true;
        }
    }
    return false;
}

bool own_name_read(Cursor *cursor, Text *name) {
    const Token *token = cursor_peek(cursor);
    if (token == NULL || token->kind != TOKEN_WORD || !is_name(token->text)) {
        return report_here(cursor, "a name is wanted here: a letter, then letters, digits and `_`");
    }
    if (is_reserved(token->text)) {
        return report_here(cursor, "`%.*s` is a word of the language and cannot be a name",
                           TEXT_ARGS(token->text));
    }
    cursor->at++;
    *name = token->text;
    return own_name_is_free(cursor, token, *name);
}

bool own_name_is_free(const Cursor *cursor, const Token *token, Text name) {
    const PackDraft *pack = cursor->pack;
    size_t index = 0;
    size_t line = 0;
    if (map_find(pack->tables, name, &index)) {
        line = table_at(pack->reader, index)->line->number;
    } else if (map_find(pack->provisions, name, &index)) {
        line = provision_at(pack->reader, index)->line->number;
    } else {
        return true;
    }
    report_at(cursor, token, "the name `%.*s` is taken already, on line %zu",
              TEXT_ARGS(quoted(name)), line);
    return false;
}

void table_declare(PackDraft *pack, const Line *line) {
    Reader *reader = pack->reader;
    Cursor cursor = cursor_at(pack, &pack->source, line);
    cursor.at = 1;
    Text name = TEXT("");
    if (!own_name_read(&cursor, &name)) {
        return;
    }
    if (reader->tables.count >= TABLES_MAX) {
        report_line(pack, &pack->source, line, "the packs have more than %d tables", TABLES_MAX);
        return;
    }
    (void)map_add(pack->tables, name, reader->tables.count);
    TableDraft *table = array_add(&reader->tables);
    *table = (TableDraft){.pack = pack,
                          .line = line,
                          .columns = map_new(reader->arena),
                          .cell_lines = array_new(reader->arena, sizeof(CellLine))};
    table->table = (LawTable){.pack = pack->index, .complete_by = LAW_NONE};
    table->table.name =
        text_format(reader->arena, "%.*s.%.*s", TEXT_ARGS(pack->name), TEXT_ARGS(name));
    read_body(&cursor, table);
}
