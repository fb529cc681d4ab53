/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ENTENTE_BASE_TEXT_H
#define ENTENTE_BASE_TEXT_H

/* Text is bytes and a length, passed by value; it owns nothing and need not end
 * in a zero byte. Input is checked for UTF-8 once, where it enters. Nothing here
 * reads the locale. */

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/compiler.h"

typedef struct Text {
    const char *bytes;
    size_t length;
} Text;

/* A Text of a string literal; and the two arguments of a "%.*s" format, for which
 * `text` is evaluated twice. */
#define TEXT(literal) ((Text){(literal), sizeof(literal) - 1})
#define TEXT_ARGS(text) (int)(text).length, (text).bytes

/* The text of a zero-terminated string (NULL gives the empty text). */
Text text_from(const char *terminated);

/* A copy that lives in the arena; it is followed by a zero byte. */
Text text_copy(Arena *arena, Text text);

/* A zero-terminated copy in the arena. */
const char *text_terminated(Arena *arena, Text text);

/* printf into the arena. Formats must be locale-free: no %f, %g, %e. */
Text text_format(Arena *arena, const char *format, ...) PRINTF_LIKE(2, 3);
Text text_format_arguments(Arena *arena, const char *format, va_list arguments) PRINTF_LIKE(2, 0);

bool text_is_empty(Text text);
bool text_equals(Text a, Text b);
bool text_starts_with(Text text, Text prefix);
bool text_ends_with(Text text, Text suffix);

/* Order by bytes: negative, 0, positive. text_compare_items suits qsort over Text. */
int text_compare(Text a, Text b);
int text_compare_items(const void *a, const void *b);

/* Bytes start..end (end exclusive); both are clamped to the text. */
Text text_slice(Text text, size_t start, size_t end);

/* Without blanks (space, tab, CR, LF) at either end. */
Text text_trim(Text text);

/* Takes the piece before the next separator off `rest`; false when rest is used
 * up. "a,,b" gives "a", "", "b"; "" gives one empty piece. Start with
 * *rest = whole; after the last piece rest->bytes is NULL. */
bool text_split(Text *rest, char separator, Text *piece);

/* First place of `needle`; false where there is none. O(n*m). */
bool text_find(Text text, Text needle, size_t *at);

/* Well-formed UTF-8 (RFC 3629: no overlong forms, no surrogates, no zero byte). */
bool text_is_utf8(Text text);

/* Decimal digits with an optional minus sign; false on anything else or overflow. */
MUST_CHECK bool text_parse_integer(Text text, int64_t *value);

/* ASCII letters made small; other bytes kept. */
Text text_lowercase(Arena *arena, Text text);

/* Edits (insert, delete, replace a byte) from a to b, for "did you mean"; texts
 * over 64 bytes count as 64 apart. O(|a|*|b|). */
size_t text_distance(Text a, Text b);

/* FNV-1a, 64 bits. Stable: it may be stored. */
uint64_t text_hash(Text text);

/* A text that grows, in an arena. */
typedef struct TextBuilder {
    Arena *arena;
    char *bytes;
    size_t length;
    size_t capacity;
} TextBuilder;

TextBuilder text_builder_new(Arena *arena);
void text_add(TextBuilder *builder, Text text);
void text_add_character(TextBuilder *builder, char character);
void text_add_integer(TextBuilder *builder, int64_t value);
/* Adds `count` times `character`. */
void text_add_repeated(TextBuilder *builder, char character, size_t count);
void text_add_format(TextBuilder *builder, const char *format, ...) PRINTF_LIKE(2, 3);
/* What was built so far; valid until the next addition. Followed by a zero byte. */
Text text_built(const TextBuilder *builder);

/* Code points in well-formed UTF-8: the width of a column of plain letters. */
size_t text_width(Text text);

#endif
