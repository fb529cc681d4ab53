/* SPDX-License-Identifier: Apache-2.0 */
#include "expect.h"

#include <float.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/decimal.h"

static Decimal parsed(const char *text) {
    Decimal value = {0, 0};
    if (!decimal_parse(text_from(text), &value)) {
        print_error("`%s` was not taken for a number\n", text);
        fail();
    }
    return value;
}

static void known_numbers(void **state) {
    static const struct {
        const char *text;
        int64_t coefficient;
        unsigned scale;
        const char *formatted;
    } cases[] = {
        {"0", 0, 0, "0"},
        {"-0", 0, 0, "0"},
        {"0.00", 0, 2, "0"},
        {"7", 7, 0, "7"},
        {"-7", -7, 0, "-7"},
        {"007", 7, 0, "7"},
        {"1.50", 150, 2, "1.5"},
        {"-1.50", -150, 2, "-1.5"},
        {"0.05", 5, 2, "0.05"},
        {"-0.05", -5, 2, "-0.05"},
        {"100", 100, 0, "100"},
        {"100.0", 1000, 1, "100"},
        {"999999999999999999", 999999999999999999, 0, "999999999999999999"},
        {"-999999999999999999", -999999999999999999, 0, "-999999999999999999"},
        {"0.00000000000000001", 1, 17, "0.00000000000000001"},
        {"12345678.9012345678", 123456789012345678, 10, "12345678.9012345678"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        Decimal value = parsed(cases[i].text);
        assert_true(value.coefficient == cases[i].coefficient);
        assert_int_equal(value.scale, cases[i].scale);
        EXPECT_TEXT(decimal_format(*state, value), cases[i].formatted);
    }
}

static void what_is_no_number(void **state) {
    (void)state;
    static const char *const wrong[] = {"",
                                        "-",
                                        ".",
                                        "-.",
                                        ".5",
                                        "5.",
                                        "-.5",
                                        "1.2.3",
                                        "1..2",
                                        "+1",
                                        "--1",
                                        "1-",
                                        "1e3",
                                        "1,000",
                                        " 1",
                                        "1 ",
                                        "0x10",
                                        "nan",
                                        "inf",
                                        "1.-2",
                                        "- 1",
                                        "1234567890123456789",
                                        "0.000000000000000001",
                                        "0000000000000000001",
                                        "\xD9\xA1",
                                        "1\n"};
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        Decimal value = {77, 7};
        if (decimal_parse(text_from(wrong[i]), &value)) {
            print_error("`%s` was taken for a number\n", wrong[i]);
            fail();
        }
        assert_int_equal(value.coefficient, 77);
        assert_int_equal(value.scale, 7);
    }
    Decimal value;
    assert_false(decimal_parse((Text){NULL, 0}, &value));
    assert_false(decimal_parse(TEXT("1\0"), &value));
}

static void ends_of_the_coefficient(void **state) {
    EXPECT_TEXT(decimal_format(*state, (Decimal){INT64_MIN, 0}), "-9223372036854775808");
    EXPECT_TEXT(decimal_format(*state, (Decimal){INT64_MIN, 18}), "-9.223372036854775808");
    EXPECT_TEXT(decimal_format(*state, (Decimal){INT64_MAX, 18}), "9.223372036854775807");
    EXPECT_TEXT(decimal_format(*state, decimal_from_integer(INT64_MIN)), "-9223372036854775808");
    assert_true(decimal_compare((Decimal){INT64_MIN, 0}, (Decimal){INT64_MAX, 18}) < 0);
    assert_true(decimal_compare((Decimal){INT64_MAX, 0}, (Decimal){INT64_MAX, 18}) > 0);
    assert_true(decimal_compare((Decimal){INT64_MIN, 18}, (Decimal){INT64_MIN, 0}) > 0);
    assert_true(decimal_compare((Decimal){0, 0}, (Decimal){0, 18}) == 0);
}

static void sums_that_fit_and_that_do_not(void **state) {
    Decimal sum = {77, 7};
    assert_true(decimal_add(parsed("0.1"), parsed("0.2"), &sum));
    EXPECT_TEXT(decimal_format(*state, sum), "0.3");
    assert_true(decimal_add((Decimal){INT64_MAX, 0}, (Decimal){INT64_MIN, 0}, &sum));
    EXPECT_TEXT(decimal_format(*state, sum), "-1");
    /* Too many digits while adding, not in the end. */
    assert_true(decimal_add((Decimal){INT64_MAX, 1}, (Decimal){3, 1}, &sum));
    EXPECT_TEXT(decimal_format(*state, sum), "922337203685477581");
    sum = (Decimal){77, 7};
    assert_false(decimal_add((Decimal){INT64_MAX, 0}, (Decimal){1, 0}, &sum));
    assert_false(decimal_add((Decimal){INT64_MIN, 0}, (Decimal){-1, 0}, &sum));
    assert_false(decimal_add((Decimal){INT64_MAX, 0}, (Decimal){1, 18}, &sum));
    assert_int_equal(sum.coefficient, 77);
}

static void products_that_fit_and_that_do_not(void **state) {
    Decimal product = {77, 7};
    assert_true(decimal_multiply(parsed("-1.5"), parsed("0.2"), &product));
    EXPECT_TEXT(decimal_format(*state, product), "-0.3");
    assert_true(decimal_multiply((Decimal){5, 18}, (Decimal){2, 18}, &product) == false);
    assert_true(decimal_multiply((Decimal){5000000000, 18}, (Decimal){2000000000, 18}, &product));
    EXPECT_TEXT(decimal_format(*state, product), "0.00000000000000001");
    assert_true(decimal_multiply((Decimal){0, 18}, (Decimal){INT64_MIN, 18}, &product));
    EXPECT_TEXT(decimal_format(*state, product), "0");
    product = (Decimal){77, 7};
    assert_false(decimal_multiply((Decimal){INT64_MIN, 0}, (Decimal){INT64_MIN, 0}, &product));
    assert_false(decimal_multiply((Decimal){INT64_MIN, 0}, (Decimal){-1, 0}, &product));
    assert_false(decimal_multiply((Decimal){3, 18}, (Decimal){3, 1}, &product));
    assert_int_equal(product.coefficient, 77);
}

/* Coefficients of all lengths, and the ends of their range. */
static Decimal random_decimal(Random *random) {
    int64_t coefficient = (int64_t)(random_next(random) >> random_below(random, 64));
    static const int64_t ends[] = {INT64_MIN, INT64_MAX, 0, 1, -1, 1000000000000000000};
    if (random_below(random, 8) == 0) {
        coefficient = ends[random_below(random, sizeof ends / sizeof ends[0])];
    }
    if (random_below(random, 2) == 0 && coefficient != INT64_MIN) {
        coefficient = -coefficient;
    }
    return (Decimal){coefficient, (uint8_t)random_below(random, 19)};
}

/* The slow reference: schoolbook arithmetic on digits, 40 before and 40 after the
 * point. A negative number is the complement on ten. */
enum { DIGITS_AFTER = 40, DIGITS = 80 };

typedef struct Digits {
    int digits[DIGITS]; /* the least first */
} Digits;

static Digits negated(Digits number) {
    int carry = 1;
    for (size_t i = 0; i < DIGITS; i++) {
        int digit = 9 - number.digits[i] + carry;
        carry = digit / 10;
        number.digits[i] = digit % 10;
    }
    return number;
}

static Digits digits_of(Decimal value) {
    Digits number = {{0}};
    uint64_t rest =
        value.coefficient < 0 ? 0 - (uint64_t)value.coefficient : (uint64_t)value.coefficient;
    for (size_t i = (size_t)(DIGITS_AFTER - value.scale); rest > 0; i++) {
        number.digits[i] = (int)(rest % 10);
        rest /= 10;
    }
    return value.coefficient < 0 ? negated(number) : number;
}

static Digits digits_added(Digits a, Digits b) {
    int carry = 0;
    for (size_t i = 0; i < DIGITS; i++) {
        int digit = a.digits[i] + b.digits[i] + carry;
        carry = digit / 10;
        a.digits[i] = digit % 10;
    }
    return a;
}

static bool digits_equal(const Digits *a, const Digits *b) {
    return memcmp(a->digits, b->digits, sizeof a->digits) == 0;
}

static bool is_negative(const Digits *number) {
    return number->digits[DIGITS - 1] == 9;
}

/* Whether the digits are a Decimal: at most 18 after the point, and 63 bits. */
static bool digits_fit(Digits number) {
    bool negative = is_negative(&number);
    Digits magnitude = negative ? negated(number) : number;
    size_t low = 0;
    size_t high = DIGITS;
    while (low < DIGITS_AFTER && magnitude.digits[low] == 0) {
        low++;
    }
    if (low < DIGITS_AFTER - 18) {
        return false;
    }
    while (high > low && magnitude.digits[high - 1] == 0) {
        high--;
    }
    if (high - low > 19) {
        return false;
    }
    uint64_t coefficient = 0;
    for (size_t i = high; i > low; i--) {
        coefficient = coefficient * 10 + (uint64_t)magnitude.digits[i - 1];
    }
    return coefficient <= (uint64_t)INT64_MAX + (negative ? 1 : 0);
}

static void sums_agree_with_the_reference(void **state) {
    (void)state;
    Random random = {4};
    size_t fitting = 0;
    for (int round = 0; round < 100000; round++) {
        Decimal a = random_decimal(&random);
        Decimal b = random_decimal(&random);
        Decimal sum;
        Digits expected = digits_added(digits_of(a), digits_of(b));
        bool fits = decimal_add(a, b, &sum);
        assert_int_equal(fits, digits_fit(expected));
        if (fits) {
            Digits found = digits_of(sum);
            assert_true(digits_equal(&found, &expected));
            fitting++;
        }
    }
    assert_in_range(fitting, 20000, 95000);
}

static void order_agrees_with_the_reference(void **state) {
    (void)state;
    Random random = {5};
    for (int round = 0; round < 100000; round++) {
        Decimal a = random_decimal(&random);
        Decimal b = random_decimal(&random);
        if (random_below(&random, 4) == 0) {
            /* The same number, or one beside it, in another scale. */
            a = (Decimal){a.coefficient % 1000000000, (uint8_t)(a.scale % 9)};
            b = (Decimal){a.coefficient * 1000000000 + (int64_t)random_below(&random, 3) - 1,
                          (uint8_t)(a.scale + 9)};
        }
        Digits difference = digits_added(digits_of(a), negated(digits_of(b)));
        Digits zero = {{0}};
        int expected = digits_equal(&difference, &zero) ? 0 : is_negative(&difference) ? -1 : 1;
        int order = decimal_compare(a, b);
        int reversed = decimal_compare(b, a);
        assert_int_equal((order > 0) - (order < 0), expected);
        assert_int_equal((reversed > 0) - (reversed < 0), -expected);
    }
}

static Digits digits_multiplied(Decimal a, Decimal b) {
    Digits left = digits_of((Decimal){a.coefficient, 0});
    Digits product = {{0}};
    bool negative = (a.coefficient < 0) != (b.coefficient < 0);
    left = is_negative(&left) ? negated(left) : left;
    uint64_t rest = b.coefficient < 0 ? 0 - (uint64_t)b.coefficient : (uint64_t)b.coefficient;
    /* In units of 10^-(both scales): the point is moved in the end. */
    size_t shift = (size_t)a.scale + b.scale;
    for (size_t place = 0; rest > 0; place++, rest /= 10) {
        Digits shifted = {{0}};
        for (size_t i = DIGITS_AFTER; i < DIGITS_AFTER + 20; i++) {
            shifted.digits[i + place - shift] = left.digits[i];
        }
        for (uint64_t times = rest % 10; times > 0; times--) {
            product = digits_added(product, shifted);
        }
    }
    return negative ? negated(product) : product;
}

static void products_agree_with_the_reference(void **state) {
    (void)state;
    Random random = {6};
    size_t fitting = 0;
    for (int round = 0; round < 50000; round++) {
        Decimal a = random_decimal(&random);
        Decimal b = random_decimal(&random);
        Decimal product;
        if (random_below(&random, 2) == 0) {
            a.scale /= 2;
            b.scale /= 2;
        }
        Digits expected = digits_multiplied(a, b);
        bool fits = decimal_multiply(a, b, &product);
        assert_int_equal(fits, digits_fit(expected));
        if (fits) {
            Digits found = digits_of(product);
            assert_true(digits_equal(&found, &expected));
            fitting++;
        }
    }
    assert_in_range(fitting, 5000, 45000);
}

static void what_is_formatted_is_read_back(void **state) {
    (void)state;
    Random random = {7};
    Arena *arena = arena_new();
    for (int round = 0; round < 50000; round++) {
        Decimal value = random_decimal(&random);
        Text text = decimal_format(arena, value);
        Decimal again;
        if (text_find(text, TEXT("."), &(size_t){0})) {
            assert_false(text_ends_with(text, TEXT("0")));
        }
        /* A coefficient of 19 digits is more than reading takes. */
        if (decimal_parse(text, &again)) {
            assert_int_equal(decimal_compare(value, again), 0);
        } else {
            assert_true(text.length >= 19);
        }
    }
    arena_free(arena);
}

/* strtod rounds to the nearest double. */
static void doubles_are_the_nearest(void **state) {
    (void)state;
    Random random = {8};
    Arena *arena = arena_new();
    for (int round = 0; round < 50000; round++) {
        Decimal value = random_decimal(&random);
        if (round % 2 == 0) {
            /* Where a quotient has the fewest bits to spare. */
            value.coefficient = (int64_t)(random_next(&random) >> 10) + (INT64_C(1) << 53);
            value.scale = 18;
        }
        Text text = decimal_format(arena, value);
        assert_true(decimal_to_double(value) == strtod(text.bytes, NULL));
    }
    arena_free(arena);
    assert_true(decimal_to_double((Decimal){INT64_MIN, 0}) == -0x1p63);
    /* Halfway between two doubles, and a little to either side of it. */
    assert_true(decimal_to_double((Decimal){9007199254740993, 0}) == 9007199254740992.0);
    assert_true(decimal_to_double((Decimal){90071992547409931, 1}) == 9007199254740994.0);
    assert_true(decimal_to_double((Decimal){90071992547409929, 1}) == 9007199254740992.0);
}

/* printf writes every digit of a double that has a finite number of them; what it
 * says is rounded by hand, half away from zero. */
static Text slow_rounding(Arena *arena, double value, unsigned places) {
    Text exact = text_format(arena, "%.1080f", fabs(value)); /* all there are */
    size_t point = 0;
    (void)text_find(exact, TEXT("."), &point);
    size_t end = point + 1 + places;
    char *digits = arena_allocate(arena, end + 2);
    digits[0] = '0'; /* for a carry */
    memcpy(digits + 1, exact.bytes, end);
    for (size_t i = end; exact.bytes[end] >= '5'; i--) {
        if (digits[i] == '.') {
            continue;
        }
        digits[i] = (char)(digits[i] == '9' ? '0' : digits[i] + 1);
        if (digits[i] != '0') {
            break;
        }
    }
    size_t length = places == 0 ? end : end + 1;
    Text rounded = {digits[0] == '0' ? digits + 1 : digits, length - (digits[0] == '0' ? 1 : 0)};
    bool is_zero = strspn(rounded.bytes, "0.") >= rounded.length;
    return text_format(arena, "%s%.*s", value < 0 && !is_zero ? "-" : "", TEXT_ARGS(rounded));
}

static double random_double(Random *random) {
    double value = 0;
    switch (random_below(random, 4)) {
    case 0: /* any */
        do {
            uint64_t bits = random_next(random);
            memcpy(&value, &bits, sizeof value);
        } while (!isfinite(value));
        return value;
    case 1: /* exact ties among them */
        return ldexp((double)random_below(random, 2000000) - 1e6, -(int)random_below(random, 12));
    case 2: /* nearly ties */
        value = floor((double)random_below(random, 100000000)) / 1e3 + 0.0005;
        return nextafter(value, random_below(random, 2) == 0 ? -1e9 : 1e9);
    default:
        return (double)(int64_t)random_next(random) / pow(10, (double)random_below(random, 22));
    }
}

static void rounding_agrees_with_the_reference(void **state) {
    (void)state;
    Random random = {9};
    for (int round = 0; round < 20000; round++) {
        Arena *arena = arena_new();
        double value = random_double(&random);
        unsigned places = (unsigned)random_below(&random, 10);
        Text expected = slow_rounding(arena, value, places);
        Decimal rounded;
        bool fits = decimal_from_double(value, places, &rounded);
        if (fits) {
            assert_int_equal(rounded.scale, places);
            assert_true(text_equals(decimal_format_double(arena, value, places), expected));
        } else {
            assert_true(fabs(value) * pow(10, places) >= 0x1p63 * 0.9999999);
            assert_true(text_equals(decimal_format_double(arena, value, places),
                                    slow_rounding(arena, value, 0)));
        }
        arena_free(arena);
    }
}

static void doubles_with_places(void **state) {
    EXPECT_TEXT(decimal_format_double(*state, 0.0, 0), "0");
    EXPECT_TEXT(decimal_format_double(*state, -0.0, 2), "0.00");
    EXPECT_TEXT(decimal_format_double(*state, -0.004, 2), "0.00");
    EXPECT_TEXT(decimal_format_double(*state, 0.5, 0), "1");
    EXPECT_TEXT(decimal_format_double(*state, -0.5, 0), "-1");
    EXPECT_TEXT(decimal_format_double(*state, 1.5, 9), "1.500000000");
    EXPECT_TEXT(decimal_format_double(*state, DBL_TRUE_MIN, 9), "0.000000000");
    EXPECT_TEXT(decimal_format_double(*state, 9.2e18, 0), "9200000000000000000");
    EXPECT_TEXT(decimal_format_double(*state, -1e19, 2), "-10000000000000000000");
    EXPECT_TEXT(decimal_format_double(*state, 0x1p63, 0), "9223372036854775808");
    EXPECT_TEXT(decimal_format_double(*state, -0x1p63, 0), "-9223372036854775808");
    EXPECT_TEXT(decimal_format_double(*state, 0x1p100, 0), "1267650600228229401496703205376");
    EXPECT_TEXT(decimal_format_double(*state, (double)NAN, 2), "?");
    EXPECT_TEXT(decimal_format_double(*state, (double)INFINITY, 2), "inf");
    EXPECT_TEXT(decimal_format_double(*state, -(double)INFINITY, 2), "-inf");
    assert_int_equal(decimal_format_double(*state, DBL_MAX, 9).length, 309);
}

static void what_a_decimal_cannot_hold(void **state) {
    (void)state;
    Decimal rounded = {77, 7};
    assert_false(decimal_from_double((double)NAN, 2, &rounded));
    assert_false(decimal_from_double((double)INFINITY, 2, &rounded));
    assert_false(decimal_from_double(-(double)INFINITY, 2, &rounded));
    assert_false(decimal_from_double(0x1p63, 0, &rounded));
    assert_false(decimal_from_double(-0x1p63, 0, &rounded));
    assert_false(decimal_from_double(1e10, 9, &rounded));
    assert_false(decimal_from_double(DBL_MAX, 0, &rounded));
    assert_int_equal(rounded.coefficient, 77);
    assert_true(decimal_from_double(9e9, 9, &rounded));
    assert_true(decimal_from_double(nextafter(0x1p63, 0), 0, &rounded));
    assert_true(rounded.coefficient == INT64_MAX - 1023);
}

static void thousands_are_parted(void **state) {
    EXPECT_TEXT(decimal_format_grouped(*state, 0, 0), "0");
    EXPECT_TEXT(decimal_format_grouped(*state, 999, 0), "999");
    EXPECT_TEXT(decimal_format_grouped(*state, 1000, 0), "1,000");
    EXPECT_TEXT(decimal_format_grouped(*state, -999, 0), "-999");
    EXPECT_TEXT(decimal_format_grouped(*state, -1000, 0), "-1,000");
    EXPECT_TEXT(decimal_format_grouped(*state, -123456, 0), "-123,456");
    EXPECT_TEXT(decimal_format_grouped(*state, 1234567.891, 3), "1,234,567.891");
    EXPECT_TEXT(decimal_format_grouped(*state, 0.12345, 5), "0.12345");
    EXPECT_TEXT(decimal_format_grouped(*state, 1e21, 2), "1,000,000,000,000,000,000,000");
    EXPECT_TEXT(decimal_format_grouped(*state, (double)INFINITY, 2), "inf");
    EXPECT_TEXT(decimal_format_grouped(*state, -(double)INFINITY, 2), "-inf");
    EXPECT_TEXT(decimal_format_grouped(*state, (double)NAN, 2), "?");
}

static void ask_for_ten_places(void) {
    Decimal rounded;
    assert_true(decimal_from_double(1, 10, &rounded));
}

static void wrong_use_is_refused(void **state) {
    (void)state;
    expect_assertion(ask_for_ten_places);
}

static void expect_quotient(Arena *arena, const char *a, const char *b, unsigned places,
                            const char *expected) {
    Decimal quotient = {0, 0};
    assert_true(decimal_divide(parsed(a), parsed(b), places, &quotient));
    EXPECT_TEXT(decimal_format(arena, quotient), expected);
}

static void quotients(void **state) {
    expect_quotient(*state, "0", "7", 12, "0");
    expect_quotient(*state, "100", "8", 12, "12.5");
    expect_quotient(*state, "1", "3", 4, "0.3333");
    expect_quotient(*state, "2", "3", 4, "0.6666");
    /* Not exact: never a decimal of fewer places. */
    expect_quotient(*state, "1", "1000000", 2, "0.01");
    expect_quotient(*state, "25000000000000001", "1000000000000000", 12, "25.000000000001");
    const Decimal tiny = {1, 18};
    Decimal quotient = {0, 0};
    assert_true(decimal_divide(parsed("1.5"), tiny, 1, &quotient));
    EXPECT_TEXT(decimal_format(*state, quotient), "1500000000000000000");
    assert_true(decimal_divide(tiny, parsed("999999999999999999"), 18, &quotient));
    EXPECT_TEXT(decimal_format(*state, quotient), "0.000000000000000001");
    assert_false(decimal_divide(parsed("999999999999999999"), tiny, 18, &quotient));
    assert_false(decimal_divide(parsed("100"), tiny, 1, &quotient));
}

/* A quotient stands to every shorter decimal as the exact one does. */
static void quotients_compare_as_exact(void **state) {
    (void)state;
    Random random = {7};
    for (size_t i = 0; i < 20000; i++) {
        const Decimal a = {(int64_t)random_below(&random, 100000),
                           (uint8_t)random_below(&random, 4)};
        const Decimal b = {1 + (int64_t)random_below(&random, 1000),
                           (uint8_t)random_below(&random, 4)};
        const Decimal limit = {(int64_t)random_below(&random, 1000),
                               (uint8_t)random_below(&random, 3)};
        Decimal quotient = {0, 0};
        Decimal product = {0, 0};
        assert_true(decimal_divide(a, b, 4, &quotient));
        assert_true(decimal_multiply(limit, b, &product));
        assert_int_equal(decimal_compare(quotient, limit), decimal_compare(a, product));
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        ARENA_TEST(known_numbers),
        cmocka_unit_test(what_is_no_number),
        ARENA_TEST(ends_of_the_coefficient),
        ARENA_TEST(sums_that_fit_and_that_do_not),
        ARENA_TEST(products_that_fit_and_that_do_not),
        ARENA_TEST(quotients),
        cmocka_unit_test(quotients_compare_as_exact),
        cmocka_unit_test(sums_agree_with_the_reference),
        cmocka_unit_test(order_agrees_with_the_reference),
        cmocka_unit_test(products_agree_with_the_reference),
        cmocka_unit_test(what_is_formatted_is_read_back),
        cmocka_unit_test(doubles_are_the_nearest),
        cmocka_unit_test(rounding_agrees_with_the_reference),
        ARENA_TEST(doubles_with_places),
        cmocka_unit_test(what_a_decimal_cannot_hold),
        ARENA_TEST(thousands_are_parted),
        cmocka_unit_test(wrong_use_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
