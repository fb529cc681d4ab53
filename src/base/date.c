/* SPDX-License-Identifier: Apache-2.0 */
#include "base/date.h"

/* Years are counted from 1 March, so that a leap day is the last day of its year,
 * and in eras of 400 years, which all have as many days. After Howard Hinnant,
 * "chrono-Compatible Low-Level Date Algorithms", days_from_civil and its inverse. */
enum {
    DAYS_PER_ERA = 146097,
    YEARS_PER_ERA = 400,
    DAYS_FROM_MARCH_0000_TO_1970 = 719468,
    YEAR_FIRST = 1583,
    YEAR_LAST = 9999,
    DATE_BYTES = 10
};

typedef struct Parts {
    int64_t year;
    int month;
    int day;
} Parts;

static int64_t divide_down(int64_t value, int64_t by) {
    return value / by - (value % by < 0 ? 1 : 0);
}

/* Days since 1970-01-01 of the first of a month, 1..12. */
static int64_t days_to_month(int64_t year, int64_t month) {
    int64_t march_year = month > 2 ? year : year - 1;
    int64_t march_month = month > 2 ? month - 3 : month + 9;
    int64_t era = divide_down(march_year, YEARS_PER_ERA);
    int64_t year_of_era = march_year - era * YEARS_PER_ERA;
    int64_t day_of_year = (153 * march_month + 2) / 5;
    int64_t day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    return era * DAYS_PER_ERA + day_of_era - DAYS_FROM_MARCH_0000_TO_1970;
}

static Parts parts_of(Date date) {
    int64_t days = (int64_t)date + DAYS_FROM_MARCH_0000_TO_1970;
    int64_t era = divide_down(days, DAYS_PER_ERA);
    int64_t day_of_era = days - era * DAYS_PER_ERA;
    int64_t year_of_era =
        (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
    int64_t day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    int64_t march_month = (5 * day_of_year + 2) / 153;
    int64_t month = march_month < 10 ? march_month + 3 : march_month - 9;
    int64_t march_year = year_of_era + era * YEARS_PER_ERA;
    return (Parts){.year = month > 2 ? march_year : march_year + 1,
                   .month = (int)month,
                   .day = (int)(day_of_year - (153 * march_month + 2) / 5 + 1)};
}

static Date hold(int64_t days) {
    if (days <= DATE_MIN) {
        return DATE_MIN;
    }
    return days >= DATE_MAX ? DATE_MAX : (Date)days;
}

Date date_from_parts(int year, int month, int day) {
    int64_t months = (int64_t)month - 1;
    int64_t carried = divide_down(months, 12);
    int64_t first = days_to_month((int64_t)year + carried, months - carried * 12 + 1);
    return hold(first + day - 1);
}

/* The number that digits start..end of a date write; -1 where one is no digit. */
static int digits_value(Text text, size_t start, size_t end) {
    int value = 0;
    for (size_t i = start; i < end; i++) {
        int digit = text.bytes[i] - '0';
        if (digit < 0 || digit > 9) {
            return -1;
        }
        value = value * 10 + digit;
    }
    return value;
}

bool date_parse(Text text, Date *date) {
    if (text.length != DATE_BYTES || text.bytes[4] != '-' || text.bytes[7] != '-') {
        return false;
    }
    int year = digits_value(text, 0, 4);
    int month = digits_value(text, 5, 7);
    int day = digits_value(text, 8, 10);
    if (year < YEAR_FIRST || year > YEAR_LAST || month < 1 || month > 12 || day < 1) {
        return false;
    }
    Date parsed = date_from_parts(year, month, day);
    /* A day past the end of its month has carried into the next. */
    if (parsed >= date_from_parts(year, month + 1, 1)) {
        return false;
    }
    *date = parsed;
    return true;
}

/* Every answer and every row has dates, so that they are written without printf. */
static void put_digits(char *bytes, int value, size_t count) {
    for (size_t i = count; i > 0; i--) {
        bytes[i - 1] = (char)('0' + value % 10);
        value /= 10;
    }
}

Text date_format(Arena *arena, Date date) {
    if (date == DATE_MIN) {
        return TEXT("always");
    }
    if (date == DATE_MAX) {
        return TEXT("open");
    }
    const Parts parts = parts_of(date);
    if (parts.year < 0 || parts.year > YEAR_LAST) {
        return text_format(arena, "%04d-%02d-%02d", (int)parts.year, parts.month, parts.day);
    }
    char *bytes = arena_allocate(arena, DATE_BYTES + 1);
    put_digits(bytes, (int)parts.year, 4);
    bytes[4] = '-';
    put_digits(bytes + 5, parts.month, 2);
    bytes[7] = '-';
    put_digits(bytes + 8, parts.day, 2);
    return (Text){bytes, DATE_BYTES};
}

Date date_add_days(Date date, int64_t days) {
    int64_t sum = 0;
    if (date == DATE_MIN || date == DATE_MAX) {
        return date;
    }
    if (__builtin_add_overflow(date, days, &sum)) {
        return days < 0 ? DATE_MIN : DATE_MAX;
    }
    return hold(sum);
}

int date_weekday(Date date) {
    /* 1970-01-01 was a Thursday. */
    int64_t since_monday = (int64_t)date + 3;
    return (int)(since_monday - divide_down(since_monday, 7) * 7);
}

int date_year(Date date) {
    return (int)parts_of(date).year;
}

bool date_range_has(DateRange range, Date date) {
    return range.from <= date && date <= range.until;
}
