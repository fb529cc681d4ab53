/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ENTENTE_BASE_JSON_H
#define ENTENTE_BASE_JSON_H

/* Writing JSON: members in the order they were added, the same bytes for the same
 * calls. Text is written as it comes, so that a number never passes through
 * another library's idea of a double. Quantities that must be exact go out as text; doubles
 * with a stated number of decimals. Inside an array the `name` is ignored and may
 * be the empty text. The writer belongs to one thread. */

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/date.h"
#include "base/text.h"

typedef struct JsonWriter JsonWriter;

/* Starts a document whose root is an object. */
JsonWriter *json_writer_new(void);
/* The same in the caller's arena, where it stays: for what is written often and is short. */
JsonWriter *json_writer_in(Arena *arena);
void json_writer_free(JsonWriter *writer);

void json_begin_object(JsonWriter *writer, const char *name);
void json_begin_array(JsonWriter *writer, const char *name);
void json_end(JsonWriter *writer);

/* Text that is not UTF-8 is written as null. */
void json_add_text(JsonWriter *writer, const char *name, Text value);
void json_add_integer(JsonWriter *writer, const char *name, int64_t value);
void json_add_boolean(JsonWriter *writer, const char *name, bool value);
void json_add_null(JsonWriter *writer, const char *name);
/* YYYY-MM-DD, or null for an open end. */
void json_add_date(JsonWriter *writer, const char *name, Date value);
/* A number rounded to `places` decimals (0..9), without trailing zeros and never
 * with an exponent; null where it is not finite. */
void json_add_double(JsonWriter *writer, const char *name, double value, unsigned places);

/* Ends the document, which must have all its objects and arrays closed, and gives
 * its text with a final newline; `pretty` indents by two. */
Text json_finish(Arena *arena, JsonWriter *writer, bool pretty);

#endif
