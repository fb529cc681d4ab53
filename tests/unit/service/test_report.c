/* SPDX-License-Identifier: Apache-2.0 */
/* An invented island chain (tests/fixtures/island), small enough to be computed by hand:
 * 98 t of ore a week, 140 t in stock at the works, two into a box of bolts, 70 boxes a
 * week, 30 wanted for trade and 10 for the guard. Ore may not leave from 2026-02-05 to 2026-03-05;
 * the guard's bolts need a licence that takes 14 days. */
#include <math.h>
#include <stdlib.h>
#include <unistd.h>

#include "../expect.h"
#include "base/file.h"
#include "service/service.h"

/* Small costs of moving and keeping stay below this. */
static const double SMALL_COSTS = 0.02;

/* Within `tolerance` of each other. */
#define EXPECT_NEAR(actual, expected, tolerance)                                                   \
    assert_true(fabs((double)(actual) - (double)(expected)) <= (tolerance))

typedef struct Island {
    Arena *arena;
    const Workspace *workspace;
    const LawSet *set;
} Island;

static const LawSet *load_law(Arena *arena, Text path) {
    ProblemList problems = problem_list_new(arena);
    const LawSet *set = law_load(arena, &path, 1, &problems);
    if (set == NULL) {
        print_message("%s", problem_format(arena, &problems, 0).bytes);
    }
    assert_non_null(set);
    return set;
}

static Island load_island(Arena *arena) {
    ProblemList problems = problem_list_new(arena);
    const Workspace *workspace = workspace_load(arena, TEXT(FIXTURES "/island"), &problems);
    if (workspace == NULL) {
        print_message("%s", problem_format(arena, &problems, 0).bytes);
    }
    assert_non_null(workspace);
    const Text *paths = NULL;
    assert_int_equal(service_workspace_packs(arena, workspace, &paths), 1);
    return (Island){arena, workspace, load_law(arena, paths[0])};
}

static Date day(const char *text) {
    Date date = 0;
    assert_true(date_parse(text_from(text), &date));
    return date;
}

static Report report_on(const Island *island, const char *as_of) {
    const ReportOptions options = {
        .as_of = day(as_of), .known_at = day(as_of), .quantile = 50, .top = 0};
    Report report;
    Error error = {0};
    if (!service_report(island->arena, island->workspace, island->set, &options, &report, &error)) {
        print_message("%s\n", error.message);
        assert_true(false);
    }
    return report;
}

static const ReportLine *line_of(const Report *report, const char *programme) {
    for (size_t i = 0; i < report->line_count; i++) {
        if (text_equals(report->workspace->programmes[report->lines[i].programme].id,
                        text_from(programme))) {
            return &report->lines[i];
        }
    }
    assert_true(false);
    return NULL;
}

static const ReportBarrier *barrier_of(const Report *report, const char *name, BarrierKind kind) {
    for (size_t i = 0; i < report->barrier_count; i++) {
        if (report->barriers[i].kind == kind &&
            text_equals(report->barriers[i].name, text_from(name))) {
            return &report->barriers[i];
        }
    }
    assert_true(false);
    return NULL;
}

static void test_lines_are_as_computed_by_hand(void **state) {
    const Island *island = *state;
    const Report report = report_on(island, "2026-01-05");
    const ReportLine *trade = line_of(&report, "trade");
    const ReportLine *guard = line_of(&report, "guard");
    EXPECT_NEAR(trade->demand, 300, 1e-6);
    EXPECT_NEAR(trade->shortfall, 15, 1e-6);
    EXPECT_NEAR(trade->shortfall_days, 3.5, 1e-6);
    EXPECT_NEAR(trade->peak_owed, 45, 1e-6);
    assert_int_equal(trade->begins, day("2026-02-23"));
    EXPECT_NEAR(guard->shortfall, 0, 1e-6);
    EXPECT_NEAR(guard->peak_owed, 20, 1e-6);
    assert_int_equal(guard->begins, day("2026-01-05"));
    /* Of 40 boxes a week: trade 15 + 45 + 15 + 10 * 15, guard three times 10 + 20. */
    EXPECT_NEAR(report.lateness, (225.0 + 90) / 40, 1e-6);
}

static void test_totals_reconcile_week_by_week(void **state) {
    const Report report = report_on(*state, "2026-01-05");
    for (size_t i = 0; i < report.line_count; i++) {
        const ReportLine *line = &report.lines[i];
        double owed = 0;
        for (size_t week = 0; week < report.week_count; week++) {
            owed += line->demand_weekly[week] - line->supply_weekly[week];
            EXPECT_NEAR(owed, line->owed_weekly[week], 1e-6);
        }
        EXPECT_NEAR(line->supply + line->shortfall, line->demand, 1e-6);
    }
    EXPECT_NEAR(report.objective, report.dual_objective, 1e-6 * (1 + fabs(report.objective)));
}

static void test_barriers_are_worth_what_they_cost(void **state) {
    const Report report = report_on(*state, "2026-01-05");
    static const struct {
        const char *name;
        BarrierKind kind;
        double gain;
    } EXPECTED[] = {
        {"island.export.ore", BARRIER_LAW, 225.0 / 40},
        {"island.export.listed", BARRIER_LAW, 90.0 / 40},
        {"island.export.licence", BARRIER_CLOCK, 90.0 / 40},
        {"activity:dig", BARRIER_CAPACITY, 225.0 / 40},
        {"activity:forge", BARRIER_CAPACITY, 165.0 / 40},
        {"stock:bolt", BARRIER_STOCK, (225.0 + 90) / 40},
    };
    for (size_t i = 0; i < sizeof(EXPECTED) / sizeof(EXPECTED[0]); i++) {
        const ReportBarrier *barrier = barrier_of(&report, EXPECTED[i].name, EXPECTED[i].kind);
        assert_true(barrier->is_exact);
        EXPECT_NEAR(barrier->gain, EXPECTED[i].gain, SMALL_COSTS);
        assert_true(barrier->ceiling >= barrier->gain - 1e-6);
    }
}

static void test_ranking_falls(void **state) {
    const Report report = report_on(*state, "2026-01-05");
    assert_int_equal(report.certified_count, report.barrier_count);
    for (size_t i = 1; i < report.barrier_count; i++) {
        assert_true(report.barriers[i - 1].gain >= report.barriers[i].gain);
    }
}

/* Writes the pack again without the block that begins with `start`. */
static const LawSet *law_without(Arena *arena, const char *start, const char *folder) {
    Text content = {0};
    Error error = {0};
    assert_true(file_read(arena, TEXT(FIXTURES "/island-law/pack.law"), 1 << 20, &content, &error));
    TextBuilder kept = text_builder_new(arena);
    Text line = {0};
    bool is_inside = false;
    while (text_split(&content, '\n', &line)) {
        const bool begins = line.length > 0 && line.bytes[0] != ' ';
        is_inside = begins ? text_starts_with(line, text_from(start)) : is_inside;
        if (!is_inside) {
            text_add(&kept, line);
            text_add_character(&kept, '\n');
        }
    }
    const Text path = file_path(arena, text_from(folder), TEXT("pack.law"));
    assert_true(file_write(path, text_built(&kept), &error));
    const LawSet *set = load_law(arena, text_from(folder));
    assert_int_equal(unlink(path.bytes), 0);
    return set;
}

static void test_deleting_a_rule_gains_what_the_report_says(void **state) {
    Island island = *(const Island *)*state;
    const Report with = report_on(&island, "2026-01-05");
    char folder[] = "/tmp/entente-island-XXXXXX";
    assert_non_null(mkdtemp(folder));
    island.set = law_without(island.arena, "prohibition ore", folder);
    assert_int_equal(rmdir(folder), 0);
    const Report without = report_on(&island, "2026-01-05");
    EXPECT_NEAR(barrier_of(&with, "island.export.ore", BARRIER_LAW)->gain,
                with.objective - without.objective, 1e-6);
}

static void test_effects_say_who_gains(void **state) {
    const Report report = report_on(*state, "2026-01-05");
    const ReportBarrier *ore = barrier_of(&report, "island.export.ore", BARRIER_LAW);
    assert_int_equal(ore->effect_count, 1);
    assert_ptr_equal(&report.lines[ore->effects[0].line], line_of(&report, "trade"));
    EXPECT_NEAR(ore->effects[0].shortfall_avoided, 15, 1e-6);
    EXPECT_NEAR(ore->effects[0].lateness_avoided, 75, 1e-6);
}

static void test_changes_of_law_are_told(void **state) {
    const Report report = report_on(*state, "2026-01-05");
    assert_int_equal(report.change_count, 2);
    assert_int_equal(report.changes[0].date, day("2026-02-05"));
    assert_int_equal(report.changes[0].before, OUTCOME_FREE);
    assert_int_equal(report.changes[0].after, OUTCOME_PROHIBITED);
    assert_int_equal(report.changes[1].date, day("2026-03-06"));
    assert_int_equal(report.changes[1].after, OUTCOME_FREE);
    assert_true(text_equals(report.changes[0].to_countries, TEXT("BB")));
}

static void test_same_input_gives_same_bytes(void **state) {
    const Island *island = *state;
    const Report first = report_on(island, "2026-01-05");
    const Report second = report_on(island, "2026-01-05");
    assert_true(text_equals(service_report_text(island->arena, &first, NULL),
                            service_report_text(island->arena, &second, NULL)));
    assert_true(text_equals(service_report_json(island->arena, &first, NULL),
                            service_report_json(island->arena, &second, NULL)));
    assert_true(text_equals(service_report_html(island->arena, &first, &second),
                            service_report_html(island->arena, &second, &first)));
}

static int set_up(void **state) {
    static Island island;
    island = load_island(arena_new());
    *state = &island;
    return 0;
}

static int tear_down(void **state) {
    arena_free(((Island *)*state)->arena);
    return 0;
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_lines_are_as_computed_by_hand),
        cmocka_unit_test(test_totals_reconcile_week_by_week),
        cmocka_unit_test(test_barriers_are_worth_what_they_cost),
        cmocka_unit_test(test_ranking_falls),
        cmocka_unit_test(test_deleting_a_rule_gains_what_the_report_says),
        cmocka_unit_test(test_effects_say_who_gains),
        cmocka_unit_test(test_changes_of_law_are_told),
        cmocka_unit_test(test_same_input_gives_same_bytes),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
