/* SPDX-License-Identifier: Apache-2.0 */
#include "stores.h"

static const StoreFile *load(StoreFixture *fixture, size_t *count) {
    const StoreFile *files = NULL;
    Error error = {0};
    EXPECT_DONE(store_load_files(fixture->arena, fixture->store, &files, count, &error));
    return files;
}

static void save(StoreFixture *fixture, const StoreFile *files, size_t count) {
    Error error = {0};
    EXPECT_DONE(store_save_files(fixture->store, files, count, &error));
}

static void an_empty_store_has_no_files(void **state) {
    size_t count = 1;
    (void)load(*state, &count);
    assert_int_equal(count, 0);
}

/* Byte for byte: other orders of columns, quotes that need not be, carriage returns, blank lines,
 * a byte order mark, columns and tables nobody knows, files that are no tables. */
static void what_was_saved_comes_back(void **state) {
    static const StoreFile files[] = {
        {{"README.md", 9}, {"# Words\n\0", 9}},
        {{"empty.txt", 9}, {"", 0}},
        {{"item.csv", 8}, {"unit,id,name,kind\r\nkg,gallium,\"Gallium\",goods\r\n", 47}},
        {{"lane.csv", 8}, {"from_site,to_site,item\n", 23}},
        {{"nobody.csv", 10}, {"a,b\n1,2\n", 8}},
        {{"party.csv", 9},
         {"\xEF\xBB\xBFid,kind,country,colour\n\na,country,AA,\"x \"\"y\"\", z\"\n", 53}},
        {{"status.csv", 10}, {"party\n\"\"\na\n", 11}},
        {{"stock.csv", 9}, {"site,item,quantity\na , b ,001.50\n", 33}},
    };
    enum { COUNT = sizeof files / sizeof files[0] };
    StoreFixture *fixture = *state;
    size_t count = 0;
    save(fixture, files, COUNT);
    reopen(fixture);
    const StoreFile *found = load(fixture, &count);
    assert_int_equal(count, COUNT);
    for (size_t i = 0; i < COUNT; i++) {
        assert_true(text_equals(found[i].name, files[i].name));
        assert_int_equal(found[i].content.length, files[i].content.length);
        assert_memory_equal(found[i].content.bytes, files[i].content.bytes,
                            files[i].content.length);
    }
}

static void saving_replaces_everything(void **state) {
    const StoreFile before[] = {{TEXT("party.csv"), TEXT("id,kind\na,person\n")},
                                {TEXT("notes.txt"), TEXT("old")}};
    const StoreFile after[] = {{TEXT("item.csv"), TEXT("id\nx\n")}};
    size_t count = 0;
    save(*state, before, 2);
    save(*state, after, 1);
    const StoreFile *found = load(*state, &count);
    assert_int_equal(count, 1);
    EXPECT_TEXT(found[0].name, "item.csv");
    EXPECT_TEXT(found[0].content, "id\nx\n");
}

/* Rows changed in the database count; the file as it was written once does not then. */
static void rows_may_be_changed_in_the_database(void **state) {
    const StoreFile files[] = {{TEXT("party.csv"), TEXT("\"id\",kind\na,person\nb,\"person\"\n")}};
    size_t count = 0;
    save(*state, files, 1);
    tamper(*state, "UPDATE \"party\" SET \"kind\" = 'site', \"country\" = 'AA'"
                   " WHERE \"id\" = 'b'");
    tamper(*state, "INSERT INTO \"item\" (\"position\", \"id\", \"other\")"
                   " VALUES (7, 'y', ''), (3, 'x', '')");
    const StoreFile *found = load(*state, &count);
    assert_int_equal(count, 2);
    EXPECT_TEXT(found[0].name, "item.csv");
    EXPECT_TEXT(found[0].content, "id\nx\ny\n");
    EXPECT_TEXT(found[1].content, "id,kind,country\na,person,\nb,site,AA\n");
}

/* More rows than are read at once. */
static void long_tables_come_back(void **state) {
    StoreFixture *fixture = *state;
    TextBuilder csv = text_builder_new(fixture->arena);
    size_t count = 0;
    text_add(&csv, TEXT("site,item,quantity\n"));
    for (size_t i = 0; i < 5001; i++) {
        text_add_format(&csv, "s%zu,i,%zu\n", i % 7, i);
    }
    const StoreFile files[] = {{TEXT("stock.csv"), text_built(&csv)}};
    save(fixture, files, 1);
    const StoreFile *found = load(fixture, &count);
    assert_true(text_equals(found[0].content, files[0].content));
}

static void what_is_no_csv_is_refused_whole(void **state) {
    const StoreFile good[] = {{TEXT("item.csv"), TEXT("id\nx\n")}};
    const StoreFile bad[] = {{TEXT("item.csv"), TEXT("id\ny\n")},
                             {TEXT("party.csv"), TEXT("id,kind\na\n")}};
    StoreFixture *fixture = *state;
    Error error = {0};
    size_t count = 0;
    save(fixture, good, 1);
    assert_false(store_save_files(fixture->store, bad, 2, &error));
    assert_int_equal(error.kind, ERROR_INVALID);
    assert_non_null(strstr(error.message, "party.csv:2"));
    EXPECT_TEXT(load(fixture, &count)[0].content, "id\nx\n");
    assert_int_equal(count, 1);
}

/* What is done between is seen by others together or not at all. */
static void a_transaction_is_whole(void **state) {
    const StoreFile files[] = {{TEXT("item.csv"), TEXT("id\nx\n")}};
    const AuditEntry entry = {.who = TEXT("a"), .kind = TEXT("import"), .inputs = TEXT("{}")};
    StoreFixture *fixture = *state;
    Error error = {0};
    AuditHead head = {0};
    int64_t first = 0;
    size_t count = 1;
    EXPECT_DONE(store_begin(fixture->store, &error));
    save(fixture, files, 1);
    EXPECT_DONE(store_audit_append(fixture->store, &entry, 1, &first, &error));
    store_rollback(fixture->store);
    (void)load(fixture, &count);
    assert_int_equal(count, 0);
    EXPECT_DONE(store_audit_head(fixture->arena, fixture->store, &head, &error));
    assert_int_equal(head.number, 0);

    EXPECT_DONE(store_begin(fixture->store, &error));
    save(fixture, files, 1);
    EXPECT_DONE(store_audit_append(fixture->store, &entry, 1, &first, &error));
    EXPECT_DONE(store_commit(fixture->store, &error));
    reopen(fixture);
    (void)load(fixture, &count);
    assert_int_equal(count, 1);
    EXPECT_DONE(store_audit_head(fixture->arena, fixture->store, &head, &error));
    assert_int_equal(head.number, 1);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        STORE_TEST(an_empty_store_has_no_files), STORE_TEST(what_was_saved_comes_back),
        STORE_TEST(saving_replaces_everything),  STORE_TEST(rows_may_be_changed_in_the_database),
        STORE_TEST(long_tables_come_back),       STORE_TEST(what_is_no_csv_is_refused_whole),
        STORE_TEST(a_transaction_is_whole),
    };
    return cmocka_run_group_tests_name("store files", tests, NULL, NULL);
}
