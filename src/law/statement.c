/* SPDX-License-Identifier: Apache-2.0 */
#include "law/statement.h"

#include <string.h>

static const char *const FORMS =
    "write `no transfer ... is OUTCOME`, `no transfer ... reaches PLACE [except under RULE]`, "
    "`every transfer ... is OUTCOME`, `some transfer ... is OUTCOME`, `packs P and Q decide "
    "alike` or `reform NAME makes nothing stricter`";

/* ---- words ---- */

typedef struct Words {
    Arena *arena;
    const LawSet *set;
    Text *list;
    size_t count;
    size_t at;
} Words;

static bool is_blank(char letter) {
    return letter == ' ' || letter == '\t' || letter == '\n' || letter == '\r';
}

/* The end of a word: a comma stands alone, text in quotes is one word. */
static size_t word_end(Text text, size_t start) {
    size_t end = start;
    if (text.bytes[start] == ',') {
        return start + 1;
    }
    bool is_quoted = text.bytes[start] == '"';
    for (end = start + 1; end < text.length; end++) {
        char letter = text.bytes[end];
        if (is_quoted && letter == '"') {
            return end + 1;
        }
        if (!is_quoted && (is_blank(letter) || letter == ',')) {
            return end;
        }
    }
    return end;
}

static Words words_of(Arena *arena, const LawSet *set, Text text) {
    Words words = {.arena = arena, .set = set, .list = ARENA_MANY(arena, Text, text.length + 1)};
    size_t at = 0;
    while (at < text.length) {
        if (is_blank(text.bytes[at])) {
            at++;
            continue;
        }
        size_t end = word_end(text, at);
        words.list[words.count++] = text_slice(text, at, end);
        at = end;
    }
    return words;
}

static bool is_word_at(const Words *words, size_t at, const char *word) {
    return at < words->count && text_equals(words->list[at], text_from(word));
}

/* Whether the phrase's words stand at `at`; their number, or 0. */
static size_t phrase_at(const Words *words, size_t at, const char *phrase) {
    Text rest = text_from(phrase);
    Text piece = {0};
    size_t count = 0;
    while (text_split(&rest, ' ', &piece)) {
        if (at + count >= words->count || !text_equals(words->list[at + count], piece)) {
            return 0;
        }
        count++;
    }
    return count;
}

static bool take(Words *words, const char *phrase) {
    size_t count = phrase_at(words, words->at, phrase);
    words->at += count;
    return count > 0;
}

static bool ends(const Words *words) {
    return words->at == words->count;
}

static Text word_at_hand(const Words *words) {
    return ends(words) ? TEXT("the end") : words->list[words->at];
}

/* ---- conditions ---- */

static Text bare_name(const LawSet *set, size_t pack, Text full) {
    return text_slice(full, set->packs[pack].info.name.length + 1, full.length);
}

/* A table or fact that only one pack has, by its full name; else the word itself. */
static Text qualified(const Words *words, Text word) {
    const LawSet *set = words->set;
    Text found = word;
    size_t count = 0;
    for (size_t i = 0; i < set->table_count; i++) {
        if (text_equals(bare_name(set, set->tables[i].pack, set->tables[i].name), word)) {
            found = set->tables[i].name;
            count++;
        }
    }
    for (size_t i = 0; i < set->provision_count; i++) {
        const Provision *provision = &set->provisions[i];
        if (provision->kind == PROVISION_FACT &&
            text_equals(bare_name(set, provision->pack, provision->name), word)) {
            found = provision->name;
            count++;
        }
    }
    return count == 1 ? found : word;
}

/* The words that a comparison may begin with. */
static bool is_operator(const Words *words, size_t at) {
    static const char *const OPERATORS[] = {"is",   "not",  "within", "in",     "has",  "at",
                                            "more", "less", "on",     "before", "after"};
    for (size_t i = 0; i < sizeof(OPERATORS) / sizeof(OPERATORS[0]); i++) {
        if (is_word_at(words, at, OPERATORS[i])) {
            return true;
        }
    }
    return false;
}

/* `item.eccn 3A001`: the operator that a fact of its type has when none is written. */
static const char *implied_operator(const Words *words, size_t from, size_t to) {
    size_t attribute = 0;
    if (to - from < 2 || is_operator(words, from + 1) ||
        !law_attribute_find(words->set, words->list[from], &attribute)) {
        return "";
    }
    switch (words->set->attributes[attribute].type) {
    case ATTRIBUTE_SET:
        return "has any of ";
    case ATTRIBUTE_CODE:
    case ATTRIBUTE_COUNTRY:
        return "is one of ";
    case ATTRIBUTE_YES_NO:
    case ATTRIBUTE_NUMBER:
    case ATTRIBUTE_DATE:
        break;
    }
    return "is ";
}

/* `item.listed yes` and `item.listed no` are said `item.listed` and `not item.listed`. */
static bool add_yes_no(Words *words, size_t from, size_t to, TextBuilder *line) {
    size_t attribute = 0;
    bool is_pair = to - from == 2 &&
                   law_attribute_find(words->set, words->list[from], &attribute) &&
                   words->set->attributes[attribute].type == ATTRIBUTE_YES_NO;
    bool is_no = is_pair && is_word_at(words, from + 1, "no");
    if (!is_no && !(is_pair && is_word_at(words, from + 1, "yes"))) {
        return false;
    }
    text_add(line, is_no ? TEXT("not ") : TEXT(""));
    text_add(line, words->list[from]);
    return true;
}

static void add_condition(Words *words, size_t from, size_t to, Statement *statement) {
    TextBuilder line = text_builder_new(words->arena);
    if (!add_yes_no(words, from, to, &line)) {
        for (size_t i = from; i < to; i++) {
            bool is_comma = text_equals(words->list[i], TEXT(","));
            text_add(&line, i == from || is_comma ? TEXT("") : TEXT(" "));
            text_add(&line, qualified(words, words->list[i]));
            if (i == from) {
                const char *implied = implied_operator(words, from, to);
                text_add_format(&line, "%s%s", implied[0] == '\0' ? "" : " ", implied);
                line.length -= implied[0] == '\0' ? 0 : 1;
            }
        }
    }
    *(Text *)array_add(&statement->conditions) = text_copy(words->arena, text_built(&line));
}

/* Where the conditions end: at the words by which a claim begins. */
static bool begins_claim(const Words *words, size_t at) {
    return is_word_at(words, at, "reaches") || phrase_at(words, at, "is never") > 0 ||
           phrase_at(words, at, "is always") > 0 || is_word_at(words, at, "where") ||
           phrase_at(words, at, "of an item with") > 0 || phrase_at(words, at, "decide alike") > 0;
}

static bool is_outcome(const Words *words, size_t at) {
    Outcome outcome = OUTCOME_FREE;
    return at < words->count && law_outcome_parse(words->list[at], &outcome);
}

static bool is_end_of_condition(const Words *words, size_t at) {
    bool is_claim = is_word_at(words, at, "is") && is_outcome(words, at + 1);
    return at == words->count || is_claim || begins_claim(words, at) ||
           is_word_at(words, at, "and");
}

static bool read_conditions(Words *words, Statement *statement, Error *error) {
    do {
        size_t from = words->at;
        while (!is_end_of_condition(words, words->at)) {
            words->at++;
        }
        if (words->at == from) {
            return error_set(error, ERROR_INVALID, "a condition is wanted before `%.*s`",
                             TEXT_ARGS(word_at_hand(words)));
        }
        add_condition(words, from, words->at, statement);
    } while (take(words, "and"));
    return true;
}

static bool read_subject(Words *words, Statement *statement, Error *error) {
    while (!ends(words)) {
        if (!take(words, "of an item with") && !take(words, "where")) {
            return true;
        }
        if (!read_conditions(words, statement, error)) {
            return false;
        }
    }
    return true;
}

/* ---- claims ---- */

enum {
    UNLICENSED = 1u << OUTCOME_FREE | 1u << OUTCOME_AUTHORISED,
    ALL_OUTCOMES = 1u << OUTCOME_FREE | 1u << OUTCOME_AUTHORISED | 1u << OUTCOME_LICENCE_REQUIRED |
                   1u << OUTCOME_PROHIBITED
};

static bool read_outcomes(Words *words, unsigned *outcomes, Error *error) {
    *outcomes = 0;
    do {
        Outcome outcome = OUTCOME_UNDETERMINED;
        if (ends(words) || !law_outcome_parse(words->list[words->at], &outcome) ||
            outcome == OUTCOME_UNDETERMINED) {
            return error_set(error, ERROR_INVALID,
                             "`free`, `authorised`, `licence_required` or `prohibited` is wanted "
                             "where `%.*s` stands",
                             TEXT_ARGS(word_at_hand(words)));
        }
        words->at++;
        *outcomes |= 1u << outcome;
    } while (take(words, "or"));
    return true;
}

/* `a country in TABLE GROUP, ...`, or countries. */
static bool read_place(Words *words, Statement *statement, Error *error) {
    bool is_group = take(words, "a country in");
    size_t from = words->at;
    while (!ends(words) && phrase_at(words, words->at, "except under") == 0) {
        words->at++;
    }
    if (from == words->at) {
        return error_set(error, ERROR_INVALID,
                         "a place is wanted after `reaches`: `a country in TABLE GROUP` or "
                         "countries");
    }
    TextBuilder line = text_builder_new(words->arena);
    text_add(&line, is_group ? TEXT("destination in") : TEXT("destination is one of"));
    for (size_t i = from; i < words->at; i++) {
        bool is_comma = text_equals(words->list[i], TEXT(","));
        text_add(&line, is_comma ? TEXT("") : TEXT(" "));
        text_add(&line, is_group ? qualified(words, words->list[i]) : words->list[i]);
    }
    *(Text *)array_add(&statement->conditions) = text_built(&line);
    return true;
}

/* Exceptions as they may be written here. */
static Map *exception_names(const Words *words) {
    Map *names = map_new(words->arena);
    for (size_t i = 0; i < words->set->provision_count; i++) {
        const Provision *provision = &words->set->provisions[i];
        if (provision->kind == PROVISION_EXCEPTION) {
            (void)map_add(names, bare_name(words->set, provision->pack, provision->name), i);
            (void)map_add(names, provision->name, i);
        }
    }
    return names;
}

static bool check_rule(const Words *words, Text name, Error *error) {
    size_t provision = 0;
    Text nearest = {0};
    if (!law_provision_find(words->set, name, &provision)) {
        bool is_near = map_nearest(exception_names(words), name, &nearest);
        return error_set(error, ERROR_INVALID, "there is no rule `%.*s`%s%.*s%s", TEXT_ARGS(name),
                         is_near ? "; did you mean `" : "", TEXT_ARGS(nearest),
                         is_near ? "`?" : "");
    }
    ProvisionKind kind = words->set->provisions[provision].kind;
    if (kind == PROVISION_ROUTE) {
        return error_set(error, ERROR_INVALID,
                         "`%.*s` is a route: a transfer that needs it does not reach anything "
                         "without a licence, so leave it out",
                         TEXT_ARGS(name));
    }
    return kind == PROVISION_EXCEPTION ||
           error_set(error, ERROR_INVALID, "`%.*s` is a %.*s; `except under` takes exceptions",
                     TEXT_ARGS(name), TEXT_ARGS(law_kind_word(kind)));
}

static bool read_rules(Words *words, Statement *statement, Error *error) {
    do {
        if (ends(words)) {
            return error_set(error, ERROR_INVALID, "the name of an exception is wanted");
        }
        Text name = words->list[words->at++];
        if (!check_rule(words, name, error)) {
            return false;
        }
        *(Text *)array_add(&statement->rules) = name;
    } while (take(words, ",") || take(words, "or"));
    return true;
}

static bool read_claim(Words *words, Statement *statement, bool is_negated, Error *error) {
    bool is_never = false;
    if (take(words, "reaches")) {
        statement->outcomes = UNLICENSED;
        if (!read_place(words, statement, error)) {
            return false;
        }
    } else if ((is_never = take(words, "is never")) || take(words, "is always") ||
               take(words, "is")) {
        if (!read_outcomes(words, &statement->outcomes, error)) {
            return false;
        }
    } else {
        return error_set(error, ERROR_INVALID,
                         "`is` and an outcome, or `reaches` and a place, are wanted where `%.*s` "
                         "stands",
                         TEXT_ARGS(word_at_hand(words)));
    }
    if (take(words, "except under") && !read_rules(words, statement, error)) {
        return false;
    }
    if (is_negated != is_never) {
        statement->outcomes = ALL_OUTCOMES & ~statement->outcomes;
    }
    return true;
}

/* ---- statements ---- */

static bool read_transfers(Words *words, Statement *statement, Error *error) {
    bool is_no = take(words, "no transfer");
    bool is_some = !is_no && take(words, "some transfer");
    if (!is_no && !is_some && !take(words, "every transfer") && !take(words, "a transfer")) {
        return error_set(error, ERROR_INVALID, "a statement does not begin with `%.*s`; %s",
                         TEXT_ARGS(word_at_hand(words)), FORMS);
    }
    statement->kind = is_some ? STATEMENT_SOME : STATEMENT_EVERY;
    return read_subject(words, statement, error) && read_claim(words, statement, is_no, error) &&
           read_subject(words, statement, error);
}

static bool find_pack(const LawSet *set, Text name, Error *error) {
    for (size_t i = 0; i < set->pack_count; i++) {
        if (text_equals(set->packs[i].info.name, name)) {
            return set->packs[i].info.speaks ||
                   error_set(error, ERROR_INVALID, "`%.*s` has no rules, so it decides nothing",
                             TEXT_ARGS(name));
        }
    }
    return error_set(error, ERROR_INVALID, "there is no pack `%.*s` among these", TEXT_ARGS(name));
}

static bool read_alike(Words *words, Statement *statement, Error *error) {
    statement->kind = STATEMENT_ALIKE;
    bool has_names = words->count >= words->at + 3 && is_word_at(words, words->at + 1, "and");
    if (!has_names) {
        return error_set(error, ERROR_INVALID, "`packs P and Q decide alike` names two packs");
    }
    statement->packs[0] = words->list[words->at];
    statement->packs[1] = words->list[words->at + 2];
    words->at += 3;
    if (!take(words, "decide alike")) {
        return error_set(error, ERROR_INVALID, "`decide alike` is wanted where `%.*s` stands",
                         TEXT_ARGS(word_at_hand(words)));
    }
    return find_pack(words->set, statement->packs[0], error) &&
           find_pack(words->set, statement->packs[1], error) &&
           read_subject(words, statement, error);
}

static bool read_reform(Words *words, Statement *statement, Error *error) {
    if (is_word_at(words, words->at, "makes") || ends(words)) {
        return error_set(error, ERROR_INVALID,
                         "the name of a reform, or its file, is wanted after `reform`");
    }
    statement->reform = words->list[words->at++];
    bool is_stricter = take(words, "makes nothing stricter");
    statement->kind = is_stricter ? STATEMENT_STRICTER : STATEMENT_MILDER;
    if (!is_stricter && !take(words, "makes nothing milder")) {
        return error_set(error, ERROR_INVALID,
                         "`makes nothing stricter` or `makes nothing milder` is wanted where "
                         "`%.*s` stands",
                         TEXT_ARGS(word_at_hand(words)));
    }
    return read_subject(words, statement, error);
}

static Text joined(const Words *words) {
    TextBuilder builder = text_builder_new(words->arena);
    for (size_t i = 0; i < words->count; i++) {
        bool is_comma = text_equals(words->list[i], TEXT(","));
        text_add(&builder, i == 0 || is_comma ? TEXT("") : TEXT(" "));
        text_add(&builder, words->list[i]);
    }
    return text_built(&builder);
}

bool law_statement_parse(Arena *arena, const LawSet *set, Text text, Statement *statement,
                         Error *error) {
    Words words = words_of(arena, set, text);
    *statement = (Statement){.conditions = array_new(arena, sizeof(Text)),
                             .rules = array_new(arena, sizeof(Text)),
                             .understood = joined(&words)};
    bool is_read = false;
    if (words.count == 0) {
        return error_set(error, ERROR_INVALID, "the statement is empty; %s", FORMS);
    }
    if (take(&words, "packs")) {
        is_read = read_alike(&words, statement, error);
    } else if (take(&words, "reform")) {
        is_read = read_reform(&words, statement, error);
    } else {
        is_read = read_transfers(&words, statement, error);
    }
    if (is_read && !ends(&words)) {
        return error_set(error, ERROR_INVALID, "`%.*s` was not understood in the statement",
                         TEXT_ARGS(word_at_hand(&words)));
    }
    return is_read;
}

/* ---- the pack beside the others ---- */

Text law_statement_fact(void) {
    return TEXT("the.statement.situation");
}

Text law_statement_pack(Arena *arena, const LawSet *set, const Statement *statement) {
    TextBuilder out = text_builder_new(arena);
    text_add(&out, TEXT("pack the.statement \"The statement\"\n  jurisdiction statement\n"
                        "  authority \"the statement\"\n  vintage 2000-01-01\n"));
    for (size_t i = 0; i < set->pack_count; i++) {
        text_add_format(&out, "%s%.*s", i == 0 ? "  uses " : ", ",
                        TEXT_ARGS(set->packs[i].info.name));
    }
    text_add(&out, TEXT("\n\nfact situation \"The transfers that are spoken of\"\n"
                        "  cite the statement\n  when all of\n"));
    for (size_t i = 0; i < statement->conditions.count; i++) {
        text_add_format(&out, "    %.*s\n",
                        TEXT_ARGS(ARRAY_ITEMS(Text, &statement->conditions)[i]));
    }
    return text_built(&out);
}
