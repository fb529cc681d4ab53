/* SPDX-License-Identifier: Apache-2.0 */
#include "law/read_condition.h"

/* Single conditions: what stands left, an operator of one to three words, and what
 * stands right of it. */

typedef enum Form {
    FORM_ONE,  /* one value, path or column */
    FORM_LIST, /* several, parted by commas */
    FORM_TABLE /* a table's name, and what it takes */
} Form;

typedef enum LeftSide { LEFT_PLAIN, LEFT_CODE, LEFT_NUMBER, LEFT_DATE, LEFT_SET } LeftSide;

typedef struct Operator {
    const char *words;
    ConditionKind kind;
    bool is_negated;
    Comparison comparison;
    Form form;
    LeftSide left;
} Operator;

/* Longer words first, where one begins as another does. */
static const Operator operators[] = {
    {"is not one of", CONDITION_EQUALS, true, AT_MOST, FORM_LIST, LEFT_PLAIN},
    {"is one of", CONDITION_EQUALS, false, AT_MOST, FORM_LIST, LEFT_PLAIN},
    {"is not", CONDITION_EQUALS, true, AT_MOST, FORM_ONE, LEFT_PLAIN},
    {"is", CONDITION_EQUALS, false, AT_MOST, FORM_ONE, LEFT_PLAIN},
    {"not within", CONDITION_WITHIN, true, AT_MOST, FORM_LIST, LEFT_CODE},
    {"within", CONDITION_WITHIN, false, AT_MOST, FORM_LIST, LEFT_CODE},
    {"not in", CONDITION_TABLE, true, AT_MOST, FORM_TABLE, LEFT_PLAIN},
    {"in", CONDITION_TABLE, false, AT_MOST, FORM_TABLE, LEFT_PLAIN},
    {"at most", CONDITION_COMPARE, false, AT_MOST, FORM_ONE, LEFT_NUMBER},
    {"at least", CONDITION_COMPARE, false, AT_LEAST, FORM_ONE, LEFT_NUMBER},
    {"more than", CONDITION_COMPARE, false, MORE_THAN, FORM_ONE, LEFT_NUMBER},
    {"less than", CONDITION_COMPARE, false, LESS_THAN, FORM_ONE, LEFT_NUMBER},
    {"on or before", CONDITION_COMPARE, false, AT_MOST, FORM_ONE, LEFT_DATE},
    {"on or after", CONDITION_COMPARE, false, AT_LEAST, FORM_ONE, LEFT_DATE},
    {"before", CONDITION_COMPARE, false, LESS_THAN, FORM_ONE, LEFT_DATE},
    {"after", CONDITION_COMPARE, false, MORE_THAN, FORM_ONE, LEFT_DATE},
    {"has any of", CONDITION_SET_ANY, false, AT_MOST, FORM_LIST, LEFT_SET},
    {"has all of", CONDITION_SET_ALL, false, AT_MOST, FORM_LIST, LEFT_SET},
    {"has none of", CONDITION_SET_ANY, true, AT_MOST, FORM_LIST, LEFT_SET},
    {"has", CONDITION_SET_ANY, false, AT_MOST, FORM_ONE, LEFT_SET}};

Operand *operand_add(Array *operands) {
    return array_add(operands);
}

static void keep_operands(Condition *condition, const Array *operands) {
    condition->operands = operands->items;
    condition->operand_count = operands->count;
}

static Array operands_new(const Cursor *cursor) {
    return array_new(cursor->pack->reader->arena, sizeof(Operand));
}

/* The values right of an operator onto `operands`. */
static bool read_values(Cursor *cursor, ValueType type, Form form, Array *operands) {
    do {
        Operand operand;
        if (!operand_read(cursor, type, &operand)) {
            return false;
        }
        *operand_add(operands) = operand;
    } while (form == FORM_LIST && cursor_take_kind(cursor, TOKEN_COMMA));
    if (form == FORM_ONE && cursor_is(cursor, TOKEN_COMMA)) {
        return report_here(cursor, "only one value may stand here; for several write `is one of`, "
                                   "`has any of` or `has all of`");
    }
    return true;
}

/* `is [one of] ...` after `every X`, `every reason` and `any reason`. */
static bool read_is_one_of(Cursor *cursor, Condition *condition, Array *operands) {
    bool is_list = cursor_take_words(cursor, "is one of");
    if (!is_list && !cursor_take_words(cursor, "is")) {
        return report_here(cursor, "`is one of` is wanted here");
    }
    if (cursor_is_word(cursor, "not")) {
        return report_here(cursor, "`not` cannot stand here; say it with `has none of`, or in a "
                                   "block of `none of`");
    }
    ValueType code = {ATTRIBUTE_CODE, TEXT(""), false};
    if (!read_values(cursor, code, is_list ? FORM_LIST : FORM_ONE, operands)) {
        return false;
    }
    keep_operands(condition, operands);
    return true;
}

static bool read_reasons(Cursor *cursor, Condition *condition, ConditionKind kind) {
    ProvisionKind provision = cursor->provision->provision.kind;
    condition->kind = kind;
    if (provision != PROVISION_EXCEPTION && provision != PROVISION_BAR) {
        cursor->at--;
        return report_here(cursor, "reasons of requirements can be looked at in exceptions and "
                                   "bars only");
    }
    Array operands = operands_new(cursor);
    return read_is_one_of(cursor, condition, &operands);
}

static bool report_unknown(const Cursor *cursor) {
    const Token *token = cursor_peek(cursor);
    if (token->kind != TOKEN_WORD) {
        return report_here(cursor, "a condition is wanted here, such as `item.eccn is 3A001`");
    }
    Map *names = map_new(cursor->pack->reader->arena);
    const Map *facts = names_of_facts(cursor);
    const Map *tables = names_of_tables(cursor->pack);
    for (size_t i = 0; i < map_count(facts); i++) {
        (void)map_add(names, map_key(facts, i), i);
    }
    for (size_t i = 0; i < map_count(tables); i++) {
        (void)map_add(names, map_key(tables, i), i);
    }
    Text hint = suggestion(cursor->pack->reader->arena, names, token->text);
    return report_here(cursor, "nothing is known by the name `%.*s`%.*s",
                       TEXT_ARGS(quoted(token->text)), TEXT_ARGS(hint));
}

/* `in TABLE ...` and `not in TABLE ...` after `every SET` and `any SET`: some member does not
 * stand there where not every one does. */
static bool read_members_in(Cursor *cursor, bool is_every, const Operand *set, ValueType type,
                            Condition *condition) {
    const Operand member = {.kind = OPERAND_MEMBER, .index = set->index};
    const ValueType code = {ATTRIBUTE_CODE, TEXT(""), type.is_doubtful};
    condition->is_negated = cursor_take_words(cursor, "not in");
    condition->is_every = is_every != condition->is_negated;
    if (!condition->is_negated && !cursor_take_words(cursor, "in")) {
        return report_here(cursor, is_every
                                       ? "`is one of` or `in` is wanted here"
                                       : "`in` is wanted here, and a table; for a list write "
                                         "`has any of`, as in `item.reasons has any of NS, CB`");
    }
    return table_in_read(cursor, &member, code, condition);
}

static bool read_members(Cursor *cursor, bool is_every, Condition *condition) {
    condition->kind = CONDITION_SET_EVERY;
    Array operands = operands_new(cursor);
    Operand left;
    ValueType type;
    if (cursor_ends(cursor)) {
        return report_here(cursor, "a set is wanted after `%s`", is_every ? "every" : "any");
    }
    NameFound found = operand_find(cursor, &left, &type);
    if (found != NAME_FOUND) {
        return found == NAME_OTHER ? report_unknown(cursor) : false;
    }
    if (type.type != ATTRIBUTE_SET && !type.is_doubtful) {
        return report_here(cursor, "`%.*s` is not a set; leave out `%s`",
                           TEXT_ARGS(quoted(cursor_peek(cursor)->text)),
                           is_every ? "every" : "any");
    }
    cursor->at++;
    if (!is_every || cursor_is_word(cursor, "in") || cursor_is_word(cursor, "not")) {
        return read_members_in(cursor, is_every, &left, type, condition);
    }
    *operand_add(&operands) = left;
    return read_is_one_of(cursor, condition, &operands);
}

/* A named condition of this pack or of one it uses. */
static bool read_fact(Cursor *cursor, size_t index, const ProvisionDraft *fact,
                      Condition *condition) {
    const Token *token = cursor_take(cursor);
    const ProvisionDraft *here = cursor->provision;
    condition->kind = CONDITION_FACT;
    condition->provision = index;
    if (fact->provision.kind != PROVISION_FACT) {
        Text kind = kind_phrase(cursor->pack->reader->arena, fact->provision.kind);
        report_at(cursor, token, "`%.*s` is %.*s; only a `fact` may be used as a condition",
                  TEXT_ARGS(quoted(token->text)), TEXT_ARGS(kind));
        return false;
    }
    bool is_below =
        here->provision.kind == PROVISION_FACT && fact->pack == here->pack && fact >= here;
    if (is_below) {
        report_at(cursor, token, "the fact `%.*s` must stand above the fact that uses it",
                  TEXT_ARGS(quoted(token->text)));
        return false;
    }
    return true;
}

static bool is_at_tail(const Cursor *cursor) {
    return cursor_ends(cursor) || cursor_is_word(cursor, "cite");
}

static const Operator *take_operator(Cursor *cursor) {
    for (size_t i = 0; i < sizeof operators / sizeof operators[0]; i++) {
        if (cursor_take_words(cursor, operators[i].words)) {
            return &operators[i];
        }
    }
    return NULL;
}

static bool report_operator(const Cursor *cursor) {
    Map *words = map_new(cursor->pack->reader->arena);
    for (size_t i = 0; i < sizeof operators / sizeof operators[0]; i++) {
        Text rest = text_from(operators[i].words);
        Text word;
        if (text_split(&rest, ' ', &word)) {
            (void)map_add(words, word, i);
        }
    }
    Text written = cursor_peek(cursor)->written;
    Text hint = suggestion(cursor->pack->reader->arena, words, written);
    return report_here(cursor,
                       "`%.*s` does not compare anything; `is`, `is one of`, `within`, `in`, `at "
                       "most`, `before`, `has` and their likes do%.*s",
                       TEXT_ARGS(quoted(written)), TEXT_ARGS(hint));
}

static bool check_left(const Cursor *cursor, const Token *token, const Operator *operator_,
                       ValueType type) {
    static const char *const wrong[] = {
        [LEFT_PLAIN] = "is a set; write `has`, `has any of`, `is empty` or `every ... is one of`",
        [LEFT_CODE] = "is no code; `within` compares codes",
        [LEFT_NUMBER] = "is no number; words such as `at most` compare numbers",
        [LEFT_DATE] = "is no date; words such as `before` compare dates",
        [LEFT_SET] = "is not a set; write `is` or `is one of`"};
    bool fits = true;
    switch (operator_->left) {
    case LEFT_PLAIN:
        fits = type.type != ATTRIBUTE_SET;
        break;
    case LEFT_CODE:
        fits = type.type == ATTRIBUTE_CODE || type.type == ATTRIBUTE_COUNTRY;
        break;
    case LEFT_NUMBER:
        fits = type.type == ATTRIBUTE_NUMBER;
        break;
    case LEFT_DATE:
        fits = type.type == ATTRIBUTE_DATE;
        break;
    case LEFT_SET:
        fits = type.type == ATTRIBUTE_SET;
        break;
    }
    if (!fits && !type.is_doubtful) {
        report_at(cursor, token, "`%.*s` %s", TEXT_ARGS(quoted(token->text)),
                  wrong[operator_->left]);
        return false;
    }
    return true;
}

/* Members of a set are codes. */
static ValueType right_type(const Operator *operator_, ValueType left) {
    bool is_set = operator_->left == LEFT_SET;
    return is_set ? (ValueType){ATTRIBUTE_CODE, TEXT(""), left.is_doubtful} : left;
}

/* Every member is one of no values: there is none. */
static bool take_empty(Cursor *cursor, const Operand *left, ValueType type, Condition *condition) {
    if (type.type != ATTRIBUTE_SET) {
        return false;
    }
    condition->is_negated = cursor_take_words(cursor, "is not empty");
    if (!condition->is_negated && !cursor_take_words(cursor, "is empty")) {
        return false;
    }
    Array operands = operands_new(cursor);
    *operand_add(&operands) = *left;
    condition->kind = CONDITION_SET_EVERY;
    keep_operands(condition, &operands);
    return true;
}

static bool read_operator(Cursor *cursor, const Token *token, const Operand *left, ValueType type,
                          Condition *condition) {
    if (take_empty(cursor, left, type, condition)) {
        return true;
    }
    const Operator *operator_ = take_operator(cursor);
    if (operator_ == NULL) {
        return report_operator(cursor);
    }
    condition->kind = operator_->kind;
    condition->is_negated = operator_->is_negated;
    condition->comparison = operator_->comparison;
    if (!check_left(cursor, token, operator_, type)) {
        return false;
    }
    if (operator_->form == FORM_TABLE) {
        return table_in_read(cursor, left, type, condition);
    }
    Array operands = operands_new(cursor);
    *operand_add(&operands) = *left;
    bool is_read = read_values(cursor, right_type(operator_, type), operator_->form, &operands);
    keep_operands(condition, &operands);
    return is_read;
}

static bool read_yes_no(const Cursor *cursor, const Token *token, const Operand *left,
                        ValueType type, Condition *condition) {
    condition->kind = CONDITION_YES;
    if (type.type != ATTRIBUTE_YES_NO && !type.is_doubtful) {
        report_at(cursor, token, "`%.*s` is a %s, not a yes/no fact; say what it must be",
                  TEXT_ARGS(quoted(token->text)), type_words(type.type));
        return false;
    }
    Array operands = operands_new(cursor);
    *operand_add(&operands) = *left;
    keep_operands(condition, &operands);
    return true;
}

static bool read_compared(Cursor *cursor, Condition *condition) {
    const Token *token = cursor_peek(cursor);
    Operand left;
    ValueType type;
    switch (operand_find(cursor, &left, &type)) {
    case NAME_WRONG:
        return false;
    case NAME_OTHER:
        return report_unknown(cursor);
    case NAME_FOUND:
        break;
    }
    cursor->at++;
    return is_at_tail(cursor) ? read_yes_no(cursor, token, &left, type, condition)
                              : read_operator(cursor, token, &left, type, condition);
}

/* `sum of NUMBER, NUMBER, ... at most LIMIT`: the first, the limit, then the others. */
static bool read_sum(Cursor *cursor, Condition *condition) {
    Array operands = operands_new(cursor);
    ValueType first = {0};
    do {
        Operand operand;
        ValueType type;
        if (cursor_ends(cursor) || operand_find(cursor, &operand, &type) != NAME_FOUND) {
            return cursor_ends(cursor) ? report_here(cursor, "a number is wanted here")
                                       : report_unknown(cursor);
        }
        const bool is_number = type.type == ATTRIBUTE_NUMBER || type.is_doubtful;
        if (!is_number || (operands.count > 0 && !types_agree(type, first))) {
            return report_here(cursor, "a sum is of numbers in one unit");
        }
        cursor->at++;
        first = operands.count == 0 ? type : first;
        *operand_add(&operands) = operand;
    } while (cursor_take_kind(cursor, TOKEN_COMMA));
    const Operator *operator_ = cursor_ends(cursor) ? NULL : take_operator(cursor);
    if (operator_ == NULL || operator_->left != LEFT_NUMBER || operands.count < 2) {
        return report_here(cursor, "a sum is of two numbers or more, and is compared: `sum of "
                                   "item.value, item.freight at most 5000 USD`");
    }
    condition->kind = CONDITION_COMPARE;
    condition->comparison = operator_->comparison;
    if (!read_values(cursor, first, FORM_ONE, &operands)) {
        return false;
    }
    Operand *items = ARRAY_ITEMS(Operand, &operands);
    const Operand limit = items[operands.count - 1];
    items[operands.count - 1] = items[1];
    items[1] = limit;
    keep_operands(condition, &operands);
    return true;
}

/* `not` goes before what is itself yes or no. */
static bool read_negated(Cursor *cursor, Condition *condition) {
    const Token *token = &cursor->line->tokens[cursor->at - 1];
    if (cursor_is_word(cursor, "not")) {
        return report_here(cursor, "`not` stands twice here");
    }
    if (!comparison_read(cursor, condition)) {
        return false;
    }
    bool is_table = condition->kind == CONDITION_TABLE && !condition->is_negated;
    if (condition->kind != CONDITION_YES && condition->kind != CONDITION_FACT && !is_table) {
        report_at(cursor, token,
                  "`not` may stand before a yes/no fact or a table; otherwise write "
                  "`is not`, `not within`, `has none of` or a block of `none of`");
        return false;
    }
    condition->is_negated = true;
    return true;
}

bool comparison_read(Cursor *cursor, Condition *condition) {
    if (cursor_ends(cursor) || cursor_is_word(cursor, "cite")) {
        return report_here(cursor, "a condition is wanted here");
    }
    if (cursor_take_words(cursor, "not")) {
        return read_negated(cursor, condition);
    }
    if (cursor_take_words(cursor, "sum of")) {
        return read_sum(cursor, condition);
    }
    if (cursor_take_words(cursor, "every reason")) {
        return read_reasons(cursor, condition, CONDITION_EVERY_REASON);
    }
    if (cursor_take_words(cursor, "any reason")) {
        return read_reasons(cursor, condition, CONDITION_ANY_REASON);
    }
    if (cursor_take_words(cursor, "every")) {
        return read_members(cursor, true, condition);
    }
    if (cursor_take_words(cursor, "any")) {
        return read_members(cursor, false, condition);
    }
    const Token *token = cursor_peek(cursor);
    size_t index = 0;
    if (token->kind == TOKEN_WORD && !attribute_find(cursor->pack, token->text, &index)) {
        const ProvisionDraft *fact = provision_find(cursor->pack, token->text, &index);
        if (fact != NULL) {
            return read_fact(cursor, index, fact, condition);
        }
        const TableDraft *table = table_find(cursor->pack, token->text, &index);
        if (table != NULL) {
            cursor->at++;
            return table_has_read(cursor, table, index, condition);
        }
    }
    return read_compared(cursor, condition);
}
