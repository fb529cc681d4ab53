/* SPDX-License-Identifier: Apache-2.0 */
/* What follows from a word's text alone. */
#include "screening/name.h"

#include <string.h>

static bool is_digit(char byte) {
    return byte >= '0' && byte <= '9';
}

/* A bit for the first of each letter, one for the second ... so that an insertion or a
 * deletion changes one bit, a substitution two and a transposition none. */
static void sign(Word *word) {
    enum { LETTERS = 26, TIMES = 4, DIGIT_AT = LETTERS * TIMES, OTHER_AT = DIGIT_AT + 20 };
    uint8_t counts[LETTERS + 11] = {0};
    for (size_t i = 0; i < word->text.length; i++) {
        const char byte = word->text.bytes[i];
        unsigned bit = OTHER_AT;
        unsigned most = 4;
        unsigned letter = LETTERS + 10;
        if (byte >= 'a' && byte <= 'z') {
            letter = (unsigned)(byte - 'a');
            bit = letter * TIMES;
        } else if (is_digit(byte)) {
            letter = LETTERS + (unsigned)(byte - '0');
            bit = DIGIT_AT + (unsigned)(byte - '0') * 2;
            most = 2;
        }
        if (counts[letter] < most) {
            bit += counts[letter]++;
            word->signature[bit / 64] |= UINT64_C(1) << (bit % 64);
        }
    }
}

/* A bit for each letter there is: one edit changes two at most. */
static uint32_t letters_of(Text text) {
    uint32_t letters = 0;
    for (size_t i = 0; i < text.length; i++) {
        letters |= UINT32_C(1) << ((unsigned char)text.bytes[i] & 31U);
    }
    return letters;
}

/* Digits between letters read as the letters they look like. */
static Text undisguise(Arena *arena, Text text) {
    static const char likes[] = "oizeasgtbg"; /* of 0 to 9 */
    size_t digits = 0;
    for (size_t i = 0; i < text.length; i++) {
        digits += is_digit(text.bytes[i]) ? 1 : 0;
    }
    if (digits == 0 || digits * 2 >= text.length || is_digit(text.bytes[text.length - 1])) {
        return TEXT("");
    }
    char *plain = arena_allocate(arena, text.length);
    for (size_t i = 0; i < text.length; i++) {
        plain[i] = is_digit(text.bytes[i]) ? likes[text.bytes[i] - '0'] : text.bytes[i];
    }
    return (Text){plain, text.length};
}

void word_complete(Arena *arena, Word *word) {
    char key[WORD_BYTES_MAX];
    char skeleton[WORD_BYTES_MAX];
    char parts[WORD_BYTES_MAX];
    const Text joined = {parts, join_parts(word->text, word->is_abjad, parts)};
    const size_t key_length = romanisation_key(joined, key);
    const size_t skeleton_length = consonant_skeleton(joined, skeleton);
    word->signature[0] = 0;
    word->signature[1] = 0;
    word->length = (uint8_t)word->text.length;
    word->hash = word_hash(word->text);
    word->key = text_copy(arena, (Text){key, key_length});
    word->key_length = (uint8_t)key_length;
    word->key_hash = word_hash(word->key);
    word->key_letters = letters_of(word->key);
    word->skeleton = text_copy(arena, (Text){skeleton, skeleton_length});
    word->skeleton_hash = word_hash(word->skeleton);
    for (size_t i = 0; i < word->text.length; i++) {
        word->has_digits |= is_digit(word->text.bytes[i]);
    }
    word->plain = word->has_digits ? undisguise(arena, word->text) : TEXT("");
    sign(word);
}

/* Writes both words into `bytes`; the length, 0 where they are not to be joined. */
static size_t join_bytes(const Word *first, const Word *second, char *bytes) {
    const size_t length = first->text.length + second->text.length;
    if (first->kind == WORD_LEGAL_FORM || second->kind == WORD_LEGAL_FORM ||
        length > WORD_BYTES_MAX) {
        return 0;
    }
    memcpy(bytes, first->text.bytes, first->text.length);
    memcpy(bytes + first->text.length, second->text.bytes, second->text.length);
    return length;
}

void word_join(Arena *arena, const Word *first, const Word *second, Word *joined) {
    char bytes[WORD_BYTES_MAX];
    const size_t length = join_bytes(first, second, bytes);
    *joined = (Word){.from = first->from, .until = second->until};
    if (length > 0) {
        joined->text = text_copy(arena, (Text){bytes, length});
        joined->is_abjad = first->is_abjad || second->is_abjad;
        word_complete(arena, joined);
    }
}

void word_join_hashes(const Word *first, const Word *second, uint32_t *key, uint32_t *skeleton) {
    char bytes[WORD_BYTES_MAX];
    char rewritten[WORD_BYTES_MAX];
    const size_t length = join_bytes(first, second, bytes);
    *key = 0;
    *skeleton = 0;
    if (length > 0) {
        char parts[WORD_BYTES_MAX];
        const bool is_abjad = first->is_abjad || second->is_abjad;
        const Text joined = {parts, join_parts((Text){bytes, length}, is_abjad, parts)};
        *key = word_hash((Text){rewritten, romanisation_key(joined, rewritten)});
        *skeleton = word_hash((Text){rewritten, consonant_skeleton(joined, rewritten)});
    }
}
