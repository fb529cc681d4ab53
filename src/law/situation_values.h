/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ENTENTE_LAW_SITUATION_VALUES_H
#define ENTENTE_LAW_SITUATION_VALUES_H

/* The values of a fact that can matter to a law, private to law/: words of rules and tables,
 * words below them and beside them, thresholds and what lies between. */

#include "law/space.h"

/* How a fact is tested. */
typedef struct FactUses {
    bool is_within;   /* some test asks what a code lies below */
    bool is_open;     /* numbers, dates or sets compared with another fact */
    bool is_compared; /* codes equal to another fact's */
} FactUses;

FactUses law_fact_uses(const Space *space, const Dimension *dimension);
/* Each once, in the order of the law; `no` before `yes`. Gives the count. */
size_t law_fact_words(const Space *space, const Dimension *dimension, const FactUses *uses,
                      Text **list);

#endif
