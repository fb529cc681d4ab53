/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ENTENTE_SCREENING_HAN_H
#define ENTENTE_SCREENING_HAN_H

/* Private to screening/: how Han characters are read, as ICU's Han-Latin has it, without its marks.
 * The tables are written when the program is built (tools/han-readings.c), for ICU takes longer to
 * open its own than a list of names to be read. */

#include <stddef.h>
#include <stdint.h>

enum { HAN_FIRST = 0x3400, HAN_LAST = 0x9FFF };

extern const uint16_t HAN_POSITIONS[HAN_LAST - HAN_FIRST + 1];
extern const char *const HAN_SPELLINGS[];

/* The syllable for this character; NULL where it is none, or has no reading. O(1). */
static inline const char *han_spell(uint32_t point) {
    return point >= HAN_FIRST && point <= HAN_LAST ? HAN_SPELLINGS[HAN_POSITIONS[point - HAN_FIRST]]
                                                   : NULL;
}

#endif
