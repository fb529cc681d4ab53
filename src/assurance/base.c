/* SPDX-License-Identifier: Apache-2.0 */
#include "assurance/table.h"

#include "base/map.h"

/* The requirement of each column after the first. */
static bool find_requirements(const Catalogue *catalogue, const CsvTable *table,
                              size_t *requirements, ProblemList *problems) {
    const size_t before = problem_count(problems);
    Map *names = map_new(problems->arena);
    for (size_t i = 0; i < catalogue->requirement_count; i++) {
        (void)map_add(names, catalogue->requirements[i].id, i);
    }
    for (size_t i = 1; i < table->column_count; i++) {
        Text nearest = {0};
        if (map_find(names, table->columns[i], &requirements[i])) {
            continue;
        }
        const bool has_nearest = map_nearest(names, table->columns[i], &nearest);
        problem_add(problems, table->file, 1, 0, "the catalogue has no requirement `%.*s`%s%.*s%s",
                    TEXT_ARGS(table->columns[i]), has_nearest ? "; did you mean `" : "",
                    TEXT_ARGS(nearest), has_nearest ? "`?" : "");
    }
    return problem_count(problems) == before;
}

static bool read_cell(const Catalogue *catalogue, const CsvTable *table, const CsvRow *row,
                      size_t column, size_t requirement, AnswerStatus *status,
                      ProblemList *problems) {
    const Text word = row->fields[column];
    if (text_is_empty(word)) {
        return true;
    }
    if (!answer_parse(word, status)) {
        problem_add(problems, table->file, row->line, 0,
                    "`%.*s` of %.*s; write met, not_met, partial, not_applicable or unknown",
                    TEXT_ARGS(word), TEXT_ARGS(table->columns[column]));
        return false;
    }
    if (*status == ANSWER_PARTIAL && catalogue->requirements[requirement].partial_weight == 0) {
        problem_add(problems, table->file, row->line, 0, "there is no partial credit for `%.*s`",
                    TEXT_ARGS(table->columns[column]));
        return false;
    }
    return true;
}

static void read_firm(const Catalogue *catalogue, const CsvTable *table, const CsvRow *row,
                      const size_t *requirements, BaseFirm *firm, AnswerStatus *answers,
                      ProblemList *problems) {
    firm->name = row->fields[0];
    firm->answers = answers;
    for (size_t i = 1; i < table->column_count; i++) {
        (void)read_cell(catalogue, table, row, i, requirements[i], &answers[requirements[i]],
                        problems);
    }
}

static void refuse_doubles(const SupplierBase *base, const CsvTable *table, ProblemList *problems) {
    Map *names = map_new(problems->arena);
    for (size_t i = 0; i < base->firm_count; i++) {
        if (!map_add(names, base->firms[i].name, i)) {
            problem_add(problems, table->file, table->rows[i].line, 0, "firm `%.*s` is given twice",
                        TEXT_ARGS(base->firms[i].name));
        }
    }
}

bool supplier_base_read(Arena *arena, const Catalogue *catalogue, Text file, Text content,
                        SupplierBase *base, ProblemList *problems) {
    const size_t before = problem_count(problems);
    CsvTable table;
    if (!csv_parse(arena, file, content, &table, problems)) {
        return false;
    }
    size_t *requirements = ARENA_MANY(arena, size_t, table.column_count);
    if (!text_equals(table.columns[0], TEXT("firm"))) {
        problem_add(problems, file, 1, 0, "the first column is `firm`, the others requirements");
        return false;
    }
    if (!find_requirements(catalogue, &table, requirements, problems)) {
        return false;
    }
    const size_t count = catalogue->requirement_count;
    AnswerStatus *answers = ARENA_MANY(arena, AnswerStatus, table.row_count * count);
    BaseFirm *firms = ARENA_MANY(arena, BaseFirm, table.row_count);
    for (size_t i = 0; i < table.row_count; i++) {
        read_firm(catalogue, &table, &table.rows[i], requirements, &firms[i], answers + i * count,
                  problems);
    }
    *base = (SupplierBase){firms, table.row_count};
    refuse_doubles(base, &table, problems);
    return problem_count(problems) == before;
}

void supplier_base_score(const Catalogue *catalogue, SupplierBase *base) {
    for (size_t i = 0; i < base->firm_count; i++) {
        BaseFirm *firm = &base->firms[i];
        firm->score = assurance_score_number(catalogue, firm->answers);
        firm->standing = assurance_standing(catalogue, firm->answers);
        for (size_t j = 0; j < catalogue->requirement_count; j++) {
            firm->unknown += firm->answers[j] == ANSWER_UNKNOWN;
            firm->gaps += firm->answers[j] == ANSWER_NOT_MET || firm->answers[j] == ANSWER_PARTIAL;
        }
    }
}
