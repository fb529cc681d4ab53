/* SPDX-License-Identifier: Apache-2.0 */
#include "law/read_condition.h"

/* Conditions on tables, and `for each`. */

static const TableDraft *take_table(Cursor *cursor, size_t *index) {
    const Token *token = cursor_peek(cursor);
    if (token == NULL || token->kind != TOKEN_WORD || cursor_is_word(cursor, "cite")) {
        (void)report_here(cursor, "the name of a table is wanted here");
        return NULL;
    }
    const TableDraft *table = table_find(cursor->pack, token->text, index);
    if (table == NULL) {
        Text hint =
            suggestion(cursor->pack->reader->arena, names_of_tables(cursor->pack), token->text);
        (void)report_here(cursor, "there is no table `%.*s`%.*s", TEXT_ARGS(quoted(token->text)),
                          TEXT_ARGS(hint));
        return NULL;
    }
    cursor->at++;
    return table;
}

/* One operand that is held against a column. */
static bool read_cell(Cursor *cursor, const TableDraft *table, size_t column, Operand *operand) {
    const Token *token = cursor_peek(cursor);
    if (!cell_read(cursor, table, column, operand)) {
        return false;
    }
    if (operand->kind == OPERAND_LITERAL && !operand->is_within) {
        table_check_literal(cursor, token, table, column, &operand->literal);
    }
    return true;
}

/* `any SET` or `every SET`; `any` alone is any value. */
static bool is_at_members(const Cursor *cursor) {
    Cursor ahead = *cursor;
    if (cursor_take_words(&ahead, "every")) {
        return true;
    }
    return cursor_take_words(&ahead, "any") && cursor_is(&ahead, TOKEN_WORD) &&
           !cursor_is_word(&ahead, "cite");
}

/* Members are codes. */
static bool read_member(Cursor *cursor, ValueType column, Operand *operand, Condition *condition) {
    const bool is_every = cursor_is_word(cursor, "every");
    cursor->at++;
    ValueType type;
    if (cursor_ends(cursor)) {
        return report_here(cursor, "a set is wanted here");
    }
    const NameFound found = operand_find(cursor, operand, &type);
    if (found == NAME_WRONG) {
        return false;
    }
    if (found == NAME_OTHER || (type.type != ATTRIBUTE_SET && !type.is_doubtful)) {
        return report_here(cursor, "`%.*s` is not a set; leave out `%s`",
                           TEXT_ARGS(quoted(cursor_peek(cursor)->text)),
                           is_every ? "every" : "any");
    }
    if (!types_agree((ValueType){ATTRIBUTE_CODE, TEXT(""), type.is_doubtful}, column)) {
        return report_here(cursor, "the members of `%.*s` are codes, and the column holds a %s",
                           TEXT_ARGS(quoted(cursor_peek(cursor)->text)), type_words(column.type));
    }
    cursor->at++;
    operand->kind = OPERAND_MEMBER;
    condition->is_every = is_every;
    return true;
}

static bool has_member(const Array *operands) {
    for (size_t i = 0; i < operands->count; i++) {
        if (ARRAY_ITEMS(Operand, operands)[i].kind == OPERAND_MEMBER) {
            return true;
        }
    }
    return false;
}

static bool read_has_operand(Cursor *cursor, const TableDraft *table, size_t column,
                             Operand *operand, Condition *condition) {
    if (is_at_members(cursor)) {
        const bool is_read = read_member(cursor, column_type(table, column), operand, condition);
        operand->is_coarse = is_read && table->table.columns[column].is_coarse;
        return is_read;
    }
    if (cursor_take_words(cursor, "any")) {
        *operand = (Operand){.kind = OPERAND_ANY};
        return true;
    }
    if (!cursor_take_words(cursor, "within")) {
        return read_cell(cursor, table, column, operand);
    }
    if (!cell_read(cursor, table, column, operand)) {
        return false;
    }
    operand->is_within = true;
    return true;
}

static void keep_lookup(Condition *condition, size_t table, const Array *operands) {
    condition->kind = CONDITION_TABLE;
    condition->table = table;
    condition->operands = operands->items;
    condition->operand_count = operands->count;
}

bool table_has_read(Cursor *cursor, const TableDraft *table, size_t index, Condition *condition) {
    if (!cursor_take_words(cursor, "has")) {
        return report_here(cursor, "`has` is wanted after a table's name, as in `%.*s has ...`",
                           TEXT_ARGS(quoted(cursor->line->tokens[cursor->at - 1].text)));
    }
    Array operands = array_new(cursor->pack->reader->arena, sizeof(Operand));
    size_t columns = table->table.column_count;
    bool is_doubtful = table->is_doubtful;
    do {
        Operand operand;
        if (operands.count >= columns) {
            return is_doubtful ? false
                               : report_here(cursor,
                                             "`%.*s` has %zu columns, and more than that "
                                             "are given here",
                                             TEXT_ARGS(table->table.name), columns);
        }
        if (is_at_members(cursor) && has_member(&operands)) {
            return report_here(cursor, "a look-up goes through one set only");
        }
        if (!read_has_operand(cursor, table, operands.count, &operand, condition)) {
            return false;
        }
        *operand_add(&operands) = operand;
    } while (cursor_take_kind(cursor, TOKEN_COMMA));
    if (operands.count < columns && !is_doubtful) {
        return report_here(cursor,
                           "`%.*s` has %zu columns, and only %zu are given; write `any` "
                           "for one that may be anything",
                           TEXT_ARGS(table->table.name), columns, operands.count);
    }
    keep_lookup(condition, index, &operands);
    return true;
}

static bool check_in(const Cursor *cursor, const Token *name, const TableDraft *table,
                     ValueType type) {
    size_t columns = table->table.column_count;
    if (columns == 0) {
        return false; /* its declaration was reported */
    }
    if (columns > 2) {
        report_at(cursor, name,
                  "`%.*s` has %zu columns; `in` takes a table of one or two, write "
                  "`%.*s has ...`",
                  TEXT_ARGS(quoted(name->text)), columns, TEXT_ARGS(quoted(name->text)));
        return false;
    }
    if (!types_agree(type, column_type(table, 0))) {
        report_at(cursor, name,
                  "the column `%.*s` of `%.*s` holds a %s, and what stands left is "
                  "a %s",
                  TEXT_ARGS(table->table.columns[0].name), TEXT_ARGS(quoted(name->text)),
                  type_words(table->table.columns[0].type), type_words(type.type));
        return false;
    }
    return true;
}

bool table_in_read(Cursor *cursor, const Operand *left, ValueType type, Condition *condition) {
    size_t index = 0;
    const Token *name = cursor_peek(cursor);
    const TableDraft *table = take_table(cursor, &index);
    if (table == NULL || !check_in(cursor, name, table, type)) {
        return false;
    }
    Array operands = array_new(cursor->pack->reader->arena, sizeof(Operand));
    Operand *asked = operand_add(&operands);
    *asked = *left;
    asked->is_coarse = table->table.columns[0].is_coarse;
    if (table->table.column_count == 1) {
        keep_lookup(condition, index, &operands);
        return true;
    }
    if (cursor_ends(cursor) || cursor_is_word(cursor, "cite")) {
        return report_here(cursor, "say which `%.*s` of `%.*s` are meant",
                           TEXT_ARGS(table->table.columns[1].name), TEXT_ARGS(quoted(name->text)));
    }
    do {
        Operand operand;
        if (!read_cell(cursor, table, 1, &operand)) {
            return false;
        }
        *operand_add(&operands) = operand;
    } while (cursor_take_kind(cursor, TOKEN_COMMA));
    keep_lookup(condition, index, &operands);
    return true;
}

/* ---- for each ---- */

static bool take_column(Cursor *cursor, const TableDraft *table, size_t *column) {
    const Token *token = cursor_peek(cursor);
    if (token == NULL || token->kind != TOKEN_WORD) {
        return report_here(cursor, "a column of `%.*s` is wanted here",
                           TEXT_ARGS(table->table.name));
    }
    if (!map_find(table->columns, token->text, column) || *column >= table->table.column_count) {
        Text hint = suggestion(cursor->pack->reader->arena, table->columns, token->text);
        return report_here(cursor, "the table `%.*s` has no column `%.*s`%.*s",
                           TEXT_ARGS(table->table.name), TEXT_ARGS(quoted(token->text)),
                           TEXT_ARGS(hint));
    }
    cursor->at++;
    return true;
}

/* `VALUE-OR-PATH within COLUMN`: the column stands after, its type is needed first. */
static bool read_within_match(Cursor *cursor, const TableDraft *table, RowMatch *match) {
    Cursor ahead = *cursor;
    ahead.at += 2;
    if (!take_column(&ahead, table, &match->column)) {
        return false;
    }
    match->is_within = true;
    const Token *token = cursor_peek(cursor);
    ValueType type = column_type(table, match->column);
    if (!cell_read(cursor, table, match->column, &match->operand)) {
        return false;
    }
    if (type.type != ATTRIBUTE_CODE && type.type != ATTRIBUTE_COUNTRY && !type.is_doubtful) {
        report_at(cursor, token, "`within` compares codes, and the column `%.*s` holds a %s",
                  TEXT_ARGS(table->table.columns[match->column].name), type_words(type.type));
        return false;
    }
    cursor->at = ahead.at;
    return true;
}

static bool read_match(Cursor *cursor, const TableDraft *table, RowMatch *match) {
    *match = (RowMatch){.column = 0};
    Cursor second = *cursor;
    second.at++;
    if (cursor_is_word(&second, "within")) {
        return read_within_match(cursor, table, match);
    }
    if (!cursor_is_word(&second, "is")) {
        return report_here(cursor, "after `where`, `COLUMN is VALUE` or `VALUE within COLUMN` is "
                                   "wanted");
    }
    if (!take_column(cursor, table, &match->column)) {
        return false;
    }
    cursor->at++;
    return read_cell(cursor, table, match->column, &match->operand);
}

static bool read_matches(Cursor *cursor, const TableDraft *table, ForEach *each) {
    Array matches = array_new(cursor->pack->reader->arena, sizeof(RowMatch));
    do {
        RowMatch match;
        if (!read_match(cursor, table, &match)) {
            return false;
        }
        RowMatch *place = array_add(&matches);
        *place = match;
    } while (cursor_take_kind(cursor, TOKEN_COMMA));
    each->matches = matches.items;
    each->match_count = matches.count;
    return true;
}

bool for_each_read(Cursor *cursor, ForEach *each) {
    const Token *name = cursor_peek(cursor);
    if (name == NULL || name->kind != TOKEN_WORD || !is_name(name->text)) {
        return report_here(cursor, "a name for the row is wanted here, as in `for each c in ...`");
    }
    cursor->at++;
    if (!cursor_take_words(cursor, "in")) {
        return report_here(cursor, "`in` and a table are wanted here");
    }
    size_t index = 0;
    const TableDraft *table = take_table(cursor, &index);
    if (table == NULL || table->table.column_count == 0) {
        return false;
    }
    bool is_read = !cursor_take_words(cursor, "where") || read_matches(cursor, table, each);
    each->table = index;
    each->name = name->text;
    return is_read && cursor_expect_end(cursor);
}
