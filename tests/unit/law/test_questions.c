/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "reading.h"

/* What one provision reads of a transfer, and what it still asks for. */

#define LAW                                                                                        \
    HEADER GROUP "fact foreign \"Foreign\"\n  cite 15 CFR 734\n  when not item.us_origin\n"        \
                 "requirement chart \"Chart\"\n  cite 15 CFR 738\n  when all of\n"                 \
                 "    not foreign\n    item.reasons has NS\n  reason NS\n"                         \
                 "exception GIFT \"Gift\"\n  cite 15 CFR 740\n  covers chart\n"                    \
                 "  when all of\n    destination in group A\n    every reason is one of NS\n"      \
                 "    item.value at most 5 USD\n"                                                  \
                 "bar dear \"Dear\"\n  cite 15 CFR 741\n  strikes GIFT\n"                          \
                 "  when item.made after 2026-01-01\n"                                             \
                 "route licence \"Licence\"\n  cite 15 CFR 750\n  days 90\n  status unverified\n"
#define ROWS "country,group\nNL,A\nGB,A\n"

static const LawSet *law(Arena *arena) {
    Text messages;
    const LawSet *set = read_pack(arena, LAW, ROWS, &messages);
    if (set == NULL) {
        print_message("%.*s", TEXT_ARGS(messages));
    }
    assert_non_null(set);
    return set;
}

static size_t provision_of(const LawSet *set, const char *name) {
    size_t provision = 0;
    assert_true(law_provision_find(set, text_from(name), &provision));
    return provision;
}

static Text read_by(Arena *arena, const LawSet *set, const char *name) {
    const size_t *attributes = NULL;
    size_t count = law_facts_read(arena, set, provision_of(set, name), &attributes);
    TextBuilder builder = text_builder_new(arena);
    for (size_t i = 0; i < count; i++) {
        text_add_format(&builder, "%.*s ", TEXT_ARGS(law_attribute(set, attributes[i]).name));
    }
    return text_built(&builder);
}

static void facts_that_a_provision_reads(void **state) {
    Arena *arena = *state;
    const LawSet *set = law(arena);
    assert_true(text_equals(read_by(arena, set, "chart"), TEXT("item.us_origin item.reasons ")));
    assert_true(text_equals(read_by(arena, set, "GIFT"), TEXT("destination item.value ")));
    assert_true(text_equals(read_by(arena, set, "foreign"), TEXT("item.us_origin ")));
    assert_true(text_equals(read_by(arena, set, "licence"), TEXT("")));
}

/* `given` is PATH VALUE pairs up to NULL; the answer is "truth: names". */
static Text asked(Arena *arena, const LawSet *set, const char *name, const char *const *given) {
    static const char *const TRUTHS[] = {"no", "unknown", "yes"};
    LawFacts *facts = law_facts_new(arena, set);
    for (; *given != NULL; given += 2) {
        size_t attribute = 0;
        Error error;
        assert_true(law_attribute_find(set, text_from(given[0]), &attribute));
        assert_true(law_facts_set(facts, attribute, text_from(given[1]), &error));
    }
    Date day = date_from_parts(2026, 1, 5);
    DecideOptions options = {.as_of = day, .known_at = day, .quantile = 50};
    const DecisionQuestion *questions = NULL;
    size_t count = 0;
    Truth truth = law_provision_questions(arena, facts, &options, provision_of(set, name),
                                          &questions, &count);
    TextBuilder builder = text_builder_new(arena);
    text_add_format(&builder, "%s:", TRUTHS[truth]);
    for (size_t i = 0; i < count; i++) {
        assert_false(text_is_empty(questions[i].ask));
        text_add_format(&builder, " %.*s", TEXT_ARGS(questions[i].name));
    }
    return text_built(&builder);
}

static void questions_that_still_matter(void **state) {
    Arena *arena = *state;
    const LawSet *set = law(arena);
    static const struct {
        const char *name;
        const char *given[9];
        const char *answer;
    } CASES[] = {
        {"chart", {NULL}, "unknown: item.us_origin item.reasons"},
        {"chart", {"item.us_origin", "yes", NULL}, "unknown: item.reasons"},
        {"chart", {"item.us_origin", "no", NULL}, "no:"},
        {"chart", {"item.us_origin", "yes", "item.reasons", "NS", NULL}, "yes:"},
        {"GIFT",
         {"item.us_origin", "yes", "item.reasons", "NS", "destination", "NL", NULL},
         "unknown: item.value"},
        {"GIFT", {"item.us_origin", "yes", "item.reasons", "NS", "destination", "FR", NULL}, "no:"},
        {"dear",
         {"item.us_origin", "yes", "item.reasons", "NS", "destination", "NL", NULL},
         "unknown: item.made"},
        {"dear", {"item.us_origin", "yes", "item.reasons", "NS", "destination", "FR", NULL}, "no:"},
        {"licence", {NULL}, "unknown: x.licence"},
    };
    for (size_t i = 0; i < sizeof(CASES) / sizeof(CASES[0]); i++) {
        Text answer = asked(arena, set, CASES[i].name, CASES[i].given);
        if (!text_equals(answer, text_from(CASES[i].answer))) {
            print_message("%s: %.*s\n", CASES[i].name, TEXT_ARGS(answer));
        }
        assert_true(text_equals(answer, text_from(CASES[i].answer)));
    }
}

static int set_up(void **state) {
    *state = arena_new();
    return 0;
}

static int tear_down(void **state) {
    arena_free(*state);
    return 0;
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(facts_that_a_provision_reads, set_up, tear_down),
        cmocka_unit_test_setup_teardown(questions_that_still_matter, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
