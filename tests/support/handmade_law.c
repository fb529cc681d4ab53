/* SPDX-License-Identifier: Apache-2.0 */
#include "handmade_law.h"

#include <assert.h>

static Symbol intern(Handmade *law, Text code) {
    size_t symbol = map_count(law->symbols);
    (void)map_add(law->symbols, code, symbol);
    bool is_found = map_find(law->symbols, code, &symbol);
    assert(is_found);
    return (Symbol)symbol;
}

static LawValue code_value(Handmade *law, Text code) {
    return (LawValue){.type = ATTRIBUTE_CODE, .text = code, .symbol = intern(law, code)};
}

Handmade *handmade_new(Arena *arena) {
    Handmade *law = ARENA_NEW(arena, Handmade);
    law->arena = arena;
    law->symbols = map_new(arena);
    law->attribute_names = map_new(arena);
    law->provision_names = map_new(arena);
    return law;
}

LawPack *handmade_pack(Handmade *law, const char *name) {
    assert(law->set.pack_count < HANDMADE_MAX);
    LawPack *pack = &law->packs[law->set.pack_count++];
    pack->info.name = text_from(name);
    pack->info.speaks = true;
    pack->first_provision = law->set.provision_count;
    return pack;
}

size_t handmade_attribute(Handmade *law, const char *name, AttributeType type) {
    assert(law->set.attribute_count < HANDMADE_MAX);
    size_t index = law->set.attribute_count++;
    law->attributes[index] = (LawAttribute){.name = text_from(name), .type = type, .cost = 1};
    (void)map_add(law->attribute_names, text_from(name), index);
    return index;
}

static size_t piece_count(const char *list) {
    size_t count = 1;
    for (const char *at = list; *at != '\0'; at++) {
        count += *at == ',';
    }
    return count;
}

size_t handmade_table(Handmade *law, const char *name, const char *columns) {
    assert(law->set.table_count < HANDMADE_MAX);
    size_t index = law->set.table_count++;
    TableColumn *list = ARENA_MANY(law->arena, TableColumn, piece_count(columns));
    Text rest = text_from(columns);
    Text piece;
    size_t count = 0;
    while (text_split(&rest, ',', &piece)) {
        list[count++] = (TableColumn){.name = piece, .type = ATTRIBUTE_CODE};
    }
    law->rows[index] = array_new(law->arena, sizeof(TableRow));
    law->tables[index] = (LawTable){.pack = law->set.pack_count - 1,
                                    .name = text_from(name),
                                    .columns = list,
                                    .column_count = count,
                                    .complete_by = LAW_NONE};
    return index;
}

TableRow *handmade_row(Handmade *law, size_t table, const char *cells) {
    LawTable *target = &law->tables[table];
    LawValue *values = ARENA_MANY(law->arena, LawValue, target->column_count);
    Text rest = text_from(cells);
    Text piece;
    size_t column = 0;
    while (text_split(&rest, ',', &piece)) {
        assert(column < target->column_count);
        values[column] = code_value(law, piece);
        if (target->columns[column].type == ATTRIBUTE_NUMBER) {
            values[column].type = ATTRIBUTE_NUMBER;
            bool is_number = decimal_parse(piece, &values[column].number);
            assert(is_number);
        }
        column++;
    }
    TableRow *row = array_add(&law->rows[table]);
    target->rows = law->rows[table].items;
    target->row_count = law->rows[table].count;
    *row = (TableRow){.values = values, .holds = {DATE_MIN, DATE_MAX}, .line = target->row_count};
    return row;
}

void handmade_force(Handmade *law, Provision *provision, const char *from, const char *until,
                    LawStatus status) {
    ProvisionInterval *interval = ARENA_NEW(law->arena, ProvisionInterval);
    *interval = (ProvisionInterval){.range = {DATE_MIN, DATE_MAX}, .status = status};
    bool is_read = (from == NULL || date_parse(text_from(from), &interval->range.from)) &&
                   (until == NULL || date_parse(text_from(until), &interval->range.until));
    assert(is_read);
    (void)is_read;
    provision->intervals = interval;
    provision->interval_count = 1;
    provision->status = status;
}

Provision *handmade_provision(Handmade *law, ProvisionKind kind, const char *name) {
    assert(law->set.provision_count < HANDMADE_MAX);
    LawPack *pack = &law->packs[law->set.pack_count - 1];
    Provision *provision = &law->provisions[law->set.provision_count];
    Text *citations = ARENA_NEW(law->arena, Text);
    citations[0] = text_format(law->arena, "cite %s", name);
    *provision =
        (Provision){.pack = law->set.pack_count - 1,
                    .kind = kind,
                    .name = text_format(law->arena, "%.*s.%s", TEXT_ARGS(pack->info.name), name),
                    .title = text_from(name),
                    .citations = citations,
                    .citation_count = 1,
                    .each = {.table = LAW_NONE},
                    .targets_all = true};
    handmade_force(law, provision, NULL, NULL, LAW_VERIFIED);
    (void)map_add(law->provision_names, provision->name, law->set.provision_count);
    law->set.provision_count++;
    pack->provision_count++;
    return provision;
}

size_t handmade_place(const Handmade *law, const Provision *provision) {
    return (size_t)(provision - law->provisions);
}

void handmade_targets(Handmade *law, Provision *provision, const Provision *first,
                      const Provision *second) {
    size_t *targets = ARENA_MANY(law->arena, size_t, 2);
    targets[0] = handmade_place(law, first);
    provision->target_count = 1;
    if (second != NULL) {
        targets[provision->target_count++] = handmade_place(law, second);
    }
    provision->targets = targets;
    provision->targets_all = false;
}

void handmade_strikes_track(Handmade *law, Provision *bar, const Provision *exception,
                            const char *track) {
    StruckTrack *struck = ARENA_NEW(law->arena, StruckTrack);
    *struck = (StruckTrack){.exception = handmade_place(law, exception), .track = text_from(track)};
    bar->struck = struck;
    bar->struck_count = 1;
    bar->targets_all = false;
}

void handmade_each(Handmade *law, Provision *provision, size_t table, size_t column, bool is_within,
                   size_t attribute) {
    RowMatch *match = ARENA_NEW(law->arena, RowMatch);
    *match = (RowMatch){
        .column = column, .is_within = is_within, .operand = operand_attribute(attribute)};
    match->operand.is_coarse = law->tables[table].columns[column].is_coarse;
    provision->each =
        (ForEach){.table = table, .name = TEXT("row"), .matches = match, .match_count = 1};
}

void handmade_coarse(Handmade *law, size_t table, size_t column) {
    LawTable *coarse = &law->tables[table];
    TableColumn *columns = ARENA_MANY(law->arena, TableColumn, coarse->column_count);
    for (size_t i = 0; i < coarse->column_count; i++) {
        columns[i] = coarse->columns[i];
    }
    columns[column].is_coarse = true;
    coarse->columns = columns;
    for (size_t i = 0; i < coarse->row_count; i++) {
        Text above = coarse->rows[i].values[column].text;
        while (law_code_above(&above)) {
            (void)code_value(law, above);
        }
    }
}

void handmade_read_from(Handmade *law, size_t table, Date date) {
    law->tables[table].has_read_from = true;
    law->tables[table].read_from = date;
    for (size_t i = 0; i < law->rows[table].count; i++) {
        TableRow *row = &ARRAY_ITEMS(TableRow, &law->rows[table])[i];
        bool goes_on = row->holds.from == DATE_MIN && row->holds.until >= date;
        row->holds.from = goes_on ? date : row->holds.from;
    }
}

/* ---- operands ---- */

Operand operand_code(Handmade *law, const char *code) {
    return (Operand){.kind = OPERAND_LITERAL, .literal = code_value(law, text_from(code))};
}

Operand operand_number(const char *number) {
    Operand operand = {.kind = OPERAND_LITERAL,
                       .literal = {.type = ATTRIBUTE_NUMBER, .text = text_from(number)}};
    bool is_number = decimal_parse(text_from(number), &operand.literal.number);
    assert(is_number);
    (void)is_number;
    return operand;
}

Operand operand_date(const char *date) {
    Operand operand = {.kind = OPERAND_LITERAL,
                       .literal = {.type = ATTRIBUTE_DATE, .text = text_from(date)}};
    bool is_date = date_parse(text_from(date), &operand.literal.date);
    assert(is_date);
    (void)is_date;
    return operand;
}

Operand operand_attribute(size_t attribute) {
    return (Operand){.kind = OPERAND_ATTRIBUTE, .index = attribute};
}

Operand operand_column(size_t column) {
    return (Operand){.kind = OPERAND_COLUMN, .index = column};
}

Operand operand_within(Operand operand) {
    operand.is_within = true;
    return operand;
}

Operand operand_any(void) {
    return (Operand){.kind = OPERAND_ANY};
}

Operand operand_member(size_t set) {
    return (Operand){.kind = OPERAND_MEMBER, .index = set};
}

/* ---- conditions ---- */

static Condition *new_condition(Handmade *law, ConditionKind kind, size_t operand_count) {
    Condition *condition = ARENA_NEW(law->arena, Condition);
    condition->kind = kind;
    condition->operands = ARENA_MANY(law->arena, Operand, operand_count);
    condition->operand_count = operand_count;
    condition->text = TEXT("condition");
    return condition;
}

static Operand *operands_of(Handmade *law, Condition *condition) {
    Operand *operands = ARENA_MANY(law->arena, Operand, condition->operand_count);
    condition->operands = operands;
    return operands;
}

Condition *condition_yes(Handmade *law, size_t attribute) {
    Condition *condition = new_condition(law, CONDITION_YES, 1);
    operands_of(law, condition)[0] = operand_attribute(attribute);
    return condition;
}

Condition *condition_fact(Handmade *law, const Provision *fact) {
    Condition *condition = new_condition(law, CONDITION_FACT, 0);
    condition->provision = handmade_place(law, fact);
    return condition;
}

static void add_codes(Handmade *law, Operand *operands, const char *codes) {
    Text rest = text_from(codes);
    Text piece;
    size_t count = 0;
    while (text_split(&rest, ',', &piece)) {
        operands[count++] = (Operand){.kind = OPERAND_LITERAL, .literal = code_value(law, piece)};
    }
}

Condition *condition_codes(Handmade *law, ConditionKind kind, size_t attribute, const char *codes) {
    Condition *condition = new_condition(law, kind, codes == NULL ? 1 : 1 + piece_count(codes));
    Operand *operands = operands_of(law, condition);
    operands[0] = operand_attribute(attribute);
    if (codes != NULL) {
        add_codes(law, operands + 1, codes);
    }
    return condition;
}

Condition *condition_reasons(Handmade *law, ConditionKind kind, const char *codes) {
    Condition *condition = new_condition(law, kind, piece_count(codes));
    add_codes(law, operands_of(law, condition), codes);
    return condition;
}

Condition *condition_compare(Handmade *law, size_t attribute, Comparison comparison,
                             Operand other) {
    Condition *condition = new_condition(law, CONDITION_COMPARE, 2);
    Operand *operands = operands_of(law, condition);
    operands[0] = operand_attribute(attribute);
    operands[1] = other;
    condition->comparison = comparison;
    return condition;
}

Condition *condition_table(Handmade *law, size_t table, const Operand *operands, size_t count) {
    Condition *condition = new_condition(law, CONDITION_TABLE, count);
    Operand *copies = operands_of(law, condition);
    for (size_t i = 0; i < count; i++) {
        size_t last = law->tables[table].column_count - 1;
        copies[i] = operands[i];
        copies[i].is_coarse = law->tables[table].columns[i < last ? i : last].is_coarse;
    }
    condition->table = table;
    return condition;
}

Condition *condition_block(Handmade *law, ConditionKind kind, const Condition *first,
                           const Condition *second, const Condition *third) {
    const Condition *given[] = {first, second, third};
    Condition *condition = new_condition(law, kind, 0);
    Condition *children = ARENA_MANY(law->arena, Condition, 3);
    for (size_t i = 0; i < 3 && given[i] != NULL; i++) {
        children[condition->child_count++] = *given[i];
    }
    condition->children = children;
    return condition;
}

Condition *condition_track(Handmade *law, const char *name, const Condition *only) {
    Condition *condition = condition_block(law, CONDITION_TRACK, only, NULL, NULL);
    condition->name = text_from(name);
    condition->citation = text_format(law->arena, "cite track %s", name);
    return condition;
}

Condition *condition_not(Condition *condition) {
    condition->is_negated = !condition->is_negated;
    return condition;
}

/* ---- the set ---- */

static TableIndex index_column(Handmade *law, const LawTable *table, size_t column) {
    size_t symbols = map_count(law->symbols);
    uint32_t *first = ARENA_MANY(law->arena, uint32_t, symbols + 1);
    uint32_t *order = ARENA_MANY(law->arena, uint32_t, table->row_count);
    uint32_t placed = 0;
    for (size_t symbol = 0; symbol < symbols; symbol++) {
        first[symbol] = placed;
        for (size_t row = 0; row < table->row_count; row++) {
            if (table->rows[row].values[column].symbol == symbol) {
                order[placed++] = (uint32_t)row;
            }
        }
    }
    first[symbols] = placed;
    return (TableIndex){.first = first, .order = order, .symbol_count = symbols};
}

static void index_table(Handmade *law, LawTable *table) {
    TableIndex *indexes = ARENA_MANY(law->arena, TableIndex, table->column_count);
    for (size_t i = 0; i < table->column_count; i++) {
        if (table->columns[i].type == ATTRIBUTE_CODE) {
            indexes[i] = index_column(law, table, i);
        }
    }
    table->indexes = indexes;
}

const LawSet *handmade_finish(Handmade *law) {
    law_tie_tracks(law->arena, law->provisions, law->set.provision_count);
    for (size_t i = 0; i < law->set.table_count; i++) {
        index_table(law, &law->tables[i]);
    }
    law->set.packs = law->packs;
    law->set.provisions = law->provisions;
    law->set.tables = law->tables;
    law->set.attributes = law->attributes;
    law->set.attribute_names = law->attribute_names;
    law->set.provision_names = law->provision_names;
    law->set.symbols = law->symbols;
    return &law->set;
}
