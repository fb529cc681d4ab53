/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ENTENTE_SCREENING_LIST_OFAC_H
#define ENTENTE_SCREENING_LIST_OFAC_H

/* Private to screening/: OFAC's remarks. */

#include "screening/list.h"

/* One piece of a party's remarks: a number, a nationality or a weak alias; others say nothing
 * that names are compared by. */
void ofac_add_remark(PartyDraft *draft, Text written);

#endif
