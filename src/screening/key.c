/* SPDX-License-Identifier: Apache-2.0 */
/* What the romanisations of one name have in common. Two rewritings of a folded word by
 * tables of longest match: the key keeps classes of vowels, the skeleton only consonants. */
#include "screening/name.h"

#include <string.h>

enum { LETTERS = 26 };

typedef struct Rewriting {
    Text from;
    Text to;
} Rewriting;

/* Those that begin with one letter, longer ones first. */
typedef struct LetterRewritings {
    const Rewriting *items;
    size_t count;
} LetterRewritings;

/* A Text that a constant table may hold. */
#define LITERAL(text)                                                                              \
    { (text), sizeof(text) - 1 }
#define REWRITE(from, to)                                                                          \
    { LITERAL(from), LITERAL(to) }
#define OF_LETTER(letter, table) [(letter) - 'a'] = {(table), sizeof(table) / sizeof((table)[0])}

/* Capitals are sounds written in several letters. */
static const Rewriting KEY_A[] = {REWRITE("ae", "i")};
static const Rewriting KEY_C[] = {REWRITE("cqu", "k"), REWRITE("ch", "C"),  REWRITE("cz", "C"),
                                  REWRITE("ck", "k"),  REWRITE("ce", "sa"), REWRITE("ci", "si"),
                                  REWRITE("cy", "si"), REWRITE("c", "k")};
static const Rewriting KEY_D[] = {REWRITE("dzh", "J"), REWRITE("dj", "J"), REWRITE("dh", "d")};
static const Rewriting KEY_E[] = {REWRITE("ee", "i"), REWRITE("eo", "u"), REWRITE("eu", "u"),
                                  REWRITE("e", "a")};
static const Rewriting KEY_G[] = {REWRITE("gh", "g")};
static const Rewriting KEY_K[] = {REWRITE("kh", "h")};
static const Rewriting KEY_O[] = {REWRITE("ou", "u"), REWRITE("oo", "u"), REWRITE("oe", "u"),
                                  REWRITE("o", "u")};
static const Rewriting KEY_P[] = {REWRITE("ph", "f")};
static const Rewriting KEY_Q[] = {REWRITE("qu", "k"), REWRITE("q", "k")};
static const Rewriting KEY_S[] = {REWRITE("schtsch", "S"), REWRITE("shtch", "S"),
                                  REWRITE("shch", "S"), REWRITE("sch", "S"), REWRITE("sh", "S")};
static const Rewriting KEY_T[] = {REWRITE("tsch", "C"), REWRITE("tch", "C"), REWRITE("th", "t"),
                                  REWRITE("ts", "z"), REWRITE("tz", "z")};
static const Rewriting KEY_U[] = {REWRITE("ue", "u")};
static const Rewriting KEY_W[] = {REWRITE("w", "v")};
static const Rewriting KEY_X[] = {REWRITE("x", "ks")};
static const Rewriting KEY_Y[] = {REWRITE("y", "i")};
static const Rewriting KEY_Z[] = {REWRITE("zh", "J")};
static const LetterRewritings KEY_REWRITINGS[LETTERS] = {
    OF_LETTER('a', KEY_A), OF_LETTER('c', KEY_C), OF_LETTER('d', KEY_D), OF_LETTER('e', KEY_E),
    OF_LETTER('g', KEY_G), OF_LETTER('k', KEY_K), OF_LETTER('o', KEY_O), OF_LETTER('p', KEY_P),
    OF_LETTER('q', KEY_Q), OF_LETTER('s', KEY_S), OF_LETTER('t', KEY_T), OF_LETTER('u', KEY_U),
    OF_LETTER('w', KEY_W), OF_LETTER('x', KEY_X), OF_LETTER('y', KEY_Y), OF_LETTER('z', KEY_Z),
};

/* For scripts without vowels. p and b, f and v, and of other languages all four, are one letter
 * there, g and j often. */
static const Rewriting SKELETON_A[] = {REWRITE("a", "")};
static const Rewriting SKELETON_C[] = {REWRITE("ch", "S"), REWRITE("ck", "k"), REWRITE("c", "k")};
static const Rewriting SKELETON_D[] = {REWRITE("dh", "d")};
static const Rewriting SKELETON_E[] = {REWRITE("e", "")};
static const Rewriting SKELETON_G[] = {REWRITE("gh", "g"), REWRITE("g", "j")};
static const Rewriting SKELETON_I[] = {REWRITE("i", "")};
static const Rewriting SKELETON_K[] = {REWRITE("kh", "h")};
static const Rewriting SKELETON_O[] = {REWRITE("o", "")};
static const Rewriting SKELETON_P[] = {REWRITE("ph", "b"), REWRITE("p", "b")};
static const Rewriting SKELETON_F[] = {REWRITE("f", "b")};
static const Rewriting SKELETON_Q[] = {REWRITE("qu", "k"), REWRITE("q", "k")};
static const Rewriting SKELETON_S[] = {REWRITE("sch", "S"), REWRITE("sh", "S")};
static const Rewriting SKELETON_T[] = {REWRITE("tsch", "S"), REWRITE("tsh", "S"),
                                       REWRITE("tch", "S"),  REWRITE("th", "t"),
                                       REWRITE("ts", "s"),   REWRITE("tz", "s")};
static const Rewriting SKELETON_U[] = {REWRITE("u", "")};
static const Rewriting SKELETON_V[] = {REWRITE("v", "b")};
static const Rewriting SKELETON_W[] = {REWRITE("w", "")};
static const Rewriting SKELETON_X[] = {REWRITE("x", "ks")};
static const Rewriting SKELETON_Y[] = {REWRITE("y", "")};
static const Rewriting SKELETON_Z[] = {REWRITE("zh", "j")};
static const LetterRewritings SKELETON_REWRITINGS[LETTERS] = {
    OF_LETTER('a', SKELETON_A), OF_LETTER('c', SKELETON_C), OF_LETTER('d', SKELETON_D),
    OF_LETTER('e', SKELETON_E), OF_LETTER('f', SKELETON_F), OF_LETTER('g', SKELETON_G),
    OF_LETTER('i', SKELETON_I), OF_LETTER('k', SKELETON_K), OF_LETTER('o', SKELETON_O),
    OF_LETTER('p', SKELETON_P), OF_LETTER('q', SKELETON_Q), OF_LETTER('s', SKELETON_S),
    OF_LETTER('t', SKELETON_T), OF_LETTER('u', SKELETON_U), OF_LETTER('v', SKELETON_V),
    OF_LETTER('w', SKELETON_W), OF_LETTER('x', SKELETON_X), OF_LETTER('y', SKELETON_Y),
    OF_LETTER('z', SKELETON_Z),
};

static const Rewriting *find_rewriting(const LetterRewritings *table, Text rest) {
    const char first = rest.bytes[0];
    if (first < 'a' || first > 'z') {
        return NULL;
    }
    const LetterRewritings *of_letter = &table[first - 'a'];
    for (size_t i = 0; i < of_letter->count; i++) {
        if (text_starts_with(rest, of_letter->items[i].from)) {
            return &of_letter->items[i];
        }
    }
    return NULL;
}

static size_t rewrite(const LetterRewritings *table, Text word, char *out) {
    size_t length = 0;
    size_t at = 0;
    while (at < word.length && length + 2 <= WORD_BYTES_MAX) {
        const Rewriting *found = find_rewriting(table, text_slice(word, at, word.length));
        if (found == NULL) {
            out[length++] = word.bytes[at++];
            continue;
        }
        for (size_t i = 0; i < found->to.length; i++) {
            out[length++] = found->to.bytes[i];
        }
        at += found->from.length;
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

/* Endings by which one language tells the names of another: Latvian and Lithuanian add that of the
 * nominative, French an e, older romanisations write v as f, and a Slavonic -ic without its mark is
 * -ich. */
static const Rewriting ENDINGS[] = {
    REWRITE("vicius", "vich"), REWRITE("vics", "vich"), REWRITE("ovas", "ov"),
    REWRITE("evas", "ev"),     REWRITE("inas", "in"),   REWRITE("skis", "ski"),
    REWRITE("jus", "j"),       REWRITE("vic", "vich"),  REWRITE("ovs", "ov"),
    REWRITE("evs", "ev"),      REWRITE("ins", "in"),    REWRITE("off", "ov"),
    REWRITE("eff", "ev"),      REWRITE("ine", "in"),    REWRITE("js", "j"),
};

/* The word with its ending as most languages write it. */
static Text settle_ending(Text word, char *settled) {
    enum { STEM_LEAST = 3 };
    for (size_t i = 0; i < sizeof ENDINGS / sizeof ENDINGS[0]; i++) {
        const Rewriting *ending = &ENDINGS[i];
        if (word.length >= ending->from.length + STEM_LEAST && word.length < WORD_BYTES_MAX &&
            text_ends_with(word, ending->from)) {
            const size_t stem = word.length - ending->from.length;
            memcpy(settled, word.bytes, stem);
            memcpy(settled + stem, ending->to.bytes, ending->to.length);
            return (Text){settled, stem + ending->to.length};
        }
    }
    return word;
}

size_t romanisation_key(Text word, char *key) {
    char settled[WORD_BYTES_MAX];
    const size_t length = rewrite(KEY_REWRITINGS, settle_ending(word, settled), key);
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
    return rewrite(SKELETON_REWRITINGS, (Text){single, count}, skeleton);
}
