/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ENTENTE_SERVER_AUDIT_ROWS_H
#define ENTENTE_SERVER_AUDIT_ROWS_H

/* Private to server/: rows of the audit chain as JSON, each with its hash. */

#include "store/store.h"

void audit_row_add(Arena *arena, TextBuilder *out, const AuditRow *row);
/* With commas between them. */
void audit_rows_add(Arena *arena, TextBuilder *out, const AuditRow *rows, size_t count);

#endif
