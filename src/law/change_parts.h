/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ENTENTE_LAW_CHANGE_PARTS_H
#define ENTENTE_LAW_CHANGE_PARTS_H

/* What may be otherwise, private to law/: the single changes that change_sets.c puts
 * together. */

#include "law/result.h"

enum { PARTS_MAX = 28, PART_VALUES_MAX = 6, PART_DATES_MAX = 3, PART_REFORMS_MAX = 6 };

/* At most PARTS_MAX, the law that stands in the way (or authorises) first, then reforms, dates,
 * and facts in the order in which that law names them. */
size_t law_change_parts(Arena *arena, const LawFacts *facts, const DecideOptions *options,
                        int days_ahead, ChangePart *parts);

#endif
