/* SPDX-License-Identifier: Apache-2.0 */
#include "base/decimal.h"

#include <assert.h>
#include <math.h>

enum {
    DIGITS_MAX = 18,
    SCALE_MAX = 18,
    PLACES_MAX = 9,
    MANTISSA_BITS = 53,
    LIMB_BASE = 1000000000,
    LIMB_DIGITS = 9,
    LIMB_COUNT = 35 /* 315 digits: the largest double has 309 */
};

static int64_t power_of_ten(unsigned exponent) {
    int64_t power = 1;
    for (unsigned i = 0; i < exponent; i++) {
        power *= 10;
    }
    return power;
}

static uint64_t magnitude_of(int64_t value) {
    return value < 0 ? 0 - (uint64_t)value : (uint64_t)value;
}

bool decimal_parse(Text text, Decimal *value) {
    bool is_negative = text_starts_with(text, TEXT("-"));
    Text digits = text_slice(text, is_negative ? 1 : 0, text.length);
    int64_t coefficient = 0;
    size_t digit_count = 0;
    size_t point = digits.length; /* where it stands; the end where there is none */
    for (size_t i = 0; i < digits.length; i++) {
        char character = digits.bytes[i];
        if (character == '.' && i > 0 && point == digits.length) {
            point = i;
            continue;
        }
        if (character < '0' || character > '9' || digit_count == DIGITS_MAX) {
            return false;
        }
        coefficient = coefficient * 10 + (character - '0');
        digit_count++;
    }
    if (digit_count == 0 || point + 1 == digits.length) {
        return false;
    }
    value->coefficient = is_negative ? -coefficient : coefficient;
    value->scale = (uint8_t)(digit_count - point);
    return true;
}

/* The same number with no zeros after its last decimal. */
static Decimal shorten(Decimal value) {
    while (value.scale > 0 && value.coefficient % 10 == 0) {
        value.coefficient /= 10;
        value.scale--;
    }
    return value;
}

/* All of a decimal's digits, trailing zeros too. */
static Text format_digits(Arena *arena, Decimal value) {
    const char *sign = value.coefficient < 0 ? "-" : "";
    uint64_t magnitude = magnitude_of(value.coefficient);
    uint64_t power = (uint64_t)power_of_ten(value.scale);
    if (value.scale == 0) {
        return text_format(arena, "%s%llu", sign, (unsigned long long)magnitude);
    }
    return text_format(arena, "%s%llu.%0*llu", sign, (unsigned long long)(magnitude / power),
                       (int)value.scale, (unsigned long long)(magnitude % power));
}

Text decimal_format(Arena *arena, Decimal value) {
    return format_digits(arena, shorten(value));
}

Decimal decimal_from_integer(int64_t value) {
    return (Decimal){.coefficient = value, .scale = 0};
}

/* A coefficient of 63 bits and a power of ten of 60 leave room in 127. */
static Wide scaled_to(Decimal value, unsigned scale) {
    assert(value.scale <= scale && scale <= SCALE_MAX);
    return (Wide)value.coefficient * power_of_ten(scale - value.scale);
}

static unsigned larger_scale(Decimal a, Decimal b) {
    return a.scale > b.scale ? a.scale : b.scale;
}

int decimal_compare(Decimal a, Decimal b) {
    unsigned scale = larger_scale(a, b);
    Wide left = scaled_to(a, scale);
    Wide right = scaled_to(b, scale);
    return (left > right) - (left < right);
}

/* Drops zeros after the point; what then has too many digits does not fit. */
static bool narrow(Wide coefficient, unsigned scale, Decimal *value) {
    while (scale > 0 && coefficient % 10 == 0) {
        coefficient /= 10;
        scale--;
    }
    if (coefficient < INT64_MIN || coefficient > INT64_MAX || scale > SCALE_MAX) {
        return false;
    }
    *value = (Decimal){.coefficient = (int64_t)coefficient, .scale = (uint8_t)scale};
    return true;
}

bool decimal_add(Decimal a, Decimal b, Decimal *sum) {
    unsigned scale = larger_scale(a, b);
    return narrow(scaled_to(a, scale) + scaled_to(b, scale), scale, sum);
}

bool decimal_multiply(Decimal a, Decimal b, Decimal *product) {
    Wide coefficient = (Wide)a.coefficient * b.coefficient;
    return narrow(coefficient, (unsigned)a.scale + b.scale, product);
}

static bool scale_up(Wide *value, unsigned exponent) {
    for (unsigned i = 0; i < exponent; i++) {
        if (__builtin_mul_overflow(*value, (Wide)10, value)) {
            return false;
        }
    }
    return true;
}

bool decimal_divide(Decimal a, Decimal b, unsigned places, Decimal *quotient) {
    assert(a.coefficient >= 0 && b.coefficient > 0 && places >= 1 && places <= SCALE_MAX);
    Wide dividend = a.coefficient;
    Wide divisor = b.coefficient;
    const unsigned up = places + b.scale;
    if (!scale_up(&dividend, up > a.scale ? up - a.scale : 0) ||
        !scale_up(&divisor, a.scale > up ? a.scale - up : 0)) {
        return false;
    }
    Wide whole = dividend / divisor;
    if (dividend % divisor != 0 && whole % 10 == 0) {
        whole++;
    }
    return narrow(whole, places, quotient);
}

/* Rounded once: the quotient keeps at least 56 bits, and its lowest bit stands for
 * everything below it, so that a tie is a tie only when it is exact. */
static double divide_large(uint64_t magnitude, int64_t power) {
    enum { EXTRA_BITS = 63 };
    Wide dividend = (Wide)magnitude << EXTRA_BITS;
    Wide quotient = dividend / power;
    if (dividend % power != 0) {
        quotient |= 1;
    }
    return ldexp((double)quotient, -EXTRA_BITS);
}

double decimal_to_double(Decimal value) {
    uint64_t magnitude = magnitude_of(value.coefficient);
    int64_t power = power_of_ten(value.scale);
    bool is_exact = magnitude < (UINT64_C(1) << MANTISSA_BITS);
    /* Powers of ten up to 10^22 are doubles, so this division rounds once too. */
    double quotient = is_exact ? (double)magnitude / (double)power : divide_large(magnitude, power);
    return value.coefficient < 0 ? -quotient : quotient;
}

/* |value| is mantissa * 2^exponent, the mantissa of at most 53 bits. */
static int64_t split_double(double value, int *exponent) {
    double fraction = frexp(fabs(value), exponent);
    *exponent -= MANTISSA_BITS;
    return (int64_t)ldexp(fraction, MANTISSA_BITS);
}

/* Rounds wide * 2^exponent half up; false over INT64_MAX. wide < 2^83. */
static bool round_shifted(Wide wide, int exponent, int64_t *rounded) {
    Wide shifted = 0;
    if (exponent > 10) {
        /* The mantissa fills its 53 bits here: this is 2^63 or more. */
        return false;
    }
    if (exponent >= 0) {
        shifted = wide * ((Wide)1 << exponent);
    } else if (exponent > -100) {
        Wide half = (Wide)1 << (-exponent - 1);
        shifted = (wide + half) >> -exponent;
    }
    if (shifted > INT64_MAX) {
        return false;
    }
    *rounded = (int64_t)shifted;
    return true;
}

bool decimal_from_double(double value, unsigned places, Decimal *rounded) {
    assert(places <= PLACES_MAX);
    if (!isfinite(value)) {
        return false;
    }
    int exponent = 0;
    int64_t mantissa = split_double(value, &exponent);
    int64_t coefficient = 0;
    if (mantissa != 0 &&
        !round_shifted((Wide)mantissa * power_of_ten(places), exponent, &coefficient)) {
        return false;
    }
    *rounded =
        (Decimal){.coefficient = value < 0 ? -coefficient : coefficient, .scale = (uint8_t)places};
    return true;
}

/* limbs = limbs * 2 + carry 0; the least limb first. */
static void double_limbs(uint32_t *limbs) {
    uint32_t carry = 0;
    for (size_t i = 0; i < LIMB_COUNT; i++) {
        uint32_t doubled = limbs[i] * 2 + carry;
        carry = doubled >= LIMB_BASE ? 1 : 0;
        limbs[i] = doubled - carry * LIMB_BASE;
    }
}

/* Every digit of a double of 2^63 or more, which is a whole number. */
static Text format_large(Arena *arena, double value) {
    int exponent = 0;
    int64_t mantissa = split_double(value, &exponent);
    uint32_t limbs[LIMB_COUNT] = {(uint32_t)(mantissa % LIMB_BASE),
                                  (uint32_t)(mantissa / LIMB_BASE)};
    for (int i = 0; i < exponent; i++) {
        double_limbs(limbs);
    }
    size_t top = LIMB_COUNT - 1;
    while (limbs[top] == 0) {
        top--;
    }
    TextBuilder builder = text_builder_new(arena);
    text_add_format(&builder, "%s%u", value < 0 ? "-" : "", limbs[top]);
    while (top > 0) {
        top--;
        text_add_format(&builder, "%0*u", LIMB_DIGITS, limbs[top]);
    }
    return text_built(&builder);
}

Text decimal_format_double(Arena *arena, double value, unsigned places) {
    Decimal rounded;
    if (isnan(value)) {
        return TEXT("?");
    }
    if (isinf(value)) {
        return value < 0 ? TEXT("-inf") : TEXT("inf");
    }
    if (decimal_from_double(value, places, &rounded) || decimal_from_double(value, 0, &rounded)) {
        return format_digits(arena, rounded);
    }
    return format_large(arena, value);
}

static bool is_digit(char character) {
    return character >= '0' && character <= '9';
}

Text decimal_format_grouped(Arena *arena, double value, unsigned places) {
    Text plain = decimal_format_double(arena, value, places);
    size_t point = plain.length;
    (void)text_find(plain, TEXT("."), &point);
    TextBuilder builder = text_builder_new(arena);
    for (size_t i = 0; i < plain.length; i++) {
        bool is_border = i > 0 && i < point && (point - i) % 3 == 0;
        if (is_border && is_digit(plain.bytes[i - 1]) && is_digit(plain.bytes[i])) {
            text_add_character(&builder, ',');
        }
        text_add_character(&builder, plain.bytes[i]);
    }
    return text_built(&builder);
}
