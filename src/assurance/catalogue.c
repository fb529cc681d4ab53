/* SPDX-License-Identifier: Apache-2.0 */
#include "assurance/assurance.h"

#include "base/array.h"
#include "base/csv.h"
#include "base/file.h"
#include "base/map.h"

enum { FILE_BYTES_MAX = 4 << 20, WEIGHT_MAX = 1000 };

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

typedef struct Reading {
    Arena *arena;
    ProblemList *problems;
    Text file;
    CsvTable table;
} Reading;

static bool read_table(Reading *reading, Text folder, Text name) {
    Text content = {0};
    Error error = {0};
    reading->file = file_path(reading->arena, folder, name);
    if (!file_read(reading->arena, reading->file, FILE_BYTES_MAX, &content, &error)) {
        problem_add(reading->problems, reading->file, 0, 0, "%s", error.message);
        return false;
    }
    return csv_parse(reading->arena, reading->file, content, &reading->table, reading->problems);
}

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
};

static bool find_columns(const Reading *reading, size_t *columns) {
    bool has_all = true;
    for (size_t i = 0; i < COLUMN_COUNT; i++) {
        if (!csv_find_column(&reading->table, COLUMN_NAMES[i], &columns[i])) {
            problem_add(reading->problems, reading->file, 1, 0, "column `%.*s` is missing",
                        TEXT_ARGS(COLUMN_NAMES[i]));
            has_all = false;
        }
    }
    return has_all;
}

/* A small whole number; 0 where the cell is empty. */
static int read_number(const Reading *reading, const CsvRow *row, Text cell, Text name) {
    int64_t value = 0;
    if (!text_is_empty(cell) &&
        (!text_parse_integer(cell, &value) || value < 0 || value > WEIGHT_MAX)) {
        problem_add(reading->problems, reading->file, row->line, 0,
                    "`%.*s` is `%.*s`; it takes a whole number from 0 to %d", TEXT_ARGS(name),
                    TEXT_ARGS(cell), WEIGHT_MAX);
        return 0;
    }
    return (int)value;
}

static size_t find_word(const Text *words, size_t count, Text word) {
    size_t index = 0;
    while (index < count && !text_equals(words[index], word)) {
        index++;
    }
    return index;
}

static PlanRule read_plan(const Reading *reading, const CsvRow *row, Text word) {
    const size_t plan = find_word(PLAN_WORDS, PLAN_NEVER + 1, word);
    if (plan > PLAN_NEVER) {
        problem_add(reading->problems, reading->file, row->line, 0,
                    "`plan` is `%.*s`; write allowed, if_partial or never", TEXT_ARGS(word));
        return PLAN_NEVER;
    }
    return (PlanRule)plan;
}

static void read_requirement(const Reading *reading, const CsvRow *row, const size_t *columns,
                             Requirement *to) {
    const Text *cells = row->fields;
    *to = (Requirement){
        .id = cells[columns[COLUMN_ID]],
        .name = cells[columns[COLUMN_NAME]],
        .family = cells[columns[COLUMN_FAMILY]],
        .title = cells[columns[COLUMN_TITLE]],
        .weight = read_number(reading, row, cells[columns[COLUMN_WEIGHT]], TEXT("weight")),
        .partial_weight = read_number(reading, row, cells[columns[COLUMN_PARTIAL_WEIGHT]],
                                      TEXT("partial_weight")),
        .partial_when = cells[columns[COLUMN_PARTIAL_WHEN]],
        .not_applicable_when = cells[columns[COLUMN_NOT_APPLICABLE_WHEN]],
        .plan = read_plan(reading, row, cells[columns[COLUMN_PLAN]]),
        .plan_reason = cells[columns[COLUMN_PLAN_REASON]],
        .status = cells[columns[COLUMN_STATUS]],
        .source = cells[columns[COLUMN_SOURCE]],
    };
    if (text_is_empty(to->id) || text_is_empty(to->source)) {
        problem_add(reading->problems, reading->file, row->line, 0,
                    "a requirement needs an `id` and a `source`");
    }
}

static void read_requirements(Reading *reading, Text folder, Catalogue *catalogue) {
    size_t columns[COLUMN_COUNT];
    if (!read_table(reading, folder, TEXT("requirement.csv")) || !find_columns(reading, columns)) {
        return;
    }
    Map *ids = map_new(reading->arena);
    Requirement *requirements = ARENA_MANY(reading->arena, Requirement, reading->table.row_count);
    for (size_t i = 0; i < reading->table.row_count; i++) {
        const CsvRow *row = &reading->table.rows[i];
        read_requirement(reading, row, columns, &requirements[i]);
        if (!map_add(ids, requirements[i].id, i)) {
            problem_add(reading->problems, reading->file, row->line, 0,
                        "requirement `%.*s` is given twice", TEXT_ARGS(requirements[i].id));
        }
    }
    catalogue->requirements = requirements;
    catalogue->requirement_count = reading->table.row_count;
}

/* ---- catalogue.csv ---- */

static Text setting(const Reading *reading, Text key) {
    for (size_t i = 0; i < reading->table.row_count; i++) {
        if (text_equals(reading->table.rows[i].fields[0], key)) {
            return reading->table.rows[i].fields[1];
        }
    }
    return (Text){0};
}

static int number_setting(const Reading *reading, Text key) {
    static const CsvRow NOWHERE = {0};
    return read_number(reading, &NOWHERE, setting(reading, key), key);
}

static bool read_settings(Reading *reading, Text folder, Catalogue *catalogue, Text *basis) {
    if (!read_table(reading, folder, TEXT("catalogue.csv"))) {
        return false;
    }
    if (reading->table.column_count != 2) {
        problem_add(reading->problems, reading->file, 1, 0, "the columns are `key` and `value`");
        return false;
    }
    const Text word = setting(reading, TEXT("rule"));
    const size_t rule = find_word(RULE_WORDS, SCORE_COUNT + 1, word);
    if (rule > SCORE_COUNT) {
        problem_add(reading->problems, reading->file, 0, 0,
                    "`rule` is `%.*s`; write all, subtract or count", TEXT_ARGS(word));
        return false;
    }
    catalogue->title = setting(reading, TEXT("title"));
    catalogue->source = setting(reading, TEXT("source"));
    catalogue->rule = (ScoreRule)rule;
    catalogue->maximum = number_setting(reading, TEXT("maximum"));
    catalogue->conditional_at = number_setting(reading, TEXT("conditional_at"));
    catalogue->close_days = number_setting(reading, TEXT("close_days"));
    *basis = setting(reading, TEXT("basis"));
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

const Catalogue *catalogue_load(Arena *arena, Text folder, ProblemList *problems) {
    const size_t before = problem_count(problems);
    Catalogue *catalogue = ARENA_NEW(arena, Catalogue);
    Reading reading = {.arena = arena, .problems = problems};
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
