/* SPDX-License-Identifier: Apache-2.0 */
#include "assurance/table.h"

#include "base/file.h"

enum { FILE_BYTES_MAX = 4 << 20 };

static const AssuranceFile *find_given(const AssuranceFiles *files, Text path) {
    for (size_t i = 0; files != NULL && i < files->given_count; i++) {
        if (text_equals(files->given[i].path, path)) {
            return &files->given[i];
        }
    }
    return NULL;
}

static bool read_content(const TableReading *reading, Text *content, Error *error) {
    const AssuranceFile *given = find_given(reading->files, reading->file);
    if (given != NULL) {
        *content = given->content;
        return true;
    }
    if (reading->files != NULL && reading->files->is_closed) {
        return error_set(error, ERROR_MISSING,
                         "is not kept in the database; import the workspace's folder again");
    }
    return file_read(reading->arena, reading->file, FILE_BYTES_MAX, content, error);
}

bool table_read(TableReading *reading, Text folder, Text name) {
    Text content = {0};
    Error error = {0};
    reading->file = file_path(reading->arena, folder, name);
    if (!read_content(reading, &content, &error)) {
        problem_add(reading->problems, reading->file, 0, 0, "%s", error.message);
        return false;
    }
    if (reading->files != NULL && reading->files->read != NULL) {
        *(AssuranceFile *)array_add(reading->files->read) = (AssuranceFile){reading->file, content};
    }
    return csv_parse(reading->arena, reading->file, content, &reading->table, reading->problems);
}

bool table_find_columns(TableReading *reading, const Text *names, size_t count, size_t required) {
    bool has_all = true;
    for (size_t i = 0; i < count; i++) {
        reading->has[i] = csv_find_column(&reading->table, names[i], &reading->columns[i]);
        if (!reading->has[i] && i < required) {
            problem_add(reading->problems, reading->file, 1, 0, "column `%.*s` is missing",
                        TEXT_ARGS(names[i]));
            has_all = false;
        }
    }
    return has_all;
}

Text table_cell(const TableReading *reading, const CsvRow *row, size_t column) {
    return reading->has[column] ? row->fields[reading->columns[column]] : (Text){0};
}

int table_number(const TableReading *reading, const CsvRow *row, Text cell, Text name) {
    int64_t value = 0;
    if (!text_is_empty(cell) &&
        (!text_parse_integer(cell, &value) || value < 0 || value > TABLE_NUMBER_MAX)) {
        problem_add(reading->problems, reading->file, row->line, 0,
                    "`%.*s` is `%.*s`; it takes a whole number from 0 to %d", TEXT_ARGS(name),
                    TEXT_ARGS(cell), TABLE_NUMBER_MAX);
        return 0;
    }
    return (int)value;
}

Date table_date(const TableReading *reading, const CsvRow *row, Text cell, Date otherwise) {
    Date date = otherwise;
    if (!text_is_empty(cell) && !date_parse(cell, &date)) {
        problem_add(reading->problems, reading->file, row->line, 0,
                    "`%.*s` is no date; write YYYY-MM-DD", TEXT_ARGS(cell));
        return otherwise;
    }
    return date;
}

Text table_setting(const TableReading *reading, Text key) {
    for (size_t i = 0; reading->table.column_count > 1 && i < reading->table.row_count; i++) {
        if (text_equals(reading->table.rows[i].fields[0], key)) {
            return reading->table.rows[i].fields[1];
        }
    }
    return (Text){0};
}

size_t table_word(const Text *words, size_t count, Text word) {
    size_t index = 0;
    while (index < count && !text_equals(words[index], word)) {
        index++;
    }
    return index;
}
