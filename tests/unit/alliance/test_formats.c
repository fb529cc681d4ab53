/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "alliance/alliance.h"
#include "base/file.h"

/* docs/formats.md says what the schema says, and its examples make a workspace. */

enum { DOCUMENT_BYTES_MAX = 1 << 20, COMMON_COLUMNS = 3 };

typedef struct Document {
    Arena *arena;
    Text text;
} Document;

static Document *document_of(void **state) {
    return *state;
}

/* The part of the document under "## `name.csv`", up to the next such heading. */
static Text section_of(const Document *document, Text name) {
    size_t start = 0;
    size_t length = 0;
    Text heading = text_format(document->arena, "\n## `%.*s.csv`\n", TEXT_ARGS(name));
    if (!text_find(document->text, heading, &start)) {
        fail_msg("docs/formats.md has no section `%.*s.csv`", TEXT_ARGS(name));
    }
    Text rest = text_slice(document->text, start + heading.length, document->text.length);
    if (!text_find(rest, TEXT("\n## "), &length)) {
        length = rest.length;
    }
    return text_slice(rest, 0, length);
}

static void add_type(TextBuilder *builder, const WorkspaceColumn *column) {
    if (column->type == COLUMN_REFERENCE) {
        text_add_format(builder, "%.*s id", TEXT_ARGS(column->refers_to));
    } else if (column->type != COLUMN_WORD) {
        text_add(builder, workspace_type_word(column->type));
    }
    for (size_t i = 0; i < column->word_count; i++) {
        text_add_format(builder, "%s`%.*s`", i == 0 ? "" : ", ", TEXT_ARGS(column->words[i]));
    }
}

static void add_column(TextBuilder *builder, const WorkspaceColumn *column) {
    text_add_format(builder, "| `%.*s` | ", TEXT_ARGS(column->name));
    add_type(builder, column);
    if (column->is_required) {
        text_add(builder, TEXT(" | must be given"));
    } else if (text_is_empty(column->fallback)) {
        text_add(builder, TEXT(" | -"));
    } else {
        text_add_format(builder, " | `%.*s`", TEXT_ARGS(column->fallback));
    }
    text_add_format(builder, " | %.*s |\n", TEXT_ARGS(column->meaning));
}

static Text format_columns(Arena *arena, size_t table, size_t first, size_t end) {
    TextBuilder builder = text_builder_new(arena);
    text_add(&builder, TEXT("| column | type | when empty | meaning |\n"
                            "| --- | --- | --- | --- |\n"));
    for (size_t i = first; i < end; i++) {
        WorkspaceColumn column = workspace_column(table, i);
        add_column(&builder, &column);
    }
    return text_built(&builder);
}

/* "Key: `item`, `component`." or the empty text. */
static Text format_key(Arena *arena, size_t table) {
    TextBuilder builder = text_builder_new(arena);
    WorkspaceTable shown = workspace_table(table);
    for (size_t i = 0; i < shown.column_count; i++) {
        WorkspaceColumn column = workspace_column(table, i);
        if (column.is_key || (shown.has_ids && column.type == COLUMN_ID)) {
            text_add_format(&builder, "%s`%.*s`", builder.length == 0 ? "Key: " : ", ",
                            TEXT_ARGS(column.name));
        }
    }
    if (builder.length > 0) {
        text_add(&builder, TEXT(".\n"));
    }
    return text_built(&builder);
}

static void assert_has(Text text, Text part) {
    size_t at = 0;
    if (!text_find(text, part, &at)) {
        fail_msg("docs/formats.md lacks, where it belongs:\n%.*s", TEXT_ARGS(part));
    }
}

static void test_columns(void **state) {
    const Document *document = document_of(state);
    for (size_t i = 0; i < workspace_table_count(); i++) {
        WorkspaceTable table = workspace_table(i);
        Text section = section_of(document, table.name);
        size_t own = table.column_count - (table.is_dated ? COMMON_COLUMNS : 0);
        assert_has(section, format_columns(document->arena, i, 0, own));
        assert_has(section, table.meaning);
        Text key = format_key(document->arena, i);
        if (!text_is_empty(key)) {
            assert_has(section, key);
        }
    }
}

static void test_common_columns(void **state) {
    const Document *document = document_of(state);
    size_t party = 0;
    assert_true(workspace_find_table(TEXT("party"), &party));
    size_t count = workspace_table(party).column_count;
    assert_has(document->text,
               format_columns(document->arena, party, count - COMMON_COLUMNS, count));
}

static void test_types(void **state) {
    const Document *document = document_of(state);
    for (int type = COLUMN_ID; type <= COLUMN_TARGET; type++) {
        Text word = workspace_type_word((ColumnType)type);
        if (type != COLUMN_REFERENCE && type != COLUMN_WORD) {
            assert_has(document->text,
                       text_format(document->arena, "\n| %.*s | ", TEXT_ARGS(word)));
        }
    }
}

/* What stands between ```csv and ``` in a section. */
static Text example_of(Text section) {
    size_t start = 0;
    size_t end = 0;
    static const Text opening = {"```csv\n", 7};
    assert_true(text_find(section, opening, &start));
    Text rest = text_slice(section, start + opening.length, section.length);
    assert_true(text_find(rest, TEXT("```\n"), &end));
    return text_slice(rest, 0, end);
}

static void test_examples(void **state) {
    const Document *document = document_of(state);
    WorkspaceFile files[64];
    size_t count = workspace_table_count();
    assert_true(count <= sizeof files / sizeof files[0]);
    for (size_t i = 0; i < count; i++) {
        Text name = workspace_table(i).name;
        files[i] =
            (WorkspaceFile){.name = text_format(document->arena, "%.*s.csv", TEXT_ARGS(name)),
                            .content = example_of(section_of(document, name))};
        size_t line_end = 0;
        assert_true(text_find(files[i].content, TEXT("\n"), &line_end));
        assert_true(line_end + 1 < files[i].content.length);
    }
    ProblemList problems = problem_list_new(document->arena);
    const Workspace *workspace =
        workspace_parse(document->arena, TEXT(""), files, count, &problems);
    assert_string_equal(problem_format(document->arena, &problems, 0).bytes, "");
    assert_non_null(workspace);
}

int main(int argument_count, char **arguments) {
    Error error;
    Document document = {.arena = arena_new()};
    if (argument_count != 2 || !file_read(document.arena, text_from(arguments[1]),
                                          DOCUMENT_BYTES_MAX, &document.text, &error)) {
        return 1;
    }
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_prestate(test_columns, &document),
        cmocka_unit_test_prestate(test_common_columns, &document),
        cmocka_unit_test_prestate(test_types, &document),
        cmocka_unit_test_prestate(test_examples, &document),
    };
    int failures = cmocka_run_group_tests_name("alliance formats", tests, NULL, NULL);
    arena_free(document.arena);
    return failures;
}
