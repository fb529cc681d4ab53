/* SPDX-License-Identifier: Apache-2.0 */
/* Arabic and Persian names of two parts that are written as one word or as two, the article of the
 * second spelled as it sounds ("Abdurrahman", "Abd al-Rahman"; "Saifullah", "Sayf Allah"). For keys
 * and consonants the article is left out and the part that many names share is spelled in one way.
 * The romanisations are those of the lists; the assimilation before "sun letters" is that of the
 * ALA-LC table for Arabic, rule 17. */
#include "screening/name.h"

#include <string.h>

enum {
    STEM_OF_THREE = 3,
    STEM_OF_FOUR = 4,
    ABD_LETTERS = 3,
    SERVANT_REST = 4, /* letters behind "abd" and its article */
    SERVANT_REST_ABJAD = 3
};

/* A part that many names share, how it is spelled here, and the letters before it at least. */
typedef struct SecondPart {
    Text ending;
    Text part;
    uint32_t last_letters; /* the last four, so that most words are told apart at once */
    uint8_t stem_least;
} SecondPart;

#define LITERAL(text)                                                                              \
    { (text), sizeof(text) - 1 }
#define LAST_LETTER(text, back) ((uint32_t)(unsigned char)(text)[sizeof(text) - 1 - (back)])
#define LAST_LETTERS(text)                                                                         \
    (LAST_LETTER(text, 4) << 24 | LAST_LETTER(text, 3) << 16 | LAST_LETTER(text, 2) << 8 |         \
     LAST_LETTER(text, 1))
#define SECOND(ending, part, least)                                                                \
    { LITERAL(ending), LITERAL(part), LAST_LETTERS(ending), (least) }

/* Longer ones first. */
static const SecondPart SECOND_PARTS[] = {
    SECOND("urrahman", "rahman", STEM_OF_THREE), SECOND("urrehman", "rahman", STEM_OF_THREE),
    SECOND("orrahman", "rahman", STEM_OF_THREE), SECOND("urahman", "rahman", STEM_OF_THREE),
    SECOND("urehman", "rahman", STEM_OF_THREE),  SECOND("uddine", "din", STEM_OF_THREE),
    SECOND("eddine", "din", STEM_OF_THREE),      SECOND("uddeen", "din", STEM_OF_THREE),
    SECOND("aldeen", "din", STEM_OF_THREE),      SECOND("eldeen", "din", STEM_OF_THREE),
    SECOND("uddin", "din", STEM_OF_THREE),       SECOND("eddin", "din", STEM_OF_THREE),
    SECOND("addin", "din", STEM_OF_THREE),       SECOND("oddin", "din", STEM_OF_THREE),
    SECOND("aldin", "din", STEM_OF_THREE),       SECOND("eldin", "din", STEM_OF_THREE),
    SECOND("uldin", "din", STEM_OF_THREE),       SECOND("udeen", "din", STEM_OF_FOUR),
    SECOND("ideen", "din", STEM_OF_THREE),       SECOND("udin", "din", STEM_OF_FOUR),
    SECOND("ullah", "allah", STEM_OF_THREE),     SECOND("ollah", "allah", STEM_OF_THREE),
    SECOND("ellah", "allah", STEM_OF_THREE),     SECOND("zadah", "zadeh", STEM_OF_FOUR),
    SECOND("zada", "zadeh", STEM_OF_FOUR),       SECOND("zade", "zadeh", STEM_OF_FOUR),
    SECOND("nezhad", "nejad", STEM_OF_THREE),    SECOND("nizhad", "nejad", STEM_OF_THREE),
};

static bool is_vowel(char letter) {
    return strchr("aeiou", letter) != NULL;
}

/* Letters to which the article's l is assimilated. */
static bool is_sun_letter(char letter) {
    return strchr("rsntdz", letter) != NULL;
}

/* How many letters "abd" and the article take at the start of a word; 0 where it does not begin so.
 * Abdullah is one name, and Abdulov and Abdullayev are names made of it. */
static size_t servant_of(Text word) {
    size_t at = ABD_LETTERS;
    if (!text_starts_with(word, TEXT("abd")) || word.length <= ABD_LETTERS + SERVANT_REST ||
        !is_vowel(word.bytes[at])) {
        return 0;
    }
    at += text_starts_with(text_slice(word, at, word.length), TEXT("ou")) ? 2 : 1;
    const char letter = word.bytes[at];
    const bool is_doubled = at + 1 < word.length && word.bytes[at + 1] == letter;
    const bool is_somali = word.bytes[ABD_LETTERS] == 'i' && !is_vowel(letter);
    if (letter == 'l' || (is_doubled && is_sun_letter(letter))) {
        at++;
    } else if (!is_sun_letter(letter) && !is_somali) {
        return 0;
    }
    const Text rest = text_slice(word, at, word.length);
    const bool is_of_abdullah =
        letter == 'l' &&
        (text_starts_with(rest, TEXT("la")) || text_starts_with(rest, TEXT("ah"))) &&
        !text_starts_with(rest, TEXT("lat")) && !text_starts_with(rest, TEXT("ahad"));
    return rest.length < SERVANT_REST || is_of_abdullah ? 0 : at;
}

static size_t abjad_servant_of(Text word) {
    const Text servant = TEXT("abdal");
    const bool is_one =
        text_starts_with(word, servant) && word.length >= servant.length + SERVANT_REST_ABJAD;
    return is_one ? servant.length : 0;
}

static uint32_t last_letters_of(Text word) {
    uint32_t letters = 0;
    for (size_t i = word.length - 4; i < word.length; i++) {
        letters = letters << 8 | (unsigned char)word.bytes[i];
    }
    return letters;
}

static const SecondPart *second_part_of(Text word) {
    enum { SHORTEST = 7 }; /* letters of stem and part */
    const uint32_t letters = word.length < SHORTEST ? 0 : last_letters_of(word);
    for (size_t i = 0; letters != 0 && i < sizeof SECOND_PARTS / sizeof SECOND_PARTS[0]; i++) {
        const SecondPart *part = &SECOND_PARTS[i];
        if (part->last_letters == letters &&
            word.length - part->ending.length + part->part.length <= WORD_BYTES_MAX &&
            word.length >= part->ending.length + part->stem_least &&
            text_ends_with(word, part->ending)) {
            return part;
        }
    }
    return NULL;
}

size_t join_parts(Text word, bool is_abjad, char *joined) {
    const size_t servant = is_abjad ? abjad_servant_of(word) : servant_of(word);
    if (servant > 0) {
        const Text rest = text_slice(word, servant, word.length);
        memcpy(joined, word.bytes, ABD_LETTERS);
        memcpy(joined + ABD_LETTERS, rest.bytes, rest.length);
        return ABD_LETTERS + rest.length;
    }
    memcpy(joined, word.bytes, word.length);
    const SecondPart *second = is_abjad ? NULL : second_part_of(word);
    if (second == NULL) {
        return word.length;
    }
    const size_t stem = word.length - second->ending.length;
    memcpy(joined + stem, second->part.bytes, second->part.length);
    return stem + second->part.length;
}

static bool is_one_of(Text word, const char *const *those, size_t count) {
    for (size_t i = 0; i < count; i++) {
        if (text_equals(word, text_from(those[i]))) {
            return true;
        }
    }
    return false;
}

/* The servant of "Abd al-", whatever the article is written with it, where it stands alone. */
bool is_servant(Text word) {
    static const char *const servants[] = {"abdul", "abdel", "abdal", "abdol", "abdil", "abdoul",
                                           "abdur", "abder", "abdus", "abdes", "abdu",  "abdud"};
    return text_starts_with(word, TEXT("abd")) &&
           is_one_of(word, servants, sizeof servants / sizeof servants[0]);
}

bool is_article_within(Text before, Text word, Text after) {
    enum { ARTICLE = 2 };
    static const char *const articles[] = {"al", "el", "ul", "ol", "il", "ur", "ar", "er",
                                           "or", "ud", "ad", "ed", "od", "us", "as", "es",
                                           "un", "an", "en", "uz", "az", "ez", "ut", "at"};
    static const char *const seconds[] = {"din",   "deen",   "dine",  "rahman", "rehman", "lah",
                                          "allah", "haq",    "haqq",  "islam",  "rahim",  "rahmaan",
                                          "zaman", "hassan", "hasan", "dyn",    "rhmn",   "rhym"};
    static const char *const firsts[] = {"abd", "abdu"};
    return word.length == ARTICLE &&
           is_one_of(word, articles, sizeof articles / sizeof articles[0]) &&
           (is_one_of(before, firsts, sizeof firsts / sizeof firsts[0]) ||
            is_one_of(after, seconds, sizeof seconds / sizeof seconds[0]));
}
