/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>

#include "base/csv.h"
#include "base/file.h"
#include "law/exercise.h"
#include "law/expectations.h"
#include "law/paragraphs.h"

enum { MEDIAN = 50, COVERAGE_BYTES_MAX = 4 << 20 };

typedef struct CoverageWork {
    Arena *arena;
    const LawSet *set;
    size_t pack;
    Exercise exercise;
    Map *names;       /* of paragraphs */
    Array paragraphs; /* of CoverageParagraph */
} CoverageWork;

/* ---- running ---- */

static bool run(CoverageWork *work, const LawTest *test) {
    Arena *scratch = arena_new();
    LawFacts *facts = law_facts_new(scratch, work->set);
    const DecideOptions options = {.as_of = test->as_of,
                                   .known_at = test->known_at,
                                   .accept_unverified = test->accept_unverified,
                                   .by_cases = true,
                                   .quantile = MEDIAN};
    Error error = {0};
    bool passed = law_test_give(facts, test, &error);
    if (passed) {
        Decision decision;
        law_decide(scratch, work->set, facts, &options, &decision);
        passed = text_is_empty(law_test_message(scratch, work->set, test, &decision));
        DecisionWork found = law_decision_work(law_engine_new(scratch, work->set, facts, &options));
        law_exercise_add(&work->exercise, &found);
    }
    arena_free(scratch);
    return passed;
}

/* ---- rules and tables ---- */

static void count_conditions(const Exercise *exercise, CoverageRule *rule) {
    for (size_t i = 0; i < exercise->conditions.count; i++) {
        const ExercisedCondition *it = array_at(&exercise->conditions, i);
        if (it->provision == rule->provision && !law_is_block(it->condition)) {
            rule->condition_count++;
            rule->seen_yes += it->seen_yes;
            rule->seen_no += it->seen_no;
        }
    }
}

static void list_rules(CoverageWork *work, LawCoverage *coverage) {
    const LawPack *pack = &work->set->packs[work->pack];
    CoverageRule *rules = ARENA_MANY(work->arena, CoverageRule, pack->provision_count);
    for (size_t i = 0; i < pack->provision_count; i++) {
        size_t provision = pack->first_provision + i;
        rules[i] =
            (CoverageRule){.provision = provision, .is_tested = work->exercise.held[provision]};
        count_conditions(&work->exercise, &rules[i]);
    }
    coverage->rules = rules;
    coverage->rule_count = pack->provision_count;
}

static void list_tables(CoverageWork *work, LawCoverage *coverage) {
    CoverageTable *tables = ARENA_MANY(work->arena, CoverageTable, work->set->table_count);
    for (size_t i = 0; i < work->set->table_count; i++) {
        const LawTable *table = &work->set->tables[i];
        if (table->pack != work->pack) {
            continue;
        }
        CoverageTable *it = &tables[coverage->table_count++];
        *it = (CoverageTable){
            .name = table->name, .citation = table->citation, .row_count = table->row_count};
        for (size_t j = 0; j < table->row_count; j++) {
            it->tested_count += work->exercise.rows[i][j];
            it->relied_on_count += table->rows[j].status < LAW_PARTIAL;
        }
    }
    coverage->tables = tables;
}

/* ---- paragraphs ---- */

static CoverageParagraph *paragraph_of(CoverageWork *work, Text name) {
    size_t index = work->paragraphs.count;
    if (map_add(work->names, name, index)) {
        *(CoverageParagraph *)array_add(&work->paragraphs) = (CoverageParagraph){
            .paragraph = name, .why = TEXT(""), .rules = TEXT(""), .status = LAW_VERIFIED};
    } else {
        (void)map_find(work->names, name, &index);
    }
    return array_at(&work->paragraphs, index);
}

static Text bare_name(const CoverageWork *work, const Provision *provision) {
    size_t length = work->set->packs[work->pack].info.name.length;
    return text_slice(provision->name, length + 1, provision->name.length);
}

static bool names_rule(Text rules, Text name) {
    Text piece = {0};
    while (text_split(&rules, ',', &piece)) {
        if (text_equals(text_trim(piece), name)) {
            return true;
        }
    }
    return false;
}

static LawStatus latest_status(const Provision *provision) {
    return provision->interval_count == 0
               ? provision->status
               : provision->intervals[provision->interval_count - 1].status;
}

static void cite(CoverageWork *work, Text citation, const Provision *provision, bool is_tested) {
    Array found = array_new(work->arena, sizeof(Text));
    law_paragraphs_of(work->arena, citation, &found);
    const Text name = bare_name(work, provision);
    for (size_t i = 0; i < found.count; i++) {
        CoverageParagraph *it = paragraph_of(work, ARRAY_ITEMS(Text, &found)[i]);
        if (!names_rule(it->rules, name)) {
            it->rules =
                text_is_empty(it->rules)
                    ? name
                    : text_format(work->arena, "%.*s, %.*s", TEXT_ARGS(it->rules), TEXT_ARGS(name));
        }
        const LawStatus status = latest_status(provision);
        it->status = status > it->status ? status : it->status;
        it->is_tested |= is_tested;
    }
}

static void cite_provision(CoverageWork *work, size_t provision) {
    const Provision *it = &work->set->provisions[provision];
    const bool is_tested = work->exercise.held[provision];
    for (size_t i = 0; i < it->citation_count; i++) {
        cite(work, it->citations[i], it, is_tested);
    }
    for (size_t i = 0; i < it->obligation_count; i++) {
        if (!text_is_empty(it->obligations[i].citation)) {
            cite(work, it->obligations[i].citation, it, is_tested);
        }
    }
}

static void cite_conditions(CoverageWork *work) {
    for (size_t i = 0; i < work->exercise.conditions.count; i++) {
        const ExercisedCondition *it = array_at(&work->exercise.conditions, i);
        if (!text_is_empty(it->condition->citation)) {
            cite(work, it->condition->citation, &work->set->provisions[it->provision],
                 it->seen_yes);
        }
    }
}

/* ---- coverage.csv ---- */

static bool state_parse(Text word, EncodedState *state) {
    if (text_equals(word, TEXT("partly"))) {
        *state = ENCODED_PARTLY;
        return true;
    }
    *state = ENCODED_NOT;
    return text_equals(word, TEXT("not"));
}

static void read_line(CoverageWork *work, const CsvTable *table, const CsvRow *row,
                      const size_t columns[3], ProblemList *problems) {
    EncodedState state = ENCODED_NOT;
    if (!state_parse(row->fields[columns[1]], &state)) {
        problem_add(problems, table->file, row->line, 0,
                    "`%.*s` is no state; write `partly` or `not`",
                    TEXT_ARGS(row->fields[columns[1]]));
        return;
    }
    CoverageParagraph *it = paragraph_of(work, row->fields[columns[0]]);
    if (state == ENCODED_NOT && !text_is_empty(it->rules)) {
        problem_add(problems, table->file, row->line, 0,
                    "`%.*s` is said not to be encoded, and %.*s cites it", TEXT_ARGS(it->paragraph),
                    TEXT_ARGS(it->rules));
        return;
    }
    it->state = state;
    it->why = row->fields[columns[2]];
}

static bool read_file(CoverageWork *work, ProblemList *problems) {
    static const char *const COLUMNS[] = {"paragraph", "state", "why"};
    const size_t before = problem_count(problems);
    Text path =
        file_path(work->arena, work->set->packs[work->pack].info.folder, TEXT("coverage.csv"));
    Text content = {0};
    Error error = {0};
    CsvTable table;
    size_t columns[3] = {0};
    if (!file_exists(path)) {
        return true;
    }
    if (!file_read(work->arena, path, COVERAGE_BYTES_MAX, &content, &error)) {
        problem_add(problems, path, 0, 0, "%s", error.message);
        return false;
    }
    if (!csv_parse(work->arena, path, content, &table, problems)) {
        return false;
    }
    for (size_t i = 0; i < 3; i++) {
        if (!csv_find_column(&table, text_from(COLUMNS[i]), &columns[i])) {
            problem_add(problems, path, 1, 0, "the column `%s` is missing", COLUMNS[i]);
            return false;
        }
    }
    for (size_t i = 0; i < table.row_count; i++) {
        read_line(work, &table, &table.rows[i], columns, problems);
    }
    return problem_count(problems) == before;
}

static int compare_paragraphs(const void *a, const void *b) {
    const CoverageParagraph *left = a;
    const CoverageParagraph *right = b;
    return law_paragraph_compare(left->paragraph, right->paragraph);
}

/* A rule that is partial, or an interpretation of less than the text, encodes it partly. */
static void list_paragraphs(CoverageWork *work, LawCoverage *coverage) {
    CoverageParagraph *list = ARRAY_ITEMS(CoverageParagraph, &work->paragraphs);
    for (size_t i = 0; i < work->paragraphs.count; i++) {
        if (list[i].state == ENCODED_WHOLLY && list[i].status == LAW_PARTIAL) {
            list[i].state = ENCODED_PARTLY;
        }
    }
    if (work->paragraphs.count > 1) {
        qsort(list, work->paragraphs.count, sizeof(CoverageParagraph), compare_paragraphs);
    }
    coverage->paragraphs = list;
    coverage->paragraph_count = work->paragraphs.count;
}

bool law_coverage(Arena *arena, Text folder, LawCoverage *coverage, ProblemList *problems) {
    const LawTest *tests = NULL;
    CoverageWork work = {.arena = arena,
                         .names = map_new(arena),
                         .paragraphs = array_new(arena, sizeof(CoverageParagraph))};
    *coverage = (LawCoverage){0};
    work.set =
        law_read_with_tests(arena, folder, &tests, &coverage->test_count, &work.pack, problems);
    if (work.set == NULL) {
        return false;
    }
    work.exercise = law_exercise_new(arena, work.set, work.pack);
    for (size_t i = 0; i < coverage->test_count; i++) {
        coverage->failed_count += !run(&work, &tests[i]);
    }
    const LawPack *pack = &work.set->packs[work.pack];
    for (size_t i = 0; i < pack->provision_count; i++) {
        cite_provision(&work, pack->first_provision + i);
    }
    cite_conditions(&work);
    if (!read_file(&work, problems)) {
        return false;
    }
    coverage->set = work.set;
    coverage->pack = work.pack;
    list_rules(&work, coverage);
    list_tables(&work, coverage);
    list_paragraphs(&work, coverage);
    return true;
}
