/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ENTENTE_BASE_JSON_CANONICAL_H
#define ENTENTE_BASE_JSON_CANONICAL_H

/* The canonical form of JSON (RFC 8785): one text for one value, so that a digest of it means
 * the value. No blanks; the members of an object in the order of their names' UTF-16 code
 * units; numbers as ECMAScript writes them. */

#include <stdbool.h>

#include "base/arena.h"
#include "base/compiler.h"
#include "base/error.h"
#include "base/json_read.h"
#include "base/text.h"

/* The canonical form of a JSON text, without a newline. False where it is no JSON, or has a
 * number that a double would not hold as it is written, which must be given as text: one of more
 * than 15 digits that is no integer up to 2^53 - 1, one from 1e300 on or below 1e-299. */
MUST_CHECK bool json_canonical(Arena *arena, Text input, Text *canonical, Error *error);

/* Adds a value in its canonical form; false as above. */
MUST_CHECK bool json_add_canonical(TextBuilder *builder, const JsonValue *value, Error *error);

/* Adds a text in quotes, in its canonical form. The text must be UTF-8. */
void json_add_canonical_text(TextBuilder *builder, Text text);

/* Whether the text is in canonical form already, told by a glance: no escapes, names of ASCII,
 * whole numbers of up to 15 digits. False is no verdict. */
bool json_is_plainly_canonical(Text text);

#endif
