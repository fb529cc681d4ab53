/* SPDX-License-Identifier: Apache-2.0 */
#include "law/misspelt.h"

#include <unicode/uloc.h>

#include "law/result.h"

/* A longer code is alike to none. */
enum { FOLDED_BYTES_MAX = 64 };

/* ---- countries ---- */

static bool is_left_to_users(char first, char second) {
    return first == 'X' || (first == 'Q' && second >= 'M') || first == second;
}

/* ICU's list goes on with codes that countries had once, behind the end of this one. */
static bool is_standard(Text code) {
    for (const char *const *it = uloc_getISOCountries(); *it != NULL; it++) {
        if (code.bytes[0] == (*it)[0] && code.bytes[1] == (*it)[1]) {
            return true;
        }
    }
    return false;
}

static bool has_jurisdiction(const LawSet *set, Text code) {
    for (size_t i = 0; i < set->pack_count; i++) {
        if (text_equals(set->packs[i].info.jurisdiction, code)) {
            return true;
        }
    }
    return false;
}

bool law_is_country(const LawSet *set, Text code) {
    if (code.length != 2) {
        return false;
    }
    return is_standard(code) || is_left_to_users(code.bytes[0], code.bytes[1]) ||
           has_jurisdiction(set, code);
}

bool law_nearest_country(Arena *arena, const LawSet *set, Text code, Text *nearest) {
    const Text *countries = NULL;
    const size_t count = law_countries(arena, set, &countries);
    Map *known = map_new(arena);
    for (size_t i = 0; i < count; i++) {
        if (law_is_country(set, countries[i])) {
            (void)map_add(known, countries[i], i);
        }
    }
    return map_nearest(known, code, nearest);
}

/* ---- values that packs name ---- */

static bool names_cell(const LawSet *set, const CellSource *source, Text word) {
    size_t symbol = 0;
    if (!map_find(set->symbols, word, &symbol)) {
        return false;
    }
    const TableIndex *index = &set->tables[source->table].indexes[source->column];
    return symbol < index->symbol_count && index->first[symbol + 1] > index->first[symbol];
}

static bool names_word(const LawSet *set, const CellRule *rule, Text word) {
    for (size_t i = 0; i < rule->allowed_count; i++) {
        const CellSource *source = &rule->allowed[i];
        const bool is_named = rule->kind == CELLS_WRITTEN ? cell_shape_fits(source->word, word)
                              : source->table == LAW_NONE ? text_equals(source->word, word)
                                                          : names_cell(set, source, word);
        if (is_named) {
            return true;
        }
    }
    return false;
}

static bool allows(const LawSet *set, const CellRule *rule, Text word) {
    bool is_allowed = names_word(set, rule, word);
    while (!is_allowed && rule->kind == CELLS_WITHIN && law_code_above(&word)) {
        is_allowed = names_word(set, rule, word);
    }
    return is_allowed;
}

static void name_values(const LawSet *set, const CellRule *rule, Map *names) {
    for (size_t i = 0; rule->kind != CELLS_WRITTEN && i < rule->allowed_count; i++) {
        const CellSource *source = &rule->allowed[i];
        if (source->table == LAW_NONE) {
            (void)map_add(names, source->word, 0);
            continue;
        }
        const LawTable *table = &set->tables[source->table];
        for (size_t j = 0; j < table->row_count; j++) {
            (void)map_add(names, table->rows[j].values[source->column].text, 0);
        }
    }
}

/* In some list, where there are lists, and written in some way that is named, where there are any.
 */
static bool is_named_value(const LawSet *set, const LawAttribute *attribute, Text word) {
    bool has_list = false;
    bool has_shape = false;
    bool is_listed = false;
    bool is_shaped = false;
    for (size_t i = 0; i < attribute->value_rule_count; i++) {
        const CellRule *rule = &attribute->value_rules[i].rule;
        const bool is_shape = rule->kind == CELLS_WRITTEN;
        has_shape = has_shape || is_shape;
        has_list = has_list || !is_shape;
        is_shaped = is_shaped || (is_shape && allows(set, rule, word));
        is_listed = is_listed || (!is_shape && allows(set, rule, word));
    }
    return (is_listed || !has_list) && (is_shaped || !has_shape);
}

/* The nearest value to a word that is none; codes in the law where only their shape is named. */
static Text nearest_value(Arena *arena, const LawSet *set, const LawAttribute *attribute,
                          Text word) {
    Map *names = map_new(arena);
    Text nearest = TEXT("");
    for (size_t i = 0; i < attribute->value_rule_count; i++) {
        name_values(set, &attribute->value_rules[i].rule, names);
    }
    for (size_t i = 0; i < map_count(set->symbols); i++) {
        Text symbol = map_key(set->symbols, i);
        if (is_named_value(set, attribute, symbol)) {
            (void)map_add(names, symbol, 0);
        }
    }
    return map_nearest(names, word, &nearest) ? nearest : TEXT("");
}

static bool is_no_value(Arena *arena, const LawSet *set, const LawAttribute *attribute, Text value,
                        Text *nearest) {
    Text piece = value;
    while (attribute->type != ATTRIBUTE_SET || text_split(&value, '+', &piece)) {
        if (!is_named_value(set, attribute, piece)) {
            *nearest = nearest_value(arena, set, attribute, piece);
            return true;
        }
        if (attribute->type != ATTRIBUTE_SET) {
            return false;
        }
    }
    return false;
}

Text law_values_said(Arena *arena, const LawSet *set, size_t attribute) {
    const LawAttribute *it = &set->attributes[attribute];
    TextBuilder words = text_builder_new(arena);
    for (size_t i = 0; i < it->value_rule_count; i++) {
        const CellRule *rule = &it->value_rules[i].rule;
        for (size_t j = 0; j < rule->allowed_count; j++) {
            const CellSource *source = &rule->allowed[j];
            text_add(&words, words.length == 0 ? TEXT("") : TEXT(", "));
            if (source->table == LAW_NONE) {
                text_add(&words, source->word);
                continue;
            }
            const LawTable *table = &set->tables[source->table];
            text_add_format(&words, "%.*s of table %.*s",
                            TEXT_ARGS(table->columns[source->column].name), TEXT_ARGS(table->name));
        }
    }
    return text_built(&words);
}

/* ---- words ---- */

static bool is_letter(char letter) {
    return (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z') || letter == '_';
}

static bool is_word(Text text) {
    for (size_t i = 0; i < text.length; i++) {
        if (!is_letter(text.bytes[i])) {
            return false;
        }
    }
    return text.length > 0;
}

static void know_words(Map *known, Text text) {
    size_t start = 0;
    for (size_t i = 0; i <= text.length; i++) {
        if (i == text.length || !is_letter(text.bytes[i])) {
            if (i > start) {
                (void)map_add(known, text_slice(text, start, i), 0);
            }
            start = i + 1;
        }
    }
}

static bool has_words(const LawAttribute *attribute) {
    const bool is_code = attribute->type == ATTRIBUTE_CODE || attribute->type == ATTRIBUTE_SET;
    return is_code && !text_ends_with(attribute->name, TEXT(".id"));
}

/* Members of sets that the law asks for together are joined. NULL where not all are words, or there
 * is no choice. */
static const Map *words_of(Arena *arena, const LawCandidates *candidates) {
    Map *words = map_new(arena);
    for (size_t i = 0; i < candidates->count; i++) {
        Text rest = candidates->values[i];
        Text piece = {0};
        size_t ignored = 0;
        while (text_split(&rest, '+', &piece)) {
            if (!is_word(piece)) {
                return NULL;
            }
            if (!map_find(words, piece, &ignored)) {
                (void)map_add(words, text_copy(arena, piece), 0);
            }
        }
    }
    return map_count(words) > 1 ? words : NULL;
}

/* Codes that differ in the case of their letters, in what parts them, or in whether anything parts
 * a letter from a digit, are alike: "3a001b2" and "3A001.b.2", "EAR 99" and "EAR99". Empty where
 * there is no room for them. */
static Text folded(Text code, char *room) {
    size_t length = 0;
    char before = '\0';
    bool is_parted = false;
    for (size_t i = 0; i < code.length; i++) {
        const char character = code.bytes[i];
        const bool is_digit = character >= '0' && character <= '9';
        if (!is_digit && (character == '_' || (!is_letter(character) && (character & 0x80) == 0))) {
            is_parted = length > 0;
            continue;
        }
        if (length + 2 > FOLDED_BYTES_MAX) {
            return TEXT("");
        }
        const char kind = is_digit ? '0' : 'a';
        if (is_parted && kind == before) {
            room[length++] = '.';
        }
        room[length++] =
            (char)(character >= 'A' && character <= 'Z' ? character + ('a' - 'A') : character);
        before = kind;
        is_parted = false;
    }
    return (Text){room, length};
}

static void know_code(Arena *arena, Map *codes, Map *alike, Text code) {
    char room[FOLDED_BYTES_MAX];
    size_t ignored = 0;
    do {
        if (map_find(codes, code, &ignored)) {
            return;
        }
        const size_t index = map_count(codes);
        (void)map_add(codes, text_copy(arena, code), index);
        const Text fold = folded(code, room);
        if (!text_is_empty(fold) && !map_find(alike, fold, &ignored)) {
            (void)map_add(alike, text_copy(arena, fold), index);
        }
    } while (law_code_above(&code));
}

static LawWords listed(Arena *arena, const LawCandidates *candidates) {
    Map *codes = map_new(arena);
    Map *alike = map_new(arena);
    for (size_t i = 0; i < candidates->count; i++) {
        Text rest = candidates->values[i];
        Text piece = {0};
        while (text_split(&rest, '+', &piece)) {
            know_code(arena, codes, alike, piece);
        }
    }
    return (LawWords){words_of(arena, candidates), codes, alike};
}

const LawWords *law_listed_words(Arena *arena, const LawSet *set) {
    CLEANUP(arena_close) Arena *scratch = arena_new();
    bool *wanted = ARENA_MANY(scratch, bool, set->attribute_count);
    LawWords *words = ARENA_MANY(arena, LawWords, set->attribute_count);
    for (size_t i = 0; i < set->attribute_count; i++) {
        wanted[i] = has_words(&set->attributes[i]);
    }
    const LawCandidates *candidates = law_candidates_of(scratch, set, wanted);
    for (size_t i = 0; i < set->attribute_count; i++) {
        words[i] = wanted[i] ? listed(arena, &candidates[i]) : (LawWords){0};
    }
    return words;
}

bool law_has_listed_values(const LawSet *set, size_t attribute) {
    return set->attributes[attribute].type == ATTRIBUTE_COUNTRY ||
           set->attributes[attribute].value_rule_count > 0 || set->words[attribute].words != NULL;
}

/* A code, or one above it, that the law does not know, but one that is alike. */
static bool is_written_otherwise(const LawWords *words, Text code, Text *nearest) {
    char room[FOLDED_BYTES_MAX];
    size_t index = 0;
    do {
        if (map_find(words->codes, code, &index)) {
            return false;
        }
        if (map_find(words->alike, folded(code, room), &index)) {
            *nearest = map_key(words->codes, index);
            return true;
        }
    } while (law_code_above(&code));
    return false;
}

bool law_code_is_written_otherwise(const LawSet *set, size_t attribute, Text value, Text *nearest) {
    const LawWords *words = &set->words[attribute];
    Text piece = {0};
    while (words->codes != NULL && text_split(&value, '+', &piece)) {
        if (is_written_otherwise(words, piece, nearest)) {
            return true;
        }
    }
    return false;
}

bool law_words_are_listed(const LawSet *set, size_t attribute, Text value) {
    const Map *codes = set->words[attribute].codes;
    Text piece = {0};
    size_t ignored = 0;
    while (codes != NULL && text_split(&value, '+', &piece)) {
        if (!map_find(codes, piece, &ignored)) {
            return false;
        }
    }
    return true;
}

/* The words of the question and of what is taken where nothing is said are known too. */
static const Map *asked_words(Arena *arena, const LawAttribute *attribute) {
    Map *asked = map_new(arena);
    know_words(asked, attribute->ask);
    know_words(asked, attribute->default_text);
    return asked;
}

/* The question names all words that the law lists, so that there are no others. */
static bool is_closed(const Map *words, const Map *asked) {
    size_t ignored = 0;
    for (size_t i = 0; i < map_count(words); i++) {
        if (!map_find(asked, map_key(words, i), &ignored)) {
            return false;
        }
    }
    return true;
}

static bool is_misspelt_word(Arena *arena, const LawSet *set, size_t attribute, Text value,
                             Text *nearest) {
    const Map *words = set->words[attribute].words;
    Text piece = {0};
    size_t ignored = 0;
    while (words != NULL && text_split(&value, '+', &piece)) {
        if (map_find(words, piece, &ignored)) {
            continue;
        }
        const Map *asked = asked_words(arena, &set->attributes[attribute]);
        if (!map_find(asked, piece, &ignored) &&
            (map_nearest(words, piece, nearest) || is_closed(words, asked))) {
            return true;
        }
    }
    return false;
}

bool law_value_is_misspelt(Arena *arena, const LawSet *set, size_t attribute, Text value,
                           Text *nearest) {
    const LawAttribute *it = &set->attributes[attribute];
    size_t ignored = 0;
    *nearest = TEXT("");
    const bool is_named = it->value_rule_count > 0;
    const bool may_be_none = it->type == ATTRIBUTE_SET || !is_named;
    if (text_equals(value, TEXT("unknown")) || (may_be_none && text_equals(value, TEXT("none")))) {
        return false;
    }
    if (it->type == ATTRIBUTE_COUNTRY) {
        if (map_find(set->symbols, value, &ignored) || law_is_country(set, value)) {
            return false;
        }
        (void)law_nearest_country(arena, set, value, nearest);
        return true;
    }
    return law_code_is_written_otherwise(set, attribute, value, nearest) ||
           (is_named ? is_no_value(arena, set, it, value, nearest)
                     : is_misspelt_word(arena, set, attribute, value, nearest));
}
