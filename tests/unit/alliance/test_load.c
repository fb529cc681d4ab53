/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "alliance/alliance.h"
#include "base/file.h"
#include "tables.h"

#define PARTIES                                                                                    \
    "== party.csv\nid,name,kind,country,parent\nX,Exland,country,XX,\nx-mine,Mine,site,,X\n"       \
    "y-fab,,site,YY,\n"
#define ITEMS "== item.csv\nid,name,kind,unit\nore,Ore,goods,kg\nchip,,goods,each\n"

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

static void assert_problems(Arena *arena, const char *tables, const char *expected) {
    Text problems;
    const Workspace *workspace = tables_read(arena, text_from(tables), &problems);
    assert_string_equal(problems.bytes, expected);
    assert_null(workspace);
}

static void assert_text(Text text, const char *expected) {
    assert_int_equal(text.length, strlen(expected));
    assert_memory_equal(text.bytes, expected, text.length);
}

static void assert_decimal(Arena *arena, Decimal value, const char *expected) {
    assert_text(decimal_format(arena, value), expected);
}

static void test_smallest(void **state) {
    const Workspace *workspace =
        read_well(*state, "== party.csv\nid,kind\n== item.csv\nid,kind,unit\n");
    assert_int_equal(workspace->party_count, 0);
    assert_int_equal(workspace->lane_count, 0);
    assert_int_equal(workspace->setting_count, 0);
    assert_int_equal(workspace->digest.length, 64);
}

static void test_parties(void **state) {
    const Workspace *workspace = read_well(
        *state, "== party.csv\nid,kind,country,parent,from,until,source\n"
                "child,person,,mid,2026-01-01,2026-12-31,a note\nmid,organisation,,top,,,\n"
                "top,government,TT,,,,\nnobody,organisation,,,,,\n== item.csv\nid,kind,unit\n");
    const Party *child = &workspace->parties[0];
    assert_text(child->id, "child");
    assert_text(child->name, "child");
    assert_int_equal(child->kind, PARTY_PERSON);
    assert_text(child->country, "TT");
    assert_int_equal(child->parent, 1);
    assert_text(child->mark.source, "a note");
    assert_int_equal(child->mark.line, 2);
    assert_int_equal(child->mark.holds.from, date_from_parts(2026, 1, 1));
    assert_int_equal(child->mark.holds.until, date_from_parts(2026, 12, 31));
    assert_int_equal(workspace->parties[2].parent, ALLIANCE_NONE);
    assert_int_equal(workspace->parties[2].mark.holds.from, DATE_MIN);
    assert_int_equal(workspace->parties[2].mark.holds.until, DATE_MAX);
    assert_true(text_is_empty(workspace->parties[3].country));
}

static void test_items_and_bill(void **state) {
    Arena *arena = *state;
    const Workspace *workspace = read_well(
        arena, PARTIES "== item.csv\nid,kind,unit,value_usd,origin,sensitivity\n"
                       "radar,goods,each,1000000.50,XX,high\nchip,goods,each,,,\nore,goods,kg,,,\n"
                       "== component.csv\nitem,component,quantity\nchip,ore,0.25\nradar,chip,4\n"
                       "radar,ore,1\n"
                       "== attribute.csv\nitem,attribute,value\nore,material,gallium\n"
                       "radar,usml,XI\nradar,eccn,3A001\n");
    assert_true(workspace->items[0].value_usd.is_given);
    assert_decimal(arena, workspace->items[0].value_usd.value, "1000000.5");
    assert_false(workspace->items[1].value_usd.is_given);
    assert_text(workspace->items[0].origin, "XX");
    assert_int_equal(workspace->items_bottom_up[0], 2);
    assert_int_equal(workspace->items_bottom_up[1], 1);
    assert_int_equal(workspace->items_bottom_up[2], 0);
    size_t first = 0;
    assert_int_equal(workspace_item_components(workspace, 0, &first), 2);
    assert_int_equal(workspace->components[first].component, 1);
    assert_decimal(arena, workspace->components[first].quantity, "4");
    assert_int_equal(workspace_item_components(workspace, 2, &first), 0);
    assert_int_equal(workspace_item_attributes(workspace, 0, &first), 2);
    assert_text(workspace->attributes[first].attribute, "usml");
    assert_text(workspace->attributes[first + 1].attribute, "eccn");
    assert_int_equal(workspace_item_attributes(workspace, 1, &first), 0);
}

static void test_network(void **state) {
    Arena *arena = *state;
    const Workspace *workspace =
        read_well(arena, PARTIES ITEMS
                  "== activity.csv\nid,site,item,capacity,cost_usd,lead_days\n"
                  "dig,x-mine,ore,1200.5,3,14\nmore,x-mine,ore,,,\n"
                  "== stock.csv\nsite,item,quantity\ny-fab,ore,0\n"
                  "== lane.csv\nfrom_site,to_site,item,transit_days,capacity,cost_usd,end_use\n"
                  "x-mine,y-fab,ore,30,0,2,civil\nx-mine,y-fab,ore,,,,\n");
    assert_true(workspace->activities[0].capacity.is_given);
    assert_decimal(arena, workspace->activities[0].capacity.value, "1200.5");
    assert_int_equal(workspace->activities[0].lead_days, 14);
    assert_int_equal(workspace->activities[0].site, 1);
    assert_false(workspace->activities[1].capacity.is_given);
    assert_decimal(arena, workspace->activities[1].cost_usd, "0");
    assert_int_equal(workspace->lanes[0].from_site, 1);
    assert_int_equal(workspace->lanes[0].to_site, 2);
    assert_true(workspace->lanes[0].capacity.is_given);
    assert_decimal(arena, workspace->lanes[0].capacity.value, "0");
    assert_int_equal(workspace->lanes[1].transit_days, 0);
    assert_false(workspace->lanes[1].capacity.is_given);
    assert_int_equal(workspace->stock_count, 1);
}

static void test_programmes(void **state) {
    Arena *arena = *state;
    const Workspace *workspace =
        read_well(arena, PARTIES ITEMS
                  "== programme.csv\nid,name,kind,owner,need_by,end_use\n"
                  "p,,production,X,2027-01-01,military\nq,,sustainment,,,\n"
                  "== demand.csv\nprogramme,site,item,start,every_days,quantity,priority\n"
                  "p,y-fab,ore,2026-12-01,7,10,2.5\nq,y-fab,ore,,,1,\n"
                  "== authorisation.csv\nid,route,exporter,consignee,item,quantity,value_usd\n"
                  "a1,licence,X,y-fab,ore,5,\na2,licence,X,y-fab,,,100\n"
                  "== lever.csv\nid,kind,change,cost_usd,ready_days\nl,reform,\"one\ntwo\",5,90\n");
    assert_int_equal(workspace->programmes[0].owner, 0);
    assert_int_equal(workspace->programmes[1].owner, ALLIANCE_NONE);
    assert_int_equal(workspace->programmes[1].need_by, DATE_MAX);
    assert_int_equal(workspace->programmes[1].kind, PROGRAMME_SUSTAINMENT);
    assert_int_equal(workspace->demands[1].start, DATE_MIN);
    assert_decimal(arena, workspace->demands[0].priority, "2.5");
    assert_decimal(arena, workspace->demands[1].priority, "1");
    assert_int_equal(workspace->authorisations[0].item, 0);
    assert_int_equal(workspace->authorisations[1].item, ALLIANCE_NONE);
    assert_false(workspace->authorisations[1].quantity.is_given);
    assert_text(workspace->levers[0].change, "one\ntwo");
    assert_int_equal(workspace->levers[0].ready_days, 90);
}

static void test_statuses_agreements_settings(void **state) {
    Arena *arena = *state;
    const Workspace *workspace = read_well(
        arena, PARTIES ITEMS "== status.csv\nparty,status,value\ny-fab,registered,\nX,level,2\n"
                             "y-fab,nationality,AA\ny-fab,nationality,BB\n"
                             "== agreement.csv\nid,kind,name\npact,treaty,The Pact\n"
                             "== agreement_party.csv\nagreement,party\npact,X\n"
                             "== workspace.csv\nkey,value\ntitle,A test\ntitle,Another\nempty,\n");
    size_t first = 0;
    assert_int_equal(workspace_party_statuses(workspace, 2, &first), 3);
    assert_text(workspace->statuses[first].value, "yes");
    assert_text(workspace->statuses[first + 2].value, "BB");
    assert_int_equal(workspace_party_statuses(workspace, 1, &first), 0);
    assert_int_equal(workspace->agreement_parties[0].party, 0);
    assert_text(workspace_setting(workspace, TEXT("title")), "A test");
    assert_text(workspace_setting(workspace, TEXT("absent")), "");
    assert_int_equal(workspace->settings[2].line, 4);
    size_t found = 0;
    assert_true(workspace_find_party(workspace, TEXT("y-fab"), &found));
    assert_int_equal(found, 2);
    assert_true(workspace_find_item(workspace, TEXT("chip"), &found));
    assert_int_equal(found, 1);
    assert_false(workspace_find_item(workspace, TEXT("y-fab"), &found));
    assert_false(workspace_find_programme(workspace, TEXT("p"), &found));
}

static void test_scenarios(void **state) {
    Arena *arena = *state;
    const Workspace *workspace = read_well(
        arena, PARTIES ITEMS "== activity.csv\nid,site,item\ndig,x-mine,ore\n"
                             "== lane.csv\nfrom_site,to_site,item,end_use\nx-mine,y-fab,chip,\n"
                             "x-mine,y-fab,ore,civil\nx-mine,y-fab,ore,military\n"
                             "== scenario.csv\n"
                             "id,name,kind,target,fraction,start,duration_days,probability\n"
                             "s,,party,X,,,,0.1\ns,,activity,dig,0.5,2026-12-01,30,\n"
                             "s,,lane,x-mine>y-fab:ore,1,,,0.10\nt,,lane,x-mine>y-fab,,,,\n"
                             "t,,item,chip,0,,,\nt,,site,y-fab,,,,\n");
    assert_int_equal(workspace->loss_count, 9);
    assert_int_equal(workspace->losses[0].kind, LOSS_PARTY);
    assert_int_equal(workspace->losses[0].start, DATE_MIN);
    assert_decimal(arena, workspace->losses[0].fraction, "1");
    assert_decimal(arena, workspace->losses[1].fraction, "0.5");
    assert_false(workspace->losses[1].probability.is_given);
    assert_int_equal(workspace->losses[2].index, 1);
    assert_int_equal(workspace->losses[3].index, 2);
    assert_int_equal(workspace->losses[6].kind, LOSS_LANE);
    assert_int_equal(workspace->losses[7].index, 1);
    assert_int_equal(workspace->losses[8].index, 2);
}

static void test_target_with_marks_in_ids(void **state) {
    const Workspace *workspace =
        read_well(*state, "== party.csv\nid,kind,country\na:1,site,XX\na:1>b,site,XX\nb,site,XX\n"
                          "== item.csv\nid,kind,unit\nb:x,goods,kg\n"
                          "== lane.csv\nfrom_site,to_site,item\na:1>b,a:1,b:x\n"
                          "== scenario.csv\nid,kind,target\ns,lane,a:1>b>a:1:b:x\n");
    assert_int_equal(workspace->loss_count, 1);
    assert_int_equal(workspace->losses[0].index, 0);
}

static void test_digest(void **state) {
    const char *a = "== party.csv\nid,kind\n== item.csv\nid,kind,unit\n";
    const char *b = "== item.csv\nid,kind,unit\n== party.csv\nid,kind\n";
    const char *c = "== item.csv\nid,kind,unit\n== party.csv\nkind,id\n";
    Text digest = read_well(*state, a)->digest;
    assert_true(text_equals(digest, read_well(*state, b)->digest));
    assert_false(text_equals(digest, read_well(*state, c)->digest));
}

static void test_files_and_columns(void **state) {
    assert_problems(*state, "== nothing.txt\n",
                    "item.csv: the file is missing; a workspace must have it\n"
                    "party.csv: the file is missing; a workspace must have it\n");
    assert_problems(*state, PARTIES ITEMS "== lanes.csv\nx\n== itme.csv\n== foreign.csv\n",
                    "foreign.csv: no table has this name\n"
                    "itme.csv: no table has this name; did you mean `item.csv`?\n"
                    "lanes.csv: no table has this name; did you mean `lane.csv`?\n");
    assert_problems(*state, PARTIES ITEMS "== lane.csv\nfrom_site,to_sitte,item,colour\n",
                    "lane.csv:1:1: the column `to_site` is missing\n"
                    "lane.csv:1:11: there is no column `to_sitte`; did you mean `to_site`?\n"
                    "lane.csv:1:25: there is no column `colour`\n");
    assert_problems(*state, PARTIES ITEMS ITEMS, "item.csv: the table is given twice\n");
    assert_problems(*state, PARTIES ITEMS "== lane.csv\n",
                    "lane.csv: the file is empty; its first line must name the columns\n");
}

static void test_ids(void **state) {
    assert_problems(
        *state,
        PARTIES "== item.csv\nid,kind,unit\n,goods,kg\na,goods,kg\n\" b\",goods,kg\na,goods,kg\n"
                "\"c\nd\",goods,kg\n",
        "item.csv:2:1: id is empty\n"
        "item.csv:4:2: id ` b` begins or ends with a blank\n"
        "item.csv:5:1: the id `a` is given twice; it is first on line 3\n"
        "item.csv:6:2: id `c d` has a control character in it\n");
}

static void test_id_length(void **state) {
    Arena *arena = *state;
    TextBuilder builder = text_builder_new(arena);
    text_add(&builder, TEXT(PARTIES "== item.csv\nid,kind,unit\n"));
    text_add_repeated(&builder, 'i', 100);
    text_add(&builder, TEXT(",goods,kg\n"));
    assert_int_equal(read_well(arena, text_built(&builder).bytes)->item_count, 1);
    text_add_repeated(&builder, 'j', 101);
    text_add(&builder, TEXT(",goods,kg\n"));
    assert_problems(arena, text_built(&builder).bytes,
                    "item.csv:3:1: id `jjjjjjjjjjjjjjjjjjjjjjjjjjjjjjjjjjjjjjjjjjjjjjjjjjjjjjjjjjjj"
                    "...` is longer than 100 bytes\n");
}

static void test_cells(void **state) {
    assert_problems(
        *state,
        PARTIES "== item.csv\nid,kind,unit,value_usd,origin\na,good,kg,1e5,xx\n"
                "b,goods,,-1,XXX\nc,goods,kg,\"1,000\",X1\n",
        "item.csv:2:3: kind `good` is not known; write goods, software, technology or "
        "service\n"
        "item.csv:2:11: value_usd `1e5` is no number; write digits and a point, as in "
        "1250.5, at most 18 digits\n"
        "item.csv:2:15: origin `xx` is no country code of two capital letters\n"
        "item.csv:3:9: unit is empty\n"
        "item.csv:3:10: value_usd `-1` is negative\n"
        "item.csv:3:13: origin `XXX` is no country code of two capital letters\n"
        "item.csv:4:13: value_usd `1,000` is no number; write digits and a point, as in "
        "1250.5, at most 18 digits\n"
        "item.csv:4:20: origin `X1` is no country code of two capital letters\n");
}

static void test_days_dates_fractions(void **state) {
    assert_problems(*state,
                    PARTIES ITEMS
                    "== activity.csv\nid,site,item,lead_days\na,x-mine,ore,1.5\nb,x-mine,ore,-1\n"
                    "c,x-mine,ore,36501\nd,x-mine,ore,36500\n"
                    "== stock.csv\nsite,item,quantity,from,until\n"
                    "x-mine,ore,1,2026-02-30,\nx-mine,chip,1,2026-02-02,2026-02-01\n"
                    "== scenario.csv\nid,kind,target,fraction\ns,site,x-mine,1.0001\n",
                    "activity.csv:2:14: lead_days `1.5` is no whole number of days\n"
                    "activity.csv:3:14: lead_days `-1` is not within 0 to 36500 days\n"
                    "activity.csv:4:14: lead_days `36501` is not within 0 to 36500 days\n"
                    "scenario.csv:2:15: fraction `1.0001` is more than 1; write a part of the "
                    "whole, 0 to 1\n"
                    "stock.csv:2:14: from `2026-02-30` is no date; write YYYY-MM-DD\n"
                    "stock.csv:3:26: until `2026-02-01` is before from `2026-02-02`\n");
}

static void test_references(void **state) {
    assert_problems(*state,
                    PARTIES ITEMS
                    "== lane.csv\nfrom_site,to_site,item\nx-mime,y-fab,ore\nx-mine,nowhere,ore\n"
                    "== demand.csv\nprogramme,site,item,quantity\np,y-fab,ore,1\n",
                    "demand.csv:2:1: programme `p` is nowhere: there is no programme.csv\n"
                    "lane.csv:2:1: from_site `x-mime` is not in party.csv; did you mean `x-mine`?\n"
                    "lane.csv:3:8: to_site `nowhere` is not in party.csv\n");
}

/* What a broken table says is not made worse by what refers to it. */
static void test_no_echo(void **state) {
    assert_problems(
        *state, "== party.csv\nid,kind\na\n" ITEMS "== stock.csv\nsite,item,quantity\na,ore,1\n",
        "party.csv:2: the row has 1 field, the header names 2\n");
    assert_problems(*state, "== party.csv\nid,kind\na,sight\nb,person\n" ITEMS,
                    "party.csv:2:3: kind `sight` is not known; write country, government, "
                    "organisation, site or person\n");
}

static void test_keys(void **state) {
    Arena *arena = *state;
    const char *stocks = PARTIES ITEMS "== stock.csv\nsite,item,quantity,from,until\n"
                                       "x-mine,ore,1,,2026-06-30\nx-mine,ore,2,2026-07-01,\n"
                                       "x-mine,chip,3,,\n";
    assert_int_equal(read_well(arena, stocks)->stock_count, 3);
    assert_problems(
        arena,
        PARTIES ITEMS
        "== stock.csv\nsite,item,quantity,from,until\n"
        "x-mine,ore,1,,2026-07-01\nx-mine,ore,2,2026-07-01,2026-07-02\n"
        "x-mine,ore,2,2026-07-03,\n"
        "== status.csv\nparty,status,value\nX,level,\nX,level,yes\nX,level,no\n"
        "== lane.csv\nfrom_site,to_site,item,transit_days,end_use\n"
        "x-mine,y-fab,ore,0,civil\nx-mine,y-fab,ore,1,civil\nx-mine,y-fab,ore,,civil\n",
        "lane.csv:4:1: from_site `x-mine`, to_site `y-fab`, item `ore`, end_use `civil` "
        "is on line 2 already, for dates that overlap; keep one or part them by from "
        "and until\n"
        "status.csv:3:1: party `X`, status `level`, value `yes` is on line 2 already, "
        "for dates that overlap; keep one or part them by from and until\n"
        "stock.csv:3:1: site `x-mine`, item `ore` is on line 2 already, for dates that "
        "overlap; keep one or part them by from and until\n");
}

/* A long stretch hides behind a short one that begins later. */
static void test_nested_dates(void **state) {
    assert_problems(*state,
                    PARTIES ITEMS
                    "== stock.csv\nsite,item,quantity,from,until\n"
                    "x-mine,ore,3,2026-03-01,2026-03-02\nx-mine,ore,1,2026-01-01,2026-12-31\n"
                    "x-mine,ore,2,2026-06-01,2026-06-02\n",
                    "stock.csv:3:1: site `x-mine`, item `ore` is on line 2 already, for dates that "
                    "overlap; keep one or part them by from and until\n"
                    "stock.csv:4:1: site `x-mine`, item `ore` is on line 3 already, for dates that "
                    "overlap; keep one or part them by from and until\n");
}

static void test_circles(void **state) {
    assert_problems(*state,
                    "== party.csv\nid,kind,parent\na,person,b\nb,person,a\n"
                    "== item.csv\nid,kind,unit\nA,goods,kg\nB,goods,kg\nC,goods,kg\n"
                    "== component.csv\nitem,component,quantity\nA,B,1\nB,A,1\nC,C,1\n",
                    "component.csv:3:3: the bill of material goes in a circle: `A > B > A`; one of "
                    "these rows must go\n"
                    "component.csv:4:3: the bill of material goes in a circle: `C > C`; one of "
                    "these rows must go\n"
                    "party.csv:3:10: the parents go in a circle: `a > b > a`; one of these rows "
                    "must go\n");
}

static void test_across_rows(void **state) {
    assert_problems(*state,
                    "== party.csv\nid,kind,country,parent\ns,site,,o\no,organisation,,\n"
                    "t,site,XX,\n" ITEMS "== lane.csv\nfrom_site,to_site,item\nt,t,ore\n"
                    "== scenario.csv\nid,kind,target,probability\ns,lane,t>s:ore,0.1\n"
                    "s,item,oer,0.2\n",
                    "lane.csv:2:3: the lane ends where it begins, at `t`\n"
                    "party.csv:2: the site `s` has no country, nor has a parent of it\n"
                    "scenario.csv:2:8: no lane is `t>s:ore`; write from_site>to_site:item, as in "
                    "lane.csv\n"
                    "scenario.csv:3:8: target `oer` is not in item.csv\n"
                    "scenario.csv:3:12: the scenario `s` has another probability on line 2\n");
}

static void test_control_characters(void **state) {
    assert_problems(*state,
                    "== party.csv\nid,kind,name\na,person,x\033[1m\nb,person,x\xC2\x9Bm\n" ITEMS,
                    "party.csv:2:10: name `x [1m` has a control character in it\n"
                    "party.csv:3:10: name `x  m` has a control character in it\n");
}

static void test_problems_are_limited(void **state) {
    Arena *arena = *state;
    Text problems;
    TextBuilder builder = text_builder_new(arena);
    text_add(&builder, TEXT(PARTIES ITEMS "== stock.csv\nsite,item,quantity\n"));
    for (size_t i = 0; i < 6000; i++) {
        text_add(&builder, TEXT("nowhere,nothing,1\n"));
    }
    assert_null(tables_read(arena, text_built(&builder), &problems));
    size_t lines = 0;
    for (size_t i = 0; i < problems.length; i++) {
        lines += problems.bytes[i] == '\n' ? 1 : 0;
    }
    assert_int_equal(lines, 10000);
}

static void test_line_limit(void **state) {
    Arena *arena = *state;
    TextBuilder builder = text_builder_new(arena);
    text_add(&builder, TEXT(PARTIES ITEMS "== stock.csv\nsite,item,quantity\n"));
    text_add_repeated(&builder, '\n', 2000000);
    assert_int_equal(read_well(arena, text_built(&builder).bytes)->stock_count, 0);
    text_add_repeated(&builder, '\n', 1);
    assert_problems(arena, text_built(&builder).bytes,
                    "stock.csv: the file has more than 67108864 bytes or 2000001 lines\n");
}

/* Every `>` of a target could part it: a long one would take its length squared. */
static void test_long_target(void **state) {
    Arena *arena = *state;
    TextBuilder builder = text_builder_new(arena);
    text_add(&builder, TEXT(PARTIES ITEMS "== scenario.csv\nid,kind,target\ns,lane,"));
    text_add_repeated(&builder, '>', 303);
    assert_problems(arena, text_built(&builder).bytes,
                    "scenario.csv:2:8: target "
                    "`>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>...` "
                    "is longer than what it could name\n");
}

/* Places are of the bytes, also behind line ends in quotes. */
static void test_place_in_row_of_lines(void **state) {
    assert_problems(*state, PARTIES "== item.csv\nid,name,kind,unit\na,\"two\nlines\",bad,kg\n",
                    "item.csv:3:8: kind `bad` is not known; write goods, software, technology or "
                    "service\n");
}

/* ---- from a folder ---- */

static void write_file(Arena *arena, const char *folder, const char *name, const char *content) {
    Error error;
    Text path = file_path(arena, text_from(folder), text_from(name));
    assert_true(file_write(path, text_from(content), &error));
}

static void drop_file(Arena *arena, const char *folder, const char *name) {
    (void)unlink(text_terminated(arena, file_path(arena, text_from(folder), text_from(name))));
}

static void test_folder(void **state) {
    Arena *arena = *state;
    ProblemList problems = problem_list_new(arena);
    char folder[] = "/tmp/entente-workspace-XXXXXX";
    assert_non_null(mkdtemp(folder));
    write_file(arena, folder, "README.md", "not a table");
    write_file(arena, folder, "party.csv", "id,kind\np,person\n");
    write_file(arena, folder, "item.csv", "id,kind,unit\n");
    const Workspace *workspace = workspace_load(arena, text_from(folder), &problems);
    assert_non_null(workspace);
    assert_int_equal(problem_count(&problems), 0);
    assert_int_equal(workspace->party_count, 1);
    assert_text(workspace->folder, folder);
    drop_file(arena, folder, "party.csv");
    Text path = file_path(arena, text_from(folder), TEXT("party.csv"));
    assert_int_equal(mkdir(text_terminated(arena, path), 0700), 0);
    assert_null(workspace_load(arena, text_from(folder), &problems));
    assert_int_equal(problem_count(&problems), 1);
    assert_int_equal(rmdir(text_terminated(arena, path)), 0);
    drop_file(arena, folder, "item.csv");
    drop_file(arena, folder, "README.md");
    assert_int_equal(rmdir(folder), 0);
}

static void test_no_folder(void **state) {
    Arena *arena = *state;
    ProblemList problems = problem_list_new(arena);
    assert_null(workspace_load(arena, TEXT("/nowhere/at-all"), &problems));
    assert_int_equal(problem_count(&problems), 1);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_smallest, make_arena, drop_arena),
        cmocka_unit_test_setup_teardown(test_parties, make_arena, drop_arena),
        cmocka_unit_test_setup_teardown(test_items_and_bill, make_arena, drop_arena),
        cmocka_unit_test_setup_teardown(test_network, make_arena, drop_arena),
        cmocka_unit_test_setup_teardown(test_programmes, make_arena, drop_arena),
        cmocka_unit_test_setup_teardown(test_statuses_agreements_settings, make_arena, drop_arena),
        cmocka_unit_test_setup_teardown(test_scenarios, make_arena, drop_arena),
        cmocka_unit_test_setup_teardown(test_target_with_marks_in_ids, make_arena, drop_arena),
        cmocka_unit_test_setup_teardown(test_digest, make_arena, drop_arena),
        cmocka_unit_test_setup_teardown(test_files_and_columns, make_arena, drop_arena),
        cmocka_unit_test_setup_teardown(test_ids, make_arena, drop_arena),
        cmocka_unit_test_setup_teardown(test_id_length, make_arena, drop_arena),
        cmocka_unit_test_setup_teardown(test_cells, make_arena, drop_arena),
        cmocka_unit_test_setup_teardown(test_days_dates_fractions, make_arena, drop_arena),
        cmocka_unit_test_setup_teardown(test_references, make_arena, drop_arena),
        cmocka_unit_test_setup_teardown(test_no_echo, make_arena, drop_arena),
        cmocka_unit_test_setup_teardown(test_keys, make_arena, drop_arena),
        cmocka_unit_test_setup_teardown(test_nested_dates, make_arena, drop_arena),
        cmocka_unit_test_setup_teardown(test_circles, make_arena, drop_arena),
        cmocka_unit_test_setup_teardown(test_across_rows, make_arena, drop_arena),
        cmocka_unit_test_setup_teardown(test_control_characters, make_arena, drop_arena),
        cmocka_unit_test_setup_teardown(test_problems_are_limited, make_arena, drop_arena),
        cmocka_unit_test_setup_teardown(test_line_limit, make_arena, drop_arena),
        cmocka_unit_test_setup_teardown(test_long_target, make_arena, drop_arena),
        cmocka_unit_test_setup_teardown(test_place_in_row_of_lines, make_arena, drop_arena),
        cmocka_unit_test_setup_teardown(test_folder, make_arena, drop_arena),
        cmocka_unit_test_setup_teardown(test_no_folder, make_arena, drop_arena),
    };
    return cmocka_run_group_tests_name("alliance load", tests, NULL, NULL);
}
