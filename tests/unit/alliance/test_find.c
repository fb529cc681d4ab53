/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "alliance/alliance.h"
#include "tables.h"

#define TABLES                                                                                     \
    "== party.csv\nid,kind,country\na,site,AA\nb,site,BB\nc,site,BB\n"                             \
    "== item.csv\nid,kind,unit\nx,goods,kg\ny,goods,kg\n"                                          \
    "== programme.csv\nid,kind,end_use\ncivil,production,civil\nalso,research,civil\n"             \
    "army,production,military\nunsaid,production,\n"

static int make_arena(void **state) {
    *state = arena_new();
    return 0;
}

static int drop_arena(void **state) {
    arena_free(*state);
    return 0;
}

static const Workspace *read_well(Arena *arena, const char *tables) {
    Text problems;
    const Workspace *workspace = tables_read(arena, text_from(tables), &problems);
    assert_string_equal(problems.bytes, "");
    assert_non_null(workspace);
    return workspace;
}

static void assert_end_use(const Workspace *workspace, size_t lane, const char *expected) {
    Text end_use = workspace_lane_end_use(workspace, lane);
    assert_int_equal(end_use.length, strlen(expected));
    assert_memory_equal(end_use.bytes, expected, end_use.length);
}

static void test_end_use(void **state) {
    const Workspace *workspace =
        read_well(*state, TABLES "== demand.csv\nprogramme,site,item,quantity\n"
                                 "army,b,y,1\ncivil,b,x,1\nalso,b,x,1\nunsaid,c,x,1\ncivil,c,y,1\n"
                                 "army,c,y,1\ncivil,c,y,1\n"
                                 "== lane.csv\nfrom_site,to_site,item,end_use\na,b,x,\na,b,y,\n"
                                 "a,c,x,\na,c,y,\nb,a,x,\na,b,x,space\n");
    assert_end_use(workspace, 0, "civil");
    assert_end_use(workspace, 1, "military");
    assert_end_use(workspace, 2, "");
    assert_end_use(workspace, 3, "");
    assert_end_use(workspace, 4, "");
    assert_end_use(workspace, 5, "space");
}

static void test_end_use_partly_unsaid(void **state) {
    const Workspace *workspace =
        read_well(*state, TABLES "== demand.csv\nprogramme,site,item,quantity\ncivil,b,x,1\n"
                                 "unsaid,b,x,1\ncivil,b,x,1\n"
                                 "== lane.csv\nfrom_site,to_site,item\na,b,x\n");
    assert_end_use(workspace, 0, "");
}

static void test_end_use_without_demand(void **state) {
    const Workspace *workspace =
        read_well(*state, TABLES "== lane.csv\nfrom_site,to_site,item\na,b,x\n");
    assert_end_use(workspace, 0, "");
}

static Date day(int number) {
    return date_from_parts(2026, 12, number);
}

/* One demand row, "start,every_days,quantity,from,until". */
static double wanted(Arena *arena, const char *row, int from, int until) {
    Text tables =
        text_format(arena,
                    "%s== demand.csv\nprogramme,site,item,start,every_days,quantity,from,until\n"
                    "civil,b,x,%s\n",
                    TABLES, row);
    const Workspace *workspace = read_well(arena, tables.bytes);
    return workspace_demand_between(workspace, 0, day(1), day(from), day(until));
}

static void assert_wanted(Arena *arena, const char *row, int from, int until, double expected) {
    double difference = wanted(arena, row, from, until) - expected;
    assert_true(difference == 0);
}

static void test_demand_once(void **state) {
    Arena *arena = *state;
    assert_wanted(arena, "2026-12-05,0,2.5,,", 1, 31, 2.5);
    assert_wanted(arena, "2026-12-05,0,2.5,,", 5, 5, 2.5);
    assert_wanted(arena, "2026-12-05,0,2.5,,", 6, 31, 0);
    assert_wanted(arena, "2026-12-05,0,2.5,,", 1, 4, 0);
    assert_wanted(arena, "2026-12-05,0,2.5,2026-12-06,", 1, 31, 0);
    assert_wanted(arena, "2026-12-05,0,2.5,,2026-12-05", 1, 31, 2.5);
}

static void test_demand_repeated(void **state) {
    Arena *arena = *state;
    /* 5, 12, 19, 26 */
    assert_wanted(arena, "2026-12-05,7,1,,", 1, 31, 4);
    assert_wanted(arena, "2026-12-05,7,1,,", 5, 12, 2);
    assert_wanted(arena, "2026-12-05,7,1,,", 6, 11, 0);
    assert_wanted(arena, "2026-12-05,7,1,,", 13, 18, 0);
    assert_wanted(arena, "2026-12-05,7,1,,", 12, 12, 1);
    assert_wanted(arena, "2026-12-05,7,1,2026-12-10,2026-12-19", 1, 31, 2);
    assert_wanted(arena, "2026-12-05,1,3,,", 4, 6, 6);
    assert_wanted(arena, "2026-12-05,7,1,,", 20, 10, 0);
    assert_wanted(arena, "2020-01-01,36500,1,,", 1, 31, 0);
}

/* Without a start the plan's first day counts, or the row's where that is later. */
static void test_demand_without_start(void **state) {
    Arena *arena = *state;
    assert_wanted(arena, ",0,1,,", 1, 7, 1);
    assert_wanted(arena, ",0,1,,", 2, 7, 0);
    assert_wanted(arena, ",10,1,,", 1, 7, 1);
    assert_wanted(arena, ",10,1,,", 8, 14, 1);
    assert_wanted(arena, ",10,1,,", 15, 20, 0);
    assert_wanted(arena, ",0,1,2026-12-09,", 1, 31, 1);
    assert_wanted(arena, ",10,1,2026-12-09,", 1, 31, 3);
    assert_wanted(arena, ",0,1,2020-01-01,", 1, 31, 1);
}

/* What a plan is parted into adds up to what the whole wants. */
static void test_demand_adds_up(void **state) {
    const Workspace *workspace =
        read_well(*state, TABLES "== demand.csv\nprogramme,site,item,every_days,quantity\n"
                                 "civil,b,x,5,1\n");
    double sum = 0;
    for (int first = 1; first <= 31; first += 7) {
        sum += workspace_demand_between(workspace, 0, day(1), day(first), day(first + 6));
    }
    double whole = workspace_demand_between(workspace, 0, day(1), day(1), day(35));
    assert_true(sum == whole);
    assert_true(whole == 7);
}

static void test_party_is_of(void **state) {
    const Workspace *workspace =
        read_well(*state, "== party.csv\nid,kind,country,parent\nland,country,AA,\n"
                          "firm,organisation,,land\nshop,site,,firm\nother,site,AA,\n"
                          "== item.csv\nid,kind,unit\nore,goods,kg\n"
                          "== transfer.csv\nexporter,consignee,item,fact,value\n"
                          ",firm,ore,transfer.known,\n");
    assert_true(workspace_party_is_of(workspace, 2, 2));
    assert_true(workspace_party_is_of(workspace, 2, 1));
    assert_true(workspace_party_is_of(workspace, 2, 0));
    assert_false(workspace_party_is_of(workspace, 1, 2));
    assert_false(workspace_party_is_of(workspace, 3, 0));
    assert_false(workspace_party_is_of(workspace, ALLIANCE_NONE, 0));
    assert_int_equal(workspace->transfer_fact_count, 1);
    assert_true(workspace->transfer_facts[0].exporter == ALLIANCE_NONE);
    assert_int_equal(workspace->transfer_facts[0].consignee, 1);
    assert_true(text_equals(workspace->transfer_facts[0].value, TEXT("yes")));
}

static void test_schema(void **state) {
    (void)state;
    size_t lane = 0;
    assert_int_equal(workspace_table_count(), 22);
    assert_true(workspace_find_table(TEXT("lane"), &lane));
    assert_false(workspace_find_table(TEXT("lanes"), &lane));
    WorkspaceTable table = workspace_table(lane);
    assert_true(table.is_dated);
    assert_false(table.has_ids);
    WorkspaceColumn first = workspace_column(lane, 0);
    assert_true(text_equals(first.name, TEXT("from_site")));
    assert_true(text_equals(first.refers_to, TEXT("party")));
    WorkspaceColumn last = workspace_column(lane, table.column_count - 1);
    assert_true(text_equals(last.name, TEXT("source")));
    assert_int_equal(last.word_count, 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_end_use, make_arena, drop_arena),
        cmocka_unit_test_setup_teardown(test_end_use_partly_unsaid, make_arena, drop_arena),
        cmocka_unit_test_setup_teardown(test_end_use_without_demand, make_arena, drop_arena),
        cmocka_unit_test_setup_teardown(test_demand_once, make_arena, drop_arena),
        cmocka_unit_test_setup_teardown(test_demand_repeated, make_arena, drop_arena),
        cmocka_unit_test_setup_teardown(test_demand_without_start, make_arena, drop_arena),
        cmocka_unit_test_setup_teardown(test_demand_adds_up, make_arena, drop_arena),
        cmocka_unit_test_setup_teardown(test_party_is_of, make_arena, drop_arena),
        cmocka_unit_test(test_schema),
    };
    return cmocka_run_group_tests_name("alliance find", tests, NULL, NULL);
}
