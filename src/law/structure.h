/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ENTENTE_LAW_STRUCTURE_H
#define ENTENTE_LAW_STRUCTURE_H

/* What is written otherwise in two versions of packs, private to law/. */

#include "base/array.h"
#include "law/set.h"

/* A rule, or a table, as lines (of Text) that say all there is in it. */
Array law_rule_lines(Arena *arena, const LawSet *set, size_t rule);
Array law_table_lines(Arena *arena, const LawTable *table);

/* Rules, tables and facts that differ (of ChangedPart), matched by name, in the order of the
 * files: rules first. */
Array law_changed_parts(Arena *arena, const LawSet *before, const LawSet *after);

#endif
