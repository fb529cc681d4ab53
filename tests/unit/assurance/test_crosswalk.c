/* SPDX-License-Identifier: Apache-2.0 */
/* The crosswalk of catalogues/crosswalk: ways to evidence, and recognition apart from them. */
#include "../expect.h"
#include "assurance/assurance.h"

#define R2 TEXT("NIST SP 800-171r2")
#define R3 TEXT("NIST SP 800-171r3")

static const Crosswalk *load(Arena *arena) {
    ProblemList problems = problem_list_new(arena);
    const Crosswalk *crosswalk = crosswalk_load(arena, TEXT(CATALOGUES "/crosswalk"), &problems);
    if (crosswalk == NULL) {
        print_message("%s", problem_format(arena, &problems, 0).bytes);
    }
    assert_non_null(crosswalk);
    return crosswalk;
}

static void a_published_equal_is_more_than_a_hint(void **state) {
    (void)state;
    Arena *arena = arena_new();
    const Crosswalk *crosswalk = load(arena);
    const Reuse *reuse = NULL;
    const Text held = TEXT("FAR 52.204-21(b)(1) / CMMC L1");
    assert_int_equal(crosswalk_reuse(arena, crosswalk, R2, TEXT("3.1.1"), held, &reuse), 1);
    EXPECT_TEXT(reuse[0].id, "b.1.i");
    EXPECT_TEXT(reuse_word(reuse[0].strength), "published mapping");
    arena_free(arena);
}

static void a_derived_mapping_is_a_hint(void **state) {
    (void)state;
    Arena *arena = arena_new();
    const Crosswalk *crosswalk = load(arena);
    const Reuse *reuse = NULL;
    const size_t count = crosswalk_reuse(arena, crosswalk, R2, TEXT("3.1.1"),
                                         TEXT("ISO/IEC 27001:2022 Annex A"), &reuse);
    assert_true(count > 0);
    for (size_t i = 0; i < count; i++) {
        EXPECT_TEXT(reuse_word(reuse[i].strength), "hint");
        assert_int_equal(reuse[i].link_count, 1);
    }
    arena_free(arena);
}

/* Canada follows revision 3, so that the way from revision 2 is two links. */
static void a_chain_is_a_hint(void **state) {
    (void)state;
    Arena *arena = arena_new();
    const Crosswalk *crosswalk = load(arena);
    const Reuse *reuse = NULL;
    assert_int_equal(
        crosswalk_reuse(arena, crosswalk, R2, TEXT("3.1.1"), TEXT("ITSP.10.171"), &reuse), 1);
    EXPECT_TEXT(reuse[0].id, "03.01.01");
    assert_int_equal(reuse[0].link_count, 2);
    assert_int_equal(reuse[0].strength, REUSE_HINT);
    assert_int_equal(
        crosswalk_reuse(arena, crosswalk, R2, TEXT("3.1.999"), TEXT("ITSP.10.171"), &reuse), 0);
    arena_free(arena);
}

static void revision_two_leads_to_three(void **state) {
    (void)state;
    static const struct {
        const char *id;
        size_t count;
        const char *relation;
    } CASES[] = {{"3.1.1", 1, "same_number_retained"},
                 {"3.4.7", 2, "incorporated_into"},
                 {"3.4.9", 5, "addressed_by"},
                 {"3.5.6", 1, "withdrawn_no_successor_in_oscal"}};
    Arena *arena = arena_new();
    const Crosswalk *crosswalk = load(arena);
    for (size_t i = 0; i < sizeof(CASES) / sizeof(CASES[0]); i++) {
        const size_t *links = NULL;
        assert_int_equal(
            crosswalk_successors(arena, crosswalk, R2, text_from(CASES[i].id), R3, &links),
            CASES[i].count);
        EXPECT_TEXT(crosswalk->links[links[0]].relation, CASES[i].relation);
    }
    arena_free(arena);
}

/* 77 keep their number, 41 places take in or address others, 6 are withdrawn, 20 are new. */
static void the_map_of_revisions_is_whole(void **state) {
    (void)state;
    Arena *arena = arena_new();
    const Crosswalk *crosswalk = load(arena);
    size_t kept = 0;
    size_t fresh = 0;
    size_t withdrawn = 0;
    size_t all = 0;
    for (size_t i = 0; i < crosswalk->link_count; i++) {
        const CrosswalkLink *link = &crosswalk->links[i];
        if (text_equals(link->from, R2) && text_equals(link->to, R3)) {
            all++;
            kept += text_equals(link->relation, TEXT("same_number_retained"));
            fresh += text_is_empty(link->from_id);
            withdrawn += text_is_empty(link->to_id);
        }
    }
    assert_int_equal(all, 144);
    assert_int_equal(kept, 77);
    assert_int_equal(fresh, 20);
    assert_int_equal(withdrawn, 6);
    arena_free(arena);
}

/* 32 CFR part 170, preamble: no other nation's scheme is recognised, nor ISO/IEC 27001. */
static void nothing_foreign_is_recognised(void **state) {
    (void)state;
    static const char *const CASES[][2] = {{"ISO/IEC 27001:2022 Annex A", "no"},
                                           {"Def Stan 05-138 Issue 4", "no"},
                                           {"Essential Eight ML2", "no"},
                                           {"ITSP.10.171", "not yet"}};
    Arena *arena = arena_new();
    const Crosswalk *crosswalk = load(arena);
    for (size_t i = 0; i < sizeof(CASES) / sizeof(CASES[0]); i++) {
        const Recognition *row =
            crosswalk_recognition(crosswalk, text_from(CASES[i][0]), TEXT("CMMC"));
        assert_non_null(row);
        EXPECT_TEXT(row->recognised, CASES[i][1]);
        assert_false(text_is_empty(row->source));
    }
    assert_null(crosswalk_recognition(crosswalk, TEXT("ITSP.10.171"), TEXT("no such scheme")));
    arena_free(arena);
}

static void frameworks_and_ids_are_known(void **state) {
    (void)state;
    Arena *arena = arena_new();
    const Crosswalk *crosswalk = load(arena);
    assert_true(crosswalk_has_framework(crosswalk, TEXT("ITSP.10.171")));
    assert_false(crosswalk_has_framework(crosswalk, TEXT("ITSP.10.172")));
    assert_true(crosswalk_has_id(crosswalk, TEXT("ITSP.10.171"), TEXT("03.14.09")));
    assert_false(crosswalk_has_id(crosswalk, TEXT("ITSP.10.171"), TEXT("03.99.09")));
    arena_free(arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_published_equal_is_more_than_a_hint),
        cmocka_unit_test(a_derived_mapping_is_a_hint),
        cmocka_unit_test(a_chain_is_a_hint),
        cmocka_unit_test(revision_two_leads_to_three),
        cmocka_unit_test(the_map_of_revisions_is_whole),
        cmocka_unit_test(nothing_foreign_is_recognised),
        cmocka_unit_test(frameworks_and_ids_are_known),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
