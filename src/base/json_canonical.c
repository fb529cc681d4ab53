/* SPDX-License-Identifier: Apache-2.0 */
#include "base/json_canonical.h"

#include <stdlib.h>
#include <string.h>

enum {
    EXACT_DIGITS = 15,        /* a double holds any decimal of so many digits as it is */
    PLAIN_EXPONENT_MAX = 21,  /* from 1e21 on numbers have an exponent */
    PLAIN_EXPONENT_MIN = -6,  /* and below 1e-6 */
    EXPONENT_MAX = 300,       /* well within a double's normal range */
    EXPONENT_BEYOND = 300000, /* stands for any that is larger */
    EXPONENT_DIGITS_MAX = 6   /* of what is read; more are over the limit anyhow */
};

/* A number as 0.DIGITS * 10^exponent, without zeros at either end; no digits: zero. */
typedef struct Number {
    bool is_negative;
    char digits[EXACT_DIGITS + 1];
    size_t count;
    int64_t exponent;
} Number;

/* ---- texts ---- */

static void add_escaped(TextBuilder *builder, char character) {
    static const char from[] = "\"\\\b\f\n\r\t";
    static const char to[] = "\"\\bfnrt";
    const char *found = character == '\0' ? NULL : strchr(from, character);
    if (found != NULL) {
        text_add_character(builder, '\\');
        text_add_character(builder, to[found - from]);
    } else {
        text_add_format(builder, "\\u%04x", (unsigned)character);
    }
}

static bool is_plain(char character) {
    return (unsigned char)character >= 0x20 && character != '"' && character != '\\';
}

void json_add_canonical_text(TextBuilder *builder, Text text) {
    size_t done = 0;
    text_add_character(builder, '"');
    for (size_t i = 0; i < text.length; i++) {
        if (!is_plain(text.bytes[i])) {
            text_add(builder, text_slice(text, done, i));
            add_escaped(builder, text.bytes[i]);
            done = i + 1;
        }
    }
    text_add(builder, text_slice(text, done, text.length));
    text_add_character(builder, '"');
}

/* In UTF-16 a character beyond the first plane begins with a surrogate, D800 to DBFF, and so
 * comes before E000 to FFFF, which in UTF-8 begin with EE or EF. Nothing else differs. */
static unsigned rank_of(char byte) {
    const unsigned char rank = (unsigned char)byte;
    return rank >= 0xF0 ? 0xEE : rank >= 0xEE ? rank + 0x10U : rank;
}

static int compare_names(Text a, Text b) {
    size_t at = 0;
    while (at < a.length && at < b.length && a.bytes[at] == b.bytes[at]) {
        at++;
    }
    if (at == a.length || at == b.length) {
        return (a.length > b.length) - (a.length < b.length);
    }
    const unsigned left = rank_of(a.bytes[at]);
    const unsigned right = rank_of(b.bytes[at]);
    if (left == right) { /* two characters beyond the first plane */
        return (unsigned char)a.bytes[at] < (unsigned char)b.bytes[at] ? -1 : 1;
    }
    return left < right ? -1 : 1;
}

/* ---- numbers ---- */

static bool refuse_number(Text written, Error *error) {
    return error_set(error, ERROR_INVALID,
                     "the number `%.*s` has no exact canonical form; write it as text",
                     TEXT_ARGS(text_slice(written, 0, 40)));
}

/* An integer that a double holds stands as it is written. */
static bool is_exact_integer(Text written) {
    int64_t value = 0;
    return text_parse_integer(written, &value) && value > -(INT64_C(1) << 53) &&
           value < INT64_C(1) << 53 && value != 0;
}

static bool add_digit(Number *number, char digit) {
    if (number->count == 0 && digit == '0') {
        return true;
    }
    if (number->count < EXACT_DIGITS) {
        number->digits[number->count++] = digit;
        return true;
    }
    return digit == '0'; /* zeros behind the last digit that counts */
}

static int64_t read_exponent(Text written) {
    int64_t value = 0;
    if (text_starts_with(written, TEXT("+"))) {
        written = text_slice(written, 1, written.length);
    }
    const bool is_negative = text_starts_with(written, TEXT("-"));
    while (written.length > 1 && (written.bytes[0] == '0' || written.bytes[0] == '-')) {
        written = text_slice(written, 1, written.length);
    }
    if (written.length > EXPONENT_DIGITS_MAX || !text_parse_integer(written, &value)) {
        value = EXPONENT_BEYOND;
    }
    return is_negative ? -value : value;
}

/* The digits before the exponent; `point` is where the number's point stands among those that
 * count. */
static bool read_digits(Text written, Number *number, size_t *at) {
    bool is_behind_point = false;
    for (; *at < written.length; (*at)++) {
        const char character = written.bytes[*at];
        if (character == '.') {
            is_behind_point = true;
            continue;
        }
        if (character == 'e' || character == 'E') {
            break;
        }
        const bool counts_before = number->count > 0;
        if (!add_digit(number, character)) {
            return false;
        }
        const bool counts = counts_before || number->count > 0;
        number->exponent += is_behind_point ? (counts ? 0 : -1) : (counts ? 1 : 0);
    }
    return true;
}

static bool read_number(Text written, Number *number) {
    size_t at = written.bytes[0] == '-' ? 1 : 0;
    number->is_negative = at == 1;
    if (!read_digits(written, number, &at)) {
        return false;
    }
    if (at < written.length) {
        number->exponent += read_exponent(text_slice(written, at + 1, written.length));
    }
    while (number->count > 0 && number->digits[number->count - 1] == '0') {
        number->count--;
    }
    return number->count == 0 ||
           (number->exponent - 1 < EXPONENT_MAX && number->exponent - 1 > -EXPONENT_MAX);
}

static void add_with_exponent(TextBuilder *builder, const Number *number) {
    const Text digits = {number->digits, number->count};
    text_add(builder, text_slice(digits, 0, 1));
    if (number->count > 1) {
        text_add_character(builder, '.');
        text_add(builder, text_slice(digits, 1, digits.length));
    }
    const int64_t exponent = number->exponent - 1;
    text_add_format(builder, "e%s%lld", exponent > 0 ? "+" : "", (long long)exponent);
}

static void add_plain(TextBuilder *builder, const Number *number) {
    const Text digits = {number->digits, number->count};
    if (number->exponent <= 0) {
        text_add(builder, TEXT("0."));
        text_add_repeated(builder, '0', (size_t)-number->exponent);
        text_add(builder, digits);
        return;
    }
    const size_t whole = (size_t)number->exponent;
    text_add(builder, text_slice(digits, 0, whole));
    if (whole >= digits.length) {
        text_add_repeated(builder, '0', whole - digits.length);
    } else {
        text_add_character(builder, '.');
        text_add(builder, text_slice(digits, whole, digits.length));
    }
}

static bool add_number(TextBuilder *builder, Text written, Error *error) {
    Number number = {0};
    if (is_exact_integer(written)) {
        text_add(builder, written);
        return true;
    }
    if (!read_number(written, &number)) {
        return refuse_number(written, error);
    }
    if (number.count == 0) { /* also -0 */
        text_add_character(builder, '0');
        return true;
    }
    if (number.is_negative) {
        text_add_character(builder, '-');
    }
    if (number.exponent > PLAIN_EXPONENT_MAX || number.exponent <= PLAIN_EXPONENT_MIN) {
        add_with_exponent(builder, &number);
    } else {
        add_plain(builder, &number);
    }
    return true;
}

/* ---- values ---- */

typedef struct Member {
    Text name;
    const JsonValue *value;
} Member;

static int compare_members(const void *a, const void *b) {
    return compare_names(((const Member *)a)->name, ((const Member *)b)->name);
}

static bool add_object(TextBuilder *builder, const JsonValue *object, Error *error) {
    Member *members = ARENA_MANY(builder->arena, Member, object->count);
    for (size_t i = 0; i < object->count; i++) {
        members[i] = (Member){object->names[i], &object->items[i]};
    }
    if (object->count > 1) {
        qsort(members, object->count, sizeof *members, compare_members);
    }
    text_add_character(builder, '{');
    for (size_t i = 0; i < object->count; i++) {
        if (i > 0) {
            text_add_character(builder, ',');
        }
        json_add_canonical_text(builder, members[i].name);
        text_add_character(builder, ':');
        if (!json_add_canonical(builder, members[i].value, error)) {
            return false;
        }
    }
    text_add_character(builder, '}');
    return true;
}

static bool add_array(TextBuilder *builder, const JsonValue *array, Error *error) {
    text_add_character(builder, '[');
    for (size_t i = 0; i < array->count; i++) {
        if (i > 0) {
            text_add_character(builder, ',');
        }
        if (!json_add_canonical(builder, &array->items[i], error)) {
            return false;
        }
    }
    text_add_character(builder, ']');
    return true;
}

bool json_add_canonical(TextBuilder *builder, const JsonValue *value, Error *error) {
    static const Text words[] = {[JSON_KIND_NULL] = {"null", 4},
                                 [JSON_KIND_FALSE] = {"false", 5},
                                 [JSON_KIND_TRUE] = {"true", 4}};
    switch (value->kind) {
    case JSON_KIND_NULL:
    case JSON_KIND_FALSE:
    case JSON_KIND_TRUE:
        text_add(builder, words[value->kind]);
        return true;
    case JSON_KIND_NUMBER:
        return add_number(builder, value->text, error);
    case JSON_KIND_TEXT:
        json_add_canonical_text(builder, value->text);
        return true;
    case JSON_KIND_ARRAY:
        return add_array(builder, value, error);
    case JSON_KIND_OBJECT:
        break;
    }
    return add_object(builder, value, error);
}

bool json_canonical(Arena *arena, Text input, Text *canonical, Error *error) {
    JsonValue value = {0};
    size_t at = 0;
    TextBuilder builder = text_builder_new(arena);
    if (json_is_plainly_canonical(input)) {
        *canonical = input;
        return true;
    }
    if (!json_parse(arena, input, &value, &at, error) ||
        !json_add_canonical(&builder, &value, error)) {
        return false;
    }
    *canonical = text_built(&builder);
    return true;
}
