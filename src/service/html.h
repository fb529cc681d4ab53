/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ENTENTE_SERVICE_HTML_H
#define ENTENTE_SERVICE_HTML_H

/* Writes markup (HTML and the SVG inside it) so that a name from a user's file can never
 * become a tag: templates are ours and go out as they are, values are always escaped. */

#include <stddef.h>

#include "base/arena.h"
#include "base/text.h"

/* Our own markup, as it is. */
void html_add(TextBuilder *out, const char *markup);

/* Text as content or inside quotes of either kind. */
void html_add_escaped(TextBuilder *out, Text text);

/* The template with each `{}` in it replaced by the next value, escaped. There are as many
 * values as places for them. */
void html_write(TextBuilder *out, const char *template, const Text *values, size_t count);

/* html_write with the values, at least one of them, written one after the other. */
#define HTML_WRITE(out, template, ...)                                                             \
    html_write((out), (template), (const Text[]){__VA_ARGS__},                                     \
               sizeof((const Text[]){__VA_ARGS__}) / sizeof(Text))

#endif
