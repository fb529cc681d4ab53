/* SPDX-License-Identifier: Apache-2.0 */
#include "law/misspelt.h"

#include <unicode/uloc.h>

#include "law/result.h"

/* ---- countries ---- */

static bool is_left_to_users(char first, char second) {
    return first == 'X' || (first == 'Q' && second >= 'M') || first == second;
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
    const char locale[] = {'u', 'n', 'd', '_', code.bytes[0], code.bytes[1], '\0'};
    return uloc_getISO3Country(locale)[0] != '\0' ||
           is_left_to_users(code.bytes[0], code.bytes[1]) || has_jurisdiction(set, code);
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

/* Members of sets that the law asks for together are joined. */
static Map *listed_words(Arena *arena, const LawSet *set, size_t attribute) {
    Text *values = NULL;
    const size_t count = law_candidates(arena, set, attribute, false, &values);
    Map *words = map_new(arena);
    for (size_t i = 0; i < count; i++) {
        Text rest = values[i];
        Text piece = {0};
        while (text_split(&rest, '+', &piece)) {
            (void)map_add(words, piece, 0);
        }
    }
    return words;
}

static bool are_all_words(const Map *words) {
    for (size_t i = 0; i < map_count(words); i++) {
        if (!is_word(map_key(words, i))) {
            return false;
        }
    }
    return map_count(words) > 1;
}

static bool has_words(const LawAttribute *attribute) {
    const bool is_code = attribute->type == ATTRIBUTE_CODE || attribute->type == ATTRIBUTE_SET;
    return is_code && !text_ends_with(attribute->name, TEXT(".id"));
}

bool law_has_listed_values(Arena *arena, const LawSet *set, size_t attribute) {
    const LawAttribute *it = &set->attributes[attribute];
    return it->type == ATTRIBUTE_COUNTRY ||
           (has_words(it) && are_all_words(listed_words(arena, set, attribute)));
}

static bool is_misspelt_word(Arena *arena, const LawSet *set, size_t attribute, Text value,
                             Text *nearest) {
    const LawAttribute *it = &set->attributes[attribute];
    const Map *words = listed_words(arena, set, attribute);
    Map *asked = map_new(arena);
    Text piece = {0};
    size_t ignored = 0;
    if (!are_all_words(words)) {
        return false;
    }
    know_words(asked, it->ask);
    know_words(asked, it->default_text);
    while (text_split(&value, '+', &piece)) {
        if (!map_find(words, piece, &ignored) && !map_find(asked, piece, &ignored) &&
            map_nearest(words, piece, nearest)) {
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
    if (text_equals(value, TEXT("unknown")) || text_equals(value, TEXT("none"))) {
        return false;
    }
    if (it->type == ATTRIBUTE_COUNTRY) {
        if (map_find(set->symbols, value, &ignored) || law_is_country(set, value)) {
            return false;
        }
        (void)law_nearest_country(arena, set, value, nearest);
        return true;
    }
    return has_words(it) && is_misspelt_word(arena, set, attribute, value, nearest);
}
