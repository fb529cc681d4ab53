/* SPDX-License-Identifier: Apache-2.0 */
/* Documents of OSCAL: data/oscal has an invented one of each kind. */
#include "../expect.h"
#include "assurance/assurance.h"
#include "assurance/oscal_model.h"
#include "base/file.h"

static Text content_of(Arena *arena, const char *name) {
    Text content = {0};
    Error error = {0};
    const Text path = text_format(arena, "%s/oscal/%s", DATA, name);
    if (!file_read(arena, path, OSCAL_BYTES_MAX, &content, &error)) {
        fail_msg("%s", error.message);
    }
    return content;
}

static OscalDocument read_file(Arena *arena, const char *name) {
    OscalDocument document;
    Error error = {0};
    const Text path = text_format(arena, "%s/oscal/%s", DATA, name);
    if (!oscal_read(arena, path, content_of(arena, name), &document, &error)) {
        fail_msg("%s", error.message);
    }
    return document;
}

static void the_model_names_what_it_has(void **state) {
    (void)state;
    Arena *arena = arena_new();
    Text missing = {0};
    if (!oscal_model_is_whole(oscal_model_new(arena), &missing)) {
        fail_msg("the models lack `%.*s`", TEXT_ARGS(missing));
    }
    arena_free(arena);
}

static void every_kind_is_read(void **state) {
    (void)state;
    static const char *const CASES[][2] = {
        {"catalog.json", "catalog"},
        {"catalog.xml", "catalog"},
        {"profile.json", "profile"},
        {"component.json", "component-definition"},
        {"plan.json", "system-security-plan"},
        {"assessment-plan.json", "assessment-plan"},
        {"results.json", "assessment-results"},
        {"results.xml", "assessment-results"},
        {"component.xml", "component-definition"},
        {"plan.xml", "system-security-plan"},
        {"assessment-plan.xml", "assessment-plan"},
        {"mapping.xml", "mapping-collection"},
        {"profile-of-xml.xml", "profile"},
        {"action.json", "plan-of-action-and-milestones"},
        {"mapping.json", "mapping-collection"},
    };
    Arena *arena = arena_new();
    for (size_t i = 0; i < sizeof(CASES) / sizeof(CASES[0]); i++) {
        const OscalDocument document = read_file(arena, CASES[i][0]);
        EXPECT_TEXT(document.kind, CASES[i][1]);
        EXPECT_TEXT(oscal_text(json_find(document.root, TEXT("metadata")), "title"), "Invented");
    }
    arena_free(arena);
}

/* XML is the tree of the same document in JSON. */
static void xml_becomes_the_same_tree(void **state) {
    (void)state;
    Arena *arena = arena_new();
    const OscalDocument document = read_file(arena, "catalog.xml");
    const JsonValue *items = NULL;
    assert_true(document.is_xml);
    assert_int_equal(oscal_list(document.root, "groups", &items), 1);
    assert_int_equal(oscal_list(&items[0], "controls", &items), 2);
    const JsonValue *control = &items[0];
    assert_int_equal(oscal_list(control, "parts", &items), 1);
    EXPECT_TEXT(oscal_text(&items[0], "prose"), "Have a *policy*.\n\none\n\ntwo");
    const JsonValue *metadata = json_find(document.root, TEXT("metadata"));
    assert_int_equal(oscal_list(metadata, "revisions", &items), 1);
    assert_int_equal(oscal_list(metadata, "parties", &items), 1);
    assert_int_equal(oscal_list(&items[0], "telephone-numbers", &items), 1);
    EXPECT_TEXT(oscal_text(&items[0], "number"), "12 34");
    EXPECT_TEXT(oscal_text(&items[0], "type"), "office");
    arena_free(arena);
}

static void public_ways_of_xml_are_read(void **state) {
    (void)state;
    Arena *arena = arena_new();
    const OscalDocument document = read_file(arena, "action.xml");
    const JsonValue *metadata = json_find(document.root, TEXT("metadata"));
    const JsonValue *items = NULL;
    EXPECT_TEXT(oscal_text(metadata, "title"), "**Invented** plan");
    const Text remarks = oscal_text(metadata, "remarks");
    static const char *const PIECES[] = {
        "See [this](https://example.org/?a=1&b=2), ![a map](a.png).",
        "\n\n---",
        "Port  Use",
        "443  web",
        " +--+\n |  |\n +--+",
        "Said."};
    for (size_t i = 0; i < sizeof(PIECES) / sizeof(PIECES[0]); i++) {
        size_t at = 0;
        if (!text_find(remarks, text_from(PIECES[i]), &at)) {
            fail_msg("no %s in %.*s", PIECES[i], TEXT_ARGS(remarks));
        }
    }
    assert_int_equal(oscal_list(metadata, "parties", &items), 2);
    EXPECT_TEXT(oscal_text(&items[1], "name"), "Mill & Sons");
    assert_int_equal(oscal_list(&items[1], "links", &items), 1);
    EXPECT_TEXT(oscal_text(&items[0], "href"), "https://example.org/?a=1&b=2");
    assert_int_equal(oscal_list(document.root, "poam-items", &items), 1);
    assert_int_equal(oscal_list(&items[0], "related-risks", &items), 1);
    (void)oscal_list(json_find(document.root, TEXT("back-matter")), "resources", &items);
    EXPECT_TEXT(oscal_text(json_find(&items[0], TEXT("base64")), "value"),
                "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAf"
                "FcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAA");
    arena_free(arena);
}

static void blanks_beyond_ascii_are_known(void **state) {
    (void)state;
    assert_int_equal(oscal_blank(TEXT("")), 0);
    assert_int_equal(oscal_blank(TEXT("x ")), 0);
    assert_int_equal(oscal_blank(TEXT("\t x")), 1);
    assert_int_equal(oscal_blank(TEXT("\xC2\xA0")), 2);
    assert_int_equal(oscal_blank(TEXT("\xE2\x80\xA8x")), 3);
    assert_int_equal(oscal_blank(TEXT("\xE2\x80\x8B")), 0); /* of no width: no blank */
    assert_int_equal(oscal_blank(TEXT("\xC3\xA9")), 0);
    assert_int_equal(oscal_blank(TEXT("\xC2")), 0);
}

/* ---- what does not fit ---- */

static Text with_change(Arena *arena, const char *name, const char *from, const char *to) {
    const Text content = content_of(arena, name);
    size_t at = 0;
    if (!text_find(content, text_from(from), &at)) {
        fail_msg("%s has no %s", name, from);
    }
    const Text before = text_slice(content, 0, at);
    const Text after = text_slice(content, at + strlen(from), content.length);
    return text_format(arena, "%.*s%s%.*s", TEXT_ARGS(before), to, TEXT_ARGS(after));
}

static const struct {
    const char *file;
    const char *from;
    const char *to;
    const char *expected;
} MISFITS[] = {
    {"catalog.json", "\"2026-11-01T00:00:00Z\"", "\"2026-11-01\"",
     "/catalog/metadata/last-modified: found `2026-11-01`, expected a date and time"},
    {"catalog.json", "\"title\": \"Invented\"", "\"titel\": \"Invented\"",
     "/catalog/metadata/titel: found a member, expected nothing of that name; did you mean "
     "`title`?"},
    {"catalog.json", "\"uuid\": \"4b1f6c0e-6a1f-4d0b", "\"uuid\": \"4b1f6c0e-6a1f-1d0b",
     "/catalog/uuid: found `4b1f6c0e-6a1f-1d0b-9f39-000000000001`, expected a UUID of version "
     "4 or 5"},
    {"catalog.json", "\"id\": \"ac-2\"", "\"id\": \"2-ac\"",
     "/catalog/groups/0/controls/1/id: found `2-ac`, expected a name"},
    {"catalog.json", "\"how-many\": \"one\"", "\"how-many\": \"two\"",
     "found `two`, expected one of one or one-or-more"},
    {"catalog.json", "\"us@example.org\"", "\"us\"", "email-addresses/0: found `us`"},
    {"profile.json", "\"include-controls\"", "\"include-all\": {}, \"include-controls\"",
     "/profile/imports/0: found several, expected exactly one of `include-all` or "
     "`include-controls`"},
    {"profile.json", "\"as-is\": true", "\"as-is\": \"true\"",
     "/profile/merge/as-is: found `true`, expected true or false"},
    {"component.json", "\"start\": 443", "\"start\": 443.5",
     "start: found `443.5`, expected a whole number from 0"},
    {"results.json", "\"methods\": [", "\"methods\": 1, \"types\": [",
     "methods: found `1`, expected a list of one or more"},
    {"results.json", "-03:30", "-03:31", "/results/0/start: found"},
    {"catalog.json", "\"version\": \"1\"", "\"version\": \"1\xC2\xA0\"",
     "/catalog/metadata/version: found"},
    {"catalog.json", "\"id\": \"ac-2\"", "\"id\": \"ac\xE2\x80\xA8\"", "expected a name"},
    {"mapping.json", "\"with-child-controls\"",
     "\"match-with-child-controls\": \"no\", \"with-child-controls\"",
     "/mappings/0/source-gap-summary/unmapped-controls/0: found several"},
    {"catalog.json", "\"catalog\": {", "\"profile\": {}, \"catalog\": {",
     "/catalog: found a member, expected one document alone"},
    {"mapping.json", "\"target-coverage\": 0.75", "\"target-coverage\": 0.75, \"STRVALUE\": 1",
     "coverage: found several"},
    {"mapping.json", "\"percentage\": 0.5", "\"percentage\": \"0.5\"", "expected a number"},
    {"catalog.xml", "<title>Accounts</title>", "<titel>Accounts</titel>",
     "found the element `titel`"},
    {"catalog.xml", "<title>Accounts</title>", "",
     "/catalog/groups/0/controls/1/title: found nothing, expected a line of text"},
    {"catalog.xml", "id=\"ac-2\"", "identity=\"ac-2\"", "found the attribute `identity`"},
    {"catalog.xml", "<title>Accounts</title>", "<title>A</title><title>B</title>",
     "found a second `title`, expected one"},
    {"catalog.xml", "oscal/1.0", "oscal/9.0", "found the element `catalog`"},
    {"catalog.xml", "</catalog>", "", "line"},
    {"catalog.xml", "<version>1</version>", "",
     "/catalog/metadata/version: found nothing, expected text on one line"},
    {"catalog.xml", "<title>Accounts</title>", "<prop name=\"a\" value=\"b\"/><title>A</title>",
     "/catalog/group/control[2]/title: found the element `title`, expected it before `prop`"},
    {"catalog.xml", "</metadata>", "<title>late</title></metadata>",
     "/catalog/metadata/title[2]: found the element `title`, expected it before `"},
    {"component.xml", "</purpose>", "</purpose>stray", "found the text `stray`"},
    {"component.xml", "<purpose>p", "<purpose>p<script>x</script>",
     "found the element `script`, expected markup that OSCAL has"},
    {"component.xml", "<city>X", "<city><p>X</p>", "found the element `p`, expected text alone"},
    {"component.xml", "<purpose>p", "<purpose>p<q xmlns=\"http://example.org\">x</q>",
     "found the element `q`, expected markup"},
    {"component.xml", "<purpose>p</purpose>", "<purpose xmlns=\"\">p</purpose>",
     "found the element `purpose`, expected elements of OSCAL's namespace alone"},
    {"plan.xml", "<party-uuid>", "<role>x</role><party-uuid>", "found the element `role`"},
};

static void what_does_not_fit_is_one_line(void **state) {
    (void)state;
    Arena *arena = arena_new();
    for (size_t i = 0; i < sizeof(MISFITS) / sizeof(MISFITS[0]); i++) {
        OscalDocument document;
        Error error = {0};
        size_t at = 0;
        const Text content = with_change(arena, MISFITS[i].file, MISFITS[i].from, MISFITS[i].to);
        if (oscal_read(arena, TEXT("f"), content, &document, &error)) {
            fail_msg("case %zu is read: %s", i, MISFITS[i].to);
        }
        if (!text_find(text_from(error.message), text_from(MISFITS[i].expected), &at)) {
            fail_msg("`%s` is not in: %s", MISFITS[i].expected, error.message);
        }
        assert_false(text_find(text_from(error.message), TEXT("\n"), &at));
    }
    arena_free(arena);
}

static void what_is_no_document_is_told(void **state) {
    (void)state;
    static const char *const CASES[] = {
        "",  "[]",   "{}",       "{\"catalog\": 1}",           "{\"x\": {}}",
        "<", "<a/>", "not json", "{\"catalog\": {}, \"y\": 1}"};
    Arena *arena = arena_new();
    for (size_t i = 0; i < sizeof(CASES) / sizeof(CASES[0]); i++) {
        OscalDocument document;
        Error error = {0};
        assert_false(oscal_read(arena, TEXT("f"), text_from(CASES[i]), &document, &error));
        assert_true(error.message[0] != '\0');
    }
    arena_free(arena);
}

/* Entities of others are not opened. */
static void entities_are_not_fetched(void **state) {
    (void)state;
    Arena *arena = arena_new();
    OscalDocument document;
    Error error = {0};
    size_t at = 0;
    const Text content =
        text_format(arena, "<!DOCTYPE catalog [<!ENTITY f SYSTEM \"file:///etc/passwd\">]>%.*s",
                    TEXT_ARGS(with_change(arena, "catalog.xml",
                                          "<?xml version=\"1.0\" encoding=\"UTF-8\"?>", "")));
    const size_t title = (size_t)(strstr(content.bytes, "Invented") - content.bytes);
    const Text changed = text_format(arena, "%.*s&f;x%s", (int)title, content.bytes,
                                     content.bytes + title + strlen("Invented"));
    assert_false(oscal_read(arena, TEXT("f"), changed, &document, &error));
    assert_true(text_find(text_from(error.message), TEXT("found the entity `f`"), &at));
    arena_free(arena);
}

/* Its mark tells XML in two bytes a letter, which libxml2 reads. */
static void wide_letters_are_read(void **state) {
    (void)state;
    Arena *arena = arena_new();
    OscalDocument document;
    Error error = {0};
    TextBuilder wide = text_builder_new(arena);
    const Text narrow =
        with_change(arena, "mapping.xml", "<mapping-collection",
                    "<?xml version=\"1.0\" encoding=\"UTF-16\"?><mapping-collection");
    text_add(&wide, TEXT("\xFF\xFE"));
    for (size_t i = 0; i < narrow.length; i++) {
        text_add_character(&wide, narrow.bytes[i]);
        text_add_character(&wide, '\0');
    }
    if (!oscal_read(arena, TEXT("f"), text_built(&wide), &document, &error)) {
        fail_msg("%s", error.message);
    }
    EXPECT_TEXT(oscal_text(json_find(document.root, TEXT("metadata")), "title"), "Invented");
    arena_free(arena);
}

/* ---- profiles ---- */

static bool read_source(void *context, Arena *arena, Text path, Text *content, Error *error) {
    (void)context;
    return file_read(arena, path, OSCAL_BYTES_MAX, content, error);
}

static Text control_ids(Arena *arena, const char *name) {
    const OscalSource source = {read_source, NULL};
    const OscalDocument document = read_file(arena, name);
    OscalResolution resolution;
    TextBuilder out = text_builder_new(arena);
    Error error = {0};
    if (!oscal_resolve(arena, &document, &source, &resolution, &error)) {
        return text_copy(arena, text_from(error.message));
    }
    for (size_t i = 0; i < resolution.control_count; i++) {
        text_add_format(&out, "%s%.*s", i == 0 ? "" : " ", TEXT_ARGS(resolution.controls[i].id));
    }
    return text_built(&out);
}

static void profiles_are_resolved_from_files(void **state) {
    (void)state;
    Arena *arena = arena_new();
    EXPECT_TEXT(control_ids(arena, "catalog.json"), "ac-1 ac-1.1 ac-2 au-1");
    EXPECT_TEXT(control_ids(arena, "profile.json"), "ac-1 ac-1.1 au-1");
    EXPECT_TEXT(control_ids(arena, "over.json"), "ac-1 au-1 ac-1 ac-2");
    arena_free(arena);
}

static void profiles_fetch_nothing(void **state) {
    (void)state;
    Arena *arena = arena_new();
    const OscalSource source = {read_source, NULL};
    OscalResolution resolution;
    OscalDocument document;
    Error error = {0};
    size_t at = 0;
    const Text content =
        with_change(arena, "over.json", "\"profile.json\"", "\"https://example.org/profile.json\"");
    assert_true(oscal_read(arena, TEXT("f"), content, &document, &error));
    assert_false(oscal_resolve(arena, &document, &source, &resolution, &error));
    assert_true(text_find(text_from(error.message), TEXT("/profile/imports/0/href"), &at));
    arena_free(arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_model_names_what_it_has),
        cmocka_unit_test(every_kind_is_read),
        cmocka_unit_test(xml_becomes_the_same_tree),
        cmocka_unit_test(public_ways_of_xml_are_read),
        cmocka_unit_test(blanks_beyond_ascii_are_known),
        cmocka_unit_test(what_does_not_fit_is_one_line),
        cmocka_unit_test(what_is_no_document_is_told),
        cmocka_unit_test(entities_are_not_fetched),
        cmocka_unit_test(wide_letters_are_read),
        cmocka_unit_test(profiles_are_resolved_from_files),
        cmocka_unit_test(profiles_fetch_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
