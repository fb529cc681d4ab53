/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "reading.h"

/* A folder of packs: `a-b` uses `c`, and `c` has a table. */
typedef struct Folder {
    Arena *arena;
    Text path;
} Folder;

static const char user_law[] = "pack a.b \"User\"\n  jurisdiction US\n  authority \"A\"\n"
                               "  vintage 2026-01-01\n  uses c\n"
                               "fact f \"F\"\n  cite A\n  when destination in c.group A:5\n";
static const char used_law[] =
    "pack c \"Used\"\n  jurisdiction groups\n  authority \"C\"\n  vintage 2026-01-01\n" GROUP;
static const char group_csv[] = "country,group\nNL,A:5\nGB,A:5\nCU,E:1\nNL,B\n";

static Text inside(const Folder *folder, const char *name) {
    return file_path(folder->arena, folder->path, text_from(name));
}

static void make_folder(const Folder *folder, const char *name) {
    assert_int_equal(mkdir(text_terminated(folder->arena, inside(folder, name)), 0700), 0);
}

static void write_text(const Folder *folder, const char *name, const char *content) {
    Error error;
    assert_true(file_write(inside(folder, name), text_from(content), &error));
}

static int setup(void **state) {
    static char pattern_start[] = "/tmp/entente-packs-XXXXXX";
    Arena *arena = arena_new();
    char *pattern = arena_allocate(arena, sizeof pattern_start);
    (void)snprintf(pattern, sizeof pattern_start, "%s", pattern_start);
    Folder *folder = ARENA_NEW(arena, Folder);
    *folder = (Folder){.arena = arena, .path = text_from(mkdtemp(pattern))};
    make_folder(folder, "a-b");
    make_folder(folder, "c");
    write_text(folder, "a-b/pack.law", user_law);
    write_text(folder, "c/pack.law", used_law);
    write_text(folder, "c/g.csv", group_csv);
    *state = folder;
    return 0;
}

static void remove_tree(Arena *arena, Text path) {
    if (file_is_folder(path)) {
        Array names = array_new(arena, sizeof(Text));
        Error error;
        bool is_listed = file_list(arena, path, &names, &error);
        for (size_t i = 0; is_listed && i < names.count; i++) {
            remove_tree(arena, file_path(arena, path, ARRAY_ITEMS(Text, &names)[i]));
        }
        (void)rmdir(text_terminated(arena, path));
        return;
    }
    (void)unlink(text_terminated(arena, path));
}

static int teardown(void **state) {
    Folder *folder = *state;
    remove_tree(folder->arena, folder->path);
    arena_free(folder->arena);
    return 0;
}

static const LawSet *load(const Folder *folder, const Text *paths, size_t count, Text *messages) {
    ProblemList problems = problem_list_new(folder->arena);
    const LawSet *set = law_load(folder->arena, paths, count, &problems);
    *messages = problem_format(folder->arena, &problems, 0);
    return set;
}

static void a_used_pack_is_found_beside(void **state) {
    const Folder *folder = *state;
    Text messages;
    Text path = inside(folder, "a-b/");
    const LawSet *set = load(folder, &path, 1, &messages);
    assert_non_null(set);
    assert_int_equal(law_pack_count(set), 2);
    /* The used one stands before its user, and speaks about nothing itself. */
    assert_true(text_equals(law_pack(set, 0).name, TEXT("c")));
    assert_false(law_pack(set, 0).speaks);
    assert_true(text_equals(law_pack(set, 1).name, TEXT("a.b")));
    assert_int_equal(set->packs[1].uses[0], 0);
    /* Wherever it stands: by its name inside. */
    make_folder(folder, "other");
    assert_int_equal(rename(text_terminated(folder->arena, inside(folder, "c")),
                            text_terminated(folder->arena, inside(folder, "other"))),
                     0);
    assert_non_null(load(folder, &path, 1, &messages));
}

static void the_order_of_paths_changes_nothing(void **state) {
    const Folder *folder = *state;
    Text messages;
    Text paths[] = {inside(folder, "c"), inside(folder, "a-b"), folder->path};
    const LawSet *one = load(folder, paths, 3, &messages);
    const LawSet *other = load(folder, &paths[2], 1, &messages);
    assert_non_null(one);
    assert_non_null(other);
    assert_int_equal(law_pack_count(one), 2);
    for (size_t i = 0; i < 2; i++) {
        assert_true(text_equals(law_pack(one, i).name, law_pack(other, i).name));
        assert_true(text_equals(law_pack(one, i).digest, law_pack(other, i).digest));
    }
}

static void the_digest_is_of_the_content(void **state) {
    const Folder *folder = *state;
    Text messages;
    Text path = inside(folder, "c");
    Text first = law_pack(load(folder, &path, 1, &messages), 0).digest;
    assert_int_equal(first.length, 64);
    make_folder(folder, "d");
    write_text(folder, "d/pack.law", used_law);
    write_text(folder, "d/g.csv", group_csv);
    Text elsewhere = inside(folder, "d");
    assert_true(text_equals(first, law_pack(load(folder, &elsewhere, 1, &messages), 0).digest));
    write_text(folder, "c/g.csv", "country,group\nNL,A:5\n");
    assert_false(text_equals(first, law_pack(load(folder, &path, 1, &messages), 0).digest));
}

static void two_packs_of_one_name_are_a_problem(void **state) {
    const Folder *folder = *state;
    Text messages;
    make_folder(folder, "d");
    write_text(folder, "d/pack.law",
               "pack c \"Other\"\n  jurisdiction US\n  authority \"C\"\n"
               "  vintage 2026-01-01\n");
    assert_null(load(folder, &folder->path, 1, &messages));
    size_t at = 0;
    assert_true(text_find(messages, TEXT("there are two packs by the name `c`"), &at));
}

static void what_is_not_there_is_said(void **state) {
    const Folder *folder = *state;
    Text messages;
    size_t at = 0;
    Text path = inside(folder, "none");
    assert_null(load(folder, &path, 1, &messages));
    assert_true(text_find(messages, TEXT("there is no such folder of packs"), &at));
    make_folder(folder, "empty");
    path = inside(folder, "empty");
    assert_null(load(folder, &path, 1, &messages));
    assert_true(text_find(messages, TEXT("there is no pack in this folder"), &at));
}

static void rows_are_indexed_by_each_column_of_codes(void **state) {
    const Folder *folder = *state;
    Text messages;
    Text path = inside(folder, "c");
    const LawSet *set = load(folder, &path, 1, &messages);
    const LawTable *table = &set->tables[0];
    size_t symbol = 0;
    assert_true(map_find(set->symbols, TEXT("NL"), &symbol));
    const TableIndex *first = &table->indexes[0];
    assert_int_equal(first->first[symbol + 1] - first->first[symbol], 2);
    assert_int_equal(first->order[first->first[symbol]], 0);
    assert_int_equal(first->order[first->first[symbol] + 1], 3);
    assert_true(map_find(set->symbols, TEXT("A:5"), &symbol));
    assert_int_equal(first->first[symbol + 1], first->first[symbol]);
    assert_int_equal(first->first[first->symbol_count], 4);
    const TableIndex *second = &table->indexes[1];
    assert_true(second->first[symbol + 1] > second->first[symbol]);
    assert_int_equal(second->first[second->symbol_count], 4);
}

static void tests_are_read_with_their_pack(void **state) {
    const Folder *folder = *state;
    make_folder(folder, "a-b/tests");
    write_text(folder, "a-b/tests/one.law",
               "test \"One\"\n  as of 2026-10-01\n  given item.id \"B 5\", item.kind unknown\n"
               "  from US to NL\n  expect free best free\n  days 0\n  citing 15 CFR\n");
    ProblemList problems = problem_list_new(folder->arena);
    const LawTest *tests = NULL;
    size_t count = 0;
    size_t pack = 0;
    const LawSet *set =
        law_read_with_tests(folder->arena, inside(folder, "a-b"), &tests, &count, &pack, &problems);
    assert_non_null(set);
    assert_int_equal(pack, 1);
    assert_int_equal(count, 1);
    assert_int_equal(tests[0].known_at, tests[0].as_of);
    assert_int_equal(tests[0].given_count, 4);
    assert_true(text_equals(tests[0].given[0].value, TEXT("B 5")));
    assert_int_equal(tests[0].outcome, OUTCOME_FREE);
    assert_int_equal(tests[0].expectation_count, 3);
    assert_int_equal(tests[0].expectations[2].kind, EXPECT_CITING);
}

/* A set gives the files it was read from, and they are read again to the same law. */
static void packs_are_read_again_from_their_files(void **state) {
    const Folder *folder = *state;
    Text messages;
    PackText packs[2];
    ProblemList problems = problem_list_new(folder->arena);
    const LawSet *read = load(folder, &folder->path, 1, &messages);
    assert_non_null(read);
    for (size_t i = 0; i < 2; i++) {
        packs[i].file_count = law_pack_files(read, i, &packs[i].files);
    }
    assert_int_equal(packs[0].file_count, 2);
    assert_true(text_equals(packs[0].files[0].name, TEXT("g.csv")));
    assert_true(text_equals(packs[0].files[0].content, text_from(group_csv)));
    assert_true(text_equals(packs[0].files[1].name, TEXT("pack.law")));
    const LawSet *again = law_load_texts(folder->arena, packs, 2, &problems);
    assert_non_null(again);
    for (size_t i = 0; i < 2; i++) {
        assert_true(text_equals(law_pack(again, i).name, law_pack(read, i).name));
        assert_true(text_equals(law_pack(again, i).digest, law_pack(read, i).digest));
    }
    /* What a pack uses must be among them. */
    assert_null(law_load_texts(folder->arena, &packs[1], 1, &problems));
    assert_true(problem_count(&problems) > 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(packs_are_read_again_from_their_files, setup, teardown),
        cmocka_unit_test_setup_teardown(a_used_pack_is_found_beside, setup, teardown),
        cmocka_unit_test_setup_teardown(the_order_of_paths_changes_nothing, setup, teardown),
        cmocka_unit_test_setup_teardown(the_digest_is_of_the_content, setup, teardown),
        cmocka_unit_test_setup_teardown(two_packs_of_one_name_are_a_problem, setup, teardown),
        cmocka_unit_test_setup_teardown(what_is_not_there_is_said, setup, teardown),
        cmocka_unit_test_setup_teardown(rows_are_indexed_by_each_column_of_codes, setup, teardown),
        cmocka_unit_test_setup_teardown(tests_are_read_with_their_pack, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
