/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "law/statement.h"
#include "reading.h"

static const char *const LAW =
    HEADER GROUP "fact here \"Here\"\n  cite 15 CFR 1\n  when destination in group A\n"
                 "requirement chart \"Chart\"\n  cite 15 CFR 2\n  when item.us_origin\n"
                 "exception STA \"STA\"\n  cite 15 CFR 3\n  covers chart\n  when here\n"
                 "route licence \"Licence\"\n  cite 15 CFR 4\n";
enum { FREE = 1, AUTHORISED = 2, LICENCE = 4, PROHIBITED = 8 };

static const LawSet *read_law(Arena *arena) {
    Text messages = {0};
    const LawSet *set = read_pack(arena, LAW, "country,group\nNL,A\nCN,B\n", &messages);
    assert_non_null(set);
    return set;
}

/* The lines of the conditions, parted by " / ". */
static Text conditions(Arena *arena, const Statement *statement) {
    TextBuilder out = text_builder_new(arena);
    for (size_t i = 0; i < statement->conditions.count; i++) {
        text_add_format(&out, "%s%.*s", i == 0 ? "" : " / ",
                        TEXT_ARGS(ARRAY_ITEMS(Text, &statement->conditions)[i]));
    }
    return text_built(&out);
}

static void test_forms(void **state) {
    static const struct {
        const char *text;
        StatementKind kind;
        unsigned outcomes;
        const char *conditions;
    } CASES[] = {
        {"every transfer is free", STATEMENT_EVERY, FREE, ""},
        {"no transfer is free", STATEMENT_EVERY, AUTHORISED | LICENCE | PROHIBITED, ""},
        {"no transfer is free or authorised", STATEMENT_EVERY, LICENCE | PROHIBITED, ""},
        {"some transfer is prohibited", STATEMENT_SOME, PROHIBITED, ""},
        {"a transfer where here is never free", STATEMENT_EVERY, AUTHORISED | LICENCE | PROHIBITED,
         "x.here"},
        {"a transfer where not here is always free", STATEMENT_EVERY, FREE, "not x.here"},
        {"no transfer of an item with item.eccn 3A001 reaches a country in group A, B",
         STATEMENT_EVERY, LICENCE | PROHIBITED,
         "item.eccn is one of 3A001 / destination in x.group A, B"},
        {"no transfer of an item with item.reasons MT and item.us_origin yes reaches NL, CN",
         STATEMENT_EVERY, LICENCE | PROHIBITED,
         "item.reasons has any of MT / item.us_origin / destination is one of NL, CN"},
        {"every transfer where item.us_origin no and item.value at most 5 USD is free",
         STATEMENT_EVERY, FREE, "not item.us_origin / item.value at most 5 USD"},
        {"no transfer is free where destination is NL", STATEMENT_EVERY,
         AUTHORISED | LICENCE | PROHIBITED, "destination is NL"},
        {"packs x and x decide alike where item.us_origin", STATEMENT_ALIKE, 0, "item.us_origin"},
        {"reform y makes nothing stricter", STATEMENT_STRICTER, 0, ""},
        {"reform y.law makes nothing milder", STATEMENT_MILDER, 0, ""},
    };
    (void)state;
    Arena *arena = arena_new();
    const LawSet *set = read_law(arena);
    for (size_t i = 0; i < sizeof(CASES) / sizeof(CASES[0]); i++) {
        Statement statement;
        Error error = {0};
        bool is_read =
            law_statement_parse(arena, set, text_from(CASES[i].text), &statement, &error);
        assert_string_equal(error.message, "");
        assert_true(is_read);
        assert_int_equal(statement.kind, CASES[i].kind);
        assert_int_equal(statement.outcomes, CASES[i].outcomes);
        assert_string_equal(text_terminated(arena, conditions(arena, &statement)),
                            CASES[i].conditions);
    }
    arena_free(arena);
}

static void test_exceptions_that_are_left_out(void **state) {
    (void)state;
    Arena *arena = arena_new();
    Statement statement;
    Error error = {0};
    assert_true(law_statement_parse(arena, read_law(arena),
                                    TEXT("no transfer reaches NL except under STA or x.STA"),
                                    &statement, &error));
    assert_int_equal(statement.rules.count, 2);
    arena_free(arena);
}

static void test_mistakes(void **state) {
    static const char *const CASES[][2] = {
        {"", "empty"},
        {"   ", "empty"},
        {"all transfers are free", "does not begin with `all`"},
        {"no transfer", "`the end`"},
        {"no transfer is", "the end"},
        {"no transfer is undetermined", "`undetermined`"},
        {"no transfer where is free", "condition is wanted before `is`"},
        {"no transfer where item.us_origin and is free", "condition is wanted"},
        {"no transfer reaches", "a place"},
        {"no transfer reaches NL except under", "name of an exception"},
        {"no transfer reaches NL except under STB", "did you mean `STA`"},
        {"no transfer reaches NL except under chart", "is a requirement"},
        {"no transfer reaches NL except under licence", "is a route"},
        {"no transfer is free because of this", "`because`"},
        {"packs x decide alike", "names two packs"},
        {"packs x and y decide alike", "no pack `y`"},
        {"packs x and x agree", "`decide alike` is wanted"},
        {"reform y makes everything fine", "makes nothing stricter"},
        {"reform makes nothing stricter", "name of a reform"},
    };
    (void)state;
    Arena *arena = arena_new();
    const LawSet *set = read_law(arena);
    for (size_t i = 0; i < sizeof(CASES) / sizeof(CASES[0]); i++) {
        Statement statement;
        Error error = {0};
        size_t at = 0;
        assert_false(law_statement_parse(arena, set, text_from(CASES[i][0]), &statement, &error));
        if (!text_find(text_from(error.message), text_from(CASES[i][1]), &at)) {
            print_error("`%s` gives: %s\n", CASES[i][0], error.message);
            fail();
        }
    }
    arena_free(arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_forms),
        cmocka_unit_test(test_exceptions_that_are_left_out),
        cmocka_unit_test(test_mistakes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
