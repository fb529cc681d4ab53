/* SPDX-License-Identifier: Apache-2.0 */
/* The scheme of catalogues/cmmc: phases by date, how long a status holds, what flows down. */
#include "../expect.h"
#include "assurance/assurance.h"

static const Scheme *load(Arena *arena) {
    ProblemList problems = problem_list_new(arena);
    const Scheme *scheme = scheme_load(arena, TEXT(CATALOGUES "/cmmc"), &problems);
    if (scheme == NULL) {
        print_message("%s", problem_format(arena, &problems, 0).bytes);
    }
    assert_non_null(scheme);
    return scheme;
}

static Date day(const char *text) {
    Date date = 0;
    assert_true(date_parse(text_from(text), &date));
    return date;
}

/* 32 CFR 170.3(e): the day before each turn, the turn, and the end. */
static void phases_turn_on_their_days(void **state) {
    (void)state;
    static const char *const CASES[][2] = {
        {"2024-12-15", ""},  {"2024-12-16", "0"}, {"2025-11-09", "0"}, {"2025-11-10", "1"},
        {"2026-11-09", "1"}, {"2026-11-10", "2"}, {"2027-11-09", "2"}, {"2027-11-10", "3"},
        {"2028-11-09", "3"}, {"2028-11-10", "4"}, {"2100-01-01", "4"},
    };
    Arena *arena = arena_new();
    const Scheme *scheme = load(arena);
    for (size_t i = 0; i < sizeof(CASES) / sizeof(CASES[0]); i++) {
        const size_t phase = scheme_phase(scheme, day(CASES[i][0]));
        EXPECT_TEXT(phase == SCHEME_NONE ? TEXT("") : scheme->phases[phase].name, CASES[i][1]);
    }
    arena_free(arena);
}

/* DFARS 204.7501: a final level 2 holds three years, each status a year after its affirmation,
 * a conditional one 180 days; the last day is inside. */
static void statuses_hold_their_time(void **state) {
    (void)state;
    static const struct {
        const char *status;
        const char *since;
        const char *affirmed; /* or empty */
        const char *on;
        Currency current;
    } CASES[] = {
        {"Final Level 2 (C3PAO)", "2025-12-01", "2025-12-01", "2027-01-15", CURRENCY_NO},
        {"Final Level 2 (C3PAO)", "2025-12-01", "2025-12-01", "2026-12-01", CURRENCY_YES},
        {"Final Level 2 (C3PAO)", "2025-12-01", "2025-12-01", "2026-12-02", CURRENCY_NO},
        {"Final Level 2 (C3PAO)", "2025-12-01", "2028-11-30", "2028-12-01", CURRENCY_YES},
        {"Final Level 2 (C3PAO)", "2025-12-01", "2028-11-30", "2028-12-02", CURRENCY_NO},
        {"Final Level 2 (C3PAO)", "2025-12-01", "", "2026-01-01", CURRENCY_UNKNOWN},
        {"Final Level 2 (C3PAO)", "2025-12-01", "", "2029-01-01", CURRENCY_NO},
        {"Final Level 2 (C3PAO)", "2025-12-01", "2025-12-01", "2025-11-30", CURRENCY_NO},
        {"Final Level 2 (C3PAO)", "2025-12-01", "2027-06-01", "2027-03-05", CURRENCY_UNKNOWN},
        {"Final Level 2 (C3PAO)", "2025-12-01", "2027-06-01", "2027-06-01", CURRENCY_YES},
        {"Final Level 1 (Self)", "2026-02-28", "2026-02-28", "2027-02-28", CURRENCY_YES},
        {"Final Level 1 (Self)", "2026-02-28", "2026-02-28", "2027-03-01", CURRENCY_NO},
        {"Final Level 1 (Self)", "2028-02-29", "2028-02-29", "2029-02-28", CURRENCY_YES},
        {"Final Level 1 (Self)", "2028-02-29", "2028-02-29", "2029-03-01", CURRENCY_NO},
        {"Conditional Level 2 (Self)", "2026-01-01", "2026-01-01", "2026-06-30", CURRENCY_YES},
        {"Conditional Level 2 (Self)", "2026-01-01", "2026-01-01", "2026-07-01", CURRENCY_NO},
        {"Conditional Level 2 (C3PAO)", "2026-01-10", "2026-01-10", "2026-07-09", CURRENCY_YES},
        {"Conditional Level 2 (C3PAO)", "2026-01-10", "2026-01-10", "2026-07-10", CURRENCY_NO},
        {"Conditional Level 3 (DIBCAC)", "2027-09-05", "2027-09-05", "2028-03-03", CURRENCY_YES},
        {"Conditional Level 3 (DIBCAC)", "2027-09-05", "2027-09-05", "2028-03-04", CURRENCY_NO},
        {"Conditional Level 3 (DIBCAC)", "2026-01-01", "2026-01-01", "2026-07-01", CURRENCY_NO},
        {"Final Level 3 (DIBCAC)", "2026-01-01", "2028-06-01", "2029-01-01", CURRENCY_YES},
    };
    Arena *arena = arena_new();
    const Scheme *scheme = load(arena);
    for (size_t i = 0; i < sizeof(CASES) / sizeof(CASES[0]); i++) {
        Holding holding = {.since = day(CASES[i].since)};
        Text why = {0};
        holding.is_affirmed = CASES[i].affirmed[0] != '\0';
        holding.affirmed = holding.is_affirmed ? day(CASES[i].affirmed) : DATE_MIN;
        assert_true(scheme_find_status(scheme, text_from(CASES[i].status), &holding.status));
        const Currency current = scheme_is_current(arena, scheme, &holding, day(CASES[i].on), &why);
        if (current != CASES[i].current) {
            fail_msg("%s of %s on %s: %d, %.*s", CASES[i].status, CASES[i].since, CASES[i].on,
                     (int)current, TEXT_ARGS(why));
        }
        assert_int_equal(text_is_empty(why), current == CURRENCY_YES);
    }
    arena_free(arena);
}

/* 32 CFR 170.23(a). */
static void requirements_flow_down(void **state) {
    (void)state;
    static const char *const CASES[][3] = {{"FCI", "Level 3 (DIBCAC)", "Level 1 (Self)"},
                                           {"FCI", "Level 1 (Self)", "Level 1 (Self)"},
                                           {"CUI", "Level 2 (Self)", "Level 2 (Self)"},
                                           {"CUI", "Level 2 (C3PAO)", "Level 2 (C3PAO)"},
                                           {"CUI", "Level 3 (DIBCAC)", "Level 2 (C3PAO)"}};
    Arena *arena = arena_new();
    const Scheme *scheme = load(arena);
    size_t prime = 0;
    for (size_t i = 0; i < sizeof(CASES) / sizeof(CASES[0]); i++) {
        assert_true(scheme_find_requirement(scheme, text_from(CASES[i][1]), &prime));
        const SchemeFlow *flow = scheme_flow(scheme, text_from(CASES[i][0]), prime);
        assert_non_null(flow);
        EXPECT_TEXT(scheme->requirements[flow->least].name, CASES[i][2]);
        assert_false(text_is_empty(flow->source));
    }
    assert_true(scheme_find_requirement(scheme, TEXT("Level 1 (Self)"), &prime));
    assert_null(scheme_flow(scheme, TEXT("CUI"), prime));
    arena_free(arena);
}

static void every_row_has_its_source(void **state) {
    (void)state;
    Arena *arena = arena_new();
    const Scheme *scheme = load(arena);
    assert_int_equal(scheme->status_count, 7);
    assert_int_equal(scheme->requirement_count, 4);
    for (size_t i = 0; i < scheme->status_count; i++) {
        assert_false(text_is_empty(scheme->statuses[i].source));
    }
    for (size_t i = 0; i < scheme->demand_count; i++) {
        assert_false(text_is_empty(scheme->demands[i].source));
    }
    for (size_t i = 1; i < scheme->requirement_count; i++) {
        assert_true(scheme->requirements[i].rank > scheme->requirements[i - 1].rank);
    }
    arena_free(arena);
}

static void a_missing_folder_is_told(void **state) {
    (void)state;
    Arena *arena = arena_new();
    ProblemList problems = problem_list_new(arena);
    assert_null(scheme_load(arena, TEXT("/nowhere"), &problems));
    assert_int_equal(problem_count(&problems), 1);
    arena_free(arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(phases_turn_on_their_days), cmocka_unit_test(statuses_hold_their_time),
        cmocka_unit_test(requirements_flow_down),    cmocka_unit_test(every_row_has_its_source),
        cmocka_unit_test(a_missing_folder_is_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
