/* SPDX-License-Identifier: Apache-2.0 */
#include "base/csv.h"

#include "base/array.h"
#include "base/map.h"

/* An excerpt longer than this tells nobody anything. */
enum { EXCERPT_BYTES_MAX = 200 };

static const Text byte_order_mark = {"\xEF\xBB\xBF", 3};

typedef struct Reader {
    Arena *arena;
    Text content;
    size_t at;
    size_t line; /* of `at`, from 1 */
    CsvTable *table;
    ProblemList *problems;
    bool is_utf8; /* all of the content */
    Array fields; /* of Text: the row being read, at most one more than CSV_COLUMNS_MAX */
} Reader;

/* One row as it was found. */
typedef struct Record {
    size_t start;
    size_t line;
    size_t field_count;
    size_t too_long; /* which field is over the limit, from 1; 0 is none */
} Record;

static bool is_at_end(const Reader *reader) {
    return reader->at >= reader->content.length;
}

static bool is_at(const Reader *reader, char character) {
    return !is_at_end(reader) && reader->content.bytes[reader->at] == character;
}

static bool is_at_field_end(const Reader *reader) {
    return is_at_end(reader) || is_at(reader, ',') || is_at(reader, '\n');
}

static bool is_at_blank(const Reader *reader) {
    return is_at(reader, ' ') || is_at(reader, '\t') || is_at(reader, '\r');
}

static void step(Reader *reader) {
    if (is_at(reader, '\n')) {
        reader->line++;
    }
    reader->at++;
}

static void skip_blanks(Reader *reader) {
    while (is_at_blank(reader)) {
        step(reader);
    }
}

static void skip_line(Reader *reader) {
    while (!is_at_end(reader) && !is_at(reader, '\n')) {
        step(reader);
    }
    step(reader);
}

static Text line_around(const Reader *reader, size_t at, size_t *column) {
    Text content = reader->content;
    size_t start = at;
    size_t end = at;
    while (start > 0 && content.bytes[start - 1] != '\n') {
        start--;
    }
    while (end < content.length && content.bytes[end] != '\n') {
        end++;
    }
    *column = at - start + 1;
    return text_slice(content, start, end);
}

/* A problem with a place inside its line. */
static void add_problem_at(Reader *reader, size_t line, size_t at, const char *message) {
    size_t column = 0;
    Text excerpt = line_around(reader, at, &column);
    if (excerpt.length > EXCERPT_BYTES_MAX || !text_is_utf8(excerpt)) {
        excerpt = TEXT("");
    }
    problem_add_with_line(reader->problems, reader->table->file, line, column, excerpt, "%s",
                          message);
}

/* The bytes between the quotes, each pair of quotes made one. */
static Text unquote(Arena *arena, Text quoted, size_t pair_count) {
    if (pair_count == 0) {
        return quoted;
    }
    char *bytes = arena_allocate(arena, quoted.length);
    size_t length = 0;
    for (size_t i = 0; i < quoted.length; i++) {
        bytes[length++] = quoted.bytes[i];
        if (quoted.bytes[i] == '"') {
            i++;
        }
    }
    return (Text){bytes, length};
}

/* Goes back to the end of the line the quote opened on. Not to the row's start:
 * from there a bad file could make us read the same rows again and again. */
static bool give_up_quoted(Reader *reader, size_t line, size_t open, const char *message) {
    add_problem_at(reader, line, open, message);
    reader->at = open;
    reader->line = line;
    skip_line(reader);
    return false;
}

static bool read_quoted(Reader *reader, Text *field) {
    size_t open = reader->at;
    size_t line = reader->line;
    size_t pair_count = 0;
    step(reader);
    for (; !is_at_end(reader); step(reader)) {
        if (!is_at(reader, '"')) {
            continue;
        }
        if (reader->at + 1 == reader->content.length ||
            reader->content.bytes[reader->at + 1] != '"') {
            break;
        }
        step(reader);
        pair_count++;
    }
    if (is_at_end(reader)) {
        return give_up_quoted(reader, line, open, "the quote that opens here is not closed");
    }
    Text inside = text_slice(reader->content, open + 1, reader->at);
    step(reader);
    skip_blanks(reader);
    if (!is_at_field_end(reader)) {
        return give_up_quoted(reader, line, open,
                              "there is text after the closing quote of this field; write a "
                              "quote inside a field twice");
    }
    *field = unquote(reader->arena, inside, pair_count);
    return true;
}

static Text read_plain(Reader *reader) {
    const char *bytes = reader->content.bytes;
    size_t start = reader->at;
    size_t at = start;
    while (at < reader->content.length && bytes[at] != ',' && bytes[at] != '\n') {
        at++;
    }
    reader->at = at;
    return text_trim(text_slice(reader->content, start, at));
}

static bool read_field(Reader *reader, Text *field) {
    skip_blanks(reader);
    if (is_at(reader, '"')) {
        return read_quoted(reader, field);
    }
    *field = read_plain(reader);
    return true;
}

static void keep_field(Reader *reader, Record *record, Text field) {
    record->field_count++;
    if (record->field_count <= CSV_COLUMNS_MAX) {
        Text *place = array_add(&reader->fields);
        *place = field;
    }
    if (field.length > CSV_FIELD_BYTES_MAX && record->too_long == 0) {
        record->too_long = record->field_count;
    }
}

/* Reads one row whatever its number of fields. False where its quotes are wrong;
 * the problem is then known and the reader is on a later line. */
static bool read_record(Reader *reader, Record *record) {
    *record = (Record){.start = reader->at, .line = reader->line};
    reader->fields.count = 0;
    for (;;) {
        Text field;
        if (!read_field(reader, &field)) {
            return false;
        }
        keep_field(reader, record, field);
        if (!is_at(reader, ',')) {
            step(reader);
            return true;
        }
        step(reader);
    }
}

/* What is wrong with a row by itself. */
static bool check_record(const Reader *reader, const Record *record) {
    Text file = reader->table->file;
    if (!reader->is_utf8 && !text_is_utf8(text_slice(reader->content, record->start, reader->at))) {
        problem_add(reader->problems, file, record->line, 0,
                    "the row is not UTF-8; save the file as UTF-8");
        return false;
    }
    if (record->too_long > 0) {
        problem_add(reader->problems, file, record->line, 0, "field %zu is longer than %d bytes",
                    record->too_long, CSV_FIELD_BYTES_MAX);
        return false;
    }
    return true;
}

/* Blank lines are no rows. */
static void skip_blank_lines(Reader *reader) {
    size_t at = reader->at;
    size_t line = reader->line;
    while (!is_at_end(reader)) {
        skip_blanks(reader);
        if (!is_at_end(reader) && !is_at(reader, '\n')) {
            reader->at = at;
            reader->line = line;
            return;
        }
        step(reader);
        at = reader->at;
        line = reader->line;
    }
}

static Text *copy_fields(const Reader *reader) {
    Text *fields = ARENA_MANY(reader->arena, Text, reader->fields.count);
    for (size_t i = 0; i < reader->fields.count; i++) {
        fields[i] = ARRAY_ITEMS(Text, &reader->fields)[i];
    }
    return fields;
}

static void check_columns(const Reader *reader, size_t line) {
    const CsvTable *table = reader->table;
    Map *names = map_new(reader->arena);
    for (size_t i = 0; i < table->column_count; i++) {
        Text name = table->columns[i];
        if (text_is_empty(name)) {
            problem_add(reader->problems, table->file, line, 0, "column %zu has no name", i + 1);
        } else if (!map_add(names, name, i)) {
            problem_add(reader->problems, table->file, line, 0, "column `%.*s` is named twice",
                        TEXT_ARGS(name));
        }
    }
}

/* Reads the header line; false where there is none that rows could be held to. */
static bool read_header(Reader *reader) {
    Record record;
    skip_blank_lines(reader);
    if (is_at_end(reader)) {
        problem_add(reader->problems, reader->table->file, 0, 0,
                    "the file is empty; its first line must name the columns");
        return false;
    }
    if (!read_record(reader, &record) || !check_record(reader, &record)) {
        return false;
    }
    if (record.field_count > CSV_COLUMNS_MAX) {
        problem_add(reader->problems, reader->table->file, record.line, 0,
                    "the header names %zu columns, more than %d", record.field_count,
                    CSV_COLUMNS_MAX);
        return false;
    }
    reader->table->columns = copy_fields(reader);
    reader->table->column_count = record.field_count;
    check_columns(reader, record.line);
    return true;
}

static void keep_row(const Reader *reader, const Record *record, Array *rows) {
    size_t expected = reader->table->column_count;
    if (!check_record(reader, record)) {
        return;
    }
    if (record->field_count != expected) {
        problem_add(reader->problems, reader->table->file, record->line, 0,
                    "the row has %zu field%s, the header names %zu", record->field_count,
                    record->field_count == 1 ? "" : "s", expected);
        return;
    }
    CsvRow *row = array_add(rows);
    *row = (CsvRow){.line = record->line, .fields = copy_fields(reader)};
}

static void read_rows(Reader *reader) {
    Array rows = array_new(reader->arena, sizeof(CsvRow));
    Record record;
    for (skip_blank_lines(reader); !is_at_end(reader); skip_blank_lines(reader)) {
        if (read_record(reader, &record)) {
            keep_row(reader, &record, &rows);
        }
    }
    reader->table->rows = ARRAY_ITEMS(CsvRow, &rows);
    reader->table->row_count = rows.count;
}

bool csv_parse(Arena *arena, Text file, Text content, CsvTable *table, ProblemList *problems) {
    size_t problems_before = problem_count(problems);
    *table = (CsvTable){.file = file};
    Reader reader = {.arena = arena,
                     .content = content,
                     .line = 1,
                     .is_utf8 = text_is_utf8(content),
                     .table = table,
                     .problems = problems,
                     .fields = array_new(arena, sizeof(Text))};
    if (text_starts_with(content, byte_order_mark)) {
        reader.at = byte_order_mark.length;
    }
    if (read_header(&reader)) {
        read_rows(&reader);
    }
    return problem_count(problems) == problems_before;
}

bool csv_read(Arena *arena, Text file, Text content, CsvTable *table, Error *error) {
    ProblemList problems = problem_list_new(arena);
    return csv_parse(arena, file, content, table, &problems) ||
           problem_refuse(arena, &problems, ERROR_INVALID, error);
}

bool csv_find_column(const CsvTable *table, Text name, size_t *column) {
    for (size_t i = 0; i < table->column_count; i++) {
        if (text_equals(table->columns[i], name)) {
            *column = i;
            return true;
        }
    }
    return false;
}

/* A field that reading would trim, part, or take for a byte order mark. */
static bool needs_quotes(Text field) {
    for (size_t i = 0; i < field.length; i++) {
        char character = field.bytes[i];
        if (character == ',' || character == '"' || character == '\n' || character == '\r') {
            return true;
        }
    }
    return text_trim(field).length != field.length || text_starts_with(field, byte_order_mark);
}

void csv_add_field(TextBuilder *builder, Text field) {
    if (!needs_quotes(field)) {
        text_add(builder, field);
        return;
    }
    text_add_character(builder, '"');
    for (size_t i = 0; i < field.length; i++) {
        if (field.bytes[i] == '"') {
            text_add_character(builder, '"');
        }
        text_add_character(builder, field.bytes[i]);
    }
    text_add_character(builder, '"');
}
