/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ENTENTE_LAW_READ_CONDITION_H
#define ENTENTE_LAW_READ_CONDITION_H

/* The reading of conditions, shared by blocks and single comparisons. */

#include "law/draft.h"

/* A single condition up to its citation or the end of the line. */
bool comparison_read(Cursor *cursor, Condition *condition);
/* `TABLE has ...` and `LEFT in TABLE ...`; the cursor stands after `has` or before the
 * table's name. */
bool table_has_read(Cursor *cursor, const TableDraft *table, size_t index, Condition *condition);
bool table_in_read(Cursor *cursor, const Operand *left, ValueType type, Condition *condition);

/* The operands of a condition while they are gathered. */
Operand *operand_add(Array *operands);

#endif
