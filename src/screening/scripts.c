/* SPDX-License-Identifier: Apache-2.0 */
/* Spelling other scripts in Latin letters. Cyrillic follows BGN/PCGN without its marks, by
 * language where a letter tells it; Greek ELOT 743; Hangul the Revised Romanisation with the
 * first consonants as names are written (k, t, p, j); Arabic and Hebrew their consonants. */
#include "screening/name.h"

#include <string.h>

typedef struct Spelling {
    uint32_t point;
    const char *latin;
} Spelling;

static const char *find_spelling(const Spelling *table, size_t count, uint32_t point) {
    size_t low = 0;
    size_t high = count;
    while (low < high) {
        const size_t middle = low + (high - low) / 2;
        if (table[middle].point < point) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low < count && table[low].point == point ? table[low].latin : NULL;
}

#define FIND(table, point) find_spelling((table), sizeof(table) / sizeof((table)[0]), (point))

/* Small letters, ordered by code point. */
static const Spelling CYRILLIC[] = {
    {0x430, "a"},  {0x431, "b"},    {0x432, "v"}, {0x433, "g"},  {0x434, "d"},  {0x435, "e"},
    {0x436, "zh"}, {0x437, "z"},    {0x438, "i"}, {0x439, "y"},  {0x43A, "k"},  {0x43B, "l"},
    {0x43C, "m"},  {0x43D, "n"},    {0x43E, "o"}, {0x43F, "p"},  {0x440, "r"},  {0x441, "s"},
    {0x442, "t"},  {0x443, "u"},    {0x444, "f"}, {0x445, "kh"}, {0x446, "ts"}, {0x447, "ch"},
    {0x448, "sh"}, {0x449, "shch"}, {0x44A, ""},  {0x44B, "y"},  {0x44C, ""},   {0x44D, "e"},
    {0x44E, "yu"}, {0x44F, "ya"},   {0x450, "e"}, {0x451, "e"},  {0x452, "dj"}, {0x453, "g"},
    {0x454, "ye"}, {0x455, "dz"},   {0x456, "i"}, {0x457, "yi"}, {0x458, "j"},  {0x459, "lj"},
    {0x45A, "nj"}, {0x45B, "c"},    {0x45C, "k"}, {0x45D, "i"},  {0x45E, "u"},  {0x45F, "dz"},
    {0x491, "g"},  {0x493, "g"},    {0x497, "j"}, {0x499, "z"},  {0x49B, "k"},  {0x4A1, "k"},
    {0x4A3, "n"},  {0x4A5, "ng"},   {0x4AB, "s"}, {0x4AF, "u"},  {0x4B1, "u"},  {0x4B3, "h"},
    {0x4B7, "j"},  {0x4BB, "h"},    {0x4C0, ""},  {0x4CF, ""},   {0x4D9, "a"},  {0x4E3, "i"},
    {0x4E9, "o"},  {0x4EF, "u"},
};
static const Spelling UKRAINIAN[] = {{0x433, "h"}, {0x438, "y"}};
static const Spelling BELARUSIAN[] = {{0x433, "h"}, {0x45E, "w"}};
static const Spelling SERBIAN[] = {
    {0x436, "z"}, {0x445, "h"}, {0x446, "c"}, {0x447, "c"}, {0x448, "s"}};

const char *cyrillic_spell(uint32_t point, CyrillicSpelling spelling) {
    const char *own = NULL;
    switch (spelling) {
    case CYRILLIC_UKRAINIAN:
        own = FIND(UKRAINIAN, point);
        break;
    case CYRILLIC_BELARUSIAN:
        own = FIND(BELARUSIAN, point);
        break;
    case CYRILLIC_SERBIAN:
        own = FIND(SERBIAN, point);
        break;
    case CYRILLIC_RUSSIAN:
        break;
    }
    return own != NULL ? own : FIND(CYRILLIC, point);
}

bool cyrillic_tells(uint32_t point, CyrillicSpelling *spelling) {
    static const struct {
        uint32_t point;
        CyrillicSpelling spelling;
    } tells[] = {
        {0x454, CYRILLIC_UKRAINIAN}, {0x456, CYRILLIC_UKRAINIAN},  {0x457, CYRILLIC_UKRAINIAN},
        {0x491, CYRILLIC_UKRAINIAN}, {0x45E, CYRILLIC_BELARUSIAN}, {0x452, CYRILLIC_SERBIAN},
        {0x458, CYRILLIC_SERBIAN},   {0x459, CYRILLIC_SERBIAN},    {0x45A, CYRILLIC_SERBIAN},
        {0x45B, CYRILLIC_SERBIAN},   {0x45F, CYRILLIC_SERBIAN}};
    for (size_t i = 0; i < sizeof tells / sizeof tells[0]; i++) {
        if (tells[i].point == point) {
            *spelling = tells[i].spelling;
            return true;
        }
    }
    return false;
}

static const Spelling GREEK[] = {
    {0x3B1, "a"}, {0x3B2, "v"}, {0x3B3, "g"},  {0x3B4, "d"},  {0x3B5, "e"},
    {0x3B6, "z"}, {0x3B7, "i"}, {0x3B8, "th"}, {0x3B9, "i"},  {0x3BA, "k"},
    {0x3BB, "l"}, {0x3BC, "m"}, {0x3BD, "n"},  {0x3BE, "x"},  {0x3BF, "o"},
    {0x3C0, "p"}, {0x3C1, "r"}, {0x3C2, "s"},  {0x3C3, "s"},  {0x3C4, "t"},
    {0x3C5, "u"}, {0x3C6, "f"}, {0x3C7, "ch"}, {0x3C8, "ps"}, {0x3C9, "o"},
};

const char *greek_spell(uint32_t point) {
    return FIND(GREEK, point);
}

const char *greek_spell_pair(uint32_t first, uint32_t second, bool is_after_vowel) {
    static const struct {
        uint32_t first;
        uint32_t second;
        const char *after_vowel;
        const char *otherwise;
    } pairs[] = {
        {0x3BC, 0x3C0, "mp", "b"},  {0x3BD, 0x3C4, "nt", "d"},  {0x3B3, 0x3BA, "gk", "g"},
        {0x3B3, 0x3B3, "ng", "ng"}, {0x3BF, 0x3C5, "ou", "ou"}, {0x3B1, 0x3C5, "av", "av"},
        {0x3B5, 0x3C5, "ev", "ev"}, {0x3C4, 0x3B6, "j", "j"},
    };
    for (size_t i = 0; i < sizeof pairs / sizeof pairs[0]; i++) {
        if (pairs[i].first == first && pairs[i].second == second) {
            return is_after_vowel ? pairs[i].after_vowel : pairs[i].otherwise;
        }
    }
    return NULL;
}

static const Spelling ABJAD[] = {
    {0x5D0, "a"},  {0x5D1, "b"},  {0x5D2, "g"}, {0x5D3, "d"},  {0x5D4, "h"},  {0x5D5, "w"},
    {0x5D6, "z"},  {0x5D7, "h"},  {0x5D8, "t"}, {0x5D9, "y"},  {0x5DA, "k"},  {0x5DB, "k"},
    {0x5DC, "l"},  {0x5DD, "m"},  {0x5DE, "m"}, {0x5DF, "n"},  {0x5E0, "n"},  {0x5E1, "s"},
    {0x5E2, "a"},  {0x5E3, "p"},  {0x5E4, "p"}, {0x5E5, "ts"}, {0x5E6, "ts"}, {0x5E7, "k"},
    {0x5E8, "r"},  {0x5E9, "sh"}, {0x5EA, "t"}, {0x621, ""},   {0x622, "a"},  {0x623, "a"},
    {0x624, "u"},  {0x625, "i"},  {0x626, "i"}, {0x627, "a"},  {0x628, "b"},  {0x629, "a"},
    {0x62A, "t"},  {0x62B, "th"}, {0x62C, "j"}, {0x62D, "h"},  {0x62E, "kh"}, {0x62F, "d"},
    {0x630, "dh"}, {0x631, "r"},  {0x632, "z"}, {0x633, "s"},  {0x634, "sh"}, {0x635, "s"},
    {0x636, "d"},  {0x637, "t"},  {0x638, "z"}, {0x639, "a"},  {0x63A, "gh"}, {0x640, ""},
    {0x641, "f"},  {0x642, "q"},  {0x643, "k"}, {0x644, "l"},  {0x645, "m"},  {0x646, "n"},
    {0x647, "h"},  {0x648, "w"},  {0x649, "a"}, {0x64A, "y"},  {0x671, "a"},  {0x679, "t"},
    {0x67E, "p"},  {0x686, "ch"}, {0x688, "d"}, {0x691, "r"},  {0x698, "zh"}, {0x6A4, "v"},
    {0x6A9, "k"},  {0x6AF, "g"},  {0x6BA, "n"}, {0x6BE, "h"},  {0x6C0, "h"},  {0x6C1, "h"},
    {0x6C3, "a"},  {0x6CC, "y"},  {0x6D2, "y"}, {0x6D5, "a"},
};

const char *abjad_spell(uint32_t point) {
    return FIND(ABJAD, point);
}

const char *hangul_spell(uint32_t jamo, bool is_foreign) {
    static const char *const voiced[] = {"g",  "kk", "n", "d",  "tt", "r", "m", "b", "pp", "s",
                                         "ss", "",   "j", "jj", "ch", "k", "t", "p", "h"};
    static const char *const firsts[] = {"k",  "kk", "n", "t",  "tt", "r", "m", "p", "pp", "s",
                                         "ss", "",   "j", "jj", "ch", "k", "t", "p", "h"};
    static const char *const vowels[] = {"a",  "ae", "ya", "yae", "eo", "e",  "yeo",
                                         "ye", "o",  "wa", "wae", "oe", "yo", "u",
                                         "wo", "we", "wi", "yu",  "eu", "ui", "i"};
    static const char *const lasts[] = {"k", "k", "k",  "n", "n", "n", "t", "l", "k",
                                        "m", "l", "l",  "l", "p", "l", "m", "p", "p",
                                        "t", "t", "ng", "t", "t", "k", "t", "p", "t"};
    enum { FIRST = 0x1100, VOWEL = 0x1161, LAST = 0x11A8 };
    if (jamo >= FIRST && jamo < FIRST + sizeof firsts / sizeof firsts[0]) {
        return is_foreign ? voiced[jamo - FIRST] : firsts[jamo - FIRST];
    }
    if (jamo >= VOWEL && jamo < VOWEL + sizeof vowels / sizeof vowels[0]) {
        return vowels[jamo - VOWEL];
    }
    if (jamo >= LAST && jamo < LAST + sizeof lasts / sizeof lasts[0]) {
        return lasts[jamo - LAST];
    }
    return NULL;
}

/* Small Latin letters that decompose into no letter and mark. */
static const Spelling LATIN[] = {
    {0xDF, "ss"}, {0xE6, "ae"}, {0xF0, "d"},  {0xF8, "o"},  {0xFE, "th"},  {0x111, "d"},
    {0x127, "h"}, {0x131, "i"}, {0x138, "k"}, {0x142, "l"}, {0x14B, "ng"}, {0x153, "oe"},
    {0x167, "t"}, {0x180, "b"}, {0x183, "b"}, {0x188, "c"}, {0x18C, "d"},  {0x192, "f"},
    {0x199, "k"}, {0x19A, "l"}, {0x1A5, "p"}, {0x1AD, "t"}, {0x1B4, "y"},  {0x1B6, "z"},
    {0x1DD, "e"}, {0x1E5, "g"}, {0x23C, "c"}, {0x249, "j"}, {0x253, "b"},  {0x254, "o"},
    {0x256, "d"}, {0x257, "d"}, {0x259, "a"}, {0x25B, "e"}, {0x260, "g"},  {0x268, "i"},
    {0x26B, "l"}, {0x272, "n"}, {0x289, "u"}, {0x28B, "v"},
};

const char *latin_spell(uint32_t point) {
    return FIND(LATIN, point);
}

char homoglyph_of(uint32_t point) {
    static const Spelling likes[] = {
        {0x3B1, "a"}, {0x3B2, "b"}, {0x3B5, "e"}, {0x3B6, "z"}, {0x3B7, "h"}, {0x3B9, "i"},
        {0x3BA, "k"}, {0x3BC, "m"}, {0x3BD, "v"}, {0x3BF, "o"}, {0x3C1, "p"}, {0x3C4, "t"},
        {0x3C5, "u"}, {0x3C7, "x"}, {0x430, "a"}, {0x432, "b"}, {0x435, "e"}, {0x43A, "k"},
        {0x43C, "m"}, {0x43D, "h"}, {0x43E, "o"}, {0x440, "p"}, {0x441, "c"}, {0x442, "t"},
        {0x443, "y"}, {0x445, "x"}, {0x44C, "b"}, {0x455, "s"}, {0x456, "i"}, {0x458, "j"},
        {0x4BB, "h"}, {0x501, "d"}, {0x51B, "q"}, {0x51D, "w"},
    };
    const char *latin = FIND(likes, point);
    return latin == NULL ? '\0' : latin[0];
}
