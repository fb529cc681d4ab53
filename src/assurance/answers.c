/* SPDX-License-Identifier: Apache-2.0 */
#include "assurance/assurance.h"

#include "base/csv.h"
#include "base/map.h"

static const Text ANSWER_WORDS[] = {
    [ANSWER_UNKNOWN] = {"unknown", 7},
    [ANSWER_MET] = {"met", 3},
    [ANSWER_PARTIAL] = {"partial", 7},
    [ANSWER_NOT_MET] = {"not_met", 7},
    [ANSWER_NOT_APPLICABLE] = {"not_applicable", 14},
};

Text answer_word(AnswerStatus status) {
    return ANSWER_WORDS[status];
}

bool answer_parse(Text word, AnswerStatus *status) {
    for (size_t i = 0; i <= ANSWER_NOT_APPLICABLE; i++) {
        if (text_equals(ANSWER_WORDS[i], word)) {
            *status = (AnswerStatus)i;
            return true;
        }
    }
    return false;
}

enum { COLUMN_REQUIREMENT, COLUMN_STATUS, COLUMN_OBJECTIVE, COLUMN_REASON, COLUMN_COUNT };

static const Text COLUMN_NAMES[COLUMN_COUNT] = {
    {"requirement", 11}, {"status", 6}, {"objective", 9}, {"reason", 6}};

typedef struct AnswerReading {
    Arena *arena;
    const Catalogue *catalogue;
    Text file;
    ProblemList *problems;
    Map *requirements;
    Map *seen;
    size_t columns[COLUMN_COUNT];
    bool has[COLUMN_COUNT];
    AnswerStatus *answers;
} AnswerReading;

static Text cell(const AnswerReading *reading, const CsvRow *row, size_t column) {
    return reading->has[column] ? row->fields[reading->columns[column]] : (Text){0};
}

static void complain(const AnswerReading *reading, const CsvRow *row, const char *what, Text word) {
    problem_add(reading->problems, reading->file, row->line, 0, "%s `%.*s`", what, TEXT_ARGS(word));
}

static bool find_requirement(const AnswerReading *reading, const CsvRow *row, size_t *requirement) {
    const Text id = cell(reading, row, COLUMN_REQUIREMENT);
    Text nearest = {0};
    if (map_find(reading->requirements, id, requirement)) {
        return true;
    }
    if (map_nearest(reading->requirements, id, &nearest)) {
        problem_add(reading->problems, reading->file, row->line, 0,
                    "the catalogue has no requirement `%.*s`; did you mean `%.*s`?", TEXT_ARGS(id),
                    TEXT_ARGS(nearest));
    } else {
        complain(reading, row, "the catalogue has no requirement", id);
    }
    return false;
}

/* The weakest of a requirement's objectives is its answer. */
static AnswerStatus weaker(AnswerStatus a, AnswerStatus b) {
    static const int STRENGTH[] = {[ANSWER_NOT_MET] = 0,
                                   [ANSWER_PARTIAL] = 1,
                                   [ANSWER_UNKNOWN] = 2,
                                   [ANSWER_MET] = 3,
                                   [ANSWER_NOT_APPLICABLE] = 4};
    return STRENGTH[a] < STRENGTH[b] ? a : b;
}

static bool check_status(const AnswerReading *reading, const CsvRow *row, size_t requirement,
                         AnswerStatus status) {
    if (status == ANSWER_NOT_APPLICABLE && text_is_empty(cell(reading, row, COLUMN_REASON))) {
        complain(reading, row, "say in `reason` why this is not applicable:",
                 cell(reading, row, COLUMN_REQUIREMENT));
        return false;
    }
    if (status == ANSWER_PARTIAL &&
        reading->catalogue->requirements[requirement].partial_weight == 0) {
        complain(reading, row, "there is no partial credit for",
                 cell(reading, row, COLUMN_REQUIREMENT));
        return false;
    }
    return true;
}

static void read_answer(AnswerReading *reading, const CsvRow *row) {
    size_t requirement = 0;
    AnswerStatus status = ANSWER_UNKNOWN;
    const Text word = cell(reading, row, COLUMN_STATUS);
    if (!find_requirement(reading, row, &requirement)) {
        return;
    }
    if (!answer_parse(word, &status)) {
        problem_add(reading->problems, reading->file, row->line, 0,
                    "`status` is `%.*s`; write met, not_met, partial, not_applicable or unknown",
                    TEXT_ARGS(word));
        return;
    }
    const Text key = text_format(reading->arena, "%zu %.*s", requirement,
                                 TEXT_ARGS(cell(reading, row, COLUMN_OBJECTIVE)));
    if (!map_add(reading->seen, key, 0)) {
        complain(reading, row, "answered twice:", cell(reading, row, COLUMN_REQUIREMENT));
        return;
    }
    if (check_status(reading, row, requirement, status)) {
        const bool is_first =
            map_add(reading->seen, text_format(reading->arena, "%zu", requirement), 0);
        AnswerStatus *answer = &reading->answers[requirement];
        *answer = is_first ? status : weaker(*answer, status);
    }
}

static bool find_columns(AnswerReading *reading, const CsvTable *table) {
    for (size_t i = 0; i < COLUMN_COUNT; i++) {
        reading->has[i] = csv_find_column(table, COLUMN_NAMES[i], &reading->columns[i]);
        if (!reading->has[i] && i <= COLUMN_STATUS) {
            problem_add(reading->problems, reading->file, 1, 0, "column `%.*s` is missing",
                        TEXT_ARGS(COLUMN_NAMES[i]));
            return false;
        }
    }
    return true;
}

static Map *name_requirements(Arena *arena, const Catalogue *catalogue) {
    Map *names = map_new(arena);
    for (size_t i = 0; i < catalogue->requirement_count; i++) {
        (void)map_add(names, catalogue->requirements[i].id, i);
        (void)map_add(names, catalogue->requirements[i].name, i);
    }
    return names;
}

bool answers_read(Arena *arena, const Catalogue *catalogue, Text file, Text content,
                  AnswerStatus **answers, ProblemList *problems) {
    const size_t before = problem_count(problems);
    CsvTable table;
    AnswerReading reading = {
        .arena = arena,
        .catalogue = catalogue,
        .file = file,
        .problems = problems,
        .requirements = name_requirements(arena, catalogue),
        .seen = map_new(arena),
        .answers = ARENA_MANY(arena, AnswerStatus, catalogue->requirement_count),
    };
    if (!csv_parse(arena, file, content, &table, problems) || !find_columns(&reading, &table)) {
        return false;
    }
    for (size_t i = 0; i < table.row_count; i++) {
        read_answer(&reading, &table.rows[i]);
    }
    *answers = reading.answers;
    return problem_count(problems) == before;
}
