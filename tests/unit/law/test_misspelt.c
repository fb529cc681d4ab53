/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "reading.h"

/* Values that somebody gives and that are likely misspelt. */

#define LAW                                                                                        \
    HEADER GROUP "requirement chart \"Chart\"\n  cite 15 CFR 738\n  when all of\n"                 \
                 "    item.kind is one of goods, technology\n    item.eccn within 3A001\n"         \
                 "    destination in group A\n    item.reasons has any of NS, MT\n"                \
                 "route licence \"Licence\"\n  cite 15 CFR 750\n  days 90\n"
#define ROWS "country,group\nNL,A\nGB,A\nXK,A\n"

static void values_that_are_not_known(void **state) {
    static const struct {
        const char *fact;
        const char *value;
        bool is_misspelt;
        const char *nearest;
    } CASES[] = {
        {"item.kind", "technology", false, ""},  {"item.kind", "technolgy", true, "technology"},
        {"item.kind", "livestock", true, ""},    {"item.kind", "unknown", false, ""},
        {"destination", "NL", false, ""},        {"destination", "TV", false, ""},
        {"destination", "XK", false, ""},        {"destination", "NX", true, "NL"},
        {"item.eccn", "3A0O1", false, ""},       {"item.reasons", "NS+MTT", true, "MT"},
        {"item.reasons", "none", false, ""},     {"item.value", "5", false, ""},
        {"exporter.id", "godds", false, ""},     {"item.eccn", "3a001", true, "3A001"},
        {"item.eccn", "3a001.b", true, "3A001"}, {"item.eccn", "3A001.B", false, ""},
        {"item.eccn", "3 A-001", true, "3A001"}, {"item.eccn", "3A0.01", false, ""},
        {"item.kind", "Goods", true, "goods"},   {"item.reasons", "NS+mt", true, "MT"},
    };
    Arena *arena = arena_new();
    Text messages;
    const LawSet *set = read_pack(arena, LAW, ROWS, &messages);
    (void)state;
    assert_non_null(set);
    for (size_t i = 0; i < sizeof(CASES) / sizeof(CASES[0]); i++) {
        size_t attribute = 0;
        Text nearest;
        assert_true(law_attribute_find(set, text_from(CASES[i].fact), &attribute));
        bool is_misspelt =
            law_value_is_misspelt(arena, set, attribute, text_from(CASES[i].value), &nearest);
        if (is_misspelt != CASES[i].is_misspelt ||
            !text_equals(nearest, text_from(CASES[i].nearest))) {
            print_message("%s %s: %d %.*s\n", CASES[i].fact, CASES[i].value, is_misspelt,
                          TEXT_ARGS(nearest));
        }
        assert_int_equal(is_misspelt, CASES[i].is_misspelt);
        assert_true(text_equals(nearest, text_from(CASES[i].nearest)));
    }
    arena_free(arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(values_that_are_not_known)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
