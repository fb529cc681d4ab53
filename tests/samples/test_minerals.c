/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>

#include "alliance/alliance.h"

typedef struct Fixture {
    const char *folder;
    Arena *arena;
    const Workspace *workspace;
} Fixture;

static int load(void **state) {
    Fixture *fixture = *state;
    fixture->arena = arena_new();
    ProblemList problems = problem_list_new(fixture->arena);
    fixture->workspace = workspace_load(fixture->arena, text_from(fixture->folder), &problems);
    if (fixture->workspace == NULL) {
        Text shown = problem_format(fixture->arena, &problems, 20);
        fprintf(stderr, "%.*s\n", TEXT_ARGS(shown));
        return 1;
    }
    return 0;
}

static int unload(void **state) {
    Fixture *fixture = *state;
    arena_free(fixture->arena);
    return 0;
}

static Text country_of(const Workspace *workspace, size_t party) {
    return workspace->parties[party].country;
}

static void test_every_lane_has_an_end_use(void **state) {
    const Workspace *workspace = ((Fixture *)*state)->workspace;
    size_t military = 0, civil = 0;
    for (size_t lane = 0; lane < workspace->lane_count; lane++) {
        Text end_use = workspace_lane_end_use(workspace, lane);
        military += text_equals(end_use, TEXT("military"));
        civil += text_equals(end_use, TEXT("civil"));
    }
    assert_true(military > 0);
    assert_int_equal(military, civil);
    assert_int_equal(military + civil, workspace->lane_count);
}

/* What `country` can send to the United States of an item, in a year. */
static double sent_to_us(const Workspace *workspace, Text item, Text country) {
    double sum = 0;
    for (size_t i = 0; i < workspace->lane_count; i++) {
        const Lane *lane = &workspace->lanes[i];
        if (text_equals(workspace->items[lane->item].id, item) &&
            text_equals(country_of(workspace, lane->from_site), country) &&
            text_equals(country_of(workspace, lane->to_site), TEXT("US"))) {
            assert_true(lane->capacity.is_given);
            sum += decimal_to_double(lane->capacity.value);
        }
    }
    return sum;
}

/* By hand from the figures: antimony's net imports are 45,000 - 700 - 3,500 = 40,800 t, of
 * which China has 55 %; civil industry may draw 1.1 and defence 1.5 times its part. */
static void test_antimony_from_china(void **state) {
    const Workspace *workspace = ((Fixture *)*state)->workspace;
    double year = 40800 * 0.55;
    double expected = year * 0.9 * 1.1 + year * 0.1 * 1.5;
    double found = sent_to_us(workspace, TEXT("antimony"), TEXT("CN"));
    assert_true(found > expected - 0.01 && found < expected + 0.01);
}

/* 19,000 kg of gallium a year: 364 kg and a third a week. */
static void test_gallium_wanted(void **state) {
    const Workspace *workspace = ((Fixture *)*state)->workspace;
    size_t item;
    double sum = 0;
    assert_true(workspace_find_item(workspace, TEXT("gallium"), &item));
    for (size_t i = 0; i < workspace->demand_count; i++) {
        const Demand *demand = &workspace->demands[i];
        if (demand->item == item && text_equals(country_of(workspace, demand->site), TEXT("US"))) {
            assert_int_equal(demand->every_days, 7);
            sum += decimal_to_double(demand->quantity);
        }
    }
    assert_true(sum > 364.38 && sum < 364.39);
}

static void test_packs_are_named(void **state) {
    const Workspace *workspace = ((Fixture *)*state)->workspace;
    size_t packs = 0;
    for (size_t i = 0; i < workspace->setting_count; i++) {
        packs += text_equals(workspace->settings[i].key, TEXT("packs"));
    }
    assert_int_equal(packs, 3);
}

int main(int argument_count, char **arguments) {
    if (argument_count != 2) {
        fprintf(stderr, "test_minerals FOLDER\n");
        return 2;
    }
    Fixture fixture = {.folder = arguments[1]};
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_prestate(test_every_lane_has_an_end_use, &fixture),
        cmocka_unit_test_prestate(test_antimony_from_china, &fixture),
        cmocka_unit_test_prestate(test_gallium_wanted, &fixture),
        cmocka_unit_test_prestate(test_packs_are_named, &fixture),
    };
    void *state = &fixture;
    if (load(&state) != 0) {
        return 1;
    }
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    unload(&state);
    return failed;
}
