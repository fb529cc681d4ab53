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

const Map *const *law_listed_words(Arena *arena, const LawSet *set) {
    CLEANUP(arena_close) Arena *scratch = arena_new();
    bool *wanted = ARENA_MANY(scratch, bool, set->attribute_count);
    const Map **words = ARENA_MANY(arena, const Map *, set->attribute_count);
    for (size_t i = 0; i < set->attribute_count; i++) {
        wanted[i] = has_words(&set->attributes[i]);
    }
    const LawCandidates *candidates = law_candidates_of(scratch, set, wanted);
    for (size_t i = 0; i < set->attribute_count; i++) {
        words[i] = wanted[i] ? words_of(arena, &candidates[i]) : NULL;
    }
    return words;
}

bool law_has_listed_values(const LawSet *set, size_t attribute) {
    return set->attributes[attribute].type == ATTRIBUTE_COUNTRY || set->words[attribute] != NULL;
}

/* The words of the question and of what is taken where nothing is said are known too. */
static bool is_asked_with(Arena *arena, const LawAttribute *attribute, Text word) {
    Map *asked = map_new(arena);
    size_t ignored = 0;
    know_words(asked, attribute->ask);
    know_words(asked, attribute->default_text);
    return map_find(asked, word, &ignored);
}

static bool is_misspelt_word(Arena *arena, const LawSet *set, size_t attribute, Text value,
                             Text *nearest) {
    const Map *words = set->words[attribute];
    Text piece = {0};
    size_t ignored = 0;
    while (words != NULL && text_split(&value, '+', &piece)) {
        if (!map_find(words, piece, &ignored) &&
            !is_asked_with(arena, &set->attributes[attribute], piece) &&
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
    return is_misspelt_word(arena, set, attribute, value, nearest);
}
