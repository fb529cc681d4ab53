/* SPDX-License-Identifier: Apache-2.0 */
#include <stdint.h>

#include "alliance/loading.h"

/* A cell further than this from the start of its line is shown without its column. */
enum { COLUMN_BYTES_MAX = 10000 };

bool loading_has_problems(const Loading *loading) {
    return problem_count(loading->problems) > loading->problems_before;
}

static bool has_room(const Loading *loading) {
    return problem_count(loading->problems) - loading->problems_before < LOADING_PROBLEMS_MAX;
}

/* Where bytes lie in the content of a file; false for bytes that were copied. */
static bool find_offset(Text content, const char *bytes, size_t *offset) {
    uintptr_t start = (uintptr_t)content.bytes;
    uintptr_t at = (uintptr_t)bytes;
    if (at < start || at > start + content.length) {
        return false;
    }
    *offset = (size_t)(at - start);
    return true;
}

/* The column of an offset, from 1; 0 where it is too far to tell. */
static size_t column_of(Text content, size_t offset) {
    size_t start = offset;
    while (start > 0 && content.bytes[start - 1] != '\n') {
        if (offset - start > COLUMN_BYTES_MAX) {
            return 0;
        }
        start--;
    }
    return offset - start + 1;
}

/* Lines that end between two offsets: a row may have line ends inside its quotes. */
static size_t lines_between(Text content, size_t first, size_t last) {
    size_t count = 0;
    for (size_t i = first; i < last; i++) {
        count += content.bytes[i] == '\n' ? 1 : 0;
    }
    return count;
}

/* Adds the place of `bytes` to `line`, that of the offset `first`; a place too far from it
 * to be worth the search is left out. */
static void locate_bytes(Text content, size_t first, const char *bytes, size_t *line,
                         size_t *column) {
    size_t at = 0;
    if (find_offset(content, bytes, &at) && at >= first && at - first <= COLUMN_BYTES_MAX) {
        *line += lines_between(content, first, at);
        *column = column_of(content, at);
    }
}

static void locate(const Sheet *sheet, Place place, size_t *line, size_t *column) {
    size_t first = 0;
    const CsvRow *row = &sheet->csv.rows[place.row];
    *line = row->line;
    if (place.column != ALLIANCE_NONE && sheet->positions[place.column] != ALLIANCE_NONE &&
        find_offset(sheet->content, row->fields[0].bytes, &first)) {
        Text field = sheet_field(sheet, place.row, place.column);
        locate_bytes(sheet->content, first, field.bytes, line, column);
    }
}

static void add_problem(Loading *loading, Text file, size_t line, size_t column, const char *format,
                        va_list arguments) PRINTF_LIKE(5, 0);

static void add_problem(Loading *loading, Text file, size_t line, size_t column, const char *format,
                        va_list arguments) {
    if (has_room(loading)) {
        Text message = text_format_arguments(loading->arena, format, arguments);
        problem_add(loading->problems, file, line, column, "%.*s", TEXT_ARGS(message));
    }
}

void loading_complain(Loading *loading, Place place, const char *format, ...) {
    size_t line = 0;
    size_t column = 0;
    va_list arguments;
    const Sheet *sheet = &loading->sheets[place.table];
    locate(sheet, place, &line, &column);
    va_start(arguments, format);
    add_problem(loading, sheet->file, line, column, format, arguments);
    va_end(arguments);
}

void loading_complain_header(Loading *loading, const Sheet *sheet, size_t position,
                             const char *format, ...) {
    size_t line = 1;
    size_t column = 0;
    va_list arguments;
    locate_bytes(sheet->content, 0, sheet->csv.columns[position].bytes, &line, &column);
    va_start(arguments, format);
    add_problem(loading, sheet->file, line, column, format, arguments);
    va_end(arguments);
}

void loading_complain_file(Loading *loading, Text file, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    add_problem(loading, file, 0, 0, format, arguments);
    va_end(arguments);
}

/* A byte that continues a character of UTF-8. */
static bool is_inside_character(char byte) {
    return ((unsigned char)byte & 0xC0) == 0x80;
}

Text loading_shown(const Loading *loading, Text words) {
    if (words.length <= LOADING_SHOWN_BYTES) {
        return words;
    }
    size_t end = LOADING_SHOWN_BYTES;
    while (end > 0 && is_inside_character(words.bytes[end])) {
        end--;
    }
    return text_format(loading->arena, "%.*s...", TEXT_ARGS(text_slice(words, 0, end)));
}

Text loading_guess(Loading *loading, const Map *names, Text word) {
    Text nearest;
    size_t cost = map_count(names);
    if (cost > loading->guesses_left) {
        return TEXT("");
    }
    loading->guesses_left -= cost;
    if (!map_nearest(names, word, &nearest)) {
        return TEXT("");
    }
    return text_format(loading->arena, "; did you mean `%.*s`?", TEXT_ARGS(nearest));
}
