/* SPDX-License-Identifier: Apache-2.0 */
#include "assurance/table.h"

#include "base/map.h"

enum { EFFORT_DAYS_MAX = 36500 };

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

typedef struct AnswerReading {
    Arena *arena;
    const Catalogue *catalogue;
    Text file;
    ProblemList *problems;
    Map *requirements;
    Map *seen;
    int *answered; /* of a requirement's objectives; ANSWERED_WHOLE: it itself */
    Answers answers;
} AnswerReading;

enum { ANSWERED_WHOLE = -1, LETTERS = 26 };

static void complain(const AnswerReading *reading, const AnswerRow *row, const char *what) {
    problem_add(reading->problems, reading->file, row->line, 0, "%s `%.*s`", what,
                TEXT_ARGS(row->requirement));
}

static bool find_requirement(const AnswerReading *reading, const AnswerRow *row,
                             size_t *requirement) {
    Text nearest = {0};
    if (map_find(reading->requirements, row->requirement, requirement)) {
        return true;
    }
    if (map_nearest(reading->requirements, row->requirement, &nearest)) {
        problem_add(reading->problems, reading->file, row->line, 0,
                    "the catalogue has no requirement `%.*s`; did you mean `%.*s`?",
                    TEXT_ARGS(row->requirement), TEXT_ARGS(nearest));
    } else {
        complain(reading, row, "the catalogue has no requirement");
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

static bool check_status(const AnswerReading *reading, const AnswerRow *row, size_t requirement,
                         AnswerStatus status) {
    if (status == ANSWER_NOT_APPLICABLE && text_is_empty(row->reason)) {
        complain(reading, row, "say in `reason` why this is not applicable:");
        return false;
    }
    if (status == ANSWER_PARTIAL &&
        reading->catalogue->requirements[requirement].partial_weight == 0) {
        complain(reading, row, "there is no partial credit for");
        return false;
    }
    return true;
}

/* Objectives are the letters from a on, as many as there are. */
static bool is_objective(const Requirement *requirement, Text name) {
    return name.length == 1 && name.bytes[0] >= 'a' && name.bytes[0] <= 'z' &&
           name.bytes[0] - 'a' < requirement->objectives;
}

static bool count_objective(const AnswerReading *reading, const AnswerRow *row, size_t index) {
    const Requirement *requirement = &reading->catalogue->requirements[index];
    int *answered = &reading->answered[index];
    if (text_is_empty(row->objective)) {
        *answered = ANSWERED_WHOLE;
        return true;
    }
    if (is_objective(requirement, row->objective)) {
        *answered += *answered != ANSWERED_WHOLE;
        return true;
    }
    if (row->line == 0 || requirement->objectives == 0 || requirement->objectives > LETTERS) {
        return true;
    }
    problem_add(reading->problems, reading->file, row->line, 0,
                "`%.*s` has no objective `%.*s`; its objectives are a to %c",
                TEXT_ARGS(row->requirement), TEXT_ARGS(row->objective),
                (char)('a' + requirement->objectives - 1));
    return false;
}

/* What is met so far of a requirement with objectives that nobody answered is not met yet. */
static void await_objectives(const AnswerReading *reading) {
    for (size_t i = 0; i < reading->catalogue->requirement_count; i++) {
        AnswerStatus *status = &reading->answers.statuses[i];
        const int answered = reading->answered[i];
        if ((*status == ANSWER_MET || *status == ANSWER_NOT_APPLICABLE) &&
            answered != ANSWERED_WHOLE &&
            answered < reading->catalogue->requirements[i].objectives) {
            *status = ANSWER_UNKNOWN;
        }
    }
}

static void keep_effort(const AnswerReading *reading, const AnswerRow *row, size_t requirement) {
    int64_t days = 0;
    if (text_is_empty(row->effort)) {
        return;
    }
    if (!text_parse_integer(row->effort, &days) || days < 0 || days > EFFORT_DAYS_MAX) {
        problem_add(reading->problems, reading->file, row->line, 0,
                    "`effort_days` is `%.*s`; it takes whole days from 0 to %d",
                    TEXT_ARGS(row->effort), EFFORT_DAYS_MAX);
        return;
    }
    int *effort = &reading->answers.effort_days[requirement];
    const int64_t sum = (*effort == EFFORT_UNKNOWN ? 0 : *effort) + days;
    *effort = sum > EFFORT_DAYS_MAX ? EFFORT_DAYS_MAX : (int)sum;
}

static void keep_answer(AnswerReading *reading, const AnswerRow *row) {
    size_t requirement = 0;
    AnswerStatus status = ANSWER_UNKNOWN;
    if (!find_requirement(reading, row, &requirement)) {
        return;
    }
    if (!answer_parse(row->status, &status)) {
        problem_add(reading->problems, reading->file, row->line, 0,
                    "`status` is `%.*s`; write met, not_met, partial, not_applicable or unknown",
                    TEXT_ARGS(row->status));
        return;
    }
    const Text key =
        text_format(reading->arena, "%zu %.*s", requirement, TEXT_ARGS(row->objective));
    if (!map_add(reading->seen, key, 0)) {
        complain(reading, row, "answered twice:");
        return;
    }
    if (check_status(reading, row, requirement, status) &&
        count_objective(reading, row, requirement)) {
        const bool is_first =
            map_add(reading->seen, text_format(reading->arena, "%zu", requirement), 0);
        AnswerStatus *answer = &reading->answers.statuses[requirement];
        *answer = is_first ? status : weaker(*answer, status);
        keep_effort(reading, row, requirement);
    }
}

static Map *name_requirements(Arena *arena, const Catalogue *catalogue) {
    Map *names = map_new(arena);
    for (size_t i = 0; i < catalogue->requirement_count; i++) {
        (void)map_add(names, catalogue->requirements[i].id, i);
        (void)map_add(names, catalogue->requirements[i].name, i);
    }
    return names;
}

static Answers nothing_answered(Arena *arena, const Catalogue *catalogue) {
    const size_t count = catalogue->requirement_count;
    const Answers answers = {ARENA_MANY(arena, AnswerStatus, count), ARENA_MANY(arena, int, count)};
    for (size_t i = 0; i < count; i++) {
        answers.effort_days[i] = EFFORT_UNKNOWN;
    }
    return answers;
}

bool answers_collect(Arena *arena, const Catalogue *catalogue, Text file, const AnswerRow *rows,
                     size_t count, Answers *answers, ProblemList *problems) {
    const size_t before = problem_count(problems);
    AnswerReading reading = {
        .arena = arena,
        .catalogue = catalogue,
        .file = file,
        .problems = problems,
        .requirements = name_requirements(arena, catalogue),
        .seen = map_new(arena),
        .answered = ARENA_MANY(arena, int, catalogue->requirement_count),
        .answers = nothing_answered(arena, catalogue),
    };
    for (size_t i = 0; i < count; i++) {
        keep_answer(&reading, &rows[i]);
    }
    await_objectives(&reading);
    *answers = reading.answers;
    return problem_count(problems) == before;
}

/* ---- from a table ---- */

enum {
    COLUMN_REQUIREMENT,
    COLUMN_STATUS,
    COLUMN_OBJECTIVE,
    COLUMN_REASON,
    COLUMN_EFFORT,
    COLUMN_COUNT
};

static const Text COLUMN_NAMES[COLUMN_COUNT] = {
    {"requirement", 11}, {"status", 6}, {"objective", 9}, {"reason", 6}, {"effort_days", 11}};

bool answers_read(Arena *arena, const Catalogue *catalogue, Text file, Text content,
                  Answers *answers, ProblemList *problems) {
    TableReading reading = {.arena = arena, .problems = problems, .file = file};
    if (!csv_parse(arena, file, content, &reading.table, problems) ||
        !table_find_columns(&reading, COLUMN_NAMES, COLUMN_COUNT, COLUMN_STATUS + 1)) {
        return false;
    }
    const size_t count = reading.table.row_count;
    AnswerRow *rows = ARENA_MANY(arena, AnswerRow, count);
    for (size_t i = 0; i < count; i++) {
        const CsvRow *row = &reading.table.rows[i];
        rows[i] = (AnswerRow){.requirement = table_cell(&reading, row, COLUMN_REQUIREMENT),
                              .objective = table_cell(&reading, row, COLUMN_OBJECTIVE),
                              .status = table_cell(&reading, row, COLUMN_STATUS),
                              .reason = table_cell(&reading, row, COLUMN_REASON),
                              .effort = table_cell(&reading, row, COLUMN_EFFORT),
                              .line = row->line};
    }
    return answers_collect(arena, catalogue, file, rows, count, answers, problems);
}
