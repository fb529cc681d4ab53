/* SPDX-License-Identifier: Apache-2.0 */
#include "base/text.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

enum {
    DISTANCE_BYTES_MAX = 64,
    FIRST_BUILDER_CAPACITY = 64,
    FORMAT_BYTES = 256, /* most formatted texts fit, and are written once */
    INTEGER_BYTES_MAX = 20
};

Text text_from(const char *terminated) {
    if (terminated == NULL) {
        return TEXT("");
    }
    return (Text){terminated, strlen(terminated)};
}

/* memcpy may not be given NULL, even for no bytes; an empty Text may hold it. */
static void copy_bytes(char *to, Text from) {
    if (from.length > 0) {
        memcpy(to, from.bytes, from.length);
    }
}

Text text_copy(Arena *arena, Text text) {
    char *bytes = arena_allocate(arena, text.length + 1);
    copy_bytes(bytes, text);
    return (Text){bytes, text.length};
}

const char *text_terminated(Arena *arena, Text text) {
    return text_copy(arena, text).bytes;
}

Text text_format_arguments(Arena *arena, const char *format, va_list arguments) {
    char first[FORMAT_BYTES];
    va_list again;
    va_copy(again, arguments);
    int length = vsnprintf(first, sizeof first, format, again);
    va_end(again);
    assert(length >= 0);
    size_t size = (size_t)length + 1;
    char *bytes = arena_allocate(arena, size);
    if (size <= sizeof first) {
        memcpy(bytes, first, size);
    } else {
        (void)vsnprintf(bytes, size, format, arguments);
    }
    return (Text){bytes, (size_t)length};
}

Text text_format(Arena *arena, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    Text text = text_format_arguments(arena, format, arguments);
    va_end(arguments);
    return text;
}

bool text_is_empty(Text text) {
    return text.length == 0;
}

bool text_equals(Text a, Text b) {
    return a.length == b.length && (a.length == 0 || memcmp(a.bytes, b.bytes, a.length) == 0);
}

bool text_starts_with(Text text, Text prefix) {
    return text.length >= prefix.length && text_equals(text_slice(text, 0, prefix.length), prefix);
}

bool text_ends_with(Text text, Text suffix) {
    return text.length >= suffix.length &&
           text_equals(text_slice(text, text.length - suffix.length, text.length), suffix);
}

int text_compare(Text a, Text b) {
    size_t shared = a.length < b.length ? a.length : b.length;
    int order = shared == 0 ? 0 : memcmp(a.bytes, b.bytes, shared);
    if (order != 0) {
        return order;
    }
    return (a.length > b.length) - (a.length < b.length);
}

int text_compare_items(const void *a, const void *b) {
    return text_compare(*(const Text *)a, *(const Text *)b);
}

Text text_slice(Text text, size_t start, size_t end) {
    size_t last = end < text.length ? end : text.length;
    size_t first = start < last ? start : last;
    /* The empty text may have no bytes, and nothing may be added to NULL. */
    return (Text){first == 0 ? text.bytes : text.bytes + first, last - first};
}

static bool is_blank(char character) {
    return character == ' ' || character == '\t' || character == '\r' || character == '\n';
}

Text text_trim(Text text) {
    size_t start = 0;
    size_t end = text.length;
    while (start < end && is_blank(text.bytes[start])) {
        start++;
    }
    while (end > start && is_blank(text.bytes[end - 1])) {
        end--;
    }
    return text_slice(text, start, end);
}

bool text_split(Text *rest, char separator, Text *piece) {
    if (rest->bytes == NULL) {
        return false;
    }
    const char *found =
        rest->length == 0 ? NULL : memchr(rest->bytes, (unsigned char)separator, rest->length);
    if (found == NULL) {
        *piece = *rest;
        *rest = (Text){NULL, 0};
        return true;
    }
    size_t length = (size_t)(found - rest->bytes);
    *piece = text_slice(*rest, 0, length);
    *rest = text_slice(*rest, length + 1, rest->length);
    return true;
}

bool text_find(Text text, Text needle, size_t *at) {
    for (size_t start = 0; start + needle.length <= text.length; start++) {
        if (text_equals(text_slice(text, start, start + needle.length), needle)) {
            *at = start;
            return true;
        }
    }
    return false;
}

/* RFC 3629, section 4: what may follow each first byte. */
typedef struct Sequence {
    unsigned char first_low;
    unsigned char first_high;
    unsigned char second_low;
    unsigned char second_high;
    size_t length;
} Sequence;

static const Sequence sequences[] = {
    {0xC2, 0xDF, 0x80, 0xBF, 2}, {0xE0, 0xE0, 0xA0, 0xBF, 3}, {0xE1, 0xEC, 0x80, 0xBF, 3},
    {0xED, 0xED, 0x80, 0x9F, 3}, {0xEE, 0xEF, 0x80, 0xBF, 3}, {0xF0, 0xF0, 0x90, 0xBF, 4},
    {0xF1, 0xF3, 0x80, 0xBF, 4}, {0xF4, 0xF4, 0x80, 0x8F, 4},
};

static unsigned char byte_at(Text text, size_t index) {
    return (unsigned char)text.bytes[index];
}

static bool is_within(unsigned char byte, unsigned char low, unsigned char high) {
    return byte >= low && byte <= high;
}

static bool sequence_fits(const Sequence *sequence, Text text) {
    if (text.length < sequence->length ||
        !is_within(byte_at(text, 1), sequence->second_low, sequence->second_high)) {
        return false;
    }
    for (size_t i = 2; i < sequence->length; i++) {
        if (!is_within(byte_at(text, i), 0x80, 0xBF)) {
            return false;
        }
    }
    return true;
}

/* Bytes of the character at the start of a text that is not empty; 0 where it is
 * malformed. */
static size_t character_length(Text text) {
    unsigned char first = byte_at(text, 0);
    if (first < 0x80) {
        return first == 0 ? 0 : 1;
    }
    for (size_t i = 0; i < sizeof sequences / sizeof sequences[0]; i++) {
        if (is_within(first, sequences[i].first_low, sequences[i].first_high)) {
            return sequence_fits(&sequences[i], text) ? sequences[i].length : 0;
        }
    }
    return 0;
}

/* Whether eight bytes are characters of one byte each: none has its high bit, and none is 0. */
static bool are_plain(const char *bytes) {
    uint64_t eight = 0;
    memcpy(&eight, bytes, sizeof(eight));
    uint64_t high = UINT64_C(0x8080808080808080);
    uint64_t ones = UINT64_C(0x0101010101010101);
    return ((eight | (eight - ones)) & high) == 0;
}

bool text_is_utf8(Text text) {
    size_t at = 0;
    while (text.length - at >= sizeof(uint64_t) && are_plain(text.bytes + at)) {
        at += sizeof(uint64_t);
    }
    while (at < text.length) {
        size_t length = character_length(text_slice(text, at, text.length));
        if (length == 0) {
            return false;
        }
        at += length;
    }
    return true;
}

bool text_parse_integer(Text text, int64_t *value) {
    bool is_negative = text_starts_with(text, TEXT("-"));
    size_t at = is_negative ? 1 : 0;
    if (at == text.length) {
        return false;
    }
    int64_t sum = 0;
    for (; at < text.length; at++) {
        int digit = text.bytes[at] - '0';
        if (digit < 0 || digit > 9) {
            return false;
        }
        /* Summed on the side of its sign: INT64_MIN has no positive twin. */
        if (__builtin_mul_overflow(sum, 10, &sum) ||
            __builtin_add_overflow(sum, is_negative ? -digit : digit, &sum)) {
            return false;
        }
    }
    *value = sum;
    return true;
}

Text text_lowercase(Arena *arena, Text text) {
    char *bytes = arena_allocate(arena, text.length + 1);
    for (size_t i = 0; i < text.length; i++) {
        char character = text.bytes[i];
        bool is_capital = character >= 'A' && character <= 'Z';
        bytes[i] = is_capital ? (char)(character - 'A' + 'a') : character;
    }
    return (Text){bytes, text.length};
}

static size_t smallest(size_t a, size_t b, size_t c) {
    size_t least = a < b ? a : b;
    return least < c ? least : c;
}

size_t text_distance(Text a, Text b) {
    if (a.length > DISTANCE_BYTES_MAX || b.length > DISTANCE_BYTES_MAX) {
        return DISTANCE_BYTES_MAX;
    }
    /* One row of the Levenshtein table: row[j] is the distance from the part of
     * `a` seen so far to the first j bytes of `b`. */
    size_t row[DISTANCE_BYTES_MAX + 1];
    for (size_t j = 0; j <= b.length; j++) {
        row[j] = j;
    }
    for (size_t i = 0; i < a.length; i++) {
        size_t diagonal = row[0];
        row[0] = i + 1;
        for (size_t j = 0; j < b.length; j++) {
            size_t replaced = diagonal + (a.bytes[i] == b.bytes[j] ? 0 : 1);
            diagonal = row[j + 1];
            row[j + 1] = smallest(replaced, row[j] + 1, row[j + 1] + 1);
        }
    }
    return row[b.length];
}

uint64_t text_hash(Text text) {
    uint64_t hash = UINT64_C(14695981039346656037);
    for (size_t i = 0; i < text.length; i++) {
        hash ^= byte_at(text, i);
        hash *= UINT64_C(1099511628211);
    }
    return hash;
}

TextBuilder text_builder_new(Arena *arena) {
    return (TextBuilder){.arena = arena};
}

/* Makes room for `more` bytes and the zero byte after them. */
static void reserve(TextBuilder *builder, size_t more) {
    size_t needed = 0;
    if (__builtin_add_overflow(builder->length, more, &needed) ||
        __builtin_add_overflow(needed, 1, &needed)) {
        arena_exhausted();
    }
    if (needed <= builder->capacity) {
        return;
    }
    size_t capacity = builder->capacity == 0 ? FIRST_BUILDER_CAPACITY : builder->capacity;
    while (capacity < needed) {
        if (__builtin_mul_overflow(capacity, 2, &capacity)) {
            arena_exhausted();
        }
    }
    if (builder->capacity > 0 &&
        arena_extend(builder->arena, builder->bytes, builder->capacity, capacity)) {
        builder->capacity = capacity;
        return;
    }
    char *bytes = arena_allocate(builder->arena, capacity);
    copy_bytes(bytes, (Text){builder->bytes, builder->length});
    builder->bytes = bytes;
    builder->capacity = capacity;
}

static void lengthen(TextBuilder *builder, size_t more) {
    builder->length += more;
    builder->bytes[builder->length] = '\0';
}

void text_add(TextBuilder *builder, Text text) {
    reserve(builder, text.length);
    copy_bytes(builder->bytes + builder->length, text);
    lengthen(builder, text.length);
}

void text_add_character(TextBuilder *builder, char character) {
    reserve(builder, 1);
    builder->bytes[builder->length] = character;
    lengthen(builder, 1);
}

void text_add_integer(TextBuilder *builder, int64_t value) {
    char digits[INTEGER_BYTES_MAX];
    size_t at = sizeof digits;
    uint64_t left = value < 0 ? -(uint64_t)value : (uint64_t)value;
    do {
        digits[--at] = (char)('0' + left % 10);
        left /= 10;
    } while (left > 0);
    if (value < 0) {
        digits[--at] = '-';
    }
    text_add(builder, (Text){digits + at, sizeof digits - at});
}

void text_add_repeated(TextBuilder *builder, char character, size_t count) {
    reserve(builder, count);
    memset(builder->bytes + builder->length, character, count);
    lengthen(builder, count);
}

void text_add_format(TextBuilder *builder, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    va_list again;
    va_copy(again, arguments);
    reserve(builder, FIRST_BUILDER_CAPACITY - 1);
    const size_t room = builder->capacity - builder->length;
    int length = vsnprintf(builder->bytes + builder->length, room, format, again);
    va_end(again);
    assert(length >= 0);
    size_t more = (size_t)length;
    if (more >= room) {
        reserve(builder, more);
        (void)vsnprintf(builder->bytes + builder->length, more + 1, format, arguments);
    }
    va_end(arguments);
    lengthen(builder, more);
}

Text text_built(const TextBuilder *builder) {
    if (builder->bytes == NULL) {
        return TEXT("");
    }
    return (Text){builder->bytes, builder->length};
}

size_t text_width(Text text) {
    size_t width = 0;
    for (size_t i = 0; i < text.length; i++) {
        bool is_continuation = (byte_at(text, i) & 0xC0) == 0x80;
        width += is_continuation ? 0 : 1;
    }
    return width;
}
