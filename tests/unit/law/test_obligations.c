/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "reading.h"

#define LAW                                                                                        \
    HEADER GROUP "requirement chart \"Chart\"\n  cite 15 CFR 738\n  when item.us_origin\n"         \
                 "exception GIFT \"Gift\"\n  cite 15 CFR 740\n  covers chart\n"                    \
                 "  when destination in group A\n  on condition\n"                                 \
                 "    \"Keep records\" for 5 years   cite 15 CFR 762\n"                            \
                 "    \"Tell\" within 30 days when item.value more than 5 USD   cite 15 CFR 743\n" \
                 "    \"Mark\" when all of\n      item.reasons is not empty\n"                     \
                 "      destination is NL\n"                                                       \
                 "route licence \"Licence\"\n  cite 15 CFR 750\n  days 90\n"                       \
                 "  on condition \"Return\" when destination is FR\n"
#define ROWS "country,group\nNL,A\nGB,A\n"

/* The obligations' words, joined by `; `. */
static Text duties(Arena *arena, const char *to, const char *value, const char *reasons) {
    static const char *const NAMES[] = {"item.us_origin", "destination", "item.value",
                                        "item.reasons"};
    const char *const values[] = {"yes", to, value, reasons};
    Text messages;
    const LawSet *set = read_pack(arena, LAW, ROWS, &messages);
    if (set == NULL) {
        print_message("%.*s", TEXT_ARGS(messages));
    }
    assert_non_null(set);
    LawFacts *facts = law_facts_new(arena, set);
    for (size_t i = 0; i < 4; i++) {
        size_t attribute = 0;
        Error error;
        assert_true(law_attribute_find(set, text_from(NAMES[i]), &attribute));
        assert_true(law_facts_set(facts, attribute, text_from(values[i]), &error));
    }
    Date day = date_from_parts(2026, 1, 5);
    DecideOptions options = {.as_of = day, .known_at = day, .quantile = 50};
    Decision decision;
    law_decide(arena, set, facts, &options, &decision);
    TextBuilder builder = text_builder_new(arena);
    for (size_t i = 0; i < decision.obligation_count; i++) {
        text_add(&builder, i == 0 ? TEXT("") : TEXT("; "));
        text_add(&builder, decision.obligations[i].text);
    }
    return text_built(&builder);
}

static void obligations_are_shown_where_they_apply(void **state) {
    static const struct {
        const char *to;
        const char *value;
        const char *reasons;
        const char *duties;
    } CASES[] = {
        {"NL", "5", "none", "Keep records"},
        {"NL", "6", "none", "Keep records; Tell"},
        {"NL", "6", "NS", "Keep records; Tell; Mark"},
        {"GB", "5", "NS", "Keep records"},
        {"NL", "unknown", "none",
         "Keep records; Tell (where it applies: item.value more than 5 USD)"},
        {"NL", "5", "unknown", "Keep records; Mark (where it applies)"},
        {"FR", "6", "NS", "Return"},
        {"US", "6", "NS", ""},
    };
    (void)state;
    for (size_t i = 0; i < sizeof CASES / sizeof CASES[0]; i++) {
        Arena *arena = arena_new();
        Text found = duties(arena, CASES[i].to, CASES[i].value, CASES[i].reasons);
        if (!text_equals(found, text_from(CASES[i].duties))) {
            print_message("%zu: %.*s\n", i, TEXT_ARGS(found));
            fail();
        }
        arena_free(arena);
    }
}

static void what_is_wrong_is_told(void **state) {
    (void)state;
    Arena *arena = arena_new();
    Text messages;
    size_t at = 0;
    assert_null(read_pack(arena,
                          HEADER "requirement chart \"C\"\n  cite 1\n  when item.us_origin\n"
                                 "route licence \"L\"\n  cite 2\n"
                                 "  on condition\n    \"Tell\" when item.us_origim\n"
                                 "    \"Mark\" when\n    \"Keep\"\n      item.us_origin\n",
                          NULL, &messages));
    assert_true(text_find(messages, TEXT("did you mean `item.us_origin`?"), &at));
    assert_true(text_find(messages, TEXT("a condition is wanted here"), &at));
    assert_true(text_find(messages, TEXT("indented"), &at));
    arena_free(arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(obligations_are_shown_where_they_apply),
        cmocka_unit_test(what_is_wrong_is_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
