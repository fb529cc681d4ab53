/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ENTENTE_BASE_ERROR_H
#define ENTENTE_BASE_ERROR_H

/* Errors as values, and lists of problems found in input. An Error says in one
 * lower-case line what is wrong, where, and how to mend it, with the user's words
 * in backticks. Kinds are what the caller would do differently. */

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/array.h"
#include "base/compiler.h"
#include "base/text.h"

typedef enum ErrorKind {
    ERROR_NONE,
    ERROR_INVALID, /* the input is wrong: mend it */
    ERROR_MISSING, /* a file or a named thing is not there */
    ERROR_LIMIT,   /* the input is larger than we read */
    ERROR_FAILED   /* the system or the solver failed: try again, or report it */
} ErrorKind;

typedef struct Error {
    ErrorKind kind;
    char message[1000];
} Error;

/* Fills the error and gives false, so that `return error_set(...)` reads well. A
 * message too long for its place is cut at a character's border. */
bool error_set(Error *error, ErrorKind kind, const char *format, ...) PRINTF_LIKE(3, 4);

/* 2 for what the user can mend, 1 for a failure of ours or of the system. */
int error_exit_status(ErrorKind kind);

/* One thing wrong in an input file. line and column count from 1; 0 is unknown. */
typedef struct Problem {
    Text file;
    size_t line;
    size_t column;
    Text message;
    Text line_text; /* the line itself for a caret, or empty */
} Problem;

/* Problems are gathered so that one run shows as many as it can. */
typedef struct ProblemList {
    Arena *arena;
    Array problems; /* of Problem */
} ProblemList;

ProblemList problem_list_new(Arena *arena);

/* Adds a problem; the message is one line, formatted into the list's arena. */
void problem_add(ProblemList *list, Text file, size_t line, size_t column, const char *format, ...)
    PRINTF_LIKE(5, 6);

/* As problem_add, and keeps the line of input for the caret. */
void problem_add_with_line(ProblemList *list, Text file, size_t line, size_t column, Text line_text,
                           const char *format, ...) PRINTF_LIKE(6, 7);

size_t problem_count(const ProblemList *list);

/* All problems as text, sorted by file, line, column (stable), one line each:
 * "file:line:column: message", followed by the line and a caret where the line is
 * known. At most `limit` are printed, then "... and N more" (0 is no limit). */
Text problem_format(Arena *arena, const ProblemList *list, size_t limit);

/* The first problem, as problem_format has it, as an error of this kind; gives false. */
bool problem_refuse(Arena *arena, const ProblemList *list, ErrorKind kind, Error *error);

#endif
