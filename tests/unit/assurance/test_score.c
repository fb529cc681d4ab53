/* SPDX-License-Identifier: Apache-2.0 */
/* Published and derived cases (data/cases.csv, each with its source) against the catalogues
 * of CMMC as they stand in catalogues/. Requirements a case does not name are met. */
#include "../expect.h"
#include "assurance/assurance.h"
#include "base/csv.h"
#include "base/file.h"

enum { REQUIREMENTS_MAX = 200, FILE_BYTES_MAX = 1 << 20 };

static const Catalogue *load(Arena *arena, Text name) {
    ProblemList problems = problem_list_new(arena);
    const Catalogue *catalogue =
        catalogue_load(arena, file_path(arena, TEXT(CATALOGUES), name), &problems);
    if (catalogue == NULL) {
        print_message("%s", problem_format(arena, &problems, 0).bytes);
    }
    assert_non_null(catalogue);
    assert_true(catalogue->requirement_count <= REQUIREMENTS_MAX);
    return catalogue;
}

static void answer_all(const Catalogue *catalogue, AnswerStatus status, AnswerStatus *answers) {
    for (size_t i = 0; i < catalogue->requirement_count; i++) {
        answers[i] = status;
    }
}

static AnswerStatus status_of(Text word) {
    AnswerStatus status = ANSWER_UNKNOWN;
    if (text_equals(word, TEXT("na"))) {
        return ANSWER_NOT_APPLICABLE;
    }
    assert_true(answer_parse(word, &status));
    return status;
}

/* 3.1.1=not_met+3.5.3=partial */
static void answer(const Catalogue *catalogue, Text words, AnswerStatus *answers) {
    Text pair = {0};
    while (!text_is_empty(words) && text_split(&words, '+', &pair)) {
        Text id = {0};
        size_t requirement = 0;
        (void)text_split(&pair, '=', &id);
        assert_true(catalogue_find(catalogue, id, &requirement));
        answers[requirement] = status_of(pair);
    }
}

static Text joined(Arena *arena, const Assessment *assessment) {
    TextBuilder out = text_builder_new(arena);
    for (size_t i = 0; i < assessment->reason_count; i++) {
        text_add_format(&out, "%s%.*s", i == 0 ? "" : "; ", TEXT_ARGS(assessment->reasons[i]));
    }
    return text_built(&out);
}

static void check_case(Arena *arena, const Text *cells) {
    const Catalogue *catalogue = load(arena, cells[1]);
    AnswerStatus answers[REQUIREMENTS_MAX];
    Assessment assessment;
    int64_t score = 0;
    answer_all(catalogue, ANSWER_MET, answers);
    answer(catalogue, cells[2], answers);
    assurance_score(arena, catalogue, &(Answers){answers, NULL}, &assessment);
    assert_true(text_parse_integer(cells[3], &score));
    if (assessment.score != score) {
        fail_msg("%.*s: score %d, not %d", TEXT_ARGS(cells[0]), assessment.score, (int)score);
    }
    assert_int_equal(assurance_score_number(catalogue, answers), score);
    assert_int_equal(assessment.can_be_completed, text_equals(cells[4], TEXT("yes")));
    assert_true(text_equals(standing_word(assessment.standing), cells[5]));
    if (!text_equals(cells[6], TEXT("*"))) {
        EXPECT_TEXT(joined(arena, &assessment), text_terminated(arena, cells[6]));
    }
}

static void cases_come_out_as_published(void **state) {
    (void)state;
    Arena *arena = arena_new();
    Text content = {0};
    Error error = {0};
    CsvTable table;
    ProblemList problems = problem_list_new(arena);
    assert_true(file_read(arena, TEXT(DATA "/cases.csv"), FILE_BYTES_MAX, &content, &error));
    assert_true(csv_parse(arena, TEXT("cases.csv"), content, &table, &problems));
    assert_true(table.row_count >= 70);
    for (size_t i = 0; i < table.row_count; i++) {
        check_case(arena, table.rows[i].fields);
    }
    arena_free(arena);
}

static void the_range_is_that_of_the_scheme(void **state) {
    (void)state;
    Arena *arena = arena_new();
    const Catalogue *catalogue = load(arena, TEXT("cmmc-l2"));
    AnswerStatus answers[REQUIREMENTS_MAX];
    assert_int_equal(catalogue->requirement_count, 110);
    answer_all(catalogue, ANSWER_NOT_MET, answers);
    assert_int_equal(assurance_score_number(catalogue, answers), -203);
    answer_all(catalogue, ANSWER_NOT_APPLICABLE, answers);
    assert_int_equal(assurance_score_number(catalogue, answers), 110);
    arena_free(arena);
}

/* One by one, against the file itself: a sum that comes out right proves nothing. */
static void every_requirement_costs_its_weight(void **state) {
    (void)state;
    Arena *arena = arena_new();
    const Catalogue *catalogue = load(arena, TEXT("cmmc-l2"));
    AnswerStatus answers[REQUIREMENTS_MAX];
    size_t by_weight[6] = {0};
    for (size_t i = 0; i < catalogue->requirement_count; i++) {
        const Requirement *requirement = &catalogue->requirements[i];
        answer_all(catalogue, ANSWER_MET, answers);
        answers[i] = ANSWER_NOT_MET;
        assert_int_equal(assurance_score_number(catalogue, answers), 110 - requirement->weight);
        assert_true(requirement->weight <= 5);
        by_weight[requirement->weight]++;
    }
    assert_int_equal(by_weight[5], 44);
    assert_int_equal(by_weight[3], 14);
    assert_int_equal(by_weight[1], 51);
    assert_int_equal(by_weight[0], 1);
    arena_free(arena);
}

/* What is not known never counts in the supplier's favour, nor surely against it. */
static void the_unknown_leaves_it_open(void **state) {
    (void)state;
    Arena *arena = arena_new();
    const Catalogue *catalogue = load(arena, TEXT("cmmc-l2"));
    AnswerStatus answers[REQUIREMENTS_MAX];
    Assessment assessment;
    answer_all(catalogue, ANSWER_MET, answers);
    answer(catalogue, TEXT("3.1.1=unknown"), answers);
    assurance_score(arena, catalogue, &(Answers){answers, NULL}, &assessment);
    assert_int_equal(assessment.score, 105);
    assert_int_equal(assessment.score_best, 110);
    assert_int_equal(assessment.standing, STANDING_OPEN);
    assert_int_equal(assessment.unknown, 1);
    answer(catalogue, TEXT("3.1.2=not_met"), answers);
    assurance_score(arena, catalogue, &(Answers){answers, NULL}, &assessment);
    assert_int_equal(assessment.standing, STANDING_NONE);
    arena_free(arena);
}

static void gaps_come_by_their_points(void **state) {
    (void)state;
    Arena *arena = arena_new();
    const Catalogue *catalogue = load(arena, TEXT("cmmc-l2"));
    AnswerStatus answers[REQUIREMENTS_MAX];
    Assessment assessment;
    answer_all(catalogue, ANSWER_MET, answers);
    answer(catalogue, TEXT("3.1.3=not_met+3.5.3=partial+3.14.6=not_met"), answers);
    assurance_score(arena, catalogue, &(Answers){answers, NULL}, &assessment);
    assert_int_equal(assessment.gap_count, 3);
    assert_int_equal(assessment.gaps[0].points, 5);
    assert_int_equal(assessment.gaps[1].points, 3);
    assert_false(assessment.gaps[1].may_be_planned);
    assert_true(assessment.gaps[2].may_be_planned);
    arena_free(arena);
}

/* Level 1: all seventeen, and no plan of action. */
static void level_one_is_all_or_nothing(void **state) {
    (void)state;
    Arena *arena = arena_new();
    const Catalogue *catalogue = load(arena, TEXT("cmmc-l1"));
    AnswerStatus answers[REQUIREMENTS_MAX];
    Assessment assessment;
    assert_int_equal(catalogue->requirement_count, 17);
    answer_all(catalogue, ANSWER_MET, answers);
    assurance_score(arena, catalogue, &(Answers){answers, NULL}, &assessment);
    assert_int_equal(assessment.standing, STANDING_FINAL);
    answer(catalogue, TEXT("3.8.3=not_met"), answers);
    assurance_score(arena, catalogue, &(Answers){answers, NULL}, &assessment);
    assert_int_equal(assessment.standing, STANDING_NONE);
    arena_free(arena);
}

/* ---- answers in a file ---- */

static bool read_answers(Arena *arena, const char *content, Answers *answers, Text *found) {
    ProblemList problems = problem_list_new(arena);
    const bool is_read = answers_read(arena, load(arena, TEXT("cmmc-l2")), TEXT("a.csv"),
                                      text_from(content), answers, &problems);
    *found = problem_format(arena, &problems, 0);
    return is_read;
}

static void objectives_make_a_requirement(void **state) {
    (void)state;
    Arena *arena = arena_new();
    Answers answers = {0};
    Text problems = {0};
    assert_true(read_answers(arena,
                             "requirement,objective,status,reason\n"
                             "3.1.1,a,met,\n3.1.1,b,not_met,\n"
                             "AC.L2-3.1.2,a,met,\n3.1.2,b,not_applicable,no remote access\n"
                             "3.1.3,a,met,\n3.1.3,b,unknown,\n",
                             &answers, &problems));
    assert_int_equal(answers.statuses[0], ANSWER_NOT_MET);
    assert_int_equal(answers.statuses[1], ANSWER_MET);
    assert_int_equal(answers.statuses[2], ANSWER_UNKNOWN);
    assert_int_equal(answers.statuses[3], ANSWER_UNKNOWN);
    arena_free(arena);
}

/* 3.1.1 has the objectives a to f. */
static void an_objective_that_nobody_answered_is_missed(void **state) {
    (void)state;
    static const struct {
        const char *rows;
        AnswerStatus expected;
    } CASES[] = {
        {"3.1.1,a,met,\n", ANSWER_UNKNOWN},
        {"3.1.1,a,not_applicable,none\n", ANSWER_UNKNOWN},
        {"3.1.1,a,not_met,\n", ANSWER_NOT_MET},
        {"3.1.1,a,met,\n3.1.1,b,met,\n3.1.1,c,met,\n3.1.1,d,met,\n3.1.1,e,met,\n", ANSWER_UNKNOWN},
        {"3.1.1,a,met,\n3.1.1,b,met,\n3.1.1,c,met,\n3.1.1,d,met,\n3.1.1,e,met,\n3.1.1,f,met,\n",
         ANSWER_MET},
        {"3.1.1,a,met,\n3.1.1,,met,\n", ANSWER_MET},
        {"3.1.1,,met,\n3.1.1,b,unknown,\n", ANSWER_UNKNOWN},
    };
    Arena *arena = arena_new();
    for (size_t i = 0; i < sizeof(CASES) / sizeof(CASES[0]); i++) {
        Answers answers = {0};
        Text problems = {0};
        const Text content =
            text_format(arena, "requirement,objective,status,reason\n%s", CASES[i].rows);
        if (!read_answers(arena, content.bytes, &answers, &problems)) {
            fail_msg("%s", problems.bytes);
        }
        assert_int_equal(answers.statuses[0], CASES[i].expected);
    }
    arena_free(arena);
}

static void effort_puts_the_cheap_first(void **state) {
    (void)state;
    Arena *arena = arena_new();
    Answers answers = {0};
    Assessment assessment;
    Text problems = {0};
    assert_true(read_answers(arena,
                             "requirement,objective,status,effort_days\n"
                             "3.1.1,a,not_met,20\n3.1.1,b,not_met,30\n"
                             "3.1.3,,not_met,2\n3.1.4,,not_met,0\n3.1.2,,not_met,\n",
                             &answers, &problems));
    assert_int_equal(answers.effort_days[0], 50);
    assert_int_equal(answers.effort_days[1], EFFORT_UNKNOWN);
    assurance_score(arena, load(arena, TEXT("cmmc-l2")), &answers, &assessment);
    static const size_t FIRST[] = {3, 2, 0, 1}; /* 3.1.4, 3.1.3, 3.1.1, then unknown effort */
    for (size_t i = 0; i < sizeof(FIRST) / sizeof(FIRST[0]); i++) {
        assert_int_equal(assessment.gaps[i].requirement, FIRST[i]);
    }
    arena_free(arena);
}

static void bad_answers_are_told(void **state) {
    (void)state;
    static const char *const CASES[][2] = {
        {"requirement,status\n3.1.11x,met\n", "did you mean"},
        {"requirement,status\n3.1.1,yes\n", "not_applicable or unknown"},
        {"requirement,status\n3.1.1,met\n3.1.1,met\n", "answered twice"},
        {"requirement,status\n3.1.1,partial\n", "no partial credit"},
        {"requirement,status\n3.1.12,not_applicable\n", "`reason`"},
        {"requirement,status,effort_days\n3.1.1,not_met,-1\n", "`effort_days`"},
        {"requirement,status,effort_days\n3.1.1,not_met,36501\n", "`effort_days`"},
        {"requirement\n3.1.1\n", "`status` is missing"},
        {"requirement,objective,status\n3.1.1,g,met\n", "its objectives are a to f"},
        {"requirement,objective,status\n3.1.1,ab,met\n", "has no objective `ab`"},
    };
    Arena *arena = arena_new();
    for (size_t i = 0; i < sizeof(CASES) / sizeof(CASES[0]); i++) {
        Answers answers = {0};
        Text problems = {0};
        size_t at = 0;
        assert_false(read_answers(arena, CASES[i][0], &answers, &problems));
        if (!text_find(problems, text_from(CASES[i][1]), &at)) {
            fail_msg("`%s` is not in: %s", CASES[i][1], problems.bytes);
        }
    }
    arena_free(arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(cases_come_out_as_published),
        cmocka_unit_test(the_range_is_that_of_the_scheme),
        cmocka_unit_test(every_requirement_costs_its_weight),
        cmocka_unit_test(the_unknown_leaves_it_open),
        cmocka_unit_test(gaps_come_by_their_points),
        cmocka_unit_test(level_one_is_all_or_nothing),
        cmocka_unit_test(objectives_make_a_requirement),
        cmocka_unit_test(an_objective_that_nobody_answered_is_missed),
        cmocka_unit_test(effort_puts_the_cheap_first),
        cmocka_unit_test(bad_answers_are_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
