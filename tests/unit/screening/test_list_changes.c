/* SPDX-License-Identifier: Apache-2.0 */
#include "expect.h"

#include "screening/screening.h"

static ScreeningList read_list(Arena *arena, const char *content) {
    ScreeningList list = {0};
    Error error = {0};
    if (!screening_list_read(arena, TEXT("t.csv"), text_from(content), &list, &error)) {
        print_error("%s\n", error.message);
        assert_true(false);
    }
    return list;
}

static ListChanges compare(Arena *arena, const char *before, const char *after) {
    ListChanges changes;
    const ScreeningList old = read_list(arena, before);
    const ScreeningList new = read_list(arena, after);
    screening_list_changes(arena, &old, 1, &new, 1, &changes);
    return changes;
}

static void order_is_no_change(void **state) {
    const ListChanges changes =
        compare(*state, "id,name,list\n1,A,T\n2,B,T\n", "id,name,list\n2,B,T\n1,A,T\n");
    assert_int_equal(changes.count, 0);
}

static void every_field_counts(void **state) {
    static const char header[] =
        "id,name,aliases,country,kind,identifiers,list,programme,citation\n";
    static const char *const rows[] = {
        "1,B,a;b,RU,person,TAX=1,T,P,C\n", "1,A,a,RU,person,TAX=1,T,P,C\n",
        "1,A,a;b,IR,person,TAX=1,T,P,C\n", "1,A,a;b,RU,vessel,TAX=1,T,P,C\n",
        "1,A,a;b,RU,person,TAX=2,T,P,C\n", "1,A,a;b,RU,person,TAX=1,T,Q,C\n",
        "1,A,a;b,RU,person,TAX=1,T,P,D\n"};
    const Text before = text_format(*state, "%s1,A,a;b,RU,person,TAX=1,T,P,C\n", header);
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        const Text after = text_format(*state, "%s%s", header, rows[i]);
        const ListChanges changes =
            compare(*state, text_terminated(*state, before), text_terminated(*state, after));
        assert_int_equal(changes.changed, 1);
        assert_int_equal(changes.count, 1);
    }
}

static void added_and_removed_are_told(void **state) {
    const ListChanges changes =
        compare(*state, "id,name,list\n1,A,T\n2,B,T\n", "id,name,list\n1,A,U\n2,B,T\n");
    assert_int_equal(changes.added, 1); /* another list is another entry */
    assert_int_equal(changes.removed, 1);
    EXPECT_TEXT(changes.items[0].after->list, "U");
    EXPECT_TEXT(changes.items[1].before->list, "T");
    assert_null(changes.items[1].after);
    EXPECT_TEXT(list_change_word(changes.items[1].kind), "removed");
}

static void names_stand_for_missing_ids(void **state) {
    const ListChanges changes =
        compare(*state, "name,country\nA,RU\nB,RU\n", "name,country\nA,IR\nC,RU\n");
    assert_int_equal(changes.changed, 1);
    assert_int_equal(changes.added, 1);
    assert_int_equal(changes.removed, 1);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        ARENA_TEST(order_is_no_change),
        ARENA_TEST(every_field_counts),
        ARENA_TEST(added_and_removed_are_told),
        ARENA_TEST(names_stand_for_missing_ids),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
