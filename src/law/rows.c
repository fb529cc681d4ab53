/* SPDX-License-Identifier: Apache-2.0 */
#include "law/engine.h"

const LawValue *law_operand_value(const Engine *engine, const Operand *operand,
                                  const Frame *frame) {
    const FactValue *fact = NULL;
    switch (operand->kind) {
    case OPERAND_LITERAL:
        return &operand->literal;
    case OPERAND_ATTRIBUTE:
        fact = &engine->facts->values[operand->index];
        return fact->is_known ? &fact->value : NULL;
    case OPERAND_COLUMN:
        return frame->row == NULL ? NULL : &frame->row->values[operand->index];
    case OPERAND_MEMBER:
        return frame->member;
    case OPERAND_ANY:
        break;
    }
    return NULL;
}

Truth law_cell_fits(const Engine *engine, const Operand *operand, bool is_within,
                    const Frame *frame, const LawValue *cell) {
    if (operand->kind == OPERAND_ANY) {
        return TRUTH_YES;
    }
    const LawValue *value = law_operand_value(engine, operand, frame);
    if (value == NULL) {
        return TRUTH_UNKNOWN;
    }
    bool fits =
        is_within ? law_code_is_within(value->text, cell->text) : law_value_equals(value, cell);
    bool may_fit = operand->is_coarse && law_code_is_within(cell->text, value->text);
    return fits ? TRUTH_YES : may_fit ? TRUTH_UNKNOWN : TRUTH_NO;
}

/* ---- candidates ---- */

static void set_stretch(RowCursor *cursor, size_t symbol) {
    cursor->next = 0;
    cursor->end = 0;
    if (symbol < cursor->index->symbol_count) {
        cursor->next = cursor->index->first[symbol];
        cursor->end = cursor->index->first[symbol + 1];
    }
}

/* Goes on to the rows of the next shorter code at or below which this one lies. */
static bool climb(RowCursor *cursor) {
    while (cursor->is_within && cursor->length > 1) {
        cursor->length--;
        Text above = text_slice(cursor->code, 0, cursor->length);
        size_t symbol = 0;
        if (law_code_is_within(cursor->code, above) && map_find(cursor->symbols, above, &symbol)) {
            set_stretch(cursor, symbol);
            return true;
        }
    }
    return false;
}

RowCursor law_rows_start(const Engine *engine, const LawTable *table, Key key, const Frame *frame) {
    RowCursor cursor = {.table = table, .symbols = engine->set->symbols, .end = table->row_count};
    bool is_indexed = key.operand != NULL && key.operand->kind != OPERAND_ANY &&
                      !key.operand->is_coarse && table->indexes[key.column].symbol_count > 0;
    const LawValue *value = is_indexed ? law_operand_value(engine, key.operand, frame) : NULL;
    if (value == NULL) {
        return cursor;
    }
    cursor.index = &table->indexes[key.column];
    cursor.is_within = key.is_within;
    cursor.code = value->text;
    cursor.length = value->text.length;
    set_stretch(&cursor, value->symbol);
    return cursor;
}

const TableRow *law_rows_next(RowCursor *cursor) {
    while (cursor->next == cursor->end) {
        if (!climb(cursor)) {
            return NULL;
        }
    }
    size_t at = cursor->next++;
    return &cursor->table->rows[cursor->index == NULL ? at : cursor->index->order[at]];
}

/* Whether rows can be found by the operand: it is a code that is known. */
static bool is_key(const Engine *engine, const LawTable *table, size_t column,
                   const Operand *operand, const Frame *frame) {
    return operand->kind != OPERAND_ANY && !operand->is_coarse &&
           table->indexes[column].symbol_count > 0 &&
           law_operand_value(engine, operand, frame) != NULL;
}

static bool are_keys(const Engine *engine, const Condition *condition, size_t column,
                     const LookupKeys *keys, const Frame *frame) {
    const LawTable *table = &engine->set->tables[condition->table];
    for (size_t i = 0; i < keys->count; i++) {
        if (!is_key(engine, table, column, &condition->operands[keys->first + i], frame)) {
            return false;
        }
    }
    return true;
}

LookupKeys law_lookup_keys(const Engine *engine, const Condition *condition, const Frame *frame) {
    size_t columns = engine->set->tables[condition->table].column_count;
    for (size_t i = 0; i < columns; i++) {
        bool is_last = i + 1 == columns;
        LookupKeys keys = {.column = i,
                           .first = i,
                           .count = is_last ? condition->operand_count - i : 1,
                           .is_known = true};
        if (are_keys(engine, condition, i, &keys, frame)) {
            return keys;
        }
    }
    return (LookupKeys){.count = 1};
}

Key law_lookup_key(const Condition *condition, const LookupKeys *keys, size_t index) {
    if (!keys->is_known) {
        return (Key){0};
    }
    const Operand *operand = &condition->operands[keys->first + index];
    return (Key){keys->column, operand, operand->is_within};
}

/* ---- gaps ---- */

bool law_is_gap(const Engine *engine, const LawTable *table, size_t column, const Operand *operand,
                bool is_within, const Frame *frame) {
    if (table->complete_by != column || operand->kind == OPERAND_ANY) {
        return false;
    }
    if (law_operand_value(engine, operand, frame) == NULL) {
        return true;
    }
    RowCursor cursor = law_rows_start(engine, table, (Key){column, operand, is_within}, frame);
    const TableRow *row = NULL;
    while ((row = law_rows_next(&cursor)) != NULL) {
        if (law_cell_fits(engine, operand, is_within, frame, &row->values[column]) == TRUTH_YES) {
            return false;
        }
    }
    return true;
}

bool law_is_unread(const Engine *engine, const LawTable *table) {
    const Date day = table->is_register ? engine->options->known_at : engine->options->as_of;
    return table->has_read_from && day < table->read_from;
}

/* ---- for each ---- */

static const LawTable *each_table(const EachCursor *cursor) {
    return &cursor->engine->set->tables[cursor->provision->each.table];
}

/* The first match that rows can be found by; all rows where there is none. */
static Key each_key(const EachCursor *cursor) {
    const ForEach *each = &cursor->provision->each;
    for (size_t i = 0; i < each->match_count; i++) {
        const RowMatch *match = &each->matches[i];
        if (is_key(cursor->engine, each_table(cursor), match->column, &match->operand,
                   &cursor->frame)) {
            return (Key){match->column, &match->operand, match->is_within};
        }
    }
    return (Key){0};
}

EachCursor law_each_start(const Engine *engine, const Provision *provision) {
    EachCursor cursor = {.engine = engine, .provision = provision};
    if (provision->each.table != LAW_NONE) {
        cursor.rows = law_rows_start(engine, each_table(&cursor), each_key(&cursor), &cursor.frame);
    }
    return cursor;
}

static Truth row_matches(const EachCursor *cursor, const TableRow *row) {
    Truth truth = law_row_force(cursor->engine, each_table(cursor), row);
    const ForEach *each = &cursor->provision->each;
    for (size_t i = 0; i < each->match_count && truth > TRUTH_NO; i++) {
        const RowMatch *match = &each->matches[i];
        truth = truth_and(truth, law_cell_fits(cursor->engine, &match->operand, match->is_within,
                                               &cursor->frame, &row->values[match->column]));
    }
    return truth;
}

/* Some value looked up may be one the table lacks. */
static bool each_has_gap(const EachCursor *cursor) {
    const ForEach *each = &cursor->provision->each;
    if (law_is_unread(cursor->engine, each_table(cursor))) {
        return true;
    }
    for (size_t i = 0; i < each->match_count; i++) {
        const RowMatch *match = &each->matches[i];
        if (law_is_gap(cursor->engine, each_table(cursor), match->column, &match->operand,
                       match->is_within, &cursor->frame)) {
            return true;
        }
    }
    return false;
}

static bool give_last(EachCursor *cursor, const TableRow **row, Truth *fits) {
    bool is_plain = cursor->provision->each.table == LAW_NONE;
    cursor->is_done = true;
    *row = NULL;
    *fits = is_plain ? TRUTH_YES : TRUTH_UNKNOWN;
    if (is_plain || !each_has_gap(cursor)) {
        return is_plain;
    }
    *fits = law_gap_truth(cursor->engine, each_table(cursor));
    return *fits > TRUTH_NO;
}

bool law_each_next(EachCursor *cursor, const TableRow **row, Truth *fits) {
    if (cursor->is_done) {
        return false;
    }
    while (cursor->provision->each.table != LAW_NONE &&
           (*row = law_rows_next(&cursor->rows)) != NULL) {
        *fits = row_matches(cursor, *row);
        if (*fits > TRUTH_NO) {
            return true;
        }
    }
    return give_last(cursor, row, fits);
}
