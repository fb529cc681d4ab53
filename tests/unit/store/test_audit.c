/* SPDX-License-Identifier: Apache-2.0 */
#include "stores.h"

#include "base/digest.h"

static const AuditHead NOT_NOTED = {0};

static int64_t append(StoreFixture *fixture, size_t count) {
    AuditEntry *entries = ARENA_MANY(fixture->arena, AuditEntry, count);
    Error error = {0};
    int64_t first = 0;
    for (size_t i = 0; i < count; i++) {
        entries[i] =
            (AuditEntry){.at_ms = INT64_C(1795558801250) + (int64_t)i,
                         .who = TEXT("anna \"a\" é"),
                         .kind = TEXT("decision"),
                         .inputs = text_format(fixture->arena, "{\"b\": %zu, \"a\": 1.50}", i),
                         .result = digest_bytes(fixture->arena, TEXT("yes"))};
    }
    EXPECT_DONE(store_audit_append(fixture->store, entries, count, &first, &error));
    return first;
}

static AuditVerdict verify(StoreFixture *fixture, AuditHead noted) {
    AuditVerdict verdict = {0};
    Error error = {0};
    EXPECT_DONE(store_audit_verify(fixture->arena, fixture->store, noted, &verdict, &error));
    return verdict;
}

static void expect_break(StoreFixture *fixture, int64_t number, const char *words) {
    const AuditVerdict verdict = verify(fixture, NOT_NOTED);
    assert_false(verdict.is_whole);
    if (verdict.number != number || strstr(verdict.reason.bytes, words) == NULL) {
        print_error("row %lld: %s\n", (long long)verdict.number, verdict.reason.bytes);
        _fail(__FILE__, __LINE__);
    }
}

static void an_empty_chain_is_whole(void **state) {
    const AuditVerdict verdict = verify(*state, NOT_NOTED);
    assert_true(verdict.is_whole);
    assert_int_equal(verdict.row_count, 0);
    assert_int_equal(verdict.head.number, 0);
}

static void rows_are_chained(void **state) {
    StoreFixture *fixture = *state;
    const AuditRow *rows = NULL;
    Error error = {0};
    size_t count = 0;
    assert_int_equal(append(fixture, 1), 1);
    assert_int_equal(append(fixture, 70), 2); /* more than one statement adds */
    reopen(fixture);
    assert_int_equal(append(fixture, 2), 72);
    EXPECT_DONE(store_audit_read(fixture->arena, fixture->store, 1, 2, &rows, &count, &error));
    assert_int_equal(count, 2);
    assert_int_equal(rows[0].number, 2);
    EXPECT_TEXT(rows[0].time, "2026-11-24T22:20:01.250Z");
    EXPECT_TEXT(rows[1].time, "2026-11-24T22:20:01.251Z");
    EXPECT_TEXT(rows[0].inputs, "{\"a\":1.5,\"b\":0}");
    assert_true(text_equals(rows[1].previous, rows[0].hash));
    const AuditVerdict verdict = verify(fixture, (AuditHead){2, rows[0].hash});
    assert_true(verdict.is_whole);
    assert_int_equal(verdict.row_count, 73);
    assert_int_equal(verdict.head.number, 73);
}

/* What the hash is of can be written down with other tools. */
static void the_hash_is_of_the_canonical_row(void **state) {
    StoreFixture *fixture = *state;
    AuditRow row = {0};
    Error error = {0};
    (void)append(fixture, 1);
    EXPECT_DONE(store_audit_find(fixture->arena, fixture->store, 1, &row, &error));
    EXPECT_TEXT(audit_row_json(fixture->arena, &row),
                "{\"inputs\":{\"a\":1.5,\"b\":0},\"kind\":\"decision\",\"law\":\"\",\"number\":1,"
                "\"previous\":"
                "\"0000000000000000000000000000000000000000000000000000000000000000\","
                "\"result\":"
                "\"8a798890fe93817163b10b5f7bd2ca4d25d84c52739a645a889c173eee7d9d3d\","
                "\"time\":\"2026-11-24T22:20:01.250Z\",\"who\":\"anna \\\"a\\\" é\"}");
    assert_true(
        text_equals(digest_bytes(fixture->arena, audit_row_json(fixture->arena, &row)), row.hash));
    assert_false(store_audit_find(fixture->arena, fixture->store, 2, &row, &error));
    assert_int_equal(error.kind, ERROR_MISSING);
}

static void bad_entries_add_nothing(void **state) {
    StoreFixture *fixture = *state;
    const AuditEntry good = {.who = TEXT("a"), .kind = TEXT("k"), .inputs = TEXT("{}")};
    AuditEntry bad[] = {good, good, good, good, good, good};
    bad[0].inputs = TEXT("{");
    bad[1].who = TEXT("");
    bad[2].kind = TEXT("");
    bad[3].law = TEXT("abc");
    bad[4].at_ms = -1;
    bad[5].inputs = TEXT("12345678901234567890");
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        const AuditEntry both[] = {good, bad[i]};
        Error error = {0};
        int64_t first = 0;
        assert_false(store_audit_append(fixture->store, both, 2, &first, &error));
        assert_int_equal(error.kind, ERROR_INVALID);
    }
    assert_int_equal(append(fixture, 1), 1);
}

/* Every column of every row counts. */
static void a_changed_row_is_found(void **state) {
    static const char *const columns[] = {"time", "who", "kind", "inputs", "law", "result"};
    StoreFixture *fixture = *state;
    (void)append(fixture, 5);
    for (size_t i = 0; i < sizeof columns / sizeof columns[0]; i++) {
        const char *sql =
            text_format(fixture->arena,
                        "CREATE TABLE \"before\" AS SELECT * FROM \"audit\" WHERE \"number\" = 3;"
                        "UPDATE \"audit\" SET \"%s\" = \"%s\" || ' ' WHERE \"number\" = 3",
                        columns[i], columns[i])
                .bytes;
        tamper(fixture, sql);
        expect_break(fixture, 3, "row 3 was changed");
        tamper(fixture, "DELETE FROM \"audit\" WHERE \"number\" = 3;"
                        "INSERT INTO \"audit\" SELECT * FROM \"before\"; DROP TABLE \"before\"");
        assert_true(verify(fixture, NOT_NOTED).is_whole);
    }
    tamper(fixture, "UPDATE \"audit\" SET \"hash\" = \"previous\" WHERE \"number\" = 3");
    expect_break(fixture, 3, "row 3 was changed");
}

static void a_removed_row_is_found(void **state) {
    (void)append(*state, 5);
    tamper(*state, "DELETE FROM \"audit\" WHERE \"number\" = 3");
    expect_break(*state, 3, "row 3 is missing");
    tamper(*state, "UPDATE \"audit\" SET \"number\" = \"number\" - 1 WHERE \"number\" > 3");
    expect_break(*state, 3, "does not follow");
}

static void the_first_row_counts(void **state) {
    (void)append(*state, 3);
    tamper(*state, "DELETE FROM \"audit\" WHERE \"number\" = 1");
    expect_break(*state, 1, "row 1 is missing");
}

static void swapped_rows_are_found(void **state) {
    (void)append(*state, 5);
    tamper(*state, "UPDATE \"audit\" SET \"number\" = -2 WHERE \"number\" = 2;"
                   "UPDATE \"audit\" SET \"number\" = 2 WHERE \"number\" = 4;"
                   "UPDATE \"audit\" SET \"number\" = 4 WHERE \"number\" = -2");
    expect_break(*state, 2, "does not follow");
}

static void an_added_row_is_found(void **state) {
    (void)append(*state, 3);
    tamper(*state, "INSERT INTO \"audit\" SELECT 4, \"time\", \"who\", \"kind\", \"inputs\","
                   " \"law\", \"result\", \"hash\", \"hash\" FROM \"audit\" WHERE \"number\" = 3");
    expect_break(*state, 4, "was changed");
    tamper(*state, "UPDATE \"audit\" SET \"number\" = 0 WHERE \"number\" = 4");
    expect_break(*state, 1, "row 0 stands in its place");
}

/* A chain of good rows that ends too early. */
static void a_cut_tail_is_found(void **state) {
    StoreFixture *fixture = *state;
    (void)append(fixture, 5);
    const AuditHead noted = verify(fixture, NOT_NOTED).head;
    assert_int_equal(noted.number, 5);
    tamper(fixture, "DELETE FROM \"audit\" WHERE \"number\" > 3");
    expect_break(fixture, 4, "the chain's head is row 5");
    /* Whoever also mends the head is caught by one that was noted elsewhere, and by it alone. */
    tamper(fixture, "UPDATE \"audit_head\" SET \"number\" = 3, \"hash\" ="
                    " (SELECT \"hash\" FROM \"audit\" WHERE \"number\" = 3)");
    assert_true(verify(fixture, NOT_NOTED).is_whole);
    const AuditVerdict verdict = verify(fixture, noted);
    assert_false(verdict.is_whole);
    assert_int_equal(verdict.number, 4);
    (void)append(fixture, 4);
    assert_true(verify(fixture, NOT_NOTED).is_whole);
    assert_int_equal(verify(fixture, noted).number, 5);
}

static void the_head_counts(void **state) {
    StoreFixture *fixture = *state;
    AuditVerdict verdict = {0};
    Error error = {0};
    (void)append(fixture, 3);
    tamper(fixture, "UPDATE \"audit_head\" SET \"number\" = 2");
    expect_break(fixture, 3, "behind the chain's head");
    tamper(fixture, "UPDATE \"audit_head\" SET \"number\" = 3, \"hash\" = 'x'");
    expect_break(fixture, 3, "is not the hash of row 3");
    tamper(fixture, "DELETE FROM \"audit_head\"");
    assert_false(store_audit_verify(fixture->arena, fixture->store, NOT_NOTED, &verdict, &error));
    assert_int_equal(error.kind, ERROR_INVALID);
}

static void append_kind(StoreFixture *fixture, Text kind) {
    const AuditEntry entry = {.who = TEXT("a"), .kind = kind, .inputs = TEXT("{}")};
    Error error = {0};
    int64_t first = 0;
    EXPECT_DONE(store_audit_append(fixture->store, &entry, 1, &first, &error));
}

static void rows_are_found_by_kind(void **state) {
    static const Text KINDS[] = {{"key release", 11}, {"key refusal", 11}};
    StoreFixture *fixture = *state;
    AuditQuery query = {.kinds = KINDS, .kind_count = 2, .limit = 2};
    const AuditRow *rows = NULL;
    Error error = {0};
    size_t count = 0;
    append_kind(fixture, KINDS[0]);
    (void)append(fixture, 3);
    append_kind(fixture, KINDS[1]);
    append_kind(fixture, TEXT("import"));
    append_kind(fixture, KINDS[0]);
    EXPECT_DONE(
        store_audit_read_kinds(fixture->arena, fixture->store, &query, &rows, &count, &error));
    assert_int_equal(count, 2);
    assert_int_equal(rows[0].number, 1);
    assert_int_equal(rows[1].number, 5);
    query.after = 5;
    EXPECT_DONE(
        store_audit_read_kinds(fixture->arena, fixture->store, &query, &rows, &count, &error));
    assert_int_equal(count, 1);
    assert_int_equal(rows[0].number, 7);
    query.after = 0;
    query.is_newest = true;
    EXPECT_DONE(
        store_audit_read_kinds(fixture->arena, fixture->store, &query, &rows, &count, &error));
    assert_int_equal(count, 2);
    assert_int_equal(rows[0].number, 5);
    assert_int_equal(rows[1].number, 7);
    query.kind_count = 1;
    query.after = 7;
    EXPECT_DONE(
        store_audit_read_kinds(fixture->arena, fixture->store, &query, &rows, &count, &error));
    assert_int_equal(count, 0);
    assert_true(verify(fixture, NOT_NOTED).is_whole);
}

static void kept_texts_count(void **state) {
    StoreFixture *fixture = *state;
    Error error = {0};
    Text law = {0};
    int64_t first = 0;
    EXPECT_DONE(store_keep(fixture->arena, fixture->store, TEXT("[]"), &law, &error));
    const AuditEntry entry = {
        .who = TEXT("a"), .kind = TEXT("k"), .inputs = TEXT("{}"), .law = law};
    EXPECT_DONE(store_audit_append(fixture->store, &entry, 1, &first, &error));
    assert_true(verify(fixture, NOT_NOTED).is_whole);
    tamper(fixture, store_is_server(fixture->address)
                        ? "UPDATE \"kept\" SET \"content\" = '{}'"
                        : "UPDATE \"kept\" SET \"content\" = x'7b7d'");
    expect_break(fixture, 0, "was changed");
    tamper(fixture, "DELETE FROM \"kept\"");
    expect_break(fixture, 1, "is not kept");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        STORE_TEST(an_empty_chain_is_whole),
        STORE_TEST(rows_are_chained),
        STORE_TEST(the_hash_is_of_the_canonical_row),
        STORE_TEST(bad_entries_add_nothing),
        STORE_TEST(a_changed_row_is_found),
        STORE_TEST(a_removed_row_is_found),
        STORE_TEST(the_first_row_counts),
        STORE_TEST(swapped_rows_are_found),
        STORE_TEST(an_added_row_is_found),
        STORE_TEST(a_cut_tail_is_found),
        STORE_TEST(the_head_counts),
        STORE_TEST(rows_are_found_by_kind),
        STORE_TEST(kept_texts_count),
    };
    return cmocka_run_group_tests_name("store audit", tests, NULL, NULL);
}
