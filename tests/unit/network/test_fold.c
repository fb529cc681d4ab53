/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <math.h>

#include "network/fold.h"
#include "network/solver.h"

/* max 3x + 2y  where  x <= 4,  2y <= 6,  x + y <= 5,  2x <= 100, and y has a bound of its own. */
enum { COLUMNS = 2, ROWS = 4 };

static const int START[] = {0, 3, 5};
static const int ROW[] = {0, 2, 3, 1, 2};
static const double VALUE[] = {1, 1, 2, 2, 1};
static const double COST[] = {-3, -2};

typedef struct Case {
    double upper[COLUMNS];
    double row_lower[ROWS];
    double row_upper[ROWS];
    double value[COLUMNS];
    double dual[ROWS];
    unsigned char basis[COLUMNS + ROWS];
} Case;

static Case case_new(void) {
    return (Case){.upper = {INFINITY, INFINITY},
                  .row_lower = {-INFINITY, -INFINITY, -INFINITY, -INFINITY},
                  .row_upper = {4, 6, 5, 100}};
}

static LinearProgramme programme_of(Case *one) {
    return (LinearProgramme){ROWS, COLUMNS,    START,          ROW,           VALUE,
                             COST, one->upper, one->row_lower, one->row_upper};
}

static void solve(Case *one, bool is_started) {
    const LinearProgramme programme = programme_of(one);
    const SolverStart start = {one->basis, NULL};
    SolverResult result = {one->value, one->dual, one->basis, 0};
    Error error = {0};
    assert_true(solver_run(&programme, is_started ? &start : NULL, &result, &error));
}

static void expect(const double *found, const double *expected, size_t count) {
    for (size_t i = 0; i < count; i++) {
        assert_float_equal(found[i], expected[i], 1e-9);
    }
}

static void keeps_what_joins_columns(void **state) {
    (void)state;
    Case one = case_new();
    const LinearProgramme programme = programme_of(&one);
    Arena *arena = arena_new();
    const Fold fold = fold_new(arena, &programme);
    assert_int_equal(fold.kept_count, 2);
    assert_int_equal(fold.kept[0], FOLDED_AWAY);
    assert_int_equal(fold.kept[1], FOLDED_AWAY);
    assert_int_equal(fold.kept[2], 0);
    assert_int_equal(fold.kept[3], 1);
    assert_float_equal(fold_upper(&fold, &programme, 1), 3, 0);
    one.row_lower[0] = 0;
    one.row_upper[1] = -1;
    const Fold other = fold_new(arena, &programme);
    assert_int_equal(other.kept[0], 0);
    assert_int_equal(other.kept[1], 1);
    arena_free(arena);
}

static void gives_the_duals_of_rows_that_it_does_not_keep(void **state) {
    (void)state;
    Case one = case_new();
    solve(&one, false);
    expect(one.value, (const double[]){4, 1}, COLUMNS);
    expect(one.dual, (const double[]){-1, 0, -2, 0}, ROWS);
    one.row_upper[0] = 1;
    solve(&one, true);
    expect(one.value, (const double[]){1, 3}, COLUMNS);
    expect(one.dual, (const double[]){-3, -1, 0, 0}, ROWS);
    one.row_upper[0] = 4;
    solve(&one, true);
    expect(one.value, (const double[]){4, 1}, COLUMNS);
    expect(one.dual, (const double[]){-1, 0, -2, 0}, ROWS);
}

static void a_bound_that_is_tighter_hides_the_row(void **state) {
    (void)state;
    Case one = case_new();
    one.upper[1] = 0.5;
    solve(&one, false);
    expect(one.value, (const double[]){4, 0.5}, COLUMNS);
    expect(one.dual, (const double[]){-3, 0, 0, 0}, ROWS);
}

/* Whatever is left of a row, a start from another state of it ends where one from nothing does. */
static void starts_from_any_of_its_bases(void **state) {
    (void)state;
    for (int from = 0; from <= 6; from++) {
        for (int to = 0; to <= 6; to++) {
            Case one = case_new();
            Case fresh = case_new();
            one.row_upper[0] = from;
            solve(&one, false);
            one.row_upper[0] = to;
            fresh.row_upper[0] = to;
            solve(&one, true);
            solve(&fresh, false);
            expect(one.value, fresh.value, COLUMNS);
        }
    }
}

/* ---- columns that are equal ---- */

/* min 2a + 2b + 2c + 5d + 9e  where  a + b + c + d + e = due: three lanes side by side, a dearer
 * one, and what is owed. */
enum { LANES = 5 };

static const int LANE_START[] = {0, 1, 2, 3, 4, 5};
static const int LANE_ROW[LANES] = {0};
static const double LANE_VALUE[] = {1, 1, 1, 1, 1};
static const double LANE_COST[] = {2, 2, 2, 5, 9};

typedef struct Lanes {
    double upper[LANES];
    double due;
    double value[LANES];
    double dual;
    unsigned char basis[LANES + 1];
} Lanes;

static void send(Lanes *lanes, bool is_started) {
    double row_lower = lanes->due;
    double row_upper = lanes->due;
    const LinearProgramme programme = {1,         LANES,        LANE_START, LANE_ROW,  LANE_VALUE,
                                       LANE_COST, lanes->upper, &row_lower, &row_upper};
    const SolverStart start = {lanes->basis, NULL};
    SolverResult result = {lanes->value, &lanes->dual, lanes->basis, 0};
    Error error = {0};
    assert_true(solver_run(&programme, is_started ? &start : NULL, &result, &error));
}

static void finds_columns_that_are_equal(void **state) {
    (void)state;
    Lanes lanes = {.upper = {4, 0, 2, INFINITY, INFINITY}};
    double side = 0;
    const LinearProgramme programme = {1,         LANES,       LANE_START, LANE_ROW, LANE_VALUE,
                                       LANE_COST, lanes.upper, &side,      &side};
    const size_t expected[LANES] = {0, 0, 0, 3, 4};
    Arena *arena = arena_new();
    const Fold fold = fold_new(arena, &programme);
    assert_memory_equal(fold.first, expected, sizeof(expected));
    assert_float_equal(fold_uppers(arena, &fold, &programme)[0], 6, 0);
    arena_free(arena);
}

/* Each amount due, from nothing and from the basis of each other one. */
static void shares_out_among_columns_that_are_equal(void **state) {
    (void)state;
    static const double dues[] = {0, 1, 4, 5, 6, 8};
    static const double sent[][LANES] = {{0, 0, 0, 0, 0}, {1, 0, 0, 0, 0}, {4, 0, 0, 0, 0},
                                         {4, 0, 1, 0, 0}, {4, 0, 2, 0, 0}, {4, 0, 2, 2, 0}};
    for (size_t from = 0; from < sizeof(dues) / sizeof(dues[0]); from++) {
        for (size_t to = 0; to < sizeof(dues) / sizeof(dues[0]); to++) {
            Lanes lanes = {.upper = {4, 0, 2, INFINITY, INFINITY}, .due = dues[from]};
            send(&lanes, false);
            expect(lanes.value, sent[from], LANES);
            size_t basics = 0;
            for (size_t i = 0; i <= LANES; i++) {
                basics += solver_is_basic(lanes.basis[i]) ? 1 : 0;
            }
            assert_int_equal(basics, 1);
            lanes.due = dues[to];
            send(&lanes, true);
            expect(lanes.value, sent[to], LANES);
        }
    }
}

static void a_lane_split_in_two_has_the_same_price(void **state) {
    (void)state;
    Lanes lanes = {.upper = {1, 1, 1, 0.5, INFINITY}, .due = 3.25};
    send(&lanes, false);
    assert_float_equal(lanes.dual, 5, 1e-9);
    lanes.due = 2.5;
    send(&lanes, true);
    assert_float_equal(lanes.dual, 2, 1e-9);
    expect(lanes.value, (const double[]){1, 1, 0.5, 0, 0}, LANES);
    lanes.upper[1] = 0;
    lanes.due = 2.75;
    send(&lanes, true);
    assert_float_equal(lanes.dual, 9, 1e-9);
    expect(lanes.value, (const double[]){1, 0, 1, 0.5, 0.25}, LANES);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(keeps_what_joins_columns),
        cmocka_unit_test(gives_the_duals_of_rows_that_it_does_not_keep),
        cmocka_unit_test(a_bound_that_is_tighter_hides_the_row),
        cmocka_unit_test(starts_from_any_of_its_bases),
        cmocka_unit_test(finds_columns_that_are_equal),
        cmocka_unit_test(shares_out_among_columns_that_are_equal),
        cmocka_unit_test(a_lane_split_in_two_has_the_same_price),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
