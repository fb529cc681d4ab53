/* SPDX-License-Identifier: Apache-2.0 */
#include "assurance/table.h"

#include "base/map.h"

static const Text PLAN_WORDS[] = {
    [PLAN_ALLOWED] = {"allowed", 7},
    [PLAN_IF_PARTIAL] = {"if_partial", 10},
    [PLAN_NEVER] = {"never", 5},
};
static const Text RULE_WORDS[] = {
    [SCORE_ALL] = {"all", 3},
    [SCORE_SUBTRACT] = {"subtract", 8},
    [SCORE_COUNT] = {"count", 5},
};

/* ---- requirement.csv ---- */

typedef enum Column {
    COLUMN_ID,
    COLUMN_NAME,
    COLUMN_FAMILY,
    COLUMN_TITLE,
    COLUMN_WEIGHT,
    COLUMN_PARTIAL_WEIGHT,
    COLUMN_PARTIAL_WHEN,
    COLUMN_NOT_APPLICABLE_WHEN,
    COLUMN_PLAN,
    COLUMN_PLAN_REASON,
    COLUMN_STATUS,
    COLUMN_SOURCE,
    COLUMN_OBJECTIVES, /* may be missing */
    COLUMN_COUNT
} Column;

static const Text COLUMN_NAMES[COLUMN_COUNT] = {
    {"id", 2},
    {"name", 4},
    {"family", 6},
    {"title", 5},
    {"weight", 6},
    {"partial_weight", 14},
    {"partial_when", 12},
    {"not_applicable_when", 19},
    {"plan", 4},
    {"plan_reason", 11},
    {"status", 6},
    {"source", 6},
    {"objectives", 10},
};

Text plan_rule_word(PlanRule rule) {
    return PLAN_WORDS[rule];
}

static PlanRule read_plan(const TableReading *reading, const CsvRow *row, Text word) {
    const size_t plan = table_word(PLAN_WORDS, PLAN_NEVER + 1, word);
    if (plan > PLAN_NEVER) {
        problem_add(reading->problems, reading->file, row->line, 0,
                    "`plan` is `%.*s`; write allowed, if_partial or never", TEXT_ARGS(word));
        return PLAN_NEVER;
    }
    return (PlanRule)plan;
}

static void read_requirement(const TableReading *reading, const CsvRow *row, Requirement *to) {
    *to = (Requirement){
        .id = table_cell(reading, row, COLUMN_ID),
        .name = table_cell(reading, row, COLUMN_NAME),
        .family = table_cell(reading, row, COLUMN_FAMILY),
        .title = table_cell(reading, row, COLUMN_TITLE),
        .weight =
            table_number(reading, row, table_cell(reading, row, COLUMN_WEIGHT), TEXT("weight")),
        .partial_weight = table_number(
            reading, row, table_cell(reading, row, COLUMN_PARTIAL_WEIGHT), TEXT("partial_weight")),
        .partial_when = table_cell(reading, row, COLUMN_PARTIAL_WHEN),
        .not_applicable_when = table_cell(reading, row, COLUMN_NOT_APPLICABLE_WHEN),
        .plan = read_plan(reading, row, table_cell(reading, row, COLUMN_PLAN)),
        .plan_reason = table_cell(reading, row, COLUMN_PLAN_REASON),
        .status = table_cell(reading, row, COLUMN_STATUS),
        .source = table_cell(reading, row, COLUMN_SOURCE),
        .objectives = table_number(reading, row, table_cell(reading, row, COLUMN_OBJECTIVES),
                                   TEXT("objectives")),
    };
    if (text_is_empty(to->id) || text_is_empty(to->source)) {
        problem_add(reading->problems, reading->file, row->line, 0,
                    "a requirement needs an `id` and a `source`");
    }
}

static void read_requirements(TableReading *reading, Text folder, Catalogue *catalogue) {
    if (!table_read(reading, folder, TEXT("requirement.csv")) ||
        !table_find_columns(reading, COLUMN_NAMES, COLUMN_COUNT, COLUMN_OBJECTIVES)) {
        return;
    }
    Map *ids = map_new(reading->arena);
    Requirement *requirements = ARENA_MANY(reading->arena, Requirement, reading->table.row_count);
    for (size_t i = 0; i < reading->table.row_count; i++) {
        const CsvRow *row = &reading->table.rows[i];
        read_requirement(reading, row, &requirements[i]);
        if (!map_add(ids, requirements[i].id, i)) {
            problem_add(reading->problems, reading->file, row->line, 0,
                        "requirement `%.*s` is given twice", TEXT_ARGS(requirements[i].id));
        }
    }
    catalogue->requirements = requirements;
    catalogue->requirement_count = reading->table.row_count;
}

/* ---- catalogue.csv ---- */

static int number_setting(const TableReading *reading, Text key) {
    static const CsvRow NOWHERE = {0};
    return table_number(reading, &NOWHERE, table_setting(reading, key), key);
}

static bool read_settings(TableReading *reading, Text folder, Catalogue *catalogue, Text *basis) {
    if (!table_read(reading, folder, TEXT("catalogue.csv"))) {
        return false;
    }
    if (reading->table.column_count != 2) {
        problem_add(reading->problems, reading->file, 1, 0, "the columns are `key` and `value`");
        return false;
    }
    const Text word = table_setting(reading, TEXT("rule"));
    const size_t rule = table_word(RULE_WORDS, SCORE_COUNT + 1, word);
    if (rule > SCORE_COUNT) {
        problem_add(reading->problems, reading->file, 0, 0,
                    "`rule` is `%.*s`; write all, subtract or count", TEXT_ARGS(word));
        return false;
    }
    catalogue->title = table_setting(reading, TEXT("title"));
    catalogue->framework = table_setting(reading, TEXT("framework"));
    catalogue->next_framework = table_setting(reading, TEXT("next_framework"));
    catalogue->scheme = table_setting(reading, TEXT("scheme"));
    catalogue->first = table_setting(reading, TEXT("first"));
    catalogue->source = table_setting(reading, TEXT("source"));
    catalogue->rule = (ScoreRule)rule;
    catalogue->maximum = number_setting(reading, TEXT("maximum"));
    catalogue->conditional_at = number_setting(reading, TEXT("conditional_at"));
    catalogue->close_days = number_setting(reading, TEXT("close_days"));
    *basis = table_setting(reading, TEXT("basis"));
    return true;
}

bool catalogue_find(const Catalogue *catalogue, Text id, size_t *requirement) {
    for (size_t i = 0; i < catalogue->requirement_count; i++) {
        if (text_equals(catalogue->requirements[i].id, id) ||
            text_equals(catalogue->requirements[i].name, id)) {
            *requirement = i;
            return true;
        }
    }
    return false;
}

const Catalogue *catalogue_load_from(Arena *arena, AssuranceFiles *files, Text folder,
                                     ProblemList *problems) {
    const size_t before = problem_count(problems);
    Catalogue *catalogue = ARENA_NEW(arena, Catalogue);
    TableReading reading = {.arena = arena, .problems = problems, .files = files};
    Text basis = {0};
    catalogue->basis = CATALOGUE_NONE;
    if (!read_settings(&reading, folder, catalogue, &basis)) {
        return NULL;
    }
    read_requirements(&reading, folder, catalogue);
    if (!text_is_empty(basis) && problem_count(problems) == before &&
        !catalogue_find(catalogue, basis, &catalogue->basis)) {
        problem_add(problems, reading.file, 0, 0, "there is no requirement `%.*s`, the basis",
                    TEXT_ARGS(basis));
    }
    return problem_count(problems) == before ? catalogue : NULL;
}

const Catalogue *catalogue_load(Arena *arena, Text folder, ProblemList *problems) {
    return catalogue_load_from(arena, NULL, folder, problems);
}
