/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ENTENTE_LAW_PARAGRAPHS_H
#define ENTENTE_LAW_PARAGRAPHS_H

/* Paragraphs that citations name, private to law/. */

#include "base/array.h"
#include "base/text.h"

/* Adds the paragraphs of a citation to `list` (of Text): "15 CFR 744.11, 744.16" names two,
 * "22 CFR 126.1(a), (d)" too; what follows a comma and begins with a letter belongs to
 * what stands before it. */
void law_paragraphs_of(Arena *arena, Text citation, Array *list);

/* Order by words, numbers in them by their value: 740.2 stands before 740.20. */
int law_paragraph_compare(Text a, Text b);

#endif
