/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "law/lexer.h"

typedef struct Fixture {
    Arena *arena;
    ProblemList problems;
    SourceFile source;
} Fixture;

static Fixture read_source(const char *content) {
    Fixture fixture = {.arena = arena_new()};
    fixture.problems = problem_list_new(fixture.arena);
    if (!source_read(fixture.arena, TEXT("f"), text_from(content), &fixture.source,
                     &fixture.problems)) {
        fixture.source.lines = NULL;
    }
    return fixture;
}

static void assert_token(const Line *line, size_t index, TokenKind kind, const char *text) {
    assert_true(index < line->token_count);
    assert_int_equal(line->tokens[index].kind, kind);
    assert_true(text_equals(line->tokens[index].text, text_from(text)));
}

static void words_quotes_and_comments(void **state) {
    (void)state;
    Fixture it = read_source("say \"a \"\"b\"\" # c\"  A#5,# rest\n  x : VIII(h)(1) (y)\n");
    const Line *line = it.source.lines;
    assert_token(line, 0, TOKEN_WORD, "say");
    assert_token(line, 1, TOKEN_STRING, "a \"b\" # c");
    assert_token(line, 2, TOKEN_WORD, "A#5");
    assert_token(line, 3, TOKEN_COMMA, ",");
    /* The comma joins the next line, whatever comment follows it. */
    assert_token(line, 4, TOKEN_WORD, "x");
    assert_token(line, 5, TOKEN_COLON, ":");
    assert_token(line, 6, TOKEN_WORD, "VIII(h)(1)");
    assert_token(line, 7, TOKEN_OPEN, "(");
    assert_token(line, 8, TOKEN_WORD, "y");
    assert_token(line, 9, TOKEN_CLOSE, ")");
    assert_int_equal(line->tokens[4].line, 2);
    assert_int_equal(line->tokens[4].column, 3);
    assert_null(line->next);
    assert_int_equal(problem_count(&it.problems), 0);
    arena_free(it.arena);
}

static void a_citation_takes_the_rest_of_its_line(void **state) {
    (void)state;
    Fixture it = read_source("when x cite 15 CFR 740.20(c)(1), \"as\" # amended,  \ncite\n");
    const Line *line = it.source.lines;
    assert_token(line, 2, TOKEN_WORD, "cite");
    assert_token(line, 3, TOKEN_CITATION, "15 CFR 740.20(c)(1), \"as\" # amended,");
    assert_int_equal(line->token_count, 4);
    assert_int_equal(line->next->token_count, 1);
    arena_free(it.arena);
}

static void lines_nest_by_indentation(void **state) {
    (void)state;
    Fixture it = read_source("a\n  b\n\n      c\n  # comment\n  d\ne\r\n");
    const Line *a = it.source.lines;
    assert_token(a->below, 0, TOKEN_WORD, "b");
    assert_token(a->below->below, 0, TOKEN_WORD, "c");
    assert_token(a->below->next, 0, TOKEN_WORD, "d");
    assert_token(a->next, 0, TOKEN_WORD, "e");
    assert_null(a->next->next);
    assert_int_equal(problem_count(&it.problems), 0);
    arena_free(it.arena);
}

static void a_line_between_two_blocks_belongs_to_the_inner(void **state) {
    (void)state;
    Fixture it = read_source("a\n    b\n      c\n  d\n    e\n");
    assert_int_equal(problem_count(&it.problems), 1);
    const Problem *problem = array_at(&it.problems.problems, 0);
    assert_int_equal(problem->line, 4);
    assert_token(it.source.lines->below->next, 0, TOKEN_WORD, "d");
    assert_null(it.source.lines->next);
    arena_free(it.arena);
}

static void what_is_no_text_is_refused(void **state) {
    (void)state;
    Fixture it = read_source("a\n\xff\xfe\n");
    assert_null(it.source.lines);
    assert_int_equal(problem_count(&it.problems), 1);
    const Problem *problem = array_at(&it.problems.problems, 0);
    assert_int_equal(problem->line, 2);
    arena_free(it.arena);
}

static void a_file_over_the_limit_is_refused(void **state) {
    (void)state;
    Arena *arena = arena_new();
    ProblemList problems = problem_list_new(arena);
    SourceFile source;
    char *bytes = arena_allocate(arena, SOURCE_BYTES_MAX + 1);
    Text content = {bytes, SOURCE_BYTES_MAX + 1};
    assert_false(source_read(arena, TEXT("f"), content, &source, &problems));
    assert_int_equal(problem_count(&problems), 1);
    arena_free(arena);
}

static void words_are_given_as_written(void **state) {
    (void)state;
    Fixture it = read_source("a  is one of \"B\",   # first\n      C:5\n");
    const Line *line = it.source.lines;
    Text words = source_words(it.arena, &line->tokens[1], &line->tokens[line->token_count - 1]);
    assert_true(text_equals(words, TEXT("is one of \"B\", C:5")));
    arena_free(it.arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(words_quotes_and_comments),
        cmocka_unit_test(a_citation_takes_the_rest_of_its_line),
        cmocka_unit_test(lines_nest_by_indentation),
        cmocka_unit_test(a_line_between_two_blocks_belongs_to_the_inner),
        cmocka_unit_test(what_is_no_text_is_refused),
        cmocka_unit_test(a_file_over_the_limit_is_refused),
        cmocka_unit_test(words_are_given_as_written),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
