/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "reading.h"

#define RULES                                                                                      \
    "requirement need \"Need\"\n  cite 15 CFR 1\n  when destination in group B\n"                  \
    "requirement dear \"Dear\"\n  cite 15 CFR 2\n  when item.value more than 1000 USD\n"           \
    "exception spare \"Spare\"\n  cite 15 CFR 3\n  covers need\n  when all of\n"                   \
    "    item.eccn within 3A001\n    item.us_origin\n"                                             \
    "prohibition old \"Old\"\n  cite 15 CFR 4\n  when item.made before 2000-01-01\n"               \
    "prohibition listed \"Listed\"\n  cite 15 CFR 5\n  when item.reasons has any of NS, MT\n"      \
    "route licence \"Licence\"\n  cite 15 CFR 6\n  days 30\n"
#define ROWS "country,group\nNL,A\nFR,B\nCN,B\nCN,D\n"

typedef struct Fixture {
    Arena *arena;
    const LawSet *set;
    LawStream *stream;
    size_t destination;
} Fixture;

static size_t attribute_of(const LawSet *set, const char *name) {
    size_t attribute = 0;
    assert_true(law_attribute_find(set, text_from(name), &attribute));
    return attribute;
}

static int set_up(void **state) {
    Arena *arena = arena_new();
    Fixture *fixture = ARENA_NEW(arena, Fixture);
    Text messages;
    fixture->arena = arena;
    fixture->set = read_pack(arena, HEADER GROUP RULES, ROWS, &messages);
    if (fixture->set == NULL) {
        print_message("%.*s", TEXT_ARGS(messages));
        return -1;
    }
    fixture->destination = attribute_of(fixture->set, "destination");
    LawStreamMember to = {TEXT("to"), &fixture->destination, 1};
    fixture->stream = law_stream_new(arena, law_compile(arena, fixture->set, false, 50), &to, 1);
    *state = fixture;
    return 0;
}

static int tear_down(void **state) {
    const Fixture *fixture = *state;
    arena_free(fixture->arena);
    return 0;
}

/* ---- the same as by facts ---- */

typedef struct Given {
    const char *name; /* as in the request */
    const char *fact;
    const char *values[6][2]; /* in JSON, and as law_facts_set takes them */
} Given;

static const Given ITEM[] = {
    {"eccn",
     "item.eccn",
     {{"\"3A001\"", "3A001"},
      {"\"3A001.b.2\"", "3A001.b.2"},
      {"\"3A002\"", "3A002"},
      {"\"a code of some length\"", "a code of some length"},
      {"\"unknown\"", "unknown"},
      {"null", "unknown"}}},
    {"us_origin",
     "item.us_origin",
     {{"true", "yes"}, {"false", "no"}, {"null", "unknown"}, {"\"yes\"", "yes"}}},
    {"value",
     "item.value",
     {{"1000", "1000"},
      {"1001", "1001"},
      {"0", "0"},
      {"-5", "-5"},
      {"\"2000 USD\"", "2000 USD"},
      {"\"999.5\"", "999.5"}}},
    {"reasons",
     "item.reasons",
     {{"[]", "none"},
      {"[ \"NS\" ,\"XX\"]", "NS+XX"},
      {"[\"CB\",\"CB\"]", "CB"},
      {"\"CB+MT\"", "CB+MT"},
      {"null", "unknown"},
      {"\"none\"", "none"}}},
    {"made", "item.made", {{"\"1999-12-31\"", "1999-12-31"}, {"\"2000-01-01\"", "2000-01-01"}}},
};
enum { ITEM_COUNT = sizeof(ITEM) / sizeof(ITEM[0]), LINES = 3000 };

static unsigned below(uint64_t *state, unsigned limit) {
    *state = *state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (unsigned)(*state >> 33) % limit;
}

static unsigned value_count(const Given *given) {
    unsigned count = 0;
    while (count < 6 && given->values[count][0] != NULL) {
        count++;
    }
    return count;
}

/* Some facts of the item, in any order; false where one of them is no good. */
static bool some_item(const Fixture *fixture, uint64_t *random, TextBuilder *line,
                      LawFacts *facts) {
    unsigned first = below(random, ITEM_COUNT);
    bool is_good = true;
    bool has_any = false;
    for (unsigned i = 0; i < ITEM_COUNT; i++) {
        const Given *given = &ITEM[(first + i) % ITEM_COUNT];
        const char *const *value = given->values[below(random, value_count(given))];
        Error error;
        if (below(random, 3) == 0) {
            continue;
        }
        text_add_format(line, "%s\"%s\" : %s", has_any ? ", " : "", given->name, value[0]);
        has_any = true;
        is_good = is_good && value[1] != NULL &&
                  law_facts_set(facts, attribute_of(fixture->set, given->fact), text_from(value[1]),
                                &error);
    }
    return is_good;
}

static void answers_are_those_of_facts(void **state) {
    static const char *const COUNTRIES[] = {"NL", "FR", "CN", "ZZ"};
    const Fixture *fixture = *state;
    uint64_t random = 7;
    for (int i = 0; i < LINES; i++) {
        Arena *arena = arena_new();
        LawFacts *facts = law_facts_new(arena, fixture->set);
        TextBuilder line = text_builder_new(arena);
        Error error;
        const char *country = COUNTRIES[below(&random, 4)];
        LawWhen when = {0};
        assert_true(law_facts_set(facts, fixture->destination, text_from(country), &error));
        assert_true(date_parse(TEXT("2026-10-01"), &when.as_of));
        when.known_at = when.as_of;
        text_add_format(&line, "{\"id\":%d,\"as_of\":\"2026-10-01\",\"item\":{", i);
        bool is_good = some_item(fixture, &random, &line, facts);
        text_add_format(&line, "},\"to\":\"%s\"}", country);
        Text answer;
        bool is_answered = law_stream_answer(fixture->stream, text_built(&line), &answer);
        if (is_answered != is_good) {
            print_message("%.*s\n", TEXT_ARGS(text_built(&line)));
        }
        assert_int_equal(is_answered, is_good);
        if (is_good) {
            Text kept = text_copy(arena, answer);
            Text wanted = law_stream_answer_facts(arena, fixture->stream, facts, &when,
                                                  text_format(arena, "%d", i));
            assert_true(text_equals(kept, wanted));
        }
        arena_free(arena);
    }
}

/* ---- one answer, and what is none ---- */

static void an_answer_names_its_rules(void **state) {
    const Fixture *fixture = *state;
    Text answer;
    assert_true(law_stream_answer(
        fixture->stream,
        TEXT("{\"id\":\"a b\",\"item\":{\"value\":1,\"made\":\"2001-01-01\","
             "\"us_origin\":true,\"eccn\":\"3A001.a\"},\"facts\":{},\"to\":\"FR\","
             "\"as_of\":\"2026-10-01\",\"known_at\":\"2026-10-02\"}"),
        &answer));
    assert_true(text_equals(
        answer, TEXT("{\"id\":\"a b\",\"outcome\":\"undetermined\",\"best\":\"authorised\","
                     "\"worst\":\"prohibited\",\"days\":null,\"rules\":["
                     "{\"rule\":\"x.listed\",\"citation\":\"15 CFR 5\",\"truth\":\"unknown\"},"
                     "{\"rule\":\"x.need\",\"citation\":\"15 CFR 1\",\"truth\":\"yes\"},"
                     "{\"rule\":\"x.spare\",\"citation\":\"15 CFR 3\",\"truth\":\"yes\"},"
                     "{\"rule\":\"x.licence\",\"citation\":\"15 CFR 6\",\"truth\":\"yes\"}]}\n")));
}

static void what_is_not_plain_is_left(void **state) {
    static const char *const LINES_LEFT[] = {
        "",
        "{}",
        "[]",
        "{\"item\":{},\"to\":\"NL\"}",                                        /* no date */
        "{\"item\":{},\"as_of\":\"2026-10-01\"}",                             /* to nowhere */
        "{\"to\":\"NL\",\"as_of\":\"2026-10-01\"}",                           /* no item */
        "{\"item\":{},\"to\":\"NL\",\"as_of\":\"2026-13-01\"}",               /* no such day */
        "{\"item\":{},\"to\":\"NL\",\"to\":\"NL\",\"as_of\":\"2026-10-01\"}", /* twice */
        "{\"item\":{},\"item\":{},\"to\":\"NL\",\"as_of\":\"2026-10-01\"}",
        "{\"item\":{},\"to\":\"NL\",\"facts\":{\"destination\":\"NL\"},\"as_of\":\"2026-10-01\"}",
        "{\"item\":{},\"to\":\"nl\",\"as_of\":\"2026-10-01\"}", /* no country */
        "{\"item\":{\"eccm\":\"3A001\"},\"to\":\"NL\",\"as_of\":\"2026-10-01\"}",
        "{\"item\":{\"reasons\":[\"N S\"]},\"to\":\"NL\",\"as_of\":\"2026-10-01\"}", /* no code */
        "{\"item\":{\"reasons\":[\"NS\",]},\"to\":\"NL\",\"as_of\":\"2026-10-01\"}",
        "{\"item\":{\"reasons\":[1]},\"to\":\"NL\",\"as_of\":\"2026-10-01\"}",
        "{\"item\":{\"reasons\":[\"NS\"},\"to\":\"NL\",\"as_of\":\"2026-10-01\"}",
        "{\"item\":{\"reasons\":true},\"to\":\"NL\",\"as_of\":\"2026-10-01\"}",
        "{\"item\":{\"reasons\":\"\"},\"to\":\"NL\",\"as_of\":\"2026-10-01\"}",
        "{\"item\":{\"eccn\":[\"3A001\"]},\"to\":\"NL\",\"as_of\":\"2026-10-01\"}", /* no set */
        "{\"id\":[],\"item\":{},\"to\":\"NL\",\"as_of\":\"2026-10-01\"}",
        "{\"item\":{\"value\":1.5},\"to\":\"NL\",\"as_of\":\"2026-10-01\"}",
        "{\"item\":{\"value\":01},\"to\":\"NL\",\"as_of\":\"2026-10-01\"}",
        "{\"item\":{\"value\":true},\"to\":\"NL\",\"as_of\":\"2026-10-01\"}",
        "{\"item\":{\"eccn\":\"3A\\u0030\"},\"to\":\"NL\",\"as_of\":\"2026-10-01\"}",
        "{\"item\":{\"eccn\":\"3A001 },\"to\":\"NL\",\"as_of\":\"2026-10-01\"}",
        "{\"item\":{},\"to\":\"NL\",\"as_of\":\"2026-10-01\"} x",
        "{\"item\":{},\"to\":\"NL\",\"as_of\":\"2026-10-01\",}",
        "{\"item\":{},\"to\":\"NL\",\"as_of\":\"2026-10-01\"",
        "{\"item\":{},\"to\":\"NL\" \"as_of\":\"2026-10-01\"}",
        "{\"id\":null,\"item\":{},\"to\":\"NL\",\"as_of\":\"2026-10-01\"}",
    };
    const Fixture *fixture = *state;
    Text answer;
    for (size_t i = 0; i < sizeof(LINES_LEFT) / sizeof(LINES_LEFT[0]); i++) {
        if (law_stream_answer(fixture->stream, text_from(LINES_LEFT[i]), &answer)) {
            print_message("%s\n", LINES_LEFT[i]);
            fail();
        }
    }
    assert_true(law_stream_answer(
        fixture->stream,
        TEXT(" { \"item\" : { } , \"to\" : \"NL\" , \"as_of\" : \"2026-10-01\" } "), &answer));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(answers_are_those_of_facts, set_up, tear_down),
        cmocka_unit_test_setup_teardown(an_answer_names_its_rules, set_up, tear_down),
        cmocka_unit_test_setup_teardown(what_is_not_plain_is_left, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
