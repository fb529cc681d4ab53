/* SPDX-License-Identifier: Apache-2.0 */
#include "expect.h"

#include "base/date.h"

enum { DAYS_TO_1583 = -141349, DAYS_TO_10000 = 2932897 };

static Date parsed(const char *text) {
    Date date = 0;
    assert_true(date_parse(text_from(text), &date));
    return date;
}

static bool is_leap(int year) {
    return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

static int days_in(int year, int month) {
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    return month == 2 && is_leap(year) ? 29 : days[month - 1];
}

/* The slow reference: a calendar that is walked a day at a time. */
static void every_day_that_can_be_written(void **state) {
    (void)state;
    int64_t days = DAYS_TO_1583;
    for (int year = 1583; year <= 9999; year++) {
        Arena *arena = arena_new();
        for (int month = 1; month <= 12; month++) {
            for (int day = 1; day <= days_in(year, month); day++, days++) {
                Text text = text_format(arena, "%04d-%02d-%02d", year, month, day);
                Date date = 0;
                assert_true(date_parse(text, &date));
                assert_int_equal(date, days);
                assert_true(text_equals(date_format(arena, date), text));
                assert_int_equal(date_from_parts(year, month, day), days);
                assert_int_equal(date_year(date), year);
                assert_int_equal(date_weekday(date), ((days + 3) % 7 + 7) % 7);
            }
        }
        arena_free(arena);
    }
    assert_int_equal(days, DAYS_TO_10000);
}

static void known_days(void **state) {
    (void)state;
    assert_int_equal(parsed("1970-01-01"), 0);
    assert_int_equal(parsed("1969-12-31"), -1);
    assert_int_equal(parsed("2000-03-01"), 11017);
    assert_int_equal(parsed("2026-11-23"), 20780);
    assert_int_equal(date_weekday(parsed("2026-11-23")), 0);
    assert_int_equal(date_weekday(parsed("1970-01-01")), 3);
    assert_int_equal(date_weekday(parsed("1969-12-28")), 6);
}

static void what_is_no_date(void **state) {
    (void)state;
    static const char *const wrong[] = {
        "",           "2026-11-2",  "2026-11-231", "2026-1-23",   "26-11-23",
        "2026/11/23", "2026-11/23", "2026-13-01",  "2026-00-01",  "2026-01-00",
        "2026-01-32", "2026-04-31", "2026-02-29",  "1900-02-29",  "2100-02-29",
        "1582-12-31", "0000-01-01", "-026-11-23",  "2026-11-+3",  "2026-11- 3",
        "2026-1a-23", "202a-11-23", " 2026-11-2",  "2026-11-23 ", "2026-11-2\n"};
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        Date date = 77;
        if (date_parse(text_from(wrong[i]), &date)) {
            print_error("`%s` was taken for a date\n", wrong[i]);
            fail();
        }
        assert_int_equal(date, 77);
    }
    assert_int_equal(parsed("2024-02-29") - parsed("2024-02-28"), 1);
    assert_int_equal(parsed("2000-02-29") - parsed("2000-02-28"), 1);
}

static void parts_carry_over(void **state) {
    (void)state;
    assert_int_equal(date_from_parts(2026, 13, 1), parsed("2027-01-01"));
    assert_int_equal(date_from_parts(2026, 25, 1), parsed("2028-01-01"));
    assert_int_equal(date_from_parts(2026, 0, 1), parsed("2025-12-01"));
    assert_int_equal(date_from_parts(2026, -11, 1), parsed("2025-01-01"));
    assert_int_equal(date_from_parts(2026, -12, 1), parsed("2024-12-01"));
    assert_int_equal(date_from_parts(2026, 3, 0), parsed("2026-02-28"));
    assert_int_equal(date_from_parts(2024, 3, 0), parsed("2024-02-29"));
    assert_int_equal(date_from_parts(2026, 1, 366), parsed("2027-01-01"));
    assert_int_equal(date_from_parts(2026, 14, -1), parsed("2027-01-30"));
    assert_int_equal(date_from_parts(INT32_MAX, INT32_MAX, INT32_MAX), DATE_MAX);
    assert_int_equal(date_from_parts(INT32_MIN, INT32_MIN, INT32_MIN), DATE_MIN);
}

static void days_are_added(void **state) {
    (void)state;
    assert_int_equal(date_add_days(parsed("2024-02-28"), 2), parsed("2024-03-01"));
    assert_int_equal(date_add_days(parsed("2027-01-01"), -1), parsed("2026-12-31"));
    assert_int_equal(date_add_days(0, 0), 0);
    assert_int_equal(date_add_days(5, INT64_MAX), DATE_MAX);
    assert_int_equal(date_add_days(-5, INT64_MIN), DATE_MIN);
    assert_int_equal(date_add_days(DATE_MAX - 1, 1), DATE_MAX);
    assert_int_equal(date_add_days(DATE_MIN + 1, -1), DATE_MIN);
    assert_int_equal(date_add_days(DATE_MAX - 1, -1), DATE_MAX - 2);
    assert_int_equal(date_add_days(DATE_MAX, -1000), DATE_MAX);
    assert_int_equal(date_add_days(DATE_MIN, 1000), DATE_MIN);
}

static void open_ends_have_words(void **state) {
    EXPECT_TEXT(date_format(*state, DATE_MIN), "always");
    EXPECT_TEXT(date_format(*state, DATE_MAX), "open");
}

static void ranges_have_both_ends(void **state) {
    (void)state;
    DateRange range = {parsed("2025-11-09"), parsed("2026-11-27")};
    assert_false(date_range_has(range, parsed("2025-11-08")));
    assert_true(date_range_has(range, parsed("2025-11-09")));
    assert_true(date_range_has(range, parsed("2026-11-27")));
    assert_false(date_range_has(range, parsed("2026-11-28")));
    DateRange always = {DATE_MIN, DATE_MAX};
    assert_true(date_range_has(always, 0));
    DateRange reversed = {1, 0};
    assert_false(date_range_has(reversed, 0));
    assert_false(date_range_has(reversed, 1));
}

/* No day of the 32 bits may overflow inside. */
static void the_far_ends_do_not_overflow(void **state) {
    (void)state;
    assert_int_equal(date_year(DATE_MAX), 5881580);
    assert_int_equal(date_year(DATE_MIN), -5877641);
    assert_int_equal(date_weekday(DATE_MAX), ((int64_t)DATE_MAX + 3) % 7);
    assert_in_range(date_weekday(DATE_MIN), 0, 6);
    assert_int_equal((date_weekday(DATE_MIN) + 1) % 7, date_weekday(DATE_MIN + 1));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_day_that_can_be_written),
        cmocka_unit_test(known_days),
        cmocka_unit_test(what_is_no_date),
        cmocka_unit_test(parts_carry_over),
        cmocka_unit_test(days_are_added),
        ARENA_TEST(open_ends_have_words),
        cmocka_unit_test(ranges_have_both_ends),
        cmocka_unit_test(the_far_ends_do_not_overflow),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
