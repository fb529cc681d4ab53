/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ENTENTE_LAW_ORDER_H
#define ENTENTE_LAW_ORDER_H

/* Whether one rule holds wherever another does, private to law/: seen from their shape alone,
 * with what is known put in. "Yes" is sure for every way to complete the situation; "no" only
 * says that the shapes do not show it. So a reform that adds to the list of an exception is
 * known to take nothing away without any search. */

#include "law/residual.h"

/* Wherever `a` (of the one work) is true, so is `b` (of the other); and as unknown at most. */
bool law_condition_implies(ResidualWork *a_work, const Condition *a, ResidualWork *b_work,
                           const Condition *b, const Frame *frame);
/* The same of two provisions of one kind, over all their rows. */
bool law_provision_implies(ResidualWork *a_work, size_t a, ResidualWork *b_work, size_t b);

#endif
