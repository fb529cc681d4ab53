/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ENTENTE_LAW_LEXER_H
#define ENTENTE_LAW_LEXER_H

/* The text of a pack as lines with words, each line with the lines indented below it.
 * Comments, blank lines and the joining of lines that end with a comma are dealt
 * with here. All of it points into the text, which must outlive it. */

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/compiler.h"
#include "base/error.h"
#include "base/text.h"

enum {
    SOURCE_BYTES_MAX = 4 << 20,
    SOURCE_LINES_MAX = 200000,
    SOURCE_DEPTH_MAX = 24,
    LINE_TOKENS_MAX = 20000
};

typedef enum TokenKind {
    TOKEN_WORD,
    TOKEN_STRING,
    TOKEN_COMMA,
    TOKEN_COLON,
    TOKEN_OPEN,
    TOKEN_CLOSE,
    TOKEN_CITATION /* what stands after the word `cite` or `citing` */
} TokenKind;

typedef struct Token {
    TokenKind kind;
    Text text;    /* without its quotes */
    Text written; /* as it stands in the file */
    size_t line;
    size_t column;
} Token;

/* A line of sense: one line of the file, or several joined by commas. */
typedef struct Line Line;
struct Line {
    const Token *tokens; /* at least one */
    size_t token_count;
    size_t number;
    size_t indent;
    bool has_tab; /* in its indentation, which is reported and not held against it again */
    Line *next;   /* the next line of the same block */
    Line *below;  /* the first line of its own block, or NULL */
};

typedef struct SourceFile {
    Text file;
    const Text *texts; /* the lines of the file */
    size_t text_count;
    const Line *lines; /* the outermost block, or NULL */
} SourceFile;

/* Reads `content`. What is wrong inside a line is a problem and the rest is read on;
 * false where nothing can be made of the file. O(bytes). */
MUST_CHECK bool source_read(Arena *arena, Text file, Text content, SourceFile *source,
                            ProblemList *problems);

/* The tokens first..last (last inside) as written, lines joined by a blank. */
Text source_words(Arena *arena, const Token *first, const Token *last);

/* Line `number`, from 1; empty where there is none. */
Text source_line(const SourceFile *source, size_t number);

#endif
