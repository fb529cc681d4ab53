/* SPDX-License-Identifier: Apache-2.0 */
#include "law/draft.h"

/* Values, and the paths and columns they are compared with. */

ValueType column_type(const TableDraft *table, size_t column) {
    const TableColumn *it = &table->table.columns[column];
    return (ValueType){it->type, it->unit, table->is_doubtful};
}

ValueType attribute_type(const Reader *reader, size_t attribute) {
    const AttributeDraft *draft = attribute_at(reader, attribute);
    return (ValueType){draft->attribute.type, draft->attribute.unit, draft->is_doubtful};
}

/* A country, the members of a set and a code are all codes. */
static AttributeType plain_type(AttributeType type) {
    return type == ATTRIBUTE_COUNTRY || type == ATTRIBUTE_SET ? ATTRIBUTE_CODE : type;
}

bool types_agree(ValueType a, ValueType b) {
    if (a.is_doubtful || b.is_doubtful) {
        return true;
    }
    if ((a.type == ATTRIBUTE_SET) != (b.type == ATTRIBUTE_SET)) {
        return false;
    }
    return plain_type(a.type) == plain_type(b.type) && text_equals(a.unit, b.unit);
}

Text type_text(Arena *arena, ValueType type) {
    if (text_is_empty(type.unit)) {
        return text_from(type_words(type.type));
    }
    return text_format(arena, "%s in %.*s", type_words(type.type), TEXT_ARGS(quoted(type.unit)));
}

/* "5000 USD" without its unit; the message where the unit is not the declared one. */
static const char *take_unit(Reader *reader, Text *text, Text unit) {
    size_t blank = 0;
    bool has_unit = text_find(*text, TEXT(" "), &blank);
    Text given = has_unit ? text_trim(text_slice(*text, blank, text->length)) : TEXT("");
    *text = has_unit ? text_slice(*text, 0, blank) : *text;
    if (text_equals(given, unit)) {
        return NULL;
    }
    if (text_is_empty(unit)) {
        return text_terminated(reader->arena, TEXT("has a unit, and none is declared"));
    }
    return text_terminated(reader->arena,
                           text_format(reader->arena, "must be in %.*s", TEXT_ARGS(quoted(unit))));
}

static const char *parse_number(Reader *reader, Text text, Text unit, LawValue *value) {
    const char *wrong = take_unit(reader, &text, unit);
    if (wrong != NULL) {
        return wrong;
    }
    return decimal_parse(text, &value->number) ? NULL : "is no number";
}

static const char *parse_yes_no(Text text, LawValue *value) {
    value->yes = text_equals(text, TEXT("yes"));
    return value->yes || text_equals(text, TEXT("no")) ? NULL : "is neither `yes` nor `no`";
}

const char *literal_parse(Reader *reader, Text text, ValueType type, LawValue *value) {
    *value = (LawValue){.type = plain_type(type.type), .text = text};
    value->symbol = symbol_of(reader, text);
    switch (type.type) {
    case ATTRIBUTE_YES_NO:
        return parse_yes_no(text, value);
    case ATTRIBUTE_NUMBER:
        return parse_number(reader, text, type.unit, value);
    case ATTRIBUTE_DATE:
        return date_parse(text, &value->date) ? NULL : "is no date such as 2026-10-01";
    case ATTRIBUTE_COUNTRY:
        return is_country(text) ? NULL : "is no country's code of two capital letters";
    case ATTRIBUTE_CODE:
    case ATTRIBUTE_SET:
        return text_is_empty(text) ? "is empty" : NULL;
    }
    return NULL;
}

static bool is_value_token(const Token *token) {
    return token != NULL && (token->kind == TOKEN_WORD || token->kind == TOKEN_STRING);
}

/* The unit is a word of its own: `5000 USD`. */
static Text take_literal_text(Cursor *cursor, ValueType type) {
    const Token *first = cursor_take(cursor);
    bool has_unit = type.type == ATTRIBUTE_NUMBER && cursor_is(cursor, TOKEN_WORD) &&
                    !cursor_is_word(cursor, "cite") && !cursor_is_word(cursor, "ask") &&
                    !cursor_is_word(cursor, "cost");
    if (!has_unit) {
        return first->text;
    }
    Arena *arena = cursor->pack->reader->arena;
    Text unit = cursor_take(cursor)->text;
    return text_format(arena, "%.*s %.*s", TEXT_ARGS(first->text), TEXT_ARGS(unit));
}

bool literal_read(Cursor *cursor, ValueType type, LawValue *value) {
    const Token *token = cursor_peek(cursor);
    if (!is_value_token(token)) {
        return report_here(cursor, "a value is wanted here");
    }
    Reader *reader = cursor->pack->reader;
    Text text = take_literal_text(cursor, type);
    const char *wrong = literal_parse(reader, text, type, value);
    if (wrong != NULL && !type.is_doubtful) {
        report_at(cursor, token, "`%.*s` %s", TEXT_ARGS(quoted(text)), wrong);
        return false;
    }
    return true;
}

/* `ROW.column` of the provision's `for each`. */
static NameFound find_column(const Cursor *cursor, Text word, Operand *operand, ValueType *type) {
    const ForEach *each = cursor->provision == NULL ? NULL : &cursor->provision->provision.each;
    if (each == NULL || each->table == LAW_NONE || !text_starts_with(word, each->name) ||
        word.length <= each->name.length || word.bytes[each->name.length] != '.') {
        return NAME_OTHER;
    }
    Text column = text_slice(word, each->name.length + 1, word.length);
    const TableDraft *table = table_at(cursor->pack->reader, each->table);
    size_t index = 0;
    if (!map_find(table->columns, column, &index)) {
        Text hint = suggestion(cursor->pack->reader->arena, table->columns, column);
        report_here(cursor, "the table `%.*s` has no column `%.*s`%.*s",
                    TEXT_ARGS(table->table.name), TEXT_ARGS(quoted(column)), TEXT_ARGS(hint));
        return NAME_WRONG;
    }
    *operand = (Operand){.kind = OPERAND_COLUMN, .index = index};
    *type = column_type(table, index);
    return NAME_FOUND;
}

/* Whether a word with a dot is a misspelt path rather than a code: it begins as a known
 * path does, or is nearly one. */
static bool is_misspelt_path(const Cursor *cursor, Text word) {
    size_t dot = 0;
    if (!is_path(word) || !text_find(word, TEXT("."), &dot)) {
        return false;
    }
    Text start = text_slice(word, 0, dot + 1);
    Text nearest;
    const Map *names = names_of_facts(cursor);
    for (size_t i = 0; i < map_count(names); i++) {
        if (text_starts_with(map_key(names, i), start)) {
            return true;
        }
    }
    return map_nearest(names, word, &nearest);
}

NameFound operand_find(const Cursor *cursor, Operand *operand, ValueType *type) {
    const Token *token = cursor_peek(cursor);
    if (token == NULL || token->kind != TOKEN_WORD) {
        return NAME_OTHER;
    }
    NameFound found = find_column(cursor, token->text, operand, type);
    if (found != NAME_OTHER) {
        return found;
    }
    size_t attribute = 0;
    if (attribute_find(cursor->pack, token->text, &attribute)) {
        *operand = (Operand){.kind = OPERAND_ATTRIBUTE, .index = attribute};
        *type = attribute_type(cursor->pack->reader, attribute);
        return NAME_FOUND;
    }
    if (is_misspelt_path(cursor, token->text)) {
        Text hint = suggestion(cursor->pack->reader->arena, names_of_facts(cursor), token->text);
        report_here(cursor, "`%.*s` is not in the vocabulary%.*s", TEXT_ARGS(quoted(token->text)),
                    TEXT_ARGS(hint));
        return NAME_WRONG;
    }
    return NAME_OTHER;
}

bool operand_read(Cursor *cursor, ValueType type, Operand *operand) {
    const Token *token = cursor_peek(cursor);
    ValueType found_type;
    switch (operand_find(cursor, operand, &found_type)) {
    case NAME_WRONG:
        cursor->at++;
        return false;
    case NAME_OTHER:
        *operand = (Operand){.kind = OPERAND_LITERAL};
        return literal_read(cursor, type, &operand->literal);
    case NAME_FOUND:
        break;
    }
    cursor->at++;
    if (!types_agree(type, found_type)) {
        Arena *arena = cursor->pack->reader->arena;
        report_at(cursor, token, "`%.*s` is a %.*s, and a %.*s is wanted here",
                  TEXT_ARGS(quoted(token->text)), TEXT_ARGS(type_text(arena, found_type)),
                  TEXT_ARGS(type_text(arena, type)));
        return false;
    }
    return true;
}

bool cell_read(Cursor *cursor, const TableDraft *table, size_t column, Operand *operand) {
    const bool is_read = operand_read(cursor, column_type(table, column), operand);
    operand->is_coarse = is_read && table->table.columns[column].is_coarse;
    return is_read;
}
