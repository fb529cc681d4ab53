/* SPDX-License-Identifier: Apache-2.0 */
#include "law/lint.h"

/* Cells that are likely misspelt: in a column that is compared with words of rules and cells of
 * other columns alone, a cell that stands there once and that none of those has, but nearly. */

enum { SHORTEST = 2 };

/* What is compared with one column. */
typedef struct Partners {
    const Lint *lint;
    size_t table;
    size_t column;
    Map *words;
    bool is_open; /* compared with a fact, which may be anything */
} Partners;

static void add_cells(Map *words, const LawTable *table, size_t column) {
    for (size_t i = 0; i < table->row_count; i++) {
        (void)map_add(words, table->rows[i].values[column].text, 0);
    }
}

static void add_partner(Partners *partners, const Provision *provision, const Operand *operand) {
    const LawSet *set = partners->lint->set;
    if (operand->kind == OPERAND_LITERAL) {
        (void)map_add(partners->words, operand->literal.text, 0);
    } else if (operand->kind == OPERAND_COLUMN) {
        add_cells(partners->words, &set->tables[provision->each.table], operand->index);
    } else if (operand->kind == OPERAND_ATTRIBUTE || operand->kind == OPERAND_MEMBER) {
        partners->is_open = true;
    }
}

static bool is_column(const Partners *partners, const Provision *provision,
                      const Operand *operand) {
    return operand->kind == OPERAND_COLUMN && provision->each.table == partners->table &&
           operand->index == partners->column;
}

/* A look-up joins its operands to the columns of the table, and where an operand is a column, that
 * one to the table's. */
static void add_lookup(Partners *partners, const Provision *provision, const Condition *condition) {
    const LawTable *table = &partners->lint->set->tables[condition->table];
    size_t last = table->column_count - 1;
    for (size_t i = 0; i < condition->operand_count; i++) {
        size_t column = i < last ? i : last;
        if (condition->table == partners->table && column == partners->column) {
            add_partner(partners, provision, &condition->operands[i]);
        }
        if (is_column(partners, provision, &condition->operands[i])) {
            add_cells(partners->words, table, column);
        }
    }
}

static void add_compared(Partners *partners, const Provision *provision,
                         const Condition *condition) {
    bool has_column = false;
    for (size_t i = 0; i < condition->operand_count; i++) {
        has_column = has_column || is_column(partners, provision, &condition->operands[i]);
    }
    for (size_t i = 0; has_column && i < condition->operand_count; i++) {
        if (!is_column(partners, provision, &condition->operands[i])) {
            add_partner(partners, provision, &condition->operands[i]);
        }
    }
}

static void add_condition(Partners *partners, const Provision *provision,
                          const Condition *condition) {
    if (condition == NULL) {
        return;
    }
    if (condition->kind == CONDITION_TABLE) {
        add_lookup(partners, provision, condition);
    } else {
        add_compared(partners, provision, condition);
    }
    for (size_t i = 0; i < condition->child_count; i++) {
        add_condition(partners, provision, &condition->children[i]);
    }
}

/* What a provision gives as its reason is a word for whoever reads it. */
static void add_provision(Partners *partners, const Provision *provision) {
    for (size_t i = 0; i < provision->each.match_count; i++) {
        const RowMatch *match = &provision->each.matches[i];
        if (provision->each.table == partners->table && match->column == partners->column) {
            add_partner(partners, provision, &match->operand);
        }
    }
    partners->is_open = partners->is_open || (provision->has_reason &&
                                              is_column(partners, provision, &provision->reason));
    add_condition(partners, provision, provision->when);
    add_condition(partners, provision, provision->except_where);
    add_condition(partners, provision, provision->provided_that);
    for (size_t i = 0; i < provision->review_count; i++) {
        add_condition(partners, provision, provision->reviews[i].when);
    }
    for (size_t i = 0; i < provision->obligation_count; i++) {
        add_condition(partners, provision, provision->obligations[i].when);
    }
}

static Partners partners_of(const Lint *lint, size_t table, size_t column) {
    Partners partners = {
        .lint = lint, .table = table, .column = column, .words = map_new(lint->arena)};
    for (size_t i = 0; i < lint->set->provision_count; i++) {
        add_provision(&partners, &lint->set->provisions[i]);
    }
    return partners;
}

/* How often each cell of the column stands there. */
static size_t *count_cells(Arena *arena, const LawTable *table, size_t column, Map *cells) {
    size_t *counts = ARENA_MANY(arena, size_t, table->row_count + 1);
    for (size_t i = 0; i < table->row_count; i++) {
        size_t at = map_count(cells);
        if (!map_add(cells, table->rows[i].values[column].text, at)) {
            (void)map_find(cells, table->rows[i].values[column].text, &at);
        }
        counts[at]++;
    }
    return counts;
}

static void lint_cells(Lint *lint, const Partners *partners) {
    const LawTable *table = &lint->set->tables[partners->table];
    Map *cells = map_new(lint->arena);
    const size_t *counts = count_cells(lint->arena, table, partners->column, cells);
    if (map_count(cells) * 2 > table->row_count) {
        return; /* it names its rows: cells differ by nature */
    }
    for (size_t i = 0; i < table->row_count; i++) {
        Text cell = table->rows[i].values[partners->column].text;
        Text nearest = TEXT("");
        size_t at = 0;
        (void)map_find(cells, cell, &at);
        if (counts[at] > 1 || cell.length < SHORTEST || map_find(partners->words, cell, &at) ||
            !map_nearest(partners->words, cell, &nearest)) {
            continue;
        }
        law_lint_error(lint, table->file, table->rows[i].line,
                       "nothing looks for `%.*s` in the column `%.*s`; did you mean `%.*s`?",
                       TEXT_ARGS(cell), TEXT_ARGS(table->columns[partners->column].name),
                       TEXT_ARGS(nearest));
    }
}

/* What the table says may stand in the column. */
typedef enum Said { SAID_NOTHING, SAID_VALUES, SAID_TEXT } Said;

static Said said_of(const LawTable *table, size_t column) {
    Said said =
        text_equals(table->columns[column].name, TEXT("country")) ? SAID_VALUES : SAID_NOTHING;
    for (size_t i = 0; i < table->cell_rule_count; i++) {
        if (table->cell_rules[i].column == column) {
            said = table->cell_rules[i].kind == CELLS_TEXT ? SAID_TEXT : SAID_VALUES;
        }
    }
    return said;
}

static void lint_reading(Lint *lint, const Partners *partners) {
    const LawTable *table = &lint->set->tables[partners->table];
    const TableColumn *column = &table->columns[partners->column];
    const Said said = said_of(table, partners->column);
    const bool is_read = partners->is_open || map_count(partners->words) > 0;
    if (said == SAID_NOTHING && !is_read) {
        law_lint_error(
            lint, table->file, 1,
            "no rule reads the column `%.*s`, and nothing says what may stand in it; say "
            "`%.*s is one of ...`, or `%.*s is text` where it is for readers alone",
            TEXT_ARGS(column->name), TEXT_ARGS(column->name), TEXT_ARGS(column->name));
    } else if (said == SAID_TEXT && is_read) {
        law_lint_error(lint, table->file, 1,
                       "the column `%.*s` is text, for readers alone, and a rule reads it",
                       TEXT_ARGS(column->name));
    }
}

void law_lint_cells(Lint *lint) {
    for (size_t i = 0; i < lint->set->table_count; i++) {
        const LawTable *table = &lint->set->tables[i];
        for (size_t j = 0; table->pack == lint->pack && j < table->column_count; j++) {
            if (table->columns[j].type != ATTRIBUTE_CODE) {
                continue;
            }
            const Partners partners = partners_of(lint, i, j);
            lint_reading(lint, &partners);
            if (!partners.is_open && map_count(partners.words) > 0) {
                lint_cells(lint, &partners);
            }
        }
    }
}
