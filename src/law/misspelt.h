/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ENTENTE_LAW_MISSPELT_H
#define ENTENTE_LAW_MISSPELT_H

/* Values that are likely misspelt, private to law/. */

#include "law/set.h"

/* Whether two capital letters are a country's code: by ISO 3166, as ICU has it, or one that the
 * standard leaves to its users (QM to QZ, XA to XZ), a doubled letter, as in examples, or whose law
 * a pack of the set is. */
bool law_is_country(const LawSet *set, Text code);
/* The country that the tables of the set know and that is nearest; false where none is. */
bool law_nearest_country(Arena *arena, const LawSet *set, Text code, Text *nearest);

/* Whether the values of a fact are words that the law lists: a country, or codes that are letters
 * throughout. What stands in no list is then likely misspelt. */
bool law_has_listed_values(const LawSet *set, size_t attribute);

/* Of each attribute what the law lists for it, where that is no countries: LawSet.words. */
const LawWords *law_listed_words(Arena *arena, const LawSet *set);

/* Whether the law lists each of the codes joined by `+`, or nothing for the attribute. */
bool law_words_are_listed(const LawSet *set, size_t attribute, Text value);

#endif
