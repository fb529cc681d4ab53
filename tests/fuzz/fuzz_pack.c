/* SPDX-License-Identifier: Apache-2.0 */
/* Any bytes are read as a pack: pack.law, and after a line `=== NAME` each further file of
 * it. What is read must hang together: every position inside its list, every list in
 * order. */
#include "fuzz.h"

#include "law/draft.h"

enum { FILES_MAX = 16 };

static const Text file_mark = {"=== ", 4};

/* Cuts the input into files. */
static size_t cut_files(Text input, MemoryFile *files) {
    size_t count = 1;
    Text rest = input;
    Text line;
    const char *start = input.bytes;
    files[0].name = TEXT("pack.law");
    while (text_split(&rest, '\n', &line)) {
        /* No file on a disk has a name with a zero byte. */
        if (text_starts_with(line, file_mark) && count < FILES_MAX && text_is_utf8(line)) {
            files[count - 1].content = (Text){start, (size_t)(line.bytes - start)};
            files[count].name = text_trim(text_slice(line, file_mark.length, line.length));
            start = line.bytes + line.length;
            start += rest.bytes != NULL ? 1 : 0;
            count++;
        }
    }
    files[count - 1].content = (Text){start, (size_t)(input.bytes + input.length - start)};
    return count;
}

static void require_operands(const LawSet *set, const Provision *provision,
                             const Condition *condition) {
    for (size_t i = 0; i < condition->operand_count; i++) {
        const Operand *operand = &condition->operands[i];
        if (operand->kind == OPERAND_ATTRIBUTE) {
            REQUIRE(operand->index < set->attribute_count);
        } else if (operand->kind == OPERAND_MEMBER) {
            REQUIRE(operand->index < set->attribute_count);
            REQUIRE(set->attributes[operand->index].type == ATTRIBUTE_SET);
            REQUIRE(condition->kind == CONDITION_TABLE);
        } else if (operand->kind == OPERAND_COLUMN) {
            REQUIRE(provision->each.table < set->table_count);
            REQUIRE(operand->index < set->tables[provision->each.table].column_count);
        } else if (operand->kind == OPERAND_LITERAL) {
            REQUIRE(operand->literal.symbol < map_count(set->symbols));
        }
    }
}

static void require_condition(const LawSet *set, size_t index, const Condition *condition) {
    if (condition == NULL) {
        return;
    }
    require_operands(set, &set->provisions[index], condition);
    if (condition->kind == CONDITION_FACT) {
        REQUIRE(condition->provision < set->provision_count);
        const Provision *fact = &set->provisions[condition->provision];
        bool is_struck = set->provisions[index].kind == PROVISION_EXCEPTION;
        REQUIRE(fact->kind == PROVISION_FACT || (is_struck && fact->kind == PROVISION_BAR));
        REQUIRE(set->provisions[index].kind != PROVISION_FACT || condition->provision < index);
    }
    if (condition->kind == CONDITION_TABLE) {
        REQUIRE(condition->table < set->table_count);
        REQUIRE(condition->operand_count >= set->tables[condition->table].column_count);
    }
    for (size_t i = 0; i < condition->child_count; i++) {
        require_condition(set, index, &condition->children[i]);
    }
}

static void require_intervals(const Provision *provision) {
    for (size_t i = 0; i < provision->interval_count; i++) {
        DateRange range = provision->intervals[i].range;
        REQUIRE(range.from <= range.until);
        REQUIRE(i == 0 || provision->intervals[i - 1].range.until < range.from);
    }
}

static void require_places(const LawSet *set, const size_t *places, size_t count) {
    for (size_t i = 0; i < count; i++) {
        REQUIRE(places[i] < set->provision_count);
    }
}

static void require_provision(const LawSet *set, size_t index) {
    const Provision *provision = &set->provisions[index];
    REQUIRE(provision->citation_count > 0);
    require_intervals(provision);
    require_condition(set, index, provision->when);
    require_condition(set, index, provision->except_where);
    require_condition(set, index, provision->provided_that);
    for (size_t i = 0; i < provision->review_count; i++) {
        require_condition(set, index, provision->reviews[i].when);
    }
    require_places(set, provision->targets, provision->target_count);
    require_places(set, provision->spared, provision->spared_count);
    require_places(set, provision->served_by, provision->served_by_count);
}

static void require_index(const LawSet *set, const LawTable *table, size_t column) {
    const TableIndex *index = &table->indexes[column];
    AttributeType type = table->columns[column].type;
    bool is_code = type == ATTRIBUTE_CODE || type == ATTRIBUTE_COUNTRY;
    size_t found = 0;
    REQUIRE(index->symbol_count == (is_code ? map_count(set->symbols) : 0));
    for (size_t symbol = 0; symbol < index->symbol_count; symbol++) {
        for (size_t i = index->first[symbol]; i < index->first[symbol + 1]; i++) {
            REQUIRE(table->rows[index->order[i]].values[column].symbol == symbol);
            found++;
        }
    }
    REQUIRE(found == (is_code ? table->row_count : 0));
}

static void require_table(const LawSet *set, const LawTable *table) {
    for (size_t i = 0; i < table->column_count; i++) {
        require_index(set, table, i);
    }
}

static void require_set(const LawSet *set) {
    REQUIRE(set->pack_count == 1);
    for (size_t i = 0; i < set->provision_count; i++) {
        require_provision(set, i);
    }
    for (size_t i = 0; i < set->table_count; i++) {
        require_table(set, &set->tables[i]);
    }
}

/* Read law is decided by, whatever it says. */
static void require_decision(Arena *arena, const LawSet *set, Date as_of) {
    DecideOptions options = {.as_of = as_of, .known_at = as_of, .explain = true, .quantile = 50};
    Decision decision;
    law_decide(arena, set, law_facts_new(arena, set), &options, &decision);
    REQUIRE(decision.best <= decision.worst);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    Arena *arena = arena_new();
    MemoryFile files[FILES_MAX];
    size_t file_count = cut_files((Text){(const char *)data, size}, files);
    ProblemList problems = problem_list_new(arena);
    const LawTest *tests = NULL;
    size_t test_count = 0;
    const LawSet *set = law_read_memory(arena, files, file_count, &tests, &test_count, &problems);
    REQUIRE((set != NULL) == (problem_count(&problems) == 0));
    REQUIRE(text_is_utf8(problem_format(arena, &problems, 0)));
    if (set != NULL) {
        require_set(set);
        require_decision(arena, set, test_count > 0 ? tests[0].as_of : 20000);
    }
    arena_free(arena);
    return 0;
}
