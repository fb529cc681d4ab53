/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ENTENTE_BASE_DECIMAL_H
#define ENTENTE_BASE_DECIMAL_H

/* Exact decimal numbers, for whatever law compares and files carry: coefficient /
 * 10^scale. No threshold of law ever goes through a double. */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/compiler.h"
#include "base/text.h"

typedef struct Decimal {
    int64_t coefficient;
    uint8_t scale; /* 0..18 */
} Decimal;

/* [-]digits[.digits], at most 18 digits in all and no exponent; false otherwise. */
MUST_CHECK bool decimal_parse(Text text, Decimal *value);

/* The shortest exact form: no trailing zeros after the point, "0" for zero. */
Text decimal_format(Arena *arena, Decimal value);

Decimal decimal_from_integer(int64_t value);

/* Negative, 0, positive; exact for every pair. */
int decimal_compare(Decimal a, Decimal b);

/* Exact; false where the result does not fit. */
MUST_CHECK bool decimal_add(Decimal a, Decimal b, Decimal *sum);
MUST_CHECK bool decimal_multiply(Decimal a, Decimal b, Decimal *product);

/* a / b for a >= 0 and b > 0, to `places` decimals (1..18). Where that is not exact, the last
 * digit is one that is not 0: the quotient then compares with every decimal of fewer places as
 * the exact one does. False where it does not fit. */
MUST_CHECK bool decimal_divide(Decimal a, Decimal b, unsigned places, Decimal *quotient);

/* The nearest double, for optimisation only. */
double decimal_to_double(Decimal value);

/* Rounds half away from zero to `places` decimals (0..9), for output; false for
 * not-a-number, infinity, or a value that does not fit. -0 becomes 0. */
MUST_CHECK bool decimal_from_double(double value, unsigned places, Decimal *rounded);

/* A double with exactly `places` decimals (0..9), the same bytes in every locale.
 * Not-a-number gives "?", infinity "inf"; what does not fit a Decimal is written
 * without decimals. With grouping, thousands are parted by a comma. */
Text decimal_format_double(Arena *arena, double value, unsigned places);
Text decimal_format_grouped(Arena *arena, double value, unsigned places);

#endif
