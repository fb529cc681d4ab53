/* SPDX-License-Identifier: Apache-2.0 */
/* From any script to small Latin letters and digits, blanks and points. Code point by code
 * point, so that the place of every letter in the name as given is known; scripts we have no
 * table of are spelled by ICU, a run at a time. */
#include "screening/han.h"
#include "screening/name.h"

#include <string.h>

#include <unicode/uchar.h>
#include <unicode/unorm2.h>
#include <unicode/uscript.h>
#include <unicode/ustring.h>
#include <unicode/utrans.h>

enum { RUN_UNITS_MAX = 256, POINTS_PER_LETTER_MAX = 32 };

struct Folder {
    const UNormalizer2 *compatibility; /* ICU's, not to be closed */
    UTransliterator *any;              /* opened when it is first needed: it is large */
};

typedef enum ScriptFamily {
    FAMILY_NONE, /* digits, marks, what is in every script */
    FAMILY_LATIN,
    FAMILY_CYRILLIC,
    FAMILY_GREEK,
    FAMILY_ABJAD,
    FAMILY_HANGUL,
    FAMILY_OTHER
} ScriptFamily;

/* A code point of the name, decomposed and made small. */
typedef struct Point {
    uint32_t point;
    uint32_t from;
    uint32_t until;
    ScriptFamily family;
    bool is_word;       /* a letter or digit, not what parts words */
    bool is_apostrophe; /* what stands inside a word and is not written */
    bool begins;        /* a syllable that stands alone */
    bool is_foreign;    /* of a foreign name in Hangul, which puts vowels between consonants */
} Point;

typedef struct Points {
    Arena *arena;
    Point *items;
    size_t count;
    size_t capacity;
} Points;

Folder *folder_new(Arena *arena) {
    Folder *folder = ARENA_NEW(arena, Folder);
    UErrorCode status = U_ZERO_ERROR;
    folder->compatibility = unorm2_getNFKDInstance(&status);
    if (U_FAILURE(status)) {
        folder->compatibility = NULL;
    }
    return folder;
}

void folder_close(Folder *folder) {
    if (folder->any != NULL) {
        utrans_close(folder->any);
    }
}

static const UTransliterator *transliterator(Folder *folder) {
    if (folder->any == NULL) {
        static const UChar name[] = u"Any-Latin; Latin-ASCII; Lower";
        UErrorCode status = U_ZERO_ERROR;
        folder->any = utrans_openU(name, -1, UTRANS_FORWARD, NULL, 0, NULL, &status);
        if (U_FAILURE(status)) {
            folder->any = NULL;
        }
    }
    return folder->any;
}

static void add_byte(Folded *folded, char byte, bool is_abjad, uint32_t from, uint32_t until) {
    if (folded->count < folded->capacity) {
        folded->bytes[folded->count++] =
            (FoldedByte){.byte = byte, .is_abjad = is_abjad, .from = from, .until = until};
    }
}

static void add_spelling(Folded *folded, const char *latin, const Point *point) {
    for (; *latin != '\0'; latin++) {
        add_byte(folded, *latin, point->family == FAMILY_ABJAD || point->is_foreign, point->from,
                 point->until);
    }
}

uint32_t name_point(Text text, size_t *at) {
    static const uint32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
    const unsigned char *bytes = (const unsigned char *)text.bytes + *at;
    const size_t rest = text.length - *at;
    const size_t length = bytes[0] < 0x80                        ? 1
                          : bytes[0] >= 0xC2 && bytes[0] <= 0xDF ? 2
                          : (bytes[0] & 0xF0) == 0xE0            ? 3
                          : bytes[0] >= 0xF0 && bytes[0] <= 0xF4 ? 4
                                                                 : 0;
    if (length == 0 || length > rest) {
        *at += 1;
        return 0xFFFD;
    }
    uint32_t point = length == 1 ? bytes[0] : bytes[0] & (0x7FU >> length);
    for (size_t i = 1; i < length; i++) {
        if ((bytes[i] & 0xC0) != 0x80) {
            *at += 1;
            return 0xFFFD;
        }
        point = point << 6 | (bytes[i] & 0x3FU);
    }
    if (point < least[length] || point > 0x10FFFF || (point >= 0xD800 && point <= 0xDFFF)) {
        *at += 1;
        return 0xFFFD;
    }
    *at += length;
    return point;
}

static ScriptFamily family_of(uint32_t point) {
    UErrorCode status = U_ZERO_ERROR;
    const UScriptCode script = uscript_getScript((UChar32)point, &status);
    if (U_FAILURE(status)) {
        return FAMILY_OTHER;
    }
    static const struct {
        UScriptCode script;
        ScriptFamily family;
    } families[] = {
        {USCRIPT_LATIN, FAMILY_LATIN},  {USCRIPT_CYRILLIC, FAMILY_CYRILLIC},
        {USCRIPT_GREEK, FAMILY_GREEK},  {USCRIPT_ARABIC, FAMILY_ABJAD},
        {USCRIPT_HEBREW, FAMILY_ABJAD}, {USCRIPT_HANGUL, FAMILY_HANGUL},
        {USCRIPT_COMMON, FAMILY_NONE},  {USCRIPT_INHERITED, FAMILY_NONE},
    };
    for (size_t i = 0; i < sizeof families / sizeof families[0]; i++) {
        if (families[i].script == script) {
            return families[i].family;
        }
    }
    return FAMILY_OTHER;
}

static bool is_apostrophe(uint32_t point) {
    static const uint32_t those[] = {0x27,   0x60,  0xB4,  0x2B9, 0x2BA,  0x2BB,  0x2BC,
                                     0x2BD,  0x2BE, 0x2BF, 0x2C8, 0x2018, 0x2019, 0x201B,
                                     0x2032, 0xB7,  0x55A, 0x5F3, 0x5F4,  0x30FB};
    for (size_t i = 0; i < sizeof those / sizeof those[0]; i++) {
        if (those[i] == point) {
            return true;
        }
    }
    return false;
}

static Point *add_point(Points *points, Point point) {
    if (points->count == points->capacity) {
        return NULL;
    }
    points->items[points->count] = point;
    return &points->items[points->count++];
}

static void add_letter(Points *points, uint32_t point, uint32_t from, uint32_t until) {
    const int8_t type = u_charType((UChar32)point);
    if (type == U_NON_SPACING_MARK || type == U_ENCLOSING_MARK) {
        return;
    }
    Point added = {.from = from, .until = until};
    const int32_t digit = u_charDigitValue((UChar32)point);
    if (digit >= 0) {
        added.point = (uint32_t)('0' + digit);
        added.is_word = true;
    } else {
        added.point = (uint32_t)u_foldCase((UChar32)point, U_FOLD_CASE_DEFAULT);
        added.is_apostrophe = is_apostrophe(added.point);
        added.is_word = u_isalpha((UChar32)point) != 0 || type == U_COMBINING_SPACING_MARK ||
                        type == U_MODIFIER_LETTER;
        added.family = added.is_word ? family_of(point) : FAMILY_NONE;
    }
    (void)add_point(points, added);
}

static void add_plain(Points *points, uint32_t point, uint32_t from, uint32_t until) {
    Point added = {.point = point, .from = from, .until = until};
    if (point >= 'A' && point <= 'Z') {
        added.point = point + ('a' - 'A');
    }
    const bool is_letter = added.point >= 'a' && added.point <= 'z';
    added.is_word = is_letter || (point >= '0' && point <= '9');
    added.family = is_letter ? FAMILY_LATIN : FAMILY_NONE;
    added.is_apostrophe = point == '\'' || point == '`';
    (void)add_point(points, added);
}

static bool is_control(uint32_t point) {
    const int8_t type = u_charType((UChar32)point);
    return type == U_FORMAT_CHAR || (type == U_CONTROL_CHAR && u_isWhitespace((UChar32)point) == 0);
}

/* The code point at `at` in UTF-16, which ICU keeps well-formed. */
static uint32_t next_of_units(const UChar *units, int32_t length, int32_t *at) {
    const uint32_t unit = units[(*at)++];
    if ((unit & 0xFC00) != 0xD800 || *at >= length) {
        return unit;
    }
    return 0x10000 + ((unit & 0x3FF) << 10) + (units[(*at)++] & 0x3FFU);
}

static int32_t add_to_units(UChar *units, int32_t length, uint32_t point) {
    if (point < 0x10000) {
        units[length++] = (UChar)point;
        return length;
    }
    units[length++] = (UChar)(0xD800 + ((point - 0x10000) >> 10));
    units[length++] = (UChar)(0xDC00 + (point & 0x3FF));
    return length;
}

/* The decomposition of a code point, each part added. й and ё keep their own sound, so
 * Cyrillic is decomposed only where no table has it. */
static void add_decomposed(const Folder *folder, Points *points, uint32_t point, uint32_t from,
                           uint32_t until) {
    UChar units[POINTS_PER_LETTER_MAX];
    UErrorCode status = U_ZERO_ERROR;
    const uint32_t small = (uint32_t)u_foldCase((UChar32)point, U_FOLD_CASE_DEFAULT);
    if (folder->compatibility == NULL || cyrillic_spell(small, CYRILLIC_RUSSIAN) != NULL) {
        add_letter(points, point, from, until);
        return;
    }
    const int32_t length = unorm2_getDecomposition(folder->compatibility, (UChar32)point, units,
                                                   POINTS_PER_LETTER_MAX, &status);
    if (length <= 0 || U_FAILURE(status)) {
        add_letter(points, point, from, until);
        return;
    }
    for (int32_t i = 0; i < length;) {
        add_letter(points, next_of_units(units, length, &i), from, until);
    }
}

static bool is_hangul_syllable(uint32_t point) {
    return point >= 0xAC00 && point <= 0xD7A3;
}

/* How many syllables of Hangul stand here in a row. */
static size_t syllables_at(Text given, size_t at) {
    size_t count = 0;
    while (at < given.length && is_hangul_syllable(name_point(given, &at))) {
        count++;
    }
    return count;
}

/* Names of Korea are written as one word of syllables; names of others as several. */
static size_t syllable_runs(Text given) {
    size_t runs = 0;
    bool was_syllable = false;
    for (size_t at = 0; at < given.length;) {
        const bool is_syllable = is_hangul_syllable(name_point(given, &at));
        runs += is_syllable && !was_syllable ? 1 : 0;
        was_syllable = is_syllable;
    }
    return runs;
}

/* The syllable that begins at `first` is of a foreign name; its r behind an l makes that double. */
static void mark_foreign(Points *points, size_t first) {
    enum { FIRST_R = 0x1105, LAST_L = 0x11AF };
    for (size_t i = first; i < points->count; i++) {
        Point *point = &points->items[i];
        point->is_foreign = true;
        if (point->point == FIRST_R && i > 0 && point[-1].point == LAST_L) {
            point->point = LAST_L;
        }
    }
}

static void read_points(const Folder *folder, Text given, Points *points, Folded *folded) {
    enum { SYLLABLES_OF_A_NAME = 4 };
    size_t parted = 0; /* syllables left that stand alone */
    const bool is_foreign = syllable_runs(given) > 1;
    bool was_syllable = false;
    for (size_t at = 0; at < given.length;) {
        const size_t from = at;
        const uint32_t point = name_point(given, &at);
        if (point < 0x80 && (point >= ' ' || point == '\t' || point == '\n' || point == '\r')) {
            add_plain(points, point, (uint32_t)from, (uint32_t)at);
            was_syllable = false;
            continue;
        }
        folded->is_malformed |= point == 0xFFFD;
        if (is_control(point)) {
            folded->has_controls = true;
            continue;
        }
        const bool is_syllable = is_hangul_syllable(point);
        if (is_syllable && !was_syllable) {
            const size_t run = syllables_at(given, from);
            parted = run <= SYLLABLES_OF_A_NAME && !is_foreign ? run : 0;
        }
        was_syllable = is_syllable;
        const size_t first = points->count;
        add_decomposed(folder, points, point, (uint32_t)from, (uint32_t)at);
        if (is_syllable && is_foreign) {
            mark_foreign(points, first);
        }
        if (is_syllable && parted > 0 && first < points->count) {
            points->items[first].begins = true;
            parted--;
        }
    }
}

/* ---- from points to bytes ---- */

static size_t word_end(const Points *points, size_t start) {
    size_t end = start;
    while (end < points->count &&
           (points->items[end].is_word || points->items[end].is_apostrophe)) {
        end++;
    }
    return end;
}

/* Latin letters among those of another script that look alike. */
static bool is_mixed(const Points *points, size_t start, size_t end) {
    bool has_latin = false;
    bool has_like = false;
    for (size_t i = start; i < end; i++) {
        const ScriptFamily family = points->items[i].family;
        has_latin |= family == FAMILY_LATIN;
        has_like |= family == FAMILY_CYRILLIC || family == FAMILY_GREEK;
    }
    return has_latin && has_like;
}

static void add_utf8(Folded *folded, const Point *point) {
    const uint32_t value = point->point;
    const unsigned tails = value < 0x80 ? 0 : value < 0x800 ? 1 : value < 0x10000 ? 2 : 3;
    static const uint32_t leads[] = {0, 0xC0, 0xE0, 0xF0};
    add_byte(folded, (char)(leads[tails] | value >> (6 * tails)), false, point->from, point->until);
    for (unsigned i = tails; i > 0; i--) {
        add_byte(folded, (char)(0x80 | (value >> (6 * (i - 1)) & 0x3F)), false, point->from,
                 point->until);
    }
}

static void add_transliterated(Folded *folded, const UChar *units, int32_t length,
                               const Point *first, const Point *last) {
    for (int32_t i = 0; i < length;) {
        const uint32_t letter = next_of_units(units, length, &i);
        const bool is_plain = (letter >= 'a' && letter <= 'z') || (letter >= '0' && letter <= '9');
        if (is_plain) {
            add_byte(folded, (char)letter, false, first->from, last->until);
        } else if (letter < 0x80) {
            if (!is_apostrophe(letter)) {
                add_byte(folded, FOLDED_BLANK, false, first->from, last->until);
            }
        } else if (u_isalpha((UChar32)letter) != 0) {
            const Point whole = {.point = letter, .from = first->from, .until = last->until};
            add_utf8(folded, &whole);
        }
    }
}

/* Spells a run that is Han to its end, a word a character, and gives the point behind it; `start`
 * where it is not. */
static size_t add_han(const Points *points, size_t start, size_t end, Folded *folded) {
    size_t behind = start;
    while (behind < end && points->items[behind].family == FAMILY_OTHER) {
        if (han_spell(points->items[behind].point) == NULL) {
            return start;
        }
        behind++;
    }
    for (size_t at = start; at < behind; at++) {
        const Point *point = &points->items[at];
        if (at > start) {
            add_byte(folded, FOLDED_BLANK, false, point->from, point->from);
        }
        add_spelling(folded, han_spell(point->point), point);
    }
    return behind;
}

/* Spells the run of other scripts that begins here; the point behind it. */
static size_t add_run(Folder *folder, const Points *points, size_t start, size_t end,
                      Folded *folded) {
    UChar units[RUN_UNITS_MAX];
    int32_t length = 0;
    size_t at = add_han(points, start, end, folded);
    if (at > start) {
        return at;
    }
    while (at < end && points->items[at].family == FAMILY_OTHER && length < RUN_UNITS_MAX / 8) {
        length = add_to_units(units, length, points->items[at].point);
        at++;
    }
    const UTransliterator *any = transliterator(folder);
    UErrorCode status = U_ZERO_ERROR;
    int32_t limit = length;
    if (any != NULL) {
        utrans_transUChars(any, units, &length, RUN_UNITS_MAX, 0, &limit, &status);
    }
    if (any == NULL || U_FAILURE(status)) {
        for (size_t i = start; i < at; i++) {
            add_utf8(folded, &points->items[i]);
        }
    } else {
        add_transliterated(folded, units, length, &points->items[start], &points->items[at - 1]);
    }
    return at;
}

static const char *spell(const Point *point, CyrillicSpelling cyrillic) {
    switch (point->family) {
    case FAMILY_CYRILLIC:
        return cyrillic_spell(point->point, cyrillic);
    case FAMILY_GREEK:
        return greek_spell(point->point);
    case FAMILY_ABJAD:
        return abjad_spell(point->point);
    case FAMILY_HANGUL:
        return hangul_spell(point->point, point->is_foreign);
    case FAMILY_NONE:
    case FAMILY_LATIN:
    case FAMILY_OTHER:
        return latin_spell(point->point);
    }
    return NULL;
}

static void add_spelled(const Point *point, bool is_mixed_word, CyrillicSpelling cyrillic,
                        Folded *folded) {
    const char like =
        is_mixed_word && point->family != FAMILY_LATIN ? homoglyph_of(point->point) : '\0';
    const char *latin = NULL;
    if (like != '\0') {
        folded->is_disguised = true;
        add_byte(folded, like, false, point->from, point->until);
        return;
    }
    latin = spell(point, cyrillic);
    if (latin != NULL) {
        add_spelling(folded, latin, point);
    } else if (point->point < 0x80) {
        add_byte(folded, (char)point->point, false, point->from, point->until);
    } else {
        add_utf8(folded, point);
    }
}

/* The article al- stands apart, as it does where names are written in Latin; not in Allah. */
static bool begins_with_article(const Points *points, size_t start, size_t end) {
    enum { ALEF = 0x627, LAM = 0x644, HEH = 0x647, LETTERS_LEAST = 4 };
    return end - start >= LETTERS_LEAST && points->items[start].point == ALEF &&
           points->items[start + 1].point == LAM &&
           !(points->items[start + 2].point == LAM && points->items[start + 3].point == HEH);
}

/* Two Greek letters that are one sound; `first` is that of the word. */
static bool add_greek_pair(const Point *first, const Point *point, Folded *folded) {
    if (point->family != FAMILY_GREEK || point[1].family != FAMILY_GREEK) {
        return false;
    }
    const char *before =
        point > first && point[-1].family == FAMILY_GREEK ? greek_spell(point[-1].point) : NULL;
    const bool is_after_vowel = before != NULL && strchr("aeiouy", before[0]) != NULL;
    const char *latin = greek_spell_pair(point->point, point[1].point, is_after_vowel);
    if (latin != NULL) {
        add_spelling(folded, latin, point);
    }
    return latin != NULL;
}

static void add_word(Folder *folder, const Points *points, size_t start, size_t end,
                     CyrillicSpelling cyrillic, Folded *folded) {
    const bool is_mixed_word = is_mixed(points, start, end);
    const size_t article_end = begins_with_article(points, start, end) ? start + 2 : start;
    for (size_t at = start; at < end;) {
        const Point *point = &points->items[at];
        if (point->begins || (at == article_end && at > start)) {
            add_byte(folded, FOLDED_BLANK, false, point->from, point->from);
        }
        if (point->family == FAMILY_OTHER) {
            at = add_run(folder, points, at, end, folded);
            continue;
        }
        if (!is_mixed_word && at + 1 < end &&
            add_greek_pair(&points->items[start], point, folded)) {
            at += 2;
            continue;
        }
        if (point->is_word && !point->is_apostrophe) {
            add_spelled(point, is_mixed_word, cyrillic, folded);
        }
        at++;
    }
}

static void add_between(const Point *point, Folded *folded) {
    if (point->point == '&') {
        add_byte(folded, FOLDED_BLANK, false, point->from, point->until);
        add_spelling(folded, "and", point);
    }
    add_byte(folded, point->point == '.' ? FOLDED_POINT : FOLDED_BLANK, false, point->from,
             point->until);
}

static CyrillicSpelling cyrillic_of(const Points *points) {
    CyrillicSpelling spelling = CYRILLIC_RUSSIAN;
    for (size_t i = 0; i < points->count; i++) {
        if (points->items[i].family == FAMILY_CYRILLIC &&
            cyrillic_tells(points->items[i].point, &spelling)) {
            return spelling;
        }
    }
    return spelling;
}

void fold(Arena *arena, Folder *folder, Text given, Folded *folded) {
    /* Compatibility letters decompose into at most 18; most into one. */
    const size_t room = given.length * 2 + POINTS_PER_LETTER_MAX;
    Points points = {.arena = arena, .items = ARENA_MANY(arena, Point, room), .capacity = room};
    *folded = (Folded){.capacity = room * 3};
    folded->bytes = ARENA_MANY(arena, FoldedByte, folded->capacity);
    read_points(folder, given, &points, folded);
    const CyrillicSpelling cyrillic = cyrillic_of(&points);
    for (size_t at = 0; at < points.count;) {
        const size_t end = word_end(&points, at);
        if (end == at) {
            add_between(&points.items[at++], folded);
        } else {
            add_word(folder, &points, at, end, cyrillic, folded);
            at = end;
        }
    }
}
