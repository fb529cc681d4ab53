/* SPDX-License-Identifier: Apache-2.0 */
#include "../expect.h"

#include "service/facts.h"

#define FILE_OF(name, content)                                                                     \
    {                                                                                              \
        {(name), sizeof(name) - 1}, {                                                              \
            (content), sizeof(content) - 1                                                         \
        }                                                                                          \
    }

static const char PARTIES[] = "id,name,kind,country,parent\n"
                              "A,Aland,country,AA,\n"
                              "listed,Listed,organisation,AA,\n"
                              "second,Second,organisation,AA,\n"
                              "middle,Middle,organisation,AA,\n"
                              "firm,Firm,organisation,AA,\n"
                              "child,Child,organisation,AA,listed\n"
                              "plant,Plant,site,,firm\n"
                              "yard,Yard,site,,listed\n";

static const Workspace *workspace_of(Arena *arena, const char *ownerships, const char *listings) {
    const WorkspaceFile files[] = {
        FILE_OF("party.csv", PARTIES),
        FILE_OF("item.csv", "id,name,kind,unit\n"),
        {TEXT("ownership.csv"), text_from(ownerships)},
        {TEXT("listing.csv"), text_from(listings)},
    };
    ProblemList problems = problem_list_new(arena);
    const Workspace *workspace = workspace_parse(arena, TEXT(""), files, 4, &problems);
    if (workspace == NULL) {
        const Problem *first = array_at(&problems.problems, 0);
        print_error("%zu: %.*s\n", first->line, TEXT_ARGS(first->message));
    }
    assert_non_null(workspace);
    return workspace;
}

static Date day(const char *written) {
    Date date = 0;
    assert_true(date_parse(text_from(written), &date));
    return date;
}

static ListingFacts facts_of(Arena *arena, const Workspace *workspace, const char *id,
                             const char *as_of) {
    size_t party = 0;
    assert_true(workspace_find_party(workspace, text_from(id), &party));
    return listing_facts(arena, workspace, (ListingDays){day(as_of), day(as_of)})[party];
}

#define LISTING "party,list,listed,basis,review,from,until\n"
#define OWNERSHIP "owner,party,percent,from,until\n"

static void review_says_how_sure_a_hit_is(void **state) {
    const Workspace *workspace = workspace_of(*state, OWNERSHIP,
                                              LISTING "listed,EL,1,name,confirmed,,\n"
                                                      "second,EL,2,name,open,,\n"
                                                      "middle,EL,3,name,dismissed,,2026-06-30\n"
                                                      "firm,SDN,4,identifier,open,2026-03-01,\n");
    EXPECT_TEXT(facts_of(*state, workspace, "listed", "2026-01-01").lists, "EL");
    EXPECT_TEXT(facts_of(*state, workspace, "yard", "2026-01-01").lists, "EL");
    EXPECT_TEXT(facts_of(*state, workspace, "second", "2026-01-01").lists, "unknown");
    EXPECT_TEXT(facts_of(*state, workspace, "middle", "2026-06-30").lists, "");
    EXPECT_TEXT(facts_of(*state, workspace, "middle", "2026-07-01").lists, "unknown");
    EXPECT_TEXT(facts_of(*state, workspace, "firm", "2026-02-28").lists, "");
    EXPECT_TEXT(facts_of(*state, workspace, "firm", "2026-03-01").lists, "SDN");
}

static void half_is_enough_and_less_is_not(void **state) {
    static const struct {
        const char *percent;
        Certainty owned;
    } cases[] = {{"50", CERTAINTY_YES},
                 {"49.999999999999", CERTAINTY_NO},
                 {"100", CERTAINTY_YES},
                 {"0", CERTAINTY_NO},
                 {"", CERTAINTY_PERHAPS}};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        const Text rows = text_format(*state, OWNERSHIP "listed,firm,%s,,\n", cases[i].percent);
        const Workspace *workspace = workspace_of(*state, text_terminated(*state, rows),
                                                  LISTING "listed,EL,1,name,confirmed,,\n");
        assert_int_equal(facts_of(*state, workspace, "firm", "2026-01-01").owned, cases[i].owned);
        assert_int_equal(facts_of(*state, workspace, "plant", "2026-01-01").owned, cases[i].owned);
    }
}

static void shares_add_up_and_go_through(void **state) {
    const Workspace *workspace = workspace_of(*state,
                                              OWNERSHIP "listed,middle,50,,\n"
                                                        "middle,firm,25,,\n"
                                                        "second,firm,25,2026-02-01,2026-03-31\n",
                                              LISTING "listed,EL,1,name,confirmed,,\n"
                                                      "second,SDN,2,name,confirmed,,\n");
    assert_int_equal(facts_of(*state, workspace, "middle", "2026-01-01").owned, CERTAINTY_YES);
    assert_int_equal(facts_of(*state, workspace, "firm", "2026-01-31").owned, CERTAINTY_NO);
    assert_int_equal(facts_of(*state, workspace, "firm", "2026-02-01").owned, CERTAINTY_YES);
    assert_int_equal(facts_of(*state, workspace, "firm", "2026-04-01").owned, CERTAINTY_NO);
    /* Each list by itself owns less than half. */
    EXPECT_TEXT(facts_of(*state, workspace, "firm", "2026-02-01").owner_lists, "");
    EXPECT_TEXT(facts_of(*state, workspace, "middle", "2026-02-01").owner_lists, "EL");
}

static void what_is_open_leaves_ownership_open(void **state) {
    const Workspace *workspace =
        workspace_of(*state, OWNERSHIP "listed,firm,30,,\nsecond,firm,20,,\n",
                     LISTING "listed,EL,1,name,confirmed,,\nsecond,EL,2,name,open,,\n");
    assert_int_equal(facts_of(*state, workspace, "firm", "2026-01-01").owned, CERTAINTY_PERHAPS);
    EXPECT_TEXT(facts_of(*state, workspace, "firm", "2026-01-01").owner_lists, "unknown");
}

static void circles_end(void **state) {
    const Workspace *workspace = workspace_of(*state,
                                              OWNERSHIP "middle,firm,80,,\nfirm,middle,80,,\n"
                                                        "listed,middle,50,,\n",
                                              LISTING "listed,EL,1,name,open,,\n");
    assert_int_equal(facts_of(*state, workspace, "firm", "2026-01-01").owned, CERTAINTY_PERHAPS);
    assert_int_equal(facts_of(*state, workspace, "second", "2026-01-01").owned, CERTAINTY_NO);
    /* Nobody says how much its parent owns. */
    assert_int_equal(facts_of(*state, workspace, "child", "2026-01-01").owned, CERTAINTY_PERHAPS);
}

static void chains_are_told(void **state) {
    size_t party = 0;
    const Workspace *workspace =
        workspace_of(*state, OWNERSHIP "listed,middle,60,,\nmiddle,firm,50.5,,\n",
                     LISTING "listed,EL,1,name,confirmed,,\n");
    assert_true(workspace_find_party(workspace, TEXT("plant"), &party));
    EXPECT_TEXT(
        service_ownership_chain(*state, workspace, party, day("2026-01-01"), day("2026-01-01")),
        "plant is owned half or more by listed parties: 50.5 % by middle (of it 60 % by "
        "listed (listed))");
    assert_true(workspace_find_party(workspace, TEXT("second"), &party));
    EXPECT_TEXT(
        service_ownership_chain(*state, workspace, party, day("2026-01-01"), day("2026-01-01")),
        "");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        ARENA_TEST(review_says_how_sure_a_hit_is),
        ARENA_TEST(half_is_enough_and_less_is_not),
        ARENA_TEST(shares_add_up_and_go_through),
        ARENA_TEST(what_is_open_leaves_ownership_open),
        ARENA_TEST(circles_end),
        ARENA_TEST(chains_are_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
