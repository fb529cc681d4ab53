/* SPDX-License-Identifier: Apache-2.0 */
#include "law/cells.h"

/* More problems of one column tell nobody more. */
enum { CELL_PROBLEMS_MAX = 20 };

static const struct {
    const char *words; /* as written */
    const char *unfit; /* of a cell that does not fit */
    CellRuleKind kind;
} rules[] = {{"is one of", "is none of", CELLS_ONE_OF},
             {"is text", "", CELLS_TEXT},
             {"stands once", "", CELLS_ONCE},
             {"within or above", "lies neither within nor above", CELLS_AROUND},
             {"within", "does not lie within", CELLS_WITHIN},
             {"above", "does not lie above", CELLS_ABOVE},
             {"written", "is not written as", CELLS_WRITTEN}};

enum { RULE_COUNT = sizeof rules / sizeof rules[0] };

static bool names_nothing(CellRuleKind kind) {
    return kind == CELLS_TEXT || kind == CELLS_ONCE;
}

static bool is_value(const Cursor *cursor) {
    return cursor_is(cursor, TOKEN_WORD) || cursor_is(cursor, TOKEN_STRING);
}

static bool want_value(const Cursor *cursor, CellRuleKind kind) {
    return report_here(cursor, kind == CELLS_WRITTEN ? "a shape is wanted here, as in \"9A999\""
                                                     : "a word or TABLE.COLUMN is wanted here");
}

/* Passes over the list, which is understood when all tables are read. */
static bool skip_list(Cursor *cursor, CellRuleKind kind) {
    do {
        if (!is_value(cursor)) {
            return want_value(cursor, kind);
        }
        cursor->at++;
    } while (cursor_take_kind(cursor, TOKEN_COMMA));
    return true;
}

static bool take_kind(Cursor *cursor, CellRuleKind *kind) {
    for (size_t i = 0; i < RULE_COUNT; i++) {
        if (cursor_take_words(cursor, rules[i].words)) {
            *kind = rules[i].kind;
            return true;
        }
    }
    return false;
}

bool cell_line_read(Cursor *cursor, TableDraft *table, size_t column) {
    CellRuleKind kind;
    if (!take_kind(cursor, &kind)) {
        return report_here(cursor,
                           "what may stand in the column is wanted here: `is one of`, `within`, "
                           "`above`, `within or above`, `written`, `stands once` or `is text`");
    }
    const TableColumn *it = &table->table.columns[column];
    if (it->type != ATTRIBUTE_CODE) {
        return report_here(cursor, "the column `%.*s` holds a %s, and needs no more said of it",
                           TEXT_ARGS(it->name), type_words(it->type));
    }
    *(CellLine *)array_add(&table->cell_lines) = (CellLine){kind, column, cursor->line, cursor->at};
    return names_nothing(kind) || skip_list(cursor, kind);
}

bool value_line_take(Cursor *cursor, AttributeDraft *draft, bool *is_read) {
    const size_t start = cursor->at;
    CellRuleKind kind;
    *is_read = false;
    if (!take_kind(cursor, &kind)) {
        return false;
    }
    if (kind != CELLS_ONE_OF && kind != CELLS_WITHIN && kind != CELLS_WRITTEN) {
        cursor->at = start;
        return false;
    }
    const AttributeType type = draft->attribute.type;
    if (type != ATTRIBUTE_CODE && type != ATTRIBUTE_SET) {
        (void)report_here(cursor, "only a code or a set of code has a list of values");
    } else {
        *(CellLine *)array_add(&draft->value_lines) =
            (CellLine){kind, LAW_NONE, cursor->line, cursor->at};
        *is_read = skip_list(cursor, kind);
    }
    return true;
}

/* ---- what is allowed ---- */

static void add_columns(Map *names, Arena *arena, const TableDraft *table, Text name) {
    for (size_t i = 0; i < table->table.column_count; i++) {
        (void)map_add(names,
                      text_format(arena, "%.*s.%.*s", TEXT_ARGS(name),
                                  TEXT_ARGS(table->table.columns[i].name)),
                      0);
    }
}

static const Map *names_of_columns(const PackDraft *pack) {
    Arena *arena = pack->reader->arena;
    const Map *tables = names_of_tables(pack);
    Map *names = map_new(arena);
    for (size_t i = 0; i < map_count(tables); i++) {
        size_t index = 0;
        const TableDraft *table = table_find(pack, map_key(tables, i), &index);
        if (table != NULL) {
            add_columns(names, arena, table, map_key(tables, i));
        }
    }
    return names;
}

/* `TABLE.COLUMN`: what stands behind the last dot is the column. */
static bool read_reference(const Cursor *cursor, const Token *token, CellSource *source) {
    size_t dot = token->text.length - 1;
    while (token->text.bytes[dot] != '.') {
        dot--;
    }
    const TableDraft *table =
        table_find(cursor->pack, text_slice(token->text, 0, dot), &source->table);
    if (table != NULL &&
        map_find(table->columns, text_slice(token->text, dot + 1, token->text.length),
                 &source->column)) {
        return true;
    }
    Text hint =
        suggestion(cursor->pack->reader->arena, names_of_columns(cursor->pack), token->text);
    report_at(cursor, token, "there is no column `%.*s` of a table%.*s",
              TEXT_ARGS(quoted(token->text)), TEXT_ARGS(hint));
    return false;
}

static bool has_dot(Text word) {
    size_t ignored = 0;
    return text_find(word, TEXT("."), &ignored);
}

static bool read_shape(const Cursor *cursor, const Token *token) {
    const char *fault = cell_shape_fault(token->text);
    if (fault != NULL) {
        report_at(cursor, token, "%s", fault);
    }
    return fault == NULL;
}

/* A word that looks like a path is one of a column; a word in quotes is itself. */
static bool read_source(Cursor *cursor, CellRuleKind kind, CellSource *source) {
    const Token *token = cursor_peek(cursor);
    if (!is_value(cursor)) {
        return want_value(cursor, kind);
    }
    cursor->at++;
    *source = (CellSource){.word = token->text, .table = LAW_NONE};
    if (kind == CELLS_WRITTEN) {
        return read_shape(cursor, token);
    }
    return token->kind != TOKEN_WORD || !has_dot(token->text) || !is_path(token->text) ||
           read_reference(cursor, token, source);
}

static bool read_rule(PackDraft *pack, const CellLine *line, CellRule *rule) {
    Cursor cursor = cursor_at(pack, &pack->source, line->line);
    cursor.at = line->at;
    *rule = (CellRule){.kind = line->kind, .column = line->column, .line = line->line->number};
    if (names_nothing(line->kind)) {
        return true;
    }
    Array allowed = array_new(pack->reader->arena, sizeof(CellSource));
    do {
        CellSource source;
        if (!read_source(&cursor, line->kind, &source)) {
            return false;
        }
        *(CellSource *)array_add(&allowed) = source;
    } while (cursor_take_kind(&cursor, TOKEN_COMMA));
    rule->allowed = allowed.items;
    rule->allowed_count = allowed.count;
    return true;
}

/* ---- the gauge ---- */

static void mark(const CellGauge *gauge, bool *marks, Text word) {
    size_t symbol = 0;
    if (map_find(gauge->reader->symbols, word, &symbol)) {
        marks[symbol] = true;
    }
}

static void allow(CellGauge *gauge, Text word) {
    mark(gauge, gauge->is_named, word);
    while (gauge->is_above != NULL && law_code_above(&word)) {
        mark(gauge, gauge->is_above, word);
    }
}

static void allow_source(CellGauge *gauge, const CellSource *source) {
    if (source->table == LAW_NONE) {
        allow(gauge, source->word);
        return;
    }
    const LawTable *table = &table_at(gauge->reader, source->table)->table;
    for (size_t i = 0; i < table->row_count; i++) {
        allow(gauge, table->rows[i].values[source->column].text);
    }
}

CellGauge cell_gauge_new(Arena *arena, const Reader *reader, const CellRule *rule) {
    CellGauge gauge = {.reader = reader, .rule = rule, .symbol_count = map_count(reader->symbols)};
    if (rule->kind == CELLS_WRITTEN || names_nothing(rule->kind)) {
        return gauge;
    }
    gauge.is_named = ARENA_MANY(arena, bool, gauge.symbol_count);
    if (rule->kind == CELLS_ABOVE || rule->kind == CELLS_AROUND) {
        gauge.is_above = ARENA_MANY(arena, bool, gauge.symbol_count);
    }
    for (size_t i = 0; i < rule->allowed_count; i++) {
        allow_source(&gauge, &rule->allowed[i]);
    }
    return gauge;
}

static bool is_of_some_shape(const CellRule *rule, Text word) {
    for (size_t i = 0; i < rule->allowed_count; i++) {
        if (cell_shape_fits(rule->allowed[i].word, word)) {
            return true;
        }
    }
    return false;
}

/* A word that stands nowhere else in the packs. */
static bool is_word_of(const CellRule *rule, Text word) {
    for (size_t i = 0; i < rule->allowed_count; i++) {
        if (rule->allowed[i].table == LAW_NONE && text_equals(rule->allowed[i].word, word)) {
            return true;
        }
    }
    return false;
}

static bool lies_below(const CellGauge *gauge, Text cell) {
    size_t symbol = 0;
    while (law_code_above(&cell)) {
        if ((map_find(gauge->reader->symbols, cell, &symbol) && symbol < gauge->symbol_count &&
             gauge->is_named[symbol]) ||
            is_word_of(gauge->rule, cell)) {
            return true;
        }
    }
    return false;
}

static bool is_marked(const CellGauge *gauge, Text word) {
    size_t symbol = 0;
    if (!map_find(gauge->reader->symbols, word, &symbol) || symbol >= gauge->symbol_count) {
        return is_word_of(gauge->rule, word);
    }
    return gauge->is_named[symbol] || (gauge->is_above != NULL && gauge->is_above[symbol]);
}

static bool takes_below(CellRuleKind kind) {
    return kind == CELLS_WITHIN || kind == CELLS_AROUND;
}

bool cell_gauge_fits(const CellGauge *gauge, Text word) {
    const CellRuleKind kind = gauge->rule->kind;
    if (names_nothing(kind)) {
        return true;
    }
    if (kind == CELLS_WRITTEN) {
        return is_of_some_shape(gauge->rule, word);
    }
    return is_marked(gauge, word) || (takes_below(kind) && lies_below(gauge, word));
}

/* ---- what is wrong with a cell ---- */

static Text allowed_words(Arena *arena, const CellGauge *gauge) {
    TextBuilder words = text_builder_new(arena);
    for (size_t i = 0; i < gauge->rule->allowed_count; i++) {
        const CellSource *source = &gauge->rule->allowed[i];
        text_add_format(&words, "%s`", i == 0 ? "" : ", ");
        if (source->table == LAW_NONE) {
            text_add(&words, source->word);
        } else {
            const LawTable *table = &table_at(gauge->reader, source->table)->table;
            text_add_format(&words, "%.*s.%.*s", TEXT_ARGS(table->name),
                            TEXT_ARGS(table->columns[source->column].name));
        }
        text_add_format(&words, "`");
    }
    return text_built(&words);
}

static Map *fitting_words(Arena *arena, const CellGauge *gauge) {
    Map *names = map_new(arena);
    for (size_t i = 0; gauge->is_named != NULL && i < gauge->rule->allowed_count; i++) {
        if (gauge->rule->allowed[i].table == LAW_NONE) {
            (void)map_add(names, gauge->rule->allowed[i].word, 0);
        }
    }
    for (size_t i = 0; gauge->is_named != NULL && i < gauge->symbol_count; i++) {
        if (gauge->is_named[i] || (gauge->is_above != NULL && gauge->is_above[i])) {
            (void)map_add(names, map_key(gauge->reader->symbols, i), i);
        }
    }
    return names;
}

/* The nearest word that fits, for the code or for one above it, with what the cell has below. */
static Text nearest_fit(Arena *arena, const Map *names, Text cell) {
    Text above = cell;
    Text nearest = TEXT("");
    do {
        if (map_nearest(names, above, &nearest)) {
            Text rest = text_slice(cell, above.length, cell.length);
            return text_format(arena, "; did you mean `%.*s%.*s`?", TEXT_ARGS(quoted(nearest)),
                               TEXT_ARGS(rest));
        }
    } while (law_code_above(&above));
    return TEXT("");
}

Text cell_gauge_fault(Arena *arena, const CellGauge *gauge, Text word) {
    const char *unfit = "";
    for (size_t i = 0; i < RULE_COUNT; i++) {
        unfit = rules[i].kind == gauge->rule->kind ? rules[i].unfit : unfit;
    }
    return text_format(arena, "%s %.*s%.*s", unfit, TEXT_ARGS(allowed_words(arena, gauge)),
                       TEXT_ARGS(nearest_fit(arena, fitting_words(arena, gauge), word)));
}

/* ---- every cell ---- */

/* Cells of the column that are written so: what a misspelt one may mean. */
static Text nearest_written(Arena *arena, const TableDraft *table, const CellGauge *gauge,
                            Text cell) {
    Map *names = map_new(arena);
    for (size_t i = 0; i < table->table.row_count; i++) {
        const LawValue *value = &table->table.rows[i].values[gauge->rule->column];
        if (cell_gauge_fits(gauge, value->text)) {
            (void)map_add(names, value->text, i);
        }
    }
    return nearest_fit(arena, names, cell);
}

static void report_cell(const TableDraft *table, const CellGauge *gauge, const TableRow *row) {
    Reader *reader = table->pack->reader;
    const LawValue *cell = &row->values[gauge->rule->column];
    Text hint = gauge->rule->kind == CELLS_WRITTEN
                    ? nearest_written(reader->arena, table, gauge, cell->text)
                    : TEXT("");
    problem_add_with_line(
        reader->problems, table->table.file, row->line, 0, table_line(table->content, row->line),
        "`%.*s` in the column `%.*s` %.*s%.*s", TEXT_ARGS(quoted(cell->text)),
        TEXT_ARGS(table->table.columns[gauge->rule->column].name),
        TEXT_ARGS(cell_gauge_fault(reader->arena, gauge, cell->text)), TEXT_ARGS(hint));
}

/* ---- cells that stand once ---- */

static void report_twice(const TableDraft *table, const CellRule *rule, const TableRow *row,
                         const TableRow *before) {
    problem_add_with_line(table->pack->reader->problems, table->table.file, row->line, 0,
                          table_line(table->content, row->line),
                          "`%.*s` stands once in the column `%.*s`, and on line %zu it stands "
                          "already, on days they share",
                          TEXT_ARGS(quoted(row->values[rule->column].text)),
                          TEXT_ARGS(table->table.columns[rule->column].name), before->line);
}

static bool overlap(DateRange a, DateRange b) {
    return a.from <= b.until && b.from <= a.until;
}

/* Each row is laid beside those before it with its cell: few, as their days differ. */
static void check_once(const TableDraft *table, const CellRule *rule) {
    CLEANUP(arena_close) Arena *scratch = arena_new();
    const LawTable *it = &table->table;
    Map *seen = map_new(scratch);
    size_t *last = ARENA_MANY(scratch, size_t, it->row_count);
    size_t *before = ARENA_MANY(scratch, size_t, it->row_count);
    size_t problems = 0;
    for (size_t i = 0; i < it->row_count && problems < CELL_PROBLEMS_MAX; i++) {
        const size_t fresh = map_count(seen);
        const size_t at = map_find_or_add(seen, it->rows[i].values[rule->column].text, fresh);
        before[i] = at == fresh ? LAW_NONE : last[at];
        last[at] = i;
        for (size_t j = before[i]; j != LAW_NONE; j = before[j]) {
            if (overlap(it->rows[i].holds, it->rows[j].holds)) {
                report_twice(table, rule, &it->rows[i], &it->rows[j]);
                problems++;
                break;
            }
        }
    }
}

static void check_cells(const TableDraft *table, const CellRule *rule) {
    const Reader *reader = table->pack->reader;
    CLEANUP(arena_close) Arena *scratch = arena_new();
    const CellGauge gauge = cell_gauge_new(scratch, reader, rule);
    size_t problems = 0;
    for (size_t i = 0; i < table->table.row_count && problems < CELL_PROBLEMS_MAX; i++) {
        const TableRow *row = &table->table.rows[i];
        if (!cell_gauge_fits(&gauge, row->values[rule->column].text)) {
            report_cell(table, &gauge, row);
            problems++;
        }
    }
}

static bool is_whole(const Reader *reader, const CellRule *rule) {
    for (size_t i = 0; i < rule->allowed_count; i++) {
        if (rule->allowed[i].table != LAW_NONE &&
            table_at(reader, rule->allowed[i].table)->is_doubtful) {
            return false;
        }
    }
    return true;
}

static void check_table(const Reader *reader, TableDraft *table) {
    Array read = array_new(reader->arena, sizeof(CellRule));
    for (size_t i = 0; i < table->cell_lines.count; i++) {
        CellRule rule;
        if (read_rule(table->pack, array_at(&table->cell_lines, i), &rule)) {
            *(CellRule *)array_add(&read) = rule;
        }
    }
    table->table.cell_rules = read.items;
    table->table.cell_rule_count = read.count;
    for (size_t i = 0; i < read.count; i++) {
        const CellRule *rule = array_at(&read, i);
        if (rule->kind == CELLS_ONCE) {
            check_once(table, rule);
        } else if (is_whole(reader, rule)) {
            check_cells(table, rule);
        }
    }
}

/* ---- values of facts ---- */

static void add_value_rule(const Reader *reader, LawAttribute *attribute, const ValueRule *rule) {
    ValueRule *rules_of = ARENA_MANY(reader->arena, ValueRule, attribute->value_rule_count + 1);
    for (size_t i = 0; i < attribute->value_rule_count; i++) {
        rules_of[i] = attribute->value_rules[i];
    }
    rules_of[attribute->value_rule_count++] = *rule;
    attribute->value_rules = rules_of;
}

static void read_value_rules(const Reader *reader) {
    for (size_t i = 0; i < reader->value_lines.count; i++) {
        const ValueLine *line = array_at(&reader->value_lines, i);
        ValueRule rule = {.pack = line->pack->index};
        if (read_rule(line->pack, &line->line, &rule.rule) && is_whole(reader, &rule.rule)) {
            add_value_rule(reader, &attribute_at(reader, line->attribute)->attribute, &rule);
        }
    }
}

/* A value stands in some list, where there are lists, and is written in some way that is named,
 * where there are any. NULL where it is; else a rule that speaks against it. Rules are those of one
 * pack and of all packs together; with LAW_NONE, of every pack. */
static const CellRule *rule_against(const Reader *reader, Arena *scratch,
                                    const LawAttribute *attribute, size_t pack, Text value) {
    const CellRule *against[2] = {NULL, NULL}; /* of lists, of shapes */
    bool is_met[2] = {false, false};
    for (size_t i = 0; i < attribute->value_rule_count; i++) {
        const ValueRule *it = &attribute->value_rules[i];
        const size_t class = it->rule.kind == CELLS_WRITTEN ? 1 : 0;
        if (pack == LAW_NONE || it->pack == pack || it->pack == LAW_NONE) {
            const CellGauge gauge = cell_gauge_new(scratch, reader, &it->rule);
            against[class] = &it->rule;
            is_met[class] = is_met[class] || cell_gauge_fits(&gauge, value);
        }
    }
    const size_t class = is_met[0] || against[0] == NULL ? 1 : 0;
    return is_met[class] ? NULL : against[class];
}

static Text fault_of(const Reader *reader, const LawAttribute *attribute, size_t pack, Text value) {
    CLEANUP(arena_close) Arena *scratch = arena_new();
    const CellRule *against = rule_against(reader, scratch, attribute, pack, value);
    if (against == NULL) {
        return TEXT("");
    }
    const CellGauge gauge = cell_gauge_new(scratch, reader, against);
    return text_format(reader->arena, "`%.*s` of `%.*s` %.*s", TEXT_ARGS(quoted(value)),
                       TEXT_ARGS(attribute->name),
                       TEXT_ARGS(cell_gauge_fault(reader->arena, &gauge, value)));
}

Text value_fault(const Reader *reader, size_t attribute, Text value) {
    const LawAttribute *it = &attribute_at(reader, attribute)->attribute;
    Text member = TEXT("");
    if (it->type != ATTRIBUTE_SET) {
        return fault_of(reader, it, LAW_NONE, value);
    }
    while (!text_equals(value, TEXT("none")) && text_split(&value, '+', &member)) {
        Text fault = fault_of(reader, it, LAW_NONE, member);
        if (!text_is_empty(fault)) {
            return fault;
        }
    }
    return TEXT("");
}

/* What holds where nothing is said is a value too. */
static void check_default(const Reader *reader, const ValueLine *line) {
    const LawAttribute *it = &attribute_at(reader, line->attribute)->attribute;
    Text fault =
        it->has_default ? value_fault(reader, line->attribute, it->default_text) : TEXT("");
    if (!text_is_empty(fault)) {
        report_line(line->pack, &line->pack->source, line->line.line, "%.*s", TEXT_ARGS(fault));
    }
}

static bool is_of_fact(const Operand *operand) {
    return operand->kind == OPERAND_ATTRIBUTE || operand->kind == OPERAND_MEMBER;
}

static void check_literals(const ProvisionDraft *draft, const Condition *condition) {
    const PackDraft *pack = draft->pack;
    const bool is_compared = condition->kind != CONDITION_TABLE && condition->operand_count > 1 &&
                             is_of_fact(&condition->operands[0]);
    for (size_t i = 1; is_compared && i < condition->operand_count; i++) {
        const Operand *operand = &condition->operands[i];
        const LawAttribute *it =
            &attribute_at(pack->reader, condition->operands[0].index)->attribute;
        Text fault = operand->kind == OPERAND_LITERAL && it->value_rule_count > 0
                         ? fault_of(pack->reader, it, pack->index, operand->literal.text)
                         : TEXT("");
        if (!text_is_empty(fault)) {
            problem_add_with_line(pack->reader->problems, draft->provision.file, condition->line, 0,
                                  source_line(&pack->source, condition->line), "%.*s",
                                  TEXT_ARGS(fault));
        }
    }
    for (size_t i = 0; i < condition->child_count; i++) {
        check_literals(draft, &condition->children[i]);
    }
}

static void check_provision(const ProvisionDraft *draft) {
    const Provision *it = &draft->provision;
    const Condition *const conditions[] = {it->when, it->except_where, it->provided_that};
    for (size_t i = 0; i < sizeof conditions / sizeof conditions[0]; i++) {
        if (conditions[i] != NULL) {
            check_literals(draft, conditions[i]);
        }
    }
    for (size_t i = 0; i < draft->reviews.count; i++) {
        const LawReview *review = array_at(&draft->reviews, i);
        if (review->when != NULL) {
            check_literals(draft, review->when);
        }
    }
    for (size_t i = 0; i < draft->obligations.count; i++) {
        const LawObligation *obligation = array_at(&draft->obligations, i);
        if (obligation->when != NULL) {
            check_literals(draft, obligation->when);
        }
    }
}

void cells_check(Reader *reader) {
    for (size_t i = 0; i < reader->tables.count; i++) {
        check_table(reader, table_at(reader, i));
    }
    read_value_rules(reader);
    for (size_t i = 0; i < reader->value_lines.count; i++) {
        check_default(reader, array_at(&reader->value_lines, i));
    }
}

void values_check(const Reader *reader, size_t first) {
    for (size_t i = first; i < reader->provisions.count; i++) {
        check_provision(provision_at(reader, i));
    }
}
