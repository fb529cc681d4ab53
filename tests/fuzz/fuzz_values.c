/* SPDX-License-Identifier: Apache-2.0 */
/* The small values of every file: numbers, dates, UTF-8. The input is two texts with
 * a zero byte between them. */
#include "fuzz.h"

#include <math.h>
#include <string.h>

#include "base/date.h"
#include "base/decimal.h"
#include "base/json.h"

static int sign_of(int64_t value) {
    return (value > 0) - (value < 0);
}

static void try_date(Arena *arena, Text text) {
    Date date;
    if (!date_parse(text, &date)) {
        return;
    }
    REQUIRE(text_equals(date_format(arena, date), text));
    REQUIRE(date_year(date) >= 1583 && date_year(date) <= 9999);
    REQUIRE(date_weekday(date_add_days(date, 1)) == (date_weekday(date) + 1) % 7);
    REQUIRE(date_year(date_add_days(date, 366)) > date_year(date));
}

static void try_integer(Arena *arena, Text text) {
    int64_t value;
    Decimal decimal;
    if (!text_parse_integer(text, &value)) {
        return;
    }
    int64_t again;
    REQUIRE(text_parse_integer(text_format(arena, "%lld", (long long)value), &again));
    REQUIRE(again == value);
    if (decimal_parse(text, &decimal)) {
        REQUIRE(decimal_compare(decimal, decimal_from_integer(value)) == 0);
    }
}

static void try_double(Arena *arena, double value, unsigned places) {
    Decimal rounded;
    Text text = decimal_format_double(arena, value, places);
    Text grouped = decimal_format_grouped(arena, value, places);
    REQUIRE(text_is_utf8(text));
    REQUIRE(grouped.length >= text.length);
    if (decimal_from_double(value, places, &rounded)) {
        REQUIRE(fabs(decimal_to_double(rounded) - value) <=
                0.5000001 * pow(10, -(double)places) + fabs(value) * 1e-15);
        REQUIRE(rounded.scale == places);
    }
}

static void try_decimal(Arena *arena, Text text) {
    Decimal value;
    if (!decimal_parse(text, &value)) {
        return;
    }
    Decimal again;
    Decimal sum;
    REQUIRE(decimal_parse(decimal_format(arena, value), &again));
    REQUIRE(decimal_compare(value, again) == 0);
    REQUIRE(again.scale <= value.scale);
    Decimal opposite = {-value.coefficient, value.scale};
    REQUIRE(decimal_add(value, opposite, &sum) && sum.coefficient == 0);
    for (unsigned places = 0; places <= 9; places++) {
        try_double(arena, decimal_to_double(value), places);
    }
}

static void try_pair(Text left, Text right) {
    Decimal a;
    Decimal b;
    Decimal one_way;
    Decimal other_way;
    if (!decimal_parse(left, &a) || !decimal_parse(right, &b)) {
        return;
    }
    REQUIRE(sign_of(decimal_compare(a, b)) == -sign_of(decimal_compare(b, a)));
    REQUIRE(decimal_add(a, b, &one_way) == decimal_add(b, a, &other_way));
    if (decimal_add(a, b, &one_way)) {
        REQUIRE(sign_of(decimal_compare(one_way, a)) == sign_of(b.coefficient));
    }
    REQUIRE(decimal_multiply(a, b, &one_way) == decimal_multiply(b, a, &other_way));
    if (decimal_multiply(a, b, &one_way)) {
        REQUIRE(sign_of(one_way.coefficient) == sign_of(a.coefficient) * sign_of(b.coefficient));
    }
}

static void try_text(Arena *arena, Text text) {
    JsonWriter *writer = json_writer_new();
    json_add_text(writer, "a", text);
    Text json = json_finish(arena, writer, true);
    json_writer_free(writer);
    REQUIRE(text_is_utf8(json));
    REQUIRE(text_is_utf8(text) != text_ends_with(json, TEXT(": null\n}\n")));
    REQUIRE(text_width(text) <= text.length);
    REQUIRE(text_equals(text_trim(text_trim(text)), text_trim(text)));
    REQUIRE(text_hash(text) == text_hash(text_copy(arena, text)));
    REQUIRE(text_equals(text_lowercase(arena, text_lowercase(arena, text)),
                        text_lowercase(arena, text)));
}

static void try_bytes_of_a_double(Arena *arena, Text text) {
    double value = 0;
    if (text.length >= sizeof value) {
        memcpy(&value, text.bytes, sizeof value);
        try_double(arena, value, (unsigned)text.bytes[0] % 10);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    Arena *arena = arena_new();
    Text rest = {(const char *)data, size};
    try_bytes_of_a_double(arena, rest);
    Text left = TEXT("");
    (void)text_split(&rest, '\0', &left);
    Text right = rest;
    const Text both[] = {left, right};
    for (size_t i = 0; i < sizeof both / sizeof both[0]; i++) {
        try_date(arena, both[i]);
        try_integer(arena, both[i]);
        try_decimal(arena, both[i]);
        try_text(arena, both[i]);
    }
    REQUIRE(text_distance(left, right) == text_distance(right, left));
    try_pair(left, right);
    arena_free(arena);
    return 0;
}
