/* SPDX-License-Identifier: Apache-2.0 */
#include "law/cells.h"

#include <string.h>

/* Places of a shape and of a word that were tried already: each pair once, so that matching takes
 * at most their product. */
typedef struct Matching {
    Text shape;
    Text word;
    uint64_t tried[SHAPE_BYTES_MAX + 1]; /* a bit for each place of the word */
} Matching;

static bool is_class(char letter) {
    return letter == '9' || letter == 'A' || letter == 'a';
}

static bool is_roman(char letter) {
    return letter == 'I' || letter == 'i';
}

static bool is_of_class(char class, char letter) {
    switch (class) {
    case '9':
        return letter >= '0' && letter <= '9';
    case 'A':
        return letter >= 'A' && letter <= 'Z';
    case 'a':
        return letter >= 'a' && letter <= 'z';
    default:
        return letter == class;
    }
}

/* The place behind the bracket that closes the one at `at`; the end where none does. */
static size_t behind_bracket(Text shape, size_t at) {
    size_t depth = 0;
    for (; at < shape.length; at++) {
        if (shape.bytes[at] == '[') {
            depth++;
        } else if (shape.bytes[at] == ']' && --depth == 0) {
            return at + 1;
        }
    }
    return at;
}

const char *cell_shape_fault(Text shape) {
    size_t depth = 0;
    if (shape.length == 0 || shape.length > SHAPE_BYTES_MAX) {
        return "a shape has from 1 to 64 letters";
    }
    for (size_t i = 0; i < shape.length; i++) {
        const char letter = shape.bytes[i];
        if (letter == ']' && depth == 0) {
            return "a bracket `]` closes none";
        }
        depth += letter == '[' ? 1 : 0;
        depth -= letter == ']' ? 1 : 0;
        if (letter == '+' && (i == 0 || !is_class(shape.bytes[i - 1]))) {
            return "`+` stands behind `9`, `A` or `a` only";
        }
    }
    return depth > 0 ? "a bracket `[` is not closed" : NULL;
}

/* ---- roman numbers ---- */

static const char *const tens[] = {"",
                                   "X",
                                   "XX",
                                   "XX"
                                   "X",
                                   "XL",
                                   "L",
                                   "LX",
                                   "LXX",
                                   "LXX"
                                   "X"};
static const char *const units[] = {"", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX"};
enum { TENS = sizeof tens / sizeof tens[0], UNITS = sizeof units / sizeof units[0] };

static size_t roman_run(Text word, size_t at, bool is_small) {
    const char *letters = is_small ? "ivxl" : "IVXL";
    size_t end = at;
    while (end < word.length && memchr(letters, word.bytes[end], 4) != NULL) {
        end++;
    }
    return end - at;
}

/* Small letters are compared as capitals. */
static bool is_spelt(Text word, bool is_small, const char *first, const char *second) {
    const size_t length = strlen(first);
    if (word.length != length + strlen(second)) {
        return false;
    }
    for (size_t i = 0; i < word.length; i++) {
        const char letter = i < length ? first[i] : second[i - length];
        if (word.bytes[i] != (is_small ? letter + ('i' - 'I') : letter)) {
            return false;
        }
    }
    return true;
}

/* From 1 to 89. */
static bool is_roman_number(Text word, bool is_small) {
    for (size_t i = 0; word.length > 0 && i < (size_t)TENS * UNITS; i++) {
        if (is_spelt(word, is_small, tens[i / UNITS], units[i % UNITS])) {
            return true;
        }
    }
    return false;
}

/* ---- matching ---- */

static bool match(Matching *matching, size_t at, size_t place);

static bool match_roman(Matching *matching, size_t at, size_t place) {
    const bool is_small = matching->shape.bytes[at] == 'i';
    const size_t length = roman_run(matching->word, place, is_small);
    return is_roman_number(text_slice(matching->word, place, place + length), is_small) &&
           match(matching, at + 1, place + length);
}

static bool match_letter(Matching *matching, size_t at, size_t place) {
    const Text shape = matching->shape;
    const bool has_more = at + 1 < shape.length && shape.bytes[at + 1] == '+';
    if (place >= matching->word.length ||
        !is_of_class(shape.bytes[at], matching->word.bytes[place])) {
        return false;
    }
    return match(matching, has_more ? at + 2 : at + 1, place + 1) ||
           (has_more && match(matching, at, place + 1));
}

/* Whether the shape from `at` on fits the word from `place` on. No deeper than both are long. */
static bool match(Matching *matching, size_t at, size_t place) {
    const uint64_t bit = UINT64_C(1) << place;
    if (at == matching->shape.length) {
        return place == matching->word.length;
    }
    if ((matching->tried[at] & bit) != 0) {
        return false;
    }
    matching->tried[at] |= bit;
    const char letter = matching->shape.bytes[at];
    if (letter == '[') {
        return match(matching, at + 1, place) ||
               match(matching, behind_bracket(matching->shape, at), place);
    }
    if (letter == ']') {
        return match(matching, at + 1, place);
    }
    return is_roman(letter) ? match_roman(matching, at, place) : match_letter(matching, at, place);
}

bool cell_shape_fits(Text shape, Text word) {
    if (word.length > SHAPED_BYTES_MAX || shape.length > SHAPE_BYTES_MAX) {
        return false;
    }
    Matching matching = {.shape = shape, .word = word};
    return match(&matching, 0, 0);
}
