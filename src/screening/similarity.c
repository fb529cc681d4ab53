/* SPDX-License-Identifier: Apache-2.0 */
#include "screening/index.h"

#include <string.h>

enum {
    VALUE_EQUAL = SCREENING_ONE,
    VALUE_SYNONYM = 9500,
    VALUE_KEY = 9500,
    VALUE_KEY_OF_THREE = 9000,
    VALUE_KEY_SHORT = 8500,
    VALUE_SKELETON = 9000,
    VALUE_SKELETON_SHORT = 8000,
    VALUE_SKELETON_ALONE = 8200,
    SKELETON_LEAST = 4, /* consonants */
    SKELETON_LEAST_JOIN = 3,
    VALUE_DISGUISE = 9000,
    VALUE_INITIAL = 6000,
    VALUE_JOIN = 9800,
    VALUE_JOIN_KEY = 9300,
    FIRST_LETTER_COST = 4000, /* of another first letter, likewise */
    DISTANCE_COST = 9000      /* of every letter apart, over the longer word's letters */
};

int distance_allowed(size_t length) {
    if (length < 4) {
        return 0;
    }
    const size_t third = length / 3;
    return third < DISTANCE_MAX ? (int)third : DISTANCE_MAX;
}

void distance_prepare(Text a, uint64_t *masks) {
    for (size_t i = 0; i < a.length; i++) {
        masks[(unsigned char)a.bytes[i]] |= UINT64_C(1) << i;
    }
}

void distance_clear(Text a, uint64_t *masks) {
    for (size_t i = 0; i < a.length; i++) {
        masks[(unsigned char)a.bytes[i]] = 0;
    }
}

int distance_prepared(const uint64_t *masks, size_t a_length, Text b) {
    return distance_within(masks, a_length, b, WORD_BYTES_MAX);
}

int distance_within(const uint64_t *masks, size_t a_length, Text b, int most) {
    if (a_length == 0) {
        return (int)b.length;
    }
    const uint64_t last = UINT64_C(1) << (a_length - 1);
    uint64_t up = ~UINT64_C(0); /* vertical differences of +1 */
    uint64_t down = 0;          /* and of -1 */
    uint64_t zeros = 0;         /* diagonals without a difference */
    uint64_t equal_before = 0;
    int distance = (int)a_length;
    for (size_t i = 0; i < b.length; i++) {
        const uint64_t equal = masks[(unsigned char)b.bytes[i]];
        const uint64_t swapped = ((~zeros & equal) << 1) & equal_before;
        zeros = (((equal & up) + up) ^ up) | equal | down | swapped;
        uint64_t right_up = down | ~(zeros | up);
        uint64_t right_down = zeros & up;
        distance += (right_up & last) != 0 ? 1 : 0;
        distance -= (right_down & last) != 0 ? 1 : 0;
        /* Each letter left takes one off at most. */
        if (distance > most + (int)(b.length - 1 - i)) {
            return most + 1;
        }
        right_up = right_up << 1 | 1;
        right_down <<= 1;
        up = right_down | ~(zeros | right_up);
        down = right_up & zeros;
        equal_before = equal;
    }
    return distance;
}

bool is_within_one_edit(Text a, Text b) {
    if (a.length > b.length) {
        return is_within_one_edit(b, a);
    }
    if (b.length - a.length > 1) {
        return false;
    }
    size_t start = 0;
    while (start < a.length && a.bytes[start] == b.bytes[start]) {
        start++;
    }
    size_t end = 0;
    while (end < a.length - start && a.bytes[a.length - 1 - end] == b.bytes[b.length - 1 - end]) {
        end++;
    }
    const size_t left = a.length - start - end;
    if (a.length != b.length) {
        return left == 0;
    }
    return left <= 1 || (left == 2 && a.bytes[start] == b.bytes[start + 1] &&
                         a.bytes[start + 1] == b.bytes[start]);
}

ALWAYS_INLINE static inline void keep_better(Similarity *best, int value, EdgeKind kind,
                                             int distance) {
    if (value > best->value) {
        *best = (Similarity){.value = value, .kind = kind, .distance = distance};
    }
}

ALWAYS_INLINE static inline int bits_apart(const Word *a, const Word *b) {
    return COUNT_BITS(a->signature[0] ^ b->signature[0]) +
           COUNT_BITS(a->signature[1] ^ b->signature[1]);
}

static void next_digit(Text text, size_t *at) {
    while (*at < text.length && (text.bytes[*at] < '0' || text.bytes[*at] > '9')) {
        *at += 1;
    }
}

/* The same digits in the same order. */
static bool digits_agree(const Word *a, const Word *b) {
    if (!a->has_digits && !b->has_digits) {
        return true;
    }
    size_t i = 0;
    size_t j = 0;
    for (;;) {
        next_digit(a->text, &i);
        next_digit(b->text, &j);
        if (i == a->text.length || j == b->text.length) {
            return i == a->text.length && j == b->text.length;
        }
        if (a->text.bytes[i++] != b->text.bytes[j++]) {
            return false;
        }
    }
}

ALWAYS_INLINE static inline void compare_spelling(const Word *a, const uint64_t *masks,
                                                  const Word *b, Similarity *best) {
    const int longer = a->length > b->length ? a->length : b->length;
    const int shorter = a->length > b->length ? b->length : a->length;
    const int allowed = distance_allowed((size_t)longer);
    if (allowed == 0 || longer - shorter > allowed || bits_apart(a, b) > 2 * allowed ||
        !digits_agree(a, b)) {
        return;
    }
    const int distance = distance_within(masks, a->length, b->text, allowed);
    if (distance <= allowed) {
        const int first = a->text.bytes[0] == b->text.bytes[0] ? 0 : FIRST_LETTER_COST;
        keep_better(best, VALUE_EQUAL - (DISTANCE_COST * distance + first) / longer, EDGE_SPELLING,
                    distance);
    }
}

static int key_value(size_t length) {
    return length > 3 ? VALUE_KEY : length == 3 ? VALUE_KEY_OF_THREE : VALUE_KEY_SHORT;
}

ALWAYS_INLINE static inline void compare_keys(const Word *a, const Word *b, Similarity *best) {
    if (a->has_digits || b->has_digits || a->key_length == 0 || b->key_length == 0) {
        return;
    }
    if (a->key_hash == b->key_hash && text_equals(a->key, b->key)) {
        keep_better(best, key_value(a->key_length), EDGE_ROMANISATION, 0);
        return;
    }
    const int longer = a->key_length > b->key_length ? a->key_length : b->key_length;
    if (longer < KEY_NEAR_LENGTH || COUNT_BITS(a->key_letters ^ b->key_letters) > 2) {
        return;
    }
    const int value = VALUE_KEY - VALUE_KEY * 9 / 10 / longer;
    if (value > best->value && is_within_one_edit(a->key, b->key)) {
        keep_better(best, value, EDGE_ROMANISATION, 1);
    }
}

/* Between scripts that have vowels, the same consonants say it only where they are many. */
ALWAYS_INLINE static inline void compare_skeletons(const Word *a, const Word *b, Similarity *best) {
    const bool is_abjad = a->is_abjad || b->is_abjad;
    const size_t length = a->skeleton.length;
    if (a->skeleton_hash != b->skeleton_hash || length < (is_abjad ? 2 : SKELETON_LEAST) ||
        !text_equals(a->skeleton, b->skeleton)) {
        return;
    }
    if (is_abjad) {
        keep_better(best, length > 2 ? VALUE_SKELETON : VALUE_SKELETON_SHORT, EDGE_CONSONANTS, 0);
    } else if (!a->has_digits && !b->has_digits) {
        keep_better(best, VALUE_SKELETON_ALONE, EDGE_CONSONANTS, 0);
    }
}

static bool is_plainly(const Word *disguised, const Word *other) {
    return disguised->plain.length > 0 && (text_equals(disguised->plain, other->text) ||
                                           text_equals(disguised->plain, other->plain));
}

ALWAYS_INLINE static inline void compare_disguises(const Word *a, const Word *b, Similarity *best) {
    if (is_plainly(a, b) || is_plainly(b, a)) {
        keep_better(best, VALUE_DISGUISE, EDGE_DISGUISE, 0);
    }
}

static bool is_initial(const Word *letter, const Word *word) {
    return letter->length == 1 && word->length > 1 && !letter->has_digits &&
           word->kind == WORD_PLAIN && letter->text.bytes[0] == word->text.bytes[0];
}

/* Most words have nothing in common, which a few of their numbers tell. */
ALWAYS_INLINE static inline bool have_nothing(const Word *a, const Word *b) {
    return bits_apart(a, b) > 2 * DISTANCE_MAX && COUNT_BITS(a->key_letters ^ b->key_letters) > 2 &&
           a->skeleton_hash != b->skeleton_hash && (a->synonym == 0 || a->synonym != b->synonym) &&
           !a->has_digits && !b->has_digits && a->length > 1 && b->length > 1;
}

/* Of words that have something in common. */
ALWAYS_INLINE static inline Similarity compare(const Word *a, const uint64_t *masks,
                                               const Word *b) {
    Similarity best = {0};
    if (a->hash == b->hash && text_equals(a->text, b->text)) {
        return (Similarity){.value = VALUE_EQUAL, .kind = EDGE_EQUAL};
    }
    if (a->synonym != 0 && a->synonym == b->synonym) {
        keep_better(&best, VALUE_SYNONYM, EDGE_SYNONYM, 0);
    }
    compare_spelling(a, masks, b, &best);
    compare_keys(a, b, &best);
    compare_skeletons(a, b, &best);
    if (a->has_digits || b->has_digits) {
        compare_disguises(a, b, &best);
    }
    if ((a->length == 1 || b->length == 1) && (is_initial(a, b) || is_initial(b, a))) {
        keep_better(&best, VALUE_INITIAL, EDGE_INITIAL, 0);
    }
    return best;
}

/* On its own, so that most words, which have nothing, are told apart without any memory. */
WITH_POPCOUNT NEVER_INLINE static Similarity compare_near(const Word *a, const uint64_t *masks,
                                                          const Word *b) {
    return compare(a, masks, b);
}

WITH_POPCOUNT static Similarity compare_with_popcount(const Word *a, const uint64_t *masks,
                                                      const Word *b) {
    return have_nothing(a, b) ? (Similarity){0} : compare_near(a, masks, b);
}

static Similarity compare_plainly(const Word *a, const uint64_t *masks, const Word *b) {
    return have_nothing(a, b) ? (Similarity){0} : compare(a, masks, b);
}

Similarity similarity(const Word *a, const uint64_t *masks, const Word *b) {
    return HAS_POPCOUNT() ? compare_with_popcount(a, masks, b) : compare_plainly(a, masks, b);
}

Similarity similarity_of_join(const Word *joined, const Word *word) {
    Similarity best = {0};
    if (joined->text.length == 0) {
        return best;
    }
    if (joined->hash == word->hash && text_equals(joined->text, word->text)) {
        return (Similarity){.value = VALUE_JOIN, .kind = EDGE_JOIN};
    }
    if (!joined->has_digits && !word->has_digits && joined->key_length > 3 &&
        joined->key_hash == word->key_hash && text_equals(joined->key, word->key)) {
        keep_better(&best, VALUE_JOIN_KEY, EDGE_JOIN, 0);
    }
    const bool is_abjad = joined->is_abjad || word->is_abjad;
    if (joined->skeleton.length >= (is_abjad ? SKELETON_LEAST_JOIN : SKELETON_LEAST) &&
        joined->skeleton_hash == word->skeleton_hash && !joined->has_digits && !word->has_digits &&
        text_equals(joined->skeleton, word->skeleton)) {
        keep_better(&best, is_abjad ? VALUE_SKELETON : VALUE_SKELETON_ALONE, EDGE_JOIN, 0);
    }
    return best;
}
