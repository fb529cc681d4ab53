/* SPDX-License-Identifier: Apache-2.0 */
#include "assurance/oscal_check.h"

#include "base/date.h"

/* The patterns of the JSON schemas, by hand. */

enum { DATE_LENGTH = 10, TIME_LENGTH = 8, UUID_LENGTH = 36, ASCII_END = 0x80 };

static bool is_digit(char character) {
    return character >= '0' && character <= '9';
}

static bool is_letter(char character) {
    return (character >= 'a' && character <= 'z') || (character >= 'A' && character <= 'Z');
}

/* Letters and digits beyond ASCII are taken as they come. */
static bool is_wide(char character) {
    return (unsigned char)character >= ASCII_END;
}

/* What `\s` of the patterns takes, but ASCII; the first two end a line. */
static const Text BLANKS[] = {
    {"\xE2\x80\xA8", 3}, {"\xE2\x80\xA9", 3}, {"\xC2\xA0", 2},     {"\xE1\x9A\x80", 3},
    {"\xE2\x80\x80", 3}, {"\xE2\x80\x81", 3}, {"\xE2\x80\x82", 3}, {"\xE2\x80\x83", 3},
    {"\xE2\x80\x84", 3}, {"\xE2\x80\x85", 3}, {"\xE2\x80\x86", 3}, {"\xE2\x80\x87", 3},
    {"\xE2\x80\x88", 3}, {"\xE2\x80\x89", 3}, {"\xE2\x80\x8A", 3}, {"\xE2\x80\xAF", 3},
    {"\xE2\x81\x9F", 3}, {"\xE3\x80\x80", 3}, {"\xEF\xBB\xBF", 3},
};
enum { LINE_BLANKS = 2, BLANK_COUNT = sizeof(BLANKS) / sizeof(BLANKS[0]) };

static bool starts_with_one_of(Text text, const Text *blanks, size_t count, size_t *length) {
    for (size_t i = 0; i < count; i++) {
        if (text_starts_with(text, blanks[i])) {
            *length = blanks[i].length;
            return true;
        }
    }
    return false;
}

size_t oscal_blank(Text text) {
    size_t length = 0;
    if (text.length == 0) {
        return 0;
    }
    if (!is_wide(text.bytes[0])) {
        return text.bytes[0] == ' ' || (text.bytes[0] >= '\t' && text.bytes[0] <= '\r');
    }
    return starts_with_one_of(text, BLANKS, BLANK_COUNT, &length) ? length : 0;
}

static bool has_line_end(Text text) {
    for (size_t i = 0; i < text.length; i++) {
        size_t length = 0;
        if (text.bytes[i] == '\n' || text.bytes[i] == '\r' ||
            (is_wide(text.bytes[i]) &&
             starts_with_one_of(text_slice(text, i, text.length), BLANKS, LINE_BLANKS, &length))) {
            return true;
        }
    }
    return false;
}

static bool ends_with_blank(Text text) {
    size_t start = text.length - 1;
    while (start > 0 && ((unsigned char)text.bytes[start] & 0xC0U) == 0x80U) {
        start--;
    }
    return oscal_blank(text_slice(text, start, text.length)) > 0;
}

static bool is_string(Text text) {
    return text.length > 0 && oscal_blank(text) == 0 && !ends_with_blank(text) &&
           !has_line_end(text);
}

static bool is_token(Text text) {
    if (text.length == 0 ||
        !(is_letter(text.bytes[0]) || text.bytes[0] == '_' || is_wide(text.bytes[0]))) {
        return false;
    }
    for (size_t i = 1; i < text.length; i++) {
        const char character = text.bytes[i];
        if (!is_letter(character) && !is_digit(character) && !is_wide(character) &&
            character != '.' && character != '-' && character != '_') {
            return false;
        }
        if (is_wide(character) && oscal_blank(text_slice(text, i, text.length)) > 0) {
            return false;
        }
    }
    return oscal_blank(text) == 0;
}

static bool is_hexadecimal(char character) {
    return is_digit(character) || (character >= 'a' && character <= 'f') ||
           (character >= 'A' && character <= 'F');
}

/* Version 4 or 5, of RFC 4122's variant. */
static bool is_uuid(Text text) {
    enum { VERSION_AT = 14, VARIANT_AT = 19 };
    static const char PATTERN[] = "xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx";
    if (text.length != UUID_LENGTH) {
        return false;
    }
    for (size_t i = 0; i < UUID_LENGTH; i++) {
        if (PATTERN[i] == '-' ? text.bytes[i] != '-' : !is_hexadecimal(text.bytes[i])) {
            return false;
        }
    }
    const char version = text.bytes[VERSION_AT];
    const char variant = text.bytes[VARIANT_AT];
    return (version == '4' || version == '5') &&
           (variant == '8' || variant == '9' || variant == 'a' || variant == 'b' ||
            variant == 'A' || variant == 'B');
}

/* The years of the pattern: 1900 to 2999. */
static bool is_day(Text text) {
    Date date = 0;
    return date_parse(text, &date) && (text.bytes[0] == '2' || text_starts_with(text, TEXT("19")));
}

static bool is_clock(Text text) {
    static const char PATTERN[] = "dd:dd:dd";
    for (size_t i = 0; i < TIME_LENGTH; i++) {
        if (PATTERN[i] == ':' ? text.bytes[i] != ':' : !is_digit(text.bytes[i])) {
            return false;
        }
    }
    return text_compare(text_slice(text, 0, 2), TEXT("24")) < 0 && text.bytes[3] < '6' &&
           text.bytes[6] < '6';
}

/* Z, or an offset that is in use. */
static bool is_zone(Text text) {
    static const Text HALVES[] = {{"-03:30", 6}, {"-09:30", 6}, {"+03:30", 6}, {"+04:30", 6},
                                  {"+05:30", 6}, {"+06:30", 6}, {"+09:30", 6}, {"+10:30", 6},
                                  {"+05:45", 6}, {"+08:45", 6}, {"+12:45", 6}};
    if (text_equals(text, TEXT("Z"))) {
        return true;
    }
    for (size_t i = 0; i < sizeof(HALVES) / sizeof(HALVES[0]); i++) {
        if (text_equals(text, HALVES[i])) {
            return true;
        }
    }
    const bool is_west = text_starts_with(text, TEXT("-"));
    const Text hours = text_slice(text, 1, 3);
    return text.length == 6 && (is_west || text.bytes[0] == '+') && is_digit(text.bytes[1]) &&
           is_digit(text.bytes[2]) && text_equals(text_slice(text, 3, 6), TEXT(":00")) &&
           text_compare(hours, is_west ? TEXT("13") : TEXT("15")) < 0;
}

static bool is_date_time(Text text) {
    if (text.length < DATE_LENGTH + 1 + TIME_LENGTH + 1 ||
        !is_day(text_slice(text, 0, DATE_LENGTH)) || text.bytes[DATE_LENGTH] != 'T' ||
        !is_clock(text_slice(text, DATE_LENGTH + 1, DATE_LENGTH + 1 + TIME_LENGTH))) {
        return false;
    }
    Text rest = text_slice(text, DATE_LENGTH + 1 + TIME_LENGTH, text.length);
    if (rest.bytes[0] == '.') {
        size_t digits = 1;
        while (digits < rest.length && is_digit(rest.bytes[digits])) {
            digits++;
        }
        if (digits == 1) {
            return false;
        }
        rest = text_slice(rest, digits, rest.length);
    }
    return is_zone(rest);
}

static bool is_date(Text text) {
    return text.length >= DATE_LENGTH && is_day(text_slice(text, 0, DATE_LENGTH)) &&
           (text.length == DATE_LENGTH || is_zone(text_slice(text, DATE_LENGTH, text.length)));
}

static bool is_uri(Text text) {
    size_t length = 0;
    while (length < text.length &&
           (is_letter(text.bytes[length]) ||
            (length > 0 && (is_digit(text.bytes[length]) || text.bytes[length] == '+' ||
                            text.bytes[length] == '-' || text.bytes[length] == '.')))) {
        length++;
    }
    return length >= 2 && length + 1 < text.length && text.bytes[length] == ':' &&
           !has_line_end(text);
}

static bool is_line(Text text) {
    size_t at = 0;
    return text.length > 0 && !text_find(text, TEXT("\n"), &at);
}

static bool is_any(Text text) {
    (void)text;
    return true;
}

static bool is_base64(Text text) {
    size_t length = 0;
    while (length < text.length && (is_letter(text.bytes[length]) || is_digit(text.bytes[length]) ||
                                    text.bytes[length] == '+' || text.bytes[length] == '/')) {
        length++;
    }
    const Text end = text_slice(text, length, text.length);
    return length > 0 &&
           (end.length == 0 || text_equals(end, TEXT("=")) || text_equals(end, TEXT("==")));
}

static bool is_email(Text text) {
    size_t at = 0;
    return is_string(text) && text_find(text_slice(text, 1, text.length), TEXT("@"), &at) &&
           at + 2 < text.length;
}

/* Digits with nothing after the point but zeros. */
static bool is_whole(Text text, bool is_positive) {
    Text point = text;
    Text digits = {0};
    (void)text_split(&point, '.', &digits);
    bool has_other = false;
    for (size_t i = 0; i < digits.length; i++) {
        if (!is_digit(digits.bytes[i])) {
            return false;
        }
        has_other |= digits.bytes[i] != '0';
    }
    for (size_t i = 0; point.bytes != NULL && i < point.length; i++) {
        if (point.bytes[i] != '0') {
            return false;
        }
    }
    return digits.length > 0 && (has_other || !is_positive);
}

static bool is_natural(Text text) {
    return is_whole(text, false);
}

static bool is_positive(Text text) {
    return is_whole(text, true);
}

static const struct {
    bool (*fits)(Text text);
    JsonKind kind;
    const char *expected;
} TYPES[] = {
    [OSCAL_STRING] = {is_string, JSON_KIND_TEXT, "text on one line without blanks at its ends"},
    [OSCAL_TOKEN] = {is_token, JSON_KIND_TEXT,
                     "a name that begins with a letter and has letters, digits, `.`, `-` and `_`"},
    [OSCAL_UUID] = {is_uuid, JSON_KIND_TEXT, "a UUID of version 4 or 5"},
    [OSCAL_DATE_TIME] = {is_date_time, JSON_KIND_TEXT,
                         "a date and time with its zone, as 2026-11-23T00:00:00Z"},
    [OSCAL_DATE] = {is_date, JSON_KIND_TEXT, "a date, as 2026-11-23"},
    [OSCAL_REFERENCE] = {is_any, JSON_KIND_TEXT, "a reference to a resource"},
    [OSCAL_URI] = {is_uri, JSON_KIND_TEXT, "a URI with its scheme, as https://example.org"},
    [OSCAL_LINE] = {is_line, JSON_KIND_TEXT, "a line of text"},
    [OSCAL_LINES] = {is_any, JSON_KIND_TEXT, "text"},
    [OSCAL_NATURAL] = {is_natural, JSON_KIND_NUMBER, "a whole number from 0"},
    [OSCAL_POSITIVE] = {is_positive, JSON_KIND_NUMBER, "a whole number from 1"},
    [OSCAL_NUMBER] = {is_any, JSON_KIND_NUMBER, "a number"},
    [OSCAL_BOOLEAN] = {is_any, JSON_KIND_TRUE, "true or false"},
    [OSCAL_BASE64] = {is_base64, JSON_KIND_TEXT, "data in base 64"},
    [OSCAL_EMAIL] = {is_email, JSON_KIND_TEXT, "an e-mail address"},
};

bool oscal_type_fits(OscalType type, const JsonValue *value) {
    const bool is_boolean = value->kind == JSON_KIND_TRUE || value->kind == JSON_KIND_FALSE;
    if (TYPES[type].kind == JSON_KIND_TRUE ? !is_boolean : value->kind != TYPES[type].kind) {
        return false;
    }
    return TYPES[type].fits(value->text);
}

const char *oscal_type_expected(OscalType type) {
    return TYPES[type].expected;
}

JsonKind oscal_type_kind(OscalType type) {
    return TYPES[type].kind;
}
