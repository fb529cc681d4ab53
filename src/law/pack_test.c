/* SPDX-License-Identifier: Apache-2.0 */
#include "law/draft.h"

/* `test "..."` as it is written beside a pack. */

typedef struct TestDraft {
    LawTest test;
    Array given; /* of LawTestGiven */
    Array expectations;
    bool has_as_of;
    bool has_known_at;
    bool has_expect;
} TestDraft;

typedef bool (*TestReader)(Cursor *cursor, TestDraft *draft);

static bool as_of_line(Cursor *cursor, TestDraft *draft) {
    draft->has_as_of = true;
    return cursor_take_date(cursor, &draft->test.as_of);
}

static bool known_at_line(Cursor *cursor, TestDraft *draft) {
    draft->has_known_at = true;
    return cursor_take_date(cursor, &draft->test.known_at);
}

static bool add_given(Cursor *cursor, TestDraft *draft, const Token *token, LawTestGiven given) {
    for (size_t i = 0; i < draft->given.count; i++) {
        const LawTestGiven *before = array_at(&draft->given, i);
        if (before->attribute == given.attribute) {
            report_at(cursor, token, "`%.*s` is given twice", TEXT_ARGS(quoted(token->text)));
            return false;
        }
    }
    LawTestGiven *place = array_add(&draft->given);
    *place = given;
    return true;
}

static bool take_attribute(Cursor *cursor, size_t *attribute) {
    const Token *token = cursor_peek(cursor);
    if (token == NULL || token->kind != TOKEN_WORD) {
        return report_here(cursor, "the name of a fact is wanted here");
    }
    if (!attribute_find(cursor->pack, token->text, attribute)) {
        Map *names = map_new(cursor->pack->reader->arena);
        for (size_t i = 0; i < cursor->pack->reader->attributes.count; i++) {
            (void)map_add(names, attribute_at(cursor->pack->reader, i)->attribute.name, i);
        }
        Text hint = suggestion(cursor->pack->reader->arena, names, token->text);
        return report_here(cursor, "`%.*s` is not in the vocabulary%.*s",
                           TEXT_ARGS(quoted(token->text)), TEXT_ARGS(hint));
    }
    cursor->at++;
    return true;
}

/* The message, or NULL where facts of the type may be given so. */
static const char *value_wrong(Reader *reader, Text text, ValueType type) {
    LawValue value;
    if (type.type == ATTRIBUTE_SET) {
        Text rest = text;
        Text member;
        while (text_split(&rest, '+', &member)) {
            if (text_is_empty(member)) {
                return "is no set of codes joined by `+`";
            }
        }
        return NULL;
    }
    bool may_lack_unit = type.type == ATTRIBUTE_NUMBER && !text_find(text, TEXT(" "), &(size_t){0});
    if (may_lack_unit) {
        type.unit = TEXT("");
    }
    return literal_parse(reader, text, type, &value);
}

/* All words up to the comma: a number may have its unit after it. */
static Text take_value(Cursor *cursor) {
    const Token *first = cursor_take(cursor);
    const Token *last = first;
    while (cursor_is(cursor, TOKEN_WORD)) {
        last = cursor_take(cursor);
    }
    return first == last ? first->text : source_words(cursor->pack->reader->arena, first, last);
}

static bool read_given(Cursor *cursor, TestDraft *draft) {
    const Token *name = cursor_peek(cursor);
    LawTestGiven given;
    if (!take_attribute(cursor, &given.attribute)) {
        return false;
    }
    if (!cursor_is(cursor, TOKEN_WORD) && !cursor_is(cursor, TOKEN_STRING)) {
        return report_here(cursor, "a value is wanted after `%.*s`", TEXT_ARGS(quoted(name->text)));
    }
    const Token *token = cursor_peek(cursor);
    Reader *reader = cursor->pack->reader;
    given.line = token->line;
    given.value = take_value(cursor);
    if (!text_equals(given.value, TEXT("unknown"))) {
        const char *wrong =
            value_wrong(reader, given.value, attribute_type(reader, given.attribute));
        if (wrong != NULL) {
            report_at(cursor, token, "`%.*s` %s", TEXT_ARGS(quoted(given.value)), wrong);
            return false;
        }
        Text fault = value_fault(reader, given.attribute, given.value);
        if (!text_is_empty(fault)) {
            report_at(cursor, token, "%.*s", TEXT_ARGS(fault));
            return false;
        }
    }
    return add_given(cursor, draft, name, given);
}

static bool given_line(Cursor *cursor, TestDraft *draft) {
    do {
        if (!read_given(cursor, draft)) {
            return false;
        }
    } while (cursor_take_kind(cursor, TOKEN_COMMA));
    return true;
}

static bool take_country(Cursor *cursor, TestDraft *draft, const char *attribute) {
    const Token *token = cursor_peek(cursor);
    if (token == NULL || token->kind != TOKEN_WORD || !is_country(token->text)) {
        return report_here(cursor, "a country's code of two capital letters is wanted here");
    }
    cursor->at++;
    LawTestGiven given = {.value = token->text, .line = token->line};
    (void)map_find(cursor->pack->reader->attribute_names, text_from(attribute), &given.attribute);
    return add_given(cursor, draft, token, given);
}

static bool from_line(Cursor *cursor, TestDraft *draft) {
    if (!take_country(cursor, draft, "origin")) {
        return false;
    }
    if (!cursor_take_words(cursor, "to")) {
        return report_here(cursor, "`to` and a country are wanted here, as in `from US to NL`");
    }
    return take_country(cursor, draft, "destination");
}

static bool take_outcome(Cursor *cursor, Outcome *outcome) {
    if (!cursor_is(cursor, TOKEN_WORD) || !law_outcome_parse(cursor_peek(cursor)->text, outcome)) {
        return report_here(cursor, "an outcome is wanted here: `free`, `authorised`, "
                                   "`licence_required`, `prohibited` or `undetermined`");
    }
    cursor->at++;
    return true;
}

static bool expect_line(Cursor *cursor, TestDraft *draft) {
    draft->has_expect = true;
    return take_outcome(cursor, &draft->test.outcome);
}

static bool accepting_line(Cursor *cursor, TestDraft *draft) {
    draft->test.accept_unverified = cursor_take_words(cursor, "unverified");
    return draft->test.accept_unverified || report_here(cursor, "`unverified` is wanted here");
}

static bool keep_expectation(TestDraft *draft, LawExpectation expectation) {
    LawExpectation *place = array_add(&draft->expectations);
    *place = expectation;
    return true;
}

static bool outcome_expectation(Cursor *cursor, TestDraft *draft, LawExpectationKind kind) {
    LawExpectation expectation = {.kind = kind};
    return take_outcome(cursor, &expectation.outcome) && keep_expectation(draft, expectation);
}

static bool best_line(Cursor *cursor, TestDraft *draft) {
    return outcome_expectation(cursor, draft, EXPECT_BEST);
}

static bool worst_line(Cursor *cursor, TestDraft *draft) {
    return outcome_expectation(cursor, draft, EXPECT_WORST);
}

static bool take_provision(Cursor *cursor, ProvisionKind kind, size_t *index) {
    const Token *token = cursor_peek(cursor);
    Text word = law_kind_word(kind);
    if (token == NULL || token->kind != TOKEN_WORD) {
        Text phrase = kind_phrase(cursor->pack->reader->arena, kind);
        return report_here(cursor, "the name of %.*s is wanted here", TEXT_ARGS(phrase));
    }
    const ProvisionDraft *found = provision_find(cursor->pack, token->text, index);
    if (found == NULL || found->provision.kind != kind) {
        Text hint =
            suggestion(cursor->pack->reader->arena, names_of_kind(cursor->pack, kind), token->text);
        return report_here(cursor, "there is no %.*s `%.*s`%.*s", TEXT_ARGS(word),
                           TEXT_ARGS(quoted(token->text)), TEXT_ARGS(hint));
    }
    cursor->at++;
    return true;
}

static bool provisions_expectation(Cursor *cursor, TestDraft *draft, LawExpectationKind kind,
                                   ProvisionKind provision) {
    Array indexes = array_new(cursor->pack->reader->arena, sizeof(size_t));
    do {
        size_t index = 0;
        if (!take_provision(cursor, provision, &index)) {
            return false;
        }
        size_t *place = array_add(&indexes);
        *place = index;
    } while (kind != EXPECT_ROUTE && cursor_take_kind(cursor, TOKEN_COMMA));
    return keep_expectation(
        draft, (LawExpectation){.kind = kind, .provisions = indexes.items, .count = indexes.count});
}

static bool under_line(Cursor *cursor, TestDraft *draft) {
    return provisions_expectation(cursor, draft, EXPECT_UNDER, PROVISION_EXCEPTION);
}

static bool requires_line(Cursor *cursor, TestDraft *draft) {
    return provisions_expectation(cursor, draft, EXPECT_REQUIRES, PROVISION_REQUIREMENT);
}

static bool because_line(Cursor *cursor, TestDraft *draft) {
    return provisions_expectation(cursor, draft, EXPECT_BECAUSE, PROVISION_PROHIBITION);
}

static bool route_line(Cursor *cursor, TestDraft *draft) {
    return provisions_expectation(cursor, draft, EXPECT_ROUTE, PROVISION_ROUTE);
}

static bool days_line(Cursor *cursor, TestDraft *draft) {
    LawExpectation expectation = {.kind = EXPECT_DAYS};
    return cursor_take_count(cursor, "a number of days", -1, 1000000, &expectation.days) &&
           keep_expectation(draft, expectation);
}

static bool review_line(Cursor *cursor, TestDraft *draft) {
    LawExpectation expectation = {.kind = EXPECT_REVIEW};
    if (!cursor_is(cursor, TOKEN_WORD) ||
        !review_parse(cursor_peek(cursor)->text, &expectation.review)) {
        return report_here(cursor, "`denial`, `case_by_case` or `approval` is wanted here");
    }
    cursor->at++;
    return keep_expectation(draft, expectation);
}

static bool asking_line(Cursor *cursor, TestDraft *draft) {
    Array indexes = array_new(cursor->pack->reader->arena, sizeof(size_t));
    do {
        size_t index = 0;
        if (!take_attribute(cursor, &index)) {
            return false;
        }
        size_t *place = array_add(&indexes);
        *place = index;
    } while (cursor_take_kind(cursor, TOKEN_COMMA));
    return keep_expectation(draft, (LawExpectation){.kind = EXPECT_ASKING,
                                                    .attributes = indexes.items,
                                                    .count = indexes.count});
}

static bool citing_line(Cursor *cursor, TestDraft *draft) {
    if (!cursor_is(cursor, TOKEN_CITATION)) {
        return report_here(cursor, "say after `citing` how the citation begins");
    }
    return keep_expectation(
        draft, (LawExpectation){.kind = EXPECT_CITING, .citation = cursor_take(cursor)->text});
}

static const struct {
    const char *words;
    TestReader read;
    bool may_repeat;
} test_lines[] = {{"as of", as_of_line, false},         {"known at", known_at_line, false},
                  {"given", given_line, true},          {"from", from_line, false},
                  {"accepting", accepting_line, false}, {"expect", expect_line, false},
                  {"best", best_line, false},           {"worst", worst_line, false},
                  {"under", under_line, false},         {"requires", requires_line, false},
                  {"because", because_line, false},     {"route", route_line, true},
                  {"days", days_line, false},           {"review", review_line, false},
                  {"asking", asking_line, false},       {"citing", citing_line, true}};

enum { TEST_LINE_COUNT = sizeof test_lines / sizeof test_lines[0] };

static size_t take_test_words(Cursor *cursor) {
    Map *words = map_new(cursor->pack->reader->arena);
    for (size_t i = 0; i < TEST_LINE_COUNT; i++) {
        (void)map_add(words, text_from(test_lines[i].words), i);
        if (cursor_take_words(cursor, test_lines[i].words)) {
            return i;
        }
    }
    Text written = cursor_peek(cursor)->written;
    Text hint = suggestion(cursor->pack->reader->arena, words, written);
    (void)report_here(cursor, "`%.*s` is not understood in a test%.*s", TEXT_ARGS(quoted(written)),
                      TEXT_ARGS(hint));
    return TEST_LINE_COUNT;
}

/* Several expectations may stand on one line. */
static void read_test_line(PackDraft *pack, const SourceFile *source, const Line *line,
                           TestDraft *draft, size_t *seen) {
    Cursor cursor = cursor_at(pack, source, line);
    expect_nothing_below(&cursor);
    while (!cursor_ends(&cursor)) {
        const Token *token = cursor_peek(&cursor);
        size_t index = take_test_words(&cursor);
        if (index == TEST_LINE_COUNT) {
            return;
        }
        if (seen[index] != 0 && !test_lines[index].may_repeat) {
            report_at(&cursor, token, "`%s` stands already on line %zu", test_lines[index].words,
                      seen[index]);
            return;
        }
        seen[index] = token->line;
        if (!test_lines[index].read(&cursor, draft)) {
            return;
        }
    }
}

static void finish_test(PackDraft *pack, const SourceFile *source, const Line *line,
                        TestDraft *draft, Array *tests) {
    if (!draft->has_as_of) {
        report_line(pack, source, line, "the test does not say its date: `as of DATE`");
    }
    if (!draft->has_expect) {
        report_line(pack, source, line, "the test expects nothing: `expect OUTCOME`");
    }
    LawTest *test = &draft->test;
    test->known_at = draft->has_known_at ? test->known_at : test->as_of;
    test->given = draft->given.items;
    test->given_count = draft->given.count;
    test->expectations = draft->expectations.items;
    test->expectation_count = draft->expectations.count;
    LawTest *place = array_add(tests);
    *place = *test;
}

void test_read(PackDraft *pack, const SourceFile *source, const Line *line, Array *tests) {
    Arena *arena = pack->reader->arena;
    Cursor cursor = cursor_at(pack, source, line);
    TestDraft draft = {.test = {.file = source->file, .line = line->number},
                       .given = array_new(arena, sizeof(LawTestGiven)),
                       .expectations = array_new(arena, sizeof(LawExpectation))};
    size_t seen[TEST_LINE_COUNT] = {0};
    if (!cursor_take_words(&cursor, "test")) {
        (void)report_here(&cursor, "a file of tests has `test \"TITLE\"` blocks only");
        return;
    }
    if (cursor_take_text(&cursor, "the title of the test", &draft.test.title)) {
        (void)cursor_expect_end(&cursor);
    }
    for (const Line *below = line->below; below != NULL; below = below->next) {
        read_test_line(pack, source, below, &draft, seen);
    }
    finish_test(pack, source, line, &draft, tests);
}
