/* SPDX-License-Identifier: Apache-2.0 */
#include "sharing/bytes.h"

#include <string.h>

enum { SIX_BITS = 63, GROUP_BYTES = 3, GROUP_LETTERS = 4, NO_DIGIT = 255 };

static const char PLAIN[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
static const char SAFE[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

static unsigned byte_at(Text bytes, size_t at) {
    return at < bytes.length ? (unsigned char)bytes.bytes[at] : 0;
}

static Text encode(Arena *arena, Text bytes, const char *letters, bool is_padded) {
    TextBuilder out = text_builder_new(arena);
    for (size_t at = 0; at < bytes.length; at += GROUP_BYTES) {
        const unsigned group =
            byte_at(bytes, at) << 16 | byte_at(bytes, at + 1) << 8 | byte_at(bytes, at + 2);
        const size_t left = bytes.length - at;
        const size_t count = left >= GROUP_BYTES ? GROUP_LETTERS : left + 1;
        for (size_t i = 0; i < count; i++) {
            text_add_character(&out, letters[group >> (6 * (3 - i)) & SIX_BITS]);
        }
        text_add_repeated(&out, '=', is_padded ? GROUP_LETTERS - count : 0);
    }
    return text_built(&out);
}

Text base64_encode(Arena *arena, Text bytes) {
    return encode(arena, bytes, PLAIN, true);
}

Text base64url_encode(Arena *arena, Text bytes) {
    return encode(arena, bytes, SAFE, false);
}

static unsigned digit_of(char letter, bool *is_plain, bool *is_safe) {
    if (letter >= 'A' && letter <= 'Z') {
        return (unsigned)(letter - 'A');
    }
    if (letter >= 'a' && letter <= 'z') {
        return (unsigned)(letter - 'a') + 26;
    }
    if (letter >= '0' && letter <= '9') {
        return (unsigned)(letter - '0') + 52;
    }
    if (letter == '+' || letter == '/') {
        *is_plain = true;
        return letter == '+' ? 62 : 63;
    }
    if (letter == '-' || letter == '_') {
        *is_safe = true;
        return letter == '-' ? 62 : 63;
    }
    return NO_DIGIT;
}

/* Without the padding, which must make the groups whole where it is there. */
static bool strip_padding(Text *text) {
    size_t padding = 0;
    while (padding < text->length && text->bytes[text->length - 1 - padding] == '=') {
        padding++;
    }
    if (padding > 2 || (padding > 0 && text->length % GROUP_LETTERS != 0)) {
        return false;
    }
    text->length -= padding;
    return text->length % GROUP_LETTERS != 1;
}

bool base64_decode(Arena *arena, Text text, Text *bytes) {
    if (!strip_padding(&text)) {
        return false;
    }
    char *out = arena_allocate(arena, text.length / GROUP_LETTERS * GROUP_BYTES + GROUP_BYTES);
    size_t length = 0;
    unsigned bits = 0;
    unsigned held = 0;
    bool is_plain = false;
    bool is_safe = false;
    for (size_t i = 0; i < text.length; i++) {
        const unsigned digit = digit_of(text.bytes[i], &is_plain, &is_safe);
        if (digit == NO_DIGIT) {
            return false;
        }
        held = (held << 6 | digit) & 0xFFFFU;
        bits += 6;
        if (bits >= 8) {
            bits -= 8;
            out[length++] = (char)(unsigned char)(held >> bits & 0xFFU);
        }
    }
    *bytes = (Text){out, length};
    return !(is_plain && is_safe) && (held & ((1U << bits) - 1)) == 0;
}

Text hex_encode(Arena *arena, Text bytes) {
    static const char digits[] = "0123456789abcdef";
    char *out = arena_allocate(arena, bytes.length * 2 + 1);
    for (size_t i = 0; i < bytes.length; i++) {
        out[2 * i] = digits[byte_at(bytes, i) >> 4];
        out[2 * i + 1] = digits[byte_at(bytes, i) & 15U];
    }
    return (Text){out, bytes.length * 2};
}

static unsigned hex_digit(char letter) {
    if (letter >= '0' && letter <= '9') {
        return (unsigned)(letter - '0');
    }
    const char small = (char)(letter | ('a' - 'A'));
    return small >= 'a' && small <= 'f' ? (unsigned)(small - 'a') + 10 : NO_DIGIT;
}

bool hex_decode(Arena *arena, Text text, Text *bytes) {
    char *out = arena_allocate(arena, text.length / 2 + 1);
    for (size_t i = 0; i < text.length / 2; i++) {
        const unsigned high = hex_digit(text.bytes[2 * i]);
        const unsigned low = hex_digit(text.bytes[2 * i + 1]);
        if (high == NO_DIGIT || low == NO_DIGIT) {
            return false;
        }
        out[i] = (char)(unsigned char)(high << 4 | low);
    }
    *bytes = (Text){out, text.length / 2};
    return text.length % 2 == 0;
}

uint64_t bytes_number(const unsigned char *bytes, size_t count) {
    uint64_t number = 0;
    for (size_t i = count; i-- > 0;) {
        number = number << 8 | bytes[i];
    }
    return number;
}

void bytes_put_number(unsigned char *bytes, size_t count, uint64_t number) {
    for (size_t i = 0; i < count; i++) {
        bytes[i] = (unsigned char)(number >> (8 * i) & 0xFFU);
    }
}

void *bytes_writable(const void *place) {
    void *same = NULL;
    memcpy(&same, &place, sizeof place);
    return same;
}
