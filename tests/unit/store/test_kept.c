/* SPDX-License-Identifier: Apache-2.0 */
#include "stores.h"

#include "base/digest.h"

static void texts_are_kept_once(void **state) {
    StoreFixture *fixture = *state;
    const Text content = {"any \0 bytes \xFF", 13};
    Text digest = {0};
    Text found = {0};
    Error error = {0};
    for (size_t i = 0; i < 2; i++) {
        EXPECT_DONE(store_keep(fixture->arena, fixture->store, content, &digest, &error));
        assert_true(text_equals(digest, digest_bytes(fixture->arena, content)));
    }
    EXPECT_DONE(store_find_kept(fixture->arena, fixture->store, digest, &found, &error));
    assert_int_equal(found.length, content.length);
    assert_memory_equal(found.bytes, content.bytes, content.length);
}

static void what_is_not_kept_is_said(void **state) {
    StoreFixture *fixture = *state;
    Text found = {0};
    Error error = {0};
    const Text digest = digest_bytes(fixture->arena, TEXT("nothing"));
    assert_false(store_find_kept(fixture->arena, fixture->store, digest, &found, &error));
    assert_int_equal(error.kind, ERROR_MISSING);
    assert_non_null(strstr(error.message, digest.bytes));
}

static void what_was_changed_is_not_given(void **state) {
    StoreFixture *fixture = *state;
    Text digest = {0};
    Text found = {0};
    Error error = {0};
    EXPECT_DONE(store_keep(fixture->arena, fixture->store, TEXT("law"), &digest, &error));
    tamper(fixture, store_is_server(fixture->address)
                        ? "UPDATE \"kept\" SET \"content\" = 'lax'"
                        : "UPDATE \"kept\" SET \"content\" = x'6c6178'");
    assert_false(store_find_kept(fixture->arena, fixture->store, digest, &found, &error));
    assert_int_equal(error.kind, ERROR_INVALID);
}

static void law_is_a_list_in_order(void **state) {
    StoreFixture *fixture = *state;
    const StorePack packs[] = {{TEXT("b"), TEXT("2")}, {TEXT("a"), TEXT("1")}};
    const StorePack *found = NULL;
    size_t count = 1;
    Error error = {0};
    EXPECT_DONE(store_load_law(fixture->arena, fixture->store, &found, &count, &error));
    assert_int_equal(count, 0);
    EXPECT_DONE(store_save_law(fixture->store, packs, 2, &error));
    EXPECT_DONE(store_save_law(fixture->store, packs, 2, &error));
    reopen(fixture);
    EXPECT_DONE(store_load_law(fixture->arena, fixture->store, &found, &count, &error));
    assert_int_equal(count, 2);
    EXPECT_TEXT(found[0].name, "b");
    EXPECT_TEXT(found[1].digest, "1");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        STORE_TEST(texts_are_kept_once),
        STORE_TEST(what_is_not_kept_is_said),
        STORE_TEST(what_was_changed_is_not_given),
        STORE_TEST(law_is_a_list_in_order),
    };
    return cmocka_run_group_tests_name("store kept", tests, NULL, NULL);
}
