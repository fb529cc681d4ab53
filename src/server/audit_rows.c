/* SPDX-License-Identifier: Apache-2.0 */
#include "server/audit_rows.h"

void audit_row_add(Arena *arena, TextBuilder *out, const AuditRow *row) {
    text_add_format(out, "{\"hash\":\"%.*s\",\"row\":", TEXT_ARGS(row->hash));
    text_add(out, audit_row_json(arena, row));
    text_add_character(out, '}');
}

void audit_rows_add(Arena *arena, TextBuilder *out, const AuditRow *rows, size_t count) {
    for (size_t i = 0; i < count; i++) {
        text_add(out, i > 0 ? TEXT(",") : TEXT(""));
        audit_row_add(arena, out, &rows[i]);
    }
}
