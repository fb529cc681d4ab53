/* SPDX-License-Identifier: Apache-2.0 */
#include "stores.h"

#include "alliance/alliance.h"

static void addresses_are_told_apart(void **state) {
    const StoreFixture *fixture = *state;
    assert_true(store_is_address(fixture->address));
    assert_true(store_is_server(TEXT("postgresql://x/y")));
    assert_true(store_is_server(TEXT("postgres://x/y")));
    assert_false(store_is_server(TEXT("postgres")));
    assert_false(store_is_address(TEXT("/tmp")));
    assert_false(store_is_address(TEXT("/tmp/there-is-no-such-file.db")));
}

static void passwords_are_not_shown(void **state) {
    static const char *const pairs[][2] = {
        {"postgresql://anna:secret@host:5/name", "postgresql://anna@host:5/name"},
        {"postgres://anna@host/name?password=secret", "postgres://anna@host/name"},
        {"postgresql:///name?host=/tmp", "postgresql:///name"},
        {"/some/file.db", "/some/file.db"},
    };
    const StoreFixture *fixture = *state;
    for (size_t i = 0; i < sizeof pairs / sizeof pairs[0]; i++) {
        EXPECT_TEXT(store_shown(fixture->arena, text_from(pairs[i][0])), pairs[i][1]);
    }
}

/* A database that a later version wrote is left alone. */
static void later_versions_are_refused(void **state) {
    StoreFixture *fixture = *state;
    Store *store = NULL;
    Error error = {0};
    tamper(fixture, "INSERT INTO \"migration\" (\"number\", \"name\") VALUES (9999, 'later')");
    assert_false(store_open(fixture->address, &store, &error));
    assert_int_equal(error.kind, ERROR_INVALID);
    assert_non_null(strstr(error.message, "9999"));
    assert_non_null(strstr(error.message, "`later`"));
}

/* What is missing is made when it is opened, and what was there stays. */
static void earlier_versions_are_brought_up(void **state) {
    StoreFixture *fixture = *state;
    const StoreFile files[] = {{TEXT("item.csv"), TEXT("id\nx\n")}};
    const StoreFile *found = NULL;
    size_t count = 0;
    Error error = {0};
    EXPECT_DONE(store_save_files(fixture->store, files, 1, &error));
    tamper(fixture, "DROP TABLE \"ownership\"");
    tamper(fixture, "DROP TABLE \"listing\"");
    tamper(fixture, "DROP TABLE \"assessment\"");
    tamper(fixture, "DROP TABLE \"answer\"");
    tamper(fixture, "DROP TABLE \"requirement\"");
    tamper(fixture, "DROP INDEX \"audit_kind\"");
    tamper(fixture, "DELETE FROM \"migration\" WHERE \"number\" > 2");
    reopen(fixture);
    EXPECT_DONE(store_load_files(fixture->arena, fixture->store, &found, &count, &error));
    assert_int_equal(count, 1);
    EXPECT_TEXT(found[0].content, "id\nx\n");
    tamper(fixture, "SELECT \"owner\" FROM \"ownership\"");
}

static void what_holds_no_workspace_is_not_opened(void **state) {
    StoreFixture *fixture = *state;
    Store *store = NULL;
    Error error = {0};
    tamper(fixture, "DROP TABLE \"migration\"");
    assert_false(store_open(fixture->address, &store, &error));
    assert_int_equal(error.kind, ERROR_MISSING);
    assert_non_null(strstr(error.message, "holds no workspace"));
}

/* Every table and column of a workspace has its place. Where this fails, a migration is missing:
 * the next number in src/store/migrations/, with what the schema got. */
static void the_tables_are_those_of_the_schema(void **state) {
    StoreFixture *fixture = *state;
    for (size_t i = 0; i < workspace_table_count(); i++) {
        const WorkspaceTable table = workspace_table(i);
        for (size_t j = 0; j < table.column_count; j++) {
            const Text column = workspace_column(i, j).name;
            tamper(fixture,
                   text_format(fixture->arena, "SELECT \"%.*s\".\"%.*s\" FROM \"%.*s\"",
                               TEXT_ARGS(table.name), TEXT_ARGS(column), TEXT_ARGS(table.name))
                       .bytes);
        }
    }
}

/* Two at once: what one does not commit the other does not see. */
static void others_see_what_was_committed(void **state) {
    StoreFixture *fixture = *state;
    CLEANUP(store_close_handle) Store *other = NULL;
    const AuditEntry entry = {.who = TEXT("a"), .kind = TEXT("k"), .inputs = TEXT("{}")};
    AuditHead head = {0};
    int64_t first = 0;
    Error error = {0};
    EXPECT_DONE(store_open(fixture->address, &other, &error));
    EXPECT_DONE(store_begin(fixture->store, &error));
    EXPECT_DONE(store_audit_append(fixture->store, &entry, 1, &first, &error));
    EXPECT_DONE(store_audit_head(fixture->arena, other, &head, &error));
    assert_int_equal(head.number, 0);
    EXPECT_DONE(store_commit(fixture->store, &error));
    EXPECT_DONE(store_audit_head(fixture->arena, other, &head, &error));
    assert_int_equal(head.number, 1);
    EXPECT_DONE(store_audit_append(other, &entry, 1, &first, &error));
    assert_int_equal(first, 2);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        STORE_TEST(addresses_are_told_apart),
        STORE_TEST(passwords_are_not_shown),
        STORE_TEST(later_versions_are_refused),
        STORE_TEST(earlier_versions_are_brought_up),
        STORE_TEST(what_holds_no_workspace_is_not_opened),
        STORE_TEST(the_tables_are_those_of_the_schema),
        STORE_TEST(others_see_what_was_committed),
    };
    return cmocka_run_group_tests_name("store open", tests, NULL, NULL);
}
