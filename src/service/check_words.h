/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ENTENTE_SERVICE_CHECK_WORDS_H
#define ENTENTE_SERVICE_CHECK_WORDS_H

/* Private to service/: what text, JSON and HTML say of a decision in the same words. */

#include "service/service.h"

/* "AUTHORISED under us.ear.STA (15 CFR 740.20(c)(1)), 2 obligations". */
Text check_headline(Arena *arena, const LawSet *set, const Decision *decision);

/* "without us.ear.chart, and transfer.sta_statement yes". */
Text check_change_words(Arena *arena, const LawSet *set, const ChangeSet *changes);

/* Changes of one fact to one outcome are told together, where the first of them stands. */
bool check_change_is_told(const TransferDecision *result, size_t index);

/* The values of those that are told with change `first`, `most` of them by name: "CN, AM, AZ or
 * 24 others". */
Text check_change_values(Arena *arena, const TransferDecision *result, size_t first, size_t most);

/* "japan_in_126_7, \"Admit Japan\", from 2027-01-01, hypothetical, sha256 0123456789ab". */
Text check_reform_words(Arena *arena, const ReformInfo *reform);

#endif
