/* SPDX-License-Identifier: Apache-2.0 */
#include "expect.h"

#include "alliance/alliance.h"
#include "tables.h"

/* radar (1000) holds 2 modules (150) and 3 cables (10); a module holds 4 chips (12.5), and from
 * February a spy chip (1). kit (no value) holds a radar. ore stands alone. */
#define TABLES                                                                                     \
    "== party.csv\nid,kind,country\na,site,AA\n"                                                   \
    "== item.csv\nid,kind,unit,value_usd\nradar,goods,each,1000\nmodule,goods,each,150\n"          \
    "cable,goods,m,10\nchip,goods,each,12.5\nspy,goods,each,1\nkit,goods,each,\nore,goods,t,3\n"   \
    "== component.csv\nitem,component,quantity,from\nkit,radar,1,\nradar,module,2,\n"              \
    "radar,cable,3,\nmodule,chip,4,\nmodule,spy,1,2026-02-01\ncable,ore,0,\n"

enum { RADAR, MODULE, CABLE, CHIP, SPY, KIT, ORE, ITEM_COUNT };

static const DerivedName CONTENT = {.name = {"content", 7}};
static const DerivedName CONTENT_OR_NONE = {
    .name = {"content", 7}, .has_otherwise = true, .otherwise = {"0", 1}};
static const DerivedName PARTS = {
    .name = {"parts", 5}, .has_otherwise = true, .otherwise = {"none", 4}};

static Date day(const char *text) {
    Date date = 0;
    assert_true(date_parse(text_from(text), &date));
    return date;
}

static const Workspace *read_well(Arena *arena, const char *tables) {
    Text problems;
    const Workspace *workspace = tables_read(arena, text_from(tables), &problems);
    EXPECT_TEXT(problems, "");
    return workspace;
}

/* "A+B", "none", or "?item" where it is not known. */
static Text shown(Arena *arena, const Workspace *workspace, const Contained *contained) {
    TextBuilder builder = text_builder_new(arena);
    if (!contained->is_known) {
        text_add_format(&builder, "?%.*s ", TEXT_ARGS(workspace->items[contained->unknown].id));
    }
    for (size_t i = 0; i < contained->count; i++) {
        text_add_format(&builder, "%s%.*s", i == 0 ? "" : "+", TEXT_ARGS(contained->values[i]));
    }
    return builder.length == 0 ? TEXT("none") : text_built(&builder);
}

#define EXPECT_PARTS(parts, item, expected)                                                        \
    EXPECT_TEXT(shown(*state, workspace, &(parts)[item]), expected)

static void contents_at_any_depth(void **state) {
    const Workspace *workspace = read_well(*state, TABLES);
    size_t *contents = NULL;
    assert_int_equal(workspace_contents(*state, workspace, KIT, day("2026-01-31"), &contents), 4);
    assert_int_equal(contents[3], RADAR);
    assert_int_equal(workspace_contents(*state, workspace, KIT, day("2026-02-01"), &contents), 5);
    assert_int_equal(workspace_contents(*state, workspace, ORE, 0, &contents), 0);
    assert_true(workspace_has_bill(workspace, KIT, 0));
    /* A quantity of nothing is no part. */
    assert_false(workspace_has_bill(workspace, CABLE, 0));
}

static void values_come_up_from_below(void **state) {
    const Workspace *workspace =
        read_well(*state, TABLES "== attribute.csv\nitem,attribute,value\nchip,list,C\nspy,list,S\n"
                                 "radar,list,R\nchip,list,B\ncable,list,FREE\nmodule,list,A+C\n");
    const Contained *parts = workspace_contained(*state, workspace, day("2026-01-01"), TEXT("list"),
                                                 true, TEXT("FREE"), PARTS, NULL);
    EXPECT_PARTS(parts, KIT, "A+B+C+R");
    EXPECT_PARTS(parts, RADAR, "A+B+C");
    EXPECT_PARTS(parts, MODULE, "B+C");
    EXPECT_PARTS(parts, CHIP, "none");
    EXPECT_PARTS(parts, CABLE, "none");
    parts = workspace_contained(*state, workspace, day("2026-02-01"), TEXT("list"), true,
                                TEXT("FREE"), PARTS, NULL);
    EXPECT_PARTS(parts, KIT, "A+B+C+R+S");
    const bool without[ITEM_COUNT] = {[MODULE] = true};
    parts = workspace_contained(*state, workspace, day("2026-02-01"), TEXT("list"), true,
                                TEXT("FREE"), PARTS, without);
    EXPECT_PARTS(parts, KIT, "R");
    EXPECT_PARTS(parts, RADAR, "none");
}

static void what_is_not_said_is_not_none(void **state) {
    const Workspace *workspace = read_well(
        *state, TABLES "== attribute.csv\nitem,attribute,value\nchip,list,C\nmodule,list,M\n"
                       "radar,list,R\nchip,parts,none\ncable,list,none\n");
    const DerivedName no_otherwise = {.name = TEXT("parts")};
    const Contained *parts = workspace_contained(*state, workspace, day("2026-01-01"), TEXT("list"),
                                                 false, TEXT(""), no_otherwise, NULL);
    EXPECT_PARTS(parts, MODULE, "C");
    /* Of the cable no one says what it contains. */
    EXPECT_PARTS(parts, RADAR, "?cable C+M");
    EXPECT_PARTS(parts, KIT, "?cable C+M+R");
    parts = workspace_contained(*state, workspace, day("2026-02-01"), TEXT("list"), false, TEXT(""),
                                PARTS, NULL);
    EXPECT_PARTS(parts, MODULE, "?spy C");
    const bool without[ITEM_COUNT] = {[SPY] = true};
    parts = workspace_contained(*state, workspace, day("2026-02-01"), TEXT("list"), false, TEXT(""),
                                PARTS, without);
    EXPECT_PARTS(parts, MODULE, "C");
}

static void a_row_goes_before_the_bill(void **state) {
    const Workspace *workspace =
        read_well(*state, TABLES "== attribute.csv\nitem,attribute,value,until\nchip,list,C,\n"
                                 "module,parts,X+Y,\nradar,parts,unknown,2026-01-01\n");
    const Contained *parts = workspace_contained(*state, workspace, day("2026-01-01"), TEXT("list"),
                                                 true, TEXT("FREE"), PARTS, NULL);
    EXPECT_PARTS(parts, KIT, "?radar ");
    parts = workspace_contained(*state, workspace, day("2026-01-02"), TEXT("list"), true,
                                TEXT("FREE"), PARTS, NULL);
    EXPECT_PARTS(parts, RADAR, "X+Y");
}

static void expect_share(Arena *arena, const Share *share, const char *percent,
                         const char *content) {
    assert_int_equal(share->is_known, percent != NULL);
    assert_int_equal(share->has_content, content != NULL);
    if (percent != NULL) {
        EXPECT_TEXT(decimal_format(arena, share->percent), percent);
    }
    if (content != NULL) {
        EXPECT_TEXT(decimal_format(arena, share->content), content);
    }
}

static void shares_add_up(void **state) {
    const Workspace *workspace = read_well(*state, TABLES);
    const Counting chips[ITEM_COUNT] = {[CHIP] = COUNTING_YES};
    const Share *shares =
        workspace_shares(*state, workspace, day("2026-01-01"), chips, CONTENT_OR_NONE, NULL, false);
    /* 4 x 12.5 = 50 of 150; 2 x 50 of 1000. */
    expect_share(*state, &shares[MODULE], "33.333333333333", "50");
    expect_share(*state, &shares[RADAR], "10", "100");
    expect_share(*state, &shares[KIT], NULL, "100");
    assert_int_equal(shares[KIT].unknown, KIT);
    expect_share(*state, &shares[CHIP], "0", "0");
    /* A part that counts counts whole: 2 x 150 and 3 x 10. */
    const Counting more[ITEM_COUNT] = {
        [CHIP] = COUNTING_YES, [MODULE] = COUNTING_YES, [CABLE] = COUNTING_YES};
    shares =
        workspace_shares(*state, workspace, day("2026-01-01"), more, CONTENT_OR_NONE, NULL, false);
    expect_share(*state, &shares[RADAR], "33", "330");
    const bool without[ITEM_COUNT] = {[CABLE] = true};
    shares = workspace_shares(*state, workspace, day("2026-01-01"), more, CONTENT_OR_NONE, without,
                              false);
    expect_share(*state, &shares[RADAR], "30", "300");
}

/* 3 cables of 10 are gone from 1000, so 100 is of 970. */
static void what_is_separated_takes_its_value_along(void **state) {
    const Workspace *workspace = read_well(*state, TABLES);
    const Counting chips[ITEM_COUNT] = {[CHIP] = COUNTING_YES};
    const bool cables[ITEM_COUNT] = {[CABLE] = true};
    const Share *shares = workspace_shares(*state, workspace, day("2026-01-01"), chips,
                                           CONTENT_OR_NONE, cables, true);
    expect_share(*state, &shares[RADAR], "10.309278350515", "100");
    expect_share(*state, &shares[MODULE], "33.333333333333", "50");
    const bool chip[ITEM_COUNT] = {[CHIP] = true};
    const Counting cable[ITEM_COUNT] = {[CABLE] = COUNTING_YES};
    shares =
        workspace_shares(*state, workspace, day("2026-01-01"), cable, CONTENT_OR_NONE, chip, true);
    /* 8 chips of 12.5 are gone from two modules: 30 of 900. */
    expect_share(*state, &shares[RADAR], "3.333333333333", "30");
}

static void shares_are_unknown_never_zero(void **state) {
    const Workspace *workspace = read_well(
        *state, TABLES "== attribute.csv\nitem,attribute,value\ncable,content,50 percent\n");
    const Counting chips[ITEM_COUNT] = {[CHIP] = COUNTING_YES};
    const Share *shares =
        workspace_shares(*state, workspace, day("2026-01-01"), chips, CONTENT, NULL, false);
    /* 100 of chips and half of 3 x 10. */
    expect_share(*state, &shares[RADAR], "11.5", "115");
    shares = workspace_shares(*state, workspace, day("2026-02-01"), chips, CONTENT, NULL, false);
    /* What is in the spy chip nobody says. */
    expect_share(*state, &shares[RADAR], NULL, NULL);
    assert_int_equal(shares[RADAR].unknown, SPY);
    const Counting perhaps[ITEM_COUNT] = {[CHIP] = COUNTING_UNKNOWN};
    shares = workspace_shares(*state, workspace, day("2026-01-01"), perhaps, CONTENT_OR_NONE, NULL,
                              false);
    expect_share(*state, &shares[RADAR], NULL, NULL);
    assert_int_equal(shares[RADAR].unknown, CHIP);
    const Counting whole[ITEM_COUNT] = {[RADAR] = COUNTING_YES, [KIT] = COUNTING_YES};
    shares = workspace_shares(*state, workspace, day("2026-02-01"), whole, CONTENT, NULL, false);
    expect_share(*state, &shares[KIT], NULL, "1000");
}

static void a_value_that_is_missing(void **state) {
    const Workspace *workspace = read_well(
        *state, "== party.csv\nid,kind,country\na,site,AA\n"
                "== item.csv\nid,kind,unit,value_usd\nbox,goods,each,10\npart,goods,each,\n"
                "free,goods,each,0\n"
                "== component.csv\nitem,component,quantity\nbox,part,1\nfree,part,1\n");
    const Counting counts[3] = {COUNTING_NO, COUNTING_YES, COUNTING_NO};
    const Share *shares =
        workspace_shares(*state, workspace, 0, counts, CONTENT_OR_NONE, NULL, false);
    expect_share(*state, &shares[0], NULL, NULL);
    assert_int_equal(shares[0].unknown, 1);
    /* It is not asked for where it does not count. */
    const Counting none[3] = {COUNTING_NO, COUNTING_NO, COUNTING_NO};
    shares = workspace_shares(*state, workspace, 0, none, CONTENT_OR_NONE, NULL, false);
    expect_share(*state, &shares[0], "0", "0");
    expect_share(*state, &shares[2], NULL, "0");
}

static void sums_too_long_are_unknown(void **state) {
    const Workspace *workspace = read_well(
        *state, "== party.csv\nid,kind,country\na,site,AA\n"
                "== item.csv\nid,kind,unit,value_usd\nbox,goods,each,10\n"
                "part,goods,each,123456789012345678\n"
                "== component.csv\nitem,component,quantity\nbox,part,1.23456789012345678\n");
    const Counting counts[2] = {COUNTING_NO, COUNTING_YES};
    const Share *shares =
        workspace_shares(*state, workspace, 0, counts, CONTENT_OR_NONE, NULL, false);
    expect_share(*state, &shares[0], NULL, NULL);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        ARENA_TEST(contents_at_any_depth),
        ARENA_TEST(values_come_up_from_below),
        ARENA_TEST(what_is_not_said_is_not_none),
        ARENA_TEST(a_row_goes_before_the_bill),
        ARENA_TEST(shares_add_up),
        ARENA_TEST(what_is_separated_takes_its_value_along),
        ARENA_TEST(shares_are_unknown_never_zero),
        ARENA_TEST(a_value_that_is_missing),
        ARENA_TEST(sums_too_long_are_unknown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
