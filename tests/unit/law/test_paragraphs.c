/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "law/paragraphs.h"

static Text paragraphs(Arena *arena, const char *citation) {
    Array list = array_new(arena, sizeof(Text));
    TextBuilder out = text_builder_new(arena);
    law_paragraphs_of(arena, text_from(citation), &list);
    for (size_t i = 0; i < list.count; i++) {
        text_add_format(&out, "%s%.*s", i == 0 ? "" : " | ",
                        TEXT_ARGS(ARRAY_ITEMS(Text, &list)[i]));
    }
    return text_built(&out);
}

static void test_a_citation_may_name_several(void **state) {
    static const char *const CASES[][2] = {
        {"15 CFR 740.20(c)(1)", "15 CFR 740.20(c)(1)"},
        {"15 CFR 744.11, 744.16", "15 CFR 744.11 | 15 CFR 744.16"},
        {"15 CFR 734.13(a)(2), 772.1 (foreign person)",
         "15 CFR 734.13(a)(2) | 15 CFR 772.1 (foreign person)"},
        {"22 CFR 126.1(a), (d)", "22 CFR 126.1(a) | 22 CFR 126.1(d)"},
        {"15 CFR 774 Supp. 1, ECCN 3A001", "15 CFR 774 Supp. 1, ECCN 3A001"},
        {"Export Control Law art. 12; MOFCOM 51/2024",
         "Export Control Law art. 12 | MOFCOM 51/2024"},
        {"MOFCOM-GAC 23/2023, 33/2024, 18/2025",
         "MOFCOM-GAC 23/2023 | MOFCOM-GAC 33/2024 | MOFCOM-GAC 18/2025"},
        {"Art. 2,, 3", "Art. 2 | Art. 3"},
        {"", ""},
    };
    (void)state;
    Arena *arena = arena_new();
    for (size_t i = 0; i < sizeof(CASES) / sizeof(CASES[0]); i++) {
        Text found = paragraphs(arena, CASES[i][0]);
        assert_string_equal(text_terminated(arena, found), CASES[i][1]);
    }
    arena_free(arena);
}

static int order(const char *a, const char *b) {
    int found = law_paragraph_compare(text_from(a), text_from(b));
    return (found > 0) - (found < 0);
}

static void test_numbers_stand_by_their_value(void **state) {
    (void)state;
    assert_int_equal(order("15 CFR 740.2", "15 CFR 740.20"), -1);
    assert_int_equal(order("15 CFR 740.20", "15 CFR 740.3"), 1);
    assert_int_equal(order("art. 007", "art. 7"), 0);
    assert_int_equal(order("art. 7", "art. 7(a)"), -1);
    assert_int_equal(order("", "a"), -1);
    assert_int_equal(order("b", "a"), 1);
    assert_int_equal(order("99999999999999999999999", "100000000000000000000000"), -1);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_citation_may_name_several),
        cmocka_unit_test(test_numbers_stand_by_their_value),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
