/* SPDX-License-Identifier: Apache-2.0 */
#include "expect.h"

#include "alliance/alliance.h"

#define HEAD "{\"bomFormat\":\"CycloneDX\",\"specVersion\":\"1.6\","

static BillOfMaterial read_bill(Arena *arena, const char *content) {
    BillOfMaterial bill = {0};
    Error error = {0};
    if (!bill_read_cyclonedx(arena, text_from(content), &bill, &error)) {
        print_error("%s\n", error.message);
        _fail(__FILE__, __LINE__);
    }
    return bill;
}

static void expect_refused(Arena *arena, const char *content, const char *words) {
    BillOfMaterial bill = {0};
    Error error = {0};
    assert_false(bill_read_cyclonedx(arena, text_from(content), &bill, &error));
    assert_int_equal(error.kind, ERROR_INVALID);
    if (strstr(error.message, words) == NULL) {
        print_error("%s\n", error.message);
        _fail(__FILE__, __LINE__);
    }
}

static void components_are_items(void **state) {
    const BillOfMaterial bill = read_bill(
        *state, HEAD
        "\"metadata\":{\"component\":{\"type\":\"device\",\"bom-ref\":\"r\",\"name\":\"Radio\"}},"
        "\"components\":[{\"type\":\"library\",\"name\":\"cipher\",\"version\":\"1.0\","
        "\"purl\":\"pkg:a/b\",\"properties\":[{\"name\":\"entente:eccn\",\"value\":\"5D002\"},"
        "{\"name\":\"entente:origin\",\"value\":\"US\"},{\"name\":\"else\",\"value\":\"x\"}]},"
        "{\"type\":\"data\",\"bom-ref\":\"d\",\"name\":\"plans\"}],"
        "\"dependencies\":[{\"ref\":\"r\",\"dependsOn\":[\"d\",\"d\",\"r\"]}]}");
    EXPECT_TEXT(bill.root, "r");
    assert_int_equal(bill.item_count, 3);
    EXPECT_TEXT(bill.items[0].kind, "goods");
    EXPECT_TEXT(bill.items[1].id, "cipher 1.0");
    EXPECT_TEXT(bill.items[1].name, "cipher 1.0");
    EXPECT_TEXT(bill.items[1].kind, "software");
    EXPECT_TEXT(bill.items[1].origin, "US");
    EXPECT_TEXT(bill.items[2].kind, "technology");
    assert_int_equal(bill.attribute_count, 2);
    EXPECT_TEXT(bill.attributes[0].attribute, "purl");
    EXPECT_TEXT(bill.attributes[1].attribute, "eccn");
    EXPECT_TEXT(bill.attributes[1].value, "5D002");
    /* Each pair once, and nothing contains itself. */
    assert_int_equal(bill.link_count, 1);
    EXPECT_TEXT(bill.links[0].item, "r");
    EXPECT_TEXT(bill.links[0].component, "d");
}

static void what_holds_another_contains_it(void **state) {
    const BillOfMaterial bill =
        read_bill(*state, HEAD "\"components\":[{\"name\":\"a\",\"components\":[{\"name\":\"b\","
                               "\"components\":[{\"name\":\"c\"}]}]}]}");
    assert_int_equal(bill.link_count, 2);
    EXPECT_TEXT(bill.links[0].item, "a");
    EXPECT_TEXT(bill.links[1].item, "b");
    EXPECT_TEXT(bill.links[1].component, "c");
    EXPECT_TEXT(bill.root, "");
}

static void without_dependencies_the_root_is_made_of_all(void **state) {
    const BillOfMaterial bill =
        read_bill(*state, HEAD "\"metadata\":{\"component\":{\"name\":\"r\"}},"
                               "\"components\":[{\"name\":\"a\"},{\"name\":\"b\"}]}");
    assert_int_equal(bill.link_count, 2);
    EXPECT_TEXT(bill.links[1].item, "r");
    EXPECT_TEXT(bill.links[1].component, "b");
}

/* Ids of a workspace have at most 100 bytes, without control characters. */
static void references_that_are_no_ids_get_one(void **state) {
    const Text reference = text_format(*state, "%0300d", 0);
    const Text content = text_format(*state,
                                     HEAD "\"components\":[{\"name\":\"a\",\"bom-ref\":\"%.*s\"},"
                                          "{\"name\":\"%.*s\",\"bom-ref\":\"x\\ny\"}]}",
                                     TEXT_ARGS(reference), TEXT_ARGS(reference));
    const BillOfMaterial bill = read_bill(*state, content.bytes);
    assert_int_equal(bill.item_count, 2);
    assert_true(text_starts_with(bill.items[0].id, TEXT("a#")));
    assert_int_equal(bill.items[0].id.length, 14);
    assert_int_equal(bill.items[1].id.length, 12);
}

static void bad_bills_are_refused_in_words(void **state) {
    static const char *const bad[][2] = {
        {"<bom/>", "no JSON (byte 0)"},
        {"{}", "no CycloneDX bill"},
        {"[]", "no CycloneDX bill"},
        {"{\"bomFormat\":\"SPDX\",\"specVersion\":\"1.6\"}", "no CycloneDX bill"},
        {"{\"bomFormat\":\"CycloneDX\"}", "no CycloneDX bill"},
        {"{\"bomFormat\":\"CycloneDX\",\"specVersion\":\"2.0\"}", "`2.0` is not known"},
        {HEAD "\"components\":{}}", "`components` is an object"},
        {HEAD "\"components\":[1]}", "is a number"},
        {HEAD "\"components\":[{}]}", "has no `name`"},
        {HEAD "\"components\":[{\"name\":1}]}", "`name` of a component is a number"},
        {HEAD "\"components\":[{\"name\":\"a\"},{\"name\":\"a\"}]}", "called `a`"},
        {HEAD "\"dependencies\":[{\"ref\":\"x\"}]}", "`x`, which is no component"},
        {HEAD "\"dependencies\":[{}]}", "names no component"},
    };
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        expect_refused(*state, bad[i][0], bad[i][1]);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        ARENA_TEST(components_are_items),
        ARENA_TEST(what_holds_another_contains_it),
        ARENA_TEST(without_dependencies_the_root_is_made_of_all),
        ARENA_TEST(references_that_are_no_ids_get_one),
        ARENA_TEST(bad_bills_are_refused_in_words),
    };
    return cmocka_run_group_tests_name("CycloneDX", tests, NULL, NULL);
}
