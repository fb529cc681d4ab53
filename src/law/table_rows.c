/* SPDX-License-Identifier: Apache-2.0 */
#include "base/csv.h"
#include "law/draft.h"

/* The rows of a table, from its CSV file. */

/* More of them tell nobody more. */
enum { ROW_PROBLEMS_MAX = 50 };

/* Columns that any table may have besides its own. */
typedef enum Extra { EXTRA_FROM, EXTRA_UNTIL, EXTRA_STATUS, EXTRA_SOURCE, EXTRA_CITE } Extra;
enum { EXTRA_COUNT = EXTRA_CITE + 1 };
static const char *const extra_names[EXTRA_COUNT] = {"from", "until", "status", "source", "cite"};

typedef struct RowReader {
    Reader *reader;
    TableDraft *table;
    Text content;
    const CsvTable *csv;
    size_t own[TABLE_COLUMNS_MAX]; /* columns of the file */
    size_t extra[EXTRA_COUNT];     /* likewise, or LAW_NONE */
    bool columns_are_known;        /* all of the declaration was understood */
    size_t problems;
} RowReader;

static void report_row(RowReader *rows, size_t line, const char *format, ...) PRINTF_LIKE(3, 4);

Text table_line(Text content, size_t number) {
    Text rest = content;
    Text line = TEXT("");
    for (size_t i = 0; i < number; i++) {
        if (!text_split(&rest, '\n', &line)) {
            return TEXT("");
        }
    }
    return text_trim(line);
}

static void report_row(RowReader *rows, size_t line, const char *format, ...) {
    rows->table->is_doubtful = true;
    if (rows->problems++ >= ROW_PROBLEMS_MAX) {
        return;
    }
    va_list arguments;
    va_start(arguments, format);
    Text message = text_format_arguments(rows->reader->arena, format, arguments);
    va_end(arguments);
    problem_add_with_line(rows->reader->problems, rows->csv->file, line, 0,
                          table_line(rows->content, line), "%.*s", TEXT_ARGS(message));
}

static bool find_own_columns(RowReader *rows) {
    bool are_found = true;
    for (size_t i = 0; i < rows->table->table.column_count; i++) {
        Text name = rows->table->table.columns[i].name;
        if (!csv_find_column(rows->csv, name, &rows->own[i])) {
            report_row(rows, 1, "the column `%.*s` of the table is missing in its file",
                       TEXT_ARGS(quoted(name)));
            are_found = false;
        }
    }
    return are_found;
}

static void find_extra_columns(RowReader *rows) {
    for (size_t i = 0; i < EXTRA_COUNT; i++) {
        rows->extra[i] = LAW_NONE;
        size_t column = 0;
        if (csv_find_column(rows->csv, text_from(extra_names[i]), &column)) {
            rows->extra[i] = column;
        }
    }
    rows->table->has_row_citations = rows->extra[EXTRA_CITE] != LAW_NONE;
}

static void check_unknown_columns(RowReader *rows) {
    Map *names = map_new(rows->reader->arena);
    for (size_t i = 0; i < rows->table->table.column_count; i++) {
        (void)map_add(names, rows->table->table.columns[i].name, 0);
    }
    for (size_t i = 0; i < EXTRA_COUNT; i++) {
        (void)map_add(names, text_from(extra_names[i]), 0);
    }
    for (size_t i = 0; i < rows->csv->column_count; i++) {
        size_t ignored = 0;
        Text name = rows->csv->columns[i];
        if (!map_find(names, name, &ignored)) {
            Text hint = suggestion(rows->reader->arena, names, name);
            report_row(rows, 1, "the table has no column `%.*s`%.*s", TEXT_ARGS(quoted(name)),
                       TEXT_ARGS(hint));
        }
    }
}

/* A field that is not as it stands in the file, for the quotes in it, is put where it lasts. */
static Text lasting(const RowReader *rows, Text field) {
    const char *start = rows->content.bytes;
    bool is_of_file = field.bytes >= start && field.bytes <= start + rows->content.length;
    return is_of_file || text_is_empty(field) ? field : text_copy(rows->reader->arena, field);
}

static Text extra_field(const RowReader *rows, const CsvRow *row, Extra extra) {
    return rows->extra[extra] == LAW_NONE ? TEXT("")
                                          : lasting(rows, row->fields[rows->extra[extra]]);
}

static bool read_date(RowReader *rows, const CsvRow *row, Extra extra, Date *date) {
    Text text = extra_field(rows, row, extra);
    if (text_is_empty(text) || date_parse(text, date)) {
        return true;
    }
    report_row(rows, row->line, "`%s` is `%.*s`, which is no date; a date is written as 2026-10-01",
               extra_names[extra], TEXT_ARGS(quoted(text)));
    return false;
}

static bool read_dates(RowReader *rows, const CsvRow *row, DateRange *holds) {
    *holds = (DateRange){DATE_MIN, DATE_MAX};
    bool has_from = read_date(rows, row, EXTRA_FROM, &holds->from);
    bool has_until = read_date(rows, row, EXTRA_UNTIL, &holds->until);
    if (has_from && has_until && holds->from > holds->until) {
        report_row(rows, row->line, "the row ends before it begins");
        return false;
    }
    return has_from && has_until;
}

static bool read_status(RowReader *rows, const CsvRow *row, LawStatus *status) {
    Text text = extra_field(rows, row, EXTRA_STATUS);
    *status = LAW_VERIFIED;
    if (text_is_empty(text) || status_parse(text, status)) {
        return true;
    }
    report_row(rows, row->line,
               "`%.*s` is no status; it is `verified`, `secondary`, `derived`, `partial` or "
               "`unverified`",
               TEXT_ARGS(quoted(text)));
    return false;
}

static bool read_values(RowReader *rows, const CsvRow *row, LawValue *values) {
    bool are_read = true;
    for (size_t i = 0; i < rows->table->table.column_count; i++) {
        Text text = lasting(rows, row->fields[rows->own[i]]);
        ValueType type = column_type(rows->table, i);
        Text name = rows->table->table.columns[i].name;
        if (text_is_empty(text)) {
            report_row(rows, row->line, "the column `%.*s` is empty", TEXT_ARGS(name));
            are_read = false;
            continue;
        }
        const char *wrong = literal_parse(rows->reader, text, type, &values[i]);
        if (wrong != NULL) {
            report_row(rows, row->line, "`%.*s` in the column `%.*s` %s", TEXT_ARGS(quoted(text)),
                       TEXT_ARGS(name), wrong);
            are_read = false;
        }
    }
    return are_read;
}

/* The codes above the cells of a coarse column are told apart too. */
static void intern_above(RowReader *rows, const LawValue *values) {
    for (size_t i = 0; i < rows->table->table.column_count; i++) {
        Text above = values[i].text;
        while (rows->table->table.columns[i].is_coarse && law_code_above(&above)) {
            (void)symbol_of(rows->reader, above);
        }
    }
}

static bool read_row(RowReader *rows, const CsvRow *row, LawValue *values, TableRow *result) {
    *result = (TableRow){.values = values,
                         .citation = extra_field(rows, row, EXTRA_CITE),
                         .source = extra_field(rows, row, EXTRA_SOURCE),
                         .line = row->line};
    bool has_values = read_values(rows, row, values);
    bool has_dates = read_dates(rows, row, &result->holds);
    bool has_status = read_status(rows, row, &result->status);
    intern_above(rows, values);
    if (rows->table->table.has_read_from && result->holds.from == DATE_MIN &&
        result->holds.until >= rows->table->table.read_from) {
        result->holds.from = rows->table->table.read_from;
    }
    return has_values && has_dates && has_status;
}

static void read_rows(RowReader *rows) {
    size_t columns = rows->table->table.column_count;
    TableRow *results = ARENA_MANY(rows->reader->arena, TableRow, rows->csv->row_count);
    LawValue *values = ARENA_MANY(rows->reader->arena, LawValue, rows->csv->row_count * columns);
    size_t count = 0;
    for (size_t i = 0; i < rows->csv->row_count; i++) {
        if (read_row(rows, &rows->csv->rows[i], &values[count * columns], &results[count])) {
            count++;
        }
    }
    rows->table->table.rows = results;
    rows->table->table.row_count = count;
}

/* A row with its number of columns, to be put in order. */
typedef struct SortedRow {
    const TableRow *row;
    size_t column_count;
    uint64_t key; /* its first two values: most differ there */
} SortedRow;

static uint64_t key_of(const TableRow *row, size_t column_count) {
    uint64_t second = column_count > 1 ? row->values[1].symbol : 0;
    return (uint64_t)row->values[0].symbol << 32 | second;
}

static int compare_values(const SortedRow *a, const SortedRow *b) {
    if (a->key != b->key) {
        return a->key < b->key ? -1 : 1;
    }
    for (size_t i = 0; i < a->column_count; i++) {
        Symbol left = a->row->values[i].symbol;
        Symbol right = b->row->values[i].symbol;
        if (left != right) {
            return left < right ? -1 : 1;
        }
    }
    return 0;
}

static int compare_rows(const void *left, const void *right) {
    const SortedRow *a = left;
    const SortedRow *b = right;
    int order = compare_values(a, b);
    if (order == 0) {
        order =
            (a->row->holds.from > b->row->holds.from) - (a->row->holds.from < b->row->holds.from);
    }
    return order != 0 ? order : (a->row->line > b->row->line) - (a->row->line < b->row->line);
}

static uint64_t hash_of(const SortedRow *row) {
    uint64_t hash = 0;
    for (size_t i = 0; i < row->column_count; i++) {
        hash = (hash ^ row->row->values[i].symbol) * UINT64_C(0x9E3779B97F4A7C15);
    }
    return hash ^ hash >> 32;
}

/* Rows of different values alone need not be put in order. */
static bool has_same_values(Arena *scratch, const Array *rows) {
    size_t room = 16;
    while (room < 2 * rows->count) {
        room *= 2;
    }
    const SortedRow *items = rows->items;
    uint32_t *slots = ARENA_MANY(scratch, uint32_t, room);
    for (size_t i = 0; i < rows->count; i++) {
        size_t slot = hash_of(&items[i]) & (room - 1);
        for (; slots[slot] != 0; slot = (slot + 1) & (room - 1)) {
            if (compare_values(&items[slots[slot] - 1], &items[i]) == 0) {
                return true;
            }
        }
        slots[slot] = (uint32_t)(i + 1);
    }
    return false;
}

/* The same values twice on the same day: one of the two is a slip. */
static void check_repeated_rows(RowReader *rows) {
    const LawTable *table = &rows->table->table;
    SortedRow *sorted = ARENA_MANY(rows->reader->scratch, SortedRow, table->row_count);
    Array in_order = {.items = sorted, .count = table->row_count, .item_size = sizeof(SortedRow)};
    for (size_t i = 0; i < table->row_count; i++) {
        sorted[i] = (SortedRow){&table->rows[i], table->column_count,
                                key_of(&table->rows[i], table->column_count)};
    }
    if (!has_same_values(rows->reader->scratch, &in_order)) {
        return;
    }
    array_sort(&in_order, compare_rows);
    size_t longest = 0; /* the row of those alike that holds longest so far */
    for (size_t i = 1; i < table->row_count; i++) {
        if (compare_values(&sorted[longest], &sorted[i]) != 0) {
            longest = i;
            continue;
        }
        if (sorted[i].row->holds.from <= sorted[longest].row->holds.until) {
            report_row(rows, sorted[i].row->line,
                       "the same row stands on line %zu, for days that "
                       "overlap",
                       sorted[longest].row->line);
        }
        if (sorted[i].row->holds.until > sorted[longest].row->holds.until) {
            longest = i;
        }
    }
}

static void read_table(RowReader *rows) {
    if (rows->csv->row_count > TABLE_ROWS_MAX) {
        report_row(rows, 0, "the table has more than %d rows", TABLE_ROWS_MAX);
        return;
    }
    if (rows->columns_are_known) {
        check_unknown_columns(rows);
    }
    if (find_own_columns(rows)) {
        find_extra_columns(rows);
        read_rows(rows);
        check_repeated_rows(rows);
    }
}

static void keep_part(PackDraft *pack, Text name, Text content) {
    MemoryFile *part = array_add(&pack->parts);
    *part = (MemoryFile){name, content};
}

void table_read_rows(const Cursor *cursor, TableDraft *table, const Token *from) {
    PackDraft *pack = cursor->pack;
    Reader *reader = pack->reader;
    Text content;
    Error error;
    bool columns_are_known = !table->is_doubtful;
    table->is_doubtful = true;
    if (!pack_read_file(pack, from->text, TABLE_BYTES_MAX, &content, &error)) {
        report_at(cursor, from, "%s", error.message);
        return;
    }
    keep_part(pack, from->text, content);
    table->content = content;
    table->table.file = file_path(reader->arena, pack->pack.info.folder, from->text);
    CsvTable csv;
    bool is_whole = csv_parse(reader->scratch, table->table.file, content, &csv, reader->problems);
    RowReader rows = {.reader = reader,
                      .table = table,
                      .content = content,
                      .csv = &csv,
                      .columns_are_known = columns_are_known};
    table->is_doubtful = !is_whole || !columns_are_known;
    if (csv.column_count > 0) {
        read_table(&rows);
    }
    arena_clear(reader->scratch);
}

static bool has_value(const TableDraft *table, size_t column, const LawValue *value) {
    for (size_t i = 0; i < table->table.row_count; i++) {
        if (table->table.rows[i].values[column].symbol == value->symbol) {
            return true;
        }
    }
    return false;
}

static Map *values_of(Arena *arena, const TableDraft *table, size_t column) {
    Map *values = map_new(arena);
    for (size_t i = 0; i < table->table.row_count; i++) {
        (void)map_add(values, table->table.rows[i].values[column].text, i);
    }
    return values;
}

/* A register may be empty of what it may name tomorrow; numbers and dates are compared
 * by size, not letters. */
void table_check_literal(const Cursor *cursor, const Token *token, const TableDraft *table,
                         size_t column, const LawValue *value) {
    const LawTable *it = &table->table;
    bool is_checked = !table->is_doubtful && !it->is_register && it->row_count > 0 &&
                      value->type == ATTRIBUTE_CODE;
    if (!is_checked || has_value(table, column, value)) {
        return;
    }
    Arena *arena = cursor->pack->reader->arena;
    Text hint = suggestion(arena, values_of(arena, table, column), value->text);
    report_at(cursor, token, "no row of `%.*s` has `%.*s` in the column `%.*s`%.*s",
              TEXT_ARGS(it->name), TEXT_ARGS(quoted(value->text)),
              TEXT_ARGS(it->columns[column].name), TEXT_ARGS(hint));
}
