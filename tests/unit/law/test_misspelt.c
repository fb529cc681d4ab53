/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "reading.h"

/* Values that somebody gives and that are likely misspelt. */

typedef struct Spelling {
    const char *fact;
    const char *value;
    bool is_misspelt;
    const char *nearest;
} Spelling;

static void assert_judged(const char *law, const char *rows, const Spelling *cases, size_t count) {
    Arena *arena = arena_new();
    Text messages;
    const LawSet *set = read_pack(arena, law, rows, &messages);
    assert_non_null(set);
    for (size_t i = 0; i < count; i++) {
        size_t attribute = 0;
        Text nearest;
        assert_true(law_attribute_find(set, text_from(cases[i].fact), &attribute));
        bool is_misspelt =
            law_value_is_misspelt(arena, set, attribute, text_from(cases[i].value), &nearest);
        if (is_misspelt != cases[i].is_misspelt ||
            !text_equals(nearest, text_from(cases[i].nearest))) {
            print_message("%s %s: %d %.*s\n", cases[i].fact, cases[i].value, is_misspelt,
                          TEXT_ARGS(nearest));
        }
        assert_int_equal(is_misspelt, cases[i].is_misspelt);
        assert_true(text_equals(nearest, text_from(cases[i].nearest)));
    }
    arena_free(arena);
}

#define LAW                                                                                        \
    HEADER GROUP "requirement chart \"Chart\"\n  cite 15 CFR 738\n  when all of\n"                 \
                 "    item.kind is one of goods, technology\n    item.eccn within 3A001\n"         \
                 "    destination in group A\n    item.reasons has any of NS, MT\n"                \
                 "route licence \"Licence\"\n  cite 15 CFR 750\n  days 90\n"
#define ROWS "country,group\nNL,A\nGB,A\nXK,A\n"

static void values_that_are_not_known(void **state) {
    static const Spelling CASES[] = {
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
    (void)state;
    assert_judged(LAW, ROWS, CASES, sizeof(CASES) / sizeof(CASES[0]));
}

static void shapes_of_codes(void **state) {
    static const struct {
        const char *shape;
        const char *word;
        bool fits;
    } CASES[] = {
        {"9A999", "3A001", true},
        {"9A999", "3A01", false},
        {"9A999", "3a001", false},
        {"9A999[.a[.9+]]", "3A001.b.12", true},
        {"9A999[.a[.9+]]", "3A001.", false},
        {"9A999[.a[.9+]]", "3A001.12", false},
        {"I[(a)[(9+)[(i)]]]", "XXI", true},
        {"I[(a)[(9+)[(i)]]]", "VIII(h)(12)(iv)", true},
        {"I[(a)[(9+)[(i)]]]", "XIQ", false},
        {"I[(a)[(9+)[(i)]]]", "IIII", false},
        {"I[(a)[(9+)[(i)]]]", "IX(a)(1)(iiv)", false},
        {"[9][9][9]", "12", true},
        {"9+9+9+", "12", false},
        {"9+9+9+", "1234", true},
        {"A+9", "", false},
        {"x", "x", true},
    };
    (void)state;
    for (size_t i = 0; i < sizeof(CASES) / sizeof(CASES[0]); i++) {
        bool fits = cell_shape_fits(text_from(CASES[i].shape), text_from(CASES[i].word));
        if (fits != CASES[i].fits) {
            print_message("%s %s\n", CASES[i].shape, CASES[i].word);
        }
        assert_int_equal(fits, CASES[i].fits);
    }
}

#define NAMED                                                                                      \
    "pack x \"X\"\n  jurisdiction US\n  authority \"15 CFR\"\n  vintage 2026-01-01\n"              \
    "vocabulary\n  item.eccn : code   otherwise NOT_LISTED\n    within group.group, NOT_LISTED\n"  \
    "  item.ores : set of code\n    is one of tin, iron\n" GROUP
#define NAMED_ROWS "country,group\nNL,3A001\n"

/* Where packs name a fact's values, no other is one, near or not. */
static void values_that_packs_name(void **state) {
    static const Spelling CASES[] = {
        {"item.eccn", "3A001.b", false, ""},    {"item.eccn", "NOT_LISTED", false, ""},
        {"item.eccn", "3A0O1", true, "3A001"},  {"item.eccn", "none", true, ""},
        {"item.ores", "tin+iron", false, ""},   {"item.ores", "none", false, ""},
        {"item.ores", "tin+irn", true, "iron"}, {"item.ores", "gold", true, ""},
        {"item.eccn", "unknown", false, ""},    {"item.kind", "livestock", true, ""},
    };
    (void)state;
    assert_judged(NAMED, NAMED_ROWS, CASES, sizeof(CASES) / sizeof(CASES[0]));
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(values_that_are_not_known),
                                       cmocka_unit_test(shapes_of_codes),
                                       cmocka_unit_test(values_that_packs_name)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
