/* SPDX-License-Identifier: Apache-2.0 */
#include "law/facts.h"

#include <assert.h>
#include <string.h>

enum { COUNTRY_LENGTH = 2 };

LawValue law_code_value(const LawSet *set, Text code) {
    size_t symbol = SYMBOL_FOREIGN;
    if (!map_find(set->symbols, code, &symbol)) {
        symbol = SYMBOL_FOREIGN;
    }
    return (LawValue){.type = ATTRIBUTE_CODE, .text = code, .symbol = (Symbol)symbol};
}

static bool codes_equal(const LawValue *a, const LawValue *b) {
    if (a->symbol == SYMBOL_FOREIGN || b->symbol == SYMBOL_FOREIGN) {
        return text_equals(a->text, b->text);
    }
    return a->symbol == b->symbol;
}

bool law_value_equals(const LawValue *a, const LawValue *b) {
    switch (b->type) {
    case ATTRIBUTE_YES_NO:
        return a->yes == b->yes;
    case ATTRIBUTE_NUMBER:
        return decimal_compare(a->number, b->number) == 0;
    case ATTRIBUTE_DATE:
        return a->date == b->date;
    case ATTRIBUTE_CODE:
    case ATTRIBUTE_SET:
    case ATTRIBUTE_COUNTRY:
        break;
    }
    return codes_equal(a, b);
}

static bool has_blank(Text text) {
    for (size_t i = 0; i < text.length; i++) {
        if (text.bytes[i] == ' ' || text.bytes[i] == '\t') {
            return true;
        }
    }
    return false;
}

typedef bool (*ValueParser)(Arena *arena, const LawSet *set, const LawAttribute *attribute,
                            Text text, FactValue *fact);

static bool parse_yes_no(Arena *arena, const LawSet *set, const LawAttribute *attribute, Text text,
                         FactValue *fact) {
    (void)arena;
    (void)set;
    (void)attribute;
    fact->value.yes = text_equals(text, TEXT("yes"));
    return fact->value.yes || text_equals(text, TEXT("no"));
}

static bool parse_code(Arena *arena, const LawSet *set, const LawAttribute *attribute, Text text,
                       FactValue *fact) {
    (void)arena;
    (void)attribute;
    fact->value = law_code_value(set, text);
    return true;
}

/* Members are few: a list is searched, not a map. */
static bool has_member(const FactValue *fact, const LawValue *code) {
    for (size_t i = 0; i < fact->member_count; i++) {
        if (law_value_equals(&fact->members[i], code)) {
            return true;
        }
    }
    return false;
}

static bool is_ruled_out(const FactValue *fact, const LawValue *code) {
    for (size_t i = 0; i < fact->ruled_out_count; i++) {
        if (law_value_equals(&fact->ruled_out[i], code)) {
            return true;
        }
    }
    return false;
}

Truth law_fact_has(const FactValue *fact, const LawValue *code) {
    if (fact->marks != NULL && code->symbol != SYMBOL_FOREIGN) {
        unsigned char mark = fact->marks[code->symbol];
        if (mark != 0) {
            return mark == MARKED_IN ? TRUTH_YES : TRUTH_NO;
        }
        return fact->is_known ? TRUTH_NO : TRUTH_UNKNOWN;
    }
    if (has_member(fact, code)) {
        return TRUTH_YES;
    }
    return fact->is_known || is_ruled_out(fact, code) ? TRUTH_NO : TRUTH_UNKNOWN;
}

static size_t piece_count(Text text) {
    size_t count = 1;
    for (size_t i = 0; i < text.length; i++) {
        count += text.bytes[i] == '+';
    }
    return count;
}

/* Each piece into `members`, which has room for all. */
static bool read_members(const LawSet *set, Text text, LawValue *members, FactValue *fact) {
    Text piece;
    fact->members = members;
    while (text_split(&text, '+', &piece)) {
        LawValue code = law_code_value(set, text_trim(piece));
        if (text_is_empty(code.text) || has_blank(code.text)) {
            return false;
        }
        if (!has_member(fact, &code)) {
            members[fact->member_count++] = code;
        }
    }
    return true;
}

static bool parse_set(Arena *arena, const LawSet *set, const LawAttribute *attribute, Text text,
                      FactValue *fact) {
    (void)attribute;
    fact->value.symbol = SYMBOL_FOREIGN;
    return text_equals(text, TEXT("none")) ||
           read_members(set, text, ARENA_MANY(arena, LawValue, piece_count(text)), fact);
}

static bool parse_number(Arena *arena, const LawSet *set, const LawAttribute *attribute, Text text,
                         FactValue *fact) {
    (void)arena;
    (void)set;
    Text digits = text;
    if (!text_is_empty(attribute->unit) && text_ends_with(text, attribute->unit)) {
        digits = text_trim(text_slice(text, 0, text.length - attribute->unit.length));
    }
    return decimal_parse(digits, &fact->value.number);
}

static bool parse_date(Arena *arena, const LawSet *set, const LawAttribute *attribute, Text text,
                       FactValue *fact) {
    (void)arena;
    (void)set;
    (void)attribute;
    return date_parse(text, &fact->value.date);
}

static bool is_capital(char letter) {
    return letter >= 'A' && letter <= 'Z';
}

static bool is_country(Text text) {
    return text.length == COUNTRY_LENGTH && is_capital(text.bytes[0]) && is_capital(text.bytes[1]);
}

static bool parse_country(Arena *arena, const LawSet *set, const LawAttribute *attribute, Text text,
                          FactValue *fact) {
    return is_country(text) && parse_code(arena, set, attribute, text, fact);
}

static const struct {
    ValueParser parse;
    LawValue blank;
    const char *wanted;
} TYPES[] = {
    [ATTRIBUTE_YES_NO] = {parse_yes_no, {.type = ATTRIBUTE_YES_NO}, "`yes`, `no` or `unknown`"},
    [ATTRIBUTE_CODE] = {parse_code, {.type = ATTRIBUTE_CODE}, "a code"},
    [ATTRIBUTE_SET] = {parse_set, {.type = ATTRIBUTE_SET}, "codes joined by `+`, or `none`"},
    [ATTRIBUTE_NUMBER] = {parse_number, {.type = ATTRIBUTE_NUMBER}, "a number"},
    [ATTRIBUTE_DATE] = {parse_date, {.type = ATTRIBUTE_DATE}, "a date such as 2026-10-01"},
    [ATTRIBUTE_COUNTRY] = {parse_country,
                           {.type = ATTRIBUTE_CODE},
                           "a country as two capital letters, such as `NL`"},
};

static bool refuse(const LawAttribute *attribute, Text text, Error *error) {
    const char *wanted = TYPES[attribute->type].wanted;
    if (attribute->type == ATTRIBUTE_NUMBER && !text_is_empty(attribute->unit)) {
        return error_set(error, ERROR_INVALID, "`%.*s` is no value of `%.*s`: give %s in %.*s",
                         TEXT_ARGS(text), TEXT_ARGS(attribute->name), wanted,
                         TEXT_ARGS(attribute->unit));
    }
    return error_set(error, ERROR_INVALID, "`%.*s` is no value of `%.*s`: give %s", TEXT_ARGS(text),
                     TEXT_ARGS(attribute->name), wanted);
}

bool law_fact_parse(Arena *arena, const LawSet *set, const LawAttribute *attribute, Text text,
                    FactValue *fact, Error *error) {
    Text trimmed = text_trim(text);
    FactValue parsed = {.is_known = true, .value = TYPES[attribute->type].blank};
    if (text_is_empty(trimmed)) {
        return refuse(attribute, text, error);
    }
    if (text_equals(trimmed, TEXT("unknown"))) {
        parsed.is_known = false;
    } else if (!TYPES[attribute->type].parse(arena, set, attribute, trimmed, &parsed)) {
        return refuse(attribute, trimmed, error);
    }
    parsed.value.text = trimmed;
    *fact = parsed;
    return true;
}

bool law_set_parse(const LawSet *set, Text text, LawValue *members, size_t room, FactValue *fact) {
    Text trimmed = text_trim(text);
    *fact =
        (FactValue){.is_known = !text_equals(trimmed, TEXT("unknown")),
                    .value = {.type = ATTRIBUTE_SET, .symbol = SYMBOL_FOREIGN, .text = trimmed}};
    bool has_members = fact->is_known && !text_equals(trimmed, TEXT("none"));
    return !text_is_empty(trimmed) && (!has_members || (piece_count(trimmed) <= room &&
                                                        read_members(set, trimmed, members, fact)));
}

static void apply_default(LawFacts *facts, size_t attribute) {
    const LawAttribute *declared = &facts->set->attributes[attribute];
    Error error = {0};
    bool is_read = law_fact_parse(facts->arena, facts->set, declared, declared->default_text,
                                  &facts->values[attribute], &error);
    assert(is_read); /* the checker read it once already */
    (void)is_read;
}

LawFacts *law_facts_new(Arena *arena, const LawSet *set) {
    LawFacts *facts = ARENA_NEW(arena, LawFacts);
    *facts = (LawFacts){arena, set, ARENA_MANY(arena, FactValue, set->attribute_count)};
    for (size_t i = 0; i < set->attribute_count; i++) {
        if (set->attributes[i].has_default) {
            apply_default(facts, i);
        }
    }
    return facts;
}

LawFacts *law_facts_copy(Arena *arena, const LawFacts *facts) {
    size_t count = facts->set->attribute_count;
    LawFacts *copy = ARENA_NEW(arena, LawFacts);
    *copy = (LawFacts){arena, facts->set, ARENA_MANY(arena, FactValue, count)};
    if (count > 0) {
        memcpy(copy->values, facts->values, count * sizeof(FactValue));
    }
    /* Members stand in the other arena, which may go first. */
    for (size_t i = 0; i < count; i++) {
        FactValue *fact = &copy->values[i];
        if (fact->member_count > 0) {
            LawValue *members = ARENA_MANY(arena, LawValue, fact->member_count);
            memcpy(members, fact->members, fact->member_count * sizeof(LawValue));
            fact->members = members;
        }
    }
    return copy;
}

bool law_facts_set(LawFacts *facts, size_t attribute, Text value, Error *error) {
    assert(attribute < facts->set->attribute_count);
    FactValue fact;
    if (!law_fact_parse(facts->arena, facts->set, &facts->set->attributes[attribute], value, &fact,
                        error)) {
        return false;
    }
    fact.is_given = true;
    facts->values[attribute] = fact;
    return true;
}

bool law_facts_value(Arena *arena, const LawFacts *facts, size_t attribute, Text *value) {
    assert(attribute < facts->set->attribute_count);
    const FactValue *fact = &facts->values[attribute];
    if (!fact->is_given) {
        return false;
    }
    *value = fact->is_known ? text_copy(arena, fact->value.text) : TEXT("");
    return true;
}
