/* SPDX-License-Identifier: Apache-2.0 */
/* What the romanisations of one name have in common. Two rewritings of a folded word by
 * tables of longest match: the key keeps classes of vowels, the skeleton only consonants. */
#include "screening/name.h"

#include <string.h>

typedef struct Rewriting {
    const char *from;
    const char *to;
} Rewriting;

/* Longer ones first. Capitals are sounds written in several letters. */
static const Rewriting KEY_REWRITINGS[] = {
    {"schtsch", "S"}, {"shtch", "S"}, {"shch", "S"}, {"tsch", "C"}, {"tch", "C"}, {"sch", "S"},
    {"dzh", "J"},     {"cqu", "k"},   {"sh", "S"},   {"ch", "C"},   {"cz", "C"},  {"dj", "J"},
    {"zh", "J"},      {"kh", "h"},    {"gh", "g"},   {"ph", "f"},   {"th", "t"},  {"dh", "d"},
    {"ck", "k"},      {"ts", "z"},    {"tz", "z"},   {"qu", "k"},   {"ou", "u"},  {"oo", "u"},
    {"ee", "i"},      {"eo", "u"},    {"eu", "u"},   {"ue", "u"},   {"oe", "u"},  {"ae", "i"},
    {"ce", "sa"},     {"ci", "si"},   {"cy", "si"},  {"x", "ks"},   {"q", "k"},   {"c", "k"},
    {"w", "v"},       {"y", "i"},     {"e", "a"},    {"o", "u"},
};

/* For scripts without vowels. p and b, f and v are one letter there, g and j often. */
static const Rewriting SKELETON_REWRITINGS[] = {
    {"tsch", "S"}, {"tsh", "S"}, {"tch", "S"}, {"sch", "S"}, {"sh", "S"}, {"ch", "S"},
    {"zh", "j"},   {"kh", "x"},  {"gh", "g"},  {"ph", "f"},  {"th", "t"}, {"dh", "d"},
    {"ts", "s"},   {"tz", "s"},  {"ck", "k"},  {"qu", "k"},  {"x", "ks"}, {"q", "k"},
    {"c", "k"},    {"p", "b"},   {"v", "f"},   {"g", "j"},   {"w", ""},   {"y", ""},
    {"a", ""},     {"e", ""},    {"i", ""},    {"o", ""},    {"u", ""},
};

static const Rewriting *find_rewriting(const Rewriting *table, size_t count, Text rest) {
    for (size_t i = 0; i < count; i++) {
        if (table[i].from[0] == rest.bytes[0] && text_starts_with(rest, text_from(table[i].from))) {
            return &table[i];
        }
    }
    return NULL;
}

static size_t rewrite(const Rewriting *table, size_t count, Text word, char *out) {
    size_t length = 0;
    size_t at = 0;
    while (at < word.length && length + 2 <= WORD_BYTES_MAX) {
        const Rewriting *found = find_rewriting(table, count, text_slice(word, at, word.length));
        if (found == NULL) {
            out[length++] = word.bytes[at++];
            continue;
        }
        for (const char *letter = found->to; *letter != '\0'; letter++) {
            out[length++] = *letter;
        }
        at += strlen(found->from);
    }
    return length;
}

static bool is_vowel(char letter) {
    return letter == 'a' || letter == 'i' || letter == 'u';
}

/* Whether a letter of the key adds nothing to what stands before it. */
static bool is_silent(const char *key, size_t length, char letter, bool is_last) {
    if (length == 0) {
        return false;
    }
    const char before = key[length - 1];
    return before == letter || (letter == 'h' && is_last && is_vowel(before));
}

/* j after a vowel is i; "ai" and "au" are their second vowels; doubles are one. */
static size_t settle_key(char *key, size_t length) {
    size_t kept = 0;
    for (size_t i = 0; i < length; i++) {
        char letter = key[i];
        if (letter == 'j') {
            letter = kept > 0 && is_vowel(key[kept - 1]) ? 'i' : 'J';
        }
        if (is_silent(key, kept, letter, i + 1 == length)) {
            continue;
        }
        if (kept > 0 && key[kept - 1] == 'a' && (letter == 'i' || letter == 'u')) {
            kept--;
            if (is_silent(key, kept, letter, false)) {
                continue;
            }
        }
        key[kept++] = letter;
    }
    return kept;
}

size_t romanisation_key(Text word, char *key) {
    const size_t length =
        rewrite(KEY_REWRITINGS, sizeof KEY_REWRITINGS / sizeof KEY_REWRITINGS[0], word, key);
    return settle_key(key, length);
}

/* Doubles are one, and h at the end is none but behind a letter it changes. They are taken out
 * before the vowels are: what vowels parted stays. */
size_t consonant_skeleton(Text word, char *skeleton) {
    char single[WORD_BYTES_MAX];
    size_t count = 0;
    for (size_t i = 0; i < word.length && count < sizeof single; i++) {
        if (count == 0 || single[count - 1] != word.bytes[i]) {
            single[count++] = word.bytes[i];
        }
    }
    if (count > 1 && single[count - 1] == 'h' && strchr("kstdgcpz", single[count - 2]) == NULL) {
        count--;
    }
    return rewrite(SKELETON_REWRITINGS, sizeof SKELETON_REWRITINGS / sizeof SKELETON_REWRITINGS[0],
                   (Text){single, count}, skeleton);
}
