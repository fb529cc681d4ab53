/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ENTENTE_SCREENING_WEIGHT_H
#define ENTENTE_SCREENING_WEIGHT_H

/* Private to screening/: what a word weighs, in units of 1/10000, from integers alone. */

#include "screening/name.h"

/* The logarithm to base 2 of value / 65536, times 65536; `value` is at least 65536. */
uint32_t binary_logarithm(uint64_t value);

/* The inverse document frequency: 10000 for a word of one name in `name_count`, less for a
 * commoner one; legal forms 1200, stop words 1500, numbers at least 7000, words of one, two and
 * three letters at most 3000, 5000 and 6500. frequency 0 is a word that no list has; that of a
 * descriptive word or a place is that of all words which stand for it. */
int32_t word_weight(const Word *word, size_t frequency, size_t name_count);

#endif
