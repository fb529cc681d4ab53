/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "reading.h"

static Date day(const char *text) {
    Date date = 0;
    assert_true(date_parse(text_from(text), &date));
    return date;
}

static void assert_text(Text text, const char *expected) {
    assert_int_equal(text.length, text_from(expected).length);
    assert_true(text_equals(text, text_from(expected)));
}

static void codes_lie_within_codes(void **state) {
    (void)state;
    assert_true(law_code_is_within(TEXT("3A001.b.2"), TEXT("3A001")));
    assert_true(law_code_is_within(TEXT("3A001.b.2"), TEXT("3A001.b")));
    assert_true(law_code_is_within(TEXT("3A001"), TEXT("3A001")));
    assert_true(law_code_is_within(TEXT("VIII(h)(1)"), TEXT("VIII(h)")));
    assert_false(law_code_is_within(TEXT("3A001"), TEXT("3A001.b")));
    assert_false(law_code_is_within(TEXT("3A0011"), TEXT("3A001")));
    assert_false(law_code_is_within(TEXT(".b"), TEXT("")));
    assert_true(law_code_is_within(TEXT(""), TEXT("")));
}

static void months_are_held_to_the_last_day(void **state) {
    (void)state;
    assert_int_equal(law_date_add_months(day("2024-01-31"), 1), day("2024-02-29"));
    assert_int_equal(law_date_add_months(day("2024-02-29"), 12), day("2025-02-28"));
    assert_int_equal(law_date_add_months(day("2026-10-01"), 60), day("2031-10-01"));
    assert_int_equal(law_date_add_months(day("2026-01-15"), -1), day("2025-12-15"));
    assert_int_equal(law_date_add_months(day("2026-12-31"), 2), day("2027-02-28"));
    assert_int_equal(law_date_add_months(DATE_MAX, 5), DATE_MAX);
    assert_int_equal(law_date_add_months(DATE_MIN, 5), DATE_MIN);
}

static void words_go_both_ways(void **state) {
    (void)state;
    for (int i = OUTCOME_FREE; i <= OUTCOME_UNDETERMINED; i++) {
        Outcome outcome = OUTCOME_FREE;
        assert_true(law_outcome_parse(law_outcome_word((Outcome)i), &outcome));
        assert_int_equal(outcome, i);
    }
    Outcome outcome = OUTCOME_FREE;
    assert_false(law_outcome_parse(TEXT("allowed"), &outcome));
    assert_text(law_status_word(LAW_DERIVED), "derived");
    assert_text(law_kind_word(PROVISION_BAR), "bar");
    assert_text(law_review_word(REVIEW_CASE_BY_CASE), "case_by_case");
}

static const char dated[] =
    HEADER GROUP "scope \"S\"\n  cite A\n  when item.us_origin\n"
                 "fact f \"F\"\n  cite B\n  status secondary\n"
                 "  in force from 2024-01-01\n"
                 "  in force from 2025-03-01 until 2025-03-31 status partial\n"
                 "  suspended from 2025-11-10 until 2026-11-27 cite Announcement 70\n"
                 "  when item.us_origin\n"
                 "fact g \"G\"\n  cite C\n  suspended from 2025-01-01\n  when item.us_origin\n"
                 "fact h \"H\"\n  cite D\n  in force from 2025-01-01 until 2025-06-30\n"
                 "  suspended from 2024-01-01 until 2026-01-01\n  when item.us_origin\n";

static const LawSet *read_dated(Arena *arena) {
    Text messages;
    const char *csv = "country,group,from,until\nNL,A:5,2020-01-01,2026-05-31\nGB,A:5,,\n";
    const LawSet *set = read_pack(arena, dated, csv, &messages);
    assert_text(messages, "");
    assert_non_null(set);
    return set;
}

static void provisions_are_found_by_name(void **state) {
    (void)state;
    Arena *arena = arena_new();
    const LawSet *set = read_dated(arena);
    size_t index = 0;
    assert_int_equal(law_pack_count(set), 1);
    assert_int_equal(law_provision_count(set), 4);
    assert_true(law_provision_find(set, TEXT("x.scope1"), &index));
    assert_int_equal(index, 0);
    assert_true(law_provision_find(set, TEXT("g"), &index));
    ProvisionInfo info = law_provision(set, index);
    assert_text(info.name, "x.g");
    assert_text(info.citation, "C");
    assert_int_equal(info.kind, PROVISION_FACT);
    assert_false(law_provision_find(set, TEXT("x.none"), &index));
    assert_true(law_pack(set, 0).speaks);
    arena_free(arena);
}

static void assert_interval(const LawSet *set, size_t index, const char *from, const char *until,
                            LawStatus status, const char *citation) {
    ProvisionInterval interval = law_provision_interval(set, 1, index);
    assert_int_equal(interval.range.from, day(from));
    assert_int_equal(interval.range.until, until == NULL ? DATE_MAX : day(until));
    assert_int_equal(interval.status, status);
    assert_text(interval.citation, citation);
}

static void intervals_are_apart_and_without_suspensions(void **state) {
    (void)state;
    Arena *arena = arena_new();
    const LawSet *set = read_dated(arena);
    assert_int_equal(law_provision(set, 1).interval_count, 4);
    assert_interval(set, 0, "2024-01-01", "2025-02-28", LAW_SECONDARY, "");
    assert_interval(set, 1, "2025-03-01", "2025-03-31", LAW_PARTIAL, "");
    assert_interval(set, 2, "2025-04-01", "2025-11-09", LAW_SECONDARY, "Announcement 70");
    assert_interval(set, 3, "2026-11-28", NULL, LAW_SECONDARY, "Announcement 70");
    /* Suspended with no end: in force before it only. */
    assert_int_equal(law_provision(set, 2).interval_count, 1);
    assert_int_equal(law_provision_interval(set, 2, 0).range.from, DATE_MIN);
    assert_int_equal(law_provision_interval(set, 2, 0).range.until, day("2024-12-31"));
    /* Suspended through and through. */
    assert_int_equal(law_provision(set, 3).interval_count, 0);
    arena_free(arena);
}

static void days_of_change_are_given_once_and_in_order(void **state) {
    (void)state;
    Arena *arena = arena_new();
    const LawSet *set = read_dated(arena);
    Date *dates = NULL;
    size_t count = law_change_dates(arena, set, day("2025-04-01"), day("2026-11-28"), &dates);
    assert_int_equal(count, 3);
    assert_int_equal(dates[0], day("2025-11-10"));
    assert_int_equal(dates[1], day("2026-06-01"));
    assert_int_equal(dates[2], day("2026-11-28"));
    assert_int_equal(law_change_dates(arena, set, DATE_MIN, DATE_MAX, &dates), 8);
    arena_free(arena);
}

static void facts_of_a_transfer_are_found(void **state) {
    (void)state;
    Arena *arena = arena_new();
    const LawSet *set = read_dated(arena);
    size_t index = 0;
    Text nearest;
    assert_true(law_attribute_find(set, TEXT("item.value"), &index));
    AttributeInfo info = law_attribute(set, index);
    assert_int_equal(info.type, ATTRIBUTE_NUMBER);
    assert_text(info.unit, "USD");
    assert_false(law_attribute_find(set, TEXT("item.valeu"), &index));
    assert_true(law_attribute_nearest(set, TEXT("item.valeu"), &nearest));
    assert_text(nearest, "item.value");
    assert_true(law_attribute_find(set, TEXT("destination"), &index));
    assert_int_equal(law_attribute(set, index).type, ATTRIBUTE_COUNTRY);
    arena_free(arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(codes_lie_within_codes),
        cmocka_unit_test(months_are_held_to_the_last_day),
        cmocka_unit_test(words_go_both_ways),
        cmocka_unit_test(provisions_are_found_by_name),
        cmocka_unit_test(intervals_are_apart_and_without_suspensions),
        cmocka_unit_test(days_of_change_are_given_once_and_in_order),
        cmocka_unit_test(facts_of_a_transfer_are_found),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
