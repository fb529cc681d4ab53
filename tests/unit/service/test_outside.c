/* SPDX-License-Identifier: Apache-2.0 */
/* Where an export may write what a database calls by names of its own. */
#include "../expect.h"
#include "service/outside.h"

static void stays_below_the_folder(void **state) {
    static const struct {
        const char *name;
        const char *place;
    } cases[] = {
        {"party.csv", "out/party.csv"},
        {"../free.law", "out/outside/1/free.law"},
        {"../../catalogues/cmmc/scheme.csv", "out/outside/2/catalogues/cmmc/scheme.csv"},
        {"/srv/cmmc/scheme.csv", "out/outside/root/srv/cmmc/scheme.csv"},
        {"cmmc/scheme.csv", "out/cmmc/scheme.csv"},
        {"../x/../../y", ""},
        {"x/../y", ""},
        {"..", ""},
        {"../", ""},
        {"", ""},
        {"/", ""},
        {"//etc/passwd", ""},
        {"a//b", ""},
        {".hidden", ""},
        {"a/.hidden", ""},
    };
    Arena *arena = arena_new();
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        EXPECT_TEXT(outside_place(arena, TEXT("out"), text_from(cases[i].name)), cases[i].place);
    }
    arena_free(arena);
}

static void what_is_nowhere_is_looked_for_where_it_was_named(void **state) {
    Arena *arena = arena_new();
    (void)state;
    EXPECT_TEXT(outside_path(arena, TEXT("nowhere"), TEXT("../x")), "nowhere/../x");
    EXPECT_TEXT(outside_path(arena, TEXT("nowhere"), TEXT("/x")), "/x");
    arena_free(arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(stays_below_the_folder),
        cmocka_unit_test(what_is_nowhere_is_looked_for_where_it_was_named),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
