/* SPDX-License-Identifier: Apache-2.0 */
#include "expect.h"

#include "base/csv.h"

typedef struct Parsed {
    CsvTable table;
    ProblemList problems;
    bool is_good;
} Parsed;

static Parsed parse(Arena *arena, Text content) {
    Parsed parsed = {.problems = problem_list_new(arena)};
    parsed.is_good = csv_parse(arena, TEXT("f.csv"), content, &parsed.table, &parsed.problems);
    assert_int_equal(parsed.is_good, problem_count(&parsed.problems) == 0);
    EXPECT_TEXT(parsed.table.file, "f.csv");
    return parsed;
}

/* A table as one text: fields between bars, each row behind its line. */
static Text shown(Arena *arena, const CsvTable *table) {
    TextBuilder builder = text_builder_new(arena);
    for (size_t i = 0; i < table->column_count; i++) {
        text_add_format(&builder, "|%.*s", TEXT_ARGS(table->columns[i]));
    }
    for (size_t i = 0; i < table->row_count; i++) {
        text_add_format(&builder, "\n%zu", table->rows[i].line);
        for (size_t j = 0; j < table->column_count; j++) {
            text_add_format(&builder, "|%.*s", TEXT_ARGS(table->rows[i].fields[j]));
        }
    }
    return text_built(&builder);
}

static void expect_table(Arena *arena, Text content, const char *expected) {
    Parsed parsed = parse(arena, content);
    EXPECT_TEXT(problem_format(arena, &parsed.problems, 0), "");
    EXPECT_TEXT(shown(arena, &parsed.table), expected);
}

static void expect_problems(Arena *arena, Text content, const char *table, const char *problems) {
    Parsed parsed = parse(arena, content);
    EXPECT_TEXT(problem_format(arena, &parsed.problems, 0), problems);
    EXPECT_TEXT(shown(arena, &parsed.table), table);
}

static void rows_and_columns(void **state) {
    expect_table(*state, TEXT("a,b\n1,2\n3,4\n"), "|a|b\n2|1|2\n3|3|4");
    expect_table(*state, TEXT("a,b\n1,2"), "|a|b\n2|1|2");
    expect_table(*state, TEXT("a,b\r\n1,2\r\n"), "|a|b\n2|1|2");
    expect_table(*state, TEXT("a"), "|a");
    expect_table(*state, TEXT("a\n1\n"), "|a\n2|1");
    expect_table(*state, TEXT("a,b\n,\n"), "|a|b\n2||");
    expect_table(*state,
                 TEXT("\xEF\xBB\xBF"
                      "a,b\n1,2\n"),
                 "|a|b\n2|1|2");
    expect_table(*state, TEXT("\xEF\xBB\xBF\"a\",b\n1,2\n"), "|a|b\n2|1|2");
    /* Only at the start is it a mark. */
    expect_table(*state,
                 TEXT("a\n\xEF\xBB\xBF"
                      "1\n"),
                 "|a\n2|\xEF\xBB\xBF"
                 "1");
}

static void blanks_around_fields(void **state) {
    expect_table(*state, TEXT(" a ,\tb\n  1  2 , \t3\t \n"), "|a|b\n2|1  2|3");
    expect_table(*state, TEXT("a,b\n \" 1 \" ,\" 2\"\t\n"), "|a|b\n2| 1 | 2");
    expect_table(*state, TEXT("a,b\n , \n"), "|a|b\n2||");
    /* A carriage return alone ends no line; inside a field it stays. */
    expect_table(*state, TEXT("a\n1\r2\r\n"), "|a\n2|1\r2");
}

static void blank_lines(void **state) {
    expect_table(*state, TEXT("\n \n\ta\n\n\r\n1\n \t\r\n\n2\n\n"), "|a\n6|1\n9|2");
    /* Quotes make an empty field of one. */
    expect_table(*state, TEXT("a\n\"\"\n"), "|a\n2|");
}

static void quotes(void **state) {
    expect_table(*state, TEXT("a,b\n\"1,2\",\"3\"\"4\"\n"), "|a|b\n2|1,2|3\"4");
    expect_table(*state, TEXT("a,b\n\"\",\"\"\"\"\n"), "|a|b\n2||\"");
    expect_table(*state, TEXT("a,b\n\"\"\"\",\"\"\"\"\"\"\n"), "|a|b\n2|\"|\"\"");
    /* Inside an unquoted field they are characters as others. */
    expect_table(*state, TEXT("a,b\nx\"y\",5\"\n"), "|a|b\n2|x\"y\"|5\"");
    expect_table(*state, TEXT("\"a\nb\",c\n1,2\n"), "|a\nb|c\n3|1|2");
    expect_table(*state, TEXT("a,b\n\"1\r\n2\",3\n4,5\n"), "|a|b\n2|1\r\n2|3\n4|4|5");
    expect_table(*state, TEXT("a\n\"1\""), "|a\n2|1");
}

static void no_header(void **state) {
    static const char empty[] = "f.csv: the file is empty; its first line must name the columns\n";
    expect_problems(*state, TEXT(""), "", empty);
    expect_problems(*state, (Text){NULL, 0}, "", empty);
    expect_problems(*state, TEXT(" \r\n\n"), "", empty);
    expect_problems(*state, TEXT("\xEF\xBB\xBF"), "", empty);
}

static void bad_columns(void **state) {
    expect_problems(*state, TEXT("a,,a,\n1,2,3,4\n"), "|a||a|\n2|1|2|3|4",
                    "f.csv:1: column 2 has no name\n"
                    "f.csv:1: column `a` is named twice\n"
                    "f.csv:1: column 4 has no name\n");
    expect_problems(*state, TEXT("\na,\"\"\n"), "|a|", "f.csv:2: column 2 has no name\n");
}

static void rows_with_too_few_or_too_many_fields(void **state) {
    expect_problems(*state, TEXT("a,b\n1\n2,3\n4,5,6\n7,8\n\"9\"\n"), "|a|b\n3|2|3\n5|7|8",
                    "f.csv:2: the row has 1 field, the header names 2\n"
                    "f.csv:4: the row has 3 fields, the header names 2\n"
                    "f.csv:6: the row has 1 field, the header names 2\n");
}

static void a_quote_that_is_not_closed(void **state) {
    expect_problems(*state, TEXT("a,b\n1,\"2\n3,4\n5,6\n"), "|a|b\n3|3|4\n4|5|6",
                    "f.csv:2:3: the quote that opens here is not closed\n1,\"2\n  ^\n");
    expect_problems(*state, TEXT("a,\"b\n1,2\n"), "",
                    "f.csv:1:3: the quote that opens here is not closed\na,\"b\n  ^\n");
    expect_problems(*state, TEXT("a\n\""), "|a",
                    "f.csv:2:1: the quote that opens here is not closed\n\"\n^\n");
    expect_problems(*state, TEXT("a\n\"\"\""), "|a",
                    "f.csv:2:1: the quote that opens here is not closed\n\"\"\"\n^\n");
}

static void text_after_a_closing_quote(void **state) {
    expect_problems(*state, TEXT("a,b\n1,\"2\"x\n3,4\n"), "|a|b\n3|3|4",
                    "f.csv:2:3: there is text after the closing quote of this field; write a "
                    "quote inside a field twice\n1,\"2\"x\n  ^\n");
    expect_problems(*state, TEXT("a,b\n\"1\" \"2\",3\n"), "|a|b",
                    "f.csv:2:1: there is text after the closing quote of this field; write a "
                    "quote inside a field twice\n\"1\" \"2\",3\n^\n");
    /* The place is that of the quote, though the row began on another line. */
    expect_problems(*state, TEXT("a,b\n\"1\n\",\"2\n\"x\n3,4\n"), "|a|b\n5|3|4",
                    "f.csv:3:3: there is text after the closing quote of this field; write a "
                    "quote inside a field twice\n\",\"2\n  ^\n"
                    "f.csv:4:1: the quote that opens here is not closed\n\"x\n^\n");
}

static void rows_that_are_not_utf8(void **state) {
    expect_problems(*state, TEXT("a\n\xFF\n1\n"), "|a\n3|1",
                    "f.csv:2: the row is not UTF-8; save the file as UTF-8\n");
    expect_problems(*state, TEXT("\xE9\n1\n"), "",
                    "f.csv:1: the row is not UTF-8; save the file as UTF-8\n");
    expect_problems(*state, TEXT("a\n1\0\n2\n"), "|a\n3|2",
                    "f.csv:2: the row is not UTF-8; save the file as UTF-8\n");
    /* Its line is not shown then. */
    expect_problems(*state, TEXT("a\n\"\xFF\n"), "|a",
                    "f.csv:2:1: the quote that opens here is not closed\n");
}

static Text columns_named(Arena *arena, size_t count) {
    TextBuilder builder = text_builder_new(arena);
    for (size_t i = 0; i < count; i++) {
        text_add_format(&builder, "%sc%zu", i == 0 ? "" : ",", i);
    }
    text_add_character(&builder, '\n');
    return text_built(&builder);
}

static void the_limit_of_columns(void **state) {
    Parsed parsed = parse(*state, columns_named(*state, CSV_COLUMNS_MAX));
    assert_true(parsed.is_good);
    assert_int_equal(parsed.table.column_count, CSV_COLUMNS_MAX);
    expect_problems(*state, columns_named(*state, CSV_COLUMNS_MAX + 1), "",
                    "f.csv:1: the header names 257 columns, more than 256\n");
    TextBuilder builder = text_builder_new(*state);
    text_add(&builder, TEXT("a\n"));
    text_add_repeated(&builder, ',', 100000);
    text_add(&builder, TEXT("\n1\n"));
    size_t bytes_before = arena_bytes(*state);
    expect_problems(*state, text_built(&builder), "|a\n3|1",
                    "f.csv:2: the row has 100001 fields, the header names 1\n");
    /* They are counted, not kept. */
    assert_true(arena_bytes(*state) - bytes_before < 100000);
}

static void the_limit_of_a_field(void **state) {
    TextBuilder builder = text_builder_new(*state);
    text_add(&builder, TEXT("a,b\n1,"));
    text_add_repeated(&builder, 'x', CSV_FIELD_BYTES_MAX);
    Parsed parsed = parse(*state, text_built(&builder));
    assert_true(parsed.is_good);
    assert_int_equal(parsed.table.rows[0].fields[1].length, CSV_FIELD_BYTES_MAX);
    text_add(&builder, TEXT("x\n2,3\n"));
    expect_problems(*state, text_built(&builder), "|a|b\n3|2|3",
                    "f.csv:2: field 2 is longer than 1048576 bytes\n");
}

/* Bad quotes must not make the same lines be read again and again. */
static void bad_quotes_cost_no_more_than_their_bytes(void **state) {
    enum { LINES = 100000 };
    static const char *const lines[] = {"\"\n", "\"\"\"\n", "\"x\n", "x,\"\"x\n", "\"\"\"\"x\n"};
    for (size_t kind = 0; kind < sizeof lines / sizeof lines[0]; kind++) {
        TextBuilder builder = text_builder_new(*state);
        text_add(&builder, TEXT("a,b\n"));
        for (int i = 0; i < LINES; i++) {
            text_add(&builder, text_from(lines[kind]));
        }
        assert_false(parse(*state, text_built(&builder)).is_good);
    }
}

static void columns_are_found(void **state) {
    Parsed parsed = parse(*state, TEXT("id,from_site,quantity\n"));
    size_t column = 77;
    assert_false(csv_find_column(&parsed.table, TEXT("ID"), &column));
    assert_false(csv_find_column(&parsed.table, TEXT(""), &column));
    assert_int_equal(column, 77);
    assert_true(csv_find_column(&parsed.table, TEXT("quantity"), &column));
    assert_int_equal(column, 2);
}

static Text written(Arena *arena, const char *field) {
    TextBuilder builder = text_builder_new(arena);
    csv_add_field(&builder, text_from(field));
    return text_built(&builder);
}

static void fields_are_quoted_where_they_must_be(void **state) {
    EXPECT_TEXT(written(*state, "a b"), "a b");
    EXPECT_TEXT(written(*state, ""), "");
    EXPECT_TEXT(written(*state, "a,b"), "\"a,b\"");
    EXPECT_TEXT(written(*state, "a\nb"), "\"a\nb\"");
    EXPECT_TEXT(written(*state, "a\rb"), "\"a\rb\"");
    EXPECT_TEXT(written(*state, "\"a\""), "\"\"\"a\"\"\"");
    EXPECT_TEXT(written(*state, "a\"b"), "\"a\"\"b\"");
    EXPECT_TEXT(written(*state, " a"), "\" a\"");
    EXPECT_TEXT(written(*state, "a\t"), "\"a\t\"");
    EXPECT_TEXT(written(*state, "\xEF\xBB\xBF"), "\"\xEF\xBB\xBF\"");
}

static Text random_field(Random *random, Arena *arena) {
    static const char *const pieces[] = {"a", "\"", ",",        "\n",           "\r",   "\r\n",
                                         " ", "\t", "\xC3\xA9", "\xEF\xBB\xBF", "\"\"", "-"};
    TextBuilder builder = text_builder_new(arena);
    for (size_t count = random_below(random, 5); count > 0; count--) {
        text_add(&builder, text_from(pieces[random_below(random, sizeof pieces / sizeof *pieces)]));
    }
    return text_built(&builder);
}

enum { ROW_COUNT = 5 };

static void write_and_read(Random *random, Arena *arena) {
    size_t column_count = 2 + random_below(random, 4);
    Text *fields = ARENA_MANY(arena, Text, column_count * ROW_COUNT);
    TextBuilder builder = text_builder_new(arena);
    text_add(&builder, columns_named(arena, column_count));
    const char *end = random_below(random, 2) == 0 ? "\n" : "\r\n";
    for (size_t i = 0; i < column_count * ROW_COUNT; i++) {
        fields[i] = random_field(random, arena);
        csv_add_field(&builder, fields[i]);
        text_add(&builder, (i + 1) % column_count == 0 ? text_from(end) : TEXT(","));
    }
    Parsed parsed = parse(arena, text_built(&builder));
    assert_true(parsed.is_good);
    assert_int_equal(parsed.table.column_count, column_count);
    assert_int_equal(parsed.table.row_count, ROW_COUNT);
    for (size_t i = 0; i < column_count * ROW_COUNT; i++) {
        Text read = parsed.table.rows[i / column_count].fields[i % column_count];
        assert_true(text_equals(read, fields[i]));
    }
}

static void what_is_written_is_read_back(void **state) {
    (void)state;
    for (uint64_t seed = 0; seed < 5000; seed++) {
        Arena *arena = arena_new();
        Random random = {seed};
        write_and_read(&random, arena);
        arena_free(arena);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        ARENA_TEST(rows_and_columns),
        ARENA_TEST(blanks_around_fields),
        ARENA_TEST(blank_lines),
        ARENA_TEST(quotes),
        ARENA_TEST(no_header),
        ARENA_TEST(bad_columns),
        ARENA_TEST(rows_with_too_few_or_too_many_fields),
        ARENA_TEST(a_quote_that_is_not_closed),
        ARENA_TEST(text_after_a_closing_quote),
        ARENA_TEST(rows_that_are_not_utf8),
        ARENA_TEST(the_limit_of_columns),
        ARENA_TEST(the_limit_of_a_field),
        ARENA_TEST(bad_quotes_cost_no_more_than_their_bytes),
        ARENA_TEST(columns_are_found),
        ARENA_TEST(fields_are_quoted_where_they_must_be),
        cmocka_unit_test(what_is_written_is_read_back),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
