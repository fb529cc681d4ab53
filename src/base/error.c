/* SPDX-License-Identifier: Apache-2.0 */
#include "base/error.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Control characters: those of ASCII in one byte, and U+0080 to U+009F in two. */
static size_t control_length(const char *bytes, size_t left) {
    unsigned char first = (unsigned char)bytes[0];
    unsigned char second = left > 1 ? (unsigned char)bytes[1] : 0;
    if (first < 0x20 || first == 0x7F) {
        return 1;
    }
    return first == 0xC2 && second >= 0x80 && second <= 0x9F ? 2 : 0;
}

/* A message is one line, whatever words of the user's it quotes; and it must not
 * steer the terminal it is shown on. */
static void flatten(char *bytes, size_t length) {
    size_t at = 0;
    while (at < length) {
        size_t control = control_length(bytes + at, length - at);
        memset(bytes + at, ' ', control);
        at += control == 0 ? 1 : control;
    }
}

/* Cuts at a character's border: a continuation byte is never the first one lost. */
static size_t cut_length(const char *bytes, size_t length) {
    size_t cut = length;
    while (cut > 0 && ((unsigned char)bytes[cut] & 0xC0) == 0x80) {
        cut--;
    }
    return cut;
}

bool error_set(Error *error, ErrorKind kind, const char *format, ...) {
    Arena *arena = arena_new();
    va_list arguments;
    va_start(arguments, format);
    Text message = text_format_arguments(arena, format, arguments);
    va_end(arguments);
    size_t room = sizeof error->message - 1;
    size_t length = message.length > room ? cut_length(message.bytes, room) : message.length;
    memcpy(error->message, message.bytes, length);
    error->message[length] = '\0';
    flatten(error->message, length);
    error->kind = kind;
    arena_free(arena);
    return false;
}

int error_exit_status(ErrorKind kind) {
    switch (kind) {
    case ERROR_NONE:
        return 0;
    case ERROR_INVALID:
    case ERROR_MISSING:
    case ERROR_LIMIT:
        return 2;
    case ERROR_FAILED:
        return 1;
    }
    return 1;
}

ProblemList problem_list_new(Arena *arena) {
    return (ProblemList){.arena = arena, .problems = array_new(arena, sizeof(Problem))};
}

static Text format_message(Arena *arena, const char *format, va_list arguments) PRINTF_LIKE(2, 0);

static Text format_message(Arena *arena, const char *format, va_list arguments) {
    Text message = text_format_arguments(arena, format, arguments);
    char *bytes = arena_allocate(arena, message.length + 1);
    memcpy(bytes, message.bytes, message.length);
    flatten(bytes, message.length);
    return (Text){bytes, message.length};
}

static void add(ProblemList *list, Problem problem) {
    Problem *place = array_add(&list->problems);
    *place = problem;
}

void problem_add(ProblemList *list, Text file, size_t line, size_t column, const char *format,
                 ...) {
    va_list arguments;
    va_start(arguments, format);
    Text message = format_message(list->arena, format, arguments);
    va_end(arguments);
    add(list, (Problem){.file = file,
                        .line = line,
                        .column = column,
                        .message = message,
                        .line_text = TEXT("")});
}

void problem_add_with_line(ProblemList *list, Text file, size_t line, size_t column, Text line_text,
                           const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    Text message = format_message(list->arena, format, arguments);
    va_end(arguments);
    add(list, (Problem){.file = file,
                        .line = line,
                        .column = column,
                        .message = message,
                        .line_text = line_text});
}

size_t problem_count(const ProblemList *list) {
    return list->problems.count;
}

static int compare_sizes(size_t a, size_t b) {
    return (a > b) - (a < b);
}

static int compare_problems(const void *left, const void *right) {
    const Problem *a = *(const Problem *const *)left;
    const Problem *b = *(const Problem *const *)right;
    int order = text_compare(a->file, b->file);
    if (order == 0) {
        order = compare_sizes(a->line, b->line);
    }
    if (order == 0) {
        order = compare_sizes(a->column, b->column);
    }
    /* Both are places in one array: the earlier was added first. */
    return order != 0 ? order : (a > b) - (a < b);
}

static const Problem **sort_problems(Arena *arena, const ProblemList *list) {
    size_t count = problem_count(list);
    const Problem **sorted = ARENA_MANY(arena, const Problem *, count);
    for (size_t i = 0; i < count; i++) {
        sorted[i] = array_at(&list->problems, i);
    }
    if (count > 1) {
        qsort(sorted, count, sizeof(const Problem *), compare_problems);
    }
    return sorted;
}

static void add_place(TextBuilder *builder, const Problem *problem) {
    if (!text_is_empty(problem->file)) {
        text_add(builder, problem->file);
        text_add_character(builder, ':');
    }
    if (problem->line > 0) {
        text_add_format(builder, "%zu:", problem->line);
    }
    if (problem->line > 0 && problem->column > 0) {
        text_add_format(builder, "%zu:", problem->column);
    }
    if (!text_is_empty(problem->file) || problem->line > 0) {
        text_add_character(builder, ' ');
    }
}

/* Columns count bytes, the caret stands under a character. Tabs are kept, so that
 * both lines are as wide on every terminal. */
static void add_caret(TextBuilder *builder, Text line, size_t column) {
    Text before = text_slice(line, 0, column - 1);
    for (size_t i = 0; i < before.length; i++) {
        if (text_width(text_slice(before, i, i + 1)) == 1) {
            text_add_character(builder, before.bytes[i] == '\t' ? '\t' : ' ');
        }
    }
    text_add(builder, TEXT("^\n"));
}

/* The line made harmless, but for its tabs. */
static void add_line(TextBuilder *builder, Text line) {
    Text rest = line;
    Text piece;
    for (bool is_first = true; text_split(&rest, '\t', &piece); is_first = false) {
        char *bytes = arena_allocate(builder->arena, piece.length);
        memcpy(bytes, piece.bytes, piece.length);
        flatten(bytes, piece.length);
        text_add(builder, is_first ? TEXT("") : TEXT("\t"));
        text_add(builder, (Text){bytes, piece.length});
    }
    text_add_character(builder, '\n');
}

static void add_problem(TextBuilder *builder, const Problem *problem) {
    add_place(builder, problem);
    text_add(builder, problem->message);
    text_add_character(builder, '\n');
    if (text_is_empty(problem->line_text)) {
        return;
    }
    add_line(builder, problem->line_text);
    if (problem->column > 0) {
        add_caret(builder, problem->line_text, problem->column);
    }
}

Text problem_format(Arena *arena, const ProblemList *list, size_t limit) {
    size_t count = problem_count(list);
    size_t shown = limit == 0 || limit > count ? count : limit;
    const Problem **sorted = sort_problems(arena, list);
    TextBuilder builder = text_builder_new(arena);
    for (size_t i = 0; i < shown; i++) {
        add_problem(&builder, sorted[i]);
    }
    if (shown < count) {
        text_add_format(&builder, "... and %zu more\n", count - shown);
    }
    return text_built(&builder);
}

bool problem_refuse(Arena *arena, const ProblemList *list, ErrorKind kind, Error *error) {
    return error_set(error, kind, "%.*s", TEXT_ARGS(text_trim(problem_format(arena, list, 1))));
}
